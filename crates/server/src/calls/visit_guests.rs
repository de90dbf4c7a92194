//! Guests of a visit: who joins is named to everybody in it (clause 6(2)②).
//!
//! Owns names and roles of guests; who may join is the floor's rule, the pictures are `visit_joining`'s.
//! Nobody is in a visit's pictures whom the floor does not know as a guest.

use domain::floor::FloorEvent;
use domain::ids::{AgentId, ContactId};

use super::handle::Reply;
use super::switchboard::Switchboard;
use super::visit::{Guest, VisitPage};

impl Switchboard {
    /// Somebody joins, or is refused in words.
    pub(super) fn join_as_guest(&mut self, contact: ContactId, guest: Guest, reply: Reply<()>) {
        let event = FloorEvent::GuestJoins { guest: guest.agent, contact };
        if let Err(refusal) = self.try_event(event) {
            let _ = reply.send(Err(refusal));
            return;
        }
        if let Some(particulars) = self.particulars.get_mut(&contact) {
            particulars.guests.insert(guest.agent, guest);
        }
        self.make_room_for_guest(contact);
        self.reply_after_commit(reply);
    }

    /// A guest leaves; the others go on.
    pub(super) fn leave_as_guest(&mut self, contact: ContactId, guest: AgentId) {
        self.end_visit_page(contact, VisitPage::Guest(guest));
        self.happen(FloorEvent::GuestLeaves { guest, contact });
    }
}
