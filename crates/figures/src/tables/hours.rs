//! T4: half hours of the day by weekday: calls offered, answer rate, speed of answer.

use domain::contact::Channel;

use super::names::{bands, total, weekdays};
use crate::filter::Filter;
use crate::formula::Measure;
use crate::reader::{Line, Reader};
use crate::table::{RowKind, Table};
use crate::words::Words;

/// T4 of a term.
#[must_use]
pub fn table(reader: &Reader) -> Table {
    let phone = Filter::channel(Channel::Phone);
    let over_phone = |line: Line| Line { filter: line.filter.and(&phone), ..line };
    let mut rows: Vec<Line> = bands(reader.rules.phone_bands).into_iter().map(over_phone).collect();
    rows.push(Line::over("total", total(), phone.clone()).kind(RowKind::Total));
    let groups = weekdays().into_iter().chain([Line::over("all", total(), Filter::all())]);
    let columns: Vec<Line> = groups.flat_map(|group| of_group(reader, &group)).collect();
    Table {
        id: "T4".to_owned(),
        title: Words::new("時間帯・曜日別の電話", "Calls by half hour and weekday"),
        row_title: Words::new("時間帯", "half hour"),
        columns: reader.columns(&columns),
        rows: reader.rows(rows, &columns),
        notes: vec![Words::new("着信した時間帯に数える。", "A call is counted in the half hour it arrived in.")],
    }
}

fn of_group(reader: &Reader, group: &Line) -> Vec<Line> {
    let column = |formula| Line {
        id: format!("{}_{formula}", group.id),
        filter: group.filter.clone(),
        group: Some(group.title.clone()),
        ..reader.measured(Measure::plain(formula))
    };
    ["offered", "answer_rate", "average_wait"].into_iter().map(column).collect()
}
