//! The way in to the switchboard for the rest of the server; cheap to clone.
//!
//! Owns the inputs' shapes and the feed that live pages follow. A switchboard that has stopped
//! answers every call with a refusal, never with a panic. Next: [`super::switchboard`].

use std::sync::Arc;

use domain::call_watch::WatchWords;
use domain::captions::{Caption, CaptionLine};
use domain::chat_talk::ChatLine;
use domain::contact::{BrowserNote, LegCause, Party};
use domain::ids::{AgentId, ContactId};
use domain::time::Timestamp;
use domain::visit_chat::Line;
use tokio::sync::{broadcast, mpsc, oneshot};
use uuid::Uuid;

use super::chat::{ChatArrival, ChatPage, ChatView};
use super::command::{DeskCommand, SignIn};
use super::flow_order::{FeeConfirmation, FlowOrder, FlowsOfVisit};
use super::refusals::Refusal;
use super::visit::{Guest, VideoSaid, Visit, VisitOffer, VisitPage, VisitView, VisitorPrivacy};
use super::zoom_link::ZoomNews;
use crate::live::flow_messages::{AskedFee, FlowView};
use crate::live::messages::{AgentState, ContactState, PreviousContact};
use crate::live::video_messages::{VideoGrant, VisitorDevices};

/// Inputs waiting for the switchboard.
pub(super) const INPUTS_MAX: usize = 4_096;
/// Updates a live page may lag behind before it is given everything anew.
pub(super) const UPDATES_MAX: usize = 1_024;

/// One thing that live pages may have to be told.
#[derive(Debug, Clone)]
pub enum Update {
    /// An agent changed.
    Agent(Arc<AgentState>),
    /// A contact changed; the second is what the desks that serve it may see.
    Contact {
        /// Numbers masked.
        public: Arc<ContactState>,
        /// In full.
        serving: Arc<ContactState>,
        /// The desks that may see it in full.
        desks: Vec<AgentId>,
    },
    /// A contact is closed.
    Gone(ContactId),
    /// An agent's audio leg came up or went down.
    Media(AgentId, bool),
    /// A line was written in a visit; what it says is asked for by who may read it.
    Written {
        /// The visit.
        contact: ContactId,
        /// The desks of the visit.
        desks: Vec<AgentId>,
    },
    /// Something was heard in a visit; what it reads like is asked for by who may read it.
    Captioned {
        /// The visit.
        contact: ContactId,
        /// The desks of the visit.
        desks: Vec<AgentId>,
    },
    /// A line was written in a chat, or changed; what it says is asked for by who may read it.
    Chat {
        /// The chat.
        contact: ContactId,
        /// The desks of the chat.
        desks: Vec<AgentId>,
    },
    /// Somebody is writing in a chat.
    ChatTyping {
        /// The chat.
        contact: ContactId,
        /// The resident, or else the operator.
        by_resident: bool,
        /// The desks of the chat.
        desks: Vec<AgentId>,
    },
    /// A visit's guided flow changed.
    Flow {
        /// The visit.
        contact: ContactId,
        /// The flow as it is; none when nobody is in one.
        view: Option<Arc<FlowView>>,
        /// The desks that serve the visit.
        desks: Vec<AgentId>,
    },
    /// Something one agent should know.
    Notice(AgentId, Refusal),
    /// Who is seen and heard in which line of a visit's page, as [`VisitPage::seat`] says it.
    Seats {
        /// The visit.
        contact: ContactId,
        /// The page.
        page: VisitPage,
        /// Line by line, in the order of the page's offer.
        seats: Vec<Option<String>>,
    },
}

/// Everything on the floor at one instant.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// Agents.
    pub agents: Vec<AgentState>,
    /// Contacts, numbers masked.
    pub contacts: Vec<ContactState>,
    /// Contacts in full, for the one who asked, where they may be seen.
    pub serving: Vec<ContactState>,
    /// Guided flows of visits among those.
    pub flows: Vec<(ContactId, FlowView)>,
}

/// Answer to a command.
pub type Reply<T> = oneshot::Sender<Result<T, Refusal>>;

