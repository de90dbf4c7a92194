//! The one way to a language model: a chat endpoint of the city's choice, asked only for what a manager approved.
//!
//! Owns the order that must hold for every question: approved for this address and model, written into the log, sent,
//! judged, and what became of it written beside it. Whoever asks says what is sent, without personal data, and judges
//! the answer. It must never know what a question is about. Start with [`Llm::ask`]; the page of it is the room `ai`.
//! Clause 8(5).

mod asking;
mod endpoint;
mod keeping;
mod purpose;
mod standing;

pub use asking::{Judged, Llm, NoAnswer};
pub use endpoint::{Endpoint, EndpointError, Prompt};
pub use keeping::keep_log_bounded;
pub use purpose::Purpose;
pub use standing::{Standing, decide, standing};

#[cfg(test)]
pub(crate) mod stub;
