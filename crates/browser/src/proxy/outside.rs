//! What lies beyond the proxy: names, and connections to addresses.
//!
//! Owns the two calls that leave this machine. Tests put another world in its place.

use std::io;
use std::net::{IpAddr, SocketAddr};

use async_trait::async_trait;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};

/// A connection in both directions.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Names and connections.
#[async_trait]
pub trait Outside: Send + Sync + 'static {
    /// Every address a name has at this moment.
    ///
    /// # Errors
    /// When nobody can tell.
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>>;

    /// A connection to exactly this address. `is_public` says that it must not be one of this machine's own.
    ///
    /// # Errors
    /// When nobody answers there, or it is this machine.
    async fn connect(&self, address: SocketAddr, is_public: bool) -> io::Result<Box<dyn Stream>>;
}

/// The internet, by the machine's own resolver.
#[derive(Debug, Clone, Copy, Default)]
pub struct Internet;

#[async_trait]
impl Outside for Internet {
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok(lookup_host((host, 0)).await?.map(|address| address.ip()).collect())
    }

    async fn connect(&self, address: SocketAddr, is_public: bool) -> io::Result<Box<dyn Stream>> {
        let stream = TcpStream::connect(address).await?;
        // Who is reached from one's own address is oneself: a public address can be this machine's.
        if is_public && stream.local_addr()?.ip() == stream.peer_addr()?.ip() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "this machine's own address"));
        }
        stream.set_nodelay(true)?;
        Ok(Box::new(stream))
    }
}
