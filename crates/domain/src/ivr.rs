//! What a caller hears before and while waiting, as typed configuration.
//!
//! Owns the prompts by meaning, the keys of the language menu and their
//! validation (clauses 6(3)①d and 6(3)④). It must never know sound or wording:
//! texts and recordings are the edge's. Next: `floor`, which plays the flow.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::contact::Language;
use crate::time::Timestamp;

/// Something said to a party, by its meaning.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "prompt", rename_all = "snake_case")]
pub enum Prompt {
    /// The city's greeting, with the notice that the call is recorded.
    Greeting,
    /// Which key chooses this language.
    LanguageMenu,
    /// We are closed; the next opening is named when there is one.
    Closed {
        /// The next opening.
        next_open: Option<Timestamp>,
    },
    /// Too many callers are waiting.
    QueueFull,
    /// Please wait, you are put through.
    PleaseWait,
    /// Your place in line.
    Position {
        /// Place, from 1.
        position: u32,
    },
    /// The estimated wait.
    EstimatedWait {
        /// Whole minutes, at least 1.
        minutes: u32,
    },
    /// Press `digit` to be called back and keep your place.
    CallbackOffer {
        /// The key to press.
        digit: char,
    },
    /// We will call you back; you can hang up.
    CallbackAccepted,
    /// The wait was too long; please call again.
    WaitTooLong,
    /// The number dialled serves nothing.
    NoSuchService,
    /// The transfer failed; you are put back to an agent.
    TransferFailed,
}

/// The flow before the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IvrFlow {
    /// Whether the greeting with the recording notice is played.
    pub greeting: bool,
    /// The language menu; without it everybody is served in the default language.
    pub language_menu: Option<LanguageMenu>,
    /// The language taken when nobody chooses.
    pub default_language: Language,
}

/// Which key chooses which language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageMenu {
    /// Key to language, for example `1` to `ja`.
    pub keys: BTreeMap<char, Language>,
    /// Silence after the menu, in milliseconds, before the default is taken.
    pub timeout_ms: u64,
}

impl Default for IvrFlow {
    fn default() -> Self {
        Self { greeting: true, language_menu: Some(LanguageMenu::default()), default_language: Language::Ja }
    }
}

impl Default for LanguageMenu {
    fn default() -> Self {
        Self { keys: BTreeMap::from([('1', Language::Ja), ('2', Language::En)]), timeout_ms: 5_000 }
    }
}

/// What is wrong with a flow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IvrFault {
    /// The menu offers nothing.
    #[error("the language menu has no keys")]
    NoKeys,
    /// A key no telephone has.
    #[error("the language menu names key {0:?}; a telephone has 0-9, * and #")]
    NotAKey(char),
    /// The default cannot be chosen in the menu.
    #[error("the default language {0:?} is not in the language menu")]
    DefaultNotOffered(Language),
    /// A timeout nobody can meet, or nobody would wait for.
    #[error("the language menu waits {0} ms; it must be 1,000 to 30,000")]
    Timeout(u64),
}

impl IvrFlow {
    /// Every language served, the default first.
    #[must_use]
    pub fn languages(&self) -> Vec<Language> {
        let mut languages = vec![self.default_language];
        let offered = self.language_menu.iter().flat_map(|it| it.keys.values());
        for language in offered {
            if !languages.contains(language) {
                languages.push(*language);
            }
        }
        languages
    }

    /// The language a key chooses.
    #[must_use]
    pub fn language_of(&self, key: char) -> Option<Language> {
        self.language_menu.as_ref()?.keys.get(&key).copied()
    }

    /// Checks that the flow can be followed.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check(&self) -> Result<(), IvrFault> {
        let Some(menu) = &self.language_menu else {
            return Ok(());
        };
        if menu.keys.is_empty() {
            return Err(IvrFault::NoKeys);
        }
        if let Some(key) = menu.keys.keys().find(|key| !is_key(**key)) {
            return Err(IvrFault::NotAKey(*key));
        }
        if !menu.keys.values().any(|it| *it == self.default_language) {
            return Err(IvrFault::DefaultNotOffered(self.default_language));
        }
        if !(1_000..=30_000).contains(&menu.timeout_ms) {
            return Err(IvrFault::Timeout(menu.timeout_ms));
        }
        Ok(())
    }
}

/// True for the twelve keys of a telephone (RFC 4733 §3.2, without A-D).
#[must_use]
pub fn is_key(key: char) -> bool {
    key.is_ascii_digit() || matches!(key, '*' | '#')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(keys: &[(char, Language)], timeout_ms: u64) -> IvrFlow {
        let keys = keys.iter().copied().collect();
        IvrFlow { language_menu: Some(LanguageMenu { keys, timeout_ms }), ..IvrFlow::default() }
    }

    #[test]
    fn flow_that_cannot_be_followed_is_refused_with_the_reason() {
        use Language::{En, Ja};
        let cases = [
            (flow(&[], 5_000), Err(IvrFault::NoKeys)),
            (flow(&[('A', Ja)], 5_000), Err(IvrFault::NotAKey('A'))),
            (flow(&[('2', En)], 5_000), Err(IvrFault::DefaultNotOffered(Ja))),
            (flow(&[('1', Ja)], 999), Err(IvrFault::Timeout(999))),
            (flow(&[('1', Ja)], 30_001), Err(IvrFault::Timeout(30_001))),
            (flow(&[('1', Ja), ('*', En)], 5_000), Ok(())),
            (IvrFlow { language_menu: None, ..IvrFlow::default() }, Ok(())),
            (IvrFlow::default(), Ok(())),
        ];
        for (flow, verdict) in cases {
            assert_eq!(flow.check(), verdict, "{flow:?}");
        }
    }

    #[test]
    fn default_language_is_spoken_first() {
        let flow = IvrFlow { default_language: Language::En, ..IvrFlow::default() };
        assert_eq!(flow.languages(), [Language::En, Language::Ja]);
    }
}
