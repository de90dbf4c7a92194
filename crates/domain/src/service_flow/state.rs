//! What is kept of a run, so that a restart finds it as it was.
//!
//! Owns the fields and nothing else. No name, no number but a receipt's, no free text: the note on breaking
//! off is handed on and not kept here. Next: `movement`, which changes it; `run`, which restores it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::event::GateProof;
use super::ids::{FlowId, ItemId, StepId};
use super::words::{GateKind, OutcomeKind, PageCheck, PinKind};
use crate::ids::AgentId;
use crate::time::Timestamp;

/// The form of [`FlowState`]; another form is refused on restoring.
pub const STATE_VERSION: u8 = 1;

/// What the city and the kiosk allow, fixed when a run starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowSettings {
    /// Whether the city allows a mailbox for one visit.
    pub visit_mailbox: bool,
    /// Whether the kiosk has a card reader.
    pub card_reader: bool,
}

/// Who confirmed a gate, on what proof, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateConfirmation {
    /// The named person.
    pub by: AgentId,
    /// The proof.
    pub how: GateProof,
    /// The instant of confirmation.
    pub at: Timestamp,
}

/// One run between two events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowState {
    /// [`STATE_VERSION`].
    pub state_version: u8,
    /// The flow.
    pub flow: FlowId,
    /// Its version, kept to the end.
    pub flow_version: u32,
    /// What was allowed at the start.
    pub settings: FlowSettings,
    /// When it began.
    pub began_at: Timestamp,
    /// The last event's instant.
    pub last_at: Timestamp,
    /// The step shown.
    pub step: StepId,
    /// The steps one may go back to, the last one first to be taken.
    pub trail: Vec<StepId>,
    /// Ticked items of this step's checklist.
    pub ticked: BTreeSet<ItemId>,
    /// What is confirmed on this step's page.
    pub page: BTreeSet<PageCheck>,
    /// Whether somebody is logged in on a shared page.
    pub logged_in: bool,
    /// Wrong tries since the last right one.
    pub wrong_pins: BTreeMap<PinKind, u8>,
    /// Confirmed gates.
    pub gates: BTreeMap<GateKind, GateConfirmation>,
    /// Since when the resident is at the payment counter.
    pub detour_since: Option<Timestamp>,
    /// Time at the payment counter before that, in milliseconds; it is no waiting.
    pub detour_ms: u64,
    /// How it ended.
    pub outcome: Option<OutcomeKind>,
    /// Where it was broken off.
    pub broken_off_at: Option<StepId>,
}
