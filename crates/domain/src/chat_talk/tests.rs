use uuid::Uuid;

use super::*;
use crate::ids::AgentId;
use crate::secret_text::SecretKind;

/// Valid by its check digit, and nobody's.
const NUMBER: &str = "123456789018";
const LIMITS: ChatLimits = ChatLimits { line_chars_max: 500, lines_per_minute: 20, idle_ms: 300_000 };
const AGENT: ChatWriter = ChatWriter::Agent(AgentId(Uuid::from_u128(1)));

fn talk() -> ChatTalk {
    ChatTalk::new(Language::Ja, LIMITS)
}

fn at(seconds: u64) -> Timestamp {
    Timestamp(0).plus_ms(seconds * 1_000)
}

fn texts(talk: &ChatTalk) -> Vec<String> {
    talk.lines().iter().map(ChatLine::text).collect()
}

fn answer() -> BotSaid {
    BotSaid::Answer(Box::new(BotAnswer {
        key: "renewal".to_owned(),
        version: 2,
        edition: Some(1),
        question: "更新の手続きは？".to_owned(),
        answer: "**本人**が窓口へ。\n\n- 電話 0120-101-366".to_owned(),
        sources: vec![("市の案内".to_owned(), "2026-04".to_owned())],
        files: Vec::new(),
        demonstration: false,
        by_itself: true,
    }))
}

#[test]
fn lines_are_numbered_and_a_page_is_told_what_it_lacks() {
    let mut talk = talk();
    assert_eq!(talk.resident_says(" 更新したい\u{7}です\u{202e} ", at(0)), Ok(1));
    assert_eq!(talk.bot_says(answer(), at(1)), Ok(2));
    assert_eq!(talk.agent_says(AGENT, "はい。", at(2)), Ok(3));
    assert_eq!(texts(&talk)[0], "更新したいです");
    let read = |known| talk.since(known).map(|line| line.number).collect::<Vec<_>>();
    assert_eq!((read(0), read(2), read(3)), (vec![1, 2, 3], vec![3], vec![]));
}

#[test]
fn an_individual_number_is_taken_out_whole_and_the_line_says_so() {
    let mut talk = talk();
    talk.resident_says(&format!("マイナンバーは{NUMBER}です"), at(0)).unwrap();
    let pieces = &talk.lines()[0].pieces;
    assert_eq!(talk.lines()[0].text(), "マイナンバーは［個人番号］です");
    assert_eq!(pieces[1].removed, Some(SecretKind::IndividualNumber));
    assert!(!format!("{talk:?}").contains(&NUMBER[..4]));
}

#[test]
fn a_number_in_pieces_is_taken_out_of_every_line_it_stands_in_and_those_are_told_again() {
    let mut talk = talk();
    for (second, piece) in [&NUMBER[..4], &NUMBER[4..8], &NUMBER[8..]].into_iter().enumerate() {
        talk.resident_says(piece, at(second as u64)).unwrap();
    }
    assert!(texts(&talk).iter().all(|text| text == "［個人番号］"), "{:?}", texts(&talk));
    let told: Vec<u32> = talk.since(2).map(|line| line.number).collect();
    assert_eq!(told, [1, 2, 3], "the first two were shown before they were known for what they are");
}

#[test]
fn what_is_asked_before_says_what_digits_are() {
    let mut talk = talk();
    talk.agent_says(AGENT, "暗証番号は書かないでください。", at(0)).unwrap();
    talk.resident_says("1234", at(1)).unwrap();
    assert_eq!(talk.lines()[1].pieces[0].removed, Some(SecretKind::Pin), "{:?}", texts(&talk));
}

#[test]
fn harmless_digits_and_the_bots_own_text_stay_as_they_are() {
    let mut talk = talk();
    talk.bot_says(answer(), at(0)).unwrap();
    talk.resident_says("12月1日の10時に046-255-1111へ電話しました", at(1)).unwrap();
    assert_eq!(texts(&talk)[1], "12月1日の10時に046-255-1111へ電話しました");
    assert!(texts(&talk)[0].contains("0120-101-366"));
}

#[test]
fn an_operator_who_writes_a_secret_is_asked_to_take_it_out() {
    let mut talk = talk();
    assert_eq!(talk.agent_says(AGENT, &format!("番号は{NUMBER}ですね"), at(0)), Err(ChatRefusal::Secret));
    assert_eq!(talk.lines().len(), 0);
}

#[test]
fn a_line_is_bounded_and_so_are_pace_and_length_of_a_chat() {
    let mut talk = talk();
    let long = "あ".repeat(LIMITS.line_chars_max + 1);
    assert_eq!(talk.resident_says(&long, at(0)), Err(ChatRefusal::TooLong(500)));
    assert_eq!(talk.resident_says("\u{200b} \n", at(0)), Err(ChatRefusal::Empty));
    for _ in 0..LIMITS.lines_per_minute {
        assert!(talk.resident_says(&long[3..], at(0)).is_ok());
    }
    assert_eq!(talk.resident_says("はい", at(59)), Err(ChatRefusal::TooFast));
    assert!(talk.agent_says(AGENT, "はい", at(59)).is_ok(), "each side has its own pace");
    assert!(talk.resident_says("はい", at(60)).is_ok());
    for second in talk.lines().len()..LINES_MAX {
        talk.bot_says(BotSaid::NoAnswer, at(60 + second as u64)).unwrap();
    }
    assert_eq!(talk.bot_says(BotSaid::NoAnswer, at(9_000)), Err(ChatRefusal::Full));
    assert_eq!(talk.resident_says("はい", at(9_000)), Err(ChatRefusal::Full));
}

#[test]
fn a_chat_in_which_nobody_writes_is_over_counted_from_the_operators_coming() {
    let mut talk = talk();
    talk.resident_says("もしもし", at(10)).unwrap();
    assert_eq!(talk.idle_until(at(100)), at(400));
    talk.agent_says(AGENT, "はい", at(200)).unwrap();
    assert_eq!(talk.idle_until(at(100)), at(500));
}

#[test]
fn a_bots_line_is_kept_in_plain_words() {
    let mut talk = talk();
    talk.bot_says(answer(), at(0)).unwrap();
    let choice = |question: &str| BotChoice { key: "k".to_owned(), question: question.to_owned() };
    talk.bot_says(BotSaid::Choice(vec![choice("紛失したら？"), choice("更新は？")]), at(1)).unwrap();
    talk.bot_says(BotSaid::NoAnswer, at(2)).unwrap();
    let [first, second, third]: [String; 3] = texts(&talk).try_into().unwrap();
    assert!(first.starts_with("更新の手続きは？\n本人が窓口へ。"), "{first}");
    assert_eq!(
        (second.as_str(), third.as_str()),
        ("紛失したら？\n更新は？", "お答えできる回答が見つかりませんでした。")
    );
}
