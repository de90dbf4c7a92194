//! On a thousand random months: the acceptance equation, rows sum to totals, breakdowns sum to the whole, and
//! every count opens to as many contacts as it says.

use crate::generated::{self, Size};
use domain::contact::Channel;
use figures::breakdown::Dimension;
use figures::reader::Part;
use figures::{AgentAccess, Filter, Report, RowKind, Table, Value, agents};

const MONTHS: u64 = 1_000;

fn each_month(check: impl Fn(u64, &Report, &figures::Material)) {
    for seed in 0..MONTHS {
        let (year, month) = generated::some_month(seed);
        // Some months are empty, some have one contact.
        let contacts = usize::try_from(seed % 40).unwrap();
        let (order, material) = generated::month(seed, year, month, Size { contacts, damaged: seed.is_multiple_of(3) });
        let report = Report::of(&material, &order).unwrap();
        check(seed, &report, &material);
    }
}

fn count(table: &Table, row: &str, column: &str) -> i128 {
    match table.cell(row, column).map(|cell| &cell.value) {
        Some(Value::Count { n }) => i128::from(*n),
        other => panic!("{} {row} {column}: {other:?}", table.id),
    }
}

/// What of a figure can be summed: counts, and both numbers of a share and of a mean.
fn summands(value: &Value) -> Option<(i128, i128)> {
    match value {
        Value::Count { n } => Some((i128::from(*n), 0)),
        Value::Change { by } => Some((i128::from(*by), 0)),
        Value::Share { of, whole } => Some((i128::from(*of), i128::from(*whole))),
        Value::Mean { sum_ms, count } => Some((i128::from(*sum_ms), i128::from(*count))),
        Value::Nothing | Value::Span { .. } | Value::Date { .. } | Value::Text { .. } => None,
    }
}

/// Order statistics are of all contacts at once; everything else sums.
fn sums(column: &str) -> bool {
    !matches!(column, "visit_wait_median" | "visit_wait_p90" | "visit_wait_longest" | "occupancy" | "utilisation")
}

/// Parts sum to their total, details to the part above them. A share of the whole table keeps its denominator.
fn rows_sum_to_totals(table: &Table, seed: u64) {
    for (place, column) in table.columns.iter().enumerate().filter(|(_, column)| sums(&column.id)) {
        let fixed_whole = table.id == "T5" && column.id == "share";
        let (mut sum, mut details, mut part) = ((0, 0), None::<(i128, i128)>, (0, 0));
        let name = format!("seed {seed}: {} {}", table.id, column.id);
        let close = |details: Option<(i128, i128)>, part: (i128, i128), row: &str| {
            let Some(details) = details else { return };
            assert_eq!(details.0, part.0, "{name}: details above {row}");
        };
        for row in &table.rows {
            let Some(value) = summands(&row.cells[place].value) else { continue };
            match row.kind {
                RowKind::Detail => {
                    let so_far = details.unwrap_or((0, 0));
                    details = Some((so_far.0 + value.0, so_far.1 + value.1));
                    continue;
                }
                RowKind::Part => {
                    close(details.take(), part, &row.id);
                    part = value;
                    sum = (sum.0 + value.0, sum.1 + value.1);
                }
                RowKind::Total => {
                    close(details.take(), part, &row.id);
                    assert_eq!(sum.0, value.0, "{name}: {}", row.id);
                    assert!(fixed_whole || sum.1 == value.1, "{name}: {}: {} of {}", row.id, sum.1, value.1);
                    sum = (0, 0);
                }
                RowKind::Apart => close(details.take(), part, &row.id),
            }
        }
    }
}

#[test]
fn offered_is_the_sum_of_its_four_parts_and_everything_that_arrived_is_somewhere() {
    each_month(|seed, report, _| {
        let table = report.table("T3").unwrap();
        for row in table.rows.iter().map(|row| row.id.as_str()) {
            let n = |column| count(table, row, column);
            let parts = n("answered") + n("abandoned") + n("ended_by_system") + n("callback_unreached");
            assert_eq!(n("offered"), parts, "seed {seed} {row}");
            assert!(n("short_abandoned") <= n("abandoned"), "seed {seed} {row}");
        }
        let by_channel = report.breakdown(Dimension::Channel, &Filter::all(), &[]);
        for row in by_channel.rows.iter().map(|row| row.id.as_str()) {
            let n = |column| count(&by_channel, row, column);
            let rest = n("out_of_hours") + n("ended_before_queue") + n("outbound") + n("undecided");
            assert_eq!(n("arrived"), n("offered") + rest, "seed {seed} {row}");
        }
        let waiting = report.table("T2").unwrap();
        for row in waiting.rows.iter().map(|row| row.id.as_str()) {
            let n = |column| count(waiting, row, column);
            let parts = n("answered") + n("abandoned") + n("visits_ended_waiting") + n("visits_undecided");
            assert_eq!(n("tickets"), parts, "seed {seed} {row}");
        }
    });
}

