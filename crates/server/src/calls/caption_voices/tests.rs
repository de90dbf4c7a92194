use domain::secret_text::SecretKind;
use speech::live::MissedWhy;

use super::*;

const VISITOR: LegId = LegId(1);
const AGENT: LegId = LegId(2);
/// A valid individual number, in two halves.
const HALVES: (&str, &str) = ("983205", "673214");

/// A visit's captions as both screens show them, on virtual time.
struct Screen {
    voices: Voices,
    captions: domain::captions::Captions,
}

impl Screen {
    fn new(is_kept: bool) -> Self {
        let mut voices = Voices::new(Settings::default(), Timestamp(1_000), is_kept);
        voices.join(VISITOR, "visitor").unwrap();
        voices.join(AGENT, "agent").unwrap();
        Self { voices, captions: domain::captions::Captions::default() }
    }

    fn tell(&mut self, leg: LegId, text: LiveText, now_s: u64) {
        for caption in self.voices.tell(leg, vec![text], Duration::from_secs(now_s)) {
            self.captions.put(caption);
        }
    }

    fn shown(&self) -> Vec<(&str, &str)> {
        let lines = self.captions.since(0).into_iter().map(|line| &line.caption);
        lines.filter(|line| !line.text.is_empty()).map(|line| (line.speaker.as_str(), line.text.as_str())).collect()
    }
}

fn words(text: &str) -> Vec<Word> {
    vec![Word { text: text.to_owned(), start_ms: 0, end_ms: 500, confidence: 0.9 }]
}

fn partial(segment: u64, start_s: u64, text: &str) -> LiveText {
    LiveText::Partial { segment, start: start_s * 8_000, words: words(text) }
}

fn last(segment: u64, start_s: u64, text: &str) -> LiveText {
    let words = if text.is_empty() { Vec::new() } else { words(text) };
    let (start, end) = (start_s * 8_000, (start_s + 1) * 8_000);
    let (confidence, language, engine) = (0.9, Some(SpokenLanguage::Japanese), "test".to_owned());
    LiveText::Final { segment, start, end, words, confidence, language, engine }
}

fn missed(segment: u64, start_s: u64, why: MissedWhy) -> LiveText {
    LiveText::Missed { segment, start: start_s * 8_000, end: (start_s + 1) * 8_000, why }
}

#[test]
fn both_speakers_are_read_in_the_order_they_began() {
    let mut screen = Screen::new(false);
    screen.tell(VISITOR, partial(0, 1, "更新の"), 2);
    screen.tell(AGENT, last(0, 2, "はい"), 3);
    screen.tell(VISITOR, last(0, 1, "更新の予約です"), 4);
    assert_eq!(screen.shown(), [("visitor", "更新の予約です"), ("agent", "はい")]);
}

#[test]
fn a_number_said_over_two_segments_leaves_the_first_one_too() {
    let mut screen = Screen::new(false);
    screen.tell(VISITOR, last(0, 1, &format!("マイナンバーは{}", HALVES.0)), 2);
    screen.tell(AGENT, last(0, 2, "はい"), 3);
    screen.tell(VISITOR, last(1, 3, HALVES.1), 4);
    let shown = screen.shown().into_iter().map(|(_, text)| text).collect::<String>();
    assert!(!shown.contains(HALVES.0) && !shown.contains(HALVES.1), "{shown}");
    assert!(shown.contains("［個人番号］"), "{shown}");
}

#[test]
fn a_number_that_is_still_being_said_is_not_shown_in_part() {
    let mut screen = Screen::new(false);
    screen.tell(VISITOR, partial(0, 1, &format!("えっと {}", HALVES.0)), 2);
    assert_eq!(screen.shown(), [("visitor", "えっと")]);
}

#[test]
fn what_was_no_speech_or_not_understood_is_taken_away_and_what_was_read_stays() {
    let mut screen = Screen::new(false);
    for segment in 0..3 {
        screen.tell(VISITOR, partial(segment, segment + 1, "更新"), 2);
    }
    screen.tell(VISITOR, last(0, 1, ""), 3);
    screen.tell(VISITOR, missed(1, 2, MissedWhy::Behind), 3);
    screen.tell(VISITOR, missed(2, 3, MissedWhy::NotUnderstood(speech::live::Rejection::Loop)), 3);
    assert_eq!(screen.shown(), [("visitor", "更新")]);
}

#[test]
fn a_page_that_comes_back_is_the_same_speaker_and_repeats_nothing() {
    let mut screen = Screen::new(false);
    screen.tell(VISITOR, last(0, 1, "更新です"), 2);
    screen.voices.join(LegId(3), "visitor").unwrap();
    screen.tell(LegId(3), last(0, 5, "もしもし"), 6);
    assert_eq!(screen.shown(), [("visitor", "更新です"), ("visitor", "もしもし")]);
}

#[test]
fn a_leg_that_is_nobody_says_nothing() {
    let mut screen = Screen::new(false);
    screen.tell(LegId(9), last(0, 1, "誰か"), 2);
    assert!(screen.shown().is_empty());
}

#[test]
fn what_is_kept_is_settled_redacted_and_in_order() {
    let mut screen = Screen::new(true);
    screen.tell(AGENT, last(0, 4, "はい"), 5);
    let said = format!("マイナンバーは{}{}です", HALVES.0, HALVES.1);
    screen.tell(VISITOR, last(0, 1, &said), 5);
    screen.voices.pass(Duration::from_secs(60));
    let kept = screen.voices.into_kept();
    let pieces: Vec<(&str, Option<&str>)> =
        kept.iter().flat_map(|segment| &segment.pieces).map(|(text, code)| (text.as_str(), *code)).collect();
    let secret = ("［個人番号］", Some(SecretKind::IndividualNumber.code()));
    assert_eq!(pieces, [("マイナンバーは", None), secret, ("です", None), ("はい", None)]);
    assert_eq!(kept[0].span_ms, (1_000, 2_000));
}

#[test]
fn nothing_is_kept_where_the_city_does_not_want_it() {
    let mut screen = Screen::new(false);
    screen.tell(VISITOR, last(0, 1, "更新です"), 2);
    screen.voices.pass(Duration::from_secs(60));
    assert!(screen.voices.into_kept().is_empty());
}
