//! The watch on virtual time.

use uuid::Uuid;

use super::*;

const C: ContactId = ContactId(Uuid::from_u128(1));
const AGENT: Party = Party::Agent(AgentId(Uuid::from_u128(2)));
const BOSS: AgentId = AgentId(Uuid::from_u128(3));
use AlertNote::{Acknowledged, Cleared, Raised};
use WatchedStage::{Elsewhere, Held, Talking, Waiting};

struct Scene {
    watch: CallWatch,
    now: Timestamp,
}

impl Scene {
    fn new() -> Self {
        Self { watch: CallWatch::new(AlertLimits::default(), WatchWords::usual()), now: Timestamp(1_000_000) }
    }

    fn stands(&mut self, stage: WatchedStage) -> Vec<AlertNote> {
        self.watch.handle(C, WatchEvent::Stands(stage), self.now)
    }

    /// Lets seconds pass; each with the same sound.
    fn seconds(&mut self, count: u32, voices: &[(Party, i16)]) -> Vec<AlertNote> {
        let mut notes = Vec::new();
        for _ in 0..count {
            self.now = self.now.plus_ms(1_000);
            let voices =
                voices.iter().map(|(party, level_db)| (*party, VoiceSecond { spoke_ms: 800, level_db: *level_db }));
            notes.extend(self.watch.handle(C, WatchEvent::Heard(voices.collect()), self.now));
        }
        notes
    }

    /// Lets time pass with a tick at each deadline on the way.
    fn wait_s(&mut self, span_s: u64) -> Vec<AlertNote> {
        let end = self.now.plus_ms(span_s * 1_000);
        let mut notes = Vec::new();
        while let Some(at) = self.watch.next_deadline().filter(|at| *at <= end) {
            self.now = at;
            notes.extend(self.watch.tick(at).into_iter().map(|(_, note)| note));
        }
        self.now = end;
        notes
    }

    fn says(&mut self, party: Party, text: &str) -> Vec<AlertNote> {
        self.watch.handle(C, WatchEvent::Said(party, text.to_owned()), self.now)
    }

    fn seen(&mut self, kind: AlertKind) -> Vec<AlertNote> {
        self.watch.handle(C, WatchEvent::Acknowledged(kind, BOSS), self.now)
    }

    fn standing(&self) -> Vec<AlertKind> {
        self.watch.alerts(C).map(|alert| alert.kind).collect()
    }
}

#[test]
fn long_hold_and_long_wait_are_raised_once_at_their_limit_and_cleared_when_over() {
    for (stage, kind) in [(Waiting, AlertKind::LongWait), (Held, AlertKind::LongHold)] {
        let mut scene = Scene::new();
        assert!(scene.stands(stage).is_empty());
        assert!(scene.wait_s(119).is_empty());
        assert_eq!(scene.wait_s(1), [Raised(kind)]);
        assert!(scene.wait_s(600).is_empty() && scene.stands(stage).is_empty(), "raised once");
        assert_eq!(scene.watch.alerts(C).next().map(|alert| alert.since), Some(Timestamp(1_120_000)));
        assert_eq!(scene.stands(Talking), [Cleared(kind)]);
        assert_eq!(scene.watch.next_deadline(), None);
    }
}

#[test]
fn silence_of_both_sides_is_raised_and_one_word_ends_it() {
    let mut scene = Scene::new();
    scene.stands(Talking);
    assert!(scene.seconds(19, &[]).is_empty());
    assert_eq!(scene.seconds(1, &[]), [Raised(AlertKind::LongSilence)]);
    assert!(scene.seconds(40, &[]).is_empty());
    assert_eq!(scene.seconds(1, &[(Party::Caller, -30)]), [Cleared(AlertKind::LongSilence)]);
    assert!(scene.seconds(19, &[]).is_empty());
    scene.seconds(1, &[(AGENT, -30)]);
    assert!(scene.seconds(19, &[]).is_empty(), "an agent's word counts as well");
}

#[test]
fn no_report_of_levels_is_no_silence() {
    let mut scene = Scene::new();
    scene.stands(Talking);
    scene.seconds(5, &[]);
    assert!(scene.wait_s(600).is_empty() && scene.standing().is_empty());
}

#[test]
fn music_on_hold_is_no_silence_and_the_silence_before_it_does_not_count() {
    let mut scene = Scene::new();
    scene.stands(Talking);
    scene.seconds(15, &[]);
    scene.stands(Held);
    assert!(scene.seconds(30, &[]).is_empty());
    scene.stands(Talking);
    assert!(scene.seconds(15, &[]).is_empty());
}

