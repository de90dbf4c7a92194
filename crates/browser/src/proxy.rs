//! The forward proxy of one visit: the only way out that the visit's browser has.
//!
//! Owns the accept loop, the events for the desk, and the end: with the visit every connection is cut. Who may connect
//! to it is decided by where it listens (`confine`): inside the visit's own network namespace nothing else runs, so
//! that it needs no password. It logs hosts, never paths, and keeps nothing. It must never know what a page is.
//! Next: `rules` for where a browser may connect, `head` for what it may ask, `carry` for one connection.

mod address;
mod carry;
mod head;
mod outside;
mod rules;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinHandle, JoinSet};

use self::carry::{Refused, Shared, serve};

pub use address::is_public;
pub use carry::Limits;
pub use outside::{Internet, Outside, Stream};
pub use rules::{Refusal, Rules};

/// Different refusals that are told of one visit.
pub const TOLD_MAX: usize = 200;
/// Refusals that wait for whoever reads them; more are counted and not told.
pub const EVENTS_MAX: usize = 64;

/// What the desk may want to know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// The browser asked for something it may not have; each host and reason is told once.
    Refused {
        /// The host and port, or nothing where the request could not be read.
        to: Option<(String, u16)>,
        /// Why.
        why: Refusal,
    },
}

/// What a visit's proxy did, once it has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Bytes moved, both directions together.
    pub bytes: u64,
    /// Connections that were refused.
    pub refused: u64,
}

/// The running proxy of one visit.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<Summary>,
}

impl Proxy {
    /// Serves the listener until the proxy is ended or dropped. Returns it with the events for the desk.
    ///
    /// # Errors
    /// When the listener has no address, or is open to other machines.
    pub fn start(
        listener: TcpListener,
        rules: Rules,
        limits: Limits,
        outside: Arc<dyn Outside>,
    ) -> io::Result<(Self, mpsc::Receiver<Event>)> {
        let address = listener.local_addr()?;
        if !address.ip().is_loopback() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a proxy listens on a loopback address alone"));
        }
        let (events, told) = mpsc::channel(EVENTS_MAX);
        let (stop, stopped) = oneshot::channel();
        let shared = Arc::new(Shared { rules, limits, outside, bytes: AtomicU64::new(0) });
        let task = tokio::spawn(accept(listener, shared, events, stopped));
        Ok((Self { address, stop: Some(stop), task }, told))
    }

    /// What Chromium's `--proxy-server` is given.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Cuts every connection; when it returns, none is left.
    pub async fn end(mut self) -> Summary {
        drop(self.stop.take());
        let nothing = Summary { bytes: 0, refused: 0 };
        (&mut self.task).await.unwrap_or(nothing)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        drop(self.stop.take());
    }
}

async fn accept(
    listener: TcpListener,
    shared: Arc<Shared>,
    events: mpsc::Sender<Event>,
    mut stopped: oneshot::Receiver<()>,
) -> Summary {
    let mut connections: JoinSet<Result<(), Refused>> = JoinSet::new();
    let mut desk = Desk { events, told: BTreeSet::new(), refused: 0 };
    loop {
        tokio::select! {
            biased;
            _ = &mut stopped => break,
            Some(ended) = connections.join_next() => {
                if let Ok(Err(refused)) = ended {
                    desk.tell(refused);
                }
            }
            accepted = listener.accept() => match accepted {
                Ok((browser, _)) if connections.len() < shared.limits.connections_max => {
                    connections.spawn(one(browser, Arc::clone(&shared)));
                }
                Ok(_) => desk.tell(Refused::new(None, Refusal::Connections)),
                Err(why) => {
                    tracing::warn!(%why, "the visit's proxy cannot accept");
                    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                }
            },
        }
    }
    while let Some(ended) = connections.try_join_next() {
        if let Ok(Err(refused)) = ended {
            desk.tell(refused);
        }
    }
    connections.shutdown().await;
    Summary { bytes: shared.bytes.load(Ordering::Relaxed), refused: desk.refused }
}

async fn one(browser: TcpStream, shared: Arc<Shared>) -> Result<(), Refused> {
    // Without it small answers wait for more; a socket that refuses is about to fail anyway.
    let _ = browser.set_nodelay(true);
    serve(browser, &shared).await
}

/// Tells each refusal once, and counts all.
struct Desk {
    events: mpsc::Sender<Event>,
    told: BTreeSet<Event>,
    refused: u64,
}

impl Desk {
    fn tell(&mut self, refused: Refused) {
        self.refused = self.refused.saturating_add(1);
        let to = refused.target.map(|target| (target.host, target.port));
        let event = Event::Refused { to, why: refused.why };
        if self.told.len() >= TOLD_MAX || self.told.contains(&event) {
            return;
        }
        let Event::Refused { to, why } = &event;
        let host = to.as_ref().map_or("", |(host, _)| host.as_str());
        tracing::info!(host, %why, "the shared browser was refused a connection");
        // A desk that does not read loses the telling, never the refusal.
        if self.events.try_send(event.clone()).is_ok() {
            self.told.insert(event);
        }
    }
}
