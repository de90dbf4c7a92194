//! The officer's marks, read back out of a review file.
//!
//! Every row is looked at and every problem told, so that the file goes back once. A file with problems must not be
//! entered; whether its marks still fit the drafts is the workflow's to say.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::knowledge::entry::{EntryKey, Version};
use domain::knowledge::workflow::{FileMark, REMARK_CHARS_MAX, Revision};

use super::bounds::Bounds;
use super::cells::{opened, rows};
use super::dates::read_day;
use super::fault::{NAME_CHARS_MAX, ReviewError, ReviewFault, ReviewProblem, SheetError};
use super::review_layout::{
    APPROVED, CHECK, COLUMNS, FINGERPRINT, FIXED, MARK, MARKS_NAME, OFFICER, REMARK, RETURNED, SIGNATURE_NAME,
    SIGNED_ON,
};
use crate::review::row_check;

/// Lines of the sheet for the signature that are looked at.
const SIGNATURE_ROWS_MAX: usize = 100;

/// A review file as it came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewFile {
    /// By what its export is known; see [`crate::ReviewSheet::fingerprint`].
    pub fingerprint: String,
    /// Who signed; empty where nobody did.
    pub officer_name: String,
    /// The day of the signature.
    pub signed_on: Option<NaiveDate>,
    /// The marks, in the order of the rows.
    pub marks: Vec<ReviewMark>,
    /// How many rows bear none.
    pub unmarked: usize,
    /// Everything that is wrong; nothing may be entered while there is something.
    pub problems: Vec<ReviewProblem>,
}

/// One mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewMark {
    /// The row as a spreadsheet counts it.
    pub row: usize,
    /// The entry.
    pub key: EntryKey,
    /// The version it becomes.
    pub version: Version,
    /// The draft that was judged.
    pub revision: Revision,
    /// The mark.
    pub mark: FileMark,
    /// What was written beside it; the reason where it was sent back.
    pub remark: String,
}

/// Reads the marks of a review file.
///
/// # Errors
/// When it is no readable workbook or no review file; what is wrong with single rows stands in the file itself.
pub fn read_review(bytes: &[u8]) -> Result<ReviewFile, ReviewError> {
    let bounds = Bounds::default();
    let sheets = opened(bytes, bounds, |book| {
        let marks = sheet(rows(book, MARKS_NAME, bounds))?;
        let signature = sheet(rows(book, SIGNATURE_NAME, bounds))?;
        Ok(marks.zip(signature))
    })?;
    let (table, signature) = sheets.ok_or(ReviewError::NotReview)?;
    check_header(&table)?;
    let fingerprint = value(&signature, FINGERPRINT).map(|(_, text)| text.trim().to_ascii_lowercase());
    let known = |text: &String| text.len() == 32 && text.bytes().all(|c| c.is_ascii_hexdigit());
    let fingerprint = fingerprint.filter(known).ok_or(ReviewError::NotReview)?;
    let mut file = ReviewFile {
        fingerprint,
        officer_name: String::new(),
        signed_on: None,
        marks: Vec::new(),
        unmarked: 0,
        problems: Vec::new(),
    };
    file.read_rows(&table);
    file.read_signature(&signature);
    Ok(file)
}

/// A sheet that is not there is no damage here: the file is another.
fn sheet(read: Result<Vec<Vec<String>>, SheetError>) -> Result<Option<Vec<Vec<String>>>, SheetError> {
    match read {
        Ok(rows) => Ok(Some(rows)),
        Err(SheetError::NoSheet) => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn check_header(table: &[Vec<String>]) -> Result<(), ReviewError> {
    let header = table.first().ok_or(ReviewError::NotReview)?;
    for (at, (wanted, _)) in COLUMNS.into_iter().enumerate() {
        if cell(header, at).trim() != wanted {
            return Err(ReviewError::Header { number: at + 1, wanted });
        }
    }
    Ok(())
}

fn cell(row: &[String], at: usize) -> &str {
    row.get(at).map_or("", String::as_str)
}

/// The row, counted from 1, and the value behind a name on the sheet for the signature.
fn value<'a>(signature: &'a [Vec<String>], name: &str) -> Option<(usize, &'a str)> {
    let rows = (1..).zip(signature.iter().take(SIGNATURE_ROWS_MAX));
    rows.into_iter().find(|(_, row)| cell(row, 0).trim() == name).map(|(at, row)| (at, cell(row, 1)))
}

impl ReviewFile {
    /// Whether its marks may be entered.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    fn read_rows(&mut self, table: &[Vec<String>]) {
        let mut first = BTreeMap::new();
        let body = (1..).zip(table).skip(1).filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()));
        for (at, row) in body {
            match self.read_row(at, row) {
                Err(fault) => self.problem(at, fault),
                Ok(None) => self.unmarked += 1,
                Ok(Some(mark)) => match first.get(&mark.key) {
                    Some(first) => self.problem(at, ReviewFault::Twice { first: *first }),
                    None => {
                        first.insert(mark.key.clone(), at);
                        self.marks.push(mark);
                    }
                },
            }
        }
        if self.marks.is_empty() && self.problems.is_empty() {
            self.problem(1, ReviewFault::NoMark);
        }
    }

    fn read_row(&self, at: usize, row: &[String]) -> Result<Option<ReviewMark>, ReviewFault> {
        let fixed: Vec<String> = (0..FIXED).map(|at| cell(row, at).to_owned()).collect();
        if row_check(&self.fingerprint, &fixed) != cell(row, CHECK).trim() {
            return Err(ReviewFault::Altered);
        }
        let remark = cell(row, REMARK).trim().to_owned();
        if remark.chars().count() > REMARK_CHARS_MAX {
            return Err(ReviewFault::LongRemark);
        }
        let Some(mark) = mark(cell(row, MARK).trim(), &remark)? else { return Ok(None) };
        let number = |at: usize| cell(row, at).parse::<u32>().map_err(|_| ReviewFault::Altered);
        let key = EntryKey::read(cell(row, 0)).map_err(|_| ReviewFault::Altered)?;
        Ok(Some(ReviewMark {
            row: at,
            key,
            version: Version(number(1)?),
            revision: Revision(number(2)?),
            mark,
            remark,
        }))
    }

    fn read_signature(&mut self, signature: &[Vec<String>]) {
        let (row, name) = value(signature, OFFICER).unwrap_or((1, ""));
        let name = name.trim();
        if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
            self.problem(row, ReviewFault::NoName);
        } else {
            self.officer_name = name.to_owned();
        }
        let (row, day) = value(signature, SIGNED_ON).unwrap_or((1, ""));
        self.signed_on = read_day(day);
        if self.signed_on.is_none() {
            self.problem(row, ReviewFault::NoDate);
        }
    }

    fn problem(&mut self, row: usize, fault: ReviewFault) {
        self.problems.push(ReviewProblem { row, fault });
    }
}

fn mark(written: &str, remark: &str) -> Result<Option<FileMark>, ReviewFault> {
    match (written, remark.is_empty()) {
        ("", true) => Ok(None),
        (APPROVED, _) => Ok(Some(FileMark::Approved)),
        (RETURNED | "差し戻し", false) => Ok(Some(FileMark::Returned { remark: remark.to_owned() })),
        (RETURNED | "差し戻し", true) => Err(ReviewFault::NoReason),
        (_, true | false) => Err(ReviewFault::UnknownMark),
    }
}
