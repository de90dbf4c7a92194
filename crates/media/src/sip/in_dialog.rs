//! A leg in conversation: what the far end asks, and what we ask of it (RFC 3261 §12.2, §14).
//!
//! A re-INVITE is always answered with a description, so that hold never ends in silence on one
//! side; a collision of two is settled by 491 and a pause (RFC 3261 §14.1).

use std::time::Duration;

use rsipstack::sip::{HasHeaders, Header, Method, Request, Response};
use rsipstack::transaction::transaction::Transaction;
use tokio::time::Instant;

use super::event::{EndCause, TrunkEvent};
use super::exchange::{ExchangeTag, serve_invite};
use super::headers::{body_is_sdp, min_se, timer_request, value};
use super::inbound::{Refusal, check_session_request, not_acceptable};
use super::leg::{Asked, Early, Leg, Phase, Purpose, Served};
use super::session_timer::{Refresher, SessionExpires, SessionTimer, TimerDue, accepted_timer};
use super::stack::{ALLOW, SUPPORTED};

/// How long a re-INVITE waits for the ACK it has overtaken.
const ACK_PATIENCE: Duration = Duration::from_millis(500);

impl Leg {
    /// A request of the far end, other than ACK and CANCEL.
    pub(super) async fn on_request(&mut self, tx: Transaction, now: Instant) {
        let from = value(&tx.original, "From", "f").unwrap_or_default();
        if !self.dialog.is_remote(from) {
            return self.reply(tx, Refusal::plain(481)).await;
        }
        if !self.dialog.in_order(&tx.original) {
            return self.reply(tx, Refusal::plain(500)).await;
        }
        match tx.original.method {
            Method::Bye => self.on_bye(tx).await,
            Method::Invite => self.on_reinvite(tx, now).await,
            Method::Update => self.on_update(tx, now).await,
            Method::Info => self.on_info(tx).await,
            Method::PRack => self.on_prack(tx, now).await,
            Method::Options => {
                let headers = vec![
                    Header::Allow(ALLOW.into()),
                    Header::Supported(SUPPORTED.into()),
                    Header::Accept("application/sdp".into()),
                ];
                self.reply(tx, Refusal { status: 200, headers }).await;
            }
            // Transfers are made by bridging: a REFER from the trunk would let the carrier's side
            // place calls at our cost.
            Method::Refer => self.reply(tx, Refusal::plain(603)).await,
            Method::Notify | Method::Subscribe => self.reply(tx, Refusal::plain(489)).await,
            Method::Ack | Method::Cancel | Method::Message | Method::Publish | Method::Register => {
                let headers = vec![Header::Allow(ALLOW.into())];
                self.reply(tx, Refusal { status: 405, headers }).await;
            }
        }
    }

    /// A response to a request of ours other than the INVITE that made the leg.
    pub(super) async fn on_asked_response(&mut self, tag: ExchangeTag, response: &Response, now: Instant) {
        let status = response.status_code.code();
        if status < 200 {
            return;
        }
        let Some(asked) = self.asked.take_if(|asked| asked.tag == tag) else { return };
        match status {
            200..=299 => self.on_agreed(asked.purpose, response, now).await,
            408 | 481 => self.bye(EndCause::Lost),
            491 => self.try_again(&asked, now),
            422 => {
                let asked_s = min_se(response).unwrap_or(self.policy.interval_s);
                self.policy.interval_s = self.policy.interval_s.max(asked_s);
                self.policy.min_s = self.policy.min_s.max(asked_s);
                self.try_again(&asked, now);
            }
            _ => self.on_declined(asked.purpose, status),
        }
    }

    /// Holds the far end or takes it back, as soon as nothing else is under way.
    pub(super) fn hold(&mut self, on: bool) {
        self.hold_wanted = Some(on);
    }

    /// What the session timer says (RFC 4028 §10).
    pub(super) fn on_timer(&mut self, now: Instant) {
        let Some(timer) = &mut self.timer else { return };
        match timer.due(now) {
            TimerDue::Nothing => {}
            TimerDue::Refresh => {
                timer.refreshing();
                self.refresh_wanted = true;
            }
            TimerDue::Expired if self.phase == Phase::Confirmed => {
                self.bye(EndCause::SessionExpired);
            }
            // An answered call whose ACK is missing is ended by its own clock.
            TimerDue::Expired => self.timer = None,
        }
    }

