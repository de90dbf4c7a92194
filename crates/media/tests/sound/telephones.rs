//! Telephones through the engine, over real sockets.

use std::sync::Arc;

use crate::support::{KEY_PAYLOAD_TYPE, TONE_LEVEL, assert_continuous, floor, floor_with, steadily, talk, tone};
use media::{GroupId, LegId, MediaEvent, Play, RouteError};
use wire::dtmf::Digit;
use wire::sdp::Codec;

const GROUP: GroupId = GroupId(1);
const A: LegId = LegId(1);
const B: LegId = LegId(2);
const C: LegId = LegId(3);

fn both_ways() -> Vec<(LegId, LegId)> {
    vec![(A, B), (B, A)]
}

#[test]
fn two_telephones_of_different_laws_hear_each_other() {
    steadily(|| {
        let floor = floor();
        let mut a = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut b = floor.telephone(2, Codec::Pcma, 1_000.0);
        floor.engine.set_routes(GROUP, vec![A, B], both_ways()).unwrap();
        talk(&mut [&mut a, &mut b], 700);
        assert!((a.hears(1_000.0) - TONE_LEVEL).abs() < 400.0, "{}", a.hears(1_000.0));
        assert!((b.hears(440.0) - TONE_LEVEL).abs() < 400.0, "{}", b.hears(440.0));
        assert!(a.hears(440.0) < 100.0, "nobody hears itself");
        assert_continuous(&a.headers);
        assert_continuous(&b.headers);
    });
}

#[test]
fn from_music_to_agent_the_caller_hears_one_stream_with_a_marker_at_the_change() {
    steadily(|| {
        let floor = floor();
        let mut a = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut b = floor.telephone(2, Codec::Pcmu, 1_000.0);
        let music = Play { sound: Arc::new(tone(600.0, 100)), looped: true, tag: 1 };
        floor.engine.play(A, music);
        talk(&mut [&mut a, &mut b], 600);
        assert!((a.hears(600.0) - TONE_LEVEL).abs() < 800.0, "{}", a.hears(600.0));
        floor.engine.stop_play(A);
        floor.engine.set_routes(GROUP, vec![A, B], both_ways()).unwrap();
        talk(&mut [&mut a, &mut b], 700);
        assert!((a.hears(1_000.0) - TONE_LEVEL).abs() < 400.0);
        assert!(a.hears(600.0) < 100.0, "the music has stopped");
        assert_continuous(&a.headers);
        assert_eq!(a.headers.iter().filter(|header| header.marker).count(), 2);
    });
}

#[test]
fn a_sound_that_ends_is_told_once_and_one_replaced_never() {
    steadily(|| {
        let mut floor = floor();
        let mut a = floor.telephone(1, Codec::Pcma, 440.0);
        floor.engine.play(A, Play { sound: Arc::new(tone(500.0, 5_000)), looped: false, tag: 1 });
        floor.engine.play(A, Play { sound: Arc::new(tone(700.0, 200)), looped: false, tag: 2 });
        talk(&mut [&mut a], 500);
        let tag = floor.event(|event| match event {
            MediaEvent::PlayEnded { leg: A, tag } => Some(*tag),
            _ => None,
        });
        assert_eq!(tag, 2);
        assert_eq!(a.heard.len(), 1_600, "exactly the sound's 200 ms");
        assert!(floor.events.try_recv().is_err());
    });
}

#[test]
fn a_listener_hears_both_and_is_heard_by_nobody_and_a_whisper_reaches_only_the_agent() {
    steadily(|| {
        let floor = floor();
        let mut caller = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut agent = floor.telephone(2, Codec::Pcmu, 1_000.0);
        let mut supervisor = floor.telephone(3, Codec::Pcma, 1_500.0);
        let listen = [both_ways(), vec![(A, C), (B, C)]].concat();
        floor.engine.set_routes(GROUP, vec![A, B, C], listen.clone()).unwrap();
        talk(&mut [&mut caller, &mut agent, &mut supervisor], 1_000);
        let near = |level: f32| (level - TONE_LEVEL).abs() < 800.0;
        assert!(near(supervisor.hears(440.0)) && near(supervisor.hears(1_000.0)));
        assert!(near(caller.hears(1_000.0)) && near(agent.hears(440.0)));
        assert!(caller.hears(1_500.0) < 100.0 && agent.hears(1_500.0) < 100.0);
        let whisper = [listen, vec![(C, B)]].concat();
        floor.engine.set_routes(GROUP, vec![A, B, C], whisper).unwrap();
        talk(&mut [&mut caller, &mut agent, &mut supervisor], 1_000);
        assert!(near(agent.hears(1_500.0)), "{}", agent.hears(1_500.0));
        assert!(near(agent.hears(440.0)) && caller.hears(1_500.0) < 100.0);
        assert_continuous(&agent.headers);
        assert_continuous(&caller.headers);
    });
}

