//! The switchboard: every call and visit from arrival to the books.
//!
//! Translates between the pure floor and the machinery around it, and owns the order of things:
//! what the floor records is on disk before anything else is done. Shared by the rooms that show
//! or steer contacts. Start at [`switchboard`]; `arrivals` is the way in, `effects` the way out.

pub mod alarms;
mod archive;
mod archive_deps;
mod archive_queue;
mod arrivals;
mod books;
mod caption_keeping;
mod caption_voices;
mod captioned_visit;
mod captioner;
mod chance;
mod chat;
mod chat_handle;
mod chat_keeping;
mod chats;
mod closed_recording;
mod command;
mod deps;
mod dialling;
mod document;
mod effects;
mod finishing;
mod flow_book;
mod flow_books;
mod flow_endings;
mod flow_order;
mod flow_orders;
mod flow_picture;
mod flow_refusals;
mod handle;
mod held_stretches;
mod keypad_tones;
mod lines;
mod listening;
mod listening_posts;
mod music;
mod picture;
mod previous;
mod prompter;
mod pulse;
mod recordings;
mod recovery;
mod refusals;
mod resuming;
mod retention;
mod scribe;
mod spoken_time;
mod switchboard;
mod taping;
mod tones;
mod unreached;
mod videos;
mod visit;
mod visit_captions;
mod visit_chat;
mod visit_document;
mod visit_flows;
mod visit_guests;
mod visit_joining;
mod visit_ladders;
mod visit_lines;
mod visit_privacy;
mod visit_steps;
mod visit_telephone;
mod visit_telephones;
mod visit_video;
mod visits;
mod watching;
pub mod wording;
mod zoom_link;

pub use archive::archive;
pub use archive_deps::{ArchiveDeps, Keeping};
pub use books::BooksError;
pub use captioned_visit::CaptionDeps;
pub use chat::{ChatArrival, ChatDeps, ChatPage, ChatView};
pub use chats::words as chat_words;
pub use closed_recording::ClosedRecording;
pub use command::{DeskCommand, Goal, SignIn};
pub use deps::CallsDeps;
pub use flow_book::{CardReaders, FlowBook};
pub use flow_order::{FeeConfirmation, FlowOrder, FlowsOfVisit};
pub use flow_picture::{choice_view, general_slip, slip_view};
pub use handle::{CallsHandle, Snapshot, Update};
pub use listening_posts::{ListeningPost, TalkAbout, TalkBegins, TalkNews, listening_post};
pub use picture::Person;
pub use prompter::{PromptBook, Prompter, Sound, spoken_language};
pub use refusals::Refusal;
pub use resuming::ResumedVisit;
pub use retention::end_recordings;
pub use scribe::{Channels, FinishedRecording, HeldBack, Scribe, SealedSound, SilencedSpan};
pub use visit::{Guest, Seat, VideoSaid, Visit, VisitOffer, VisitPage, VisitTelephone, VisitView, VisitorPrivacy};
pub use visit_video::TOPIC_PREFIX;
pub use zoom_link::{ZoomLink, ZoomNews, ZoomOrder};

use domain::floor::Floor;
use media::MediaEvent;
use media::sip::TrunkEvent;
use tokio::sync::{broadcast, mpsc};
use tokio::task::JoinHandle;

use books::Books;
use switchboard::{Sources, Switchboard};

/// A running switchboard.
#[derive(Debug)]
pub struct Calls {
    /// The way in.
    pub handle: CallsHandle,
    /// Ends when every way in has closed.
    pub task: JoinHandle<()>,
    /// Visits of the run before that go on.
    pub visits: Vec<ResumedVisit>,
}

/// Closes what a crash left open, takes its visits up again, then starts the switchboard.
///
/// # Errors
/// When the journal cannot be read or written.
pub async fn start(
    deps: CallsDeps,
    journal_dir: &std::path::Path,
    trunk: mpsc::Receiver<TrunkEvent>,
    media: mpsc::Receiver<MediaEvent>,
) -> Result<Calls, BooksError> {
    let floor = Floor::new(deps.floor.clone())?;
    let mut books = Books::open(journal_dir, deps.alarms.clone(), deps.clock.clone())?;
    let left = recovery::recover(&mut books, &deps).await?;
    books.replay_into(deps.db.clone())?;
    let (inputs, input_receiver) = mpsc::channel(handle::INPUTS_MAX);
    let (updates, _) = broadcast::channel(handle::UPDATES_MAX);
    let handle = CallsHandle::new(inputs.clone(), updates.clone());
    let mut switchboard = Switchboard::new(floor, deps, books, inputs, updates);
    let visits = switchboard.take_up(left).await;
    switchboard.take_up_flows().await?;
    let sources = Sources { inputs: input_receiver, trunk, media };
    let task = tokio::spawn(switchboard.run(sources));
    Ok(Calls { handle, task, visits })
}
