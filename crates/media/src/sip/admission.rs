//! Who may talk to us at all: allow-list, rate limit, and the count of those who were ignored.
//!
//! A stranger is answered with nothing, so that a scanner learns of no system here. The check runs
//! on the sender's address before a message is parsed, and again per message on streams.

#![expect(clippy::disallowed_types, reason = "a bounded map that is never iterated in order")]

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use rsipstack::sip::{HasHeaders, Method, SipMessage};
use rsipstack::transaction::endpoint::TransportEventInspector;
use rsipstack::transport::TransportEvent;
use rsipstack::transport::transport_layer::TransportWhitelist;
use tokio::sync::mpsc;

use super::config::TrunkConfig;
use super::event::TrunkEvent;
use super::headers::{tag, value};

/// Sources whose rate is remembered; the fullest table is emptied rather than grown.
const SOURCES_MAX: usize = 4_096;
/// Addresses one proxy name may resolve to.
const RESOLVED_MAX: usize = 32;
/// Most headers of one message read.
const HEADERS_MAX: usize = 200;

/// The gate.
pub(super) struct Admission {
    trunks: Vec<Arc<TrunkConfig>>,
    resolved: RwLock<Vec<(usize, Vec<IpAddr>)>>,
    rate_per_s: u32,
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
    refusals: Mutex<Refusals>,
    report_interval: Duration,
    events: mpsc::Sender<TrunkEvent>,
    strangers: AtomicU64,
    flooded: AtomicU64,
}

struct Bucket {
    tokens: f64,
    filled_at: Instant,
}

#[derive(Default)]
struct Refusals {
    since_report: u64,
    reported_at: Option<Instant>,
}

impl Admission {
    pub(super) fn new(
        trunks: Vec<Arc<TrunkConfig>>,
        rate_per_s: u32,
        report_interval: Duration,
        events: mpsc::Sender<TrunkEvent>,
    ) -> Self {
        Self {
            trunks,
            resolved: RwLock::default(),
            rate_per_s,
            buckets: Mutex::default(),
            refusals: Mutex::default(),
            report_interval,
            events,
            strangers: AtomicU64::new(0),
            flooded: AtomicU64::new(0),
        }
    }

    /// The trunk an address belongs to.
    pub(super) fn trunk_of(&self, ip: IpAddr) -> Option<Arc<TrunkConfig>> {
        let listed = self.trunks.iter().find(|trunk| trunk.peers.iter().any(|peer| peer.contains(ip)));
        if let Some(trunk) = listed {
            return Some(trunk.clone());
        }
        let resolved = self.resolved.read().unwrap_or_else(PoisonError::into_inner);
        let (index, _) = resolved.iter().find(|(_, ips)| ips.contains(&ip.to_canonical()))?;
        self.trunks.get(*index).cloned()
    }

    /// The trunk of this name.
    pub(super) fn trunk_named(&self, name: &str) -> Option<Arc<TrunkConfig>> {
        self.trunks.iter().find(|trunk| trunk.name == name).cloned()
    }

    /// Every trunk.
    pub(super) fn trunks(&self) -> &[Arc<TrunkConfig>] {
        &self.trunks
    }

    /// Lets in the addresses a trunk's proxy resolved to: what we call may answer.
    pub(super) fn let_in(&self, trunk: &TrunkConfig, ips: Vec<IpAddr>) {
        let Some(index) = self.trunks.iter().position(|known| known.name == trunk.name) else {
            return;
        };
        let ips = ips.into_iter().take(RESOLVED_MAX).map(|ip| ip.to_canonical()).collect();
        let mut resolved = self.resolved.write().unwrap_or_else(PoisonError::into_inner);
        resolved.retain(|(known, _)| *known != index);
        resolved.push((index, ips));
    }

    /// Messages of strangers and over the limit, so far.
    pub(super) fn counts(&self) -> (u64, u64) {
        (self.strangers.load(Ordering::Relaxed), self.flooded.load(Ordering::Relaxed))
    }

    fn is_known(&self, ip: IpAddr, now: Instant) -> bool {
        let known = self.trunk_of(ip).is_some();
        if !known {
            self.strangers.fetch_add(1, Ordering::Relaxed);
            self.refused(ip, "not a peer of any trunk", now);
        }
        known
    }

    /// Takes a token of the source's bucket, which holds one second's worth.
    fn within_rate(&self, ip: IpAddr, now: Instant) -> bool {
        let rate = f64::from(self.rate_per_s);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= SOURCES_MAX && !buckets.contains_key(&ip) {
            buckets.clear();
        }
        let bucket = buckets.entry(ip).or_insert(Bucket { tokens: rate, filled_at: now });
        let passed = now.saturating_duration_since(bucket.filled_at);
        bucket.tokens = (bucket.tokens + passed.as_secs_f64() * rate).min(rate);
        bucket.filled_at = now;
        let within = bucket.tokens >= 1.0;
        if within {
            bucket.tokens -= 1.0;
        }
        drop(buckets);
        if !within {
            self.flooded.fetch_add(1, Ordering::Relaxed);
            self.refused(ip, "over the rate limit", now);
        }
        within
    }

