//! A leg from its INVITE to its ACK (RFC 3261 §13.3), as the answering side.
//!
//! [`admit`] refuses what cannot become a call before anybody hears of it; the rest are the
//! commands and notes of a call that has not been confirmed.

use std::sync::Arc;

use rsipstack::sip::{Header, Request};
use rsipstack::transaction::transaction::Transaction;
use rsipstack::transport::SipConnection;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::config::TrunkConfig;
use super::dialog::Dialog;
use super::event::{CallerIdentity, EndCause, TrunkEvent};
use super::exchange::{ExchangeTag, Note, respond, serve_invite};
use super::headers::{body_is_sdp, has_token, timer_request, unknown_requirements, value, values};
use super::identity::{caller_identity, dialled_number};
use super::leg::{Leg, LegParts, Phase, Reliable, Served, timer_policy};
use super::session_timer::{Refresher, SessionExpires, SessionTimer, answer_timer};
use super::sound::Sound;
use super::stack::{DialogKey, SUPPORTED, Stack};
use crate::LegId;

/// A final refusal of a request, with the headers that explain it.
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) headers: Vec<Header>,
}

impl Refusal {
    /// A refusal that needs no explaining header.
    pub(super) fn plain(status: u16) -> Self {
        Self { status, headers: Vec::new() }
    }
}

/// What the checks of an INVITE found.
pub(super) struct Admitted {
    dialog: Dialog,
    timer: SessionExpires,
    has_offer: bool,
}

impl Admitted {
    /// How requests will name the dialog.
    pub(super) fn key(&self) -> DialogKey {
        self.dialog.key()
    }

    /// The caller's tag.
    pub(super) fn remote_tag(&self) -> Option<String> {
        self.dialog.remote_tag()
    }
}

/// Checks what every INVITE and UPDATE must pass (RFC 3261 §8.2, RFC 4028 §9).
pub(super) fn check_session_request(request: &Request, trunk: &TrunkConfig) -> Result<SessionExpires, Refusal> {
    let unknown = unknown_requirements(request, SUPPORTED);
    if !unknown.is_empty() {
        let unsupported = Header::Unsupported(unknown.join(", ").as_str().into());
        return Err(Refusal { status: 420, headers: vec![unsupported] });
    }
    if body_is_sdp(request, &request.body) == Some(false) {
        let accept = Header::Accept("application/sdp".into());
        return Err(Refusal { status: 415, headers: vec![accept] });
    }
    answer_timer(timer_request(request), timer_policy(trunk))
        .map_err(|small| Refusal { status: 422, headers: vec![Header::MinSE(small.min_s.to_string().as_str().into())] })
}

/// Checks an INVITE that would make a new leg.
pub(super) fn admit(
    invite: &Request,
    connection: Option<SipConnection>,
    trunk: &TrunkConfig,
) -> Result<Admitted, Refusal> {
    let timer = check_session_request(invite, trunk)?;
    let account = trunk.registration.as_ref().map(|registration| registration.account.clone());
    let dialog = Dialog::from_invite(invite, connection, account).ok_or(Refusal::plain(400))?;
    Ok(Admitted { dialog, timer, has_offer: !invite.body.is_empty() })
}

/// Who calls whom, as the INVITE says.
pub(super) fn parties(invite: &Request, trunk: &TrunkConfig) -> (CallerIdentity, String) {
    let asserted = match trunk.identity_trusted {
        true => values(invite, "P-Asserted-Identity", ""),
        false => Vec::new(),
    };
    let from = value(invite, "From", "f").unwrap_or_default();
    let caller = caller_identity(from, &asserted, &values(invite, "Privacy", ""));
    let account = trunk.registration.as_ref().map(|registration| registration.account.as_str());
    let to = value(invite, "To", "t").unwrap_or_default();
    (caller, dialled_number(&invite.uri.to_string(), to, account))
}

