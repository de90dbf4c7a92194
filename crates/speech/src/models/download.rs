//! Bringing one large file here: with a limit, with progress, and going on where it broke off.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use reqwest::header::{CONTENT_RANGE, RANGE};
use reqwest::{Client, Response, StatusCode, Url};
use thiserror::Error;

/// The longest connecting may take, and the longest silence within a transfer.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
const SILENCE_MAX: Duration = Duration::from_secs(60);
/// How often a transfer that broke off is taken up again.
const TRIES_MAX: u32 = 5;
/// Longest page of an index, in bytes.
const PAGE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Why a file was not brought.
#[derive(Debug, Error)]
pub enum DownloadFault {
    /// The server cannot be reached.
    #[error("{0} cannot be reached")]
    Unreachable(String),
    /// The server says no.
    #[error("{0} answered {1}")]
    Status(String, StatusCode),
    /// The transfer broke off again and again.
    #[error("the transfer from {0} broke off {TRIES_MAX} times; what is here is kept, and taken up next time")]
    BrokeOff(String),
    /// The file has another size than it must.
    #[error("{0} sends another file: not {1} bytes")]
    Size(String, u64),
    /// The disk.
    #[error("{0}")]
    Disk(#[from] io::Error),
}

/// What downloads are made with.
///
/// # Errors
/// When the system's encryption cannot be set up.
pub(super) fn client() -> Result<Client, reqwest::Error> {
    Client::builder().connect_timeout(CONNECT_WITHIN).read_timeout(SILENCE_MAX).build()
}

/// A page of an index.
///
/// # Errors
/// [`DownloadFault`].
pub(super) async fn page(client: &Client, address: &Url, accept: &str) -> Result<String, DownloadFault> {
    let request = client.get(address.clone()).header(reqwest::header::ACCEPT, accept);
    let unreachable = || DownloadFault::Unreachable(host(address));
    let mut response = checked(request.send().await.map_err(|_| unreachable())?, address)?;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| unreachable())? {
        if body.len() + chunk.len() > PAGE_BYTES_MAX {
            return Err(DownloadFault::Size(host(address), PAGE_BYTES_MAX as u64));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&body).into_owned())
}

/// Brings the file at `address`, of `bytes` bytes, to `to`, after whatever part of it is there already.
///
/// # Errors
/// [`DownloadFault`]; what has come stays at `to`.
pub(super) async fn file(
    client: &Client,
    address: &Url,
    to: &Path,
    bytes: u64,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<(), DownloadFault> {
    for _ in 0..TRIES_MAX {
        let here = std::fs::metadata(to).map_or(0, |meta| meta.len());
        if here == bytes {
            return Ok(());
        }
        let from = if here < bytes { here } else { 0 };
        let mut request = client.get(address.clone());
        if from > 0 {
            request = request.header(RANGE, format!("bytes={from}-"));
        }
        let response = match request.send().await {
            Ok(response) => checked(response, address)?,
            // Who was never reached is not tried again: there may be another source.
            Err(why) if why.is_connect() || why.is_timeout() => return Err(DownloadFault::Unreachable(host(address))),
            Err(_) => continue,
        };
        let goes_on = from > 0 && goes_on_at(&response, from);
        let mut file = opened(to, goes_on)?;
        if received(response, &mut file, if goes_on { from } else { 0 }, bytes, progress).await? {
            return Ok(());
        }
    }
    let here = std::fs::metadata(to).map_or(0, |meta| meta.len());
    if here > bytes {
        return Err(DownloadFault::Size(host(address), bytes));
    }
    Err(DownloadFault::BrokeOff(host(address)))
}

/// Writes the body; false when it broke off.
async fn received(
    mut response: Response,
    file: &mut File,
    from: u64,
    bytes: u64,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<bool, DownloadFault> {
    let mut here = from;
    let told = host(response.url());
    while let Ok(chunk) = response.chunk().await {
        let Some(chunk) = chunk else {
            return if here == bytes { Ok(true) } else { Ok(false) };
        };
        here += chunk.len() as u64;
        if here > bytes {
            return Err(DownloadFault::Size(told, bytes));
        }
        file.write_all(&chunk)?;
        progress(here);
    }
    Ok(false)
}

fn opened(to: &Path, goes_on: bool) -> io::Result<File> {
    if goes_on { OpenOptions::new().append(true).open(to) } else { File::create(to) }
}

/// Whether the server sends the rest and not the whole again.
fn goes_on_at(response: &Response, from: u64) -> bool {
    let range = response.headers().get(CONTENT_RANGE).and_then(|range| range.to_str().ok()).unwrap_or_default();
    response.status() == StatusCode::PARTIAL_CONTENT && range.starts_with(&format!("bytes {from}-"))
}

fn checked(response: Response, address: &Url) -> Result<Response, DownloadFault> {
    let status = response.status();
    if status.is_success() { Ok(response) } else { Err(DownloadFault::Status(host(address), status)) }
}

/// The host alone: an address may hold a name and a key.
pub(super) fn host(address: &Url) -> String {
    address.host_str().unwrap_or("the server").to_owned()
}
