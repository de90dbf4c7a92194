//! The words of the live connection, both ways, as `docs/API-DESIGN.md` tells them.
//!
//! Owns the JSON shapes and nothing else: no rule, no state. Next: [`super::socket`] for who
//! says them when.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use super::agent_state::{AgentState, WorkState};
pub use super::contact_parts::{
    AlertState, AssignmentState, GuestState, MonitorState, PreviousContact, ThirdState, VisitLine,
};
pub use super::wanted::{Page, TargetRequest, WantedMonitor, WantedState};

use super::caption_messages::CaptionsOf;
use super::chat_messages::ChatLineView;
use super::flow_messages::{FlowEventRequest, FlowView};
use super::suggestion_messages::SuggestionsOf;
use super::transcript_messages::TranscriptLine;
use super::video_messages::{VideoGrant, VideoState, VisitorDevices};
use super::written_messages::WrittenLine;

/// A frame from a page.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ClientFrame {
    /// Number the client counts up; answered by `done` or `refused`.
    #[serde(default)]
    pub id: u64,
    /// What it says.
    #[serde(flatten)]
    pub message: ClientMessage,
}

/// What a page says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientMessage {
    /// The first frame: which page this is.
    Hello {
        /// The page.
        page: Page,
        /// Random name of the tab, kept over reloads.
        tab: String,
        /// Take the desk from another tab.
        #[serde(default)]
        take_over: bool,
    },
    /// The browser's offer for its one audio leg.
    MediaOffer {
        /// SDP with all candidates.
        sdp: String,
    },
    /// The browser's offer for a visit at the counter, picture and sound.
    VisitOffer {
        /// The visit.
        contact: Uuid,
        /// SDP with all candidates.
        sdp: String,
        /// Whether the agent looks away from the start.
        #[serde(default)]
        away: bool,
    },
    /// Somebody of the city or a supervisor joins a visit, with picture and sound; offered anew after a break.
    VisitJoin {
        /// The visit.
        contact: Uuid,
        /// SDP with all candidates.
        sdp: String,
        /// Whether the guest looks away from the start.
        #[serde(default)]
        away: bool,
    },
    /// A guest leaves a visit.
    VisitLeave {
        /// The visit.
        contact: Uuid,
    },
    /// The agent looks away from a visit, or back.
    LookAway {
        /// The visit.
        contact: Uuid,
        /// Away?
        on: bool,
    },
    /// What the page says of a visit's video; `ask` is answered with `video_grant`.
    Video {
        /// The visit.
        contact: Uuid,
        /// The attempt it speaks of.
        epoch: u32,
        /// `ask`, `joined` or why it failed: `sdk_failed`, `join_refused`, `join_timeout`, `connection_lost`, `cover_needed`.
        say: String,
    },
    /// A line to the visitor, beside the picture.
    Say {
        /// The visit.
        contact: Uuid,
        /// The line.
        text: String,
    },
    /// A line to the resident of a chat.
    ChatSay {
        /// The chat.
        contact: Uuid,
        /// The line.
        text: String,
    },
    /// The operator is writing a line in a chat.
    ChatTyping {
        /// The chat.
        contact: Uuid,
    },
    /// The agent would like to see a document, or has seen it.
    AskDocument {
        /// The visit.
        contact: Uuid,
        /// Asked for?
        on: bool,
    },
    /// Available or paused.
    SetState {
        /// Which.
        state: WantedState,
        /// Code of the pause reason.
        reason: Option<String>,
    },
    /// Answer what rings.
    Answer {
        /// The contact.
        contact: Uuid,
        /// The assignment.
        assignment: u32,
    },
    /// Refuse what rings.
    Refuse {
        /// The contact.
        contact: Uuid,
        /// The assignment.
        assignment: u32,
    },
    /// Hang up.
    HangUp {
        /// The contact.
        contact: Uuid,
    },
    /// Put the caller on hold.
    Hold {
        /// The contact.
        contact: Uuid,
    },
    /// Take the caller off hold.
    Resume {
        /// The contact.
        contact: Uuid,
    },
    /// Silence the recording while something secret is said, or end that.
    SecretHold {
        /// The contact.
        contact: Uuid,
        /// Begin, or end.
        on: bool,
    },
    /// Send a key to the far end.
    Digit {
        /// The contact.
        contact: Uuid,
        /// The key.
        digit: char,
    },
    /// Pass the caller on unannounced.
    Transfer {
        /// The contact.
        contact: Uuid,
        /// Where to.
        to: TargetRequest,
    },
    /// Ask a third party first.
    Consult {
        /// The contact.
        contact: Uuid,
        /// Whom.
        to: TargetRequest,
    },
    /// Leave caller and third party to each other.
    CompleteTransfer {
        /// The contact.
        contact: Uuid,
    },
    /// Join all three.
    Conference {
        /// The contact.
        contact: Uuid,
    },
    /// Drop the third party.
    CancelConsult {
        /// The contact.
        contact: Uuid,
    },
    /// After-call work is done.
    WrapUpDone {
        /// The contact.
        contact: Uuid,
    },
    /// More time for after-call work.
    ExtendWrapUp {
        /// The contact.
        contact: Uuid,
    },
    /// Call somebody.
    CallOut {
        /// Whom.
        to: TargetRequest,
    },
    /// Join a contact as supervisor, change the mode, or leave.
    Monitor {
        /// The contact.
        contact: Uuid,
        /// How.
        mode: WantedMonitor,
    },
    /// A guided flow begins for a visit.
    FlowStart {
        /// The visit.
        contact: Uuid,
        /// The flow.
        flow: String,
    },
    /// Something happened in the visit's guided flow.
    FlowEvent {
        /// The visit.
        contact: Uuid,
        /// What.
        event: FlowEventRequest,
    },
    /// The microphone is off or on.
    Mute {
        /// Off?
        on: bool,
    },
    /// A supervisor takes a conversation from its agent.
    TakeOver {
        /// The contact.
        contact: Uuid,
    },
    /// The agent asks for a supervisor, or takes that back; a supervisor may take it back as well.
    RaiseHand {
        /// The contact.
        contact: Uuid,
        /// Asked for?
        on: bool,
    },
    /// A supervisor has seen an alert.
    SeeAlert {
        /// The contact.
        contact: Uuid,
        /// Its code.
        alert: String,
    },
    /// A supervisor begins or ends reading what is said in a contact.
    Follow {
        /// The contact.
        contact: Uuid,
        /// Begin?
        on: bool,
    },
}

