//! Numbers torn over segments, in any rendering, with the other speaker's words between.

use proptest::prelude::*;

use super::{
    Conversation, SecretKind, SegmentId, SegmentRedaction, TextContext, individual_number_check_digit, mask_for_show,
    redact,
};
use crate::time::Timestamp;

const CALLER: u64 = 1;
const AGENT: u64 = 2;

fn said(turns: &[(u64, &str)]) -> (Vec<Vec<SegmentRedaction>>, Vec<String>) {
    let mut conversation = Conversation::new();
    let mut now = Timestamp(0);
    let (mut told, mut kept) = (Vec::new(), Vec::new());
    for (number, (speaker, text)) in (0..).zip(turns) {
        now = now.plus_ms(2_000);
        told.push(conversation.hear(*speaker, SegmentId(number), text, now));
        kept.extend(conversation.settled(now));
    }
    kept.extend(conversation.finish());
    let ordered = kept.iter().map(|redaction| redaction.segment.0).eq(0..turns.len() as u64);
    assert!(ordered && kept.iter().all(|redaction| redaction.settled), "each once, in order");
    (told, kept.into_iter().map(|redaction| redaction.redacted.text).collect())
}

#[test]
fn what_was_said_before_becomes_secret_when_the_rest_arrives() {
    let turns = [(CALLER, "9832です"), (AGENT, "はい"), (CALLER, "0567"), (AGENT, "はい"), (CALLER, "3214です")];
    let (told, kept) = said(&turns);
    let changed: Vec<u64> = told[4].iter().map(|redaction| redaction.segment.0).collect();
    assert_eq!(changed.last(), Some(&4), "{told:?}");
    assert_eq!(kept, ["［個人番号］です", "はい", "［個人番号］", "はい", "［個人番号］です"]);
}

#[test]
fn open_digits_are_hidden_until_they_are_explained() {
    let conversation = Conversation::new();
    assert_eq!(conversation.partial(CALLER, "番号は9832").text, "番号は［個人番号］");
    assert_eq!(conversation.partial(CALLER, "090-1234-5678").text, "090-1234-5678");
    assert_eq!(conversation.partial(CALLER, "2026年").text, "2026年");
    let (told, kept) = said(&[(CALLER, "えっと0901"), (CALLER, "234"), (CALLER, "5678です"), (AGENT, "はい")]);
    assert_eq!(told[0][0].redacted.text, "えっと［個人番号］", "it may still become anything");
    assert!(told[2].iter().all(|redaction| redaction.redacted.spans.is_empty()), "a telephone number: {told:?}");
    assert_eq!(kept, ["えっと0901", "234", "5678です", "はい"]);
}

#[test]
fn a_segment_is_settled_after_quiet_and_at_the_latest_when_it_is_too_old() {
    let mut conversation = Conversation::new();
    conversation.hear(CALLER, SegmentId(1), "9832", Timestamp(0));
    assert_eq!(conversation.settled(Timestamp(19_999)), []);
    conversation.hear(CALLER, SegmentId(2), "0567", Timestamp(19_000));
    assert_eq!(conversation.settled(Timestamp(30_000)), [], "the number goes on");
    assert_eq!(conversation.settled(Timestamp(39_000)).len(), 2);
    for second in 0..12 {
        conversation.hear(CALLER, SegmentId(10 + second), "123", Timestamp(100_000).plus_ms(second * 10_000));
    }
    assert_eq!(conversation.settled(Timestamp(220_000)).len(), 1, "held for two minutes at most");
}

#[test]
fn what_is_kept_is_bounded_and_what_is_pushed_out_stays_redacted() {
    let mut conversation = Conversation::new();
    let mut pushed = Vec::new();
    for number in 0..200 {
        let text = if number == 100 { "983205673214" } else { "はい、そうです" };
        let told = conversation.hear(CALLER, SegmentId(number), text, Timestamp(0));
        pushed.extend(told.into_iter().filter(|redaction| redaction.settled));
    }
    assert_eq!(pushed.len(), 200 - 32);
    assert_eq!(pushed[100].redacted.text, "［個人番号］");
    let later = conversation.hear(AGENT, SegmentId(200), "下4桁が3214ですね", Timestamp(0));
    assert!(later.iter().any(|redaction| redaction.redacted.text.contains("［個人番号］")), "{later:?}");
    let long = "あ".repeat(30_000);
    let told = conversation.hear(CALLER, SegmentId(201), &long, Timestamp(0));
    assert!(told.iter().filter(|redaction| redaction.settled).count() >= 32);
    assert!(!format!("{conversation:?}").contains('あ'));
}

#[test]
fn a_number_asked_for_again_without_its_name_stays_the_number_when_the_questions_are_settled() {
    let mut conversation = Conversation::new();
    conversation.hear(AGENT, SegmentId(1), "マイナンバーをお願いします", Timestamp(0));
    conversation.hear(AGENT, SegmentId(2), "番号をどうぞ", Timestamp(2_000));
    assert_eq!(conversation.settled(Timestamp(40_000)).len(), 2);
    conversation.hear(CALLER, SegmentId(3), "9832です", Timestamp(41_000));
    let kept: Vec<String> = conversation.finish().into_iter().map(|redaction| redaction.redacted.text).collect();
    assert_eq!(kept, ["［個人番号］です"]);
}

