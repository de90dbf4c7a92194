//! The endpoint: listeners opened, the stack served, messages led to their legs.
//!
//! Owns start-up and the two loops that make legs (a call came, a call is to be made). Once made,
//! a leg lives in its own task (`drive`) and the endpoint only passes its requests on.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use rsipstack::sip::{Header, Method};
use rsipstack::transaction::TransactionReceiver;
use rsipstack::transaction::transaction::Transaction;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::admission::Admission;
use super::config::{SipConfig, TrunkConfig};
use super::drive::{Inbox, drive};
use super::event::TrunkEvent;
use super::exchange::NOTES_MAX;
use super::handle::{DialCommand, Shared, TrunkHandle};
use super::headers::{tag, value};
use super::inbound::{Admitted, Refusal, admit, parties};
use super::leg::Leg;
use super::line::RtpLine;
use super::listen::{Listening, StartError, listen};
use super::locate::locate;
use super::outbound::DialFailure;
use super::probe::watch;
use super::stack::{ALLOW, DialogKey, SUPPORTED, Stack};
use crate::{LegId, LegIds};

/// Events waiting for the switchboard; a switchboard that is this far behind slows the trunk.
const EVENTS_MAX: usize = 4_096;
/// How long a call may wait for a command; a caller that vanished without CANCEL goes then.
const OFFERED_MAX: Duration = Duration::from_secs(180);
/// Dial requests waiting for the endpoint.
const DIALS_MAX: usize = 64;

/// Starts the telephone side.
#[derive(Debug)]
pub struct SipTrunk;

impl SipTrunk {
    /// Opens the listeners, registers and probes the trunks, and reports events.
    ///
    /// Must run inside a tokio runtime; the process-wide rustls provider must be installed when
    /// TLS is used.
    ///
    /// # Errors
    /// [`StartError`] when the configuration is unusable or an address is taken.
    pub async fn start(
        config: SipConfig,
        line: Arc<dyn RtpLine>,
        leg_ids: LegIds,
    ) -> Result<(TrunkHandle, mpsc::Receiver<TrunkEvent>), StartError> {
        let (events, event_receiver) = mpsc::channel(EVENTS_MAX);
        let (dials, dial_receiver) = mpsc::channel(DIALS_MAX);
        let trunks = config.trunks.iter().cloned().map(Arc::new).collect();
        let admission =
            Arc::new(Admission::new(trunks, config.requests_per_s_max, config.refusal_report_interval, events.clone()));
        let stop = CancellationToken::new();
        let Listening { endpoint, addresses, bound, incoming } = listen(&config, &admission, &stop).await?;
        let shared = Arc::new(Shared {
            legs: Mutex::default(),
            dials,
            stop,
            admission: admission.clone(),
            endpoint: endpoint.clone(),
            listening: bound,
        });
        let stack = Arc::new(Stack::new(endpoint, line, events, shared.clone(), config.t1, addresses));
        let door = Endpoint { stack: stack.clone(), admission: admission.clone(), leg_ids, legs_max: config.legs_max };
        tokio::spawn(serve(stack.clone()));
        tokio::spawn(door.clone().accept(incoming));
        tokio::spawn(door.dial(dial_receiver));
        for trunk in admission.trunks() {
            watch(&stack, &admission, trunk);
        }
        Ok((TrunkHandle::new(shared), event_receiver))
    }
}

/// Serves the stack until it is told to stop.
async fn serve(stack: Arc<Stack>) {
    if let Err(error) = stack.endpoint.serve().await {
        tracing::error!(%error, "SIP stack ended");
    }
}

#[derive(Clone)]
struct Endpoint {
    stack: Arc<Stack>,
    admission: Arc<Admission>,
    leg_ids: LegIds,
    legs_max: usize,
}

