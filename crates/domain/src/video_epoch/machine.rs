//! The machine of one visit: events of pages and of Zoom in, what is to be done out.
//!
//! Each epoch is one attempt by one provider; a page's word about another epoch is late and dropped.

use std::collections::BTreeMap;

use crate::contact::{VideoCause, VideoProvider};
use crate::time::Timestamp;

/// How long a page may take to be in a Zoom session, in milliseconds; Zoom's own `join` may never settle.
pub const JOIN_WITHIN_MS: u64 = 8_000;

/// A side of the visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VideoSide {
    /// The visitor's kiosk.
    Visitor,
    /// The desk of the agent who serves.
    Agent,
}

const BOTH: [VideoSide; 2] = [VideoSide::Visitor, VideoSide::Agent];

/// Whether Zoom can be used as a visit begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoomState {
    /// The installation does not use it.
    Off,
    /// It is configured, and its files are not there.
    SdkMissing,
    /// It does not answer us.
    Unreachable,
    /// It failed too often a moment ago.
    BreakerOpen,
    /// It may have carried this visit before the program was started anew, and never does so again.
    Restarted,
    /// It can be used.
    Ready,
}

/// What a visit begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VideoChoice {
    /// By whom.
    pub provider: VideoProvider,
    /// Why.
    pub cause: VideoCause,
}

impl VideoChoice {
    /// The choice for a visit that begins with Zoom in this state.
    #[must_use]
    pub fn of(zoom: ZoomState) -> Self {
        let builtin = |cause| Self { provider: VideoProvider::Builtin, cause };
        match zoom {
            ZoomState::Off => builtin(VideoCause::Configured),
            ZoomState::SdkMissing => builtin(VideoCause::SdkMissing),
            ZoomState::Unreachable => builtin(VideoCause::Unreachable),
            ZoomState::BreakerOpen => builtin(VideoCause::BreakerOpen),
            ZoomState::Restarted => builtin(VideoCause::Restarted),
            ZoomState::Ready => Self { provider: VideoProvider::Zoom, cause: VideoCause::Configured },
        }
    }
}

/// Where the visit's video stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VideoStage {
    /// Pages join a Zoom session.
    ZoomJoin,
    /// Both are in it.
    ZoomLive,
    /// Pages join the built-in video.
    RtcJoin,
    /// Both are in it.
    RtcLive,
    /// The line carries sound alone.
    AudioOnly,
    /// The visit goes on by telephone.
    Telephone,
}

/// What the built-in line can carry, as the ladder of bad lines found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VideoLine {
    /// Picture and sound.
    Picture,
    /// Sound.
    SoundOnly,
    /// Nothing.
    Nothing,
}

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VideoEvent {
    /// A page is about to join this epoch's Zoom session; it has its deadline from here, a reloaded one again.
    Asked {
        /// Whose page.
        side: VideoSide,
        /// The epoch it knows.
        epoch: u32,
    },
    /// A page is in.
    Joined {
        /// Whose page.
        side: VideoSide,
        /// The epoch it knows.
        epoch: u32,
    },
    /// A page could not join, or lost what it had.
    Failed {
        /// Whose page.
        side: VideoSide,
        /// The epoch it knows.
        epoch: u32,
        /// Why.
        cause: VideoCause,
    },
    /// Zoom itself says that this epoch's session cannot go on: somebody records, or it was ended.
    Broken {
        /// The epoch of the session.
        epoch: u32,
        /// Why.
        cause: VideoCause,
    },
    /// Another agent serves the visit.
    AgentChanged,
    /// What the built-in line carries.
    Line(VideoLine),
    /// Time passed.
    Tick,
}

/// What is to be done, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum VideoEffect {
    /// Put the provider and its cause into the contact's log, and tell both pages of the epoch.
    Begin {
        /// The epoch that begins.
        epoch: u32,
        /// By whom.
        provider: VideoProvider,
        /// Why.
        cause: VideoCause,
    },
    /// End this epoch's Zoom session and delete what Zoom keeps of it.
    Purge {
        /// The epoch that ended.
        epoch: u32,
    },
    /// Zoom failed: the breaker counts it.
    CountFailure,
}

/// The video of one visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VideoEpoch {
    epoch: u32,
    stage: VideoStage,
    /// Who is still to be in, and until when they may take.
    awaited: BTreeMap<VideoSide, Timestamp>,
}

impl VideoEpoch {
    /// Begins a visit's video; both sides are expected at once.
    pub fn select(zoom: ZoomState, now: Timestamp) -> (Self, Vec<VideoEffect>) {
        let VideoChoice { provider, cause } = VideoChoice::of(zoom);
        let mut visit = Self { epoch: 0, stage: VideoStage::RtcJoin, awaited: BTreeMap::new() };
        let begun = visit.begin(provider, cause, now);
        (visit, vec![begun])
    }

