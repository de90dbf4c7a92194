//! One participant of a visit as a shard keeps it.
//!
//! Owns the connection, the lines toward the page and what is carried in each. It must never know other
//! legs; `unit` carries packets between them.

use std::time::{Duration, Instant};

use str0m::media::Mid;
use str0m::rtp::{RtpPacket, Vp8Descriptor};

use super::keyframe::KeyframeGate;
use super::ladder::{Ladder, VideoStep};
use super::meter::Meter;
use super::peer::{AUDIO_RATE, Lane, Lanes, Parcel, VIDEO_RATE, VisitEnd};
use super::plan::{PictureCap, What};
use super::rewrite::{OUTAGE, Position, Source};
use super::tap::Tapping;
use crate::{GroupId, LegId};

/// Silence after which a leg counts as lost: a page's sound and reports come many times a second.
const LOST_AFTER: Duration = Duration::from_secs(2);
/// From one still picture to the next.
const STILL_EVERY: Duration = Duration::from_secs(4);

/// One line toward the page and what is carried in it.
struct Track {
    lane: Lane,
    is_on: bool,
    /// Nothing is carried before a picture that needs no other.
    waits: bool,
    stills: Stills,
}

/// Which packets of a picture are a still: those of one whole picture each few seconds.
#[derive(Debug, Clone, Copy, Default)]
struct Stills {
    /// The timestamp of the still under way.
    of: Option<u32>,
    next_at: Option<Instant>,
}

impl Stills {
    /// Whether a packet is carried; a still begins with a picture that needs no other, once it is time.
    fn carries(&mut self, video: &VideoPacket<'_>, now: Instant) -> Carried {
        let timestamp = video.packet.header.timestamp;
        if self.of == Some(timestamp) {
            return Carried::Sent;
        }
        if self.next_at.is_some_and(|at| now < at) {
            return Carried::No;
        }
        if !video.starts_keyframe {
            return Carried::WantsKeyframe;
        }
        *self = Self { of: Some(timestamp), next_at: Some(now + STILL_EVERY) };
        Carried::Sent
    }
}

impl Track {
    fn new(lane: Lane) -> Self {
        Self { lane, is_on: false, waits: false, stills: Stills::default() }
    }

    /// Switches the line; says whether it begins to carry something, and whether it ceases to.
    fn switch(&mut self, is_on: bool, is_same: bool) -> (bool, bool) {
        let goes_on = self.is_on && is_on && is_same;
        let (begins, ends) = (is_on && !goes_on, self.is_on && !goes_on);
        if begins || ends {
            self.lane.rewriter.stop();
        }
        self.is_on = is_on;
        (begins, ends)
    }
}

/// A pair of lines and whose they are.
struct Slot {
    source: Option<LegId>,
    audio: Option<Track>,
    video: Option<Track>,
}

/// Where a leg's packets go: a line of another leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) to: LegId,
    pub(super) slot: usize,
    pub(super) what: What,
}

/// What became of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carried {
    No,
    Sent,
    WantsKeyframe,
}

/// A packet of a picture with what is known of its VP8.
pub(super) struct VideoPacket<'a> {
    pub(super) packet: &'a RtpPacket,
    pub(super) vp8: Vp8Descriptor,
    pub(super) starts_keyframe: bool,
}

/// One participant.
pub(super) struct VisitLeg {
    pub(super) end: Box<VisitEnd>,
    pub(super) group: Option<GroupId>,
    pub(super) targets: Vec<Target>,
    pub(super) is_dark: bool,
    pub(super) is_muted: bool,
    /// Nothing of its picture goes to anybody; it sees the others all the same.
    pub(super) is_covered: bool,
    pub(super) gate: KeyframeGate,
    pub(super) ladder: Ladder,
    pub(super) meter: Meter,
    pub(super) tapping: Option<Tapping>,
    cap: PictureCap,
    heard_at: Instant,
    is_lost: bool,
    slots: Vec<Slot>,
}

