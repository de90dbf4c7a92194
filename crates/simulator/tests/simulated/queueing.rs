//! The simulated floor agrees with Erlang C and Erlang A within its own confidence interval.

use domain::contact::Acceptance;
use simulator::DayLog;

use crate::cities::{city_of_theory, days};
use crate::erlang::{Theory, erlang_a, erlang_c};

/// Hours at the begin of a day that are left out: the line begins empty, which theory does not know.
const WARM_UP_MS: i64 = 4 * 3_600_000;
/// Standard errors on each side of a mean; 3.3 hold 99.9 % of them.
const WIDTH: f64 = 3.3;

/// One day's share: what is counted, and of how many.
type Parts = (f64, f64);

/// Ratio of sums over independent days with its standard error (Cochran, Sampling Techniques, 1977, §6.4).
fn ratio(days: &[Parts]) -> (f64, f64) {
    let n = days.len() as f64;
    let (above, below) = days.iter().fold((0.0, 0.0), |sum, day| (sum.0 + day.0, sum.1 + day.1));
    let ratio = above / below;
    let squares: f64 = days.iter().map(|day| (day.0 - ratio * day.1).powi(2)).sum();
    (ratio, (squares / (n * (n - 1.0))).sqrt() / (below / n))
}

fn per_day(days: &[DayLog], count: impl Fn(Acceptance) -> Parts) -> (f64, f64) {
    let of_day = |day: &DayLog| {
        let begin = day.date.and_time(chrono::NaiveTime::MIN).and_local_timezone(domain::calendar::JST).unwrap();
        let from_ms = begin.timestamp_millis() + WARM_UP_MS;
        let counted = day.contacts.iter().filter(|it| it.summary.arrived_at.0 >= from_ms);
        counted
            .filter_map(|it| it.summary.acceptance)
            .map(&count)
            .fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1))
    };
    ratio(&days.iter().map(of_day).collect::<Vec<_>>())
}

fn check(name: &str, days: &[DayLog], theory: Theory) {
    let within = |it: Acceptance| (f64::from(matches!(it, Acceptance::Answered { wait_ms } if wait_ms <= 20_000)), 1.0);
    let wait_s = |it: Acceptance| match it {
        Acceptance::Answered { wait_ms } => (wait_ms as f64 / 1_000.0, 1.0),
        _ => (0.0, 0.0),
    };
    let abandoned = |it: Acceptance| (f64::from(matches!(it, Acceptance::Abandoned { .. })), 1.0);
    let figures = [
        ("SL(20 s)", per_day(days, within), theory.service_level),
        ("ASA", per_day(days, wait_s), theory.asa_s),
        ("abandoned", per_day(days, abandoned), theory.abandoned),
    ];
    for (figure, (measured, error), expected) in figures {
        println!("{name} {figure}: measured {measured:.4} ± {:.4}, theory {expected:.4}", WIDTH * error);
        assert!((measured - expected).abs() <= WIDTH * error, "{name} {figure}: {measured} ± {error}, not {expected}");
        // An interval in which everything lies would prove nothing.
        let widest = if figure == "ASA" { 0.2 * expected } else { 0.1 * expected.max(0.1) };
        assert!(WIDTH * error <= widest, "{name} {figure}: ± {error} is too wide to prove anything");
    }
}

#[test]
fn without_abandonment_the_floor_is_erlang_c() {
    for (calls, aht_s, seed) in [(14.0, 360.0, 1), (10.0, 360.0, 2), (17.0, 300.0, 3)] {
        let days = days(&city_of_theory(calls, aht_s, None), seed, "2026-04-01", 150);
        check(&format!("{calls} calls an hour, {aht_s} s"), &days, erlang_c(calls, aht_s, 3, 20.0));
    }
}

#[test]
fn with_exponential_patience_the_floor_is_erlang_a() {
    for (calls, aht_s, patience_s, seed) in [(20.0, 360.0, 120.0, 4), (40.0, 360.0, 90.0, 5)] {
        let days = days(&city_of_theory(calls, aht_s, Some(patience_s)), seed, "2026-04-01", 150);
        let theory = erlang_a(calls, aht_s, patience_s, 3, 20.0);
        check(&format!("{calls} calls an hour, {aht_s} s, patience {patience_s} s"), &days, theory);
    }
}
