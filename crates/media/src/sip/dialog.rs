//! One dialog (RFC 3261 §12): tags, sequence numbers, remote target and route set.
//!
//! Builds the requests of the dialog. Which of them is sent when is the leg's decision.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rsipstack::sip::{Header, Method, Request, Response, Uri};
use rsipstack::transport::SipConnection;

use super::config::SipTransport;
use super::headers::{tag, value, values};
use super::identity::{name_addr, name_addrs};
use super::stack::{ALLOW, DialogKey, SUPPORTED, Stack, fresh_call_id, fresh_tag, our_transport};

/// Most hops of a route set kept.
const ROUTES_MAX: usize = 16;

/// A dialog, early or confirmed.
pub(super) struct Dialog {
    call_id: String,
    local: String,
    local_tag: String,
    remote: String,
    remote_tag: Option<String>,
    seq: Arc<AtomicU32>,
    remote_seq: u32,
    target: Uri,
    routes: Vec<String>,
    transport: SipTransport,
    account: Option<String>,
    flow: Option<SipConnection>,
}

/// Whom a new dialog is between.
pub(super) struct Parties {
    /// From value without tag.
    pub(super) local: String,
    /// To value.
    pub(super) remote: String,
    /// Request-URI.
    pub(super) target: Uri,
    /// Transport of our requests.
    pub(super) transport: SipTransport,
    /// User part of our Contact.
    pub(super) account: Option<String>,
}

impl Dialog {
    /// The dialog an INVITE asks for (RFC 3261 §12.1.1); absent when it lacks what a dialog needs.
    pub(super) fn from_invite(invite: &Request, flow: Option<SipConnection>, account: Option<String>) -> Option<Self> {
        let remote = value(invite, "From", "f")?.to_owned();
        let local_tag = fresh_tag();
        let flow = flow?;
        Some(Self {
            call_id: value(invite, "Call-ID", "i")?.to_owned(),
            local: format!("{};tag={local_tag}", value(invite, "To", "t")?),
            local_tag,
            remote_tag: Some(tag(&remote)?),
            remote,
            seq: Arc::new(AtomicU32::new(0)),
            remote_seq: sequence(invite)?,
            target: contact_uri(value(invite, "Contact", "m")?)?,
            routes: record_routes(&values(invite, "Record-Route", "")),
            transport: our_transport(flow.transport()),
            account,
            flow: flow.is_reliable().then_some(flow),
        })
    }

    /// The dialog our own INVITE will make.
    pub(super) fn dialing(parties: Parties) -> Self {
        let local_tag = fresh_tag();
        Self {
            call_id: fresh_call_id(),
            local: format!("{};tag={local_tag}", parties.local),
            local_tag,
            remote: parties.remote,
            remote_tag: None,
            seq: Arc::new(AtomicU32::new(0)),
            remote_seq: 0,
            target: parties.target,
            routes: Vec::new(),
            transport: parties.transport,
            account: parties.account,
            flow: None,
        }
    }

    /// Takes tag, target and route set from a response to our INVITE (RFC 3261 §12.1.2).
    pub(super) fn learn(&mut self, response: &Response) {
        let Some(remote) = value(response, "To", "t") else { return };
        let Some(remote_tag) = tag(remote) else { return };
        self.remote = remote.to_owned();
        self.remote_tag = Some(remote_tag);
        self.refresh_target(value(response, "Contact", "m"));
        let mut routes = record_routes(&values(response, "Record-Route", ""));
        routes.reverse();
        self.routes = routes;
    }

    /// The dialog of another branch that also answered our INVITE (RFC 3261 §13.2.2.4).
    pub(super) fn forked(&self, response: &Response) -> Self {
        let mut fork = Self {
            call_id: self.call_id.clone(),
            local: self.local.clone(),
            local_tag: self.local_tag.clone(),
            remote: self.remote.clone(),
            remote_tag: None,
            seq: Arc::new(AtomicU32::new(self.seq.load(Ordering::Relaxed))),
            remote_seq: 0,
            target: self.target.clone(),
            routes: Vec::new(),
            transport: self.transport,
            account: self.account.clone(),
            flow: self.flow.clone(),
        };
        fork.learn(response);
        fork
    }

