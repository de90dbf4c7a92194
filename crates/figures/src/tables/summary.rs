//! T0: the month in a page: opening days, availability, key figures, targets, what it was counted by, what was odd.

use domain::contact::Channel;
use domain::time::Timestamp;

use super::calls::service_level;
use crate::filter::Filter;
use crate::formula::Measure;
use crate::input::Material;
use crate::reader::{Form, Line, Reader};
use crate::table::{Cell, Column, FormulaMark, Row, RowKind, Table};
use crate::target::{Goal, Light, Target};
use crate::term::Term;
use crate::value::{Unit, Value};
use crate::words::Words;

/// T0 of a term; `data` is the mark of the data it is counted from.
#[must_use]
pub fn table(reader: &Reader, material: &Material, term: Term, targets: &[Target], data: &str) -> Table {
    let mut rows = vec![text("term", "対象期間", "term", &format!("{} – {}", term.first, term.last))];
    rows.extend(opening(material, term));
    rows.extend(key_figures(reader));
    let lights: Vec<Light> = targets.iter().map(|target| measured(reader, target).1).collect();
    let is_met = |light: &&Light| **light == Light::Green;
    let has_light = |light: &&Light| **light != Light::Off;
    let (met, whole) = (lights.iter().filter(is_met).count(), lights.iter().filter(has_light).count());
    rows.push(row("targets_met", "目標の達成", "targets met", share(met as u64, whole as u64)));
    rows.push(text("formula_edition", "定義の版", "edition of definitions", &reader.edition.number.to_string()));
    rows.push(text("data_version", "データの版", "version of the data", data));
    rows.extend(oddities(reader));
    let column = |id: &str, ja, en, unit| Column {
        id: id.to_owned(),
        title: Words::new(ja, en),
        group: None,
        unit,
        formula: None,
    };
    Table {
        id: "T0".to_owned(),
        title: Words::new("概要", "Summary"),
        row_title: Words::new("項目", "item"),
        columns: vec![
            column("value", "値", "value", Unit::Text),
            column("change", "前月比", "change", Unit::Change),
            column("definition", "定義", "definition", Unit::Text),
        ],
        rows,
        notes: Vec::new(),
    }
}

/// The contract's targets with their lights.
#[must_use]
pub fn targets(reader: &Reader, targets: &[Target]) -> Table {
    let column = |id: &str, ja, en, unit| Column {
        id: id.to_owned(),
        title: Words::new(ja, en),
        group: None,
        unit,
        formula: None,
    };
    let row = |(number, target): (u32, &Target)| {
        let (cell, light) = measured(reader, target);
        Row {
            id: number.to_string(),
            label: target.title.clone(),
            kind: RowKind::Apart,
            cells: vec![Cell::text(goal_words(target.goal)), cell, Cell::text(light.words())],
        }
    };
    Table {
        id: "T0-targets".to_owned(),
        title: Words::new("目標と達成状況", "Targets"),
        row_title: Words::new("目標", "target"),
        columns: vec![
            column("goal", "目標値", "goal", Unit::Text),
            column("value", "実績", "reached", Unit::Percent),
            column("light", "判定", "light", Unit::Text),
        ],
        rows: (1..).zip(targets).map(row).collect(),
        notes: Vec::new(),
    }
}

/// What a target's figure reached, and its light; off where the edition knows no such figure.
#[must_use]
pub fn measured(reader: &Reader, target: &Target) -> (Cell, Light) {
    let filter = target.channel.map_or_else(Filter::all, Filter::channel);
    let level = service_level(reader.rules, reader.rules.basis);
    let known = reader.edition.formula(&target.formula);
    let measure = known.map(|known| match level.measure {
        Some(level) if level.formula == known.id => level,
        _ => Measure::plain(known.id),
    });
    let cell = measure.map_or_else(Cell::nothing, |measure| reader.value(&filter, measure));
    let light = target.light(&cell.value);
    (cell, light)
}

fn opening(material: &Material, term: Term) -> Vec<Row> {
    let channels = [
        (Channel::Phone, "phone", "コールセンター", "call centre"),
        (Channel::Counter, "counter", "オンライン窓口", "counter"),
    ];
    let of = |(channel, id, ja, en): (Channel, &str, &str, &str)| {
        let days = material.opening.open_days(channel, term);
        let outages = material.outages.iter().filter(|it| it.channel == channel && it.from < it.until);
        let outages: Vec<(Timestamp, Timestamp)> = outages.map(|it| (it.from, it.until)).collect();
        let (there, planned) = material.opening.available_ms(channel, term, &outages);
        let named = |part: &str, ja_part: &str, en_part: &str, cell| {
            row(&format!("{id}_{part}"), &format!("{ja}：{ja_part}"), &format!("{en}: {en_part}"), cell)
        };
        [
            named("weekdays", "平日の開所日数", "weekdays open", Cell::count(days.weekdays)),
            named("saturdays", "土曜の開所日数", "Saturdays open", Cell::count(days.saturdays)),
            named("sundays", "日曜の開所日数", "Sundays open", Cell::count(days.sundays)),
            named("available", "可用率", "availability", share(there, planned)),
        ]
    };
    channels.into_iter().flat_map(of).collect()
}

