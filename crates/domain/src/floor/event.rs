//! What can happen to the floor: the only way in.
//!
//! Every event may come in any order and more than once; a machine that cannot
//! use one refuses it or lets it pass, and never panics. Next: `effect` for
//! what comes out.

use crate::agent::{Capacity, PauseReason, Skills};
use crate::contact::{
    AlertNote, BrowserNote, Channel, Language, LegCause, MonitorMode, Party, Standing, Target, VideoCause,
    VideoProvider,
};
use crate::ids::{AgentId, AssignmentId, ContactId, ServiceId};
use crate::service_flow::FlowRecordKind;
use crate::time::Timestamp;
use crate::visit_ladder::{LineCause, LineStep};

/// Whether the service is open when a contact arrives; the calendar's verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenState {
    /// Open.
    Open,
    /// Closed.
    Closed {
        /// The next opening, when there is one.
        next_open: Option<Timestamp>,
    },
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FloorEvent {
    /// A contact arrived; a phone call is not answered yet.
    Arrived {
        /// Its id, minted by the edge.
        contact: ContactId,
        /// The channel.
        channel: Channel,
        /// The service dialled or chosen.
        service: ServiceId,
        /// True when the caller can be called back.
        caller_known: bool,
        /// The language, when it is known already: then no menu is played.
        language: Option<Language>,
        /// The calendar's verdict.
        open: OpenState,
    },
    /// A visitor took a number at the reception, and waits in the hall.
    TicketIssued {
        /// Its id, minted by the edge.
        contact: ContactId,
        /// What for.
        service: ServiceId,
        /// The language chosen.
        language: Language,
        /// The calendar's verdict.
        open: OpenState,
    },
    /// A visitor who waits in the hall was called up to a kiosk.
    CalledUp {
        /// The contact.
        contact: ContactId,
        /// How often by now, from 1.
        times: u32,
    },
    /// A visitor who waited in the hall sat down at a kiosk.
    Seated {
        /// The contact.
        contact: ContactId,
    },
    /// A visitor who was called up often enough did not come.
    SetAside {
        /// The contact.
        contact: ContactId,
    },
    /// Somebody of the city or of the service joins a visit with picture and sound.
    GuestJoins {
        /// Who.
        guest: AgentId,
        /// The contact.
        contact: ContactId,
    },
    /// A guest leaves a visit.
    GuestLeaves {
        /// Who.
        guest: AgentId,
        /// The contact.
        contact: ContactId,
    },
    /// A contact of an earlier run of the program goes on where its log leaves it.
    TakeUp {
        /// Where it stands.
        standing: Box<Standing>,
        /// True while the resident's page is still to come back.
        awaits_caller: bool,
    },
    /// The page of a resident who was awaited is back.
    CallerBack {
        /// The contact.
        contact: ContactId,
    },
    /// The prompt played under `tag` came to its end.
    PromptEnded {
        /// The contact.
        contact: ContactId,
        /// The tag of the `Play` effect.
        tag: u32,
    },
    /// The caller pressed a key.
    Digit {
        /// The contact.
        contact: ContactId,
        /// `0`-`9`, `*` or `#`.
        digit: char,
    },
    /// The caller hung up, cancelled, or left the chat or the kiosk.
    CallerHungUp {
        /// The contact.
        contact: ContactId,
        /// Why.
        cause: LegCause,
    },
    /// The caller asked to be called back by another way than the keypad.
    RequestCallback {
        /// The contact.
        contact: ContactId,
    },
    /// An agent or a supervisor signed in; signing in again renews skills and capacity.
    AgentSignedIn {
        /// Who.
        agent: AgentId,
        /// What the agent can do; empty for a supervisor who takes no contacts.
        skills: Skills,
        /// How much at once.
        capacity: Capacity,
    },
    /// An agent signed out; refused while handling a contact.
    AgentSignedOut {
        /// Who.
        agent: AgentId,
    },
    /// The agent's browser leg stands.
    DeskUp {
        /// Whose.
        agent: AgentId,
    },
    /// The agent's browser leg is gone; the grace begins.
    DeskDown {
        /// Whose.
        agent: AgentId,
    },
    /// The agent declares to be available.
    SetAvailable {
        /// Who.
        agent: AgentId,
    },
    /// The agent pauses; a contact in hand is finished first.
    SetPaused {
        /// Who.
        agent: AgentId,
        /// Why.
        reason: PauseReason,
    },
    /// The agent answers an assignment.
    Answer {
        /// Who.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
        /// The assignment.
        assignment: AssignmentId,
    },
    /// The agent refuses an assignment.
    Refuse {
        /// Who.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
        /// The assignment.
        assignment: AssignmentId,
    },
    /// The agent hangs up: the consultation first, then the caller; a conference goes on.
    HangUp {
        /// Who.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
    },
    /// The agent puts the caller on hold.
    Hold {
        /// Who.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
    },
    /// The agent takes the caller off hold.
    Resume {
        /// Who.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
    },
    /// The agent passes the caller on unannounced.
    Blind {
        /// Who.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
        /// Where to.
        to: Target,
    },
    /// The agent asks a third party while the caller hears music.
    Consult {
        /// Who.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
        /// Whom: outside or an agent; a queue is refused.
        to: Target,
    },
    /// The agent leaves caller and third party to each other.
    CompleteTransfer {
        /// Who.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
    },
    /// The agent joins caller and third party in a conference of three.
    Conference {
        /// Who.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
    },
    /// The agent makes a consultation of the conference again: the caller hears music.
    SplitBack {
        /// Who.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
    },
    /// The agent drops the third party and is back with the caller.
    CancelConsult {
        /// Who.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
    },
    /// A dialled party rings.
    ThirdRinging {
        /// The contact.
        contact: ContactId,
        /// The attempt of the `Dial` effect, whoever was dialled.
        attempt: u32,
    },
    /// A dialled party answered (third party, or the resident called back or called out to).
    ThirdAnswered {
        /// The contact.
        contact: ContactId,
        /// The attempt.
        attempt: u32,
    },
    /// A dialled party could not be reached.
    ThirdFailed {
        /// The contact.
        contact: ContactId,
        /// The attempt.
        attempt: u32,
        /// Why.
        cause: LegCause,
    },
    /// A dialled third party hung up; a resident who was dialled and answered is the
    /// caller from then on, and leaves by `CallerHungUp`.
    ThirdHungUp {
        /// The contact.
        contact: ContactId,
        /// The attempt.
        attempt: u32,
        /// Why.
        cause: LegCause,
    },
    /// The agent filed the contact; after-call work is done.
    WrapUpDone {
        /// Who.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
    },
    /// The agent asks for another wrap-up limit's worth of time.
    ExtendWrapUp {
        /// Who.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
    },
    /// A supervisor joins a contact, changes the mode, or leaves (`None`).
    Monitor {
        /// Who.
        supervisor: AgentId,
        /// The contact.
        contact: ContactId,
        /// How; `None` to leave.
        mode: Option<MonitorMode>,
    },
    /// A supervisor takes the conversation from the agent who has it.
    TakeOver {
        /// Who.
        supervisor: AgentId,
        /// The contact.
        contact: ContactId,
    },
    /// The agent who has the contact asks for a supervisor; asking again changes nothing.
    RaiseHand {
        /// Who.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
    },
    /// The call for a supervisor is taken back, or seen to.
    LowerHand {
        /// Who.
        by: AgentId,
        /// The contact.
        contact: ContactId,
        /// Whether `by` supervises, and so may lower the hand of another.
        supervises: bool,
    },
    /// A watched condition of the contact began, ended or was acknowledged; it goes to the log.
    AlertNoted {
        /// The contact.
        contact: ContactId,
        /// What.
        note: AlertNote,
    },
    /// An agent calls a resident.
    CallOut {
        /// Who.
        agent: AgentId,
        /// Id of the contact to be, minted by the edge.
        contact: ContactId,
        /// The service on whose behalf.
        service: ServiceId,
        /// The number in E.164 that the dial plan has already allowed.
        to: String,
    },
    /// A party's media has been lost for good.
    MediaLost {
        /// The contact.
        contact: ContactId,
        /// Whose.
        party: Party,
    },
    /// Another provider carries a visit's picture and sound; the floor keeps it in the log.
    VideoProvider {
        /// The contact.
        contact: ContactId,
        /// The attempt, from 1 within the contact.
        epoch: u32,
        /// By whom.
        provider: VideoProvider,
        /// Why.
        cause: VideoCause,
    },
    /// Something happened to a visit's shared browser; the floor keeps it in the log.
    SharedBrowser {
        /// The contact.
        contact: ContactId,
        /// What.
        note: BrowserNote,
    },
    /// Something happened in a guided flow of the contact; it goes to the log.
    FlowNoted {
        /// The contact.
        contact: ContactId,
        /// What.
        record: FlowRecordKind,
    },
    /// A visit's line has become poorer or better; the edge has judged it.
    LineStep {
        /// The visit.
        contact: ContactId,
        /// What it goes on with.
        step: LineStep,
        /// Why.
        cause: LineCause,
    },
    /// The visitor's telephone has joined the visit, or has left it while the visit goes on.
    VisitTelephone {
        /// The visit.
        contact: ContactId,
        /// Joined?
        joined: bool,
    },
    /// The resident is about to say something secret, or has said it: the recording is silenced meanwhile.
    SecretHold {
        /// The agent.
        agent: AgentId,
        /// The contact.
        contact: ContactId,
        /// Begin, or end.
        on: bool,
    },
    /// The program drains: contacts that arrive are turned away, the others go on.
    Drain,
    /// Time passed; every deadline that is due is acted upon.
    Tick,
}
