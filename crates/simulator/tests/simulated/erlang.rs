//! Erlang C and Erlang A, written down a second time from the literature, for the tests alone.
//!
//! Sources: Erlang C in the recursion of Cooper, Introduction to Queueing Theory (1981), §3.4, over Erlang B; the
//! share served within a time and the mean wait as in Gans, Koole, Mandelbaum, M&SOM 5 (2003), §4.1. Erlang A is
//! Palm's M/M/n+M: the stationary line from its balance equations, and the wait of who finds `k` ahead from the
//! pure-death chain of those ahead, beside the own patience (Mandelbaum, Zeltyn, 2007, "Service engineering in
//! action", §3), integrated step by step.

/// What theory says of a queue.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Theory {
    /// Answered within the threshold, of all offered.
    pub(crate) service_level: f64,
    /// Mean wait of the answered, in seconds.
    pub(crate) asa_s: f64,
    /// Abandoned, of all offered.
    pub(crate) abandoned: f64,
}

pub(crate) fn erlang_c(calls_per_hour: f64, aht_s: f64, seats: u32, within_s: f64) -> Theory {
    let offered = calls_per_hour / 3_600.0 * aht_s;
    let n = f64::from(seats);
    assert!(offered < n, "more comes than {seats} can serve");
    let blocked = (1..=seats).fold(1.0, |before, k| offered * before / (f64::from(k) + offered * before));
    let waits = blocked / (1.0 - offered / n * (1.0 - blocked));
    let service_level = 1.0 - waits * (-(n - offered) * within_s / aht_s).exp();
    Theory { service_level, asa_s: waits * aht_s / (n - offered), abandoned: 0.0 }
}

pub(crate) fn erlang_a(calls_per_hour: f64, aht_s: f64, patience_s: f64, seats: usize, within_s: f64) -> Theory {
    const LINE_MAX: usize = 60;
    let (arrives, serves, leaves) = (calls_per_hour / 3_600.0, 1.0 / aht_s, 1.0 / patience_s);
    let departs = |k: usize| k.min(seats) as f64 * serves + k.saturating_sub(seats) as f64 * leaves;
    let mut states = vec![1.0];
    for k in 1..=seats + LINE_MAX {
        states.push(states[k - 1] * arrives / departs(k));
    }
    let total: f64 = states.iter().sum();
    let at_once: f64 = states[..seats].iter().sum::<f64>() / total;
    // Chances of still waiting with `ahead` others in front.
    let mut waiting: Vec<f64> = states[seats..].iter().map(|it| it / total).collect();
    let step_s = 0.05;
    let (mut served, mut within, mut wait_s, mut now_s) = (at_once, at_once, 0.0, 0.0);
    while waiting.iter().sum::<f64>() > 1e-9 {
        let busy = seats as f64 * serves;
        let answered = waiting[0] * busy * step_s;
        now_s += step_s;
        served += answered;
        wait_s += answered * (now_s - step_s / 2.0);
        within += if now_s <= within_s { answered } else { 0.0 };
        for ahead in 0..waiting.len() {
            let moves = busy + (ahead as f64 + 1.0) * leaves;
            let comes = waiting.get(ahead + 1).map_or(0.0, |it| it * (busy + (ahead as f64 + 1.0) * leaves));
            waiting[ahead] += step_s * (comes - waiting[ahead] * moves);
        }
    }
    Theory { service_level: within, asa_s: wait_s / served, abandoned: 1.0 - served }
}

#[test]
fn three_seats_at_six_minutes_hold_eighty_in_twenty_to_fourteen_calls_an_hour() {
    // figures.md: 17/14/12/10 calls an hour at 5/6/7/8 minutes.
    for (minutes, most) in [(5.0, 17.0), (6.0, 14.0), (7.0, 12.0), (8.0, 10.0)] {
        let level = |calls| erlang_c(calls, minutes * 60.0, 3, 20.0).service_level;
        assert!(
            level(most) >= 0.8 && level(most + 1.0) < 0.8,
            "{minutes} minutes: {} {}",
            level(most),
            level(most + 1.0)
        );
    }
}

#[test]
fn patience_without_end_makes_erlang_a_erlang_c() {
    let (a, c) = (erlang_a(14.0, 360.0, 1e9, 3, 20.0), erlang_c(14.0, 360.0, 3, 20.0));
    assert!(
        (a.service_level - c.service_level).abs() < 2e-3 && (a.asa_s - c.asa_s).abs() < 0.01 * c.asa_s,
        "{a:?} {c:?}"
    );
    assert!(a.abandoned < 1e-4);
}
