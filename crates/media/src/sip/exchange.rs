//! Transactions, each driven by its own task, which reports to the leg as notes.
//!
//! The stack's transactions must not be polled inside a `select!` (they are not cancel-safe), so a
//! task owns each one from beginning to end and the leg only reads notes. Tasks outlive the leg:
//! they absorb retransmissions and repeat what must be repeated until the transaction is over.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rsipstack::dialog::authenticate::{AuthRetry, Credential, handle_client_authenticate};
use rsipstack::sip::{Header, Method, Request, Response, SipMessage};
use rsipstack::transaction::endpoint::EndpointInnerRef;
use rsipstack::transaction::key::{TransactionKey, TransactionRole};
use rsipstack::transaction::transaction::{Transaction, TransactionEvent, TransactionEventSender};
use rsipstack::transport::{SipAddr, SipConnection};
use secrecy::ExposeSecret;
use tokio::sync::mpsc;

use super::config::Credentials;

/// Notes waiting for one leg.
pub(super) const NOTES_MAX: usize = 64;

/// Which transaction of a leg a note is about.
pub(super) type ExchangeTag = u32;

/// What a transaction reports.
pub(super) enum Note {
    /// The peer cancelled its INVITE; the stack has answered the CANCEL.
    Cancelled(ExchangeTag),
    /// The ACK of our 2xx arrived.
    Acked(ExchangeTag, Request),
    /// A server INVITE transaction is over; without an ACK before it, none came.
    ServerEnded(ExchangeTag),
    /// Our request went out, for the first time or with credentials.
    Sent(ExchangeTag, Box<Sent>),
    /// A response to our request.
    Response(ExchangeTag, Response),
    /// Our request could not be sent at all.
    Unsent(ExchangeTag, String),
}

/// How a request went out.
pub(super) struct Sent {
    /// The request as it stood on the wire.
    pub(super) request: Request,
    /// By which connection.
    pub(super) connection: Option<SipConnection>,
    /// Where to.
    pub(super) destination: Option<SipAddr>,
}

/// A request to send.
pub(super) struct Outgoing {
    /// The request.
    pub(super) request: Request,
    /// The stream to use; absent for datagrams and new streams.
    pub(super) flow: Option<SipConnection>,
    /// Where to, when not where the route set or the Request-URI says.
    pub(super) destination: Option<SipAddr>,
    /// What to answer a challenge with.
    pub(super) credentials: Option<Credentials>,
    /// Where the next sequence number comes from when it is sent again.
    pub(super) sequence: Arc<AtomicU32>,
}

/// Who hears of a client transaction.
pub(super) type Reports = Option<(ExchangeTag, mpsc::Sender<Note>)>;

/// Sends a request and follows it to its end.
pub(super) fn send(endpoint: EndpointInnerRef, outgoing: Outgoing, reports: Reports) {
    tokio::spawn(async move {
        if let Err(why) = follow(endpoint, outgoing, &reports).await {
            tracing::debug!(%why, "request not sent");
            report(&reports, |tag| Note::Unsent(tag, why.to_string())).await;
        }
    });
}

/// Follows a server INVITE transaction; responses go in by the returned sender.
pub(super) fn serve_invite(mut tx: Transaction, tag: ExchangeTag, notes: mpsc::Sender<Note>) -> TransactionEventSender {
    let responses = tx.tu_sender.clone();
    tokio::spawn(async move {
        while let Some(message) = tx.receive().await {
            let SipMessage::Request(request) = message else { continue };
            let note = match request.method {
                Method::Cancel => Note::Cancelled(tag),
                Method::Ack => Note::Acked(tag, request),
                _ => continue,
            };
            // A leg that is gone does not care.
            let _ = notes.send(note).await;
        }
        let _ = notes.send(Note::ServerEnded(tag)).await;
    });
    responses
}

/// Hands a response to a server INVITE transaction.
pub(super) fn respond(responses: &TransactionEventSender, response: Response) {
    if responses.send(TransactionEvent::Respond(response)).is_err() {
        tracing::debug!("response after the end of its transaction");
    }
}

/// A CANCEL for `invite` (RFC 3261 §9.1).
pub(super) fn cancel_of(invite: &Request) -> Request {
    let kept = invite.headers.iter().filter(|header| {
        matches!(
            header,
            Header::Via(_)
                | Header::From(_)
                | Header::To(_)
                | Header::CallId(_)
                | Header::Route(_)
                | Header::MaxForwards(_)
                | Header::UserAgent(_)
        )
    });
    let mut headers: Vec<Header> = kept.cloned().collect();
    let seq = super::dialog::sequence(invite).unwrap_or(1);
    headers.push(Header::CSeq(format!("{seq} CANCEL").as_str().into()));
    Request {
        method: Method::Cancel,
        uri: invite.uri.clone(),
        version: invite.version,
        headers: headers.into(),
        body: Vec::new(),
    }
}

