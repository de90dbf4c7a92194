//! The monthly report as pages: cover, contents, what changed, tables with charts, findings, signature, definitions.

use serde::Serialize;

use super::fonts::Fonts;
use super::monthly_chart::{ShownChart, width_em};
use super::press::print_archive;
use super::shown::lines;
use crate::error::DocumentError;
use crate::monthly::{
    self, Bilingual, ColumnKind, Figure, MonthlyReport, ReportFinding, ReportRow, ReportState, ReportTable, RowPart,
    find, shown,
};
use crate::words;

const TEMPLATE: &str = include_str!("monthly.typ");

/// Most changes that are printed; all of them are in the workbook and in the bundle.
const CHANGES_PRINTED_MAX: usize = 200;

/// Widths between the margins, in points: 210 and 297 mm less twice 18 mm.
const UPRIGHT_PT: f64 = 493.0;
const ACROSS_PT: f64 = 739.0;

/// The size of a table's letters, in points, and the smaller one of tables that are wider than the wider page.
const TABLE_PT: f64 = 8.0;
const SMALL_PT: f64 = 7.0;

/// The room beside a cell's letters, in points, on both sides together.
const INSET_PT: f64 = 7.0;

/// Longest heading that stays on one line, in letters.
const ONE_LINE_EM: f64 = 4.6;

/// Widest column, in letters, and how much a table may be stretched.
const COLUMN_EM_MAX: f64 = 26.0;
const STRETCH_MAX: f64 = 1.4;

/// Sets the report of a month or of the term.
///
/// # Errors
/// When there are no fonts, or the report contradicts itself.
pub fn monthly_pdf(report: &MonthlyReport, fonts: &Fonts) -> Result<Vec<u8>, DocumentError> {
    monthly::check(report)?;
    let shown = Shown::of(report);
    print_archive(TEMPLATE, &shown, report.meta.made_at, fonts)
}

#[derive(Serialize)]
struct Shown {
    title: String,
    city: String,
    business: String,
    name: Bilingual,
    period: Bilingual,
    draft: bool,
    running: String,
    facts: Vec<(&'static str, String)>,
    signed: Option<(String, String)>,
    contractor: String,
    correction: Option<ShownCorrection>,
    tables: Vec<ShownTable>,
    findings: Vec<ShownFinding>,
    definitions: Vec<ShownDefinition>,
}

#[derive(Serialize)]
struct ShownCorrection {
    facts: Vec<(&'static str, String)>,
    why: Vec<String>,
    changes: Vec<[String; 4]>,
    left_out: usize,
}

#[derive(Serialize)]
struct ShownTable {
    id: String,
    title: Bilingual,
    note: Vec<String>,
    across: bool,
    size: f64,
    heads: Vec<Head>,
    rows: Vec<Row>,
    charts: Vec<ShownChart>,
}

#[derive(Serialize)]
struct Head {
    title: String,
    unit: String,
    width: f64,
    figure: bool,
}

#[derive(Serialize)]
struct Row {
    part: RowPart,
    cells: Vec<String>,
}

#[derive(Serialize)]
struct ShownFinding {
    id: String,
    title: String,
    text: Vec<String>,
    proposal: Vec<String>,
    effect: String,
    confidence: String,
    figures: Vec<ShownFigure>,
}

#[derive(Serialize)]
struct ShownFigure {
    name: String,
    place: String,
    value: String,
    /// Where in the document it is.
    target: String,
}

#[derive(Serialize)]
struct ShownDefinition {
    id: String,
    version: u32,
    name: Bilingual,
    text: Bilingual,
    denominator: Bilingual,
}

impl Shown {
    fn of(report: &MonthlyReport) -> Self {
        let meta = &report.meta;
        let period = monthly::period(meta.period);
        let name = monthly::name(meta.period);
        let draft = meta.state == ReportState::Draft;
        let version = monthly::version(meta);
        let facts = vec![
            ("版", version.clone()),
            ("状態", monthly::state(&meta.state)),
            ("作成日", words::date(words::day_of(meta.made_at))),
            ("受託者", meta.contractor.clone()),
            ("データの版", meta.data_version.clone()),
            ("計算式の版", meta.formula_version.clone()),
        ];
        Self {
            title: format!("{} {} {} {}", meta.city, name.ja, period.ja, version),
            city: meta.city.clone(),
            business: meta.business.clone(),
            name,
            period,
            draft,
            running: if draft { format!("{version}　下書き") } else { version },
            facts,
            signed: match &meta.state {
                ReportState::Draft => None,
                ReportState::Signed { by, on } => Some((by.clone(), words::date(*on))),
            },
            contractor: meta.contractor.clone(),
            correction: meta.correction.as_ref().map(ShownCorrection::of),
            tables: report.tables.iter().map(|table| ShownTable::of(report, table)).collect(),
            findings: report.findings.iter().map(|finding| ShownFinding::of(report, finding)).collect(),
            definitions: report.definitions.iter().map(ShownDefinition::of).collect(),
        }
    }
}

impl ShownCorrection {
    fn of(correction: &monthly::Correction) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "（なし）".to_owned());
        let change =
            |one: &monthly::ReportChange| [one.place.clone(), one.name.clone(), text(&one.before), text(&one.after)];
        Self {
            facts: vec![
                ("訂正前の版", format!("第{}版", correction.previous_version)),
                ("訂正した人", correction.by.clone()),
                ("訂正日", words::date(correction.on)),
                ("変わった箇所", format!("{}箇所", correction.changes.len())),
            ],
            why: lines(&correction.why),
            changes: correction.changes.iter().take(CHANGES_PRINTED_MAX).map(change).collect(),
            left_out: correction.changes.len().saturating_sub(CHANGES_PRINTED_MAX),
        }
    }
}

