//! One live contact as the floor's machines hold it.
//!
//! Owns the states and the running tally. It must never know agents' states or
//! decide anything that concerns more than this contact. Next: `book`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::agent::{Skills, can_serve};
use crate::contact::{
    Acceptance, Channel, Direction, End, FlowTally, HoldReason, Language, MonitorMode, Party, RingPurpose, Summary,
    TargetKind,
};
use crate::ids::{AgentId, AssignmentId, ContactId, QueueId, ServiceId};
use crate::ivr::Prompt;
use crate::queue::Place;
use crate::time::Timestamp;

/// One open contact.
#[derive(Debug, Clone)]
pub(super) struct Contact {
    pub(super) id: ContactId,
    pub(super) channel: Channel,
    pub(super) service: ServiceId,
    pub(super) direction: Direction,
    pub(super) caller_known: bool,
    pub(super) language: Option<Language>,
    pub(super) priority: u8,
    /// Skills asked for besides the language's.
    pub(super) skills: Skills,
    /// The queue it is served from; known from the start by its service.
    pub(super) queue: QueueId,
    pub(super) arrived_at: Timestamp,
    pub(super) queued_at: Option<Timestamp>,
    pub(super) answered_at: Option<Timestamp>,
    pub(super) ended_at: Option<Timestamp>,
    pub(super) counters: Counters,
    pub(super) caller: CallerLeg,
    pub(super) callback: Option<Callback>,
    pub(super) stage: Stage,
    pub(super) since: Timestamp,
    pub(super) third: Option<Third>,
    pub(super) supervisors: BTreeMap<AgentId, MonitorMode>,
    /// Those who speak are to be told by a tone that somebody listens.
    pub(super) wants_tone: bool,
    /// Since when the agent asks for a supervisor.
    pub(super) hand_raised_at: Option<Timestamp>,
    /// The supervisor who took it over last.
    pub(super) taken_over_by: Option<AgentId>,
    /// The visitor waits in the hall with a number, and no kiosk is theirs yet.
    pub(super) in_hall: bool,
    /// The recording is silenced while the resident says something secret.
    pub(super) secret: Option<SecretHold>,
    /// Who joined the visit besides its agent.
    pub(super) guests: BTreeSet<AgentId>,
    pub(super) playlist: Playlist,
    pub(super) acceptance: Option<Acceptance>,
    pub(super) end: Option<End>,
    pub(super) tally: Tally,
    pub(super) shown: Shown,
}

/// A stretch that is not recorded; `secret_hold` begins and ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SecretHold {
    /// Who asked for it.
    pub(super) agent: AgentId,
    /// When it ends by itself.
    pub(super) until: Timestamp,
}

/// What is counted up within one contact.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counters {
    pub(super) seq: u32,
    pub(super) assignments: u32,
    pub(super) attempts: u32,
    pub(super) tags: u32,
}

/// The resident's leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CallerLeg {
    /// Inbound and not answered.
    Unanswered,
    /// Stands.
    Up,
    /// We dial the resident.
    Dialling { attempt: u32, until: Timestamp },
    /// The program was started anew; the resident's page is awaited.
    Awaited { until: Timestamp },
    /// Not there.
    Absent,
}

/// An accepted call-back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Callback {
    pub(super) accepted_at: Timestamp,
    pub(super) attempts: u32,
    pub(super) not_before: Timestamp,
}

/// Where a contact stands.
#[derive(Debug, Clone)]
pub(super) enum Stage {
    Ivr {
        menu_until: Option<Timestamp>,
    },
    Farewell,
    Waiting(Waiting),
    Reaching {
        agent: AgentId,
    },
    Talking {
        agent: AgentId,
        held: Option<HoldReason>,
    },
    /// The program was started anew; agent and resident are to be joined again.
    Interrupted {
        agent: AgentId,
        until: Timestamp,
    },
    TransferRinging {
        from: AgentId,
    },
    Transferred {
        to: TargetKind,
    },
    Ended,
}

