//! The machinery of a call: telephone lines, browsers, and the sound between them.
//!
//! Owns sockets, threads and timers of SIP, RTP and WebRTC. It must never know contacts, queues, agents
//! or a database: the server names legs and groups by number and hears events. Go next to `engine` for
//! sound, `sfu` for a visit's pictures, `sip` for the telephone line, and to the crate `wire` for the formats.

mod bridge;
mod clock;
mod command;
mod config;
mod engine;
mod event;
mod ids;
mod leg;
mod outbox;
mod outgoing;
mod player;
mod ports;
mod receive_buffer;
mod recorder;
mod rtp_leg;
mod sfu;
mod shard;
pub mod sip;
mod tap;
mod web_leg;

pub use config::MediaConfig;
pub use engine::{GROUP_LEGS_MAX, MediaEngine, MediaHandle, RouteError, StartError};
pub use event::{GroupLevels, LegLevel, LegStats, MediaEvent, RecordingSummary, Side, SideSummary};
pub use ids::{GroupId, LegId, LegIds};
pub use player::{Play, SOUND_SAMPLES_MAX, Sound};
pub use recorder::{RecordingTarget, Spoken, read_spoken};
pub use sfu::{
    OfferRefusal, OpusFrame, OpusTap, PictureCap, VideoStep, VisitEvent, VisitFlow, VisitQuality, VisitRoute, What,
};
pub use tap::{TapFrame, TapSender};
pub use web_leg::WebError;
