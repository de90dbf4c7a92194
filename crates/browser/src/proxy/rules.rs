//! Where one visit's browser may connect.
//!
//! Owns the allow-list and the choice of the one address that is connected to: a name is resolved once, every address
//! of the answer must be public, and the connection goes to what was looked at, so that a name cannot mean another
//! address a moment later. Next: `address` for what is public.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use super::address::is_public;
use super::head::{BadRequest, Target};
use crate::site::{HostPattern, Profile};

/// Addresses of one answer that are looked at.
const ADDRESSES_MAX: usize = 32;

/// Where a visit's browser may connect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    hosts: Vec<HostPattern>,
    ports: Vec<u16>,
    fixtures: BTreeMap<String, SocketAddr>,
}

/// Why a connection was refused. None of them says more than host and port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Refusal {
    /// The request cannot be read in one way.
    #[error("the request cannot be read in one way")]
    Request,
    /// The host is not one of the site's.
    #[error("the host is not one of the site's")]
    Host,
    /// The port is not one of the site's.
    #[error("the port is not one of the site's")]
    Port,
    /// The name has no address.
    #[error("the name has no address")]
    NoAddress,
    /// The name means an address within this machine or network.
    #[error("the name means an address that is not on the public internet")]
    NotPublic,
    /// The site does not answer.
    #[error("the site does not answer")]
    NoAnswer,
    /// The visit has as many connections as it may.
    #[error("the visit has as many connections as it may")]
    Connections,
    /// The visit has moved as much as it may.
    #[error("the visit has moved as many bytes as it may")]
    Bytes,
    /// Nothing came for too long.
    #[error("nothing came for too long")]
    Slow,
}

impl From<BadRequest> for Refusal {
    fn from(_: BadRequest) -> Self {
        Self::Request
    }
}

impl Rules {
    /// The rules of a profile. `fixtures` names hosts that stand at an address of the caller's own configuration, as
    /// the practice site does; a profile can name none, and only its own hosts are looked up there.
    #[must_use]
    pub fn new(profile: &Profile, fixtures: BTreeMap<String, SocketAddr>) -> Self {
        Self { hosts: profile.hosts.clone(), ports: profile.ports.clone(), fixtures }
    }

    /// Whether the target may be asked for at all.
    ///
    /// # Errors
    /// When host or port is not the profile's.
    pub fn allow(&self, target: &Target) -> Result<(), Refusal> {
        if !self.hosts.iter().any(|pattern| pattern.matches(&target.host)) {
            return Err(Refusal::Host);
        }
        if self.ports.contains(&target.port) { Ok(()) } else { Err(Refusal::Port) }
    }

    /// The address of a host that the caller's configuration placed.
    #[must_use]
    pub fn fixture(&self, target: &Target) -> Option<SocketAddr> {
        self.fixtures.get(&target.host).copied()
    }
}

/// The addresses to connect to, in the resolver's order.
///
/// # Errors
/// When there is none, or one of them is not public: a name with both is a trick.
pub fn choose(addresses: &[IpAddr], port: u16) -> Result<Vec<SocketAddr>, Refusal> {
    if addresses.is_empty() {
        return Err(Refusal::NoAddress);
    }
    if addresses.len() > ADDRESSES_MAX || !addresses.iter().copied().all(is_public) {
        return Err(Refusal::NotPublic);
    }
    Ok(addresses.iter().map(|address| SocketAddr::new(*address, port)).collect())
}
