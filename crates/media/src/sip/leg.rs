//! One leg: its state, and the few things every part of its life does.
//!
//! `inbound` and `outbound` carry a leg to the moment it is answered, `in_dialog` through the
//! conversation, `drive` runs all three in one task. Nothing here decides whether a call is taken.

use std::sync::Arc;

use rsipstack::sip::{Header, Method, Request};
use rsipstack::transaction::transaction::{Transaction, TransactionEventSender};
use rsipstack::transport::{SipAddr, SipConnection};
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::config::{Credentials, TrunkConfig};
use super::dialog::Dialog;
use super::event::{EndCause, TrunkEvent};
use super::exchange::{ExchangeTag, Note, Outgoing, cancel_of, respond, send};
use super::session_timer::{SessionExpires, SessionTimer, TimerPolicy};
use super::sound::Sound;
use super::stack::Stack;
use crate::LegId;

/// How far a leg has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// An incoming call waits for a command.
    Offered,
    /// Our 200 is out, the ACK is not here.
    Answering,
    /// Our INVITE is out, no final response is here.
    Dialing,
    /// Both ends are agreed.
    Confirmed,
}

/// An INVITE of the peer under way.
pub(super) struct Served {
    pub(super) tag: ExchangeTag,
    pub(super) request: Request,
    pub(super) responses: TransactionEventSender,
    /// Whether it came without an offer, so that the answer comes in its ACK.
    pub(super) late_offer: bool,
    /// Our answer, made when the offer came.
    pub(super) answer: Option<String>,
    /// The session timer our 2xx will state.
    pub(super) timer: SessionExpires,
}

/// A re-INVITE that has overtaken the ACK before it: datagrams keep no order.
pub(super) struct Early {
    pub(super) tx: Transaction,
    /// When the ACK is waited for no more.
    pub(super) until: Instant,
}

/// A request of ours under way.
pub(super) struct Asked {
    pub(super) tag: ExchangeTag,
    pub(super) purpose: Purpose,
    /// As it last went out; absent until then.
    pub(super) sent: Option<Request>,
    pub(super) connection: Option<SipConnection>,
    pub(super) destination: Option<SipAddr>,
    /// Whether a provisional response has come, so that it may be cancelled.
    pub(super) provisional: bool,
}

/// Why a request was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The INVITE that makes the leg.
    Dial,
    /// A re-INVITE with this hold state.
    Hold(bool),
    /// A session refresh by UPDATE.
    RefreshByUpdate,
    /// A session refresh by re-INVITE.
    RefreshByInvite,
}

/// A reliable provisional response waiting for its PRACK (RFC 3262 §3).
pub(super) struct Reliable {
    pub(super) rseq: u32,
    pub(super) response: rsipstack::sip::Response,
    pub(super) interval: std::time::Duration,
    pub(super) next_at: Instant,
    pub(super) give_up_at: Instant,
}

/// Giving up a dialled leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GivingUp {
    /// What the switchboard will be told: 487 by command, 408 after the ring timeout.
    pub(super) status: u16,
    /// When even the CANCEL's outcome is waited for no more; absent until CANCEL is out.
    pub(super) until: Option<Instant>,
}

/// A leg.
pub(super) struct Leg {
    pub(super) id: LegId,
    pub(super) stack: Arc<Stack>,
    pub(super) trunk: Arc<TrunkConfig>,
    pub(super) dialog: Dialog,
    pub(super) sound: Sound,
    pub(super) phase: Phase,
    pub(super) policy: TimerPolicy,
    pub(super) timer: Option<SessionTimer>,
    pub(super) served: Option<Served>,
    pub(super) early: Option<Early>,
    pub(super) asked: Option<Asked>,
    pub(super) dial_tag: Option<ExchangeTag>,
    pub(super) reliable: Option<Reliable>,
    pub(super) peer_rseq: u32,
    pub(super) giving_up: Option<GivingUp>,
    pub(super) ring_deadline: Option<Instant>,
    pub(super) hang_up_wanted: bool,
    pub(super) hold_wanted: Option<bool>,
    pub(super) refresh_wanted: bool,
    pub(super) retry_at: Option<Instant>,
    pub(super) peer_updates: bool,
    pub(super) remote_hold_told: bool,
    pub(super) dial_retries: u8,
    pub(super) notes: mpsc::Sender<Note>,
    pub(super) next_tag: ExchangeTag,
    /// The leg's last event; once set, the leg is over.
    pub(super) over: Option<TrunkEvent>,
}

/// What a new leg is made of.
pub(super) struct LegParts {
    pub(super) id: LegId,
    pub(super) stack: Arc<Stack>,
    pub(super) trunk: Arc<TrunkConfig>,
    pub(super) dialog: Dialog,
    pub(super) sound: Sound,
    pub(super) notes: mpsc::Sender<Note>,
}

