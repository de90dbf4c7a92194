//! The machine that walks one flow: an event comes in, what is to be done comes out.
//!
//! Owns starting, routing, going back, breaking off, taking up again and restoring. A refused event changes
//! nothing. It must never await, read a clock or touch a screen. The rules of each step live in `gates`,
//! `pins` and `page`; `movement` enters steps and ends runs.

use std::sync::Arc;

use super::catalogue::Catalogue;
use super::check::CheckedFlow;
use super::definition::{Flow, Step};
use super::effect::{FlowEffect, FlowRecordKind};
use super::event::{BreakOffReason, FlowEvent};
use super::gates;
use super::graph;
use super::ids::{FlowId, StepId};
use super::movement::{Turn, step_of, tries_left};
use super::page;
use super::pins;
use super::refusal::FlowRefusal;
use super::state::{FlowSettings, FlowState, STATE_VERSION};
use super::words::{GateKind, OutcomeKind, PinKind};
use crate::secret_text::refuse_note;
use crate::time::Timestamp;

const NOTE_LIMIT_CHARS: usize = 200;
/// How long after breaking off a run can be taken up again.
const RESUME_WITHIN_MS: u64 = 2 * 3_600_000;

/// One flow being walked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowRun {
    flow: Arc<CheckedFlow>,
    state: FlowState,
}

/// Why a stored state is not taken up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RestoreRefusal {
    /// It has another form.
    #[error("the state has form {0}, this program reads {STATE_VERSION}")]
    StateVersion(u8),
    /// The catalogue does not hold its flow.
    #[error("the catalogue holds no version {version} of flow {flow}")]
    NoSuchFlow {
        /// The flow.
        flow: FlowId,
        /// Its version.
        version: u32,
    },
    /// It stands on a step the flow does not have.
    #[error("the flow has no step {0}")]
    NoSuchStep(StepId),
    /// It stands behind a gate nobody confirmed.
    #[error("step {step} is behind the {gate:?} gate, which is not confirmed")]
    BehindGate {
        /// The step.
        step: StepId,
        /// The gate.
        gate: GateKind,
    },
}

impl FlowRun {
    /// Starts a flow at its first step.
    #[must_use]
    pub fn start(flow: Arc<CheckedFlow>, settings: FlowSettings, now: Timestamp) -> (Self, Vec<FlowEffect>) {
        let Some(first) = flow.steps.first().map(|step| step.id.clone()) else {
            panic!("flow {} has no steps, though it was checked", flow.id);
        };
        let mut turn =
            Turn { flow: &flow, state: fresh(&flow, first.clone(), settings, now), now, effects: Vec::new() };
        turn.record(FlowRecordKind::Started { flow: flow.id.clone(), version: flow.version });
        turn.enter(&first);
        let (state, effects) = (turn.state, turn.effects);
        (Self { flow, state }, effects)
    }

    /// Takes one event in and says what is to be done, in order.
    ///
    /// `now` never goes back: an instant before the last one is taken as the last one.
    ///
    /// # Errors
    /// When the step shown does not take the event; the run is then as it was.
    #[must_use = "a refusal is to be said, effects are to be done"]
    pub fn handle(&mut self, event: FlowEvent, now: Timestamp) -> Result<Vec<FlowEffect>, FlowRefusal> {
        let now = self.state.last_at.max(now);
        let mut turn = Turn { flow: &self.flow, state: self.state.clone(), now, effects: Vec::new() };
        route(&mut turn, event)?;
        turn.state.last_at = now;
        let (state, effects) = (turn.state, turn.effects);
        self.state = state;
        Ok(effects)
    }

    /// Takes up a stored state with the very version it began.
    ///
    /// # Errors
    /// When the catalogue lacks the version, or the state could not have come about by it.
    pub fn restore(state: FlowState, catalogue: &Catalogue) -> Result<Self, RestoreRefusal> {
        if state.state_version != STATE_VERSION {
            return Err(RestoreRefusal::StateVersion(state.state_version));
        }
        let Some(flow) = catalogue.version(&state.flow, state.flow_version) else {
            return Err(RestoreRefusal::NoSuchFlow { flow: state.flow, version: state.flow_version });
        };
        let unconfirmed = GateKind::ALL.into_iter().filter(|gate| !state.gates.contains_key(gate));
        let open: Vec<_> = unconfirmed.map(|gate| (gate, graph::reachable_without(&flow, gate))).collect();
        for step in [&state.step].into_iter().chain(&state.trail).chain(&state.broken_off_at) {
            if flow.step(step).is_none() {
                return Err(RestoreRefusal::NoSuchStep(step.clone()));
            }
            if let Some((gate, _)) = open.iter().find(|(_, reachable)| !reachable.contains(step)) {
                return Err(RestoreRefusal::BehindGate { step: step.clone(), gate: *gate });
            }
        }
        Ok(Self { flow, state })
    }

    /// The flow walked, in the version it began.
    #[must_use]
    pub fn flow(&self) -> &Flow {
        &self.flow
    }

    /// What is to be stored after every event.
    #[must_use]
    pub fn state(&self) -> &FlowState {
        &self.state
    }

