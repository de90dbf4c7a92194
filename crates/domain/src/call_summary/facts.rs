//! The facts of a text that a summary may repeat: numbers, dates, names.

use std::collections::BTreeSet;

use super::numerals::{Numeral, numerals, plain};
use crate::spoken_names::people;
use crate::text_fold::Folded;
use crate::written_numbers::english_month;

/// Number words in English.
const ENGLISH_NUMBERS: [(&str, u32); 14] = [
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("fifteen", 15),
    ("twenty", 20),
    ("thirty", 30),
];

/// Kanji numbers that count something when one of these follows; others are parts of words (一緒, 十分).
const COUNTED: &[char] = &[
    '円', '年', '月', '日', '時', '歳', '才', '枚', '通', '回', '階', '番', '点', '週', '名', '人', '桁', '件', '号',
    '%', 'か', 'ヶ', 'つ', '割', '箇', '個',
];

/// Ends of names of places and offices.
const PLACES: &[&str] =
    &["支所", "出張所", "センター", "郵便局", "市役所", "区役所", "駅", "市", "町", "村", "区", "県", "課", "係"];

/// Words with such an end that name no place in particular.
const NO_PLACE: &[&str] = &[
    "市",
    "市役所",
    "区役所",
    "本市",
    "当市",
    "同市",
    "係",
    "関係",
    "課",
    "当課",
    "窓口",
    "担当課",
    "担当係",
    "県",
    "町",
    "区",
];

/// What a text holds that can be checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// Numbers as digits.
    pub(super) numbers: BTreeSet<String>,
    /// Month and day.
    pub(super) dates: BTreeSet<(String, String)>,
    /// Names of people, places and offices, folded.
    pub(super) names: BTreeSet<String>,
}

/// The facts a draft states: a kanji number counts where it counts something.
pub(super) fn stated(text: &str) -> Facts {
    facts(text, |numeral| !numeral.kanji || numeral.unit.starts_with(COUNTED))
}

/// The facts a text gives: every number, counted or not.
pub(super) fn given(text: &str) -> Facts {
    facts(text, |_| true)
}

fn facts(text: &str, counts: impl Fn(&Numeral) -> bool) -> Facts {
    let found: Vec<Numeral> = numerals(text).into_iter().filter(counts).collect();
    let mut facts = Facts::default();
    facts.numbers.extend(found.iter().map(|one| one.digits.clone()));
    facts.dates.extend(japanese_dates(&found));
    facts.dates.extend(slashed_dates(text));
    english(text, &mut facts);
    facts.names.extend(people(text).iter().chain(&places(text)).map(|name| Folded::of(name).text()));
    facts
}

/// A month that a day follows: 3月5日.
fn japanese_dates(found: &[Numeral]) -> Vec<(String, String)> {
    let month = |pair: &[Numeral]| pair[0].unit.starts_with('月') && pair[1].unit.starts_with('日');
    let beside = |pair: &[Numeral]| pair[1].before.ends_with('月');
    let pairs = found.windows(2).filter(|pair| month(pair) && beside(pair));
    pairs.map(|pair| (pair[0].digits.clone(), pair[1].digits.clone())).collect()
}

/// 3/5.
fn slashed_dates(text: &str) -> Vec<(String, String)> {
    let text = plain(text);
    let mut dates = Vec::new();
    for word in text.split(|c: char| !(c.is_ascii_digit() || c == '/')) {
        let parts: Vec<u32> = word.split('/').filter_map(|part| part.parse().ok()).collect();
        let (month, day) = match parts.as_slice() {
            [month, day] | [_, month, day] => (*month, *day),
            _ => continue,
        };
        if (1..=12).contains(&month) && (1..=31).contains(&day) {
            dates.push((month.to_string(), day.to_string()));
        }
    }
    dates
}

/// "March 5", "5 March", and number words.
fn english(text: &str, facts: &mut Facts) {
    let lower = plain(text).to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    for (at, word) in words.iter().enumerate() {
        if let Some((_, value)) = ENGLISH_NUMBERS.iter().find(|(name, _)| name == word) {
            facts.numbers.insert(value.to_string());
        }
        let Some(month) = english_month(word) else { continue };
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let day = beside.filter_map(|index| words.get(index)).find_map(|word| day_of(word));
        if let Some(day) = day {
            facts.numbers.insert(day.to_string());
            facts.numbers.insert(month.to_string());
            facts.dates.insert((month.to_string(), day.to_string()));
        }
    }
}

fn day_of(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ordinal = ["", "st", "nd", "rd", "th"].contains(&&word[digits.len()..]);
    digits.parse().ok().filter(|day| ordinal && (1..=31).contains(day))
}

/// Runs of kanji and katakana that end like a place or an office.
fn places(text: &str) -> Vec<String> {
    let text = plain(text);
    let part = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}' | '々' | 'ァ'..='ヺ' | 'ー');
    let runs = text.split(|c: char| !part(c));
    let named = runs.filter(|run| PLACES.iter().any(|end| run.ends_with(end)) && !NO_PLACE.contains(run));
    named.filter(|run| run.chars().count() > 1).map(str::to_owned).collect()
}
