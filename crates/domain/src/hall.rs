//! The hall: numbers taken at the reception, called up to kiosks as these become free (clause 6(2)②).
//!
//! Owns whose number is called to which kiosk, how often, and when it is set aside. A pure machine:
//! `Hall::handle(event, now)` returns effects, `next_deadline` says when to send `Tick`. It must never know
//! agents: whom a visit is offered to is `floor`'s, once the visitor sits. Next: `floor`, `FloorEvent::Seated`.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::{ContactId, KioskId};
use crate::time::Timestamp;

#[cfg(test)]
mod tests;

/// Numbers in the hall at once; the floor's queue is full long before.
pub const NUMBERS_MAX: usize = 1_000;

/// How numbers are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HallConfig {
    /// How long a visitor may take to come, in milliseconds.
    pub come_within_ms: u64,
    /// How often a number is called before it is set aside.
    pub calls_max: u32,
}

impl Default for HallConfig {
    fn default() -> Self {
        Self { come_within_ms: 3 * 60_000, calls_max: 2 }
    }
}

/// Something that happened in the hall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HallEvent {
    /// A number was taken.
    Issued {
        /// The visit.
        contact: ContactId,
        /// Its number of the day, from 1.
        number: u32,
    },
    /// These kiosks are free, and no others.
    Free(BTreeSet<KioskId>),
    /// The visitor sat down at a kiosk.
    Came {
        /// The visit.
        contact: ContactId,
        /// Where.
        kiosk: KioskId,
    },
    /// The visit is over, or was cancelled.
    Gone {
        /// The visit.
        contact: ContactId,
    },
    /// Time passed.
    Tick,
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HallEffect {
    /// The number is shown and said: it is to come to the kiosk.
    CallUp {
        /// The visit.
        contact: ContactId,
        /// Where to.
        kiosk: KioskId,
        /// How often by now, from 1.
        times: u32,
    },
    /// The visitor did not come; the visit counts as left.
    SetAside {
        /// The visit.
        contact: ContactId,
    },
}

/// A number that is called up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// Where to.
    pub kiosk: KioskId,
    /// Since when it stands, this time.
    pub since: Timestamp,
    /// How often by now, from 1.
    pub times: u32,
}

/// A number in the hall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberView {
    /// The visit.
    pub contact: ContactId,
    /// The number.
    pub number: u32,
    /// The call that stands.
    pub call: Option<Call>,
}

/// Why a number may not come to a kiosk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ComeRefusal {
    /// No such number waits in the hall.
    #[error("no such number waits in the hall")]
    UnknownNumber,
    /// The kiosk is kept for a number called before.
    #[error("the kiosk is kept for number {number}")]
    KeptFor {
        /// The number called there.
        number: u32,
    },
    /// The kiosk has a visitor, or is not connected.
    #[error("the kiosk is not free")]
    NotFree,
}

/// One number.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    number: u32,
    order: u64,
    /// Calls that ended without the visitor, by their own doing.
    missed: u32,
    call: Option<Call>,
}

/// Numbers in the hall and kiosks that are free.
#[derive(Debug, Clone, Default)]
pub struct Hall {
    config: HallConfig,
    numbers: BTreeMap<ContactId, Waiting>,
    free: BTreeSet<KioskId>,
    issued: u64,
}

impl Hall {
    /// An empty hall.
    #[must_use]
    pub fn new(config: HallConfig) -> Self {
        Self { config, ..Self::default() }
    }

    /// Takes an event in and says what is to be done, in order.
    #[must_use]
    pub fn handle(&mut self, event: HallEvent, now: Timestamp) -> Vec<HallEffect> {
        match event {
            HallEvent::Issued { contact, number } => self.issue(contact, number),
            HallEvent::Free(free) => self.set_free(free),
            HallEvent::Came { contact, kiosk } => {
                self.numbers.remove(&contact);
                self.free.remove(&kiosk);
                self.withdraw_from_taken();
            }
            HallEvent::Gone { contact } => {
                self.numbers.remove(&contact);
            }
            HallEvent::Tick => {}
        }
        let mut effects = self.overdue(now);
        effects.extend(self.call_next(now));
        effects
    }

