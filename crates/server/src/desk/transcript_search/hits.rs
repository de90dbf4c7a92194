//! The places in one contact where the words were said, each with a snippet and the second to play from.

use std::ops::Range;

use chrono::{DateTime, Utc};
use domain::text_fold::Folded;
use serde::Serialize;
use storage::contacts::Contact;
use utoipa::ToSchema;
use uuid::Uuid;

use super::asked::Asked;
use crate::desk::contact_row::{PersonRef, at};
use crate::desk::masking::{Masked, Veil};
use crate::desk::transcript::Said;

/// Places shown of one contact; how many more there are is said.
const PLACES_MAX: usize = 3;

/// Letters shown before the first hit of a snippet.
const BEFORE: usize = 16;

/// Letters shown from the first hit on.
const FROM_HIT: usize = 48;

/// A place where the words were said.
#[derive(Debug, Serialize, ToSchema)]
pub struct TranscriptHit {
    /// The contact.
    pub contact: Uuid,
    /// When it came to be.
    pub arrived_at: DateTime<Utc>,
    /// `phone`, `counter` or `chat`.
    pub channel: String,
    /// The agent who had it last.
    pub agent: Option<PersonRef>,
    /// The segment.
    pub segment: Uuid,
    /// `caller`, `agent`, `third` or `supervisor`.
    pub party: String,
    /// The agent's or supervisor's name.
    pub label: Option<String>,
    /// Where it was said, in milliseconds since the begin of its recording.
    pub at_ms: i64,
    /// The text around it, in pieces.
    pub snippet: Vec<SnippetPiece>,
    /// Whether it was found in a person's correction and not in what was recognised.
    pub corrected: bool,
    /// Further places in this contact that are not listed.
    pub more: usize,
}

/// A piece of a snippet.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SnippetPiece {
    /// The text.
    pub text: String,
    /// Whether it is what was looked for.
    pub hit: bool,
}

/// A segment with what was found in it.
struct Place<'a> {
    said: &'a Said,
    /// The text it was found in.
    text: &'a str,
    found: Vec<Range<usize>>,
    corrected: bool,
}

/// The places in a contact; none unless every word was said.
pub(super) fn of(asked: &Asked, contact: &Contact, said: &[Said]) -> Vec<TranscriptHit> {
    let terms = asked.terms.all();
    let mut missing: Vec<bool> = vec![true; terms.len()];
    let mut places: Vec<Place<'_>> = Vec::new();
    let veil = asked.masked.then(|| Veil::over(said.iter().flat_map(Said::texts), &asked.names));
    for one in said {
        if let Some(place) = place(terms, one, veil.as_ref(), &mut missing) {
            places.push(place);
        }
    }
    if missing.contains(&true) {
        return Vec::new();
    }
    let more = places.len().saturating_sub(PLACES_MAX);
    places.iter().take(PLACES_MAX).map(|place| hit(asked, contact, place, veil.as_ref(), more)).collect()
}

/// What was found in a segment: in the correction where there is one, else in what was recognised.
fn place<'a>(terms: &[Folded], said: &'a Said, veil: Option<&Veil>, missing: &mut [bool]) -> Option<Place<'a>> {
    let corrected = said.corrected.as_deref().map(|text| (text, true));
    for (text, corrected) in corrected.into_iter().chain([(said.whole.as_str(), false)]) {
        let folded = Folded::of(text);
        let hidden = veil.map(|veil| veil.masks(text)).unwrap_or_default();
        let mut found: Vec<Range<usize>> = Vec::new();
        for (term, missing) in terms.iter().zip(missing.iter_mut()) {
            let open = folded.find(term).into_iter().filter(|range| !touches(range, &hidden));
            let before = found.len();
            found.extend(open);
            *missing &= found.len() == before;
        }
        if !found.is_empty() {
            found.sort_by_key(|range| (range.start, range.end));
            return Some(Place { said, text, found, corrected });
        }
    }
    None
}

/// What somebody may not read they may not find either, or a search would tell it letter by letter.
fn touches(range: &Range<usize>, hidden: &[Masked]) -> bool {
    hidden.iter().any(|mask| mask.range.start < range.end && range.start < mask.range.end)
}

fn hit(asked: &Asked, contact: &Contact, place: &Place<'_>, veil: Option<&Veil>, more: usize) -> TranscriptHit {
    let named = |id: &Uuid| asked.names.get(id).cloned();
    let row = &place.said.row;
    TranscriptHit {
        contact: contact.id,
        arrived_at: at(contact.arrived_at_ms),
        channel: contact.channel.clone(),
        agent: contact.agent.map(|id| PersonRef { id, name: named(&id).unwrap_or_default() }),
        segment: row.id,
        party: row.party.clone(),
        label: row.agent.as_ref().and_then(named),
        at_ms: said_at(place),
        snippet: snippet(place.text, &place.found, veil),
        corrected: place.corrected,
        more,
    }
}

