//! The legs of one shard, and packets on their way from one to another.
//!
//! Owns legs and groups, the relay path, and what leaves for recorder, taps and events. It must never
//! wait: no call here blocks. Go next to `orders` for changes and `tick` for what is mixed or played.

use std::collections::BTreeMap;
use std::net::{SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use wire::g711;
use wire::rtp::{RTP_PACKET_BYTES_MAX, RtpError, RtpHeader, RtpPacket, parse};
use wire::sdp::Codec;

use crate::clock::Clock;
use crate::command::LegOrder;
use crate::event::{MediaEvent, Side};
use crate::leg::{End, Leg};
use crate::outbox::Outbox;
use crate::outgoing::Stamp;
use crate::recorder::RecorderLink;
use crate::rtp_leg::Origin;
use crate::tap::{TapFrame, TapSender};
use crate::web_leg::WebOutput;
use crate::{GroupId, LegId};

/// Rounds of draining browsers for one wake-up; packets between browsers settle in two.
const DRAIN_ROUNDS_MAX: usize = 8;
/// Comfort noise (RFC 3389), which says nothing we carry.
const COMFORT_NOISE: u8 = 13;

/// Everything a shard holds apart from its descriptors.
pub(crate) struct Exchange {
    pub(crate) clock: Clock,
    pub(crate) legs: BTreeMap<LegId, Leg>,
    pub(crate) groups: BTreeMap<GroupId, Group>,
    pub(crate) outbox: Outbox,
    pub(crate) recorder: RecorderLink,
    pub(crate) rtp_timeout: Duration,
    /// Orders for legs on their way here from another shard.
    pub(crate) parked: BTreeMap<LegId, Vec<LegOrder>>,
    web_socket: UdpSocket,
    web_known: BTreeMap<SocketAddr, LegId>,
    /// Browsers' machines that were touched and have to be drained.
    dirty: Vec<LegId>,
    outputs: Vec<WebOutput>,
}

/// Legs that hear each other.
#[derive(Default)]
pub(crate) struct Group {
    pub(crate) legs: Vec<LegId>,
    pub(crate) routes: Vec<(LegId, LegId)>,
    /// The caller's leg while the group is recorded.
    pub(crate) recorded_left: Option<LegId>,
    pub(crate) tap: Option<TapSender>,
    /// Neither recorded nor tapped for the time being; those in the group hear each other all the same.
    pub(crate) silenced: bool,
}

impl Exchange {
    pub(crate) fn new(
        clock: Clock,
        outbox: Outbox,
        recorder: RecorderLink,
        rtp_timeout: Duration,
        web_socket: UdpSocket,
    ) -> Self {
        Self {
            clock,
            legs: BTreeMap::new(),
            groups: BTreeMap::new(),
            outbox,
            recorder,
            rtp_timeout,
            parked: BTreeMap::new(),
            web_socket,
            web_known: BTreeMap::new(),
            dirty: Vec::new(),
            outputs: Vec::new(),
        }
    }

    /// Reads one packet from a telephone's socket.
    pub(crate) fn rtp_ready(&mut self, id: LegId, buffer: &mut [u8], now: Instant) {
        let at = self.clock.samples(now);
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        let End::Rtp(end) = &mut leg.end else {
            return;
        };
        let Some((length, source)) = end.receive(buffer) else {
            return;
        };
        let datagram = &mut buffer[..length.min(RTP_PACKET_BYTES_MAX)];
        match judge(leg, datagram, source) {
            Judged::Voice(packet, codec) => {
                leg.count(&packet.header, at);
                let payload = &mut datagram[packet.payload_start..packet.payload_end];
                self.voice(id, &packet.header, codec, payload, now);
            }
            Judged::Key(packet) => {
                leg.count(&packet.header, at);
                self.key(id, &packet.header, packet.payload(datagram));
            }
            Judged::Foreign { first } => {
                if first {
                    self.outbox.tell(MediaEvent::ForeignSource { leg: id, source });
                }
            }
            Judged::Nothing => {}
        }
    }

    /// Takes one datagram from the browsers' port; says whether it belongs to a leg here.
    pub(crate) fn web_datagram(&mut self, source: SocketAddr, bytes: &[u8], now: Instant) -> bool {
        let Some(id) = self.web_owner(source, bytes, now) else {
            return false;
        };
        if let Some(Leg { end: End::Web(end), .. }) = self.legs.get_mut(&id) {
            end.receive(now, source, bytes);
            self.dirty.push(id);
        }
        true
    }

    /// Lets every browser's machine send what it has and take what it got.
    pub(crate) fn drain_web(&mut self, now: Instant) {
        for _ in 0..DRAIN_ROUNDS_MAX {
            let mut dirty = std::mem::take(&mut self.dirty);
            if dirty.is_empty() {
                return;
            }
            dirty.sort_unstable();
            dirty.dedup();
            for id in dirty {
                self.drain_one(id, now);
            }
        }
    }

    /// Wakes browsers' machines whose time has come.
    pub(crate) fn wake_web(&mut self, now: Instant) {
        for (id, leg) in &mut self.legs {
            if let End::Web(end) = &mut leg.end
                && end.due() <= now
            {
                end.wake(now);
                self.dirty.push(*id);
            }
        }
    }

    /// Sends a payload to a leg's peer.
    pub(crate) fn send(&mut self, id: LegId, now: Instant, stamp: Stamp, is_key: bool, payload: &[u8]) {
        if let Some(leg) = self.legs.get_mut(&id)
            && leg.send(now, stamp, is_key, payload)
        {
            self.dirty.push(id);
        }
    }

    /// Forgets what is known of a closed browser.
    pub(crate) fn forget_web(&mut self, id: LegId) {
        self.web_known.retain(|_, owner| *owner != id);
    }

    /// A browser's machine was touched and has to be drained.
    pub(crate) fn touched(&mut self, id: LegId) {
        self.dirty.push(id);
    }

    /// Known addresses first; a new one is asked of every machine, which knows its STUN user name.
    fn web_owner(&mut self, source: SocketAddr, bytes: &[u8], now: Instant) -> Option<LegId> {
        if let Some(id) = self.web_known.get(&source)
            && let Some(Leg { end: End::Web(end), .. }) = self.legs.get(id)
            && end.accepts(now, source, bytes)
        {
            return Some(*id);
        }
        let accepts = |leg: &Leg| match &leg.end {
            End::Web(end) => end.accepts(now, source, bytes),
            End::Rtp(_) => false,
        };
        let id = self.legs.values().find(|leg| accepts(leg))?.id;
        self.web_known.insert(source, id);
        Some(id)
    }

    fn drain_one(&mut self, id: LegId, now: Instant) {
        let mut outputs = std::mem::take(&mut self.outputs);
        if let Some(Leg { end: End::Web(end), .. }) = self.legs.get_mut(&id) {
            end.drain(&mut outputs);
        }
        for output in outputs.drain(..) {
            match output {
                WebOutput::Transmit { to, bytes } => {
                    if let Err(error) = self.web_socket.send_to(&bytes, to) {
                        tracing::debug!(%error, "a browser's packet was not sent");
                    }
                }
                WebOutput::Packet { header, is_key, payload } => {
                    self.web_packet(id, &header, is_key, &payload, now);
                }
                WebOutput::Connected => self.outbox.tell(MediaEvent::WebConnected { leg: id }),
                WebOutput::Lost => self.web_lost(id),
            }
        }
        self.outputs = outputs;
    }

    fn web_lost(&mut self, id: LegId) {
        if let Some(leg) = self.legs.get_mut(&id)
            && !std::mem::replace(&mut leg.lost_told, true)
        {
            self.outbox.tell(MediaEvent::WebLost { leg: id });
        }
    }

    fn web_packet(&mut self, id: LegId, header: &RtpHeader, is_key: bool, payload: &[u8], now: Instant) {
        let at = self.clock.samples(now);
        if let Some(leg) = self.legs.get_mut(&id) {
            leg.count(header, at);
        }
        if is_key {
            self.key(id, header, payload);
            return;
        }
        let mut copy = [0; RTP_PACKET_BYTES_MAX];
        let length = payload.len().min(copy.len());
        copy[..length].copy_from_slice(&payload[..length]);
        self.voice(id, header, Codec::Pcmu, &mut copy[..length], now);
    }

    /// A key is told, and pressed again toward every telephone the leg is relayed to.
    fn key(&mut self, id: LegId, header: &RtpHeader, payload: &[u8]) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        let Some(digit) = leg.key(header, payload) else {
            return;
        };
        let hearers = leg.plan.relay_to.clone();
        self.outbox.tell(MediaEvent::Digit { leg: id, digit });
        for hearer in hearers {
            if let Some(leg) = self.legs.get_mut(&hearer)
                && matches!(leg.end, End::Rtp(_))
            {
                leg.press(digit);
            }
        }
    }

    /// Sound of one leg: to recorder, tap and playout as needed, and on to those who hear it alone.
    fn voice(&mut self, id: LegId, header: &RtpHeader, codec: Codec, payload: &mut [u8], now: Instant) {
        let at = self.clock.samples(now);
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        if leg.muted {
            payload.fill(g711::silence(codec));
        }
        if let (Some(side), Some(group)) = (leg.recorded_on, leg.group) {
            self.recorder.packet(group, id, side, codec, header, at, payload);
        }
        if leg.tap.is_some() || leg.plan.feeds_mix {
            decoded(leg, header, codec, at, payload);
        }
        // The list is taken out and put back, so that the path allocates nothing.
        let hearers = std::mem::take(&mut leg.plan.relay_to);
        for hearer in &hearers {
            self.relay(id, *hearer, header, codec, payload, now);
        }
        if let Some(leg) = self.legs.get_mut(&id) {
            leg.plan.relay_to = hearers;
        }
    }

    fn relay(&mut self, from: LegId, to: LegId, header: &RtpHeader, codec: Codec, payload: &[u8], now: Instant) {
        let at = self.clock.samples(now);
        let Some(leg) = self.legs.get_mut(&to) else {
            return;
        };
        if leg.is_keying() {
            leg.outgoing.left_out(from, header);
            return;
        }
        let stamp = leg.outgoing.relayed(from, header, at);
        let wanted = leg.codec();
        let touched = if wanted == codec {
            leg.send(now, stamp, false, payload)
        } else {
            let mut copy = [0; RTP_PACKET_BYTES_MAX];
            let copy = &mut copy[..payload.len()];
            copy.copy_from_slice(payload);
            g711::transcode(codec, wanted, copy);
            leg.send(now, stamp, false, copy)
        };
        if touched {
            self.dirty.push(to);
        }
    }
}