/// What the server says.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage {
    /// The connection stands.
    Welcome {
        /// As `GET /api/me`.
        #[schema(value_type = Object)]
        me: serde_json::Value,
        /// The server's clock.
        now: DateTime<Utc>,
        /// Whether visits may be carried by Zoom, whose files want a policy of their own.
        zoom: bool,
    },
    /// The answer to `video` with `ask`.
    VideoGrant {
        /// The visit.
        contact: Uuid,
        /// The grant.
        #[serde(flatten)]
        grant: VideoGrant,
    },
    /// Another tab holds this desk.
    SeatTaken,
    /// Another tab has taken this desk; let go of microphone and connection.
    TakenOver,
    /// The answer to `media_offer`.
    MediaAnswer {
        /// SDP.
        sdp: String,
    },
    /// The answer to `visit_offer`.
    VisitAnswer {
        /// The visit.
        contact: Uuid,
        /// SDP.
        sdp: String,
    },
    /// Who is seen and heard in which line of this page's connection to a visit.
    VisitSeats {
        /// The visit.
        contact: Uuid,
        /// `visitor`, `agent` or a guest's id, line by line.
        seats: Vec<Option<String>>,
    },
    /// Lines written in a visit that the page has not been told.
    Written {
        /// The visit.
        contact: Uuid,
        /// The lines, oldest first.
        lines: Vec<WrittenLine>,
    },
    /// Lines of a chat that are new or changed; one replaces that of the same number.
    ChatLines {
        /// The chat.
        contact: Uuid,
        /// The lines, in order.
        lines: Vec<ChatLineView>,
    },
    /// The resident of a chat is writing.
    ChatTyping {
        /// The chat.
        contact: Uuid,
    },
    /// What is being said in a contact: lines that are new or changed.
    Transcript {
        /// The contact.
        contact: Uuid,
        /// The lines; one replaces that of the same id.
        lines: Vec<TranscriptLine>,
        /// Whether these are all lines so far, in place of what the page has.
        whole: bool,
    },
    /// What was heard in a visit, as text.
    Captions(CaptionsOf),
    /// What the FAQ says to what the caller asks; takes the place of what was told of the contact before.
    Suggestions(Box<SuggestionsOf>),
    /// The audio leg came up or went down.
    MediaState {
        /// Up?
        up: bool,
    },
    /// An agent as of this instant.
    Agent {
        /// The agent.
        agent: AgentState,
    },
    /// A contact as of this instant.
    Contact {
        /// The contact.
        contact: Box<ContactState>,
    },
    /// The guided flow of a visit this desk serves, as of this instant; null when there is none.
    Flow {
        /// The visit.
        contact: Uuid,
        /// The flow.
        #[schema(value_type = Option<Object>)]
        view: Option<Box<FlowView>>,
    },
    /// A contact left the live lists.
    ContactGone {
        /// Which.
        contact: Uuid,
    },
    /// Everything, whole.
    FloorReset {
        /// All agents.
        agents: Vec<AgentState>,
        /// All contacts.
        contacts: Vec<ContactState>,
    },
    /// Something is wrong with the system.
    Alarm {
        /// Stable code.
        code: String,
        /// Since when.
        since: DateTime<Utc>,
        /// Japanese.
        message_ja: String,
        /// English.
        message_en: String,
    },
    /// It is right again.
    AlarmCleared {
        /// Which.
        code: String,
    },
    /// Something the agent should know.
    Notice {
        /// Stable code.
        code: String,
        /// Japanese.
        detail_ja: String,
        /// English.
        detail_en: String,
    },
    /// A command was carried out.
    Done {
        /// Which.
        id: u64,
    },
    /// A command was refused; nothing changed.
    Refused {
        /// Which.
        id: u64,
        /// Stable code.
        code: String,
        /// Japanese.
        detail_ja: String,
        /// English.
        detail_en: String,
    },
}

