//! The geometry of charts: numbers of columns become parts of a height, an axis gets round ticks.
//!
//! The template draws it; every number it gets lies between 0 and 1.

use serde::Serialize;

use crate::monthly::{
    Cell, ChartForm, ColumnKind, MonthlyReport, ReportChart, ReportColumn, ReportRow, ReportTable, RowPart, shown, unit,
};

/// Most ticks of an axis above its zero.
const TICKS_MAX: f64 = 6.0;

/// Steps of an axis of durations, in milliseconds; beyond an hour by its multiples.
const DURATION_STEPS_MS: [f64; 13] =
    [1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 900e3, 1_800e3, 3_600e3];

/// The size of a label's letters, in points, and what beside the labels a chart's width holds.
const LABEL_PT: f64 = 7.0;
const GUTTER_PT: f64 = 44.0;

/// Most lines a label may take, and how long it must be, in letters, to take more than one.
const LABEL_LINES_MAX: f64 = 3.0;
const ONE_LINE_EM: f64 = 5.0;

/// A chart as the template gets it.
#[derive(Serialize)]
pub(super) struct ShownChart {
    id: String,
    title: String,
    alternative: String,
    unit: String,
    form: ChartForm,
    /// Where zero lies.
    zero: f64,
    ticks: Vec<Tick>,
    categories: Vec<Category>,
    /// Each how many-th category has room for its label.
    every: u32,
    series: Vec<Series>,
    target: Option<Tick>,
    /// Whether there is anything to draw.
    empty: bool,
}

#[derive(Serialize)]
struct Tick {
    at: f64,
    label: String,
}

#[derive(Serialize)]
struct Category {
    label: String,
    labelled: bool,
}

#[derive(Serialize)]
struct Series {
    name: String,
    points: Vec<Point>,
}

#[derive(Serialize)]
struct Point {
    /// Where it begins; above 0 where bars stand upon another.
    from: f64,
    /// None where there is no value.
    at: Option<f64>,
    label: String,
}

impl ShownChart {
    /// `width_pt`: how wide it is drawn.
    pub(super) fn of(report: &MonthlyReport, chart: &ReportChart, width_pt: f64) -> Option<Self> {
        let table = report.tables.iter().find(|table| table.id == chart.table)?;
        let rows: Vec<&ReportRow> = table.rows.iter().filter(|row| row.part == RowPart::Body).collect();
        let columns: Vec<(usize, &ReportColumn)> = chart.series.iter().filter_map(|id| column(table, id)).collect();
        let kind = columns.first().map(|(_, column)| column.kind)?;
        let values: Vec<Vec<Option<f64>>> =
            columns.iter().map(|(at, _)| rows.iter().map(|row| row.cells.get(*at).and_then(value)).collect()).collect();
        let target = chart.target.as_ref().and_then(|target| Some((value(&target.at)?, target.label.ja.clone())));
        let axis = Axis::over(chart.form, kind, &values, target.as_ref().map(|(at, _)| *at));
        let (categories, every) = categories(&rows, width_pt);
        let series = columns.iter().enumerate().map(|(at, (place, column))| Series {
            name: column.title.ja.clone(),
            points: points(&axis, chart.form, kind, &values, (at, *place), &rows),
        });
        Some(Self {
            id: chart.id.clone(),
            title: chart.title.ja.clone(),
            alternative: chart.alternative.ja.clone(),
            unit: columns.first().map(|(_, column)| unit(column).ja).unwrap_or_default(),
            form: chart.form,
            zero: axis.part(0.0),
            ticks: axis.ticks(kind),
            categories,
            every,
            series: series.collect(),
            target: target.map(|(at, label)| Tick { at: axis.part(at), label }),
            empty: values.iter().flatten().flatten().all(|value| *value == 0.0),
        })
    }
}

fn column<'a>(table: &'a ReportTable, id: &str) -> Option<(usize, &'a ReportColumn)> {
    table.columns.iter().enumerate().find(|(_, column)| column.id == id)
}

/// Numbers of a report lie far below where a float skips whole ones.
#[expect(clippy::cast_precision_loss, reason = "checked to be below 10^12")]
fn value(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Empty | Cell::Text { .. } | Cell::Share { denominator: 0, .. } => None,
        Cell::Count { number } | Cell::DurationMs { ms: number } | Cell::Minutes { minutes: number } => {
            Some(*number as f64)
        }
        Cell::Share { numerator, denominator } => Some(*numerator as f64 / *denominator as f64),
    }
}

fn points(
    axis: &Axis,
    form: ChartForm,
    kind: ColumnKind,
    values: &[Vec<Option<f64>>],
    (series, place): (usize, usize),
    rows: &[&ReportRow],
) -> Vec<Point> {
    let beneath = |row: usize| match form {
        ChartForm::StackedBars => values.iter().take(series).filter_map(|one| one.get(row).copied().flatten()).sum(),
        ChartForm::Bars | ChartForm::Lines | ChartForm::HeatMap => 0.0,
    };
    let point = |(row, own): (usize, &ReportRow)| {
        let from: f64 = beneath(row);
        let at = values.get(series).and_then(|one| one.get(row).copied().flatten());
        Point {
            from: axis.part(from),
            at: at.map(|at| axis.part(from + at)),
            label: own.cells.get(place).map_or_else(String::new, |cell| shown(cell, kind)),
        }
    };
    rows.iter().copied().enumerate().map(point).collect()
}

