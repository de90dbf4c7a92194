//! One line of a chat: who wrote it, what is left of it to read, and what the bot's lines rest on.
//!
//! Owns the shapes, and the plain words under which a bot's line is kept. It must never know how answers are found.

use crate::contact::Language;
use crate::ids::AgentId;
use crate::knowledge::entry::Attachment;
use crate::knowledge::markdown;
use crate::secret_text::SecretKind;
use crate::time::Timestamp;

/// Who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatWriter {
    /// The resident.
    Resident,
    /// The program, with approved text alone.
    Bot,
    /// An operator.
    Agent(AgentId),
}

/// A part of a line: as it was written, or what stands in a secret's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatPiece {
    /// The text.
    pub text: String,
    /// What kind of secret stood here.
    pub removed: Option<SecretKind>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatLine {
    /// Counted up from 1 within the chat.
    pub number: u32,
    /// Counted up with each change in the chat.
    pub revision: u32,
    /// Who wrote it.
    pub writer: ChatWriter,
    /// What it reads like.
    pub pieces: Vec<ChatPiece>,
    /// What the bot said, for a line of the bot's.
    pub bot: Option<BotSaid>,
    /// When.
    pub at: Timestamp,
}

/// What the bot says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BotSaid {
    /// An approved answer, verbatim.
    Answer(Box<BotAnswer>),
    /// Up to three questions to choose from.
    Choice(Vec<BotChoice>),
    /// It has no approved answer.
    NoAnswer,
}

/// An approved answer as it stands in its edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotAnswer {
    /// The entry.
    pub key: String,
    /// Its approved version.
    pub version: u32,
    /// The newest edition that holds it.
    pub edition: Option<i32>,
    /// The question it answers.
    pub question: String,
    /// The answer, in the Markdown subset.
    pub answer: String,
    /// What it rests on: title and date.
    pub sources: Vec<(String, String)>,
    /// The files that go with it.
    pub files: Vec<Attachment>,
    /// True when the city has not approved it: the system shows itself.
    pub demonstration: bool,
    /// True when the program took it for the answer, false when the resident chose it.
    pub by_itself: bool,
}

/// A question that may be the one meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BotChoice {
    /// The entry.
    pub key: String,
    /// The question it answers.
    pub question: String,
}

impl ChatLine {
    /// The line in one piece.
    #[must_use]
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }
}

impl BotSaid {
    /// The words under which it is kept with the contact.
    pub(super) fn plain(&self, language: Language) -> String {
        match self {
            Self::Answer(answer) => {
                let words = markdown::parse(&answer.answer);
                let words = words.map_or_else(|_| answer.answer.clone(), |page| markdown::to_plain(&page));
                format!("{}\n{words}", markdown::without_furigana(&answer.question))
            }
            Self::Choice(choices) => {
                let questions: Vec<String> =
                    choices.iter().map(|choice| markdown::without_furigana(&choice.question)).collect();
                questions.join("\n")
            }
            Self::NoAnswer => match language {
                Language::Ja => "お答えできる回答が見つかりませんでした。".to_owned(),
                Language::En => "No approved answer was found.".to_owned(),
            },
        }
    }
}
