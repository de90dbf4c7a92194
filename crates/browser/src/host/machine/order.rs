//! What the host is told to do and what it tells.

use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::guard::Blank;
use crate::guard::report::{PickerKind, SecretKind};
use crate::host::input::{CommittedText, Input};

/// Why an order came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrderFault {
    /// The browser is gone.
    #[error("the browser is gone")]
    Lost,
    /// Whoever sent it does not hold control in this epoch.
    #[error("control is held by somebody else")]
    NotHolding,
    /// A secret is being typed.
    #[error("the resident is typing a secret")]
    SecretHold,
    /// The page may not be seen, so nothing is done to it.
    #[error("the page may not be seen")]
    NotShown,
    /// No secret field has focus.
    #[error("no secret field has focus")]
    NoSecretFocus,
    /// No dialog is open.
    #[error("no dialog is open")]
    NoDialog,
    /// The page has no such thing.
    #[error("the page has no such field")]
    NotThere,
    /// The browser did not answer in time.
    #[error("the browser did not answer in time")]
    Late,
    /// The browser would not.
    #[error("the browser refused: {0}")]
    Refused(String),
}

/// Where the answer to an order goes.
pub type Reply = oneshot::Sender<Result<(), OrderFault>>;

/// A key of the resident's secret keypad.
#[derive(Clone, PartialEq, Eq)]
pub enum SecretKey {
    /// A character.
    Character(char),
    /// The last one back.
    Back,
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("SecretKey(..)")
    }
}

/// What the host is told to do. See the methods of [`crate::host::Host`].
#[expect(missing_docs, reason = "each stands behind the host's method of its name")]
pub enum Order {
    Open {
        url: String,
        reply: Reply,
    },
    Operator {
        epoch: u64,
        input: Input,
        reply: Reply,
    },
    Resident {
        input: Input,
        reply: Reply,
    },
    TypeSecret {
        key: SecretKey,
        reply: Reply,
    },
    AnswerDialog {
        by: By,
        accept: bool,
        text: Option<CommittedText>,
        reply: Reply,
    },
    SetDate {
        by: By,
        kind: PickerKind,
        value: String,
        reply: Reply,
    },
    HandPhoto {
        selector: String,
        name: String,
        jpeg: Zeroizing<Vec<u8>>,
        reply: Reply,
    },
    Move {
        to: Move,
        reply: Reply,
    },
    Plant {
        word: String,
        reply: Reply,
    },
    #[cfg(feature = "leak-controls")]
    Probe {
        method: String,
        params: serde_json::Value,
        reply: ProbeReply,
    },
    Erase,
}

/// Who answers in the page's stead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// An operator, who needs what every input of theirs needs.
    Operator {
        /// The epoch it came with.
        epoch: u64,
    },
    /// The resident.
    Resident,
}

/// Where the browser's own answer goes.
#[cfg(feature = "leak-controls")]
pub type ProbeReply = oneshot::Sender<Result<serde_json::Value, OrderFault>>;

/// Where the front page goes without an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// To the page before.
    Back,
    /// To itself, anew.
    Reload,
}

/// A dialog of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "said by their names")]
pub enum Dialog {
    Alert,
    Confirm,
    Prompt,
    /// The page asks whether to leave it.
    BeforeUnload,
}

/// What happens in the browser, for the caller. No variant carries an address or what somebody typed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum HostEvent {
    /// The browser runs and has an empty page.
    Ready,
    /// The front page has another document.
    Navigated {
        /// What stands for its address; None for a page nobody described.
        label: Option<String>,
    },
    /// The front page has loaded.
    Loaded {
        /// As above.
        label: Option<String>,
    },
    /// A secret field has focus: the operator sees a placeholder and does nothing.
    SecretFocused {
        /// What it wants.
        kind: SecretKind,
    },
    /// None has any more, and one picture was verified.
    SecretBlurred,
    /// Every document of the front page has its guard.
    GuardHealthy,
    /// One has none (yet).
    GuardLost,
    /// What the operator sees became a placeholder.
    Blanked {
        /// Why.
        reason: Blank,
    },
    /// The page opened a dialog and waits.
    Dialog {
        /// Which.
        kind: Dialog,
        /// Its words, without what the resident typed.
        text: String,
    },
    /// The dialog is closed.
    DialogClosed,
    /// The page opens one dialog after the other; further ones are closed unseen.
    DialogsFlooded,
    /// The page wants a file.
    FileChooser,
    /// A field was pressed whose own picker is in no picture.
    Picker {
        /// Which.
        kind: PickerKind,
    },
    /// A new window came to the front.
    PopupOpened,
    /// The front window closed and the one before it came back.
    PopupClosed,
    /// A new window too many was closed.
    PopupRefused,
    /// The page wants to print.
    Printed,
    /// The page offered a file, which was not taken.
    DownloadRefused {
        /// The file's name as the page says it, cut to 100 characters and without what the resident typed.
        name: String,
    },
    /// The page's process died.
    Crashed,
    /// The browser is lost, or the host cannot vouch for it: everything is ended.
    Lost {
        /// In words without anything of the page.
        cause: String,
    },
}
