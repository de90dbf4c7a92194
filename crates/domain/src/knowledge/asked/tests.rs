//! Whole conversations on virtual time, and what holds for any.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::knowledge::entry::TextLanguage;
use crate::time::Timestamp;

const GAP_MS: u64 = 5_000;

fn said(segment: u128, voice: Voice, text: &str) -> Said {
    Said { segment: Uuid::from_u128(segment), voice, language: None, text: text.to_owned() }
}

/// The wishes of a conversation in which each speaks after the other has been heard out.
fn wishes(talk: &[(Voice, &str)]) -> Vec<String> {
    let mut watch = QuestionWatch::default();
    let mut found = Vec::new();
    for (number, (voice, text)) in talk.iter().enumerate() {
        let now = Timestamp(0).plus_ms(number as u64 * GAP_MS);
        watch.hear(&said(number as u128, *voice, text), now);
        found.extend(watch.due(now.plus_ms(SETTLE_MS_MAX)).map(|wish| wish.text));
    }
    found
}

#[test]
fn a_question_that_says_little_rests_on_what_was_said_before() {
    let talk = [
        (Voice::Agent, "お電話ありがとうございます。"),
        (Voice::Caller, "もしもし、マイナンバーカードの受け取りなんですけど"),
        (Voice::Agent, "はい、受け取りですね。"),
        (Voice::Caller, "何を持って行けばいいですか"),
    ];
    assert_eq!(wishes(&talk), ["マイナンバーカードの受け取りなんですけど、何を持って行けばいいですか"]);
}

#[test]
fn a_question_that_stands_by_itself_takes_nothing_from_before() {
    let talk = [
        (Voice::Caller, "カードの更新をしたいのですが"),
        (Voice::Agent, "更新には予約が必要です"),
        (Voice::Caller, "電子証明書の有効期限はいつまでですか"),
    ];
    assert_eq!(wishes(&talk), ["カードの更新をしたいのですが", "電子証明書の有効期限はいつまでですか"]);
}

#[test]
fn another_subject_leaves_the_old_one_behind() {
    let talk = [
        (Voice::Caller, "カードをなくしました"),
        (Voice::Agent, "まず一時停止をお願いします"),
        (Voice::Caller, "わかりました。もう一つ、予約はどうやって取りますか"),
    ];
    assert_eq!(wishes(&talk), ["カードをなくしました", "もう一つ、予約はどうやって取りますか"]);
}

#[test]
fn the_same_wish_said_again_by_caller_or_agent_is_told_once_and_an_earlier_one_asked_anew_again() {
    let talk = [
        (Voice::Caller, "カードの再発行をしたいのですが"),
        (Voice::Agent, "カードの再発行をされたいということですね"),
        (Voice::Caller, "はい、カードの再発行です"),
        (Voice::Caller, "電子証明書の更新はどこでできますか"),
        (Voice::Caller, "それとカードの再発行はいくらですか"),
    ];
    let found = wishes(&talk);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[2].contains("再発行はいくら"), "{found:?}");
}

#[test]
fn the_answer_to_your_name_please_is_no_ground_of_a_question() {
    let talk = [
        (Voice::Agent, "お名前とご住所をお願いします"),
        (Voice::Caller, "やまだたろう、相武台です"),
        (Voice::Agent, "ありがとうございます"),
        (Voice::Caller, "それはいくらですか"),
    ];
    assert_eq!(wishes(&talk), [""; 0]);
}

#[test]
fn what_was_said_long_ago_is_no_ground() {
    let mut watch = QuestionWatch::default();
    watch.hear(&said(1, Voice::Caller, "カードの受け取りです"), Timestamp(0));
    watch.hear(&said(2, Voice::Caller, "何時までですか"), Timestamp(60_000));
    assert_eq!(watch.due(Timestamp(61_000)), None);
}

