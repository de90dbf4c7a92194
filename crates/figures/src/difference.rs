//! What a correction changes: every figure that is another in the later version of a report, old and new side by side.
//!
//! A delivered report stays as it was; the later version goes to the city with this table. It must never know why
//! something was corrected: a person writes that. Next: `report`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::table::{Cell, Column, Row, RowKind, Table};
use crate::value::{Unit, Value};
use crate::words::Words;

/// A written report that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("not a report written by this program: {0}")]
pub struct ReadFault(#[from] serde_json::Error);

/// The tables of a report out of its written form.
///
/// # Errors
/// [`ReadFault`] when it is no report.
pub fn tables_of(written: &[u8]) -> Result<Vec<Table>, ReadFault> {
    #[derive(Deserialize)]
    struct Written {
        tables: Vec<Table>,
    }
    let written: Written = serde_json::from_slice(written)?;
    Ok(written.tables)
}

/// Every cell that is not the same in both, and those that stand in one alone.
#[must_use]
pub fn table(before: &[Table], after: &[Table]) -> Table {
    let (old, new) = (cells(before), cells(after));
    let places: BTreeSet<&Place> = old.keys().chain(new.keys()).collect();
    let changed = places.into_iter().filter(|place| old.get(place).map(value) != new.get(place).map(value));
    let column = |(id, ja, en): (&str, &str, &str)| Column {
        id: id.to_owned(),
        title: Words::new(ja, en),
        group: None,
        unit: Unit::Text,
        formula: None,
    };
    Table {
        id: "difference".to_owned(),
        title: Words::new("訂正による変更", "What a correction changed"),
        row_title: Words::new("箇所", "place"),
        columns: [("place", "項目", "item"), ("before", "訂正前", "before"), ("after", "訂正後", "after")]
            .map(column)
            .into(),
        rows: changed.map(|place| row(place, old.get(place), new.get(place))).collect(),
        notes: Vec::new(),
    }
}

/// Table, row and column by their names in data, so that a row more above does not make all below it another.
type Place = (String, String, String);

struct Found<'t> {
    cell: &'t Cell,
    title: Words,
}

fn cells(tables: &[Table]) -> BTreeMap<Place, Found<'_>> {
    let mut found = BTreeMap::new();
    for table in tables {
        for row in &table.rows {
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                let place = (table.id.clone(), row.id.clone(), column.id.clone());
                let title = Words::new(
                    &format!("{}／{}／{}", table.title.ja, row.label.ja, column.title.ja),
                    &format!("{} / {} / {}", table.title.en, row.label.en, column.title.en),
                );
                found.insert(place, Found { cell, title });
            }
        }
    }
    found
}

fn value<'t>(found: &Found<'t>) -> &'t Value {
    &found.cell.value
}

fn row(place: &Place, old: Option<&Found>, new: Option<&Found>) -> Row {
    let (table, row, column) = place;
    let id = format!("{table}.{row}.{column}");
    let title = new.or(old).map_or_else(Words::default, |found| found.title.clone());
    let cell = |found: Option<&Found>| found.map_or_else(Cell::nothing, |found| found.cell.clone());
    Row { label: Words::same(&id), id, kind: RowKind::Apart, cells: vec![Cell::text(title), cell(old), cell(new)] }
}
