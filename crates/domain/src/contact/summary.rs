//! A contact in figures, recomputed from its log alone.
//!
//! Owns the formula (figures.md's terms: wait, talk, hold, after-call work). It
//! must never know the machines; that the machines agree is a tested property.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::{ContactEvent, ContactEventKind, DialPurpose};
use super::flow_tally::FlowTally;
use super::outcome::{Acceptance, End, NotOffered, SystemEnd};
use super::party::{Channel, Direction, Language, LegCause, Party, TargetKind};
use crate::ids::{AgentId, ContactId, QueueId, ServiceId};
use crate::time::Timestamp;

/// One contact in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The contact.
    pub contact: ContactId,
    /// Its channel.
    pub channel: Channel,
    /// Its service.
    pub service: ServiceId,
    /// Who began it.
    pub direction: Direction,
    /// The language settled.
    pub language: Option<Language>,
    /// The first queue reached.
    pub queue: Option<QueueId>,
    /// When it came to be.
    pub arrived_at: Timestamp,
    /// When it first reached a queue.
    pub queued_at: Option<Timestamp>,
    /// When agent and resident were first joined.
    pub answered_at: Option<Timestamp>,
    /// When the last party left.
    pub ended_at: Option<Timestamp>,
    /// What became of the wait; `None` while it is not fixed.
    pub acceptance: Option<Acceptance>,
    /// How it ended, once answered and ended.
    pub end: Option<End>,
    /// Agent and resident joined and not on hold, in milliseconds.
    pub talk_ms: u64,
    /// Resident on hold while an agent has the contact, in milliseconds.
    pub hold_ms: u64,
    /// After-call work of all agents, in milliseconds.
    pub after_call_ms: u64,
    /// Agents who had the contact, in order, each once.
    pub agents: Vec<AgentId>,
    /// Times the contact was passed on, failed transfers included.
    pub transfers: u32,
    /// Times it rang at an agent.
    pub assignments: u32,
    /// Times the resident was dialled for a call-back.
    pub callback_attempts: u32,
    /// Guided flows of a visit.
    pub flow: FlowTally,
}

/// Recomputes a contact from its log alone; `None` when the log does not begin with `Arrived`.
///
/// `short_abandon_ms` is the wait under which an abandon is short. Events are
/// taken in their order; an event that does not fit is let pass.
#[must_use]
pub fn summary(events: &[ContactEvent], short_abandon_ms: u64) -> Option<Summary> {
    Some(Fold::over(events, short_abandon_ms)?.summary)
}

/// What a log says of a contact at its last entry.
#[derive(Debug, Clone)]
pub(super) struct Fold {
    pub(super) summary: Summary,
    pub(super) last_seq: u32,
    pub(super) last_at: Timestamp,
    /// The agent who has the contact, since when, and whether the resident is on hold.
    pub(super) joined: Option<(AgentId, Timestamp, bool)>,
    /// The agent who had the contact when the program stopped, until they are joined again or part.
    pub(super) parted: Option<AgentId>,
    /// After-call work under way.
    pub(super) wrap_ups: BTreeMap<AgentId, Timestamp>,
    /// Whether the resident's leg stands.
    pub(super) is_caller_there: bool,
    pub(super) is_recording: bool,
    pub(super) is_closed: bool,
    /// Whether an accepted call-back keeps the contact open without the resident.
    pub(super) awaits_callback: bool,
    blind_attempt: Option<u32>,
    transferred_to: Option<TargetKind>,
    short_abandon_ms: u64,
}

impl Fold {
    /// Folds a whole log.
    pub(super) fn over(events: &[ContactEvent], short_abandon_ms: u64) -> Option<Self> {
        let (first, rest) = events.split_first()?;
        let mut fold = Self::begin(first, short_abandon_ms)?;
        for event in rest {
            fold.take(event);
        }
        Some(fold)
    }

    fn begin(first: &ContactEvent, short_abandon_ms: u64) -> Option<Self> {
        let ContactEventKind::Arrived { channel, service, direction, .. } = &first.kind else {
            return None;
        };
        let outbound = Acceptance::NotOffered { reason: NotOffered::Outbound };
        let summary = Summary {
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
            acceptance: (*direction == Direction::Outbound).then_some(outbound),
            end: None,
            talk_ms: 0,
            hold_ms: 0,
            after_call_ms: 0,
            agents: Vec::new(),
            transfers: 0,
            assignments: 0,
            callback_attempts: 0,
            flow: FlowTally::default(),
        };
        Some(Self {
            summary,
            last_seq: first.seq,
            last_at: first.at,
            joined: None,
            parted: None,
            wrap_ups: BTreeMap::new(),
            is_caller_there: *direction == Direction::Inbound,
            is_recording: false,
            is_closed: false,
            awaits_callback: false,
            blind_attempt: None,
            transferred_to: None,
            short_abandon_ms,
        })
    }

