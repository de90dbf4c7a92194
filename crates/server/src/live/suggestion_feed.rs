//! What the FAQ says to the question of each call, for the desk that serves it; cheap to clone, all clones are one.
//!
//! Owns the newest suggestions of open calls in memory, so that a page that is loaded anew has them, and forgets them
//! with the call. It must never know how a question is heard or answered.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast;
use uuid::Uuid;

use super::suggestion_messages::SuggestionsOf;

/// News a page may lag behind before it is given everything anew.
const NEWS_MAX: usize = 256;

/// The feed.
#[derive(Debug, Clone)]
pub struct SuggestionFeed {
    calls: Arc<Mutex<BTreeMap<Uuid, Arc<SuggestionsOf>>>>,
    news: broadcast::Sender<Arc<SuggestionsOf>>,
}

impl Default for SuggestionFeed {
    fn default() -> Self {
        Self { calls: Arc::default(), news: broadcast::channel(NEWS_MAX).0 }
    }
}

impl SuggestionFeed {
    /// Tells what was found, in place of what was told of the call before.
    pub fn tell(&self, suggestions: SuggestionsOf) {
        let suggestions = Arc::new(suggestions);
        let mut calls = self.calls();
        calls.insert(suggestions.contact, Arc::clone(&suggestions));
        // Told under the lock, so that nobody who asks for the newest misses what is told just then.
        let _ = self.news.send(suggestions);
    }

    /// The newest of a call.
    #[must_use]
    pub fn newest(&self, contact: Uuid) -> Option<Arc<SuggestionsOf>> {
        self.calls().get(&contact).cloned()
    }

    /// Forgets a call that is over.
    pub fn forget(&self, contact: Uuid) {
        self.calls().remove(&contact);
    }

    /// Follows everything that is told from now on.
    #[must_use]
    pub fn follow(&self) -> broadcast::Receiver<Arc<SuggestionsOf>> {
        self.news.subscribe()
    }

    fn calls(&self) -> MutexGuard<'_, BTreeMap<Uuid, Arc<SuggestionsOf>>> {
        // The map is whole after every statement, so a panic elsewhere does not spoil it.
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
