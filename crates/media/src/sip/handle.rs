//! The commands of the switchboard.
//!
//! All of them are synchronous and return at once; what came of them is told by
//! [`super::TrunkEvent`]. A command that comes too late (the caller has hung up meanwhile) is an
//! ordinary [`LegGone`], never a panic.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rsipstack::transaction::endpoint::EndpointInnerRef;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::admission::Admission;
use super::config::SipTransport;
use crate::LegId;

/// Commands waiting for one leg; a leg that does not drain this many is stuck.
pub(super) const LEG_COMMANDS_MAX: usize = 32;

/// Steers legs; cheap to clone.
#[derive(Clone)]
pub struct TrunkHandle {
    shared: Arc<Shared>,
}

/// A call to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DialRequest {
    /// Name of the trunk to use.
    pub trunk: String,
    /// Number to dial, as the carrier wants it.
    pub to: String,
    /// Number to show; absent means the trunk's own.
    pub from: Option<String>,
    /// How long the far end may ring.
    pub ring_timeout: Duration,
}

/// The leg has ended (or never was), so the command has no object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("leg {0} is gone")]
pub struct LegGone(pub LegId);

/// What the trunk has counted since it started.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TrunkStats {
    /// Legs alive.
    pub legs: usize,
    /// Requests from addresses of no trunk.
    pub strangers: u64,
    /// Requests over the rate limit.
    pub flooded: u64,
    /// SIP transactions alive in the stack.
    pub transactions: usize,
}

/// A command to one leg.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LegCommand {
    Ring,
    Answer,
    Reject(u16),
    HangUp,
    Cancel,
    Hold(bool),
}

/// A call to make, on its way to the endpoint.
#[derive(Debug)]
pub(super) struct DialCommand {
    pub(super) leg: LegId,
    pub(super) request: DialRequest,
    pub(super) commands: mpsc::Receiver<LegCommand>,
}

/// What handle and endpoint share.
pub(super) struct Shared {
    pub(super) legs: Mutex<BTreeMap<LegId, mpsc::Sender<LegCommand>>>,
    pub(super) dials: mpsc::Sender<DialCommand>,
    pub(super) stop: CancellationToken,
    pub(super) admission: Arc<Admission>,
    pub(super) endpoint: EndpointInnerRef,
    pub(super) listening: Vec<(SipTransport, SocketAddr)>,
}

impl std::fmt::Debug for TrunkHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TrunkHandle").field("listening", &self.listening()).finish_non_exhaustive()
    }
}

impl TrunkHandle {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Tells the caller that somebody's telephone rings (180).
    ///
    /// # Errors
    /// [`LegGone`] when the leg has ended; so for every command.
    pub fn ring(&self, leg: LegId) -> Result<(), LegGone> {
        self.command(leg, LegCommand::Ring)
    }

    /// Answers an incoming call (200 with SDP); [`super::TrunkEvent::Confirmed`] follows.
    ///
    /// # Errors
    /// [`LegGone`].
    pub fn answer(&self, leg: LegId) -> Result<(), LegGone> {
        self.command(leg, LegCommand::Answer)
    }

    /// Refuses an incoming call with a status of 400..=699 (486 for anything else).
    ///
    /// # Errors
    /// [`LegGone`].
    pub fn reject(&self, leg: LegId, status: u16) -> Result<(), LegGone> {
        self.command(leg, LegCommand::Reject(status))
    }

    /// Ends a leg in whatever state it is: BYE, CANCEL or a refusal.
    ///
    /// # Errors
    /// [`LegGone`].
    pub fn hang_up(&self, leg: LegId) -> Result<(), LegGone> {
        self.command(leg, LegCommand::HangUp)
    }

    /// Makes a call; `leg` comes from the shared [`crate::LegIds`].
    ///
    /// # Errors
    /// [`LegGone`] when the trunk has stopped or is flooded with dial requests.
    pub fn dial(&self, leg: LegId, request: DialRequest) -> Result<(), LegGone> {
        let commands = self.shared.enter(leg);
        let command = DialCommand { leg, request, commands };
        self.shared.dials.try_send(command).map_err(|_| {
            self.shared.leave(leg);
            LegGone(leg)
        })
    }

    /// Gives up a dialled leg that has not been answered; if the answer was faster, hangs up.
    ///
    /// # Errors
    /// [`LegGone`].
    pub fn cancel(&self, leg: LegId) -> Result<(), LegGone> {
        self.command(leg, LegCommand::Cancel)
    }

    /// Puts the far end on hold by re-INVITE (`sendonly`), or takes it back (`sendrecv`).
    ///
    /// # Errors
    /// [`LegGone`].
    pub fn hold(&self, leg: LegId, on: bool) -> Result<(), LegGone> {
        self.command(leg, LegCommand::Hold(on))
    }

    /// The addresses really listened on.
    #[must_use]
    pub fn listening(&self) -> &[(SipTransport, SocketAddr)] {
        &self.shared.listening
    }

    /// What has been counted so far.
    #[must_use]
    pub fn stats(&self) -> TrunkStats {
        let shared = &self.shared;
        let (strangers, flooded) = shared.admission.counts();
        let transactions = shared.endpoint.get_stats().running_transactions;
        TrunkStats { legs: shared.legs_alive(), strangers, flooded, transactions }
    }

    /// Stops listening and drops every leg without further messages; hang up first to be polite.
    pub fn stop(&self) {
        self.shared.stop.cancel();
    }

    fn command(&self, leg: LegId, command: LegCommand) -> Result<(), LegGone> {
        let legs = self.shared.legs.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = legs.get(&leg).ok_or(LegGone(leg))?;
        sender.try_send(command).map_err(|_| LegGone(leg))
    }
}

impl Shared {
    /// Makes `leg` known and returns the end its commands arrive at.
    pub(super) fn enter(&self, leg: LegId) -> mpsc::Receiver<LegCommand> {
        let (sender, receiver) = mpsc::channel(LEG_COMMANDS_MAX);
        self.legs.lock().unwrap_or_else(PoisonError::into_inner).insert(leg, sender);
        receiver
    }

    /// Forgets `leg`.
    pub(super) fn leave(&self, leg: LegId) {
        self.legs.lock().unwrap_or_else(PoisonError::into_inner).remove(&leg);
    }

    /// Legs alive.
    pub(super) fn legs_alive(&self) -> usize {
        self.legs.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}