impl Leg {
    /// Makes the leg of an admitted INVITE and answers 100; gives the transaction back with a
    /// refusal when its offer or the system cannot carry sound.
    pub(super) async fn from_invite(
        id: LegId,
        mut tx: Transaction,
        admitted: Admitted,
        stack: Arc<Stack>,
        trunk: Arc<TrunkConfig>,
        notes: mpsc::Sender<Note>,
    ) -> Result<Self, (Transaction, Refusal)> {
        let mut sound = match Sound::open(id, stack.line.clone()) {
            Ok(sound) => sound,
            Err(error) => {
                tracing::error!(%error, leg.id = %id, "no sound for an incoming call");
                let later = Header::RetryAfter("10".into());
                return Err((tx, Refusal { status: 503, headers: vec![later] }));
            }
        };
        let answer = match admitted.has_offer.then(|| sound.answer(&tx.original.body)) {
            None => None,
            Some(Ok(answer)) => Some(answer),
            Some(Err(error)) => return Err((tx, not_acceptable(&error))),
        };
        if let Err(error) = tx.send_trying().await {
            tracing::debug!(%error, "100 not sent");
        }
        let parts = LegParts { id, stack, trunk, dialog: admitted.dialog, sound, notes };
        let mut leg = Self::new(parts, Phase::Offered);
        leg.dialog.in_order(&tx.original);
        leg.peer_updates = has_token(&tx.original, "Allow", "", "UPDATE");
        let tag = leg.fresh_exchange();
        let request = tx.original.clone();
        let responses = serve_invite(tx, tag, leg.notes.clone());
        let (late_offer, timer) = (!admitted.has_offer, admitted.timer);
        leg.served = Some(Served { tag, request, responses, late_offer, answer, timer });
        Ok(leg)
    }

    /// Sends 180; reliably when the peer insists (RFC 3262 §3).
    pub(super) fn ring(&mut self, now: Instant) {
        let Some(served) = self.served.as_ref().filter(|_| self.phase == Phase::Offered) else {
            return;
        };
        let contact = self.dialog.contact(&self.stack);
        let mut headers = vec![Header::Contact(contact.as_str().into())];
        headers.extend(record_routes(&served.request));
        let reliable = has_token(&served.request, "Require", "", "100rel");
        if reliable && self.reliable.is_some() {
            return;
        }
        if reliable {
            headers.push(Header::Require("100rel".into()));
            headers.push(Header::RSeq("1".into()));
        }
        let tag = self.dialog.local_tag();
        let response = self.stack.response(&served.request, 180, tag, headers, None);
        respond(&served.responses, response.clone());
        if reliable {
            let interval = self.stack.t1;
            self.reliable = Some(Reliable {
                rseq: 1,
                response,
                interval,
                next_at: now + interval,
                give_up_at: now + self.stack.t1x64(),
            });
        }
    }

    /// Sends 200 with our description.
    pub(super) fn answer(&mut self, now: Instant) {
        if self.phase != Phase::Offered {
            return;
        }
        self.phase = Phase::Answering;
        self.ring_deadline = None;
        self.reliable = None;
        self.accept_served(now);
    }

    /// Answers the peer's INVITE under way, first or repeated, with 200.
    pub(super) fn accept_served(&mut self, now: Instant) {
        let Some(served) = &mut self.served else { return };
        let body = match served.answer.take() {
            Some(answer) => answer,
            None => self.sound.offer(),
        };
        let (timer, late_offer) = (served.timer, served.late_offer);
        let Some(served) = &self.served else { return };
        let peer_knows = timer_request(&served.request).supported;
        let mut headers = self.dialog_headers(timer, peer_knows);
        headers.extend(record_routes(&served.request));
        let tag = self.dialog.local_tag();
        let response = self.stack.response(&served.request, 200, tag, headers, Some(body));
        if !late_offer {
            self.sound.apply();
        }
        respond(&served.responses, response);
        self.timer = Some(SessionTimer::start(timer, Refresher::Uas, now));
    }

