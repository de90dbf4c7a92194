//! The words of the shared browser's lines, both ways, as `web/browser/wire.ts` and `docs/API-DESIGN.md` tell them.
//!
//! Owns the JSON shapes and their bounds. No message to a page holds an address of a page: pages have labels, links have
//! numbers. Next: `place`, which speaks them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::erasure::ReceiptShown;

/// Bytes of one text frame from a page.
pub(super) const TEXT_BYTES_MAX: usize = 16 * 1024;
/// Characters of an answer to a dialog that asks for a text.
pub(super) const PROMPT_CHARS_MAX: usize = 1_000;

/// What a page says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum PageMessage {
    Pointer { what: PointerWhat, button: u8, x: f64, y: f64, epoch: u64 },
    Wheel { x: f64, y: f64, right_px: f64, down_px: f64, epoch: u64 },
    Key { key: String, shift: bool, epoch: u64 },
    Text { text: String, epoch: u64 },
    DialogAnswer { id: u64, ok: bool, text: String, epoch: u64 },
    DateAnswer { id: u64, value: Option<String>, epoch: u64 },
    Open { start: String, form_id: Option<String>, epoch: u64 },
    OpenLink { mail: u64, number: u32, epoch: u64 },
    MakeMailbox,
    Back { epoch: u64 },
    Reload { epoch: u64 },
    Control { act: Act, epoch: u64 },
    Talk { hold: u64, on: bool },
    StillThere { hold: u64 },
    Secret { hold: u64, seq: u32, key: SecretKey },
    PhotoCancel { id: u64 },
    Seen { frame: u32 },
    KeyFrame,
    End,
}

/// What a pointer did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PointerWhat {
    Move,
    Down,
    Up,
}

/// What a side asks of the control token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Act {
    Ask,
    Offer,
    Agree,
    Decline,
    Take,
    Release,
    TakeBack,
}

/// A key of the resident's keypad.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum SecretKey {
    Character { character: char },
    Named(NamedKey),
}

/// A key of the keypad that is no character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum NamedKey {
    Backspace,
    Clear,
    Enter,
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("SecretKey(..)")
    }
}

/// What stands before the bytes of a photo.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename = "photo_give")]
pub(super) struct PhotoGiven {
    pub(super) id: u64,
    pub(super) width_px: u32,
    pub(super) height_px: u32,
    pub(super) epoch: u64,
}

/// A kiosk's proof of itself, as on its other line.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename = "hello")]
pub(super) struct Hello {
    pub(super) kiosk: uuid::Uuid,
    pub(super) signature: String,
}

/// What the server says.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ServerMessage {
    /// To be signed by a kiosk.
    Challenge {
        nonce: String,
    },
    State(Box<State>),
    Dialog {
        id: u64,
        kind: &'static str,
        text: String,
        preset: String,
    },
    Date {
        id: u64,
        label: String,
        kind: &'static str,
        value: String,
        min: String,
        max: String,
    },
    Popup {
        how: &'static str,
        page: Option<Named>,
    },
    Print {
        how: &'static str,
        pages: u32,
    },
    DownloadRefused {
        kind: &'static str,
    },
    Photo(PhotoAsked),
    Mail {
        id: u64,
        at: DateTime<Utc>,
        from: String,
        subject: String,
        text: String,
        links: Vec<Link>,
    },
    Receipt(Box<ReceiptShown>),
    Gone {
        id: u64,
    },
    Refused {
        code: &'static str,
    },
}

/// A link of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Link {
    pub(super) number: u32,
    pub(super) label: String,
}

/// A label in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Named {
    pub(super) label_ja: String,
    pub(super) label_en: String,
}

/// How everything stands, as one side may know it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct State {
    pub(super) life: &'static str,
    pub(super) can_act: bool,
    pub(super) control: Option<Control>,
    pub(super) hold: Option<Hold>,
    pub(super) blank: Option<&'static str>,
    pub(super) page: Option<Named>,
    pub(super) size: Option<Size>,
    pub(super) starts: Vec<Start>,
    pub(super) operator: String,
    pub(super) mailbox: Option<String>,
    pub(super) may_make_mailbox: bool,
    pub(super) over_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Control {
    pub(super) epoch: u64,
    pub(super) holder: &'static str,
    pub(super) may: Vec<Act>,
    pub(super) asked_until: Option<DateTime<Utc>>,
    pub(super) offered_until: Option<DateTime<Utc>>,
    pub(super) is_other_here: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Hold {
    pub(super) standing: &'static str,
    pub(super) kind: Option<&'static str>,
    pub(super) is_private: bool,
    pub(super) is_talking: bool,
    pub(super) hold: Option<u64>,
    pub(super) keypad: Option<Keypad>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Keypad {
    pub(super) hold: u64,
    pub(super) kind: &'static str,
    pub(super) keypad: &'static str,
    pub(super) asks_still_there: bool,
    pub(super) scramble_seed: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Size {
    pub(super) width_px: u32,
    pub(super) height_px: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Start {
    pub(super) id: String,
    #[serde(flatten)]
    pub(super) label: Named,
    pub(super) takes_form_id: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PhotoAsked {
    pub(super) id: u64,
    pub(super) wanted: bool,
    pub(super) px_min: u32,
    pub(super) px_max: u32,
    pub(super) bytes_min: u64,
    pub(super) bytes_max: u64,
    pub(super) ratio: f64,
    pub(super) checks: &'static [&'static str],
}
