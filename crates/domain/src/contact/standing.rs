//! Where an open contact stands, read from its log alone, so that a floor can go on with it after a restart.
//!
//! Owns which contacts can go on: visits at the counter whose visitor has not left. It must never know the
//! floor's states. Next: `recovery`, which writes what the stop meant, and `floor::taking_up`.

use super::event::{ContactEvent, ContactEventKind, RingPurpose};
use super::outcome::Acceptance;
use super::party::{Channel, TargetKind};
use super::summary::{Fold, Summary};
use crate::ids::{AgentId, QueueId};
use crate::time::Timestamp;

/// A contact as its log leaves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its figures so far.
    pub summary: Summary,
    /// The last entry of its log.
    pub seq: u32,
    /// True when the resident can be called back.
    pub caller_known: bool,
    /// The queue it is served from.
    pub queue: QueueId,
    /// Where it goes on.
    pub place: StandingPlace,
    /// Whether the visitor waits in the hall with a number, and has no kiosk yet.
    pub in_hall: bool,
}

/// Where a contact goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandingPlace {
    /// In line, whether it rang somewhere or not.
    InLine {
        /// When this wait began.
        since: Timestamp,
        /// True when it goes to the head of the line.
        returned: bool,
    },
    /// With the agent who has it.
    InHand {
        /// The agent.
        agent: AgentId,
    },
}

/// The line as the log tells it.
struct Line {
    queue: QueueId,
    since: Timestamp,
    returned: bool,
    /// Whether the last transfer led to a queue, where it stands at its own place.
    to_queue: bool,
}

impl Standing {
    /// Where the contact of a whole log stands; `None` when it cannot go on without the legs it had.
    pub(super) fn of(log: &[ContactEvent], short_abandon_ms: u64) -> Option<Self> {
        let fold = Fold::over(log, short_abandon_ms)?;
        let (first, rest) = log.split_first()?;
        let ContactEventKind::Arrived { caller_known, .. } = first.kind else { return None };
        let line = rest.iter().fold(None, line_after)?;
        if !can_go_on(&fold) {
            return None;
        }
        let place = match fold.parted {
            Some(agent) => StandingPlace::InHand { agent },
            None => StandingPlace::InLine { since: line.since, returned: line.returned },
        };
        let moves =
            |event: &&ContactEvent| matches!(event.kind, ContactEventKind::TicketIssued | ContactEventKind::Seated);
        let in_hall = rest.iter().rfind(moves).is_some_and(|event| event.kind == ContactEventKind::TicketIssued);
        Some(Self { seq: fold.last_seq, summary: fold.summary, caller_known, queue: line.queue, place, in_hall })
    }
}

/// A visitor at a kiosk keeps the ticket; a telephone line that was cut is gone for good.
fn can_go_on(fold: &Fold) -> bool {
    let undecided = match fold.summary.acceptance {
        None | Some(Acceptance::Answered { .. }) => true,
        Some(
            Acceptance::Abandoned { .. }
            | Acceptance::EndedBySystem { .. }
            | Acceptance::CallbackUnreached
            | Acceptance::NotOffered { .. },
        ) => false,
    };
    let is_visit = fold.summary.channel == Channel::Counter;
    is_visit && !fold.is_closed && fold.is_caller_there && undecided && fold.summary.end.is_none()
}

/// The line after one more entry of the log; nothing before the first `Queued`.
fn line_after(line: Option<Line>, event: &ContactEvent) -> Option<Line> {
    use ContactEventKind as K;
    let since = event.at;
    match &event.kind {
        K::Queued { queue, again, .. } => Some(line_joined(line.as_ref(), queue, *again, since)),
        K::Transferred { to, .. } => {
            let to_queue = matches!(to, TargetKind::Queue(_));
            line.map(|line| Line { to_queue, ..line })
        }
        // What rings outside the order of the line is at its head when nobody answers.
        K::Assigned { purpose: RingPurpose::Transfer | RingPurpose::Return, .. } => {
            line.map(|line| Line { since, returned: true, ..line })
        }
        K::Arrived { .. }
        | K::DigitPressed { .. }
        | K::LanguageChosen { .. }
        | K::TurnedAway { .. }
        | K::PositionAnnounced { .. }
        | K::WaitAnnounced { .. }
        | K::CallbackOffered
        | K::CallbackAccepted
        | K::CallbackUnreached
        | K::Dialled { .. }
        | K::DialAnswered { .. }
        | K::DialFailed { .. }
        | K::Assigned { purpose: RingPurpose::Queue | RingPurpose::Consult, .. }
        | K::RingEnded { .. }
        | K::Answered { .. }
        | K::Joined { .. }
        | K::Held { .. }
        | K::Resumed
        | K::ConsultStarted { .. }
        | K::ConsultEnded
        | K::ConferenceStarted
        | K::TransferFailed { .. }
        | K::MonitorOn { .. }
        | K::MonitorOff { .. }
        | K::TakenOver { .. }
        | K::HandRaised { .. }
        | K::HandLowered { .. }
        | K::AlertRaised { .. }
        | K::AlertCleared { .. }
        | K::AlertAcknowledged { .. }
        | K::Left { .. }
        | K::SystemEnded { .. }
        | K::WrapUpStarted { .. }
        | K::WrapUpEnded { .. }
        | K::Interrupted
        | K::TakenUp
        | K::CallerBack
        | K::TicketIssued
        | K::CalledUp { .. }
        | K::Seated
        | K::SetAside
        | K::GuestJoined { .. }
        | K::GuestLeft { .. }
        | K::LineStep { .. }
        | K::TelephoneJoined
        | K::TelephoneLeft
        | K::Flow { .. }
        | K::VideoProvider { .. }
        | K::SharedBrowser { .. }
        | K::RecordingStarted
        | K::RecordingStopped
        | K::SecretHoldOn { .. }
        | K::SecretHoldOff { .. }
        | K::Closed { .. } => line,
    }
}

