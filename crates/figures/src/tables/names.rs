//! What days, half hours, channels and languages are called in tables, and the stretches of a term that make rows.

use domain::contact::Channel;

use crate::filter::{DayKind, Filter, LanguageClass};
use crate::reader::Line;
use crate::term::{Day, Term, band_label};
use crate::words::Words;

/// A term of more days than this has rows by month.
const DAYS_AS_ROWS_MAX: usize = 92;

const WEEKDAYS: [(&str, &str, &str); 7] = [
    ("mon", "月", "Mon"),
    ("tue", "火", "Tue"),
    ("wed", "水", "Wed"),
    ("thu", "木", "Thu"),
    ("fri", "金", "Fri"),
    ("sat", "土", "Sat"),
    ("sun", "日", "Sun"),
];

/// Weekdays from Monday, each a line over the contacts of its days.
#[must_use]
pub fn weekdays() -> Vec<Line> {
    let line = |(weekday, (id, ja, en)): (u8, (&str, &str, &str))| {
        Line::over(id, Words::new(ja, en), Filter::weekday(weekday))
    };
    (0..).zip(WEEKDAYS).map(line).collect()
}

/// A day with its weekday, such as `2026-04-01(水)`.
#[must_use]
pub fn day_label(day: Day) -> Words {
    let (_, ja, en) = WEEKDAYS.get(usize::from(day.weekday())).copied().unwrap_or(("", "", ""));
    Words::new(&format!("{day}({ja})"), &format!("{day} ({en})"))
}

/// The days of a term, or its months where it is long.
#[must_use]
pub fn periods(term: Term) -> Vec<Line> {
    if term.days().count() <= DAYS_AS_ROWS_MAX {
        return term.days().map(day).collect();
    }
    let mut months: Vec<Line> = Vec::new();
    let mut first = term.first;
    while first <= term.last {
        let last = last_of_month(first).min(term.last);
        let label = first.date().format("%Y-%m").to_string();
        months.push(Line::over(&label, Words::same(&label), Filter::days(Term { first, last })));
        first = Day(last.0 + 1);
    }
    months
}

/// One day as a row.
#[must_use]
pub fn day(day: Day) -> Line {
    Line::over(&day.to_string(), day_label(day), Filter::days(Term { first: day, last: day }))
}

fn last_of_month(day: Day) -> Day {
    use chrono::Datelike;
    Term::month(day.date().year(), day.date().month()).map_or(day, |month| month.last)
}

/// Half hours as rows, and one for what arrived at another time.
#[must_use]
pub fn bands((first, last): (u8, u8)) -> Vec<Line> {
    let band = |band| {
        let label = format!("{}-{}", band_label(band), band_label(band + 1));
        Line::over(&format!("band_{band}"), Words::same(&label), Filter::band(band))
    };
    let other =
        Line::over("other_hours", Words::new("その他の時間", "other hours"), Filter::outside_bands((first, last)));
    (first..=last).map(band).chain([other]).collect()
}

/// Kinds of days as columns.
#[must_use]
pub fn day_kinds() -> Vec<Line> {
    let line = |kind| {
        let (id, ja, en) = match kind {
            DayKind::Weekday => ("weekday", "平日", "weekdays"),
            DayKind::Saturday => ("saturday", "土曜", "Saturdays"),
            DayKind::Sunday => ("sunday", "日曜", "Sundays"),
        };
        Line::over(id, Words::new(ja, en), Filter::kind(kind))
    };
    DayKind::ALL.into_iter().map(line).collect()
}

/// Languages as columns or rows.
#[must_use]
pub fn languages() -> Vec<Line> {
    let line = |language| {
        let (id, ja, en) = match language {
            LanguageClass::Ja => ("ja", "日本語", "Japanese"),
            LanguageClass::En => ("en", "英語", "English"),
            LanguageClass::Other => ("other", "その他・未選択", "other or not settled"),
        };
        Line::over(id, Words::new(ja, en), Filter::language(language))
    };
    LanguageClass::ALL.into_iter().map(line).collect()
}

/// Channels as rows.
#[must_use]
pub fn channels() -> Vec<Line> {
    let line = |channel| {
        let (id, ja, en) = match channel {
            Channel::Phone => ("phone", "電話", "telephone"),
            Channel::Counter => ("counter", "オンライン窓口", "counter"),
            Channel::Chat => ("chat", "チャット", "chat"),
        };
        Line::over(id, Words::new(ja, en), Filter::channel(channel))
    };
    [Channel::Phone, Channel::Counter, Channel::Chat].into_iter().map(line).collect()
}

/// What the last row of a table is called.
#[must_use]
pub fn total() -> Words {
    Words::new("合計", "total")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_rows_by_day_and_a_year_by_month() {
        let ids = |term| periods(term).into_iter().map(|line| line.id).collect::<Vec<_>>();
        let april = ids(Term::month(2026, 4).unwrap());
        assert_eq!((april.len(), april[0].as_str(), april[29].as_str()), (30, "2026-04-01", "2026-04-30"));
        let first = Term::month(2026, 4).unwrap().first;
        let year = ids(Term { first, last: Term::month(2027, 3).unwrap().last });
        assert_eq!((year.len(), year[0].as_str(), year[11].as_str()), (12, "2026-04", "2027-03"));
        assert_eq!(day_label(first), Words::new("2026-04-01(水)", "2026-04-01 (Wed)"));
    }
}