enum Judged {
    Voice(RtpPacket, Codec),
    Key(RtpPacket),
    Foreign { first: bool },
    Nothing,
}

/// Only RTP of an agreed payload type from the peer counts; the rest is counted and dropped.
fn judge(leg: &mut Leg, datagram: &[u8], source: SocketAddr) -> Judged {
    let End::Rtp(end) = &mut leg.end else {
        return Judged::Nothing;
    };
    let Some(agreed) = end.agreed else {
        return Judged::Nothing;
    };
    let packet = match parse(datagram) {
        Ok(packet) => packet,
        Err(RtpError::Rtcp) => return Judged::Nothing,
        Err(RtpError::Length(_) | RtpError::Version(_)) => {
            leg.stats.malformed += 1;
            return Judged::Nothing;
        }
    };
    let payload_type = packet.header.payload_type;
    let is_key = agreed.dtmf_receive == Some(payload_type);
    if !is_key && payload_type != agreed.payload_type_receive {
        leg.stats.malformed += u64::from(payload_type != COMFORT_NOISE);
        return Judged::Nothing;
    }
    match end.origin(source) {
        Origin::Early => Judged::Nothing,
        Origin::Foreign { first } => {
            leg.stats.foreign += 1;
            Judged::Foreign { first }
        }
        Origin::Peer if !agreed.receives => Judged::Nothing,
        Origin::Peer if is_key => Judged::Key(packet),
        Origin::Peer => Judged::Voice(packet, agreed.codec),
    }
}

/// Decodes 20 ms at a time for tap and mix; a tap that is behind loses frames.
fn decoded(leg: &mut Leg, header: &RtpHeader, codec: Codec, at: u64, payload: &[u8]) {
    let mut timestamp = header.timestamp;
    for part in payload.chunks(wire::mix::FRAME_SAMPLES) {
        let mut samples = [0; wire::mix::FRAME_SAMPLES];
        let length = g711::decode_into(codec, part, &mut samples);
        let part_header = RtpHeader { timestamp, ..*header };
        leg.feed_mix(&part_header, &samples[..length]);
        if let Some(tap) = &leg.tap {
            let frame = TapFrame { leg: leg.id, timestamp, arrival_samples: at, samples, length };
            let _ = tap.try_send(frame);
        }
        timestamp = timestamp.wrapping_add(length as u32);
    }
}

/// The side of a recording a leg belongs to: the caller's left, right for who is heard.
pub(crate) fn side_of(leg: LegId, heard: bool, recorded_left: Option<LegId>) -> Option<Side> {
    match recorded_left {
        None => None,
        Some(left) if left == leg => Some(Side::Left),
        Some(_) => heard.then_some(Side::Right),
    }
}