    /// Refuses an incoming call.
    pub(super) fn reject(&mut self, status: u16) {
        if self.phase != Phase::Offered {
            return;
        }
        let status = if (400..=699).contains(&status) { status } else { 486 };
        self.refuse_served(status, Vec::new());
        self.end(EndCause::Rejected(status));
    }

    /// The caller gave up (RFC 3261 §9.2): 487, unless our 200 was faster.
    pub(super) fn on_cancel(&mut self, tag: ExchangeTag) {
        let is_first = self.served.as_ref().is_some_and(|served| served.tag == tag);
        if self.phase == Phase::Offered && is_first {
            self.refuse_served(487, Vec::new());
            self.over = Some(TrunkEvent::Cancelled { leg: self.id });
        }
    }

    /// The ACK of a 200 of ours; with a late offer it brings the answer (RFC 3261 §13.2.1).
    pub(super) async fn on_ack(&mut self, tag: ExchangeTag, ack: &Request) {
        let Some(served) = self.served.take_if(|served| served.tag == tag) else { return };
        let was_first = self.phase == Phase::Answering;
        if was_first {
            self.phase = Phase::Confirmed;
        }
        if served.late_offer {
            let is_sdp = body_is_sdp(ack, &ack.body) == Some(true);
            match is_sdp.then(|| self.sound.accept(&ack.body)) {
                Some(Ok(())) => {
                    self.sound.apply();
                    self.tell_remote_hold().await;
                }
                Some(Err(_)) | None if was_first => {
                    self.bye(EndCause::NotAcceptable);
                    return;
                }
                // A repeated description that fails leaves the session as it was.
                Some(Err(_)) | None => {}
            }
        }
        if was_first {
            self.stack.tell(TrunkEvent::Confirmed { leg: self.id }).await;
        }
    }

    /// A server INVITE transaction ended; without ACK the dialog is ended too (RFC 3261
    /// §13.3.1.4, §14.2).
    pub(super) fn on_served_ended(&mut self, tag: ExchangeTag) {
        if self.served.take_if(|served| served.tag == tag).is_none() {
            return;
        }
        match self.phase {
            Phase::Offered => self.end(EndCause::Lost),
            Phase::Answering | Phase::Confirmed | Phase::Dialing => {
                let cause = match self.hang_up_wanted {
                    true => EndCause::LocalHungUp,
                    false => EndCause::AckMissing,
                };
                self.bye(cause);
            }
        }
    }

    /// Repeats a reliable 180 until its PRACK comes (RFC 3262 §3).
    pub(super) fn on_reliable_time(&mut self, now: Instant) {
        let Some(reliable) = &mut self.reliable else { return };
        if now >= reliable.give_up_at {
            self.reliable = None;
            self.refuse_served(504, Vec::new());
            self.end(EndCause::Lost);
            return;
        }
        if now >= reliable.next_at {
            reliable.interval *= 2;
            reliable.next_at = now + reliable.interval;
            if let Some(served) = &self.served {
                respond(&served.responses, reliable.response.clone());
            }
        }
    }
}

/// 488 with a Warning that says what was wrong (RFC 3261 §20.43).
pub(super) fn not_acceptable(error: &wire::sdp::SdpError) -> Refusal {
    tracing::debug!(%error, "description refused");
    let warning = format!("399 madoguchi \"{}\"", error.to_string().replace(['"', '\\'], "'"));
    Refusal { status: 488, headers: vec![Header::Warning(warning.as_str().into())] }
}

/// The Record-Route of a request, to be repeated in responses that make a dialog
/// (RFC 3261 §12.1.1).
fn record_routes(request: &Request) -> Vec<Header> {
    let routes = request.headers.iter().filter(|header| matches!(header, Header::RecordRoute(_)));
    routes.cloned().collect()
}
