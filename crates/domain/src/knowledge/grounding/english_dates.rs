//! Dates as English writes them: "2 December 2024", "December 2, 2024", "December 2024", "in 2026".

use super::claim::Value;
use super::dates::YEARS;
use super::letters::parts_words;
use super::numbers::{number_at, word_at};
use crate::written_numbers::english_month;

/// The date that begins at `at`, and where it ends.
pub(super) fn english_date_at(letters: &[char], at: usize) -> Option<(Value, usize)> {
    if !parts_words(letters, at) {
        return None;
    }
    day_first(letters, at).or_else(|| month_first(letters, at)).or_else(|| year_alone(letters, at))
}

fn day_first(letters: &[char], at: usize) -> Option<(Value, usize)> {
    let (day, until) = day_at(letters, at)?;
    let (month, until) = month_at(letters, until + usize::from(letters.get(until) == Some(&' ')))?;
    let (year, until) = year_after(letters, until);
    Some((Value::Date { year, month: Some(month), day: Some(day) }, until))
}

fn month_first(letters: &[char], at: usize) -> Option<(Value, usize)> {
    let (month, after) = month_at(letters, at)?;
    let day = (letters.get(after) == Some(&' ')).then(|| day_at(letters, after + 1)).flatten();
    let (year, until) = year_after(letters, day.map_or(after, |(_, until)| until));
    // "may" is a word of its own.
    let sure = month != 5 || day.is_some() || year.is_some();
    sure.then_some((Value::Date { year, month: Some(month), day: day.map(|(day, _)| day) }, until))
}

fn year_alone(letters: &[char], at: usize) -> Option<(Value, usize)> {
    let (year, until) = plain_year(letters, at)?;
    let counted = letters.get(until).is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '-' | '%' | '円'));
    let unit = super::units::unit_at(letters, until).is_some();
    (!counted && !unit).then_some((Value::Date { year: Some(year), month: None, day: None }, until))
}

fn month_at(letters: &[char], at: usize) -> Option<(u32, usize)> {
    // A month is written with a capital letter; "march" and "may" otherwise are words.
    letters.get(at).filter(|c| c.is_ascii_uppercase())?;
    let (word, until) = word_at(letters, at);
    Some((english_month(&word)?, until))
}

fn day_at(letters: &[char], at: usize) -> Option<(u32, usize)> {
    let number = number_at(letters, at).filter(|number| !number.spelled)?;
    let day = number.whole().filter(|day| (1..=31).contains(day))?;
    let (suffix, end) = word_at(letters, number.until);
    let until = if ["st", "nd", "rd", "th"].contains(&suffix.as_str()) { end } else { number.until };
    let apart = !letters.get(until).is_some_and(|c| c.is_ascii_alphanumeric());
    apart.then_some((day, until))
}

fn year_after(letters: &[char], at: usize) -> (Option<u32>, usize) {
    let gap = letters.get(at..).unwrap_or_default().iter().take_while(|c| matches!(c, ' ' | ',')).count();
    match plain_year(letters, at + gap) {
        Some((year, until)) if (1..=2).contains(&gap) => (Some(year), until),
        Some(_) | None => (None, at),
    }
}

fn plain_year(letters: &[char], at: usize) -> Option<(u32, usize)> {
    let digits: String = letters.get(at..)?.iter().take_while(|c| c.is_ascii_digit()).take(5).collect();
    let year = digits.parse().ok().filter(|year| digits.len() == 4 && YEARS.contains(year))?;
    Some((year, at + 4))
}
