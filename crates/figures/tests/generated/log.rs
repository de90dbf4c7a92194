//! A log under way: one entry after the other, `seq` and time going on.

use domain::contact::{Acceptance, Channel, ContactEvent, ContactEventKind, Direction, End};
use domain::ids::{AgentId, AssignmentId, ContactId, ServiceId};
use domain::time::Timestamp;

pub struct Log {
    pub events: Vec<ContactEvent>,
    pub was_joined: bool,
    contact: ContactId,
    at: i64,
    queued_at: Option<i64>,
    assignments: u32,
    pub dialled: u32,
    pub acceptance: Option<Acceptance>,
}

impl Log {
    pub fn begin(contact: ContactId, at: i64, channel: Channel, direction: Direction) -> Self {
        let service = ServiceId::from("city");
        let mut log = Self {
            events: Vec::new(),
            was_joined: false,
            contact,
            at,
            queued_at: None,
            assignments: 0,
            dialled: 0,
            acceptance: None,
        };
        log.then(0, ContactEventKind::Arrived { channel, service, direction, caller_known: true });
        log
    }

    /// Adds an entry so many milliseconds after the one before.
    pub fn then(&mut self, after_ms: i64, kind: ContactEventKind) {
        self.at += after_ms;
        let seq = u32::try_from(self.events.len()).unwrap() + 1;
        match &kind {
            ContactEventKind::Queued { again: false, .. } => self.queued_at = Some(self.at),
            ContactEventKind::Joined { .. } => {
                self.was_joined = true;
                if self.queued_at.is_some() {
                    let wait_ms = self.waited();
                    self.accept(Acceptance::Answered { wait_ms });
                }
            }
            _ => {}
        }
        self.events.push(ContactEvent { contact: self.contact, seq, at: Timestamp(self.at), kind });
    }

    pub fn accept(&mut self, acceptance: Acceptance) {
        self.acceptance.get_or_insert(acceptance);
    }

    pub fn waited(&self) -> u64 {
        u64::try_from(self.at - self.queued_at.unwrap()).unwrap()
    }

    pub fn assignment(&mut self) -> AssignmentId {
        self.assignments += 1;
        AssignmentId(self.assignments)
    }

    pub fn join(&mut self, ring_ms: i64, agent: AgentId) {
        let assignment = AssignmentId(self.assignments.max(1));
        self.then(ring_ms, ContactEventKind::Answered { assignment, agent });
        self.then(0, ContactEventKind::Joined { agent });
    }

    pub fn close(&mut self, end: Option<End>) {
        let acceptance = self.acceptance.unwrap();
        self.then(0, ContactEventKind::Closed { acceptance, end });
    }
}
