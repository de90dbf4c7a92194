//! What changed from one edition to the next, entry by entry and word by word.

use std::collections::BTreeMap;

use domain::knowledge::compare::{Change, changes, line_changes};
use domain::knowledge::entry::{Entry, EntryKey, Field, Topic, Version};
use domain::knowledge::table::{differing, write_row};
use domain::time::Timestamp;

use crate::edition::{EditionDocument, EditionEntry};

/// The changes between two editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeList {
    /// The city, in Japanese.
    pub city: String,
    /// The edition before; `None` where this is the first.
    pub from: Option<EditionName>,
    /// The edition that is listed.
    pub to: EditionName,
    /// Whether a text of either was not approved by the city.
    pub demonstration: bool,
    /// Entries the edition before did not have.
    pub added: Vec<ListedEntry>,
    /// Entries whose text is another.
    pub changed: Vec<ChangedEntry>,
    /// Entries the edition before had and this one has not.
    pub removed: Vec<ListedEntry>,
}

/// Which edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditionName {
    /// Its number, counted from 1.
    pub number: u32,
    /// When it was made.
    pub made_at: Timestamp,
}

/// An entry that came or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedEntry {
    /// Its name.
    pub key: EntryKey,
    /// The text that came or went.
    pub version: Version,
    /// What it is about.
    pub topic: Topic,
    /// Its Japanese question.
    pub question: String,
}

/// An entry whose text is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedEntry {
    /// The entry as it is listed, with its later version.
    pub entry: ListedEntry,
    /// Its version in the edition before.
    pub before: Version,
    /// What differs; empty where the text was approved again as it was.
    pub fields: Vec<FieldChange>,
}

/// One field that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Which.
    pub field: Field,
    /// Its words, kept, added and removed.
    pub pieces: Vec<Change>,
}

impl ChangeList {
    /// What changed from `before` to `edition`, in the order of topics and keys.
    #[must_use]
    pub fn between(before: Option<&EditionDocument>, edition: &EditionDocument) -> Self {
        let old = before.map(by_key).unwrap_or_default();
        let texts = by_key(edition);
        let added = texts.iter().filter(|(key, _)| !old.contains_key(**key)).map(|(_, entry)| listed(entry));
        let removed = old.iter().filter(|(key, _)| !texts.contains_key(**key)).map(|(_, entry)| listed(entry));
        let both = texts.iter().filter_map(|(key, entry)| Some((*old.get(*key)?, *entry)));
        let changed = both.filter(|(old, entry)| old.version != entry.version || old.content != entry.content);
        Self {
            city: edition.city.clone(),
            from: before.map(EditionDocument::name),
            to: edition.name(),
            demonstration: edition.is_demonstration() || before.is_some_and(EditionDocument::is_demonstration),
            added: in_order(added.collect(), |entry| entry),
            changed: in_order(changed.map(|(old, entry)| changed_entry(old, entry)).collect(), |one| &one.entry),
            removed: in_order(removed.collect(), |entry| entry),
        }
    }
}

impl EditionDocument {
    /// Number and moment.
    #[must_use]
    pub fn name(&self) -> EditionName {
        EditionName { number: self.number, made_at: self.made_at }
    }
}

fn by_key(edition: &EditionDocument) -> BTreeMap<&EntryKey, &EditionEntry> {
    edition.entries.iter().map(|entry| (&entry.content.key, entry)).collect()
}

fn in_order<T>(mut list: Vec<T>, entry: impl Fn(&T) -> &ListedEntry) -> Vec<T> {
    list.sort_by(|a, b| {
        let (a, b) = (entry(a), entry(b));
        (a.topic, &a.key).cmp(&(b.topic, &b.key))
    });
    list
}

fn listed(entry: &EditionEntry) -> ListedEntry {
    let Entry { key, topic, ja, .. } = &entry.content;
    ListedEntry { key: key.clone(), version: entry.version, topic: *topic, question: ja.question.clone() }
}

fn changed_entry(old: &EditionEntry, entry: &EditionEntry) -> ChangedEntry {
    ChangedEntry { entry: listed(entry), before: old.version, fields: field_changes(&old.content, &entry.content) }
}

/// The fields in which two entries differ, word by word.
pub(crate) fn field_changes(old: &Entry, entry: &Entry) -> Vec<FieldChange> {
    let (before, after) = (write_row(old), write_row(entry));
    let cell = |row: &[String], field: Field| row.get(field.index()).cloned().unwrap_or_default();
    let change = |field| {
        let (before, after) = (cell(&before, field), cell(&after, field));
        // A digest that differs in one sign is another one.
        let between = if field == Field::Attachments { line_changes } else { changes };
        FieldChange { field, pieces: between(&before, &after) }
    };
    differing(old, entry).into_iter().map(change).collect()
}
