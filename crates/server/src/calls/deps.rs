//! What the calls room needs from the composition, and nothing more.

use std::sync::Arc;

use domain::calendar::Calendar;
use domain::dial_plan::DialPlan;
use domain::floor::FloorConfig;
use domain::numbers::E164;
use media::sip::TrunkHandle;
use media::{LegIds, MediaHandle};
use storage::Db;
use storage::spool::Spool;
use tokio::sync::watch;
use vault::KeyRing;

use super::alarms::Alarms;
use super::captioned_visit::CaptionDeps;
use super::chat::ChatDeps;
use super::flow_book::FlowBook;
use super::prompter::Prompter;
use crate::clock::Clock;

/// Everything the calls room is given.
#[derive(Clone)]
pub struct CallsDeps {
    /// Counted time.
    pub clock: Clock,
    /// The database, for what may lag: histories, call-backs, dialled numbers.
    pub db: Db,
    /// Keys for contacts and recordings.
    pub ring: Arc<KeyRing>,
    /// The floor's limits and times.
    pub floor: FloorConfig,
    /// When a contact is worth a supervisor's look.
    pub alerts: domain::call_watch::AlertLimits,
    /// Words to listen for.
    pub watch_words: domain::call_watch::WatchWords,
    /// Who may be called.
    pub dial_plan: DialPlan,
    /// Opening hours in force.
    pub calendar: watch::Receiver<Arc<Calendar>>,
    /// Open at all hours, for the demonstration.
    pub always_open: bool,
    /// The city's numbers; a call to any other is turned away.
    pub numbers: Vec<E164>,
    /// The trunk calls go out on.
    pub trunk_name: Option<String>,
    /// The trunks.
    pub trunk: TrunkHandle,
    /// The media engine.
    pub engine: MediaHandle,
    /// Numbers for legs.
    pub leg_ids: LegIds,
    /// Prompts.
    pub prompter: Prompter,
    /// Guided flows of the counter.
    pub flows: Arc<FlowBook>,
    /// What is wrong with the system.
    pub alarms: Alarms,
    /// Files of recordings of open contacts.
    pub spool: Spool,
    /// What is needed to carry visits by Zoom; None where the installation does not.
    pub zoom: Option<super::zoom_link::ZoomLink>,
    /// Who listens to conversations as they are spoken; None where nobody does.
    pub listening: Option<super::listening_posts::ListeningPost>,
    /// Captions of visits.
    pub captions: CaptionDeps,
    /// What chats may be.
    pub chat: ChatDeps,
    /// Told when a recording has closed and may be moved to its store.
    pub recordings_ready: tokio::sync::mpsc::UnboundedSender<super::closed_recording::ClosedRecording>,
}
