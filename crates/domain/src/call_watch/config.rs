//! The limits of what is watched; 0 turns a condition off.
//!
//! Defaults are the demonstration city's. It must never know contacts.

use serde::{Deserialize, Serialize};

/// When a condition is worth a supervisor's look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AlertLimits {
    /// Seconds in which neither side of a conversation speaks.
    pub long_silence_s: u32,
    /// Seconds on hold.
    pub long_hold_s: u32,
    /// Seconds in line.
    pub long_wait_s: u32,
    /// Decibels above the speaker's own median level.
    pub raised_voice_db: u32,
    /// So many seconds that loud …
    pub raised_voice_s: u32,
    /// … of so many raise the alert.
    pub raised_voice_of_s: u32,
    /// Seconds of speech before a speaker's median is trusted.
    pub raised_voice_after_s: u32,
    /// Whether words of the list are looked for.
    pub watch_words: bool,
    /// Seconds before a condition that is over is told again of the same contact.
    pub again_after_s: u32,
}

/// What is wrong with the limits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("alerts.{name} is {value}; it must be {least} to {most}")]
pub struct AlertLimitFault {
    /// The setting.
    pub name: &'static str,
    /// Its value.
    pub value: u32,
    /// Least allowed.
    pub least: u32,
    /// Most allowed.
    pub most: u32,
}

impl Default for AlertLimits {
    fn default() -> Self {
        Self {
            long_silence_s: 20,
            long_hold_s: 120,
            long_wait_s: 120,
            raised_voice_db: 10,
            raised_voice_s: 3,
            raised_voice_of_s: 5,
            raised_voice_after_s: 15,
            watch_words: true,
            again_after_s: 30,
        }
    }
}

impl AlertLimits {
    /// Checks every limit.
    ///
    /// # Errors
    /// The first that is out of its bounds.
    pub fn check(&self) -> Result<(), AlertLimitFault> {
        let bounds = [
            ("long_silence_s", self.long_silence_s, 0, 600),
            ("long_hold_s", self.long_hold_s, 0, 3_600),
            ("long_wait_s", self.long_wait_s, 0, 7_200),
            ("raised_voice_db", self.raised_voice_db, 0, 40),
            ("raised_voice_s", self.raised_voice_s, 1, self.raised_voice_of_s),
            ("raised_voice_of_s", self.raised_voice_of_s, 1, 60),
            ("raised_voice_after_s", self.raised_voice_after_s, 5, 120),
            ("again_after_s", self.again_after_s, 0, 3_600),
        ];
        let fault = bounds.into_iter().find(|(_, value, least, most)| !(least..=most).contains(&value));
        fault.map_or(Ok(()), |(name, value, least, most)| Err(AlertLimitFault { name, value, least, most }))
    }
}
