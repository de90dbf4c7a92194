//! Which step of picture a line carries.
//!
//! Pure: a ladder, a reading and the time give the next ladder. Down quickly, up slowly, and more slowly
//! after each climb that failed, so that a poor line is not tried again and again. It must never know
//! who measures or what is done with a step.

use std::time::Duration;

/// A step of picture, from none to full; what each allows stands in one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum VideoStep {
    /// No moving picture: a still at most, beside the sound.
    Still,
    /// A small picture that hardly moves.
    Least,
    /// A small picture.
    Low,
    /// A picture somewhat smaller than full.
    Reduced,
    /// All the counter asks for.
    Full,
}

/// The steps from the top, with the most a picture may send, in kbit/s.
const STEPS: [(VideoStep, u32); 5] = [
    (VideoStep::Full, 1_200),
    (VideoStep::Reduced, 500),
    (VideoStep::Low, 250),
    (VideoStep::Least, 120),
    (VideoStep::Still, 0),
];

impl VideoStep {
    /// The most one picture may send at this step, in kbit/s.
    #[must_use]
    pub fn kbit(self) -> u32 {
        STEPS.iter().find(|(step, _)| *step == self).map_or(0, |(_, kbit)| *kbit)
    }

    fn below(self) -> Self {
        let place = STEPS.iter().position(|(step, _)| *step == self);
        place.and_then(|place| STEPS.get(place + 1)).map_or(Self::Still, |(step, _)| *step)
    }

    fn above(self) -> Self {
        let place = STEPS.iter().position(|(step, _)| *step == self);
        let above = place.and_then(|place| place.checked_sub(1)).and_then(|place| STEPS.get(place));
        above.map_or(Self::Full, |(step, _)| *step)
    }
}

/// A line over the last second.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) loss_permille: u16,
    pub(super) round_trip: Option<Duration>,
    pub(super) jitter: Duration,
    /// What one picture may have of the line; `None` when it is unknown.
    pub(super) estimate_kbit: Option<u32>,
}

/// Above this the line is bad. What is lost on the way is asked for again: a picture bears one in ten.
const BAD: Reading = Reading {
    loss_permille: 100,
    round_trip: Some(Duration::from_millis(800)),
    jitter: Duration::from_millis(120),
    estimate_kbit: None,
};
/// At or below this, and only then, it is good; a line that loses one in twenty must be able to climb.
const GOOD: Reading = Reading {
    loss_permille: 70,
    round_trip: Some(Duration::from_millis(400)),
    jitter: Duration::from_millis(60),
    estimate_kbit: None,
};
/// Loss at which one reading is enough.
pub(super) const SEVERE_LOSS_PERMILLE: u16 = 250;
/// Bad readings in a row that cost a step.
const BAD_READINGS: u8 = 2;
/// The share of a step's rate below which the estimate says it is not carried.
const CARRIED_PERCENT: u32 = 80;
/// The share of the next step's rate the estimate must reach before it is tried.
const SPARE_PERCENT: u32 = 110;
/// How long a line must be good before a climb; doubled by each climb that failed.
const CLIMB_AFTER: Duration = Duration::from_secs(5);
const CLIMB_AFTER_MAX: Duration = Duration::from_secs(60);
/// A fall this soon after a climb means that the climb failed.
const CLIMB_TRIAL: Duration = Duration::from_secs(10);

/// Where a line stands and what it has to show before it moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ladder {
    step: VideoStep,
    bad_readings: u8,
    good_since: Option<Duration>,
    climbed_at: Option<Duration>,
    climb_after: Duration,
}

impl Default for Ladder {
    fn default() -> Self {
        Self { step: VideoStep::Full, bad_readings: 0, good_since: None, climbed_at: None, climb_after: CLIMB_AFTER }
    }
}

impl Ladder {
    pub(super) fn step(self) -> VideoStep {
        self.step
    }

    /// The ladder after a reading taken at `at`, counted from any fixed moment.
    pub(super) fn after(self, reading: Reading, at: Duration) -> Self {
        let severe = reading.loss_permille >= SEVERE_LOSS_PERMILLE;
        if severe || exceeds(reading, BAD) || self.is_too_narrow(reading) {
            let bad_readings = self.bad_readings + 1;
            let next = Self { bad_readings, good_since: None, ..self };
            return if severe || bad_readings >= BAD_READINGS { next.fallen(at) } else { next };
        }
        if !self.is_good(reading) {
            return Self { bad_readings: 0, good_since: None, ..self };
        }
        let good_since = self.good_since.unwrap_or(at);
        let next = Self { bad_readings: 0, good_since: Some(good_since), ..self };
        if self.step < VideoStep::Full && at.saturating_sub(good_since) >= self.climb_after {
            return Self { step: self.step.above(), good_since: Some(at), climbed_at: Some(at), ..next };
        }
        next.settled(at)
    }

    fn fallen(self, at: Duration) -> Self {
        let failed = self.climbed_at.is_some_and(|climbed| at.saturating_sub(climbed) < CLIMB_TRIAL);
        let climb_after = if failed { (self.climb_after * 2).min(CLIMB_AFTER_MAX) } else { self.climb_after };
        Self { step: self.step.below(), bad_readings: 0, climbed_at: None, climb_after, ..self }
    }

    /// A climb that held makes the next one as easy as the first.
    fn settled(self, at: Duration) -> Self {
        match self.climbed_at {
            Some(climbed) if at.saturating_sub(climbed) >= CLIMB_TRIAL => {
                Self { climbed_at: None, climb_after: CLIMB_AFTER, ..self }
            }
            Some(_) | None => self,
        }
    }

