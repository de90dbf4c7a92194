//! The stream on virtual time, with a scripted recogniser: what it answers and after how long is the test's.

use super::*;
use crate::live::ear::Frame;
use crate::recognition::Word;
use proptest::prelude::*;

const FRAME: u64 = FRAME_SAMPLES as u64;

/// What the scripted recogniser answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Words,
    Nothing,
    Loop,
    Busy,
    Fails,
    Away,
}

fn recognised(text: &str) -> Recognised {
    let word = |(n, letter): (usize, char)| Word {
        text: letter.to_string(),
        start_ms: 100 * n as u32,
        end_ms: 100 * n as u32 + 100,
        confidence: 0.9,
    };
    let words = text.chars().enumerate().map(word).collect();
    Recognised { words, language: None, engine: "script".to_owned() }
}

/// As many letters as the sound is long, so that longer sound gives longer text with the same begin.
fn answer(what: Answer, decode: &Decode) -> Result<Recognised, RecogniseError> {
    let letters = "あかさたなはまやらわいきしちにひみりうくすつぬふむゆるえけせてねへめれおこそとのほもよろを";
    let length = (decode.utterance.samples.len() / 16 / 250).min(40);
    match what {
        Answer::Words => Ok(recognised(&letters.chars().take(length).collect::<String>())),
        Answer::Nothing => Ok(recognised("")),
        Answer::Loop => Ok(recognised(&"番号".repeat(20))),
        Answer::Busy => Err(RecogniseError::Busy),
        Answer::Fails => Err(RecogniseError::Failed { engine: "script".to_owned(), why: "died".to_owned() }),
        Answer::Away => Err(RecogniseError::Unavailable("off".to_owned())),
    }
}

/// A stream, its clock and the decodes on their way.
struct Bench {
    stream: LiveStream,
    now: u64,
    /// Due time and decode.
    away: Vec<(u64, Decode)>,
    answers: Vec<Answer>,
    asked: usize,
    takes_ms: u32,
    texts: Vec<LiveText>,
    /// Voiced frames, by their position.
    voiced: Vec<(u64, bool)>,
    efforts: Vec<(u64, Effort)>,
}

impl Bench {
    fn new(answers: &[Answer], takes_ms: u32) -> Self {
        let prompts = Prompts::of_terms(&[]);
        let settings = Settings { language: Some(SpokenLanguage::Japanese), prompts, ..Settings::default() };
        Self {
            stream: LiveStream::new(settings),
            now: 0,
            away: Vec::new(),
            answers: answers.to_vec(),
            asked: 0,
            takes_ms,
            texts: Vec::new(),
            voiced: Vec::new(),
            efforts: Vec::new(),
        }
    }

    /// Voice or silence for so long.
    fn sounds(&mut self, voiced: bool, ms: u32) -> &mut Self {
        for _ in 0..samples(ms) / FRAME {
            let (score, level) = if voiced { (0.95, 3_000.0) } else { (0.02, 10.0) };
            let frame =
                Frame { at: self.now, sound: [if voiced { 1_000 } else { 0 }; FRAME_SAMPLES], voiced, score, level };
            self.voiced.push((self.now, voiced));
            self.now += FRAME;
            self.stream.now = self.now;
            let texts = self.stream.follow(vec![Heard::Frame(Box::new(frame))]);
            self.texts.extend(texts);
            self.turn();
        }
        self
    }

    fn hangs_up(&mut self) -> &mut Self {
        let texts = self.stream.finish();
        self.texts.extend(texts);
        let mut turns = 0;
        while !self.stream.is_done() {
            self.turn();
            self.now += FRAME;
            turns += 1;
            assert!(turns < 100_000, "the stream does not come to its end");
        }
        self
    }

    fn turn(&mut self) {
        let (due, away) = std::mem::take(&mut self.away).into_iter().partition(|(at, _)| *at <= self.now);
        self.away = away;
        for (_, decode) in due {
            let what = self.answers.get(self.asked % self.answers.len().max(1)).copied().unwrap_or(Answer::Words);
            self.asked += 1;
            let texts = self.stream.heard(decode.ticket, answer(what, &decode));
            self.texts.extend(texts);
        }
        while let Some(decode) = self.stream.next(self.now) {
            self.efforts.push((self.now, decode.effort));
            self.away.push((self.now + samples(self.takes_ms), decode));
            assert!(self.away.len() <= 2, "two decodes at most");
        }
    }

