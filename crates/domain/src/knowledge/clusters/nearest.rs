//! The entry whose questions a group of questions resembles most.

use super::group::Holders;
use crate::knowledge::entry::EntryKey;
use crate::knowledge::question_form::QuestionForm;

/// An entry with every way to ask it in one language: question, reading and aliases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The entry.
    pub key: EntryKey,
    /// The ways to ask it.
    pub questions: Vec<String>,
}

/// All known questions, ready to be looked up.
pub(super) struct Index<'a> {
    holders: Holders,
    /// Whose question each holder is.
    owners: Vec<&'a EntryKey>,
}

impl<'a> Index<'a> {
    pub(super) fn of(known: &'a [Known]) -> Self {
        let mut index = Self { holders: Holders::default(), owners: Vec::new() };
        for entry in known {
            for question in &entry.questions {
                index.holders.add(QuestionForm::of(question));
                index.owners.push(&entry.key);
            }
        }
        index
    }

    /// The entry most like `form`, and how like it is, 0 to 1.
    pub(super) fn nearest(&self, form: &QuestionForm) -> Option<(&'a EntryKey, f64)> {
        let (holder, likeness) = self.holders.nearest(form)?;
        Some((self.owners.get(holder)?, likeness))
    }

    /// Whether some entry is asked in just these words.
    pub(super) fn holds(&self, form: &QuestionForm) -> bool {
        let nearest = self.holders.nearest(form).and_then(|(holder, _)| self.holders.form(holder));
        nearest.is_some_and(|known| known.text() == form.text())
    }
}
