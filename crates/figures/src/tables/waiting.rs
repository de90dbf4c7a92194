//! T2: waiting at the counter by half hour (clause 6(5)①).

use domain::contact::Channel;

use super::names::{bands, total};
use crate::filter::Filter;
use crate::formula::Measure;
use crate::reader::{Line, Reader};
use crate::table::{RowKind, Table};
use crate::words::Words;

/// T2 of a term.
#[must_use]
pub fn table(reader: &Reader) -> Table {
    let counter = Filter::channel(Channel::Counter);
    let over_counter = |line: Line| Line { filter: line.filter.and(&counter), ..line };
    let mut rows: Vec<Line> = bands(reader.rules.counter_bands).into_iter().map(over_counter).collect();
    rows.push(Line::over("total", total(), counter).kind(RowKind::Total));
    let columns = columns(reader);
    Table {
        id: "T2".to_owned(),
        title: Words::new("オンライン窓口の待ち時間", "Waiting at the counter"),
        row_title: Words::new("時間帯", "half hour"),
        columns: reader.columns(&columns),
        rows: reader.rows(rows, &columns),
        notes: vec![Words::new(
            "受け付けた時間帯に数える。帰った人は待ち時間の平均に含まない。支払いに行った時間は除き、別に示す。",
            "A visit is counted in the half hour of its ticket. Visitors who left are not in the times. The way to the payment counter is taken out and shown by itself.",
        )],
    }
}

fn columns(reader: &Reader) -> Vec<Line> {
    let named = |formula, ja, en| Line { title: Words::new(ja, en), ..reader.measured(Measure::plain(formula)) };
    let within = {
        let minutes = reader.rules.visit_within_ms / 60_000;
        let line = reader.measured(Measure::plain("visit_wait_within"));
        Line { title: Words::new(&format!("{minutes}分以内"), &format!("within {minutes} min")), ..line }
    };
    let plain = |formula| reader.measured(Measure::plain(formula));
    vec![
        named("tickets", "受付", "arrived"),
        named("answered", "開始", "started"),
        named("abandoned", "帰った人", "left"),
        plain("visits_ended_waiting"),
        plain("visits_undecided"),
        plain("visit_wait"),
        plain("visit_wait_median"),
        plain("visit_wait_p90"),
        plain("visit_wait_longest"),
        within,
        plain("detour_time"),
    ]
}