/// The labels, and each how many-th of them there is room for.
fn categories(rows: &[&ReportRow], width_pt: f64) -> (Vec<Category>, u32) {
    let labels: Vec<String> = rows.iter().map(|row| crate::monthly::row_name(row)).collect();
    let longest = labels.iter().map(|label| width_em(label)).fold(0.0, f64::max);
    let wanted = if longest > ONE_LINE_EM { (longest / LABEL_LINES_MAX).max(ONE_LINE_EM) + 1.0 } else { longest + 0.8 };
    let slot_pt = (width_pt - GUTTER_PT) / u32::try_from(labels.len().max(1)).map_or(1.0, f64::from);
    let mut every = 1;
    while slot_pt * f64::from(every) < wanted * LABEL_PT && every < 400 {
        every += 1;
    }
    let labelled = |at: usize| at.is_multiple_of(usize::try_from(every).unwrap_or(1));
    let category = |(at, label)| Category { label, labelled: labelled(at) };
    (labels.into_iter().enumerate().map(category).collect(), every)
}

/// The width of a text in its own size; letters of the Latin kind are half as wide.
pub(super) fn width_em(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.56 } else { 1.0 }).sum()
}

/// The height of a chart in the columns' own numbers.
struct Axis {
    low: f64,
    high: f64,
    step: f64,
}

impl Axis {
    fn over(form: ChartForm, kind: ColumnKind, values: &[Vec<Option<f64>>], target: Option<f64>) -> Self {
        let rows = values.first().map_or(0, Vec::len);
        let stacked = |row: usize| values.iter().filter_map(|one| one.get(row).copied().flatten()).sum::<f64>();
        let tops: Vec<f64> = match form {
            ChartForm::StackedBars => (0..rows).map(stacked).collect(),
            ChartForm::Bars | ChartForm::Lines | ChartForm::HeatMap => {
                values.iter().flatten().filter_map(|value| *value).collect()
            }
        };
        let top = tops.iter().copied().chain(target).fold(0.0, f64::max);
        let bottom = tops.iter().copied().fold(0.0, f64::min);
        if form == ChartForm::HeatMap {
            let low = tops.iter().copied().reduce(f64::min).unwrap_or(0.0);
            let high = if top > low { top } else { low + 1.0 };
            return Self { low, high, step: high - low };
        }
        let step = step(kind, top - bottom);
        let high = (top / step).ceil().max(1.0) * step;
        Self { low: (bottom / step).floor() * step, high, step }
    }

    fn part(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    fn ticks(&self, kind: ColumnKind) -> Vec<Tick> {
        let mut ticks = Vec::new();
        let mut at = self.low;
        // Half a step of grace for what floats lose on the way.
        while at <= self.high + self.step / 2.0 && ticks.len() <= 2 * TICKS_MAX as usize {
            ticks.push(Tick { at: self.part(at), label: tick_label(kind, at) });
            at += self.step;
        }
        ticks
    }
}

/// A round step that gives few ticks.
fn step(kind: ColumnKind, span: f64) -> f64 {
    let least = span / TICKS_MAX;
    match kind {
        ColumnKind::Share => [0.01, 0.02, 0.05, 0.1].into_iter().find(|step| *step >= least).unwrap_or(0.2),
        ColumnKind::DurationMs => {
            let hours = (least / 3_600e3).ceil() * 3_600e3;
            DURATION_STEPS_MS.into_iter().find(|step| *step >= least).unwrap_or(hours)
        }
        ColumnKind::Text | ColumnKind::Count | ColumnKind::Change | ColumnKind::Minutes => {
            let mut size = 1.0;
            while size * 10.0 < least {
                size *= 10.0;
            }
            [1.0, 2.0, 5.0, 10.0].into_iter().map(|by| by * size).find(|step| *step >= least).unwrap_or(size * 10.0)
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "ticks are whole numbers below 10^13")]
fn tick_label(kind: ColumnKind, at: f64) -> String {
    let whole = at.round() as i64;
    match kind {
        ColumnKind::Share => format!("{}%", (at * 100.0).round() as i64),
        ColumnKind::DurationMs => shown(&Cell::DurationMs { ms: whole }, kind),
        ColumnKind::Text | ColumnKind::Count | ColumnKind::Change | ColumnKind::Minutes => {
            shown(&Cell::Count { number: whole }, kind)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(kind: ColumnKind, top: f64) -> Vec<String> {
        let axis = Axis::over(ChartForm::Lines, kind, &[vec![Some(0.0), Some(top)]], None);
        axis.ticks(kind).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn an_axis_has_few_round_ticks_and_reaches_over_its_largest_value() {
        assert_eq!(labels(ColumnKind::Count, 0.0), ["0", "1"]);
        assert_eq!(labels(ColumnKind::Count, 137.0), ["0", "50", "100", "150"]);
        assert_eq!(labels(ColumnKind::Count, 9_001.0), ["0", "2,000", "4,000", "6,000", "8,000", "10,000"]);
        assert_eq!(labels(ColumnKind::Share, 0.97), ["0%", "20%", "40%", "60%", "80%", "100%"]);
        assert_eq!(labels(ColumnKind::DurationMs, 371_000.0), ["0:00", "2:00", "4:00", "6:00", "8:00"]);
    }

    #[test]
    fn an_axis_goes_below_zero_for_what_shrank() {
        let axis = Axis::over(ChartForm::Bars, ColumnKind::Change, &[vec![Some(-30.0), Some(60.0)]], None);
        assert_eq!((axis.low, axis.high), (-40.0, 60.0));
        assert!((axis.part(0.0) - 0.4).abs() < 1e-9);
    }
}
