//! Visits at the counter: a ticket becomes a contact, and a visitor who leaves ends it (clause 6(2)②).
//!
//! Owns what becomes of a ticket. Waiting, offering and ending are the floor's rules, the same as a
//! call's. Next: [`super::switchboard`], and `visit_joining` for the pictures.

use domain::calendar::Schedule;
use domain::contact::{Channel, LegCause};
use domain::floor::{FloorEvent, RefusalReason};
use domain::ids::ContactId;

use super::handle::{HallInput, Reply};
use super::picture::{Particulars, VisitDetails};
use super::refusals::{self, Refusal};
use super::switchboard::Switchboard;
use super::visit::{Seat, Visit, VisitView};

impl Switchboard {
    /// Takes a visit in; answered once it is in the books, or with the reason why it was turned away.
    pub(super) fn visit(&mut self, visit: Visit, reply: Reply<()>) {
        let Visit { contact, language, service, ticket, kiosk } = visit;
        if let Err(why) = self.books.begin(&self.deps.ring, contact, self.now(), None, None) {
            tracing::error!(%why, "a contact's key could not be made");
            // Without a key nothing of the visit could be kept safely, so it is not taken.
            let _ = reply.send(Err(no_key()));
            return;
        }
        let has_kiosk = kiosk.is_some();
        self.books.note_ticket(contact, &ticket, kiosk.as_ref().map(|seat| seat.id));
        let visit = Some(VisitDetails { ticket, kiosk });
        self.particulars.insert(contact, Particulars { visit, ..Particulars::default() });
        let open = self.open_state(Schedule::Counter);
        self.happen(if has_kiosk {
            let (channel, language, caller_known) = (Channel::Counter, Some(language), false);
            FloorEvent::Arrived { contact, channel, service, caller_known, language, open }
        } else {
            FloorEvent::TicketIssued { contact, service, language, open }
        });
        if self.floor.contact_view(contact).is_some() {
            self.reply_after_commit(reply);
        } else {
            // The kiosk asks again later; the books say that it was turned away, and why.
            let _ = reply.send(Err(not_taken()));
        }
    }

    /// What the hall tells of a visit without a kiosk.
    pub(super) fn hall(&mut self, input: HallInput) {
        match input {
            HallInput::CalledUp { contact, times } => self.happen(FloorEvent::CalledUp { contact, times }),
            HallInput::SetAside { contact } => self.happen(FloorEvent::SetAside { contact }),
            HallInput::Seated { contact, kiosk, name, reply } => {
                if self.floor.contact_view(contact).is_none_or(|view| !view.in_hall) {
                    let _ = reply.send(Err(refusals::from_floor(RefusalReason::UnknownContact)));
                    return;
                }
                if let Some(visit) = self.particulars.get_mut(&contact).and_then(|known| known.visit.as_mut()) {
                    visit.kiosk = Some(Seat { id: kiosk, name });
                    self.books.note_ticket(contact, &visit.ticket, Some(kiosk));
                }
                self.happen(FloorEvent::Seated { contact });
                self.reply_after_commit(reply);
            }
        }
    }

    /// The visitor has gone from the kiosk.
    pub(super) fn visitor_left(&mut self, contact: ContactId, cause: LegCause) {
        let is_visit = self.floor.contact_view(contact).is_some_and(|view| view.channel == Channel::Counter);
        // A visitor whose screen is gone for good may be on the telephone all the same.
        let is_heard = cause == LegCause::MediaLost && self.has_telephone(contact);
        if is_visit && !is_heard {
            self.end_visit_lines(contact);
            self.happen(FloorEvent::CallerHungUp { contact, cause });
        }
    }

    /// The visit at this instant; None when it is over for the visitor.
    pub(super) fn visit_view(&mut self, contact: ContactId) -> Option<VisitView> {
        let (state, _, _) = self.picture_of(contact)?;
        let agent = state.agent.map(|agent| super::picture::agent_name(&self.people, domain::ids::AgentId(agent)));
        let in_hall = self.floor.contact_view(contact).is_some_and(|view| view.in_hall);
        let telephone = self.telephone_way(contact);
        Some(VisitView { state, agent, in_hall, telephone })
    }
}

fn no_key() -> Refusal {
    Refusal::new(
        "no_key",
        "受付票を発行できません。近くの職員にお声がけください。",
        "No ticket can be issued. Please ask a member of staff nearby.",
    )
}

fn not_taken() -> Refusal {
    Refusal::new(
        "not_taken",
        "ただいま受付できません。近くの職員にお声がけください。",
        "We cannot take your ticket now. Please ask a member of staff nearby.",
    )
}