    /// When to send `Tick`, when nothing else happens before.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.numbers.values().filter_map(|waiting| self.due(waiting)).min()
    }

    /// Whether the number may come to this kiosk: its own, or a free one that is kept for nobody.
    ///
    /// # Errors
    /// [`ComeRefusal`].
    pub fn may_come(&self, number: u32, kiosk: KioskId) -> Result<ContactId, ComeRefusal> {
        let found = self.numbers.iter().find(|(_, waiting)| waiting.number == number);
        let (contact, _) = found.ok_or(ComeRefusal::UnknownNumber)?;
        match self.called_to(kiosk) {
            Some(called) if called.number != number => Err(ComeRefusal::KeptFor { number: called.number }),
            _ if !self.free.contains(&kiosk) => Err(ComeRefusal::NotFree),
            Some(_) | None => Ok(*contact),
        }
    }

    /// The number that is called to a kiosk.
    #[must_use]
    pub fn called_to(&self, kiosk: KioskId) -> Option<NumberView> {
        self.views().into_iter().find(|view| view.call.is_some_and(|call| call.kiosk == kiosk))
    }

    /// Every number in the hall, in the order of their issue.
    #[must_use]
    pub fn views(&self) -> Vec<NumberView> {
        let mut ordered: Vec<_> = self.numbers.iter().collect();
        ordered.sort_by_key(|(_, waiting)| waiting.order);
        let view = |(contact, waiting): (&ContactId, &Waiting)| NumberView {
            contact: *contact,
            number: waiting.number,
            call: waiting.call,
        };
        ordered.into_iter().map(view).collect()
    }

    fn issue(&mut self, contact: ContactId, number: u32) {
        if self.numbers.len() < NUMBERS_MAX && !self.numbers.contains_key(&contact) {
            self.issued += 1;
            self.numbers.insert(contact, Waiting { number, order: self.issued, missed: 0, call: None });
        }
    }

    fn set_free(&mut self, free: BTreeSet<KioskId>) {
        self.free = free;
        self.withdraw_from_taken();
    }

    /// A call to a kiosk that somebody else has taken was no fault of the visitor's: it does not count.
    fn withdraw_from_taken(&mut self) {
        for waiting in self.numbers.values_mut() {
            if waiting.call.is_some_and(|call| !self.free.contains(&call.kiosk)) {
                waiting.call = None;
            }
        }
    }

    fn due(&self, waiting: &Waiting) -> Option<Timestamp> {
        waiting.call.map(|call| call.since.plus_ms(self.config.come_within_ms))
    }

    /// Calls that nobody came to: called again, and in the end set aside.
    fn overdue(&mut self, now: Timestamp) -> Vec<HallEffect> {
        let late = |(contact, waiting): (&ContactId, &Waiting)| {
            self.due(waiting).filter(|due| *due <= now).map(|_| (waiting.order, *contact))
        };
        let mut late: Vec<(u64, ContactId)> = self.numbers.iter().filter_map(late).collect();
        late.sort_unstable();
        let mut effects = Vec::new();
        for (_, contact) in late {
            effects.extend(self.not_come(contact, now));
        }
        effects
    }

    fn not_come(&mut self, contact: ContactId, now: Timestamp) -> Option<HallEffect> {
        let waiting = self.numbers.get_mut(&contact)?;
        let call = waiting.call?;
        waiting.missed = call.times;
        if waiting.missed >= self.config.calls_max {
            self.numbers.remove(&contact);
            return Some(HallEffect::SetAside { contact });
        }
        let times = call.times + 1;
        waiting.call = Some(Call { since: now, times, ..call });
        Some(HallEffect::CallUp { contact, kiosk: call.kiosk, times })
    }

    /// Calls the next numbers to the kiosks that are free and kept for nobody.
    fn call_next(&mut self, now: Timestamp) -> Vec<HallEffect> {
        let kept: BTreeSet<KioskId> = self.numbers.values().filter_map(|waiting| Some(waiting.call?.kiosk)).collect();
        let open: Vec<KioskId> = self.free.difference(&kept).copied().collect();
        let mut next: Vec<(u64, ContactId)> = self
            .numbers
            .iter()
            .filter(|(_, waiting)| waiting.call.is_none())
            .map(|(contact, waiting)| (waiting.order, *contact))
            .collect();
        next.sort_unstable();
        let mut effects = Vec::new();
        for (kiosk, (_, contact)) in open.into_iter().zip(next) {
            if let Some(waiting) = self.numbers.get_mut(&contact) {
                let times = waiting.missed + 1;
                waiting.call = Some(Call { kiosk, since: now, times });
                effects.push(HallEffect::CallUp { contact, kiosk, times });
            }
        }
        effects
    }
}
