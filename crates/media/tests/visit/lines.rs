//! What becomes of a line that breaks, loses pictures, or is measured.

use std::time::{Duration, Instant};

use media::{LegId, OfferRefusal, PictureCap, VideoStep, VisitEvent, WebError};

use crate::room::{all, room};

#[test]
fn a_page_that_comes_again_takes_its_old_place() {
    let mut room = room();
    room.meet(2);
    room.until("the first is seen", |room| room.pages[&2].pictures(0).len() > 20);
    room.until("the second is seen", |room| room.pages[&1].pictures(0).len() > 20);
    let (seen, heard) = (room.pages[&2].pictures(0).len(), room.pages[&2].sounds(0).len());
    room.enter(1, 4);
    room.until("the first is seen again", |room| room.pages[&2].pictures(0).len() > seen + 20);
    room.until("the first is heard again", |room| room.pages[&2].sounds(0).len() > heard + 20);
    room.until("the second is seen again", |room| room.pages[&1].pictures(0).len() > 20);
    assert!(room.pages[&1].pictures(0)[0].starts_keyframe);
    let connected = room.told.iter().filter(|told| **told == (LegId(1), VisitEvent::Connected));
    assert_eq!(connected.count(), 2);
}

#[test]
fn a_leg_that_falls_silent_is_told_lost_after_two_seconds_and_back_when_heard() {
    let mut room = room();
    room.meet(2);
    room.until_heard(2, 10);
    let page = room.pages.remove(&1).unwrap();
    let silent_at = Instant::now();
    let is_lost = |event: &VisitEvent| *event == VisitEvent::LegLost;
    room.until("the leg is lost", |room| room.was_told(1, is_lost));
    assert!(silent_at.elapsed() > Duration::from_millis(1_800), "{:?}", silent_at.elapsed());
    assert!(!room.was_told(2, is_lost) && !room.was_told(1, |event| *event == VisitEvent::LegBack));
    room.pages.insert(1, page);
    room.until("the leg is back", |room| room.was_told(1, |event| *event == VisitEvent::LegBack));
    room.until_heard(2, 10);
}

#[test]
fn a_lost_picture_is_asked_of_its_source_and_a_crowd_asks_once() {
    let mut room = room();
    room.meet(3);
    room.until("all see the first", |room| (2..=3).all(|leg| room.pages[&leg].pictures(0).len() > 20));
    // The wishes of the beginning are over when no more of them come in a second's sound.
    room.until_heard(2, 50);
    let asked = room.pages[&1].asked;
    let began = Instant::now();
    for _ in 0..10 {
        for leg in [2, 3] {
            room.pages.get_mut(&leg).unwrap().lose_picture(0);
        }
        room.until_heard(2, 1);
    }
    room.until("the source is asked", |room| room.pages[&1].asked > asked);
    room.until_heard(2, 50);
    let (more, spans) = (room.pages[&1].asked - asked, began.elapsed().as_millis() / 500 + 1);
    assert!(more as u128 <= spans, "asked {more} times in {spans} spans");
}

#[test]
fn captions_get_each_opus_packet_and_a_listener_that_is_behind_loses_and_knows() {
    let mut room = room();
    room.meet(2);
    let (sender, mut captions) = tokio::sync::mpsc::channel(1_000);
    room.engine.tap_visit(LegId(1), sender);
    room.until_heard(2, 60);
    let mut frames = Vec::new();
    while let Ok(frame) = captions.try_recv() {
        frames.push(frame);
    }
    assert!(frames.len() > 20);
    for pair in frames.windows(2) {
        assert_eq!(pair[1].sequence, pair[0].sequence + 1);
        assert_eq!(pair[1].timestamp, pair[0].timestamp + 960);
    }
    assert!(frames.iter().all(|frame| frame.leg == LegId(1) && frame.payload[0] == 1 && frame.dropped == 0));
    let (sender, mut captions) = tokio::sync::mpsc::channel(2);
    room.engine.tap_visit(LegId(1), sender);
    room.until_heard(2, 60);
    let first = captions.try_recv().unwrap();
    let _ = captions.try_recv();
    room.until_heard(2, 10);
    let next = captions.try_recv().unwrap();
    assert_eq!(first.dropped, 0);
    assert!(next.dropped > 20, "{}", next.dropped);
}

