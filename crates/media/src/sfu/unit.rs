//! The legs of one shard's visits, and packets on their way from one to another.
//!
//! Owns the legs, which datagram belongs to which, and the forwarding itself. It must never wait, decode
//! or keep a packet. Go next to `unit::orders` for changes of who sees whom, `unit::look` for the measure.

mod look;
mod orders;

use std::collections::BTreeMap;
use std::net::UdpSocket;
use std::time::Instant;

use str0m::rtp::{RtpPacket, Vp8Descriptor};

use super::event::VisitEvent;
use super::leg::{Carried, VideoPacket, VisitLeg};
use super::meter::Report;
use super::peer::{PeerOutput, Sender, VisitEnd};
use super::plan::{PictureCap, VisitRoute};
use super::tap::{OpusFrame, OpusTap};
use super::tcp::TcpDoor;
use crate::event::MediaEvent;
use crate::outbox::Outbox;
use crate::{GroupId, LegId};

/// Rounds of draining for one wake-up; packets between pages settle in two.
const DRAIN_ROUNDS_MAX: usize = 8;
/// Addresses known at most; each leg has one or two.
const KNOWN_MAX: usize = 16_384;

/// Everything a shard holds of visits.
pub(crate) struct Sfu {
    legs: BTreeMap<LegId, VisitLeg>,
    groups: BTreeMap<GroupId, VisitGroup>,
    socket: UdpSocket,
    pub(crate) tcp: TcpDoor,
    outbox: Outbox,
    started: Instant,
    known: BTreeMap<Sender, LegId>,
    /// Machines that were touched and have to be drained.
    dirty: Vec<LegId>,
    outputs: Vec<PeerOutput>,
}

/// Legs that meet.
#[derive(Default)]
struct VisitGroup {
    legs: Vec<LegId>,
    routes: Vec<VisitRoute>,
}

/// An order to the unit.
pub(crate) enum VisitOrder {
    Open { leg: LegId, end: Box<VisitEnd> },
    Routes { group: GroupId, legs: Vec<LegId>, routes: Vec<VisitRoute> },
    Dark { leg: LegId, is_dark: bool },
    Mute { leg: LegId, is_muted: bool },
    Cover { leg: LegId, is_covered: bool },
    Cap { leg: LegId, cap: PictureCap },
    Tap { leg: LegId, tap: Option<OpusTap> },
    Close { leg: LegId },
}

impl Sfu {
    pub(crate) fn new(socket: UdpSocket, tcp: TcpDoor, outbox: Outbox, started: Instant) -> Self {
        Self {
            legs: BTreeMap::new(),
            groups: BTreeMap::new(),
            socket,
            tcp,
            outbox,
            started,
            known: BTreeMap::new(),
            dirty: Vec::new(),
            outputs: Vec::new(),
        }
    }

    /// Takes a datagram from an address that is known to belong to a visit.
    pub(crate) fn datagram_known(&mut self, source: Sender, bytes: &[u8], now: Instant) -> bool {
        let Some(id) = self.known.get(&source).copied() else {
            return false;
        };
        if self.legs.get(&id).is_some_and(|leg| leg.end.accepts(now, source, bytes)) {
            self.datagram(id, source, bytes, now);
            return true;
        }
        false
    }

    /// Takes a datagram that nobody else claimed, if a visit's page sent it.
    pub(crate) fn datagram_new(&mut self, source: Sender, bytes: &[u8], now: Instant) {
        let accepts = |(_, leg): &(&LegId, &VisitLeg)| leg.end.accepts(now, source, bytes);
        let Some(id) = self.legs.iter().find(accepts).map(|(id, _)| *id) else {
            return;
        };
        if self.known.len() >= KNOWN_MAX {
            self.known.pop_first();
        }
        self.known.insert(source, id);
        self.datagram(id, source, bytes, now);
    }

    /// Lets every touched machine, and those whose time has come, send what they have.
    pub(crate) fn flush(&mut self, now: Instant) {
        let due = self.legs.iter().filter(|(_, leg)| leg.end.due() <= now).map(|(id, _)| *id);
        self.dirty.extend(due);
        for _ in 0..DRAIN_ROUNDS_MAX {
            let mut dirty = std::mem::take(&mut self.dirty);
            if dirty.is_empty() {
                return;
            }
            dirty.sort_unstable();
            dirty.dedup();
            for id in dirty {
                self.drain(id, now);
            }
        }
    }

