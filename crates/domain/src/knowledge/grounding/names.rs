//! Names of offices, places and brands: what ends like an office, what is written in katakana, what English
//! writes with a capital letter.

use super::claim::{Claim, ClaimKind, Value};
use super::letters::{is_end, is_kanji, is_katakana, parts_words};
use super::numbers::word_at;

pub(super) const FAMILY: &str = "office";

/// Ends of names of offices and places; the longer of two that end alike first.
const ENDS: &[&str] = &[
    "市役所",
    "区役所",
    "町役場",
    "村役場",
    "役場",
    "出張所",
    "支所",
    "連絡所",
    "センター",
    "郵便局",
    "警察署",
    "交番",
    "消防署",
    "税務署",
    "年金事務所",
    "事務所",
    "保健所",
    "法務局",
    "管理局",
    "労働局",
    "裁判所",
    "図書館",
    "公民館",
    "病院",
    "医院",
    "薬局",
    "診療所",
    "医療機関",
    "金融機関",
    "銀行",
    "信用金庫",
    "機構",
    "協会",
    "組合",
    "コンビニ",
    "店舗",
    "大使館",
    "県庁",
    "都庁",
    "省",
    "庁",
    "局",
    "課",
    "係",
    "署",
    "市",
    "町",
    "村",
    "県",
];

/// Runs with such an end that name nothing in particular.
const NO_NAMES: &[&str] = &[
    "市",
    "本市",
    "当市",
    "他市",
    "各市",
    "市区町村",
    "市町村",
    "区町村",
    "町村",
    "市区",
    "町",
    "村",
    "県",
    "課",
    "係",
    "関係",
    "同課",
    "当課",
    "担当課",
    "担当係",
    "局",
    "結局",
    "省",
    "庁",
    "署",
    "組合",
    "協会",
    "機構",
];

/// Katakana words that any answer may use.
const PLAIN_KATAKANA: &[&str] = &[
    "カード",
    "マイナンバーカード",
    "マイナンバー",
    "ページ",
    "サイト",
    "ホームページ",
    "ケース",
    "メール",
    "データ",
    "サービス",
    "コールセンター",
    "オペレーター",
];

/// Words of English before which an office has no name of its own.
const ARTICLES: &[&str] =
    &["a", "an", "the", "your", "any", "each", "every", "this", "that", "our", "their", "or", "and", "at", "to"];

/// English words that name a kind of office.
const ENGLISH_ENDS: &[&str] = &[
    "station",
    "office",
    "offices",
    "hall",
    "centre",
    "center",
    "bank",
    "banks",
    "agency",
    "ministry",
    "hospital",
    "hospitals",
    "pharmacy",
    "store",
    "stores",
    "department",
    "division",
    "section",
    "insurer",
    "embassy",
    "branch",
];

/// Words English always writes with a capital letter and any answer may use.
const PLAIN_CAPITALS: &[&str] = &["i", "my", "number", "card", "cards", "japan", "japanese", "english", "pin", "id"];

/// The names in a text. `capitals` are the same letters before they were made small.
pub(super) fn names(letters: &[char], capitals: &[char]) -> Vec<Claim> {
    let mut found = japanese(letters);
    found.extend(english_offices(letters));
    found.extend(capitalised(letters, capitals));
    found
}

fn claim(letters: &[char], at: std::ops::Range<usize>) -> Claim {
    let name = letters[at.clone()].iter().collect();
    Claim { kind: ClaimKind::Office, family: FAMILY, value: Value::Word(name), at }
}

fn japanese(letters: &[char]) -> Vec<Claim> {
    let part = |c: char| is_kanji(c) || is_katakana(c);
    let mut found = Vec::new();
    for run in runs(letters, part) {
        if let Some(until) = office_end(&letters[run.clone()]) {
            found.push(claim(letters, run.start..run.start + until));
        }
    }
    for run in runs(letters, is_katakana) {
        let word: String = letters[run.clone()].iter().collect();
        if run.len() > 2 && !PLAIN_KATAKANA.contains(&word.as_str()) {
            found.push(claim(letters, run));
        }
    }
    found
}

/// Where the name of an office ends in a run of kanji and katakana.
fn office_end(run: &[char]) -> Option<usize> {
    let text: String = run.iter().collect();
    let until = ENDS.iter().filter_map(|end| Some(text.rfind(end)? + end.len())).max()?;
    let name = &text[..until];
    (!NO_NAMES.contains(&name) && !name.ends_with("市区町村")).then(|| name.chars().count())
}

fn runs(letters: &[char], part: impl Fn(char) -> bool) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let length = letters[at..].iter().take_while(|c| part(**c)).count();
        if length > 0 {
            found.push(at..at + length);
        }
        at += length.max(1);
    }
    found
}

/// "police station", "city hall": the word that tells the kind, with the one before it.
fn english_offices(letters: &[char]) -> Vec<Claim> {
    let words = words(letters);
    let mut found = Vec::new();
    for (at, (word, place)) in words.iter().enumerate() {
        if !ENGLISH_ENDS.contains(&word.as_str()) {
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let own = before.filter(|(word, before)| {
            !ARTICLES.contains(&word.as_str()) && before.end + 1 == place.start && letters[before.end] == ' '
        });
        found.push(claim(letters, own.map_or(place.start, |(_, before)| before.start)..place.end));
    }
    found
}

/// Words with a capital letter that do not open a sentence.
fn capitalised(letters: &[char], capitals: &[char]) -> Vec<Claim> {
    let mut found = Vec::new();
    for (word, place) in words(letters) {
        let opens = capitals[..place.start].iter().rev().find(|c| **c != ' ').is_none_or(|c| is_end(*c) || *c == '-');
        let capital = capitals[place.start].is_ascii_uppercase();
        if capital && !opens && !PLAIN_CAPITALS.contains(&word.as_str()) {
            found.push(claim(letters, place));
        }
    }
    found
}

/// The Latin words with their places.
pub(super) fn words(letters: &[char]) -> Vec<(String, std::ops::Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let (word, until) = word_at(letters, at);
        if until > at && parts_words(letters, at) {
            found.push((word, at..until));
        }
        at = until.max(at + 1);
    }
    found
}
