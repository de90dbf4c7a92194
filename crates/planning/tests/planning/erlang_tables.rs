//! Erlang's formulas against numbers that others published.
//!
//! Sources, each with the tolerance of its own rounding:
//! - D. Collins, Carrier Grade Voice over IP, 2nd ed., Appendix A, table of Erlang B (one decimal of an erlang), and the
//!   manual of Westbay's Erlang calculators at erlang.com ("15 lines, 1 %: 8.108 erlangs", three decimals);
//! - the R package ErlangC 0.1.0 on CRAN, README: 100 calls in 30 minutes of 180 s (seven decimals);
//! - pyworkforce, README and guide: Erlang A, B and C for the same calls, patience 5 minutes (four decimals);
//! - a TETRA design text's "Table C" of Erlang C: 8 channels carry 3.87 E at 5 % delayed, 10 carry 4.08 E at 1 %.

use planning::erlang::{Callers, Demand, ErlangError, Target, Waiting};
use planning::erlang::{blocking, calls_held_whole, erlang_a, erlang_c, lines_for, seats_for};
use proptest::prelude::*;
use std::time::Duration;

const TWENTY_SECONDS: Duration = Duration::from_secs(20);

fn demand(calls_per_hour: f64, handling_s: u64) -> Demand {
    Demand::new(calls_per_hour, Duration::from_secs(handling_s)).expect("a sound demand")
}

/// 100 calls in half an hour, three minutes each: ten erlangs.
fn ten_erlangs() -> Demand {
    demand(200.0, 180)
}

fn close(found: f64, published: f64, tolerance: f64) {
    assert!((found - published).abs() <= tolerance, "{found} is not {published} within {tolerance}");
}

#[test]
fn erlang_b_agrees_with_the_table_of_carrier_grade_voice_over_ip() {
    // (channels, blocking, erlangs as printed to one decimal)
    let table = [
        (2, 0.05, 0.4),
        (3, 0.01, 0.5),
        (4, 0.02, 1.1),
        (5, 0.001, 0.8),
        (5, 0.05, 2.2),
        (6, 0.01, 1.9),
        (7, 0.03, 3.2),
        (8, 0.005, 2.7),
        (8, 0.02, 3.6),
        (9, 0.05, 5.4),
        (10, 0.001, 3.1),
        (10, 0.0001, 2.3),
    ];
    for (channels, share, erlangs) in table {
        let lower = blocking(erlangs - 0.051, channels).expect("in range");
        let upper = blocking(erlangs + 0.051, channels).expect("in range");
        assert!(lower <= share && share <= upper, "{channels} channels at {share}: {erlangs} E");
    }
}

#[test]
fn fifteen_lines_carry_8_108_erlangs_at_one_percent_loss() {
    assert!(blocking(8.1075, 15).expect("in range") < 0.01);
    assert!(blocking(8.1085, 15).expect("in range") > 0.01);
    assert_eq!(lines_for(8.108, 0.0101), Ok(15));
}

#[test]
fn ten_erlangs_at_fourteen_seats_agree_with_the_r_package() {
    let found = erlang_c(&ten_erlangs(), 14, TWENTY_SECONDS).expect("stable");
    close(found.delayed, 0.174_131_9, 5e-8);
    close(found.service_level, 0.888_35, 5e-6);
    close(found.answer_speed.as_secs_f64(), 7.835_937_011_777_24, 1e-8);
    close(found.occupancy, 0.714_285_7, 5e-8);
    let eleven = erlang_c(&ten_erlangs(), 11, TWENTY_SECONDS).expect("stable");
    close(eleven.delayed, 0.682_118_2, 5e-8);
    close(eleven.service_level, 0.389_613_8, 5e-8);
}

