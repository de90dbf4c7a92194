//! The measure of one leg's line, second by second.
//!
//! Pure but for the numbers it is fed. Owns counts and the last reports of both sides; a report that is
//! too old says nothing. It must never know what is done about a bad line; that is `ladder`.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use str0m::media::Mid;

use super::event::{VisitFlow, VisitQuality};
use super::ladder::{Reading, SEVERE_LOSS_PERMILLE, VideoStep};
use super::peer::AUDIO_RATE;

/// A report older than this is forgotten; sound alone is reported each five seconds.
const REPORT_AGE_MAX: Duration = Duration::from_secs(6);
/// No packet of the picture for longer than this is a freeze.
const FREEZE: Duration = Duration::from_secs(1);
/// Loss below which what was sent counts as carried.
const CARRIED_LOSS_PERMILLE: u16 = 20;
/// Lines with reports at most; a page has eight.
const REPORTS_MAX: usize = 16;

/// What one side said of one line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Report {
    /// Of the packets since the report before.
    pub(super) loss_permille: u16,
    pub(super) jitter: Duration,
    pub(super) is_sound: bool,
    pub(super) at: Instant,
}

impl Report {
    /// From a share of 0.0..=1.0 and a jitter in ticks of the line's clock.
    pub(super) fn new(loss: f32, jitter: u32, clock_rate: u32, at: Instant) -> Self {
        let loss_permille = (loss.clamp(0.0, 1.0) * 1_000.0).round() as u16;
        let micros = u64::from(jitter) * 1_000_000 / u64::from(clock_rate.max(1));
        Self { loss_permille, jitter: Duration::from_micros(micros), is_sound: clock_rate == AUDIO_RATE, at }
    }
}

#[derive(Debug, Default)]
struct Way {
    audio_bytes: u64,
    video_bytes: u64,
    reports: BTreeMap<Mid, Report>,
    /// The loss of all lines: what was reported last, and what stood before with half its weight each second.
    loss_permille: u16,
    reported_at: Option<Instant>,
}

impl Way {
    fn report(&mut self, mid: Mid, report: Report) {
        if self.reports.len() < REPORTS_MAX || self.reports.contains_key(&mid) {
            self.reports.insert(mid, report);
        }
    }

    fn take(&mut self, since: Instant, now: Instant) -> VisitFlow {
        let span = now.saturating_duration_since(since);
        self.reports.retain(|_, report| now.saturating_duration_since(report.at) <= REPORT_AGE_MAX);
        let fresh = self.reports.values().filter(|report| report.at > since).map(|report| report.loss_permille);
        let fresh: Vec<u16> = fresh.collect();
        self.loss_permille = if self.reports.is_empty() { 0 } else { self.smoothed(&fresh, now) };
        // A sender spreads a great picture over a second, all its packets under one timestamp: that is no jitter of
        // the line. Sound comes evenly.
        let sounds = self.reports.values();
        let jitter = sounds.filter(|report| report.is_sound).map(|report| report.jitter).max().unwrap_or_default();
        let audio_kbit = kbit(std::mem::take(&mut self.audio_bytes), span);
        let video_kbit = kbit(std::mem::take(&mut self.video_bytes), span);
        VisitFlow { loss_permille: self.loss_permille, jitter, audio_kbit, video_kbit }
    }

    /// The loss of the way by what was reported this second; what stood before where nothing was. A line of some
    /// fifty packets a second that loses one in twenty reports anything from none to a tenth: the worst of several
    /// such reports would always look like a bad line. Much loss counts at once.
    fn smoothed(&mut self, lines: &[u16], at: Instant) -> u16 {
        let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
        let sum: u32 = lines.iter().copied().map(u32::from).sum();
        let Some(now) = sum.checked_div(count) else { return self.loss_permille };
        let before = self.reported_at.replace(at);
        let seconds = before.map_or(u64::MAX, |before| at.saturating_duration_since(before).as_secs().max(1));
        let weight = 1_u32.checked_shl(u32::try_from(seconds).unwrap_or(u32::MAX)).unwrap_or(u32::MAX);
        let stood = u32::from(self.loss_permille);
        let mean = now - now / weight + stood / weight;
        let worst = lines.iter().copied().max().unwrap_or(0);
        if worst >= SEVERE_LOSS_PERMILLE { worst } else { u16::try_from(mean).unwrap_or(u16::MAX) }
    }
}

