//! Why a command is refused; a refusal changes nothing.
//!
//! Owns the reasons a desk shows. It must never know their wording in the
//! desk's language. Next: `event` for the commands.

use crate::contact::Channel;

/// Why a command does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum RefusalReason {
    /// No such contact is open.
    #[error("the contact is not open")]
    UnknownContact,
    /// The contact is in other hands.
    #[error("the contact is not in this agent's hands")]
    NotYours,
    /// The assignment does not ring.
    #[error("the assignment does not ring")]
    StaleAssignment,
    /// The command needs a conversation with the caller.
    #[error("agent and caller are not joined")]
    NotTalking,
    /// The caller is on hold already.
    #[error("the caller is on hold already")]
    AlreadyHeld,
    /// The caller is not on hold.
    #[error("the caller is not on hold")]
    NotHeld,
    /// A third party is there already.
    #[error("a third party is there already")]
    ThirdPresent,
    /// No third party is there.
    #[error("no third party is there")]
    NoThird,
    /// The third party has not answered.
    #[error("the third party has not answered")]
    ThirdNotAnswered,
    /// The third party is in the conference already, or not in one.
    #[error("the conference is not in the state for this")]
    WrongConference,
    /// This kind of target does not fit the command.
    #[error("this target does not fit the command")]
    TargetNotAllowed,
    /// The target agent cannot take the contact.
    #[error("the target cannot take the contact")]
    TargetUnavailable,
    /// The target queue is full.
    #[error("the queue is full")]
    QueueFull,
    /// No such queue or service is configured.
    #[error("no such queue or service")]
    UnknownTarget,
    /// The command does not fit the channel.
    #[error("the command does not fit a {0:?} contact")]
    WrongChannel(Channel),
    /// The program drains and begins nothing.
    #[error("the program is draining")]
    Draining,
    /// The agent has other work at hand.
    #[error("the agent has other work at hand")]
    Busy,
    /// The agent is not signed in.
    #[error("the agent is not signed in")]
    NotSignedIn,
    /// The agent's browser leg does not stand.
    #[error("the agent's desk is not connected")]
    DeskDown,
    /// The agent has a contact in hand and cannot sign out.
    #[error("the agent has a contact in hand")]
    InContact,
    /// The agent has no after-call work on this contact.
    #[error("the agent has no after-call work on this contact")]
    NotInWrapUp,
    /// After-call work has been extended as often as allowed.
    #[error("after-call work was extended as often as allowed")]
    ExtendedEnough,
    /// The id is in use.
    #[error("the contact id is in use")]
    IdInUse,
    /// As many guests are in the visit as it holds.
    #[error("the visit has as many guests as it holds")]
    GuestsFull,
    /// The contact is being passed on, or somebody is consulted.
    #[error("the contact is being passed on")]
    TransferUnderWay,
    /// Another supervisor has taken the contact over.
    #[error("another supervisor has taken the contact over")]
    TakenOverAlready,
    /// A limit of the floor is reached.
    #[error("the floor is full")]
    FloorFull,
}
