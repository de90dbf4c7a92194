//! Dates and times of day as Japanese writes them, eras included, and as figures alone.

use super::claim::Value;
use super::letters::stands_at;
use super::numbers::{Number, number_at};

/// Eras, with the year before their first.
const ERAS: [(&str, u32); 3] = [("令和", 2018), ("平成", 1988), ("昭和", 1925)];

/// Years that are told as such without a 年.
pub(super) const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;

/// The date that begins at `at`, and where it ends.
pub(super) fn date_at(letters: &[char], at: usize) -> Option<(Value, usize)> {
    written(letters, at).or_else(|| figures(letters, at))
}

/// 令和8年4月1日, 2026年4月, 4月1日, 4月; a number of years, or a month that is counted, is none.
fn written(letters: &[char], at: usize) -> Option<(Value, usize)> {
    let (year, mut until) = match year_at(letters, at) {
        Some((year, until)) => (Some(year), until),
        None => (None, at),
    };
    let month = part_at(letters, until, "月", 1..=12);
    if let Some((_, end)) = month {
        until = end;
    }
    let day = month.and_then(|_| part_at(letters, until, "日", 1..=31));
    if let Some((_, end)) = day {
        until = end;
    }
    let [month, day] = [month, day].map(|part| part.map(|(value, _)| value));
    (year.is_some() || month.is_some()).then_some((Value::Date { year, month, day }, until))
}

fn year_at(letters: &[char], at: usize) -> Option<(u32, usize)> {
    let era = ERAS.iter().find(|(era, _)| stands_at(letters, at, era));
    let from = at + if era.is_some() { 2 } else { 0 };
    let (number, until) = if stands_at(letters, from, "元") {
        (1, from + 1)
    } else {
        let number = number_at(letters, from)?;
        (number.whole()?, number.until)
    };
    let year = era.map_or(number, |(_, before)| before + number);
    let named = stands_at(letters, until, "年") && !["年度", "年間"].iter().any(|word| stands_at(letters, until, word));
    (named && YEARS.contains(&year)).then_some((year, until + 1))
}

fn part_at(letters: &[char], at: usize, unit: &str, within: std::ops::RangeInclusive<u32>) -> Option<(u32, usize)> {
    let number = number_at(letters, at)?;
    let value = number.whole().filter(|value| within.contains(value))?;
    let follows = stands_at(letters, number.until, unit) && !stands_at(letters, number.until, "日間");
    follows.then_some((value, number.until + 1))
}

/// 2026-04-01, 2026/4/1, 2026.4.1.
fn figures(letters: &[char], at: usize) -> Option<(Value, usize)> {
    let mut parts = Vec::new();
    let mut until = at;
    let mut mark = None;
    while parts.len() < 3 {
        let digits: String = letters.get(until..)?.iter().take_while(|c| c.is_ascii_digit()).take(5).collect();
        parts.push(digits.parse::<u32>().ok()?);
        until += digits.len();
        match letters.get(until) {
            Some(c @ ('-' | '/' | '.')) if parts.len() < 3 && mark.is_none_or(|mark| mark == *c) => {
                mark = Some(*c);
                until += 1;
            }
            Some(_) | None => break,
        }
    }
    let [year, month, day] = parts.as_slice() else { return None };
    let sound = YEARS.contains(year) && (1..=12).contains(month) && (1..=31).contains(day);
    sound.then_some((Value::Date { year: Some(*year), month: Some(*month), day: Some(*day) }, until))
}

/// The fiscal year of an era, 令和8年度, as its number; it stands as one in the text of our era.
pub(super) fn fiscal_year_at(letters: &[char], at: usize) -> Option<(u32, usize)> {
    let (_, before) = ERAS.iter().find(|(era, _)| stands_at(letters, at, era))?;
    let number = number_at(letters, at + 2)?;
    stands_at(letters, number.until, "年度").then_some((before + number.whole()?, number.until + 2))
}

/// The time of day that begins at `at`: 午後5時15分, 17:15, 8時半, 5:15 p.m., noon.
pub(super) fn time_at(letters: &[char], at: usize) -> Option<(u32, usize)> {
    for (word, minute) in [("正午", 720), ("noon", 720), ("midnight", 0)] {
        if stands_at(letters, at, word) {
            return Some((minute, at + word.chars().count()));
        }
    }
    let half = [("午前", 0), ("午後", 720)].into_iter().find(|(word, _)| stands_at(letters, at, word));
    let from = at + if half.is_some() { 2 } else { 0 };
    let hour = number_at(letters, from)?;
    let (minute, until) = minute_at(letters, &hour)?;
    let half = half.map(|(_, minutes)| (minutes, until)).or_else(|| english_half(letters, until));
    let hours = hour.whole().filter(|hours| *hours <= 24)?;
    let (minute, until) = match (minute, half) {
        (Some(minute), half) => (minute, half.map_or(until, |(_, end)| end)),
        // "8 a.m." has nothing but its half of the day to tell it from a number.
        (None, Some((_, end))) => (0, end),
        (None, None) => return None,
    };
    let hours = half.map_or(hours, |(minutes, _)| hours % 12 + minutes / 60);
    Some((hours * 60 + minute, until))
}

/// The minute behind an hour: `Some(None)` where there is none but the hour may still be one.
fn minute_at(letters: &[char], hour: &Number) -> Option<(Option<u32>, usize)> {
    let at = hour.until;
    if stands_at(letters, at, "時間") {
        return None;
    }
    if stands_at(letters, at, "時半") {
        return Some((Some(30), at + 2));
    }
    if stands_at(letters, at, "時") {
        let minute = number_at(letters, at + 1).filter(|minute| stands_at(letters, minute.until, "分"));
        return Some(match minute.and_then(|minute| Some((minute.whole()?, minute.until + 1))) {
            Some((minute, until)) => (Some(minute), until),
            None => (Some(0), at + 1),
        });
    }
    let digits: String = letters.get(at + 1..).unwrap_or_default().iter().take(2).collect();
    match digits.parse::<u32>() {
        Ok(minute) if letters.get(at) == Some(&':') && digits.len() == 2 && minute < 60 => Some((Some(minute), at + 3)),
        Ok(_) | Err(_) => Some((None, at)),
    }
}

fn english_half(letters: &[char], at: usize) -> Option<(u32, usize)> {
    let from = at + usize::from(letters.get(at) == Some(&' '));
    [("a.m.", 0), ("p.m.", 720), ("am", 0), ("pm", 720)].into_iter().find_map(|(word, minutes)| {
        let here = letters.get(from..from + word.len())?;
        let equal = word.chars().zip(here).all(|(a, b)| a == b.to_ascii_lowercase());
        let apart = !letters.get(from + word.len()).is_some_and(char::is_ascii_alphabetic);
        (equal && apart).then_some((minutes, from + word.len()))
    })
}
