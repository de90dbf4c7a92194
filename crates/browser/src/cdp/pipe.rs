//! The two tasks at the pipe: one reads and splits, one writes. Both end with one [`WireFault`], told once.

use std::os::fd::OwnedFd;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::unix::pipe;
use tokio::sync::mpsc;
use zeroize::Zeroizing;

use super::codec::{Incoming, Splitter, WireFault};

/// Messages waiting to be read by the host; a full queue makes the browser wait, not the host.
const READ_QUEUE_MAX: usize = 1024;
/// Messages waiting to be written.
const WRITE_QUEUE_MAX: usize = 4096;
const READ_BYTES: usize = 256 * 1024;
/// A browser that takes nothing for this long is lost.
const WRITE_PATIENCE: Duration = Duration::from_secs(10);

/// Our ends of the two pipes.
pub struct Ends {
    /// We write calls here (the browser's descriptor 3).
    pub to_browser: OwnedFd,
    /// We read messages here (the browser's descriptor 4).
    pub from_browser: OwnedFd,
}

/// The pipe as the host holds it.
pub struct Pipe {
    /// Messages in the order the browser sent them; the last one is a fault.
    pub incoming: mpsc::Receiver<Result<Incoming, WireFault>>,
    /// Whole messages with their closing zero.
    pub outgoing: mpsc::Sender<Zeroizing<Vec<u8>>>,
}

impl Pipe {
    /// Starts both tasks.
    ///
    /// # Errors
    /// What the system says of descriptors that are no pipes.
    pub fn start(ends: Ends) -> std::io::Result<Self> {
        let reader = pipe::Receiver::from_owned_fd(ends.from_browser)?;
        let writer = pipe::Sender::from_owned_fd(ends.to_browser)?;
        let (read_out, incoming) = mpsc::channel(READ_QUEUE_MAX);
        let (outgoing, write_in) = mpsc::channel(WRITE_QUEUE_MAX);
        tokio::spawn(read_all(reader, read_out.clone()));
        tokio::spawn(write_all(writer, write_in, read_out));
        Ok(Self { incoming, outgoing })
    }
}

async fn read_all(mut reader: pipe::Receiver, out: mpsc::Sender<Result<Incoming, WireFault>>) {
    let (mut splitter, mut buffer) = (Splitter::default(), vec![0; READ_BYTES]);
    loop {
        let read = match reader.read(&mut buffer).await {
            Ok(0) | Err(_) => Err(WireFault::Closed),
            Ok(count) => splitter.push(&buffer[..count]),
        };
        match read {
            Ok(messages) => {
                for message in messages {
                    if out.send(Ok(message)).await.is_err() {
                        return;
                    }
                }
            }
            Err(fault) => {
                // The host may be gone already; then nobody is left to tell.
                let _gone = out.send(Err(fault)).await;
                return;
            }
        }
    }
}

async fn write_all(
    mut writer: pipe::Sender,
    mut messages: mpsc::Receiver<Zeroizing<Vec<u8>>>,
    out: mpsc::Sender<Result<Incoming, WireFault>>,
) {
    while let Some(message) = messages.recv().await {
        let fault = match tokio::time::timeout(WRITE_PATIENCE, writer.write_all(&message)).await {
            Ok(Ok(())) => continue,
            Ok(Err(fault)) => WireFault::Stuck(fault.to_string()),
            Err(_) => WireFault::Stuck("nothing was taken in time".to_owned()),
        };
        // As above: a host that is gone needs no word.
        let _gone = out.send(Err(fault)).await;
        return;
    }
}
