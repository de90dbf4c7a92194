//! Numbers taken at the reception, and their way to a kiosk (clause 6(2)②).
//!
//! Owns the tickets of visitors in the hall and drives the pure machine `domain::hall`: it is told which kiosks
//! are free and what became of visits, and the switchboard is told who was called, came, or did not come.
//! It must never decide whose turn it is. Next: [`super::city`] for the page, [`super::boards`] for the display.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::contact::{Language, LegCause};
use domain::hall::{ComeRefusal, Hall, HallEffect, HallEvent, NumberView};
use domain::ids::{ContactId, KioskId, ServiceId};
use domain::time::Timestamp;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use super::present::Ticket;
use super::state::CounterState;
use crate::calls::{Refusal, Update, Visit};
use crate::clock::fresh_id;

/// How often free kiosks and deadlines are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

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

    /// The ticket that may come to this kiosk.
    fn may_come(&self, number: u32, kiosk: Uuid) -> Result<Ticket, ComeRefusal> {
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
        self.inner().tickets.insert(contact, ticket);
        let now = Timestamp(now.timestamp_millis());
        // No kiosk is connected before the program is up, so nobody can be called up yet.
        let called = self.handle(HallEvent::Issued { contact, number }, now);
        debug_assert!(called.is_empty(), "{called:?}");
    }

    /// Tells the hall what happened; gives what is to be done.
    fn handle(&self, event: HallEvent, now: Timestamp) -> Vec<HallEffect> {
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

impl CounterState {
    /// Gives a visitor at the reception a number; the wait counts from now.
    ///
    /// # Errors
    /// In words, when the counter is closed or the visit is turned away.
    pub(super) async fn issue_number(&self, language: Language, wish: &str) -> Result<Ticket, Refusal> {
        if !self.hours().0 {
            return Err(super::tickets::closed());
        }
        let number = self.next_number().await?;
        let contact = ContactId(fresh_id());
        let issued_at = self.clock.now();
        let ticket = Ticket { contact, number: number.to_string(), language, wish: wish.to_owned(), issued_at };
        let visit = Visit {
            contact,
            language,
            service: ServiceId::from(wish),
            ticket: ticket.number.clone(),
            kiosk_id: None,
            kiosk: None,
        };
        self.calls.visit(visit).await?;
        self.reception.inner().tickets.insert(contact, ticket.clone());
        self.in_the_hall(HallEvent::Issued { contact, number }).await;
        Ok(ticket)
    }

    /// A visitor with a number sits down at a kiosk and types it.
    ///
    /// # Errors
    /// In words for the visitor.
    pub(super) async fn bring_number(&self, number: u32, kiosk: Uuid, name: &str) -> Result<(), Refusal> {
        let ticket = self.reception.may_come(number, kiosk).map_err(refusal)?;
        let contact = ticket.contact;
        if !self.present.begin(kiosk, ticket) {
            return Err(refusal(ComeRefusal::NotFree));
        }
        if let Err(why) = self.calls.seated(contact, kiosk, name.to_owned()).await {
            self.present.end(kiosk, contact);
            self.in_the_hall(HallEvent::Gone { contact }).await;
            return Err(why);
        }
        self.in_the_hall(HallEvent::Came { contact, kiosk: KioskId(kiosk) }).await;
        Ok(())
    }

    /// Takes a number back; false when nobody in the hall has it.
    pub(super) async fn cancel_number(&self, contact: ContactId) -> bool {
        let known = self.reception.inner().tickets.contains_key(&contact);
        if known {
            self.calls.visitor_left(contact, LegCause::Cancelled).await;
            self.in_the_hall(HallEvent::Gone { contact }).await;
        }
        known
    }

    /// Tells the hall what happened and does what it wants done.
    async fn in_the_hall(&self, event: HallEvent) {
        let now = Timestamp(self.clock.now().timestamp_millis());
        for effect in self.reception.handle(event, now) {
            match effect {
                HallEffect::CallUp { contact, times, .. } => self.calls.called_up(contact, times).await,
                HallEffect::SetAside { contact } => {
                    self.reception.inner().tickets.remove(&contact);
                    self.calls.set_aside(contact).await;
                }
            }
        }
    }

    async fn forget_ended(&self) {
        for InHall { ticket, .. } in self.reception.list() {
            if self.calls.visit_view(ticket.contact).await.is_none_or(|view| !view.in_hall) {
                self.in_the_hall(HallEvent::Gone { contact: ticket.contact }).await;
            }
        }
    }
}

/// Keeps the hall going until the program ends.
pub(super) async fn watch(state: CounterState) {
    let mut updates = state.calls.follow();
    let mut looks = tokio::time::interval(LOOK_EVERY);
    let mut free = BTreeSet::new();
    loop {
        tokio::select! {
            _ = looks.tick() => {
                let now_free: BTreeSet<KioskId> = state.present.free().into_iter().map(KioskId).collect();
                let event = if now_free == free { HallEvent::Tick } else { HallEvent::Free(now_free.clone()) };
                free = now_free;
                state.in_the_hall(event).await;
            }
            update = updates.recv() => match update {
                Ok(Update::Gone(contact)) => state.in_the_hall(HallEvent::Gone { contact }).await,
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => state.forget_ended().await,
                Err(RecvError::Closed) => return,
            },
        }
    }
}

fn refusal(why: ComeRefusal) -> Refusal {
    match why {
        ComeRefusal::UnknownNumber => Refusal::new(
            "unknown_number",
            "この番号は見つかりません。番号札を確かめてください。わからないときは職員にお声がけください。",
            "This number is not known. Please check your ticket, or ask a member of staff.",
        ),
        ComeRefusal::KeptFor { number } => Refusal {
            code: "kept",
            ja: format!("この端末は{number}番の方をお呼びしています。呼出表示にご自分の番号が出るまでお待ちください。"),
            en: format!("This kiosk is kept for number {number}. Please wait until the display shows your number."),
        },
        ComeRefusal::NotFree => Refusal::new("has_visit", "この端末は使用中です。", "This kiosk is in use."),
    }
}
