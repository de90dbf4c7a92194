//! Numbers as they are written: kanji digits and powers, and the names of months in English.
//!
//! Owns the tables and the value of a run such as 3万5千. Where a number begins and ends is the reader's to find.

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The digit a kanji stands for.
pub(crate) fn kanji_digit(c: char) -> Option<u32> {
    let at = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'].iter().position(|digit| *digit == c);
    at.and_then(|at| u32::try_from(at).ok()).or(if c == '零' { Some(0) } else { None })
}

/// The power of ten a kanji stands for.
pub(crate) fn kanji_power(c: char) -> Option<u64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        '万' => Some(10_000),
        '億' => Some(100_000_000),
        _ => None,
    }
}

/// The value of a number with 十, 百, 千, 万 or 億 in it, such as 3万5千 or 二千二十六.
pub(crate) fn value(run: &[char]) -> u64 {
    let (mut whole, mut part, mut plain) = (0_u64, 0_u64, None::<u64>);
    for c in run {
        if let Some(figure) = c.to_digit(10).or_else(|| kanji_digit(*c)) {
            plain = Some(plain.unwrap_or(0).saturating_mul(10).saturating_add(figure.into()));
        } else if let Some(power) = kanji_power(*c) {
            if power >= 10_000 {
                let sum = part.saturating_add(plain.take().unwrap_or(0)).max(1);
                whole = whole.saturating_add(sum.saturating_mul(power));
                part = 0;
            } else {
                part = part.saturating_add(plain.take().unwrap_or(1).saturating_mul(power));
            }
        }
    }
    whole.saturating_add(part).saturating_add(plain.unwrap_or(0))
}

/// The number of a month named in small letters, whole or by its first three.
pub(crate) fn english_month(word: &str) -> Option<u32> {
    let found = MONTHS.iter().position(|month| *month == word || (word.len() == 3 && month.starts_with(word)))?;
    u32::try_from(found + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_with_powers_has_the_value_it_is_read_as() {
        let of = |text: &str| value(&text.chars().collect::<Vec<_>>());
        assert_eq!(
            ["3万5千", "二千二十六", "百五十", "一億二千万", "千"].map(of),
            [35_000, 2_026, 150, 120_000_000, 1_000]
        );
    }

    #[test]
    fn a_month_is_known_by_its_name_and_its_first_letters_alone() {
        assert_eq!(["march", "sep", "may"].map(english_month), [Some(3), Some(9), Some(5)]);
        assert_eq!(["", "ma", "marc", "March"].map(english_month), [None; 4]);
    }
}
