//! The orders a shard takes.
//!
//! Owns the message type between the handle and the shards. It must never know how an order is done.

use std::net::{SocketAddr, UdpSocket};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError};

use nix::sys::eventfd::EventFd;
use wire::dtmf::Digit;
use wire::sdp::Negotiated;

use crate::leg::Leg;
use crate::outgoing::Seed;
use crate::player::Play;
use crate::recorder::RecordingTarget;
use crate::sfu::VisitOrder;
use crate::tap::TapSender;
use crate::web_leg::WebEnd;
use crate::{GroupId, LegId};

/// One order; orders of one handle reach a shard in their order.
pub(crate) enum Command {
    OpenRtp { leg: LegId, socket: UdpSocket, seed: Seed },
    OpenWeb { leg: LegId, end: Box<WebEnd>, seed: Seed },
    Leg { leg: LegId, order: LegOrder },
    Group { group: GroupId, order: GroupOrder },
    Visit(VisitOrder),
    MoveLeg { leg: LegId, to: ShardLink },
    MoveGroup { group: GroupId, to: ShardLink },
    AdoptLeg(Box<Leg>),
    AdoptGroup { group: GroupId, baggage: Box<GroupBaggage> },
    Stop,
}

/// What goes with a group that moves to another shard.
#[derive(Default)]
pub(crate) struct GroupBaggage {
    pub(crate) recorded_left: Option<LegId>,
    pub(crate) tap: Option<TapSender>,
    pub(crate) silenced: bool,
}

/// The way to a running shard.
#[derive(Clone)]
pub(crate) struct ShardLink {
    pub(crate) commands: SyncSender<Command>,
    pub(crate) wake: Arc<EventFd>,
    /// Address browsers send to.
    pub(crate) web_address: SocketAddr,
}

impl ShardLink {
    /// Hands an order over; waits, for milliseconds, only while thousands are waiting.
    pub(crate) fn send(&self, command: Command) {
        // A shard ends only with the engine, and then no order matters.
        let _ = self.commands.send(command);
        let _ = self.wake.write(1);
    }

    /// Hands an order over from another shard, who must not wait; gives it back when there is no room.
    pub(crate) fn try_send(&self, command: Command) -> Result<(), Command> {
        let result = self.commands.try_send(command);
        let _ = self.wake.write(1);
        result.map_err(|error| match error {
            TrySendError::Full(command) | TrySendError::Disconnected(command) => command,
        })
    }
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
    Silence(bool),
    Tap(Option<TapSender>),
}
