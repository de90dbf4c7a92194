//! What the media engine tells the switchboard.
//!
//! Owns the event type and the figures of a leg. It must never know why the switchboard wants them.

use std::net::SocketAddr;
use std::path::PathBuf;

use wire::dtmf::Digit;
use wire::rtp_stats::StreamSummary;

use crate::sfu::VisitEvent;
use crate::{GroupId, LegId};

/// Something that happened to a leg or a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaEvent {
    /// A key was pressed on a telephone or browser.
    Digit {
        /// Whose key.
        leg: LegId,
        /// Which key.
        digit: Digit,
    },
    /// A sound played to its end; a looped or replaced one never ends.
    PlayEnded {
        /// Who heard it.
        leg: LegId,
        /// The tag it was started with.
        tag: u64,
    },
    /// A browser's connection stands and carries sound.
    WebConnected {
        /// The browser's leg.
        leg: LegId,
    },
    /// A browser's connection is broken; close the leg and let the page open another.
    WebLost {
        /// The browser's leg.
        leg: LegId,
    },
    /// Nothing came for the configured time though the peer may send; told once until sound returns.
    RtpTimeout {
        /// The silent leg.
        leg: LegId,
    },
    /// Packets from an address that is not the peer's were dropped; told once a leg.
    ForeignSource {
        /// The leg they came to.
        leg: LegId,
        /// Who sent the first of them.
        source: SocketAddr,
    },
    /// A recording began; the place of a tap's frame in it is `arrival_samples - at_samples`.
    RecordingStarted {
        /// The recorded group.
        group: GroupId,
        /// Begin since the engine's start, in samples of 8 kHz.
        at_samples: u64,
    },
    /// A recording could not be written; the call goes on.
    RecordingFault {
        /// The recorded group.
        group: GroupId,
        /// What failed.
        why: String,
    },
    /// A recording is complete on disk, or as complete as its fault allowed.
    RecordingClosed {
        /// The recorded group.
        group: GroupId,
        /// What it holds.
        summary: RecordingSummary,
    },
    /// Packets keep coming on one side of a recording and hold only silence.
    SilentChannel {
        /// The recorded group.
        group: GroupId,
        /// The side without sound.
        side: Side,
    },
    /// How loud the legs of every recorded group were in the last second.
    Levels {
        /// Group by group.
        groups: Vec<GroupLevels>,
    },
    /// Something happened to a leg of a counter visit.
    Visit {
        /// The leg.
        leg: LegId,
        /// What happened.
        event: VisitEvent,
    },
    /// A leg is closed; its last event.
    LegClosed {
        /// The leg.
        leg: LegId,
        /// Its figures.
        stats: LegStats,
    },
}

/// The last second of one recorded group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupLevels {
    /// The group.
    pub group: GroupId,
    /// Legs that spoke; the others were quiet.
    pub legs: Vec<LegLevel>,
}

/// How one leg spoke in one second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LegLevel {
    /// The leg.
    pub leg: LegId,
    /// Speech within the second, in milliseconds.
    pub spoke_ms: u16,
    /// Level of that speech in decibels below full scale, -127..=0.
    pub level_db: i16,
}

/// One side of a stereo recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The caller.
    Left,
    /// Everyone but the caller.
    Right,
}

/// Figures of one leg for the contact's record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LegStats {
    /// What came from the peer (RFC 3550).
    pub received: StreamSummary,
    /// Packets sent to the peer.
    pub sent: u64,
    /// Packets that came after their turn to be mixed.
    pub late: u64,
    /// Packets dropped because their source was not the peer.
    pub foreign: u64,
    /// Packets dropped because they were no RTP or of a payload type not agreed.
    pub malformed: u64,
}

/// Figures of one side of a recording.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SideSummary {
    /// Packets that belonged to the side.
    pub packets: u64,
    /// Packets that came too late to be placed.
    pub late: u64,
    /// Greatest sample, 0..=32768.
    pub peak: u16,
}

/// What a closed recording holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordingSummary {
    /// The file.
    pub path: PathBuf,
    /// Length in milliseconds.
    pub duration_ms: u64,
    /// The caller's side.
    pub left: SideSummary,
    /// The other side.
    pub right: SideSummary,
    /// Packets of all recordings dropped since the start because the recorder was behind.
    pub dropped_overall: u64,
    /// The fault that ended it early, if any.
    pub fault: Option<String>,
}
