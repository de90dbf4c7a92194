//! What holds of a visit's video in every order of events.

use proptest::prelude::*;

use super::*;
use crate::contact::{VideoCause, VideoProvider};
use crate::time::Timestamp;

const NOW: Timestamp = Timestamp(1_000_000);

/// A page that does what the server tells it, as both pages do: it knows the epoch and provider it was told last.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Page {
    told: Option<(u32, VideoProvider)>,
}

struct Visit {
    machine: VideoEpoch,
    pages: [Page; 2],
    begun: Vec<(u32, VideoProvider, VideoCause)>,
    purged: Vec<u32>,
    failures: usize,
}

impl Visit {
    fn new(zoom: ZoomState) -> Self {
        let (machine, effects) = VideoEpoch::select(zoom, NOW);
        let mut visit = Self { machine, pages: Default::default(), begun: Vec::new(), purged: Vec::new(), failures: 0 };
        visit.carry_out(effects);
        visit
    }

    fn happen(&mut self, event: VideoEvent, now: Timestamp) {
        let effects = self.machine.handle(event, now);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<VideoEffect>) {
        for effect in effects {
            match effect {
                VideoEffect::Begin { epoch, provider, cause } => {
                    self.begun.push((epoch, provider, cause));
                    for page in &mut self.pages {
                        page.told = Some((epoch, provider));
                    }
                }
                VideoEffect::Purge { epoch } => self.purged.push(epoch),
                VideoEffect::CountFailure => self.failures += 1,
            }
        }
    }
}

fn both_joined(visit: &mut Visit) {
    let epoch = visit.machine.epoch();
    for side in [VideoSide::Visitor, VideoSide::Agent] {
        visit.happen(VideoEvent::Joined { side, epoch }, NOW);
    }
}

#[test]
fn a_visit_begins_with_zoom_only_where_zoom_can_be_used() {
    let cases = [
        (ZoomState::Off, VideoProvider::Builtin, VideoCause::Configured),
        (ZoomState::SdkMissing, VideoProvider::Builtin, VideoCause::SdkMissing),
        (ZoomState::Unreachable, VideoProvider::Builtin, VideoCause::Unreachable),
        (ZoomState::BreakerOpen, VideoProvider::Builtin, VideoCause::BreakerOpen),
        (ZoomState::Restarted, VideoProvider::Builtin, VideoCause::Restarted),
        (ZoomState::Ready, VideoProvider::Zoom, VideoCause::Configured),
    ];
    for (zoom, provider, cause) in cases {
        assert_eq!(Visit::new(zoom).begun, [(1, provider, cause)], "{zoom:?}");
    }
}

#[test]
fn both_are_in_zoom_and_stay_there() {
    let mut visit = Visit::new(ZoomState::Ready);
    assert_eq!(visit.machine.stage(), VideoStage::ZoomJoin);
    visit.happen(VideoEvent::Joined { side: VideoSide::Visitor, epoch: 1 }, NOW);
    assert_eq!(visit.machine.stage(), VideoStage::ZoomJoin);
    visit.happen(VideoEvent::Joined { side: VideoSide::Agent, epoch: 1 }, NOW);
    assert_eq!(visit.machine.stage(), VideoStage::ZoomLive);
    visit.happen(VideoEvent::Tick, NOW.plus_ms(3_600_000));
    assert_eq!((visit.machine.stage(), visit.machine.next_deadline()), (VideoStage::ZoomLive, None));
    assert_eq!(visit.machine.end(), Some(VideoEffect::Purge { epoch: 1 }));
}

#[test]
fn a_page_that_is_not_in_within_eight_seconds_moves_both_to_the_built_in_video() {
    let mut visit = Visit::new(ZoomState::Ready);
    visit.happen(VideoEvent::Joined { side: VideoSide::Visitor, epoch: 1 }, NOW);
    visit.happen(VideoEvent::Asked { side: VideoSide::Agent, epoch: 1 }, NOW.plus_ms(7_000));
    visit.happen(VideoEvent::Tick, NOW.plus_ms(JOIN_WITHIN_MS - 1));
    assert_eq!(visit.machine.stage(), VideoStage::ZoomJoin);
    visit.happen(VideoEvent::Tick, NOW.plus_ms(JOIN_WITHIN_MS));
    assert_eq!(visit.machine.stage(), VideoStage::RtcJoin);
    assert_eq!(visit.begun.last(), Some(&(2, VideoProvider::Builtin, VideoCause::JoinTimeout)));
    assert_eq!((visit.purged.as_slice(), visit.failures), ([1].as_slice(), 1));
    both_joined(&mut visit);
    assert_eq!(visit.machine.stage(), VideoStage::RtcLive);
}

#[test]
fn a_reloaded_page_has_its_eight_seconds_again() {
    let mut visit = Visit::new(ZoomState::Ready);
    both_joined(&mut visit);
    let later = NOW.plus_ms(60_000);
    visit.happen(VideoEvent::Asked { side: VideoSide::Visitor, epoch: 1 }, later);
    assert_eq!(visit.machine.next_deadline(), Some(later.plus_ms(JOIN_WITHIN_MS)));
    visit.happen(VideoEvent::Joined { side: VideoSide::Visitor, epoch: 1 }, later);
    assert_eq!(visit.machine.stage(), VideoStage::ZoomLive);
}

#[test]
fn another_agent_means_another_epoch_at_zoom() {
    let mut visit = Visit::new(ZoomState::Ready);
    both_joined(&mut visit);
    visit.happen(VideoEvent::AgentChanged, NOW);
    assert_eq!(visit.begun.last(), Some(&(2, VideoProvider::Zoom, VideoCause::AgentChanged)));
    assert_eq!((visit.purged.as_slice(), visit.failures), ([1].as_slice(), 0));
}

