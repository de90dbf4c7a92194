//! Going through a guided flow: one event a step, by chance, until the flow itself says how it ended.
//!
//! Owns what resident and operator choose; what a choice means is `domain::service_flow`'s. It must never write a
//! record of its own making. Next: `conversation`, which sends it on.

use std::sync::Arc;

use domain::floor::FloorEvent;
use domain::ids::ContactId;
use domain::service_flow::{
    Action, BreakOffReason, CheckedFlow, Choice, ExemptionReason, FlowEffect, FlowEvent, FlowId, FlowRun, FlowSettings,
    GateProof, MailChoice, OutcomeKind,
};

use crate::agenda::TalkStep;
use crate::chance::Chance;
use crate::log::Outcome;
use crate::world::{Walk, Who, World};

/// Reasons to break off in the middle, by weight.
const REASONS: [(BreakOffReason, f64); 6] = [
    (BreakOffReason::DocumentMissing, 0.32),
    (BreakOffReason::PinNotKnown, 0.22),
    (BreakOffReason::NoTime, 0.16),
    (BreakOffReason::NoMail, 0.12),
    (BreakOffReason::ChangedMind, 0.1),
    (BreakOffReason::NationalSystem, 0.08),
];
/// Weight of the first way of a branch, which leads through the flow; the others share the rest.
const FIRST_WAY: f64 = 0.7;
/// Chance of a wrong PIN at each try.
const WRONG_PIN: f64 = 0.15;
/// Chance that no mail can be read.
const NO_MAIL: f64 = 0.1;
/// Chance that the fee is not paid after all, and that none is due.
const NOT_PAID: f64 = 0.06;
const EXEMPT: f64 = 0.08;

/// A flow that fits the wish begins, if the day has one.
pub(crate) fn begins(world: &mut World<'_>, contact: ContactId) {
    let Some(flow) = choose_flow(world, contact) else {
        return world.plan_talk(contact, 0, TalkStep::Ending);
    };
    let now = world.now;
    let settings = FlowSettings { visit_mailbox: false, card_reader: true };
    let (run, effects) = FlowRun::start(flow, settings, now);
    let id = world.chance.id(now);
    if let Some(line) = world.lines.get_mut(&contact) {
        line.flow = Some(Walk { id, turns: 1, run });
    }
    done(world, contact, effects);
    next_step(world, contact);
}

/// One step further.
pub(crate) fn goes_on(world: &mut World<'_>, contact: ContactId) {
    let breaks_off = world.city.counter.habits.breaks_off;
    if world.chance.happens(breaks_off) {
        let reason = world.chance.pick(&REASONS, |it| it.1).map_or(BreakOffReason::NoTime, |it| it.0);
        take(world, contact, FlowEvent::BreakOff { reason, note: None });
    } else {
        for event in step_events(world, contact) {
            take(world, contact, event);
        }
    }
    next_step(world, contact);
}

/// The visitor is back from the payment counter, or does not pay.
pub(crate) fn back_from_paying(world: &mut World<'_>, contact: ContactId) {
    let by = world.city.counter.cashier;
    let at = world.now;
    take(world, contact, FlowEvent::DetourEnded);
    if world.chance.happens(NOT_PAID) {
        take(world, contact, FlowEvent::BreakOff { reason: BreakOffReason::FeeNotPaid, note: None });
    } else {
        take(world, contact, FlowEvent::GateConfirmed { by, how: GateProof::Payment, at });
    }
    next_step(world, contact);
}

/// The kiosk failed under the visitor's hands; a flow that had ended stays as it ended.
pub(crate) fn cut_off(world: &mut World<'_>, contact: ContactId) {
    let Some(line) = world.lines.get_mut(&contact) else { return };
    if line.flow.as_ref().is_none_or(|walk| walk.run.outcome().is_none()) {
        line.outcome = Outcome::BrokenOff;
        take(world, contact, FlowEvent::BreakOff { reason: BreakOffReason::Equipment, note: None });
    }
}

fn choose_flow(world: &mut World<'_>, contact: ContactId) -> Option<Arc<CheckedFlow>> {
    let Some(Who::Visitor(visitor)) = world.lines.get(&contact).map(|line| line.who) else { return None };
    let wish = world.city.counter.wishes.get(visitor.wish)?;
    let (flow, _) = world.chance.pick(&wish.flows, |it| it.1)?;
    world.city.flows.valid_on(&FlowId(flow.clone()), world.date)
}