    /// The step shown.
    #[must_use]
    pub fn step(&self) -> &Step {
        step_of(&self.flow, &self.state.step)
    }

    /// How it ended; `None` while it goes on.
    #[must_use]
    pub fn outcome(&self) -> Option<OutcomeKind> {
        self.state.outcome
    }

    /// Whether `event` would be taken at `now`.
    #[must_use]
    pub fn takes(&self, event: FlowEvent, now: Timestamp) -> bool {
        self.clone().handle(event, now).is_ok()
    }

    /// Tries left of `pin` before the card locks, as far as this run knows.
    #[must_use]
    pub fn tries_left(&self, pin: PinKind) -> u8 {
        tries_left(&self.state, pin)
    }

    /// Time spent at the payment counter until `now`, in milliseconds; it is no waiting.
    #[must_use]
    pub fn detour_ms(&self, now: Timestamp) -> u64 {
        let open_ms = self.state.detour_since.map_or(0, |since| now.since_ms(since));
        self.state.detour_ms.saturating_add(open_ms)
    }
}

fn route(turn: &mut Turn<'_>, event: FlowEvent) -> Result<(), FlowRefusal> {
    use FlowEvent as E;
    let resumes = matches!(event, E::Resume);
    if turn.state.outcome.is_some() && !resumes {
        return Err(FlowRefusal::Ended);
    }
    match event {
        E::Tick { item, ticked } => page::tick(turn, item, ticked),
        E::Choose { choice } => page::choose(turn, choice),
        E::Continue => page::go_on(turn),
        E::GateConfirmed { by, how, at } => gates::confirm(turn, by, how, at),
        E::DetourBegan => gates::begin_detour(turn),
        E::DetourEnded => gates::end_detour(turn),
        E::EarlierWrongPins { count } => pins::earlier(turn, count),
        E::WrongPin => pins::wrong(turn),
        E::PinAccepted => pins::accepted(turn),
        E::MailChosen { mail } => page::choose_mail(turn, mail),
        E::PageConfirmed { check } => page::confirm(turn, check),
        E::Back => back(turn),
        E::BreakOff { reason, note } => break_off(turn, reason, note),
        E::Resume => resume(turn),
    }
}

fn back(turn: &mut Turn<'_>) -> Result<(), FlowRefusal> {
    if turn.state.detour_since.is_some() {
        return Err(FlowRefusal::InDetour);
    }
    if !turn.step().back {
        return Err(FlowRefusal::NoWayBack);
    }
    let Some(before) = turn.state.trail.pop() else {
        return Err(FlowRefusal::NoWayBack);
    };
    turn.record(FlowRecordKind::WentBack);
    turn.enter(&before);
    Ok(())
}

fn break_off(turn: &mut Turn<'_>, reason: BreakOffReason, note: Option<String>) -> Result<(), FlowRefusal> {
    let note = note.filter(|text| !text.trim().is_empty());
    if reason == BreakOffReason::Other && note.is_none() {
        return Err(FlowRefusal::NoteMissing);
    }
    if let Some(text) = &note {
        if text.chars().count() > NOTE_LIMIT_CHARS {
            return Err(FlowRefusal::NoteTooLong(NOTE_LIMIT_CHARS));
        }
        refuse_note(text).map_err(FlowRefusal::Note)?;
    }
    let Some(end) = turn.flow.break_off_step().map(|step| step.id.clone()) else {
        panic!("flow {} has no broken_off outcome, though it was checked", turn.flow.id);
    };
    gates::close_detour(turn);
    turn.record(FlowRecordKind::BrokenOff { reason });
    turn.effects.extend(note.map(|text| FlowEffect::KeepNote { text }));
    if turn.state.logged_in {
        turn.effects.push(FlowEffect::AskLogOut);
    }
    let left = std::mem::replace(&mut turn.state.step, end);
    turn.state.broken_off_at = Some(left);
    turn.finish(OutcomeKind::BrokenOff);
    Ok(())
}

fn resume(turn: &mut Turn<'_>) -> Result<(), FlowRefusal> {
    if let Some(left) = turn.state.broken_off_at.clone() {
        if turn.now.since_ms(turn.state.last_at) > RESUME_WITHIN_MS {
            return Err(FlowRefusal::TooLate);
        }
        turn.state.broken_off_at = None;
        turn.state.outcome = None;
        turn.record(FlowRecordKind::Resumed);
        turn.enter(&left);
        return Ok(());
    }
    if turn.state.outcome.is_some() {
        return Err(FlowRefusal::Ended);
    }
    turn.record(FlowRecordKind::Resumed);
    turn.show();
    Ok(())
}

fn fresh(flow: &Flow, first: StepId, settings: FlowSettings, now: Timestamp) -> FlowState {
    FlowState {
        state_version: STATE_VERSION,
        flow: flow.id.clone(),
        flow_version: flow.version,
        settings,
        began_at: now,
        last_at: now,
        step: first,
        trail: Vec::new(),
        ticked: Default::default(),
        page: Default::default(),
        logged_in: false,
        wrong_pins: Default::default(),
        gates: Default::default(),
        detour_since: None,
        detour_ms: 0,
        outcome: None,
        broken_off_at: None,
    }
}