#[test]
fn ten_erlangs_agree_with_pyworkforce_with_and_without_patience() {
    let thirteen = erlang_c(&ten_erlangs(), 13, TWENTY_SECONDS).expect("stable");
    close(thirteen.service_level, 0.795, 1e-3);
    let patience = Duration::from_secs(300);
    let patient = erlang_a(&ten_erlangs(), 13, patience, TWENTY_SECONDS).expect("in range");
    close(patient.service_level, 0.858, 5e-4);
    close(patient.occupancy, 0.750, 5e-4);
    close(patient.abandoned, 0.025, 5e-4);
    close(patient.delayed, 0.226, 5e-4);
    // Its "average speed of answer", 0.125 minutes, is the mean wait of all callers: abandoned × patience.
    close(patient.abandoned * patience.as_secs_f64() / 60.0, 0.125, 5e-4);
    let needed = seats_for(&ten_erlangs(), Callers::HangUpAfter(patience), &Target::eighty_twenty());
    assert_eq!(needed, Ok(13));
}

#[test]
fn eight_and_ten_tetra_channels_carry_what_table_c_says() {
    // A demand of load A at one hour a call: A calls an hour.
    for (channels, erlangs, delayed) in [(8, 3.87, 0.05), (10, 4.08, 0.01)] {
        let found = erlang_c(&demand(erlangs, 3600), channels, Duration::ZERO).expect("stable");
        close(found.delayed, delayed, 1e-3 * delayed.max(0.1));
    }
}

#[test]
fn three_seats_hold_eighty_twenty_up_to_17_14_12_and_10_calls_an_hour() {
    for (minutes, calls) in [(5, 17), (6, 14), (7, 12), (8, 10)] {
        let handling = Duration::from_secs(minutes * 60);
        let target = Target::eighty_twenty();
        assert_eq!(calls_held_whole(3, handling, Callers::Stay, &target), Ok(calls), "{minutes} minutes");
        let share = |calls: u32| {
            erlang_c(&demand(f64::from(calls), minutes * 60), 3, TWENTY_SECONDS).expect("stable").service_level
        };
        assert!(share(calls) >= 0.8 && share(calls + 1) < 0.8, "{minutes} minutes");
        assert_eq!(seats_for(&demand(f64::from(calls), minutes * 60), Callers::Stay, &target), Ok(3));
        assert_eq!(seats_for(&demand(f64::from(calls + 1), minutes * 60), Callers::Stay, &target), Ok(4));
    }
}

#[test]
fn what_cannot_be_is_refused_with_its_reason() {
    let minute = Duration::from_secs(60);
    assert_eq!(Demand::new(-1.0, minute), Err(ErlangError::CallsPerHour(-1.0)));
    assert!(matches!(Demand::new(f64::NAN, minute), Err(ErlangError::CallsPerHour(_))));
    assert_eq!(Demand::new(1.0, Duration::ZERO), Err(ErlangError::HandlingTime(Duration::ZERO)));
    assert_eq!(Target::new(1.0, minute), Err(ErlangError::Share(1.0)));
    assert_eq!(blocking(1.0, 0), Err(ErlangError::Seats(0)));
    assert_eq!(erlang_c(&demand(30.0, 360), 3, minute), Err(ErlangError::Overloaded { load_erlangs: 3.0, seats: 3 }));
    assert_eq!(erlang_a(&demand(30.0, 360), 3, Duration::ZERO, minute), Err(ErlangError::Patience(Duration::ZERO)));
    assert_eq!(seats_for(&demand(1e6, 86_400), Callers::Stay, &Target::eighty_twenty()), Err(ErlangError::OutOfReach));
}

#[test]
fn nobody_calls_and_everybody_calls_stay_finite() {
    let sound = |found: Waiting| {
        for share in [found.delayed, found.service_level, found.abandoned, found.occupancy] {
            assert!((0.0..=1.0).contains(&share), "{found:?}");
        }
    };
    let patience = Duration::from_secs(120);
    sound(erlang_c(&demand(0.0, 300), 1, TWENTY_SECONDS).expect("stable"));
    sound(erlang_a(&demand(0.0, 300), 1, patience, TWENTY_SECONDS).expect("in range"));
    sound(erlang_c(&demand(119_000.0, 300), 10_000, TWENTY_SECONDS).expect("stable"));
    let flooded = erlang_a(&demand(100_000.0, 300), 3, patience, TWENTY_SECONDS).expect("in range");
    sound(flooded);
    close(flooded.abandoned, 1.0 - 3.0 / (100_000.0 / 3600.0 * 300.0), 1e-6);
}