/// Plans what comes after the step shown.
fn next_step(world: &mut World<'_>, contact: ContactId) {
    let habits = &world.city.counter.habits;
    let Some(walk) = world.lines.get(&contact).and_then(|line| line.flow.as_ref()) else { return };
    if let Some(outcome) = walk.run.outcome() {
        if let Some(line) = world.lines.get_mut(&contact) {
            line.outcome = outcome_of(outcome);
        }
        let after_ms = world.span_ms(habits.talk_around);
        return world.plan_talk(contact, after_ms, TalkStep::Ending);
    }
    let (times, step) = match &walk.run.step().action {
        Action::SharedPage { .. } => (3, TalkStep::FlowGoesOn),
        Action::Gate { .. } if walk.run.state().detour_since.is_some() => (0, TalkStep::BackFromPaying),
        Action::Checklist { .. } => (2, TalkStep::FlowGoesOn),
        Action::Gate { .. }
        | Action::Explain { .. }
        | Action::Branch { .. }
        | Action::PinGuard { .. }
        | Action::Email { .. }
        | Action::Outcome { .. } => (1, TalkStep::FlowGoesOn),
    };
    let after_ms = match step {
        TalkStep::BackFromPaying => world.span_ms(habits.detour),
        _ => world.span_ms(habits.step) * times,
    };
    world.plan_talk(contact, after_ms, step);
}

/// What both do at the step shown.
fn step_events(world: &mut World<'_>, contact: ContactId) -> Vec<FlowEvent> {
    let (cashier, now) = (world.city.counter.cashier, world.now);
    let Some(walk) = world.lines.get(&contact).and_then(|line| line.flow.as_ref()) else { return Vec::new() };
    let chance = &mut world.chance;
    match &walk.run.step().action {
        Action::Explain { .. } | Action::Outcome { .. } => vec![FlowEvent::Continue],
        Action::Checklist { items, .. } => {
            let wanted = items.iter().filter(|item| !item.optional);
            let ticks = wanted.map(|item| FlowEvent::Tick { item: item.id.clone(), ticked: true });
            ticks.chain([FlowEvent::Continue]).collect()
        }
        Action::Branch { choices } => {
            choose_way(chance, choices).into_iter().map(|it| FlowEvent::Choose { choice: it.id.clone() }).collect()
        }
        Action::Gate { .. } if chance.happens(EXEMPT) => {
            let how = GateProof::Exemption { reason: ExemptionReason::CityDecision };
            vec![FlowEvent::GateConfirmed { by: cashier, how, at: now }]
        }
        Action::Gate { .. } => vec![FlowEvent::DetourBegan],
        Action::PinGuard { .. } if chance.happens(WRONG_PIN) => vec![FlowEvent::WrongPin],
        Action::PinGuard { .. } => vec![FlowEvent::PinAccepted],
        Action::Email { .. } => {
            let mail = if chance.happens(NO_MAIL) { MailChoice::NoMail } else { MailChoice::OwnTelephone };
            vec![FlowEvent::MailChosen { mail }]
        }
        Action::SharedPage { checks, .. } => {
            let confirmed = checks.iter().map(|check| FlowEvent::PageConfirmed { check: *check });
            confirmed.chain([FlowEvent::Continue]).collect()
        }
    }
}

fn choose_way<'a>(chance: &mut Chance, choices: &'a [Choice]) -> Option<&'a Choice> {
    let (first, others) = choices.split_first()?;
    if others.is_empty() || chance.happens(FIRST_WAY) {
        return Some(first);
    }
    chance.pick(others, |_| 1.0)
}

/// Tells the run what happened; what it refuses happens to nobody.
fn take(world: &mut World<'_>, contact: ContactId, event: FlowEvent) {
    let now = world.now;
    let Some(walk) = world.lines.get_mut(&contact).and_then(|line| line.flow.as_mut()) else { return };
    if let Ok(effects) = walk.run.handle(event, now) {
        walk.turns += 1;
        done(world, contact, effects);
    }
}

fn done(world: &mut World<'_>, contact: ContactId, effects: Vec<FlowEffect>) {
    for effect in effects {
        if let FlowEffect::Record(record) = effect {
            world.tell(FloorEvent::FlowNoted { contact, record: record.kind });
        }
    }
}

fn outcome_of(outcome: OutcomeKind) -> Outcome {
    match outcome {
        OutcomeKind::Done | OutcomeKind::Booked => Outcome::Resolved,
        OutcomeKind::ReferredToStaff => Outcome::TransferredCity,
        OutcomeKind::NotPossibleHere => Outcome::ReferredAgency,
        OutcomeKind::BrokenOff => Outcome::BrokenOff,
    }
}
