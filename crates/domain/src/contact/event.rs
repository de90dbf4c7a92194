//! The append-only log of one contact, from which every figure is computed.
//!
//! Events carry no personal data: no number, no name, no word that was spoken.
//! `seq` counts from 1 without gaps within a contact. It must never know how
//! events are stored. Next: `contact::summary`, which recomputes a contact from
//! its log alone.

use serde::{Deserialize, Serialize};

use super::alert::AlertKind;
use super::outcome::{Acceptance, End, NotOffered, SystemEnd};
use super::party::{Channel, Direction, Language, LegCause, MonitorMode, Party, TargetKind};
use super::shared_browser::BrowserNote;
use super::video::{VideoCause, VideoProvider};
use crate::ids::{AgentId, AssignmentId, ContactId, QueueId, ServiceId};
use crate::service_flow::FlowRecordKind;
use crate::time::Timestamp;
use crate::visit_ladder::{LineCause, LineStep};

/// One entry of a contact's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactEvent {
    /// The contact.
    pub contact: ContactId,
    /// Place in the contact's log, from 1 without gaps.
    pub seq: u32,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub kind: ContactEventKind,
}

/// What happened to a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ContactEventKind {
    /// The contact came to be.
    Arrived {
        /// How it reached us.
        channel: Channel,
        /// The service reached.
        service: ServiceId,
        /// Who began it.
        direction: Direction,
        /// True when the resident can be called back.
        caller_known: bool,
    },
    /// A menu took a pressed key.
    DigitPressed {
        /// `0`-`9`, `*` or `#`.
        digit: char,
    },
    /// The language of service was settled.
    LanguageChosen {
        /// The language.
        language: Language,
        /// True when nobody chose and the default was taken.
        by_default: bool,
    },
    /// The contact was turned away before the queue.
    TurnedAway {
        /// Why.
        reason: NotOffered,
    },
    /// The contact reached a queue, or came back to one.
    Queued {
        /// The queue.
        queue: QueueId,
        /// Place in line, from 1.
        position: u32,
        /// True when it had left waiting before (return or transfer).
        again: bool,
    },
    /// The place in line was announced.
    PositionAnnounced {
        /// Place in line, from 1.
        position: u32,
    },
    /// The estimated wait was announced.
    WaitAnnounced {
        /// Whole minutes.
        minutes: u32,
    },
    /// A call-back was offered.
    CallbackOffered,
    /// The caller accepted a call-back and keeps the place in line.
    CallbackAccepted,
    /// Every attempt to call back failed.
    CallbackUnreached,
    /// A dial attempt began.
    Dialled {
        /// Attempt, from 1 within the contact.
        attempt: u32,
        /// Whom we dial.
        purpose: DialPurpose,
    },
    /// A dial attempt was answered.
    DialAnswered {
        /// Attempt.
        attempt: u32,
    },
    /// A dial attempt failed or was cancelled.
    DialFailed {
        /// Attempt.
        attempt: u32,
        /// Why.
        cause: LegCause,
    },
    /// The contact rings at an agent.
    Assigned {
        /// The assignment.
        assignment: AssignmentId,
        /// The agent.
        agent: AgentId,
        /// Why it rings there.
        purpose: RingPurpose,
    },
    /// The ringing ended without an answer.
    RingEnded {
        /// The assignment.
        assignment: AssignmentId,
        /// The agent.
        agent: AgentId,
        /// Why.
        why: RingEnd,
    },
    /// An agent answered an assignment.
    Answered {
        /// The assignment.
        assignment: AssignmentId,
        /// The agent.
        agent: AgentId,
    },
    /// Agent and resident are joined; the agent has the contact.
    Joined {
        /// The agent who has the contact.
        agent: AgentId,
    },
    /// The resident was put on hold.
    Held {
        /// Why.
        why: HoldReason,
    },
    /// The resident was taken off hold, whatever ended it.
    Resumed,
    /// A consultation began.
    ConsultStarted {
        /// With whom.
        to: TargetKind,
    },
    /// A consultation ended and the agent is back with the resident.
    ConsultEnded,
    /// Consultation became a conference of three.
    ConferenceStarted,
    /// An agent passed the contact on.
    Transferred {
        /// The agent who passed it on.
        by: AgentId,
        /// Where to.
        to: TargetKind,
        /// True when it was announced to the other side first.
        attended: bool,
    },
    /// A transfer failed; the contact comes back to our side.
    TransferFailed {
        /// Why.
        cause: LegCause,
    },
    /// A supervisor joined or changed the mode.
    MonitorOn {
        /// The supervisor.
        supervisor: AgentId,
        /// How.
        mode: MonitorMode,
    },
    /// A supervisor left.
    MonitorOff {
        /// The supervisor.
        supervisor: AgentId,
    },
    /// A supervisor took the contact from its agent; `Left` and `Joined` follow.
    TakenOver {
        /// The supervisor.
        by: AgentId,
        /// The agent who had it.
        from: AgentId,
    },
    /// The agent asked for a supervisor; over with `HandLowered`, and with `Interrupted`.
    HandRaised {
        /// The agent.
        agent: AgentId,
    },
    /// The call for a supervisor is over.
    HandLowered {
        /// Who took it back or saw to it; None when the conversation ended first.
        by: Option<AgentId>,
    },
    /// A watched condition began.
    AlertRaised {
        /// Which.
        alert: AlertKind,
    },
    /// A watched condition is over.
    AlertCleared {
        /// Which.
        alert: AlertKind,
    },
    /// A supervisor has seen an alert.
    AlertAcknowledged {
        /// Which.
        alert: AlertKind,
        /// The supervisor.
        by: AgentId,
    },
    /// The visitor took a number at the reception and waits in the hall, without a kiosk.
    TicketIssued,
    /// The number was called up to a kiosk.
    CalledUp {
        /// How often by now, from 1.
        times: u32,
    },
    /// The visitor sat down at a kiosk and can be served.
    Seated,
    /// The visitor was called up as often as numbers are and did not come.
    SetAside,
    /// Somebody of the city or of the service joined a visit with picture and sound.
    GuestJoined {
        /// Who.
        guest: AgentId,
    },
    /// A guest left a visit.
    GuestLeft {
        /// Who.
        guest: AgentId,
    },
    /// A visit goes on with less, or with more again (clause 6(2)⑧).
    LineStep {
        /// What it goes on with.
        step: LineStep,
        /// Why.
        cause: LineCause,
    },
    /// The visitor is heard by telephone from here on.
    TelephoneJoined,
    /// The visitor's telephone is gone; the visit goes on as before it.
    TelephoneLeft,
    /// A party that had been joined left.
    Left {
        /// Who.
        party: Party,
        /// Why.
        cause: LegCause,
    },
    /// We ended the contact of our own accord.
    SystemEnded {
        /// Why.
        reason: SystemEnd,
    },
    /// After-call work began.
    WrapUpStarted {
        /// The agent.
        agent: AgentId,
    },
    /// After-call work ended.
    WrapUpEnded {
        /// The agent.
        agent: AgentId,
        /// How.
        why: WrapUpEnd,
    },
    /// The program stopped; every leg was cut, and what rang or was dialled ended with it.
    Interrupted,
    /// The program runs again and has taken the contact up where it stood.
    TakenUp,
    /// The resident is there again.
    CallerBack,
    /// Recording began.
    RecordingStarted,
    /// Recording stopped.
    RecordingStopped,
    /// The agent silences the recording while something secret is said.
    SecretHoldOn {
        /// The agent.
        agent: AgentId,
    },
    /// The recording goes on, or would.
    SecretHoldOff {
        /// Why.
        why: SecretHoldEnd,
    },
    /// Picture and sound of a visit are carried by this provider from here on.
    VideoProvider {
        /// The attempt, from 1 within the contact.
        epoch: u32,
        /// By whom.
        provider: VideoProvider,
        /// Why.
        cause: VideoCause,
    },
    /// Something happened to the visit's shared browser.
    SharedBrowser {
        /// What.
        note: BrowserNote,
    },
    /// Something happened in a guided flow of the visit.
    Flow {
        /// What.
        record: FlowRecordKind,
    },
    /// Nothing more happens to this contact.
    Closed {
        /// What became of the wait.
        acceptance: Acceptance,
        /// How it ended, when agent and resident had been joined.
        end: Option<End>,
    },
}

