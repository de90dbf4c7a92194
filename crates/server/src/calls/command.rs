//! What desks ask of the switchboard, already parsed and with targets looked up.
//!
//! Owns the typed commands; JSON lives in [`crate::live::messages`], rules in `domain::floor`.

use domain::agent::{Capacity, PauseReason, Skills};
use domain::contact::{AlertKind, MonitorMode, Target};
use domain::floor::FloorEvent;
use domain::ids::{AgentId, AssignmentId, ContactId, QueueId};

use super::picture::Person;

/// Who sits down.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// Who.
    pub agent: AgentId,
    /// Name and seat.
    pub person: Person,
    /// Skills; empty for a supervisor who takes no contacts.
    pub skills: Skills,
    /// How much at once.
    pub capacity: Capacity,
}

/// Where a transfer, consultation or call goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// A telephone number as typed or from the directory; not yet through the dial plan.
    Number {
        /// The number.
        number: String,
        /// What desks show for it.
        label: String,
    },
    /// A colleague.
    Agent(AgentId),
    /// A queue.
    Queue(QueueId),
}

/// A command of an agent or a supervisor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskCommand {
    /// Takes contacts.
    Available,
    /// Takes none, by a reason of the configured list.
    Paused(String),
    /// Answer what rings.
    Answer(ContactId, AssignmentId),
    /// Refuse what rings.
    Refuse(ContactId, AssignmentId),
    /// Hang up.
    HangUp(ContactId),
    /// Caller on hold.
    Hold(ContactId),
    /// Caller off hold.
    Resume(ContactId),
    /// Silence the recording while something secret is said, or end that.
    SecretHold(ContactId, bool),
    /// Send a key to the far end.
    Digit(ContactId, char),
    /// Pass on unannounced.
    Transfer(ContactId, Goal),
    /// Ask a third party first.
    Consult(ContactId, Goal),
    /// Leave caller and third party to each other.
    CompleteTransfer(ContactId),
    /// Join all three.
    Conference(ContactId),
    /// Drop the third party.
    CancelConsult(ContactId),
    /// After-call work is done.
    WrapUpDone(ContactId),
    /// More time for it.
    ExtendWrapUp(ContactId),
    /// Call somebody.
    CallOut(Goal),
    /// Join a contact as supervisor, or leave.
    Monitor(ContactId, Option<MonitorMode>),
    /// Microphone off or on.
    Mute(bool),
    /// Take a conversation from its agent, as supervisor.
    TakeOver(ContactId),
    /// Ask for a supervisor.
    RaiseHand(ContactId),
    /// Take that back; true when a supervisor has seen to it.
    LowerHand(ContactId, bool),
    /// A supervisor has seen an alert.
    SeeAlert(ContactId, AlertKind),
}

impl DeskCommand {
    /// The floor's event, for commands that need nothing looked up.
    /// None for those with a goal and for those the line carries out alone.
    #[must_use]
    pub fn plain_event(&self, agent: AgentId) -> Option<FloorEvent> {
        Some(match *self {
            Self::Available => FloorEvent::SetAvailable { agent },
            Self::Paused(ref code) => FloorEvent::SetPaused { agent, reason: PauseReason::Chosen(code.clone()) },
            Self::Answer(contact, assignment) => FloorEvent::Answer { agent, contact, assignment },
            Self::Refuse(contact, assignment) => FloorEvent::Refuse { agent, contact, assignment },
            Self::HangUp(contact) => FloorEvent::HangUp { agent, contact },
            Self::Hold(contact) => FloorEvent::Hold { agent, contact },
            Self::Resume(contact) => FloorEvent::Resume { agent, contact },
            Self::SecretHold(contact, on) => FloorEvent::SecretHold { agent, contact, on },
            Self::CompleteTransfer(contact) => FloorEvent::CompleteTransfer { agent, contact },
            Self::Conference(contact) => FloorEvent::Conference { agent, contact },
            Self::CancelConsult(contact) => FloorEvent::CancelConsult { agent, contact },
            Self::WrapUpDone(contact) => FloorEvent::WrapUpDone { agent, contact },
            Self::ExtendWrapUp(contact) => FloorEvent::ExtendWrapUp { agent, contact },
            Self::Monitor(contact, mode) => FloorEvent::Monitor { supervisor: agent, contact, mode },
            Self::TakeOver(contact) => FloorEvent::TakeOver { supervisor: agent, contact },
            Self::RaiseHand(contact) => FloorEvent::RaiseHand { agent, contact },
            Self::LowerHand(contact, supervises) => FloorEvent::LowerHand { by: agent, contact, supervises },
            Self::SeeAlert(..)
            | Self::Digit(..)
            | Self::Transfer(..)
            | Self::Consult(..)
            | Self::CallOut(..)
            | Self::Mute(_) => {
                return None;
            }
        })
    }
}

/// The floor's event for a command whose goal has become a target.
#[must_use]
pub fn event_to(command: &DeskCommand, agent: AgentId, to: Target) -> Option<FloorEvent> {
    match command {
        DeskCommand::Transfer(contact, _) => Some(FloorEvent::Blind { agent, contact: *contact, to }),
        DeskCommand::Consult(contact, _) => Some(FloorEvent::Consult { agent, contact: *contact, to }),
        DeskCommand::Available
        | DeskCommand::Paused(_)
        | DeskCommand::Answer(..)
        | DeskCommand::Refuse(..)
        | DeskCommand::HangUp(_)
        | DeskCommand::Hold(_)
        | DeskCommand::Resume(_)
        | DeskCommand::SecretHold(..)
        | DeskCommand::Digit(..)
        | DeskCommand::CompleteTransfer(_)
        | DeskCommand::Conference(_)
        | DeskCommand::CancelConsult(_)
        | DeskCommand::WrapUpDone(_)
        | DeskCommand::ExtendWrapUp(_)
        | DeskCommand::CallOut(_)
        | DeskCommand::Monitor(..)
        | DeskCommand::Mute(_)
        | DeskCommand::TakeOver(_)
        | DeskCommand::RaiseHand(_)
        | DeskCommand::LowerHand(..)
        | DeskCommand::SeeAlert(..) => None,
    }
}
