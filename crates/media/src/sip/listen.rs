//! Opening the listeners and building the stack upon them.
//!
//! Everything that can be wrong with a configuration is found here, before a call is lost to it.

use std::net::{SocketAddr, TcpListener as StdTcpListener, UdpSocket as StdUdpSocket};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rsipstack::EndpointBuilder;
use rsipstack::sip::{HostWithPort, Method};
use rsipstack::transaction::TransactionReceiver;
use rsipstack::transaction::endpoint::{EndpointInnerRef, EndpointOption};
use rsipstack::transport::tcp_listener::TcpListenerConnection;
use rsipstack::transport::tls::{TlsConfig, TlsListenerConnection};
use rsipstack::transport::udp::{UdpConnection, UdpInner};
use rsipstack::transport::{SipAddr, SipConnection, TransportLayer};
use tokio_util::sync::CancellationToken;

use super::admission::{Admission, Gate};
use super::config::{SipConfig, SipTransport, TlsListen};
use super::stack::wire_transport;
use crate::receive_buffer;

/// Why the telephone side did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The configuration contradicts itself.
    #[error("SIP configuration: {0}")]
    Config(String),
    /// An address could not be listened on.
    #[error("listening on {addr}: {why}")]
    Listen {
        /// The address.
        addr: SocketAddr,
        /// What the system said.
        why: String,
    },
    /// A certificate file could not be read.
    #[error("certificate file {path}: {why}")]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
}

/// A stack with its listeners.
pub(super) struct Listening {
    pub(super) endpoint: EndpointInnerRef,
    /// What is written into Via and Contact, for each transport.
    pub(super) addresses: Vec<(SipTransport, HostWithPort)>,
    /// What is really listened on.
    pub(super) bound: Vec<(SipTransport, SocketAddr)>,
    pub(super) incoming: TransactionReceiver,
}

