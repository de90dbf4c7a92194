//! How many drafts with one thing changed are caught, and how many honest ones are refused.
//!
//! The passages, the changes and the honest drafts are of one hand with the rules; figures on another hand's drafts
//! may be lower. Run with `--nocapture` to read the table.

use std::collections::{BTreeMap, BTreeSet};

use super::check::check_sentence;
use super::honest_cases;
use super::spans::{ENGLISH, JAPANESE, sentences};

/// One thing changed in a sentence.
pub(super) struct Mutant {
    pub(super) class: &'static str,
    pub(super) passage: &'static str,
    pub(super) text: String,
}

/// What is put in another's place, both ways; the class, one, the other.
const SWAPS: &[(&str, &str, &str)] = &[
    ("negation", "できます", "できません"),
    ("negation", "ません", "ます"),
    ("negation", "届きます", "届きません"),
    ("negation", "使えません", "使えます"),
    ("negation", "受け取れます", "受け取れません"),
    ("negation", "失効します", "失効しません"),
    ("negation", "開いています", "開いていません"),
    ("negation", "なりません", "なります"),
    ("negation", "されます", "されません"),
    ("negation", "必要です", "不要です"),
    ("negation", "必要ありません", "必要です"),
    ("negation", "です。", "ではありません。"),
    ("negation", "無料", "有料"),
    ("negation", "してください", "しないでください"),
    ("negation", "任意", "義務"),
    ("negation", "ありません", "あります"),
    ("negation", " can ", " cannot "),
    ("negation", " cannot ", " can "),
    ("negation", " must ", " must not "),
    ("negation", " must ", " need not "),
    ("negation", " is not ", " is "),
    ("negation", " are not ", " are "),
    ("negation", " is ", " is not "),
    ("negation", " are ", " are not "),
    ("negation", " do not need ", " need "),
    ("negation", " does not expire", " expires"),
    ("negation", " expires", " does not expire"),
    ("negation", " may ", " may not "),
    ("negation", " is no d", " is a d"),
    ("negation", "is required", "is not required"),
    ("negation", " costs ", " does not cost "),
    ("negation", " arrives ", " does not arrive "),
    ("negation", "Please come", "Please do not come"),
    ("negation", " has ", " does not have "),
    ("negation", " need ", " do not need "),
    ("condition", "以内", "以降"),
    ("condition", "以降", "以前"),
    ("condition", "以上", "以下"),
    ("condition", "以下", "以上"),
    ("condition", "以上", "未満"),
    ("condition", "未満", "以上"),
    ("condition", "未満", "以下"),
    ("condition", "月前", "月後"),
    ("condition", "日まで", "日から"),
    ("condition", "日から", "日まで"),
    ("condition", "前から", "前まで"),
    ("condition", "時から", "時まで"),
    ("condition", "のみ", ""),
    ("condition", "に限ります", "など"),
    ("condition", "を除き", "を含め"),
    ("condition", "原則として", "必ず"),
    ("condition", "を超えて", "以内で"),
    ("condition", "ご本人", "代理人"),
    ("condition", "法定代理人", "本人"),
    ("condition", "窓口", "オンライン"),
    ("condition", "できます。", "のみできます。"),
    ("condition", " within ", " after "),
    ("condition", " after ", " before "),
    ("condition", " before ", " after "),
    ("condition", " until ", " from "),
    ("condition", " only ", " "),
    ("condition", " under ", " over "),
    ("condition", " or older", " or younger"),
    ("condition", " more than ", " less than "),
    ("condition", " except ", " including "),
    ("condition", "Since ", "Until "),
    ("condition", "In principle, you", "You"),
    ("condition", " from ", " until "),
    ("condition", " can ", " can only "),
    ("condition", "online", "by post"),
    ("office", "座間市役所", "大和市役所"),
    ("office", "警察署", "消防署"),
    ("office", "市民課", "税務課"),
    ("office", "デジタル推進課", "市民課"),
    ("office", "デジタル推進課", "国民健康保険課"),
    ("office", "国民健康保険課", "デジタル推進課"),
    ("office", "コンビニ", "郵便局"),
    ("office", "コールセンター", "年金事務所"),
    ("office", "窓口", "郵便局"),
    ("office", "窓口", "税務署"),
    ("office", "電話", "法務局"),
    ("office", "端末", "銀行"),
    ("office", "Zama City Hall", "Yamato City Hall"),
    ("office", "Zama City Hall", "Zama Tax Office"),
    ("office", "police station", "fire station"),
    ("office", "Citizens Division", "Tax Division"),
    ("office", "Digital Promotion Division", "Citizens Division"),
    ("office", "convenience store", "post office"),
    ("office", "call centre", "tax office"),
    ("office", "the counter", "the bank"),
    ("office", "online counter", "post office"),
];

