//! How many of a sentence's own words stand in the cited span.

use std::collections::BTreeSet;

use super::letters::{FIGURE, is_kanji, is_katakana};
use super::names::words;

/// The least share that must, in percent; a condensed sentence keeps its words.
const SHARE_MIN: usize = 50;

/// A sentence of fewer words is judged by its claims alone.
const GRAMS_MIN: usize = 2;

/// Latin words shorter than this tell nothing.
const WORD_LETTERS_MIN: usize = 4;

/// Letters of a Latin word that make it the same word: expire, expires, expired.
const STEM_LETTERS: usize = 5;

/// Whether at least half of what the sentence is about stands in the span.
pub(super) fn are_alike(sentence: &[char], span: &[char]) -> bool {
    let known = grams(span);
    let said = grams(sentence);
    let shared = said.iter().filter(|gram| known.contains(*gram)).count();
    said.len() < GRAMS_MIN || shared * 100 >= said.len() * SHARE_MIN
}

/// Pairs of kanji and katakana, and stems of Latin words.
fn grams(letters: &[char]) -> BTreeSet<String> {
    let own = |c: char| is_kanji(c) || is_katakana(c);
    let pairs = letters.windows(2).filter(|pair| pair.iter().all(|c| own(*c) && *c != FIGURE));
    let mut grams: BTreeSet<String> = pairs.map(|pair| pair.iter().collect()).collect();
    let long = words(letters).into_iter().filter(|(word, _)| word.len() >= WORD_LETTERS_MIN);
    grams.extend(long.map(|(word, _)| word.chars().take(STEM_LETTERS).collect()));
    grams
}
