//! Who carries a visit's picture, epoch by epoch (clause 6(2)⑧; ADR 0013).
//!
//! Owns the way from Zoom to the built-in video and on to sound and telephone: always down, never
//! back to Zoom inside a visit, and both sides together, since one machine decides for both. Pure: it
//! must never know tokens, sockets or pages. Start at [`VideoEpoch::select`]; [`Breaker`] remembers over visits.

mod breaker;
mod machine;
#[cfg(test)]
mod machine_tests;

pub use breaker::Breaker;
pub use machine::{
    JOIN_WITHIN_MS, VideoChoice, VideoEffect, VideoEpoch, VideoEvent, VideoLine, VideoSide, VideoStage, ZoomState,
};