fn key_figures(reader: &Reader) -> Vec<Row> {
    let (phone, counter) = (Filter::channel(Channel::Phone), Filter::channel(Channel::Counter));
    let plain = |id, filter: &Filter| Line { filter: filter.clone(), ..reader.measured(Measure::plain(id)) };
    let level = service_level(reader.rules, reader.rules.basis);
    let lines = vec![
        plain("offered", &phone),
        plain("answer_rate", &phone),
        plain("abandon_rate", &phone),
        Line { filter: phone.clone(), ..level },
        plain("average_wait", &phone),
        plain("handle_time", &phone),
        plain("first_contact_resolution", &phone),
        plain("tickets", &counter),
        plain("visit_wait", &counter),
        plain("procedures", &counter),
        plain("satisfaction", &Filter::all()),
    ];
    lines.into_iter().map(|line| key_figure(reader, line)).collect()
}

/// A figure with the change on the term before, where it is a count.
fn key_figure(reader: &Reader, line: Line) -> Row {
    let formula = line.measure.and_then(|measure| reader.edition.formula(measure.formula));
    let is_count = formula.is_some_and(|it| it.gathering.unit() == Unit::Count);
    let mark = formula.map(FormulaMark::of).map(|mark| Words::same(&format!("{} v{}", mark.id, mark.version)));
    let change = Line::over("", Words::default(), Filter::all()).form(Form::Change);
    let columns = [Line::over("", Words::default(), Filter::all()), change];
    let mut rows = reader.rows(vec![line.kind(RowKind::Apart)], &columns);
    let mut row = rows.remove(0);
    if !is_count {
        row.cells.truncate(1);
        row.cells.push(Cell::nothing());
    }
    row.cells.push(mark.map_or_else(Cell::nothing, Cell::text));
    row
}

fn oddities(reader: &Reader) -> Vec<Row> {
    let odd = reader.facts.oddities;
    let counts = [
        ("open_contacts", "記録が閉じていない応対", "contacts whose log is not closed", odd.open_contacts),
        (
            "queued_out_of_hours",
            "暦の時間外に待ち行列に入った応対",
            "in a queue though the calendar says closed",
            odd.queued_out_of_hours,
        ),
        (
            "unreadable_logs",
            "到着の記録がなく数えられない応対",
            "logs without an arrival, not counted",
            odd.unreadable_logs,
        ),
        ("dropped_entries", "重複して捨てた記録", "entries dropped as double", odd.dropped_entries),
        ("double_records", "二重に渡された応対", "contacts handed over twice", odd.double_records),
        ("clock_steps_back", "時計が戻った箇所", "places where a clock went back", odd.clock_steps_back),
        ("impossible_answers", "あり得ないアンケート回答", "impossible survey answers", odd.impossible_answers),
    ];
    counts.into_iter().map(|(id, ja, en, n)| row(id, ja, en, Cell::count(n))).collect()
}

fn goal_words(goal: Goal) -> Words {
    let percent = |permille: u64| format!("{}.{}", permille / 10, permille % 10);
    match goal {
        Goal::ShareAtLeast(limit) => {
            Words::new(&format!("{}%以上", percent(limit)), &format!("at least {} %", percent(limit)))
        }
        Goal::ShareAtMost(limit) => {
            Words::new(&format!("{}%以下", percent(limit)), &format!("at most {} %", percent(limit)))
        }
        Goal::TimeAtMost(ms) => {
            let seconds = percent(ms / 100);
            Words::new(&format!("{seconds}秒以下"), &format!("at most {seconds} s"))
        }
    }
}

fn share(of: u64, whole: u64) -> Cell {
    Cell::plain(Value::Share { of, whole }, Unit::Percent)
}

fn text(id: &str, ja: &str, en: &str, text: &str) -> Row {
    row(id, ja, en, Cell::text(Words::same(text)))
}

fn row(id: &str, ja: &str, en: &str, cell: Cell) -> Row {
    let cells = vec![cell, Cell::nothing(), Cell::nothing()];
    Row { id: id.to_owned(), label: Words::new(ja, en), kind: RowKind::Apart, cells }
}
