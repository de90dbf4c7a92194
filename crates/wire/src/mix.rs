//! Adding voices together, 20 ms at a time.
//!
//! Owns the frame length and saturation. It must never know who hears whom: routes are `media`'s.

/// Samples in one frame: 20 ms at 8 kHz.
pub const FRAME_SAMPLES: usize = 160;

/// 20 ms of one voice at 8 kHz.
pub type Frame = [i16; FRAME_SAMPLES];

/// A sum of frames under way, wide enough never to overflow.
#[derive(Debug, Clone)]
pub struct Sum {
    samples: [i32; FRAME_SAMPLES],
    voices: usize,
}

impl Default for Sum {
    fn default() -> Self {
        Self { samples: [0; FRAME_SAMPLES], voices: 0 }
    }
}

impl Sum {
    /// Adds one voice.
    pub fn add(&mut self, frame: &Frame) {
        for (sum, sample) in self.samples.iter_mut().zip(frame) {
            *sum += i32::from(*sample);
        }
        self.voices += 1;
    }

    /// How many voices were added.
    #[must_use]
    pub fn voices(&self) -> usize {
        self.voices
    }

    /// The sum as a frame; what is too loud is held at full scale.
    #[must_use]
    pub fn saturated(&self) -> Frame {
        self.samples.map(|sum| sum.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_loud_voices_saturate_and_do_not_wrap() {
        let mut sum = Sum::default();
        for _ in 0..3 {
            sum.add(&[30_000; FRAME_SAMPLES]);
        }
        assert_eq!(sum.saturated()[0], i16::MAX);
        assert_eq!(sum.voices(), 3);
    }
}
