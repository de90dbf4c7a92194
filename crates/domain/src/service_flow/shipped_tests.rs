//! The flows that come with the program: each is read, checked, and walked to each of its ends.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, OnceLock};

use uuid::Uuid;

use super::{
    Action, BreakOffReason, Catalogue, CheckedFlow, FlowEffect, FlowEvent, FlowRun, FlowSettings, FlowState, GateProof,
    MailChoice, OutcomeKind, Procedure, SHIPPED, StepId, Way, preview, ways_from,
};
use crate::ids::AgentId;
use crate::time::Timestamp;

pub(super) const BEGIN: Timestamp = Timestamp(1_775_000_000_000);
pub(super) const EVERYTHING: FlowSettings = FlowSettings { visit_mailbox: true, card_reader: true };

/// Read and judged once for all tests.
pub(super) fn shipped() -> &'static Catalogue {
    static SHIPPED_ONCE: OnceLock<Catalogue> = OnceLock::new();
    SHIPPED_ONCE.get_or_init(|| Catalogue::load(&SHIPPED, read).unwrap_or_else(|fault| panic!("{fault}")))
}

pub(super) fn read(text: &str) -> Result<super::Flow, String> {
    serde_json::from_str(text).map_err(|why| why.to_string())
}

pub(super) fn flow(id: &str) -> Arc<CheckedFlow> {
    shipped().version(&super::FlowId(id.to_owned()), 1).unwrap()
}

pub(super) fn all_flows() -> Vec<Arc<CheckedFlow>> {
    shipped().all_valid_on("2026-11-22".parse().unwrap()).collect()
}

/// The events that lead from the step shown along `way`.
pub(super) fn events_for(run: &FlowRun, way: &Way, now: Timestamp) -> Vec<FlowEvent> {
    match way {
        Way::Continue => {
            let mut events: Vec<FlowEvent> = match &run.step().action {
                Action::Checklist { items, .. } => items
                    .iter()
                    .filter(|item| !item.optional)
                    .map(|item| FlowEvent::Tick { item: item.id.clone(), ticked: true })
                    .collect(),
                Action::SharedPage { checks, .. } => {
                    checks.iter().map(|check| FlowEvent::PageConfirmed { check: *check }).collect()
                }
                _ => Vec::new(),
            };
            events.push(FlowEvent::Continue);
            events
        }
        Way::Choice { choice, .. } => vec![FlowEvent::Choose { choice: choice.clone() }],
        Way::Confirmed(_) => vec![
            FlowEvent::DetourBegan,
            FlowEvent::GateConfirmed { by: AgentId(Uuid::from_u128(7)), how: GateProof::Payment, at: now },
            FlowEvent::DetourEnded,
        ],
        Way::PinAccepted => vec![FlowEvent::PinAccepted],
        Way::PinStopped => {
            let Action::PinGuard { pin, .. } = &run.step().action else { panic!("no guard") };
            vec![FlowEvent::WrongPin; usize::from(run.tries_left(*pin)) - 1]
        }
        Way::Mail(mail) => vec![FlowEvent::MailChosen { mail: *mail }],
    }
}

/// The ways from the first step to `end`, the shortest.
pub(super) fn path_to(flow: &CheckedFlow, end: &StepId) -> Option<Vec<Way>> {
    let first = &flow.steps[0].id;
    let mut came: BTreeMap<&StepId, (&StepId, Way)> = BTreeMap::new();
    let mut open = VecDeque::from([first]);
    while let Some(id) = open.pop_front() {
        for (way, target) in ways_from(flow.step(id)?) {
            if target != first && !came.contains_key(target) {
                came.insert(target, (id, way));
                open.push_back(target);
            }
        }
    }
    let mut path = Vec::new();
    let mut at = end;
    while at != first {
        let (before, way) = came.get(at)?;
        path.push(way.clone());
        at = before;
    }
    path.reverse();
    Some(path)
}