    fn take(&mut self, event: &ContactEvent) {
        use ContactEventKind as K;
        let at = event.at;
        self.last_seq = event.seq;
        self.last_at = at;
        match &event.kind {
            K::LanguageChosen { language, .. } => self.summary.language = Some(*language),
            K::TurnedAway { reason } => self.turned_away(*reason, at),
            K::Queued { queue, again: false, .. } => self.queued(queue, at),
            K::CallbackAccepted => self.awaits_callback = true,
            K::CallbackUnreached => self.callback_unreached(at),
            K::Dialled { attempt, purpose } => self.dialled(*attempt, *purpose),
            K::DialAnswered { attempt } => self.dial_answered(*attempt),
            K::DialFailed { .. } => self.summary.ended_at = Some(at),
            K::Assigned { .. } => self.summary.assignments += 1,
            K::Joined { agent } => self.join(*agent, at),
            K::Held { .. } => self.switch(at, true),
            K::Resumed => self.switch(at, false),
            K::Transferred { to, attended, .. } => self.transferred(to, *attended),
            K::Left { party, cause } => self.left(*party, *cause, at),
            K::SystemEnded { reason } => self.system_ended(*reason, at),
            K::Interrupted => self.interrupted(at),
            K::WrapUpStarted { agent } => {
                self.wrap_ups.insert(*agent, at);
            }
            K::WrapUpEnded { agent, .. } => self.wrap_up_ended(*agent, at),
            kind @ (K::RecordingStarted | K::RecordingStopped) => self.is_recording = *kind == K::RecordingStarted,
            K::Flow { record } => self.summary.flow.take(record),
            K::Closed { .. } => self.is_closed = true,
            K::Arrived { .. }
            | K::DigitPressed { .. }
            | K::Queued { again: true, .. }
            | K::PositionAnnounced { .. }
            | K::WaitAnnounced { .. }
            | K::CallbackOffered
            | K::RingEnded { .. }
            | K::Answered { .. }
            | K::ConsultStarted { .. }
            | K::ConsultEnded
            | K::ConferenceStarted
            | K::TakenUp
            | K::CallerBack
            | K::TransferFailed { .. }
            | K::MonitorOn { .. }
            | K::MonitorOff { .. }
            | K::TakenOver { .. }
            | K::HandRaised { .. }
            | K::HandLowered { .. }
            | K::AlertRaised { .. }
            | K::AlertCleared { .. }
            | K::AlertAcknowledged { .. }
            | K::TicketIssued
            | K::CalledUp { .. }
            | K::Seated
            | K::SetAside
            | K::GuestJoined { .. }
            | K::GuestLeft { .. }
            | K::LineStep { .. }
            | K::TelephoneJoined
            | K::TelephoneLeft
            | K::SecretHoldOn { .. }
            | K::SecretHoldOff { .. }
            | K::VideoProvider { .. }
            | K::SharedBrowser { .. } => {}
        }
    }

    fn queued(&mut self, queue: &QueueId, at: Timestamp) {
        self.summary.queued_at = Some(at);
        self.summary.queue = Some(queue.clone());
    }

    fn callback_unreached(&mut self, at: Timestamp) {
        self.accept(Acceptance::CallbackUnreached);
        self.summary.ended_at = Some(at);
        self.awaits_callback = false;
    }

    fn wrap_up_ended(&mut self, agent: AgentId, at: Timestamp) {
        if let Some(since) = self.wrap_ups.remove(&agent) {
            self.summary.after_call_ms += at.since_ms(since);
        }
    }

    fn turned_away(&mut self, reason: NotOffered, at: Timestamp) {
        self.accept(Acceptance::NotOffered { reason });
        self.summary.ended_at = Some(at);
        self.is_caller_there &= is_told_why(reason);
    }

    fn transferred(&mut self, to: &TargetKind, attended: bool) {
        self.summary.transfers += 1;
        if attended && *to == TargetKind::External {
            self.transferred_to = Some(to.clone());
        }
    }

