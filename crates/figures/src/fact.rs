//! What figures need of one contact, read out of its log and of what is kept beside it.
//!
//! Owns the treatment of logs that are not in order: entries are taken by their `seq`, each once; where the end is
//! missing the contact is *open*, and nothing is made up for it. Times come from `domain::contact::summary`. It must
//! never know other contacts. Next: `runs` for guided flows, `facts` for all contacts together.

mod runs;

use std::borrow::Cow;

use domain::contact::{Acceptance, Channel, ContactEvent, ContactEventKind, Direction, Language, NotOffered, summary};
use domain::ids::{AgentId, ContactId, QueueId};
use domain::time::Timestamp;
use serde::Serialize;

use crate::input::{CallerMark, ContactRecord, Covered, Erasure, Filing, Material, Survey};
use crate::rules::Rules;
use crate::term::{Day, band_of};

pub use runs::{Run, RunEnding};

/// One contact, as figures see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The contact.
    pub contact: ContactId,
    /// Its channel.
    pub channel: Channel,
    /// Who began it.
    pub direction: Direction,
    /// The language settled.
    pub language: Option<Language>,
    /// The first queue reached.
    pub queue: Option<QueueId>,
    /// When it came to be.
    pub arrived_at: Timestamp,
    /// The day it is counted on: the one it arrived on.
    pub day: Day,
    /// The half hour it arrived in.
    pub band: u8,
    /// What became of the wait; `None` while that is open.
    pub acceptance: Option<Acceptance>,
    /// Whether it reached a queue.
    pub is_queued: bool,
    /// Wait of one that was answered, in milliseconds; at the counter from the ticket, without the way to the payment.
    pub wait_ms: u64,
    /// Joined and not on hold, in milliseconds.
    pub talk_ms: u64,
    /// On hold, in milliseconds.
    pub hold_ms: u64,
    /// After-call work, in milliseconds.
    pub after_call_ms: u64,
    /// Time at the payment counter, in milliseconds.
    pub detour_ms: u64,
    /// Whether agent and resident were ever joined.
    pub is_joined: bool,
    /// The agent who answered; told by `agents` alone.
    pub(crate) agent: Option<AgentId>,
    /// Times it was passed on.
    pub transfers: u32,
    /// Whether the log is closed.
    pub is_closed: bool,
    /// Guided flows gone through.
    pub runs: Vec<Run>,
    /// What was filed.
    pub filing: Option<Filing>,
    /// Who called.
    pub caller: Option<CallerMark>,
    /// Whether the same caller came again within the days of the rules.
    pub is_repeated: bool,
    /// The question after the contact.
    pub survey: Option<Survey>,
    /// Whether there is a recording.
    pub is_recorded: bool,
    /// Whether all of it became text.
    pub is_transcribed: bool,
    /// How a visit's traces were erased.
    pub erasure: Option<Erasure>,
}

impl Fact {
    /// Reached a queue in opening hours, and what became of the wait is settled (入電).
    #[must_use]
    pub fn is_offered(&self) -> bool {
        self.acceptance.is_some_and(Acceptance::is_offered)
    }

    /// An agent and the resident were joined out of the queue.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        matches!(self.acceptance, Some(Acceptance::Answered { .. }))
    }

    /// The wait of one that left, in milliseconds, and whether that was short.
    #[must_use]
    pub fn abandoned(&self) -> Option<(u64, bool)> {
        match self.acceptance {
            Some(Acceptance::Abandoned { wait_ms, short }) => Some((wait_ms, short)),
            _ => None,
        }
    }

    /// Why it never reached a queue.
    #[must_use]
    pub fn not_offered(&self) -> Option<NotOffered> {
        match self.acceptance {
            Some(Acceptance::NotOffered { reason }) => Some(reason),
            _ => None,
        }
    }

    /// Talk, hold and after-call work together, in milliseconds.
    #[must_use]
    pub fn handle_ms(&self) -> u64 {
        self.talk_ms.saturating_add(self.hold_ms).saturating_add(self.after_call_ms)
    }
}

/// What was odd about one log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Oddities {
    /// Entries that came twice, or belong to another contact.
    pub(crate) dropped: u64,
    /// Records beyond the first.
    pub(crate) doubles: u64,
    /// Places where the clock went back.
    pub(crate) steps_back: u64,
    /// Answers nobody can give.
    pub(crate) impossible_answers: u64,
}

