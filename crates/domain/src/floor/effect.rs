//! What the floor wants done: data, carried out by the shell in order.
//!
//! All `Record`s and `RecordAgent`s of a batch are journalled before any other effect of the batch
//! is done. Effects name parties and attempts; the shell maps them to legs.
//! `HangUp` and `CancelDial` end the leg whatever state it is in, so that an
//! answer crossing a cancel never leaves a leg behind. Next: `view`.

use super::refusal::RefusalReason;
use crate::agent::AgentEvent;
use crate::contact::{ContactEvent, DialPurpose, Language, LegCause, Party, RingEnd, RingPurpose, Summary};
use crate::ids::{AgentId, AssignmentId, ContactId};
use crate::ivr::Prompt;
use crate::time::Timestamp;

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Effect {
    /// Append to the contact's log; journalled before the batch's other effects.
    Record(ContactEvent),
    /// Append to the agent's log; journalled like `Record`.
    RecordAgent(AgentEvent),
    /// Answer the caller's leg (SIP 200).
    AnswerCaller {
        /// The contact.
        contact: ContactId,
    },
    /// Turn the caller away unanswered.
    RejectCaller {
        /// The contact.
        contact: ContactId,
        /// Why.
        cause: RejectCause,
    },
    /// End a party's leg; an agent's or supervisor's browser leg is only unrouted, never closed.
    HangUp {
        /// The contact.
        contact: ContactId,
        /// Who.
        party: Party,
        /// Why.
        cause: LegCause,
    },
    /// Play a prompt once; ends in `PromptEnded` with the same tag unless stopped.
    Play {
        /// The contact.
        contact: ContactId,
        /// To whom.
        party: Party,
        /// What.
        prompt: Prompt,
        /// In which language.
        language: Language,
        /// Tag, unique within the contact.
        tag: u32,
    },
    /// Stop the prompt at once.
    StopPlay {
        /// The contact.
        contact: ContactId,
        /// Whose.
        party: Party,
    },
    /// Hold music on or off.
    Music {
        /// The contact.
        contact: ContactId,
        /// Whose.
        party: Party,
        /// On or off.
        on: bool,
    },
    /// The whole bridge matrix: who is heard by whom; replaces the matrix before it.
    Routes {
        /// The contact.
        contact: ContactId,
        /// Pairs (speaker, listener), sorted.
        routes: Vec<(Party, Party)>,
    },
    /// Dial somebody; ends in `ThirdAnswered` or `ThirdFailed` unless cancelled.
    Dial {
        /// The contact.
        contact: ContactId,
        /// The attempt, unique within the contact.
        attempt: u32,
        /// The party the leg becomes: the caller or a third.
        party: Party,
        /// Whom.
        to: DialTo,
        /// Why.
        purpose: DialPurpose,
        /// When to give up.
        ring_until: Timestamp,
    },
    /// Stop dialling; when it was answered meanwhile, hang up.
    CancelDial {
        /// The contact.
        contact: ContactId,
        /// The attempt.
        attempt: u32,
    },
    /// Begin recording.
    StartRecording {
        /// The contact.
        contact: ContactId,
    },
    /// Stop recording.
    StopRecording {
        /// The contact.
        contact: ContactId,
    },
    /// Silence the recording and keep the sound from recognition, or let both go on.
    SecretHold {
        /// The contact.
        contact: ContactId,
        /// Begin, or end.
        on: bool,
    },
    /// Ring at an agent's desk; sent again when the desk comes back.
    Ring {
        /// The agent.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
        /// The assignment.
        assignment: AssignmentId,
        /// Why.
        purpose: RingPurpose,
        /// When the ringing ends by itself.
        ring_until: Timestamp,
    },
    /// Stop ringing at an agent's desk.
    StopRing {
        /// The agent.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
        /// The assignment.
        assignment: AssignmentId,
        /// Why it stopped; `None` when it was answered.
        why: Option<RingEnd>,
    },
    /// The agent's view changed or went away.
    AgentChanged {
        /// The agent.
        agent: AgentId,
    },
    /// The contact's view changed.
    ContactChanged {
        /// The contact.
        contact: ContactId,
    },
    /// Nothing more comes for this contact; its shell can go.
    Closed {
        /// The contact.
        contact: ContactId,
        /// The whole contact in figures.
        summary: Box<Summary>,
    },
    /// Whom the agent had dialled or rung was not reached; told at the agent's desk, in words.
    NotReached {
        /// The agent.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
        /// What for; a transfer when it was `Blind`, whether a telephone rang or a colleague.
        purpose: DialPurpose,
        /// Why.
        cause: LegCause,
    },
    /// Play the short tone that tells a party that somebody listens; it replaces nothing that is routed.
    ListenTone {
        /// The contact.
        contact: ContactId,
        /// To whom.
        party: Party,
    },
    /// A supervisor took the contact from this agent; told at the agent's desk, in words.
    TakenOver {
        /// The agent who had it.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
        /// The supervisor.
        by: AgentId,
    },
    /// A command did not fit; nothing changed.
    Refused {
        /// Who commanded.
        agent: AgentId,
        /// On which contact, when on one.
        contact: Option<ContactId>,
        /// Why.
        reason: RefusalReason,
    },
}

/// Whom to dial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DialTo {
    /// The resident at the number the shell keeps for this contact.
    Caller,
    /// A number in E.164.
    External(String),
}

/// Why a caller is turned away unanswered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RejectCause {
    /// Draining or out of room (SIP 503).
    Unavailable,
    /// The number dialled serves nothing (SIP 404).
    NoSuchService,
}
