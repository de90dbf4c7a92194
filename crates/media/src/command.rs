//! The orders a shard takes.
//!
//! Owns the message type between the handle and the shards. It must never know how an order is done.

use std::net::UdpSocket;

use wire::dtmf::Digit;
use wire::sdp::Negotiated;

use crate::player::Play;
use crate::recorder::RecordingTarget;
use crate::tap::TapSender;
use crate::web_leg::WebEnd;
use crate::{GroupId, LegId};

/// One order; orders of one handle reach a shard in their order.
pub(crate) enum Command {
    OpenRtp { leg: LegId, socket: UdpSocket, seed: Seed },
    OpenWeb { leg: LegId, end: Box<WebEnd>, seed: Seed },
    Leg { leg: LegId, order: LegOrder },
    Group { group: GroupId, order: GroupOrder },
    Stop,
}

/// Chance for an outgoing stream, drawn by the handle (RFC 3550 §5.1).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seed {
    pub(crate) ssrc: u32,
    pub(crate) sequence: u16,
    pub(crate) timestamp: u32,
}

/// An order to one leg.
pub(crate) enum LegOrder {
    Agree(Negotiated),
    Play(Play),
    StopPlay,
    Mute(bool),
    Key(Digit),
    Close,
}

/// An order to a group of legs.
pub(crate) enum GroupOrder {
    Routes { legs: Vec<LegId>, routes: Vec<(LegId, LegId)> },
    RecordStart(Box<RecordingTarget>),
    RecordStop,
    Tap(Option<TapSender>),
}