    /// Begin, end and text (None: missed) of what stays.
    fn kept(&self) -> Vec<(u64, u64, Option<String>)> {
        let kept = |text: &LiveText| match text {
            LiveText::Final { start, end, words, .. } => {
                Some((*start, *end, Some(words.iter().map(|word| word.text.as_str()).collect())))
            }
            LiveText::Missed { start, end, .. } => Some((*start, *end, None)),
            LiveText::Partial { .. } => None,
        };
        self.texts.iter().filter_map(kept).collect()
    }

    fn missed(&self) -> Vec<MissedWhy> {
        let why = |text: &LiveText| if let LiveText::Missed { why, .. } = text { Some(*why) } else { None };
        self.texts.iter().filter_map(why).collect()
    }

    fn partials(&self) -> Vec<(u64, String)> {
        let partial = |text: &LiveText| match text {
            LiveText::Partial { segment, words, .. } => {
                Some((*segment, words.iter().map(|word| word.text.as_str()).collect()))
            }
            LiveText::Final { .. } | LiveText::Missed { .. } => None,
        };
        self.texts.iter().filter_map(partial).collect()
    }

    /// No voice behind an onset is outside what stays, nothing is in it twice, and nothing is decided twice.
    fn check_nothing_is_lost(&self) {
        let mut kept = self.kept();
        kept.sort();
        for pair in kept.windows(2) {
            assert!(pair[0].1 <= pair[1].0, "two segments over one sound: {pair:?}");
        }
        let mut run = 0;
        for (at, voiced) in &self.voiced {
            run = if *voiced { run + 1 } else { 0 };
            let from = kept.partition_point(|(_, end, _)| end <= at);
            let holders = kept.iter().skip(from).take_while(|(start, _, _)| start <= at).count();
            assert!(holders <= 1, "the frame at {at} is in {holders} segments: {kept:?}");
            assert!(run < 3 || holders == 1, "the voice at {at} is lost: {kept:?}");
        }
        let mut shown: BTreeMap<u64, String> = BTreeMap::new();
        for (segment, text) in self.partials() {
            let before = shown.insert(segment, text.clone()).unwrap_or_default();
            assert!(text.starts_with(&before) && text != before, "{before} became {text}");
        }
    }
}

#[test]
fn a_sentence_gets_partials_and_its_final_text_soon_after_its_end() {
    let mut bench = Bench::new(&[], 400);
    bench.sounds(false, 1_000).sounds(true, 4_000).sounds(false, 320);
    let silent_from = samples(5_000);
    assert!(bench.partials().len() >= 2, "{:?}", bench.partials());
    assert!(bench.kept().is_empty());
    assert!(bench.efforts.iter().any(|(at, effort)| *effort == Effort::Final && *at < silent_from + samples(350)));
    bench.sounds(false, 480);
    assert_eq!(bench.kept().len(), 1, "the early pass is taken as the final one");
    assert_eq!(bench.efforts.iter().filter(|(_, effort)| *effort == Effort::Final).count(), 1);
    bench.check_nothing_is_lost();
}

#[test]
fn a_breath_within_a_sentence_does_not_end_it() {
    let mut bench = Bench::new(&[], 300);
    bench.sounds(true, 2_000).sounds(false, 450).sounds(true, 2_000).sounds(false, 1_000);
    assert_eq!(bench.kept().len(), 1, "{:?}", bench.kept());
    bench.check_nothing_is_lost();
}

#[test]
fn the_last_words_before_the_hang_up_are_kept() {
    let mut bench = Bench::new(&[Answer::Busy, Answer::Busy, Answer::Words], 300);
    bench.sounds(true, 900).hangs_up();
    assert!(matches!(bench.kept().as_slice(), [(_, _, Some(text))] if !text.is_empty()), "{:?}", bench.texts);
    bench.check_nothing_is_lost();
}

