//! T9: traces of visits that were erased, n of n, and the longest it took (clause 6(2)③d).

use super::quality::{columns, measured};
use crate::reader::Reader;
use crate::table::Table;
use crate::words::Words;

/// T9 of a term.
#[must_use]
pub fn table(reader: &Reader) -> Table {
    Table {
        id: "T9".to_owned(),
        title: Words::new("消去の記録", "Erasure"),
        row_title: Words::new("項目", "item"),
        columns: columns(),
        rows: ["traces_erased", "photos_erased", "erasure_longest"]
            .into_iter()
            .map(|id| measured(reader, id))
            .collect(),
        notes: Vec::new(),
    }
}
