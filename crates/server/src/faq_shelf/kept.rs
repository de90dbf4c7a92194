//! What was read of the store, kept from one renewal to the next: only entries that changed are read again.
//!
//! Another process may change entries too (`madoguchi faq import`), so that the store is asked each time, by turns
//! alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::DateTime;
use domain::knowledge::entry::EntryKey;
use storage::faq_editions::FaqEdition;
use storage::faq_entries::{StoredEntry, Turn};
use storage::{Db, StoreError, faq_editions, faq_entries};

use super::live::{EditionMark, LiveFaq, LiveText};

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Kept {
    entries: BTreeMap<String, KeptEntry>,
    /// The newest first.
    editions: Vec<FaqEdition>,
}

#[derive(Debug)]
struct KeptEntry {
    turn: i32,
    live: Arc<LiveText>,
}

impl Kept {
    /// What is live by the store.
    pub(super) async fn read(&mut self, db: &Db) -> Result<LiveFaq, StoreError> {
        let newest = self.editions.first().map_or(0, |edition| edition.number);
        let made = faq_editions::after(db, newest).await?;
        self.editions.splice(0..0, made);
        let turns = faq_entries::turns(db).await?;
        let live: BTreeMap<&str, i32> =
            turns.iter().filter(|turn| turn.is_live).map(|turn| (turn.key.as_str(), turn.turn)).collect();
        self.entries.retain(|key, kept| live.get(key.as_str()) == Some(&kept.turn));
        let changed: Vec<String> =
            turns.iter().filter(|turn| self.is_to_be_read(turn)).map(|turn| turn.key.clone()).collect();
        for entry in faq_entries::of_keys(db, &changed).await? {
            self.take(&entry);
        }
        self.mark_editions();
        Ok(self.live())
    }

    fn is_to_be_read(&self, turn: &Turn) -> bool {
        turn.is_live && !self.entries.contains_key(&turn.key)
    }

    fn take(&mut self, entry: &StoredEntry) {
        let parts = entry.dossier.parts();
        if let (Some(text), Some(live)) = (entry.dossier.live_text(), parts.live) {
            let live = LiveText { text: text.clone(), since: live.since, edition: None };
            self.entries.insert(parts.key.to_string(), KeptEntry { turn: entry.turn, live: Arc::new(live) });
        }
    }

    /// Tells each text the newest edition that holds it; what has not changed stays the same text in memory.
    fn mark_editions(&mut self) {
        for kept in self.entries.values_mut() {
            let (key, version) = (&kept.live.text.content.key, kept.live.text.version);
            let holds = |edition: &&FaqEdition| edition.texts.get(key) == Some(&version);
            let edition = self.editions.iter().find(holds).map(|edition| edition.number);
            if kept.live.edition != edition {
                let live = LiveText { edition, ..LiveText::clone(&kept.live) };
                kept.live = Arc::new(live);
            }
        }
    }

    fn live(&self) -> LiveFaq {
        let by_key = |kept: &KeptEntry| (EntryKey::clone(&kept.live.text.content.key), Arc::clone(&kept.live));
        let edition = self.editions.first().and_then(|edition| {
            Some(EditionMark { number: edition.number, made_at: DateTime::from_timestamp_millis(edition.made_at_ms)? })
        });
        LiveFaq::new(self.entries.values().map(by_key).collect(), edition)
    }
}
