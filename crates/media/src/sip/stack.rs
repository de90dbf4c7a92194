//! What every leg needs of the SIP stack: our addresses, ready-made messages, the map of dialogs.
//!
//! The one place where the transaction layer is given its requests. It knows no leg from inside.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rsipstack::sip::{Header, HostWithPort, Method, Param, Request, Response, StatusCode, Transport, typed};
use rsipstack::transaction::endpoint::EndpointInnerRef;
use rsipstack::transaction::transaction::Transaction;
use rsipstack::transaction::{make_via_branch, random_text};
use tokio::sync::mpsc;

use super::config::SipTransport;
use super::event::TrunkEvent;
use super::handle::Shared;
use super::line::RtpLine;

/// Methods we answer in a dialog (RFC 3261 §20.5).
pub(super) const ALLOW: &str = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, PRACK";
/// Extensions we know (RFC 4028, RFC 3262).
pub(super) const SUPPORTED: &str = "timer, 100rel";
/// Requests waiting for one leg; a peer that sends more is answered 503.
pub(super) const LEG_REQUESTS_MAX: usize = 16;
/// Length of tags, in characters: enough that nobody guesses one.
const TAG_CHARS: usize = 16;
/// Length of a Call-ID, in characters.
const CALL_ID_CHARS: usize = 32;

/// A dialog, or the beginning of one, as requests name it: Call-ID and our tag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct DialogKey {
    /// Call-ID.
    pub(super) call_id: String,
    /// Our tag.
    pub(super) local_tag: String,
}

/// Requests on their way to a leg.
struct Door {
    requests: mpsc::Sender<Transaction>,
    remote_tag: Option<String>,
}

/// The stack as legs see it.
pub(super) struct Stack {
    pub(super) endpoint: EndpointInnerRef,
    pub(super) line: Arc<dyn RtpLine>,
    pub(super) events: mpsc::Sender<TrunkEvent>,
    pub(super) shared: Arc<Shared>,
    pub(super) t1: Duration,
    addresses: Vec<(SipTransport, HostWithPort)>,
    doors: Mutex<BTreeMap<DialogKey, Door>>,
}

impl Stack {
    pub(super) fn new(
        endpoint: EndpointInnerRef,
        line: Arc<dyn RtpLine>,
        events: mpsc::Sender<TrunkEvent>,
        shared: Arc<Shared>,
        t1: Duration,
        addresses: Vec<(SipTransport, HostWithPort)>,
    ) -> Self {
        let doors = Mutex::default();
        Self { endpoint, line, events, shared, t1, addresses, doors }
    }

    /// The span after which a transaction is given up (RFC 3261 §17.1.1.2).
    pub(super) fn t1x64(&self) -> Duration {
        self.t1 * 64
    }

    /// Tells the switchboard; waits when it is far behind.
    pub(super) async fn tell(&self, event: TrunkEvent) {
        // A switchboard that has dropped its end wants to hear nothing more.
        let _ = self.events.send(event).await;
    }

    /// Opens the door for requests of a dialog. `remote_tag` is the caller's, for incoming calls.
    pub(super) fn open_door(&self, key: DialogKey, remote_tag: Option<String>) -> mpsc::Receiver<Transaction> {
        let (requests, receiver) = mpsc::channel(LEG_REQUESTS_MAX);
        self.doors().insert(key, Door { requests, remote_tag });
        receiver
    }

    /// Closes the door.
    pub(super) fn close_door(&self, key: &DialogKey) {
        self.doors().remove(key);
    }

    /// Where requests of a dialog go, if it is known.
    pub(super) fn door(&self, key: &DialogKey) -> Option<mpsc::Sender<Transaction>> {
        self.doors().get(key).map(|door| door.requests.clone())
    }

