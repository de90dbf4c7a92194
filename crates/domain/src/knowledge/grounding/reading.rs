//! A text read: its letters, every claim in them, and which of those may not be left out.

use unicode_normalization::UnicodeNormalization as _;

use super::claim::Claim;
use super::figures::without_figures;
use super::letters::plain;
use super::names::names;
use super::phrase::Hold;
use super::phrases::phrases;

/// A text read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// Small letters with a sign for each figure.
    pub(super) letters: Vec<char>,
    /// Figures, phrases, names.
    pub(super) claims: Vec<Claim>,
    /// Those of `claims` that must stay where the words around them stay.
    pub(super) kept: Vec<Claim>,
}

impl Reading {
    pub(super) fn of(text: &str) -> Self {
        let (capitals, mut claims) = without_figures(&plain(&without_list_marks(text)));
        let letters: Vec<char> = capitals.iter().map(char::to_ascii_lowercase).collect();
        let mut kept = Vec::new();
        for found in phrases(&letters) {
            match found.hold {
                Hold::Kept => kept.push(found.claim.clone()),
                Hold::Said | Hold::Ignored => {}
            }
            claims.push(found.claim);
        }
        claims.extend(names(&letters, &capitals));
        Self { letters, claims, kept }
    }
}

/// The lines without the numbers and hyphens that count them: they say nothing, and a draft may count otherwise.
fn without_list_marks(text: &str) -> String {
    let text: String = text.nfkc().collect();
    let line = |line: &str| {
        let line = line.trim_start();
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let counted = line[digits..].strip_prefix(". ").filter(|_| (1..=3).contains(&digits));
        counted.or_else(|| line.strip_prefix("- ")).unwrap_or(line).to_owned()
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// The claims of a text, figures first: what duplicates and contradictions are told by.
#[must_use]
pub fn claims(text: &str) -> Vec<Claim> {
    Reading::of(text).claims
}
