//! What is marked, where, and what is not.

use proptest::prelude::*;

use super::*;
use crate::language::Direction;
use crate::mark::MarkKind;

const GLOSSARY: &str = "id\tcategory\thold\tja\ten\tnote\n\
    kind.signature\tpin\tkind\t署名用\tsignature\tx\n\
    kind.identification\tpin\tkind\t利用者証明用\tuser identification\tx\n\
    card\tcard\tadvice\tカード\tcard\tx\n\
    cert\tcard\tadvice\t電子証明書\tcertificate\tx\n\
    tax\toffice\tstrict\t税務署\ttax office\tx\n";

fn marks_of(source: &str, target: &str, direction: Direction, names: &[NamePair]) -> Vec<Mark> {
    let glossary = Glossary::read(GLOSSARY).expect("a glossary");
    check(&Segment { text: source.to_owned(), direction }, target, names, &glossary)
}

/// The marks as `kind fault what`, with the marked words.
fn told(source: &str, target: &str, direction: Direction) -> Vec<String> {
    let words = |text: &str, at: &Option<std::ops::Range<usize>>| at.clone().map_or("", |at| &text[at]).to_owned();
    let marks = marks_of(source, target, direction, &[]);
    let tell = |mark: &Mark| {
        let place = format!("{}{}", words(source, &mark.in_source), words(target, &mark.in_target));
        format!("{} {:?} [{place}]", mark.kind.code(), mark.fault)
    };
    marks.iter().map(tell).collect()
}

fn flags(source: &str, target: &str, wanted: &[&str]) {
    assert_eq!(told(source, target, Direction::JaToEn), wanted, "{target}");
}

#[test]
fn what_differs_is_marked_where_it_stands() {
    let fee = "再交付の手数料は1,000円です。";
    flags(fee, "The reissue fee is 1,800 yen.", &["money Missing [1,000円]", "money Added [1,800 yen]"]);
    flags(
        "有効期限は令和8年4月1日です。",
        "The expiry date is April 1, 2027.",
        &["date Missing [令和8年4月1日]", "date Added [April 1, 2027]"],
    );
    flags("午後5時15分までです。", "Until 5:50 p.m.", &["time Missing [午後5時15分]", "time Added [5:50 p.m.]"]);
    flags(
        "0120-95-0178です。",
        "It is 0120-95-0187.",
        &["telephone Missing [0120-95-0178]", "telephone Added [0120-95-0187]"],
    );
    flags(
        "署名用です。",
        "It is for user identification.",
        &["pin Missing [署名用]", "pin Added [user identification]"],
    );
    flags("税務署です。", "It is the city.", &["office Missing [税務署]"]);
    flags("ここではできません。", "It is possible here.", &["negation Missing [ません]"]);
    flags("ここでできます。", "It is not possible here.", &["negation Added [not]"]);
    flags("本人だけです。", "It is the person.", &["condition Missing [だけ]"]);
    flags("はい、大丈夫です。", "No, it is fine.", &["negation Missing []"]);
}

#[test]
fn whose_figure_it_is_is_read_from_the_order() {
    let source = "カードは800円、電子証明書は200円です。";
    let check = |target: &str, wanted: &[&str]| flags(source, target, wanted);
    check("The card is 800 yen, the certificate 200 yen.", &[]);
    check("The certificate is 200 yen, the card 800 yen.", &[]);
    check("The card is 200 yen, the certificate 800 yen.", &["order Swapped []"]);
    check("The certificate is 800 yen, the card 200 yen.", &["order Swapped []"]);
}

#[test]
fn idioms_that_only_look_like_a_denial_are_none() {
    let check = |source: &str, target: &str| flags(source, target, &[]);
    check("申し訳ありません、少しお待ちください。", "I am sorry, please wait a moment.");
    check("印鑑をお持ちにならなければなりません。", "You must bring your seal.");
    check("手数料はかかりません。", "There is no charge.");
    check("忘れずにお持ちください。", "Please do not forget to bring it.");
    check("一つしか登録できません。", "You can register only one.");
    check("カードの一時停止の電話はしましたか。", "Have you called to stop the card?");
    check("24時間365日です。", "24 hours a day, 365 days a year.");
    check("写真を1枚お持ちください。", "Please bring a photo.");
    check("5月までです。", "Until May.");
}

#[test]
fn a_name_of_the_visit_stays_that_name() {
    let names = [NamePair { ja: "林".to_owned(), en: "Hayashi".to_owned() }];
    let of = |target: &str| marks_of("林さん、どうぞ。", target, Direction::JaToEn, &names);
    assert_eq!(of("Mr. Hayashi, please come."), []);
    assert_eq!(of("Mr. Forest, please come.")[0].kind, MarkKind::Name);
    let unknown = |target: &str| marks_of("鈴木さん、どうぞ。", target, Direction::JaToEn, &[]);
    assert_eq!(unknown("Ms. Suzuki, please come."), []);
    assert_eq!(unknown("Please come.")[0].kind, MarkKind::Name);
}

proptest! {
    #[test]
    fn any_two_texts_are_compared_and_places_are_places(
        source in "[0-9０-９一二十千年月日円時分、。しか,. a-zA-Zぁ-んァ-ンできません署名用]{0,60}",
        target in ".{0,80}",
        back in any::<bool>(),
    ) {
        let direction = if back { Direction::EnToJa } else { Direction::JaToEn };
        for mark in marks_of(&source, &target, direction, &[]) {
            prop_assert!(mark.in_source.is_none_or(|at| source.get(at).is_some()));
            prop_assert!(mark.in_target.is_none_or(|at| target.get(at).is_some()));
        }
    }
}
