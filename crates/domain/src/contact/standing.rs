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
        Some(Self { seq: fold.last_seq, summary: fold.summary, caller_known, queue: line.queue, place })
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
        K::Queued { queue, again, .. } => {
            let to_queue = line.as_ref().is_some_and(|line| line.to_queue);
            Some(Line { queue: queue.clone(), since, returned: *again && !to_queue, to_queue: false })
        }
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
        | K::Left { .. }
        | K::SystemEnded { .. }
        | K::WrapUpStarted { .. }
        | K::WrapUpEnded { .. }
        | K::Interrupted
        | K::TakenUp
        | K::CallerBack
        | K::RecordingStarted
        | K::RecordingStopped
        | K::Closed { .. } => line,
    }
}