/// Where digits stand: the digits with their commas and points.
fn figures(text: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        if length > 0 {
            found.push(at..at + length);
        }
        at += length.max(1);
    }
    found
}

fn class(text: &str, at: &std::ops::Range<usize>) -> &'static str {
    let (before, after) = (&text[..at.start], &text[at.end..]);
    let any = |starts: &[&str]| starts.iter().any(|start| after.starts_with(start));
    let telephone = ["0120", "95", "0178", "101", "366"].contains(&&text[at.clone()]) && text.contains("0120-");
    if telephone {
        "telephone"
    } else if any(&["円", " yen", ",000", ",000円"]) || before.ends_with(',') {
        "money"
    } else if any(&["時間", " hours"]) {
        "duration"
    } else if any(&["時", "分", ":", " a.m", " p.m"]) || before.ends_with(':') {
        "time"
    } else if any(&["か月", "週間", "日以内", " months", " month", " days", " year", "年を"]) {
        "duration"
    } else if any(&["年", "月", "日", " December"]) || before.ends_with("December ") {
        "date"
    } else {
        "number"
    }
}

/// Another number that may stand there.
fn changed(digits: &str, after: &str) -> Vec<String> {
    let value: u32 = digits.parse().expect("digits");
    let width = digits.len();
    let within = |most: u32| format!("{}", value % most + 1);
    if after.starts_with('月') {
        return vec![within(12)];
    }
    if after.starts_with('日') || after.starts_with(" December") {
        return vec![within(28)];
    }
    let next = value % 10 + 1;
    let mut others = vec![format!("{:0width$}", value - value % 10 + next % 10), format!("{:0width$}", value + 10)];
    others.retain(|other| other != digits);
    others
}

fn numbers(passage: &'static str, sentence: &str, mutants: &mut Vec<Mutant>) {
    for at in figures(sentence) {
        let (digits, after) = (&sentence[at.clone()], &sentence[at.end..]);
        // The number that counts a line of a list says nothing.
        if at.start == 0 && after.starts_with(". ") {
            continue;
        }
        let elsewhere = figures(passage).into_iter().map(|at| passage[at].to_owned());
        let alike = |other: &String| other.len() == digits.len() && other != digits && digits.len() < 4;
        let class = class(sentence, &at);
        let swapped: BTreeSet<String> = elsewhere.filter(alike).filter(|_| class != "telephone").collect();
        for other in changed(digits, after).into_iter().chain(swapped) {
            let text = format!("{}{other}{after}", &sentence[..at.start]);
            mutants.push(Mutant { class, passage, text });
        }
    }
}

fn swaps(passage: &'static str, sentence: &str, mutants: &mut Vec<Mutant>) {
    for (class, from, to) in SWAPS {
        for (at, _) in sentence.match_indices(from) {
            let text = format!("{}{to}{}", &sentence[..at], &sentence[at + from.len()..]);
            let word = *from == "ません" || *from == "です。";
            let other = word
                && ["できません", "ありません", "なりません"]
                    .iter()
                    .any(|end| sentence[..at + from.len()].ends_with(end));
            let both = *from == "法定代理人" && sentence.matches("本人").count() > 1;
            if !(other || both) {
                mutants.push(Mutant { class, passage, text });
            }
        }
    }
}

pub(super) fn mutants(passages: &[&'static str]) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for passage in passages {
        for sentence in sentences(passage) {
            numbers(passage, &sentence, &mut mutants);
            swaps(passage, &sentence, &mut mutants);
        }
    }
    // A change that gives a sentence of the passage is none.
    mutants.retain(|mutant| !mutant.passage.contains(mutant.text.trim_end_matches(['。', '.'])));
    mutants
}

fn refused(passage: &str, text: &str) -> bool {
    !check_sentence(text, passage, passage).is_empty()
}

fn full_width(text: &str) -> String {
    let wide = |c: char| char::from_u32(u32::from(c) + 0xfee0).filter(|_| c.is_ascii_digit()).unwrap_or(c);
    text.chars().map(wide).collect()
}

/// The other way to write years, amounts and times.
const REWRITES: &[(&str, &str)] = &[
    ("令和6年12月2日", "2024年12月2日"),
    ("令和6年12月2日", "2024/12/2"),
    ("2026年8月1日", "令和8年8月1日"),
    ("2026年7月31日", "令和八年七月三十一日"),
    ("1,000円", "千円"),
    ("2,000円", "2千円"),
    ("800円", "八百円"),
    ("3か月", "三か月"),
    ("3か月", "3ヶ月"),
    ("6か月", "半年"),
    ("1週間", "一週間"),
    ("午後8時", "20時"),
    ("午後5時15分", "17:15"),
    ("午前8時30分", "8時半"),
    ("6時30分", "6:30"),
    ("10回目", "十回目"),
    ("必要ありません", "不要です"),
    ("1,000 yen", "¥1,000"),
    ("2 December 2024", "December 2, 2024"),
    ("3 months", "three months"),
    ("cannot", "can't"),
    ("do not need", "don't need"),
    ("8 p.m.", "20:00"),
    ("17:15", "5:15 p.m."),
    ("4 digits", "four digits"),
    ("10th", "tenth"),
];