#[test]
fn each_second_tells_how_the_line_is() {
    let mut room = room();
    room.meet(2);
    let is_measured = |event: &VisitEvent| match event {
        VisitEvent::Quality(line) => {
            let sound = line.up.audio_kbit > 16 && line.down.audio_kbit > 16;
            let picture = line.up.video_kbit > 150 && line.down.video_kbit > 150;
            let is_fine = line.step >= VideoStep::Low && line.limit_kbit >= 250 && !line.frozen;
            let reported = line.round_trip.is_some_and(|span| span < Duration::from_secs(1));
            sound && picture && is_fine && reported && line.frames > 10 && line.estimate_kbit.is_some()
        }
        _ => false,
    };
    room.until("both lines are measured", |room| room.was_told(1, is_measured) && room.was_told(2, is_measured));
    room.pages.get_mut(&1).unwrap().shows = false;
    let is_frozen = |event: &VisitEvent| matches!(event, VisitEvent::Quality(line) if line.frozen && line.frames == 0);
    room.until("the freeze is told", |room| room.was_told(1, is_frozen));
    assert!(!room.was_told(2, is_frozen));
    room.routes(&[1, 2], all(&[1]));
    room.until("nobody is seen", |room| room.was_told(1, |event| *event == VisitEvent::Slots(vec![None; 4])));
}

#[test]
fn a_line_that_loses_a_third_keeps_only_its_sound_and_gets_the_picture_back_when_it_is_fine() {
    let mut room = room();
    room.meet(2);
    room.until("each sees the other", |room| (1..=2).all(|leg| room.pages[&leg].pictures(0).len() > 20));
    let is_at =
        |step: VideoStep| move |event: &VisitEvent| matches!(event, VisitEvent::Quality(line) if line.step == step);
    room.pages.get_mut(&2).unwrap().is_lossy = true;
    room.until("the sender is limited", |room| room.pages[&1].limit_kbit.is_some_and(|kbit| kbit <= 500));
    room.until("only the sound is left", |room| room.was_told(2, is_at(VideoStep::Still)));
    assert!(!room.was_told(1, is_at(VideoStep::Still)), "the other's line loses nothing");
    room.until_heard(2, 20);
    let pictures = room.pages[&2].pictures(0).len();
    room.until_heard(2, 20);
    assert_eq!(room.pages[&2].pictures(0).len(), pictures);
    room.pages.get_mut(&2).unwrap().is_lossy = false;
    room.until("the picture is back", |room| room.pages[&2].pictures(0).len() > pictures + 20);
    let page = &room.pages[&2];
    assert!(page.pictures(0)[pictures].starts_keyframe && page.pictures(0)[pictures].who == 1);
}

#[test]
fn stills_are_whole_pictures_seconds_apart_and_a_cap_that_goes_brings_the_motion_back() {
    let mut room = room();
    room.meet(2);
    room.until("each sees the other", |room| (1..=2).all(|leg| room.pages[&leg].pictures(0).len() > 20));
    let capped = |room: &crate::room::Room, cap: PictureCap| {
        (1..=2).for_each(|leg| room.engine.cap_visit_picture(LegId(leg), cap));
    };
    capped(&room, PictureCap::Stills);
    // What was on its way has come, and the first still with it.
    room.until_heard(2, 50);
    let before = room.pages[&2].pictures(0).len();
    let first = room.pages[&2].pictures(0)[before - 1];
    room.until("the next still", |room| room.pages[&2].pictures(0).len() >= before + 2);
    room.until_heard(2, 20);
    let still = room.pages[&2].pictures(0)[before..].to_vec();
    assert_eq!(still.len(), 2, "one whole picture: {still:?}");
    assert!(still[0].starts_keyframe && still[1].timestamp == still[0].timestamp);
    assert_eq!((still[0].sequence, still[1].sequence), (first.sequence + 1, first.sequence + 2), "no gap");
    assert!(still[0].timestamp.wrapping_sub(first.timestamp) > 3 * 90_000);
    capped(&room, PictureCap::Nothing);
    room.until_heard(2, 20);
    let dark = room.pages[&2].pictures(0).len();
    room.until_heard(2, 50);
    assert_eq!(room.pages[&2].pictures(0).len(), dark);
    capped(&room, PictureCap::Free);
    room.until("the motion is back", |room| room.pages[&2].pictures(0).len() > dark + 20);
    assert!(room.pages[&2].pictures(0)[dark].starts_keyframe);
}

#[test]
fn a_restart_of_the_connection_a_leg_has_is_refused_and_harms_nothing() {
    let mut room = room();
    room.meet(2);
    room.until_heard(1, 10);
    let again = room.pages.get_mut(&1).unwrap().offer_again();
    let refused = room.engine.open_visit_leg(LegId(1), 0, &again).unwrap_err();
    assert!(matches!(refused, WebError::Visit(OfferRefusal::SameConnection)), "{refused}");
}
