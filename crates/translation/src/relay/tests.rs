//! Engines in order, on virtual time.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

const A: EngineIndex = EngineIndex(0);
const B: EngineIndex = EngineIndex(1);

fn relay() -> Relay {
    Relay::of(Waits { engines_ms: vec![1_000, 1_500], segment_ms: 3_000 })
}

fn at(ms: i64) -> Timestamp {
    Timestamp(ms)
}

fn begun(relay: &mut Relay, id: u64, ms: i64) -> Vec<RelayOrder> {
    relay.handle(RelayEvent::Begun(SegmentId(id)), at(ms))
}

const ONE: SegmentId = SegmentId(1);

#[test]
fn a_sound_answer_is_shown_and_nobody_else_is_asked() {
    let mut relay = relay();
    assert_eq!(begun(&mut relay, 1, 0), [RelayOrder::Ask(ONE, A)]);
    assert_eq!(relay.next_deadline(), Some(at(1_000)));
    let shown = relay.handle(RelayEvent::Answered(ONE, A, Judged::Sound), at(400));
    assert_eq!(shown, [RelayOrder::Show(ONE, A)]);
    assert_eq!(relay.next_deadline(), None);
}

#[test]
fn a_slow_engine_gives_way_to_the_next_and_its_late_answer_changes_nothing() {
    let mut relay = relay();
    let _ = begun(&mut relay, 1, 0);
    assert_eq!(relay.handle(RelayEvent::Ticked, at(999)), []);
    assert_eq!(relay.handle(RelayEvent::Ticked, at(1_000)), [RelayOrder::Ask(ONE, B)]);
    assert_eq!(relay.handle(RelayEvent::Answered(ONE, A, Judged::Sound), at(1_100)), []);
    assert_eq!(relay.handle(RelayEvent::Ticked, at(2_500)), [RelayOrder::ShowOriginal(ONE)]);
}

#[test]
fn the_answer_with_the_fewest_marks_is_shown_flagged_when_none_is_sound() {
    let mut relay = relay();
    let _ = begun(&mut relay, 1, 0);
    assert_eq!(relay.handle(RelayEvent::Answered(ONE, A, Judged::Flagged(1)), at(100)), [RelayOrder::Ask(ONE, B)]);
    assert_eq!(
        relay.handle(RelayEvent::Answered(ONE, B, Judged::Flagged(2)), at(200)),
        [RelayOrder::ShowFlagged(ONE, A)]
    );
    let two = SegmentId(2);
    let _ = begun(&mut relay, 2, 300);
    let _ = relay.handle(RelayEvent::Answered(two, A, Judged::Flagged(3)), at(400));
    assert_eq!(relay.handle(RelayEvent::Failed(two, B), at(500)), [RelayOrder::ShowFlagged(two, A)]);
}

#[test]
fn a_bad_answer_counts_as_a_failure_and_three_open_the_breaker_until_one_is_tried_again() {
    let mut relay = relay();
    for id in 1..=3 {
        let _ = begun(&mut relay, id, 0);
        let next = relay.handle(RelayEvent::Answered(SegmentId(id), A, Judged::Bad), at(10));
        assert_eq!(next, [RelayOrder::Ask(SegmentId(id), B)]);
        let _ = relay.handle(RelayEvent::Answered(SegmentId(id), B, Judged::Sound), at(20));
    }
    assert!(relay.is_open(A) && !relay.is_open(B));
    assert_eq!(begun(&mut relay, 4, 5_000), [RelayOrder::Ask(SegmentId(4), B)]);
    let late = RelayOrder::ShowOriginal(SegmentId(4));
    assert_eq!(begun(&mut relay, 5, 10_010), [late, RelayOrder::Ask(SegmentId(5), A)]);
    let _ = relay.handle(RelayEvent::Answered(SegmentId(5), A, Judged::Sound), at(10_100));
    assert!(!relay.is_open(A));
}

#[test]
fn without_an_engine_or_with_too_many_segments_the_original_is_shown() {
    let mut none = Relay::of(Waits { engines_ms: Vec::new(), segment_ms: 3_000 });
    assert_eq!(begun(&mut none, 1, 0), [RelayOrder::ShowOriginal(ONE)]);
    let mut relay = relay();
    let first: u64 = 1_000;
    for id in first..first + u64::try_from(SEGMENTS_MAX).expect("small") {
        assert_eq!(begun(&mut relay, id, 0).len(), 1);
    }
    assert_eq!(begun(&mut relay, 1, 0), [RelayOrder::ShowOriginal(ONE)]);
    assert_eq!(relay.handle(RelayEvent::Dropped(SegmentId(first)), at(1)), []);
    assert_eq!(begun(&mut relay, 1, 1), [RelayOrder::Ask(ONE, A)]);
}

fn event() -> impl Strategy<Value = (RelayEvent, u16)> {
    let id = (0..4_u64).prop_map(SegmentId);
    let engine = (0..2_usize).prop_map(EngineIndex);
    let judged = prop_oneof![Just(Judged::Sound), (1..4_usize).prop_map(Judged::Flagged), Just(Judged::Bad)];
    let event = prop_oneof![
        id.clone().prop_map(RelayEvent::Begun),
        (id.clone(), engine.clone(), judged).prop_map(|(id, engine, judged)| RelayEvent::Answered(id, engine, judged)),
        (id, engine).prop_map(|(id, engine)| RelayEvent::Failed(id, engine)),
        Just(RelayEvent::Ticked),
    ];
    (event, 0..2_000_u16)
}

proptest! {
    #[test]
    fn every_segment_ends_once_and_none_waits_longer_than_it_may(events in prop::collection::vec(event(), 1..60)) {
        let mut relay = relay();
        let mut open = BTreeSet::new();
        let mut now = 0;
        for (event, later) in events {
            now += i64::from(later);
            for order in relay.handle(event, at(now)) {
                match order {
                    RelayOrder::Ask(id, _) => {
                        open.insert(id);
                    }
                    RelayOrder::Show(id, _) | RelayOrder::ShowFlagged(id, _) | RelayOrder::ShowOriginal(id) => {
                        prop_assert!(open.remove(&id) || event == RelayEvent::Begun(id));
                    }
                }
            }
            prop_assert_eq!(relay.asked.keys().copied().collect::<BTreeSet<_>>(), open.clone());
            prop_assert!(relay.next_deadline().is_none_or(|deadline| deadline > at(now)));
        }
        let rest = relay.handle(RelayEvent::Ticked, at(now + 3_000));
        let more = relay.handle(RelayEvent::Ticked, at(now + 6_000));
        prop_assert!(relay.next_deadline().is_none(), "{rest:?} {more:?}");
    }
}
