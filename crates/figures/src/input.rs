//! What figures are counted from: plain records, as whoever keeps them hands them over.
//!
//! Nothing personal is in them: a caller is a mark, a question is redacted, an agent is an id with a name beside it. It
//! must never know how they are stored. Next: `facts`, which reads them; `contact` and `service` for the records.

mod contact;
mod service;

use std::collections::BTreeMap;

use domain::agent::AgentEvent;
use domain::service_flow::FlowId;
use serde::{Deserialize, Serialize};

use crate::opening::OpeningHours;

pub use contact::{
    Booking, BookingKind, BookingResult, CallerMark, ContactRecord, Covered, Erasure, Filing, Outcome, Survey,
};
pub use service::{
    AgentName, ApplicationLine, FaqRevision, Matter, MatterKind, Outage, Question, QuestionOutcome, QuestionPlace,
    Redaction, TopicName, shipped_flows,
};

/// The most contacts one report is counted from; ten years of a large city's line.
pub const CONTACTS_MAX: usize = 3_000_000;
/// The most entries one contact's log may have.
pub const LOG_MAX: usize = 20_000;
/// The most topics, retired ones among them.
pub const TOPICS_MAX: usize = 2_000;
/// The most records of any other kind.
pub const RECORDS_MAX: usize = 5_000_000;
/// The most letters of a topic's code, a name, a question or a gist.
pub const LETTERS_MAX: usize = 2_000;

/// Everything a report is counted from. What arrived outside the term may be among it: the month before is needed for
/// the change on it, and some days after for callers who came again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Material {
    /// Contacts with their logs, in any order.
    pub contacts: Vec<ContactRecord>,
    /// The agents' state logs, in any order.
    pub agent_log: Vec<AgentEvent>,
    /// Names of agents, each from a day on.
    pub agent_names: Vec<AgentName>,
    /// Topics in their order, retired ones among them.
    pub topics: Vec<TopicName>,
    /// Which line of the table of applications each flow belongs to.
    pub flows: BTreeMap<FlowId, ApplicationLine>,
    /// When the service was open.
    pub opening: OpeningHours,
    /// When it did not work.
    pub outages: Vec<Outage>,
    /// What was asked of the FAQ.
    pub questions: Vec<Question>,
    /// Entries of the FAQ that were published, changed or withdrawn.
    pub faq_revisions: Vec<FaqRevision>,
    /// Secrets taken out of text and sound.
    pub redactions: Vec<Redaction>,
    /// Escalations, complaints and incidents.
    pub matters: Vec<Matter>,
}

/// Material nobody can count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MaterialFault {
    /// There is too much of one kind.
    #[error("{what}: {count} records; at most {max}")]
    TooMany {
        /// Which kind.
        what: &'static str,
        /// How many came.
        count: usize,
        /// How many are taken.
        max: usize,
    },
    /// A text is too long.
    #[error("{what} has {letters} letters; at most {LETTERS_MAX}")]
    TooLong {
        /// Which text.
        what: &'static str,
        /// Its letters.
        letters: usize,
    },
}

impl Material {
    /// Refuses material that is beyond what a report is counted from.
    ///
    /// # Errors
    /// With the first that is beyond its limit.
    pub fn check(&self) -> Result<(), MaterialFault> {
        let longest_log = self.contacts.iter().map(|record| record.log.len()).max().unwrap_or(0);
        let counts = [
            ("contacts", self.contacts.len(), CONTACTS_MAX),
            ("entries of one contact's log", longest_log, LOG_MAX),
            ("agents' states", self.agent_log.len(), RECORDS_MAX),
            ("names of agents", self.agent_names.len(), RECORDS_MAX),
            ("topics", self.topics.len(), TOPICS_MAX),
            ("flows", self.flows.len(), RECORDS_MAX),
            ("outages", self.outages.len(), RECORDS_MAX),
            ("questions", self.questions.len(), RECORDS_MAX),
            ("FAQ revisions", self.faq_revisions.len(), RECORDS_MAX),
            ("redactions", self.redactions.len(), RECORDS_MAX),
            ("matters", self.matters.len(), RECORDS_MAX),
        ];
        if let Some((what, count, max)) = counts.into_iter().find(|(_, count, max)| count > max) {
            return Err(MaterialFault::TooMany { what, count, max });
        }
        match self.texts().find(|(_, text)| text.len() > LETTERS_MAX && text.chars().count() > LETTERS_MAX) {
            Some((what, text)) => Err(MaterialFault::TooLong { what, letters: text.chars().count() }),
            None => Ok(()),
        }
    }

    fn texts(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let filed = self.contacts.iter().filter_map(|record| record.filing.as_ref());
        let codes = filed.map(|filing| ("a filed topic", &filing.topic));
        let topics = self
            .topics
            .iter()
            .flat_map(|it| [("a topic", &it.code), ("a topic", &it.name.ja), ("a topic", &it.name.en)]);
        let names = self.agent_names.iter().map(|it| ("an agent's name", &it.name));
        let questions = self.questions.iter().map(|it| ("a question", &it.text));
        let matters = self.matters.iter().flat_map(|it| [&it.gist, &it.handed_to]);
        let matters = matters.flat_map(|words| [("a matter", &words.ja), ("a matter", &words.en)]);
        codes.chain(topics).chain(names).chain(questions).chain(matters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;

    #[test]
    fn material_beyond_its_limits_is_refused_with_what_is_too_much() {
        let mut material = Material::default();
        assert_eq!(material.check(), Ok(()));
        let long = "長".repeat(LETTERS_MAX + 1);
        let name = Words::same(&long);
        material.topics.push(TopicName { code: "ア".to_owned(), parent: None, name, is_retired: false });
        assert_eq!(material.check(), Err(MaterialFault::TooLong { what: "a topic", letters: LETTERS_MAX + 1 }));
    }
}
