//! A contact in figures, folded from its log alone (figures.md's terms: wait, talk, hold, after-call work).
//!
//! Reads the log as the floor writes it: talk runs from `Joined` until the joined agent has left, hold
//! from `Held` to `Resumed` inside it. It must never look at a row or a clock.

use std::collections::BTreeMap;

use domain::contact::{Acceptance, ContactEvent, ContactEventKind, DialPurpose, Party, Summary};
use domain::ids::AgentId;
use domain::time::Timestamp;

/// Folds a log in order; `None` when it does not begin with the contact's arrival.
pub(crate) fn of(log: &[ContactEvent]) -> Option<Summary> {
    let (first, rest) = log.split_first()?;
    let mut fold = Fold { summary: begin(first)?, joined: None, working: BTreeMap::new(), last_moved: first.at };
    for event in rest {
        fold.step(event);
    }
    Some(fold.summary)
}

struct Fold {
    summary: Summary,
    /// Agent, since when, and whether on hold.
    joined: Option<(AgentId, Timestamp, bool)>,
    working: BTreeMap<AgentId, Timestamp>,
    last_moved: Timestamp,
}

fn begin(first: &ContactEvent) -> Option<Summary> {
    let ContactEventKind::Arrived { channel, service, direction, .. } = &first.kind else {
        return None;
    };
    Some(Summary {
        contact: first.contact,
        channel: *channel,
        service: service.clone(),
        direction: *direction,
        language: None,
        queue: None,
        arrived_at: first.at,
        queued_at: None,
        answered_at: None,
        ended_at: None,
        acceptance: None,
        end: None,
        talk_ms: 0,
        hold_ms: 0,
        after_call_ms: 0,
        agents: Vec::new(),
        transfers: 0,
        assignments: 0,
        callback_attempts: 0,
    })
}

impl Fold {
    fn step(&mut self, event: &ContactEvent) {
        use ContactEventKind as Kind;
        let at = event.at;
        match &event.kind {
            Kind::LanguageChosen { language, .. } => self.summary.language = Some(*language),
            Kind::Queued { queue, .. } => {
                self.summary.queued_at.get_or_insert(at);
                self.summary.queue.get_or_insert_with(|| queue.clone());
            }
            Kind::Dialled { purpose, .. } => {
                let again = u32::from(*purpose == DialPurpose::Callback);
                self.summary.callback_attempts += again;
            }
            Kind::Assigned { .. } => self.summary.assignments += 1,
            Kind::Joined { agent } => self.join(*agent, at),
            Kind::Held { .. } => self.hold(at, true),
            Kind::Resumed => self.hold(at, false),
            Kind::Left { party: Party::Agent(agent), .. } => self.part(*agent, at),
            Kind::Transferred { .. } => self.summary.transfers += 1,
            Kind::WrapUpStarted { agent } => {
                self.working.insert(*agent, at);
            }
            Kind::WrapUpEnded { agent, .. } => {
                let since = self.working.remove(agent).unwrap_or(at);
                self.summary.after_call_ms += at.since_ms(since);
            }
            Kind::Closed { acceptance, end } => {
                self.summary.acceptance = Some(*acceptance);
                self.summary.end = end.clone();
                self.summary.ended_at = Some(self.last_moved);
            }
            Kind::Arrived { .. }
            | Kind::DigitPressed { .. }
            | Kind::TurnedAway { .. }
            | Kind::PositionAnnounced { .. }
            | Kind::WaitAnnounced { .. }
            | Kind::CallbackOffered
            | Kind::CallbackAccepted
            | Kind::CallbackUnreached
            | Kind::DialAnswered { .. }
            | Kind::DialFailed { .. }
            | Kind::RingEnded { .. }
            | Kind::Answered { .. }
            | Kind::ConsultStarted { .. }
            | Kind::ConsultEnded
            | Kind::ConferenceStarted
            | Kind::TransferFailed { .. }
            | Kind::MonitorOn { .. }
            | Kind::MonitorOff { .. }
            | Kind::Left { .. }
            | Kind::SystemEnded { .. }
            | Kind::RecordingStarted
            | Kind::RecordingStopped => {}
        }
        if is_about_the_line(&event.kind) {
            self.last_moved = at;
        }
    }

    fn join(&mut self, agent: AgentId, at: Timestamp) {
        self.settle(at);
        self.joined = Some((agent, at, false));
        self.summary.answered_at.get_or_insert(at);
        if let Some(queued_at) = self.summary.queued_at {
            let wait_ms = at.since_ms(queued_at);
            let answered = Acceptance::Answered { wait_ms };
            self.summary.acceptance.get_or_insert(answered);
        }
        if !self.summary.agents.contains(&agent) {
            self.summary.agents.push(agent);
        }
    }

    fn hold(&mut self, at: Timestamp, held: bool) {
        if let Some((agent, ..)) = self.joined {
            self.settle(at);
            self.joined = Some((agent, at, held));
        }
    }

    fn part(&mut self, agent: AgentId, at: Timestamp) {
        if self.joined.is_some_and(|(holder, ..)| holder == agent) {
            self.settle(at);
            self.joined = None;
        }
    }

    /// Adds the running span to talk or hold.
    fn settle(&mut self, at: Timestamp) {
        match self.joined {
            Some((_, since, true)) => self.summary.hold_ms += at.since_ms(since),
            Some((_, since, false)) => self.summary.talk_ms += at.since_ms(since),
            None => {}
        }
    }
}

/// False for what goes on after the last party has left.
fn is_about_the_line(kind: &ContactEventKind) -> bool {
    !matches!(
        kind,
        ContactEventKind::WrapUpStarted { .. }
            | ContactEventKind::WrapUpEnded { .. }
            | ContactEventKind::RecordingStopped
            | ContactEventKind::Closed { .. }
    )
}
