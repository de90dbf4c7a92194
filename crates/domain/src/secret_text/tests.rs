//! What must be found, and what an ordinary note may say.

use proptest::prelude::*;

use super::{Confidence, SecretKind, SecretRefusal, TextContext, find, individual_number_check_digit, refuse_note};

fn found(text: &str) -> Vec<(String, SecretKind, Confidence)> {
    let findings = find(text, TextContext::default());
    findings.into_iter().map(|f| (text[f.range].to_owned(), f.kind, f.confidence)).collect()
}

fn kinds(text: &str) -> Vec<SecretKind> {
    found(text).into_iter().map(|(_, kind, _)| kind).collect()
}

#[test]
fn a_valid_individual_number_is_found_in_every_form() {
    for written in [
        "983205673214",
        "９８３２０５６７３２１４",
        "9832-0567-3214",
        "9832 0567 3214",
        "983,205,673,214",
        "9832、0567、3214",
        "9 8 3 2 0 5 6 7 3 2 1 4",
        "九八三二〇五六七三二一四",
        "九八三二 零五六七 三二一四",
        "きゅうはちさんにぜろごろくななさんにいちよん",
        "キュウ、ハチ、サン、ニ、レイ、ゴ、ロク、シチ、サン、ニ、イチ、シ",
        "くはちさんに まるごろくなな さんにいちよん",
        "nine eight three two zero five six seven three two one four",
        "Nine-eight-three-two, oh five six seven, three two one four",
        "９８３２の０５６７の３２１４",
        "9832ハイフン0567ハイフン3214",
        "9832\n0567\n3214",
    ] {
        let note = format!("お客様が「{written}」とおっしゃった。");
        let expected = [(written.to_owned(), SecretKind::IndividualNumber, Confidence::High)];
        assert_eq!(found(&note), expected, "{written}");
    }
    assert_eq!(kinds("one two three four five six seven eight nine oh one eight"), [SecretKind::IndividualNumber]);
    let doubled = "double one two three four five six seven eight nine oh";
    let digits = [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0];
    let check = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
        [usize::from(individual_number_check_digit(&digits).unwrap())];
    assert_eq!(kinds(&format!("{doubled} {check}")), [SecretKind::IndividualNumber]);
}

#[test]
fn a_misheard_digit_does_not_clear_a_number_the_text_speaks_of() {
    let likely = |text: &str| found(text).first().map(|(_, kind, confidence)| (*kind, *confidence));
    let number = Some((SecretKind::IndividualNumber, Confidence::Likely));
    assert_eq!(likely("マイナンバーは983205673215とのこと"), number);
    assert_eq!(likely("個人番号 9832-0567-3215"), number);
    assert_eq!(likely("9832 0567 3215 が12桁の番号"), number);
    assert_eq!(likely("my number is 983205673215"), number);
    assert_eq!(likely("お問い合わせは983205673215"), None, "without a word of it, one failed check clears");
    assert_eq!(likely("マイナンバーカードの件。伝票 983205673215"), None, "the card's name is no context");
    let spoken = TextContext { individual_number: true, ..TextContext::default() };
    assert_eq!(find("983205673215", spoken).len(), 1, "the conversation spoke of it");
    assert_eq!(likely("マイナンバーは983205673214"), Some((SecretKind::IndividualNumber, Confidence::Certain)));
}

#[test]
fn a_number_hidden_among_other_digits_is_found() {
    let individual = [SecretKind::IndividualNumber];
    assert_eq!(kinds("電話 046-252-1111、983205673214、090-1234-5678"), individual);
    assert_eq!(kinds("2026-04-01 9832 0567 3214"), individual);
    assert_eq!(kinds("ごろくきゅうはちさんにぜろごろくななさんにいちよん"), individual, "speech runs on");
    assert_eq!(kinds("マイナンバー00983205673214"), individual);
    assert_eq!(kinds("983205673214と123456789018").len(), 2);
}