#[test]
fn what_the_guards_refuse_three_times_is_missed_and_a_second_try_has_no_prompt() {
    let mut bench = Bench::new(&[Answer::Loop], 50);
    bench.sounds(true, 600).hangs_up();
    assert_eq!(bench.missed(), [MissedWhy::NotUnderstood(Rejection::Loop)]);
    let mut bench = Bench::new(&[Answer::Loop, Answer::Words], 50);
    bench.sounds(true, 600).sounds(false, 320);
    let first = bench.away.first().map(|(_, decode)| decode.utterance.prompt.clone());
    assert!(first.is_some_and(|prompt| prompt.contains("マイナンバーカード")), "the first try has the prompt");
    bench.sounds(false, 400);
    let second = bench.away.first().map(|(_, decode)| decode.utterance.clone());
    assert!(
        second.as_ref().is_some_and(|utterance| utterance.prompt.is_empty() && utterance.language.is_none()),
        "{:?} {:?}",
        bench.texts,
        second.map(|u| (u.prompt, u.language, u.effort))
    );
    bench.hangs_up();
    assert!(bench.missed().is_empty(), "{:?}", bench.texts);
    let mut bench = Bench::new(&[Answer::Loop, Answer::Loop, Answer::Words], 50);
    bench.sounds(true, 600).hangs_up();
    assert!(bench.missed().is_empty(), "the third try is another way to listen: {:?}", bench.texts);
}

#[test]
fn a_recording_that_sends_the_engine_round_is_heard_between_silences_at_last() {
    let of_recording = |answers: &[Answer]| {
        let mut bench = Bench::new(answers, 50);
        bench.stream = LiveStream::of_recording(Settings::default(), Vec::new());
        bench.sounds(true, 1_100).hangs_up();
        bench
    };
    let round = [Answer::Loop; TRIES_OF_RECORDING as usize];
    assert_eq!(of_recording(&round).missed(), [MissedWhy::NotUnderstood(Rejection::Loop)]);
    for before in TRIES..TRIES_OF_RECORDING {
        let mut answers = vec![Answer::Loop; before as usize];
        answers.push(Answer::Words);
        let bench = of_recording(&answers);
        let words = bench.texts.iter().find_map(|text| match text {
            LiveText::Final { words, .. } => Some(words.clone()),
            LiveText::Partial { .. } | LiveText::Missed { .. } => None,
        });
        let last = words.as_ref().and_then(|words| Some((words.len(), words.last()?.start_ms)));
        let silence_ms = SILENCE_AROUND_MS * (before + 1 - TRIES);
        assert!(
            last.is_some_and(|(count, start_ms)| start_ms == (100 * (count as u32 - 1)).saturating_sub(silence_ms)),
            "the silence is no part of the words' times: {last:?}"
        );
        assert!(bench.missed().is_empty(), "{:?}", bench.texts);
    }
}

#[test]
fn an_engine_that_is_away_or_dies_leaves_stretches_to_be_completed() {
    for (answer, why) in [(Answer::Away, MissedWhy::NoEngine), (Answer::Fails, MissedWhy::EngineFailed)] {
        let mut bench = Bench::new(&[answer], 50);
        bench.sounds(true, 2_500).sounds(false, 1_000).sounds(true, 800).hangs_up();
        assert_eq!(bench.missed(), [why, why]);
        assert!(why.is_worth_another_try());
        bench.check_nothing_is_lost();
    }
}

#[test]
fn a_recogniser_that_is_far_behind_gets_fewer_partials_and_then_segments_are_missed() {
    let mut slow = Bench::new(&[], 6_000);
    for _ in 0..30 {
        slow.sounds(true, 2_000).sounds(false, 1_000);
    }
    let partials = slow.efforts.iter().filter(|(_, effort)| *effort == Effort::Partial).count();
    assert!(partials <= 6, "{partials} partials");
    assert!(slow.stream.waiting.len() <= FINALS_WAITING_MAX);
    slow.hangs_up();
    assert!(slow.missed().contains(&MissedWhy::Behind));
    slow.check_nothing_is_lost();
}

#[test]
fn giving_up_tells_what_has_no_text() {
    let mut bench = Bench::new(&[], 60_000);
    bench.sounds(true, 1_000).sounds(false, 1_000).sounds(true, 1_000).sounds(false, 1_000).sounds(true, 500);
    let texts = bench.stream.give_up();
    bench.texts.extend(texts);
    assert_eq!(bench.missed(), [MissedWhy::GivenUp; 3]);
    assert!(bench.stream.is_done());
    bench.check_nothing_is_lost();
    let late = bench.away.first().map(|(_, decode)| bench.stream.heard(decode.ticket, answer(Answer::Words, decode)));
    assert_eq!(late, Some(Vec::new()));
}

