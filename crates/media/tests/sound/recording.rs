//! Recordings made of real calls, read back with the contact's key.

use std::fs::File;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::support::{Floor, TONE_LEVEL, floor, level, steadily, talk};
use media::{GroupId, LegId, MediaEvent, RecordingSummary, RecordingTarget, read_spoken};
use vault::recording::{Ending, Reader};
use vault::{ContactKey, KeyRing};
use wire::sdp::Codec;

const GROUP: GroupId = GroupId(1);
const CALLER: LegId = LegId(1);
const AGENT: LegId = LegId(2);
const SUPERVISOR: LegId = LegId(3);

fn both_ways() -> Vec<(LegId, LegId)> {
    vec![(CALLER, AGENT), (AGENT, CALLER)]
}

struct Keys(KeyRing, uuid::Uuid, vault::WrappedKey);

impl Keys {
    fn new() -> Self {
        let ring = KeyRing::generate().unwrap();
        let contact = uuid::Uuid::from_u128(7);
        let key = ring.contact_key(contact).unwrap();
        let wrapped = vault::WrappedKey::from_bytes(key.wrapped().as_bytes()).unwrap();
        Self(ring, contact, wrapped)
    }

    fn key(&self) -> ContactKey {
        self.0.unwrap(&self.2, self.1).unwrap()
    }

    fn target(&self, path: &Path) -> RecordingTarget {
        let path = path.to_owned();
        RecordingTarget { path, key: self.key(), left: CALLER, created_at_ms: 1_000 }
    }

    fn channels(&self, path: &Path) -> (Vec<i16>, Vec<i16>, Reader<File>) {
        let mut reader = Reader::open(File::open(path).unwrap(), &self.key()).unwrap();
        let frames = reader.frames();
        let bytes = reader.read_frames(0, frames).unwrap();
        let sample = |part: &[u8]| i16::from_le_bytes([part[0], part[1]]);
        let frames = || bytes.chunks_exact(4);
        let left = frames().map(|frame| sample(&frame[..2])).collect();
        let right = frames().map(|frame| sample(&frame[2..])).collect();
        (left, right, reader)
    }
}

fn closed(floor: &mut Floor) -> RecordingSummary {
    floor.event(|event| match event {
        MediaEvent::RecordingClosed { group: GROUP, summary } => Some(summary.clone()),
        _ => None,
    })
}

#[test]
fn the_caller_is_left_and_the_agent_right_from_begin_to_end_through_hold() {
    steadily(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("call.mdgr");
        let keys = Keys::new();
        let mut floor = floor();
        let mut caller = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut agent = floor.telephone(2, Codec::Pcma, 1_000.0);
        let engine = floor.engine.clone();
        engine.set_routes(GROUP, vec![CALLER, AGENT], both_ways()).unwrap();
        engine.record_start(GROUP, keys.target(&path));
        talk(&mut [&mut caller, &mut agent], 1_000);
        engine.set_routes(GROUP, vec![CALLER, AGENT], Vec::new()).unwrap();
        talk(&mut [&mut caller, &mut agent], 1_000);
        engine.set_routes(GROUP, vec![CALLER, AGENT], both_ways()).unwrap();
        talk(&mut [&mut caller, &mut agent], 1_000);
        engine.record_stop(GROUP);
        let summary = closed(&mut floor);
        assert_eq!((summary.fault, summary.dropped_overall, summary.left.late), (None, 0, 0));
        assert!((2_900..=3_200).contains(&summary.duration_ms), "{}", summary.duration_ms);
        let (left, right, mut reader) = keys.channels(&path);
        reader.verify().unwrap();
        assert!((level(&left[800..23_000], 440.0) - TONE_LEVEL).abs() < 800.0);
        assert!(level(&left, 1_000.0) < 200.0 && level(&right, 440.0) < 200.0);
        assert!((level(&right[800..7_200], 1_000.0) - TONE_LEVEL).abs() < 800.0);
        assert!(level(&right[9_600..15_200], 1_000.0) < 100.0, "on hold the agent is not heard");
        assert!((level(&right[17_600..23_000], 1_000.0) - TONE_LEVEL).abs() < 800.0);
        let timelines = reader.timelines().unwrap();
        let spoken = read_spoken(timelines.iter().map(|(_, bytes)| bytes.as_slice()));
        let agent: Vec<_> = spoken.iter().filter(|entry| entry.leg == AGENT).collect();
        assert_eq!(agent.len(), 2, "{spoken:?}");
        assert!(agent[0].start_ms < 200 && (900..=1_200).contains(&agent[0].end_ms), "{spoken:?}");
    });
}

