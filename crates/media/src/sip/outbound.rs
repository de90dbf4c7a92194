//! A leg from the order to dial to its answer (RFC 3261 §13.2), as the asking side.
//!
//! Redirections are not followed: where a call goes is the dial plan's decision alone.

use std::sync::Arc;

use rsipstack::sip::{HasHeaders, Header, Method, Response, Uri};
use rsipstack::transport::SipAddr;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::config::TrunkConfig;
use super::dialog::{Dialog, Parties, sequence};
use super::event::{EndCause, TrunkEvent};
use super::exchange::{ExchangeTag, Note};
use super::handle::DialRequest;
use super::headers::{body_is_sdp, has_token, min_se, value};
use super::leg::{GivingUp, Leg, LegParts, Phase, Purpose};
use super::locate::TrunkTarget;
use super::session_timer::{Refresher, SessionExpires, SessionTimer, accepted_timer};
use super::sound::Sound;
use super::stack::Stack;
use crate::LegId;

/// Longest reason phrase told, in characters.
const REASON_CHARS_MAX: usize = 128;
/// Longest number dialled, in characters.
const NUMBER_CHARS_MAX: usize = 32;
/// How often an INVITE is sent again with a larger Min-SE (RFC 4028 §7.3).
const DIAL_RETRIES_MAX: u8 = 2;

/// Why a call could not even be begun.
pub(super) struct DialFailure {
    /// The SIP status that says it best.
    pub(super) status: u16,
    /// In words.
    pub(super) reason: &'static str,
}

impl Leg {
    /// Makes the leg of a dial request and sends its INVITE.
    pub(super) fn from_dial(
        id: LegId,
        request: &DialRequest,
        target: TrunkTarget,
        stack: Arc<Stack>,
        trunk: Arc<TrunkConfig>,
        notes: mpsc::Sender<Note>,
    ) -> Result<Self, DialFailure> {
        let parties = parties(request, &target, &trunk)?;
        let sound =
            Sound::open(id, stack.line.clone()).map_err(|_| DialFailure { status: 503, reason: "no RTP port" })?;
        let dialog = Dialog::dialing(parties);
        let mut leg = Self::new(LegParts { id, stack, trunk, dialog, sound, notes }, Phase::Dialing);
        leg.invite(target.destination);
        Ok(leg)
    }

    /// Starts the ring timeout: of a dialled leg, or of a call nobody takes or refuses.
    pub(super) fn ring_until(&mut self, deadline: Instant) {
        self.ring_deadline = Some(deadline);
    }

    /// Gives up a dialled leg; what the switchboard is told comes with the final response.
    pub(super) fn give_up(&mut self, status: u16, now: Instant) {
        if self.phase == Phase::Dialing && self.giving_up.is_none() {
            self.giving_up = Some(GivingUp { status, until: None });
            self.cancel_asked(now);
        }
    }

    /// Ring timeout, and the end of waiting for a CANCEL's outcome.
    pub(super) fn on_dial_time(&mut self, now: Instant) {
        if self.ring_deadline.is_some_and(|deadline| now >= deadline) {
            self.ring_deadline = None;
            match self.phase {
                Phase::Dialing => self.give_up(408, now),
                Phase::Offered => self.reject(480),
                Phase::Answering | Phase::Confirmed => {}
            }
        }
        if let Some(GivingUp { status, until: Some(until) }) = self.giving_up
            && now >= until
        {
            self.fail(status, reason_of(status));
        }
    }

    /// A response to the INVITE that makes the leg.
    pub(super) async fn on_dial_response(&mut self, tag: ExchangeTag, response: &Response, now: Instant) {
        let status = response.status_code.code();
        if self.phase != Phase::Dialing {
            self.on_late_dial_response(response);
            return;
        }
        match status {
            100..=199 => self.on_provisional(response, now).await,
            200..=299 => self.on_accepted(response, now).await,
            // A branch that has rung already has given the dialog its tag, and a new INVITE has none.
            422 if self.may_redial() => {
                self.dial_retries += 1;
                let asked_s = min_se(response).unwrap_or(self.policy.interval_s);
                self.policy.interval_s = self.policy.interval_s.max(asked_s);
                self.policy.min_s = self.policy.min_s.max(asked_s);
                let asked = self.asked.take().filter(|asked| asked.tag == tag);
                if let Some(destination) = asked.and_then(|asked| asked.destination) {
                    self.invite(destination);
                } else {
                    self.fail(status, "Session Interval Too Small");
                }
            }
            _ => match self.giving_up {
                Some(giving_up) => self.fail(giving_up.status, reason_of(giving_up.status)),
                None => {
                    let standard = response.status_code.text();
                    let reason = response.reason_phrase().unwrap_or(standard).to_owned();
                    self.fail(status, &reason);
                }
            },
        }
    }

