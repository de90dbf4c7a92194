//! Titles in order of how they begin, for what is being typed. Pure.

use crate::tokens;

/// Titles by how they begin.
#[derive(Debug, Default)]
pub(crate) struct Beginnings {
    /// Compact text and title, in order.
    sorted: Vec<(String, usize)>,
}

impl Beginnings {
    /// Keeps a title's place under what it may be typed as.
    pub(crate) fn put(&mut self, place: usize, texts: [&str; 2]) {
        for text in texts {
            let compact = tokens::compact(text);
            if !compact.is_empty() {
                self.sorted.push((compact, place));
            }
        }
    }

    pub(crate) fn close(&mut self) {
        self.sorted.sort_unstable();
        self.sorted.dedup();
    }

    pub(crate) fn beginning<'b>(&'b self, typed: &'b str) -> impl Iterator<Item = &'b (String, usize)> {
        let first = self.sorted.partition_point(|(text, _)| text.as_str() < typed);
        self.sorted.iter().skip(first).take_while(move |(text, _)| text.starts_with(typed))
    }

    pub(crate) fn holding<'b>(&'b self, typed: &'b str) -> impl Iterator<Item = &'b (String, usize)> {
        self.sorted.iter().filter(move |(text, _)| text.contains(typed))
    }
}
