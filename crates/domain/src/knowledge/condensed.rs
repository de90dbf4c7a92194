//! A few sentences a language model made of approved texts, and whether an operator may be shown them.
//!
//! Owns what a model must have given (a sentence, the text it rests on, the words of that text, letter by letter) and
//! what is asked beyond [`super::grounding`]: no unseen letters, a quote that stands in one place, words that are the
//! quote's own. One fault anywhere and nothing is shown but the approved texts as they stand. It knows no model and
//! no JSON. Source: specification 6(3)①b, 6(4)c.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use super::entry::{Citation, EntryKey, Version};
use super::grounding::{self, Cite, DraftSentence, Ungrounded, Verdict};

/// Most sentences of a condensed draft.
pub const CONDENSED_MAX: usize = 6;

/// The least share of a sentence's own letters, in pairs and Latin words, that stand in what it quotes, in percent.
const OWN_WORDS_MIN: usize = 50;

/// A sentence as a model wrote it; nothing of it is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenSentence {
    /// The words.
    pub text: String,
    /// The entry it says it rests on.
    pub key: String,
    /// The version of that entry.
    pub version: u32,
    /// Words of the entry, as they stand there.
    pub quote: String,
}

/// A sentence that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CondensedSentence {
    /// The words.
    pub text: String,
    /// The approved text it rests on.
    pub of: Citation,
    /// Words of that text, as they stand there.
    pub quote: String,
}

/// Why nothing is shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCondensed {
    /// No sentence, or too many.
    #[error("a condensed draft has 1 to {CONDENSED_MAX} sentences")]
    Length,
    /// A letter nobody sees, or one that turns the direction of reading.
    #[error("sentence {0} holds letters that are not seen")]
    UnseenLetters(usize),
    /// It rests on a text that was not given.
    #[error("sentence {0} rests on no text that was given")]
    UnknownText(usize),
    /// Its quote stands nowhere in that text.
    #[error("the quote of sentence {0} does not stand in its text")]
    NotVerbatim(usize),
    /// Its quote stands there more than once, so that nobody knows beside what.
    #[error("the quote of sentence {0} stands in its text more than once")]
    ManyPlaces(usize),
    /// It claims what the quote does not.
    #[error("sentence {0}: {1}")]
    Ungrounded(usize, Ungrounded),
    /// Most of its letters are not the quote's.
    #[error("sentence {0} has mostly other words than its quote")]
    OtherWords(usize),
}

impl NotCondensed {
    /// The reason as a code for logs and figures; never words of the draft.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Length => "length".to_owned(),
            Self::UnseenLetters(_) => "unseen_letters".to_owned(),
            Self::UnknownText(_) => "unknown_text".to_owned(),
            Self::NotVerbatim(_) => "not_verbatim".to_owned(),
            Self::ManyPlaces(_) => "many_places".to_owned(),
            Self::OtherWords(_) => "other_words".to_owned(),
            Self::Ungrounded(_, why) => why.code(),
        }
    }
}

/// The sentences, if every one of them may be shown; `given` are the plain words (`markdown::to_plain`) of the approved
/// texts the model was given.
///
/// # Errors
/// The first fault, with its sentence counted from 1.
pub fn condensed(
    written: &[WrittenSentence],
    given: &BTreeMap<Citation, String>,
) -> Result<Vec<CondensedSentence>, NotCondensed> {
    if written.is_empty() || written.len() > CONDENSED_MAX {
        return Err(NotCondensed::Length);
    }
    let numbered = (1..).zip(written);
    let placed: Vec<(CondensedSentence, Cite)> =
        numbered.map(|(number, one)| placed(number, one, given)).collect::<Result<_, _>>()?;
    let drafts: Vec<DraftSentence> = placed
        .iter()
        .map(|(sentence, cite)| DraftSentence { text: sentence.text.clone(), cites: vec![cite.clone()] })
        .collect();
    if let Verdict::Refused(faults) = grounding::check(&drafts, given)
        && let Some((at, fault)) = faults.into_iter().next()
    {
        return Err(NotCondensed::Ungrounded(at + 1, fault));
    }
    let strange = placed.iter().position(|(sentence, _)| !has_own_words(&sentence.text, &sentence.quote));
    match strange {
        Some(at) => Err(NotCondensed::OtherWords(at + 1)),
        None => Ok(placed.into_iter().map(|(sentence, _)| sentence).collect()),
    }
}

fn placed(
    number: usize,
    written: &WrittenSentence,
    given: &BTreeMap<Citation, String>,
) -> Result<(CondensedSentence, Cite), NotCondensed> {
    let (text, quote) = (written.text.trim(), written.quote.trim());
    if text.chars().any(is_unseen) {
        return Err(NotCondensed::UnseenLetters(number));
    }
    let key = EntryKey::read(&written.key).map_err(|_| NotCondensed::UnknownText(number))?;
    let of = Citation { key, version: Version(written.version) };
    let plain = given.get(&of).ok_or(NotCondensed::UnknownText(number))?;
    let mut places = plain.match_indices(quote).map(|(at, _)| at);
    let at = places.next().filter(|_| !quote.is_empty()).ok_or(NotCondensed::NotVerbatim(number))?;
    if places.next().is_some() {
        return Err(NotCondensed::ManyPlaces(number));
    }
    let cite = Cite { of: of.clone(), span: at..at + quote.len() };
    Ok((CondensedSentence { text: text.to_owned(), of, quote: quote.to_owned() }, cite))
}

/// Letters that stand in a text and are not seen, or turn it round.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
        || matches!(c, '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Whether at least half of the sentence's letters are the quote's. What holds no kanji says little to the check of
/// claims; it is looked at letter by letter here. Figures are left to that check.
fn has_own_words(sentence: &str, quote: &str) -> bool {
    let known = units(quote);
    let said = units(sentence);
    let shared = said.iter().filter(|unit| known.contains(unit)).count();
    !said.is_empty() && shared * 100 >= said.len() * OWN_WORDS_MIN
}

/// Latin words, and pairs of other letters that stand together.
fn units(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.nfkc().flat_map(char::to_lowercase).collect();
    let kind = |c: &char| match c {
        c if c.is_ascii_alphabetic() => 1,
        c if c.is_alphabetic() => 2,
        _ => 0,
    };
    let mut units = Vec::new();
    for run in letters.chunk_by(|a, b| kind(a) == kind(b)) {
        match run.first().map_or(0, kind) {
            1 => units.push(run.iter().collect()),
            2 if run.len() == 1 => units.push(run.iter().collect()),
            2 => units.extend(run.windows(2).map(|pair| pair.iter().collect::<String>())),
            _ => {}
        }
    }
    units
}

#[cfg(test)]
mod tests;
