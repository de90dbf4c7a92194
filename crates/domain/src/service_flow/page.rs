//! What is ticked, chosen and confirmed at the steps that wait for the two people themselves.
//!
//! Owns checklists, branches, the mail and shared pages, and when such a step may be left. It must never
//! move further than one step: `movement` enters.

use super::definition::{Action, Item};
use super::effect::FlowRecordKind;
use super::ids::{ChoiceId, ItemId};
use super::movement::Turn;
use super::refusal::FlowRefusal;
use super::words::{Equipment, MailChoice, PageCheck};

/// Leaves a step whose part is done.
pub(super) fn go_on(turn: &mut Turn<'_>) -> Result<(), FlowRefusal> {
    let step = turn.step();
    let (next, open_items, open_checks) = match &step.action {
        Action::Explain { next } => (next, Vec::new(), Vec::new()),
        Action::Checklist { items, next } => (next, open_items(turn, items), Vec::new()),
        Action::SharedPage { checks, next, .. } => (next, Vec::new(), open_checks(turn, checks)),
        Action::Gate { gate, .. } => return Err(FlowRefusal::GateClosed(*gate)),
        Action::Branch { .. } | Action::PinGuard { .. } | Action::Email { .. } | Action::Outcome { .. } => {
            return Err(FlowRefusal::NotThisStep);
        }
    };
    if !open_items.is_empty() {
        return Err(FlowRefusal::ItemsOpen(open_items));
    }
    if !open_checks.is_empty() {
        return Err(FlowRefusal::PageOpen(open_checks));
    }
    // What was sent off, and who was logged in, cannot be taken back by going back.
    let for_good = step.application || !turn.state.page.is_empty();
    if for_good {
        turn.go_for_good(next)
    } else {
        turn.go(next)
    }
    Ok(())
}

/// Ticks or unticks an item.
pub(super) fn tick(turn: &mut Turn<'_>, item: ItemId, ticked: bool) -> Result<(), FlowRefusal> {
    let Action::Checklist { items, .. } = &turn.step().action else {
        return Err(FlowRefusal::NotThisStep);
    };
    if !items.iter().any(|it| it.id == item) {
        return Err(FlowRefusal::NoSuchItem(item));
    }
    let changed = if ticked { turn.state.ticked.insert(item.clone()) } else { turn.state.ticked.remove(&item) };
    if changed {
        turn.record(FlowRecordKind::Ticked { item, ticked });
        turn.show();
    }
    Ok(())
}

/// Takes one way of a branch.
pub(super) fn choose(turn: &mut Turn<'_>, choice: ChoiceId) -> Result<(), FlowRefusal> {
    let Action::Branch { choices } = &turn.step().action else {
        return Err(FlowRefusal::NotThisStep);
    };
    let Some(chosen) = choices.iter().find(|it| it.id == choice) else {
        return Err(FlowRefusal::NoSuchChoice(choice));
    };
    match chosen.needs {
        Some(Equipment::CardReader) if !turn.state.settings.card_reader => {
            return Err(FlowRefusal::NotEquipped(Equipment::CardReader));
        }
        Some(Equipment::CardReader) | None => {}
    }
    turn.record(FlowRecordKind::Chosen { choice });
    turn.go(&chosen.next);
    Ok(())
}

/// Settles where the mail is read.
pub(super) fn choose_mail(turn: &mut Turn<'_>, mail: MailChoice) -> Result<(), FlowRefusal> {
    let Action::Email { next, no_mail } = &turn.step().action else {
        return Err(FlowRefusal::NotThisStep);
    };
    let target = match mail {
        MailChoice::OwnTelephone => next,
        MailChoice::VisitMailbox if turn.state.settings.visit_mailbox => next,
        MailChoice::VisitMailbox => return Err(FlowRefusal::MailNotAllowed(mail)),
        MailChoice::NoMail => no_mail,
    };
    turn.record(FlowRecordKind::MailChosen { mail });
    turn.go(target);
    Ok(())
}

/// Takes what the resident confirmed on the page.
pub(super) fn confirm(turn: &mut Turn<'_>, check: PageCheck) -> Result<(), FlowRefusal> {
    let Action::SharedPage { checks, .. } = &turn.step().action else {
        return Err(FlowRefusal::NotThisStep);
    };
    if !checks.contains(&check) {
        return Err(FlowRefusal::NotAsked(check));
    }
    match check {
        PageCheck::OwnLogin => {
            turn.state.logged_in = true;
            turn.state.trail.clear();
        }
        PageCheck::OwnName => {}
        PageCheck::LoggedOut => turn.state.logged_in = false,
    }
    if turn.state.page.insert(check) {
        turn.record(FlowRecordKind::PageConfirmed { check });
        turn.show();
    }
    Ok(())
}

fn open_items(turn: &Turn<'_>, items: &[Item]) -> Vec<ItemId> {
    let open = |item: &&Item| !item.optional && !turn.state.ticked.contains(&item.id);
    items.iter().filter(open).map(|item| item.id.clone()).collect()
}

fn open_checks(turn: &Turn<'_>, checks: &[PageCheck]) -> Vec<PageCheck> {
    checks.iter().copied().filter(|check| !turn.state.page.contains(check)).collect()
}
