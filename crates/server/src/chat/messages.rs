//! The words of a resident's live connection, both ways, as `docs/API-DESIGN.md` tells them.
//!
//! Owns the JSON shapes and nothing else. Next: [`super::socket`] for who says them when.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::live::chat_messages::ChatLineView;

/// A frame from a resident's page.
#[derive(Debug, Deserialize)]
pub(super) struct ResidentFrame {
    /// Number the page counts up; answered by `done` or `refused`.
    #[serde(default)]
    pub(super) id: u64,
    /// What it says.
    #[serde(flatten)]
    pub(super) message: ResidentMessage,
}

/// What a resident's page says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ResidentMessage {
    /// The first frame.
    Hello {
        /// The conversation's secret, when the page has one.
        token: Option<String>,
        /// `ja`, `en` or `ja-easy`.
        language: String,
    },
    /// A question to the bot, or a line to the operator.
    Say {
        /// What was typed.
        text: String,
    },
    /// One of the questions the bot offered is the one meant.
    Choose {
        /// The bot's line.
        line: u32,
        /// The entry.
        key: String,
    },
    /// Whether an answer helped.
    Helped {
        /// The bot's line.
        line: u32,
        /// Did it?
        helped: bool,
    },
    /// The resident wants an operator.
    HandOver,
    /// The resident is writing.
    Typing,
    /// The resident ends the chat.
    Leave,
}

/// What the server says.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ServerMessage {
    /// The connection stands.
    Welcome {
        /// The conversation's secret, with which the page finds it again.
        token: String,
        /// The city's name in Japanese.
        city_ja: String,
        /// The city's name in English.
        city_en: String,
        /// The number to ring.
        telephone: Option<String>,
        /// Longest line, in characters.
        line_chars_max: usize,
        /// The server's clock.
        now: DateTime<Utc>,
    },
    /// When an operator can be reached.
    Hours {
        /// Now?
        open: bool,
        /// The next opening.
        next_open: Option<DateTime<Utc>>,
        /// Today's hours, from and to.
        today: Vec<(String, String)>,
    },
    /// Lines that are new or changed; one replaces that of the same number.
    Lines {
        /// In order.
        lines: Vec<ChatLineView>,
    },
    /// Where the chat stands.
    State {
        /// It.
        #[serde(flatten)]
        state: ChatStanding,
    },
    /// The operator is writing.
    Typing,
    /// Another page has the conversation.
    Replaced,
    /// There are too many conversations.
    Busy,
    /// A command was carried out.
    Done {
        /// Which.
        id: u64,
    },
    /// A command was refused; nothing changed.
    Refused {
        /// Which.
        id: u64,
        /// Stable code.
        code: String,
        /// Japanese.
        detail_ja: String,
        /// English.
        detail_en: String,
    },
}

/// Where a chat stands, in the resident's terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct ChatStanding {
    /// `bot`, `waiting`, `talking` or `over`.
    pub(super) stage: &'static str,
    /// Place in line, from 1.
    pub(super) position: Option<u32>,
    /// Estimated wait in whole minutes.
    pub(super) estimate_minutes: Option<u32>,
    /// Name of the operator.
    pub(super) agent: Option<String>,
    /// When it ends unless somebody writes.
    pub(super) idle_until: Option<DateTime<Utc>>,
}
