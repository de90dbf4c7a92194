//! The figures of the queue broken down by half hour, day, weekday, channel, topic, language or queue.
//!
//! The parts of a breakdown are the whole: each contact is in one row. There is none by agent here; `agents` asks for a
//! permission first.

use std::collections::BTreeSet;

use domain::ids::QueueId;
use serde::{Deserialize, Serialize};

use crate::filter::Filter;
use crate::formula::Measure;
use crate::input::TopicName;
use crate::reader::{Line, Reader};
use crate::table::{RowKind, Table};
use crate::tables::{calls, names};
use crate::term::{BANDS, Term};
use crate::words::Words;

/// By what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Half hour of the day.
    HalfHour,
    /// Day.
    Day,
    /// Day of the week.
    Weekday,
    /// Channel.
    Channel,
    /// Topic, by its code as filed.
    Topic,
    /// Language.
    Language,
    /// The first queue reached.
    Queue,
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Self; 7] =
        [Self::HalfHour, Self::Day, Self::Weekday, Self::Channel, Self::Topic, Self::Language, Self::Queue];

    fn words(self) -> (&'static str, Words) {
        match self {
            Self::HalfHour => ("half_hour", Words::new("時間帯", "half hour")),
            Self::Day => ("day", Words::new("日", "day")),
            Self::Weekday => ("weekday", Words::new("曜日", "weekday")),
            Self::Channel => ("channel", Words::new("窓口種別", "channel")),
            Self::Topic => ("topic", Words::new("相談区分", "topic")),
            Self::Language => ("language", Words::new("言語", "language")),
            Self::Queue => ("queue", Words::new("待ち行列", "queue")),
        }
    }
}

/// A breakdown over some contacts of a term.
#[must_use]
pub fn table(reader: &Reader, dimension: Dimension, over: &Filter, term: Term, topics: &[TopicName]) -> Table {
    let (id, title) = dimension.words();
    let lines = match dimension {
        Dimension::HalfHour => {
            names::bands((0, BANDS - 1)).into_iter().filter(|line| line.id != "other_hours").collect()
        }
        Dimension::Day => term.days().map(names::day).collect(),
        Dimension::Weekday => names::weekdays(),
        Dimension::Channel => names::channels(),
        Dimension::Topic => topic_lines(reader, topics),
        Dimension::Language => names::languages(),
        Dimension::Queue => queues(reader),
    };
    let title = Words::new(&format!("{}別", title.ja), &format!("By {}", title.en));
    rows_over(reader, &format!("by_{id}"), title, lines, over)
}

/// A table of the queue's figures with these rows, and their total.
#[must_use]
pub fn rows_over(reader: &Reader, id: &str, title: Words, lines: Vec<Line>, over: &Filter) -> Table {
    let within = |line: Line| Line { filter: line.filter.and(over), ..line };
    let mut rows: Vec<Line> = lines.into_iter().map(within).collect();
    rows.push(Line::over("total", names::total(), over.clone()).kind(RowKind::Total));
    let columns = columns(reader);
    Table {
        id: id.to_owned(),
        row_title: title.clone(),
        title,
        columns: reader.columns(&columns),
        rows: reader.rows(rows, &columns),
        notes: Vec::new(),
    }
}

fn columns(reader: &Reader) -> Vec<Line> {
    let more = ["first_contact_resolution", "transfer_rate", "english_rate", "satisfaction", "survey_answers"];
    let first = reader.measured(Measure::plain("arrived"));
    let more = more.into_iter().map(|id| reader.measured(Measure::plain(id)));
    [first].into_iter().chain(calls::columns(reader)).chain(more).collect()
}

fn topic_lines(reader: &Reader, topics: &[TopicName]) -> Vec<Line> {
    let filed = reader.facts.this.iter().filter_map(|fact| fact.filing.as_ref());
    let mut left: BTreeSet<&str> = filed.map(|filing| filing.topic.as_str()).collect();
    let mut lines = Vec::new();
    for topic in topics {
        if left.remove(topic.code.as_str()) {
            let name =
                Words::new(&format!("{} {}", topic.code, topic.name.ja), &format!("{} {}", topic.code, topic.name.en));
            lines.push(topic_line(&topic.code, name));
        }
    }
    lines.extend(left.into_iter().map(|code| topic_line(code, Words::same(code))));
    lines.push(Line::over("not_filed", Words::new("記録なし", "not filed"), Filter::not_filed()));
    lines
}

fn topic_line(code: &str, name: Words) -> Line {
    Line::over(code, name, Filter::topics(BTreeSet::from([code.to_owned()])))
}

fn queues(reader: &Reader) -> Vec<Line> {
    let found: BTreeSet<Option<QueueId>> = reader.facts.this.iter().map(|fact| fact.queue.clone()).collect();
    let line = |queue: Option<QueueId>| {
        let title = queue.as_ref().map_or_else(|| Words::new("なし", "none"), |queue| Words::same(&queue.0));
        let id = queue.as_ref().map_or_else(|| "none".to_owned(), |queue| format!("queue_{}", queue.0));
        Line::over(&id, title, Filter::queue(queue))
    };
    found.into_iter().map(line).collect()
}
