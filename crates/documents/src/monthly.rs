//! The monthly deliverable as data: tables, charts, findings and definitions, checked, compared and put into words.
//!
//! Owns the value all three formats are made of, what makes it whole, and the bundle of CSV files. It must never know
//! a formula of a figure or where events are kept. Start with [`MonthlyReport`]; `pdf` and `sheet` print it.
//! Source: specification 6(2)⑩, 6(4), 6(5); ADR-0046.

mod bundle;
mod check;
mod differences;
mod figures;
mod shown;
mod value;

pub use bundle::monthly_csv;
pub use check::MonthlyFault;
pub use differences::differences;
pub use value::{
    Bilingual, Cell, ChartForm, ChartTarget, ColumnKind, ColumnRule, Correction, Definition, MonthlyReport,
    ReportChange, ReportChart, ReportColumn, ReportFinding, ReportMeta, ReportPeriod, ReportRow, ReportState,
    ReportTable, RowPart,
};

pub(crate) use check::{check, number};
pub(crate) use differences::figure_names;
pub(crate) use figures::{Figure, find, row_name};
pub(crate) use shown::{name, period, precise, shown, state, unit, version};
