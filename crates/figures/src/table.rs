//! Plain tables: titles in both languages, columns with their unit and definition, rows of exact figures.
//!
//! The form documents, sheets and screens are made from. A cell keeps how it came to be, so that it can be opened to the
//! contacts behind it; that part is not written out. It must never know contacts. Next: `reader`, which fills cells.

use serde::{Deserialize, Serialize};

use crate::filter::Filter;
use crate::formula::{Formula, Measure};
use crate::value::{Unit, Value};
use crate::words::Words;

/// One table of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name in data, such as `T3`.
    pub id: String,
    /// Its title.
    pub title: Words,
    /// What the rows are.
    pub row_title: Words,
    /// Columns, each row's cells in the same order.
    pub columns: Vec<Column>,
    /// Rows in order.
    pub rows: Vec<Row>,
    /// What a reader must know.
    pub notes: Vec<Words>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name in data, such as `offered`.
    pub id: String,
    /// What it is called.
    pub title: Words,
    /// What several columns are together, such as a weekday.
    pub group: Option<Words>,
    /// What its numbers are, where a cell does not say otherwise.
    pub unit: Unit,
    /// The definition it shows on request.
    pub formula: Option<FormulaMark>,
}

/// Which definition, in which version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FormulaMark {
    /// Its name.
    pub id: String,
    /// Its version.
    pub version: u32,
}

impl FormulaMark {
    /// The mark of a definition.
    #[must_use]
    pub fn of(formula: &Formula) -> Self {
        Self { id: formula.id.to_owned(), version: formula.version }
    }
}

/// What a row is to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// A part: all parts above a total sum to it.
    Part,
    /// A part of the part above it: these sum to that.
    Detail,
    /// The sum of the parts since the total before.
    Total,
    /// Stands for itself.
    Apart,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its name in data, such as `2026-04-01`.
    pub id: String,
    /// What it is called.
    pub label: Words,
    /// What it is to the others.
    pub kind: RowKind,
    /// One cell a column.
    pub cells: Vec<Cell>,
}

/// One figure of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The figure.
    pub value: Value,
    /// What it is told in.
    pub unit: Unit,
    /// How it came to be; `None` where it comes from no contact.
    #[serde(skip)]
    pub recipe: Option<Recipe>,
}

/// How a figure comes of contacts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipe {
    /// A measure over contacts.
    Over {
        /// Which contacts.
        filter: Filter,
        /// What of them.
        measure: Measure,
    },
    /// A count as a share of the same count over more contacts.
    PartOf {
        /// Which contacts.
        filter: Filter,
        /// Of which.
        whole: Filter,
        /// What of them.
        measure: Measure,
    },
    /// A count less the same count of the term before.
    Change {
        /// Which contacts.
        filter: Filter,
        /// What of them.
        measure: Measure,
    },
}

impl Table {
    /// The cell at a row and a column, by their names in data.
    #[must_use]
    pub fn cell(&self, row: &str, column: &str) -> Option<&Cell> {
        let place = self.columns.iter().position(|it| it.id == column)?;
        self.rows.iter().find(|it| it.id == row)?.cells.get(place)
    }
}

impl Cell {
    /// A figure that comes from no contact.
    #[must_use]
    pub fn plain(value: Value, unit: Unit) -> Self {
        Self { value, unit, recipe: None }
    }

    /// Words.
    #[must_use]
    pub fn text(words: Words) -> Self {
        Self::plain(Value::Text { words }, Unit::Text)
    }

    /// How many.
    #[must_use]
    pub fn count(n: u64) -> Self {
        Self::plain(Value::Count { n }, Unit::Count)
    }

    /// No figure.
    #[must_use]
    pub fn nothing() -> Self {
        Self::plain(Value::Nothing, Unit::Text)
    }
}
