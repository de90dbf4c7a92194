//! The degradation ladder of a visit (clause 6(2)⑧): what goes on when a line gets poor.
//!
//! Pure: a ladder, one reading of each page and the time give the next ladder. Down at once to what the line
//! bears, up one step at a time, and more slowly after each climb that failed. It must never know who
//! measures or what a step is done with. Next: the media core's own ladder, which says what picture a line bears.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// What a visit goes on with, from the least to all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineStep {
    /// Nothing that can be relied upon: the visitor is shown a number and a code to ring.
    Telephone,
    /// Sound and shared pages.
    Audio,
    /// Sound and shared pages, and a still picture each few seconds.
    Still,
    /// A small picture that moves.
    LowVideo,
    /// All the counter asks for.
    Video,
}

/// Why a step was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineCause {
    /// Packets are lost.
    Loss,
    /// Packets come late.
    Delay,
    /// Packets come unevenly.
    Jitter,
    /// The line carries too little.
    Narrow,
    /// The picture stands still though it should move.
    Frozen,
    /// Nothing is heard from the page.
    Silent,
    /// The line has become better.
    Better,
}

/// The picture a line bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PictureRoom {
    /// None that moves.
    None,
    /// A small one.
    Small,
    /// All of it.
    Full,
}

/// One page's line over the last second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineReading {
    /// The picture it bears.
    pub picture: PictureRoom,
    /// Packets lost of a thousand, the worse way.
    pub loss_permille: u16,
    /// There and back; `None` while it is unknown.
    pub round_trip_ms: Option<u32>,
    /// Unevenness, the worse way.
    pub jitter_ms: u32,
    /// The page's own picture ought to come and does not.
    pub is_frozen: bool,
    /// How long nothing has been heard from the page.
    pub silent_ms: u64,
    /// Whether silence of the page is the visitor's trouble. An agent whose page is gone comes back to the
    /// visit by other means.
    pub is_visitor: bool,
}

/// Silence from which a line is not judged: the page is connecting anew.
const SILENT_MS: u64 = 2_500;
/// Silence of the visitor's page after which the telephone is the way.
const DEAD_MS: u64 = 8_000;
/// Loss of a thousand at which only sound, and at which not even sound can be relied upon.
const AUDIO_LOSS_PERMILLE: u16 = 200;
const DEAD_LOSS_PERMILLE: u16 = 500;
/// The same in milliseconds there and back.
const AUDIO_ROUND_TRIP_MS: u32 = 1_500;
const DEAD_ROUND_TRIP_MS: u32 = 4_000;
/// What names the cause when several things are poor.
const POOR_LOSS_PERMILLE: u16 = 80;
const POOR_ROUND_TRIP_MS: u32 = 700;
const POOR_JITTER_MS: u32 = 100;
/// Readings in a row that cost steps.
const POOR_READINGS: u8 = 2;
/// Readings in a row before a line that still carries something is given up for the telephone: a line that
/// became narrow loses half of everything until the senders have followed.
const DEAD_READINGS: u8 = 6;
/// How long a line must be better before a climb; doubled by each climb that failed.
const CLIMB_AFTER_MS: u64 = 5_000;
const CLIMB_AFTER_MS_MAX: u64 = 60_000;
/// A fall this soon after a climb means that the climb failed.
const CLIMB_TRIAL_MS: u64 = 10_000;

impl LineReading {
    /// The step this line bears by itself, and why no more; `None` while it cannot be judged.
    #[must_use]
    pub fn bears(self) -> Option<(LineStep, LineCause)> {
        if self.silent_ms >= SILENT_MS {
            let is_dead = self.is_visitor && self.silent_ms >= DEAD_MS;
            return is_dead.then_some((LineStep::Telephone, LineCause::Silent));
        }
        let round_trip_ms = self.round_trip_ms.unwrap_or(0);
        let step = if self.loss_permille >= DEAD_LOSS_PERMILLE || round_trip_ms >= DEAD_ROUND_TRIP_MS {
            LineStep::Telephone
        } else if self.picture > PictureRoom::None {
            match (self.picture, self.is_frozen && self.loss_permille >= POOR_LOSS_PERMILLE) {
                (_, true) => LineStep::Still,
                (PictureRoom::Full, false) => LineStep::Video,
                (PictureRoom::Small | PictureRoom::None, false) => LineStep::LowVideo,
            }
        } else if self.loss_permille >= AUDIO_LOSS_PERMILLE || round_trip_ms >= AUDIO_ROUND_TRIP_MS {
            LineStep::Audio
        } else {
            LineStep::Still
        };
        Some((step, self.cause()))
    }

    fn cause(self) -> LineCause {
        if self.loss_permille >= POOR_LOSS_PERMILLE {
            LineCause::Loss
        } else if self.round_trip_ms.is_some_and(|ms| ms >= POOR_ROUND_TRIP_MS) {
            LineCause::Delay
        } else if self.jitter_ms >= POOR_JITTER_MS {
            LineCause::Jitter
        } else if self.is_frozen {
            LineCause::Frozen
        } else {
            LineCause::Narrow
        }
    }
}