/// Whom a dial attempt is meant to reach, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DialPurpose {
    /// The resident, called back.
    Callback,
    /// The resident, called by an agent.
    Outbound,
    /// A third party, to be spoken to before the transfer.
    Consult,
    /// A third party, to take the caller over unannounced.
    Blind,
}

/// Why a contact rings at an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RingPurpose {
    /// It is the contact's turn in the queue.
    Queue,
    /// Another agent passed it on.
    Transfer,
    /// A transfer failed and the contact comes back.
    Return,
    /// Another agent asks for advice.
    Consult,
}

/// Why ringing ended without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RingEnd {
    /// The ring timeout was over.
    NoAnswer,
    /// The agent refused.
    Refused,
    /// The agent paused while it rang.
    AgentPaused,
    /// The agent signed out.
    AgentSignedOut,
    /// The agent's browser was away for too long.
    DeskLost,
    /// The caller hung up.
    CallerHungUp,
    /// The asking agent withdrew, or the contact ended.
    Withdrawn,
}

/// Why the resident is on hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldReason {
    /// The agent asked for it.
    Agent,
    /// The agent speaks with a third party.
    Consult,
}

/// How after-call work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WrapUpEnd {
    /// The agent filed the contact.
    Filed,
    /// The limit was over; the contact is not filed.
    LimitOver,
    /// A failed transfer brought the contact back to the agent.
    ContactReturned,
    /// The agent signed out.
    SignedOut,
    /// The program stopped.
    Restart,
}

/// Why the silence of a recording has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretHoldEnd {
    /// The agent ended it.
    Agent,
    /// The limit was over.
    LimitOver,
    /// The agent left the conversation, or it ended.
    AgentLeft,
}
