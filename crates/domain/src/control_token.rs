//! Who holds control of the shared browser (clause 6(2)③; ADR 0035).
//!
//! Owns one token: the resident has it, may offer it, and has it back with one touch; the operator takes only what is
//! offered. Every change raises the epoch, and input counts only from the holder under the current one. Pure; it must
//! never know pages, keys or what was typed. Next: [`crate::browser_hold`], which wins over it, and
//! [`crate::visit_browser`], which puts both together.

mod machine;
#[cfg(test)]
mod order_tests;
#[cfg(test)]
mod tests;
mod words;

pub use machine::ControlToken;
pub use words::{
    ASK_AGAIN_AFTER_MS, ASK_STANDS_MS, ControlAct, ControlActor, ControlChange, ControlEffect, ControlEpoch,
    ControlEvent, ControlFact, ControlMessage, ControlRefusal, ControlView, InputClaim, InputRefusal, OFFER_STANDS_MS,
    Side,
};
