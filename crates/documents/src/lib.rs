//! Documents for people: an edition, its changes and the sheet for the city's review, as PDF and as Excel, and back;
//! the monthly report as PDF, Excel and CSV.
//!
//! Owns how they look, and the reading of Excel files and of attached files that come from outside, which are hostile
//! until they are read.
//! It must never know where entries are kept, who asks, or the time: all of it comes in as data, and text of an entry
//! is never markup here. Start with [`edition_pdf`], [`edition_xlsx`], [`read_rows`], [`read_review`],
//! [`clean_file`] and [`MonthlyReport`].
//! Source: specification 6(3)①b; ADR-0027, ADR-0046.

mod attached;
mod changes;
mod edition;
mod error;
mod monthly;
mod pdf;
mod review;
mod sheet;
mod words;

pub use attached::{CleanFile, FileFault, clean_file};
pub use changes::{ChangeList, ChangedEntry, EditionName, FieldChange, ListedEntry};
pub use edition::{ApprovalGround, ApprovalNote, EditionDocument, EditionEntry};
pub use error::DocumentError;
pub use monthly::{
    Bilingual, Cell, ChartForm, ChartTarget, ColumnKind, ColumnRule, Correction, Definition, MonthlyFault,
    MonthlyReport, ReportChange, ReportChart, ReportColumn, ReportFinding, ReportMeta, ReportPeriod, ReportRow,
    ReportState, ReportTable, RowPart, differences, monthly_csv,
};
pub use pdf::{Fonts, changes_pdf, edition_pdf, monthly_pdf, review_pdf};
pub use review::{ReviewEntry, ReviewSheet};
pub use sheet::{
    Bounds, FilledTemplate, ReviewError, ReviewFault, ReviewFile, ReviewMark, ReviewProblem, SheetError, TemplateError,
    edition_xlsx, fill_template, monthly_xlsx, read_review, read_rows, review_xlsx, table_xlsx,
};
