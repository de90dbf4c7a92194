//! What is said to the guided flows of a visit, and what may be seen of them.
//!
//! Owns the shapes alone; who may say what is `flow_orders`'.

use domain::ids::AgentId;
use domain::service_flow::{FlowEvent, FlowId, GateProof, SlipKeys};

use crate::live::flow_messages::FlowView;

/// What the agent who serves a visit says of its flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlowOrder {
    /// Begin one.
    Start(FlowId),
    /// Something happened in it; never a confirmation.
    Event(FlowEvent),
}

/// A fee confirmed from outside the visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeConfirmation {
    /// Who confirms.
    pub by: AgentId,
    /// The person's name.
    pub by_name: String,
    /// On what proof.
    pub how: GateProof,
    /// Whether it is only asked if the confirmation would be taken; nothing changes then.
    pub rehearsed: bool,
}

/// The guided flows of a visit at one instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowsOfVisit {
    /// What the visitor took the ticket for.
    pub wish: String,
    /// The ticket's number.
    pub ticket: String,
    /// The present run as the desk sees it.
    pub view: Option<FlowView>,
    /// Where the words of its slips stand.
    pub slips: Vec<SlipKeys>,
    /// The day of the visit in Japan.
    pub date: chrono::NaiveDate,
}
