//! Speech for the telephone: prompts are text, this crate turns them into sound.
//!
//! Owns the synthesis engines (as processes) and the cache of rendered sound.
//! It knows nothing of contacts, queues or who listens.
//! Next: [`synthesiser::Synthesiser`], then [`resample`] for the way to 8 kHz.

pub mod failover;
pub mod live;
pub mod models;
pub mod recognition;
pub mod remote;
pub mod resample;
pub mod state;
mod stopwatch;
pub mod synthesiser;
pub mod wav;
pub mod workers;

pub use state::RecogniserState;
pub use synthesiser::{SpokenLanguage, SynthesisError, Synthesiser, SynthesiserConfig, TELEPHONE_RATE_HZ};