    fn may_redial(&self) -> bool {
        let untouched = self.giving_up.is_none() && self.dialog.remote_tag().is_none();
        untouched && self.dial_retries < DIAL_RETRIES_MAX
    }

    /// Ends a dialled leg that was never answered.
    pub(super) fn fail(&mut self, status: u16, reason: &str) {
        let reason = reason.chars().filter(|c| !c.is_control()).take(REASON_CHARS_MAX).collect();
        self.over = Some(TrunkEvent::Failed { leg: self.id, status, reason });
    }

    fn invite(&mut self, destination: SipAddr) {
        let mut invite = self.dialog.request(&self.stack, Method::Invite);
        let offer = self.sound.offer();
        let headers = invite.headers_mut();
        let expires = SessionExpires { interval_s: self.policy.interval_s, refresher: None };
        headers.push(Header::SessionExpires(expires.text().as_str().into()));
        headers.push(Header::MinSE(self.policy.min_s.to_string().as_str().into()));
        if let Some(identity) = value_of_from(headers) {
            headers.push(Header::PAssertedIdentity(identity.as_str().into()));
        }
        headers.push(Header::ContentType("application/sdp".into()));
        invite.body = offer.into_bytes();
        self.ask(invite, Purpose::Dial, Some(destination));
    }

    async fn on_provisional(&mut self, response: &Response, now: Instant) {
        let cancel_due = match &mut self.asked {
            Some(asked) => {
                let first = !asked.provisional;
                asked.provisional = true;
                first && self.giving_up.is_some()
            }
            None => false,
        };
        if cancel_due {
            self.cancel_asked(now);
        }
        let status = response.status_code.code();
        if status == 100 || self.giving_up.is_some() {
            return;
        }
        self.dialog.learn(response);
        if !self.acknowledge_reliable(response) {
            return;
        }
        let is_sdp = body_is_sdp(response, &response.body) == Some(true);
        let early_media = is_sdp && self.sound.accept(&response.body).is_ok();
        if early_media {
            self.sound.apply();
        }
        if matches!(status, 180 | 183) {
            self.stack.tell(TrunkEvent::Ringing { leg: self.id, early_media }).await;
        }
    }

    /// Sends PRACK for a reliable provisional response (RFC 3262 §4); false for one that was
    /// seen already or comes out of order.
    fn acknowledge_reliable(&mut self, response: &Response) -> bool {
        if !has_token(response, "Require", "", "100rel") {
            return true;
        }
        let Some(rseq) = value(response, "RSeq", "").and_then(|rseq| rseq.parse::<u32>().ok()) else {
            return true;
        };
        if self.peer_rseq != 0 && rseq != self.peer_rseq.wrapping_add(1) {
            return false;
        }
        self.peer_rseq = rseq;
        let seq = sequence(response).unwrap_or(1);
        let mut prack = self.dialog.request(&self.stack, Method::PRack);
        prack.headers_mut().push(Header::RAck(format!("{rseq} {seq} INVITE").as_str().into()));
        self.send_quietly(prack);
        true
    }

