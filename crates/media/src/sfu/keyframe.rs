//! When a source is asked for a keyframe.
//!
//! Pure. Many receivers may want one at once; the source is asked once, and again while none comes. It
//! must never know RTCP.

use std::time::{Duration, Instant};

/// Shortest span between two requests to one source.
pub(super) const ASK_EVERY: Duration = Duration::from_millis(500);

/// Requests toward one source.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct KeyframeGate {
    asked_at: Option<Instant>,
    wanted: bool,
}

impl KeyframeGate {
    /// Somebody wants a keyframe.
    pub(super) fn want(&mut self) {
        self.wanted = true;
    }

    /// A keyframe came.
    pub(super) fn arrived(&mut self) {
        self.wanted = false;
    }

    /// Whether the source shall be asked now.
    pub(super) fn ask(&mut self, now: Instant) -> bool {
        let rested = self.asked_at.is_none_or(|at| now.saturating_duration_since(at) >= ASK_EVERY);
        let ask = self.wanted && rested;
        if ask {
            self.asked_at = Some(now);
        }
        ask
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_wish_is_passed_on_at_once_and_a_crowd_of_them_only_once() {
        let (start, mut gate) = (Instant::now(), KeyframeGate::default());
        assert!(!gate.ask(start), "nobody wants one");
        let asked = (0..100).filter(|n| {
            gate.want();
            gate.ask(start + Duration::from_millis(4 * n))
        });
        assert_eq!(asked.count(), 1);
    }

    #[test]
    fn a_source_that_sends_none_is_asked_again_until_it_does() {
        let (start, mut gate) = (Instant::now(), KeyframeGate::default());
        gate.want();
        let asked = |gate: &mut KeyframeGate, from: u64, to: u64| {
            (from..to).filter(|ms| gate.ask(start + Duration::from_millis(*ms))).count()
        };
        assert_eq!(asked(&mut gate, 0, 2_000), 4);
        gate.arrived();
        assert_eq!(asked(&mut gate, 2_000, 9_000), 0);
    }
}
