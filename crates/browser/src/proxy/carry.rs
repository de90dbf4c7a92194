//! One connection of the browser, from its request to its end.
//!
//! Owns moving bytes within limits of time and amount. A plain connection carries one request, so that nothing can
//! follow a request unread. It keeps nothing and never sees into a tunnel.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

use super::head::{self, HEAD_BYTES_MAX, Request, Target};
use super::outside::{Outside, Stream};
use super::rules::{Refusal, Rules, choose};

/// Bytes moved at once.
const CHUNK_BYTES: usize = 16 * 1024;
/// Answers before the answer (`100 Continue`, ..) of one request.
const INTERIM_MAX: usize = 8;

/// Limits of one visit's proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once.
    pub connections_max: usize,
    /// Bytes of the whole visit, both directions together.
    pub bytes_max: u64,
    /// How long a request's head may take.
    pub head_within: Duration,
    /// How long a name and a connection may take.
    pub connect_within: Duration,
    /// How long a connection may be silent.
    pub idle_max: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections_max: 96,
            bytes_max: 1_000_000_000,
            head_within: Duration::from_secs(10),
            connect_within: Duration::from_secs(15),
            idle_max: Duration::from_secs(180),
        }
    }
}

/// What all connections of a visit share.
pub(super) struct Shared {
    pub(super) rules: Rules,
    pub(super) limits: Limits,
    pub(super) outside: Arc<dyn Outside>,
    /// Bytes moved so far, both directions.
    pub(super) bytes: AtomicU64,
}

/// How a connection came to be refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    /// Where to, if that could be read.
    pub(super) target: Option<Target>,
    pub(super) why: Refusal,
    /// Whether the browser has had the beginning of an answer, into which nothing may be written.
    begun: bool,
}

impl Refused {
    pub(super) fn new(target: Option<Target>, why: Refusal) -> Self {
        Self { target, why, begun: false }
    }
}

/// Serves one connection to its end.
///
/// # Errors
/// When it was refused; the browser has been told.
pub(super) async fn serve(mut browser: impl Stream, shared: &Shared) -> Result<(), Refused> {
    match answer(&mut browser, shared).await {
        Ok(()) => Ok(()),
        Err(refused) if refused.begun => Err(refused),
        Err(refused) => {
            let status = status_of(refused.why);
            let said = format!(
                "HTTP/1.1 {status}\r\nContent-Length: 0\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
            );
            // Whether the browser still listens changes nothing.
            let _ = timeout(shared.limits.head_within, browser.write_all(said.as_bytes())).await;
            let _ = timeout(shared.limits.head_within, browser.shutdown()).await;
            Err(refused)
        }
    }
}

async fn answer(browser: &mut impl Stream, shared: &Shared) -> Result<(), Refused> {
    let nowhere = |why| Refused::new(None, why);
    let reading = timeout(shared.limits.head_within, read_head(browser, HEAD_BYTES_MAX));
    let (head, rest) = match reading.await {
        Err(_) => return Err(nowhere(Refusal::Slow)),
        Ok(Err(_)) => return Err(nowhere(Refusal::Request)),
        // A connection opened ahead and closed unused is nobody's fault.
        Ok(Ok(None)) => return Ok(()),
        Ok(Ok(Some(read))) => read,
    };
    match head::read(&head).map_err(|why| nowhere(why.into()))? {
        Request::Tunnel(target) => {
            if !rest.is_empty() {
                return Err(Refused::new(Some(target), Refusal::Request));
            }
            let mut site = reach(&target, shared).await?;
            let greeting = browser.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await;
            if greeting.is_ok() {
                let carried = both_ways(browser, &mut site, shared).await;
                carried.map_err(|why| Refused { target: Some(target), why, begun: true })?;
            }
            Ok(())
        }
        Request::Plain { target, head, body_bytes } => {
            if rest.len() as u64 > body_bytes {
                return Err(Refused::new(Some(target), Refusal::Request));
            }
            let mut site = reach(&target, shared).await?;
            let begun = AtomicBool::new(false);
            let request = Sent { head: &head, rest: &rest, body_bytes, begun: &begun };
            let carried = one_request(browser, &mut site, shared, &request).await;
            carried.map_err(|why| Refused { target: Some(target), why, begun: begun.load(Ordering::Relaxed) })
        }
    }
}

