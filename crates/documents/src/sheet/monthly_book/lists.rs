//! The sheets of words: the cover, what changed, findings, definitions, and the names a template of the city's may use.

use rust_xlsxwriter::Worksheet;

use super::super::format::{fault, put};
use super::looks::MonthlyLooks;
use super::paper::paper;
use crate::error::DocumentError;
use crate::monthly::{
    Correction, Figure, MonthlyReport, ReportState, figure_names, find, period, precise, shown, state, version,
};
use crate::words;

pub(super) fn cover(
    sheet: &mut Worksheet,
    report: &MonthlyReport,
    title: &str,
    looks: &MonthlyLooks,
) -> Result<(), DocumentError> {
    let meta = &report.meta;
    put(sheet, 0, 0, title, &looks.title)?;
    let mut facts = vec![
        ("業務", meta.business.clone()),
        ("期間", period(meta.period).ja),
        ("版", version(meta)),
        ("状態", state(&meta.state)),
        ("作成日", words::date(words::day_of(meta.made_at))),
        ("受託者", meta.contractor.clone()),
        ("データの版", meta.data_version.clone()),
        ("計算式の版", meta.formula_version.clone()),
    ];
    if meta.state == ReportState::Draft {
        facts.push(("注意", "下書きです。業務責任者の署名前の内容であり、確定した数値ではありません。".to_owned()));
    }
    if let Some(correction) = &meta.correction {
        facts.push(("訂正の理由", correction.why.clone()));
    }
    let lines = facts.iter().map(|(name, value)| vec![(*name).to_owned(), value.clone()]);
    let mut list = List { sheet, looks, row: 2 };
    lines.into_iter().try_for_each(|line| list.line(&line))?;
    finish(list.sheet, "表紙", &[18.0, 80.0], 0)
}

pub(super) fn changes(
    sheet: &mut Worksheet,
    correction: &Correction,
    looks: &MonthlyLooks,
) -> Result<(), DocumentError> {
    let mut list = List { sheet, looks, row: 0 };
    list.head(&["箇所", "名前", "訂正前", "訂正後"])?;
    for change in &correction.changes {
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "（なし）".to_owned());
        list.line(&[change.place.clone(), change.name.clone(), text(&change.before), text(&change.after)])?;
    }
    finish(list.sheet, "訂正", &[48.0, 26.0, 34.0, 34.0], 1)
}

pub(super) fn findings(
    sheet: &mut Worksheet,
    report: &MonthlyReport,
    looks: &MonthlyLooks,
) -> Result<(), DocumentError> {
    let mut list = List { sheet, looks, row: 0 };
    list.head(&["番号", "所見", "内容", "提案", "効果の大きさ", "確からしさ", "根拠"])?;
    for one in &report.findings {
        let grounds: Vec<String> = one.figures.iter().map(|name| ground(report, name)).collect();
        let texts = [&one.id, &one.title, &one.text, &one.proposal, &one.effect, &one.confidence];
        list.line(&texts.map(String::clone).into_iter().chain([grounds.join("\n")]).collect::<Vec<_>>())?;
    }
    finish(list.sheet, "T10 所見と改善提案", &[8.0, 26.0, 48.0, 48.0, 22.0, 22.0, 40.0], 1)
}

fn ground(report: &MonthlyReport, name: &str) -> String {
    let Some(figure) = find(report, name) else { return name.to_owned() };
    match &figure {
        Figure::Cell { column, cell, .. } => format!("{}：{}（{name}）", figure.place(), shown(cell, column.kind)),
        Figure::Finding(_) | Figure::Table(_) | Figure::Chart { .. } => format!("{}（{name}）", figure.place()),
    }
}

pub(super) fn definitions(
    sheet: &mut Worksheet,
    report: &MonthlyReport,
    looks: &MonthlyLooks,
) -> Result<(), DocumentError> {
    let mut list = List { sheet, looks, row: 0 };
    list.head(&["記号", "版", "名前", "英語名", "求め方", "分母", "求め方（英語）", "分母（英語）"])?;
    for one in &report.definitions {
        let version = one.version.to_string();
        let texts = [&one.id, &version, &one.name.ja, &one.name.en, &one.text.ja, &one.denominator.ja, &one.text.en];
        list.line(&texts.map(String::clone).into_iter().chain([one.denominator.en.clone()]).collect::<Vec<_>>())?;
    }
    finish(list.sheet, "定義", &[16.0, 6.0, 24.0, 24.0, 48.0, 36.0, 48.0, 36.0], 1)
}

/// Every name a cell of the city's own layout may bear, with what it is filled with.
pub(super) fn names(sheet: &mut Worksheet, report: &MonthlyReport, looks: &MonthlyLooks) -> Result<(), DocumentError> {
    let mut list = List { sheet, looks, row: 0 };
    list.head(&["名前（市の様式のセルに付ける名前）", "箇所", "値"])?;
    for (name, place) in figure_names(report) {
        let value = match find(report, &name) {
            Some(Figure::Cell { column, cell, .. }) => precise(cell, column.kind),
            Some(Figure::Finding(text)) => text.to_owned(),
            Some(Figure::Table(_) | Figure::Chart { .. }) | None => continue,
        };
        list.line(&[name, place, value])?;
    }
    finish(list.sheet, "名前一覧", &[36.0, 60.0, 30.0], 1)
}

/// Lines of text beneath a heading.
struct List<'a> {
    sheet: &'a mut Worksheet,
    looks: &'a MonthlyLooks,
    row: u32,
}

impl List<'_> {
    fn head(&mut self, names: &[&str]) -> Result<(), DocumentError> {
        for (column, name) in (0..).zip(names) {
            put(self.sheet, self.row, column, name, &self.looks.header)?;
        }
        self.row += 1;
        Ok(())
    }

    fn line(&mut self, cells: &[String]) -> Result<(), DocumentError> {
        for (column, cell) in (0..).zip(cells) {
            put(self.sheet, self.row, column, cell, &self.looks.text)?;
        }
        self.row += 1;
        Ok(())
    }
}

fn finish(sheet: &mut Worksheet, name: &str, widths: &[f64], head_rows: u32) -> Result<(), DocumentError> {
    sheet.set_name(name).map_err(fault)?;
    for (column, width) in (0..).zip(widths) {
        sheet.set_column_width(column, *width).map_err(fault)?;
    }
    if head_rows > 0 {
        sheet.set_freeze_panes(head_rows, 0).map_err(fault)?;
    }
    paper(sheet, name, (0, head_rows.saturating_sub(1)), widths.iter().sum::<f64>() > 100.0)
}
