//! Words a supervisor wants to hear of, and the finding of them in what was said.
//!
//! Owns the limits of the list and what counts as the same word: width, case, spaces and marks are no
//! difference; Japanese is searched within the text, other words as whole words. It must never know who
//! speaks; text comes with its secrets already covered.

use serde::{Deserialize, Serialize};

/// Most words of one language.
pub const WATCH_WORDS_MAX: usize = 200;
/// Most letters of a word.
pub const WATCH_WORD_CHARS_MAX: usize = 40;

/// The list, by language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WatchWords {
    /// Japanese.
    pub ja: Vec<String>,
    /// English.
    pub en: Vec<String>,
}

/// What is wrong with a list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WatchWordsFault {
    /// More than [`WATCH_WORDS_MAX`].
    #[error("the list holds {0} words; {WATCH_WORDS_MAX} are allowed for each language")]
    TooMany(usize),
    /// A word without a letter or digit, or longer than [`WATCH_WORD_CHARS_MAX`].
    #[error("{0:?} is no word of 1 to {WATCH_WORD_CHARS_MAX} letters")]
    NotAWord(String),
}

impl WatchWords {
    /// What a city begins with.
    #[must_use]
    pub fn usual() -> Self {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Self {
            ja: list(&[
                "責任者",
                "上司",
                "苦情",
                "弁護士",
                "訴える",
                "訴訟",
                "警察",
                "詐欺",
                "情報漏えい",
                "ふざけるな",
            ]),
            en: list(&["supervisor", "manager", "complaint", "lawyer", "sue", "police", "fraud", "data leak"]),
        }
    }

    /// Checks the list.
    ///
    /// # Errors
    /// Its first fault.
    pub fn check(&self) -> Result<(), WatchWordsFault> {
        for words in [&self.ja, &self.en] {
            if words.len() > WATCH_WORDS_MAX {
                return Err(WatchWordsFault::TooMany(words.len()));
            }
            let unfit = |word: &&String| squeezed(word).is_empty() || word.chars().count() > WATCH_WORD_CHARS_MAX;
            if let Some(word) = words.iter().find(unfit) {
                return Err(WatchWordsFault::NotAWord(word.clone()));
            }
        }
        Ok(())
    }

    /// The first word of the list that `text` holds, as the list writes it.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<&str> {
        let (run, words) = (squeezed(text), spaced(text));
        let within = self.ja.iter().find(|word| holds(&run, &squeezed(word)));
        let whole = || self.en.iter().find(|word| holds(&words, &spaced(word)));
        within.or_else(whole).map(String::as_str)
    }
}

fn holds(text: &str, word: &str) -> bool {
    !word.trim().is_empty() && text.contains(word)
}

/// Letters and digits alone.
fn squeezed(text: &str) -> String {
    text.chars().flat_map(plain).filter(|letter| letter.is_alphanumeric()).collect()
}

/// Words with one space before, between and after.
fn spaced(text: &str) -> String {
    let apart: String = text.chars().flat_map(plain).map(|it| if it.is_alphanumeric() { it } else { ' ' }).collect();
    let words: Vec<&str> = apart.split_whitespace().collect();
    format!(" {} ", words.join(" "))
}

/// Lower case, and full-width Latin letters and digits as narrow ones.
fn plain(letter: char) -> impl Iterator<Item = char> {
    let narrow = match letter {
        '！'..='～' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        other => other,
    };
    narrow.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_whatever_its_width_case_and_spaces_and_english_ones_only_whole() {
        let words = WatchWords {
            ja: vec!["責任者".to_owned(), "ＤＶ".to_owned()],
            en: vec!["Sue".to_owned(), "data leak".to_owned()],
        };
        let cases = [
            ("じゃあ責任者を出して", Some("責任者")),
            ("責任 者を", Some("責任者")),
            ("dvの相談です", Some("ＤＶ")),
            ("I will sue you.", Some("Sue")),
            ("That issue is solved", None),
            ("a data-leak, it was", Some("data leak")),
            ("data leaking", None),
            ("", None),
        ];
        for (text, found) in cases {
            assert_eq!(words.find(text), found, "{text}");
        }
    }

    #[test]
    fn the_usual_list_fits_and_lists_that_are_too_long_or_empty_do_not() {
        assert_eq!(WatchWords::usual().check(), Ok(()));
        let many = WatchWords { ja: vec!["苦情".to_owned(); WATCH_WORDS_MAX + 1], en: Vec::new() };
        assert_eq!(many.check(), Err(WatchWordsFault::TooMany(WATCH_WORDS_MAX + 1)));
        for word in ["", "、 。", &"長".repeat(WATCH_WORD_CHARS_MAX + 1)] {
            let list = WatchWords { ja: Vec::new(), en: vec![word.to_owned()] };
            assert!(matches!(list.check(), Err(WatchWordsFault::NotAWord(_))), "{word}");
        }
    }
}
