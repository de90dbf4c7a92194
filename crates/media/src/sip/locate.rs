//! Where the requests of a trunk go: its proxy's name, port and address.
//!
//! Names are looked up each time, so that a carrier may move its proxy; what they resolve to is
//! let in by the gate, since what we call may answer. SRV records are not consulted: carriers
//! hand out host names or addresses.

use std::net::{IpAddr, SocketAddr};

use rsipstack::sip::{Domain, Host, HostWithPort};
use rsipstack::transport::SipAddr;

use super::admission::Admission;
use super::config::{SipTransport, TrunkConfig};
use super::stack::wire_transport;

/// Where a trunk's requests go.
#[derive(Debug, Clone)]
pub(super) struct TrunkTarget {
    /// Address of the proxy.
    pub(super) destination: SipAddr,
    /// Host part of Request-URIs and of our From.
    pub(super) domain: String,
}

/// Finds a trunk's proxy.
///
/// # Errors
/// In words, when the trunk has no proxy or its name resolves to nothing.
pub(super) async fn locate(trunk: &TrunkConfig, admission: &Admission) -> Result<TrunkTarget, String> {
    let proxy = trunk.proxy.as_deref().ok_or("the trunk has no proxy to call by")?;
    let (host, port) = host_and_port(proxy, trunk.transport);
    let domain = trunk.from_domain.clone().unwrap_or_else(|| host.clone());
    if let Ok(ip) = host.parse::<IpAddr>() {
        admission.let_in(trunk, vec![ip]);
        let destination = destination(trunk.transport, Host::IpAddr(ip), port);
        return Ok(TrunkTarget { destination, domain });
    }
    let found = tokio::net::lookup_host((host.as_str(), port));
    let found = found.await.map_err(|error| format!("{host}: {error}"))?;
    let ips: Vec<IpAddr> = found.map(|addr| addr.ip()).collect();
    let first = *ips.first().ok_or_else(|| format!("{host}: no address"))?;
    admission.let_in(trunk, ips);
    // TLS keeps the name, which the certificate is checked against (RFC 5922 §4).
    let host = match trunk.transport {
        SipTransport::Tls => Host::Domain(Domain(host)),
        SipTransport::Udp | SipTransport::Tcp => Host::IpAddr(first),
    };
    Ok(TrunkTarget { destination: destination(trunk.transport, host, port), domain })
}

fn destination(transport: SipTransport, host: Host, port: u16) -> SipAddr {
    let addr = HostWithPort { host, port: Some(port.into()) };
    SipAddr { r#type: Some(wire_transport(transport)), addr }
}

fn host_and_port(proxy: &str, transport: SipTransport) -> (String, u16) {
    let default_port = if transport == SipTransport::Tls { 5061 } else { 5060 };
    if let Ok(addr) = proxy.parse::<SocketAddr>() {
        return (addr.ip().to_string(), addr.port());
    }
    if proxy.parse::<IpAddr>().is_ok() {
        return (proxy.to_owned(), default_port);
    }
    let split = proxy.rsplit_once(':');
    match split.and_then(|(host, port)| Some((host, port.parse().ok()?))) {
        Some((host, port)) => (host.to_owned(), port),
        None => (proxy.to_owned(), default_port),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_read_with_and_without_port() {
        let check = |proxy: &str, transport, host: &str, port| {
            assert_eq!(host_and_port(proxy, transport), (host.to_owned(), port));
        };
        check("192.0.2.1", SipTransport::Udp, "192.0.2.1", 5060);
        check("192.0.2.1:5070", SipTransport::Udp, "192.0.2.1", 5070);
        check("sip.example", SipTransport::Tls, "sip.example", 5061);
        check("sip.example:5062", SipTransport::Tls, "sip.example", 5062);
        check("[2001:db8::1]:5060", SipTransport::Udp, "2001:db8::1", 5060);
        check("2001:db8::1", SipTransport::Tcp, "2001:db8::1", 5060);
    }
}