    /// Takes the new Contact of a target refresh (RFC 3261 §12.2.1.2).
    pub(super) fn refresh_target(&mut self, contact: Option<&str>) {
        if let Some(target) = contact.and_then(contact_uri) {
            self.target = target;
        }
    }

    /// Remembers the stream our requests went out by, to use it again.
    pub(super) fn use_flow(&mut self, flow: &SipConnection) {
        self.flow = flow.is_reliable().then(|| flow.clone());
    }

    /// The stream requests go by while it lives; absent for datagrams.
    pub(super) fn flow(&self) -> Option<SipConnection> {
        let flow = self.flow.as_ref()?;
        let dead = flow.cancel_token().is_some_and(|token| token.is_cancelled());
        (!dead).then(|| flow.clone())
    }

    /// A request of the dialog with the next sequence number (RFC 3261 §12.2.1.1).
    pub(super) fn request(&self, stack: &Stack, method: Method) -> Request {
        let seq = self.seq.fetch_add(1, Ordering::Relaxed) + 1;
        let mut headers: Vec<Header> = vec![
            Header::Via(stack.via(self.transport).into()),
            Header::MaxForwards("70".into()),
            Header::From(self.local.as_str().into()),
            Header::To(self.remote.as_str().into()),
            Header::CallId(self.call_id.as_str().into()),
            Header::CSeq(format!("{seq} {method}").as_str().into()),
        ];
        headers.extend(self.routes.iter().map(|route| Header::Route(route.as_str().into())));
        if matches!(method, Method::Invite | Method::Update) {
            headers.push(Header::Contact(self.contact(stack).as_str().into()));
            headers.push(Header::Allow(ALLOW.into()));
            headers.push(Header::Supported(SUPPORTED.into()));
        }
        headers.push(Header::UserAgent(stack.endpoint.user_agent.as_str().into()));
        Request {
            method,
            uri: self.target.clone(),
            version: rsipstack::sip::Version::V2,
            headers: headers.into(),
            body: Vec::new(),
        }
    }

    /// Our Contact in this dialog.
    pub(super) fn contact(&self, stack: &Stack) -> String {
        stack.contact(self.transport, self.account.as_deref())
    }

    /// Whether a request comes in order (RFC 3261 §12.2.2); remembers its number.
    pub(super) fn in_order(&mut self, request: &Request) -> bool {
        match sequence(request) {
            Some(seq) if seq >= self.remote_seq => {
                self.remote_seq = seq;
                true
            }
            Some(_) | None => false,
        }
    }

    /// Whether a request comes from the far end of this dialog.
    pub(super) fn is_remote(&self, from: &str) -> bool {
        self.remote_tag.is_none() || tag(from) == self.remote_tag
    }

    /// Whether a response is of another branch than the one we talk to.
    pub(super) fn is_fork(&self, response: &Response) -> bool {
        value(response, "To", "t").and_then(tag) != self.remote_tag
    }

    /// How requests name the dialog.
    pub(super) fn key(&self) -> DialogKey {
        DialogKey { call_id: self.call_id.clone(), local_tag: self.local_tag.clone() }
    }

    /// The far end's tag, once known.
    pub(super) fn remote_tag(&self) -> Option<String> {
        self.remote_tag.clone()
    }

    /// Our tag.
    pub(super) fn local_tag(&self) -> &str {
        &self.local_tag
    }

    /// Our sequence counter, for requests that are sent again with credentials.
    pub(super) fn sequence_counter(&self) -> Arc<AtomicU32> {
        self.seq.clone()
    }
}

/// The CSeq number of a message.
pub(super) fn sequence(message: &impl rsipstack::sip::HasHeaders) -> Option<u32> {
    value(message, "CSeq", "")?.split_whitespace().next()?.parse().ok()
}

fn contact_uri(contact: &str) -> Option<Uri> {
    let contact = name_addrs(contact).into_iter().next()?;
    let known = ["sip:", "sips:"]
        .iter()
        .any(|scheme| contact.uri.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    if !known {
        return None;
    }
    Uri::try_from(contact.uri.as_str()).ok()
}

fn record_routes(values: &[&str]) -> Vec<String> {
    let entries = values.iter().flat_map(|value| super::identity::split_list(value));
    let readable = entries.filter(|entry| name_addr(entry).is_some_and(|addr| !addr.uri.is_empty()));
    readable.take(ROUTES_MAX).map(str::to_owned).collect()
}
