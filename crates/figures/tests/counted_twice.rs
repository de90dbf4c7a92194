//! A generated month counted twice: by the crate, and by a slow count that shares no code with it. Every cell of T1 to
//! T6 must be equal.

use std::collections::BTreeMap;

use crate::generated::{self, Size};
use crate::slow_count::{Num, Place, count};
use figures::{Report, Value};

const TABLES: [&str; 6] = ["T1", "T2", "T3", "T4", "T5", "T6"];

fn plain(value: &Value) -> Num {
    let whole = |n: u64| i64::try_from(n).unwrap();
    match value {
        Value::Nothing => Num::None,
        Value::Count { n } => Num::One(whole(*n)),
        Value::Change { by } => Num::One(*by),
        Value::Span { ms } => Num::One(whole(*ms)),
        Value::Share { of, whole: all } => Num::Two(whole(*of), whole(*all)),
        Value::Mean { sum_ms, count } => Num::Two(whole(*sum_ms), whole(*count)),
        Value::Date { .. } | Value::Text { .. } => panic!("no number: {value:?}"),
    }
}

fn cells(report: &Report) -> BTreeMap<Place, Num> {
    let mut found = BTreeMap::new();
    for table in report.tables.iter().filter(|table| TABLES.contains(&table.id.as_str())) {
        for row in &table.rows {
            assert_eq!(row.cells.len(), table.columns.len(), "{} {}", table.id, row.id);
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                let place = (table.id.clone(), row.id.clone(), column.id.clone());
                assert!(found.insert(place, plain(&cell.value)).is_none(), "{} {} {}", table.id, row.id, column.id);
            }
        }
    }
    found
}

/// Compares every cell and answers how many there were.
fn compare(seed: u64, year: i32, month: u32, size: Size) -> usize {
    let (order, material) = generated::month(seed, year, month, size);
    let report = Report::of(&material, &order).unwrap();
    let (one, other) = (cells(&report), count(&material, year, month));
    let keys: std::collections::BTreeSet<&Place> = one.keys().chain(other.keys()).collect();
    for key in keys {
        assert_eq!(one.get(key), other.get(key), "seed {seed}, {year}-{month}: {key:?}");
    }
    one.len()
}

#[test]
fn a_month_of_a_city_is_the_same_in_every_cell_by_an_independent_count() {
    let cells = compare(1, 2026, 6, Size { contacts: 4_000, damaged: false });
    assert!(cells > 1_500, "only {cells} cells");
}

#[test]
fn a_month_of_damaged_logs_is_the_same_in_every_cell_by_an_independent_count() {
    compare(2, 2026, 12, Size { contacts: 4_000, damaged: true });
}

#[test]
fn fifty_small_months_are_the_same_in_every_cell_by_an_independent_count() {
    for seed in 0..50 {
        let (year, month) = generated::some_month(seed);
        compare(100 + seed, year, month, Size { contacts: 60, damaged: seed.is_multiple_of(2) });
    }
}
