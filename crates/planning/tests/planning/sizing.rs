//! Seats from measured half hours: what three hold, what a target needs, what if.

use planning::erlang::{Callers, ErlangError, Target};
use planning::series::{Band, DayKind};
use planning::sizing::{Load, Measured, MeasuredError, Setting, Slot, WhatIf, loads, plan};
use std::collections::BTreeMap;
use std::time::Duration;

fn slot(weekday: u8, band: u8) -> Slot {
    Slot { kind: DayKind::Plain(weekday), band: Band::new(band).expect("a half hour") }
}

fn measured(days: u32, offered: u32, handling_s: u64) -> Measured {
    Measured { days, offered, handled: offered, handling: Duration::from_secs(u64::from(offered) * handling_s) }
}

/// Mondays at ten: 14 calls an hour of six minutes; Sundays at seven: one in two hours.
fn two_slots() -> BTreeMap<Slot, Measured> {
    BTreeMap::from([(slot(0, 20), measured(40, 280, 360)), (slot(6, 38), measured(40, 10, 360))])
}

fn three_seats() -> Setting {
    Setting { seats: 3, callers: Callers::Stay, target: Target::eighty_twenty() }
}

#[test]
fn three_seats_just_hold_fourteen_calls_of_six_minutes() {
    let loads = loads(&two_slots()).expect("sound");
    let plan = plan(&loads, &three_seats()).expect("in range");
    let monday = &plan.slots[&slot(0, 20)];
    assert!(monday.reached && monday.needs == 3, "{monday:?}");
    assert!((14.0..15.0).contains(&monday.holds_calls_per_hour), "{monday:?}");
    assert_eq!(monday.needs_cautiously, 4, "280 calls in 20 hours may be 15 an hour");
    assert_eq!(plan.slots[&slot(6, 38)].needs, 1);
    let totals = plan.totals().expect("calls");
    assert!(totals.service_level > 0.8 && totals.slots_missed == 0 && totals.needs_most == 3, "{totals:?}");
}

#[test]
fn what_if_changes_one_thing_and_leaves_the_rest() {
    let loads = loads(&two_slots()).expect("sound");
    let asked = |change: WhatIf| change.plan(&loads, &three_seats()).expect("in range");
    let same = asked(WhatIf::unchanged());
    assert_eq!(same, plan(&loads, &three_seats()).expect("in range"));
    let monday = slot(0, 20);
    let fewer = asked(WhatIf { seats: Some(2), ..WhatIf::unchanged() });
    assert!(!fewer.slots[&monday].reached && fewer.slots[&monday].needs == 3);
    let longer = asked(WhatIf { handling_times: 8.0 / 6.0, ..WhatIf::unchanged() });
    assert!((10.0..11.0).contains(&longer.slots[&monday].holds_calls_per_hour) && !longer.slots[&monday].reached);
    let busier = asked(WhatIf { volume_times: 2.5, ..WhatIf::unchanged() });
    assert_eq!(busier.slots[&monday].waiting, None, "35 calls of six minutes are more than three seats can do");
    assert!(busier.slots[&monday].needs > 3 && busier.totals().expect("calls").slots_missed == 1);
    let callers = Some(Callers::HangUpAfter(Duration::from_secs(120)));
    let impatient = asked(WhatIf { volume_times: 2.5, callers, ..WhatIf::unchanged() });
    assert!(impatient.slots[&monday].waiting.is_some_and(|waiting| waiting.abandoned > 0.2));
    let target = Some(Target::new(0.95, Duration::from_secs(10)).expect("a share"));
    assert!(asked(WhatIf { target, ..WhatIf::unchanged() }).slots[&monday].needs > 3);
}

#[test]
fn one_long_call_does_not_size_a_quiet_half_hour() {
    let mut slots = two_slots();
    slots.insert(slot(5, 38), measured(40, 1, 3_600));
    let loads: BTreeMap<Slot, Load> = loads(&slots).expect("sound");
    let quiet = loads[&slot(5, 38)];
    assert!(quiet.handling < Duration::from_secs(540), "{quiet:?}");
    assert!(quiet.calls_low < quiet.calls_per_hour && quiet.calls_per_hour < quiet.calls_high);
}

#[test]
fn measurements_that_cannot_be_are_refused() {
    let refused = |measured: Measured| loads(&BTreeMap::from([(slot(0, 20), measured)])).expect_err("refused");
    assert_eq!(refused(measured(0, 5, 300)), MeasuredError::Days(0));
    assert_eq!(refused(measured(5, 0, 300)), MeasuredError::NothingHandled);
    assert_eq!(refused(measured(5, 2_000_000, 300)), MeasuredError::Offered(2_000_000));
    let loads = loads(&two_slots()).expect("sound");
    let endless = WhatIf { volume_times: f64::INFINITY, ..WhatIf::unchanged() };
    assert!(matches!(endless.plan(&loads, &three_seats()), Err(ErlangError::CallsPerHour(_))));
    let negative = WhatIf { handling_times: -1.0, ..WhatIf::unchanged() };
    assert!(matches!(negative.plan(&loads, &three_seats()), Err(ErlangError::HandlingTime(_))));
}
