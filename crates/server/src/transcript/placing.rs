//! One leg's packets placed on the recording's time line, in order, silence where nothing came.
//!
//! Pure. Places as the recorder places (`media`'s tape), so that a word's time leads to its sound. Positions
//! are samples of 8 kHz since the recording's begin. It must never know clocks, legs or what is said.

use std::collections::BTreeMap;

/// A timestamp further than this from the arrival is placed by arrival: 200 ms, as the recorder does.
const DRIFT_SAMPLES_MAX: i64 = 1_600;
/// Silence that is given out while nothing comes, so that a sentence can end: 1.5 s.
const SILENCE_SAMPLES_MAX: u64 = 12_000;
/// Packets that wait for their turn; the oldest fall out.
const PACKETS_MAX: usize = 512;

/// A stretch of sound at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    /// Position of the first sample.
    pub(super) at: u64,
    /// The sound.
    pub(super) samples: Vec<i16>,
}

/// One leg's sound on its way.
#[derive(Debug, Default)]
pub(super) struct Placing {
    anchor: Option<(u32, i64)>,
    waiting: BTreeMap<u64, Vec<i16>>,
    given: u64,
    silence: u64,
}

impl Placing {
    /// A leg that is heard from `position` on.
    pub(super) fn from(position: u64) -> Self {
        Self { given: position, silence: SILENCE_SAMPLES_MAX, ..Self::default() }
    }

    /// Takes one packet that arrived at `arrival`.
    pub(super) fn push(&mut self, timestamp: u32, arrival: u64, samples: &[i16]) {
        let arrival = i64::try_from(arrival).unwrap_or(i64::MAX);
        let by_timestamp =
            self.anchor.map(|(reference, position)| position + i64::from(timestamp.wrapping_sub(reference) as i32));
        let near = |position: &i64| (arrival - position).abs() <= DRIFT_SAMPLES_MAX;
        let position = by_timestamp.filter(near).unwrap_or(arrival);
        self.anchor = Some((timestamp, position));
        if self.waiting.len() >= PACKETS_MAX {
            self.waiting.pop_first();
        }
        self.waiting.insert(position.max(0).unsigned_abs(), samples.to_vec());
    }

    /// Everything up to `until`, in runs; a packet that comes later than this for its place is left out.
    pub(super) fn take(&mut self, until: u64) -> Vec<Placed> {
        let mut runs = vec![Placed { at: self.given, samples: Vec::new() }];
        while let Some(entry) = self.waiting.first_entry() {
            let at = *entry.key();
            if at >= until {
                break;
            }
            let packet = entry.remove();
            self.fill(&mut runs, at);
            let missed = usize::try_from(self.given.saturating_sub(at)).unwrap_or(usize::MAX);
            let Some(fresh) = packet.get(missed..).filter(|fresh| !fresh.is_empty()) else { continue };
            if let Some(run) = runs.last_mut() {
                run.samples.extend_from_slice(fresh);
            }
            self.given += fresh.len() as u64;
            self.silence = 0;
        }
        self.fill(&mut runs, until);
        runs.retain(|run| !run.samples.is_empty());
        runs
    }

    /// Everything that is left.
    pub(super) fn rest(&mut self) -> Vec<Placed> {
        let last = self.waiting.last_key_value().map(|(at, packet)| at + packet.len() as u64);
        last.map_or_else(Vec::new, |until| self.take(until))
    }

    /// Silence up to `until`, as much of it as ends a sentence; longer silence ends the run.
    fn fill(&mut self, runs: &mut Vec<Placed>, until: u64) {
        let gap = until.saturating_sub(self.given);
        let kept = gap.min(SILENCE_SAMPLES_MAX - self.silence);
        self.silence += kept;
        if let Some(run) = runs.last_mut() {
            let count = usize::try_from(kept).unwrap_or(usize::MAX);
            run.samples.extend(std::iter::repeat_n(0, count));
        }
        self.given += gap;
        if kept < gap {
            runs.push(Placed { at: self.given, samples: Vec::new() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(placing: &mut Placing, n: u32, arrival: u64) {
        placing.push(n.wrapping_mul(160).wrapping_sub(320), arrival, &[n as i16 + 1; 160]);
    }

    /// The sample at a position, as far as it was given out.
    fn at(runs: &[Placed], position: u64) -> i16 {
        let run = runs.iter().rfind(|run| run.at <= position).unwrap();
        run.samples[usize::try_from(position - run.at).unwrap()]
    }

    #[test]
    fn packets_come_out_by_their_timestamps_across_the_wrap_and_what_is_missing_is_silent() {
        let mut placing = Placing::from(0);
        for (n, arrival) in [(0, 800), (2, 1_260), (1, 1_270), (4, 1_450)] {
            packet(&mut placing, n, arrival);
        }
        let runs = placing.take(1_600);
        assert_eq!([0, 1, 2, 3, 4].map(|n| at(&runs, 800 + n * 160 + 80)), [1, 2, 3, 0, 5]);
    }

    #[test]
    fn turns_follow_each_other_without_a_gap() {
        let mut placing = Placing::from(0);
        let mut end = 0;
        for n in 0..40_u32 {
            packet(&mut placing, n, u64::from(n) * 160);
            for run in placing.take((u64::from(n) * 160).saturating_sub(200)) {
                assert_eq!(run.at, end);
                end += run.samples.len() as u64;
            }
        }
        assert_eq!(end, 38 * 160, "packets are given whole");
    }

    #[test]
    fn a_leg_that_is_silent_for_long_costs_nothing_and_stands_right_when_it_speaks_again() {
        let mut placing = Placing::from(0);
        packet(&mut placing, 0, 0);
        let mut given = 0;
        for turn in 1..100_u64 {
            given += placing.take(turn * 800).iter().map(|run| run.samples.len() as u64).sum::<u64>();
        }
        assert_eq!(given, 160 + SILENCE_SAMPLES_MAX);
        packet(&mut placing, 600, 79_500);
        let runs = placing.take(80_000);
        assert_eq!([at(&runs, 79_500), at(&runs, 79_659), at(&runs, 79_660)], [601, 601, 0]);
    }

    #[test]
    fn a_packet_that_comes_too_late_is_left_out() {
        let mut placing = Placing::from(0);
        packet(&mut placing, 0, 0);
        placing.take(1_200);
        packet(&mut placing, 1, 1_300);
        assert!(placing.take(1_600).iter().all(|run| run.samples.iter().all(|sample| *sample == 0)));
    }
}
