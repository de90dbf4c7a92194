//! The floor: agents, queues and live contacts as one pure machine.
//!
//! `Floor::handle(event, now)` returns effects as data and never awaits, reads a
//! clock or draws a number; `Floor::next_deadline()` says when to send `Tick`.
//! It must never know sockets, SQL or sound. Next: `event` for what comes in,
//! `effect` for what goes out, `view` for what live pages show.

mod config;
mod effect;
mod event;
mod refusal;
mod view;

pub use config::{CallbackConfig, FloorConfig, FloorFault, ServiceConfig};
pub use effect::{DialTo, Effect, RejectCause};
pub use event::{FloorEvent, OpenState};
pub use refusal::RefusalReason;
pub use view::{AgentStatus, AgentView, ContactView, DeskView, StageView, ThirdView, WorkKind, WorkView};
