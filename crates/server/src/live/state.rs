//! What the live room needs, named once for all its files.

use crate::calls::CallsHandle;
use crate::calls::alarms::Alarms;
use crate::clock::Clock;
use crate::trail::Trail;
use domain::calendar::Calendar;
use std::sync::Arc;
use storage::Db;
use tokio::sync::watch;

use super::desks;

/// What the live room needs.
#[derive(Clone)]
pub struct LiveState {
    /// The switchboard.
    pub calls: CallsHandle,
    /// What is wrong with the system.
    pub alarms: Alarms,
    /// Counted time.
    pub clock: Clock,
    /// For directory entries.
    pub db: Db,
    /// The audit log.
    pub trail: Trail,
    /// Opening hours of the city's offices.
    pub calendar: watch::Receiver<Arc<Calendar>>,
    /// Whether the demonstration city is open at all hours.
    pub always_open: bool,
    /// Whether visits may be carried by Zoom.
    pub zoom: bool,
    /// Chats an agent has at once; 0 where there is no chat.
    pub chats_at_once: u8,
    /// What is being said in conversations.
    pub words: super::transcript_feed::TranscriptFeed,
    /// What the FAQ says to what is being asked.
    pub suggestions: super::suggestion_feed::SuggestionFeed,
    /// Who holds which desk.
    pub desks: desks::Desks,
}
