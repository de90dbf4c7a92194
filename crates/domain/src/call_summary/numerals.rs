//! Numbers in a text, however they are written: figures, full width, kanji, 3万5千, years of an era.
//!
//! Owns the reading of numbers into plain digits. It must never judge whether they are right: `check` does.

use unicode_normalization::UnicodeNormalization as _;

use crate::written_numbers::{kanji_digit, kanji_power, value};

/// A number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numeral {
    /// Its digits without separators; zeros in front stay, since telephone numbers begin with them.
    pub(super) digits: String,
    /// Whether it was written in kanji alone; many words hold one (一緒, 十分).
    pub(super) kanji: bool,
    /// What follows it: up to two letters.
    pub(super) unit: String,
    /// What stands before it: up to two letters.
    pub(super) before: String,
}

/// Eras, with the year before their first.
const ERAS: [(&str, u64); 4] = [("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911)];

/// The numbers in a text, in order; a year of an era is there as its common year too.
pub(super) fn numerals(text: &str) -> Vec<Numeral> {
    let letters: Vec<char> = plain(text).chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let until = run_end(&letters, at);
        if until == at {
            at += 1;
            continue;
        }
        let numeral = read(&letters, at, until);
        if let Some(year) = western_year(&numeral) {
            found.push(year);
        }
        found.push(numeral);
        at = until;
    }
    found
}

/// Width made plain and 元年 made a number.
pub(super) fn plain(text: &str) -> String {
    text.nfkc().collect::<String>().replace("元年", "1年")
}

fn run_end(letters: &[char], from: usize) -> usize {
    let mut at = from;
    while at < letters.len() {
        let c = letters[at];
        let beside = |index: usize| letters.get(index).is_some_and(|c| digit(*c).is_some_and(|c| c != '.'));
        let joins = at > from && beside(at - 1) && beside(at + 1);
        let separator = matches!(c, ',' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | 'ー' | '.') && joins;
        if !(c.is_ascii_digit() || kanji_digit(c).is_some() || kanji_power(c).is_some() || separator) {
            break;
        }
        at += 1;
    }
    at
}

fn read(letters: &[char], from: usize, until: usize) -> Numeral {
    let run: Vec<char> = letters[from..until].iter().copied().filter(|c| kind_of(*c)).collect();
    let powers = run.iter().any(|c| kanji_power(*c).is_some());
    let digits = if powers { value(&run).to_string() } else { run.iter().filter_map(|c| digit(*c)).collect() };
    Numeral {
        digits,
        kanji: run.iter().all(|c| !c.is_ascii_digit()),
        unit: letters[until..].iter().take(2).collect(),
        before: letters[from.saturating_sub(2)..from].iter().collect(),
    }
}

/// A decimal point counts as part of a number and is kept apart from separators.
fn kind_of(c: char) -> bool {
    c.is_ascii_digit() || c == '.' || kanji_digit(c).is_some() || kanji_power(c).is_some()
}

fn digit(c: char) -> Option<char> {
    if c.is_ascii_digit() || c == '.' { Some(c) } else { kanji_digit(c).and_then(|value| char::from_digit(value, 10)) }
}

fn western_year(numeral: &Numeral) -> Option<Numeral> {
    if !numeral.unit.starts_with('年') {
        return None;
    }
    let (_, before_first) = ERAS.iter().find(|(era, _)| numeral.before.ends_with(era))?;
    let year = before_first + numeral.digits.parse::<u64>().ok()?;
    Some(Numeral { digits: year.to_string(), ..numeral.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_reading_however_it_is_written() {
        let check = |text: &str, wanted: &[&str]| {
            let found: Vec<String> = numerals(text).into_iter().map(|one| one.digits).collect();
            assert_eq!(found, wanted, "{text}");
        };
        check("手数料は１，０００円です", &["1000"]);
        check("千円と二千二十六円と3万5千円と百五十", &["1000", "2026", "35000", "150"]);
        check("〇四六-255-1111", &["0462551111"]);
        check("046-255-1111", &["0462551111"]);
        check("令和8年3月と平成元年と昭和六十四年", &["2026", "8", "3", "1989", "1", "1989", "64"]);
        check("3.5センチ、4日から", &["3.5", "4"]);
        check("十二月二十五日", &["12", "25"]);
        check("一億二千万", &["120000000"]);
        check("番号なし", &[]);
    }
}
