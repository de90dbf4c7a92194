//! What is being said in conversations, for the pages that follow it; cheap to clone, all clones are one.
//!
//! Owns the lines of open contacts in memory, so that a page that comes later has them all, and forgets them
//! with the contact. Lines are redacted before they come here. It must never know how text is recognised.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast;
use uuid::Uuid;

use super::transcript_messages::TranscriptLine;

/// News a page may lag behind before it is given everything anew.
const NEWS_MAX: usize = 1_024;
/// Lines of one contact that are kept for pages: about four hours of talk. The store has the older ones.
const LINES_MAX: usize = 4_000;

/// Lines of a contact that are new or changed.
#[derive(Debug, Clone)]
pub struct TranscriptNews {
    /// The contact.
    pub contact: Uuid,
    /// The lines; none when a line was taken back.
    pub lines: Arc<Vec<TranscriptLine>>,
    /// Whether the page's lines of the contact are replaced by these.
    pub whole: bool,
}

/// The feed.
#[derive(Debug, Clone)]
pub struct TranscriptFeed {
    contacts: Arc<Mutex<BTreeMap<Uuid, Vec<TranscriptLine>>>>,
    news: broadcast::Sender<TranscriptNews>,
}

impl Default for TranscriptFeed {
    fn default() -> Self {
        Self { contacts: Arc::default(), news: broadcast::channel(NEWS_MAX).0 }
    }
}

impl TranscriptFeed {
    /// Tells lines that are new or changed; a line replaces the one of the same id.
    pub fn tell(&self, contact: Uuid, lines: Vec<TranscriptLine>) {
        if lines.is_empty() {
            return;
        }
        let mut contacts = self.contacts();
        let known = contacts.entry(contact).or_default();
        for line in &lines {
            put(known, line.clone());
        }
        // Told under the lock, so that nobody who asks for all lines misses what is told just then.
        let _ = self.news.send(TranscriptNews { contact, lines: Arc::new(lines), whole: false });
    }

    /// Takes back a line of which nothing was left in the end.
    pub fn take_back(&self, contact: Uuid, id: &str) {
        let mut contacts = self.contacts();
        let Some(known) = contacts.get_mut(&contact) else { return };
        let before = known.len();
        known.retain(|line| line.id != id);
        if known.len() != before {
            let lines = Arc::new(known.clone());
            let _ = self.news.send(TranscriptNews { contact, lines, whole: true });
        }
    }

    /// All lines of a contact, in the order they were begun.
    #[must_use]
    pub fn all(&self, contact: Uuid) -> Vec<TranscriptLine> {
        self.contacts().get(&contact).cloned().unwrap_or_default()
    }

    /// Whether anything was said in a contact that is not over.
    #[must_use]
    pub fn knows(&self, contact: Uuid) -> bool {
        self.contacts().contains_key(&contact)
    }

    /// The newest line of every contact.
    #[must_use]
    pub fn newest(&self) -> Vec<(Uuid, TranscriptLine)> {
        let contacts = self.contacts();
        contacts.iter().filter_map(|(contact, lines)| Some((*contact, lines.last()?.clone()))).collect()
    }

    /// Forgets a contact that is over.
    pub fn forget(&self, contact: Uuid) {
        self.contacts().remove(&contact);
    }

    /// Follows everything that is told from now on.
    #[must_use]
    pub fn follow(&self) -> broadcast::Receiver<TranscriptNews> {
        self.news.subscribe()
    }

    fn contacts(&self) -> MutexGuard<'_, BTreeMap<Uuid, Vec<TranscriptLine>>> {
        // Lines are whole after every statement, so a panic elsewhere does not spoil them.
        self.contacts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts a line in its place by its begin.
fn put(known: &mut Vec<TranscriptLine>, line: TranscriptLine) {
    known.retain(|other| other.id != line.id);
    let at = known.partition_point(|other| (other.at, &other.id) <= (line.at, &line.id));
    known.insert(at, line);
    if known.len() > LINES_MAX {
        known.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    const CONTACT: Uuid = Uuid::from_u128(1);

    fn line(id: &str, at_ms: i64, text: &str) -> TranscriptLine {
        TranscriptLine {
            id: id.to_owned(),
            party: "caller".to_owned(),
            label: None,
            text: text.to_owned(),
            pieces: Vec::new(),
            is_final: false,
            at: DateTime::from_timestamp_millis(at_ms).unwrap(),
            language: None,
            confidence: 0.9,
            redacted: Vec::new(),
            settled: false,
        }
    }

    fn texts(feed: &TranscriptFeed) -> Vec<String> {
        feed.all(CONTACT).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn who_comes_in_the_middle_has_every_line_in_the_order_it_was_begun_and_each_once() {
        let feed = TranscriptFeed::default();
        feed.tell(CONTACT, vec![line("b", 2_000, "二番目")]);
        feed.tell(CONTACT, vec![line("a", 1_000, "一番")]);
        feed.tell(CONTACT, vec![line("a", 1_000, "一番目")]);
        assert_eq!(texts(&feed), ["一番目", "二番目"]);
        assert_eq!(feed.newest()[0].1.text, "二番目");
    }

    #[test]
    fn a_line_taken_back_leaves_every_page_and_a_contact_that_is_over_leaves_nothing() {
        let feed = TranscriptFeed::default();
        let mut news = feed.follow();
        feed.tell(CONTACT, vec![line("a", 1_000, "一"), line("b", 2_000, "二")]);
        assert!(!news.try_recv().unwrap().whole);
        feed.take_back(CONTACT, "a");
        let told = news.try_recv().unwrap();
        assert!(told.whole && told.lines.len() == 1);
        feed.take_back(CONTACT, "a");
        assert!(news.try_recv().is_err(), "nothing changed");
        feed.forget(CONTACT);
        assert!(texts(&feed).is_empty() && feed.newest().is_empty());
    }
}
