//! How loud each recorded leg was, told once a second.
//!
//! Owns the sums. They are taken where packets are decoded for the recording anyway, on the recorder's thread,
//! so that the path of live sound does nothing for them. It must never know what a level means to anybody.

use std::collections::BTreeMap;

use crate::event::{GroupLevels, LegLevel};
use crate::{GroupId, LegId};

/// Mean level that counts as speech, as in the side data of a recording: about -46 dBov.
const SPEECH_LEVEL: u64 = 160;
/// Span between two reports, in samples: one second.
const REPORT_SAMPLES: u64 = 8_000;
/// The square of full scale.
const FULL_SQUARE: f64 = 32_768.0 * 32_768.0;

/// Levels since the last report.
#[derive(Debug, Default)]
pub(crate) struct Levels {
    sums: BTreeMap<(GroupId, LegId), Sum>,
    reported: u64,
}

#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    squares: u64,
    samples: u64,
}

impl Levels {
    /// Looks at one packet's sound; what is no speech counts for nothing.
    pub(crate) fn hear(&mut self, group: GroupId, leg: LegId, samples: &[i16]) {
        let count = samples.len() as u64;
        let loudness: u64 = samples.iter().map(|sample| u64::from(sample.unsigned_abs())).sum();
        if count == 0 || loudness / count < SPEECH_LEVEL {
            return;
        }
        let sum = self.sums.entry((group, leg)).or_default();
        sum.squares += samples.iter().map(|sample| u64::from(sample.unsigned_abs()).pow(2)).sum::<u64>();
        sum.samples += count;
    }

    /// The report of the last second, when it is due; every group of `groups` is in it, a silent one without legs.
    pub(crate) fn report(&mut self, now: u64, groups: impl Iterator<Item = GroupId>) -> Option<Vec<GroupLevels>> {
        if now < self.reported + REPORT_SAMPLES {
            return None;
        }
        self.reported = now;
        let sums = std::mem::take(&mut self.sums);
        let of = |group: GroupId| {
            let own = sums.range((group, LegId(0))..=(group, LegId(u64::MAX)));
            GroupLevels { group, legs: own.map(|((_, leg), sum)| sum.level(*leg)).collect() }
        };
        let report: Vec<GroupLevels> = groups.map(of).collect();
        (!report.is_empty()).then_some(report)
    }
}

impl Sum {
    fn level(self, leg: LegId) -> LegLevel {
        let mean = self.squares as f64 / self.samples.max(1) as f64;
        let level_db = (10.0 * (mean / FULL_SQUARE).log10()).round().clamp(-127.0, 0.0) as i16;
        let spoke_ms = u16::try_from(self.samples / 8).unwrap_or(u16::MAX);
        LegLevel { leg, spoke_ms, level_db }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUP: GroupId = GroupId(1);
    const OTHER: GroupId = GroupId(2);

    #[test]
    fn each_second_tells_who_spoke_how_long_and_how_loud_and_who_did_not() {
        let mut levels = Levels::default();
        let groups = || [GROUP, OTHER].into_iter();
        for _ in 0..25 {
            levels.hear(GROUP, LegId(7), &[3_277; 160]);
            levels.hear(GROUP, LegId(8), &[50; 160]);
        }
        assert_eq!(levels.report(7_999, groups()), None);
        let spoke = LegLevel { leg: LegId(7), spoke_ms: 500, level_db: -20 };
        let loud = GroupLevels { group: GROUP, legs: vec![spoke] };
        let silent = |group| GroupLevels { group, legs: Vec::new() };
        assert_eq!(levels.report(8_000, groups()), Some(vec![loud, silent(OTHER)]));
        assert_eq!(levels.report(16_000, groups()), Some(vec![silent(GROUP), silent(OTHER)]));
        assert_eq!(levels.report(24_000, std::iter::empty()), None, "nothing is recorded");
    }

    #[test]
    fn the_loudest_sound_there_is_lies_at_full_scale() {
        let mut levels = Levels::default();
        levels.hear(GROUP, LegId(1), &[i16::MIN; 160]);
        levels.hear(GROUP, LegId(1), &[]);
        let report = levels.report(8_000, std::iter::once(GROUP)).unwrap();
        assert_eq!(report[0].legs, [LegLevel { leg: LegId(1), spoke_ms: 20, level_db: 0 }]);
    }
}
