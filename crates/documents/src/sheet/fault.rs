//! What can be wrong with an Excel file, in words for whoever sent it; none of them repeats its text.

use domain::knowledge::workflow::REMARK_CHARS_MAX;

/// Longest name of an officer, in characters.
pub(super) const NAME_CHARS_MAX: usize = 80;

/// Why a file is not read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    /// The file is too big.
    #[error("the file has {bytes} bytes; at most {limit} are read; split it")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The most there may be.
        limit: usize,
    },
    /// It is no Excel file of our time.
    #[error("this is no Excel file (.xlsx); save it as an Excel workbook and send that")]
    NotExcel,
    /// It is an Excel file of before 2007, or one with a password.
    #[error("the file has a password or is of the old form .xls; save it without password as .xlsx")]
    OldOrLocked,
    /// Unpacked it is larger than any honest table.
    #[error("unpacked, the file is larger than may be; remove pictures and empty rows, or split it")]
    TooMuch,
    /// It is damaged.
    #[error("the file is damaged; open it in Excel, save it anew and send that")]
    Broken,
    /// It has no sheet.
    #[error("the file has no sheet with cells")]
    NoSheet,
    /// Too many rows.
    #[error("there are more than {limit} rows; split the file")]
    TooManyRows {
        /// The most there may be, the header counted.
        limit: usize,
    },
    /// Too many columns.
    #[error("row {row} has something beyond column {limit}; remove it")]
    TooManyColumns {
        /// The row, counted from 1.
        row: usize,
        /// The last column that is read.
        limit: usize,
    },
    /// A cell that is too long.
    #[error("the cell in row {row}, column {column} has more than {limit} characters; shorten it")]
    CellTooLong {
        /// The row, counted from 1.
        row: usize,
        /// The column, counted from 1.
        column: usize,
        /// The most there may be.
        limit: usize,
    },
}

impl SheetError {
    /// The same in Japanese.
    #[must_use]
    pub fn text_ja(&self) -> String {
        match self {
            Self::TooLarge { limit, .. } => {
                format!(
                    "ファイルが大きすぎます。{} MBまで読み込めます。ファイルを分けてください。",
                    limit / (1024 * 1024)
                )
            }
            Self::NotExcel => {
                "Excelファイル（.xlsx）ではありません。Excelブックとして保存し直してください。".to_owned()
            }
            Self::OldOrLocked => {
                "パスワード付き、または古い形式（.xls）のファイルです。パスワードなしの.xlsxで保存し直してください。"
                    .to_owned()
            }
            Self::TooMuch => "ファイルの中身が大きすぎます。図や空の行を削るか、ファイルを分けてください。".to_owned(),
            Self::Broken => "ファイルが壊れています。Excelで開き、保存し直してから送ってください。".to_owned(),
            Self::NoSheet => "セルのあるシートがありません。".to_owned(),
            Self::TooManyRows { limit } => format!("{limit}行を超えています。ファイルを分けてください。"),
            Self::TooManyColumns { row, limit } => {
                format!("{row}行目の{limit}列より右に何か入っています。消してください。")
            }
            Self::CellTooLong { row, column, limit } => {
                format!("{row}行目{column}列目のセルが{limit}文字を超えています。短くしてください。")
            }
        }
    }
}

/// Why a review file is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReviewError {
    /// It is no readable Excel file.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// It is not one of ours.
    #[error("this is no review file; send the file that was exported for review, with the marks in it")]
    NotReview,
    /// Its columns were moved or renamed.
    #[error("column {number} of the review must be {wanted:?}; send the exported file without moving columns")]
    Header {
        /// The column, counted from 1.
        number: usize,
        /// What must stand there.
        wanted: &'static str,
    },
}

impl ReviewError {
    /// The same in Japanese.
    #[must_use]
    pub fn text_ja(&self) -> String {
        match self {
            Self::Sheet(fault) => fault.text_ja(),
            Self::NotReview => {
                "審査ファイルではありません。審査用に書き出したファイルに判定を入れて送ってください。".to_owned()
            }
            Self::Header { number, wanted } => {
                format!("審査シートの{number}列目は「{wanted}」でなければなりません。列を動かさずに送ってください。")
            }
        }
    }
}

/// Something wrong with one row of a review file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("row {row}: {fault}")]
pub struct ReviewProblem {
    /// The row as a spreadsheet counts it.
    pub row: usize,
    /// What is wrong.
    pub fault: ReviewFault,
}

/// What is wrong with a row of a review file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReviewFault {
    /// No name, or one too long, on the sheet for the signature.
    #[error(
        "the officer's name is missing or longer than {} characters; write it on the signature sheet",
        NAME_CHARS_MAX
    )]
    NoName,
    /// No date on the sheet for the signature.
    #[error("the date of the signature is missing or no date; write it on the signature sheet, such as 2026-12-01")]
    NoDate,
    /// Nobody marked anything.
    #[error("no row bears a mark; choose 承認 or 差戻し")]
    NoMark,
    /// A mark that is none.
    #[error("the mark is neither 承認 nor 差戻し")]
    UnknownMark,
    /// Sent back without a reason.
    #[error("it is sent back without a reason; write the reason beside the mark")]
    NoReason,
    /// A reason that is too long.
    #[error("the remark is longer than {} characters", REMARK_CHARS_MAX)]
    LongRemark,
    /// A row that is not as it was exported, or of another export.
    #[error("the row is not as it was exported, or of another export; put wishes into the remark and leave the texts")]
    Altered,
    /// An entry marked twice.
    #[error("the entry stands in row {first} too; remove one of the two")]
    Twice {
        /// The earlier row.
        first: usize,
    },
}

impl ReviewFault {
    /// The same in Japanese.
    #[must_use]
    pub fn text_ja(&self) -> String {
        match self {
            Self::NoName => "署名シートに確認者の氏名を入れてください（80文字まで）。".to_owned(),
            Self::NoDate => "署名シートに日付を入れてください（例：2026-12-01）。".to_owned(),
            Self::NoMark => "判定の入った行がありません。承認または差戻しを選んでください。".to_owned(),
            Self::UnknownMark => "判定は承認か差戻しのどちらかを選んでください。".to_owned(),
            Self::NoReason => "差戻しには理由を入れてください。".to_owned(),
            Self::LongRemark => "理由・意見が長すぎます。短くしてください。".to_owned(),
            Self::Altered => {
                "書き出したときの内容と違うか、別の書き出しの行です。文面は変えず、意見の欄に書いてください。"
                    .to_owned()
            }
            Self::Twice { first } => format!("{first}行目と同じ項目です。どちらかを消してください。"),
        }
    }
}
