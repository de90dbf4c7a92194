//! The tables as they stand in the repository, and what they must hold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use domain::knowledge::grounding::{ClaimKind, Value, claims};
use domain::knowledge::markdown::without_furigana;
use translation::glossary::{Glossary, Hold};
use translation::memory::Memory;
use translation::phrase_book::{self, Phrase};

pub fn text(path: &str) -> String {
    let whole = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    std::fs::read_to_string(&whole).unwrap_or_else(|fault| panic!("{}: {fault}", whole.display()))
}

/// The lines of a table without remarks and heading.
pub fn rows(path: &str) -> Vec<Vec<String>> {
    let text = text(path);
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1);
    lines.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

pub fn glossary() -> Glossary {
    Glossary::read(&text("phrases/glossary.tsv")).expect("a sound glossary")
}

pub fn book() -> Vec<Phrase> {
    phrase_book::read(&text("phrases/counter.tsv")).expect("a sound phrase book")
}

#[test]
fn the_glossary_has_what_a_counter_needs() {
    let glossary = glossary();
    assert!(glossary.terms().len() >= 155, "{}", glossary.terms().len());
    for wanted in ["マイナンバーカード", "署名用電子証明書", "利用者証明用電子証明書", "公金受取口座", "交付通知書"]
    {
        assert!(glossary.terms().iter().any(|term| term.ja.iter().any(|form| form == wanted)), "{wanted}");
    }
    let kinds = glossary.terms().iter().filter(|term| term.hold == Hold::Kind).count();
    assert_eq!(kinds, 4, "four kinds of PIN");
    let mut forms: BTreeMap<&str, &str> = BTreeMap::new();
    for term in glossary.terms().iter().filter(|term| term.hold != Hold::Advice) {
        for form in term.ja.iter().chain(&term.en) {
            let before = forms.insert(form, &term.id);
            assert!(before.is_none_or(|before| before == term.id), "{form} is {before:?} and {}", term.id);
        }
    }
}

#[test]
fn the_phrase_book_says_the_same_in_both_languages_and_is_approved_by_nobody_yet() {
    let (book, glossary) = (book(), glossary());
    assert!(book.len() >= 300, "{}", book.len());
    let (_, left_out) = Memory::of(&book, &[], &glossary);
    assert_eq!(left_out, [""; 0]);
    assert!(book.iter().all(|phrase| phrase.approved.is_none() && phrase.further.is_empty()));
}

#[test]
fn easy_japanese_is_there_and_has_a_reading_on_every_kanji() {
    for phrase in book() {
        assert!(!phrase.easy.is_empty(), "{}", phrase.key);
        let mut bare = phrase.easy.clone();
        while let (Some(from), Some(until)) = (bare.find('{'), bare.find('}')) {
            bare.replace_range(from..=until, "");
        }
        let kanji = |c: char| matches!(c, '\u{3400}'..='\u{9fff}');
        assert!(!bare.contains(kanji), "{}: {bare}", phrase.key);
    }
}

/// Figures of the phrase book that no fact of flows or FAQ has, with why they stand there.
const OWN_FIGURES: [&str; 3] = [
    // One document too few, one try left.
    "1 item", "1 time", "1",
];

#[test]
fn every_figure_of_the_phrase_book_stands_in_the_flows_or_the_faq() {
    let flows = super::sources::of_flows().into_iter().flat_map(|pair| [pair.ja, pair.en]);
    let known = flows.chain([without_furigana(&text("faq/zama.csv"))]);
    let figures = |text: &str| -> Vec<(ClaimKind, Value)> {
        let telling = |kind: ClaimKind| !matches!(kind, ClaimKind::Office | ClaimKind::Polarity | ClaimKind::Condition);
        let found = claims(text).into_iter().filter(|claim| telling(claim.kind));
        found.map(|claim| (claim.kind, claim.value)).filter(|(_, value)| !matches!(value, Value::Phrase(_))).collect()
    };
    // The same number of something else counts: 2回 of a phrase is "twice" there.
    let digits = |value: &str| value.split(' ').next().unwrap_or_default().to_owned();
    let values = known.flat_map(|text| figures(&text)).map(|(_, value)| value.to_string());
    let known: BTreeSet<String> = values.flat_map(|value| [digits(&value), value]).collect();
    for phrase in book() {
        for (_, value) in figures(&phrase.ja) {
            let value = value.to_string();
            let stands =
                known.contains(&value) || known.contains(&digits(&value)) || OWN_FIGURES.contains(&value.as_str());
            assert!(stands, "{}: {value} in {}", phrase.key, phrase.ja);
        }
    }
}
