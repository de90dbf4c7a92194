//! A day as an officer may write it.

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization as _;

/// The year before the first of Reiwa.
const BEFORE_REIWA: i32 = 2018;

/// Longest date that is looked at, in bytes.
const DATE_BYTES_MAX: usize = 64;

/// Reads 2026-12-01, 2026/12/1, 2026年12月1日, 令和8年12月1日 and R8.12.1, in wide figures too; a time behind it is left out.
pub(super) fn read_day(written: &str) -> Option<NaiveDate> {
    if written.len() > DATE_BYTES_MAX {
        return None;
    }
    let plain: String = written.trim().nfkc().collect();
    let era = plain.strip_prefix("令和").or_else(|| plain.strip_prefix(['R', 'r']));
    let text = era.unwrap_or(&plain).replace(['年', '月', '/', '.'], "-").replace('日', " ");
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let year = if era.is_some() && *year == "元" { 1 } else { number(year)? };
    let year = if era.is_some() { year + BEFORE_REIWA } else { year };
    let day = NaiveDate::from_ymd_opt(year, u32::try_from(number(month)?).ok()?, u32::try_from(number(day)?).ok()?)?;
    (year > BEFORE_REIWA).then_some(day)
}

fn number(digits: &str) -> Option<i32> {
    let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|c| c.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::read_day;

    #[test]
    fn a_day_is_read_in_every_usual_spelling() {
        for written in [
            "2026-12-01",
            "2026/12/1",
            "2026.12.1",
            " 2026年12月1日 ",
            "２０２６年１２月１日",
            "令和8年12月1日",
            "Ｒ８．１２．１",
            "2026-12-01 00:00:00",
            "2026-12-01T09:30:00",
        ] {
            assert_eq!(read_day(written).map(|day| day.to_string()).as_deref(), Some("2026-12-01"), "{written}");
        }
        assert_eq!(read_day("令和元年5月1日").map(|day| day.to_string()).as_deref(), Some("2019-05-01"));
    }

    #[test]
    fn what_is_no_day_is_none() {
        for written in
            ["", "2026", "12-01", "2026-13-01", "2026-02-30", "昨日", "-1-1-1", "99999-1-1", "8年12月1日", "1999-01-01"]
        {
            assert_eq!(read_day(written), None, "{written}");
        }
        assert_eq!(read_day(&"2".repeat(100)), None);
    }
}