#[test]
fn application_ids_and_cards_are_found() {
    assert_eq!(kinds("12345678901234567890123"), [SecretKind::ApplicationId]);
    assert_eq!(kinds("申請書IDは 1234 5678 9012 3456 7890 123"), [SecretKind::ApplicationId]);
    assert_eq!(kinds("4111 1111 1111 1111"), [SecretKind::CardNumber]);
    assert_eq!(kinds("カード 3782-822463-10005"), [SecretKind::CardNumber]);
    assert_eq!(kinds("４１１１１１１１１１１１１１１１"), [SecretKind::CardNumber]);
    assert_eq!(kinds("4012 8888 8888 1882"), [], "the Luhn check fails");
}

#[test]
fn pins_and_passwords_are_found_where_the_text_announces_them() {
    for text in [
        "暗証番号は1234",
        "暗証番号：１２３４です",
        "暗証番号を確認したところ1234だった",
        "4桁の暗証番号 1 2 3 4",
        "暗証は、いちにさんよん",
        "1234が暗証番号",
        "PIN: 0000",
        "パスワード 9999",
    ] {
        assert_eq!(kinds(text), [SecretKind::Pin], "{text}");
    }
    for text in ["パスワードはABC123", "署名用パスワード：ＡＢＣ１２３", "password is Zama2026", "パスワード「123456」"]
    {
        assert_eq!(kinds(text), [SecretKind::Password], "{text}");
    }
    let asked = TextContext { pin_or_password: true, ..TextContext::default() };
    assert_eq!(find("1234です", asked).len(), 1);
}

#[test]
fn ordinary_notes_are_not_refused() {
    for note in [
        "",
        "マイナンバーカードの更新予約。4/15 10:30、本人来庁。折り返し 046-252-1111",
        "090-1234-5678に電話。田中さんにご連絡済み",
        "+81 90 1234 5678 / +81-46-252-1111",
        "マイナンバーの通知カード紛失。連絡先 09012345678",
        "暗証番号を忘れたので再設定を案内。2026年4月に来庁、手数料1000円",
        "暗証番号のロック解除。3階12番窓口へ。046-252-1111",
        "暗証番号が入力しにくく、3回間違えた",
        "暗証番号が入力しにくく困っていた",
        "046-252-1111 15",
        "暗証番号初期化の予約 2026-04-01",
        "暗証番号の件、受付番号1234",
        "パスワードは6文字から16文字の英数字と案内",
        "パスワード再設定 2026-04-01 来庁",
        "受付番号 2026-0401-1234、手数料 1,000円 + 200円",
        "受付番号：123456789018",
        "〒252-8566 座間市緑ケ丘一丁目1番1号 046-252-1111",
        "2026/04/01 12:30 から 2026/04/02 17:15",
        "20260401 1430 来庁",
        "shopping 1234 and pinned 5678",
        "第2・第4土曜日 8:30-17:15 開庁、第二第四土曜",
        "0120-101-366 から転送、03-1234-5678 03-2345-6789",
        "有効期限は2028年12月31日、申請書IDがお手元にない",
        "番号は○○○○○○○○○○○○のため控えず",
    ] {
        assert_eq!(refuse_note(note), Ok(()), "{note}: {:?}", found(note));
    }
}

#[test]
fn a_refusal_says_what_it_is_and_never_repeats_it() {
    let refusal = refuse_note("番号 983205673214").unwrap_err();
    let kind = SecretKind::IndividualNumber;
    assert_eq!(refusal, SecretRefusal::Secret { kind, range: 7..19 });
    assert!(refusal.message_ja().contains("個人番号"));
    assert!(refusal.message_en().contains("My Number"));
    for said in [refusal.message_ja(), refusal.message_en(), refusal.to_string()] {
        assert!(!said.contains("9832"));
    }
    assert_eq!(refuse_note(&"あ".repeat(4_001)), Err(SecretRefusal::TooLong));
    assert_eq!(refuse_note(&"あ".repeat(4_000)), Ok(()));
}