/// Reads one contact; `None` when its log does not begin with `Arrived`.
pub(crate) fn fact(record: &ContactRecord, material: &Material, rules: &Rules) -> (Option<Fact>, Oddities) {
    let log = in_order(&record.log);
    let oddities = Oddities {
        dropped: (record.log.len() - log.len()) as u64,
        doubles: 0,
        steps_back: steps_back(&log),
        impossible_answers: u64::from(record.survey.is_some_and(|survey| !is_answer(survey))),
    };
    let Some(summary) = summary(&log, rules.short_abandon_ms) else {
        return (None, oddities);
    };
    let closed = log.iter().rev().find_map(closing);
    let acceptance = acceptance(summary.acceptance, closed, summary.queued_at.is_some(), rules);
    let waited_ms = match acceptance {
        Some(Acceptance::Answered { wait_ms }) => wait_ms,
        _ => 0,
    };
    let wait_ms = match (summary.channel, summary.answered_at) {
        (Channel::Counter, Some(joined_at)) => visit_wait_ms(&log, summary.arrived_at, joined_at),
        _ => waited_ms,
    };
    let (is_recorded, is_transcribed) = covered(record.recording.as_ref());
    let fact = Fact {
        contact: summary.contact,
        channel: summary.channel,
        direction: summary.direction,
        language: summary.language,
        queue: summary.queue,
        arrived_at: summary.arrived_at,
        day: Day::of(summary.arrived_at),
        band: band_of(summary.arrived_at),
        acceptance,
        is_queued: summary.queued_at.is_some(),
        wait_ms,
        talk_ms: summary.talk_ms,
        hold_ms: summary.hold_ms,
        after_call_ms: summary.after_call_ms,
        detour_ms: summary.flow.detour_ms,
        is_joined: summary.answered_at.is_some(),
        agent: summary.agents.first().copied(),
        transfers: summary.transfers,
        is_closed: closed.is_some(),
        runs: runs::runs(&log, &material.flows),
        filing: record.filing.clone(),
        caller: record.caller,
        is_repeated: false,
        survey: record.survey.filter(|survey| is_answer(*survey)),
        is_recorded,
        is_transcribed,
        erasure: record.erasure,
    };
    (Some(fact), oddities)
}

/// Whether a survey's number is one that can be given.
fn is_answer(survey: Survey) -> bool {
    match survey {
        Survey::Skipped => true,
        Survey::Answered(box_no) => (1..=5).contains(&box_no),
    }
}

/// The log by `seq`, each entry once: of two with one number the earlier; other contacts' entries left out.
fn in_order(log: &[ContactEvent]) -> Cow<'_, [ContactEvent]> {
    let is_good = log.windows(2).all(|pair| pair[0].seq < pair[1].seq && pair[0].contact == pair[1].contact);
    if is_good {
        return Cow::Borrowed(log);
    }
    let Some(contact) = log.iter().min_by_key(|event| event.seq).map(|event| event.contact) else {
        return Cow::Borrowed(log);
    };
    let mut sorted: Vec<ContactEvent> = log.iter().filter(|event| event.contact == contact).cloned().collect();
    sorted.sort_by_key(|event| (event.seq, event.at));
    sorted.dedup_by_key(|event| event.seq);
    Cow::Owned(sorted)
}

fn steps_back(log: &[ContactEvent]) -> u64 {
    log.windows(2).filter(|pair| pair[1].at < pair[0].at).count() as u64
}

fn closing(event: &ContactEvent) -> Option<Acceptance> {
    match &event.kind {
        ContactEventKind::Closed { acceptance, .. } => Some(*acceptance),
        _ => None,
    }
}

/// What became of the wait: as the log's steps say, else as its last entry says. What the system ended before any queue
/// was reached is not offered.
fn acceptance(
    steps: Option<Acceptance>,
    closed: Option<Acceptance>,
    is_queued: bool,
    rules: &Rules,
) -> Option<Acceptance> {
    match (steps.or(closed)?, is_queued) {
        (Acceptance::EndedBySystem { .. }, false) => Some(Acceptance::NotOffered { reason: NotOffered::Restart }),
        (Acceptance::Abandoned { wait_ms, .. }, _) => {
            Some(Acceptance::Abandoned { wait_ms, short: wait_ms < rules.short_abandon_ms })
        }
        (other, _) => Some(other),
    }
}

/// From the ticket to the operator, less what lies in it of the way to the payment counter.
fn visit_wait_ms(log: &[ContactEvent], arrived_at: Timestamp, joined_at: Timestamp) -> u64 {
    let ticket = log.iter().find(|event| event.kind == ContactEventKind::TicketIssued);
    let ticket_at = ticket.map_or(arrived_at, |event| event.at);
    let away: u64 = runs::detours(log)
        .map(|(from, until)| until.min(joined_at).since_ms(from.max(ticket_at)))
        .fold(0, u64::saturating_add);
    joined_at.since_ms(ticket_at).saturating_sub(away)
}

fn covered(recording: Option<&Covered>) -> (bool, bool) {
    use domain::recording_coverage::Shortfall as S;
    match recording {
        None | Some(Covered::Short(S::NotRecorded | S::Lost)) => (false, false),
        Some(Covered::Short(S::Overdue | S::Uncounted | S::Waiting | S::Stated(_))) => (true, false),
        Some(Covered::Whole) => (true, true),
    }
}
