//! What the room needs, and what it holds: conversations that are going on, and how many an address has.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::calendar::{Calendar, Schedule, jst};
use domain::chat_talk::ChatLimits;
use domain::ids::ServiceId;
use domain::time::Timestamp;
use storage::Db;
use tokio::sync::watch;

use super::conversations::Conversations;
use super::doors::Doors;
use crate::calls::CallsHandle;
use crate::clock::Clock;
use crate::faq_shelf::FaqShelf;

/// What the room is handed by the composition.
pub struct ChatParts {
    /// The database, for the log of questions.
    pub db: Db,
    /// Counted time.
    pub clock: Clock,
    /// The switchboard.
    pub calls: CallsHandle,
    /// The approved answers in force.
    pub faq: FaqShelf,
    /// Opening hours.
    pub calendar: watch::Receiver<Arc<Calendar>>,
    /// Open at all hours.
    pub always_open: bool,
    /// The city's name in Japanese.
    pub city_ja: String,
    /// The city's name in English.
    pub city_en: String,
    /// The number to ring.
    pub telephone: Option<String>,
    /// What a chat is served as.
    pub service: ServiceId,
    /// The limits of one chat.
    pub limits: ChatLimits,
}

/// The room's state; cheap to clone.
#[derive(Clone)]
pub struct ChatState {
    parts: Arc<ChatParts>,
    pub(super) conversations: Conversations,
    pub(super) doors: Doors,
}

/// When an operator can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hours {
    pub(super) open: bool,
    pub(super) next_open: Option<DateTime<Utc>>,
    /// Today's hours, such as `09:00〜17:00`; none on a day without.
    pub(super) today: Vec<(String, String)>,
}

impl fmt::Debug for ChatState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChatState")
    }
}

impl std::ops::Deref for ChatState {
    type Target = ChatParts;

    fn deref(&self) -> &ChatParts {
        &self.parts
    }
}

impl ChatState {
    /// Puts the room together.
    #[must_use]
    pub fn new(parts: ChatParts) -> Self {
        Self { parts: Arc::new(parts), conversations: Conversations::default(), doors: Doors::default() }
    }

    /// The present as the machines see it.
    pub(super) fn now(&self) -> Timestamp {
        Timestamp(self.clock.now().timestamp_millis())
    }

    /// Whether operators are there, today's hours, and the next opening when they are not.
    pub(super) fn hours(&self) -> Hours {
        let now = self.clock.now();
        let calendar = self.calendar.borrow();
        let spans = calendar.hours(Schedule::Telephone, jst(now).date_naive()).spans;
        let today = spans.into_iter().map(|span| (span.open.to_string(), span.close.to_string())).collect();
        if self.always_open || calendar.is_open(Schedule::Telephone, now) {
            return Hours { open: true, next_open: None, today };
        }
        let next_open = calendar.next_opening(Schedule::Telephone, now).map(|at| at.to_utc());
        Hours { open: false, next_open, today }
    }
}
