//! Every telephone call as text: while it is spoken, and completed after it.
//!
//! Owns the way from a tapped voice to redacted words: nothing leaves this room unredacted, and nothing is
//! stored that what is said next could still make secret. It must never know pages or files; it gets sound
//! from `calls` and tells words to `live`. Start at [`hear`] for a conversation, [`RoomScribe`] for after it.

mod api;
mod completing;
mod keeping;
mod leg;
mod pauses;
mod pieces;
mod placing;
mod recorded;
mod room;
mod scribe;
mod second_listening;
mod sheet;
mod showing;
mod spans;
mod state;
mod talk;
mod terms;
mod voice;
mod whole;

pub use api::router;
pub use room::{StaysHere, TranscriptDeps, TranscriptRoom};
pub use scribe::RoomScribe;
pub use state::TranscriptState;
pub use talk::hear;
