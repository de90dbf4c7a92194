//! The shared browser of a visit: one Chromium that resident and operator see and use together (clause 6(2)③).
//!
//! Owns a task a kiosk, the place, in which the pure rules (`domain::visit_browser`) meet the machinery (`browser`), and
//! the two doors by which pages come in. It must never keep what is typed, and never log an address of a page or a
//! word of it. `place` is the task; `machinery` starts and ends browsers; `doors` and `line` are the pages' sockets.

mod doors;
mod line;
mod machinery;
mod mail;
mod messages;
mod photo;
mod place;
mod places;
mod profiles;
mod setup;
mod shown_words;

pub(super) use doors::live;
pub use mail::Mail;
pub use places::Places;
pub use setup::{BrowserParts, SetupFault};