    /// An estimate alone never takes the last picture: it may be wrong, and loss or delay would show.
    fn is_too_narrow(self, reading: Reading) -> bool {
        let needed = self.step.kbit() * CARRIED_PERCENT / 100;
        self.step > VideoStep::Least && reading.estimate_kbit.is_some_and(|estimate| estimate < needed)
    }

    fn is_good(self, reading: Reading) -> bool {
        let needed = self.step.above().kbit() * SPARE_PERCENT / 100;
        // Of a line without a picture an estimate says nothing.
        let is_known = !matches!(self.step, VideoStep::Full | VideoStep::Still);
        let has_room = !is_known || reading.estimate_kbit.is_none_or(|found| found >= needed);
        !exceeds(reading, GOOD) && has_room
    }
}

fn exceeds(reading: Reading, limit: Reading) -> bool {
    let too_far = reading.round_trip.zip(limit.round_trip).is_some_and(|(found, most)| found > most);
    reading.loss_permille > limit.loss_permille || too_far || reading.jitter > limit.jitter
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: Reading = Reading {
        loss_permille: 0,
        round_trip: Some(Duration::from_millis(30)),
        jitter: Duration::from_millis(5),
        estimate_kbit: Some(5_000),
    };

    /// The step after each of these seconds.
    fn steps(ladder: &mut Ladder, from_s: u64, readings: impl IntoIterator<Item = Reading>) -> Vec<VideoStep> {
        let numbered = readings.into_iter().enumerate();
        let taken = numbered.map(|(n, reading)| {
            *ladder = ladder.after(reading, Duration::from_secs(from_s + n as u64));
            ladder.step()
        });
        taken.collect()
    }

    #[test]
    fn a_fine_line_stays_full_and_one_bad_second_costs_nothing() {
        let mut ladder = Ladder::default();
        let hiccup = Reading { loss_permille: 120, ..FINE };
        let seen = steps(&mut ladder, 0, [FINE, hiccup, FINE, hiccup, FINE]);
        assert!(seen.iter().all(|step| *step == VideoStep::Full), "{seen:?}");
    }

    #[test]
    fn five_percent_of_loss_with_100_ms_is_borne_at_full_picture() {
        let poor = Reading { loss_permille: 50, round_trip: Some(Duration::from_millis(200)), ..FINE };
        assert_eq!(steps(&mut Ladder::default(), 0, [poor; 60]).last(), Some(&VideoStep::Full));
    }

    #[test]
    fn a_line_of_300_kbit_settles_at_low_picture() {
        let narrow = Reading { estimate_kbit: Some(240), ..FINE };
        let seen = steps(&mut Ladder::default(), 0, [narrow; 60]);
        assert_eq!(seen[..4], [VideoStep::Full, VideoStep::Reduced, VideoStep::Reduced, VideoStep::Low]);
        assert!(seen[4..].iter().all(|step| *step == VideoStep::Low), "{seen:?}");
    }

    #[test]
    fn thirty_percent_of_loss_leaves_only_sound_within_four_seconds() {
        let seen = steps(&mut Ladder::default(), 0, [Reading { loss_permille: 300, ..FINE }; 5]);
        use VideoStep::{Least, Low, Reduced, Still};
        assert_eq!(seen, [Reduced, Low, Least, Still, Still]);
    }

    #[test]
    fn a_line_that_recovers_climbs_one_step_each_five_seconds() {
        let mut ladder = Ladder::default();
        steps(&mut ladder, 0, [Reading { loss_permille: 400, ..FINE }; 4]);
        let seen = steps(&mut ladder, 4, [FINE; 21]);
        let climbs: Vec<usize> = (1..seen.len()).filter(|n| seen[*n] != seen[n - 1]).collect();
        assert_eq!((climbs, seen[20]), (vec![5, 10, 15, 20], VideoStep::Full));
    }

    #[test]
    fn a_step_is_not_tried_while_the_estimate_has_no_room_for_it() {
        let mut ladder = Ladder::default();
        steps(&mut ladder, 0, [Reading { loss_permille: 400, ..FINE }; 4]);
        let seen = steps(&mut ladder, 4, [Reading { estimate_kbit: Some(140), ..FINE }; 100]);
        assert_eq!(seen.last(), Some(&VideoStep::Least));
    }

    #[test]
    fn an_estimate_alone_neither_takes_the_last_picture_nor_keeps_it_away() {
        let doubted = Reading { estimate_kbit: Some(40), ..FINE };
        let mut ladder = Ladder::default();
        assert_eq!(steps(&mut ladder, 0, [doubted; 60]).last(), Some(&VideoStep::Least));
        steps(&mut ladder, 60, [Reading { loss_permille: 400, ..FINE }]);
        assert_eq!(ladder.step(), VideoStep::Still);
        assert_eq!(steps(&mut ladder, 61, [doubted; 6]).last(), Some(&VideoStep::Least));
    }

    #[test]
    fn each_climb_that_fails_doubles_the_wait_for_the_next() {
        let mut ladder = Ladder::default();
        let bad = Reading { loss_permille: 150, ..FINE };
        steps(&mut ladder, 0, [bad; 2]);
        let mut climbs = Vec::new();
        for second in 2..200 {
            let before = ladder.step();
            // The line bears the reduced picture and never the full one.
            let reading = if before == VideoStep::Full { bad } else { FINE };
            ladder = ladder.after(reading, Duration::from_secs(second));
            if ladder.step() > before {
                climbs.push(second);
            }
        }
        let waits: Vec<u64> = climbs.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert_eq!(waits, [13, 23, 43, 63]);
    }
}