    /// Counts a refusal and reports at most once an interval.
    fn refused(&self, peer: IpAddr, why: &str, now: Instant) {
        let mut refusals = self.refusals.lock().unwrap_or_else(PoisonError::into_inner);
        refusals.since_report += 1;
        let due = refusals.reported_at.is_none_or(|at| now.saturating_duration_since(at) >= self.report_interval);
        if due {
            let event = TrunkEvent::Refused { peer, why: why.to_owned(), count: refusals.since_report };
            // A full event queue loses a report, never a call.
            if self.events.try_send(event).is_ok() {
                refusals.since_report = 0;
                refusals.reported_at = Some(now);
            }
        }
    }

    fn passes(&self, message: &SipMessage, ip: IpAddr, now: Instant) -> bool {
        if !self.is_known(ip, now) {
            return false;
        }
        match message {
            SipMessage::Request(request) => {
                let header_count = request.headers().len();
                let opens = value(request, "To", "t").and_then(tag).is_none();
                let follows = matches!(request.method, Method::Ack | Method::Cancel);
                header_count <= HEADERS_MAX && (!opens || follows || self.within_rate(ip, now))
            }
            SipMessage::Response(response) => response.headers().len() <= HEADERS_MAX,
        }
    }
}

/// The gate as the transport sees it.
pub(super) struct Gate(pub(super) Arc<Admission>);

#[async_trait]
impl TransportWhitelist for Gate {
    async fn allow(&self, ip: IpAddr) -> bool {
        self.0.is_known(ip, Instant::now())
    }
}

#[async_trait]
impl TransportEventInspector for Gate {
    async fn handle(&self, event: TransportEvent) -> Option<TransportEvent> {
        if let TransportEvent::Incoming(message, _, from) = &event {
            let ip = from.get_socketaddr().ok()?.ip();
            if !self.0.passes(message, ip, Instant::now()) {
                return None;
            }
        }
        Some(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admission(rate_per_s: u32) -> (Admission, mpsc::Receiver<TrunkEvent>) {
        let (events, receiver) = mpsc::channel(8);
        let trunk = TrunkConfig::accepting("t", vec!["192.0.2.0/24".parse().unwrap()]);
        let interval = Duration::from_secs(60);
        (Admission::new(vec![Arc::new(trunk)], rate_per_s, interval, events), receiver)
    }

    fn request(method: &str, to_tag: &str) -> SipMessage {
        let text = format!("{method} sip:1@h SIP/2.0\r\nTo: <sip:1@h>{to_tag}\r\nContent-Length: 0\r\n\r\n");
        SipMessage::try_from(text.as_bytes()).unwrap()
    }

    #[test]
    fn a_stranger_does_not_pass_and_is_reported_once_an_interval() {
        let (admission, mut events) = admission(10);
        let (stranger, start) = ("198.51.100.1".parse().unwrap(), Instant::now());
        for _ in 0..5 {
            assert!(!admission.passes(&request("OPTIONS", ""), stranger, start));
        }
        let report = events.try_recv().unwrap();
        assert!(matches!(report, TrunkEvent::Refused { count: 1, .. }), "{report:?}");
        assert!(events.try_recv().is_err());
        admission.passes(&request("OPTIONS", ""), stranger, start + Duration::from_secs(61));
        let report = events.try_recv().unwrap();
        assert!(matches!(report, TrunkEvent::Refused { count: 5, .. }), "{report:?}");
        assert_eq!(admission.counts(), (6, 0));
    }

    #[test]
    fn a_peer_over_the_limit_is_ignored_but_its_calls_go_on() {
        let (admission, _events) = admission(3);
        let (peer, start) = ("192.0.2.9".parse().unwrap(), Instant::now());
        let passed = (0..10).filter(|_| admission.passes(&request("INVITE", ""), peer, start));
        assert_eq!(passed.count(), 3);
        assert!(admission.passes(&request("BYE", ";tag=1"), peer, start));
        assert!(admission.passes(&request("ACK", ""), peer, start));
        let later = start + Duration::from_secs(1);
        assert!(admission.passes(&request("INVITE", ""), peer, later));
    }

    #[test]
    fn what_our_proxy_resolves_to_is_let_in() {
        let (admission, _events) = admission(3);
        let ip: IpAddr = "203.0.113.5".parse().unwrap();
        assert!(admission.trunk_of(ip).is_none());
        let trunk = admission.trunk_named("t").unwrap();
        admission.let_in(&trunk, vec![ip]);
        assert_eq!(admission.trunk_of(ip).unwrap().name, "t");
    }
}
