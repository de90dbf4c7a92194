//! The rules of a gate: who confirms it, on what proof, and the way to the payment counter and back.
//!
//! Owns the confirmation and the detour, which is counted apart from waiting. It must never know money: the
//! proof is a named person's word. Source: specification 6(2)⑤(イ).

use super::definition::Action;
use super::effect::FlowRecordKind;
use super::event::GateProof;
use super::ids::StepId;
use super::movement::Turn;
use super::refusal::FlowRefusal;
use super::state::GateConfirmation;
use super::words::GateKind;
use crate::ids::AgentId;
use crate::secret_text::{self, TextContext};
use crate::time::Timestamp;

/// A fee may have been paid before the resident sat down, but not before yesterday.
const CONFIRMED_AGO_MAX_MS: u64 = 24 * 3_600_000;
const RECEIPT_NUMBER_LIMIT: usize = 20;

/// Takes the confirmation; goes on unless the resident is still on the way back.
pub(super) fn confirm(turn: &mut Turn<'_>, by: AgentId, how: GateProof, at: Timestamp) -> Result<(), FlowRefusal> {
    let (gate, next) = gate_here(turn)?;
    if turn.state.gates.contains_key(&gate) {
        return Err(FlowRefusal::GateAlreadyConfirmed(gate));
    }
    if at > turn.now || turn.now.since_ms(at) > CONFIRMED_AGO_MAX_MS {
        return Err(FlowRefusal::GateTime);
    }
    if let GateProof::ReceiptNumber { number } = &how
        && !is_receipt_number(number)
    {
        return Err(FlowRefusal::BadReceiptNumber);
    }
    turn.record(FlowRecordKind::GateConfirmed { gate, by, how: how.clone(), confirmed_at: at });
    turn.state.gates.insert(gate, GateConfirmation { by, how, at });
    if turn.state.detour_since.is_some() {
        turn.show();
    } else {
        turn.go_for_good(next);
    }
    Ok(())
}

/// The resident goes to pay.
pub(super) fn begin_detour(turn: &mut Turn<'_>) -> Result<(), FlowRefusal> {
    gate_here(turn)?;
    if turn.state.detour_since.is_some() {
        return Err(FlowRefusal::InDetour);
    }
    turn.state.detour_since = Some(turn.now);
    turn.record(FlowRecordKind::DetourBegan);
    turn.show();
    Ok(())
}

/// The resident is back; goes on when the gate was confirmed meanwhile.
pub(super) fn end_detour(turn: &mut Turn<'_>) -> Result<(), FlowRefusal> {
    let (gate, next) = gate_here(turn)?;
    if turn.state.detour_since.is_none() {
        return Err(FlowRefusal::NoDetour);
    }
    close_detour(turn);
    if turn.state.gates.contains_key(&gate) {
        turn.go_for_good(next);
    } else {
        turn.show();
    }
    Ok(())
}

/// Adds the open detour, if any, to the time away.
pub(super) fn close_detour(turn: &mut Turn<'_>) {
    let Some(since) = turn.state.detour_since.take() else { return };
    let away_ms = turn.now.since_ms(since);
    turn.state.detour_ms = turn.state.detour_ms.saturating_add(away_ms);
    turn.record(FlowRecordKind::DetourEnded { away_ms });
}

fn gate_here<'a>(turn: &Turn<'a>) -> Result<(GateKind, &'a StepId), FlowRefusal> {
    match &turn.step().action {
        Action::Gate { gate, next, .. } => Ok((*gate, next)),
        Action::Explain { .. }
        | Action::Checklist { .. }
        | Action::Branch { .. }
        | Action::PinGuard { .. }
        | Action::Email { .. }
        | Action::SharedPage { .. }
        | Action::Outcome { .. } => Err(FlowRefusal::NotThisStep),
    }
}

fn is_receipt_number(number: &str) -> bool {
    let plain = number.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let secret = !secret_text::find(number, TextContext::default()).is_empty();
    (1..=RECEIPT_NUMBER_LIMIT).contains(&number.len()) && plain && !secret
}
