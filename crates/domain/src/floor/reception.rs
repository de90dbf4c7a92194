//! Numbers taken at the reception: a visitor waits in the hall until a kiosk is theirs (clause 6(2)②).
//!
//! Owns what a number means to the visit: its wait counts from the ticket, it keeps its place by the ticket's
//! time, and nobody is offered it before the visitor sits at a kiosk. Whom to call up to which kiosk is
//! `crate::hall`'s; this must never know kiosks. Next: `arrival` for the door, `caller` for leaving.

use super::arrival::{self, Arrival};
use super::book::Book;
use super::caller;
use super::event::OpenState;
use crate::contact::{Channel, ContactEventKind, Language, LegCause};
use crate::ids::{ContactId, ServiceId};

/// A visitor takes a number and waits in the hall.
pub(super) fn issued(book: &mut Book, contact: ContactId, service: ServiceId, language: Language, open: OpenState) {
    let channel = Channel::Counter;
    let language = Some(language);
    arrival::arrive(book, Arrival { contact, channel, service, caller_known: false, language, open, in_hall: true });
}

/// The number is called up, or called up again.
pub(super) fn called_up(book: &mut Book, id: ContactId, times: u32) {
    if waits_in_hall(book, id) {
        book.record(id, ContactEventKind::CalledUp { times });
    }
}

/// The visitor sits at a kiosk: from this instant the visit may be offered, in the order of its ticket.
pub(super) fn seated(book: &mut Book, id: ContactId) {
    if !waits_in_hall(book, id) {
        return;
    }
    if let Some(contact) = book.contact(id) {
        contact.in_hall = false;
    }
    book.record(id, ContactEventKind::Seated);
}

/// The visitor was called up often enough and did not come: counted as left while waiting, told apart by this entry.
pub(super) fn set_aside(book: &mut Book, id: ContactId) {
    if waits_in_hall(book, id) {
        book.record(id, ContactEventKind::SetAside);
        caller::hung_up(book, id, LegCause::NoAnswer);
    }
}

