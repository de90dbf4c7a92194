//! Whether a flow may be walked: every law a flow file must keep, each with a named fault.
//!
//! Owns the bounds and the order of judging. A [`CheckedFlow`] is the proof, and the only thing the machine
//! and the catalogue take. It must never repair. Searches are `graph`'s, texts judge themselves in `text`.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Deref;

use super::definition::{Action, CallTo, Choice, Flow, Item, Slip, Step};
use super::fault::FlowFault;
use super::graph;
use super::ids::{StepId, is_id};
use super::text::{ResidentText, StaffText};
use super::words::{OutcomeKind, PageCheck};

const STEPS_MAX: usize = 60;
const ITEMS_MAX: usize = 12;
const CHOICES_MAX: usize = 8;
const BRING_MAX: usize = 8;
const CALLS_MAX: usize = 4;
const FEE_LIMIT_YEN: u32 = 10_000;
const URL_LIMIT_CHARS: usize = 200;

/// Characters of Japanese; English may have twice as many.
const LABEL_LIMIT: usize = 40;
const TITLE_LIMIT: usize = 60;
const ITEM_LIMIT: usize = 100;
const SLIP_LIMIT: usize = 200;
const TEXT_LIMIT: usize = 300;
const SCRIPT_LIMIT: usize = 400;

/// A flow that keeps every law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedFlow(Flow);

/// Everything that is wrong with a flow, in the file's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowFaults(pub Vec<FlowFault>);

impl Flow {
    /// Proves that the flow may be walked.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn checked(self) -> Result<CheckedFlow, FlowFaults> {
        let mut faults = Vec::new();
        head(&self, &mut faults);
        for step in &self.steps {
            ids(step, &mut faults);
            texts(step, &mut faults);
            action(step, &mut faults);
        }
        targets(&self, &mut faults);
        // Searches over a graph with unknown or doubled steps would tell of faults that are none.
        if !faults.iter().any(breaks_the_graph) {
            ways(&self, &mut faults);
            gates(&self, &mut faults);
        }
        if faults.is_empty() { Ok(CheckedFlow(self)) } else { Err(FlowFaults(faults)) }
    }
}

impl Deref for CheckedFlow {
    type Target = Flow;

    fn deref(&self) -> &Flow {
        &self.0
    }
}

impl fmt::Display for FlowFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for FlowFaults {}

fn head(flow: &Flow, faults: &mut Vec<FlowFault>) {
    id("flow", &flow.id.0, faults);
    if flow.version == 0 {
        faults.push(FlowFault::NoVersion);
    }
    if flow.valid_until.is_some_and(|last| last < flow.valid_from) {
        faults.push(FlowFault::EndsBeforeItBegins);
    }
    if flow.steps.is_empty() {
        faults.push(FlowFault::NoSteps);
    }
    at_most("steps", flow.steps.len(), STEPS_MAX, faults);
    resident("title", &flow.title, TITLE_LIMIT, faults);
    resident("for_whom", &flow.for_whom, TEXT_LIMIT, faults);
    let mut seen = BTreeSet::new();
    let doubled = flow.steps.iter().filter(|step| !seen.insert(&step.id));
    faults.extend(doubled.map(|step| FlowFault::DuplicateStep(step.id.clone())));
}

fn ids(step: &Step, faults: &mut Vec<FlowFault>) {
    id("step", &step.id.0, faults);
    match &step.action {
        Action::Checklist { items, .. } => {
            let mut seen = BTreeSet::new();
            for item in items {
                id(&format!("step {}", step.id), &item.id.0, faults);
                if !seen.insert(&item.id) {
                    faults.push(FlowFault::DuplicateItem { step: step.id.clone(), item: item.id.clone() });
                }
            }
        }
        Action::Branch { choices } => {
            let mut seen = BTreeSet::new();
            for choice in choices {
                id(&format!("step {}", step.id), &choice.id.0, faults);
                if !seen.insert(&choice.id) {
                    faults.push(FlowFault::DuplicateChoice { step: step.id.clone(), choice: choice.id.clone() });
                }
            }
        }
        Action::Explain { .. }
        | Action::Gate { .. }
        | Action::PinGuard { .. }
        | Action::Email { .. }
        | Action::SharedPage { .. }
        | Action::Outcome { .. } => {}
    }
}

