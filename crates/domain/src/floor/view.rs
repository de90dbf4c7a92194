//! What a live page may know of agents and contacts at one instant.
//!
//! Plain data, copied out of the floor; turning it into JSON is the server's
//! job. It must never carry personal data: there is none on the floor.

use crate::agent::{Capacity, PauseReason, Presence, Skills};
use crate::contact::{Acceptance, Channel, Direction, HoldReason, Language, MonitorMode, RingPurpose, TargetKind};
use crate::ids::{AgentId, AssignmentId, ContactId, QueueId, ServiceId};
use crate::time::Timestamp;

/// One agent at this instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentView {
    /// Who.
    pub agent: AgentId,
    /// What the agent is doing, in one word.
    pub status: AgentStatus,
    /// Since when the status holds.
    pub since: Timestamp,
    /// Whether the agent takes contacts, or will when the work is done.
    pub presence: Presence,
    /// The browser leg.
    pub desk: DeskView,
    /// Contacts at hand, ringing and after-call work included.
    pub works: Vec<WorkView>,
    /// What the agent listens to as a supervisor.
    pub monitoring: Option<(ContactId, MonitorMode)>,
    /// Skills.
    pub skills: Skills,
    /// Capacity.
    pub capacity: Capacity,
    /// Whether one more chat may ring.
    pub takes_chat: bool,
}

/// An agent's state in one word, as the desk and the wallboard show it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgentStatus {
    /// Waits for a contact.
    Available,
    /// Takes none.
    Paused(PauseReason),
    /// Something rings.
    Ringing,
    /// Calls somebody who has not answered.
    Dialling,
    /// Speaks with a resident, or is consulted.
    Talking,
    /// Has the resident on hold, or awaits the resident after a restart.
    Holding,
    /// Asks a third party while the resident hears music.
    Consulting,
    /// After-call work.
    WrapUp,
    /// Listens to another's contact.
    Monitoring,
}

/// An agent's browser leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeskView {
    /// Stands.
    Up,
    /// Lost, and awaited until then.
    Awaited {
        /// End of the grace.
        until: Timestamp,
    },
    /// Not there.
    Down,
}

/// One contact in an agent's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkView {
    /// The contact.
    pub contact: ContactId,
    /// Its channel.
    pub channel: Channel,
    /// What the agent does with it.
    pub kind: WorkKind,
    /// Since when.
    pub since: Timestamp,
}

/// What an agent does with a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkKind {
    /// It rings.
    Ringing {
        /// The assignment.
        assignment: AssignmentId,
        /// Why it rings here.
        purpose: RingPurpose,
        /// When it stops ringing.
        ring_until: Timestamp,
    },
    /// The agent has it.
    Handling,
    /// The agent is consulted on it.
    Consulted,
    /// After-call work.
    WrapUp {
        /// When the limit is over.
        until: Timestamp,
    },
}

/// One contact at this instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactView {
    /// The contact.
    pub contact: ContactId,
    /// Its channel.
    pub channel: Channel,
    /// Its service.
    pub service: ServiceId,
    /// Who began it.
    pub direction: Direction,
    /// Its queue, once it reached one.
    pub queue: Option<QueueId>,
    /// Its language, once settled.
    pub language: Option<Language>,
    /// When it came to be.
    pub arrived_at: Timestamp,
    /// When it first reached a queue.
    pub queued_at: Option<Timestamp>,
    /// When agent and resident were first joined.
    pub answered_at: Option<Timestamp>,
    /// Where it stands.
    pub stage: StageView,
    /// Since when it stands there.
    pub since: Timestamp,
    /// The agent who has it.
    pub agent: Option<AgentId>,
    /// Why the resident is on hold, when on hold.
    pub held: Option<HoldReason>,
    /// The third party, when there is one.
    pub third: Option<ThirdView>,
    /// Supervisors on it.
    pub supervisors: Vec<(AgentId, MonitorMode)>,
    /// Since when its agent asks for a supervisor.
    pub hand_raised_at: Option<Timestamp>,
    /// Who joined a visit besides its agent.
    pub guests: Vec<AgentId>,
    /// Whether the visitor waits in the hall with a number, without a kiosk.
    pub in_hall: bool,
    /// What became of the wait, once fixed.
    pub acceptance: Option<Acceptance>,
    /// Whether it is being recorded.
    pub recording: bool,
    /// Until when the recording is silenced because something secret is said, when it is.
    pub secret_hold_until: Option<Timestamp>,
    /// Estimated wait in whole minutes, while it waits.
    pub estimated_wait_minutes: Option<u32>,
}

impl ContactView {
    /// Whether a stop of the program need not wait for the contact: a visit is taken up again at the next start.
    #[must_use]
    pub fn outlives_a_stop(&self) -> bool {
        self.channel == Channel::Counter && self.stage != StageView::WrappingUp
    }
}

/// Where a contact stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum StageView {
    /// Greeting and menu.
    Ivr,
    /// A last message is played before we hang up.
    Farewell,
    /// In line.
    Waiting {
        /// Place in line, from 1.
        position: u32,
        /// True when the caller has hung up and is to be called back.
        callback: bool,
    },
    /// Rings at an agent.
    Ringing {
        /// The agent.
        agent: AgentId,
        /// The assignment.
        assignment: AssignmentId,
        /// True when the caller has hung up and is to be called back.
        callback: bool,
    },
    /// The resident is being dialled, the agent waits on the line.
    Reaching,
    /// Agent and resident are joined, or the resident is on hold.
    Talking,
    /// The program was started anew; agent and resident are awaited, to be joined again.
    Interrupted,
    /// A blind transfer outside is under way.
    TransferRinging,
    /// Resident and third party go on without us.
    Transferred,
    /// Everybody has left; after-call work goes on.
    WrappingUp,
}

/// The third party of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThirdView {
    /// Who.
    pub to: TargetKind,
    /// True once the far end rings.
    pub rings: bool,
    /// True once answered.
    pub answered: bool,
    /// True when all three hear each other.
    pub conference: bool,
}
