//! A table as a sheet: heading, note, figures, sums and shares as formulas, its charts beneath.

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{Color, ConditionalFormat2ColorScale, Formula, Worksheet};

use super::super::format::{fault, put};
use super::charts;
use super::looks::MonthlyLooks;
use super::numbers::value;
use super::paper::paper;
use crate::error::DocumentError;
use crate::monthly::{
    Cell, ChartForm, ColumnRule, MonthlyReport, ReportColumn, ReportRow, ReportTable, RowPart, number, period, shown,
    unit,
};

/// The row of the headings; the first of the figures stands beneath it.
const HEAD_ROW: u32 = 4;

/// Most stretches of rows a sum is written over; beyond them it is written as a number.
const STRETCHES_MAX: usize = 200;

/// Longest name of a sheet, in characters.
const SHEET_NAME_CHARS_MAX: usize = 31;

/// What stands where there is nothing to say.
const NOTHING: &str = "—";

/// Most rows, the charts' counted, of a table that is printed with its charts on one page.
const ONE_PAGE_ROWS_MAX: u32 = 80;

/// More columns than this want the paper across.
const UPRIGHT_COLUMNS_MAX: usize = 9;

pub(super) fn write(
    sheet: &mut Worksheet,
    report: &MonthlyReport,
    table: &ReportTable,
    looks: &MonthlyLooks,
) -> Result<(), DocumentError> {
    sheet.set_name(sheet_name(table)).map_err(fault)?;
    let title = format!("{}　{}", table.id, table.title.ja);
    put(sheet, 0, 0, &title, &looks.title)?;
    let when = format!("{}　{}　{}", table.title.en, report.meta.city, period(report.meta.period).ja);
    put(sheet, 1, 0, &when, &looks.quiet)?;
    put(sheet, 2, 0, &table.note.ja, &looks.quiet)?;
    headings(sheet, table, looks)?;
    let mut sums = Sums::default();
    for (at, row) in (HEAD_ROW + 1..).zip(&table.rows) {
        for (column_at, (column, cell)) in (0..).zip(table.columns.iter().zip(&row.cells)) {
            let place = Place { table, row, at, column, column_at };
            write_cell(sheet, &place, cell, &sums)?;
        }
        sums.past(row.part, at);
    }
    shade(sheet, report, table)?;
    sheet.set_freeze_panes(HEAD_ROW + 1, 1).map_err(fault)?;
    let draft = if report.meta.state == crate::monthly::ReportState::Draft { "　下書き" } else { "" };
    let rows = charts::insert(sheet, report, table, last_row(table) + 2)?;
    let one_page = rows > last_row(table) + 2 && rows <= ONE_PAGE_ROWS_MAX;
    let across = !one_page && table.columns.len() > UPRIGHT_COLUMNS_MAX;
    paper(sheet, &format!("{title}{draft}"), (HEAD_ROW, HEAD_ROW), across)?;
    if one_page {
        // A chart must not be cut by the end of a page.
        sheet.set_print_fit_to_pages(1, 1);
    }
    Ok(())
}

/// `T3 日別の電話`, with what no sheet's name may have left out.
fn sheet_name(table: &ReportTable) -> String {
    let fits = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') && !c.is_control();
    let named = format!("{} {}", table.id, table.title.ja);
    let name: String =
        named.chars().filter(|c| fits(c) && u32::from(*c) < 0x1_0000).take(SHEET_NAME_CHARS_MAX).collect();
    name.trim_end().to_owned()
}

fn headings(sheet: &mut Worksheet, table: &ReportTable, looks: &MonthlyLooks) -> Result<(), DocumentError> {
    for (at, column) in (0..).zip(&table.columns) {
        let unit = unit(column).ja;
        let name = if unit.is_empty() { column.title.ja.clone() } else { format!("{}\n（{unit}）", column.title.ja) };
        put(sheet, HEAD_ROW, at, &name, &looks.header)?;
        sheet.set_column_width(at, width(table, usize::from(at), column)).map_err(fault)?;
    }
    sheet.set_row_height(HEAD_ROW, 44).map(drop).map_err(fault)
}

/// In characters of Excel, which are those of figures.
fn width(table: &ReportTable, at: usize, column: &ReportColumn) -> f64 {
    let letters = |text: &str| text.chars().map(|c| if c.is_ascii() { 1.1 } else { 2.1 }).sum::<f64>();
    let cells = table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| letters(&shown(cell, column.kind)));
    let longest = cells.fold(letters(&column.title.ja) / 2.0, f64::max);
    (longest + 2.5).clamp(9.0, 48.0)
}

/// Where a cell stands.
struct Place<'a> {
    table: &'a ReportTable,
    row: &'a ReportRow,
    at: u32,
    column: &'a ReportColumn,
    column_at: u16,
}

