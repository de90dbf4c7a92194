//! What is said to the hold and what it says: the page's and the keypad's events, effects, facts, refusals, views.
//!
//! Next: `machine`, which decides.

use crate::time::Timestamp;

/// After this long with a field in focus and no key the resident is asked whether they are still there, and again each
/// time; in milliseconds.
pub const STILL_THERE_AFTER_MS: u64 = 90_000;
/// How long one press of the talk button keeps the microphone open, in milliseconds: its release may be lost.
pub const TALK_MS_MAX: u64 = 60_000;
/// Keys one hold passes on.
pub const KEYS_MAX: u32 = 512;
/// Secret fields that may have focus at once, over all frames of a page; a page with more fights, and is held until
/// all its fields are gone.
pub const FIELDS_MAX: usize = 16;

/// The order in which things happened at the browser's host: rises with every event and every picture it tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct HostMark(pub u64);

/// One field of one page, numbered by the host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldId(pub u64);

/// One hold, counted within a shared browser; each field that takes the focus begins another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HoldId(pub u64);

/// What is secret about a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretKind {
    /// A password.
    Password,
    /// A PIN of a card.
    Pin,
    /// A code for one login.
    OneTimeCode,
    /// Anything else the site's profile calls secret.
    Other,
}

/// The keypad a field wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keypad {
    /// Digits alone.
    Digits,
    /// Letters, digits and marks.
    Letters,
}

/// A secret field as the page's guard sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretField {
    /// What is secret about it.
    pub kind: SecretKind,
    /// The keypad it wants.
    pub keypad: Keypad,
}

/// What the browser's host tells of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageEvent {
    /// A secret field has the focus, or became another kind of secret while it had it.
    Focused {
        /// Which.
        field: FieldId,
        /// What it is.
        secret: SecretField,
        /// When, in the host's order.
        mark: HostMark,
    },
    /// It has lost the focus, or is not there any more.
    Blurred {
        /// Which.
        field: FieldId,
        /// When, in the host's order.
        mark: HostMark,
    },
    /// All fields that were there are gone: the page was left.
    FieldsGone {
        /// When, in the host's order.
        mark: HostMark,
    },
    /// Every target of the page is guarded.
    GuardHealthy {
        /// When, in the host's order.
        mark: HostMark,
    },
    /// Some target is not.
    GuardLost {
        /// When, in the host's order.
        mark: HostMark,
    },
    /// A picture was masked and found to be in order.
    FrameVerified {
        /// When it was made, in the host's order.
        mark: HostMark,
    },
}

/// One key of the resident's keypad; which key it was goes another way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyPress {
    /// The hold the keypad was shown for.
    pub hold: HoldId,
    /// Counted by the keypad from 1 within the hold.
    pub seq: u32,
}

/// What the resident does at the kiosk during a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeypadEvent {
    /// A key of the keypad.
    Key(KeyPress),
    /// The talk button is pressed or let go.
    Talk {
        /// The hold the button was shown for.
        hold: HoldId,
        /// True while it is pressed.
        on: bool,
    },
    /// The resident says that they are still there.
    StillThere {
        /// The hold they were asked in.
        hold: HoldId,
    },
}

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldEvent {
    /// At the page.
    Page(PageEvent),
    /// At the kiosk's keypad.
    Keypad(KeypadEvent),
    /// The resident's page is gone.
    ResidentLeft,
    /// Time passed.
    Tick,
}

/// The resident's camera towards the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CameraState {
    /// Nothing of it is sent.
    Paused,
    /// As it was before the hold.
    AsBefore,
}

/// The resident's microphone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MicrophoneState {
    /// Nothing of it is sent.
    Closed,
    /// The talk button is pressed.
    Open,
    /// As it was before the hold.
    AsBefore,
}

/// What is to be done, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum HoldEffect {
    /// Have the page's guard lock the operator's input, beside its being refused here; or unlock it.
    LockOperator {
        /// Whether it is locked.
        on: bool,
    },
    /// Freeze the operator's picture on the placeholder; or let it go on.
    CoverPicture {
        /// Whether it is covered.
        on: bool,
    },
    /// Pause the resident's camera, or give it back.
    Camera(CameraState),
    /// Close or open the resident's microphone, or give it back.
    Microphone(MicrophoneState),
    /// Show the resident the keypad of this hold, in place of any other.
    ShowKeypad {
        /// The hold.
        hold: HoldId,
        /// What is typed.
        secret: SecretField,
    },
    /// Take the keypad away.
    HideKeypad {
        /// The hold it was shown for.
        hold: HoldId,
    },
    /// Give the key to the field that has the focus.
    PassKey(KeyPress),
    /// Ask the resident whether they are still there.
    AskStillThere {
        /// The hold.
        hold: HoldId,
    },
    /// Put it into the history, and show both sides how the hold stands.
    Changed(HoldFact),
    /// Tell the kiosk why nothing happened.
    Refused(HoldRefusal),
}

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HoldChange {
    /// A secret field has the focus.
    Began(SecretKind),
    /// Another secret field has it.
    MovedOn(SecretKind),
    /// No secret field has it; the operator is held until a picture is known to be clean.
    Leaving,
    /// The hold is over.
    Ended,
    /// The page is not guarded; the operator sees and does nothing.
    GuardLost,
    /// The page is guarded and its picture clean again, no secret field having had the focus.
    GuardBack,
    /// The resident was asked whether they are still there.
    AskedStillThere,
    /// The page has more secret fields in focus than any honest one.
    TooManyFields,
}

/// One entry of the history: what and when, never what was typed nor how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldFact {
    /// When.
    pub at: Timestamp,
    /// The last hold by then; none before the first.
    pub hold: Option<HoldId>,
    /// What changed.
    pub change: HoldChange,
}

/// Why something of the keypad's did nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HoldRefusal {
    /// There is no such hold, or its field has lost the focus: a late key.
    #[error("hold {} is over", .0.0)]
    HoldOver(HoldId),
    /// There has been no such hold yet; a forged message.
    #[error("there has been no hold {} yet", .0.0)]
    UnknownHold(HoldId),
    /// A key with this number, or a later one, has come already.
    #[error("key {seq} of the hold came already")]
    Replayed {
        /// The key's number.
        seq: u32,
    },
    /// More keys than any secret has.
    #[error("more than {KEYS_MAX} keys in one hold")]
    TooManyKeys,
    /// Nobody asked.
    #[error("nobody asked whether the resident is there")]
    NotAsked,
    /// The shared browser stands still or is not there.
    #[error("the shared browser is not live")]
    NotLive,
}

/// How the hold stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldStanding {
    /// The operator sees, and acts if control is theirs.
    Clear,
    /// A secret is typed.
    Held(SecretKind),
    /// It was typed; no clean picture yet.
    Leaving,
    /// The page is not known to be guarded and clean.
    Unguarded,
}

/// The keypad as the resident's screen shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeypadView {
    /// To be sent with every key.
    pub hold: HoldId,
    /// What is typed.
    pub secret: SecretField,
    /// Whether the resident is asked if they are still there.
    pub asks_still_there: bool,
}

/// How the hold stands, for both screens; the keypad is for the resident's alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldView {
    /// How it stands.
    pub standing: HoldStanding,
    /// Whether the resident's camera is paused and the microphone opens by the talk button alone.
    pub is_private: bool,
    /// Whether the talk button is pressed.
    pub is_talking: bool,
    /// The last hold, for the talk button.
    pub hold: Option<HoldId>,
    /// What the resident types on; never to be sent to the operator's side.
    pub keypad: Option<KeypadView>,
}
