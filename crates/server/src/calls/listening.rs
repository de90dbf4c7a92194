//! The switchboard lets conversations be listened to: from a recording's begin, with whose voice is whose.
//!
//! Owns the translation from groups and legs to contacts and names. It must never know what is done with the
//! sound. Next: `listening_posts` for who listens, `recordings`, which says when a recording has begun.

use domain::contact::Party;
use domain::ids::ContactId;
use media::{GroupId, LegId};
use uuid::Uuid;

use super::switchboard::Switchboard;

impl Switchboard {
    /// Lets listeners hear a recorded group from its recording's begin.
    pub(super) fn listen_to(&mut self, group: GroupId, recording: Uuid, at_samples: u64) {
        let Some(contact) = self.lines.contact_of(group) else { return };
        let began_at_ms = self.now().0;
        if let Some(frames) = self.listening.begin(contact, recording, began_at_ms, at_samples) {
            self.deps.engine.tap(group, frames);
        }
    }

    /// Notes whose voice a leg is, for the books and for who listens.
    pub(super) fn voice_heard(&mut self, contact: ContactId, leg: LegId, party: Party) {
        self.books.note_voice(contact, leg, party);
        let name = match party {
            Party::Agent(agent) | Party::Supervisor(agent) => self.people.get(&agent).map(|person| person.name.clone()),
            Party::Caller | Party::Third { .. } => None,
        };
        self.listening.heard(contact, leg, party, name);
    }
}