    /// When [`Self::flush`] is wanted at the latest.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.legs.values().map(|leg| leg.end.due()).min()
    }

    fn datagram(&mut self, id: LegId, source: Sender, bytes: &[u8], now: Instant) {
        if source.is_tcp {
            self.tcp.belongs(source.address, now);
        }
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        leg.end.receive(now, source, bytes);
        if leg.heard(now) {
            self.tell(id, VisitEvent::LegBack);
        }
        self.drain(id, now);
    }

    fn drain(&mut self, id: LegId, now: Instant) {
        let mut outputs = std::mem::take(&mut self.outputs);
        if let Some(leg) = self.legs.get_mut(&id) {
            leg.end.drain(now, &mut outputs);
        }
        for output in outputs.drain(..) {
            match output {
                PeerOutput::Transmit { to, bytes } if to.is_tcp => self.tcp.send(to.address, &bytes),
                PeerOutput::Transmit { to, bytes } => {
                    if let Err(error) = self.socket.send_to(&bytes, to.address) {
                        tracing::debug!(%error, "a visit's packet was not sent");
                    }
                }
                PeerOutput::Audio(packet) => self.audio(id, &packet, now),
                PeerOutput::Video(packet) => self.video(id, &packet, now),
                PeerOutput::KeyframeWanted(mid) => {
                    if let Some(source) = self.legs.get(&id).and_then(|leg| leg.seen_in(mid)) {
                        self.want_keyframe(source, now);
                    }
                }
                PeerOutput::Connected => self.connected(id, now),
                PeerOutput::Closed => {
                    if self.legs.get_mut(&id).is_some_and(VisitLeg::leaves) {
                        self.tell(id, VisitEvent::LegLost);
                    }
                }
                figures => self.figures(id, &figures, now),
            }
        }
        self.outputs = outputs;
    }

    /// Sound of one leg: to its tap, and on to those who hear it.
    fn audio(&mut self, id: LegId, packet: &RtpPacket, now: Instant) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        leg.meter.audio_came(packet.payload.len());
        if leg.is_muted {
            return;
        }
        if let Some(tapping) = &mut leg.tapping {
            let (timestamp, sequence, payload) = (packet.header.timestamp, *packet.seq_no, packet.payload.clone());
            tapping.hear(OpusFrame { leg: id, timestamp, sequence, arrived: now, dropped: 0, payload });
        }
        // The list is taken out and put back, so that the path allocates nothing.
        let targets = std::mem::take(&mut leg.targets);
        for target in targets.iter().filter(|target| target.what.audio) {
            if let Some(to) = self.legs.get_mut(&target.to)
                && to.carry_audio(target.slot, id, packet, now) == Carried::Sent
            {
                self.dirty.push(target.to);
            }
        }
        if let Some(leg) = self.legs.get_mut(&id) {
            leg.targets = targets;
        }
    }

    /// A picture's packet, on to those who see it.
    fn video(&mut self, id: LegId, packet: &RtpPacket, now: Instant) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        let Ok(vp8) = Vp8Descriptor::parse(&packet.payload) else {
            return;
        };
        let starts_keyframe = vp8.starts_keyframe(&packet.payload);
        leg.meter.video_came(packet.payload.len(), packet.header.marker, starts_keyframe, now);
        if starts_keyframe {
            leg.gate.arrived();
        }
        let targets = std::mem::take(&mut leg.targets);
        let video = VideoPacket { packet, vp8, starts_keyframe };
        let mut wants_keyframe = false;
        for target in targets.iter().filter(|target| target.what.video) {
            let Some(to) = self.legs.get_mut(&target.to) else {
                continue;
            };
            match to.carry_video(target.slot, id, &video, now) {
                Carried::No => {}
                Carried::Sent => self.dirty.push(target.to),
                Carried::WantsKeyframe => wants_keyframe = true,
            }
        }
        if let Some(leg) = self.legs.get_mut(&id) {
            leg.targets = targets;
        }
        if wants_keyframe {
            self.want_keyframe(id, now);
        }
    }

    fn want_keyframe(&mut self, source: LegId, now: Instant) {
        if let Some(leg) = self.legs.get_mut(&source) {
            leg.gate.want();
        }
        self.ask_keyframe(source, now);
    }

    /// Asks a source for a keyframe when somebody wants one and its rest is over.
    fn ask_keyframe(&mut self, source: LegId, now: Instant) {
        if let Some(leg) = self.legs.get_mut(&source)
            && leg.gate.ask(now)
            && leg.end.ask_keyframe()
        {
            self.dirty.push(source);
        }
    }

    /// The machine's own figures of its line.
    fn figures(&mut self, id: LegId, figures: &PeerOutput, now: Instant) {
        let Some(leg) = self.legs.get_mut(&id) else {
            return;
        };
        match figures {
            PeerOutput::Estimate(estimate) => {
                leg.meter.estimate(u32::try_from(estimate.as_u64() / 1_000).unwrap_or(u32::MAX));
            }
            PeerOutput::RoundTrip(span) => leg.meter.round_trip(*span, now),
            PeerOutput::Received(stats) => {
                if let Some(loss) = stats.loss {
                    let report = Report::new(loss, stats.jitter, leg.clock_rate(stats.mid), now);
                    leg.meter.received(stats.mid, report);
                }
            }
            PeerOutput::Sent(stats) => {
                if let (Some(loss), Some(remote)) = (stats.loss, &stats.remote) {
                    let report = Report::new(loss, remote.jitter, leg.clock_rate(stats.mid), now);
                    leg.meter.sent(stats.mid, report);
                }
            }
            PeerOutput::Transmit { .. }
            | PeerOutput::Audio(_)
            | PeerOutput::Video(_)
            | PeerOutput::KeyframeWanted(_)
            | PeerOutput::Connected
            | PeerOutput::Closed => {}
        }
    }

    fn tell(&mut self, leg: LegId, event: VisitEvent) {
        self.outbox.tell(MediaEvent::Visit { leg, event });
    }
}