/// The connection to a target that the rules allow.
async fn reach(target: &Target, shared: &Shared) -> Result<Box<dyn Stream>, Refused> {
    let refused = |why| Refused::new(Some(target.clone()), why);
    shared.rules.allow(target).map_err(refused)?;
    let connecting = async {
        if let Some(address) = shared.rules.fixture(target) {
            return shared.outside.connect(address, false).await.map_err(|_| Refusal::NoAnswer);
        }
        let addresses = shared.outside.resolve(&target.host).await.map_err(|_| Refusal::NoAddress)?;
        for address in choose(&addresses, target.port)? {
            match shared.outside.connect(address, true).await {
                Ok(site) => return Ok(site),
                Err(why) if why.kind() == io::ErrorKind::PermissionDenied => return Err(Refusal::NotPublic),
                Err(_) => {}
            }
        }
        Err(Refusal::NoAnswer)
    };
    timeout(shared.limits.connect_within, connecting).await.unwrap_or(Err(Refusal::NoAnswer)).map_err(refused)
}

/// A tunnel: bytes in both directions until both ends are done.
async fn both_ways(browser: &mut impl Stream, site: &mut Box<dyn Stream>, shared: &Shared) -> Result<(), Refusal> {
    let (from_browser, to_browser) = tokio::io::split(browser);
    let (from_site, to_site) = tokio::io::split(site);
    let up = pump(from_browser, to_site, shared);
    let down = pump(from_site, to_browser, shared);
    tokio::try_join!(up, down).map(|_| ())
}

/// One plain request.
struct Sent<'a> {
    /// Its head as the site gets it.
    head: &'a [u8],
    /// What of its body came with the head.
    rest: &'a [u8],
    /// How long the body is.
    body_bytes: u64,
    /// Set once the browser gets an answer.
    begun: &'a AtomicBool,
}

/// Carries one plain request and its answer.
async fn one_request(
    browser: &mut impl Stream,
    site: &mut Box<dyn Stream>,
    shared: &Shared,
    sent: &Sent<'_>,
) -> Result<(), Refusal> {
    let (mut from_browser, mut to_browser) = tokio::io::split(browser);
    let (mut from_site, mut to_site) = tokio::io::split(site);
    let up = async {
        moved(shared, sent.head.len() + sent.rest.len())?;
        for bytes in [sent.head, sent.rest] {
            within(shared, to_site.write_all(bytes)).await?;
        }
        let left = sent.body_bytes - sent.rest.len() as u64;
        carry(&mut from_browser, &mut to_site, left, shared).await?;
        // What comes now is the browser's leaving, or a second request, which is not read.
        match from_browser.read(&mut [0; 1]).await {
            Ok(0) | Err(_) => Ok(()),
            Ok(_) => std::future::pending().await,
        }
    };
    let down = async {
        let left = answer_head(&mut from_site, &mut to_browser, shared, sent.begun).await?;
        carry(&mut from_site, &mut to_browser, left.unwrap_or(u64::MAX), shared).await?;
        within(shared, to_browser.shutdown()).await
    };
    tokio::select! {
        biased;
        ended = down => ended,
        ended = up => ended,
    }
}

/// Reads the site's answer up to its body, and sends it on without what is not the browser's business. Returns how many
/// bytes are still to come, where the site says so.
async fn answer_head(
    site: &mut (impl AsyncRead + Unpin),
    browser: &mut (impl AsyncWrite + Unpin),
    shared: &Shared,
    begun: &AtomicBool,
) -> Result<Option<u64>, Refusal> {
    let mut rest = Vec::new();
    for _ in 0..INTERIM_MAX {
        let reading = read_head_after(site, std::mem::take(&mut rest), 2 * HEAD_BYTES_MAX);
        let read = within(shared, reading).await?.ok_or(Refusal::NoAnswer)?;
        let answer = head::answer(&read.0).ok_or(Refusal::NoAnswer)?;
        rest = read.1;
        // Another protocol would be a tunnel that nobody asked for.
        if answer.status == 101 {
            return Err(Refusal::NoAnswer);
        }
        moved(shared, answer.head.len())?;
        begun.store(true, Ordering::Relaxed);
        within(shared, browser.write_all(&answer.head)).await?;
        if answer.status >= 200 {
            let whole = answer.body_bytes.unwrap_or(u64::MAX);
            rest.truncate(usize::try_from(whole).unwrap_or(usize::MAX));
            moved(shared, rest.len())?;
            within(shared, browser.write_all(&rest)).await?;
            return Ok(answer.body_bytes.map(|bytes| bytes - rest.len() as u64));
        }
    }
    Err(Refusal::NoAnswer)
}

