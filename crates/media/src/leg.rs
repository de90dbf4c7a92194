//! One leg of either kind as a shard keeps it.
//!
//! Owns what is the same for telephones and browsers: counts, playout, keys, the sound played to it.
//! It must never know other legs. Go next to `shard::exchange`, which carries packets between legs.

use std::collections::VecDeque;
use std::time::Instant;

use wire::dtmf::{Digit, DigitReceiver, DigitSender};
use wire::mix::{FRAME_SAMPLES, Frame};
use wire::playout::{Heard, Playout};
use wire::rtp::{RTP_PACKET_BYTES_MAX, RtpHeader, write};
use wire::rtp_stats::ReceiveStats;
use wire::sdp::Codec;

use crate::bridge::Plan;
use crate::event::{LegStats, Side};
use crate::outgoing::{Outgoing, Seed, Stamp};
use crate::player::Player;
use crate::rtp_leg::RtpEnd;
use crate::tap::TapSender;
use crate::web_leg::WebEnd;
use crate::{GroupId, LegId};

/// Keys that may wait to be sent.
const KEYS_MAX: usize = 32;

/// What stands at the far end.
pub(crate) enum End {
    /// A telephone.
    Rtp(RtpEnd),
    /// A browser.
    Web(Box<WebEnd>),
}

/// One leg.
pub(crate) struct Leg {
    pub(crate) id: LegId,
    pub(crate) end: End,
    pub(crate) outgoing: Outgoing,
    pub(crate) group: Option<GroupId>,
    pub(crate) plan: Plan,
    pub(crate) muted: bool,
    pub(crate) player: Option<Player>,
    pub(crate) recorded_on: Option<Side>,
    pub(crate) tap: Option<TapSender>,
    /// Sound of this 20 ms, taken from the playout at the tick.
    pub(crate) frame: Option<Frame>,
    pub(crate) stats: LegStats,
    /// Arrival of the last packet, in samples since the engine's start.
    pub(crate) heard_at: u64,
    pub(crate) timeout_told: bool,
    pub(crate) lost_told: bool,
    received: ReceiveStats,
    digits: DigitReceiver,
    playout: Option<Playout>,
    playout_ssrc: u32,
    keys: VecDeque<Digit>,
    keying: Option<DigitSender>,
}

impl Leg {
    pub(crate) fn new(id: LegId, end: End, seed: Seed, now: u64) -> Self {
        Self {
            id,
            end,
            outgoing: Outgoing::new(seed),
            group: None,
            plan: Plan::default(),
            muted: false,
            player: None,
            recorded_on: None,
            tap: None,
            frame: None,
            stats: LegStats::default(),
            heard_at: now,
            timeout_told: false,
            lost_told: false,
            received: ReceiveStats::default(),
            digits: DigitReceiver::default(),
            playout: None,
            playout_ssrc: 0,
            keys: VecDeque::new(),
            keying: None,
        }
    }

    /// The codec of its sound both ways.
    pub(crate) fn codec(&self) -> Codec {
        match &self.end {
            End::Rtp(end) => end.agreed.map_or(Codec::Pcmu, |agreed| agreed.codec),
            End::Web(_) => Codec::Pcmu,
        }
    }

    /// Counts a packet of sound or keys from the peer.
    pub(crate) fn count(&mut self, header: &RtpHeader, now: u64) {
        self.received.packet(header.ssrc, header.sequence, header.timestamp, now);
        self.heard_at = now;
        self.timeout_told = false;
    }

    /// The key this packet presses, if it is the first of its event.
    pub(crate) fn key(&mut self, header: &RtpHeader, payload: &[u8]) -> Option<Digit> {
        self.digits.packet(header.timestamp, payload)
    }

    /// Takes a new plan; a playout buffer exists only while somebody hears the leg mixed.
    pub(crate) fn follow(&mut self, plan: Plan) {
        match (plan.feeds_mix, self.playout.take()) {
            (true, None) => self.playout = Some(Playout::default()),
            (true, Some(playout)) => self.playout = Some(playout),
            (false, Some(playout)) => self.stats.late += playout.late(),
            (false, None) => {}
        }
        self.plan = plan;
    }

    /// Puts sound into the playout buffer, when there is one.
    pub(crate) fn feed_mix(&mut self, header: &RtpHeader, samples: &[i16]) {
        if let Some(playout) = &mut self.playout {
            if self.playout_ssrc != header.ssrc {
                self.playout_ssrc = header.ssrc;
                playout.reset();
            }
            playout.push(header.timestamp, samples);
        }
    }

    /// Takes this tick's 20 ms from the playout buffer.
    pub(crate) fn pull_frame(&mut self) {
        self.frame = None;
        if let Some(playout) = &mut self.playout {
            let mut frame = [0; FRAME_SAMPLES];
            match playout.pull(&mut frame) {
                Heard::Voice | Heard::Concealed => self.frame = Some(frame),
                Heard::Silence => {}
            }
        }
    }

    /// Queues a key toward the peer.
    pub(crate) fn press(&mut self, digit: Digit) {
        if self.keys.len() < KEYS_MAX {
            self.keys.push_back(digit);
        }
    }

    /// Whether keys are being sent, so that sound has to wait.
    pub(crate) fn is_keying(&self) -> bool {
        self.keying.is_some() || !self.keys.is_empty()
    }

    /// The event packet of this 20 ms with its numbers.
    pub(crate) fn next_key_packet(&mut self, now: u64) -> Option<(Stamp, [u8; 4])> {
        if self.keying.is_none() {
            let digit = self.keys.pop_front()?;
            self.keying = Some(DigitSender::new(digit, self.outgoing.next_timestamp(now)));
        }
        let packet = self.keying.as_mut().and_then(DigitSender::next_packet);
        let Some(packet) = packet else {
            // One empty step between two keys keeps them apart.
            self.keying = None;
            return None;
        };
        let stamp = self.outgoing.event(packet.timestamp, packet.marker, now);
        Some((stamp, packet.payload))
    }

    /// Sends a payload to the peer; says whether a browser's machine has to be drained.
    pub(crate) fn send(&mut self, now: Instant, stamp: Stamp, is_key: bool, payload: &[u8]) -> bool {
        match &mut self.end {
            End::Web(end) => {
                let sent = end.send(now, stamp, is_key, payload);
                self.stats.sent += u64::from(sent);
                sent
            }
            End::Rtp(end) => {
                let sent = send_rtp(end, self.outgoing.ssrc, stamp, is_key, payload);
                self.stats.sent += u64::from(sent);
                false
            }
        }
    }

    /// The leg's figures up to here.
    pub(crate) fn figures(&self) -> LegStats {
        let mut stats = self.stats;
        stats.received = self.received.summary();
        stats.late += self.playout.as_ref().map_or(0, Playout::late);
        stats
    }
}

fn send_rtp(end: &RtpEnd, ssrc: u32, stamp: Stamp, is_key: bool, payload: &[u8]) -> bool {
    let (Some(to), Some(agreed)) = (end.destination(), end.agreed) else {
        return false;
    };
    let payload_type = if is_key { agreed.dtmf_send } else { Some(agreed.payload_type_send) };
    let Some(payload_type) = payload_type else {
        return false;
    };
    let header = RtpHeader {
        marker: stamp.marker,
        payload_type,
        sequence: stamp.sequence as u16,
        timestamp: stamp.timestamp,
        ssrc,
    };
    let mut packet = [0; RTP_PACKET_BYTES_MAX];
    let length = write(&mut packet, &header, payload);
    length.and_then(|length| packet.get(..length)).is_some_and(|packet| end.send(packet, to))
}
