//! Titles in order of how they begin, for what is being typed. Pure.

use std::sync::Arc;

/// Titles by how they begin.
#[derive(Debug, Default)]
pub(crate) struct Beginnings {
    /// Compact text and title, in order.
    sorted: Vec<(Arc<str>, usize)>,
}

impl Beginnings {
    /// Keeps a title's place under what it may be typed as.
    pub(crate) fn put(&mut self, place: usize, typed: &[Arc<str>]) {
        self.sorted.extend(typed.iter().map(|typed| (Arc::clone(typed), place)));
    }

    pub(crate) fn close(&mut self) {
        self.sorted.sort_unstable();
        self.sorted.dedup();
    }

    pub(crate) fn beginning<'b>(&'b self, typed: &'b str) -> impl Iterator<Item = &'b (Arc<str>, usize)> {
        let first = self.sorted.partition_point(|(text, _)| &**text < typed);
        self.sorted.iter().skip(first).take_while(move |(text, _)| text.starts_with(typed))
    }

    pub(crate) fn holding<'b>(&'b self, typed: &'b str) -> impl Iterator<Item = &'b (Arc<str>, usize)> {
        self.sorted.iter().filter(move |(text, _)| text.contains(typed))
    }
}