fn valid_number() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(0u8..10, 11).prop_map(|mut digits| {
        digits.extend(individual_number_check_digit(&digits));
        digits
    })
}

const FIGURES: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
const WIDE: [&str; 10] = ["０", "１", "２", "３", "４", "５", "６", "７", "８", "９"];
const KANJI: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const HIRAGANA: [&str; 10] = ["ぜろ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう"];
const KATAKANA: [&str; 10] = ["レイ", "イチ", "ニ", "サン", "シ", "ゴ", "ロク", "シチ", "ハチ", "ク"];
const ENGLISH: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

fn written(digits: &[u8], words: [&str; 10], group: usize, within: &str, between: &str) -> String {
    let group_text = |part: &[u8]| {
        let words: Vec<&str> = part.iter().map(|digit| words[usize::from(*digit)]).collect();
        words.join(within)
    };
    digits.chunks(group).map(group_text).collect::<Vec<_>>().join(between)
}

proptest! {
    #[test]
    fn any_valid_number_is_found_in_any_written_form(
        digits in valid_number(),
        group in prop::sample::select(vec![1usize, 2, 3, 4, 6, 12]),
        between in prop::sample::select(vec!["-", " ", "　", "、", ",", ", ", "－", "ー", "の", "・"]),
        words in prop::sample::select(vec![FIGURES, WIDE, KANJI, HIRAGANA, KATAKANA, ENGLISH]),
        (before, after) in prop::sample::select(vec![("", ""), ("番号は", "です"), ("本人より ", " と申告。"), ("(", ")")]),
    ) {
        let within = if words == ENGLISH { " " } else { "" };
        let text = format!("{before}{}{after}", written(&digits, words, group, within, between));
        prop_assert!(kinds(&text).contains(&SecretKind::IndividualNumber), "{}", text);
    }

    #[test]
    fn notes_made_of_ordinary_parts_are_not_refused(
        parts in prop::collection::vec(ordinary_part(), 1..6),
        joint in prop::sample::select(vec!["、", " ", "。", "\n", " / "]),
    ) {
        let note = parts.join(joint);
        prop_assert_eq!(refuse_note(&note), Ok(()), "{}", note);
    }

    #[test]
    fn no_text_whatever_breaks_the_search(text in "(\\PC|[0-9０-９一二いちにさん +-]){0,120}") {
        for finding in find(&text, TextContext { individual_number: true, pin_or_password: true, spoken: false }) {
            prop_assert!(!text[finding.range].is_empty());
        }
    }
}

fn ordinary_part() -> impl Strategy<Value = String> {
    prop_oneof![
        (2024u32..2030, 1u32..13, 1u32..29).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}")),
        (2024u32..2030, 1u32..13, 1u32..29).prop_map(|(y, m, d)| format!("{y}年{m}月{d}日に来庁")),
        (1u32..13, 1u32..29, 8u32..20, 0u32..60).prop_map(|(m, d, h, min)| format!("{m}/{d} {h}:{min:02}に予約")),
        "0[5789]0-[0-9]{4}-[0-9]{4}".prop_map(|number| format!("携帯 {number}")),
        "0[1-9][0-9]{8}".prop_map(|number| format!("{number}に折り返し")),
        "046-[0-9]{3}-[0-9]{4}",
        "\\+81-90-[0-9]{4}-[0-9]{4}",
        "〒[1-9][0-9]{2}-[0-9]{4}",
        (1u32..99).prop_map(|fee| format!("手数料{fee},000円")),
        "受付番号:[0-9]{4}-[0-9]{4}-[0-9]{4}",
        "整理番号 [0-9]{5,12}",
        Just("マイナンバーカードの更新について案内".to_owned()),
        Just("暗証番号の再設定を案内し、3番窓口へ".to_owned()),
    ]
}