/// What comes in from the rest of the server.
#[derive(Debug)]
pub(super) enum Input {
    SignIn(SignIn),
    SignOut(AgentId),
    Command { agent: AgentId, command: DeskCommand, reply: Reply<()> },
    OfferMedia { agent: AgentId, connection: u64, sdp: String, reply: Reply<String> },
    DeskGone { agent: AgentId, connection: u64 },
    Snapshot { of: Option<AgentId>, reply: oneshot::Sender<Snapshot> },
    Previous { contact: ContactId, previous: Vec<PreviousContact> },
    Spoken(super::prompter::Spoken),
    Visit { visit: Visit, reply: Reply<()> },
    Hall(HallInput),
    Chat(ChatInput),
    JoinVisit { contact: ContactId, guest: Guest, reply: Reply<()> },
    LeaveVisit { contact: ContactId, guest: AgentId },
    VisitorLeft { contact: ContactId, cause: LegCause },
    VisitorBack { contact: ContactId },
    OfferVisit { offer: VisitOffer, reply: Reply<String> },
    LookAway { contact: ContactId, page: VisitPage, on: bool },
    VisitorHas { contact: ContactId, devices: VisitorDevices },
    Say { contact: ContactId, page: VisitPage, text: String, reply: Reply<()> },
    ReadWritten { contact: ContactId, page: VisitPage, known: u32, reply: oneshot::Sender<Vec<Line>> },
    Captioned { contact: ContactId, captions: Vec<Caption> },
    ReadCaptions { contact: ContactId, page: VisitPage, known: u32, reply: oneshot::Sender<Vec<CaptionLine>> },
    Document { contact: ContactId, page: VisitPage, on: bool, reply: Reply<()> },
    LookAtVisit { contact: ContactId, reply: oneshot::Sender<Option<VisitView>> },
    Flow { agent: AgentId, contact: ContactId, order: FlowOrder, reply: Reply<()> },
    ConfirmFee { contact: ContactId, confirmation: FeeConfirmation, reply: Reply<()> },
    LookAtFlows { contact: ContactId, reply: oneshot::Sender<Option<FlowsOfVisit>> },
    Fees { reply: oneshot::Sender<Vec<AskedFee>> },
    Video { contact: ContactId, page: VisitPage, epoch: u32, said: VideoSaid, reply: Reply<Option<VideoGrant>> },
    ZoomNews { topic: String, news: ZoomNews },
    SharedBrowser(BrowserInput),
    Drain { idle: oneshot::Sender<()> },
    HangUpAll,
    Said { contact: ContactId, party: Party, text: String, at: Timestamp },
    WatchWords(WatchWords),
}

/// What the hall tells of visits without a kiosk.
#[derive(Debug)]
pub(super) enum HallInput {
    /// The number was called up.
    CalledUp { contact: ContactId, times: u32 },
    /// The visitor sits at the kiosk of this name.
    Seated { contact: ContactId, kiosk: Uuid, name: String, reply: Reply<()> },
    /// The visitor did not come.
    SetAside { contact: ContactId },
}

/// What the shared browser tells of a visit.
#[derive(Debug)]
pub(super) enum BrowserInput {
    /// For the log.
    Note { contact: ContactId, note: BrowserNote },
    /// What is kept back from here on.
    Privacy { contact: ContactId, privacy: VisitorPrivacy },
}

/// What comes in for chats.
#[derive(Debug)]
pub(super) enum ChatInput {
    /// A chat is handed over.
    Begin { arrival: Box<ChatArrival>, reply: Reply<()> },
    /// A page writes a line.
    Say { contact: ContactId, page: ChatPage, text: String, reply: Reply<u32> },
    /// A page is writing one.
    Types { contact: ContactId, page: ChatPage },
    /// A page asks for lines that came or changed after a revision.
    Read { contact: ContactId, page: ChatPage, known: u32, reply: oneshot::Sender<Vec<ChatLine>> },
    /// The resident's page asks where the chat stands.
    Look { contact: ContactId, reply: oneshot::Sender<Option<ChatView>> },
    /// The resident has gone.
    Left { contact: ContactId, cause: LegCause },
}

/// Steers the switchboard.
#[derive(Debug, Clone)]
pub struct CallsHandle {
    inputs: mpsc::Sender<Input>,
    updates: broadcast::Sender<Update>,
}

impl CallsHandle {
    pub(super) fn new(inputs: mpsc::Sender<Input>, updates: broadcast::Sender<Update>) -> Self {
        Self { inputs, updates }
    }

    /// An agent or supervisor sits down, or comes back after a reload.
    pub async fn sign_in(&self, sign_in: SignIn) {
        self.send(Input::SignIn(sign_in)).await;
    }

    /// An agent leaves for good.
    pub async fn sign_out(&self, agent: AgentId) {
        self.send(Input::SignOut(agent)).await;
    }

    /// Carries out a command, or says why not.
    ///
    /// # Errors
    /// The refusal, in words for the desk; nothing changed.
    pub async fn command(&self, agent: AgentId, command: DeskCommand) -> Result<(), Refusal> {
        self.ask(|reply| Input::Command { agent, command, reply }).await
    }

    /// Opens the agent's audio leg anew; answers with SDP.
    ///
    /// # Errors
    /// When the offer cannot be used.
    pub async fn offer_media(&self, agent: AgentId, connection: u64, sdp: String) -> Result<String, Refusal> {
        self.ask(|reply| Input::OfferMedia { agent, connection, sdp, reply }).await
    }