/// Walks `path`; every state on the way goes through `between`.
pub(super) fn walk(
    flow: &Arc<CheckedFlow>,
    path: &[Way],
    mut between: impl FnMut(FlowRun) -> FlowRun,
) -> (FlowRun, Vec<FlowEffect>) {
    let (mut run, mut effects) = FlowRun::start(Arc::clone(flow), EVERYTHING, BEGIN);
    let mut now = BEGIN;
    for way in path {
        for event in events_for(&run, way, now) {
            now = now.plus_ms(1_000);
            run = between(run);
            let done = run.handle(event.clone(), now);
            effects.extend(done.unwrap_or_else(|why| panic!("{} at {}: {event:?}: {why}", flow.id, run.step().id)));
        }
    }
    (run, effects)
}

#[test]
fn every_shipped_file_keeps_every_law() {
    let mut faults = Vec::new();
    for (file, text) in SHIPPED {
        match read(text) {
            Err(why) => faults.push(format!("{file}: {why}")),
            Ok(flow) => faults.extend(flow.checked().err().map(|why| format!("{file}:\n{why}"))),
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(all_flows().len(), SHIPPED.len(), "each file is a flow of its own");
}

#[test]
fn every_procedure_has_a_shipped_flow() {
    let shipped: BTreeSet<Procedure> = all_flows().iter().map(|flow| flow.procedure).collect();
    let missing: Vec<_> = Procedure::ALL.into_iter().filter(|it| !shipped.contains(it)).collect();
    assert_eq!(missing, [Procedure::Other]);
}

#[test]
fn each_shipped_flow_is_walked_to_each_of_its_outcomes() {
    let mut ends = 0;
    for flow in all_flows() {
        for end in flow.steps.iter().filter(|step| step.outcome().is_some()) {
            let outcome = end.outcome().unwrap();
            let (run, effects) = if outcome == OutcomeKind::BrokenOff {
                break_off_at_once(&flow)
            } else {
                let path = path_to(&flow, &end.id).unwrap_or_else(|| panic!("{}: no path to {}", flow.id, end.id));
                walk(&flow, &path, |run| run)
            };
            assert_eq!((run.outcome(), &run.step().id), (Some(outcome), &end.id), "{}", flow.id);
            assert_eq!(effects.last(), Some(&FlowEffect::Finished { outcome }), "{}", flow.id);
            assert!(!run.state().logged_in, "{}: {} leaves somebody logged in", flow.id, end.id);
            assert_slip(&flow, &effects);
            ends += 1;
        }
    }
    assert_eq!(ends, 82, "ends of all shipped flows");
}

fn break_off_at_once(flow: &Arc<CheckedFlow>) -> (FlowRun, Vec<FlowEffect>) {
    let (mut run, mut effects) = FlowRun::start(Arc::clone(flow), EVERYTHING, BEGIN);
    let event = FlowEvent::BreakOff { reason: BreakOffReason::NoTime, note: None };
    effects.extend(run.handle(event, BEGIN).unwrap());
    (run, effects)
}

fn assert_slip(flow: &CheckedFlow, effects: &[FlowEffect]) {
    let slips: Vec<_> = effects.iter().filter(|it| matches!(it, FlowEffect::Slip(_))).collect();
    let [FlowEffect::Slip(keys)] = slips[..] else { panic!("{}: {} slips", flow.id, slips.len()) };
    assert_eq!((&keys.flow, keys.version), (&flow.id, flow.version));
    let step = flow.step(&keys.step).unwrap();
    let Action::Outcome { slip, .. } = &step.action else { panic!("{} has no slip", keys.step) };
    for text in [&slip.was_done, &slip.comes_next].into_iter().chain(&slip.bring) {
        assert!(!text.ja.is_empty() && !text.en.is_empty() && !text.easy.is_empty());
    }
    assert!(slip.call.iter().all(|call| !call.number("0120-101-366").is_empty()));
}

#[test]
fn every_step_that_asks_a_pin_says_that_it_is_not_said_aloud() {
    for flow in all_flows() {
        let first = &flow.steps[0];
        assert!(first.script.ja.contains("個人番号や暗証番号は声に出さないでください"), "{}", flow.id);
        assert!(first.text.ja.contains("声に出さないでください"), "{}", flow.id);
        for step in flow.steps.iter().filter(|step| matches!(step.action, Action::PinGuard { .. })) {
            assert!(step.script.ja.contains("ご本人が入力します"), "{} {}", flow.id, step.id);
            assert!(step.script.ja.contains("声に出さ"), "{} {}", flow.id, step.id);
            assert!(step.text.ja.contains("声に出さないでください"), "{} {}", flow.id, step.id);
        }
    }
}

#[test]
fn application_flows_ask_where_their_mail_is_read() {
    let with_application = all_flows().into_iter().filter(|flow| flow.steps.iter().any(|step| step.application));
    let ids: Vec<String> = with_application.map(|flow| flow.id.to_string()).collect();
    let expected =
        ["card_renewal", "guardian", "lost_reissue", "new_card_with_form", "new_card_without_form", "other_reissue"];
    assert_eq!(ids, expected, "validation proves their mail step; see ApplicationWithoutMail");
}

#[test]
fn certificate_renewal_and_pin_reset_never_end_done() {
    for id in ["certificate_renewal", "pin_reset", "express", "proxy"] {
        let outcomes: BTreeSet<_> = flow(id).steps.iter().filter_map(super::Step::outcome).collect();
        assert!(!outcomes.contains(&OutcomeKind::Done), "{id}: not possible online");
        assert!(outcomes.contains(&OutcomeKind::Booked) && outcomes.contains(&OutcomeKind::ReferredToStaff), "{id}");
    }
}

#[test]
fn a_restart_at_every_step_of_every_walk_changes_nothing() {
    let catalogue = shipped();
    for flow in all_flows() {
        for end in flow.steps.iter().filter(|step| step.outcome().is_some()) {
            let Some(path) = path_to(&flow, &end.id) else { continue };
            let restart = |run: FlowRun| {
                let stored = serde_json::to_string(run.state()).unwrap();
                let state: FlowState = serde_json::from_str(&stored).unwrap();
                let restored = FlowRun::restore(state, catalogue).unwrap();
                assert_eq!(restored, run);
                restored
            };
            assert_eq!(walk(&flow, &path, restart), walk(&flow, &path, |run| run), "{} to {}", flow.id, end.id);
        }
    }
}

#[test]
fn a_preview_names_every_step_and_every_target() {
    for flow in all_flows() {
        let text = preview(&flow);
        for step in &flow.steps {
            assert!(text.contains(&format!("■ {} ", step.id)), "{} {}", flow.id, step.id);
            for (_, target) in ways_from(step) {
                assert!(text.contains(&format!(" {target}\n")), "{} {target}", flow.id);
            }
        }
    }
}

#[test]
fn the_visit_mailbox_is_offered_only_where_the_city_allows_it() {
    let flow = flow("new_card_with_form");
    let email = flow.steps.iter().find(|step| matches!(step.action, Action::Email { .. })).unwrap();
    let (run, _) = walk(&flow, &path_to(&flow, &email.id).unwrap(), |run| run);
    let event = FlowEvent::MailChosen { mail: MailChoice::VisitMailbox };
    assert!(run.clone().handle(event.clone(), BEGIN).is_ok());
    let mut state = run.state().clone();
    state.settings.visit_mailbox = false;
    let mut strict = FlowRun::restore(state, shipped()).unwrap();
    let refusal = super::FlowRefusal::MailNotAllowed(MailChoice::VisitMailbox);
    assert_eq!(strict.handle(event, BEGIN), Err(refusal));
    assert_eq!(strict.step().id, email.id, "a refused event changes nothing");
}