/// Where a visit stands and what its lines have to show before it moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitLadder {
    step: LineStep,
    cause: LineCause,
    poor_readings: u8,
    dead_readings: u8,
    better_since: Option<Timestamp>,
    climbed_at: Option<Timestamp>,
    climb_after_ms: u64,
}

impl Default for VisitLadder {
    fn default() -> Self {
        Self {
            step: LineStep::Video,
            cause: LineCause::Better,
            poor_readings: 0,
            dead_readings: 0,
            better_since: None,
            climbed_at: None,
            climb_after_ms: CLIMB_AFTER_MS,
        }
    }
}

impl VisitLadder {
    /// What the visit goes on with.
    #[must_use]
    pub fn step(self) -> LineStep {
        self.step
    }

    /// Why it stands there.
    #[must_use]
    pub fn cause(self) -> LineCause {
        self.cause
    }

    /// The ladder after one reading of each page: the poorest line counts.
    #[must_use]
    pub fn after(self, readings: &[LineReading], now: Timestamp) -> Self {
        let Some((bears, cause)) = readings.iter().filter_map(|reading| reading.bears()).min() else {
            return Self { poor_readings: 0, dead_readings: 0, better_since: None, ..self };
        };
        let (patient, bears) = self.patient_with(bears, cause);
        patient.moved(readings, bears, cause, now)
    }

    /// A line that carries anything at all keeps its sound for a while.
    fn patient_with(self, bears: LineStep, cause: LineCause) -> (Self, LineStep) {
        let is_dying = bears == LineStep::Telephone && cause != LineCause::Silent;
        let dead_readings = if is_dying { self.dead_readings.saturating_add(1) } else { 0 };
        let is_given_up = self.step == LineStep::Telephone || dead_readings >= DEAD_READINGS;
        let bears = if is_dying && !is_given_up { LineStep::Audio } else { bears };
        (Self { dead_readings, ..self }, bears)
    }

    fn moved(self, readings: &[LineReading], bears: LineStep, cause: LineCause, now: Timestamp) -> Self {
        if bears < self.step {
            let poor_readings = self.poor_readings + 1;
            let next = Self { poor_readings, better_since: None, ..self };
            return if poor_readings >= POOR_READINGS { next.fallen(bears, cause, now) } else { next };
        }
        if bears == self.step {
            return Self { poor_readings: 0, better_since: None, ..self }.settled(now);
        }
        // A page that cannot be judged holds the visit where it is.
        if readings.iter().any(|reading| reading.bears().is_none()) {
            return Self { poor_readings: 0, better_since: None, ..self };
        }
        let since = self.better_since.unwrap_or(now);
        let next = Self { poor_readings: 0, better_since: Some(since), ..self };
        if now.since_ms(since) >= self.climb_after_ms {
            let (step, cause) = (above(self.step), LineCause::Better);
            return Self { step, cause, better_since: Some(now), climbed_at: Some(now), ..next };
        }
        next.settled(now)
    }

    fn fallen(self, step: LineStep, cause: LineCause, now: Timestamp) -> Self {
        let has_failed = self.climbed_at.is_some_and(|climbed| now.since_ms(climbed) < CLIMB_TRIAL_MS);
        let climb_after_ms =
            if has_failed { (self.climb_after_ms * 2).min(CLIMB_AFTER_MS_MAX) } else { self.climb_after_ms };
        Self { step, cause, poor_readings: 0, climbed_at: None, climb_after_ms, ..self }
    }

    /// A climb that held makes the next one as easy as the first.
    fn settled(self, now: Timestamp) -> Self {
        match self.climbed_at {
            Some(climbed) if now.since_ms(climbed) >= CLIMB_TRIAL_MS => {
                Self { climbed_at: None, climb_after_ms: CLIMB_AFTER_MS, ..self }
            }
            Some(_) | None => self,
        }
    }
}