    /// Does what was put off while another exchange was under way.
    pub(super) fn settle(&mut self, now: Instant) {
        if self.over.is_some() || self.phase != Phase::Confirmed {
            return;
        }
        if self.hang_up_wanted {
            self.bye(EndCause::LocalHungUp);
            return;
        }
        let waiting = self.retry_at.is_some_and(|retry_at| now < retry_at);
        if waiting || self.asked.is_some() || self.served.is_some() {
            return;
        }
        self.retry_at = None;
        if let Some(on) = self.hold_wanted.take().filter(|on| *on != self.sound.holds()) {
            self.sound.want_hold(on);
            self.reinvite(Purpose::Hold(on));
        } else if self.refresh_wanted {
            self.refresh_wanted = false;
            self.refresh();
        }
    }

    async fn on_bye(&mut self, tx: Transaction) {
        if self.phase == Phase::Dialing {
            return self.reply(tx, Refusal::plain(481)).await;
        }
        self.reply(tx, Refusal::plain(200)).await;
        if self.phase == Phase::Offered {
            self.refuse_served(487, Vec::new());
            self.over = Some(TrunkEvent::Cancelled { leg: self.id });
        } else {
            self.end(EndCause::RemoteHungUp);
        }
    }

    async fn on_reinvite(&mut self, tx: Transaction, now: Instant) {
        if self.phase == Phase::Offered {
            let headers = vec![Header::RetryAfter("5".into())];
            return self.reply(tx, Refusal { status: 500, headers }).await;
        }
        let ack_is_due = matches!(self.phase, Phase::Answering | Phase::Confirmed) && self.served.is_some();
        if ack_is_due && self.early.is_none() && !self.our_offer_is_out() {
            self.early = Some(Early { tx, until: now + ACK_PATIENCE });
            return;
        }
        self.serve_reinvite(tx, now).await;
    }

    /// Takes up a re-INVITE that overtook its ACK, once the ACK is here or waited for no more.
    pub(super) async fn take_up_early(&mut self, now: Instant) {
        let acknowledged = self.phase == Phase::Confirmed && self.served.is_none();
        if let Some(early) = self.early.take_if(|early| acknowledged || now >= early.until) {
            self.serve_reinvite(early.tx, now).await;
        }
    }

    async fn serve_reinvite(&mut self, tx: Transaction, now: Instant) {
        if self.phase != Phase::Confirmed || self.served.is_some() || self.our_offer_is_out() {
            return self.reply(tx, Refusal::plain(491)).await;
        }
        let timer = match check_session_request(&tx.original, &self.trunk) {
            Ok(timer) => timer,
            Err(refusal) => return self.reply(tx, refusal).await,
        };
        let late_offer = tx.original.body.is_empty();
        let answer = match (!late_offer).then(|| self.sound.answer(&tx.original.body)) {
            None => None,
            Some(Ok(answer)) => Some(answer),
            Some(Err(error)) => return self.reply(tx, not_acceptable(&error)).await,
        };
        self.dialog.refresh_target(value(&tx.original, "Contact", "m"));
        let tag = self.fresh_exchange();
        let request = tx.original.clone();
        let responses = serve_invite(tx, tag, self.notes.clone());
        self.served = Some(Served { tag, request, responses, late_offer, answer, timer });
        self.accept_served(now);
        self.tell_remote_hold().await;
    }