fn texts(step: &Step, faults: &mut Vec<FlowFault>) {
    let place = |part: &str| format!("step {}: {part}", step.id);
    staff(&place("label"), &step.label, LABEL_LIMIT, faults);
    staff(&place("script"), &step.script, SCRIPT_LIMIT, faults);
    resident(&place("text"), &step.text, TEXT_LIMIT, faults);
    match &step.action {
        Action::Checklist { items, .. } => {
            for Item { id, text, .. } in items {
                resident(&place(&format!("item {id}")), text, ITEM_LIMIT, faults);
            }
        }
        Action::Branch { choices } => {
            for Choice { id, text, .. } in choices {
                resident(&place(&format!("choice {id}")), text, ITEM_LIMIT, faults);
            }
        }
        Action::SharedPage { site, .. } => staff(&place("site"), site, LABEL_LIMIT, faults),
        Action::Outcome { slip, .. } => slip_texts(step, slip, faults),
        Action::Explain { .. } | Action::Gate { .. } | Action::PinGuard { .. } | Action::Email { .. } => {}
    }
}

fn slip_texts(step: &Step, slip: &Slip, faults: &mut Vec<FlowFault>) {
    let place = |part: &str| format!("step {}: slip {part}", step.id);
    resident(&place("was_done"), &slip.was_done, SLIP_LIMIT, faults);
    resident(&place("comes_next"), &slip.comes_next, SLIP_LIMIT, faults);
    for text in &slip.bring {
        resident(&place("bring"), text, ITEM_LIMIT, faults);
    }
    for call in &slip.call {
        resident(&place("call"), &call.who, ITEM_LIMIT, faults);
    }
}

/// The bounds of what a step waits for.
fn action(step: &Step, faults: &mut Vec<FlowFault>) {
    let place = |part: &str| format!("step {}: {part}", step.id);
    match &step.action {
        Action::Checklist { items, .. } => {
            at_least(&place("items"), items.len(), 1, faults);
            at_most(&place("items"), items.len(), ITEMS_MAX, faults);
        }
        Action::Branch { choices } => {
            at_least(&place("choices"), choices.len(), 2, faults);
            at_most(&place("choices"), choices.len(), CHOICES_MAX, faults);
            if choices.iter().all(|choice| choice.needs.is_some()) {
                faults.push(FlowFault::NoChoiceEverywhere(step.id.clone()));
            }
        }
        Action::Gate { fee, .. } => {
            if !(1..=FEE_LIMIT_YEN).contains(&fee.total_yen()) {
                faults.push(FlowFault::BadFee(step.id.clone()));
            }
        }
        Action::SharedPage { url, checks, .. } => {
            at_most(&place("checks"), checks.len(), PageCheck::ALL.len(), faults);
            if !is_plain_https(url) {
                faults.push(FlowFault::BadUrl(step.id.clone()));
            }
        }
        Action::Outcome { slip, .. } => {
            at_most(&place("bring"), slip.bring.len(), BRING_MAX, faults);
            at_least(&place("call"), slip.call.len(), 1, faults);
            at_most(&place("call"), slip.call.len(), CALLS_MAX, faults);
            if !slip.call.iter().all(can_be_dialled) {
                faults.push(FlowFault::BadNumber(step.id.clone()));
            }
        }
        Action::Explain { .. } | Action::PinGuard { .. } | Action::Email { .. } => {}
    }
}

fn targets(flow: &Flow, faults: &mut Vec<FlowFault>) {
    let known: BTreeSet<&StepId> = flow.steps.iter().map(|step| &step.id).collect();
    let break_offs = flow.steps.iter().filter(|step| step.outcome() == Some(OutcomeKind::BrokenOff));
    match break_offs.count() {
        0 => faults.push(FlowFault::NoBreakOff),
        1 => {}
        several => faults.push(FlowFault::SeveralBreakOffs(several)),
    }
    let break_off = flow.break_off_step().map(|step| &step.id);
    for step in &flow.steps {
        for (_, target) in graph::ways_from(step) {
            let (step, target) = (step.id.clone(), target.clone());
            if Some(&target) == break_off {
                faults.push(FlowFault::LeadsToBreakOff(step));
            } else if !known.contains(&target) {
                faults.push(FlowFault::UnknownTarget { step, target });
            }
        }
    }
}

