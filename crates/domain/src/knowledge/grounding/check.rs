//! Holds a draft against the spans it cites.

use std::collections::BTreeMap;
use std::ops::Range;

use super::claim::{Claim, ClaimKind, Value};
use super::context::{before, best_before, is_left_out, likeness};
use super::draft::{CITES_MAX, Cite, DraftSentence, SENTENCE_CHARS_MAX, SENTENCES_MAX, SPAN_CHARS_MAX, Ungrounded};
use super::letters::is_end;
use super::overlap::are_alike;
use super::reading::Reading;
use crate::knowledge::entry::Citation;

/// How much more alike another statement's place must be before this one counts as misplaced.
const MISPLACED_BY: usize = 2;

/// A denial must stand where the span has it: this many letters around it must be the same.
const DENIAL_LIKENESS_MIN: usize = 2;

/// What the check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every sentence may be shown.
    Grounded,
    /// Show the approved text as it stands. Each fault with the sentence it is in, counted from 0.
    Refused(Vec<(usize, Ungrounded)>),
}

/// Checks a draft; `texts` are the plain words of the approved texts that may be cited.
#[must_use]
pub fn check(draft: &[DraftSentence], texts: &BTreeMap<Citation, String>) -> Verdict {
    if draft.is_empty() || draft.len() > SENTENCES_MAX {
        return Verdict::Refused(vec![(0, Ungrounded::Draft)]);
    }
    let judged = draft.iter().enumerate();
    let faults: Vec<(usize, Ungrounded)> =
        judged.flat_map(|(at, one)| sentence(one, texts).into_iter().map(move |fault| (at, fault))).collect();
    if faults.is_empty() { Verdict::Grounded } else { Verdict::Refused(faults) }
}

fn sentence(one: &DraftSentence, texts: &BTreeMap<Citation, String>) -> Vec<Ungrounded> {
    if one.cites.is_empty() || one.cites.len() > CITES_MAX {
        return vec![Ungrounded::Cites];
    }
    let spans: Result<Vec<(&str, &str)>, Ungrounded> = one.cites.iter().map(|cite| spanned(cite, texts)).collect();
    match spans {
        Ok(spans) => {
            let (exact, whole): (Vec<&str>, Vec<&str>) = spans.into_iter().unzip();
            check_sentence(&one.text, &exact.join("\n"), &whole.join("\n"))
        }
        Err(fault) => vec![fault],
    }
}

/// The cited words, and the whole sentences they are cut from: a cut must not lose a denial.
fn spanned<'a>(cite: &Cite, texts: &'a BTreeMap<Citation, String>) -> Result<(&'a str, &'a str), Ungrounded> {
    let text = texts.get(&cite.of).ok_or_else(|| Ungrounded::UnknownText(cite.of.clone()))?;
    let exact = text.get(cite.span.clone()).filter(|exact| !exact.trim().is_empty());
    let fits = |exact: &&str| exact.chars().count() <= SPAN_CHARS_MAX;
    let exact = exact.filter(fits).ok_or_else(|| Ungrounded::Span(cite.of.clone()))?;
    let from =
        text[..cite.span.start].rfind(is_end).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let until = if exact.ends_with(is_end) {
        cite.span.end
    } else {
        text[cite.span.end..].find(is_end).map_or(text.len(), |at| cite.span.end + at)
    };
    Ok((exact, &text[from..until]))
}

/// Checks one sentence against the words it cites; `whole` are the sentences those are cut from.
/// Empty where nothing is wrong.
#[must_use]
pub fn check_sentence(text: &str, exact: &str, whole: &str) -> Vec<Ungrounded> {
    let chars = text.chars().count();
    if text.trim().is_empty() || chars > SENTENCE_CHARS_MAX {
        return vec![Ungrounded::Sentence];
    }
    let (said, span) = (Reading::of(text), Reading::of(exact));
    let mut faults: Vec<Ungrounded> = said.claims.iter().filter_map(|claim| judge(claim, &said, &span)).collect();
    faults.extend(left_out(&said, &Reading::of(whole)));
    if faults.is_empty() && !are_alike(&said.letters, &span.letters) {
        faults.push(Ungrounded::OtherWords);
    }
    faults
}