    async fn on_update(&mut self, mut tx: Transaction, now: Instant) {
        let timer = match check_session_request(&tx.original, &self.trunk) {
            Ok(timer) => timer,
            Err(refusal) => return self.reply(tx, refusal).await,
        };
        let has_offer = !tx.original.body.is_empty();
        let answer_owed = self.phase == Phase::Offered || self.served.as_ref().is_some_and(|served| served.late_offer);
        if has_offer && self.our_offer_is_out() {
            return self.reply(tx, Refusal::plain(491)).await;
        }
        if has_offer && answer_owed {
            // RFC 3311 §5.2: an offer while our own description is owed comes too early.
            let headers = vec![Header::RetryAfter("5".into())];
            return self.reply(tx, Refusal { status: 500, headers }).await;
        }
        let body = match has_offer.then(|| self.sound.answer(&tx.original.body)) {
            None => None,
            Some(Ok(answer)) => Some(answer),
            Some(Err(error)) => return self.reply(tx, not_acceptable(&error)).await,
        };
        self.dialog.refresh_target(value(&tx.original, "Contact", "m"));
        let headers = self.dialog_headers(timer, timer_request(&tx.original).supported);
        let tag = self.dialog.local_tag();
        let response = self.stack.response(&tx.original, 200, tag, headers, body);
        if let Err(error) = tx.respond(response).await {
            tracing::debug!(%error, "200 to UPDATE not sent");
        }
        if self.phase == Phase::Confirmed {
            self.timer = Some(SessionTimer::start(timer, Refresher::Uas, now));
        }
        if has_offer {
            self.sound.apply();
            self.tell_remote_hold().await;
        }
    }

    async fn on_info(&mut self, tx: Transaction) {
        let kind = value(&tx.original, "Content-Type", "c").unwrap_or_default();
        let digit = info_digit(kind, &tx.original.body);
        let status = if digit.is_some() || tx.original.body.is_empty() { 200 } else { 415 };
        self.reply(tx, Refusal::plain(status)).await;
        if let Some(digit) = digit {
            self.stack.tell(TrunkEvent::Digit { leg: self.id, digit }).await;
        }
    }

    async fn on_prack(&mut self, tx: Transaction, now: Instant) {
        let acknowledged =
            value(&tx.original, "RAck", "").and_then(|rack| rack.split_whitespace().next()?.parse::<u32>().ok());
        // The 2xx ends the waiting for PRACK, so a late one is only acknowledged.
        let known = match &mut self.reliable {
            Some(reliable) if acknowledged == Some(reliable.rseq) => {
                // The marker stays, so that a second `ring` sends no second reliable 180.
                let never = now + Duration::from_secs(86_400);
                (reliable.next_at, reliable.give_up_at) = (never, never);
                true
            }
            Some(_) => false,
            None => self.phase != Phase::Offered && acknowledged.is_some(),
        };
        self.reply(tx, Refusal::plain(if known { 200 } else { 481 })).await;
    }

    async fn on_agreed(&mut self, purpose: Purpose, response: &Response, now: Instant) {
        self.dialog.refresh_target(value(response, "Contact", "m"));
        let answered = value(response, "Session-Expires", "x").and_then(SessionExpires::parse);
        let timer = accepted_timer(answered, self.policy);
        self.timer = Some(SessionTimer::start(timer, Refresher::Uac, now));
        if purpose == Purpose::RefreshByUpdate {
            return;
        }
        if body_is_sdp(response, &response.body) == Some(true) && self.sound.accept(&response.body).is_ok() {
            self.sound.apply();
            self.tell_remote_hold().await;
        } else {
            tracing::warn!(leg.id = %self.id, "re-INVITE answered without a usable description");
        }
    }

    fn on_declined(&mut self, purpose: Purpose, status: u16) {
        tracing::warn!(leg.id = %self.id, status, ?purpose, "request declined by the far end");
        match purpose {
            Purpose::Hold(on) => self.sound.want_hold(!on),
            // A peer that lists UPDATE and then declines it is asked the older way.
            Purpose::RefreshByUpdate => {
                self.peer_updates = false;
                self.refresh_wanted = true;
            }
            // The timer runs on and ends the session in time.
            Purpose::RefreshByInvite | Purpose::Dial => {}
        }
    }

    /// Puts a request off after a collision (RFC 3261 §14.1).
    fn try_again(&mut self, asked: &Asked, now: Instant) {
        match asked.purpose {
            Purpose::Hold(on) => {
                self.sound.want_hold(!on);
                // A newer order of the switchboard counts more than the one that collided.
                self.hold_wanted = self.hold_wanted.or(Some(on));
            }
            Purpose::RefreshByUpdate | Purpose::RefreshByInvite => self.refresh_wanted = true,
            Purpose::Dial => return,
        }
        let owns_call_id = self.dial_tag.is_some();
        let pause_ms: u64 = match owns_call_id {
            true => rand::random_range(210..=400) * 10,
            false => rand::random_range(0..=200) * 10,
        };
        self.retry_at = Some(now + Duration::from_millis(pause_ms));
    }

