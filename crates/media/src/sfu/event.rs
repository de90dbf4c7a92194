//! What the forwarding unit tells of a leg, and the figures of its line.
//!
//! Plain data for the server, which runs the degradation ladder with it. It must never know how a figure
//! was measured; that is `meter`.

use std::time::Duration;

use super::ladder::VideoStep;
use crate::LegId;

/// Something that happened to a visit's leg.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VisitEvent {
    /// The browser's connection stands; told again after a reconnection.
    Connected,
    /// Nothing came from the browser for two seconds; its place in the visit is kept.
    LegLost,
    /// The browser is heard again.
    LegBack,
    /// Who is seen and heard in which of the browser's lines, in the order of its offer.
    Slots(Vec<Option<LegId>>),
    /// The line as measured over the last second.
    Quality(Box<VisitQuality>),
    /// The leg is closed; its last event.
    Closed,
}

/// One second of a leg's line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitQuality {
    /// The step of picture this line carries.
    pub step: VideoStep,
    /// Ceiling told to the browser for its own picture, in kbit/s.
    pub limit_kbit: u32,
    /// From us to the browser and back; `None` before its first report.
    pub round_trip: Option<Duration>,
    /// What came from the browser.
    pub up: VisitFlow,
    /// What went to it, as it reported.
    pub down: VisitFlow,
    /// What the line to the browser is thought to carry; `None` before the first estimate.
    pub estimate_kbit: Option<u32>,
    /// Pictures completed.
    pub frames: u32,
    /// Pictures among them that need no other.
    pub keyframes: u32,
    /// No packet of the picture for more than a second, though one came before and it is not dark.
    pub frozen: bool,
}

/// Packets one way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct VisitFlow {
    /// Share of packets lost, in thousandths; the worse of sound and picture.
    pub loss_permille: u16,
    /// Interarrival jitter (RFC 3550 §6.4.1), the worse of sound and picture.
    pub jitter: Duration,
    /// Sound, in kbit/s of payload.
    pub audio_kbit: u32,
    /// Picture, in kbit/s of payload.
    pub video_kbit: u32,
}
