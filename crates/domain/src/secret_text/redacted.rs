//! A text with its secrets taken out, and where they stood.
//!
//! Owns the words that stand in a secret's place. It must never keep a digit of what it takes out. `search`
//! finds; a sound is silenced over the words that the spans cover.

use crate::contact::Language;
use crate::secret_text::context::TextContext;
use crate::secret_text::finding::{Finding, SecretKind};
use crate::secret_text::search::find;

/// A secret's place in the text that came in, as bytes on character boundaries.
pub type RedactedSpan = Finding;

/// A text that may be stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redacted {
    /// The text with a placeholder for each secret.
    pub text: String,
    /// The secrets, in order and without overlap, by their places in the text that came in.
    pub spans: Vec<RedactedSpan>,
}

/// `text` with each secret replaced by its [`placeholder`], in the language the text is written in.
#[must_use]
pub fn redact(text: &str, context: TextContext) -> Redacted {
    Redacted::without(text, find(text, context))
}

/// What stands in a secret's place.
#[must_use]
pub fn placeholder(kind: SecretKind, language: Language) -> &'static str {
    match (kind, language) {
        (SecretKind::IndividualNumber, Language::Ja) => "［個人番号］",
        (SecretKind::ApplicationId, Language::Ja) => "［申請書ID］",
        (SecretKind::Pin, Language::Ja) => "［暗証番号］",
        (SecretKind::Password, Language::Ja) => "［パスワード］",
        (SecretKind::CardNumber, Language::Ja) => "［クレジットカード番号］",
        (SecretKind::IndividualNumber, Language::En) => "[My Number]",
        (SecretKind::ApplicationId, Language::En) => "[application ID]",
        (SecretKind::Pin, Language::En) => "[PIN]",
        (SecretKind::Password, Language::En) => "[password]",
        (SecretKind::CardNumber, Language::En) => "[card number]",
    }
}

impl Redacted {
    /// `text` without `spans`, which stand in order and do not overlap.
    pub(super) fn without(text: &str, spans: Vec<RedactedSpan>) -> Self {
        if spans.is_empty() {
            return Self { text: text.to_owned(), spans };
        }
        let language = language_of(text, &spans);
        let mut kept = String::with_capacity(text.len());
        let mut from = 0;
        for span in &spans {
            kept.push_str(&text[from..span.range.start]);
            kept.push_str(placeholder(span.kind, language));
            from = span.range.end;
        }
        kept.push_str(&text[from..]);
        Self { text: kept, spans }
    }
}

/// English where the words around the secrets hold Latin letters and nothing Japanese.
fn language_of(text: &str, spans: &[RedactedSpan]) -> Language {
    let around = |(at, _): &(usize, char)| !spans.iter().any(|span| span.range.contains(at));
    let letters = || text.char_indices().filter(around).map(|(_, letter)| letter);
    let japanese =
        |letter: char| matches!(letter, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    let latin = letters().any(|letter| letter.is_ascii_alphabetic()) && !letters().any(japanese);
    if latin { Language::En } else { Language::Ja }
}
