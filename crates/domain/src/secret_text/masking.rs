//! Hides telephone numbers and names from those whose role does not show them.
//!
//! Owns how much of them stays readable. It is for screens alone: what is stored is redacted before, and
//! this must never be taken for that. `harmless` knows telephone numbers.

use std::ops::Range;

use crate::secret_text::digits::runs;
use crate::secret_text::harmless::Explained;
use crate::secret_text::lexer::Manner;

/// Digits of a telephone number that stay readable at its end.
const SHOWN_DIGITS: usize = 4;
/// What stands for a hidden digit.
const HIDDEN_DIGIT: char = '＊';
/// What stands for a name.
const HIDDEN_NAME: &str = "●●";

/// A telephone number in a text, as bytes of it.
struct Number {
    whole: Range<usize>,
    hidden: Range<usize>,
    /// How many digits `hidden` holds, however they are written or said.
    hidden_digits: usize,
}

/// `text` as a role sees it that may read neither telephone numbers nor the `names` of the contact.
#[must_use]
pub fn mask_for_show(text: &str, names: &[String]) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for number in numbers(text) {
        shown.push_str(&text[from..number.hidden.start]);
        shown.extend(std::iter::repeat_n(HIDDEN_DIGIT, number.hidden_digits));
        from = number.hidden.end;
    }
    shown.push_str(&text[from..]);
    let names = names.iter().map(|name| name.trim()).filter(|name| name.chars().count() > 1);
    names.fold(shown, |shown, name| shown.replace(name, HIDDEN_NAME))
}

/// Where the telephone numbers stand that [`mask_for_show`] hides, each with the digits that stay readable; in bytes.
#[must_use]
pub fn masked_numbers(text: &str) -> Vec<Range<usize>> {
    numbers(text).into_iter().map(|number| number.whole).collect()
}

fn numbers(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    for run in runs(text, Manner::Spoken) {
        for number in Explained::new(text, &run).telephone_numbers() {
            let hidden_digits = number.len() - SHOWN_DIGITS;
            let hidden = run.bytes(number.start..number.start + hidden_digits);
            found.push(Number { whole: run.bytes(number), hidden, hidden_digits });
        }
    }
    found
}
