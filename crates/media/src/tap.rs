//! A copy of what each leg of a group says, for speech recognition and levels.
//!
//! Owns the frame that leaves the engine. Frames go out as packets come in, over a bounded channel that
//! never makes the engine wait: a full channel loses frames. Put them in order with
//! `wire::playout::Playout` where that matters. Take frames in turns of 20 ms or more: a receiver that
//! sleeps on the channel is woken for each frame, which costs the engine more than the frame itself.

use tokio::sync::mpsc;
use wire::mix::FRAME_SAMPLES;

use crate::LegId;

/// Up to 20 ms of one leg's sound at 8 kHz.
#[derive(Debug, Clone)]
pub struct TapFrame {
    /// Who said it.
    pub leg: LegId,
    /// RTP timestamp of the first sample.
    pub timestamp: u32,
    /// Arrival since the engine's start, in samples of 8 kHz.
    pub arrival_samples: u64,
    /// The sound; unused samples at the end are zero.
    pub samples: [i16; FRAME_SAMPLES],
    /// How many samples are sound.
    pub length: usize,
}

/// Where the frames of a group go.
pub type TapSender = mpsc::Sender<TapFrame>;
