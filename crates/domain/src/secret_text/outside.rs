//! What was spoken of before a text, part by part.
//!
//! Owns how near a topic must be to count. `conversation` fills it in; `speech` asks it about digits.

use std::ops::Range;

use crate::secret_text::context::{TextContext, boundary_after, speaks_of_individual_number};
use crate::secret_text::topics::{Topic, last_topic};

/// How far before digits the text itself is searched for a topic, in bytes.
const REACH_BYTES: usize = 600;

/// A topic and how near it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Near {
    /// What is spoken of.
    pub(super) topic: Topic,
    /// Whether it was named in the same breath or has just been asked for.
    pub(super) fresh: bool,
}

impl Near {
    /// Whether a password or a PIN is spoken of.
    pub(super) fn is_of_a_password(self) -> bool {
        matches!(self.topic, Topic::Password | Topic::Pin)
    }
}

/// What is known from outside about each part of a text, and the numbers heard before.
#[derive(Debug, Default)]
pub(super) struct Outside {
    /// Where each part begins, in order, with what was spoken of before it.
    pub(super) parts: Vec<(usize, Option<Near>)>,
    /// The digits of numbers already found, which are secret wherever they are said again.
    pub(super) known: Vec<Vec<u8>>,
    /// Whether the text may go on, so that digits at its end may become a secret.
    pub(super) open: bool,
}

impl Outside {
    /// What a caller knows of a single text.
    pub(super) fn of(context: TextContext) -> Self {
        let topic = match context {
            TextContext { individual_number: true, .. } => Some(Topic::IndividualNumber),
            TextContext { pin_or_password: true, .. } => Some(Topic::Pin),
            TextContext { .. } => None,
        };
        let near = topic.map(|topic| Near { topic, fresh: true });
        Self { parts: vec![(0, near)], ..Self::default() }
    }

    /// The topic of the digits at `bytes` of `text`: what the same part names before them, what it names
    /// straight after, or what was spoken of before the part.
    pub(super) fn topic(&self, text: &str, bytes: &Range<usize>) -> Option<Near> {
        let part = self.parts.iter().rev().find(|(from, _)| *from <= bytes.start);
        let (from, before) = part.copied().unwrap_or((0, None));
        let named =
            last_topic(&text[boundary_after(text, from.max(bytes.start.saturating_sub(REACH_BYTES)))..bytes.start]);
        let own = named.map(|topic| Near { topic, fresh: true });
        if own.is_none_or(|near| near.topic == Topic::SomeNumber) && speaks_of_individual_number(text, bytes) {
            return Some(Near { topic: Topic::IndividualNumber, fresh: true });
        }
        own.or(before)
    }

    /// Whether the digits at `bytes` are spoken of as the individual number by its name, and just then.
    pub(super) fn names_the_number(&self, text: &str, bytes: &Range<usize>) -> bool {
        self.topic(text, bytes) == Some(Near { topic: Topic::IndividualNumber, fresh: true })
    }

    /// Whether the digits at `bytes` are spoken of just then as a number, named or not.
    pub(super) fn speaks_of_a_number(&self, text: &str, bytes: &Range<usize>) -> bool {
        let near = self.topic(text, bytes);
        near.is_some_and(|near| near.fresh && matches!(near.topic, Topic::IndividualNumber | Topic::SomeNumber))
    }
}
