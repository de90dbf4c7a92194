//! Editions and drafts as documents: texts by key and version become what `documents` sets.

use std::collections::BTreeMap;

use documents::{ApprovalGround, ApprovalNote, EditionDocument, EditionEntry, ReviewEntry, ReviewSheet};
use domain::knowledge::entry::EntryKey;
use domain::knowledge::workflow::{ApprovalBy, ApprovedText, Dossier, Stage};
use domain::time::Timestamp;
use storage::faq_editions::FaqEdition;
use storage::faq_entries::StoredEntry;

use super::people::People;

/// All entries by key.
pub(super) type Shelved = BTreeMap<EntryKey, StoredEntry>;

/// Entries by their keys.
pub(super) fn by_key(entries: Vec<StoredEntry>) -> Shelved {
    entries.into_iter().map(|entry| (entry.dossier.parts().key.clone(), entry)).collect()
}

/// An edition with its texts.
pub(super) fn edition(city: &str, edition: &FaqEdition, entries: &Shelved, people: &People) -> EditionDocument {
    let text = |(key, version): (&EntryKey, &_)| entries.get(key)?.dossier.text(*version);
    EditionDocument {
        city: city.to_owned(),
        number: edition.number.unsigned_abs(),
        made_at: Timestamp(edition.made_at_ms),
        note: edition.note.clone(),
        entries: edition.texts.iter().filter_map(text).map(|text| entry(text, people)).collect(),
    }
}

fn entry(text: &ApprovedText, people: &People) -> EditionEntry {
    let ground = match &text.approval.by {
        ApprovalBy::Officer { .. } => ApprovalGround::Officer,
        ApprovalBy::ReviewFile { file, .. } => {
            ApprovalGround::ReviewFile { officer_name: file.officer_name.clone(), signed_on: file.signed_on }
        }
        ApprovalBy::RollBack { of, .. } => ApprovalGround::RollBack { of: *of },
        ApprovalBy::Demonstration { .. } => ApprovalGround::Demonstration,
    };
    let by = people.agent(text.approval.entered_by()).name;
    EditionEntry {
        version: text.version,
        content: text.content.clone(),
        stale: text.links.stale(),
        approval: ApprovalNote { ground, by, at: text.approval.at },
    }
}

/// Everything that awaits the city's approval.
pub(super) fn review(city: &str, made_at: Timestamp, entries: &Shelved) -> ReviewSheet {
    let entries = entries.values().filter_map(|entry| awaiting(&entry.dossier));
    ReviewSheet { city: city.to_owned(), made_at, entries: entries.collect() }
}

fn awaiting(dossier: &Dossier) -> Option<ReviewEntry> {
    let draft = dossier.draft()?;
    match draft.stage {
        Stage::Writing => None,
        Stage::InReview { .. } => Some(ReviewEntry {
            version: dossier.next_version(),
            revision: draft.revision,
            content: draft.content.clone(),
            before: dossier.parts().versions.last().map(|text| text.content.clone()),
        }),
    }
}
