//! What of a clause is somebody's own (names, numbers, addresses) and no part of a question.
//!
//! Secrets were redacted before; telephone numbers and names were not, and neither helps a search nor belongs in its log.

use std::ops::Range;

use crate::secret_text::masked_numbers;
use crate::spoken_names::people;

/// Digits in a row from which on they are somebody's number.
const NUMBER_DIGITS_MIN: usize = 6;

/// What a placeholder for a secret stands between.
const PLACEHOLDERS: [(char, char); 2] = [('［', '］'), ('[', ']')];

/// Words that look like a name before ちゃん or さん.
const NO_NAMES: [&str; 3] = ["赤", "医者", "患者"];

/// A clause without what is somebody's own.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Public {
    /// What is left.
    pub(super) text: String,
    /// Whether a number or a secret was taken out.
    pub(super) numbers: bool,
    /// Whether a name was taken out.
    pub(super) names: bool,
}

/// Takes numbers, placeholders and marked names out of a clause.
pub(super) fn public(clause: &str) -> Public {
    let mut ranges = masked_numbers(clause);
    ranges.extend(placeholders(clause));
    ranges.extend(digit_runs(clause));
    let numbers = !ranges.is_empty();
    let mut text = without(clause, ranges);
    let mut names = false;
    for name in people(&text) {
        if name.chars().count() > 1 && !NO_NAMES.contains(&name.as_str()) {
            text = text.replace(&name, "");
            names = true;
        }
    }
    Public { text: text.trim().to_owned(), numbers, names }
}

fn without(text: &str, mut ranges: Vec<Range<usize>>) -> String {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for range in ranges {
        if let Some(before) = text.get(from..range.start.max(from)) {
            kept.push_str(before);
        }
        from = from.max(range.end);
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    kept
}

fn placeholders(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (open, close) in PLACEHOLDERS {
        let mut from = 0;
        while let Some(start) = text[from..].find(open).map(|at| from + at) {
            let Some(end) = text[start..].find(close).map(|at| start + at + close.len_utf8()) else { break };
            found.push(start..end);
            from = end;
        }
    }
    found
}

/// Runs of digits, however they are written and grouped, that are too long for an amount, a day or a form's name.
fn digit_runs(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut run: Option<(Range<usize>, usize)> = None;
    for (at, letter) in text.char_indices() {
        let until = at + letter.len_utf8();
        if is_digit(letter) {
            let (range, digits) = run.take().unwrap_or((at..until, 0));
            run = Some((range.start..until, digits + 1));
        } else if !is_gap(letter) {
            found.extend(long(run.take()));
        }
    }
    found.extend(long(run));
    found
}

fn long(run: Option<(Range<usize>, usize)>) -> Option<Range<usize>> {
    run.filter(|(_, digits)| *digits >= NUMBER_DIGITS_MIN).map(|(range, _)| range)
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '０'..='９' | '〇' | '零') || "一二三四五六七八九".contains(letter)
}

fn is_gap(letter: char) -> bool {
    matches!(letter, '-' | '‐' | '－' | 'ー' | ' ' | '　' | 'の' | '、' | '(' | ')' | '（' | '）')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_secrets_and_marked_names_leave_and_amounts_stay() {
        let check = |clause: &str, wanted: &str| assert_eq!(public(clause).text, wanted, "{clause}");
        check("電話番号は090の1234の5678です", "電話番号はです");
        check("電話番号は〇九〇一二三四五六七八です", "電話番号はです");
        check("番号は［個人番号］です", "番号はです");
        check("my number is [My Number] ok", "my number is  ok");
        check("手数料は1,000円で2027年3月まで", "手数料は1,000円で2027年3月まで");
        check("赤ちゃんのカード", "赤ちゃんのカード");
        check("佐藤花子と申します", "と申します");
        check("［", "［");
    }
}
