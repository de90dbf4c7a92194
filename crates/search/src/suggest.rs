//! Suggestions while a question is typed.
//!
//! First come titles that begin as what is typed begins (written or read, kana by their sound), then those that hold
//! it, then those that share most of its parts, so that a slip or a colloquial word still finds something.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::edition::{TitleKind, Words};
use crate::entry::EntryId;
use crate::tokens;

/// Suggestions at most.
pub(crate) const SUGGESTIONS_MAX: usize = 20;
/// Shortest text that is looked for inside titles, in letters of [`tokens::compact`].
const INSIDE_CHARS_MIN: usize = 2;
/// Titles that share a part count where they have this share of the best one's score.
const PARTS_OF_BEST: f32 = 0.4;

/// A title that may be what is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Which text it belongs to.
    pub id: EntryId,
    /// The question of the entry, in the language asked for.
    pub question: String,
    /// The title that fits, which may be another wording.
    pub title: String,
    /// What kind of title that is.
    pub kind: TitleKind,
}

/// Places of titles that may be meant, best first, one for each entry that is allowed.
pub(crate) fn places(words: &Words, typed: &str, allowed: &[bool], limit: usize) -> tantivy::Result<Vec<usize>> {
    let compact = tokens::compact_unfinished(typed);
    let mut chosen = Chosen { words, allowed, limit, entries: BTreeSet::new(), places: Vec::new() };
    if compact.is_empty() {
        return Ok(Vec::new());
    }
    chosen.shortest_first(words.beginnings.beginning(&compact));
    if !chosen.is_full() && compact.chars().count() >= INSIDE_CHARS_MIN {
        chosen.shortest_first(words.beginnings.holding(&compact));
    }
    if !chosen.is_full() {
        let scores = words.title_scores(&tokens::of(typed))?;
        let least = scores.iter().copied().fold(0.0, f32::max) * PARTS_OF_BEST;
        let mut by_score: Vec<(usize, f32)> =
            scores.into_iter().enumerate().filter(|(_, score)| *score > 0.0 && *score >= least).collect();
        by_score.sort_by(|(a, one), (b, two)| two.total_cmp(one).then(a.cmp(b)));
        by_score.into_iter().for_each(|(place, _)| chosen.take(place));
    }
    Ok(chosen.places)
}

struct Chosen<'w> {
    words: &'w Words,
    allowed: &'w [bool],
    limit: usize,
    entries: BTreeSet<usize>,
    places: Vec<usize>,
}

impl Chosen<'_> {
    fn is_full(&self) -> bool {
        self.places.len() >= self.limit
    }

    /// Of titles that fit alike the shortest is likeliest meant.
    fn shortest_first<'b>(&mut self, titles: impl Iterator<Item = &'b (Arc<str>, usize)>) {
        let mut titles: Vec<(usize, usize)> = titles.map(|(text, place)| (text.len(), *place)).collect();
        titles.sort_unstable();
        titles.into_iter().for_each(|(_, place)| self.take(place));
    }

    fn take(&mut self, place: usize) {
        let Some(title) = self.words.titles.get(place) else { return };
        let is_allowed = self.allowed.get(title.entry).copied().unwrap_or(false);
        if !self.is_full() && is_allowed && self.entries.insert(title.entry) {
            self.places.push(place);
        }
    }
}
