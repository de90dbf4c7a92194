//! The phrase book: sentences of the counter in Japanese, English and easy Japanese, with columns for more languages.
//!
//! Owns the table's schema. A sentence counts as approved only with the name of who approved it and the day; a further
//! language is filled only so. It must never translate anything. The table is `phrases/counter.tsv`.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::Language;
use crate::table::{TableFault, rows};

/// Further languages, as columns: Chinese, Korean, Vietnamese, Portuguese, Spanish, Filipino, Nepali, Indonesian.
pub const FURTHER: [&str; 8] = ["zh", "ko", "vi", "pt", "es", "tl", "ne", "id"];
/// Most phrases of a book.
pub const PHRASES_MAX: usize = 5_000;
/// Longest phrase, in characters.
pub const PHRASE_CHARS_MAX: usize = 300;

const HEADING: [&str; 15] =
    ["key", "topic", "ja", "en", "easy", "approved", "source", "zh", "ko", "vi", "pt", "es", "tl", "ne", "id"];

/// What may stand in a phrase's place holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// `{number}`.
    Number,
    /// `{money}`: yen.
    Money,
    /// `{date}`.
    Date,
    /// `{time}`.
    Time,
    /// `{name}`: a name of the visit.
    Name,
}

/// Slots as they are written.
pub const SLOTS: [(Slot, &str); 5] = [
    (Slot::Number, "{number}"),
    (Slot::Money, "{money}"),
    (Slot::Date, "{date}"),
    (Slot::Time, "{time}"),
    (Slot::Name, "{name}"),
];

/// Who approved a text, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// A person or an office.
    pub who: String,
    /// `yyyy-mm-dd`.
    pub on: String,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Its stable name.
    pub key: String,
    /// greeting, fee, pin, ...
    pub topic: String,
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
    /// Easy Japanese, every kanji with its reading as `{漢字|かんじ}`.
    pub easy: String,
    /// Who approved Japanese and English, if anybody did.
    pub approved: Option<Approval>,
    /// Where its facts are from.
    pub source: String,
    /// Further languages that a person approved.
    pub further: BTreeMap<&'static str, (String, Approval)>,
}

impl Phrase {
    /// The sentence in a language.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::Ja => &self.ja,
            Language::En => &self.en,
        }
    }
}

/// Reads the book.
///
/// # Errors
/// The first fault of the table, with its line.
pub fn read(text: &str) -> Result<Vec<Phrase>, TableFault> {
    let mut keys = BTreeSet::new();
    let mut phrases = Vec::new();
    for (line, fields) in rows(text, &HEADING)? {
        let phrase = phrase(line, &fields)?;
        if !keys.insert(phrase.key.clone()) || phrases.len() == PHRASES_MAX {
            return Err(TableFault::Field { line, column: "key", why: "stands twice, or is one too many".to_owned() });
        }
        phrases.push(phrase);
    }
    Ok(phrases)
}

fn phrase(line: usize, fields: &[&str]) -> Result<Phrase, TableFault> {
    let fault = |column, why: &str| TableFault::Field { line, column, why: why.to_owned() };
    let [key, topic, ja, en, easy, approved, source, further @ ..] = fields else {
        return Err(fault("any", "has another number of fields"));
    };
    let plain = |text: &str| {
        !text.is_empty() && text.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-')
    };
    if !plain(key) || !plain(topic) {
        return Err(fault("key", "small letters, digits and hyphens"));
    }
    for (column, text) in [("ja", ja), ("en", en)] {
        if text.is_empty() || text.chars().count() > PHRASE_CHARS_MAX {
            return Err(fault(column, "1 to 300 characters"));
        }
    }
    if slots(ja) != slots(en) {
        return Err(fault("en", "other slots than the Japanese"));
    }
    if !easy.is_empty() && slots(easy) != slots(ja) {
        return Err(fault("easy", "other slots than the Japanese"));
    }
    if source.is_empty() {
        return Err(fault("source", "where the facts are from"));
    }
    let approved = if approved.is_empty() {
        None
    } else {
        let (who, on) = approved.split_once('|').ok_or_else(|| fault("approved", "who | yyyy-mm-dd"))?;
        Some(approval(who, on).ok_or_else(|| fault("approved", "who | yyyy-mm-dd"))?)
    };
    let mut others = BTreeMap::new();
    for (language, text) in FURTHER.into_iter().zip(further).filter(|(_, text)| !text.is_empty()) {
        others.insert(language, approved_text(text).ok_or_else(|| fault(language, "text | who | yyyy-mm-dd"))?);
    }
    let [key, topic, ja, en, easy, source] = [key, topic, ja, en, easy, source].map(|text| (*text).to_owned());
    Ok(Phrase { key, topic, ja, en, easy, approved, source, further: others })
}

fn approved_text(text: &str) -> Option<(String, Approval)> {
    let mut parts = text.split('|').map(str::trim);
    let (words, who, on) = (parts.next()?, parts.next()?, parts.next()?);
    Some((words.to_owned(), approval(who, on)?)).filter(|_| !words.is_empty() && parts.next().is_none())
}

fn approval(who: &str, on: &str) -> Option<Approval> {
    let (who, on) = (who.trim(), on.trim());
    let parts: Vec<&str> = on.split('-').collect();
    let digits = |text: &&str| text.bytes().all(|c| c.is_ascii_digit());
    let dated = parts.iter().map(|part| part.len()).eq([4, 2, 2]) && parts.iter().all(digits);
    (!who.is_empty() && dated).then(|| Approval { who: who.to_owned(), on: on.to_owned() })
}

/// How often each slot stands in a text.
fn slots(text: &str) -> Vec<usize> {
    SLOTS.iter().map(|(_, form)| text.matches(form).count()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(row: &str) -> Result<Vec<Phrase>, TableFault> {
        read(&format!("{}\n{row}\n", HEADING.join("\t")))
    }

    #[test]
    fn a_further_language_stands_only_with_who_approved_it() {
        let good =
            book("a\tfee\t{money}です\t{money}\t\tCity | 2026-12-01\tF09\t是{money} | 王 | 2026-12-02\t\t\t\t\t\t\t");
        let phrases = good.expect("a book");
        assert_eq!(phrases[0].further["zh"].1.who, "王");
        assert_eq!(phrases[0].approved.as_ref().map(|by| by.on.as_str()), Some("2026-12-01"));
        let check = |row: &str, column: &str| {
            let fault = book(row).expect_err("a fault").to_string();
            assert!(fault.starts_with(&format!("line 2: {column}")), "{fault}");
        };
        check("a\tfee\tあ\ta\t\t\tF09\t是的\t\t\t\t\t\t\t", "zh");
        check("a\tfee\tあ\ta\t\tCity\tF09\t\t\t\t\t\t\t\t", "approved");
        check("a\tfee\tあ\ta\t\t\t\t\t\t\t\t\t\t\t", "source");
        check("a\tfee\t{money}\ta\t\t\tF09\t\t\t\t\t\t\t\t", "en");
        check("a\tfee\t{money}\t{money}\tあ\t\tF09\t\t\t\t\t\t\t\t", "easy");
        check("A\tfee\tあ\ta\t\t\tF09\t\t\t\t\t\t\t\t", "key");
    }
}