    async fn on_accepted(&mut self, response: &Response, now: Instant) {
        self.asked = None;
        self.ring_deadline = None;
        self.dialog.learn(response);
        self.phase = Phase::Confirmed;
        if let Some(giving_up) = self.giving_up {
            // The answer was faster than our CANCEL (RFC 3261 §15).
            self.bye(EndCause::LocalHungUp);
            self.fail(giving_up.status, reason_of(giving_up.status));
            return;
        }
        let accepted = match body_is_sdp(response, &response.body) {
            Some(true) => self.sound.accept(&response.body).is_ok(),
            // The answer came in a provisional response (RFC 3262 §5).
            Some(false) | None => self.sound.is_agreed(),
        };
        if !accepted {
            self.bye(EndCause::NotAcceptable);
            self.fail(488, "the answer offers no sound we can carry");
            return;
        }
        self.sound.apply();
        self.peer_updates = has_token(response, "Allow", "", "UPDATE");
        let answered = value(response, "Session-Expires", "x").and_then(SessionExpires::parse);
        let timer = accepted_timer(answered, self.policy);
        self.timer = Some(SessionTimer::start(timer, Refresher::Uac, now));
        self.stack.tell(TrunkEvent::Answered { leg: self.id }).await;
    }

    /// A 2xx after the first: a repetition, which the stack has acknowledged again, or another
    /// branch that answered too and is sent away (RFC 3261 §13.2.2.4).
    fn on_late_dial_response(&mut self, response: &Response) {
        let is_2xx = (200..300).contains(&response.status_code.code());
        if is_2xx && self.dialog.is_fork(response) {
            let fork = self.dialog.forked(response);
            self.send_quietly(fork.request(&self.stack, Method::Bye));
        }
    }
}

/// Whom the INVITE is between; refuses numbers that could break out of the URI.
fn parties(request: &DialRequest, target: &TrunkTarget, trunk: &TrunkConfig) -> Result<Parties, DialFailure> {
    let number = dial_text(&request.to).ok_or(DialFailure { status: 484, reason: "the number cannot be dialled" })?;
    let shown = request.from.as_ref().or(trunk.caller_number.as_ref());
    let account = trunk.registration.as_ref().map(|registration| registration.account.clone());
    let shown = shown.cloned().or(account.clone()).unwrap_or_else(|| "anonymous".to_owned());
    let shown = dial_text(&shown).ok_or(DialFailure { status: 484, reason: "the caller's number cannot be shown" })?;
    let domain = &target.domain;
    let to = format!("sip:{number}@{domain};user=phone");
    let uri =
        Uri::try_from(to.as_str()).map_err(|_| DialFailure { status: 484, reason: "the number cannot be dialled" })?;
    Ok(Parties {
        local: format!("<sip:{shown}@{domain};user=phone>"),
        remote: format!("<{to}>"),
        target: uri,
        transport: trunk.transport,
        account: account.or(Some(shown)),
    })
}

/// A number as user part of a URI (RFC 3261 §25.1); absent when it holds anything but digits,
/// letters and the marks numbers are written with.
fn dial_text(number: &str) -> Option<String> {
    let fits = !number.is_empty() && number.len() <= NUMBER_CHARS_MAX;
    let plain = number.chars().all(|c| c.is_ascii_alphanumeric() || "+*#._-".contains(c));
    (fits && plain).then(|| number.replace('#', "%23"))
}

fn reason_of(status: u16) -> &'static str {
    match status {
        408 => "nobody answered in time",
        _ => "cancelled",
    }
}

/// Our own address out of From, for P-Asserted-Identity (RFC 3325 §9.1).
fn value_of_from(headers: &rsipstack::sip::Headers) -> Option<String> {
    let from = headers.iter().find(|header| matches!(header, Header::From(_)))?;
    let from = super::identity::name_addr(from.value())?;
    Some(format!("<{}>", from.uri))
}

#[cfg(test)]
mod tests {
    use rsipstack::sip::Request;

    use super::*;

    #[test]
    fn a_number_cannot_break_out_of_its_uri() {
        assert_eq!(dial_text("+81462550000").as_deref(), Some("+81462550000"));
        assert_eq!(dial_text("*67#").as_deref(), Some("*67%23"));
        for number in ["", "1@evil", "1;x", "1\r\nX: y", "1 2", "１２", &"1".repeat(33)] {
            assert_eq!(dial_text(number), None, "{number:?}");
        }
    }

    #[test]
    fn our_identity_is_from_without_its_tag() {
        let invite: Request = "INVITE sip:1@h SIP/2.0\r\nFrom: <sip:9@h;user=phone>;tag=1\r\n\r\n".try_into().unwrap();
        let identity = value_of_from(&invite.headers);
        assert_eq!(identity.as_deref(), Some("<sip:9@h;user=phone>"));
    }
}