/// A contact in line.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    /// When this wait began; the longest wait counts from here.
    pub(super) since: Timestamp,
    /// True when it goes to the head of the line.
    pub(super) returned: bool,
    pub(super) announce_at: Timestamp,
    pub(super) ring: Option<Ring>,
}

/// One ringing at one agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ring {
    pub(super) agent: AgentId,
    pub(super) assignment: AssignmentId,
    pub(super) until: Timestamp,
    pub(super) purpose: RingPurpose,
    /// Who passed it on, and gets it back when the ringing fails.
    pub(super) from: Option<AgentId>,
}

/// The third party.
#[derive(Debug, Clone)]
pub(super) struct Third {
    pub(super) to: TargetKind,
    pub(super) leg: ThirdLeg,
    /// True once the far end was said to ring; before it, the number is only being dialled.
    pub(super) rings: bool,
    pub(super) conference: bool,
}

/// The third party's leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ThirdLeg {
    Dialling { attempt: u32, until: Timestamp },
    External { attempt: u32 },
    Ringing(Ring),
    Agent(AgentId),
}

/// What is being said to the caller, and what comes after it.
#[derive(Debug, Clone, Default)]
pub(super) struct Playlist {
    /// Tag and the instant after which it is taken to have ended.
    pub(super) playing: Option<(u32, Timestamp)>,
    pub(super) next: VecDeque<(Prompt, Language)>,
}

/// The contact's times, kept as they happen.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// Since when the resident is in the present state with an agent, and whether held.
    pub(super) joined: Option<(Timestamp, bool)>,
    /// The first queue reached.
    pub(super) queue: Option<QueueId>,
    pub(super) talk_ms: u64,
    pub(super) hold_ms: u64,
    pub(super) after_call_ms: u64,
    pub(super) agents: Vec<AgentId>,
    pub(super) transfers: u32,
    pub(super) callback_attempts: u32,
    pub(super) flow: FlowTally,
}

/// What the shell was last told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) routes: Vec<(Party, Party)>,
    /// True when a leg was replaced, so that the routes are sent whatever they are.
    pub(super) is_stale: bool,
    pub(super) music: bool,
    pub(super) recording: bool,
}

impl Contact {
    /// True when prompts, music, routes and recording concern this contact.
    pub(super) fn is_voice(&self) -> bool {
        self.channel == Channel::Phone
    }

    /// Moves to another stage.
    pub(super) fn enter(&mut self, stage: Stage, now: Timestamp) {
        self.stage = stage;
        self.since = now;
    }

    /// The agent who has the contact, joined or dialling.
    pub(super) fn handler(&self) -> Option<AgentId> {
        match &self.stage {
            Stage::Reaching { agent } | Stage::Talking { agent, .. } | Stage::Interrupted { agent, .. } => Some(*agent),
            Stage::Ivr { .. }
            | Stage::Farewell
            | Stage::Waiting(_)
            | Stage::TransferRinging { .. }
            | Stage::Transferred { .. }
            | Stage::Ended => None,
        }
    }

    /// The agent who speaks with the resident, neither dialling nor cut off.
    pub(super) fn talking(&self) -> Option<AgentId> {
        match &self.stage {
            Stage::Talking { agent, .. } => Some(*agent),
            Stage::Ivr { .. }
            | Stage::Farewell
            | Stage::Waiting(_)
            | Stage::Reaching { .. }
            | Stage::Interrupted { .. }
            | Stage::TransferRinging { .. }
            | Stage::Transferred { .. }
            | Stage::Ended => None,
        }
    }

    /// The wait in line, when the contact waits.
    pub(super) fn waiting(&self) -> Option<&Waiting> {
        match &self.stage {
            Stage::Waiting(waiting) => Some(waiting),
            Stage::Ivr { .. }
            | Stage::Farewell
            | Stage::Reaching { .. }
            | Stage::Talking { .. }
            | Stage::Interrupted { .. }
            | Stage::TransferRinging { .. }
            | Stage::Transferred { .. }
            | Stage::Ended => None,
        }
    }

