//! Character error rate: how many characters are wrong, missing or too many, beside what was said.
//!
//! The rule: punctuation and blanks are dropped, full width becomes half width, letters become small, and numerals
//! become digits (三通 and 3通, 八百円 and 800円 are the same). Nothing else is forgiven: 子供 for 子ども is an error.

/// Wrong characters beside the characters that were said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Errors {
    /// Substituted, missing and added characters.
    pub(crate) wrong: usize,
    /// Characters that were said.
    pub(crate) said: usize,
}

impl Errors {
    /// The rate in percent; 0 where nothing was said.
    pub(crate) fn percent(self) -> f64 {
        if self.said == 0 { 0.0 } else { 100.0 * self.wrong as f64 / self.said as f64 }
    }
}

impl std::iter::Sum for Errors {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self { wrong: sum.wrong + one.wrong, said: sum.said + one.said })
    }
}

/// Compares what was heard with what was said.
pub(crate) fn errors(said: &str, heard: &str) -> Errors {
    let (said, heard) = (normalised(said), normalised(heard));
    Errors { wrong: distance(&said, &heard), said: said.len() }
}

/// Levenshtein's distance.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let changed = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

fn normalised(text: &str) -> Vec<char> {
    let plain: Vec<char> = text.chars().map(narrow).flat_map(char::to_lowercase).collect();
    let mut out: Vec<char> = Vec::new();
    let mut rest = plain.as_slice();
    while let Some(first) = rest.first() {
        let numerals = rest.iter().take_while(|letter| digit(**letter).is_some() || unit(**letter).is_some()).count();
        let run = &rest[..numerals.max(1)];
        // A lone 千, 万 or such belongs to a word or a name.
        if run.iter().any(|letter| digit(*letter).is_some() || matches!(letter, '十' | '百')) {
            out.extend(number(run).chars());
        } else {
            out.extend(run.iter().filter(|letter| letter.is_alphanumeric()));
        }
        debug_assert!(!run.is_empty(), "{first} is passed");
        rest = &rest[run.len()..];
    }
    out
}

fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        other => other,
    }
}

fn digit(letter: char) -> Option<u32> {
    let kanji = "〇一二三四五六七八九".chars().position(|kanji| kanji == letter);
    letter.to_digit(10).or(kanji.and_then(|digit| u32::try_from(digit).ok()))
}

fn unit(letter: char) -> Option<u64> {
    match letter {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        '万' => Some(10_000),
        _ => None,
    }
}

/// A run of numerals as digits: by their places (二〇二六, 090), or by their units (千二百).
fn number(run: &[char]) -> String {
    if run.iter().all(|letter| digit(*letter).is_some()) {
        return run.iter().filter_map(|letter| digit(*letter)).map(|digit| digit.to_string()).collect();
    }
    let (mut sum, mut part, mut figure): (u64, u64, Option<u64>) = (0, 0, None);
    for letter in run {
        if let Some(next) = digit(*letter) {
            figure = Some(figure.unwrap_or(0).saturating_mul(10).saturating_add(u64::from(next)));
        } else if *letter == '万' {
            sum = sum.saturating_add((part + figure.take().unwrap_or(u64::from(part == 0))).saturating_mul(10_000));
            part = 0;
        } else if let Some(unit) = unit(*letter) {
            part = part.saturating_add(figure.take().unwrap_or(1).saturating_mul(unit));
        }
    }
    (sum + part + figure.unwrap_or(0)).to_string()
}

#[cfg(test)]
mod tests {
    use super::{errors, normalised};

    #[test]
    fn numerals_width_case_and_punctuation_make_no_difference() {
        for (text, expected) in [
            ("住民票を三通、", "住民票を3通"),
            ("３通。", "3通"),
            ("八百円", "800円"),
            ("千二百三十四円と1,234円", "1234円と1234円"),
            ("午前十時", "午前10時"),
            ("二〇二六年", "2026年"),
            ("一万二千", "12000"),
            ("090の1234の5678", "090の1234の5678"),
            ("My PIN, please.", "mypinplease"),
            ("千葉市", "千葉市"),
            ("カード", "カード"),
        ] {
            assert_eq!(normalised(text).into_iter().collect::<String>(), expected, "{text}");
        }
    }

    #[test]
    fn each_wrong_missing_or_added_character_counts() {
        for (said, heard, wrong) in [
            ("転出届の手続き", "転出届の手続き。", 0),
            ("転出届の手続き", "点出届の手続き", 1),
            ("転出届の手続き", "転出の手続きと", 2),
            ("三通", "3つ", 1),
            ("子ども", "", 3),
        ] {
            assert_eq!(errors(said, heard).wrong, wrong, "{said} {heard}");
        }
        assert_eq!(errors("", "").percent(), 0.0);
    }
}
