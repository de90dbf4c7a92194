//! The telephone side: SIP trunks towards the carrier, as a back-to-back user agent.
//!
//! [`SipTrunk::start`] opens the listeners and hands back a [`TrunkHandle`] (commands in) and a
//! stream of [`TrunkEvent`] (what happened). SDP is negotiated here, against the [`RtpLine`] that
//! opens sockets for sound, so callers see leg numbers and never a SIP message.
//! It knows nothing of queues, agents, opening hours or recordings; the server's switchboard
//! decides, this module obeys and reports. Every leg ends in exactly one of
//! [`TrunkEvent::Cancelled`], [`TrunkEvent::HungUp`] and [`TrunkEvent::Failed`].
//! REFER is declined (603): transfers are made by bridging two legs, because carriers refuse REFER.

mod admission;
mod config;
mod dialog;
mod drive;
mod endpoint;
mod event;
mod exchange;
mod handle;
mod headers;
mod identity;
mod in_dialog;
mod inbound;
mod leg;
mod line;
mod listen;
mod locate;
mod outbound;
mod probe;
mod session_timer;
mod sound;
mod stack;

pub use config::{
    Credentials, PeerRange, PeerRangeError, Registration, SipConfig, SipTransport, TlsFiles, TlsListen, TrunkConfig,
};
pub use endpoint::SipTrunk;
pub use event::{CallerIdentity, EndCause, TrunkEvent};
pub use handle::{DialRequest, LegGone, TrunkHandle, TrunkStats};
pub use line::{LineError, RtpLine};
pub use listen::StartError;