    /// Whether a call with this Call-ID and caller's tag is here already: then another INVITE of
    /// it has merely come by a second path (RFC 3261 §8.2.2.2).
    pub(super) fn is_merged(&self, call_id: &str, remote_tag: &str) -> bool {
        let from = DialogKey { call_id: call_id.to_owned(), local_tag: String::new() };
        let doors = self.doors();
        let same_call = doors.range(from..).take_while(|(key, _)| key.call_id == call_id);
        same_call.into_iter().any(|(_, door)| door.remote_tag.as_deref() == Some(remote_tag))
    }

    /// A Via of ours with a fresh branch.
    pub(super) fn via(&self, transport: SipTransport) -> typed::Via {
        typed::Via {
            version: rsipstack::sip::Version::V2,
            transport: wire_transport(transport),
            uri: self.sent_by(transport).into(),
            params: vec![make_via_branch(), Param::Rport(None)],
        }
    }

    /// Our Contact for `transport`.
    pub(super) fn contact(&self, transport: SipTransport, account: Option<&str>) -> String {
        let at = account.map(|account| format!("{account}@")).unwrap_or_default();
        let parameter = match transport {
            SipTransport::Udp => "",
            SipTransport::Tcp => ";transport=tcp",
            SipTransport::Tls => ";transport=tls",
        };
        format!("<sip:{at}{}{parameter}>", self.sent_by(transport))
    }

    /// A response to `request` with our tag in To, and Contact where a dialog needs it.
    pub(super) fn response(
        &self,
        request: &Request,
        status: u16,
        local_tag: &str,
        mut extra: Vec<Header>,
        body: Option<String>,
    ) -> Response {
        if body.is_some() {
            extra.push(Header::ContentType("application/sdp".into()));
        }
        let body = body.map(String::into_bytes);
        let mut response = self.endpoint.make_response(request, StatusCode::from(status), body);
        for header in response.headers.iter_mut() {
            if let Header::To(to) = header
                && matches!(to.tag(), Ok(None))
            {
                to.replace(format!("{};tag={local_tag}", to.value()));
            }
        }
        response.headers.extend(extra);
        response
    }

    /// Answers a request that belongs to no leg, or needs no leg to be answered.
    pub(super) async fn reply(&self, mut tx: Transaction, status: u16, extra: Vec<Header>) {
        let response = self.response(&tx.original, status, &fresh_tag(), extra, None);
        if let Err(error) = tx.respond(response).await {
            tracing::debug!(%error, status, "response not sent");
        }
        // A refused INVITE is repeated until its ACK comes (RFC 3261 §17.2.1).
        if tx.original.method == Method::Invite {
            tokio::spawn(async move { while tx.receive().await.is_some() {} });
        }
    }

    fn sent_by(&self, transport: SipTransport) -> HostWithPort {
        let exact = self.addresses.iter().find(|(listened, _)| *listened == transport);
        let any = exact.or(self.addresses.first());
        any.map(|(_, address)| address.clone()).unwrap_or_default()
    }

    fn doors(&self) -> std::sync::MutexGuard<'_, BTreeMap<DialogKey, Door>> {
        self.doors.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The stack's name of a transport.
pub(super) fn wire_transport(transport: SipTransport) -> Transport {
    match transport {
        SipTransport::Udp => Transport::Udp,
        SipTransport::Tcp => Transport::Tcp,
        SipTransport::Tls => Transport::Tls,
    }
}

/// Our name of a transport of the stack.
pub(super) fn our_transport(transport: Transport) -> SipTransport {
    match transport {
        Transport::Tls | Transport::TlsSctp | Transport::Wss => SipTransport::Tls,
        Transport::Tcp | Transport::Sctp | Transport::Ws => SipTransport::Tcp,
        Transport::Udp => SipTransport::Udp,
    }
}

/// A new tag.
pub(super) fn fresh_tag() -> String {
    random_text(TAG_CHARS)
}

/// A new Call-ID.
pub(super) fn fresh_call_id() -> String {
    random_text(CALL_ID_CHARS)
}