    /// The ringing of the contact itself, not of a consultation on it.
    pub(super) fn ring(&self) -> Option<Ring> {
        self.waiting().and_then(|waiting| waiting.ring)
    }

    /// Takes the ringing off the waiting contact.
    pub(super) fn take_ring(&mut self) -> Option<Ring> {
        match &mut self.stage {
            Stage::Waiting(waiting) => waiting.ring.take(),
            Stage::Ivr { .. }
            | Stage::Farewell
            | Stage::Reaching { .. }
            | Stage::Talking { .. }
            | Stage::Interrupted { .. }
            | Stage::TransferRinging { .. }
            | Stage::Transferred { .. }
            | Stage::Ended => None,
        }
    }

    /// Why the resident is on hold.
    pub(super) fn held(&self) -> Option<HoldReason> {
        match &self.stage {
            Stage::Talking { held, .. } => *held,
            Stage::Ivr { .. }
            | Stage::Farewell
            | Stage::Waiting(_)
            | Stage::Reaching { .. }
            | Stage::Interrupted { .. }
            | Stage::TransferRinging { .. }
            | Stage::Transferred { .. }
            | Stage::Ended => None,
        }
    }

    /// The language prompts are spoken in.
    pub(super) fn language_or(&self, default: Language) -> Language {
        self.language.unwrap_or(default)
    }

    /// True when the agent's skills suffice.
    pub(super) fn is_served_by(&self, skills: &Skills, default: Language) -> bool {
        can_serve(skills, self.channel, self.language_or(default)) && self.skills.is_subset(skills)
    }

    /// The place in line, when the contact waits.
    pub(super) fn place(&self) -> Option<Place> {
        self.waiting().map(|waiting| Place {
            returned_first: Reverse(waiting.returned),
            priority: Reverse(self.priority),
            queued_at: self.queued_at.unwrap_or(self.arrived_at),
            contact: self.id,
        })
    }

    /// Fixes what became of the wait; only the first call counts.
    pub(super) fn accept(&mut self, acceptance: Acceptance) {
        self.acceptance.get_or_insert(acceptance);
    }

    /// Closes the running span of talk or hold and begins the next one, if any.
    pub(super) fn clock(&mut self, now: Timestamp, next: Option<bool>) {
        if let Some((since, held)) = self.tally.joined {
            let span_ms = now.since_ms(since);
            if held {
                self.tally.hold_ms += span_ms;
            } else {
                self.tally.talk_ms += span_ms;
            }
        }
        self.tally.joined = next.map(|held| (now, held));
    }

    /// The contact in figures, from the running tally.
    pub(super) fn summary(&self) -> Summary {
        Summary {
            contact: self.id,
            channel: self.channel,
            service: self.service.clone(),
            direction: self.direction,
            language: self.language,
            queue: self.tally.queue.clone(),
            arrived_at: self.arrived_at,
            queued_at: self.queued_at,
            answered_at: self.answered_at,
            ended_at: self.ended_at,
            acceptance: self.acceptance,
            end: self.end.clone(),
            talk_ms: self.tally.talk_ms,
            hold_ms: self.tally.hold_ms,
            after_call_ms: self.tally.after_call_ms,
            agents: self.tally.agents.clone(),
            transfers: self.tally.transfers,
            assignments: self.counters.assignments,
            callback_attempts: self.tally.callback_attempts,
            flow: self.tally.flow.clone(),
        }
    }
}

impl Playlist {
    /// True when nothing is said and nothing is to be said.
    pub(super) fn is_idle(&self) -> bool {
        self.playing.is_none() && self.next.is_empty()
    }
}

impl ThirdLeg {
    /// The party on the line, once it answered.
    pub(super) fn party(self) -> Option<Party> {
        match self {
            Self::External { attempt } => Some(Party::Third { attempt }),
            Self::Agent(agent) => Some(Party::Agent(agent)),
            Self::Dialling { .. } | Self::Ringing(_) => None,
        }
    }
}
