//! The shared browser's places, and in the demonstration a site to practise on.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use practice::{Letter, NotSent, Origins, Outbox, Postman, Practice};

use super::start_error::StartError;
use crate::clock::chance;
use crate::config::Config;
use crate::counter::{BrowserParts, Mail, Places, SetupFault};

/// The domain of the demonstration's mail addresses (RFC 6761: `test` is nobody's).
const DEMO_DOMAIN: &str = "visit.madoguchi.test";
/// The practice site's hosts, as its profile names them (`sites/practice.toml`).
const HOSTS: [&str; 2] = ["practice.madoguchi.test", "other.madoguchi.test"];

/// Makes the places ready, where visits may have a shared browser. A demonstration goes on without one.
///
/// # Errors
/// When it is configured and cannot be had.
pub(super) async fn open(config: &Config, parts: BrowserParts) -> Result<Option<Places>, StartError> {
    let is_tried = config.demo.enabled && !config.shared_browser.enabled;
    if !config.shared_browser.enabled && !is_tried {
        return Ok(None);
    }
    let (mail, post) = mail(config).await?;
    let placed = if config.demo.enabled { practice_site(post).await? } else { BTreeMap::new() };
    let parts = BrowserParts { mail, ..parts };
    let section = config.shared_browser.clone();
    let opened = tokio::task::spawn_blocking(move || Places::open(&section, placed, parts)).await;
    match opened.unwrap_or(Err(SetupFault::BrokenOff)) {
        Ok(places) => Ok(Some(places)),
        Err(why) if is_tried => {
            tracing::warn!(%why, "the demonstration has no shared browser");
            Ok(None)
        }
        Err(why) => Err(why.into()),
    }
}

/// Visits' mail addresses, and where letters for them come in; a demonstration has them for its practice site.
async fn mail(config: &Config) -> Result<(Option<Mail>, Option<SocketAddr>), StartError> {
    let section = &config.shared_browser;
    let (domain, listen) = match &section.mail_domain {
        Some(domain) => (domain.as_str(), section.mail_listen),
        None if config.demo.enabled => (DEMO_DOMAIN, SocketAddr::from((Ipv4Addr::LOCALHOST, 0))),
        None => return Ok((None, None)),
    };
    let (mail, address) = Mail::serve(domain, listen).await.map_err(StartError::Mail)?;
    Ok((Some(mail), Some(address)))
}

/// Serves the practice site on this machine alone; the two hosts and where they are.
async fn practice_site(post: Option<SocketAddr>) -> Result<BTreeMap<String, SocketAddr>, StartError> {
    let [main, other] = HOSTS;
    let origins = Origins::at(&format!("http://{main}"), &format!("http://{other}"))
        .map_err(|why| StartError::Practice(std::io::Error::other(why)))?;
    let outbox: Arc<dyn Outbox> = match post {
        Some(post) => Arc::new(Postman::start(post, &format!("noreply@{main}"))),
        None => Arc::new(NoLetters),
    };
    let practice = Practice::open(origins, u64::from_be_bytes(chance()), outbox);
    let mut placed = BTreeMap::new();
    for (host, site) in [(main, practice::main_site(&practice)), (other, practice::other_site(&practice))] {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(StartError::Practice)?;
        placed.insert(host.to_owned(), listener.local_addr().map_err(StartError::Practice)?);
        tokio::spawn(async move {
            if let Err(why) = axum::serve(listener, site).await {
                tracing::error!(%why, "the site to practise on has ended");
            }
        });
    }
    Ok(placed)
}

/// The site mails nothing while visits have no mailbox.
struct NoLetters;

impl Outbox for NoLetters {
    fn send(&self, _letter: Letter) -> Result<(), NotSent> {
        Err(NotSent)
    }
}