impl Endpoint {
    async fn accept(self, mut incoming: TransactionReceiver) {
        let stop = self.stack.shared.stop.clone();
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                tx = incoming.recv() => match tx {
                    Some(tx) => self.lead(tx),
                    None => return,
                },
            }
        }
    }

    /// Leads a request to its leg, or answers it, without waiting.
    fn lead(&self, tx: Transaction) {
        let request = &tx.original;
        let local_tag = value(request, "To", "t").and_then(tag);
        let call_id = value(request, "Call-ID", "i").unwrap_or_default().to_owned();
        let Some(local_tag) = local_tag else {
            return self.lead_out_of_dialog(tx);
        };
        match self.stack.door(&DialogKey { call_id, local_tag }) {
            None => self.reply(tx, Refusal::plain(481)),
            Some(door) => {
                if let Err(refused) = door.try_send(tx) {
                    let status = match refused {
                        mpsc::error::TrySendError::Full(_) => 503,
                        mpsc::error::TrySendError::Closed(_) => 481,
                    };
                    self.reply(refused.into_inner(), Refusal::plain(status));
                }
            }
        }
    }

    fn lead_out_of_dialog(&self, tx: Transaction) {
        match tx.original.method {
            Method::Invite => self.on_invite(tx),
            Method::Options => {
                let headers = vec![
                    Header::Allow(ALLOW.into()),
                    Header::Supported(SUPPORTED.into()),
                    Header::Accept("application/sdp".into()),
                ];
                self.reply(tx, Refusal { status: 200, headers });
            }
            Method::Bye | Method::Update | Method::Info | Method::PRack | Method::Notify => {
                self.reply(tx, Refusal::plain(481));
            }
            Method::Refer => self.reply(tx, Refusal::plain(603)),
            Method::Ack | Method::Cancel | Method::Message | Method::Publish | Method::Register | Method::Subscribe => {
                let headers = vec![Header::Allow(ALLOW.into())];
                self.reply(tx, Refusal { status: 405, headers });
            }
        }
    }

    fn on_invite(&self, tx: Transaction) {
        let peer = tx.connection.as_ref().and_then(|connection| connection.get_remote_addr());
        let peer = peer.and_then(|peer| peer.get_socketaddr().ok());
        // The gate has checked the sender already; without a trunk there is nobody to answer.
        let Some((peer, trunk)) = peer.and_then(|at| Some((at, self.admission.trunk_of(at.ip())?))) else {
            return;
        };
        if self.stack.shared.legs_alive() >= self.legs_max {
            let headers = vec![Header::RetryAfter("10".into())];
            return self.reply(tx, Refusal { status: 503, headers });
        }
        let from_tag = value(&tx.original, "From", "f").and_then(tag).unwrap_or_default();
        let call_id = value(&tx.original, "Call-ID", "i").unwrap_or_default();
        if self.stack.is_merged(call_id, &from_tag) {
            return self.reply(tx, Refusal::plain(482));
        }
        match admit(&tx.original, tx.connection.clone(), &trunk) {
            Ok(admitted) => self.take(tx, admitted, trunk, peer),
            Err(refusal) => self.reply(tx, refusal),
        }
    }

    /// Makes a leg of an admitted INVITE.
    fn take(&self, tx: Transaction, admitted: Admitted, trunk: Arc<TrunkConfig>, peer: std::net::SocketAddr) {
        let (stack, leg) = (self.stack.clone(), self.leg_ids.next());
        let key = admitted.key();
        let requests = stack.open_door(key.clone(), admitted.remote_tag());
        let commands = stack.shared.enter(leg);
        tokio::spawn(async move {
            let (caller, dialled) = parties(&tx.original, &trunk);
            let name = trunk.name.clone();
            let (sender, notes) = mpsc::channel(NOTES_MAX);
            let made = Leg::from_invite(leg, tx, admitted, stack.clone(), trunk, sender).await;
            match made {
                Ok(mut made) => {
                    made.ring_until(Instant::now() + OFFERED_MAX);
                    let event = TrunkEvent::Incoming { leg, trunk: name, caller, dialled, peer };
                    stack.tell(event).await;
                    drive(made, Inbox { commands, requests, notes }).await;
                }
                Err((tx, refusal)) => {
                    stack.close_door(&key);
                    stack.shared.leave(leg);
                    stack.reply(tx, refusal.status, refusal.headers).await;
                }
            }
        });
    }

    async fn dial(self, mut dials: mpsc::Receiver<DialCommand>) {
        let stop = self.stack.shared.stop.clone();
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                command = dials.recv() => match command {
                    Some(command) => {
                        tokio::spawn(self.clone().dial_one(command));
                    }
                    None => return,
                },
            }
        }
    }

    async fn dial_one(self, command: DialCommand) {
        let DialCommand { leg, request, commands } = command;
        let Some(trunk) = self.admission.trunk_named(&request.trunk) else {
            return self.dial_failed(leg, 404, "no trunk of this name").await;
        };
        let target = match locate(&trunk, &self.admission).await {
            Ok(target) => target,
            Err(why) => return self.dial_failed(leg, 503, &why).await,
        };
        let (sender, notes) = mpsc::channel(NOTES_MAX);
        let made = Leg::from_dial(leg, &request, target, self.stack.clone(), trunk, sender);
        match made {
            Ok(mut made) => {
                let requests = self.stack.open_door(made.dialog.key(), None);
                made.ring_until(Instant::now() + request.ring_timeout);
                drive(made, Inbox { commands, requests, notes }).await;
            }
            Err(DialFailure { status, reason }) => self.dial_failed(leg, status, reason).await,
        }
    }

    async fn dial_failed(&self, leg: LegId, status: u16, reason: &str) {
        self.stack.shared.leave(leg);
        self.stack.tell(TrunkEvent::Failed { leg, status, reason: reason.to_owned() }).await;
    }

    fn reply(&self, tx: Transaction, refusal: Refusal) {
        let stack = self.stack.clone();
        tokio::spawn(async move { stack.reply(tx, refusal.status, refusal.headers).await });
    }
}
