//! Contacts left open by a stop of the program are closed from their logs, or taken up again.
//!
//! Owns what is written for them at the next start: who was there has left, and
//! why; or, for a visit whose visitor still sits at the kiosk, that it was
//! interrupted. It must never know where logs are kept. Next: `summary`, whose
//! fold says how far a contact had come, and `standing` for where it goes on.

use super::event::{ContactEvent, ContactEventKind, WrapUpEnd};
use super::outcome::{Acceptance, NotOffered, SystemEnd};
use super::party::{LegCause, Party};
use super::standing::Standing;
use super::summary::{Fold, summary};
use crate::time::Timestamp;

/// The entries that close each log, in order; nothing for a log that is closed or
/// does not begin with `Arrived`.
///
/// `stopped_at` is the program's last sign of life, not the restart, so that no
/// talk is counted for the time in between. A contact in line is ended by the
/// system, one in conversation ends by the system, after-call work is not filed.
#[must_use]
pub fn recovered_events<'a>(
    logs: impl IntoIterator<Item = &'a [ContactEvent]>,
    stopped_at: Timestamp,
    short_abandon_ms: u64,
) -> Vec<ContactEvent> {
    logs.into_iter().flat_map(|log| closing(log, stopped_at, short_abandon_ms)).collect()
}

/// A contact that can go on after a stop of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interrupted {
    /// What is to be written to its log before anything else: the stop, and the end of after-call work.
    pub events: Vec<ContactEvent>,
    /// Where it goes on from.
    pub standing: Standing,
}

/// What is to be written for a contact that can be taken up again, and where it stands; `None` when it is to be
/// closed by [`recovered_events`]: a call, whose line is gone, or a visit whose visitor is not there any more.
///
/// `stopped_at` is the program's last sign of life: neither talk nor after-call work is counted beyond it.
#[must_use]
pub fn interrupted(log: &[ContactEvent], stopped_at: Timestamp, short_abandon_ms: u64) -> Option<Interrupted> {
    let fold = Fold::over(log, short_abandon_ms)?;
    let at = stopped_at.max(fold.last_at);
    let ends = fold.wrap_ups.keys().map(|agent| {
        let why = WrapUpEnd::Restart;
        ContactEventKind::WrapUpEnded { agent: *agent, why }
    });
    let kinds = std::iter::once(ContactEventKind::Interrupted).chain(ends);
    let events: Vec<ContactEvent> =
        (fold.last_seq.saturating_add(1)..).zip(kinds).map(|(seq, kind)| stamped(&fold, seq, at, kind)).collect();
    let whole: Vec<ContactEvent> = log.iter().chain(&events).cloned().collect();
    let standing = Standing::of(&whole, short_abandon_ms)?;
    Some(Interrupted { events, standing })
}

fn stamped(fold: &Fold, seq: u32, at: Timestamp, kind: ContactEventKind) -> ContactEvent {
    ContactEvent { contact: fold.summary.contact, seq, at, kind }
}

fn closing(log: &[ContactEvent], stopped_at: Timestamp, short_abandon_ms: u64) -> Vec<ContactEvent> {
    let Some(fold) = Fold::over(log, short_abandon_ms).filter(|fold| !fold.is_closed) else {
        return Vec::new();
    };
    let at = stopped_at.max(fold.last_at);
    let mut seq = fold.last_seq;
    let mut next = |kind| {
        seq = seq.saturating_add(1);
        stamped(&fold, seq, at, kind)
    };
    let mut closing: Vec<ContactEvent> = last_kinds(&fold).into_iter().map(&mut next).collect();
    let whole: Vec<ContactEvent> = log.iter().chain(&closing).cloned().collect();
    let summary = summary(&whole, short_abandon_ms);
    let reason = NotOffered::Restart;
    let acceptance = summary.as_ref().and_then(|it| it.acceptance).unwrap_or(Acceptance::NotOffered { reason });
    let end = summary.and_then(|it| it.end);
    closing.push(next(ContactEventKind::Closed { acceptance, end }));
    closing
}

fn last_kinds(fold: &Fold) -> Vec<ContactEventKind> {
    let mut kinds = Vec::new();
    let cause = LegCause::ContactEnded;
    let reason = SystemEnd::Restart;
    if is_live(fold) {
        kinds.push(ContactEventKind::SystemEnded { reason });
    }
    if let Some(agent) = fold.joined.map(|(agent, _, _)| agent).or(fold.parted) {
        let party = Party::Agent(agent);
        kinds.push(ContactEventKind::Left { party, cause });
    }
    if fold.is_caller_there {
        let party = Party::Caller;
        kinds.push(ContactEventKind::Left { party, cause });
    }
    if fold.is_recording {
        kinds.push(ContactEventKind::RecordingStopped);
    }
    let why = WrapUpEnd::Restart;
    kinds.extend(fold.wrap_ups.keys().map(|agent| ContactEventKind::WrapUpEnded { agent: *agent, why }));
    kinds
}

/// True when something was cut off: a wait, a conversation, a call-back to come.
fn is_live(fold: &Fold) -> bool {
    let was_answered = fold.summary.answered_at.is_some();
    let undecided = fold.summary.acceptance.is_none();
    let in_touch = fold.is_caller_there && was_answered && fold.summary.end.is_none();
    undecided || in_touch || fold.summary.ended_at.is_none()
}
