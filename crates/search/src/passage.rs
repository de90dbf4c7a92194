//! The passage of an answer that fits a question best.
//!
//! A passage is a sentence, a point of a list or a heading. Places are counted in characters of the answer as it is
//! stored, so that who shows it marks the very text that was approved. Pure.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::tokens;

/// A stretch of characters: the first, and one past the last.
pub type Span = (usize, usize);

/// Where in an answer it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// The passage.
    pub span: Span,
    /// What in it the question has too, in order and apart.
    pub marks: Vec<Span>,
}

/// What ends a sentence wherever it stands, and what does before a space only.
const ENDS: [char; 6] = ['。', '！', '？', '!', '?', '．'];
const ENDS_BEFORE_SPACE: [char; 2] = ['.', ':'];
/// Characters at which a passage counts half.
const HALF_CHARS: f32 = 400.0;

/// The passage of `answer` that holds most of `wanted`, a question's tokens by their rarity.
///
/// The first passage where none holds any; None for an answer without letters.
#[must_use]
pub fn best(answer: &str, wanted: &BTreeMap<&str, f32>) -> Option<Passage> {
    let spans = sentences(answer);
    let tokens = tokens::of(answer).strict;
    let mut best: Option<(f32, Passage)> = None;
    for span in spans {
        let inside = tokens.iter().filter(|token| span.0 <= token.from && token.to <= span.1);
        let mut found = BTreeMap::new();
        let mut marks = Vec::new();
        for token in inside {
            if let Some(rarity) = wanted.get(token.text.as_str()) {
                found.insert(token.text.as_str(), *rarity);
                marks.push((token.from, token.to));
            }
        }
        let length = (span.1 - span.0) as f32;
        let score = found.values().sum::<f32>() / (1.0 + length / HALF_CHARS);
        if best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, Passage { span, marks: joined(marks) }));
        }
    }
    best.map(|(_, passage)| passage)
}

/// The sentences, points and headings of a text, without the marks that make them so.
fn sentences(text: &str) -> Vec<Span> {
    let letters: Vec<char> = text.chars().collect();
    let mut spans = Vec::new();
    let mut from = 0;
    for (at, letter) in letters.iter().enumerate() {
        let next = letters.get(at + 1);
        let ends = ENDS.contains(letter)
            || ENDS_BEFORE_SPACE.contains(letter) && next.is_none_or(|next| next.is_whitespace()) && at > from + 2;
        if *letter == '\n' || ends {
            spans.extend(trimmed(&letters, (from, at + 1)));
            from = at + 1;
        }
    }
    spans.extend(trimmed(&letters, (from, letters.len())));
    spans
}

/// The span without spaces around it and without the mark of a point or heading; None where no letter is left.
fn trimmed(letters: &[char], (mut from, mut to): Span) -> Option<Span> {
    let at = |place: usize| letters.get(place).copied();
    let is_mark = |letter: char| letter.is_whitespace() || matches!(letter, '#' | '-' | '*');
    while from < to && at(from).is_some_and(is_mark) {
        from += 1;
    }
    let digits = (from..to).take_while(|place| at(*place).is_some_and(|letter| letter.is_ascii_digit())).count();
    if digits > 0 && at(from + digits) == Some('.') && at(from + digits + 1) == Some(' ') {
        from += digits + 2;
    }
    while from < to && at(to - 1).is_some_and(char::is_whitespace) {
        to -= 1;
    }
    letters.get(from..to)?.iter().any(|letter| letter.is_alphanumeric()).then_some((from, to))
}

/// Marks in order, those that touch made one.
fn joined(mut marks: Vec<Span>) -> Vec<Span> {
    marks.sort_unstable();
    let mut apart: Vec<Span> = Vec::new();
    for (from, to) in marks {
        match apart.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => apart.push((from, to)),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str, (from, to): Span) -> String {
        text.chars().skip(from).take(to - from).collect()
    }

    const ANSWER: &str =
        "## 再発行\nカードは市役所で再発行できます。手数料は1,000円です。\n\n- 本人確認書類\n1. 届書を出す\n";

    #[test]
    fn the_sentence_that_holds_the_rarest_words_is_the_passage() {
        let wanted = BTreeMap::from([("手数", 3.0), ("数料", 3.0), ("再発", 2.0)]);
        let passage = best(ANSWER, &wanted).unwrap();
        assert_eq!(at(ANSWER, passage.span), "手数料は1,000円です。");
        assert_eq!(passage.marks.iter().map(|mark| at(ANSWER, *mark)).collect::<Vec<_>>(), ["手数料"]);
    }

    #[test]
    fn points_and_headings_stand_without_their_marks() {
        let told: Vec<String> = sentences(ANSWER).into_iter().map(|span| at(ANSWER, span)).collect();
        assert_eq!(
            told,
            ["再発行", "カードは市役所で再発行できます。", "手数料は1,000円です。", "本人確認書類", "届書を出す"]
        );
        let english = "It costs 1.5 times. Bring: a card.";
        let told: Vec<String> = sentences(english).into_iter().map(|span| at(english, span)).collect();
        assert_eq!(told, ["It costs 1.5 times.", "Bring:", "a card."]);
    }

    #[test]
    fn where_nothing_matches_it_is_the_first_and_of_nothing_none() {
        assert_eq!(at(ANSWER, best(ANSWER, &BTreeMap::new()).unwrap().span), "再発行");
        assert_eq!(best(" \n- \n", &BTreeMap::new()), None);
    }

    proptest! {
        #[test]
        fn places_are_always_inside_the_answer(answer in "[あ-ん漢字a-z0-9。.!\\- \n#*1]{0,80}") {
            let length = answer.chars().count();
            let wanted = BTreeMap::from([("漢", 1.0), ("漢字", 2.0), ("a", 1.0)]);
            if let Some(passage) = best(&answer, &wanted) {
                prop_assert!(passage.span.0 < passage.span.1 && passage.span.1 <= length);
                for mark in passage.marks {
                    prop_assert!(passage.span.0 <= mark.0 && mark.0 < mark.1 && mark.1 <= passage.span.1);
                }
            }
        }
    }
}
