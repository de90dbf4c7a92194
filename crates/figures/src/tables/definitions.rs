//! The definitions a report is counted by, as a table: what a figure shows on request, and the data dictionary.

use crate::formula::{Edition, Formula};
use crate::table::{Cell, Column, Row, RowKind, Table};
use crate::value::Unit;
use crate::words::Words;

/// The definitions of an edition.
#[must_use]
pub fn table(edition: Edition) -> Table {
    let column = |id: &str, ja, en, unit| {
        let title = Words::new(ja, en);
        Column { id: id.to_owned(), title, group: None, unit, formula: None }
    };
    Table {
        id: "definitions".to_owned(),
        title: Words::new("指標の定義", "Definitions"),
        row_title: Words::new("指標", "figure"),
        columns: vec![
            column("name", "名称", "name", Unit::Text),
            column("version", "版", "version", Unit::Count),
            column("text", "定義", "definition", Unit::Text),
            column("denominator", "分母", "denominator", Unit::Text),
        ],
        rows: edition.formulas().map(row).collect(),
        notes: Vec::new(),
    }
}

fn row(formula: &Formula) -> Row {
    let denominator = formula.denominator.map_or_else(Cell::nothing, |said| Cell::text(said.words()));
    Row {
        id: formula.id.to_owned(),
        label: Words::same(formula.id),
        kind: RowKind::Apart,
        cells: vec![
            Cell::text(formula.name.words()),
            Cell::count(u64::from(formula.version)),
            Cell::text(formula.text.words()),
            denominator,
        ],
    }
}
