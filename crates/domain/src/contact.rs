//! One contact: its words, its log, its acceptance and its summary.
//!
//! A call, a visit and a chat are one thing that arrives, waits, is assigned,
//! handled and wrapped up. This module owns the facts that are kept of it; it
//! must never know who is on the floor. Next: `floor`, whose machines write
//! these events.

mod alert;
mod event;
mod flow_tally;
mod outcome;
mod party;
mod recovery;
mod shared_browser;
mod standing;
mod summary;
mod video;

pub use alert::{AlertKind, AlertNote};
pub use event::{
    ContactEvent, ContactEventKind, DialPurpose, HoldReason, RingEnd, RingPurpose, SecretHoldEnd, WrapUpEnd,
};
pub use flow_tally::FlowTally;
pub use outcome::{Acceptance, End, NotOffered, SystemEnd};
pub use party::{Channel, Direction, Language, LegCause, MonitorMode, Party, Target, TargetKind};
pub use recovery::{Interrupted, interrupted, recovered_events};
pub use shared_browser::BrowserNote;
pub use standing::{Standing, StandingPlace};
pub use summary::{Summary, summary};
pub use video::{VideoCause, VideoProvider};
