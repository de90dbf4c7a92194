//! What the operator of the system tells the trunk: where to listen, whom to believe.
//!
//! Plain data, built by the server from its own configuration file and validated at start.
//! Secrets are [`SecretString`] so that they never reach a log by accident.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use secrecy::SecretString;

/// Everything one SIP endpoint needs to know.
#[derive(Debug, Clone)]
pub struct SipConfig {
    /// UDP address to listen on; port 0 picks a free one.
    pub listen_udp: Option<SocketAddr>,
    /// TCP address to listen on; port 0 picks a free one.
    pub listen_tcp: Option<SocketAddr>,
    /// TLS address and certificate to listen with.
    pub listen_tls: Option<TlsListen>,
    /// PEM file of the authorities believed for outgoing TLS; absent means the listener's own
    /// certificate file, else none.
    pub tls_authorities: Option<PathBuf>,
    /// Address written into Via and Contact when it differs from the listening one (NAT).
    pub public_ip: Option<IpAddr>,
    /// The carriers' trunks.
    pub trunks: Vec<TrunkConfig>,
    /// Requests a second one source may send outside dialogs before it is answered with silence.
    pub requests_per_s_max: u32,
    /// Legs alive at the same time; an INVITE over it is answered 503.
    pub legs_max: usize,
    /// Shortest span between two reports of refused strangers.
    pub refusal_report_interval: Duration,
    /// What User-Agent and Server headers say.
    pub user_agent: String,
    /// Round-trip estimate T1 from which all SIP timers follow (RFC 3261 §17.1.1.1): 500 ms.
    pub t1: Duration,
}

impl Default for SipConfig {
    fn default() -> Self {
        Self {
            listen_udp: None,
            listen_tcp: None,
            listen_tls: None,
            tls_authorities: None,
            public_ip: None,
            trunks: Vec::new(),
            requests_per_s_max: 200,
            legs_max: 2_000,
            refusal_report_interval: Duration::from_secs(60),
            user_agent: "Madoguchi".to_owned(),
            t1: Duration::from_millis(500),
        }
    }
}

/// A TLS listener.
#[derive(Debug, Clone)]
pub struct TlsListen {
    /// Address to listen on.
    pub addr: SocketAddr,
    /// Certificate and key to show.
    pub files: TlsFiles,
}

/// PEM files of a certificate chain and its private key.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// Certificate chain, PEM.
    pub certificate: PathBuf,
    /// Private key, PKCS#8 or PKCS#1 PEM.
    pub key: PathBuf,
}

/// One trunk: a carrier, a gateway or another exchange.
#[derive(Debug, Clone)]
pub struct TrunkConfig {
    /// Name used in events, in the dial plan and in the logs.
    pub name: String,
    /// Sources whose requests belong to this trunk; everyone else is answered with silence.
    pub peers: Vec<PeerRange>,
    /// Where our requests for this trunk go, `host` or `host:port`; absent means the trunk only
    /// receives calls.
    pub proxy: Option<String>,
    /// Transport of our own requests.
    pub transport: SipTransport,
    /// Registrar to keep a binding at; absent means the carrier knows us by our address.
    pub registration: Option<Registration>,
    /// Answer to digest challenges of our INVITEs; absent means the registration's, if any.
    pub credentials: Option<Credentials>,
    /// Span between two OPTIONS probes (RFC 3261 §11); absent means no probing.
    pub options_interval: Option<Duration>,
    /// Session-Expires we propose (RFC 4028 §4), at least 90 s.
    pub session_expires: Duration,
    /// Smallest Session-Expires we accept (RFC 4028 §5), at least 90 s.
    pub session_expires_min: Duration,
    /// Domain of our own From and P-Asserted-Identity; absent means the proxy's host.
    pub from_domain: Option<String>,
    /// Number shown when a dial request names none.
    pub caller_number: Option<String>,
    /// Whether the peer's P-Asserted-Identity is believed (RFC 3325 §5).
    pub identity_trusted: bool,
}

