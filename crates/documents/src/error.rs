//! Why a document could not be made.

use std::path::PathBuf;

use domain::knowledge::entry::{EntryKey, Field};

/// Why a document could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// No font with Japanese letters was found.
    #[error(
        "no font \"Noto Sans CJK JP\" in {}: install the package fonts-noto-cjk (apt-get install fonts-noto-cjk)",
        listed(.folders)
    )]
    NoFont {
        /// Where it was looked for.
        folders: Vec<PathBuf>,
    },
    /// A font's file cannot be read.
    #[error("the font {} cannot be read: {why}", .file.display())]
    UnreadableFont {
        /// The file.
        file: PathBuf,
        /// What the system said.
        why: String,
    },
    /// The page could not be set: a fault of the template or of its data, never of the text alone.
    #[error("the PDF could not be set: {0}")]
    Typesetting(String),
    /// A text is longer than a cell of Excel.
    #[error("{column} of {key} is longer than a cell of Excel holds; shorten it or export CSV")]
    CellTooLong {
        /// The entry.
        key: EntryKey,
        /// The column.
        column: Field,
    },
    /// The monthly report contradicts itself or goes beyond what is printed.
    #[error("the monthly report cannot be printed: {0}")]
    Monthly(#[from] crate::monthly::MonthlyFault),
    /// The bundle of CSV files could not be written.
    #[error("the CSV bundle could not be written: {0}")]
    Bundle(String),
    /// The sheet could not be written.
    #[error("the Excel file could not be written: {0}")]
    Workbook(String),
}

fn listed(folders: &[PathBuf]) -> String {
    if folders.is_empty() {
        return "no folder".to_owned();
    }
    folders.iter().map(|folder| folder.display().to_string()).collect::<Vec<_>>().join(", ")
}