fn write_cell(sheet: &mut Worksheet, place: &Place<'_>, cell: &Cell, sums: &Sums) -> Result<(), DocumentError> {
    let Place { row, at, column, column_at, .. } = place;
    let look = MonthlyLooks::cell(column.kind, row.part);
    let formula = formula(place, cell, sums);
    match (cell, formula) {
        (Cell::Empty, _) => put(sheet, *at, *column_at, NOTHING, &MonthlyLooks::nothing(row.part)),
        (Cell::Text { text }, _) => put(sheet, *at, *column_at, text, &look),
        (_, Some(formula)) => {
            let result = value(cell).map_or_else(|| NOTHING.to_owned(), |value| value.to_string());
            let formula = Formula::new(formula).set_result(result);
            sheet.write_formula_with_format(*at, *column_at, formula, &look).map(drop).map_err(fault)
        }
        (_, None) => match value(cell) {
            Some(value) => sheet.write_number_with_format(*at, *column_at, value, &look).map(drop).map_err(fault),
            None => put(sheet, *at, *column_at, NOTHING, &MonthlyLooks::nothing(row.part)),
        },
    }
}

/// How the cell follows from others: sums of rows, then sums and shares of columns, then a share's own two numbers.
fn formula(place: &Place<'_>, cell: &Cell, sums: &Sums) -> Option<String> {
    let Place { table, row, at, column, column_at } = place;
    if row.part == RowPart::Total && column.summed && number(cell).is_some() {
        return sums.over(*column_at);
    }
    let of = |id: &String| {
        let (other, _) = table.columns.iter().zip(&row.cells).enumerate().find(|(_, (one, _))| one.id == *id)?;
        Some(format!("{}{}", column_number_to_name(u16::try_from(other).ok()?), at + 1))
    };
    let there = |id: &String| {
        let cell = table.columns.iter().zip(&row.cells).find(|(one, _)| one.id == *id).map(|(_, cell)| cell);
        cell.and_then(number).is_some()
    };
    match (&column.rule, cell) {
        (Some(ColumnRule::SumOf { columns }), _) => {
            let parts: Option<Vec<String>> = columns.iter().filter(|id| there(id)).map(of).collect();
            parts.filter(|parts| !parts.is_empty()).map(|parts| format!("={}", parts.join("+")))
        }
        (Some(ColumnRule::ShareOf { numerator, denominator }), _) if there(numerator) && there(denominator) => {
            let (part, whole) = (of(numerator)?, of(denominator)?);
            Some(format!("=IF({whole}=0,\"{NOTHING}\",{part}/{whole})"))
        }
        (_, Cell::Share { numerator, denominator }) if *denominator > 0 => Some(format!("={numerator}/{denominator}")),
        _ => None,
    }
}

/// The stretches of body rows since the last total.
#[derive(Default)]
struct Sums {
    stretches: Vec<(u32, u32)>,
}

impl Sums {
    fn past(&mut self, part: RowPart, at: u32) {
        match part {
            RowPart::Body => match self.stretches.last_mut() {
                Some((_, last)) if *last + 1 == at => *last = at,
                Some(_) | None => self.stretches.push((at, at)),
            },
            RowPart::Detail | RowPart::Apart => {}
            RowPart::Total => self.stretches.clear(),
        }
    }

    fn over(&self, column: u16) -> Option<String> {
        let name = column_number_to_name(column);
        let stretch = |(first, last): &(u32, u32)| {
            let (first, last) = (first + 1, last + 1);
            if first == last { format!("{name}{first}") } else { format!("{name}{first}:{name}{last}") }
        };
        let few = (1..=STRETCHES_MAX).contains(&self.stretches.len());
        few.then(|| format!("=SUM({})", self.stretches.iter().map(stretch).collect::<Vec<_>>().join(",")))
    }
}

/// A heat map is the table itself, the more the darker.
fn shade(sheet: &mut Worksheet, report: &MonthlyReport, table: &ReportTable) -> Result<(), DocumentError> {
    let heat = report.charts.iter().filter(|chart| chart.table == table.id && chart.form == ChartForm::HeatMap);
    let body: Vec<u32> =
        (HEAD_ROW + 1..).zip(&table.rows).filter(|(_, row)| row.part == RowPart::Body).map(|(at, _)| at).collect();
    let (Some(first), Some(last)) = (body.first(), body.last()) else { return Ok(()) };
    for chart in heat {
        let drawn = |id: &String| table.columns.iter().position(|column| column.id == *id);
        let columns: Vec<u16> = chart.series.iter().filter_map(drawn).filter_map(|at| u16::try_from(at).ok()).collect();
        let (Some(left), Some(right)) = (columns.iter().min(), columns.iter().max()) else { continue };
        // Dark letters stay readable on the darkest of these.
        let scale = ConditionalFormat2ColorScale::new()
            .set_minimum_color(Color::RGB(0x00ff_ffff))
            .set_maximum_color(Color::RGB(0x007f_b0df));
        sheet.add_conditional_format(*first, *left, *last, *right, &scale).map_err(fault)?;
    }
    Ok(())
}

fn last_row(table: &ReportTable) -> u32 {
    HEAD_ROW + u32::try_from(table.rows.len()).unwrap_or(u32::MAX / 2)
}
