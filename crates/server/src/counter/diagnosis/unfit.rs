//! The alarms of kiosks: their words, and which kiosks failed their check before opening.

use std::collections::BTreeSet;

use storage::kiosks::Kiosk;

use crate::counter::state::CounterState;

/// The alarm of a kiosk that failed its check before opening.
const UNFIT: &str = "kiosk_unfit";

/// A diagnosis was filed: one before opening may raise the alarm, and any that is not bad ends it.
pub(super) fn note_verdict(state: &CounterState, kiosk: &Kiosk, before_opening: bool, bad: bool) {
    let mut memory = state.care.memory();
    let changed = match (before_opening, bad) {
        (true, true) => memory.unfit.insert(kiosk.id, kiosk.name.clone()).is_none(),
        (false, true) => false,
        (_, false) => memory.unfit.remove(&kiosk.id).is_some(),
    };
    let names = memory.unfit.values().cloned().collect();
    drop(memory);
    if changed {
        say_unfit(state, &names);
    }
}

/// Says which kiosks failed their check before opening.
pub(super) fn say_unfit(state: &CounterState, names: &BTreeSet<String>) {
    let listed = listed(names);
    let (names_ja, names_en) = (listed.join("、"), listed.join(", "));
    let ja = format!("{names_ja}の開設前点検で不具合が見つかりました。窓口端末の画面で内容を確認してください。");
    let en = format!("The check before opening found faults at {names_en}. Look at the page of the kiosk.");
    raise(state, UNFIT, names.is_empty(), &ja, &en);
}

/// Names in their order.
pub(super) fn listed(names: &BTreeSet<String>) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// Raises an alarm with these words, or ends it. One that stands keeps its words, so it is ended first.
pub(super) fn raise(state: &CounterState, code: &'static str, over: bool, ja: &str, en: &str) {
    state.alarms.clear(code);
    if !over {
        state.alarms.raise(code, state.clock.now(), ja, en);
    }
}
