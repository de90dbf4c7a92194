//! One seed gives one year, byte for byte; a day depends on nothing but seed and date.

use simulator::{DayLog, simulate_day};

use crate::cities::{city, date, days};

fn bytes(days: &[DayLog]) -> Vec<u8> {
    serde_json::to_vec(days).unwrap()
}

#[test]
fn two_runs_with_one_seed_give_the_same_bytes_and_another_seed_gives_others() {
    let first = bytes(&days(&city(), 7, "2026-05-01", 12));
    assert_eq!(first, bytes(&days(&city(), 7, "2026-05-01", 12)));
    assert_ne!(first, bytes(&days(&city(), 8, "2026-05-01", 12)));
}

#[test]
fn a_day_simulated_alone_is_the_day_of_the_whole_range() {
    let range = days(&city(), 7, "2026-05-01", 8);
    for day in range.iter().rev() {
        let alone = simulate_day(&city(), 7, day.date).unwrap();
        assert_eq!(alone, *day);
    }
    assert_eq!(range[3].date, date("2026-05-04"));
}

#[test]
fn ids_of_different_days_are_different() {
    let mut ids: Vec<_> =
        days(&city(), 7, "2026-05-01", 12).iter().flat_map(|day| &day.contacts).map(|it| it.id).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), all > 500), (all, true));
}
