//! The secret hold of the shared browser: while the resident types a secret, the operator neither acts nor sees.
//!
//! Begun by the page, not by a person: a secret field has focus. Left only after the focus, with the guard healthy and
//! a verified masked picture made since (ADR 0035). The telephone's hold (`floor/secret_hold.rs`) is another thing: an
//! operator's button that stops recording and recognition and ends by a limit; this one stops an operator and never
//! ends by time.
//! Pure; no key that was pressed ever comes in here, only that one was. Next: [`crate::visit_browser`].

mod machine;
#[cfg(test)]
mod order_tests;
#[cfg(test)]
mod tests;
mod words;

pub use machine::BrowserHold;
pub use words::{
    CameraState, FIELDS_MAX, FieldId, HoldChange, HoldEffect, HoldEvent, HoldFact, HoldId, HoldRefusal, HoldStanding,
    HoldView, HostMark, KEYS_MAX, KeyPress, Keypad, KeypadEvent, KeypadView, MicrophoneState, PageEvent,
    STILL_THERE_AFTER_MS, SecretField, SecretKind, TALK_MS_MAX,
};