#[test]
fn a_document_that_is_shown_moves_both_and_is_no_failure_of_zooms() {
    let mut visit = Visit::new(ZoomState::Ready);
    both_joined(&mut visit);
    visit.happen(VideoEvent::Failed { side: VideoSide::Visitor, epoch: 1, cause: VideoCause::CoverNeeded }, NOW);
    assert_eq!(visit.begun.last(), Some(&(2, VideoProvider::Builtin, VideoCause::CoverNeeded)));
    assert_eq!((visit.purged.as_slice(), visit.failures), ([1].as_slice(), 0));
}

#[test]
fn a_bad_line_goes_down_to_sound_and_telephone_and_comes_back_up() {
    let mut visit = Visit::new(ZoomState::Off);
    both_joined(&mut visit);
    for (line, stage) in [
        (VideoLine::SoundOnly, VideoStage::AudioOnly),
        (VideoLine::Nothing, VideoStage::Telephone),
        (VideoLine::Picture, VideoStage::RtcLive),
    ] {
        visit.happen(VideoEvent::Line(line), NOW);
        assert_eq!(visit.machine.stage(), stage);
    }
    assert_eq!(visit.machine.end(), None);
}

fn any_side() -> impl Strategy<Value = VideoSide> {
    prop_oneof![Just(VideoSide::Visitor), Just(VideoSide::Agent)]
}

fn any_cause() -> impl Strategy<Value = VideoCause> {
    prop_oneof![
        Just(VideoCause::SdkFailed),
        Just(VideoCause::JoinRefused),
        Just(VideoCause::ConnectionLost),
        Just(VideoCause::RecordingStarted),
    ]
}

fn any_event() -> impl Strategy<Value = VideoEvent> {
    let line = prop_oneof![Just(VideoLine::Picture), Just(VideoLine::SoundOnly), Just(VideoLine::Nothing)];
    prop_oneof![
        (any_side(), 0..5_u32).prop_map(|(side, epoch)| VideoEvent::Asked { side, epoch }),
        (any_side(), 0..5_u32).prop_map(|(side, epoch)| VideoEvent::Joined { side, epoch }),
        (any_side(), 0..5_u32, any_cause()).prop_map(|(side, epoch, cause)| VideoEvent::Failed { side, epoch, cause }),
        (0..5_u32, any_cause()).prop_map(|(epoch, cause)| VideoEvent::Broken { epoch, cause }),
        Just(VideoEvent::AgentChanged),
        line.prop_map(VideoEvent::Line),
        Just(VideoEvent::Tick),
    ]
}

fn any_zoom() -> impl Strategy<Value = ZoomState> {
    prop_oneof![3 => Just(ZoomState::Ready), 1 => Just(ZoomState::Off), 1 => Just(ZoomState::BreakerOpen)]
}

proptest! {
    #[test]
    fn in_every_order_of_events_both_sides_end_on_the_same_epoch_and_provider(
        zoom in any_zoom(),
        steps in prop::collection::vec((any_event(), 0..5_000_u64), 0..60),
    ) {
        let mut visit = Visit::new(zoom);
        let mut now = NOW;
        for (event, passes_ms) in steps {
            now = now.plus_ms(passes_ms);
            visit.happen(event, now);
            let shown = Some((visit.machine.epoch(), visit.machine.provider()));
            prop_assert_eq!(visit.pages.each_ref().map(|page| page.told), [shown, shown]);
        }
        // Epochs count up one by one, and once the built-in video has begun, Zoom never does again.
        for (place, (epoch, ..)) in visit.begun.iter().enumerate() {
            prop_assert_eq!(*epoch as usize, place + 1);
        }
        let builtin = visit.begun.iter().position(|(_, provider, _)| *provider == VideoProvider::Builtin);
        let after = builtin.map_or(0, |at| visit.begun.len() - at);
        prop_assert!(after <= 1, "{:?}", visit.begun);
        // Whatever was begun at Zoom is deleted there, once.
        let zoom_epochs: Vec<u32> =
            visit.begun.iter().filter(|it| it.1 == VideoProvider::Zoom).map(|it| it.0).collect();
        if let Some(VideoEffect::Purge { epoch }) = visit.machine.end() {
            visit.purged.push(epoch);
        }
        prop_assert_eq!(visit.purged, zoom_epochs);
    }

    #[test]
    fn zoom_never_keeps_a_visit_waiting_beyond_its_deadline(
        steps in prop::collection::vec((any_event(), 0..3_000_u64), 0..60),
    ) {
        let mut visit = Visit::new(ZoomState::Ready);
        let mut now = NOW;
        for (event, passes_ms) in steps {
            now = now.plus_ms(passes_ms);
            visit.happen(VideoEvent::Tick, now);
            visit.happen(event, now);
        }
        let waits = visit.machine.stage() == VideoStage::ZoomJoin;
        prop_assert_eq!(waits, visit.machine.next_deadline().is_some());
        visit.happen(VideoEvent::Tick, now.plus_ms(JOIN_WITHIN_MS));
        prop_assert!(visit.machine.stage() != VideoStage::ZoomJoin);
    }

    #[test]
    fn a_word_about_another_epoch_changes_nothing(
        side in any_side(),
        cause in any_cause(),
        other in 2..9_u32,
    ) {
        let mut visit = Visit::new(ZoomState::Ready);
        let before = visit.machine.clone();
        for event in [
            VideoEvent::Asked { side, epoch: other },
            VideoEvent::Joined { side, epoch: other },
            VideoEvent::Failed { side, epoch: other, cause },
            VideoEvent::Broken { epoch: other, cause },
        ] {
            visit.happen(event, NOW);
        }
        prop_assert_eq!(visit.machine, before);
    }
}
