//! The changes between two editions as pages: added, changed word by word, removed.

use serde::Serialize;

use super::fonts::Fonts;
use super::press::print;
use super::shown::{ShownPiece, pieces};
use crate::changes::{ChangeList, ChangedEntry, EditionName, FieldChange, ListedEntry};
use crate::error::DocumentError;
use crate::words;

const TEMPLATE: &str = include_str!("changes.typ");

/// Sets a list of changes.
///
/// # Errors
/// When there are no fonts.
pub fn changes_pdf(list: &ChangeList, fonts: &Fonts) -> Result<Vec<u8>, DocumentError> {
    let shown = Shown {
        title: format!("{} よくある質問（FAQ）{} 変更一覧", list.city, words::edition(list.to.number)),
        city: list.city.clone(),
        name: words::edition(list.to.number),
        from: list.from.map(named),
        to: named(list.to),
        demonstration: list.demonstration,
        added: list.added.iter().map(ShownListed::of).collect(),
        changed: list.changed.iter().map(ShownChanged::of).collect(),
        removed: list.removed.iter().map(ShownListed::of).collect(),
    };
    print(TEMPLATE, &shown, list.to.made_at, fonts)
}

fn named(name: EditionName) -> String {
    format!("{}（{}）", words::edition(name.number), words::date(words::day_of(name.made_at)))
}

#[derive(Serialize)]
struct Shown {
    title: String,
    city: String,
    name: String,
    from: Option<String>,
    to: String,
    demonstration: bool,
    added: Vec<ShownListed>,
    changed: Vec<ShownChanged>,
    removed: Vec<ShownListed>,
}

#[derive(Serialize)]
struct ShownListed {
    cite: String,
    topic: String,
    question: String,
}

#[derive(Serialize)]
struct ShownChanged {
    entry: ShownListed,
    before: String,
    fields: Vec<ShownField>,
}

/// A field that differs.
#[derive(Serialize)]
pub(super) struct ShownField {
    name: &'static str,
    pieces: Vec<ShownPiece>,
}

impl ShownListed {
    fn of(entry: &ListedEntry) -> Self {
        let ListedEntry { key, version, topic, question } = entry;
        Self { cite: format!("{key}@{version}"), topic: words::topic(*topic), question: question.clone() }
    }
}

impl ShownChanged {
    fn of(changed: &ChangedEntry) -> Self {
        Self {
            entry: ShownListed::of(&changed.entry),
            before: format!("{}@{}", changed.entry.key, changed.before),
            fields: changed.fields.iter().map(ShownField::of).collect(),
        }
    }
}

impl ShownField {
    pub(super) fn of(change: &FieldChange) -> Self {
        Self { name: words::field(change.field), pieces: pieces(&change.pieces) }
    }
}
