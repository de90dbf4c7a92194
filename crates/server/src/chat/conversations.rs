//! Conversations that are going on, each known by a secret of its page alone.
//!
//! Owns one connection a conversation: a second page takes over and the first is told to let go. Until the hand-over a
//! conversation lives here, in memory; then it is a contact, and only which one is known. A resident who comes back
//! within the minute finds it again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::chat_talk::ChatTalk;
use domain::ids::ContactId;
use domain::knowledge::entry::TextLanguage;
use tokio::sync::oneshot;
use uuid::Uuid;

/// Conversations at once.
const CONVERSATIONS_MAX: usize = 2_000;

/// The conversations; cheap to clone, all clones are one.
#[derive(Debug, Clone, Default)]
pub(super) struct Conversations(Arc<Mutex<Table>>);

#[derive(Debug, Default)]
struct Table {
    going_on: BTreeMap<String, Conversation>,
    last_connection: u64,
}

/// One conversation.
#[derive(Debug)]
pub(super) struct Conversation {
    pub(super) stage: Stage,
    /// The language its resident reads.
    pub(super) language: TextLanguage,
    /// The contact it becomes, or is.
    pub(super) contact: ContactId,
    /// Under which questions the bot's lines are logged, by line.
    pub(super) asked: BTreeMap<u32, Uuid>,
    connection: Option<(u64, oneshot::Sender<()>)>,
    newest: u64,
}

/// Who has it.
#[derive(Debug)]
pub(super) enum Stage {
    /// The bot.
    Bot(ChatTalk),
    /// The floor.
    HandedOver,
}

/// A page's connection to its conversation.
#[derive(Debug)]
pub(super) struct Seat {
    /// The page's secret.
    pub(super) token: String,
    pub(super) number: u64,
    /// The contact it becomes, or is.
    pub(super) contact: ContactId,
    /// Resolves when another page has the conversation.
    pub(super) let_go: oneshot::Receiver<()>,
}

/// What a new conversation is begun with.
#[derive(Debug)]
pub(super) struct Fresh {
    pub(super) token: String,
    pub(super) contact: ContactId,
    pub(super) language: TextLanguage,
    pub(super) talk: ChatTalk,
}

impl Conversations {
    /// Takes up the conversation of `token`, or begins `fresh`; `None` when there are too many.
    pub(super) fn sit(&self, token: Option<&str>, fresh: Fresh) -> Option<Seat> {
        let mut table = self.table();
        let known = token.filter(|token| table.going_on.contains_key(*token)).map(str::to_owned);
        if known.is_none() && table.going_on.len() >= CONVERSATIONS_MAX {
            return None;
        }
        table.last_connection += 1;
        let number = table.last_connection;
        let token = known.unwrap_or_else(|| fresh.token.clone());
        let begun = || Conversation {
            stage: Stage::Bot(fresh.talk),
            language: fresh.language,
            contact: fresh.contact,
            asked: BTreeMap::new(),
            connection: None,
            newest: 0,
        };
        let conversation = table.going_on.entry(token.clone()).or_insert_with(begun);
        let (sender, let_go) = oneshot::channel();
        conversation.newest = number;
        if let Some((_, before)) = conversation.connection.replace((number, sender)) {
            // A connection that has died listens no more.
            let _ = before.send(());
        }
        Some(Seat { token, number, contact: conversation.contact, let_go })
    }

    /// Does something with the conversation; `None` when it is over.
    pub(super) fn with<T>(&self, token: &str, what: impl FnOnce(&mut Conversation) -> T) -> Option<T> {
        self.table().going_on.get_mut(token).map(what)
    }

    /// A connection has ended; true when its conversation now waits for its page to come back.
    pub(super) fn leave(&self, token: &str, number: u64) -> bool {
        let mut table = self.table();
        let Some(conversation) = table.going_on.get_mut(token) else { return false };
        let is_own = conversation.connection.as_ref().is_some_and(|(own, _)| *own == number);
        if is_own {
            conversation.connection = None;
        }
        is_own
    }

    /// Takes the conversation out when its page has not been back since this connection of it ended.
    pub(super) fn end_when_gone(&self, token: &str, number: u64) -> bool {
        let mut table = self.table();
        let is_gone = |it: &Conversation| it.connection.is_none() && it.newest == number;
        if table.going_on.get(token).is_some_and(is_gone) {
            table.going_on.remove(token);
            return true;
        }
        false
    }

    /// The conversation is over.
    pub(super) fn end(&self, token: &str) {
        self.table().going_on.remove(token);
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use domain::chat_talk::ChatLimits;
    use domain::contact::Language;

    use super::*;

    fn fresh(n: u128) -> Fresh {
        let limits = ChatLimits { line_chars_max: 500, lines_per_minute: 20, idle_ms: 300_000 };
        let contact = ContactId(Uuid::from_u128(n));
        let (token, language) = (format!("token {n}"), TextLanguage::JaEasy);
        Fresh { token, contact, language, talk: ChatTalk::new(Language::Ja, limits) }
    }

    #[test]
    fn a_page_that_comes_back_finds_its_conversation_and_another_pages_secret_finds_none() {
        let conversations = Conversations::default();
        let first = conversations.sit(None, fresh(1)).unwrap();
        assert!(conversations.leave(&first.token, first.number));
        let again = conversations.sit(Some(&first.token), fresh(2)).unwrap();
        assert_eq!(again.contact, first.contact);
        conversations.with(&first.token, |it| it.stage = Stage::HandedOver);
        let language = conversations.with(&first.token, |it| it.language);
        assert_eq!(language, Some(TextLanguage::JaEasy), "kept beyond the hand-over");
        assert!(!conversations.end_when_gone(&first.token, first.number), "it is back");
        let stranger = conversations.sit(Some("guessed"), fresh(3)).unwrap();
        assert_eq!(stranger.contact, ContactId(Uuid::from_u128(3)));
    }

    #[test]
    fn a_second_page_takes_over_and_the_firsts_end_changes_nothing() {
        let conversations = Conversations::default();
        let mut first = conversations.sit(None, fresh(1)).unwrap();
        let mut second = conversations.sit(Some(&first.token), fresh(2)).unwrap();
        assert_eq!(first.let_go.try_recv(), Ok(()));
        assert!(!conversations.leave(&first.token, first.number));
        assert!(second.let_go.try_recv().is_err());
        assert!(conversations.leave(&second.token, second.number));
        assert!(conversations.end_when_gone(&second.token, second.number));
        assert!(conversations.with(&second.token, |_| ()).is_none());
    }

    #[test]
    fn there_are_only_so_many_conversations() {
        let conversations = Conversations::default();
        let begun = (0..).take_while(|n| conversations.sit(None, fresh(*n)).is_some()).take(3_000).count();
        assert_eq!(begun, CONVERSATIONS_MAX);
        conversations.end("token 7");
        assert!(conversations.sit(None, fresh(9_999)).is_some());
    }
}