impl Leg {
    pub(super) fn new(parts: LegParts, phase: Phase) -> Self {
        let policy = timer_policy(&parts.trunk);
        Self {
            id: parts.id,
            stack: parts.stack,
            trunk: parts.trunk,
            dialog: parts.dialog,
            sound: parts.sound,
            phase,
            policy,
            timer: None,
            served: None,
            early: None,
            asked: None,
            dial_tag: None,
            reliable: None,
            peer_rseq: 0,
            giving_up: None,
            ring_deadline: None,
            hang_up_wanted: false,
            hold_wanted: None,
            refresh_wanted: false,
            retry_at: None,
            peer_updates: false,
            remote_hold_told: false,
            dial_retries: 0,
            notes: parts.notes,
            next_tag: 0,
            over: None,
        }
    }

    /// A fresh tag for an exchange of this leg.
    pub(super) fn fresh_exchange(&mut self) -> ExchangeTag {
        self.next_tag += 1;
        self.next_tag
    }

    /// Ends the leg with a hang-up event.
    pub(super) fn end(&mut self, cause: EndCause) {
        self.over = Some(TrunkEvent::HungUp { leg: self.id, cause });
    }

    /// Says goodbye (RFC 3261 §15.1.1) and ends the leg.
    pub(super) fn bye(&mut self, cause: EndCause) {
        let bye = self.dialog.request(&self.stack, Method::Bye);
        self.send_quietly(bye);
        self.end(cause);
    }

    /// Sends a request whose outcome nobody waits for.
    pub(super) fn send_quietly(&self, request: Request) {
        send(self.stack.endpoint.clone(), self.outgoing(request), None);
    }

    /// Sends a request whose responses come back as notes.
    pub(super) fn ask(&mut self, request: Request, purpose: Purpose, destination: Option<SipAddr>) {
        let tag = self.fresh_exchange();
        let mut outgoing = self.outgoing(request);
        outgoing.destination = destination;
        send(self.stack.endpoint.clone(), outgoing, Some((tag, self.notes.clone())));
        self.asked = Some(Asked { tag, purpose, sent: None, connection: None, destination: None, provisional: false });
        if purpose == Purpose::Dial {
            self.dial_tag = Some(tag);
        }
    }

    /// Cancels our INVITE under way, if it may be cancelled yet (RFC 3261 §9.1).
    pub(super) fn cancel_asked(&mut self, now: Instant) {
        let Some(asked) = &self.asked else { return };
        let Some(invite) = asked.sent.as_ref().filter(|_| asked.provisional) else { return };
        let mut outgoing = self.outgoing(cancel_of(invite));
        outgoing.flow = asked.connection.clone();
        outgoing.destination = asked.destination.clone();
        // A CANCEL is never challenged and never sent again with another number.
        outgoing.credentials = None;
        send(self.stack.endpoint.clone(), outgoing, None);
        if let Some(giving_up) = &mut self.giving_up {
            giving_up.until = Some(now + self.stack.t1x64());
        }
    }

    /// Answers the peer's INVITE under way with a final refusal.
    pub(super) fn refuse_served(&mut self, status: u16, extra: Vec<Header>) {
        let Some(served) = self.served.take() else { return };
        let response = self.stack.response(&served.request, status, self.dialog.local_tag(), extra, None);
        respond(&served.responses, response);
    }

    /// The headers of a 2xx to INVITE or UPDATE: Contact and session timer (RFC 4028 §9).
    pub(super) fn dialog_headers(&self, timer: SessionExpires, peer_knows: bool) -> Vec<Header> {
        let mut headers = vec![
            Header::Contact(self.dialog.contact(&self.stack).as_str().into()),
            Header::Allow(super::stack::ALLOW.into()),
            Header::Supported(super::stack::SUPPORTED.into()),
            Header::SessionExpires(timer.text().as_str().into()),
        ];
        if peer_knows {
            headers.push(Header::Require("timer".into()));
        }
        headers
    }

    /// Reports the peer's hold when it changed.
    pub(super) async fn tell_remote_hold(&mut self) {
        let on = self.sound.remote_holds();
        if on != self.remote_hold_told {
            self.remote_hold_told = on;
            self.stack.tell(TrunkEvent::RemoteHold { leg: self.id, on }).await;
        }
    }

    fn outgoing(&self, request: Request) -> Outgoing {
        Outgoing {
            request,
            flow: self.dialog.flow(),
            destination: None,
            credentials: credentials(&self.trunk),
            sequence: self.dialog.sequence_counter(),
        }
    }
}

/// What challenges of the trunk are answered with.
pub(super) fn credentials(trunk: &TrunkConfig) -> Option<Credentials> {
    let registered = trunk.registration.as_ref().map(|registration| &registration.credentials);
    trunk.credentials.as_ref().or(registered).cloned()
}

/// The session timer the trunk is configured with.
pub(super) fn timer_policy(trunk: &TrunkConfig) -> TimerPolicy {
    let seconds = |span: std::time::Duration| u32::try_from(span.as_secs()).unwrap_or(u32::MAX);
    TimerPolicy { interval_s: seconds(trunk.session_expires).max(1), min_s: seconds(trunk.session_expires_min) }
}
