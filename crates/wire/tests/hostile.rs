//! Nothing from outside may panic: random bytes, mutated real messages, and the committed corpus.

#![expect(clippy::unwrap_used, reason = "a failed expectation of a test shall panic")]

use proptest::prelude::*;

use wire::dtmf::DigitReceiver;
use wire::mix::FRAME_SAMPLES;
use wire::playout::Playout;
use wire::rtp_stats::ReceiveStats;
use wire::sdp::{Codec, Direction, LocalAudio, build_answer, parse};
use wire::{g711, rtp};

/// Feeds one input to every reader of the crate.
fn every_reader(bytes: &[u8]) {
    if let Ok(offer) = parse(bytes) {
        let local = LocalAudio {
            address: "192.0.2.1:4000".parse().unwrap(),
            session_id: 1,
            version: 1,
            direction: Direction::SendRecv,
        };
        let answer = build_answer(&offer, &local, &Codec::ALL).unwrap();
        let again = parse(answer.sdp.as_bytes());
        assert!(again.is_ok(), "our own answer is not readable: {:?}\n{}", again, answer.sdp);
    }
    if let Ok(packet) = rtp::parse(bytes) {
        let payload = packet.payload(bytes).to_vec();
        DigitReceiver::default().packet(packet.header.timestamp, &payload);
        let mut copy = bytes.to_vec();
        let range = rtp::rewrite(&mut copy, &packet, &packet.header);
        let again = rtp::parse(&copy[range.clone()]).unwrap();
        assert_eq!(again.payload(&copy[range]), payload);
        for byte in payload {
            let sample = g711::decode(Codec::Pcma, byte);
            assert_eq!(g711::encode(Codec::Pcma, sample), byte);
        }
    }
}

#[test]
fn the_committed_corpus_is_read_without_a_panic() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/corpus");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        every_reader(&std::fs::read(entry.unwrap().path()).unwrap());
        seen += 1;
    }
    assert!(seen >= 10, "{seen} inputs in {folder}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..1_600)) {
        every_reader(&bytes);
    }

    #[test]
    fn a_damaged_offer_never_panics(cut in 0_usize..400, at in 0_usize..400, with in any::<[u8; 3]>()) {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/corpus/carrier-offer.sdp");
        let mut bytes = std::fs::read(path).unwrap();
        let at = at.min(bytes.len());
        bytes.splice(at..at, with);
        bytes.truncate(bytes.len().saturating_sub(cut));
        every_reader(&bytes);
    }

    #[test]
    fn damaged_packets_never_panic(head in any::<[u8; 20]>(), length in 0_usize..400) {
        let mut bytes = head.to_vec();
        bytes[0] = 0x80 | (bytes[0] & 0x3F);
        bytes.resize(length, 7);
        every_reader(&bytes);
    }

    #[test]
    fn any_order_of_packets_and_pulls_keeps_the_playout_within_bounds(
        steps in prop::collection::vec((any::<u32>(), 0_usize..2_000, any::<bool>()), 0..200)
    ) {
        let mut playout = Playout::default();
        let mut stats = ReceiveStats::default();
        let mut frame = [0; FRAME_SAMPLES];
        for (index, (timestamp, length, near)) in steps.into_iter().enumerate() {
            let timestamp = if near { timestamp % 4_000 } else { timestamp };
            playout.push(timestamp, &vec![1; length]);
            stats.packet(timestamp % 3, timestamp as u16, timestamp, index as u64 * 160);
            playout.pull(&mut frame);
        }
        prop_assert!(stats.summary().packets <= 200);
    }
}
