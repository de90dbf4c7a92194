//! A source and its translation, read.

use super::reading::Reading;
use crate::segment::Segment;

/// Both sides of a comparison.
pub(super) struct Pair {
    pub(super) source: Reading,
    pub(super) target: Reading,
}

impl Pair {
    pub(super) fn of(segment: &Segment, target: &str) -> Self {
        let direction = segment.direction;
        Self { source: Reading::of(&segment.text, direction.source()), target: Reading::of(target, direction.target()) }
    }
}
