//! Years as the Japanese calendar names them.

/// The first year that can be chosen.
pub(super) const FIRST_YEAR: u16 = 1920;
/// The last year that can be chosen.
pub(super) const LAST_YEAR: u16 = 2030;

/// Eras and the year in which each began; the year of change bears the later name.
const ERAS: [(&str, u16); 4] = [("令和", 2019), ("平成", 1989), ("昭和", 1926), ("大正", 1912)];

/// A year such as 昭和60年, with 元年 for the first of an era.
pub(super) fn era_year(year: u16) -> String {
    let Some((era, first)) = ERAS.iter().find(|(_, first)| year >= *first) else { return format!("西暦{year}年") };
    match year.saturating_sub(*first).saturating_add(1) {
        1 => format!("{era}元年"),
        count => format!("{era}{count}年"),
    }
}

/// Days of a month in the Gregorian calendar; 0 for a month that does not exist.
pub(super) fn days_of(year: u16, month: u16) -> u16 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_have_the_names_of_their_eras() {
        let check = |year: u16, name: &str| assert_eq!(era_year(year), name);
        check(2026, "令和8年");
        check(2019, "令和元年");
        check(2018, "平成30年");
        check(1989, "平成元年");
        check(1985, "昭和60年");
        check(1925, "大正14年");
        check(1900, "西暦1900年");
    }

    #[test]
    fn february_is_longer_in_leap_years() {
        let check = |year: u16, days: u16| assert_eq!(days_of(year, 2), days, "{year}");
        check(2024, 29);
        check(2000, 29);
        check(1900, 28);
        check(2023, 28);
        assert_eq!(days_of(2024, 13), 0);
    }
}
