//! How alike two places are: the letters around them, up to where a part of the sentence ends.

use std::ops::Range;

use super::letters::{FIGURE, is_boundary};

/// Letters looked at on either side of a place.
const AROUND: usize = 24;
/// What it is worth that both parts of the sentence end at once.
const END_WORTH: usize = 1;

/// Equal letters around two places, with something for parts that begin or end together.
pub(super) fn likeness(one: &[char], at: &Range<usize>, other: &[char], there: &Range<usize>) -> usize {
    let before = before(one, at.start, other, there.start);
    let behind = run(one[at.end..].iter(), other[there.end..].iter(), AROUND);
    before + behind
}

fn run<'a>(mut one: impl Iterator<Item = &'a char>, mut other: impl Iterator<Item = &'a char>, most: usize) -> usize {
    let mut equal = 0;
    while equal < most {
        let pair = (one.next().filter(|c| !is_boundary(**c)), other.next().filter(|c| !is_boundary(**c)));
        match pair {
            (Some(a), Some(b)) if a == b => equal += 1,
            (None, None) => return equal + END_WORTH,
            (Some(_), Some(_)) | (Some(_), None) | (None, Some(_)) => break,
        }
    }
    equal
}

/// The most letters before `at` that stand anywhere in `other`, on end: where else the statement could belong.
pub(super) fn best_before(one: &[char], at: &Range<usize>, other: &[char]) -> usize {
    let places = 0..=other.len();
    places.map(|place| before(one, at.start, other, place)).max().unwrap_or(0)
}

/// Equal letters before two places.
pub(super) fn before(one: &[char], at: usize, other: &[char], there: usize) -> usize {
    run(one[..at].iter().rev(), other[..there].iter().rev(), AROUND)
}

/// Letters that must stand before a place to know it again, and behind it.
const KNOWN_BEFORE: usize = 4;
const KNOWN_BEHIND: usize = 3;
/// Letters behind it that know it alone, where it opens a part of the sentence.
const KNOWN_OPENING: usize = 8;
/// Letters that may stand where something was left out: a particle in its stead, or Latin words.
const STEAD: usize = 3;
const LATIN_STEAD: usize = 10;
/// Letters around such a place by which the span is asked whether it says just that elsewhere.
const ELSEWHERE_BEFORE: usize = 16;
const ELSEWHERE_BEHIND: usize = 8;

/// Whether `sentence` has the words around `at` of `span`, with nothing but a particle between them, and the span has
/// those words nowhere else.
pub(super) fn is_left_out(span: &[char], at: &Range<usize>, sentence: &[char]) -> bool {
    let mut before: Vec<char> = part(span[..at.start].iter().rev().skip_while(|c| **c == ' '), KNOWN_BEFORE).collect();
    before.reverse();
    // A figure alone is known anywhere.
    if before.len() < 2 && before != [FIGURE] {
        return is_opening_left_out(span, at, sentence);
    }
    let behind: Vec<char> = part(span[at.end..].iter().skip_while(|c| **c == ' '), KNOWN_BEHIND).collect();
    let mut places = (0..sentence.len()).filter(|place| sentence[*place..].starts_with(&before));
    places.any(|place| {
        let rest = &sentence[place + before.len()..];
        let gap = (0..=LATIN_STEAD.min(rest.len())).find(|skipped| {
            let latin = rest[..*skipped].iter().all(|c| c.is_ascii_alphabetic() || *c == ' ');
            (latin || *skipped <= STEAD) && follows(&rest[*skipped..], &behind)
        });
        let joint = place + before.len();
        gap.is_some_and(|gap| !stands_elsewhere(span, sentence, joint..joint + gap))
    })
}

/// Whether the span has the sentence's words around `joint` as they are: then nothing was left out there.
fn stands_elsewhere(span: &[char], sentence: &[char], joint: Range<usize>) -> bool {
    let mut words: Vec<char> = part(sentence[..joint.start].iter().rev(), ELSEWHERE_BEFORE).collect();
    words.reverse();
    words.extend(&sentence[joint.clone()]);
    words.extend(part(sentence[joint.end..].iter(), ELSEWHERE_BEHIND));
    span.windows(words.len().max(1)).any(|window| window == words)
}

/// The same where it opens a part: what comes behind it opens a part of the sentence, and no other of the span.
fn is_opening_left_out(span: &[char], at: &Range<usize>, sentence: &[char]) -> bool {
    let gap = span[at.end..].iter().take_while(|c| **c == ' ' || is_boundary(**c)).count();
    let from = at.end + gap;
    let behind: Vec<char> = part(span[from..].iter(), KNOWN_OPENING).collect();
    if behind.len() < KNOWN_OPENING {
        return false;
    }
    let opens = |letters: &[char], place: usize| place == 0 || is_boundary(letters[place - 1]);
    let mut places = (0..sentence.len()).filter(|place| opens(sentence, *place));
    places.any(|place| {
        let words: Vec<char> = part(sentence[place..].iter(), ELSEWHERE_BEFORE).collect();
        let mut others = (0..span.len()).filter(|other| *other != from && opens(span, *other));
        words.starts_with(&behind) && !others.any(|other| span[other..].starts_with(&words))
    })
}

fn part<'a>(letters: impl Iterator<Item = &'a char>, most: usize) -> impl Iterator<Item = char> {
    letters.take_while(|c| !is_boundary(**c)).take(most).copied()
}

fn follows(rest: &[char], behind: &[char]) -> bool {
    let rest = if rest.first() == Some(&' ') { &rest[1..] } else { rest };
    if behind.is_empty() { rest.first().is_none_or(|c| is_boundary(*c)) } else { rest.starts_with(behind) }
}