/// When the first hit was said. In a correction, the letters that stand alike at both ends have the time of the words
/// they came from; what was changed has that of the first changed word.
fn said_at(place: &Place<'_>) -> i64 {
    let from = place.found.first().map_or(0, |range| range.start);
    let byte = if place.corrected { original_place(&place.said.whole, place.text, from) } else { from };
    let mut until = 0;
    for word in &place.said.words {
        until += word.text.len();
        if byte < until {
            return word.start_ms;
        }
    }
    place.said.row.start_ms
}

/// The place in the original that belongs to a place in its correction.
fn original_place(original: &str, corrected: &str, at: usize) -> usize {
    let alike: usize =
        original.chars().zip(corrected.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    if at < alike {
        return at;
    }
    let rest = original.len().min(corrected.len()) - alike;
    let pairs = original.chars().rev().zip(corrected.chars().rev());
    let end: usize = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>().min(rest);
    let from_end = corrected.len() - at;
    if from_end <= end { original.len() - from_end } else { alike.min(original.len()) }
}

/// The text around the first hit, what may not be read hidden, in pieces.
fn snippet(text: &str, found: &[Range<usize>], veil: Option<&Veil>) -> Vec<SnippetPiece> {
    let Some(first) = found.first() else { return Vec::new() };
    let begin = text[..first.start].char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
    let end = text[first.start..].char_indices().nth(FROM_HIT).map_or(text.len(), |(at, _)| first.start + at);
    let end = end.max(first.end);
    let hidden = veil.map(|veil| veil.masks(text)).unwrap_or_default();
    let mut pieces = Vec::new();
    push(&mut pieces, if begin > 0 { "…" } else { "" }, false);
    let mut at = begin;
    for range in found.iter().filter(|range| range.end <= end) {
        if range.start < at {
            continue;
        }
        push(&mut pieces, &uncovered(text, at..range.start, &hidden), false);
        push(&mut pieces, &text[range.clone()], true);
        at = range.end;
    }
    push(&mut pieces, &uncovered(text, at..end, &hidden), false);
    push(&mut pieces, if end < text.len() { "…" } else { "" }, false);
    pieces
}

/// A stretch of a text with what is hidden in it replaced; a mask that begins before it hides its begin.
fn uncovered(text: &str, stretch: Range<usize>, hidden: &[Masked]) -> String {
    let mut shown = String::new();
    let mut at = stretch.start;
    for mask in hidden.iter().filter(|mask| mask.range.start < stretch.end && stretch.start < mask.range.end) {
        shown.push_str(&text[at..mask.range.start.max(at)]);
        shown.push_str(&mask.shown);
        at = mask.range.end.clamp(at, stretch.end);
    }
    shown + &text[at..stretch.end]
}

fn push(pieces: &mut Vec<SnippetPiece>, text: &str, hit: bool) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(last) if !hit && !last.hit => last.text.push_str(text),
        _ => pieces.push(SnippetPiece { text: text.to_owned(), hit }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, term: &str, veil: Option<&Veil>) -> String {
        let found = Folded::of(text).find(&Folded::of(term));
        let marked = |piece: SnippetPiece| if piece.hit { format!("[{}]", piece.text) } else { piece.text };
        snippet(text, &found, veil).into_iter().map(marked).collect()
    }

    #[test]
    fn a_snippet_shows_what_stands_around_a_hit() {
        assert_eq!(shown("カードの更新をしたい", "更新", None), "カードの[更新]をしたい");
        assert_eq!(shown("更新と更新", "更新", None), "[更新]と[更新]");
        let long = format!("{}更新{}", "あ".repeat(40), "い".repeat(90));
        assert_eq!(shown(&long, "更新", None), format!("…{}[更新]{}…", "あ".repeat(16), "い".repeat(46)));
        let veil = Veil::default();
        let hidden = shown("更新は046-255-1111に電話", "更新", Some(&veil));
        assert!(hidden.starts_with("[更新]は") && hidden.ends_with("に電話") && !hidden.contains("255"), "{hidden}");
    }

    #[test]
    fn a_place_in_a_correction_leads_to_the_words_it_came_from() {
        let check = |original: &str, corrected: &str, term: &str, wanted: &str| {
            let at = corrected.find(term).unwrap();
            assert_eq!(&original[original_place(original, corrected, at)..], wanted, "{term}");
        };
        check("カードの校正をしたい", "カードの更新をしたい", "カード", "カードの校正をしたい");
        check("カードの校正をしたい", "カードの更新をしたい", "更新", "校正をしたい");
        check("カードの校正をしたい", "カードの更新をしたい", "したい", "したい");
        check("校正", "カードの更新をしたい", "更新", "校正");
        check("あ", "ああ", "ああ", "あ");
    }
}
