//! Chance from a seed: one stream a day and purpose, so that a day depends on nothing but the seed and its date.
//!
//! Owns drawing. It must never be seeded by anything but its arguments. Next: `demand` and `world`, which draw.

use chrono::{Datelike as _, NaiveDate};
use domain::time::Timestamp;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, Exp, LogNormal, Weibull};
use uuid::{Builder, Uuid};

/// What a stream of chance is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Who calls on a day of their own accord.
    Demand = 0,
    /// Who comes again, of those who came on the days before.
    Again = 1,
    /// What happens on the day.
    Day = 2,
    /// Which kiosk fails.
    Faults = 3,
    /// Who comes to the counter.
    DemandOfCounter = 4,
}

/// A length of time drawn by chance, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spread {
    /// Always the same.
    Fixed(f64),
    /// Exponential, with this mean.
    Exponential(f64),
    /// Log-normal, as handling times are found to be (Brown et al. 2005, JASA 100:36-50, §4.2).
    LogNormal {
        /// Mean.
        mean: f64,
        /// Standard deviation over mean.
        cv: f64,
    },
    /// Weibull, as patience is found to be (Gans, Koole, Mandelbaum 2003, M&SOM 5:79-141, §6.3).
    Weibull {
        /// Scale.
        scale: f64,
        /// Shape; below 1 whoever has waited long waits on.
        shape: f64,
    },
}

/// Draws of one stream.
#[derive(Debug, Clone)]
pub(crate) struct Chance {
    rng: ChaCha8Rng,
    ids: u32,
}

impl Chance {
    /// The stream of a day for a purpose.
    pub(crate) fn of(seed: u64, date: NaiveDate, purpose: Purpose) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let day = u64::from(date.num_days_from_ce().unsigned_abs());
        rng.set_stream((day << 8) | purpose as u64);
        Self { rng, ids: 0 }
    }

    /// 0.0 to below 1.0.
    pub(crate) fn unit(&mut self) -> f64 {
        self.rng.random()
    }

    /// True in this share of draws.
    pub(crate) fn happens(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// 0 to below `end`; 0 when there is nothing below it.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        if end == 0 { 0 } else { self.rng.random_range(0..end) }
    }

    /// `least` to `most` seconds, in milliseconds.
    pub(crate) fn between_ms(&mut self, least: f64, most: f64) -> u64 {
        milliseconds(least + (most - least) * self.unit())
    }

    /// A length of time in milliseconds; at most a day.
    pub(crate) fn span_ms(&mut self, spread: Spread) -> u64 {
        milliseconds(self.seconds(spread))
    }

    /// One of the choices by its weight; `None` when no weight is above 0.
    pub(crate) fn pick<'a, T>(&mut self, choices: &'a [T], weight: impl Fn(&T) -> f64) -> Option<&'a T> {
        let total: f64 = choices.iter().map(&weight).sum();
        let mut left = self.unit() * total;
        let mut last = None;
        for choice in choices.iter().filter(|it| weight(it) > 0.0) {
            left -= weight(choice);
            last = Some(choice);
            if left < 0.0 {
                break;
            }
        }
        last
    }

    /// An id of version 7; ids made later, at the same instant or after it, sort after it.
    pub(crate) fn id(&mut self, at: Timestamp) -> Uuid {
        self.ids = self.ids.wrapping_add(1);
        let mut tail = [0; 10];
        // Version and variant are written over bits of bytes 0 and 2 (RFC 9562 §5.7); the count stays out of them.
        let count = self.ids.to_be_bytes();
        tail[1] = count[1];
        tail[3..5].copy_from_slice(&count[2..]);
        tail[5..].copy_from_slice(&self.rng.random::<[u8; 5]>());
        let at_ms = u64::try_from(at.0).unwrap_or(0);
        Builder::from_unix_timestamp_millis(at_ms, &tail).into_uuid()
    }

    fn seconds(&mut self, spread: Spread) -> f64 {
        let drawn = match spread {
            Spread::Fixed(seconds) => Some(seconds),
            Spread::Exponential(mean) => Exp::new(1.0 / mean).ok().map(|it| it.sample(&mut self.rng)),
            Spread::LogNormal { mean, cv } => LogNormal::from_mean_cv(mean, cv).ok().map(|it| it.sample(&mut self.rng)),
            Spread::Weibull { scale, shape } => Weibull::new(scale, shape).ok().map(|it| it.sample(&mut self.rng)),
        };
        drawn.unwrap_or(0.0)
    }
}

/// Milliseconds of seconds, from 0 to a day.
pub(crate) fn milliseconds(seconds: f64) -> u64 {
    const DAY_S: f64 = 86_400.0;
    (seconds.clamp(0.0, DAY_S) * 1_000.0).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(seed: u64, day: u32, purpose: Purpose) -> Chance {
        Chance::of(seed, NaiveDate::from_ymd_opt(2026, 4, day).unwrap(), purpose)
    }

    #[test]
    fn a_stream_is_the_same_each_time_and_unlike_every_other() {
        let draw = |seed, of, purpose| day(seed, of, purpose).unit().to_bits();
        assert_eq!(draw(1, 1, Purpose::Demand), draw(1, 1, Purpose::Demand));
        let others = [draw(2, 1, Purpose::Demand), draw(1, 2, Purpose::Demand), draw(1, 1, Purpose::Day)];
        assert!(others.iter().all(|it| *it != draw(1, 1, Purpose::Demand)));
    }

    #[test]
    fn drawn_spans_have_the_mean_they_are_said_to_have() {
        let mut chance = day(1, 1, Purpose::Day);
        for (spread, mean_s) in [
            (Spread::Fixed(7.0), 7.0),
            (Spread::Exponential(300.0), 300.0),
            (Spread::LogNormal { mean: 240.0, cv: 0.7 }, 240.0),
            (Spread::Weibull { scale: 90.0, shape: 1.0 }, 90.0),
        ] {
            let sum_ms: u64 = (0..40_000).map(|_| chance.span_ms(spread)).sum();
            let measured = sum_ms as f64 / 40_000_000.0;
            assert!((measured - mean_s).abs() < 0.03 * mean_s, "{spread:?}: {measured} s");
        }
    }

    #[test]
    fn a_choice_without_weight_is_never_made() {
        let mut chance = day(1, 1, Purpose::Day);
        let picked: Vec<_> =
            (0..1_000).filter_map(|_| chance.pick(&[("a", 1.0), ("b", 0.0), ("c", 3.0)], |it| it.1)).collect();
        let share = picked.iter().filter(|it| it.0 == "c").count();
        assert!(picked.iter().all(|it| it.0 != "b") && (700..800).contains(&share), "{share}");
        assert_eq!(chance.pick(&[("a", 0.0)], |it| it.1), None);
    }

    #[test]
    fn ids_of_one_instant_sort_in_the_order_they_were_made() {
        let mut chance = day(1, 1, Purpose::Day);
        let ids: Vec<Uuid> = (0..70_000).map(|_| chance.id(Timestamp(1_775_000_000_000))).collect();
        assert!(ids.is_sorted() && ids[0].get_version_num() == 7, "{:?}", &ids[..3]);
    }
}
