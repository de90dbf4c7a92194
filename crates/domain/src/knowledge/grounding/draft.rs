//! A draft as a language model gives it, and what can be wrong with one of its sentences.

use std::ops::Range;

use super::claim::ClaimKind;
use crate::knowledge::entry::Citation;

/// Most sentences of a draft.
pub const SENTENCES_MAX: usize = 20;
/// Longest sentence, in characters.
pub const SENTENCE_CHARS_MAX: usize = 500;
/// Longest cited span, in characters.
pub const SPAN_CHARS_MAX: usize = 2_000;
/// Most spans one sentence cites.
pub const CITES_MAX: usize = 4;

/// One sentence of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSentence {
    /// The words.
    pub text: String,
    /// What it rests on.
    pub cites: Vec<Cite>,
}

/// A span of an approved text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cite {
    /// The text.
    pub of: Citation,
    /// Bytes of its plain words (`markdown::to_plain`), on character boundaries.
    pub span: Range<usize>,
}

/// Why a sentence must not be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Ungrounded {
    /// The draft is empty or has too many sentences.
    #[error("a draft has 1 to {SENTENCES_MAX} sentences")]
    Draft,
    /// The sentence is empty or too long.
    #[error("a sentence has 1 to {SENTENCE_CHARS_MAX} characters")]
    Sentence,
    /// It cites nothing, or too much.
    #[error("a sentence cites 1 to {CITES_MAX} spans")]
    Cites,
    /// It cites a text that is not there.
    #[error("{0} is no approved text")]
    UnknownText(Citation),
    /// The span is empty, too long or not in the text.
    #[error("the span is not in {0}")]
    Span(Citation),
    /// The cited span does not say it.
    #[error("the cited span does not say {value:?} ({kind:?})")]
    NotSaid {
        /// What kind of thing.
        kind: ClaimKind,
        /// What, in its plain form.
        value: String,
    },
    /// The span says it elsewhere; at this place it says something else.
    #[error("the cited span says something else than {value:?} at this place ({kind:?})")]
    Misplaced {
        /// What kind of thing.
        kind: ClaimKind,
        /// What, in its plain form.
        value: String,
    },
    /// The span says it at this place and the sentence leaves it out.
    #[error("the sentence leaves out {value:?} ({kind:?})")]
    LeftOut {
        /// What kind of thing.
        kind: ClaimKind,
        /// What, in its plain form.
        value: String,
    },
    /// Most of its words stand nowhere in the span.
    #[error("most words of the sentence are not those of the cited span")]
    OtherWords,
}

impl Ungrounded {
    /// The fault as a code for logs and figures; never words of the draft.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Draft => "length".to_owned(),
            Self::Sentence => "sentence".to_owned(),
            Self::Cites => "cites".to_owned(),
            Self::UnknownText(_) => "unknown_text".to_owned(),
            Self::Span(_) => "span".to_owned(),
            Self::NotSaid { kind, .. } => format!("not_said:{}", kind.code()),
            Self::Misplaced { kind, .. } => format!("misplaced:{}", kind.code()),
            Self::LeftOut { kind, .. } => format!("left_out:{}", kind.code()),
            Self::OtherWords => "other_words".to_owned(),
        }
    }
}
