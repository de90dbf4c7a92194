//! Numbers with what they count, in both languages.

use super::claim::{ClaimKind, Value};
use super::dates::fiscal_year_at;
use super::letters::stands_at;
use super::numbers::{number_at, ordinal_at};
use super::units::{is_no_count, unit_at};

/// What is counted at `at`: its kind, its value and where it ends.
pub(super) fn count_at(letters: &[char], at: usize) -> Option<(ClaimKind, Value, usize)> {
    let number = |digits: &str, unit| Value::Number { digits: digits.to_owned(), unit };
    if stands_at(letters, at, "半年") {
        return Some((ClaimKind::Duration, number("6", "month"), at + 2));
    }
    if let Some((year, until)) = fiscal_year_at(letters, at) {
        return Some((ClaimKind::Date, number(&year.to_string(), "fiscal year"), until));
    }
    if letters.get(at) == Some(&'¥') {
        let found = number_at(letters, at + 1).filter(|found| !found.spelled)?;
        return Some((ClaimKind::Money, number(&found.digits, "yen"), found.until));
    }
    if let Some(found) = ordinal_at(letters, at) {
        return Some((ClaimKind::Number, number(&found.digits, "nth"), found.until));
    }
    let found = number_at(letters, at)?;
    let unit = unit_at(letters, found.until);
    match unit {
        Some(_) if found.spelled && is_no_count(letters, at) => None,
        Some((unit, kind, until)) => Some((kind, number(&found.digits, unit), until)),
        // 一 and "one" are parts of many words; alone they count nothing.
        None if found.spelled && (found.digits == "1" || !letters[at].is_ascii()) => None,
        None => Some((ClaimKind::Number, number(&found.digits, ""), found.until)),
    }
}
