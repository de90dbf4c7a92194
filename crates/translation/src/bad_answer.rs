//! Answers an engine should not have given: empty, in the wrong language, an echo, with words of its own, a refusal,
//! an obeyed instruction, far too long or short, going round in circles.
//!
//! Owns the judgement alone; such an answer is not shown, flagged or not, and the next engine is asked. What an answer
//! says of figures and denials is [`crate::check`]'s. It must never repeat an answer's words in what it tells.

mod words;

use domain::text_fold::Folded;
use serde::Serialize;

use crate::language::{Direction, Language};
use crate::segment::Segment;
use words::{ADDS, ENGLISH, INJECTED, ORDERS, REFUSES};

/// What is wrong with an answer as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BadAnswer {
    /// No letter and no figure.
    Empty,
    /// Mostly in another language than was asked for.
    WrongLanguage,
    /// The source as it stands.
    Echo,
    /// The engine's own words around the translation.
    Adds,
    /// The engine says that it will not.
    Refuses,
    /// It followed what the source told it to do, or holds what belongs to no translation.
    Injection,
    /// Far longer than a translation of the source.
    TooLong,
    /// Far shorter: something was left out.
    TooShort,
    /// One stretch over and over.
    Repeats,
}

/// Sources shorter than this, in characters, may become anything.
const SHORT_SOURCE: usize = 12;
/// Share of another script's letters from which an answer is in another language, in percent.
const OTHER_SCRIPT_MAX: usize = 30;
/// Words from which English has at least one of its small words.
const ENGLISH_WORDS_MIN: usize = 6;
/// Letters from which Japanese has kana.
const KANA_LETTERS_MIN: usize = 6;
/// More sentences than the source has by this many are an addition.
const SENTENCES_MORE_MAX: usize = 2;

/// What is wrong with an engine's answer; empty where nothing is.
#[must_use]
pub fn judge(segment: &Segment, answer: &str) -> Vec<BadAnswer> {
    let (source, answer) = (segment.text.trim(), answer.trim());
    if !answer.chars().any(char::is_alphanumeric) {
        return vec![BadAnswer::Empty];
    }
    let target = segment.direction.target();
    let found = [
        (BadAnswer::WrongLanguage, is_wrong_language(source, answer, target)),
        (BadAnswer::Echo, is_echo(source, answer)),
        (BadAnswer::Adds, adds(source, answer)),
        (BadAnswer::Refuses, says_more_than(source, answer, REFUSES)),
        (BadAnswer::Injection, is_injected(source, answer)),
        (BadAnswer::TooLong, answer.chars().count() > longest(source, segment.direction)),
        (BadAnswer::TooShort, answer.chars().count() < shortest(source, segment.direction)),
        (BadAnswer::Repeats, repeats(answer) && !repeats(source)),
    ];
    found.into_iter().filter(|(_, is)| *is).map(|(bad, _)| bad).collect()
}

/// English takes two to three letters for one of Japanese.
fn longest(source: &str, direction: Direction) -> usize {
    let chars = source.chars().count();
    match direction {
        Direction::JaToEn => 60 + 6 * chars,
        Direction::EnToJa => 40 + 2 * chars,
    }
}

fn shortest(source: &str, direction: Direction) -> usize {
    let chars = source.chars().count();
    if chars < SHORT_SOURCE {
        return 0;
    }
    match direction {
        Direction::JaToEn => chars * 4 / 5,
        Direction::EnToJa => chars / 8,
    }
}

fn is_wrong_language(source: &str, answer: &str, target: Language) -> bool {
    let count = |of: fn(char) -> bool| answer.chars().filter(|c| of(*c)).count();
    let (latin, kana, kanji, letters) = (count(is_latin), count(is_kana), count(is_kanji), count(char::is_alphabetic));
    if letters == 0 {
        return false;
    }
    let share = |part: usize| part * 100 / letters;
    let foreign = share(letters - latin - kana - kanji) > OTHER_SCRIPT_MAX;
    let wrong = match target {
        Language::En => share(kana + kanji) > OTHER_SCRIPT_MAX || !is_english(answer),
        // A name or an address stays in Latin letters.
        Language::Ja => {
            (share(latin) > 100 - OTHER_SCRIPT_MAX && letters > SHORT_SOURCE && !source.contains(answer))
                || (kana == 0 && kanji >= KANA_LETTERS_MIN)
        }
    };
    foreign || wrong
}

/// Whether a longer answer has one of the small words every English sentence has.
fn is_english(answer: &str) -> bool {
    let lower = answer.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect();
    words.len() < ENGLISH_WORDS_MIN || words.iter().any(|word| ENGLISH.contains(word))
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && (c.is_ascii() || matches!(c, '\u{c0}'..='\u{24f}'))
}

fn is_kana(c: char) -> bool {
    c.is_alphabetic() && matches!(c, '\u{3041}'..='\u{30ff}')
}

fn is_kanji(c: char) -> bool {
    c.is_alphabetic() && matches!(c, '\u{3400}'..='\u{9fff}' | '々')
}

/// The source as the answer, or within it; a figure or a name may be the same in both languages.
fn is_echo(source: &str, answer: &str) -> bool {
    let (folded, said) = (Folded::of(answer), Folded::of(source));
    let telling = source.chars().filter(|c| c.is_alphabetic()).count() >= SHORT_SOURCE / 2;
    telling && !folded.find(&said).is_empty()
}

fn adds(source: &str, answer: &str) -> bool {
    let ends = |text: &str| {
        text.chars().filter(|c| matches!(c, '。' | '？' | '！' | '?' | '!')).count() + text.matches(". ").count()
    };
    let lines = |text: &str| text.lines().filter(|line| !line.trim().is_empty()).count();
    says_more_than(source, answer, ADDS)
        || ends(answer) > ends(source) + SENTENCES_MORE_MAX
        || lines(answer) > lines(source) + 1
}

/// Whether the answer has one of the forms and the source has none.
fn says_more_than(source: &str, answer: &str, forms: &[&str]) -> bool {
    let has = |text: &str| forms.iter().any(|form| text.to_lowercase().contains(form));
    has(answer) && !has(source)
}

/// A source that orders to ignore something is translated with that order in it; whatever lacks it has obeyed.
fn is_injected(source: &str, answer: &str) -> bool {
    let (said, shown) = (source.to_lowercase(), answer.to_lowercase());
    let obeyed = ORDERS.iter().any(|order| {
        order.asks.iter().all(|part| part.iter().any(|word| said.contains(word)))
            && !order.answers.iter().any(|word| shown.contains(word))
    });
    let address = |text: &str| text.contains("://") || text.contains("www.");
    obeyed || says_more_than(source, answer, INJECTED) || (address(&shown) && !address(&said))
}

/// A stretch of 1 to 20 characters that comes four times or more, one behind the other, over a dozen characters.
fn repeats(text: &str) -> bool {
    const TIMES: usize = 4;
    let letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    (1..=20).any(|period| {
        let wanted = (period * (TIMES - 1)).max(SHORT_SOURCE);
        let mut run = 0;
        (period..letters.len()).any(|at| {
            run = if letters[at] == letters[at - period] && letters[at].is_alphabetic() { run + 1 } else { 0 };
            run >= wanted
        })
    })
}

#[cfg(test)]
mod tests;
