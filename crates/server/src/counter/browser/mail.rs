//! The visit's own mail address (clause 6(2)③; ADR 0038): for residents without one, where a site mails its link.
//!
//! Owns who may write to which visit: the senders of the site profile that is open there, and nobody else. What came is
//! in memory, and overwritten with the visit.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use browser::site::{Page, Profile, Unknown};
use domain::ids::ContactId;
use mailbox::{Address, Gate, Letter, Limits, Mailboxes, Policy, Verdict, Visit};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::messages::{Link, ServerMessage};
use crate::clock::chance;

/// Characters a link's label has.
const LABEL_CHARS_MAX: usize = 80;

/// All visits' addresses; cheap to clone.
#[derive(Clone)]
pub struct Mail {
    mailboxes: Arc<Mailboxes>,
    visits: Arc<Visits>,
    domain: String,
}

/// Which site profile is open in which visit.
#[derive(Default)]
struct Visits(Mutex<BTreeMap<Visit, Arc<Profile>>>);

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mail")
    }
}

impl Policy for Visits {
    /// The city has agreed, or there would be no door.
    fn is_on(&self) -> bool {
        true
    }

    fn recipient(&self, _address: &Address) -> Verdict {
        Verdict::Accept
    }

    fn sender(&self, visit: Visit, domain: &str) -> Verdict {
        let takes = self.open().get(&visit).is_some_and(|profile| profile.takes_mail_of(domain));
        if takes { Verdict::Accept } else { Verdict::Refuse }
    }
}

impl Visits {
    fn open(&self) -> MutexGuard<'_, BTreeMap<Visit, Arc<Profile>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mail {
    /// Lets letters for addresses in `domain` in at `listen`, until the program ends. Where it really listens.
    ///
    /// # Errors
    /// When it cannot listen there.
    pub async fn serve(domain: &str, listen: SocketAddr) -> std::io::Result<(Self, SocketAddr)> {
        let listener = TcpListener::bind(listen).await?;
        let address = listener.local_addr()?;
        let mail = Self { mailboxes: Arc::default(), visits: Arc::default(), domain: domain.to_owned() };
        let (mailboxes, policy) = (Arc::clone(&mail.mailboxes), Arc::clone(&mail.visits) as Arc<dyn Policy>);
        let gate = Gate { mailboxes, policy, host: domain.to_owned() };
        tokio::spawn(mailbox::serve(listener, gate, Limits::default(), None, CancellationToken::new()));
        Ok((mail, address))
    }

    /// The visit's address; None when too many visits have one.
    pub(super) fn open(&self, contact: ContactId, profile: &Arc<Profile>) -> Option<String> {
        let visit = visit_of(contact);
        let opened = self.mailboxes.open(visit, &self.domain, chance());
        let address = opened.inspect_err(|why| tracing::warn!(%why, "a visit got no mail address")).ok()?;
        self.visits.open().insert(visit, Arc::clone(profile));
        Some(address.to_string())
    }

    /// What came, the oldest first.
    pub(super) fn letters(&self, contact: ContactId) -> Vec<Letter> {
        self.mailboxes.letters(visit_of(contact))
    }

    /// Ends the address and overwrites what came.
    pub(super) fn close(&self, contact: ContactId) {
        let visit = visit_of(contact);
        self.visits.open().remove(&visit);
        let _letters = self.mailboxes.close(visit);
    }

    /// Goes up with every letter that comes, for whichever visit.
    pub(super) fn arrivals(&self) -> watch::Receiver<u64> {
        self.mailboxes.arrivals()
    }
}

fn visit_of(contact: ContactId) -> Visit {
    Visit(contact.0.as_u128())
}

/// A letter as both pages are shown it: links by number, never by address.
pub(super) fn shown(id: u64, letter: &Letter, at: chrono::DateTime<chrono::Utc>, profile: &Profile) -> ServerMessage {
    let links = letter.links().iter().enumerate().filter(|(_, link)| may_open(profile, link));
    ServerMessage::Mail {
        id,
        at,
        from: letter.from().to_string(),
        subject: letter.subject().to_owned(),
        text: without_links(letter),
        links: links
            .map(|(index, link)| Link {
                number: u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1),
                label: label(profile, link).chars().take(LABEL_CHARS_MAX).collect(),
            })
            .collect(),
    }
}

/// Whether a link leads to a page of the site that is open.
pub(super) fn may_open(profile: &Profile, link: &str) -> bool {
    let is_covered = link.starts_with("https://") || (profile.plain_http && link.starts_with("http://"));
    is_covered && !matches!(profile.page(link), Page::Unknown(Unknown::Address(_) | Unknown::Host))
}

fn label(profile: &Profile, link: &str) -> String {
    match profile.page(link) {
        Page::Known(page) => page.label.ja.clone(),
        Page::Unknown(_) => profile.names.ja.clone(),
    }
}

/// The letter's words with a mark where an address stood: a page holds no address.
fn without_links(letter: &Letter) -> String {
    let mut text = letter.text().to_owned();
    for link in letter.links() {
        text = text.replace(link.as_str(), "［リンク / link］");
    }
    text
}