fn ways(flow: &Flow, faults: &mut Vec<FlowFault>) {
    let reachable = graph::reachable(flow);
    for step in &flow.steps {
        if !reachable.contains(&step.id) {
            faults.push(FlowFault::Unreachable(step.id.clone()));
        }
        if let Action::PinGuard { stopped, .. } = &step.action
            && !graph::ends_without_pin(flow, stopped)
        {
            faults.push(FlowFault::StoppedWithoutWayOut(step.id.clone()));
        }
        if graph::passes_round(flow, step) {
            faults.push(FlowFault::LoopWithoutWayOut(step.id.clone()));
            continue;
        }
        if step.outcome().is_some() || graph::leads_to_an_end(flow, step) {
            continue;
        }
        let looping = graph::is_on_a_loop(flow, step);
        let fault = if looping { FlowFault::LoopWithoutWayOut } else { FlowFault::NoOutcome };
        faults.push(fault(step.id.clone()));
    }
    for page in flow.steps.iter().filter(|step| graph::confirms(step, PageCheck::OwnLogin)) {
        if graph::ends_logged_in(flow, page) {
            faults.push(FlowFault::LoginWithoutLogOut(page.id.clone()));
        }
    }
    let without_mail = graph::reachable_without_mail(flow);
    let mailless = flow.steps.iter().filter(|step| step.application && without_mail.contains(&step.id));
    faults.extend(mailless.map(|step| FlowFault::ApplicationWithoutMail(step.id.clone())));
}

fn gates(flow: &Flow, faults: &mut Vec<FlowFault>) {
    let by_law = flow.procedure.gate_before_application();
    if let Some(gate) = by_law
        && !flow.steps.iter().any(|step| step.application)
    {
        faults.push(FlowFault::NoApplication(gate));
    }
    for step in &flow.steps {
        let ends_done = step.outcome() == Some(OutcomeKind::Done);
        let by_procedure = by_law.filter(|_| step.application || ends_done);
        let needed: BTreeSet<_> = step.requires_gate.into_iter().chain(by_procedure).collect();
        for gate in needed {
            if graph::reachable_without(flow, gate).contains(&step.id) {
                faults.push(FlowFault::ReachableWithoutGate { step: step.id.clone(), gate });
            }
        }
    }
}

fn breaks_the_graph(fault: &FlowFault) -> bool {
    matches!(fault, FlowFault::UnknownTarget { .. } | FlowFault::DuplicateStep(_) | FlowFault::NoSteps)
}

fn id(place: &str, text: &str, faults: &mut Vec<FlowFault>) {
    if !is_id(text) {
        let id = text.chars().take(40).collect();
        faults.push(FlowFault::BadId { place: place.to_owned(), id });
    }
}

fn at_most(place: &str, count: usize, limit: usize, faults: &mut Vec<FlowFault>) {
    if count > limit {
        faults.push(FlowFault::TooMany { place: place.to_owned(), count, limit });
    }
}

fn at_least(place: &str, count: usize, least: usize, faults: &mut Vec<FlowFault>) {
    if count < least {
        faults.push(FlowFault::TooFew { place: place.to_owned(), count, least });
    }
}

fn resident(place: &str, text: &ResidentText, limit: usize, faults: &mut Vec<FlowFault>) {
    let found = text.faults(limit).into_iter();
    faults.extend(found.map(|(language, why)| FlowFault::Text { place: place.to_owned(), language, why }));
}

fn staff(place: &str, text: &StaffText, limit: usize, faults: &mut Vec<FlowFault>) {
    let found = text.faults(limit).into_iter();
    faults.extend(found.map(|(language, why)| FlowFault::Text { place: place.to_owned(), language, why }));
}

fn is_plain_https(url: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && !"@\\\"<>".contains(c);
    let host = url.strip_prefix("https://").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    url.len() <= URL_LIMIT_CHARS && host.contains('.') && url.chars().all(plain)
}

fn can_be_dialled(call: &CallTo) -> bool {
    call.number.as_ref().is_none_or(|number| {
        let digits = number.chars().filter(char::is_ascii_digit).count();
        let plain = number.chars().all(|c| c.is_ascii_digit() || c == '-');
        (10..=11).contains(&digits) && plain && number.starts_with('0')
    })
}
