//! What is read, how it is shown, what is hidden.

use proptest::prelude::*;

use super::{E164, Number, NumberClass, NumberRefusal, Withheld, read};

fn e164(text: &str) -> String {
    match read(text) {
        Ok(Number::Public(number)) => number.as_str().to_owned(),
        other => panic!("{text:?} was read as {other:?}"),
    }
}

#[test]
fn every_form_of_a_number_becomes_one() {
    for text in [
        "0462521111",
        "046-252-1111",
        "046(252)1111",
        "０４６－２５２－１１１１",
        "０４６ー２５２ー１１１１",
        "+81462521111",
        "+81-46-252-1111",
        "+81 (0)46 252 1111",
        "＋８１４６２５２１１１１",
        "81462521111",
        "010-81-46-252-1111",
        "046 252 1111",
        "　046.252.1111 ",
        "046‐252−1111",
    ] {
        assert_eq!(e164(text), "+81462521111", "{text}");
    }
    assert_eq!(e164("0120-101-366"), "+81120101366");
    assert_eq!(e164("0800-123-4567"), "+818001234567");
    assert_eq!(e164("819012345678"), "+819012345678");
    assert_eq!(e164("010 1 202-555-0123"), "+12025550123");
}

#[test]
fn a_withheld_number_says_why() {
    let why = |text| read(text).unwrap();
    assert_eq!(why("anonymous"), Number::Withheld(Withheld::ByCaller));
    assert_eq!(why("Anonymous"), Number::Withheld(Withheld::ByCaller));
    assert_eq!(why("非通知"), Number::Withheld(Withheld::ByCaller));
    assert_eq!(why("Coin line/payphone"), Number::Withheld(Withheld::Payphone));
    assert_eq!(why("Unavailable"), Number::Withheld(Withheld::Unavailable));
}

#[test]
fn what_is_no_number_is_refused_without_repeating_it() {
    for (text, expected) in [
        ("", NumberRefusal::Empty),
        (" - ", NumberRefusal::Empty),
        ("046-252-111", NumberRefusal::WrongLength),
        ("046-252-11111", NumberRefusal::WrongLength),
        ("090-1234-567", NumberRefusal::WrongLength),
        ("252-1111", NumberRefusal::WrongLength),
        ("+81", NumberRefusal::WrongLength),
        ("+0462521111", NumberRefusal::WrongLength),
        ("+1234567890123456", NumberRefusal::WrongLength),
        ("18609012345678", NumberRefusal::Prefixed),
        ("0033-46-252-1111", NumberRefusal::Prefixed),
        ("046-252-1111;ext=1", NumberRefusal::StrangeCharacter),
        ("04+62521111", NumberRefusal::StrangeCharacter),
        ("४६२५२११११", NumberRefusal::StrangeCharacter),
    ] {
        assert_eq!(read(text), Err(expected), "{text}");
    }
    assert_eq!(read(&"0".repeat(1_000_000)), Err(NumberRefusal::TooLong));
    assert!(E164::parse("+81-46-252-1111").is_err(), "the strict form takes no hyphens");
}

#[test]
fn numbers_are_shown_as_people_in_japan_write_them() {
    for shown in [
        "046-252-1111",
        "03-1234-5678",
        "06-1234-5678",
        "045-671-2121",
        "0467-12-3456",
        "0463-12-3456",
        "042-123-4567",
        "0422-12-3456",
        "04-2912-3456",
        "04-7123-4567",
        "04-7091-2345",
        "0470-22-3456",
        "01267-1-2345",
        "09802-2-3456",
        "090-1234-5678",
        "070-1234-5678",
        "050-1234-5678",
        "0120-101-366",
        "0800-123-4567",
        "0570-783-578",
        "011-211-2111",
        "0152-44-2111",
        "0246-12-3456",
        "024-525-1111",
    ] {
        let number = read(shown).unwrap();
        assert_eq!(number.public().unwrap().display(), shown);
    }
    assert_eq!(E164::parse("+12025550123").unwrap().display(), "+12025550123");
}

#[test]
fn only_the_last_four_digits_survive_masking_and_debugging() {
    let number = E164::parse("+819012345678").unwrap();
    assert_eq!(number.masked(), "***-****-5678");
    assert_eq!(format!("{number:?}"), "E164(***-****-5678)");
    assert_eq!(E164::parse("+12025550123").unwrap().masked(), "+*******0123");
}

#[test]
fn a_number_knows_its_class() {
    let class = |text: &str| read(text).unwrap().public().unwrap().class();
    assert_eq!(class("046-252-1111"), NumberClass::Geographic);
    assert_eq!(class("060-1234-5678"), NumberClass::Mobile);
    assert_eq!(class("050-1234-5678"), NumberClass::IpPhone);
    assert_eq!(class("0800-123-4567"), NumberClass::Freephone);
    assert_eq!(class("+880 2 1234567"), NumberClass::International);
    assert_eq!(class("+883 5100 1234567"), NumberClass::Satellite);
}

proptest! {
    #[test]
    fn reading_what_is_shown_gives_the_same_number(national in "0[1-9][0-9]{8}|0[5-9]0[0-9]{8}") {
        if let Ok(Number::Public(number)) = read(&national) {
            prop_assert_eq!(read(&number.display()), Ok(Number::Public(number.clone())));
            prop_assert_eq!(number.masked().chars().filter(char::is_ascii_digit).count(), 4);
            let text = serde_json::to_string(&number).unwrap();
            prop_assert_eq!(serde_json::from_str::<E164>(&text).unwrap(), number);
        }
    }

    #[test]
    fn no_text_whatever_breaks_the_reading(text in "\\PC{0,80}") {
        if let Ok(Number::Public(number)) = read(&text) {
            prop_assert!(E164::parse(number.as_str()).is_ok());
        }
    }
}