fn above(step: LineStep) -> LineStep {
    match step {
        LineStep::Telephone => LineStep::Audio,
        LineStep::Audio => LineStep::Still,
        LineStep::Still => LineStep::LowVideo,
        LineStep::LowVideo | LineStep::Video => LineStep::Video,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: LineReading = LineReading {
        picture: PictureRoom::Full,
        loss_permille: 0,
        round_trip_ms: Some(40),
        jitter_ms: 4,
        is_frozen: false,
        silent_ms: 0,
        is_visitor: true,
    };
    const AGENT: LineReading = LineReading { is_visitor: false, ..FINE };
    const NARROW: LineReading = LineReading { picture: PictureRoom::Small, ..FINE };
    const NO_PICTURE: LineReading = LineReading { picture: PictureRoom::None, ..FINE };

    fn at(second: i64) -> Timestamp {
        Timestamp(1_790_000_000_000 + second * 1_000)
    }

    /// The steps after each of these seconds of the visitor's line, the agent's being fine.
    fn walk(ladder: &mut VisitLadder, from_s: i64, line: impl IntoIterator<Item = LineReading>) -> Vec<LineStep> {
        let mut seen = Vec::new();
        for (second, reading) in (from_s..).zip(line) {
            *ladder = ladder.after(&[reading, AGENT], at(second));
            seen.push(ladder.step());
        }
        seen
    }

    #[test]
    fn each_poor_line_comes_to_its_own_step_for_its_own_cause() {
        use LineCause::{Delay, Loss, Narrow, Silent};
        use LineStep::{Audio, LowVideo, Still, Telephone, Video};
        let cases = [
            (FINE, Video, LineCause::Better),
            (LineReading { loss_permille: 50, round_trip_ms: Some(200), ..FINE }, Video, LineCause::Better),
            (NARROW, LowVideo, Narrow),
            (LineReading { loss_permille: 120, ..NARROW }, LowVideo, Loss),
            (LineReading { loss_permille: 120, is_frozen: true, ..NARROW }, Still, Loss),
            (NO_PICTURE, Still, Narrow),
            (LineReading { round_trip_ms: Some(900), ..NO_PICTURE }, Still, Delay),
            (LineReading { loss_permille: 300, ..NO_PICTURE }, Audio, Loss),
            (LineReading { round_trip_ms: Some(2_000), ..NO_PICTURE }, Audio, Delay),
            (LineReading { loss_permille: 600, ..NO_PICTURE }, Audio, Loss),
            (LineReading { silent_ms: 9_000, ..FINE }, Telephone, Silent),
        ];
        for (reading, step, cause) in cases {
            let mut ladder = VisitLadder::default();
            walk(&mut ladder, 0, [reading; 3]);
            assert_eq!((ladder.step(), ladder.cause()), (step, cause), "{reading:?}");
        }
    }

    #[test]
    fn a_line_that_carries_next_to_nothing_is_given_up_after_some_seconds() {
        let mut ladder = VisitLadder::default();
        let seen = walk(&mut ladder, 0, [LineReading { loss_permille: 600, ..NO_PICTURE }; 9]);
        use LineStep::{Audio, Telephone, Video};
        assert_eq!(seen, [Video, Audio, Audio, Audio, Audio, Audio, Telephone, Telephone, Telephone]);
    }

    #[test]
    fn one_poor_second_costs_nothing() {
        let mut ladder = VisitLadder::default();
        let seen = walk(&mut ladder, 0, [NO_PICTURE, FINE, NO_PICTURE, FINE]);
        assert_eq!(seen, [LineStep::Video; 4]);
    }

    #[test]
    fn a_page_that_connects_anew_is_not_judged_until_it_has_been_silent_for_long() {
        let mut ladder = VisitLadder::default();
        let silence = (1..=12).map(|second| LineReading { silent_ms: second * 1_000, ..FINE });
        let seen = walk(&mut ladder, 0, silence);
        assert_eq!(seen.iter().position(|step| *step == LineStep::Telephone), Some(8));
    }

    #[test]
    fn an_agent_who_is_gone_sends_no_visitor_to_the_telephone() {
        let gone = LineReading { silent_ms: 60_000, ..AGENT };
        let mut ladder = VisitLadder::default();
        for second in 0..60 {
            ladder = ladder.after(&[FINE, gone], at(second));
        }
        assert_eq!(ladder.step(), LineStep::Video);
    }

    #[test]
    fn the_poorer_of_two_lines_counts() {
        let mut ladder = VisitLadder::default();
        for second in 0..3 {
            ladder = ladder.after(&[FINE, LineReading { is_visitor: false, ..NO_PICTURE }], at(second));
        }
        assert_eq!(ladder.step(), LineStep::Still);
    }

    #[test]
    fn a_line_that_recovers_climbs_one_step_each_five_seconds() {
        let mut ladder = VisitLadder::default();
        walk(&mut ladder, 0, [LineReading { silent_ms: 9_000, ..FINE }; 2]);
        let seen = walk(&mut ladder, 2, [FINE; 21]);
        let climbs: Vec<usize> = (1..seen.len()).filter(|n| seen[*n] != seen[n - 1]).collect();
        assert_eq!((climbs, seen[20], ladder.cause()), (vec![5, 10, 15, 20], LineStep::Video, LineCause::Better));
    }

    #[test]
    fn each_climb_that_fails_doubles_the_wait_for_the_next() {
        let mut ladder = VisitLadder::default();
        walk(&mut ladder, 0, [NARROW; 2]);
        let mut climbs = Vec::new();
        for second in 2..150 {
            let before = ladder.step();
            let reading = if before == LineStep::Video { NARROW } else { FINE };
            walk(&mut ladder, second, [reading]);
            if ladder.step() > before {
                climbs.push(second);
            }
        }
        let waits: Vec<i64> = climbs.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert_eq!(waits, [13, 23, 43, 63]);
    }
}