    /// The live connection that held the agent's audio leg is gone.
    pub async fn desk_gone(&self, agent: AgentId, connection: u64) {
        self.send(Input::DeskGone { agent, connection }).await;
    }

    /// Everything as of now; `of` is the agent whose own contacts are added in full.
    pub async fn snapshot(&self, of: Option<AgentId>) -> Snapshot {
        let (reply, answer) = oneshot::channel();
        self.send(Input::Snapshot { of, reply }).await;
        answer.await.unwrap_or_default()
    }

    /// A visitor has taken a ticket; returns once the visit is in the books.
    ///
    /// # Errors
    /// When the visit is turned away, in words for the visitor.
    pub async fn visit(&self, visit: Visit) -> Result<(), Refusal> {
        self.ask(|reply| Input::Visit { visit, reply }).await
    }

    /// A number of the hall was called up, for the `times`th time.
    pub async fn called_up(&self, contact: ContactId, times: u32) {
        self.send(Input::Hall(HallInput::CalledUp { contact, times })).await;
    }

    /// A visitor of the hall sits at the kiosk of this name; the visit may be offered from now on.
    ///
    /// # Errors
    /// When the visit is over, in words for the visitor.
    pub async fn seated(&self, contact: ContactId, kiosk: Uuid, name: String) -> Result<(), Refusal> {
        self.ask(|reply| Input::Hall(HallInput::Seated { contact, kiosk, name, reply })).await
    }

    /// A visitor of the hall was called up often enough and did not come.
    pub async fn set_aside(&self, contact: ContactId) {
        self.send(Input::Hall(HallInput::SetAside { contact })).await;
    }

    /// Somebody joins a visit; the picture follows by [`Self::offer_visit`].
    ///
    /// # Errors
    /// The refusal, in words for the page.
    pub async fn join_visit(&self, contact: ContactId, guest: Guest) -> Result<(), Refusal> {
        self.ask(|reply| Input::JoinVisit { contact, guest, reply }).await
    }

    /// A guest leaves a visit; nothing happens when not in it.
    pub async fn leave_visit(&self, contact: ContactId, guest: AgentId) {
        self.send(Input::LeaveVisit { contact, guest }).await;
    }

    /// The visitor has gone; nothing happens when the visit is over already.
    pub async fn visitor_left(&self, contact: ContactId, cause: LegCause) {
        self.send(Input::VisitorLeft { contact, cause }).await;
    }

    /// The kiosk of a visit is connected again; nothing happens unless it was awaited after a restart.
    pub async fn visitor_back(&self, contact: ContactId) {
        self.send(Input::VisitorBack { contact }).await;
    }

    /// Joins a page to a visit by picture and sound; answers with SDP.
    ///
    /// # Errors
    /// When the page is none of the visit's, or its offer cannot be used.
    pub async fn offer_visit(&self, offer: VisitOffer) -> Result<String, Refusal> {
        self.ask(|reply| Input::OfferVisit { offer, reply }).await
    }

    /// A page looks away, or back: while it does, nothing of its picture and sound leaves the server.
    pub async fn look_away(&self, contact: ContactId, page: VisitPage, on: bool) {
        self.send(Input::LookAway { contact, page, on }).await;
    }

    /// Something happened to a visit's shared browser; it goes to the visit's log while that is open.
    pub async fn browser_note(&self, contact: ContactId, note: BrowserNote) {
        self.send(Input::SharedBrowser(BrowserInput::Note { contact, note })).await;
    }

    /// What of the visitor's picture and sound is kept back from here on.
    pub async fn visitor_privacy(&self, contact: ContactId, privacy: VisitorPrivacy) {
        self.send(Input::SharedBrowser(BrowserInput::Privacy { contact, privacy })).await;
    }

    /// Which devices the visitor has: the agent is told.
    pub async fn visitor_has(&self, contact: ContactId, devices: VisitorDevices) {
        self.send(Input::VisitorHas { contact, devices }).await;
    }

    /// A page speaks of its visit's video; asking gives its grant, good for this page and attempt alone.
    ///
    /// # Errors
    /// When the page is none of the visit's, or asks about another attempt than the one that goes on.
    pub async fn video(
        &self,
        contact: ContactId,
        page: VisitPage,
        epoch: u32,
        said: VideoSaid,
    ) -> Result<Option<VideoGrant>, Refusal> {
        self.ask(|reply| Input::Video { contact, page, epoch, said, reply }).await
    }

    /// Zoom says that something happened in the session of this topic.
    pub async fn zoom_news(&self, topic: String, news: ZoomNews) {
        self.send(Input::ZoomNews { topic, news }).await;
    }