#[test]
fn ten_minutes_of_silence_ask_for_nothing_and_an_hour_of_talk_stays_small() {
    let mut bench = Bench::new(&[], 1_500);
    bench.sounds(false, 600_000);
    assert!(bench.efforts.is_empty());
    for _ in 0..75 {
        bench.sounds(true, 47_000).sounds(false, 1_000);
    }
    let longest = bench.kept().iter().map(|(start, end, _)| end - start).max();
    assert!(longest.is_some_and(|longest| longest <= samples(12_500)), "{longest:?}");
    assert!(bench.stream.jobs.len() <= 2 && bench.stream.waiting.len() <= 1);
    bench.hangs_up().check_nothing_is_lost();
}

#[test]
fn a_recording_is_heard_only_where_it_has_no_text() {
    let answers = [vec![Answer::Words; 5], vec![Answer::Away; 40]].concat();
    let mut live = Bench::new(&answers, 50);
    live.sounds(true, 2_000).sounds(false, 900).sounds(true, 1_500).sounds(false, 900).sounds(true, 700).hangs_up();
    let covered = live.kept().into_iter().filter(|(_, _, text)| text.is_some()).map(|(start, end, _)| start..end);
    let covered: Vec<Range<u64>> = covered.collect();
    let missing = live.missed().len();
    assert!(missing > 0 && !covered.is_empty());
    let mut later = Bench::new(&[], 10);
    later.stream = LiveStream::of_recording(Settings::default(), covered.clone());
    later.sounds(true, 2_000).sounds(false, 900).sounds(true, 1_500).sounds(false, 900).sounds(true, 700).hangs_up();
    assert_eq!(later.kept().len(), missing);
    assert!(later.efforts.iter().all(|(_, effort)| *effort == Effort::Final));
    for (start, end, _) in later.kept() {
        assert!(covered.iter().all(|range| end <= range.start || range.end <= start), "{start}..{end} {covered:?}");
    }
}

#[test]
fn a_leg_that_goes_on_in_the_other_language_is_flagged_and_followed() {
    let mut bench = Bench::new(&[], 10);
    bench.stream.language.heard(Some(SpokenLanguage::English));
    assert_eq!(bench.stream.other_language(), None);
    bench.stream.language.heard(Some(SpokenLanguage::English));
    assert_eq!(bench.stream.other_language(), Some(SpokenLanguage::English));
    bench.sounds(true, 900);
    let utterance = bench
        .stream
        .decode(Job::Language, Effort::Final, &[0; 100], bench.stream.language.told(), bench.stream.told())
        .utterance;
    assert!(utterance.prompt.starts_with("My Number Card"), "the prompt follows the language");
    assert_eq!(utterance.samples.len(), 200);
}

#[test]
fn a_long_gap_ends_the_sentence_and_a_short_one_does_not() {
    let mut bench = Bench::new(&[], 10);
    bench.sounds(true, 1_000);
    let texts = bench.stream.follow(vec![Heard::Gap]);
    bench.texts.extend(texts);
    bench.now += samples(30_000);
    bench.sounds(true, 1_000).hangs_up();
    assert_eq!(bench.kept().len(), 2);
    bench.check_nothing_is_lost();
}

fn any_answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        4 => Just(Answer::Words),
        1 => Just(Answer::Nothing),
        1 => Just(Answer::Loop),
        2 => Just(Answer::Busy),
        1 => Just(Answer::Fails),
        1 => Just(Answer::Away),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_voice_is_lost_and_no_agreed_text_shrinks_whatever_the_engine_does(
        turns in prop::collection::vec((any::<bool>(), 16_u32..9_000), 1..12),
        answers in prop::collection::vec(any_answer(), 1..9),
        takes_ms in 10_u32..4_000,
    ) {
        prop_assume!(answers.iter().any(|answer| *answer != Answer::Busy));
        let mut bench = Bench::new(&answers, takes_ms);
        for (voiced, ms) in turns {
            bench.sounds(voiced, ms);
        }
        bench.hangs_up().check_nothing_is_lost();
    }
}
