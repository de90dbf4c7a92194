//! The socket: connections, their number and their time. TLS is the caller's: it gives how a stream is covered, or none.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroize as _;

use crate::dialogue::{Cover, Dialogue, Next};
use crate::policy::Gate;
use crate::refusal as say;

/// Bytes read at a time.
const READ_BYTES: usize = 8 * 1024;
/// How long one who is not let in may take to hear so.
const FAREWELL: Duration = Duration::from_secs(2);
/// Pause after a connection could not be accepted, for want of descriptors for instance.
const BREATH: Duration = Duration::from_millis(200);
/// Bytes read and thrown away after the last word, so that the other side gets to read it.
const UNREAD_BYTES_MAX: usize = 64 * 1024;

/// How many and how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections at a time; one more is told to come back.
    pub connections: usize,
    /// Silence after which a connection is ended.
    pub idle: Duration,
    /// Time after which it is ended whatever it does.
    pub whole: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connections: 16, idle: Duration::from_secs(60), whole: Duration::from_secs(300) }
    }
}

/// A connection, covered or not.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// A connection on its way to being covered.
pub type Upgraded = Pin<Box<dyn Future<Output = io::Result<Box<dyn Stream>>> + Send>>;

/// How a connection is covered: with the caller's own certificate and TLS library.
pub trait Upgrade: Send + Sync {
    /// Shakes hands as the server; is ended with the connection's time.
    fn upgrade(&self, stream: TcpStream) -> Upgraded;
}

/// Lets letters in until `stop`; connections that are open then are ended too.
/// What goes wrong on one connection ends that connection alone.
pub async fn serve(
    listener: TcpListener,
    gate: Gate,
    limits: Limits,
    tls: Option<Arc<dyn Upgrade>>,
    stop: CancellationToken,
) {
    let places = Arc::new(Semaphore::new(limits.connections));
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(kind = ?error.kind(), "a mail connection was not accepted");
                tokio::time::sleep(BREATH).await;
                continue;
            }
        };
        let (gate, tls, stop) = (gate.clone(), tls.clone(), stop.clone());
        match places.clone().try_acquire_owned() {
            Ok(place) => {
                tokio::spawn(async move {
                    let talk = timeout(limits.whole, converse(stream, gate, limits, tls));
                    tokio::select! {
                        () = stop.cancelled() => {}
                        ended = talk => log(ended),
                    }
                    drop(place);
                });
            }
            Err(_) => turn_away(stream).await,
        }
    }
}

fn log(ended: Result<io::Result<()>, tokio::time::error::Elapsed>) {
    match ended {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(kind = ?error.kind(), "a mail connection broke"),
        Err(_) => tracing::debug!("a mail connection took too long"),
    }
}

/// Says at once that there is no room. The little that is said fits the socket's own room, so nobody waits for it.
async fn turn_away(mut stream: TcpStream) {
    let told = timeout(FAREWELL, stream.write_all(say::BUSY.as_bytes())).await;
    tracing::debug!(told = told.is_ok(), "more mail connections than there is room for");
}

async fn converse(mut stream: TcpStream, gate: Gate, limits: Limits, tls: Option<Arc<dyn Upgrade>>) -> io::Result<()> {
    let cover = if tls.is_some() { Cover::Offered } else { Cover::None };
    let mut dialogue = Dialogue::begin(gate.clone(), cover);
    let mut out = String::new();
    let next = dialogue.greet(&mut out);
    write(&mut stream, &mut out, limits).await?;
    let next = if next == Next::Read { talk(&mut stream, &mut dialogue, limits).await? } else { next };
    match (next, tls) {
        (Next::Upgrade, Some(tls)) => {
            let mut covered = timeout(limits.idle, tls.upgrade(stream)).await??;
            let mut dialogue = Dialogue::begin(gate, Cover::On);
            talk(&mut covered, &mut dialogue, limits).await?;
            part(&mut covered).await
        }
        (Next::Upgrade | Next::Close | Next::Read, _) => part(&mut stream).await,
    }
}

/// Reads and answers until there is something else to do.
async fn talk<S: Stream + ?Sized>(stream: &mut S, dialogue: &mut Dialogue, limits: Limits) -> io::Result<Next> {
    let mut room = [0_u8; READ_BYTES];
    let mut out = String::new();
    loop {
        let Ok(read) = timeout(limits.idle, stream.read(&mut room)).await else {
            out.push_str(say::TOO_SLOW);
            write(stream, &mut out, limits).await?;
            return Ok(Next::Close);
        };
        let count = read?;
        if count == 0 {
            return Ok(Next::Close);
        }
        let next = dialogue.take(room.get(..count).unwrap_or_default(), &mut out);
        room.zeroize();
        write(stream, &mut out, limits).await?;
        match next {
            Next::Read => {}
            Next::Upgrade | Next::Close => return Ok(next),
        }
    }
}

/// Writes what there is to say; one who does not read it is as slow as one who does not write.
async fn write<S: Stream + ?Sized>(stream: &mut S, out: &mut String, limits: Limits) -> io::Result<()> {
    timeout(limits.idle, stream.write_all(out.as_bytes())).await??;
    out.clear();
    timeout(limits.idle, stream.flush()).await?
}

/// Ends a connection. What was sent and not read would make the system drop the last reply, so some of it is read.
async fn part<S: Stream + ?Sized>(stream: &mut S) -> io::Result<()> {
    stream.shutdown().await?;
    let unread = async {
        let mut room = [0_u8; READ_BYTES];
        let mut wasted = 0_usize;
        while wasted < UNREAD_BYTES_MAX {
            match stream.read(&mut room).await {
                Ok(0) | Err(_) => break,
                Ok(count) => wasted = wasted.saturating_add(count),
            }
        }
        room.zeroize();
    };
    // One who goes on sending has had the time to read.
    timeout(FAREWELL, unread).await.or(Ok(()))
}