proptest! {
    #[test]
    fn endless_patience_is_erlang_c(seats in 1_u32..60, busy in 0.05..0.8_f64, handling_s in 30_u64..300) {
        let calls = busy * f64::from(seats) * 3600.0 / handling_s as f64;
        let demand = demand(calls, handling_s);
        let stay = erlang_c(&demand, seats, TWENTY_SECONDS).expect("stable");
        let patient = erlang_a(&demand, seats, Duration::from_secs(86_400), TWENTY_SECONDS).expect("in range");
        // A day of patience against minutes of waiting: what is left of a difference is in the second digit.
        prop_assert!((stay.service_level - patient.service_level).abs() < 2e-2, "{stay:?} {patient:?}");
        prop_assert!((stay.delayed - patient.delayed).abs() < 2e-2, "{stay:?} {patient:?}");
    }

    #[test]
    fn shares_are_shares_and_more_seats_never_hurt(
        seats in 1_u32..200,
        calls in 0.0..5_000.0_f64,
        handling_s in 1_u64..3_600,
        patience_s in 1_u64..3_600,
    ) {
        let demand = demand(calls, handling_s);
        let patience = Duration::from_secs(patience_s);
        let some = erlang_a(&demand, seats, patience, TWENTY_SECONDS).expect("in range");
        let more = erlang_a(&demand, seats + 1, patience, TWENTY_SECONDS).expect("in range");
        for share in [some.delayed, some.service_level, some.abandoned, some.occupancy] {
            prop_assert!((0.0..=1.0).contains(&share), "{some:?}");
        }
        prop_assert!(some.service_level <= 1.0 - some.abandoned + 1e-9, "{some:?}");
        prop_assert!(more.service_level >= some.service_level - 1e-6, "{some:?} {more:?}");
        prop_assert!(more.abandoned <= some.abandoned + 1e-9, "{some:?} {more:?}");
    }

    #[test]
    fn erlang_a_agrees_with_the_chain_of_states_summed_one_by_one(
        seats in 1_u32..12,
        calls in 1.0..400.0_f64,
        handling_s in 30_u64..900,
        patience_s in 20_u64..600,
    ) {
        let found = erlang_a(&demand(calls, handling_s), seats, Duration::from_secs(patience_s), TWENTY_SECONDS)
            .expect("in range");
        let (delayed, abandoned) = summed(seats, calls / 3600.0, 1.0 / handling_s as f64, 1.0 / patience_s as f64);
        prop_assert!((found.delayed - delayed).abs() < 1e-9, "{} {delayed}", found.delayed);
        prop_assert!((found.abandoned - abandoned).abs() < 1e-9, "{} {abandoned}", found.abandoned);
    }
}

/// Delayed and abandoned by the stationary distribution of the birth and death chain, rates per second.
fn summed(seats: u32, arrivals: f64, service: f64, leaving: f64) -> (f64, f64) {
    let mut chances = vec![1.0_f64];
    for state in 1..4_000_u32 {
        let out = f64::from(state.min(seats)) * service + f64::from(state.saturating_sub(seats)) * leaving;
        let next = chances.last().expect("one at least") * arrivals / out;
        chances.push(next);
        // The largest state counts as one: sums stay in range, shares do not change.
        if next > 1e100 {
            chances.iter_mut().for_each(|chance| *chance /= next);
        }
    }
    let all: f64 = chances.iter().sum();
    let delayed: f64 = chances.iter().skip(seats as usize).sum();
    let waiting: f64 = chances
        .iter()
        .enumerate()
        .skip(seats as usize)
        .map(|(state, chance)| chance * (state as f64 - f64::from(seats)))
        .sum();
    (delayed / all, waiting / all * leaving / arrivals)
}
