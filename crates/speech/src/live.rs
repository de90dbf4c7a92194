//! Running text of one leg: which stretches are given to a recogniser, when, and what of its answers is shown.
//!
//! Pure: no IO, no clock, no threads. Time is the leg's own count of 8 kHz samples, so an hour runs in a test in
//! moments. It never knows whose voice it is, where text goes, or what is secret in it: redaction comes after.
//! Next: [`LiveStream`], which is driven by whoever holds the leg's sound and the recogniser.

mod agreement;
mod ear;
mod floor;
mod guards;
mod language;
mod pace;
mod segmenter;
mod stream;
mod text;
pub mod vocabulary;

pub use guards::Rejection;
pub use pace::Pace;
pub use stream::{FINALS_WAITING_MAX, LiveStream};
pub use text::{Decode, LiveText, MissedWhy, Settings, Ticket};
