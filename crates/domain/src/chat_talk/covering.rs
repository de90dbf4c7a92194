//! Secrets in typed lines, found beside what was written before and after them.
//!
//! Owns how lines are set together: one under the other, so that a question for a PIN makes its answer one, and a
//! resident's own lines without a gap, so that a number sent in pieces is found. Next: `secret_text::find`.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::contact::Language;
use crate::secret_text::{Confidence, Finding, SecretKind, TextContext, find, names_password, placeholder};

use super::line::{ChatPiece, ChatWriter};

/// Lines after one that names a PIN or a password in which digits may be its answer.
const ANSWERED_WITHIN: usize = 3;

/// A line as it was typed.
#[derive(Clone)]
pub(super) struct Typed {
    pub(super) number: u32,
    pub(super) writer: ChatWriter,
    pub(super) text: String,
    pub(super) secrets: Vec<Finding>,
}

/// Lines set together as one text, and where each stands in it.
struct Together<'a> {
    text: String,
    places: Vec<(&'a Typed, Range<usize>)>,
}

/// The secrets of each line, by its number and by bytes of its text.
pub(super) fn secrets_among(typed: &[Typed]) -> BTreeMap<u32, Vec<Finding>> {
    let mut secrets: BTreeMap<u32, Vec<Finding>> = BTreeMap::new();
    let below = Together::of(typed.iter(), "\n");
    let beside = Together::of(typed.iter().filter(|line| line.writer == ChatWriter::Resident), "");
    let found = below.found(|_| true).into_iter().chain(beside.found(is_whole_number));
    for (number, finding) in found.chain(answers(typed)) {
        let before = secrets.remove(&number).unwrap_or_default();
        secrets.insert(number, merged(before, vec![finding]));
    }
    secrets
}

/// What a resident wrote soon after a PIN or a password was spoken of.
fn answers(typed: &[Typed]) -> impl Iterator<Item = (u32, Finding)> {
    let context = TextContext { pin_or_password: true, ..TextContext::default() };
    let asked = |at: usize| typed[at.saturating_sub(ANSWERED_WITHIN)..at].iter().any(|line| names_password(&line.text));
    let lines = typed.iter().enumerate().filter(|(_, line)| line.writer == ChatWriter::Resident);
    let lines = lines.filter(move |(at, _)| asked(*at));
    lines.flat_map(move |(_, line)| find(&line.text, context).into_iter().map(|finding| (line.number, finding)))
}

/// Two lists of secrets as one, in order; those that touch the same text become one.
pub(super) fn merged(mut secrets: Vec<Finding>, more: Vec<Finding>) -> Vec<Finding> {
    secrets.extend(more);
    secrets.sort_by_key(|secret| (secret.range.start, secret.range.end));
    let mut whole: Vec<Finding> = Vec::new();
    for secret in secrets {
        match whole.last_mut() {
            Some(last) if secret.range.start < last.range.end => {
                if secret.confidence > last.confidence {
                    (last.kind, last.confidence) = (secret.kind, secret.confidence);
                }
                last.range.end = last.range.end.max(secret.range.end);
            }
            Some(_) | None => whole.push(secret),
        }
    }
    whole
}

/// The text in pieces, with what stands in each secret's place.
pub(super) fn pieces_of(text: &str, secrets: &[Finding], language: Language) -> Vec<ChatPiece> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let plain = |range: Range<usize>, pieces: &mut Vec<ChatPiece>| {
        if !text[range.clone()].is_empty() {
            pieces.push(ChatPiece { text: text[range].to_owned(), removed: None });
        }
    };
    for secret in secrets {
        plain(from..secret.range.start, &mut pieces);
        let text = placeholder(secret.kind, language).to_owned();
        pieces.push(ChatPiece { text, removed: Some(secret.kind) });
        from = secret.range.end;
    }
    plain(from..text.len(), &mut pieces);
    pieces
}

/// Numbers with a form of their own; a PIN or a password is told by the words around it alone.
fn is_whole_number(finding: &Finding) -> bool {
    let has_form = match finding.kind {
        SecretKind::IndividualNumber | SecretKind::ApplicationId | SecretKind::CardNumber => true,
        SecretKind::Pin | SecretKind::Password => false,
    };
    has_form && finding.confidence >= Confidence::High
}

impl<'a> Together<'a> {
    fn of(typed: impl Iterator<Item = &'a Typed>, between: &str) -> Self {
        let mut together = Self { text: String::new(), places: Vec::new() };
        for line in typed {
            if !together.text.is_empty() {
                together.text.push_str(between);
            }
            let start = together.text.len();
            together.text.push_str(&line.text);
            together.places.push((line, start..together.text.len()));
        }
        together
    }

    /// What is found, by line.
    fn found(&self, wanted: impl Fn(&Finding) -> bool) -> Vec<(u32, Finding)> {
        let mut found = Vec::new();
        for finding in find(&self.text, TextContext::default()).into_iter().filter(wanted) {
            for (line, place) in &self.places {
                let (start, end) = (finding.range.start.max(place.start), finding.range.end.min(place.end));
                if start < end {
                    let range = start - place.start..end - place.start;
                    found.push((line.number, Finding { range, ..finding.clone() }));
                }
            }
        }
        found
    }
}
