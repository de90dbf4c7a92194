//! How loud a line is while nobody speaks: hiss, hum and steady tones look like a voice to a detector.

use std::collections::VecDeque;

/// Frames over which the quietest counts: four seconds hold a pause for breath.
const FRAMES: usize = 250;
/// Frames before which nothing is known.
const FRAMES_MIN: usize = 60;
/// Frames that are averaged, so that one quiet frame in hiss is no floor.
const SMOOTHED: usize = 4;
/// A voice is this much louder than the floor: 4 dB.
const OVER: f32 = 1.6;

/// The floor of one leg.
#[derive(Debug, Default)]
pub(super) struct Floor {
    levels: VecDeque<f32>,
    smooth: VecDeque<f32>,
}

impl Floor {
    /// Takes the next frame's level; says whether it stands out.
    pub(super) fn is_over(&mut self, level: f32) -> bool {
        keep(&mut self.levels, level, SMOOTHED);
        let mean = self.levels.iter().sum::<f32>() / self.levels.len() as f32;
        if self.levels.len() == SMOOTHED {
            keep(&mut self.smooth, mean, FRAMES);
        }
        let floor = self.smooth.iter().copied().fold(f32::INFINITY, f32::min);
        self.smooth.len() < FRAMES_MIN || level >= OVER * floor
    }
}

fn keep(queue: &mut VecDeque<f32>, value: f32, count: usize) {
    while queue.len() >= count {
        queue.pop_front();
    }
    queue.push_back(value);
}

#[cfg(test)]
mod tests {
    use super::Floor;

    #[test]
    fn what_is_steady_is_floor_and_what_rises_over_it_is_not() {
        let mut floor = Floor::default();
        assert!(floor.is_over(300.0), "nothing is known at first");
        // The mean of four frames is first known with the fourth, and the floor with its sixtieth mean, frame 63.
        assert_eq!((2..=101).filter(|_| floor.is_over(300.0)).count(), 61, "frames 2 to 62");
        assert!(!floor.is_over(300.0));
        assert!(!floor.is_over(420.0));
        assert!(floor.is_over(600.0));
        assert!((0..60).all(|_| floor.is_over(3_000.0)));
        assert!(floor.is_over(900.0), "a second of talk does not raise it");
    }
}
