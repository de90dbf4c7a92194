//! A month's (or the whole term's) report as plain data: every figure a cell with a name.
//!
//! What is computed from the event log is mapped to these types by whoever makes the report. They know no formula; a
//! column names the definition by which it was computed.

use chrono::NaiveDate;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The report of a month or of the term: the one value all three formats are made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthlyReport {
    /// Whose, of when, which version.
    pub meta: ReportMeta,
    /// T0 to T9, in the order they are printed.
    pub tables: Vec<ReportTable>,
    /// Pictures of columns of the tables; each is printed behind its table.
    pub charts: Vec<ReportChart>,
    /// T10: findings and proposals.
    pub findings: Vec<ReportFinding>,
    /// How each figure is computed, denominators named.
    pub definitions: Vec<Definition>,
}

/// What a report says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportMeta {
    /// The city, in Japanese: 座間市.
    pub city: String,
    /// The business, as the contract names it.
    pub business: String,
    /// Who hands the report in.
    pub contractor: String,
    /// Of when it is.
    pub period: ReportPeriod,
    /// Counted from 1; from 2 on there is a [`Correction`].
    pub version: u32,
    /// What stored data it was computed from, such as a digest or a moment.
    pub data_version: String,
    /// Which version of the formulas.
    pub formula_version: String,
    /// Draft or signed.
    pub state: ReportState,
    /// Why there is a later version, and what changed.
    pub correction: Option<Correction>,
    /// When it was made; the only moment that is written into the files.
    pub made_at: Timestamp,
}

/// Of when a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReportPeriod {
    /// A month.
    Month {
        /// The year of our era.
        year: i32,
        /// 1 to 12.
        month: u32,
    },
    /// The whole term of the contract: the final report.
    Term {
        /// Its first day.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
    },
}

/// Whether somebody answers for the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReportState {
    /// Nobody does yet; every page says so.
    Draft,
    /// The manager does.
    Signed {
        /// The manager's name.
        by: String,
        /// The day.
        on: NaiveDate,
    },
}

/// Why there is a version 2 or later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The version that was delivered before.
    pub previous_version: u32,
    /// Why, in the words of whoever corrected it.
    pub why: String,
    /// Who corrected it.
    pub by: String,
    /// The day.
    pub on: NaiveDate,
    /// What changed, from [`super::differences`].
    pub changes: Vec<ReportChange>,
}

/// One thing that differs between two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportChange {
    /// The name of the figure or text: `T3.answered.total`.
    pub name: String,
    /// The same in words: table, row, column.
    pub place: String,
    /// What stood there; None where nothing did.
    pub before: Option<String>,
    /// What stands there; None where nothing does.
    pub after: Option<String>,
}

/// Words in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bilingual {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// Both at once.
    #[must_use]
    pub fn of(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ja: ja.into(), en: en.into() }
    }
}

/// A table of figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportTable {
    /// Its short name, such as `T3`: a letter, then letters, figures and underscores.
    pub id: String,
    /// Its heading.
    pub title: Bilingual,
    /// What is to be known when reading it, such as what is counted; may be empty.
    pub note: Bilingual,
    /// Its columns; the first names the rows.
    pub columns: Vec<ReportColumn>,
    /// Its rows.
    pub rows: Vec<ReportRow>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportColumn {
    /// Its short name, such as `answered`.
    pub id: String,
    /// Its heading.
    pub title: Bilingual,
    /// What it means, for the data dictionary.
    pub meaning: Bilingual,
    /// What its cells hold.
    pub kind: ColumnKind,
    /// The unit, where it is not the kind's own.
    pub unit: Option<Bilingual>,
    /// The [`Definition`] by which it is computed.
    pub formula: Option<String>,
    /// How its cells follow from others of their row, so that a person can check them.
    pub rule: Option<ColumnRule>,
    /// Whether a row of totals holds the sum of the rows above it.
    pub summed: bool,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    /// Words.
    Text,
    /// How many.
    Count,
    /// How many more or fewer, shown with its sign.
    Change,
    /// A part of a whole, shown in per cent.
    Share,
    /// Milliseconds, shown as minutes and seconds.
    DurationMs,
    /// Whole minutes.
    Minutes,
}

impl ColumnKind {
    /// The unit as it is written beneath a heading.
    #[must_use]
    pub fn unit(self) -> Bilingual {
        match self {
            Self::Text => Bilingual::default(),
            Self::Count | Self::Change => Bilingual::of("件", "contacts"),
            Self::Share => Bilingual::of("％", "per cent"),
            Self::DurationMs => Bilingual::of("分:秒", "min:s"),
            Self::Minutes => Bilingual::of("分", "min"),
        }
    }
}

/// How a cell follows from others of its row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ColumnRule {
    /// The sum of these columns.
    SumOf {
        /// Their names.
        columns: Vec<String>,
    },
    /// One column divided by another.
    ShareOf {
        /// The column of the part.
        numerator: String,
        /// The column of the whole.
        denominator: String,
    },
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRow {
    /// Its short name, such as `d05` or `total`.
    pub id: String,
    /// Its part in the sums.
    pub part: RowPart,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// A row's part in the sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowPart {
    /// It is added up.
    Body,
    /// It breaks down the row above it and is not added up again.
    Detail,
    /// The sum of the body since the last total.
    Total,
    /// It stands apart from the sums.
    Apart,
}

/// One figure or word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cell {
    /// Nothing to say here, printed as a dash.
    Empty,
    /// Words.
    Text {
        /// In Japanese.
        text: String,
    },
    /// How many, or how many more.
    Count {
        /// The number.
        number: i64,
    },
    /// A part of a whole; of nothing when the denominator is 0.
    Share {
        /// The part.
        numerator: u64,
        /// The whole.
        denominator: u64,
    },
    /// A length of time, in milliseconds.
    DurationMs {
        /// The milliseconds.
        ms: i64,
    },
    /// A length of time in whole minutes.
    Minutes {
        /// The minutes.
        minutes: i64,
    },
}

/// A picture of columns of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportChart {
    /// Its short name, such as `C1`.
    pub id: String,
    /// The table it draws; its body rows in their order.
    pub table: String,
    /// Its heading.
    pub title: Bilingual,
    /// What it shows, for whoever cannot see it.
    pub alternative: Bilingual,
    /// How it is drawn.
    pub form: ChartForm,
    /// The columns that are drawn, all of one kind.
    pub series: Vec<String>,
    /// A line across it, such as the contract's target, in the columns' kind.
    pub target: Option<ChartTarget>,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChartForm {
    /// Upright bars, side by side.
    Bars,
    /// Upright bars, the columns one upon another.
    StackedBars,
    /// Lines.
    Lines,
    /// Rows by columns, the more the darker.
    HeatMap,
}

/// A line across a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChartTarget {
    /// What it is.
    pub label: Bilingual,
    /// Where it lies.
    pub at: Cell,
}

/// A finding with its proposal: T10.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportFinding {
    /// Its short name, such as `F1`.
    pub id: String,
    /// In a few words.
    pub title: String,
    /// What was found.
    pub text: String,
    /// What is proposed; may be empty.
    pub proposal: String,
    /// How large it is.
    pub effect: String,
    /// How sure that is.
    pub confidence: String,
    /// The figures it rests on: `T3.answered.total`, a table, or a chart.
    pub figures: Vec<String>,
}

/// How a figure is computed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// Its short name, such as `service_level`.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// The figure's name.
    pub name: Bilingual,
    /// How it is computed.
    pub text: Bilingual,
    /// What it is divided by; empty where it is no share and no mean.
    pub denominator: Bilingual,
}
