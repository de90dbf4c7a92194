//! The ways between the steps of a flow, and what can be reached by them.
//!
//! Owns the searches validation rests on: what can be reached, what leads to an end, what can be reached
//! without passing a gate. It must never know texts or the state of a run. Next: `check`.

use std::collections::BTreeSet;

use super::definition::{Action, Flow, Step};
use super::ids::{ChoiceId, StepId};
use super::words::{GateKind, MailChoice, OutcomeKind, PageCheck};

/// How one gets from a step to the next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Going on.
    Continue,
    /// By a choice; `conditional` when it needs something a kiosk may not have.
    Choice {
        /// Which.
        choice: ChoiceId,
        /// Whether some kiosks do not offer it.
        conditional: bool,
    },
    /// By the gate's confirmation.
    Confirmed(GateKind),
    /// By the right PIN or password.
    PinAccepted,
    /// By the guard, before the last try.
    PinStopped,
    /// By where the mail is read.
    Mail(MailChoice),
}

/// Every way out of `step` with its target, in the file's order.
#[must_use]
pub fn ways_from(step: &Step) -> Vec<(Way, &StepId)> {
    match &step.action {
        Action::Explain { next } | Action::Checklist { next, .. } | Action::SharedPage { next, .. } => {
            vec![(Way::Continue, next)]
        }
        Action::Branch { choices } => choices
            .iter()
            .map(|it| (Way::Choice { choice: it.id.clone(), conditional: it.needs.is_some() }, &it.next))
            .collect(),
        Action::Gate { gate, next, .. } => vec![(Way::Confirmed(*gate), next)],
        Action::PinGuard { next, stopped, .. } => vec![(Way::PinAccepted, next), (Way::PinStopped, stopped)],
        Action::Email { next, no_mail } => {
            vec![(Way::Mail(MailChoice::OwnTelephone), next), (Way::Mail(MailChoice::NoMail), no_mail)]
        }
        Action::Outcome { .. } => Vec::new(),
    }
}

/// Every step that can be reached from the first one; breaking off is possible anywhere.
pub(super) fn reachable(flow: &Flow) -> BTreeSet<&StepId> {
    let mut seen = reach(flow, first(flow), |_, _| true);
    seen.extend(flow.break_off_step().map(|step| &step.id));
    seen
}

/// Every step that can be reached without the confirmation of `gate`.
pub(super) fn reachable_without(flow: &Flow, gate: GateKind) -> BTreeSet<&StepId> {
    let mut seen = reach(flow, first(flow), |_, way| *way != Way::Confirmed(gate));
    seen.extend(flow.break_off_step().map(|step| &step.id));
    seen
}

/// Every step that can be reached without asking where mail is read.
pub(super) fn reachable_without_mail(flow: &Flow) -> BTreeSet<&StepId> {
    reach(flow, first(flow), |_, way| !matches!(way, Way::Mail(MailChoice::OwnTelephone | MailChoice::VisitMailbox)))
}

/// Whether an end other than breaking off can be reached from `step` at a kiosk that has nothing special.
pub(super) fn leads_to_an_end(flow: &Flow, step: &Step) -> bool {
    let everywhere = |_: &Step, way: &Way| !matches!(way, Way::Choice { conditional: true, .. });
    let ends = |id: &&StepId| flow.step(id).and_then(Step::outcome).is_some_and(|it| it != OutcomeKind::BrokenOff);
    reach(flow, vec![&step.id], everywhere).iter().any(ends)
}

/// Whether one can come back to `step` from itself.
pub(super) fn is_on_a_loop(flow: &Flow, step: &Step) -> bool {
    let targets = ways_from(step).into_iter().map(|(_, target)| target).collect();
    reach(flow, targets, |_, _| true).contains(&step.id)
}

/// Whether an end can be reached from `stopped`, where a guard leads, without any PIN.
pub(super) fn ends_without_pin(flow: &Flow, stopped: &StepId) -> bool {
    let pinless = |_: &Step, way: &Way| !matches!(way, Way::PinAccepted | Way::Choice { conditional: true, .. });
    let seen = flow.step(stopped).map(|step| reach(flow, vec![&step.id], pinless)).unwrap_or_default();
    seen.iter().any(|id| flow.step(id).is_some_and(|step| step.outcome().is_some()))
}

/// Whether `step` leads back to itself through nothing but confirmed gates and stopped guards, which are
/// passed without an event.
pub(super) fn passes_round(flow: &Flow, step: &Step) -> bool {
    let passed = |way: &Way| matches!(way, Way::Confirmed(_) | Way::PinStopped);
    let targets = ways_from(step).into_iter().filter(|(way, _)| passed(way)).map(|(_, target)| target).collect();
    reach(flow, targets, |_, way| passed(way)).contains(&step.id)
}

/// Whether an end can be reached from `page`, where somebody logged in, without a page that confirms the log-out.
pub(super) fn ends_logged_in(flow: &Flow, page: &Step) -> bool {
    let still_in = |step: &Step, _: &Way| !confirms(step, PageCheck::LoggedOut);
    let seen = reach(flow, vec![&page.id], still_in);
    seen.iter().any(|id| flow.step(id).is_some_and(|step| step.outcome().is_some()))
}

/// Whether the resident confirms `check` at `step`.
pub(super) fn confirms(step: &Step, check: PageCheck) -> bool {
    matches!(&step.action, Action::SharedPage { checks, .. } if checks.contains(&check))
}

fn first(flow: &Flow) -> Vec<&StepId> {
    flow.steps.first().map(|step| &step.id).into_iter().collect()
}

fn reach<'f>(flow: &'f Flow, from: Vec<&'f StepId>, may_go: impl Fn(&Step, &Way) -> bool) -> BTreeSet<&'f StepId> {
    let mut seen = BTreeSet::new();
    let mut open = from;
    while let Some(id) = open.pop() {
        let Some(step) = flow.step(id) else { continue };
        if seen.insert(id) {
            open.extend(ways_from(step).into_iter().filter(|(way, _)| may_go(step, way)).map(|(_, target)| target));
        }
    }
    seen
}
