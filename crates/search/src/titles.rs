//! What an entry is found by besides its answer: its question, its other wordings, and those in other languages. Pure.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use crate::entry::{Entry, Language, Text};
use crate::ruby::written_and_read;
use crate::tokens::{self, Tokens};

/// Other wordings of one entry in one language that are searched.
const ALIASES_MAX: usize = 40;
/// Characters of a title that are searched.
const TITLE_CHARS_MAX: usize = 400;

/// What kind of title matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleKind {
    /// The question itself.
    Question,
    /// Another wording.
    Alias,
    /// The question in another language.
    OtherLanguage,
}

/// A title, with the place of its entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Title {
    pub(crate) entry: usize,
    pub(crate) of: Arc<TitleText>,
}

/// A title as it is compared.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TitleText {
    pub(crate) kind: TitleKind,
    pub(crate) text: String,
    /// How it is read, in kana; empty where that is not told.
    pub(crate) reading: String,
    /// What it may be typed as: as it is written, and as it is read.
    pub(crate) typed: Vec<Arc<str>>,
}

impl Deref for Title {
    type Target = TitleText;

    fn deref(&self) -> &TitleText {
        &self.of
    }
}

impl TitleText {
    fn new(kind: TitleKind, text: &str, reading: &str) -> Self {
        let text = cut(text.trim(), TITLE_CHARS_MAX).to_owned();
        let reading = cut(reading.trim(), TITLE_CHARS_MAX).to_owned();
        let typed = [&text, &reading].map(|text| tokens::compact(text));
        let typed = typed.into_iter().filter(|typed| !typed.is_empty()).map(Arc::from).collect();
        Self { kind, text, reading, typed }
    }

    /// What it is found by: as it is written, and as it is read.
    pub(crate) fn tokens(&self) -> Tokens {
        let mut tokens = tokens::of(&self.text);
        let mut loose = tokens::of(&self.reading).loose;
        let read: BTreeSet<String> = loose.iter().map(|token| token.text.clone()).collect();
        loose.extend(tokens.loose.into_iter().filter(|token| !read.contains(&token.text)));
        tokens.loose = loose;
        tokens
    }
}

/// Every title of an entry.
pub(crate) fn of(entry: &Entry, language: Language) -> Vec<Arc<TitleText>> {
    let question = |kind, language: Language, text: &Text| match language {
        Language::EasyJapanese => {
            let (written, read) = written_and_read(&text.question);
            TitleText::new(kind, &written, &read)
        }
        Language::Japanese | Language::English => TitleText::new(kind, &text.question, &text.reading),
    };
    let mut titles = Vec::new();
    if let Some(text) = entry.texts.get(&language) {
        titles.push(question(TitleKind::Question, language, text));
        let aliases = text.aliases.iter().filter(|alias| !alias.trim().is_empty()).take(ALIASES_MAX);
        titles.extend(aliases.map(|alias| TitleText::new(TitleKind::Alias, alias, "")));
    }
    for (other, text) in entry.texts.iter().filter(|(other, _)| **other != language) {
        titles.push(question(TitleKind::OtherLanguage, *other, text));
        let aliases = text.aliases.iter().filter(|alias| !alias.trim().is_empty()).take(ALIASES_MAX);
        titles.extend(aliases.map(|alias| TitleText::new(TitleKind::OtherLanguage, alias, "")));
    }
    titles.into_iter().map(Arc::new).collect()
}

/// The first `characters` characters.
pub(crate) fn cut(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(at, _)| text.get(..at).unwrap_or(text))
}
