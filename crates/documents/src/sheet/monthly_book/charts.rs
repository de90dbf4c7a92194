//! Native charts, and the sheet their numbers stand on.
//!
//! Body rows of a table are not always next to each other and shares in it are formulas, of which a chart keeps no
//! values; so each chart has its own block of plain numbers, and shows in programs that do not calculate too.

use rust_xlsxwriter::{
    Chart, ChartFont, ChartLegendPosition, ChartLine, ChartLineDashType, ChartSeries, ChartSolidFill, ChartType,
    Format, Worksheet,
};

use super::super::format::{fault, put};
use super::looks::{FONT, MonthlyLooks};
use super::numbers::{label, value};
use super::paper::paper;
use crate::error::DocumentError;
use crate::monthly::{ChartForm, ColumnKind, MonthlyReport, ReportChart, ReportRow, ReportTable, RowPart};

const DATA_NAME: &str = "図データ";

/// Rows between a chart's title and its numbers, and behind them.
const BLOCK_HEAD_ROWS: u32 = 2;
const BLOCK_GAP_ROWS: u32 = 2;

const CHART_WIDTH_PX: u32 = 860;
const CHART_HEIGHT_PX: u32 = 320;
/// Rows a chart covers, by the sheet's usual height of a row.
const CHART_ROWS: u32 = 18;

const INKS: [u32; 6] = [0x0012_427a, 0x00d9_822b, 0x006f_a8dc, 0x007f_7f7f, 0x007a_1f5c, 0x003d_8b57];
const TARGET_RED: u32 = 0x00b3_261e;

/// A chart with where its numbers stand.
struct Block<'a> {
    chart: &'a ReportChart,
    columns: Vec<usize>,
    kind: ColumnKind,
    names: Vec<String>,
    rows: Vec<&'a ReportRow>,
    title_row: u32,
}

impl Block<'_> {
    fn first(&self) -> u32 {
        self.title_row + BLOCK_HEAD_ROWS
    }

    fn last(&self) -> u32 {
        self.first() + u32::try_from(self.rows.len()).unwrap_or(1).max(1) - 1
    }
}

/// The charts that are drawn as such; heat maps are their tables.
fn blocks(report: &MonthlyReport) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    for chart in report.charts.iter().filter(|chart| chart.form != ChartForm::HeatMap) {
        let Some(table) = report.tables.iter().find(|table| table.id == chart.table) else { continue };
        let title_row = blocks.last().map_or(0, |block| block.last() + BLOCK_GAP_ROWS);
        blocks.extend(block(chart, table, title_row));
    }
    blocks
}

fn block<'a>(chart: &'a ReportChart, table: &'a ReportTable, title_row: u32) -> Option<Block<'a>> {
    let drawn = |id: &String| table.columns.iter().position(|column| column.id == *id);
    let columns: Vec<usize> = chart.series.iter().filter_map(drawn).collect();
    let named = |at: &usize| table.columns.get(*at).map(|column| column.title.ja.clone());
    Some(Block {
        chart,
        kind: table.columns.get(*columns.first()?)?.kind,
        names: columns.iter().filter_map(named).collect(),
        columns,
        rows: table.rows.iter().filter(|row| row.part == RowPart::Body).collect(),
        title_row,
    })
}

/// Writes the numbers of all charts.
pub(super) fn data(sheet: &mut Worksheet, report: &MonthlyReport, looks: &MonthlyLooks) -> Result<(), DocumentError> {
    sheet.set_name(DATA_NAME).map_err(fault)?;
    sheet.set_column_width(0, 28).map_err(fault)?;
    for block in blocks(report) {
        let title = format!("{} {}", block.chart.id, block.chart.title.ja);
        put(sheet, block.title_row, 0, &title, &looks.quiet)?;
        for (column, name) in (1..).zip(&block.names) {
            put(sheet, block.title_row + 1, column, name, &looks.header)?;
        }
        let look = MonthlyLooks::cell(block.kind, RowPart::Body);
        for (at, row) in (block.first()..).zip(&block.rows) {
            put(sheet, at, 0, &label(row), &looks.text)?;
            for (column, cell) in (1..).zip(block.columns.iter().filter_map(|column| row.cells.get(*column))) {
                put_number(sheet, (at, column), value(cell), &look)?;
            }
            if let Some(target) = &block.chart.target {
                put_number(sheet, (at, target_column(&block)), value(&target.at), &look)?;
            }
        }
        if let Some(target) = &block.chart.target {
            put(sheet, block.title_row + 1, target_column(&block), &target.label.ja, &looks.header)?;
        }
    }
    paper(sheet, DATA_NAME, (0, 0), false)
}