    /// A page writes a line to the other.
    ///
    /// # Errors
    /// When the page is none of the visit's, or the line may not be said.
    pub async fn say_in_visit(&self, contact: ContactId, page: VisitPage, text: String) -> Result<(), Refusal> {
        self.ask(|reply| Input::Say { contact, page, text, reply }).await
    }

    /// The lines of a visit after number `known`; none for a page that is not in it.
    pub async fn written(&self, contact: ContactId, page: VisitPage, known: u32) -> Vec<Line> {
        let (reply, answer) = oneshot::channel();
        self.send(Input::ReadWritten { contact, page, known, reply }).await;
        answer.await.unwrap_or_default()
    }

    /// The captions of a visit that changed after revision `known`; none for a page that is not in it.
    pub async fn captions(&self, contact: ContactId, page: VisitPage, known: u32) -> Vec<CaptionLine> {
        let (reply, answer) = oneshot::channel();
        self.send(Input::ReadCaptions { contact, page, known, reply }).await;
        answer.await.unwrap_or_default()
    }

    /// A desk asks for a document, or a kiosk shows one; `on` false takes it back.
    ///
    /// # Errors
    /// When the page is none of the visit's.
    pub async fn document(&self, contact: ContactId, page: VisitPage, on: bool) -> Result<(), Refusal> {
        self.ask(|reply| Input::Document { contact, page, on, reply }).await
    }

    /// A visit as its kiosk may see it; None once it is closed.
    pub async fn visit_view(&self, contact: ContactId) -> Option<VisitView> {
        let (reply, answer) = oneshot::channel();
        self.send(Input::LookAtVisit { contact, reply }).await;
        answer.await.unwrap_or_default()
    }

    /// Starts a guided flow for the visit an agent serves, or tells it what happened.
    ///
    /// # Errors
    /// The refusal, in words for the desk; nothing changed.
    pub async fn flow(&self, agent: AgentId, contact: ContactId, order: FlowOrder) -> Result<(), Refusal> {
        self.ask(|reply| Input::Flow { agent, contact, order, reply }).await
    }

    /// A named person confirms the fee that a visit's flow waits for.
    ///
    /// # Errors
    /// When nothing is asked, or the person may not; nothing changed.
    pub async fn confirm_fee(&self, contact: ContactId, confirmation: FeeConfirmation) -> Result<(), Refusal> {
        self.ask(|reply| Input::ConfirmFee { contact, confirmation, reply }).await
    }

    /// The guided flows of a visit; None once it is closed.
    pub async fn flows_of(&self, contact: ContactId) -> Option<FlowsOfVisit> {
        let (reply, answer) = oneshot::channel();
        self.send(Input::LookAtFlows { contact, reply }).await;
        answer.await.unwrap_or_default()
    }

    /// Fees that wait to be confirmed, by ticket.
    pub async fn fees(&self) -> Vec<AskedFee> {
        let (reply, answer) = oneshot::channel();
        self.send(Input::Fees { reply }).await;
        answer.await.unwrap_or_default()
    }

    /// Somebody said this in a live contact, at this instant; its secrets are covered already. Looked at for words
    /// of the list, and kept nowhere. May be called with the same words again, as a text that is not final grows.
    pub async fn said(&self, contact: ContactId, party: Party, text: String, at: Timestamp) {
        self.send(Input::Said { contact, party, text, at }).await;
    }

    /// Looks for these words from now on.
    pub async fn watch_for(&self, words: WatchWords) {
        self.send(Input::WatchWords(words)).await;
    }

    /// Follows everything that changes from now on.
    #[must_use]
    pub fn follow(&self) -> broadcast::Receiver<Update> {
        self.updates.subscribe()
    }

    /// Takes no new contacts; resolves when the last one has closed that does not go on after a restart.
    pub async fn drain(&self) {
        let (idle, done) = oneshot::channel();
        self.send(Input::Drain { idle }).await;
        // A switchboard that has stopped is idle.
        let _ = done.await;
    }

    /// Ends every call politely; for the end of the drain's patience.
    pub async fn hang_up_all(&self) {
        self.send(Input::HangUpAll).await;
    }

    pub(super) async fn send(&self, input: Input) {
        if self.inputs.send(input).await.is_err() {
            tracing::warn!("the switchboard has stopped; an input was dropped");
        }
    }

    pub(super) async fn ask<T>(&self, input: impl FnOnce(Reply<T>) -> Input) -> Result<T, Refusal> {
        let (reply, answer) = oneshot::channel();
        self.inputs.send(input(reply)).await.map_err(|_| Refusal::stopping())?;
        answer.await.map_err(|_| Refusal::stopping())?
    }
}
