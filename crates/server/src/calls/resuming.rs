//! Visits of the run before, put back onto the floor before anybody can connect (clause 6(2)⑧, ADR 0011).
//!
//! Owns what a visit needs beside its log: ticket, kiosk, key and its agent's name. Who may go on is
//! [`super::recovery`]'s question, how long pages are awaited the floor's.

use domain::contact::{Language, Standing};
use domain::floor::FloorEvent;
use domain::ids::{AgentId, ContactId, ServiceId};
use uuid::Uuid;
use vault::ContactKey;

use super::picture::{self, Particulars, Person, VisitDetails};
use super::switchboard::Switchboard;
use super::visit::Seat;

/// A visit that was open when the process ended.
pub(super) struct LeftVisit {
    pub(super) standing: Standing,
    pub(super) key: ContactKey,
    pub(super) ticket: String,
    /// The kiosk with its name; None for a visitor in the hall.
    pub(super) kiosk: Option<Seat>,
    /// Who had it, with the name that its kiosk shows.
    pub(super) agent: Option<(AgentId, Person)>,
}

/// A visit that goes on, for the room that knows the kiosks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResumedVisit {
    /// The contact.
    pub contact: ContactId,
    /// Its kiosk; None for a visitor in the hall.
    pub kiosk: Option<Uuid>,
    /// The ticket's number, as the visitor reads it.
    pub ticket: String,
    /// The language chosen.
    pub language: Language,
    /// What the visitor came for.
    pub service: ServiceId,
    /// When the ticket was taken.
    pub issued_at: chrono::DateTime<chrono::Utc>,
}

impl Switchboard {
    /// Puts the visits back and writes that they go on; tells which they are.
    pub(super) async fn take_up(&mut self, left: Vec<LeftVisit>) -> Vec<ResumedVisit> {
        let visits: Vec<ResumedVisit> = left.into_iter().map(|visit| self.take_up_one(visit)).collect();
        if !visits.is_empty() {
            tracing::info!(visits = visits.len(), "visits of an earlier run go on");
            self.commit().await;
        }
        visits
    }

    /// The kiosk of a visit is there again.
    pub(super) fn visitor_back(&mut self, contact: ContactId) {
        self.happen(FloorEvent::CallerBack { contact });
    }

    fn take_up_one(&mut self, visit: LeftVisit) -> ResumedVisit {
        let LeftVisit { standing, key, ticket, kiosk, agent } = visit;
        let seat = kiosk.as_ref().map(|seat| seat.id);
        let contact = standing.summary.contact;
        self.books.adopt(contact, key);
        let details = VisitDetails { ticket: ticket.clone(), kiosk };
        self.particulars.insert(contact, Particulars { visit: Some(details), ..Particulars::default() });
        self.people.extend(agent);
        if standing.summary.answered_at.is_some() {
            self.videos.restarted.insert(contact);
        }
        let resumed = ResumedVisit {
            contact,
            kiosk: seat,
            ticket,
            language: standing.summary.language.unwrap_or(Language::Ja),
            service: standing.summary.service.clone(),
            issued_at: picture::moment(standing.summary.arrived_at),
        };
        self.happen(FloorEvent::TakeUp { standing: Box::new(standing), awaits_caller: seat.is_some() });
        resumed
    }
}