impl ShownTable {
    fn of(report: &MonthlyReport, table: &ReportTable) -> Self {
        let rows: Vec<Row> = table.rows.iter().map(|row| Row::of(table, row)).collect();
        let widths_em: Vec<f64> = (0..table.columns.len()).map(|at| column_em(table, &rows, at)).collect();
        let wanted = |size: f64| widths_em.iter().map(|em| em * size + INSET_PT).sum::<f64>();
        let across = wanted(TABLE_PT) > UPRIGHT_PT;
        let page = if across { ACROSS_PT } else { UPRIGHT_PT };
        let size = if wanted(TABLE_PT) > page { SMALL_PT } else { TABLE_PT };
        let stretch = (page / wanted(size)).min(STRETCH_MAX);
        let heads = table.columns.iter().zip(&widths_em).map(|(column, em)| Head {
            title: column.title.ja.clone(),
            unit: monthly::unit(column).ja,
            width: (em * size + INSET_PT) * stretch,
            figure: column.kind != ColumnKind::Text,
        });
        let charts = report.charts.iter().filter(|chart| chart.table == table.id);
        Self {
            id: table.id.clone(),
            title: table.title.clone(),
            note: if table.note.ja.trim().is_empty() { Vec::new() } else { lines(&table.note.ja) },
            across,
            size,
            heads: heads.collect(),
            rows,
            charts: charts.filter_map(|chart| ShownChart::of(report, chart, page)).collect(),
        }
    }
}

/// How wide a column wants to be, in letters: its longest cell, or its heading on two lines.
fn column_em(table: &ReportTable, rows: &[Row], at: usize) -> f64 {
    let cells = rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| width_em(cell));
    let heading = table.columns.get(at).map_or(0.0, |column| {
        let whole = width_em(&column.title.ja);
        let lines = if whole <= ONE_LINE_EM { whole + 0.4 } else { (whole / 2.0).ceil() + 1.0 };
        lines.max(width_em(&monthly::unit(column).ja) * 0.8)
    });
    // Bold figures of totals and the indent of details want a little more.
    let longest = cells.fold(0.0, f64::max) * 1.06 + if at == 0 { 1.0 } else { 0.0 };
    longest.max(heading).clamp(2.0, COLUMN_EM_MAX)
}

impl Row {
    fn of(table: &ReportTable, row: &ReportRow) -> Self {
        let cells = table.columns.iter().zip(&row.cells).map(|(column, cell)| shown(cell, column.kind));
        Self { part: row.part, cells: cells.collect() }
    }
}

impl ShownFinding {
    fn of(report: &MonthlyReport, finding: &ReportFinding) -> Self {
        let figure = |name: &String| find(report, name).map(|figure| ShownFigure::of(name, &figure));
        Self {
            id: finding.id.clone(),
            title: finding.title.clone(),
            text: lines(&finding.text),
            proposal: if finding.proposal.trim().is_empty() { Vec::new() } else { lines(&finding.proposal) },
            effect: finding.effect.clone(),
            confidence: finding.confidence.clone(),
            figures: finding.figures.iter().filter_map(figure).collect(),
        }
    }
}

impl ShownFigure {
    fn of(name: &str, figure: &Figure<'_>) -> Self {
        let (value, target) = match figure {
            Figure::Cell { table, column, cell, .. } => (shown(cell, column.kind), table.id.as_str()),
            Figure::Finding(text) => ((*text).to_owned(), ""),
            Figure::Table(table) => (String::new(), table.id.as_str()),
            Figure::Chart { id, .. } => (String::new(), *id),
        };
        Self { name: name.to_owned(), place: figure.place(), value, target: target.to_owned() }
    }
}

impl ShownDefinition {
    fn of(one: &monthly::Definition) -> Self {
        Self {
            id: one.id.clone(),
            version: one.version,
            name: one.name.clone(),
            text: one.text.clone(),
            denominator: one.denominator.clone(),
        }
    }
}