impl VisitLeg {
    pub(super) fn new(mut end: Box<VisitEnd>, now: Instant) -> Self {
        let slots = slots(end.take_lanes());
        Self {
            end,
            group: None,
            targets: Vec::new(),
            is_dark: false,
            is_muted: false,
            is_covered: false,
            gate: KeyframeGate::default(),
            ladder: Ladder::default(),
            meter: Meter::new(now),
            tapping: None,
            cap: PictureCap::default(),
            heard_at: now,
            is_lost: false,
            slots,
        }
    }

    /// Puts a new connection in the old one's place; who is seen where stays as it was.
    pub(super) fn reconnect(&mut self, mut end: Box<VisitEnd>, now: Instant) {
        let seats = self.seats();
        self.slots = slots(end.take_lanes());
        for (slot, seat) in self.slots.iter_mut().zip(seats) {
            slot.source = seat;
        }
        self.end.disconnect();
        self.end = end;
        self.gate = KeyframeGate::default();
        self.meter = Meter::new(now);
    }

    /// Caps its pictures; each begins anew with one that needs no other.
    pub(super) fn become_capped(&mut self, cap: PictureCap) {
        self.cap = cap;
        for video in self.slots.iter_mut().filter_map(|slot| slot.video.as_mut()) {
            video.stills = Stills::default();
            video.waits = true;
        }
    }

    /// The step of picture its line carries, no better than its cap.
    pub(super) fn step(&self) -> VideoStep {
        let most = match self.cap {
            PictureCap::Nothing | PictureCap::Stills => VideoStep::Still,
            PictureCap::Small => VideoStep::Low,
            PictureCap::Free => VideoStep::Full,
        };
        self.ladder.step().min(most)
    }

    /// Whether pictures of any kind go to it and come from it.
    pub(super) fn has_pictures(&self) -> bool {
        !self.is_dark && (self.has_stills() || self.step() > VideoStep::Still)
    }

    /// Whether its pictures are stills.
    pub(super) fn has_stills(&self) -> bool {
        self.cap == PictureCap::Stills
    }

    /// Who sits in which line.
    pub(super) fn seats(&self) -> Vec<Option<LegId>> {
        self.slots.iter().map(|slot| slot.source).collect()
    }

    /// Gives a line to somebody, or to nobody; says whether a picture begins in it.
    pub(super) fn seat(&mut self, slot: usize, source: Option<LegId>, what: What) -> bool {
        let Some(slot) = self.slots.get_mut(slot) else {
            return false;
        };
        let is_same = slot.source == source;
        slot.source = source;
        if let Some(audio) = &mut slot.audio {
            audio.switch(what.audio && source.is_some(), is_same);
        }
        let Some(video) = &mut slot.video else {
            return false;
        };
        let (begins, ends) = video.switch(what.video && source.is_some(), is_same);
        if ends {
            self.end.forget_sent(video.lane.mid);
        }
        video.waits |= begins;
        begins
    }

    /// How many pictures go to the page.
    pub(super) fn pictures(&self) -> u32 {
        let on = |slot: &&Slot| slot.video.as_ref().is_some_and(|video| video.is_on);
        u32::try_from(self.slots.iter().filter(on).count()).unwrap_or(u32::MAX)
    }

    /// Who is seen in the line of this name.
    pub(super) fn seen_in(&self, mid: Mid) -> Option<LegId> {
        let has = |slot: &&Slot| slot.video.as_ref().is_some_and(|video| video.is_on && video.lane.mid == mid);
        self.slots.iter().find(has)?.source
    }

    /// Samples a second of the line of this name.
    pub(super) fn clock_rate(&self, mid: Mid) -> u32 {
        let is_audio = |slot: &Slot| slot.audio.as_ref().is_some_and(|audio| audio.lane.mid == mid);
        if self.slots.iter().any(is_audio) { AUDIO_RATE } else { VIDEO_RATE }
    }