/// Where a contact that comes back stands: at the head, unless an agent sent it to the end of another line.
fn line_joined(before: Option<&Line>, queue: &QueueId, again: bool, since: Timestamp) -> Line {
    let to_queue = before.is_some_and(|line| line.to_queue);
    Line { queue: queue.clone(), since, returned: again && !to_queue, to_queue: false }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::contact::{Direction, LegCause, NotOffered, Party, SystemEnd, interrupted};
    use crate::ids::{AssignmentId, ContactId, ServiceId};

    const AGENT: AgentId = AgentId(Uuid::from_u128(9));
    const OTHER: AgentId = AgentId(Uuid::from_u128(8));

    fn log(channel: Channel, kinds: &[ContactEventKind]) -> Vec<ContactEvent> {
        let service = ServiceId::from("renewal");
        let arrived =
            ContactEventKind::Arrived { channel, service, direction: Direction::Inbound, caller_known: false };
        let kinds = std::iter::once(arrived).chain(kinds.iter().cloned());
        let contact = ContactId(Uuid::from_u128(1));
        let stamped = (1..).zip(kinds).map(|(seq, kind)| {
            let at = Timestamp(i64::from(seq) * 1_000);
            ContactEvent { contact, seq, at, kind }
        });
        stamped.collect()
    }

    fn queued(again: bool) -> ContactEventKind {
        ContactEventKind::Queued { queue: QueueId::from("counter"), position: 1, again }
    }

    fn joined() -> ContactEventKind {
        ContactEventKind::Joined { agent: AGENT }
    }

    fn left(party: Party) -> ContactEventKind {
        ContactEventKind::Left { party, cause: LegCause::Normal }
    }

    fn transferred(to: TargetKind) -> [ContactEventKind; 2] {
        [ContactEventKind::Transferred { by: AGENT, to, attended: false }, left(Party::Agent(AGENT))]
    }

    /// Where the log stands after a stop at 60 s.
    fn place(channel: Channel, kinds: &[ContactEventKind]) -> Option<StandingPlace> {
        let found = interrupted(&log(channel, kinds), Timestamp(60_000), 10_000)?;
        assert_eq!(found.standing.seq, found.events.last()?.seq);
        Some(found.standing.place)
    }

    #[test]
    fn a_visit_goes_on_where_its_log_leaves_it() {
        let rings = |purpose| ContactEventKind::Assigned { assignment: AssignmentId(1), agent: OTHER, purpose };
        let in_line = |since, returned| Some(StandingPlace::InLine { since: Timestamp(since), returned });
        let in_hand = Some(StandingPlace::InHand { agent: AGENT });
        let to_agent = transferred(TargetKind::Agent(OTHER));
        let to_queue = transferred(TargetKind::Queue(QueueId::from("counter")));
        let whole = |parts: &[&[ContactEventKind]]| parts.concat();
        for (kinds, wanted) in [
            (vec![queued(false)], in_line(2_000, false)),
            (vec![queued(false), rings(RingPurpose::Queue)], in_line(2_000, false)),
            (vec![queued(false), joined()], in_hand),
            (vec![queued(false), joined(), ContactEventKind::Interrupted, ContactEventKind::TakenUp], in_hand),
            (vec![queued(false), joined(), left(Party::Agent(AGENT)), queued(true)], in_line(5_000, true)),
            (whole(&[&[queued(false), joined()], &to_agent, &[rings(RingPurpose::Transfer)]]), in_line(6_000, true)),
            (whole(&[&[queued(false), joined()], &to_queue, &[queued(true)]]), in_line(6_000, false)),
        ] {
            assert_eq!(place(Channel::Counter, &kinds), wanted, "{kinds:?}");
        }
    }

    #[test]
    fn a_number_waits_in_the_hall_until_its_visitor_sits() {
        use ContactEventKind::{CalledUp, Seated, TicketIssued};
        let called = CalledUp { times: 1 };
        for (kinds, wanted) in [
            (vec![queued(false)], false),
            (vec![TicketIssued, queued(false), called.clone()], true),
            (vec![TicketIssued, queued(false), called, Seated], false),
        ] {
            let found = interrupted(&log(Channel::Counter, &kinds), Timestamp(60_000), 10_000).unwrap();
            assert_eq!(found.standing.in_hall, wanted, "{kinds:?}");
        }
    }

    #[test]
    fn what_has_no_resident_any_more_does_not_go_on() {
        let reason = SystemEnd::WaitTooLong;
        let turned_away = ContactEventKind::TurnedAway { reason: NotOffered::QueueFull };
        for kinds in [
            vec![],
            vec![turned_away],
            vec![queued(false), left(Party::Caller)],
            vec![queued(false), joined(), left(Party::Caller), ContactEventKind::WrapUpStarted { agent: AGENT }],
            vec![queued(false), ContactEventKind::SystemEnded { reason }],
            vec![queued(false), ContactEventKind::Closed { acceptance: Acceptance::CallbackUnreached, end: None }],
        ] {
            assert_eq!(place(Channel::Counter, &kinds), None, "{kinds:?}");
        }
        for channel in [Channel::Phone, Channel::Chat] {
            assert_eq!(place(channel, &[queued(false)]), None, "{channel:?}");
        }
    }
}