#[test]
fn a_wish_waits_for_more_of_the_same_and_never_longer_than_its_limit() {
    let mut watch = QuestionWatch::default();
    assert_eq!(watch.next_deadline(), None);
    for step in 0..10_u64 {
        let now = Timestamp(0).plus_ms(step * 200);
        let text = format!("カードの更新{}をしたいのですが", "あ".repeat(step as usize));
        watch.hear(&said(step.into(), Voice::Caller, &text), now);
        let due = watch.next_deadline().unwrap();
        assert!(due <= Timestamp(0).plus_ms(SETTLE_MS_MAX) && due <= now.plus_ms(SETTLE_MS), "{due:?}");
        if due <= now {
            break;
        }
        assert_eq!(watch.due(now), None, "more may come");
    }
    let wish = watch.due(Timestamp(600)).unwrap();
    assert_eq!((wish.by, wish.language, wish.heard_at), (Voice::Caller, TextLanguage::Ja, Timestamp(600)));
    assert_eq!(watch.due(Timestamp(700)), None, "once");
}

#[test]
fn words_taken_out_later_are_not_searched() {
    let mut watch = QuestionWatch::default();
    watch.hear(
        &said(1, Voice::Caller, "私の合言葉は薔薇なんですけど暗証番号の変更はどうしたらいいですか"),
        Timestamp(0),
    );
    watch.hear(&said(1, Voice::Caller, "私の［暗証番号］暗証番号の変更はどうしたらいいですか"), Timestamp(100));
    let wish = watch.due(Timestamp(1_000)).unwrap();
    assert!(!wish.text.contains("薔薇") && wish.text.contains("変更"), "{}", wish.text);
}

#[test]
fn a_segment_told_again_asks_nothing_again_however_long_ago_it_was() {
    let mut watch = QuestionWatch::default();
    let question = said(0, Voice::Caller, "カードの再発行はいくらですか");
    watch.hear(&question, Timestamp(0));
    assert!(watch.due(Timestamp(1_000)).is_some());
    watch.hear(&said(1, Voice::Caller, "電子証明書の更新はどこでできますか"), Timestamp(2_000));
    assert!(watch.due(Timestamp(3_000)).is_some());
    for segment in 2..40_u128 {
        watch.hear(&said(segment, Voice::Agent, "はい"), Timestamp(4_000));
    }
    watch.hear(&question, Timestamp(5_000));
    assert_eq!(watch.next_deadline(), None);
}

#[test]
fn a_monologue_is_cut_to_its_end() {
    let long = format!("{}何を持って行けばいいですか", "マイナンバーカードの更新と受け取りについて".repeat(60));
    let found = wishes(&[(Voice::Caller, &long)]);
    assert_eq!(found[0].chars().count(), WISH_CHARS_MAX);
    assert!(found[0].ends_with("何を持って行けばいいですか"));
}

fn a_voice() -> impl Strategy<Value = Voice> {
    prop_oneof![3 => Just(Voice::Caller), 2 => Just(Voice::Agent), 1 => Just(Voice::Other)]
}

fn a_text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("カードの更新"),
        Just("をしたいのですが"),
        Just("いくらですか"),
        Just("、"),
        Just("。"),
        Just("？"),
        Just("ということですね"),
        Just("［個人番号］"),
        Just("[PIN"),
        Just("090の1234の5678"),
        Just("山田様"),
        Just("お名前は"),
        Just("How do I renew "),
        Just("my card? "),
        Just("’"),
        Just("İ"),
        Just("ｶﾞ"),
        Just("👪"),
    ];
    let made = proptest::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat());
    prop_oneof![3 => made, 1 => any::<String>()]
}

proptest! {
    #[test]
    fn whatever_is_said_wishes_are_bounded_apart_and_without_numbers(
        talk in proptest::collection::vec((a_voice(), a_text(), 0_u128..8, 0_u64..2_000), 0..30),
    ) {
        let mut watch = QuestionWatch::default();
        let mut now = Timestamp(0);
        let mut last: Option<String> = None;
        for (voice, text, segment, gap_ms) in talk {
            now = now.plus_ms(gap_ms);
            watch.hear(&said(segment, voice, &text), now);
            if let Some(due) = watch.next_deadline() {
                prop_assert!(due <= now.plus_ms(SETTLE_MS));
            }
            if let Some(wish) = watch.due(now) {
                prop_assert!(wish.text.chars().count() <= WISH_CHARS_MAX && !wish.text.is_empty());
                prop_assert!(now.since_ms(wish.heard_at) <= SETTLE_MS_MAX + 2_000);
                prop_assert!(wish.by != Voice::Other);
                prop_assert!(!wish.text.contains("5678"), "{}", wish.text);
                prop_assert!(last.as_ref() != Some(&wish.text));
                last = Some(wish.text);
            }
        }
    }
}
