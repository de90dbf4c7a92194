//! `madoguchi calendar hours`: what the calendar says of each day.

use chrono::NaiveDate;
use domain::calendar::{DayHours, Schedule};
use serde::Serialize;

use super::arguments::Source;
use super::output::say;
use crate::city_calendar;

#[derive(Serialize)]
struct Row {
    date: NaiveDate,
    open: Option<String>,
    close: Option<String>,
    reason: String,
}

pub(super) async fn print(
    source: Source,
    channel: Schedule,
    from: NaiveDate,
    to: NaiveDate,
    json: bool,
) -> anyhow::Result<bool> {
    let calendar = city_calendar::of_installation(&source.read()?).await?;
    let rows: Vec<Row> = calendar.hours_between(channel, from, to)?.into_iter().map(row).collect();
    if json {
        return say(&format!("{}\n", serde_json::to_string_pretty(&rows)?));
    }
    let mut text = String::new();
    for row in rows {
        let hours = match (&row.open, &row.close) {
            (Some(open), Some(close)) => format!("{open}-{close}"),
            _ => "closed     ".to_owned(),
        };
        text.push_str(&format!("{}  {hours}  {}\n", row.date, row.reason));
    }
    say(&text)
}

fn row(day: DayHours) -> Row {
    Row {
        date: day.date,
        open: day.open.map(|(open, _)| open.to_string()),
        close: day.open.map(|(_, close)| close.to_string()),
        reason: day.reason.en(),
    }
}