impl TrunkConfig {
    /// A trunk that accepts calls from `peers` and believes their identities.
    #[must_use]
    pub fn accepting(name: &str, peers: Vec<PeerRange>) -> Self {
        Self {
            name: name.to_owned(),
            peers,
            proxy: None,
            transport: SipTransport::Udp,
            registration: None,
            credentials: None,
            options_interval: None,
            session_expires: Duration::from_secs(1_800),
            session_expires_min: Duration::from_secs(90),
            from_domain: None,
            caller_number: None,
            identity_trusted: true,
        }
    }
}

/// Transport of requests we send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SipTransport {
    /// Datagrams.
    Udp,
    /// A stream in the clear.
    Tcp,
    /// A stream under TLS.
    Tls,
}

/// A binding kept at a registrar (RFC 3261 §10).
#[derive(Debug, Clone)]
pub struct Registration {
    /// Registrar's domain, the Request-URI of REGISTER.
    pub registrar: String,
    /// The number or name that is registered.
    pub account: String,
    /// Who we say we are to the digest challenge.
    pub credentials: Credentials,
    /// Lifetime asked for.
    pub expires: Duration,
}

/// Name and password for a digest challenge (RFC 3261 §22.4).
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Digest user name.
    pub username: String,
    /// Digest password.
    pub password: SecretString,
}

/// A block of addresses, `203.0.113.7` or `203.0.113.0/24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeerRange {
    network: IpAddr,
    prefix_bits: u8,
}

/// Why a text is no block of addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no IP address and no CIDR block")]
pub struct PeerRangeError {
    text: String,
}

impl PeerRange {
    /// Whether `ip` lies in the block; an IPv4 address mapped into IPv6 counts as IPv4.
    #[must_use]
    pub fn contains(&self, ip: IpAddr) -> bool {
        match (self.network, ip.to_canonical()) {
            (IpAddr::V4(network), IpAddr::V4(ip)) => {
                let shift = 32 - u32::from(self.prefix_bits);
                let differing = u32::from(network) ^ u32::from(ip);
                differing.checked_shr(shift).unwrap_or(0) == 0
            }
            (IpAddr::V6(network), IpAddr::V6(ip)) => {
                let shift = 128 - u32::from(self.prefix_bits);
                let differing = u128::from(network) ^ u128::from(ip);
                differing.checked_shr(shift).unwrap_or(0) == 0
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

impl FromStr for PeerRange {
    type Err = PeerRangeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || PeerRangeError { text: text.to_owned() };
        let (address, bits) = match text.trim().split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text.trim(), None),
        };
        let network: IpAddr = address.parse().map_err(|_| refused())?;
        let bits_max = if network.is_ipv4() { 32 } else { 128 };
        let prefix_bits = match bits {
            Some(bits) => bits.parse().map_err(|_| refused())?,
            None => bits_max,
        };
        if prefix_bits > bits_max {
            return Err(refused());
        }
        Ok(Self { network, prefix_bits })
    }
}

impl fmt::Display for PeerRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.network, self.prefix_bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_contains_exactly_its_own_addresses() {
        let check = |block: &str, ip: &str, inside: bool| {
            let block: PeerRange = block.parse().unwrap();
            assert_eq!(block.contains(ip.parse().unwrap()), inside, "{block} {ip}");
        };
        check("203.0.113.0/24", "203.0.113.200", true);
        check("203.0.113.0/24", "203.0.114.1", false);
        check("203.0.113.7", "203.0.113.7", true);
        check("203.0.113.7", "203.0.113.6", false);
        check("0.0.0.0/0", "198.51.100.1", true);
        check("203.0.113.7", "::ffff:203.0.113.7", true);
        check("2001:db8::/32", "2001:db8:1::1", true);
        check("2001:db8::/32", "2001:db9::1", false);
    }

    #[test]
    fn a_text_that_is_no_block_is_refused() {
        for text in ["", "host.example", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.0/8/8"] {
            assert!(text.parse::<PeerRange>().is_err(), "{text}");
        }
    }
}
