//! The tickets of visitors in the hall, beside the machine that says whose turn it is (clause 6(2)②).
//!
//! Owns the two in step. It must never know the room: who is told of what comes out is [`super::reception`]'s.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use domain::hall::{ComeRefusal, Hall, HallEffect, HallEvent, NumberView};
use domain::ids::{ContactId, KioskId};
use domain::time::Timestamp;
use uuid::Uuid;

use super::present::Ticket;

/// Visitors in the hall.
#[derive(Debug, Default)]
pub(super) struct Reception {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    hall: Hall,
    tickets: BTreeMap<ContactId, Ticket>,
}

/// A visitor in the hall.
#[derive(Debug, Clone)]
pub(super) struct InHall {
    pub(super) ticket: Ticket,
    pub(super) number: NumberView,
}

impl Reception {
    /// Everybody in the hall, in the order of their tickets.
    pub(super) fn list(&self) -> Vec<InHall> {
        let inner = self.inner();
        let views = inner.hall.views().into_iter();
        views
            .filter_map(|number| Some(InHall { ticket: inner.tickets.get(&number.contact)?.clone(), number }))
            .collect()
    }

    /// The number that is called to a kiosk.
    pub(super) fn called_to(&self, kiosk: Uuid) -> Option<String> {
        self.inner().hall.called_to(KioskId(kiosk)).map(|view| view.number.to_string())
    }

    /// Keeps a ticket for as long as its visitor waits in the hall.
    pub(super) fn keep(&self, ticket: Ticket) {
        self.inner().tickets.insert(ticket.contact, ticket);
    }

    /// Whether the visitor waits in the hall.
    pub(super) fn knows(&self, contact: ContactId) -> bool {
        self.inner().tickets.contains_key(&contact)
    }

    /// Lets go of a ticket.
    pub(super) fn forget(&self, contact: ContactId) {
        self.inner().tickets.remove(&contact);
    }

    /// The ticket that may come to this kiosk.
    pub(super) fn may_come(&self, number: u32, kiosk: Uuid) -> Result<Ticket, ComeRefusal> {
        let inner = self.inner();
        let contact = inner.hall.may_come(number, KioskId(kiosk))?;
        inner.tickets.get(&contact).cloned().ok_or(ComeRefusal::UnknownNumber)
    }

    /// Takes a number back in that was in the hall when the program stopped.
    pub(super) fn resume(&self, ticket: Ticket, now: DateTime<Utc>) {
        let contact = ticket.contact;
        let Ok(number) = ticket.number.parse() else {
            tracing::error!(contact.id = %contact, "a ticket of the hall has no number");
            return;
        };
        self.keep(ticket);
        let now = Timestamp(now.timestamp_millis());
        // No kiosk is connected before the program is up, so nobody can be called up yet.
        let called = self.handle(HallEvent::Issued { contact, number }, now);
        debug_assert!(called.is_empty(), "{called:?}");
    }

    /// Tells the hall what happened; gives what is to be done.
    pub(super) fn handle(&self, event: HallEvent, now: Timestamp) -> Vec<HallEffect> {
        let mut inner = self.inner();
        match &event {
            HallEvent::Came { contact, .. } | HallEvent::Gone { contact } => {
                inner.tickets.remove(contact);
            }
            HallEvent::Issued { .. } | HallEvent::Free(_) | HallEvent::Tick => {}
        }
        inner.hall.handle(event, now)
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
