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
    let shown = screen.shown();
    let [("visitor", text)] = shown.as_slice() else { panic!("{shown:?}") };
    assert!(text.starts_with("えっと") && !text.contains(|letter: char| letter.is_ascii_digit()), "{text}");
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

/// What a browser sends of a sample voice: 20 ms a packet.
fn packets_of_a_voice() -> Vec<Vec<u8>> {
    let file = include_bytes!("../../../../../fixtures/voice/ja-1.wav");
    let data = file.windows(4).position(|name| name == b"data").unwrap() + 8;
    let sound: Vec<i16> = file[data..].iter().map(|byte| wire::g711::decode(wire::sdp::Codec::Pcmu, *byte)).collect();
    let wide: Vec<u16> = sound.iter().flat_map(|sample| [sample.cast_unsigned(); 6]).collect();
    let (channels, rate) = (opusic_c::Channels::Mono, opusic_c::SampleRate::Hz48000);
    let mut encoder = opusic_c::Encoder::new(channels, rate, opusic_c::Application::Voip).unwrap();
    let mut encode = |frame: &[u16]| {
        let mut packet = vec![0; 1_500];
        let bytes = encoder.encode_to_slice(frame, &mut packet).unwrap();
        packet.truncate(bytes);
        packet
    };
    wide.chunks_exact(960).map(&mut encode).collect()
}

/// A recogniser that hears the same in everything.
fn answer() -> Result<Recognised, RecogniseError> {
    let words = words("更新の予約です");
    Ok(Recognised { words, language: Some(SpokenLanguage::Japanese), engine: "test".to_owned() })
}

#[test]
fn a_spoken_sentence_is_read_while_it_is_said_and_ends_though_the_line_falls_silent() {
    let mut screen = Screen::new(false);
    let packets = packets_of_a_voice();
    let spoken_ms = packets.len() as u64 * 20;
    let (mut shown_at_ms, mut efforts) = (None, Vec::new());
    for now_ms in (0..spoken_ms + 3_000).step_by(20) {
        let now = Duration::from_millis(now_ms);
        let mut heard = match packets.get((now_ms / 20) as usize) {
            Some(payload) => {
                let (sequence, timestamp) = (now_ms / 20, (now_ms * 48) as u32);
                screen.voices.hear(VISITOR, Packet { sequence, timestamp, arrived: now, payload })
            }
            None => screen.voices.pass(now),
        };
        for (leg, decode) in screen.voices.decodes(now) {
            assert!(leg == VISITOR && !decode.utterance.samples.is_empty());
            efforts.push(decode.effort);
            heard.extend(screen.voices.answered(leg, decode.ticket, answer(), now));
        }
        for caption in heard {
            screen.captions.put(caption);
        }
        if shown_at_ms.is_none() && !screen.shown().is_empty() {
            shown_at_ms = Some(now_ms);
        }
    }
    assert!(shown_at_ms.is_some_and(|at| at < spoken_ms), "read while it is said: {shown_at_ms:?} of {spoken_ms}");
    assert!(efforts.contains(&speech::recognition::Effort::Final), "{efforts:?}");
    let lines: Vec<(String, bool)> =
        screen.captions.since(0).into_iter().map(|line| (line.caption.text.clone(), line.caption.is_final)).collect();
    assert!(!lines.is_empty() && lines.iter().all(|(text, is_final)| text.contains("更新") && *is_final), "{lines:?}");
}