#[test]
fn a_silenced_stretch_is_in_neither_recording_nor_tap_and_heard_by_both_all_the_while() {
    steadily(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("call.mdgr");
        let keys = Keys::new();
        let mut floor = floor();
        let mut caller = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut agent = floor.telephone(2, Codec::Pcma, 1_000.0);
        let engine = floor.engine.clone();
        engine.set_routes(GROUP, vec![CALLER, AGENT], both_ways()).unwrap();
        engine.record_start(GROUP, keys.target(&path));
        let began = floor.event(|event| match event {
            MediaEvent::RecordingStarted { group: GROUP, at_samples } => Some(*at_samples),
            _ => None,
        });
        let (sender, mut tapped) = tokio::sync::mpsc::channel(1_000);
        engine.tap(GROUP, sender);
        talk(&mut [&mut caller, &mut agent], 1_000);
        engine.silence(GROUP, true);
        talk(&mut [&mut caller, &mut agent], 1_000);
        engine.silence(GROUP, false);
        talk(&mut [&mut caller, &mut agent], 1_000);
        engine.record_stop(GROUP);
        assert_eq!(closed(&mut floor).fault, None);
        let (left, right, _) = keys.channels(&path);
        for (side, tone) in [(&left, 440.0), (&right, 1_000.0)] {
            assert!((level(&side[800..7_200], tone) - TONE_LEVEL).abs() < 800.0);
            assert!(side[9_000..15_200].iter().all(|sample| *sample == 0), "nothing at all is recorded");
            assert!((level(&side[17_600..22_000], tone) - TONE_LEVEL).abs() < 800.0);
        }
        let at: Vec<u64> =
            std::iter::from_fn(|| tapped.try_recv().ok()).map(|frame| frame.arrival_samples - began).collect();
        assert!(at.iter().any(|at| *at < 7_200) && at.iter().any(|at| *at > 17_600), "{at:?}");
        assert!(at.iter().all(|at| !(9_000..15_200).contains(at)), "{at:?}");
        assert!(agent.hears(440.0) > 1_000.0, "the agent heard the caller all the while");
    });
}

#[test]
fn a_copy_taken_at_any_moment_plays_to_within_a_second() {
    steadily(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("call.mdgr");
        let keys = Keys::new();
        let floor = floor();
        let mut caller = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut agent = floor.telephone(2, Codec::Pcmu, 1_000.0);
        floor.engine.set_routes(GROUP, vec![CALLER, AGENT], both_ways()).unwrap();
        let began = Instant::now();
        floor.engine.record_start(GROUP, keys.target(&path));
        let mut copies = Vec::new();
        for step in 0..12 {
            talk(&mut [&mut caller, &mut agent], 220);
            // What a kill would leave is what the file holds at this moment.
            let copy = folder.path().join(format!("kill-{step}.mdgr"));
            let killed_at = began.elapsed();
            std::fs::copy(&path, &copy).unwrap();
            copies.push((copy, killed_at));
        }
        copies.retain(|(_, killed_at)| *killed_at > Duration::from_millis(1_100));
        assert!(copies.len() >= 5);
        for (copy, killed_at) in copies {
            let (left, _, reader) = keys.channels(&copy);
            let heard = Duration::from_micros(left.len() as u64 * 125);
            assert!(killed_at - heard < Duration::from_secs(1), "{killed_at:?} {heard:?}");
            let tone = level(&left[800..], 440.0);
            assert!((tone - TONE_LEVEL).abs() < 800.0, "{tone} of {}", left.len());
            assert!(matches!(reader.ending(), Ending::Unclosed | Ending::Torn { .. }));
        }
    });
}