#[test]
fn a_conference_of_three_mixes_everyone_but_oneself() {
    steadily(|| {
        let floor = floor();
        let mut a = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut b = floor.telephone(2, Codec::Pcma, 1_000.0);
        let mut c = floor.telephone(3, Codec::Pcmu, 1_500.0);
        let all = [A, B, C];
        let routes = all.iter().flat_map(|from| all.iter().map(move |to| (*from, *to))).collect();
        floor.engine.set_routes(GROUP, all.to_vec(), routes).unwrap();
        talk(&mut [&mut a, &mut b, &mut c], 1_000);
        let near = |level: f32| (level - TONE_LEVEL).abs() < 800.0;
        assert!(near(a.hears(1_000.0)) && near(a.hears(1_500.0)) && a.hears(440.0) < 100.0);
        assert!(near(b.hears(440.0)) && near(b.hears(1_500.0)) && b.hears(1_000.0) < 100.0);
        assert!(near(c.hears(440.0)) && near(c.hears(1_000.0)) && c.hears(1_500.0) < 100.0);
    });
}

#[test]
fn media_from_a_second_source_is_refused_and_told_once() {
    steadily(|| {
        let mut floor = floor();
        let mut a = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut b = floor.telephone(2, Codec::Pcmu, 1_000.0);
        floor.engine.set_routes(GROUP, vec![A, B], both_ways()).unwrap();
        talk(&mut [&mut a, &mut b], 200);
        let mut hijacked = crate::support::Telephone::new(1, Codec::Pcmu, 2_000.0, a_port(&a));
        talk(&mut [&mut a, &mut b, &mut hijacked], 700);
        assert!(b.hears(2_000.0) < 100.0, "{}", b.hears(2_000.0));
        assert!((b.hears(440.0) - TONE_LEVEL).abs() < 400.0);
        assert!(hijacked.heard.is_empty());
        let source = floor.event(|event| match event {
            MediaEvent::ForeignSource { leg: A, source } => Some(*source),
            _ => None,
        });
        assert_eq!(source, hijacked.socket.local_addr().unwrap());
        floor.engine.close(A);
        let stats = closed(&mut floor, A);
        assert!(stats.foreign >= 30, "{stats:?}");
    });
}

fn a_port(telephone: &crate::support::Telephone) -> std::net::SocketAddrV4 {
    telephone.engine_address()
}

fn closed(floor: &mut crate::support::Floor, leg: LegId) -> media::LegStats {
    floor.event(|event| match event {
        MediaEvent::LegClosed { leg: closed, stats } if *closed == leg => Some(*stats),
        _ => None,
    })
}

#[test]
fn a_key_is_told_once_and_pressed_again_toward_the_other_telephone() {
    steadily(|| {
        let mut floor = floor();
        let mut a = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut b = floor.telephone(2, Codec::Pcmu, 1_000.0);
        floor.engine.set_routes(GROUP, vec![A, B], both_ways()).unwrap();
        talk(&mut [&mut a, &mut b], 200);
        let begin = a.timestamp;
        for (index, end) in [0_u8, 0, 0x80, 0x80, 0x80].into_iter().enumerate() {
            let duration = ((index as u16 + 1) * 160).to_be_bytes();
            a.send(KEY_PAYLOAD_TYPE, index == 0, begin, &[5, end | 10, duration[0], duration[1]]);
        }
        talk(&mut [&mut a, &mut b], 400);
        let digit = floor.event(|event| match event {
            MediaEvent::Digit { leg: A, digit } => Some(*digit),
            _ => None,
        });
        assert_eq!(digit.as_char(), '5');
        assert!(floor.events.try_recv().is_err(), "once");
        let ends = b.keys.iter().filter(|key| key[0] == 5 && key[1] & 0x80 != 0).count();
        assert_eq!(ends, 3);
    });
}

