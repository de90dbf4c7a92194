//! One speaker's loudness against the speaker's own.
//!
//! Owns the median and the count of loud seconds. A line may be loud and a voice may be; only the change
//! tells anything. It must never know who speaks.

use std::collections::VecDeque;

use super::config::AlertLimits;

/// Seconds of speech the median is taken over.
const REMEMBERED_S: usize = 180;
/// Speech within a second for its level to count, in milliseconds.
const SPOKE_MS_MIN: u16 = 300;

/// What one speaker did in one second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoiceSecond {
    /// How much of the second was speech, in milliseconds.
    pub spoke_ms: u16,
    /// Level of that speech in decibels below full scale: 0 is the loudest there is, -60 is hardly heard.
    pub level_db: i16,
}

/// One speaker over time.
#[derive(Debug, Clone, Default)]
pub(super) struct Voice {
    levels: VecDeque<i16>,
    /// Whether the last seconds were loud, the newest last.
    loud: VecDeque<bool>,
}

impl Voice {
    /// Takes one second in; true when the voice is raised by the limits.
    pub(super) fn hear(&mut self, second: VoiceSecond, limits: &AlertLimits) -> bool {
        let spoke = second.spoke_ms >= SPOKE_MS_MIN;
        let is_loud = spoke
            && self.median(limits).is_some_and(|median| {
                i32::from(second.level_db)
                    >= i32::from(median) + i32::try_from(limits.raised_voice_db).unwrap_or(i32::MAX)
            });
        self.loud.push_back(is_loud);
        while self.loud.len() > limits.raised_voice_of_s as usize {
            self.loud.pop_front();
        }
        if spoke {
            self.levels.push_back(second.level_db);
            if self.levels.len() > REMEMBERED_S {
                self.levels.pop_front();
            }
        }
        self.loud.iter().filter(|loud| **loud).count() >= limits.raised_voice_s as usize
    }

    /// None until the speaker has spoken for long enough, or when loudness is not watched.
    fn median(&self, limits: &AlertLimits) -> Option<i16> {
        if limits.raised_voice_db == 0 || self.levels.len() < limits.raised_voice_after_s as usize {
            return None;
        }
        let mut sorted: Vec<i16> = self.levels.iter().copied().collect();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied()
    }
}