#[test]
fn what_was_a_secret_stays_one_when_what_made_it_one_is_forgotten() {
    let spelled =
        [(AGENT, "パスワードをお願いします"), (CALLER, "エービー"), (CALLER, "シーディー"), (CALLER, "イーエフ")];
    let nods = std::iter::repeat_n((AGENT, "はい"), 40);
    let turns: Vec<(u64, &str)> = spelled.into_iter().chain(nods).collect();
    let mut conversation = Conversation::new();
    let mut settled = Vec::new();
    for (number, (speaker, text)) in (0..).zip(turns) {
        settled.extend(conversation.hear(speaker, SegmentId(number), text, Timestamp(0)));
    }
    settled.retain(|redaction| redaction.settled);
    let texts: Vec<&str> = settled[1..4].iter().map(|redaction| redaction.redacted.text.as_str()).collect();
    assert_eq!(texts, ["［パスワード］"; 3], "pushed out one by one, each alone too short");
}

#[test]
fn telephone_numbers_and_names_are_masked_for_show() {
    let names = ["山田太郎".to_owned(), " ".to_owned()];
    let masked = |text: &str| mask_for_show(text, &names);
    assert_eq!(masked("山田太郎様 046-252-1111"), "●●様 ＊＊＊＊＊＊-1111");
    assert_eq!(masked("+81 90 1234 5678 と 0901234 5678"), "+＊＊＊＊＊＊＊＊ 5678 と ＊＊＊＊＊＊＊ 5678");
    assert_eq!(masked("手数料1,000円、2026年4月1日 10:30"), "手数料1,000円、2026年4月1日 10:30");
}

#[test]
fn placeholders_are_in_the_language_of_the_text() {
    let spoken = TextContext { spoken: true, ..TextContext::default() };
    assert_eq!(redact("My number is 9832 0567 3214.", spoken).text, "My number is [My Number].");
    assert_eq!(redact("番号は9832 0567 3214です", spoken).text, "番号は［個人番号］です");
    assert_eq!(SecretKind::ApplicationId.code(), "application_id");
}

#[test]
fn strange_texts_break_nothing_and_spans_stand_on_characters() {
    for text in include_str!("cases/strange.txt").lines() {
        for spoken in [false, true] {
            let context = TextContext { spoken, individual_number: true, pin_or_password: true };
            for span in redact(text, context).spans {
                assert!(text.get(span.range.clone()).is_some_and(|part| !part.is_empty()), "{text}");
            }
        }
        let cuts = text.char_indices().map(|(at, _)| at);
        for at in cuts {
            said(&[(CALLER, &text[..at]), (AGENT, "はい"), (CALLER, &text[at..])]);
            let partial = Conversation::new().partial(CALLER, &text[at..]);
            assert!(!partial.text.is_empty());
        }
    }
}

const FIGURES: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
const WIDE: [&str; 10] = ["０", "１", "２", "３", "４", "５", "６", "７", "８", "９"];
const KANJI: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const HIRAGANA: [&str; 10] = ["ぜろ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう"];
const KATAKANA: [&str; 10] = ["レイ", "イチ", "ニ", "サン", "シ", "ゴ", "ロク", "シチ", "ハチ", "ク"];
const ENGLISH: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const OH: [&str; 10] = ["oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
/// What the other says between two segments.
const BACK_CHANNEL: [&str; 6] = ["はい", "ええ", "うん", "はい、どうぞ", "yes", "uh huh"];

fn valid_number() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(0u8..10, 11).prop_map(|mut digits| {
        digits.extend(individual_number_check_digit(&digits));
        digits
    })
}

/// One rendering for the whole number, or figures and kanji and kana by turns as recognisers write.
fn rendering() -> impl Strategy<Value = Vec<[&'static str; 10]>> {
    prop_oneof![
        prop::sample::select(vec![FIGURES, WIDE, KANJI, HIRAGANA, KATAKANA, ENGLISH, OH]).prop_map(|words| vec![words]),
        prop::collection::vec(prop::sample::select(vec![FIGURES, WIDE, KANJI]), 2..5),
    ]
}

