//! A contact as the history shows it: masked.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::numbers::E164;
use serde::Serialize;
use storage::contacts::{self, Contact};
use storage::recordings::Recording;
use utoipa::ToSchema;
use uuid::Uuid;
use vault::KeyRing;

/// One row of the history.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ContactRow {
    /// Which.
    pub id: Uuid,
    /// `phone`, `counter` or `chat`.
    pub channel: String,
    /// `inbound` or `outbound`.
    pub direction: String,
    /// `ja` or `en`.
    pub language: Option<String>,
    /// The number without its first digits; null when it was withheld or erased.
    pub caller_masked: Option<String>,
    /// The queue reached.
    pub queue: Option<String>,
    /// When it came to be.
    pub arrived_at: DateTime<Utc>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// How long it waited.
    pub wait_ms: Option<i64>,
    /// How long was talked.
    pub talk_ms: i64,
    /// How long the visitor was away to pay in a guided flow; it is no waiting.
    pub detour_ms: i64,
    /// The agent who had it last.
    pub agent: Option<PersonRef>,
    /// `answered`, `abandoned`, `ended_by_system`, `callback_unreached`, `not_offered`; null while it waits.
    pub acceptance: Option<String>,
    /// How an answered contact ended.
    pub end: Option<String>,
    /// Topic, `ア` to `ケ`.
    pub topic: Option<String>,
    /// Sub-code.
    pub sub_code: Option<String>,
    /// Outcome as filed.
    pub outcome: Option<String>,
    /// Whether there is a recording.
    pub has_recording: bool,
    /// What is wrong with the recording.
    pub recording_fault: Option<String>,
}

/// Somebody by name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PersonRef {
    /// The account.
    pub id: Uuid,
    /// The name colleagues see.
    pub name: String,
}

/// What rows are made with.
pub(super) struct RowMaker<'a> {
    /// Opens numbers in order to mask them.
    pub(super) ring: &'a KeyRing,
    /// Names of accounts.
    pub(super) names: &'a BTreeMap<Uuid, String>,
}

impl RowMaker<'_> {
    /// The row of a contact.
    pub(super) fn row(&self, contact: &Contact, recordings: &[Recording]) -> ContactRow {
        let (topic, sub_code) = split_topic(contact.topic.as_deref());
        ContactRow {
            id: contact.id,
            channel: contact.channel.clone(),
            direction: contact.direction.clone(),
            language: contact.language.clone(),
            caller_masked: self.caller_masked(contact),
            queue: contact.queue.clone(),
            arrived_at: at(contact.arrived_at_ms),
            answered_at: contact.answered_at_ms.map(at),
            ended_at: contact.ended_at_ms.map(at),
            wait_ms: contact.wait_ms,
            talk_ms: contact.talk_ms,
            detour_ms: contact.detour_ms,
            agent: contact.agent.map(|id| self.person(id)),
            acceptance: contact.acceptance.clone(),
            end: contact.ended_by.clone(),
            topic,
            sub_code,
            outcome: contact.outcome.clone(),
            has_recording: recordings.iter().any(Recording::has_sound) && contact.erased_at_ms.is_none(),
            recording_fault: recordings.iter().find_map(|recording| recording.fault.clone()),
        }
    }

    /// Somebody by name; an account that is gone keeps its id.
    pub(super) fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }

    fn caller_masked(&self, contact: &Contact) -> Option<String> {
        let key = contacts::key(contact, self.ring).ok()?;
        let number = contacts::caller(contact, &key).ok()??;
        Some(masked(&number))
    }
}

/// All but the last four digits hidden, whatever the form of the number.
pub(super) fn masked(number: &str) -> String {
    E164::parse(number).map_or_else(|_| "******".to_owned(), |number| number.masked())
}

/// A moment from the database.
pub(super) fn at(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}

/// `ア-1` is sub-code `ア-1` of topic `ア`.
fn split_topic(code: Option<&str>) -> (Option<String>, Option<String>) {
    match code.map(|code| (code.split_once('-'), code)) {
        Some((Some((topic, _)), code)) => (Some(topic.to_owned()), Some(code.to_owned())),
        Some((None, code)) => (Some(code.to_owned()), None),
        None => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sub_code_names_its_topic() {
        let check = |code, topic: Option<&str>, sub: Option<&str>| {
            assert_eq!(split_topic(code), (topic.map(str::to_owned), sub.map(str::to_owned)));
        };
        check(Some("ア-1"), Some("ア"), Some("ア-1"));
        check(Some("ケ"), Some("ケ"), None);
        check(None, None, None);
    }

    #[test]
    fn a_number_shows_its_last_four_digits_alone() {
        assert!(masked("+81462551111").ends_with("1111"));
        assert!(!masked("+81462551111").contains("255"));
        assert_eq!(masked("sip:somebody"), "******");
    }
}