#[test]
fn keys_and_unheard_listeners_stay_out_of_the_recording() {
    steadily(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("call.mdgr");
        let keys = Keys::new();
        let mut floor = floor();
        let mut caller = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut agent = floor.telephone(2, Codec::Pcmu, 1_000.0);
        let mut supervisor = floor.telephone(3, Codec::Pcmu, 1_500.0);
        let routes = [both_ways(), vec![(CALLER, SUPERVISOR), (AGENT, SUPERVISOR)]].concat();
        let legs = vec![CALLER, AGENT, SUPERVISOR];
        floor.engine.set_routes(GROUP, legs, routes).unwrap();
        floor.engine.record_start(GROUP, keys.target(&path));
        for _ in 0..5 {
            talk(&mut [&mut caller, &mut agent, &mut supervisor], 200);
            let begin = caller.timestamp;
            caller.send(crate::support::KEY_PAYLOAD_TYPE, true, begin, &[1, 0x8A, 3, 32]);
        }
        floor.engine.record_stop(GROUP);
        let summary = closed(&mut floor);
        assert_eq!(summary.left.packets, 50, "only sound");
        let (_, right, _) = keys.channels(&path);
        assert!(level(&right, 1_500.0) < 50.0);
        assert!((level(&right[800..7_200], 1_000.0) - TONE_LEVEL).abs() < 800.0);
    });
}

#[test]
fn a_transferred_call_keeps_one_recording_with_every_speaker_on_the_right() {
    steadily(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("call.mdgr");
        let keys = Keys::new();
        let mut floor = floor();
        let mut caller = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut agent = floor.telephone(2, Codec::Pcmu, 1_000.0);
        let mut city = floor.telephone(3, Codec::Pcma, 1_500.0);
        let engine = floor.engine.clone();
        engine.set_routes(GROUP, vec![CALLER, AGENT], both_ways()).unwrap();
        engine.record_start(GROUP, keys.target(&path));
        talk(&mut [&mut caller, &mut agent, &mut city], 1_000);
        let routes = vec![(CALLER, SUPERVISOR), (SUPERVISOR, CALLER)];
        engine.set_routes(GROUP, vec![CALLER, SUPERVISOR], routes).unwrap();
        engine.close(AGENT);
        agent.silent = true;
        talk(&mut [&mut caller, &mut agent, &mut city], 1_000);
        engine.close(CALLER);
        engine.record_stop(GROUP);
        let summary = closed(&mut floor);
        assert_eq!(summary.fault, None);
        let (left, right, _) = keys.channels(&path);
        assert!((level(&right[800..7_200], 1_000.0) - TONE_LEVEL).abs() < 800.0);
        assert!((level(&right[9_600..15_200], 1_500.0) - TONE_LEVEL).abs() < 800.0);
        assert!((level(&left[800..15_200], 440.0) - TONE_LEVEL).abs() < 800.0);
    });
}

#[test]
fn a_recording_that_cannot_be_written_is_told_and_the_call_goes_on() {
    steadily(|| {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::new();
        let mut floor = floor();
        let mut caller = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut agent = floor.telephone(2, Codec::Pcmu, 1_000.0);
        let engine = floor.engine.clone();
        engine.set_routes(GROUP, vec![CALLER, AGENT], both_ways()).unwrap();
        engine.record_start(GROUP, keys.target(&folder.path().join("absent/call.mdgr")));
        talk(&mut [&mut caller, &mut agent], 600);
        assert!((agent.hears(440.0) - TONE_LEVEL).abs() < 400.0);
        floor.event(|event| matches!(event, MediaEvent::RecordingFault { .. }).then_some(()));
        engine.record_stop(GROUP);
        assert!(closed(&mut floor).fault.is_some());
    });
}

#[test]
fn a_tap_hears_each_leg_by_itself_and_a_full_one_stops_nobody() {
    steadily(|| {
        let floor = floor();
        let mut caller = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut agent = floor.telephone(2, Codec::Pcma, 1_000.0);
        floor.engine.set_routes(GROUP, vec![CALLER, AGENT], both_ways()).unwrap();
        let (sender, mut frames) = tokio::sync::mpsc::channel(60);
        floor.engine.tap(GROUP, sender);
        talk(&mut [&mut caller, &mut agent], 1_000);
        assert!((agent.hears(440.0) - TONE_LEVEL).abs() < 400.0);
        let mut heard = [Vec::new(), Vec::new()];
        while let Ok(frame) = frames.try_recv() {
            let index = usize::from(frame.leg == AGENT);
            heard[index].extend_from_slice(&frame.samples[..frame.length]);
        }
        assert_eq!(heard[0].len() + heard[1].len(), 60 * 160);
        assert!((level(&heard[0], 440.0) - TONE_LEVEL).abs() < 800.0);
        assert!((level(&heard[1], 1_000.0) - TONE_LEVEL).abs() < 800.0);
    });
}
