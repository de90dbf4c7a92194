//! A copy of a leg's Opus packets, for captions.
//!
//! Owns what leaves the unit. It never waits: a full channel loses packets, which are counted. Opus is
//! handed out as it came; decoding is the listener's work.

use std::sync::Arc;
use std::time::Instant;

use tokio::sync::mpsc;

use crate::LegId;

/// One Opus packet of a leg.
#[derive(Debug, Clone)]
pub struct OpusFrame {
    /// Who said it.
    pub leg: LegId,
    /// RTP timestamp at 48 kHz.
    pub timestamp: u32,
    /// Extended sequence number of the source, for order and loss.
    pub sequence: u64,
    /// When it came.
    pub arrived: Instant,
    /// Packets of this tap lost since it was set because the listener was behind.
    pub dropped: u64,
    /// The packet (RFC 6716).
    pub payload: Arc<[u8]>,
}

/// Where the packets of a leg go.
pub type OpusTap = mpsc::Sender<OpusFrame>;

/// A leg's tap and what it lost.
pub(super) struct Tapping {
    sender: OpusTap,
    dropped: u64,
}

impl Tapping {
    pub(super) fn new(sender: OpusTap) -> Self {
        Self { sender, dropped: 0 }
    }

    /// Hands a packet over, or counts it as lost.
    pub(super) fn hear(&mut self, mut frame: OpusFrame) {
        frame.dropped = self.dropped;
        if self.sender.try_send(frame).is_err() {
            self.dropped += 1;
        }
    }
}
