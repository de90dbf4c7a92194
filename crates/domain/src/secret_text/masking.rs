//! Hides telephone numbers and names from those whose role does not show them.
//!
//! Owns how much of them stays readable. It is for screens alone: what is stored is redacted before, and
//! this must never be taken for that. `digits` reads the numbers.

use crate::secret_text::digits::{Run, runs};

/// Digits of a telephone number that stay readable at its end.
const SHOWN_DIGITS: usize = 4;
/// Digits of the shortest and longest telephone numbers.
const TELEPHONE_LEN: std::ops::RangeInclusive<usize> = 10..=13;
/// What stands for a hidden digit.
const HIDDEN_DIGIT: char = '＊';
/// What stands for a name.
const HIDDEN_NAME: &str = "●●";

/// `text` as a role sees it that may read neither telephone numbers nor the `names` of the contact.
#[must_use]
pub fn mask_for_show(text: &str, names: &[String]) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for run in runs(text).iter().filter(|run| is_telephone_number(run)) {
        let hidden = run.digits.len() - SHOWN_DIGITS;
        let place = run.bytes(0..hidden);
        shown.push_str(&text[from..place.start]);
        shown.extend(std::iter::repeat_n(HIDDEN_DIGIT, hidden));
        from = place.end;
    }
    shown.push_str(&text[from..]);
    let names = names.iter().map(|name| name.trim()).filter(|name| name.chars().count() > 1);
    names.fold(shown, |shown, name| shown.replace(name, HIDDEN_NAME))
}

fn is_telephone_number(run: &Run) -> bool {
    let national = run.digits.first().is_some_and(|digit| digit.value == 0);
    TELEPHONE_LEN.contains(&run.digits.len()) && (national || run.plus)
}
