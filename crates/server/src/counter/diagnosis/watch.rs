//! What happens unasked: a silent kiosk raises an alarm, and each kiosk checks itself before the counter opens.
//!
//! Owns the rhythm. When a kiosk counts as silent and a check is due is `domain::diagnosis::watch`'s.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::calendar::Schedule;
use domain::diagnosis::watch::{is_check_due, is_silent};
use storage::kiosk_diagnoses;
use storage::kiosks::{self, Kiosk};

use super::asking::ask;
use super::history::at;
use super::runs::RunState;
use super::unfit::{listed, raise, say_unfit};
use crate::counter::messages::ServerMessage;
use crate::counter::state::CounterState;
use crate::problem::Problem;

/// How often kiosks are looked through.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// The alarm of a kiosk nothing is heard of.
const SILENT: &str = "kiosk_silent";

/// Looks after kiosks until the program ends.
pub(crate) async fn watch(state: CounterState) {
    let since = state.clock.now();
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    loop {
        ticks.tick().await;
        if let Err(why) = look(&state, since).await {
            tracing::warn!(code = why.code(), "kiosks could not be looked through");
        }
    }
}

async fn look(state: &CounterState, since: DateTime<Utc>) -> Result<(), Problem> {
    let now = state.clock.now();
    let late = state.care.memory().runs.expire(now);
    for (kiosk, run) in late {
        state.care.tell(kiosk, ServerMessage::StopDiagnosis { run });
    }
    let all = kiosks::list(&state.db).await?;
    let (in_service, out): (Vec<_>, Vec<_>) = all.into_iter().partition(|kiosk| kiosk.revoked_at_ms.is_none());
    forget(state, &out);
    look_for_silent(state, &in_service, since, now);
    check_before_opening(state, &in_service, now).await
}

/// A kiosk out of service is nobody's worry.
fn forget(state: &CounterState, out: &[Kiosk]) {
    let mut memory = state.care.memory();
    let mut changed = false;
    for kiosk in out {
        memory.heard.remove(&kiosk.id);
        memory.runs.forget(kiosk.id);
        changed |= memory.unfit.remove(&kiosk.id).is_some();
    }
    if changed {
        let names = memory.unfit.values().cloned().collect();
        drop(memory);
        say_unfit(state, &names);
    }
}

fn look_for_silent(state: &CounterState, kiosks: &[Kiosk], since: DateTime<Utc>, now: DateTime<Utc>) {
    let open = state.hours().0;
    let limit = TimeDelta::seconds(i64::from(state.diagnosis.silent_after_s));
    let mut memory = state.care.memory();
    memory.open_since = if open { memory.open_since.or(Some(now)) } else { None };
    let open_since = memory.open_since;
    let silent: BTreeSet<String> = kiosks
        .iter()
        .filter(|kiosk| {
            // A kiosk enrolled meanwhile has its own beginning.
            let since = since.max(at(kiosk.enrolled_at_ms));
            is_silent(now, memory.heard.get(&kiosk.id).copied(), since, open_since, limit)
        })
        .map(|kiosk| kiosk.name.clone())
        .collect();
    if silent == memory.silent {
        return;
    }
    memory.silent.clone_from(&silent);
    drop(memory);
    let names = listed(&silent);
    let (names_ja, names_en) = (names.join("、"), names.join(", "));
    let after_s = state.diagnosis.silent_after_s;
    let ja = format!("{names_ja}から{after_s}秒以上応答がありません。電源、回線、画面を現地で確認してください。");
    let en =
        format!("Nothing was heard of {names_en} for {after_s} s. Have power, line and page looked at on the spot.");
    raise(state, SILENT, silent.is_empty(), &ja, &en);
}

async fn check_before_opening(state: &CounterState, kiosks: &[Kiosk], now: DateTime<Utc>) -> Result<(), Problem> {
    let opening = state.calendar.borrow().next_opening(Schedule::Counter, now).map(|at| at.to_utc());
    let ahead = TimeDelta::minutes(i64::from(state.diagnosis.check_before_opening_min));
    // Most looks end here, without asking the database for anything.
    if !is_check_due(now, opening, ahead, None) {
        return Ok(());
    }
    for kiosk in kiosks {
        let filed = kiosk_diagnoses::last_self_check_ms(&state.db, kiosk.id).await?.map(at);
        // One that was asked and did not answer is not asked again; one that went away is, once it is back.
        let last = filed.max(last_asked(state, kiosk));
        let free = state.present.is_connected(kiosk.id) && state.present.visit(kiosk.id).is_none();
        if free && is_check_due(now, opening, ahead, last) {
            ask(state, kiosk, None, false).await?;
        }
    }
    Ok(())
}

fn last_asked(state: &CounterState, kiosk: &Kiosk) -> Option<DateTime<Utc>> {
    let memory = state.care.memory();
    let own = memory.runs.last(kiosk.id).filter(|run| run.asked_by.is_none() && run.state != RunState::Gone);
    own.map(|run| run.started_at)
}
