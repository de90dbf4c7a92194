//! Segments of one speaker as one text, and the way back from its places to theirs.
//!
//! Owns the joint between segments. Knows nothing of secrets; `conversation` reads the whole.

use std::ops::Range;

/// What stands between two segments: a separator of digits, and the end of a word.
const JOINT: &str = "\n";

/// Texts set one after the other.
#[derive(Default)]
pub(super) struct Joined {
    text: String,
    /// Where each part lies in `text`, with the caller's own index of it.
    parts: Vec<(usize, Range<usize>)>,
}

impl Joined {
    /// Adds a text at the end under the caller's `index`; tells where it begins.
    pub(super) fn push(&mut self, index: usize, text: &str) -> usize {
        if !self.parts.is_empty() {
            self.text.push_str(JOINT);
        }
        let from = self.text.len();
        self.text.push_str(text);
        self.parts.push((index, from..self.text.len()));
        from
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The pieces of `place` in the texts it touches, by index.
    pub(super) fn pieces(&self, place: &Range<usize>) -> Vec<(usize, Range<usize>)> {
        let touched = self.parts.iter().filter_map(|(index, part)| {
            let (start, end) = (place.start.max(part.start), place.end.min(part.end));
            (start < end).then(|| (*index, start - part.start..end - part.start))
        });
        touched.collect()
    }
}