/// One contact.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ContactState {
    /// Which.
    pub id: Uuid,
    /// `phone`, `counter`, `chat`.
    pub channel: String,
    /// `inbound`, `outbound`.
    pub direction: String,
    /// `ja`, `en`.
    pub language: Option<String>,
    /// Whether the resident of a chat reads easy Japanese, so that easy words are written.
    pub reads_easy: bool,
    /// The caller's number in full, only for the agent it rings at or who has it.
    pub caller: Option<String>,
    /// The caller's number without its first digits.
    pub caller_masked: Option<String>,
    /// The number dialled.
    pub dialled: Option<String>,
    /// The queue.
    pub queue: Option<String>,
    /// `ivr`, `waiting`, `ringing`, `talking`, `held`, `consulting`, `conference`, `transferring`, `transferred`, `wrap_up`.
    pub state: String,
    /// Arrival.
    pub arrived_at: DateTime<Utc>,
    /// Reached the queue.
    pub queued_at: Option<DateTime<Utc>>,
    /// Answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Since when in this state.
    pub state_since: DateTime<Utc>,
    /// Place in line, from 1.
    pub position: Option<u32>,
    /// True when the caller has hung up and will be called back.
    pub callback: bool,
    /// Who has it.
    pub agent: Option<Uuid>,
    /// What rings.
    pub assignment: Option<AssignmentState>,
    /// Third party.
    pub third: Option<ThirdState>,
    /// End of after-call work.
    pub wrap_up_until: Option<DateTime<Utc>>,
    /// Supervisors on it.
    pub monitors: Vec<MonitorState>,
    /// Whether it is being recorded.
    pub recording: bool,
    /// Until when the recording is silenced because something secret is said.
    pub secret_hold_until: Option<DateTime<Utc>>,
    /// Earlier contacts of the same number; on the serving desk only.
    pub previous: Vec<PreviousContact>,
    /// The service dialled, or the wish chosen at a kiosk.
    pub service: String,
    /// Estimated wait in whole minutes, while it waits.
    pub estimated_wait_minutes: Option<u32>,
    /// A visit's ticket.
    pub ticket: Option<String>,
    /// A visit's kiosk, by name.
    pub kiosk: Option<String>,
    /// Who joined a visit besides its agent.
    pub guests: Vec<GuestState>,
    /// Whether the visitor looks away: the last picture is not to be shown on.
    pub visitor_away: bool,
    /// Which devices a visitor has.
    pub visitor_devices: VisitorDevices,
    /// Whether the agent looks away.
    pub agent_away: bool,
    /// `none`, `asked` by the agent, or `shown`: the visitor's picture is a document's.
    pub document: String,
    /// A visit's captions: `none`, `on`, `kept`, or why there are none: `off`, `starting`, `failed`, `zoom`.
    pub captions: &'static str,
    /// A visit's line, once its pages have met.
    pub line: Option<VisitLine>,
    /// Who carries a visit's picture and sound.
    pub video: Option<VideoState>,
    /// Whether its agent asks for a supervisor.
    pub hand_raised: bool,
    /// Since when.
    pub hand_raised_at: Option<DateTime<Utc>>,
    /// Codes of alerts that nobody has seen; on supervisors' pages only.
    pub alerts: Vec<String>,
    /// Every alert that stands; on supervisors' pages only.
    pub alert_states: Vec<AlertState>,
}
