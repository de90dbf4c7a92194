//! What the log of a visit says of its shared browser (clause 6(2)③): that something was, never what was on the page.

use serde::{Deserialize, Serialize};

/// One thing that happened to a visit's shared browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BrowserNote {
    /// It was opened.
    Opened,
    /// It shows its first page.
    Live,
    /// It stands still, because somebody is away.
    Paused,
    /// It goes on.
    Resumed,
    /// The operator asked for control.
    ControlAsked,
    /// The resident offered control.
    ControlOffered,
    /// The operator has control.
    ControlTaken,
    /// The resident has control again.
    ControlBack,
    /// The resident types a secret; the operator neither sees nor acts.
    HoldBegan,
    /// The secret is typed, and a clean picture was verified.
    HoldEnded,
    /// A photo was taken.
    PhotoTaken,
    /// It was handed to the page.
    PhotoHandedOver,
    /// It is erased.
    PhotoErased,
    /// The site has taken the application.
    Submitted,
    /// It ended.
    Ended,
    /// Its erasure could not be verified; the host is rebuilt.
    EraseFailed,
    /// Its erasure is verified, and a receipt stands.
    Verified,
}
