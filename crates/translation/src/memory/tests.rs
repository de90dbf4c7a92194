//! Phrases found by what is spoken, and those that must not be.

use super::*;
use crate::segment::NamePair;

fn glossary() -> Glossary {
    Glossary::read("id\tcategory\thold\tja\ten\tnote\nkind.sig\tpin\tkind\t署名用\tsignature\tx\n").expect("a glossary")
}

fn phrase(key: &str, ja: &str, en: &str) -> Phrase {
    Phrase {
        key: key.to_owned(),
        topic: "test".to_owned(),
        ja: ja.to_owned(),
        en: en.to_owned(),
        easy: String::new(),
        approved: None,
        source: "test".to_owned(),
        further: Default::default(),
    }
}

fn memory() -> Memory {
    let book = [
        phrase("fee", "手数料は{money}です。", "The fee is {money}."),
        phrase("wait", "{time}までお待ちください。", "Please wait until {time}."),
        phrase("day", "{date}に市役所へお越しください。", "Please come to the city hall on {date}."),
        phrase("name", "{name}様でいらっしゃいますか。", "Are you Mr. or Ms. {name}?"),
        phrase("photo", "写真を撮り直しますか。", "Would you like to take the photo again?"),
        phrase("no-photo", "写真は保存しません。", "We do not keep the photo."),
        phrase("bad", "3階です。", "It is on the 5th floor."),
    ];
    let (memory, left_out) = Memory::of(&book, &[], &glossary());
    assert_eq!(left_out, ["phrase:bad"], "a pair whose languages differ is left out");
    memory
}

fn said(text: &str, direction: Direction) -> Option<(String, bool)> {
    let context =
        Context { names: vec![NamePair { ja: "田中".to_owned(), en: "Tanaka".to_owned() }], ..Context::default() };
    let segment = Segment { text: text.to_owned(), direction };
    memory().find(&segment, &context, &glossary()).map(|found| (found.text, found.exact))
}

fn check(text: &str, direction: Direction, wanted: Option<(&str, bool)>) {
    assert_eq!(said(text, direction), wanted.map(|(text, exact)| (text.to_owned(), exact)), "{text}");
}

#[test]
fn slots_are_filled_as_each_language_writes_them() {
    check("手数料は１０００円です", Direction::JaToEn, Some(("The fee is 1,000 yen.", true)));
    check("The fee is 1000 yen.", Direction::EnToJa, Some(("手数料は1,000円です。", true)));
    check("17時15分までお待ちください。", Direction::JaToEn, Some(("Please wait until 5:15 p.m.", true)));
    check("Please wait until 12:30 p.m.", Direction::EnToJa, Some(("午後12時30分までお待ちください。", true)));
    check(
        "令和8年12月2日に市役所へお越しください",
        Direction::JaToEn,
        Some(("Please come to the city hall on December 2, 2026.", true)),
    );
    check("田中様でいらっしゃいますか。", Direction::JaToEn, Some(("Are you Mr. or Ms. Tanaka?", true)));
}

#[test]
fn a_phrase_that_says_something_else_is_not_taken() {
    check("写真を保存しますか。", Direction::JaToEn, None);
    check("写真は保存します。", Direction::JaToEn, None);
    check("手数料は1,000円と200円です。", Direction::JaToEn, None);
    check("手数料は3日です。", Direction::JaToEn, None);
    check("鈴木様でいらっしゃいますか。", Direction::JaToEn, None);
    check("今日は天気がいいですね。", Direction::JaToEn, None);
    check("", Direction::JaToEn, None);
}

#[test]
fn light_words_and_endings_make_no_difference() {
    check("えーと、写真を撮り直しますか", Direction::JaToEn, Some(("Would you like to take the photo again?", true)));
    check("Would you like to take the photo again", Direction::EnToJa, Some(("写真を撮り直しますか。", true)));
}