/// Parts of a sentence in another order: A、B、C。 as B、A、C。, and "A, B." as "B, A.".
fn reordered(sentence: &str) -> Option<String> {
    if let Some(body) = sentence.strip_suffix('。') {
        let parts: Vec<&str> = body.split('、').collect();
        return (parts.len() > 2).then(|| {
            let mut parts = parts.clone();
            parts.swap(0, 1);
            format!("{}。", parts.join("、"))
        });
    }
    let body = sentence.strip_suffix('.')?;
    let (one, other) = body.split_once(", ")?;
    Some(format!("{}, {}.", other, one))
}

fn shortened(sentence: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some((_, rest)) = sentence.split_once('、')
        && rest.chars().count() > 8
    {
        found.push(rest.to_owned());
    }
    if let Some((first, _)) = sentence.split_once(" and ") {
        found.push(format!("{first}."));
    }
    found.push(sentence.trim_end_matches(['。', '.']).to_owned());
    found
}

fn passages() -> Vec<&'static str> {
    JAPANESE.iter().chain(ENGLISH).copied().collect()
}

fn honest() -> Vec<(&'static str, &'static str, String)> {
    let mut drafts = rewritten_drafts(&passages());
    let by_hand = |passages: &'static [&'static str], cases: &'static [(usize, &'static str)]| {
        cases.iter().map(move |(at, text)| ("by hand", passages[*at], (*text).to_owned()))
    };
    drafts.extend(by_hand(JAPANESE, honest_cases::JAPANESE));
    drafts.extend(by_hand(ENGLISH, honest_cases::ENGLISH));
    drafts
}

pub(super) fn rewritten_drafts(passages: &[&'static str]) -> Vec<(&'static str, &'static str, String)> {
    let mut drafts = Vec::new();
    for passage in passages {
        for sentence in sentences(passage) {
            drafts.push(("verbatim", *passage, sentence.clone()));
            if sentence.contains(|c: char| c.is_ascii_digit()) {
                drafts.push(("width", *passage, full_width(&sentence)));
            }
            let rewritten = REWRITES.iter().filter(|(from, _)| sentence.contains(from));
            drafts.extend(rewritten.map(|(from, to)| ("rewritten", *passage, sentence.replace(from, to))));
            drafts.extend(reordered(&sentence).map(|text| ("reordered", *passage, text)));
            drafts.extend(shortened(&sentence).into_iter().map(|text| ("shortened", *passage, text)));
        }
    }
    drafts
}

/// How many of how many, by class; those that went wrong are printed.
pub(super) fn table<'a>(
    drafts: impl Iterator<Item = (&'static str, &'a str, &'a str)>,
    wanted: bool,
) -> (usize, usize, String) {
    let mut told = String::new();
    let mut rows: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (class, passage, text) in drafts {
        let row = rows.entry(class).or_default();
        row.1 += 1;
        if refused(passage, text) == wanted {
            row.0 += 1;
        } else {
            told += &format!("  wrong [{class}] {text}  {:?}\n", check_sentence(text, passage, passage));
        }
    }
    for (class, (right, all)) in &rows {
        told += &format!("  {class:<10} {right:>4} of {all:>4}  {:.1} %\n", 100.0 * *right as f64 / *all as f64);
    }
    let sum = |pick: fn(&(usize, usize)) -> usize| rows.values().map(pick).sum();
    (sum(|row| row.0), sum(|row| row.1), told)
}

#[test]
fn a_draft_with_one_thing_changed_is_refused() {
    let sentences_count: usize = passages().iter().map(|passage| sentences(passage).len()).sum();
    assert!(sentences_count >= 60, "{sentences_count}");
    let mutants = mutants(&passages());
    let (caught, all, told) = table(mutants.iter().map(|one| (one.class, one.passage, one.text.as_str())), true);
    assert!(all >= 500, "{all}");
    assert!(caught * 1_000 >= all * 990, "changed drafts that are refused, {caught} of {all}:\n{told}");
}

#[test]
fn an_honest_draft_is_shown() {
    let honest = honest();
    let (shown, all, told) =
        table(honest.iter().map(|(class, passage, text)| (*class, *passage, text.as_str())), false);
    assert!(all >= 200, "{all}");
    assert!((all - shown) * 100 <= all * 5, "honest drafts that are shown, {shown} of {all}:\n{told}");
}
