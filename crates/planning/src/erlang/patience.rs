//! Erlang A: callers wait as long as their patience lasts, then hang up.

use super::demand::{Demand, ErlangError, Waiting, check_seats, time_is_sound};
use super::loss::blocking;
use std::time::Duration;

/// Intervals of the numerical integral: at least, per time constant, at most.
const INTERVALS_MIN: f64 = 64.0;
const INTERVALS_PER_CONSTANT: f64 = 8.0;
const INTERVALS_MAX: f64 = 200_000.0;
/// Terms of Palm's series; enough for every load that `Demand` admits at any patience of sense.
const TERMS_MAX: u32 = 5_000_000;
/// Where the density of the wait has fallen to exp(−this) of its scale, its rest is nothing.
const TAIL_EXPONENT: f64 = 45.0;

/// Waiting of `demand` at `seats` when callers hang up after an exponential time of mean `patience`.
///
/// Delayed and abandoned are Palm's: with a = load, x = N·patience/AHT, y = a·patience/AHT and
/// S = 1 + Σ y^j / ((x+1)…(x+j)), delayed = S·B / (1 + (S − 1)·B) and
/// abandoned among the delayed = 1/(ρ·S) + 1 − 1/ρ. The wait W a patient caller would meet has the density
/// π_N·N·μ·exp(λ·(1 − e^(−θt))/θ − N·μ·t), from which the share answered in time and ASA are integrated (Simpson).
/// Source: C. Palm 1946; A. Mandelbaum and S. Zeltyn, Service Engineering in Action: The Palm/Erlang-A Queue, §4;
/// S. Zeltyn and A. Mandelbaum, Queueing Systems 51 (2005), §2 for the density.
///
/// # Errors
/// `Seats` and `Patience` outside their limits. No load is too much: who waits too long leaves.
pub fn erlang_a(demand: &Demand, seats: u32, patience: Duration, within: Duration) -> Result<Waiting, ErlangError> {
    check_seats(seats)?;
    if !time_is_sound(patience) {
        return Err(ErlangError::Patience(patience));
    }
    let load = demand.load_erlangs();
    if load <= 0.0 {
        let nobody = Duration::ZERO;
        return Ok(Waiting { delayed: 0.0, service_level: 1.0, abandoned: 0.0, answer_speed: nobody, occupancy: 0.0 });
    }
    let queue = Queue::of(demand, seats, patience)?;
    let in_time = 1.0 - queue.delayed + queue.integral(within.as_secs_f64(), |_| 1.0);
    let answered = 1.0 - queue.abandoned;
    let waited = queue.integral(queue.longest_wait(), |time| time);
    Ok(Waiting {
        delayed: queue.delayed,
        service_level: in_time.clamp(0.0, 1.0),
        abandoned: queue.abandoned,
        answer_speed: Duration::from_secs_f64((waited / answered.max(f64::MIN_POSITIVE)).clamp(0.0, 86_400.0)),
        occupancy: (load * answered / f64::from(seats)).clamp(0.0, 1.0),
    })
}

/// Rates are per second.
struct Queue {
    arrivals: f64,
    service: f64,
    leaving: f64,
    ln_series: f64,
    delayed: f64,
    abandoned: f64,
}

impl Queue {
    fn of(demand: &Demand, seats: u32, patience: Duration) -> Result<Self, ErlangError> {
        let load = demand.load_erlangs();
        let ratio = patience.as_secs_f64() / demand.handling().as_secs_f64();
        let blocked = blocking(load, seats)?;
        let ln_series = ln_palm_series(f64::from(seats) * ratio, load * ratio);
        let per_series = (-ln_series).exp();
        let delayed = blocked / ((1.0 - blocked) * per_series + blocked);
        let crowding = load / f64::from(seats);
        let abandoned_of_delayed = (per_series / crowding + 1.0 - 1.0 / crowding).clamp(0.0, 1.0);
        Ok(Self {
            arrivals: demand.calls_per_hour() / 3600.0,
            service: f64::from(seats) / demand.handling().as_secs_f64(),
            leaving: 1.0 / patience.as_secs_f64(),
            ln_series,
            delayed,
            abandoned: delayed * abandoned_of_delayed,
        })
    }

    /// Exponent of the density of waits that end in an answer, seconds in.
    fn exponent(&self, time: f64) -> f64 {
        let came_and_stayed = -(-self.leaving * time).exp_m1() / self.leaving;
        self.arrivals * came_and_stayed - (self.service + self.leaving) * time - self.ln_series
    }

    /// ∫ weight(t) · density(t) of callers who wait and are answered, from 0 to `end` seconds.
    fn integral(&self, end: f64, weight: impl Fn(f64) -> f64) -> f64 {
        if end <= 0.0 {
            return 0.0;
        }
        let constants = end * (self.arrivals + self.service + self.leaving);
        let pairs = (constants * INTERVALS_PER_CONSTANT).clamp(INTERVALS_MIN, INTERVALS_MAX).ceil() as u32 / 2;
        let step = end / f64::from(pairs * 2);
        let at = |index: u32| {
            let time = f64::from(index) * step;
            weight(time) * self.exponent(time).exp()
        };
        let sum: f64 = (0..pairs).map(|pair| at(2 * pair) + 4.0 * at(2 * pair + 1) + at(2 * pair + 2)).sum();
        self.delayed * self.service * sum * step / 3.0
    }

    /// Seconds after which nobody is left waiting.
    fn longest_wait(&self) -> f64 {
        let mut end = 1.0 / (self.service + self.leaving);
        let most_likely = (self.arrivals / self.service).ln().max(0.0) / self.leaving;
        while end < most_likely || self.exponent(end) > -TAIL_EXPONENT {
            end *= 1.5;
        }
        end
    }
}

/// ln(1 + Σ_{j ≥ 1} y^j / ((x+1)…(x+j))), kept in logarithms since the sum itself overflows under overload.
fn ln_palm_series(x: f64, y: f64) -> f64 {
    let mut largest = 0.0_f64;
    let mut sum = 1.0_f64;
    let mut ln_term = 0.0_f64;
    for j in 1..=TERMS_MAX {
        let factor = y / (x + f64::from(j));
        ln_term += factor.ln();
        if ln_term > largest {
            sum = sum * (largest - ln_term).exp() + 1.0;
            largest = ln_term;
        } else {
            sum += (ln_term - largest).exp();
        }
        // Once factors are below one they only shrink: the rest is less than a geometric series.
        if factor < 1.0 && (ln_term - largest).exp() / (1.0 - factor) < 1e-16 * sum {
            break;
        }
    }
    largest + sum.ln()
}
