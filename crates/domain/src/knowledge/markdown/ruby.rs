//! Furigana within words: `{申請|しんせい}`, the notation of easy Japanese in the guided flows too.
//!
//! What is no whole pair is text. `service_flow` owns the notation and its faults; here it is only shown.

use crate::service_flow::{RubyPart, parse_ruby};

/// Longest pair, in bytes; it bounds how far an open brace is looked after.
const PAIR_BYTES_MAX: usize = 200;

/// The words cut at their furigana.
#[must_use]
pub fn parts(words: &str) -> Vec<RubyPart<'_>> {
    let mut found = Vec::new();
    let mut plain_from = 0;
    let mut at = 0;
    while let Some(open) = words[at..].find('{') {
        let from = at + open;
        match pair_at(&words[from..]) {
            Some((pair, bytes)) => {
                if from > plain_from {
                    found.push(RubyPart::Plain(&words[plain_from..from]));
                }
                found.push(pair);
                at = from + bytes;
                plain_from = at;
            }
            None => at = from + 1,
        }
    }
    if plain_from < words.len() {
        found.push(RubyPart::Plain(&words[plain_from..]));
    }
    found
}

fn pair_at(text: &str) -> Option<(RubyPart<'_>, usize)> {
    let window = &text.as_bytes()[..text.len().min(PAIR_BYTES_MAX)];
    let bytes = window.iter().position(|c| *c == b'}')? + 1;
    match parse_ruby(&text[..bytes]).ok()?.as_slice() {
        [pair @ RubyPart::Ruby { .. }] => Some((*pair, bytes)),
        _ => None,
    }
}

/// The words without their furigana.
#[must_use]
pub fn without_furigana(words: &str) -> String {
    let written = |part: RubyPart<'_>| match part {
        RubyPart::Plain(text) | RubyPart::Ruby { base: text, .. } => text.to_owned(),
    };
    parts(words).into_iter().map(written).collect()
}