/// Moves all there is one way, then says to the other end that there is no more.
async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    shared: &Shared,
) -> Result<(), Refusal> {
    carry(&mut from, &mut to, u64::MAX, shared).await?;
    within(shared, to.shutdown()).await
}

/// Moves up to `bytes_left` bytes one way.
async fn carry(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    mut bytes_left: u64,
    shared: &Shared,
) -> Result<(), Refusal> {
    let mut chunk = vec![0; CHUNK_BYTES];
    while bytes_left > 0 {
        let room = usize::try_from(bytes_left).unwrap_or(CHUNK_BYTES).min(CHUNK_BYTES);
        let read = read_while_busy(from, &mut chunk[..room], shared).await?;
        if read == 0 {
            break;
        }
        moved(shared, read)?;
        within(shared, to.write_all(&chunk[..read])).await?;
        bytes_left -= read as u64;
    }
    within(shared, to.flush()).await
}

/// Reads; silent is a connection only when the whole visit moved nothing meanwhile in either direction of it.
async fn read_while_busy(
    from: &mut (impl AsyncRead + Unpin),
    chunk: &mut [u8],
    shared: &Shared,
) -> Result<usize, Refusal> {
    loop {
        let before = shared.bytes.load(Ordering::Relaxed);
        match timeout(shared.limits.idle_max, from.read(chunk)).await {
            Ok(Ok(read)) => return Ok(read),
            Ok(Err(_)) => return Ok(0),
            Err(_) if shared.bytes.load(Ordering::Relaxed) != before => {}
            Err(_) => return Err(Refusal::Slow),
        }
    }
}

async fn within<T>(shared: &Shared, doing: impl Future<Output = io::Result<T>>) -> Result<T, Refusal> {
    match timeout(shared.limits.idle_max, doing).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(_)) => Err(Refusal::NoAnswer),
        Err(_) => Err(Refusal::Slow),
    }
}

/// Counts bytes of the visit.
fn moved(shared: &Shared, bytes: usize) -> Result<(), Refusal> {
    let before = shared.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    if before.saturating_add(bytes as u64) > shared.limits.bytes_max { Err(Refusal::Bytes) } else { Ok(()) }
}

async fn read_head(from: &mut (impl AsyncRead + Unpin), bytes_max: usize) -> io::Result<Option<(Vec<u8>, Vec<u8>)>> {
    read_head_after(from, Vec::new(), bytes_max).await
}

/// The head, and what came behind it; None when the other end left without a word.
async fn read_head_after(
    from: &mut (impl AsyncRead + Unpin),
    mut read: Vec<u8>,
    bytes_max: usize,
) -> io::Result<Option<(Vec<u8>, Vec<u8>)>> {
    let mut chunk = vec![0; 4096];
    let mut looked_at = 0;
    loop {
        if let Some(end) = end_of_head(&read, looked_at) {
            let rest = read.split_off(end);
            return if end > bytes_max { Err(io::ErrorKind::InvalidData.into()) } else { Ok(Some((read, rest))) };
        }
        if read.len() > bytes_max {
            return Err(io::ErrorKind::InvalidData.into());
        }
        looked_at = read.len().saturating_sub(3);
        let count = from.read(&mut chunk).await?;
        if count == 0 {
            return if read.is_empty() { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
        read.extend_from_slice(&chunk[..count]);
    }
}

fn end_of_head(read: &[u8], from: usize) -> Option<usize> {
    read[from..].windows(4).position(|four| four == b"\r\n\r\n").map(|at| from + at + 4)
}

fn status_of(why: Refusal) -> &'static str {
    match why {
        Refusal::Request => "400 Bad Request",
        Refusal::Host | Refusal::Port | Refusal::NotPublic => "403 Forbidden",
        Refusal::NoAddress | Refusal::NoAnswer => "502 Bad Gateway",
        Refusal::Connections | Refusal::Bytes => "503 Service Unavailable",
        Refusal::Slow => "408 Request Timeout",
    }
}
