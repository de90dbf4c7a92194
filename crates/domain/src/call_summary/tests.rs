//! Whole conversations through the rules, the proposal and the check.

use super::*;

const TOPICS: [&str; 9] = ["ア", "イ", "ウ", "エ", "オ", "カ", "キ", "ク", "ケ"];

fn said(lines: &[(Speaker, &str)]) -> Vec<Statement> {
    let english = |text: &str| text.is_ascii();
    let statement = |(speaker, text): &(Speaker, &str)| Statement {
        speaker: *speaker,
        language: if english(text) { Language::En } else { Language::Ja },
        text: (*text).to_owned(),
    };
    lines.iter().map(statement).collect()
}

fn renewal() -> Vec<Statement> {
    said(&[
        (Speaker::Staff, "お電話ありがとうございます。マイナンバーコールセンターの佐藤と申します。"),
        (Speaker::Resident, "もしもし、あの、電子証明書の有効期限が切れたので更新したいのですが。"),
        (Speaker::Staff, "かしこまりました。少々お待ちください。"),
        (Speaker::Staff, "更新には予約が必要です。手数料は無料です。"),
        (Speaker::Resident, "何を持っていけばいいですか。"),
        (Speaker::Staff, "カードをお持ちください。受付は3月5日からになります。"),
        (Speaker::Resident, "土曜日はどうですか。"),
        (Speaker::Staff, "第2土曜日については、担当者から後ほど折り返しご連絡いたします。"),
    ])
}

fn shown(lines: &[SummaryLine]) -> Vec<(&'static str, &str, &[usize])> {
    lines.iter().map(|line| (line.kind.code(), line.text.as_str(), line.cites.as_slice())).collect()
}

#[test]
fn a_draft_says_what_was_wanted_answered_and_left_open_and_cites_it() {
    let lines = draft(&renewal());
    assert_eq!(
        shown(&lines),
        [
            ("wish", "電子証明書の有効期限が切れたので更新したいのですが", &[1][..]),
            ("answer", "更新には予約が必要です", &[3]),
            ("answer", "手数料は無料です", &[3]),
            ("answer", "カードをお持ちください", &[5]),
            ("answer", "受付は3月5日からになります", &[5]),
            ("open", "第2土曜日については、担当者から後ほど折り返しご連絡いたします", &[7]),
        ]
    );
}

#[test]
fn an_english_call_is_drafted_in_english() {
    let lines = draft(&said(&[
        (Speaker::Staff, "Thank you for calling. How may I help you?"),
        (Speaker::Resident, "Hello. I lost my card and I need a new one."),
        (Speaker::Staff, "You need to report it to the police. It costs 1,000 yen."),
        (Speaker::Staff, "I will check and call you back tomorrow."),
    ]));
    assert_eq!(
        shown(&lines),
        [
            ("wish", "I lost my card and I need a new one", &[1][..]),
            ("answer", "You need to report it to the police", &[2]),
            ("answer", "It costs 1,000 yen", &[2]),
            ("open", "I will check and call you back tomorrow", &[3]),
        ]
    );
}

#[test]
fn a_call_without_words_has_no_draft_and_no_topic() {
    for statements in [said(&[]), said(&[(Speaker::Resident, "はい。")])] {
        assert_eq!(draft(&statements), []);
        assert_eq!(propose_topic(&statements, &TOPICS), None);
    }
}

#[test]
fn a_topic_is_proposed_with_the_words_it_rests_on() {
    let check = |lines: &[(Speaker, &str)], wanted: Option<&str>| {
        let proposal = propose_topic(&said(lines), &TOPICS);
        assert_eq!(proposal.map(|one| one.code), wanted.map(str::to_owned), "{lines:?}");
    };
    let proposal = propose_topic(&renewal(), &TOPICS).unwrap();
    assert_eq!(proposal.code, "エ");
    let first = &proposal.evidence[0];
    assert_eq!((first.term.as_str(), first.cites.as_slice()), ("電子証明書", &[1][..]));
    check(&[(Speaker::Resident, "カードをなくしました")], Some("オ"));
    check(&[(Speaker::Resident, "ハガキが来たので受け取りに行きたい")], Some("ウ"));
    check(&[(Speaker::Resident, "保険証として使いたい")], Some("カ"));
    check(&[(Speaker::Resident, "I want to apply for a card")], Some("イ"));
    check(&[(Speaker::Resident, "My PIN is locked")], Some("オ"));
    check(&[(Speaker::Resident, "今日はいい天気ですね")], None);
    let without = propose_topic(&renewal(), &["ア", "イ"]);
    assert_eq!(without, None, "a topic the city does not use is not proposed");
}

#[test]
fn a_line_that_states_what_nobody_said_is_dropped() {
    let statements = renewal();
    let check = |text: &str, wanted: Option<Unsupported>| {
        let line = SummaryLine { kind: LineKind::Answer, text: text.to_owned(), cites: vec![0] };
        assert_eq!(unsupported(&line, &statements), wanted, "{text}");
    };
    check("三月五日から受付", None);
    check("３／５から受付", None);
    check("受付は4月5日から", Some(Unsupported::Number("4".to_owned())));
    check("受付は5月3日から", Some(Unsupported::Date("5".to_owned(), "3".to_owned())));
    check("手数料は1,000円", Some(Unsupported::Number("1000".to_owned())));
    check("手数料は千円", Some(Unsupported::Number("1000".to_owned())));
    check("一緒に十分説明した", None);
    check("佐藤さんが案内した", None);
    check("田中様が来庁", Some(Unsupported::Name("田中".to_owned())));
    check("綾瀬支所で受付", Some(Unsupported::Name("綾瀬支所".to_owned())));
}

#[test]
fn eras_and_telephone_numbers_are_compared_as_what_they_are() {
    let statements = said(&[(Speaker::Staff, "令和8年4月1日から、電話は046-255-1111、八千円です")]);
    let check = |text: &str, supported: bool| {
        let line = SummaryLine { kind: LineKind::Answer, text: text.to_owned(), cites: vec![0] };
        assert_eq!(unsupported(&line, &statements).is_none(), supported, "{text}");
    };
    check("2026年4月1日から", true);
    check("令和八年四月一日から", true);
    check("2027年4月1日から", false);
    check("0462551111に電話", true);
    check("8,000円", true);
    check("0462551112に電話", false);
}

#[test]
fn a_line_must_cite_what_is_there() {
    let statements = renewal();
    for cites in [vec![], vec![99]] {
        let line = SummaryLine { kind: LineKind::Wish, text: "更新".to_owned(), cites };
        assert_eq!(unsupported(&line, &statements), Some(Unsupported::Cites));
        assert_eq!(checked(vec![line], &statements), []);
    }
}