async fn follow(endpoint: EndpointInnerRef, outgoing: Outgoing, reports: &Reports) -> rsipstack::Result<()> {
    let credential = outgoing.credentials.as_ref().map(credential);
    let key = TransactionKey::from_request(&outgoing.request, TransactionRole::Client)?;
    let mut tx = Transaction::new_client(key, outgoing.request, endpoint, outgoing.flow);
    tx.destination = outgoing.destination;
    tx.send().await?;
    report(reports, |tag| Note::Sent(tag, Box::new(sent(&tx)))).await;
    let mut retry = AuthRetry::new();
    while let Some(message) = tx.receive().await {
        let SipMessage::Response(response) = message else { continue };
        let challenged = matches!(response.status_code.code(), 401 | 407);
        if let Some(credential) = &credential
            && challenged
            && retry.should_answer(&response)
        {
            let seq = outgoing.sequence.fetch_add(1, Ordering::Relaxed) + 1;
            let challenge = with_single_qop(response.clone());
            match handle_client_authenticate(seq, &tx, challenge, credential).await {
                Ok(mut again) => {
                    again.send().await?;
                    tx = again;
                    report(reports, |tag| Note::Sent(tag, Box::new(sent(&tx)))).await;
                    continue;
                }
                Err(why) => tracing::warn!(%why, "challenge not understood"),
            }
        }
        report(reports, |tag| Note::Response(tag, response)).await;
    }
    Ok(())
}

async fn report(reports: &Reports, note: impl FnOnce(ExchangeTag) -> Note) {
    if let Some((tag, notes)) = reports {
        // A leg that is gone does not care.
        let _ = notes.send(note(*tag)).await;
    }
}

fn sent(tx: &Transaction) -> Sent {
    Sent { request: tx.original.clone(), connection: tx.connection.clone(), destination: tx.destination.clone() }
}

fn credential(credentials: &Credentials) -> Credential {
    Credential {
        username: credentials.username.clone(),
        password: credentials.password.expose_secret().to_owned(),
        realm: None,
        auth_username: None,
    }
}

/// Reduces `qop="auth,auth-int"` to the one we use: the stack reads a single value only.
fn with_single_qop(mut response: Response) -> Response {
    for header in response.headers.iter_mut() {
        match header {
            Header::WwwAuthenticate(challenge) => {
                challenge.replace(single_qop(challenge.value()));
            }
            Header::ProxyAuthenticate(challenge) => {
                challenge.replace(single_qop(challenge.value()));
            }
            _ => {}
        }
    }
    response
}

fn single_qop(challenge: &str) -> String {
    let lower = challenge.to_ascii_lowercase();
    let Some(start) = lower.find("qop=\"").map(|at| at + 5) else { return challenge.to_owned() };
    let Some(length) = challenge.get(start..).and_then(|rest| rest.find('"')) else {
        return challenge.to_owned();
    };
    let offered = challenge.get(start..start + length).unwrap_or_default();
    if !offered.split(',').any(|qop| qop.trim().eq_ignore_ascii_case("auth")) {
        return challenge.to_owned();
    }
    let (before, after) = (challenge.get(..start), challenge.get(start + length..));
    format!("{}auth{}", before.unwrap_or_default(), after.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_qop_values_auth_is_taken() {
        let check = |given: &str, kept: &str| assert_eq!(single_qop(given), kept);
        check("Digest qop=\"auth,auth-int\", nonce=\"n\"", "Digest qop=\"auth\", nonce=\"n\"");
        check("Digest QOP=\"auth-int, auth\"", "Digest QOP=\"auth\"");
        check("Digest qop=\"auth-int\"", "Digest qop=\"auth-int\"");
        check("Digest qop=auth", "Digest qop=auth");
        check("Digest qop=\"auth", "Digest qop=\"auth");
    }

    #[test]
    fn a_cancel_matches_its_invite() {
        let invite = "INVITE sip:1@h SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\n\
            From: <sip:a@h>;tag=1\r\nTo: <sip:1@h>\r\nCall-ID: c\r\nCSeq: 7 INVITE\r\n\
            Contact: <sip:a@a>\r\nContent-Length: 0\r\n\r\n";
        let cancel = cancel_of(&Request::try_from(invite).unwrap()).to_string();
        assert!(cancel.starts_with("CANCEL sip:1@h SIP/2.0\r\n"), "{cancel}");
        assert!(cancel.contains("branch=z9hG4bK1") && cancel.contains("CSeq: 7 CANCEL"));
        assert!(!cancel.contains("Contact"));
    }
}