    fn accept(&mut self, acceptance: Acceptance) {
        self.summary.acceptance.get_or_insert(acceptance);
    }

    fn dialled(&mut self, attempt: u32, purpose: DialPurpose) {
        match purpose {
            DialPurpose::Callback => self.summary.callback_attempts += 1,
            DialPurpose::Blind => self.blind_attempt = Some(attempt),
            DialPurpose::Outbound | DialPurpose::Consult => {}
        }
    }

    fn dial_answered(&mut self, attempt: u32) {
        if self.blind_attempt == Some(attempt) {
            self.transferred_to = Some(TargetKind::External);
        }
        // Until agent and resident have been joined, only the resident is dialled.
        self.is_caller_there |= self.summary.answered_at.is_none();
    }

    fn join(&mut self, agent: AgentId, at: Timestamp) {
        if let Some(queued_at) = self.summary.queued_at {
            self.accept(Acceptance::Answered { wait_ms: at.since_ms(queued_at) });
        }
        self.summary.answered_at.get_or_insert(at);
        self.awaits_callback = false;
        self.joined = Some((agent, at, false));
        self.parted = None;
        if !self.summary.agents.contains(&agent) {
            self.summary.agents.push(agent);
        }
    }

    /// Nobody speaks while the program is stopped; who had the contact is to get it back.
    fn interrupted(&mut self, at: Timestamp) {
        if let Some((agent, since, held)) = self.joined.take() {
            self.add(at.since_ms(since), held);
            self.parted = Some(agent);
        }
    }

    fn switch(&mut self, at: Timestamp, held: bool) {
        if let Some((agent, since, was_held)) = self.joined {
            self.add(at.since_ms(since), was_held);
            self.joined = Some((agent, at, held));
        }
    }

    fn add(&mut self, span_ms: u64, held: bool) {
        if held {
            self.summary.hold_ms += span_ms;
        } else {
            self.summary.talk_ms += span_ms;
        }
    }

    fn left(&mut self, party: Party, cause: LegCause, at: Timestamp) {
        self.summary.ended_at = Some(at);
        match party {
            Party::Caller => self.caller_left(cause, at),
            Party::Agent(agent) => {
                self.parted = self.parted.filter(|parted| *parted != agent);
                if let Some((handler, since, held)) = self.joined
                    && handler == agent
                {
                    self.add(at.since_ms(since), held);
                    self.joined = None;
                }
            }
            Party::Third { .. } | Party::Supervisor(_) => {}
        }
    }

    fn caller_left(&mut self, cause: LegCause, at: Timestamp) {
        self.is_caller_there = false;
        if self.awaits_callback {
            return;
        }
        let acceptance = match self.summary.queued_at {
            None => Acceptance::NotOffered { reason: NotOffered::LeftInIvr },
            Some(queued_at) => {
                let wait_ms = at.since_ms(queued_at);
                Acceptance::Abandoned { wait_ms, short: wait_ms < self.short_abandon_ms }
            }
        };
        self.accept(acceptance);
        if self.summary.answered_at.is_some() {
            let end = match (self.transferred_to.take(), cause) {
                (Some(to), _) => End::Transferred { to },
                (None, LegCause::ContactEnded) => End::AgentHungUp,
                (None, _) => End::CallerHungUp,
            };
            self.summary.end.get_or_insert(end);
        }
    }

    fn system_ended(&mut self, reason: SystemEnd, at: Timestamp) {
        self.summary.ended_at = Some(at);
        self.awaits_callback = false;
        let acceptance = match (reason, self.summary.queued_at) {
            (SystemEnd::Restart, None) => Acceptance::NotOffered { reason: NotOffered::Restart },
            (_, _) => Acceptance::EndedBySystem { reason },
        };
        self.accept(acceptance);
        if self.summary.answered_at.is_some() {
            let end = match self.transferred_to.take() {
                Some(to) => End::Transferred { to },
                None => End::System { reason },
            };
            self.summary.end.get_or_insert(end);
        }
    }
}

/// True when a caller turned away for this reason is answered and told so.
fn is_told_why(reason: NotOffered) -> bool {
    match reason {
        NotOffered::OutOfHours | NotOffered::QueueFull => true,
        NotOffered::LeftInIvr
        | NotOffered::Draining
        | NotOffered::FloorFull
        | NotOffered::UnknownService
        | NotOffered::Outbound
        | NotOffered::Restart => false,
    }
}