fn word(words: &[[&'static str; 10]], place: usize, digit: u8) -> &'static str {
    words[place % words.len()][usize::from(digit)]
}

/// Segments of the caller with digits `from..to` in each.
fn segments(digits: &[u8], words: &[[&'static str; 10]], cuts: &[usize], between: &str) -> Vec<String> {
    let english = words[0] == ENGLISH || words[0] == OH;
    let joint = if english && between.is_empty() { " " } else { between };
    let mut ends: Vec<usize> = cuts.iter().copied().chain([digits.len()]).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut from = 0;
    let mut segments = Vec::new();
    for end in ends {
        let spoken: Vec<&str> = (from..end).map(|place| word(words, place, digits[place])).collect();
        segments.push(spoken.join(joint));
        from = end;
    }
    segments
}

/// Whether four digits of the number that stand next to each other are left in the texts.
fn four_left(digits: &[u8], words: &[[&'static str; 10]], texts: &[String]) -> bool {
    let left: String = texts.concat().chars().filter(|letter| letter.is_alphanumeric()).collect();
    (0..digits.len() - 3).any(|from| {
        let four: String = (from..from + 4).map(|place| word(words, place, digits[place])).collect();
        left.contains(&four)
    })
}

proptest! {
    #[test]
    fn a_number_torn_over_segments_leaves_no_four_digits_of_it(
        digits in valid_number(),
        words in rendering(),
        cuts in prop::collection::vec(1usize..12, 0..12),
        between in prop::sample::select(vec!["", " ", "、", "-", "えーと、"]),
        nods in prop::collection::vec(prop::option::of(prop::sample::select(BACK_CHANNEL.to_vec())), 12),
        opening in prop::sample::select(vec!["", "カードの件です。", "マイナンバーをお願いします"]),
    ) {
        let mut turns: Vec<(u64, String)> = vec![(AGENT, opening.to_owned())];
        for (segment, nod) in segments(&digits, &words, &cuts, between).into_iter().zip(nods) {
            turns.push((CALLER, segment));
            turns.extend(nod.map(|nod| (AGENT, nod.to_owned())));
        }
        let spoken: Vec<(u64, &str)> = turns.iter().map(|(who, text)| (*who, text.as_str())).collect();
        let (_, kept) = said(&spoken);
        prop_assert!(!four_left(&digits, &words, &kept), "{:?} -> {:?}", turns, kept);
    }

    // A number that begins like a telephone number or a date is shown as one until it goes on.
    #[test]
    fn no_partial_shows_four_digits_of_a_number(
        digits in valid_number().prop_filter("like a telephone number, a date or a particle", |digits| digits[0] > 2 && digits[0] != 5),
        words in prop::sample::select(vec![FIGURES, WIDE, KANJI, HIRAGANA]),
        opening in prop::sample::select(vec!["", "えっと、", "番号は"]),
    ) {
        let conversation = Conversation::new();
        for count in 1..=digits.len() {
            let spoken: String = digits[..count].iter().map(|digit| words[usize::from(*digit)]).collect();
            let shown = conversation.partial(CALLER, &format!("{opening}{spoken}")).text;
            prop_assert!(!four_left(&digits, &[words], std::slice::from_ref(&shown)), "{} -> {}", spoken, shown);
        }
    }

    #[test]
    fn a_number_cut_within_a_word_is_found(
        digits in valid_number(), at in 1usize..40, words in prop::sample::select(vec![HIRAGANA, KATAKANA]),
    ) {
        let whole: String = digits.iter().map(|digit| words[usize::from(*digit)]).collect();
        let cut = whole.char_indices().nth(at).map_or(whole.len(), |(at, _)| at);
        let (_, kept) = said(&[(CALLER, &whole[..cut]), (AGENT, "はい"), (CALLER, &whole[cut..])]);
        prop_assert!(!four_left(&digits, &[words], &kept), "{} {:?}", whole, kept);
    }

    #[test]
    fn any_rendering_of_a_valid_number_is_caught_in_speech(
        digits in valid_number(),
        words in rendering(),
        group in 1usize..7,
        between in prop::sample::select(vec!["、", " ", "-", "の", "。", "、えーと、", "ですね、", ", um, ", "…"]),
    ) {
        let cuts: Vec<usize> = (1..12).filter(|place| place % group == 0).collect();
        let text = segments(&digits, &words, &cuts, "").join(between);
        let spoken = TextContext { spoken: true, ..TextContext::default() };
        let redacted = redact(&text, spoken).text;
        prop_assert!(!four_left(&digits, &words, std::slice::from_ref(&redacted)), "{} -> {}", text, redacted);
    }

    #[test]
    fn no_speech_whatever_breaks_the_conversation(
        turns in prop::collection::vec((0u64..3, "(\\PC|[0-9０-９一二九十百千いちにさんしごくはい、。 +-]|double|oh|パスワードは|番号|エービー){0,40}"), 0..12),
    ) {
        let spoken: Vec<(u64, &str)> = turns.iter().map(|(who, text)| (*who, text.as_str())).collect();
        let (told, _) = said(&spoken);
        for redaction in told.iter().flatten() {
            let text = spoken[usize::try_from(redaction.segment.0).unwrap()].1;
            let mut from = 0;
            for span in &redaction.redacted.spans {
                prop_assert!(from <= span.range.start && text.get(span.range.clone()).is_some_and(|part| !part.is_empty()));
                from = span.range.end;
            }
        }
        let context = TextContext { individual_number: true, pin_or_password: false, spoken: true };
        for (_, text) in &turns {
            for span in redact(text, context).spans {
                prop_assert!(text.get(span.range).is_some());
            }
        }
    }
}
