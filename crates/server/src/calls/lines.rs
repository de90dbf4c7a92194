//! Which leg is which party of which contact, and which desk's leg belongs to whom.
//!
//! Owns the two-way map between the floor's names and the media core's, and decides nothing.
//! Next: [`super::switchboard`], which reads it in both directions.

use std::collections::BTreeMap;

use domain::contact::Party;
use domain::ids::{AgentId, ContactId};
use media::{GroupId, LegId};

/// A desk's audio leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Desk {
    /// The leg.
    pub(super) leg: LegId,
    /// The live connection that offered it.
    pub(super) connection: u64,
    /// Whether sound can flow.
    pub(super) up: bool,
}

/// What a leg is to the floor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A telephone line that is a party of a contact; `attempt` when we dialled it.
    Party { contact: ContactId, party: Party, attempt: Option<u32> },
    /// A desk.
    Desk(AgentId),
}

/// The registry.
#[derive(Debug, Default)]
pub(super) struct Lines {
    roles: BTreeMap<LegId, Role>,
    parties: BTreeMap<(ContactId, Party), LegId>,
    attempts: BTreeMap<(ContactId, u32), LegId>,
    desks: BTreeMap<AgentId, Desk>,
    groups: BTreeMap<ContactId, GroupId>,
    contacts: BTreeMap<GroupId, ContactId>,
    last_group: u64,
}

impl Lines {
    /// Enters a telephone leg as a party; the leg that was this party before, if any, is forgotten.
    pub(super) fn enter(&mut self, leg: LegId, contact: ContactId, party: Party, attempt: Option<u32>) {
        self.roles.insert(leg, Role::Party { contact, party, attempt });
        self.parties.insert((contact, party), leg);
        if let Some(attempt) = attempt {
            self.attempts.insert((contact, attempt), leg);
        }
    }

    /// Forgets a telephone leg that has ended; tells what it was.
    pub(super) fn leave(&mut self, leg: LegId) -> Option<Role> {
        let role = self.roles.remove(&leg)?;
        if let Role::Party { contact, party, attempt } = role {
            if self.parties.get(&(contact, party)) == Some(&leg) {
                self.parties.remove(&(contact, party));
            }
            if let Some(attempt) = attempt {
                self.attempts.remove(&(contact, attempt));
            }
        }
        Some(role)
    }

    /// What a leg is.
    pub(super) fn role(&self, leg: LegId) -> Option<Role> {
        self.roles.get(&leg).copied()
    }

    /// The leg of a party; agents and supervisors speak through their desks.
    pub(super) fn leg(&self, contact: ContactId, party: Party) -> Option<LegId> {
        match party {
            Party::Agent(agent) | Party::Supervisor(agent) => self.desks.get(&agent).map(|desk| desk.leg),
            Party::Caller | Party::Third { .. } => self.parties.get(&(contact, party)).copied(),
        }
    }

    /// The leg of a dial attempt.
    pub(super) fn dialled(&self, contact: ContactId, attempt: u32) -> Option<LegId> {
        self.attempts.get(&(contact, attempt)).copied()
    }

    /// Gives a desk a new leg; returns the one it replaces.
    pub(super) fn seat_desk(&mut self, agent: AgentId, leg: LegId, connection: u64) -> Option<LegId> {
        self.roles.insert(leg, Role::Desk(agent));
        let before = self.desks.insert(agent, Desk { leg, connection, up: false })?;
        self.roles.remove(&before.leg);
        Some(before.leg)
    }

    /// Takes a desk's leg away, when it is (still) of that connection.
    pub(super) fn unseat_desk(&mut self, agent: AgentId, connection: u64) -> Option<LegId> {
        if self.desks.get(&agent)?.connection != connection {
            return None;
        }
        let desk = self.desks.remove(&agent)?;
        self.roles.remove(&desk.leg);
        Some(desk.leg)
    }

    /// The desk of an agent.
    pub(super) fn desk(&self, agent: AgentId) -> Option<Desk> {
        self.desks.get(&agent).copied()
    }

    /// Notes that a desk's leg is up or down; None when the leg is no desk's, or nothing changed.
    pub(super) fn desk_up(&mut self, leg: LegId, up: bool) -> Option<AgentId> {
        let Some(Role::Desk(agent)) = self.roles.get(&leg).copied() else { return None };
        let desk = self.desks.get_mut(&agent)?;
        let changed = desk.up != up;
        desk.up = up;
        changed.then_some(agent)
    }

    /// The bridge group of a contact, made at first use.
    pub(super) fn group(&mut self, contact: ContactId) -> GroupId {
        if let Some(group) = self.groups.get(&contact) {
            return *group;
        }
        self.last_group += 1;
        let group = GroupId(self.last_group);
        self.groups.insert(contact, group);
        self.contacts.insert(group, contact);
        group
    }

    /// The contact of a bridge group.
    pub(super) fn contact_of(&self, group: GroupId) -> Option<ContactId> {
        self.contacts.get(&group).copied()
    }

    /// Telephone legs of a contact that are still there.
    pub(super) fn telephone_legs(&self, contact: ContactId) -> Vec<LegId> {
        let of_contact = self.parties.range((contact, Party::Caller)..).take_while(|((of, _), _)| *of == contact);
        of_contact.map(|(_, leg)| *leg).collect()
    }

    /// Forgets the group of a closed contact, once its recording is closed too.
    pub(super) fn forget_group(&mut self, group: GroupId) {
        if let Some(contact) = self.contacts.remove(&group) {
            self.groups.remove(&contact);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn contact(n: u128) -> ContactId {
        ContactId(Uuid::from_u128(n))
    }

    #[test]
    fn a_leg_that_left_is_no_party_and_no_attempt() {
        let mut lines = Lines::default();
        lines.enter(LegId(1), contact(1), Party::Caller, None);
        lines.enter(LegId(2), contact(1), Party::Third { attempt: 1 }, Some(1));
        assert_eq!(lines.telephone_legs(contact(1)), [LegId(1), LegId(2)]);
        lines.leave(LegId(2));
        assert_eq!(lines.dialled(contact(1), 1), None);
        assert_eq!(lines.leg(contact(1), Party::Third { attempt: 1 }), None);
        assert_eq!(lines.leg(contact(1), Party::Caller), Some(LegId(1)));
    }

    #[test]
    fn an_old_connection_cannot_unseat_the_desk_that_replaced_it() {
        let mut lines = Lines::default();
        let agent = AgentId(Uuid::from_u128(9));
        assert_eq!(lines.seat_desk(agent, LegId(1), 10), None);
        assert_eq!(lines.seat_desk(agent, LegId(2), 11), Some(LegId(1)));
        assert_eq!(lines.unseat_desk(agent, 10), None);
        assert_eq!(lines.leg(contact(1), Party::Agent(agent)), Some(LegId(2)));
        assert_eq!(lines.desk_up(LegId(1), true), None, "the replaced leg is nobody's");
    }
}
