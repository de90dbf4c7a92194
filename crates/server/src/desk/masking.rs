//! Who reads what of a text: telephone numbers and names are hidden from agents and the city's officers.
//!
//! Managers and supervisors, who answer for complaints, read them after a stated reason (clause 8(4)). The rules of
//! what is a number or a name are `domain::secret_text`'s; this file brings them onto words that have times.

use std::ops::Range;

use crate::login::Staff;
use crate::login::role::Role;

/// Those who read numbers and names in full once they stated a reason.
const FULL_READERS: &[Role] = &[Role::Manager, Role::Supervisor];

/// Letters that must agree before two texts count as in step again after a difference.
const IN_STEP: usize = 3;

/// Whether numbers and names are hidden from this person.
pub(super) fn is_masked_for(staff: &Staff) -> bool {
    !staff.is_any(FULL_READERS)
}

/// The text as this person reads it.
pub(super) fn shown(text: &str, masked: bool) -> String {
    if masked { mask_for_show(text, &[]) } else { text.to_owned() }
}

/// A stretch of a text that is shown as something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Masked {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// What is shown in its place.
    pub(super) shown: String,
}

/// What of a text is hidden, in order.
pub(super) fn masks(text: &str) -> Vec<Masked> {
    differences(text, &mask_for_show(text, &[]))
}

// Stands in until the rules of `domain::secret_text` are here.
fn mask_for_show(text: &str, _names: &[String]) -> String {
    let mut shown = String::new();
    let mut run: Vec<char> = Vec::new();
    for c in text.chars().chain(std::iter::once('\0')) {
        if c.is_ascii_digit() || c == '-' {
            run.push(c);
            continue;
        }
        let digits = run.iter().filter(|c| c.is_ascii_digit()).count();
        if digits >= 10 && run.first() == Some(&'0') {
            shown.push_str(&"＊".repeat(digits - 4));
            shown.extend(&run[run.len() - 4..]);
        } else {
            shown.extend(&run);
        }
        run.clear();
        if c != '\0' {
            shown.push(c);
        }
    }
    shown
}

/// Where `shown` differs from `text`, both read from the left.
fn differences(text: &str, shown: &str) -> Vec<Masked> {
    let from: Vec<(usize, char)> = text.char_indices().collect();
    let to: Vec<(usize, char)> = shown.char_indices().collect();
    let byte = |letters: &[(usize, char)], index: usize, end: usize| letters.get(index).map_or(end, |(at, _)| *at);
    let (mut a, mut b) = (0, 0);
    let mut found = Vec::new();
    while a < from.len() || b < to.len() {
        if a < from.len() && b < to.len() && from[a].1 == to[b].1 {
            (a, b) = (a + 1, b + 1);
            continue;
        }
        let (next_a, next_b) = in_step_again(&from, &to, a, b);
        found.push(Masked {
            range: byte(&from, a, text.len())..byte(&from, next_a, text.len()),
            shown: shown[byte(&to, b, shown.len())..byte(&to, next_b, shown.len())].to_owned(),
        });
        (a, b) = (next_a, next_b);
    }
    found
}

/// The nearest places from which both texts go on alike.
fn in_step_again(from: &[(usize, char)], to: &[(usize, char)], a: usize, b: usize) -> (usize, usize) {
    let (rest_a, rest_b) = (from.len() - a, to.len() - b);
    for skipped in 1..rest_a + rest_b {
        for skip_a in skipped.saturating_sub(rest_b)..=skipped.min(rest_a) {
            let (x, y) = (a + skip_a, b + skipped - skip_a);
            if agree(&from[x..], &to[y..]) {
                return (x, y);
            }
        }
    }
    (from.len(), to.len())
}

fn agree(from: &[(usize, char)], to: &[(usize, char)]) -> bool {
    let needed = IN_STEP.min(from.len().max(to.len()));
    needed > 0 && from.len() >= needed && to.len() >= needed && (0..needed).all(|at| from[at].1 == to[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_found_by_reading_both_texts() {
        let check = |text: &str, shown: &str, wanted: &[(&str, &str)]| {
            let found = differences(text, shown);
            let found: Vec<(&str, &str)> =
                found.iter().map(|one| (&text[one.range.clone()], one.shown.as_str())).collect();
            assert_eq!(found, wanted, "{text} as {shown}");
        };
        check("お電話です", "お電話です", &[]);
        check("番号は046-255-1111です", "番号は［電話番号］です", &[("046-255-1111", "［電話番号］")]);
        check("046-255-1111", "［電話番号］", &[("046-255-1111", "［電話番号］")]);
        check(
            "鈴木と申します。090-1234-5678までお願いします",
            "［氏名］と申します。［電話番号］までお願いします",
            &[("鈴木", "［氏名］"), ("090-1234-5678", "［電話番号］")],
        );
        check("", "", &[]);
    }
}
