//! The life of the shared browser at one place, visit after visit: opened, live, ended, erased, verified (ADR 0035).
//!
//! Owns the order of things and the gate before the next ticket: nobody opens a browser here until the erasure of the
//! one before is verified. Puts [`crate::control_token`] and [`crate::browser_hold`] together, the hold always winning.
//! Pure; it must never know Chromium, file systems or what was typed. Start at [`VisitBrowser::handle`].

mod erasure;
mod event;
mod machine;
mod open;
#[cfg(test)]
mod order_tests;
mod pause;
mod photo;
#[cfg(test)]
mod photo_tests;
#[cfg(test)]
mod tests;

pub use erasure::{ERASE_WITHIN_MS, REBUILD_WITHIN_MS};
pub use event::{
    BrowserChange, BrowserEffect, BrowserEvent, BrowserFact, BrowserRefusal, BrowserStage, BrowserView, ErasureAccount,
    ErasureEvent, HostEvent, HostRun, LeftOver, PauseCause, PhotoEvent, PhotoId, PhotoRefusal, StartPermit,
};
pub use machine::{CLOSE_WITHIN_MS, LIVE_MS_MAX, SOON_OVER_MS, START_WITHIN_MS, VisitBrowser};
pub use pause::PAUSE_MS_MAX;
pub use photo::{PHOTO_MS_MAX, PHOTOS_MAX};
