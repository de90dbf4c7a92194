//! Prompts and music played to a leg.
//!
//! Owns sounds in memory and the place where each playback stands. It must never know legs: the shard
//! asks for 20 ms at a time. Go next to `shard`.

use std::sync::Arc;
use std::time::Duration;

use wire::mix::{FRAME_SAMPLES, Frame};

/// Longest sound accepted, in samples: 30 minutes.
pub const SOUND_SAMPLES_MAX: usize = 30 * 60 * 8_000;

/// A sound at 8 kHz, 16 bit, one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    samples: Vec<i16>,
}

impl Sound {
    /// Takes samples at 8 kHz; what is longer than [`SOUND_SAMPLES_MAX`] is cut.
    #[must_use]
    pub fn from_samples(mut samples: Vec<i16>) -> Self {
        samples.truncate(SOUND_SAMPLES_MAX);
        Self { samples }
    }

    /// The samples.
    #[must_use]
    pub fn samples(&self) -> &[i16] {
        &self.samples
    }

    /// How long it sounds.
    #[must_use]
    pub fn duration(&self) -> Duration {
        Duration::from_micros(self.samples.len() as u64 * 125)
    }
}

/// An order to play.
#[derive(Debug, Clone)]
pub struct Play {
    /// What to play.
    pub sound: Arc<Sound>,
    /// Whether it begins again at its end until stopped.
    pub looped: bool,
    /// Comes back in [`crate::MediaEvent::PlayEnded`].
    pub tag: u64,
}

/// A playback under way.
#[derive(Debug, Clone)]
pub(crate) struct Player {
    order: Play,
    position: usize,
}

impl Player {
    pub(crate) fn new(order: Play) -> Self {
        Self { order, position: 0 }
    }

    pub(crate) fn tag(&self) -> u64 {
        self.order.tag
    }

    /// The next 20 ms; `None` at the end of a sound that is not looped, or of an empty one.
    pub(crate) fn next_frame(&mut self) -> Option<Frame> {
        let samples = self.order.sound.samples();
        if samples.is_empty() || (self.position >= samples.len() && !self.order.looped) {
            return None;
        }
        let mut frame = [0; FRAME_SAMPLES];
        for sample in &mut frame {
            if self.position >= samples.len() {
                if !self.order.looped {
                    break;
                }
                self.position = 0;
            }
            *sample = samples[self.position];
            self.position += 1;
        }
        Some(frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn player(length: i16, looped: bool) -> Player {
        let sound = Arc::new(Sound::from_samples((0..length).collect()));
        Player::new(Play { sound, looped, tag: 1 })
    }

    #[test]
    fn a_sound_ends_after_its_last_samples_are_padded_with_silence() {
        let mut player = player(200, false);
        assert_eq!(player.next_frame().unwrap()[159], 159);
        let last = player.next_frame().unwrap();
        assert_eq!((last[39], last[40]), (199, 0));
        assert!(player.next_frame().is_none());
    }

    #[test]
    fn a_looped_sound_goes_on_without_a_gap() {
        let mut player = player(200, true);
        player.next_frame();
        assert_eq!(player.next_frame().unwrap()[40], 0);
        assert_eq!(player.next_frame().unwrap()[0], 120);
    }

    #[test]
    fn an_empty_sound_ends_at_once_even_when_looped() {
        assert!(player(0, true).next_frame().is_none());
    }
}