/// Whether the span bears a claim out, and at its place.
fn judge(claim: &Claim, said: &Reading, span: &Reading) -> Option<Ungrounded> {
    let (kind, value) = (claim.kind, claim.value.to_string());
    let alike = |there: &Range<usize>| likeness(&said.letters, &claim.at, &span.letters, there);
    let borne_out = match &claim.value {
        Value::Word(name) if claim.kind == ClaimKind::Office => places_of(name, &span.letters),
        Value::Word(_) | Value::Number { .. } | Value::Date { .. } | Value::Minute(_) | Value::Phrase(_) => {
            let same = span.claims.iter().filter(|one| one.family == claim.family);
            same.filter(|one| one.value.bears_out(&claim.value)).map(|one| one.at.clone()).collect()
        }
    };
    let best = borne_out.iter().map(alike).max();
    // "Is" and です go with whatever is said; they count where the span denies it.
    let goes_with_all = matches!(claim.value, Value::Phrase("is"));
    if best.is_none() && !goes_with_all {
        return Some(Ungrounded::NotSaid { kind, value });
    }
    let best = best.unwrap_or(0);
    let overlaps = |one: &Claim| borne_out.iter().any(|at| at.start < one.at.end && one.at.start < at.end);
    let others = span.claims.iter().filter(|one| one.family == claim.family && !overlaps(one));
    let other = others.map(|one| alike(&one.at)).max().unwrap_or(0);
    let strays = |best: usize| best < DENIAL_LIKENESS_MIN || belongs_elsewhere(claim, said, span, &borne_out);
    let misplaced = other >= best + MISPLACED_BY || (narrows(claim, said) && strays(best));
    misplaced.then_some(Ungrounded::Misplaced { kind, value })
}

/// Whether a claim denies or narrows a statement wherever it stands, and so must stand where the span has it.
fn narrows(claim: &Claim, said: &Reading) -> bool {
    let denies = claim.kind == ClaimKind::Polarity && !["pay", "valid", "target"].contains(&claim.family);
    said.kept.contains(claim) && (denies || claim.family == "only")
}

/// Whether the words before it stand in the span, better than before any of its places.
fn belongs_elsewhere(claim: &Claim, said: &Reading, span: &Reading, places: &[Range<usize>]) -> bool {
    let here =
        places.iter().map(|at| before(&said.letters, claim.at.start, &span.letters, at.start)).max().unwrap_or(0);
    best_before(&said.letters, &claim.at, &span.letters) >= here + MISPLACED_BY
}

/// Where a name stands; a name of two parts may stand in parts.
fn places_of(name: &str, letters: &[char]) -> Vec<Range<usize>> {
    let whole: Vec<char> = name.chars().collect();
    let find = |part: &[char]| -> Vec<Range<usize>> {
        let starts = (0..letters.len()).filter(|at| letters[*at..].starts_with(part));
        starts.map(|at| at..at + part.len()).collect()
    };
    let found = find(&whole);
    if !found.is_empty() || whole.iter().all(char::is_ascii) {
        return found;
    }
    let cuts = 2..whole.len().saturating_sub(1);
    let parts = cuts.map(|cut| (find(&whole[..cut]), find(&whole[cut..])));
    parts.into_iter().find(|(one, other)| !one.is_empty() && !other.is_empty()).map(|(_, end)| end).unwrap_or_default()
}

/// Denials and conditions of the span whose words the sentence takes over without them.
fn left_out(said: &Reading, span: &Reading) -> Vec<Ungrounded> {
    let lost = span.kept.iter().filter(|claim| {
        let same = said.claims.iter().filter(|one| one.family == claim.family && one.value == claim.value);
        let stays = same.map(|one| likeness(&said.letters, &one.at, &span.letters, &claim.at)).max();
        stays.is_none_or(|likeness| likeness < DENIAL_LIKENESS_MIN)
            && is_left_out(&span.letters, &claim.at, &said.letters)
    });
    lost.map(|claim| Ungrounded::LeftOut { kind: claim.kind, value: claim.value.to_string() }).collect()
}
