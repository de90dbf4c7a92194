//! A draft of what a contact was about, from its text: who wanted what, what was answered, what is open.
//!
//! Owns the rules that pick sentences (nothing is invented: each line is cut from what was said and cites it), the
//! proposal of a topic with the words it rests on, and the check that every number, date and name of a draft occurs in
//! the text. A draft by a language model goes through the same check. It must never confirm anything: people do.
//! Next: `rules` picks, `topics` proposes, `check` refuses. Clause 6(3)①d and ②.

mod check;
mod facts;
mod markers;
mod numerals;
mod rules;
mod sentences;
mod topic_terms;
mod topics;

use crate::contact::Language;

pub use check::{Unsupported, checked, unsupported};
pub use rules::draft;
pub use topics::{Evidence, TopicProposal, propose_topic};

/// Whose words they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// The resident.
    Resident,
    /// The city's side: agents and supervisors.
    Staff,
    /// Somebody a call was passed on to.
    Third,
}

/// One segment of a contact's text, corrections in place; its index is what lines cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Who said it.
    pub speaker: Speaker,
    /// In what language.
    pub language: Language,
    /// The words, without secrets.
    pub text: String,
}

/// What a line of a summary tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineKind {
    /// Who wanted what.
    Wish,
    /// What was answered.
    Answer,
    /// What is open: promises, call-backs.
    Open,
}

impl LineKind {
    /// The word in the interface.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Wish => "wish",
            Self::Answer => "answer",
            Self::Open => "open",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Wish, Self::Answer, Self::Open].into_iter().find(|kind| kind.code() == code)
    }
}

/// One line of a summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryLine {
    /// What it tells.
    pub kind: LineKind,
    /// The words.
    pub text: String,
    /// Indices of the statements it rests on; never empty in a draft.
    pub cites: Vec<usize>,
}

#[cfg(test)]
mod tests;