    /// Takes one event in and says what is to be done.
    pub fn handle(&mut self, event: VideoEvent, now: Timestamp) -> Vec<VideoEffect> {
        match event {
            VideoEvent::Asked { side, epoch } if epoch == self.epoch => self.asked(side, now),
            VideoEvent::Joined { side, epoch } if epoch == self.epoch => self.joined(side),
            VideoEvent::Failed { epoch, cause, .. } | VideoEvent::Broken { epoch, cause } if epoch == self.epoch => {
                self.fall_back(cause, now)
            }
            VideoEvent::Asked { .. }
            | VideoEvent::Joined { .. }
            | VideoEvent::Failed { .. }
            | VideoEvent::Broken { .. } => Vec::new(),
            VideoEvent::AgentChanged => self.change_agent(now),
            VideoEvent::Line(line) => self.follow_line(line),
            VideoEvent::Tick => match self.next_deadline() {
                Some(at) if at <= now => self.fall_back(VideoCause::JoinTimeout, now),
                Some(_) | None => Vec::new(),
            },
        }
    }

    /// The visit is over: a Zoom session that stands is to be ended and deleted.
    pub fn end(self) -> Option<VideoEffect> {
        self.is_on_zoom().then_some(VideoEffect::Purge { epoch: self.epoch })
    }

    /// When to send `Tick`; the built-in video tries for as long as the visit lasts.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.awaited.values().min().copied().filter(|_| self.is_on_zoom())
    }

    /// The epoch, from 1.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Where the video stands.
    #[must_use]
    pub fn stage(&self) -> VideoStage {
        self.stage
    }

    /// Who carries it.
    #[must_use]
    pub fn provider(&self) -> VideoProvider {
        if self.is_on_zoom() { VideoProvider::Zoom } else { VideoProvider::Builtin }
    }

    fn is_on_zoom(&self) -> bool {
        match self.stage {
            VideoStage::ZoomJoin | VideoStage::ZoomLive => true,
            VideoStage::RtcJoin | VideoStage::RtcLive | VideoStage::AudioOnly | VideoStage::Telephone => false,
        }
    }

    fn begin(&mut self, provider: VideoProvider, cause: VideoCause, now: Timestamp) -> VideoEffect {
        self.epoch += 1;
        self.stage = match provider {
            VideoProvider::Zoom => VideoStage::ZoomJoin,
            VideoProvider::Builtin => VideoStage::RtcJoin,
        };
        self.awaited = BOTH.iter().map(|side| (*side, now.plus_ms(JOIN_WITHIN_MS))).collect();
        VideoEffect::Begin { epoch: self.epoch, provider, cause }
    }

    /// Asking again within the same wait buys no further time.
    fn asked(&mut self, side: VideoSide, now: Timestamp) -> Vec<VideoEffect> {
        if self.is_on_zoom() {
            self.stage = VideoStage::ZoomJoin;
            self.awaited.entry(side).or_insert(now.plus_ms(JOIN_WITHIN_MS));
        }
        Vec::new()
    }

    fn joined(&mut self, side: VideoSide) -> Vec<VideoEffect> {
        self.awaited.remove(&side);
        if self.awaited.is_empty() {
            self.stage = match self.stage {
                VideoStage::ZoomJoin | VideoStage::ZoomLive => VideoStage::ZoomLive,
                VideoStage::RtcJoin | VideoStage::RtcLive => VideoStage::RtcLive,
                VideoStage::AudioOnly => VideoStage::AudioOnly,
                VideoStage::Telephone => VideoStage::Telephone,
            };
        }
        Vec::new()
    }

    /// From Zoom to the built-in video; the built-in one has no other to fall back to and tries again by itself.
    fn fall_back(&mut self, cause: VideoCause, now: Timestamp) -> Vec<VideoEffect> {
        if !self.is_on_zoom() {
            return Vec::new();
        }
        let purge = VideoEffect::Purge { epoch: self.epoch };
        let begin = self.begin(VideoProvider::Builtin, cause, now);
        let count = cause.is_failure().then_some(VideoEffect::CountFailure);
        [begin, purge].into_iter().chain(count).collect()
    }

    /// A Zoom session belongs to the two who were let in: another agent means another session.
    fn change_agent(&mut self, now: Timestamp) -> Vec<VideoEffect> {
        if self.is_on_zoom() {
            let purge = VideoEffect::Purge { epoch: self.epoch };
            return vec![self.begin(VideoProvider::Zoom, VideoCause::AgentChanged, now), purge];
        }
        if self.stage == VideoStage::RtcLive {
            self.stage = VideoStage::RtcJoin;
        }
        self.awaited.insert(VideoSide::Agent, now.plus_ms(JOIN_WITHIN_MS));
        Vec::new()
    }

    fn follow_line(&mut self, line: VideoLine) -> Vec<VideoEffect> {
        if !self.is_on_zoom() {
            self.stage = match line {
                VideoLine::Picture if self.awaited.is_empty() => VideoStage::RtcLive,
                VideoLine::Picture => VideoStage::RtcJoin,
                VideoLine::SoundOnly => VideoStage::AudioOnly,
                VideoLine::Nothing => VideoStage::Telephone,
            };
        }
        Vec::new()
    }
}