fn put_number(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: Option<f64>,
    look: &Format,
) -> Result<(), DocumentError> {
    match value {
        Some(value) => sheet.write_number_with_format(row, column, value, look).map(drop).map_err(fault),
        None => Ok(()),
    }
}

fn target_column(block: &Block<'_>) -> u16 {
    u16::try_from(block.columns.len()).unwrap_or(0) + 1
}

/// Puts the charts of a table beneath it; gives the row behind them.
pub(super) fn insert(
    sheet: &mut Worksheet,
    report: &MonthlyReport,
    table: &ReportTable,
    first_row: u32,
) -> Result<u32, DocumentError> {
    let mut row = first_row;
    for block in blocks(report).iter().filter(|block| block.chart.table == table.id && !block.rows.is_empty()) {
        sheet.insert_chart(row, 0, &native(block)).map_err(fault)?;
        row += CHART_ROWS;
    }
    Ok(row)
}

fn native(block: &Block<'_>) -> Chart {
    let form = match block.chart.form {
        ChartForm::StackedBars => ChartType::ColumnStacked,
        ChartForm::Lines => ChartType::Line,
        ChartForm::Bars | ChartForm::HeatMap => ChartType::Column,
    };
    let mut chart = Chart::new(form);
    for (column, name) in (1_u16..).zip(&block.names) {
        let ink = INKS.get((usize::from(column) - 1) % INKS.len()).copied().unwrap_or_default();
        chart.push_series(&drawn(block, column, name, ink));
    }
    if let Some(target) = &block.chart.target {
        let mut stroke = ChartLine::new();
        stroke.set_color(TARGET_RED).set_width(1.5).set_dash_type(ChartLineDashType::Dash);
        let mut line = series(block, target_column(block), &target.label.ja);
        line.set_format(&mut stroke);
        if block.chart.form == ChartForm::Lines {
            chart.push_series(&line);
        } else {
            let mut across = Chart::new(ChartType::Line);
            across.push_series(&line);
            chart.combine(&across);
        }
    }
    let mut font = ChartFont::new();
    font.set_name(FONT).set_size(9);
    let mut heading = ChartFont::new();
    heading.set_name(FONT).set_size(11).set_bold();
    chart.title().set_name(&block.chart.title.ja).set_font(&heading);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font);
    chart.x_axis().set_font(&font);
    chart.y_axis().set_font(&font).set_num_format(axis_format(block.kind));
    if block.kind != ColumnKind::Change {
        chart.y_axis().set_min(0);
    }
    chart.set_alt_text(&block.chart.alternative.ja).set_width(CHART_WIDTH_PX).set_height(CHART_HEIGHT_PX);
    chart
}

fn series(block: &Block<'_>, column: u16, name: &str) -> ChartSeries {
    let (first, last) = (block.first(), block.last());
    let mut series = ChartSeries::new();
    series
        .set_name(name)
        .set_categories((DATA_NAME, first, 0, last, 0))
        .set_values((DATA_NAME, first, column, last, column));
    series
}

/// A column of the table, in the ink of its place.
fn drawn(block: &Block<'_>, column: u16, name: &str, ink: u32) -> ChartSeries {
    let mut series = series(block, column, name);
    if block.chart.form == ChartForm::Lines {
        let mut stroke = ChartLine::new();
        stroke.set_color(ink).set_width(2);
        series.set_format(&mut stroke);
    } else {
        let mut fill = ChartSolidFill::new();
        fill.set_color(ink);
        series.set_format(&mut fill).set_gap(40);
    }
    series
}

fn axis_format(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Share => "0%",
        ColumnKind::DurationMs => "[m]:ss",
        ColumnKind::Text | ColumnKind::Count | ColumnKind::Change | ColumnKind::Minutes => "#,##0",
    }
}
