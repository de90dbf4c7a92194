//! What a simulated day leaves behind: logs of the floor, and what people added to them.
//!
//! Owns the form of it. The words of enums are those of the desk's and the storage's columns. It must never know
//! how any of it is stored. Next: `day`, which fills it.

use chrono::NaiveDate;
use domain::agent::AgentEvent;
use domain::contact::{ContactEvent, Summary};
use domain::ids::{AgentId, ContactId, KioskId};
use domain::service_flow::FlowState;
use domain::time::Timestamp;
use serde::Serialize;
use uuid::Uuid;

/// One day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DayLog {
    /// The day in Japan.
    pub date: NaiveDate,
    /// Contacts, in the order of their arrival.
    pub contacts: Vec<SimulatedContact>,
    /// The agents' log, in its order.
    pub agents: Vec<AgentEntry>,
    /// Faults of kiosks.
    pub faults: Vec<KioskFault>,
}

/// One entry of the agents' log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgentEntry {
    /// Its id.
    pub id: Uuid,
    /// What the agent does from then on.
    pub event: AgentEvent,
}

/// One contact, closed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SimulatedContact {
    /// The contact.
    pub id: ContactId,
    /// The caller's number in E.164, never one that is given out; `None` when withheld, and at the counter.
    pub caller: Option<String>,
    /// The city's number that was dialled, E.164.
    pub dialled: Option<String>,
    /// The ticket's number, from 1 each day.
    pub ticket: Option<u32>,
    /// The kiosk the visitor sat at.
    pub kiosk: Option<KioskId>,
    /// Its whole log.
    pub log: Vec<ContactEvent>,
    /// In figures, as the floor says.
    pub summary: Summary,
    /// What the agent filed.
    pub filing: Option<Filing>,
    /// The guided flow gone through.
    pub flow: Option<FlowTaken>,
    /// Satisfaction, 1 to 5, where asked and answered (clause 8(1)).
    pub rating: Option<u8>,
}

/// What an agent files after a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Filing {
    /// Who.
    pub by: AgentId,
    /// When.
    pub at: Timestamp,
    /// Topic code.
    pub topic: String,
    /// Outcome.
    pub outcome: Outcome,
    /// What came of a booking by proxy.
    pub booking: Option<Booking>,
}

/// What became of a contact, in the desk's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Answered on the spot.
    Resolved,
    /// Passed on to the city.
    TransferredCity,
    /// Pointed to the right agency.
    ReferredAgency,
    /// Will be called back.
    CallBack,
    /// Broke off.
    BrokenOff,
}

/// A booking by proxy (clause 6(3)③).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Booking {
    /// What came of it.
    pub result: BookingResult,
    /// What for.
    pub kind: BookingKind,
    /// The reservation site's reference.
    pub reference: Option<String>,
}

/// What came of a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingResult {
    /// Made.
    Made,
    /// Changed.
    Changed,
    /// Cancelled.
    Cancelled,
    /// Nothing was free.
    Full,
}

/// What is booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingKind {
    /// Collecting a card.
    Collection,
    /// Renewing certificates.
    Renewal,
    /// Something else.
    Other,
}

/// A guided flow gone through, after its last turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlowTaken {
    /// The run.
    pub run: Uuid,
    /// Changes so far.
    pub turns: u32,
    /// The whole state.
    pub state: FlowState,
}

/// A fault of a kiosk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KioskFault {
    /// Its id.
    pub id: Uuid,
    /// The kiosk.
    pub kiosk: KioskId,
    /// When it began.
    pub from: Timestamp,
    /// When it was put right.
    pub until: Timestamp,
}