#[test]
fn the_rows_of_every_table_sum_to_its_totals() {
    each_month(|seed, report, _| {
        for table in &report.tables {
            rows_sum_to_totals(table, seed);
        }
        let applications = report.table("T1").unwrap();
        let n = |row, column| count(applications, row, column);
        for row in applications.rows.iter().map(|row| row.id.as_str()) {
            let total = n(row, "total");
            assert_eq!(n(row, "weekday") + n(row, "saturday") + n(row, "sunday"), total, "seed {seed} {row}");
            assert_eq!(n(row, "ja") + n(row, "en") + n(row, "other"), total, "seed {seed} {row}");
        }
        assert_eq!(n("completed", "total") + n("not_completed", "total"), n("begun", "total"), "seed {seed}");
        let hours = report.table("T4").unwrap();
        for row in hours.rows.iter().map(|row| row.id.as_str()) {
            let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
            let sum: i128 = days.iter().map(|day| count(hours, row, &format!("{day}_offered"))).sum();
            assert_eq!(sum, count(hours, row, "all_offered"), "seed {seed} {row}");
        }
        let bookings = report.table("T6").unwrap();
        for row in bookings.rows.iter().map(|row| row.id.as_str()) {
            let sum: i128 = ["made", "changed", "cancelled", "full"].iter().map(|it| count(bookings, row, it)).sum();
            assert_eq!(sum, count(bookings, row, "total"), "seed {seed} {row}");
        }
    });
}

#[test]
fn the_parts_of_every_breakdown_are_the_whole() {
    each_month(|seed, report, material| {
        let phone = Filter::channel(Channel::Phone);
        let whole = report.breakdown(Dimension::Channel, &phone, &material.topics);
        let whole = whole.rows.last().unwrap();
        for dimension in Dimension::ALL {
            let table = report.breakdown(dimension, &phone, &material.topics);
            rows_sum_to_totals(&table, seed);
            assert_eq!(table.rows.last(), Some(whole), "seed {seed} {dimension:?}");
        }
        let by_agent = agents::contacts(&report.reader(), material, report.term, AgentAccess::Everybody);
        rows_sum_to_totals(&by_agent, seed);
        let all = report.breakdown(Dimension::Channel, &Filter::all(), &material.topics);
        assert_eq!(by_agent.rows.last(), all.rows.last(), "seed {seed}");
        let offered = |table: &Table| count(table, "total", "offered");
        assert_eq!(offered(report.table("T3").unwrap()), count(&all, "phone", "offered"), "seed {seed}");
    });
}

#[test]
fn every_figure_opens_to_as_many_contacts_as_it_says() {
    each_month(|seed, report, _| {
        for table in &report.tables {
            for row in &table.rows {
                for (column, cell) in table.columns.iter().zip(&row.cells) {
                    let behind = |part| report.behind(cell, part).map(|ids| ids.len() as u64);
                    let Some(counted) = behind(Part::Counted) else { continue };
                    let name = format!("seed {seed}: {} {} {}", table.id, row.id, column.id);
                    let is_of_runs = table.id == "T1" || row.id == "procedures";
                    match &cell.value {
                        // Several procedures of one visit, and several photos, are one contact.
                        Value::Count { n } if is_of_runs => assert!(counted <= *n, "{name}"),
                        Value::Share { of, .. } if row.id == "photos_erased" => assert!(counted <= *of, "{name}"),
                        Value::Count { n } => assert_eq!(counted, *n, "{name}"),
                        Value::Share { of, whole } => {
                            assert_eq!((counted, behind(Part::Whole)), (*of, Some(*whole)), "{name}");
                        }
                        Value::Mean { count, .. } if !is_of_runs && column.id != "visit_wait_median" => {
                            assert_eq!(counted, *count, "{name}");
                        }
                        Value::Change { by } if !is_of_runs => {
                            let then = behind(Part::Before).unwrap();
                            assert_eq!(i64::try_from(counted).unwrap() - i64::try_from(then).unwrap(), *by, "{name}");
                        }
                        _ => {}
                    }
                }
            }
        }
    });
}
