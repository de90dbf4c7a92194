//! Who reads what of a text: telephone numbers and names are hidden from agents and the city's officers.
//!
//! Managers and supervisors, who answer for complaints, read them after a stated reason (clause 8(4)). The rules of
//! what is a number or a name are `domain::secret_text`'s; this file brings them onto words that have times.

use std::collections::BTreeMap;
use std::ops::Range;

use domain::secret_text::mask_for_show;
use domain::spoken_names::people;
use uuid::Uuid;

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

/// What hides the numbers and names of one contact.
#[derive(Debug, Default)]
pub(super) struct Veil {
    names: Vec<String>,
}

impl Veil {
    /// Hides the names that come up in `texts`, save those of colleagues, which stand on every screen.
    pub(super) fn over<'a>(texts: impl IntoIterator<Item = &'a str>, colleagues: &BTreeMap<Uuid, String>) -> Self {
        let mut names: Vec<String> = Vec::new();
        for name in texts.into_iter().flat_map(people) {
            let colleague = colleagues.values().any(|one| one.contains(&name));
            if !colleague && !names.contains(&name) {
                names.push(name);
            }
        }
        Self { names }
    }

    /// The text as it is shown.
    pub(super) fn shown(&self, text: &str) -> String {
        mask_for_show(text, &self.names)
    }

    /// What of a text is hidden, in order.
    pub(super) fn masks(&self, text: &str) -> Vec<Masked> {
        differences(text, &self.shown(text))
    }
}

/// A stretch of a text that is shown as something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Masked {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// What is shown in its place.
    pub(super) shown: String,
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
    fn a_colleagues_name_stays_and_a_residents_is_hidden() {
        let colleagues = BTreeMap::from([(Uuid::nil(), "佐藤 花子".to_owned())]);
        let veil = Veil::over(["佐藤と申します", "鈴木と申します", "電話は046-255-1111です"], &colleagues);
        assert_eq!(veil.shown("佐藤様、鈴木です"), "佐藤様、●●です");
        let number = veil.shown("電話は046-255-1111です");
        assert!(!number.contains("255") && number.ends_with("です"), "{number}");
    }

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
