//! The PIN guard: counts tries and stops before the last one.
//!
//! Owns the counting. It must never see a PIN: the operator presses "wrong" or "right" on the resident's
//! word. A stop leaves one try, so that a card is never locked at this counter.
//! Three tries for four digits, five for the password; only a right one sets the count back.

use super::definition::Action;
use super::effect::FlowRecordKind;
use super::ids::StepId;
use super::movement::Turn;
use super::refusal::FlowRefusal;
use super::words::PinKind;

struct Guard<'a> {
    pin: PinKind,
    next: &'a StepId,
    stopped: &'a StepId,
}

/// Takes wrong tries of an earlier day, which the card remembers too.
pub(super) fn earlier(turn: &mut Turn<'_>, count: u8) -> Result<(), FlowRefusal> {
    let guard = guard_here(turn)?;
    let told = turn.state.wrong_pins.contains_key(&guard.pin);
    if told || !(1..=guard.pin.tries_max()).contains(&count) {
        return Err(FlowRefusal::EarlierTries);
    }
    count_wrong(turn, &guard, count);
    Ok(())
}

/// Takes one wrong try.
pub(super) fn wrong(turn: &mut Turn<'_>) -> Result<(), FlowRefusal> {
    let guard = guard_here(turn)?;
    count_wrong(turn, &guard, 1);
    Ok(())
}

/// Takes the right one.
pub(super) fn accepted(turn: &mut Turn<'_>) -> Result<(), FlowRefusal> {
    let guard = guard_here(turn)?;
    turn.state.wrong_pins.remove(&guard.pin);
    turn.record(FlowRecordKind::PinAccepted { pin: guard.pin });
    turn.go(guard.next);
    Ok(())
}

fn count_wrong(turn: &mut Turn<'_>, guard: &Guard<'_>, count: u8) {
    let wrong = turn.state.wrong_pins.entry(guard.pin).or_insert(0);
    *wrong = wrong.saturating_add(count);
    let left = turn.tries_left(guard.pin);
    turn.record(FlowRecordKind::WrongPin { pin: guard.pin, left });
    if left > 1 {
        turn.show();
    } else {
        turn.record(FlowRecordKind::PinStopped { pin: guard.pin });
        turn.go_for_good(guard.stopped);
    }
}

fn guard_here<'a>(turn: &Turn<'a>) -> Result<Guard<'a>, FlowRefusal> {
    match &turn.step().action {
        Action::PinGuard { pin, next, stopped } => Ok(Guard { pin: *pin, next, stopped }),
        Action::Explain { .. }
        | Action::Checklist { .. }
        | Action::Branch { .. }
        | Action::Gate { .. }
        | Action::Email { .. }
        | Action::SharedPage { .. }
        | Action::Outcome { .. } => Err(FlowRefusal::NotThisStep),
    }
}