fn waits_in_hall(book: &Book, id: ContactId) -> bool {
    book.contacts.get(&id).is_some_and(|contact| contact.in_hall && contact.waiting().is_some())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use crate::agent::{Capacity, Skill};
    use crate::contact::{Acceptance, Channel, ContactEventKind as Kind, Language, LegCause, Party};
    use crate::floor::{Effect, Floor, FloorConfig, FloorEvent, OpenState, RefusalReason};
    use crate::ids::{AgentId, AssignmentId, ContactId, ServiceId};
    use crate::time::Timestamp;

    const AGENT: AgentId = AgentId(Uuid::from_u128(100));
    const OFFICER: AgentId = AgentId(Uuid::from_u128(200));

    fn contact(n: u128) -> ContactId {
        ContactId(Uuid::from_u128(n))
    }

    fn issued(n: u128) -> FloorEvent {
        let (service, language, open) = (ServiceId::from("lost"), Language::Ja, OpenState::Open);
        FloorEvent::TicketIssued { contact: contact(n), service, language, open }
    }

    fn at_kiosk(n: u128) -> FloorEvent {
        FloorEvent::Arrived {
            contact: contact(n),
            channel: Channel::Counter,
            service: ServiceId::from("lost"),
            caller_known: false,
            language: Some(Language::Ja),
            open: OpenState::Open,
        }
    }

    /// Plays events a second apart after an agent has sat down, not yet available; gives what each led to.
    fn play(events: Vec<FloorEvent>) -> (Floor, Vec<Vec<Effect>>) {
        let mut floor = Floor::new(FloorConfig::default()).unwrap();
        let skills = [Skill::from("counter"), Skill::from("ja")].into();
        let begin = [
            FloorEvent::AgentSignedIn { agent: AGENT, skills, capacity: Capacity::default() },
            FloorEvent::DeskUp { agent: AGENT },
        ];
        let told = (0..).zip(begin.into_iter().chain(events));
        let told = told.map(|(second, event)| floor.handle(event, Timestamp(second * 1_000))).collect::<Vec<_>>();
        (floor, told.into_iter().skip(2).collect())
    }

    fn rung(effects: &[Effect]) -> Option<ContactId> {
        effects.iter().find_map(|effect| match effect {
            Effect::Ring { contact, .. } => Some(*contact),
            _ => None,
        })
    }

    fn kinds(effects: &[Effect]) -> Vec<Kind> {
        let recorded = effects.iter().filter_map(|effect| match effect {
            Effect::Record(event) => Some(event.kind.clone()),
            _ => None,
        });
        recorded.collect()
    }

    #[test]
    fn nobody_is_offered_a_visitor_in_the_hall_who_then_comes_by_the_time_of_the_ticket() {
        let available = FloorEvent::SetAvailable { agent: AGENT };
        let (_, told) = play(vec![issued(1), at_kiosk(2), available.clone()]);
        assert_eq!(rung(&told[2]), Some(contact(2)), "the first has no kiosk yet");
        let seated = FloorEvent::Seated { contact: contact(1) };
        let (_, told) = play(vec![issued(1), at_kiosk(2), seated, available]);
        assert_eq!(kinds(&told[2]), [Kind::Seated]);
        assert_eq!(rung(&told[3]), Some(contact(1)), "the ticket is older");
    }

    #[test]
    fn who_does_not_come_is_abandoned_and_told_apart() {
        let called = |times| FloorEvent::CalledUp { contact: contact(1), times };
        let aside = FloorEvent::SetAside { contact: contact(1) };
        let (floor, told) = play(vec![issued(1), called(1), called(2), aside.clone(), aside]);
        assert_eq!(kinds(&told[2]), [Kind::CalledUp { times: 2 }]);
        let (party, cause) = (Party::Caller, LegCause::NoAnswer);
        let acceptance = Acceptance::Abandoned { wait_ms: 3_000, short: true };
        let expected = [Kind::SetAside, Kind::Left { party, cause }, Kind::Closed { acceptance, end: None }];
        assert_eq!(kinds(&told[3]), expected);
        assert!(told[4].is_empty() && floor.contact_view(contact(1)).is_none());
    }

    #[test]
    fn who_sits_at_a_kiosk_is_neither_called_nor_set_aside() {
        let (floor, told) = play(vec![
            at_kiosk(1),
            FloorEvent::CalledUp { contact: contact(1), times: 1 },
            FloorEvent::SetAside { contact: contact(1) },
            FloorEvent::Seated { contact: contact(1) },
        ]);
        assert!(told[1..].iter().all(|effects| kinds(effects).is_empty()), "{told:?}");
        assert!(floor.contact_view(contact(1)).is_some());
    }

    #[test]
    fn guests_join_a_visit_that_is_served_and_leave_with_it() {
        let join = |guest| FloorEvent::GuestJoins { guest, contact: contact(1) };
        let other = |n| AgentId(Uuid::from_u128(n));
        let answer = FloorEvent::Answer { agent: AGENT, contact: contact(1), assignment: AssignmentId(1) };
        let (floor, told) = play(vec![
            at_kiosk(1),
            join(OFFICER),
            FloorEvent::SetAvailable { agent: AGENT },
            answer,
            join(AGENT),
            join(OFFICER),
            join(OFFICER),
            join(other(201)),
            join(other(202)),
            FloorEvent::GuestLeaves { guest: other(201), contact: contact(1) },
            FloorEvent::HangUp { agent: AGENT, contact: contact(1) },
        ]);
        let refused = |effects: &[Effect]| {
            effects.iter().find_map(|effect| match effect {
                Effect::Refused { reason, .. } => Some(*reason),
                _ => None,
            })
        };
        assert_eq!(refused(&told[1]), Some(RefusalReason::NotTalking), "nobody is there yet");
        assert_eq!(refused(&told[4]), Some(RefusalReason::Busy), "the agent is in it already");
        assert_eq!(kinds(&told[5]), [Kind::GuestJoined { guest: OFFICER }]);
        assert_eq!(kinds(&told[6]), [], "once is enough");
        assert_eq!(refused(&told[8]), Some(RefusalReason::GuestsFull));
        assert_eq!(kinds(&told[9]), [Kind::GuestLeft { guest: other(201) }]);
        assert!(kinds(&told[10]).contains(&Kind::GuestLeft { guest: OFFICER }));
        assert!(floor.contact_view(contact(1)).is_none_or(|view| view.guests.is_empty()));
    }
}
