//! What is said to the control token and what it says: messages, facts, refusals, and what a screen shows.
//!
//! Next: `machine`, which decides.

use crate::time::Timestamp;

/// How long an offer of the resident's stands, in milliseconds.
pub const OFFER_STANDS_MS: u64 = 30_000;
/// How long the operator's question stands, in milliseconds.
pub const ASK_STANDS_MS: u64 = 30_000;
/// How long after a no the operator may not ask again, in milliseconds: a resident is not worn down by questions.
pub const ASK_AGAIN_AFTER_MS: u64 = 10_000;

/// A side of the shared browser. The resident is a visitor at a kiosk; the operator is the agent who serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The resident.
    Resident,
    /// The operator.
    Operator,
}

/// How often who may act has changed within one shared browser, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct ControlEpoch(pub u64);

/// What a side asks of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ControlAct {
    /// The operator asks for control.
    Ask,
    /// The resident offers it, unasked.
    Offer,
    /// The resident says yes to what was asked; that is an offer, which the operator takes.
    Agree,
    /// The resident says no to what was asked, or the operator to what is offered.
    Decline,
    /// The operator takes what is offered.
    Take,
    /// The operator gives back control, or withdraws the question; the resident withdraws the offer, or takes back.
    Release,
    /// The resident takes back whatever the operator has, asks for or was offered.
    TakeBack,
}

impl ControlAct {
    /// Every act.
    pub const ALL: [Self; 7] =
        [Self::Ask, Self::Offer, Self::Agree, Self::Decline, Self::Take, Self::Release, Self::TakeBack];

    /// Whether it leads towards the operator's control. Such acts are refused while a secret is typed; what leads
    /// away from it is always done at once.
    #[must_use]
    pub fn gives(self) -> bool {
        match self {
            Self::Ask | Self::Offer | Self::Agree | Self::Take => true,
            Self::Decline | Self::Release | Self::TakeBack => false,
        }
    }
}

/// One message about the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlMessage {
    /// The side whose connection it came by; never what the message says of itself.
    pub from: Side,
    /// The epoch the sender's screen showed.
    pub epoch: ControlEpoch,
    /// What is asked.
    pub act: ControlAct,
}

/// What input says of itself: who holds control, and since which change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InputClaim {
    /// The side whose connection it came by, which so claims to hold control.
    pub holder: Side,
    /// The epoch the sender's screen showed.
    pub epoch: ControlEpoch,
}

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlEvent {
    /// A side asks something of the token.
    Message(ControlMessage),
    /// A side's page is there.
    Came(Side),
    /// A side's page is gone, or its person has left it.
    Left(Side),
    /// Time passed.
    Tick,
}

/// Who made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ControlActor {
    /// One of the two.
    Side(Side),
    /// Nobody: time ran out.
    Clock,
}

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ControlChange {
    /// The operator asked.
    Asked,
    /// The resident said no.
    Declined,
    /// The operator asks no more.
    AskWithdrawn,
    /// Nobody answered.
    AskExpired,
    /// The resident offered, asked or unasked.
    Offered,
    /// The operator said no.
    OfferDeclined,
    /// The resident offers no more.
    OfferWithdrawn,
    /// Nobody took it.
    OfferExpired,
    /// The operator has control.
    Taken,
    /// The operator gave it back.
    Released,
    /// The resident took it back.
    TakenBack,
    /// The operator's page is gone; the resident has control.
    OperatorLeft,
    /// The resident's page is gone; nobody acts.
    ResidentLeft,
    /// The operator's page is there.
    OperatorCame,
    /// The resident's page is there.
    ResidentCame,
}

/// One entry of the history: who, what, when, and never what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlFact {
    /// The epoch that began with it.
    pub epoch: ControlEpoch,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: ControlActor,
    /// What changed.
    pub change: ControlChange,
    /// Who holds control after it.
    pub holder: Side,
}

/// What is to be done, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum ControlEffect {
    /// Put it into the history, then show both sides how control stands.
    Changed(ControlFact),
    /// Tell the sender why nothing happened.
    Refused {
        /// Whose message it was.
        to: Side,
        /// Why.
        reason: ControlRefusal,
    },
}

/// Why a message about the token changed nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ControlRefusal {
    /// Control has changed since; a late or replayed message.
    #[error("control changed since epoch {}", .0.0)]
    StaleEpoch(ControlEpoch),
    /// An epoch that never was; a forged message.
    #[error("there has been no epoch {} yet", .0.0)]
    UnknownEpoch(ControlEpoch),
    /// The other side's act.
    #[error("this is for the other side to say")]
    WrongSide,
    /// The sender's page counts as gone.
    #[error("the sender is not there")]
    NotHere,
    /// There is no operator to offer anything to.
    #[error("the operator is not there")]
    OperatorAway,
    /// There is no resident to ask.
    #[error("the resident is not there")]
    ResidentAway,
    /// Nothing is offered.
    #[error("nothing is offered")]
    NothingOffered,
    /// Nothing was asked.
    #[error("nothing was asked")]
    NothingAsked,
    /// There is nothing of the sender's to give back.
    #[error("there is nothing to give back")]
    NothingToRelease,
    /// The question stands already.
    #[error("it was asked already")]
    AlreadyAsked,
    /// The offer stands already.
    #[error("it is offered already")]
    AlreadyOffered,
    /// The operator has control already.
    #[error("the operator has control already")]
    OperatorHolds,
    /// The resident said no a moment ago.
    #[error("asked again too soon")]
    TooSoon,
    /// A secret is being typed; nothing is given to the operator.
    #[error("a secret is being typed")]
    HoldStands,
    /// The shared browser stands still or is not there.
    #[error("the shared browser is not live")]
    NotLive,
}

/// Why input does not act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InputRefusal {
    /// Control has changed since; late or replayed input.
    #[error("control changed since epoch {}", .0.0)]
    StaleEpoch(ControlEpoch),
    /// An epoch that never was; forged input.
    #[error("there has been no epoch {} yet", .0.0)]
    UnknownEpoch(ControlEpoch),
    /// The other side holds control.
    #[error("the other side holds control")]
    NotHolder,
    /// The resident is away; nobody acts.
    #[error("the resident is away")]
    ResidentAway,
    /// A secret is being typed, or the page is not guarded; the operator does not act.
    #[error("the operator's input is held")]
    HoldStands,
    /// The shared browser stands still until everybody is back.
    #[error("the shared browser stands still")]
    Paused,
    /// There is no live shared browser.
    #[error("the shared browser is not live")]
    NotLive,
}

/// How control stands, for one side's screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlView {
    /// To be sent with whatever this side does next.
    pub epoch: ControlEpoch,
    /// Who holds control.
    pub holder: Side,
    /// Whether this side's input would act, as far as the token goes.
    pub can_act: bool,
    /// What this side may do, in the order of [`ControlAct::ALL`].
    pub may: Vec<ControlAct>,
    /// Until when the operator's question stands.
    pub asked_until: Option<Timestamp>,
    /// Until when the resident's offer stands.
    pub offered_until: Option<Timestamp>,
    /// Whether the other side's page is there.
    pub is_other_here: bool,
}
