//! What the room answers.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A use of AI.
#[derive(Debug, Serialize, ToSchema)]
pub struct AiUse {
    /// `speech`, `search`, `summary` or `drafts`.
    pub(super) purpose: &'static str,
    /// The model; null where none is set.
    pub(super) model: Option<String>,
    /// Where it runs: `here`, `elsewhere`, or `nowhere` where none is set.
    pub(super) runs: &'static str,
    /// The host it runs on, where that is another machine.
    pub(super) host: Option<String>,
    /// `on`, `starting`, `off`, `failed`, or `not_set` where the configuration names none.
    pub(super) state: &'static str,
    /// Why it is not on, or not wholly, as a code.
    pub(super) why: Option<String>,
    /// Whether a manager switches it here; else the configuration does.
    pub(super) switchable: bool,
    /// What was last said of it.
    pub(super) said: Option<AiSaid>,
    /// How good it was found to be; null where that was not measured.
    pub(super) measured: Option<AiMeasured>,
    /// What became of questions to a language model, as far as the log reaches; null for the others.
    pub(super) outcomes: Option<AiOutcomes>,
}

/// A manager's last word on a use.
#[derive(Debug, Serialize, ToSchema)]
pub struct AiSaid {
    /// On or off.
    pub(super) on: bool,
    /// Of which model.
    pub(super) model: String,
    /// At which address; empty for what runs on this machine.
    pub(super) base_url: String,
    /// Who said it, by name.
    pub(super) by: String,
    /// When.
    pub(super) at: DateTime<Utc>,
    /// Why.
    pub(super) reason: String,
}

/// How good a use was found to be, on what.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct AiMeasured {
    /// On what: `speech_sentences`, `faq_own`, `faq_seed` or `grounding_seed`.
    pub(super) on: &'static str,
    /// When, as far as it is known.
    pub(super) measured_on: Option<String>,
    /// The figures.
    pub(super) figures: Vec<AiFigure>,
}

/// A figure.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub struct AiFigure {
    /// What it tells, as a code.
    pub(super) name: &'static str,
    /// A share, 0 to 1.
    pub(super) share: f64,
    /// Of how many; null where that is no count.
    pub(super) of: Option<u64>,
}

/// What became of questions.
#[derive(Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct AiOutcomes {
    /// Sent, and no answer was judged yet, or never.
    pub(super) asked: u64,
    /// Used whole.
    pub(super) accepted: u64,
    /// Used in part.
    pub(super) partly: u64,
    /// Refused by the checks.
    pub(super) refused: u64,
    /// Nothing that could be read came back.
    pub(super) failed: u64,
}

/// A question of the log, without its texts.
#[derive(Debug, Serialize, ToSchema)]
pub struct AiPromptRow {
    /// Which.
    pub(super) id: Uuid,
    /// When it was sent.
    pub(super) at: DateTime<Utc>,
    /// What for.
    pub(super) purpose: String,
    /// The model.
    pub(super) model: String,
    /// The host it was sent to.
    pub(super) place: String,
    /// In which contact.
    pub(super) contact: Uuid,
    /// `asked`, `accepted`, `partly`, `refused` or `failed`.
    pub(super) outcome: String,
    /// Why, as a code.
    pub(super) reason: Option<String>,
    /// Milliseconds until it was judged.
    pub(super) took_ms: Option<i64>,
    /// Whether its texts went with its contact.
    pub(super) erased: bool,
}

/// A page of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AiPromptPage {
    /// Rows, newest first.
    pub(super) items: Vec<AiPromptRow>,
    /// Where the next page begins.
    pub(super) next_cursor: Option<String>,
}

/// The texts of a question.
#[derive(Debug, Serialize, ToSchema)]
pub struct AiPromptTexts {
    /// What was sent.
    pub(super) sent: String,
    /// What came back; null where nothing did.
    pub(super) answer: Option<String>,
}
