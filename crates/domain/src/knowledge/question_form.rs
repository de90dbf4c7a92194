//! A question in the form in which two are compared: folded, without the words with which people ask.
//!
//! Owns the endings of politeness and the likeness by pairs of letters. It must never know whose question it is.

use std::collections::BTreeSet;

use crate::text_fold::Folded;

/// Longest question that is compared, in characters; the rest is cut off.
pub const QUESTION_CHARS_MAX: usize = 300;

/// What may stand at the end of a question without making it another one; folded, the longer first.
const ENDINGS: &[&str] = &[
    "をおしえてください",
    "を教えてください",
    "教えてください",
    "を知りたいのですが",
    "を知りたいです",
    "を知りたい",
    "について知りたい",
    "なのでしょうか",
    "のでしょうか",
    "でしょうか",
    "なのですか",
    "のですか",
    "んですか",
    "についてです",
    "について",
    "ですが",
    "ですか",
    "ますか",
    "ください",
    "ですよね",
    "ますよね",
    "です",
    "ます",
    "とは",
    "か",
    "は",
    "の",
    "ね",
];

/// What opens a question in English without making it another one; folded.
const OPENINGS: &[&str] = &[
    "pleasetellme",
    "couldyoutellme",
    "canyoutellme",
    "iwouldliketoknow",
    "iwanttoknow",
    "excuseme",
    "すみません",
    "あの",
];

/// A question ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionForm {
    text: String,
    pairs: BTreeSet<(char, char)>,
}

impl QuestionForm {
    /// The form of a question.
    #[must_use]
    pub fn of(question: &str) -> Self {
        let cut: String = question.chars().take(QUESTION_CHARS_MAX).collect();
        let folded: String = Folded::of(&cut).text().chars().filter(|c| c.is_alphanumeric() || *c == 'ー').collect();
        let text = without_manners(&folded).to_owned();
        let letters: Vec<char> = text.chars().collect();
        let pairs = match letters.as_slice() {
            [] => BTreeSet::new(),
            [one] => BTreeSet::from([(*one, '\0')]),
            [_, _, ..] => letters.windows(2).map(|pair| (pair[0], pair[1])).collect(),
        };
        Self { text, pairs }
    }

    /// The letters that are compared.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing is left to compare.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The pairs of letters in it.
    #[must_use]
    pub fn pairs(&self) -> &BTreeSet<(char, char)> {
        &self.pairs
    }

    /// The share of pairs in both, 0 to 1 (Dice).
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f64 {
        let both = self.pairs.intersection(&other.pairs).count();
        let all = self.pairs.len() + other.pairs.len();
        if all == 0 { 0.0 } else { 2.0 * both as f64 / all as f64 }
    }
}

fn without_manners(folded: &str) -> &str {
    let mut text = folded;
    while let Some(rest) =
        OPENINGS.iter().find_map(|opening| text.strip_prefix(opening)).filter(|rest| !rest.is_empty())
    {
        text = rest;
    }
    while let Some(rest) = ENDINGS.iter().find_map(|ending| text.strip_suffix(ending)).filter(|rest| !rest.is_empty()) {
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manners_width_and_kana_make_no_other_question() {
        let form = |text: &str| QuestionForm::of(text).text().to_owned();
        let wanted = form("再交付の手数料はいくら");
        for other in [
            "再交付の手数料はいくらですか？",
            "再交付の手数料は、いくらなのでしょうか。",
            "すみません、再交付の手数料はいくらですか",
        ] {
            assert_eq!(form(other), wanted, "{other}");
        }
        assert_eq!(form("カードについて教えてください"), form("ｶｰﾄﾞ"));
        assert_eq!(form("Could you tell me how to renew?"), form("How to renew"));
        assert_eq!((form("か"), form("?!"), form("")), ("か".to_owned(), String::new(), String::new()));
    }

    #[test]
    fn likeness_is_one_for_the_same_and_nothing_for_nothing() {
        let of = |one: &str, other: &str| QuestionForm::of(one).likeness(&QuestionForm::of(other));
        assert_eq!(of("カードの更新", "カードの更新ですか"), 1.0);
        assert_eq!(of("", ""), 0.0);
        assert!(of("カードをなくした", "カードを無くしたとき") > of("カードをなくした", "保険証の登録"));
        assert_eq!(QuestionForm::of(&"あい".repeat(100_000)).text().chars().count(), QUESTION_CHARS_MAX);
    }
}
