//! The guided flows of open visits, held between two events.
//!
//! Owns which run is a visit's present one, and which visits have to be shown anew. The rules of a flow are
//! `domain::service_flow`'s. It must never show or store anything itself. Next: `flow_orders`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::ids::{AgentId, ContactId};
use domain::service_flow::{
    Action, CheckedFlow, FlowEffect, FlowEvent, FlowRefusal, FlowRun, FlowSettings, GateKind, SlipKeys,
};
use domain::time::Timestamp;
use uuid::Uuid;

/// Most runs one visit may have, one after another.
pub(super) const RUNS_MAX: usize = 20;

/// Runs of all open visits.
#[derive(Debug, Default)]
pub(super) struct VisitFlows {
    visits: BTreeMap<ContactId, Runs>,
    changed: BTreeSet<ContactId>,
    /// Names of people who confirmed a fee.
    pub(super) names: BTreeMap<AgentId, String>,
}

#[derive(Debug, Default)]
struct Runs {
    runs: Vec<Kept>,
    /// The desks that were shown it last.
    desks: Vec<AgentId>,
}

/// One run of a visit.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    /// The run's id in the books.
    pub(super) id: Uuid,
    /// Which run of the visit it is, from 1.
    pub(super) place: u32,
    /// Changes so far; the books keep the highest.
    pub(super) turn: u32,
    /// The run.
    pub(super) run: FlowRun,
    /// Since when its fee is asked, while it is.
    pub(super) asked_at: Option<Timestamp>,
}

impl Kept {
    /// The fee this run waits for.
    pub(super) fn asked_fee(&self) -> Option<(domain::service_flow::Fee, Timestamp)> {
        match &self.run.step().action {
            Action::Gate { gate: GateKind::Fee, fee, .. } if self.waits_for(GateKind::Fee) => {
                Some((*fee, self.asked_at.unwrap_or(self.run.state().last_at)))
            }
            Action::Gate { .. }
            | Action::Explain { .. }
            | Action::Checklist { .. }
            | Action::Branch { .. }
            | Action::PinGuard { .. }
            | Action::Email { .. }
            | Action::SharedPage { .. }
            | Action::Outcome { .. } => None,
        }
    }

    fn waits_for(&self, gate: GateKind) -> bool {
        !self.run.state().gates.contains_key(&gate)
    }

    fn note_asked(&mut self, effects: &[FlowEffect], now: Timestamp) {
        let asks = effects.iter().any(|effect| matches!(effect, FlowEffect::AskGate { .. }));
        if asks {
            self.asked_at.get_or_insert(now);
        }
        if self.asked_fee().is_none() {
            self.asked_at = None;
        }
    }
}

impl VisitFlows {
    /// The visit's present run.
    pub(super) fn present(&self, contact: ContactId) -> Option<&Kept> {
        self.visits.get(&contact)?.runs.last()
    }

    /// The visit's present run, unless it has ended.
    pub(super) fn open(&self, contact: ContactId) -> Option<&Kept> {
        self.present(contact).filter(|kept| kept.run.outcome().is_none())
    }

    /// How many runs the visit has had.
    pub(super) fn count(&self, contact: ContactId) -> usize {
        self.visits.get(&contact).map_or(0, |runs| runs.runs.len())
    }

    /// Present runs of all visits.
    pub(super) fn all(&self) -> impl Iterator<Item = (ContactId, &Kept)> {
        self.visits.iter().filter_map(|(contact, runs)| Some((*contact, runs.runs.last()?)))
    }

    /// Where the words of the visit's slips stand: one for each run that ended.
    pub(super) fn slips(&self, contact: ContactId) -> Vec<SlipKeys> {
        let runs = self.visits.get(&contact).map(|runs| runs.runs.as_slice()).unwrap_or_default();
        let ended = runs.iter().filter(|kept| kept.run.outcome().is_some());
        ended
            .map(|kept| {
                let state = kept.run.state();
                SlipKeys { flow: state.flow.clone(), version: state.flow_version, step: state.step.clone() }
            })
            .collect()
    }

    /// Starts a run behind those the visit has had.
    pub(super) fn start(
        &mut self,
        contact: ContactId,
        id: Uuid,
        flow: Arc<CheckedFlow>,
        settings: FlowSettings,
        now: Timestamp,
    ) -> Vec<FlowEffect> {
        let (run, effects) = FlowRun::start(flow, settings, now);
        let runs = self.visits.entry(contact).or_default();
        let place = u32::try_from(runs.runs.len()).unwrap_or(u32::MAX).saturating_add(1);
        let mut kept = Kept { id, place, turn: 1, run, asked_at: None };
        kept.note_asked(&effects, now);
        runs.runs.push(kept);
        self.changed.insert(contact);
        effects
    }

    /// Tells the present run what happened; None when the visit has none.
    pub(super) fn handle(
        &mut self,
        contact: ContactId,
        event: FlowEvent,
        now: Timestamp,
    ) -> Option<Result<Vec<FlowEffect>, FlowRefusal>> {
        let kept = self.visits.get_mut(&contact)?.runs.last_mut()?;
        let outcome = kept.run.handle(event, now);
        if let Ok(effects) = &outcome {
            kept.turn = kept.turn.saturating_add(1);
            kept.note_asked(effects, now);
            self.changed.insert(contact);
        }
        Some(outcome)
    }

    /// Takes up runs from the books, in their order, in place of what is held.
    pub(super) fn restore(&mut self, contact: ContactId, runs: Vec<Kept>) {
        if !runs.is_empty() {
            self.visits.insert(contact, Runs { runs, desks: Vec::new() });
            self.changed.insert(contact);
        }
    }

    /// Notes which desks serve the visit; others than before have to be shown its run.
    pub(super) fn served_by(&mut self, contact: ContactId, desks: &[AgentId]) {
        if let Some(runs) = self.visits.get_mut(&contact)
            && runs.desks != desks
        {
            runs.desks = desks.to_vec();
            self.changed.insert(contact);
        }
    }

    /// The visits whose run has to be shown anew.
    pub(super) fn take_changed(&mut self) -> BTreeSet<ContactId> {
        std::mem::take(&mut self.changed)
    }

    /// Forgets a visit that has closed.
    pub(super) fn forget(&mut self, contact: ContactId) {
        self.visits.remove(&contact);
        self.changed.remove(&contact);
    }
}
