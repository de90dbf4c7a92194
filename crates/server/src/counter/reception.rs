//! Numbers taken at the reception, and their way to a kiosk (clause 6(2)②).
//!
//! Owns what a number leads to and drives the pure machine `domain::hall`: it is told which kiosks are free and
//! what became of visits, and the switchboard is told who was called, came, or did not come. It must never decide whose turn it is. Next: [`super::city`] for the page, [`super::boards`] for the display.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::contact::{Language, LegCause};
use domain::hall::{ComeRefusal, HallEffect, HallEvent};
use domain::ids::{ContactId, KioskId, ServiceId};
use domain::time::Timestamp;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use super::hall_tickets::InHall;
use super::present::Ticket;
use super::state::CounterState;
use super::tickets::{away, closed, day_began_ms};
use crate::calls::{Refusal, Update, Visit};
use crate::clock::fresh_id;

/// How often free kiosks and deadlines are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

impl CounterState {
    /// Gives a visitor at the reception a number; the wait counts from now.
    ///
    /// # Errors
    /// In words, when the counter is closed or the visit is turned away.
    pub(super) async fn issue_number(&self, language: Language, wish: &str) -> Result<Ticket, Refusal> {
        if !self.hours().0 {
            return Err(closed());
        }
        let number = self.next_number().await?;
        let contact = ContactId(fresh_id());
        let issued_at = self.clock.now();
        let ticket = Ticket { contact, number: number.to_string(), language, wish: wish.to_owned(), issued_at };
        let visit =
            Visit { contact, language, service: ServiceId::from(wish), ticket: ticket.number.clone(), kiosk: None };
        self.calls.visit(visit).await?;
        self.reception.keep(ticket.clone());
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
        let known = self.reception.knows(contact);
        if known {
            self.calls.visitor_left(contact, LegCause::Cancelled).await;
            self.in_the_hall(HallEvent::Gone { contact }).await;
        }
        known
    }

    /// The next number of the day, for a kiosk or the reception alike.
    ///
    /// # Errors
    /// When today's tickets cannot be counted, in words for the visitor.
    pub(super) async fn next_number(&self) -> Result<u32, Refusal> {
        let now = self.clock.now();
        let known = self.tickets().knows(now);
        let given = if known {
            0
        } else {
            let since = day_began_ms(now);
            storage::contacts::arrived_since(&self.db, "counter", since).await.map_err(|why| {
                tracing::error!(%why, "today's tickets could not be counted");
                away()
            })?
        };
        Ok(self.tickets().next(now, u32::try_from(given).unwrap_or(u32::MAX)))
    }

    /// Tells the hall what happened and does what it wants done.
    async fn in_the_hall(&self, event: HallEvent) {
        let now = Timestamp(self.clock.now().timestamp_millis());
        for effect in self.reception.handle(event, now) {
            match effect {
                HallEffect::CallUp { contact, times, .. } => self.calls.called_up(contact, times).await,
                HallEffect::SetAside { contact } => {
                    self.reception.forget(contact);
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