fn kbit(bytes: u64, span: Duration) -> u32 {
    let ms = u64::try_from(span.as_millis()).unwrap_or(u64::MAX).max(1);
    u32::try_from(bytes.saturating_mul(8) / ms).unwrap_or(u32::MAX)
}

/// The measure of a leg.
#[derive(Debug)]
pub(super) struct Meter {
    up: Way,
    down: Way,
    frames: u32,
    keyframes: u32,
    video_at: Option<Instant>,
    round_trip: Option<(Duration, Instant)>,
    estimate_kbit: Option<u32>,
    taken_at: Instant,
    /// Until then the reports still tell of a cut.
    settles_at: Option<Instant>,
}

impl Meter {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            up: Way::default(),
            down: Way::default(),
            frames: 0,
            keyframes: 0,
            video_at: None,
            round_trip: None,
            estimate_kbit: None,
            taken_at: now,
            settles_at: None,
        }
    }

    /// The line was cut and is back: what was lost meanwhile says nothing of what it bears now.
    pub(super) fn settle(&mut self, now: Instant) {
        self.settles_at = Some(now + REPORT_AGE_MAX);
        for way in [&mut self.up, &mut self.down] {
            way.reports.clear();
            way.loss_permille = 0;
        }
    }

    pub(super) fn audio_came(&mut self, bytes: usize) {
        self.up.audio_bytes += bytes as u64;
    }

    pub(super) fn video_came(&mut self, bytes: usize, ends_frame: bool, is_keyframe: bool, now: Instant) {
        self.up.video_bytes += bytes as u64;
        self.frames += u32::from(ends_frame);
        self.keyframes += u32::from(is_keyframe);
        self.video_at = Some(now);
    }

    pub(super) fn went(&mut self, is_video: bool, bytes: usize) {
        match is_video {
            true => self.down.video_bytes += bytes as u64,
            false => self.down.audio_bytes += bytes as u64,
        }
    }

    pub(super) fn received(&mut self, mid: Mid, report: Report) {
        if self.is_settled(report.at) {
            self.up.report(mid, report);
        }
    }

    pub(super) fn sent(&mut self, mid: Mid, report: Report) {
        if self.is_settled(report.at) {
            self.down.report(mid, report);
        }
    }

    fn is_settled(&self, at: Instant) -> bool {
        self.settles_at.is_none_or(|settles_at| at >= settles_at)
    }

    pub(super) fn round_trip(&mut self, span: Duration, now: Instant) {
        self.round_trip = Some((span, now));
    }

    pub(super) fn estimate(&mut self, kbit: u32) {
        self.estimate_kbit = Some(kbit);
    }

    /// The figures since the last taking; `step`, `limit_kbit` are the caller's to fill in.
    pub(super) fn take(&mut self, now: Instant, is_dark: bool) -> VisitQuality {
        let since = std::mem::replace(&mut self.taken_at, now);
        let round_trip = self.round_trip.filter(|(_, at)| now.saturating_duration_since(*at) <= REPORT_AGE_MAX);
        let frozen = self.video_at.is_some_and(|at| now.saturating_duration_since(at) > FREEZE);
        VisitQuality {
            step: VideoStep::Full,
            limit_kbit: 0,
            round_trip: round_trip.map(|(span, _)| span),
            up: self.up.take(since, now),
            down: self.down.take(since, now),
            estimate_kbit: self.estimate_kbit,
            frames: std::mem::take(&mut self.frames),
            keyframes: std::mem::take(&mut self.keyframes),
            frozen: frozen && !is_dark,
        }
    }
}