#[test]
fn a_voice_is_raised_against_its_own_median_and_never_for_a_loud_line() {
    let mut scene = Scene::new();
    scene.stands(Talking);
    assert!(scene.seconds(60, &[(Party::Caller, -35), (AGENT, -12)]).is_empty(), "a loud line is no loud voice");
    assert!(scene.seconds(2, &[(Party::Caller, -24)]).is_empty(), "two seconds are a laugh");
    assert_eq!(scene.seconds(1, &[(Party::Caller, -24)]), [Raised(AlertKind::RaisedVoice)]);
    assert!(scene.seconds(10, &[(Party::Caller, -24)]).is_empty());
    assert_eq!(scene.seconds(20, &[(Party::Caller, -35)]), [Cleared(AlertKind::RaisedVoice)]);
}

#[test]
fn somebody_who_shouts_from_the_first_word_has_no_median_yet() {
    let mut scene = Scene::new();
    scene.stands(Talking);
    assert!(scene.seconds(14, &[(Party::Caller, -10)]).is_empty());
}

#[test]
fn a_word_stands_until_it_is_seen_and_rests_before_it_is_told_again() {
    let mut scene = Scene::new();
    scene.stands(Talking);
    assert!(scene.says(Party::Supervisor(BOSS), "責任者です").is_empty(), "a whisper raises nothing");
    assert_eq!(scene.says(Party::Caller, "責任者を出してください"), [Raised(AlertKind::WatchWord)]);
    assert!(scene.says(Party::Caller, "警察").is_empty());
    assert_eq!(scene.watch.alerts(C).next().and_then(|alert| alert.word.clone()).as_deref(), Some("責任者"));
    let seen = [Acknowledged(AlertKind::WatchWord, BOSS), Cleared(AlertKind::WatchWord)];
    assert_eq!(scene.seen(AlertKind::WatchWord), seen);
    assert!(scene.says(Party::Caller, "警察").is_empty(), "just seen");
    scene.wait_s(30);
    assert_eq!(scene.says(Party::Caller, "警察"), [Raised(AlertKind::WatchWord)]);
}

#[test]
fn an_alert_that_was_seen_stands_until_it_is_over_and_the_first_who_saw_it_is_kept() {
    let mut scene = Scene::new();
    scene.stands(Held);
    scene.wait_s(120);
    assert_eq!(scene.seen(AlertKind::LongHold), [Acknowledged(AlertKind::LongHold, BOSS)]);
    assert!(scene.seen(AlertKind::LongHold).is_empty());
    assert!(scene.seen(AlertKind::LongWait).is_empty(), "what does not stand cannot be seen");
    assert_eq!(scene.watch.alerts(C).next().and_then(|alert| alert.seen), Some((BOSS, scene.now)));
    assert_eq!(scene.stands(Talking), [Cleared(AlertKind::LongHold)]);
}

#[test]
fn everything_is_over_with_the_conversation_and_nothing_is_kept_of_it() {
    let mut scene = Scene::new();
    scene.stands(Talking);
    scene.says(Party::Caller, "苦情です");
    assert_eq!(scene.stands(Elsewhere), [Cleared(AlertKind::WatchWord)]);
    assert!(scene.says(Party::Caller, "苦情です").is_empty() && scene.seconds(60, &[]).is_empty());
    assert!(scene.watch.contacts.is_empty());
    scene.stands(Talking);
    assert!(scene.watch.handle(C, WatchEvent::Gone, scene.now).is_empty());
    assert!(scene.watch.contacts.is_empty());
}

#[test]
fn a_condition_that_is_turned_off_is_never_raised() {
    let limits = AlertLimits {
        long_silence_s: 0,
        long_hold_s: 0,
        long_wait_s: 0,
        raised_voice_db: 0,
        watch_words: false,
        ..AlertLimits::default()
    };
    assert_eq!(limits.check(), Ok(()));
    let mut scene = Scene { watch: CallWatch::new(limits, WatchWords::usual()), now: Timestamp(0) };
    for stage in [Waiting, Talking, Held] {
        scene.stands(stage);
        assert_eq!(scene.watch.next_deadline(), None);
        assert!(scene.seconds(100, &[]).is_empty());
        assert!(scene.says(Party::Caller, "苦情").is_empty());
    }
    scene.stands(Talking);
    scene.seconds(40, &[(Party::Caller, -40)]);
    assert!(scene.seconds(10, &[(Party::Caller, -5)]).is_empty());
}

#[test]
fn limits_out_of_bounds_are_refused_by_name() {
    let limits = AlertLimits { raised_voice_s: 6, ..AlertLimits::default() };
    assert_eq!(limits.check().unwrap_err().to_string(), "alerts.raised_voice_s is 6; it must be 1 to 5");
}

#[test]
fn a_word_stands_while_the_call_is_passed_on() {
    let mut scene = Scene::new();
    scene.stands(Talking);
    scene.says(Party::Caller, "苦情です");
    for stage in [Held, WatchedStage::Between, Waiting, Talking] {
        assert!(scene.stands(stage).is_empty());
        assert_eq!(scene.standing(), [AlertKind::WatchWord]);
    }
}
