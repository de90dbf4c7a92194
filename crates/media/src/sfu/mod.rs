//! The forwarding unit of counter visits (SFU): pictures and sound between browsers, never decoded.
//!
//! Owns a visit's connections, who sees and hears whom, the numbers a packet gets on its way, and the
//! measure of each line. It must never know visitors, queues, recorder or disk: a picture passes and is
//! gone. Go next to `unit` for the forwarding, `ladder` for what a bad line means.

mod event;
mod frames;
mod keyframe;
mod ladder;
mod leg;
mod meter;
mod offer;
mod peer;
mod plan;
mod rewrite;
mod tap;
mod tcp;
mod unit;

pub use event::{VisitEvent, VisitFlow, VisitQuality};
pub use ladder::VideoStep;
pub use offer::OfferRefusal;
pub(crate) use offer::origin;
pub(crate) use peer::answer;
pub(crate) use plan::SLOTS_MAX;
pub use plan::{PictureCap, VisitRoute, What};
pub use tap::{OpusFrame, OpusTap};
pub(crate) use peer::Sender;
pub(crate) use tcp::TcpDoor;
pub(crate) use unit::{Sfu, VisitOrder};