    /// Queues a packet of sound toward the page.
    pub(super) fn carry_audio(&mut self, slot: usize, from: LegId, packet: &RtpPacket, now: Instant) -> Carried {
        let connected = self.end.is_connected();
        let track = self.slots.get_mut(slot).and_then(|slot| slot.audio.as_mut());
        let Some(track) = track.filter(|track| track.is_on && connected) else {
            return Carried::No;
        };
        let Some(name) = track.lane.rewriter.pass(position(from, packet), now) else {
            return Carried::No;
        };
        let Lane { mid, payload_type, .. } = track.lane;
        let parcel = Parcel { mid, payload_type, name, packet, patch: None, is_video: false };
        self.post(parcel, now)
    }

    /// Queues a packet of a picture toward the page; nothing before a keyframe.
    pub(super) fn carry_video(&mut self, slot: usize, from: LegId, video: &VideoPacket<'_>, now: Instant) -> Carried {
        // A keyframe that cannot leave yet must not count as the begin.
        let (connected, has_stills) = (self.end.is_connected(), self.has_stills());
        let track = self.slots.get_mut(slot).and_then(|slot| slot.video.as_mut());
        let Some(track) = track.filter(|track| track.is_on && connected) else {
            return Carried::No;
        };
        let packet = video.packet;
        let position = position(from, packet);
        let rewriter = &mut track.lane.rewriter;
        if has_stills {
            let is_next = track.stills.of != Some(packet.header.timestamp);
            match track.stills.carries(video, now) {
                // What was left out between two stills must not look like loss.
                Carried::Sent => track.waits |= is_next,
                not_now @ (Carried::No | Carried::WantsKeyframe) => return not_now,
            }
        }
        if track.waits || !rewriter.goes_on(position, now) {
            track.waits = !video.starts_keyframe;
            rewriter.stop();
            if track.waits {
                return Carried::WantsKeyframe;
            }
        }
        let Some(name) = rewriter.pass(position, now) else {
            return Carried::No;
        };
        let patch = rewriter.pictures(&video.vp8);
        let Lane { mid, payload_type, .. } = track.lane;
        let parcel = Parcel { mid, payload_type, name, packet, patch, is_video: true };
        self.post(parcel, now)
    }

    /// Something came from the page; says whether the leg had been lost.
    pub(super) fn heard(&mut self, now: Instant) -> bool {
        if now.saturating_duration_since(self.heard_at) >= OUTAGE {
            self.meter.settle(now);
            // A picture that others build upon was lost: the page is shown the next one that stands by itself.
            for video in self.slots.iter_mut().filter_map(|slot| slot.video.as_mut()) {
                video.waits = true;
            }
        }
        self.heard_at = now;
        std::mem::take(&mut self.is_lost)
    }

    /// Whether the leg has now been silent for too long; told once.
    pub(super) fn falls_silent(&mut self, now: Instant) -> bool {
        let is_silent = now.saturating_duration_since(self.heard_at) >= LOST_AFTER;
        is_silent && !std::mem::replace(&mut self.is_lost, true)
    }

    /// The page took leave; says whether that is news.
    pub(super) fn leaves(&mut self) -> bool {
        !std::mem::replace(&mut self.is_lost, true)
    }

    pub(super) fn is_lost(&self) -> bool {
        self.is_lost
    }

    fn post(&mut self, parcel: Parcel<'_>, now: Instant) -> Carried {
        let (is_video, bytes) = (parcel.is_video, parcel.packet.payload.len());
        if !self.end.send(now, parcel) {
            return Carried::No;
        }
        self.meter.went(is_video, bytes);
        Carried::Sent
    }
}

fn slots(lanes: Vec<Lanes>) -> Vec<Slot> {
    let slot =
        |lanes: Lanes| Slot { source: None, audio: lanes.audio.map(Track::new), video: lanes.video.map(Track::new) };
    lanes.into_iter().map(slot).collect()
}

fn position(from: LegId, packet: &RtpPacket) -> Position {
    let source = Source { leg: from, ssrc: *packet.header.ssrc };
    Position { source, sequence: *packet.seq_no, timestamp: packet.header.timestamp }
}
