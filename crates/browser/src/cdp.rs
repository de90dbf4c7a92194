//! The Chrome DevTools Protocol over a pipe: a small client that knows the thirty messages this product needs.
//!
//! Owns splitting and reading of messages, the table of what was asked, and the two tasks at the pipe. Answers and
//! events arrive in **one** ordered stream: that a walk's answer comes after what the renderer told before it is what
//! the masking stands on. It must never know what a page means. Next: [`event`] for what is understood.

pub mod calls;
pub mod codec;
pub mod event;
pub mod pipe;

pub use calls::Calls;
pub use codec::{Incoming, Refusal, SessionId, Splitter, WireFault};
pub use event::Event;
