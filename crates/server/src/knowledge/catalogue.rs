//! What a list or a check asks of every entry, kept in memory beside the turn it was read at.
//!
//! Owns the digests: some hundred bytes of each entry, in place of all its texts. The store is asked for turns each
//! time, since another process may change entries too (`madoguchi faq import`); only what changed is read again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::knowledge::conflicts;
use domain::knowledge::entry::{Entry, TextLanguage};
use domain::knowledge::workflow::Standing;
use domain::text_fold::{Folded, holds};
use domain::time::Timestamp;
use storage::faq_entries::{self, StoredEntry};
use storage::{Db, StoreError};
use tokio::sync::Mutex;

use super::views::{codes, stage};

/// Digests by the keys of their entries.
pub(super) type Digests = BTreeMap<String, Arc<Digest>>;

/// The digests of all entries; cheap to clone, all clones are one.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    held: Arc<Mutex<Arc<Digests>>>,
}

/// What lists and checks ask of an entry.
#[derive(Debug)]
pub(super) struct Digest {
    turn: i32,
    pub(super) standing: Standing,
    pub(super) changed_at: Timestamp,
    /// How far the draft is, where one is there.
    pub(super) draft: Option<&'static str>,
    pub(super) live_version: Option<u32>,
    pub(super) latest_version: Option<u32>,
    /// The last day of the live text.
    pub(super) live_review_by: Option<NaiveDate>,
    pub(super) stale: Vec<String>,
    pub(super) open_comments: usize,
    /// What there is of its newest text; None where there is none.
    pub(super) newest: Option<Newest>,
}

/// What lists and checks ask of an entry's newest text.
#[derive(Debug)]
pub(super) struct Newest {
    pub(super) question: String,
    english: Option<String>,
    pub(super) topic: &'static str,
    pub(super) audience: &'static str,
    pub(super) risk: &'static str,
    pub(super) review_by: NaiveDate,
    /// Its questions as two are compared.
    forms: BTreeSet<(TextLanguage, String)>,
    /// Key and questions as they are looked through.
    folded: String,
}

/// A term that is looked for in keys and questions.
pub(super) struct Term<'t> {
    text: &'t str,
    folded: String,
}

impl Catalogue {
    /// The digest of every entry as the store has it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(super) async fn digests(&self, db: &Db) -> Result<Arc<Digests>, StoreError> {
        let mut held = self.held.lock().await;
        let turns = faq_entries::turns(db).await?;
        let is_known = |key: &str, turn: i32| held.get(key).is_some_and(|digest| digest.turn == turn);
        let changed: Vec<String> =
            turns.iter().filter(|turn| !is_known(&turn.key, turn.turn)).map(|turn| turn.key.clone()).collect();
        if !changed.is_empty() {
            let entries = faq_entries::of_keys(db, &changed).await?;
            let digests = Arc::make_mut(&mut held);
            for entry in &entries {
                digests.insert(entry.dossier.parts().key.to_string(), Arc::new(Digest::of(entry)));
            }
        }
        Ok(Arc::clone(&held))
    }
}

impl Digest {
    fn of(entry: &StoredEntry) -> Self {
        let parts = entry.dossier.parts();
        let latest = parts.versions.last();
        Self {
            turn: entry.turn,
            standing: entry.dossier.standing(),
            changed_at: entry.changed_at,
            draft: parts.draft.as_ref().map(|draft| stage(draft.stage)),
            live_version: parts.live.map(|live| live.version.0),
            latest_version: latest.map(|text| text.version.0),
            live_review_by: entry.dossier.live_text().map(|text| text.content.review_by),
            stale: latest.map(|text| codes(text.links.stale())).unwrap_or_default(),
            open_comments: parts.comments.iter().filter(|comment| comment.resolved.is_none()).count(),
            newest: newest(entry).map(Newest::of),
        }
    }
}

impl Newest {
    fn of(entry: &Entry) -> Self {
        let english = entry.en.as_ref().map(|text| text.question.clone());
        let searched = [Some(entry.key.as_str()), Some(entry.ja.question.as_str()), english.as_deref()];
        let folded: Vec<String> = searched.into_iter().flatten().map(|text| Folded::of(text).text()).collect();
        Self {
            question: entry.ja.question.clone(),
            english,
            topic: entry.topic.code(),
            audience: entry.audience.code(),
            risk: entry.risk.code(),
            review_by: entry.review_by,
            forms: conflicts::forms(entry),
            folded: folded.join("\n"),
        }
    }

    /// Whether the term stands in the key or a question of this text.
    pub(super) fn holds(&self, key: &str, term: &Term<'_>) -> bool {
        if term.folded.is_empty() || !self.folded.contains(&term.folded) {
            return false;
        }
        let texts = [Some(key), Some(self.question.as_str()), self.english.as_deref()];
        texts.into_iter().flatten().any(|text| holds(text, term.text))
    }
}

impl<'t> Term<'t> {
    /// The term; None where nothing is looked for.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        (!text.trim().is_empty()).then(|| Self { text, folded: Folded::of(text).text() })
    }
}

/// The newest text of an entry: the draft, or the latest that was approved.
#[must_use]
pub fn newest(entry: &StoredEntry) -> Option<&Entry> {
    let parts = entry.dossier.parts();
    let draft = parts.draft.as_ref().map(|draft| &draft.content);
    draft.or_else(|| parts.versions.last().map(|text| &text.content))
}

/// The keys of entries that stand beside `key` where entries of one question are in order: those it is compared with.
pub(super) fn neighbours(digests: &Digests, key: &str, forms: &BTreeSet<(TextLanguage, String)>) -> Vec<String> {
    let mut before: BTreeMap<&(TextLanguage, String), &str> = BTreeMap::new();
    let mut after: BTreeMap<&(TextLanguage, String), &str> = BTreeMap::new();
    let others = digests.iter().filter(|(other, _)| other.as_str() != key);
    for (other, newest) in others.filter_map(|(other, digest)| Some((other.as_str(), digest.newest.as_ref()?))) {
        for form in forms.intersection(&newest.forms) {
            if other < key {
                before.insert(form, other);
            } else {
                after.entry(form).or_insert(other);
            }
        }
    }
    let keys: BTreeSet<&str> = before.into_values().chain(after.into_values()).collect();
    keys.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