/// Opens the listeners of `config`.
pub(super) async fn listen(
    config: &SipConfig,
    admission: &Arc<Admission>,
    stop: &CancellationToken,
) -> Result<Listening, StartError> {
    check(config)?;
    let transport = TransportLayer::new(stop.clone());
    transport.set_whitelist(Gate(admission.clone()));
    let mut bound = Vec::new();
    let mut addresses = Vec::new();
    let mut note = |kind, local: SocketAddr| {
        bound.push((kind, local));
        let shown = shown(local, config);
        addresses.push((kind, HostWithPort::from(shown)));
        shown
    };
    if let Some(addr) = config.listen_udp {
        let socket = udp_socket(addr).map_err(|error| refused(addr, &error))?;
        let local = socket.local_addr().map_err(|error| refused(addr, &error))?;
        let external = note(SipTransport::Udp, local);
        let sip_addr = SipAddr { r#type: Some(wire_transport(SipTransport::Udp)), addr: HostWithPort::from(external) };
        let inner = UdpInner { conn: Arc::new(socket), addr: sip_addr };
        let token = Some(stop.child_token());
        let connection = UdpConnection::attach(inner, Some(external), token).await;
        transport.add_transport(SipConnection::Udp(connection));
    }
    if let Some(addr) = config.listen_tcp {
        let local = free_tcp(addr).map_err(|error| refused(addr, &error))?;
        let external = note(SipTransport::Tcp, local);
        let listener = TcpListenerConnection::new(local, Some(external)).await;
        let listener = listener.map_err(|error| refused(addr, &error))?;
        let served = listener.serve_listener(transport.inner.clone()).await;
        served.map_err(|error| refused(addr, &error))?;
    }
    if let Some(tls) = &config.listen_tls {
        let local = free_tcp(tls.addr).map_err(|error| refused(tls.addr, &error))?;
        let external = note(SipTransport::Tls, local);
        let listener = TlsListenerConnection::new(local, Some(external), tls_config(tls)?).await;
        let listener = listener.map_err(|error| refused(tls.addr, &error))?;
        let served = listener.serve_listener(transport.inner.clone()).await;
        served.map_err(|error| refused(tls.addr, &error))?;
    }
    if let Some(trusted) = outgoing_tls(config)? {
        transport.set_tls_config(trusted);
    }
    let endpoint = build(config, admission, transport, stop);
    let incoming = endpoint.incoming_transactions().map_err(|error| StartError::Config(error.to_string()))?;
    Ok(Listening { endpoint: endpoint.inner.clone(), addresses, bound, incoming })
}

fn build(
    config: &SipConfig,
    admission: &Arc<Admission>,
    transport: TransportLayer,
    stop: &CancellationToken,
) -> rsipstack::transaction::Endpoint {
    let option = EndpointOption {
        t1: config.t1,
        t2: config.t1 * 8,
        t4: config.t1 * 10,
        t1x64: config.t1 * 64,
        // Legs have their own ring timeout; this one only backs it up.
        timerc: std::time::Duration::from_secs(600),
        ..EndpointOption::default()
    };
    EndpointBuilder::new()
        .with_user_agent(&config.user_agent)
        .with_transport_layer(transport)
        .with_cancel_token(stop.clone())
        .with_option(option)
        .with_allows(Method::all())
        .with_transport_inspector(Box::new(Gate(admission.clone())))
        .build()
}

fn check(config: &SipConfig) -> Result<(), StartError> {
    let refuse = |why: String| Err(StartError::Config(why));
    if config.listen_udp.is_none() && config.listen_tcp.is_none() && config.listen_tls.is_none() {
        return refuse("no address to listen on".to_owned());
    }
    for (index, trunk) in config.trunks.iter().enumerate() {
        let earlier = config.trunks.iter().take(index);
        if earlier.into_iter().any(|other| other.name == trunk.name) {
            return refuse(format!("two trunks are called {:?}", trunk.name));
        }
        if trunk.registration.is_some() && trunk.proxy.is_none() {
            return refuse(format!("trunk {:?} registers but has no proxy", trunk.name));
        }
        if trunk.options_interval.is_some() && trunk.proxy.is_none() {
            return refuse(format!("trunk {:?} is probed but has no proxy", trunk.name));
        }
        let needs_udp = trunk.proxy.is_some() && trunk.transport == SipTransport::Udp;
        if needs_udp && config.listen_udp.is_none() {
            return refuse(format!("trunk {:?} uses UDP, which is not listened on", trunk.name));
        }
    }
    Ok(())
}

/// The address others see: the public one where it is configured.
fn shown(local: SocketAddr, config: &SipConfig) -> SocketAddr {
    match config.public_ip {
        Some(ip) => SocketAddr::new(ip, local.port()),
        None => SipConnection::resolve_bind_address(local),
    }
}

fn udp_socket(addr: SocketAddr) -> std::io::Result<tokio::net::UdpSocket> {
    let socket = StdUdpSocket::bind(addr)?;
    socket.set_nonblocking(true)?;
    receive_buffer::enlarge(&socket, "SIP");
    tokio::net::UdpSocket::from_std(socket)
}

/// Finds out which port a wish for port 0 got; the stack opens the listener itself at once after.
fn free_tcp(addr: SocketAddr) -> std::io::Result<SocketAddr> {
    StdTcpListener::bind(addr)?.local_addr()
}

fn refused(addr: SocketAddr, why: &dyn std::fmt::Display) -> StartError {
    StartError::Listen { addr, why: why.to_string() }
}

fn tls_config(tls: &TlsListen) -> Result<TlsConfig, StartError> {
    Ok(TlsConfig { cert: Some(pem(&tls.files.certificate)?), key: Some(pem(&tls.files.key)?), ..TlsConfig::default() })
}

/// Whom outgoing TLS believes: the configured authorities, else our own certificate.
fn outgoing_tls(config: &SipConfig) -> Result<Option<TlsConfig>, StartError> {
    let own = config.listen_tls.as_ref().map(|tls| &tls.files.certificate);
    let Some(path) = config.tls_authorities.as_ref().or(own) else { return Ok(None) };
    Ok(Some(TlsConfig { ca_certs: Some(pem(path)?), ..TlsConfig::default() }))
}

fn pem(path: &Path) -> Result<Vec<u8>, StartError> {
    std::fs::read(path).map_err(|error| StartError::Certificate { path: path.to_owned(), why: error.to_string() })
}
