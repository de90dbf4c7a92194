//! A CSS selector of a profile.
//!
//! Owns what may go into a page's guard: a selector stands in a style sheet and in a script, so it must not be able to
//! end either. Whether it finds anything is the page's.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Characters of a selector.
pub const SELECTOR_CHARS_MAX: usize = 300;

/// A selector that can stand in a style rule without ending it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Selector(String);

/// A text that is no selector.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("selector `{text}` {why}")]
pub struct SelectorFault {
    text: String,
    why: &'static str,
}

impl Selector {
    /// The selector of a text.
    ///
    /// # Errors
    /// When it is empty, too long, unbalanced, or could end a style rule.
    pub fn new(text: &str) -> Result<Self, SelectorFault> {
        match fault_of(text) {
            None => Ok(Self(text.to_owned())),
            Some(why) => Err(SelectorFault { text: text.chars().take(60).collect(), why }),
        }
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Selector {
    type Error = SelectorFault;

    fn try_from(text: String) -> Result<Self, SelectorFault> {
        Self::new(&text)
    }
}

impl From<Selector> for String {
    fn from(selector: Selector) -> Self {
        selector.0
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn fault_of(text: &str) -> Option<&'static str> {
    if text.trim().is_empty() {
        return Some("is empty");
    }
    if text.trim() != text {
        return Some("begins or ends with a space");
    }
    if text.chars().count() > SELECTOR_CHARS_MAX {
        return Some("is longer than 300 characters");
    }
    if text.chars().any(|letter| letter.is_control() || letter == '<' || letter == '\\') {
        return Some("has `<`, `\\` or a control character");
    }
    if text.contains("/*") {
        return Some("has a comment");
    }
    if text.starts_with([',', '>', '+', '~']) || text.ends_with([',', '>', '+', '~']) || text.contains(",,") {
        return Some("begins or ends in the middle of a list");
    }
    unbalanced(text)
}

/// Brackets and quotes that do not close in the order in which they were opened.
fn unbalanced(text: &str) -> Option<&'static str> {
    let mut open = Vec::new();
    let mut quote = None;
    for letter in text.chars() {
        match (quote, letter) {
            (Some(closing), _) if letter == closing => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '(') => open.push(')'),
            (None, '[') => open.push(']'),
            (None, ')' | ']') => {
                if open.pop() != Some(letter) {
                    return Some("closes a bracket that is not open");
                }
            }
            (None, '{' | '}' | ';' | '@') => return Some("has `{`, `}`, `;` or `@` outside quotes"),
            (None, _) => {}
        }
    }
    (quote.is_some() || !open.is_empty()).then_some("leaves a bracket or a quote open")
}
