//! One turn of a run: the state being changed, what is to be done about it, and how steps are entered.
//!
//! Owns entering, leaving and ending. It must never know which event made it move: `run` routes, `gates`,
//! `pins` and `page` hold the rules of their steps.

use super::definition::{Action, Flow, Step};
use super::effect::{FlowEffect, FlowRecord, FlowRecordKind, SlipKeys};
use super::ids::StepId;
use super::state::FlowState;
use super::words::{OutcomeKind, PinKind};
use crate::time::Timestamp;

/// Longest way back that is remembered.
const TRAIL_MAX: usize = 200;

/// One event being taken in; a refused one is thrown away with all its changes.
pub(super) struct Turn<'a> {
    pub(super) flow: &'a Flow,
    pub(super) state: FlowState,
    pub(super) now: Timestamp,
    pub(super) effects: Vec<FlowEffect>,
}

impl<'a> Turn<'a> {
    /// The step shown.
    pub(super) fn step(&self) -> &'a Step {
        step_of(self.flow, &self.state.step)
    }

    pub(super) fn record(&mut self, kind: FlowRecordKind) {
        self.effects.push(FlowEffect::Record(FlowRecord { at: self.now, kind }));
    }

    /// Shows the step again, and asks again for what it waits for from outside.
    pub(super) fn show(&mut self) {
        let step = self.step();
        self.effects.push(FlowEffect::Show { step: step.id.clone() });
        if let Action::Gate { gate, fee, .. } = &step.action
            && !self.state.gates.contains_key(gate)
        {
            self.effects.push(FlowEffect::AskGate { gate: *gate, fee: *fee });
        }
    }

    /// Goes on to `next`; this step can be gone back to.
    pub(super) fn go(&mut self, next: &StepId) {
        let left = self.state.step.clone();
        self.state.trail.push(left);
        if self.state.trail.len() > TRAIL_MAX {
            self.state.trail.remove(0);
        }
        self.enter(next);
    }

    /// Goes on to `next`; there is no way back behind it.
    pub(super) fn go_for_good(&mut self, next: &StepId) {
        self.state.trail.clear();
        self.enter(next);
    }

    /// Enters a step, or the one behind it when it has nothing left to wait for.
    pub(super) fn enter(&mut self, next: &StepId) {
        let mut next = next;
        loop {
            self.state.step = next.clone();
            self.state.ticked.clear();
            self.state.page.clear();
            self.record(FlowRecordKind::Entered { step: next.clone() });
            match self.passes_on() {
                Some(behind) => next = behind,
                None => break,
            }
        }
        match self.step().outcome() {
            Some(outcome) => self.finish(outcome),
            None => self.show(),
        }
    }

    /// Ends the run at the outcome step it stands on.
    pub(super) fn finish(&mut self, outcome: OutcomeKind) {
        let step = self.state.step.clone();
        self.state.outcome = Some(outcome);
        self.record(FlowRecordKind::Finished { outcome });
        self.effects.push(FlowEffect::Show { step: step.clone() });
        let (flow, version) = (self.flow.id.clone(), self.flow.version);
        self.effects.push(FlowEffect::Slip(SlipKeys { flow, version, step }));
        self.effects.push(FlowEffect::Finished { outcome });
    }

    /// Tries left before the card locks.
    pub(super) fn tries_left(&self, pin: PinKind) -> u8 {
        tries_left(&self.state, pin)
    }

    /// A confirmed gate is passed at once, and a guard with one try left is not opened.
    /// A circle of nothing but such steps has no way out, and validation refuses it.
    fn passes_on(&mut self) -> Option<&'a StepId> {
        match &self.step().action {
            Action::Gate { gate, next, .. } => self.state.gates.contains_key(gate).then_some(next),
            Action::PinGuard { pin, stopped, .. } if self.tries_left(*pin) <= 1 => {
                self.record(FlowRecordKind::PinStopped { pin: *pin });
                Some(stopped)
            }
            Action::Explain { .. }
            | Action::Checklist { .. }
            | Action::Branch { .. }
            | Action::PinGuard { .. }
            | Action::Email { .. }
            | Action::SharedPage { .. }
            | Action::Outcome { .. } => None,
        }
    }
}

/// The step of a checked flow; its steps name only each other.
pub(super) fn step_of<'f>(flow: &'f Flow, id: &StepId) -> &'f Step {
    match flow.step(id) {
        Some(step) => step,
        None => panic!("flow {} has no step {id}, though it was checked", flow.id),
    }
}

/// Tries left before the card locks, as far as this run knows.
pub(super) fn tries_left(state: &FlowState, pin: PinKind) -> u8 {
    pin.tries_max().saturating_sub(state.wrong_pins.get(&pin).copied().unwrap_or(0))
}
