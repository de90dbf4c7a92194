//! A simulated queue agrees with the formulas within its own confidence interval.
//!
//! Replications are independent, each with a warm-up that is left out; the interval is 3.3 standard errors (99.9 %).

use planning::erlang::{Demand, Waiting, erlang_a, erlang_c};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::time::Duration;

const REPLICATIONS: u64 = 60;
const CALLS: usize = 6_000;
const WARM_UP: usize = 500;
const WITHIN_S: f64 = 20.0;

struct Seen {
    delayed: f64,
    in_time: f64,
    abandoned: f64,
    waited_s: f64,
}

/// First come, first served; `patience_s` may be infinite.
fn simulate(seed: u64, seats: usize, calls_per_hour: f64, handling_s: f64, patience_s: f64) -> Seen {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut exponential = |mean: f64| -mean * (1.0 - rng.random::<f64>()).ln();
    let mut free_at = vec![0.0_f64; seats];
    let mut now = 0.0;
    let (mut offered, mut delayed, mut in_time, mut abandoned, mut waited_s) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for call in 0..CALLS + WARM_UP {
        now += exponential(3600.0 / calls_per_hour);
        let patience = if patience_s.is_finite() { exponential(patience_s) } else { f64::INFINITY };
        let takes = exponential(handling_s);
        free_at.sort_by(f64::total_cmp);
        let wait = (free_at[0] - now).max(0.0);
        let stays = wait <= patience;
        if stays {
            free_at[0] = now + wait + takes;
        }
        if call >= WARM_UP {
            offered += 1.0;
            delayed += f64::from(u8::from(wait > 0.0));
            in_time += f64::from(u8::from(stays && wait <= WITHIN_S));
            abandoned += f64::from(u8::from(!stays));
            waited_s += if stays { wait } else { 0.0 };
        }
    }
    let answered = offered - abandoned;
    Seen {
        delayed: delayed / offered,
        in_time: in_time / offered,
        abandoned: abandoned / offered,
        waited_s: waited_s / answered,
    }
}

fn agrees(formula: f64, seen: impl Iterator<Item = f64>, what: &str) {
    let all: Vec<f64> = seen.collect();
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    let variance = all.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (all.len() - 1) as f64;
    let reach = 3.3 * (variance / all.len() as f64).sqrt();
    println!("{what}: formula {formula:.4}, simulated {mean:.4} ± {reach:.4}");
    assert!((formula - mean).abs() <= reach.max(1e-6), "{what}: {formula} is not within {mean} ± {reach}");
}

fn check(formula: &Waiting, seats: usize, calls: f64, handling_s: f64, patience_s: f64) {
    let seen: Vec<Seen> = (0..REPLICATIONS).map(|seed| simulate(seed, seats, calls, handling_s, patience_s)).collect();
    agrees(formula.delayed, seen.iter().map(|one| one.delayed), "delayed");
    agrees(formula.service_level, seen.iter().map(|one| one.in_time), "in time");
    agrees(formula.abandoned, seen.iter().map(|one| one.abandoned), "abandoned");
    agrees(formula.answer_speed.as_secs_f64(), seen.iter().map(|one| one.waited_s), "answer speed");
}

#[test]
fn three_seats_at_fourteen_calls_an_hour_behave_as_erlang_c_says() {
    let demand = Demand::new(14.0, Duration::from_secs(360)).expect("sound");
    let formula = erlang_c(&demand, 3, Duration::from_secs(20)).expect("stable");
    check(&formula, 3, 14.0, 360.0, f64::INFINITY);
}

#[test]
fn three_crowded_seats_behave_as_erlang_a_says() {
    let demand = Demand::new(32.0, Duration::from_secs(360)).expect("sound");
    let formula = erlang_a(&demand, 3, Duration::from_secs(150), Duration::from_secs(20)).expect("in range");
    check(&formula, 3, 32.0, 360.0, 150.0);
}