/// What the ladder is told: the worse way, and what each of `pictures` may have of the line.
/// What arrived is carried, whatever the estimate says.
pub(super) fn reading(quality: &VisitQuality, pictures: u32) -> Reading {
    let arrives = quality.down.loss_permille <= CARRIED_LOSS_PERMILLE;
    let carried_kbit = if arrives { quality.down.video_kbit } else { 0 };
    Reading {
        loss_permille: quality.up.loss_permille.max(quality.down.loss_permille),
        round_trip: quality.round_trip,
        jitter: quality.up.jitter.max(quality.down.jitter),
        estimate_kbit: quality.estimate_kbit.map(|kbit| kbit.max(carried_kbit) / pictures.max(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(loss: f32, at: Instant) -> Report {
        Report::new(loss, 480, 48_000, at)
    }

    #[test]
    fn a_second_is_told_in_kbit_and_frames_and_the_worse_line_counts() {
        let start = Instant::now();
        let mut meter = Meter::new(start);
        for n in 0..30 {
            meter.video_came(1_000, n % 3 == 2, n == 0, start);
        }
        meter.audio_came(4_000);
        meter.went(true, 25_000);
        let at = start + Duration::from_millis(500);
        meter.received(Mid::from("0"), report(0.01, at));
        meter.received(Mid::from("1"), report(0.25, at));
        let told = meter.take(start + Duration::from_secs(1), false);
        assert_eq!((told.up.video_kbit, told.up.audio_kbit, told.down.video_kbit), (240, 32, 200));
        assert_eq!((told.frames, told.keyframes, told.frozen), (10, 1, false));
        assert_eq!((told.up.loss_permille, told.up.jitter), (250, Duration::from_millis(10)));
        let next = meter.take(start + Duration::from_secs(2), false);
        assert_eq!((next.up.video_kbit, next.frames, next.frozen), (0, 0, true));
    }

    #[test]
    fn a_line_that_loses_one_in_twenty_is_told_as_that_whatever_one_report_says() {
        let start = Instant::now();
        let mut meter = Meter::new(start);
        let reports = [0.02, 0.09, 0.04, 0.10, 0.01, 0.08, 0.03, 0.05];
        let told: Vec<u16> = (0_u64..40)
            .map(|second| {
                let at = start + Duration::from_secs(second);
                let share = |n: u64| reports[usize::try_from(n).unwrap() % reports.len()];
                meter.received(Mid::from("0"), report(share(second), at));
                meter.received(Mid::from("1"), report(share(second / 5 + 3), at));
                meter.take(at, false).up.loss_permille
            })
            .skip(3)
            .collect();
        assert!(told.iter().all(|loss| (20..100).contains(loss)), "{told:?}");
    }

    #[test]
    fn one_report_of_much_loss_counts_once() {
        let start = Instant::now();
        let mut meter = Meter::new(start);
        let second = |n| start + Duration::from_secs(n);
        meter.sent(Mid::from("0"), report(0.6, second(1)));
        let told: Vec<u16> = (1..=4)
            .map(|n| {
                meter.sent(Mid::from("1"), report(0.0, second(n)));
                meter.take(second(n), false).down.loss_permille
            })
            .collect();
        assert_eq!(told, [600, 300, 150, 75]);
    }

    #[test]
    fn what_was_lost_while_a_line_was_cut_is_not_told_of_it() {
        let start = Instant::now();
        let mut meter = Meter::new(start);
        let second = |n| start + Duration::from_secs(n);
        meter.settle(second(4));
        meter.received(Mid::from("0"), report(0.9, second(5)));
        assert_eq!(meter.take(second(5), false).up.loss_permille, 0);
        meter.received(Mid::from("0"), report(0.9, second(11)));
        assert_eq!(meter.take(second(11), false).up.loss_permille, 900);
    }

    #[test]
    fn the_jitter_of_a_line_is_that_of_its_sound() {
        let start = Instant::now();
        let mut meter = Meter::new(start);
        meter.received(Mid::from("0"), report(0.0, start));
        meter.received(Mid::from("1"), Report::new(0.0, 90_000, 90_000, start));
        assert_eq!(meter.take(start + Duration::from_secs(1), false).up.jitter, Duration::from_millis(10));
    }

    #[test]
    fn a_dark_picture_is_not_frozen_and_an_old_report_is_forgotten() {
        let start = Instant::now();
        let mut meter = Meter::new(start);
        meter.video_came(1, true, true, start);
        meter.sent(Mid::from("0"), report(0.5, start + Duration::from_millis(500)));
        meter.round_trip(Duration::from_millis(80), start);
        let told = meter.take(start + Duration::from_secs(5), true);
        assert_eq!((told.frozen, told.down.loss_permille), (false, 500));
        assert!(told.round_trip.is_some());
        let later = meter.take(start + Duration::from_secs(7), true);
        assert_eq!((later.down.loss_permille, later.round_trip), (0, None));
    }

    #[test]
    fn the_line_is_shared_between_the_pictures_it_carries() {
        let mut meter = Meter::new(Instant::now());
        meter.estimate(900);
        let quality = meter.take(Instant::now(), false);
        assert_eq!(reading(&quality, 3).estimate_kbit, Some(300));
        assert_eq!(reading(&quality, 0).estimate_kbit, Some(900));
    }
}
