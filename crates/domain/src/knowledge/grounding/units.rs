//! What numbers count, in both languages, under one name each. Data: a unit more is a line more.

use super::claim::ClaimKind;
use super::letters::{parts_words, stands_at};

/// How a unit is written, its one name, the kind of claim it makes.
type Unit = (&'static str, &'static str, ClaimKind);

/// The longer of two that begin alike stands first.
const UNITS: &[Unit] = &[
    ("円", "yen", ClaimKind::Money),
    ("ヵ月間", "month", ClaimKind::Duration),
    ("か月", "month", ClaimKind::Duration),
    ("ヶ月", "month", ClaimKind::Duration),
    ("ケ月", "month", ClaimKind::Duration),
    ("カ月", "month", ClaimKind::Duration),
    ("ヵ月", "month", ClaimKind::Duration),
    ("箇月", "month", ClaimKind::Duration),
    ("週間", "week", ClaimKind::Duration),
    ("週", "week", ClaimKind::Duration),
    ("日間", "day", ClaimKind::Duration),
    ("日", "day", ClaimKind::Duration),
    ("年度", "fiscal year", ClaimKind::Date),
    ("年間", "year", ClaimKind::Duration),
    ("年", "year", ClaimKind::Duration),
    ("時間", "hour", ClaimKind::Duration),
    ("分間", "minute", ClaimKind::Duration),
    ("分", "minute", ClaimKind::Duration),
    ("秒", "second", ClaimKind::Duration),
    ("歳", "age", ClaimKind::Number),
    ("才", "age", ClaimKind::Number),
    ("回目", "nth", ClaimKind::Number),
    ("番目", "nth", ClaimKind::Number),
    ("回", "time", ClaimKind::Number),
    ("枚", "piece", ClaimKind::Number),
    ("通り", "way", ClaimKind::Number),
    ("通", "letter", ClaimKind::Number),
    ("桁", "digit", ClaimKind::Number),
    ("けた", "digit", ClaimKind::Number),
    ("ケタ", "digit", ClaimKind::Number),
    ("文字", "character", ClaimKind::Number),
    ("人", "person", ClaimKind::Number),
    ("名", "person", ClaimKind::Number),
    ("件", "case", ClaimKind::Number),
    ("番", "number", ClaimKind::Number),
    ("号", "number", ClaimKind::Number),
    ("階", "floor", ClaimKind::Number),
    ("割", "tenth part", ClaimKind::Number),
    ("種類", "kind", ClaimKind::Number),
    ("か所", "place", ClaimKind::Number),
    ("箇所", "place", ClaimKind::Number),
    ("ヶ所", "place", ClaimKind::Number),
    ("口座", "account", ClaimKind::Number),
    ("口", "share", ClaimKind::Number),
    ("倍", "fold", ClaimKind::Number),
    ("点", "item", ClaimKind::Number),
    ("個", "item", ClaimKind::Number),
    ("つ", "item", ClaimKind::Number),
    ("センチ", "cm", ClaimKind::Number),
    ("パーセント", "%", ClaimKind::Number),
    ("%", "%", ClaimKind::Number),
    ("cm", "cm", ClaimKind::Number),
    ("mm", "mm", ClaimKind::Number),
    ("yen", "yen", ClaimKind::Money),
    ("months", "month", ClaimKind::Duration),
    ("month", "month", ClaimKind::Duration),
    ("weeks", "week", ClaimKind::Duration),
    ("week", "week", ClaimKind::Duration),
    ("days", "day", ClaimKind::Duration),
    ("day", "day", ClaimKind::Duration),
    ("years old", "age", ClaimKind::Number),
    ("years of age", "age", ClaimKind::Number),
    ("years", "year", ClaimKind::Duration),
    ("year", "year", ClaimKind::Duration),
    ("hours", "hour", ClaimKind::Duration),
    ("hour", "hour", ClaimKind::Duration),
    ("minutes", "minute", ClaimKind::Duration),
    ("minute", "minute", ClaimKind::Duration),
    ("seconds", "second", ClaimKind::Duration),
    ("times", "time", ClaimKind::Number),
    ("time", "time", ClaimKind::Number),
    ("digits", "digit", ClaimKind::Number),
    ("digit", "digit", ClaimKind::Number),
    ("characters", "character", ClaimKind::Number),
    ("people", "person", ClaimKind::Number),
    ("persons", "person", ClaimKind::Number),
    ("person", "person", ClaimKind::Number),
    ("percent", "%", ClaimKind::Number),
    ("accounts", "account", ClaimKind::Number),
    ("account", "account", ClaimKind::Number),
    ("kinds", "kind", ClaimKind::Number),
    ("th", "nth", ClaimKind::Number),
    ("st", "nth", ClaimKind::Number),
    ("nd", "nth", ClaimKind::Number),
    ("rd", "nth", ClaimKind::Number),
];

/// The unit at `at`: its name, its kind and where it ends.
pub(super) fn unit_at(letters: &[char], at: usize) -> Option<(&'static str, ClaimKind, usize)> {
    let gap = letters.get(at).is_some_and(|c| matches!(c, ' ' | '-'));
    [at, at + 1].into_iter().take(if gap { 2 } else { 1 }).find_map(|from| {
        let (written, name, kind) = UNITS.iter().find(|unit| fits(letters, from, unit.0))?;
        Some((*name, *kind, from + written.chars().count()))
    })
}

fn fits(letters: &[char], at: usize, written: &str) -> bool {
    let here = letters.get(at..).unwrap_or_default();
    let equal =
        here.len() >= written.chars().count() && written.chars().zip(here).all(|(a, b)| a == b.to_ascii_lowercase());
    let latin = written.ends_with(|c: char| c.is_ascii_alphabetic());
    equal && (!latin || parts_words(letters, at + written.chars().count()))
}

/// Whether `text` stands at `at` with a unit behind a number that makes it no unit: 十分な is no time.
pub(super) fn is_no_count(letters: &[char], at: usize) -> bool {
    let words = ["十分な", "十分に", "十分で", "一番", "一人", "一部", "一度", "一方", "万一", "一般", "一緒", "一覧"];
    words.iter().any(|word| stands_at(letters, at, word))
}