    fn refresh(&mut self) {
        if self.peer_updates {
            let mut update = self.dialog.request(&self.stack, Method::Update);
            self.push_timer(&mut update);
            self.ask(update, Purpose::RefreshByUpdate, None);
        } else {
            self.reinvite(Purpose::RefreshByInvite);
        }
    }

    fn reinvite(&mut self, purpose: Purpose) {
        let mut invite = self.dialog.request(&self.stack, Method::Invite);
        self.push_timer(&mut invite);
        invite.headers_mut().push(Header::ContentType("application/sdp".into()));
        invite.body = self.sound.offer().into_bytes();
        self.ask(invite, purpose, None);
    }

    /// States the timer and keeps who refreshes (RFC 4028 §7.4).
    fn push_timer(&self, request: &mut Request) {
        let current_s = self.timer.map_or(self.policy.interval_s, |timer| timer.interval_s());
        let we_refresh = self.timer.is_none_or(|timer| timer.we_refresh());
        let refresher = if we_refresh { Refresher::Uac } else { Refresher::Uas };
        let expires = SessionExpires { interval_s: current_s.max(self.policy.min_s), refresher: Some(refresher) };
        let headers = request.headers_mut();
        headers.push(Header::SessionExpires(expires.text().as_str().into()));
        headers.push(Header::MinSE(self.policy.min_s.to_string().as_str().into()));
    }

    fn our_offer_is_out(&self) -> bool {
        let asked = self.asked.as_ref();
        asked.is_some_and(|asked| asked.purpose != Purpose::RefreshByUpdate)
    }

    pub(super) async fn reply(&self, mut tx: Transaction, refusal: Refusal) {
        if tx.original.method == Method::Invite {
            return self.stack.reply(tx, refusal.status, refusal.headers).await;
        }
        let tag = self.dialog.local_tag();
        let response = self.stack.response(&tx.original, refusal.status, tag, refusal.headers, None);
        if let Err(error) = tx.respond(response).await {
            tracing::debug!(%error, status = refusal.status, "response not sent");
        }
    }
}

/// The key in an INFO body: `application/dtmf-relay` with a Signal line, or `application/dtmf`
/// with the key alone.
fn info_digit(content_type: &str, body: &[u8]) -> Option<char> {
    let kind = content_type.split(';').next()?.trim();
    let text = std::str::from_utf8(body.get(..body.len().min(256))?).ok()?;
    let key = if kind.eq_ignore_ascii_case("application/dtmf-relay") {
        let signal = text.lines().find_map(|line| {
            let (name, value) = line.split_once('=')?;
            name.trim().eq_ignore_ascii_case("signal").then(|| value.trim())
        })?;
        match signal {
            "10" => "*",
            "11" => "#",
            other => other,
        }
    } else if kind.eq_ignore_ascii_case("application/dtmf") {
        text.trim()
    } else {
        return None;
    };
    let mut keys = key.chars();
    let digit = keys.next()?.to_ascii_uppercase();
    let known = digit.is_ascii_digit() || "*#ABCD".contains(digit);
    (known && keys.next().is_none()).then_some(digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_from_either_info_form() {
        let check = |kind: &str, body: &str, digit: Option<char>| {
            assert_eq!(info_digit(kind, body.as_bytes()), digit, "{kind} {body:?}");
        };
        check("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", Some('5'));
        check("Application/DTMF-Relay; x=1", "signal = *\r\n", Some('*'));
        check("application/dtmf-relay", "Signal=11\r\n", Some('#'));
        check("application/dtmf", "a", Some('A'));
        check("application/dtmf-relay", "Signal=55", None);
        check("application/dtmf-relay", "Duration=1", None);
        check("text/plain", "5", None);
        assert_eq!(info_digit("application/dtmf", &[0xff, 0xfe]), None);
    }
}