#[test]
fn keys_we_press_reach_the_telephone_in_order_and_sound_goes_on_after_them() {
    steadily(|| {
        let floor = floor();
        let mut a = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut b = floor.telephone(2, Codec::Pcmu, 1_000.0);
        floor.engine.set_routes(GROUP, vec![A, B], both_ways()).unwrap();
        talk(&mut [&mut a, &mut b], 200);
        for key in ['1', '#'] {
            floor.engine.send_dtmf(A, Digit::from_char(key).unwrap());
        }
        talk(&mut [&mut a, &mut b], 600);
        let mut pressed: Vec<u8> = a.keys.iter().map(|key| key[0]).collect();
        pressed.dedup();
        assert_eq!(pressed, [1, 11]);
        a.heard.clear();
        talk(&mut [&mut a, &mut b], 400);
        assert!((a.hears(1_000.0) - TONE_LEVEL).abs() < 800.0);
        let sequences: Vec<u16> = a.headers.iter().map(|header| header.sequence).collect();
        assert!(sequences.windows(2).all(|pair| pair[1] == pair[0].wrapping_add(1)), "{sequences:?}");
    });
}

#[test]
fn telephones_on_different_shards_meet_and_keep_their_streams_and_orders() {
    steadily(|| {
        let mut floor = floor_with(|config| config.shards = 2);
        let mut a = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut b = floor.telephone_on(1, 2, Codec::Pcmu, 1_000.0);
        floor.engine.set_routes(GROUP, vec![A], Vec::new()).unwrap();
        let music = Play { sound: Arc::new(tone(600.0, 100)), looped: true, tag: 1 };
        floor.engine.play(A, music.clone());
        floor.engine.play(B, music);
        talk(&mut [&mut a, &mut b], 400);
        floor.engine.set_routes(GROUP, vec![A, B], both_ways()).unwrap();
        floor.engine.stop_play(A);
        floor.engine.stop_play(B);
        talk(&mut [&mut a, &mut b], 700);
        assert!((a.hears(1_000.0) - TONE_LEVEL).abs() < 400.0, "{}", a.hears(1_000.0));
        assert!((b.hears(440.0) - TONE_LEVEL).abs() < 400.0, "{}", b.hears(440.0));
        assert_continuous(&a.headers);
        assert_continuous(&b.headers);
        floor.engine.close(B);
        assert_eq!(closed(&mut floor, B).received.lost, 0);
    });
}

#[test]
fn a_muted_leg_sends_silence_and_not_nothing() {
    steadily(|| {
        let floor = floor();
        let mut a = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut b = floor.telephone(2, Codec::Pcma, 1_000.0);
        floor.engine.set_routes(GROUP, vec![A, B], both_ways()).unwrap();
        floor.engine.set_muted(B, true);
        talk(&mut [&mut a, &mut b], 300);
        assert!(a.heard.len() > 1_600);
        assert!(a.heard.iter().all(|sample| sample.abs() <= 8));
    });
}

#[test]
fn a_closed_leg_gives_its_loss_and_its_port_back() {
    steadily(|| {
        let mut floor = floor();
        let mut a = floor.telephone(1, Codec::Pcmu, 440.0);
        talk(&mut [&mut a], 200);
        a.sequence = a.sequence.wrapping_add(4);
        talk(&mut [&mut a], 200);
        floor.engine.close(A);
        let stats = closed(&mut floor, A);
        assert_eq!((stats.received.packets, stats.received.lost), (20, 4), "{stats:?}");
        assert!(std::net::UdpSocket::bind(a_port(&a)).is_ok());
        assert!(matches!(floor.engine.set_routes(GROUP, vec![A], Vec::new()), Err(RouteError::NoLeg(A))));
    });
}

#[test]
fn a_telephone_that_falls_silent_is_told_once() {
    steadily(|| {
        let mut floor = floor_with(|config| {
            config.rtp_timeout = std::time::Duration::from_millis(300);
        });
        let mut a = floor.telephone(1, Codec::Pcmu, 440.0);
        talk(&mut [&mut a], 200);
        floor.event(|event| matches!(event, MediaEvent::RtpTimeout { leg: A }).then_some(()));
        a.silent = true;
        talk(&mut [&mut a], 1_200);
        assert!(floor.events.try_recv().is_err());
    });
}

#[test]
fn garbage_at_an_rtp_port_is_counted_and_hurts_nobody() {
    steadily(|| {
        let mut floor = floor();
        let mut a = floor.telephone(1, Codec::Pcmu, 440.0);
        let mut b = floor.telephone(2, Codec::Pcmu, 1_000.0);
        floor.engine.set_routes(GROUP, vec![A, B], both_ways()).unwrap();
        for length in [0, 1, 11, 12, 13, 200, 1_499, 9_000] {
            a.socket.send_to(&vec![0x8F; length], a_port(&a)).unwrap();
            a.socket.send_to(&vec![0x00; length], a_port(&a)).unwrap();
        }
        talk(&mut [&mut a, &mut b], 500);
        assert!((b.hears(440.0) - TONE_LEVEL).abs() < 400.0);
        floor.engine.close(A);
        assert!(closed(&mut floor, A).malformed >= 12);
    });
}
