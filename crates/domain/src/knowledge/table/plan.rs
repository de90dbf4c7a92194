//! What an import would do, and every reason why it must not.

use std::collections::{BTreeMap, BTreeSet};

use super::row::{cell_of, columns, differing, read_row};
use crate::knowledge::entry::{Entry, EntryKey, Fault, Field, KeptFiles, Problem};

/// Most rows of one import, the header not counted.
pub const ROWS_MAX: usize = 10_000;

/// Most problems that are listed; the rest are counted.
pub const PROBLEMS_MAX: usize = 1_000;

/// The last column, which tables from before there were files do not have: such a table leaves files as they are.
const YOUNGEST: Field = Field::Attachments;

/// What is there before an import.
#[derive(Debug, Clone, Default)]
pub struct Present {
    /// The newest text of each entry.
    pub entries: BTreeMap<EntryKey, Entry>,
    /// The files whose bytes are kept; None where nobody can say.
    pub files: Option<KeptFiles>,
}

/// What an import would do. Nothing may be done while there are problems.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Entries that are not there yet.
    pub added: Vec<Entry>,
    /// Entries that would change.
    pub changed: Vec<Changed>,
    /// Entries that are as they are.
    pub unchanged: Vec<EntryKey>,
    /// Entries the file does not name; they stay as they are.
    pub missing: Vec<EntryKey>,
    /// What is wrong, in the order of the rows; the first [`PROBLEMS_MAX`].
    pub problems: Vec<RowProblem>,
    /// How many problems are not listed.
    pub further_problems: usize,
}

/// An entry that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// As it would be.
    pub entry: Entry,
    /// Where it differs.
    pub fields: Vec<Field>,
}

/// Why a file cannot be planned at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanFault {
    /// There is nothing.
    #[error("the file has no rows; the first must name the columns")]
    Empty,
    /// A column is not what it must be.
    #[error("column {number} must be {wanted:?}; export the FAQ once and keep its first row")]
    Header {
        /// The column, counted from 1.
        number: usize,
        /// What must stand there.
        wanted: &'static str,
    },
    /// Cells beside the last column.
    #[error("there are more columns than {}; remove them", Field::ALL.len())]
    MoreColumns,
    /// Too many rows.
    #[error("there are {0} rows; at most {ROWS_MAX} can be read at once; split the file")]
    TooManyRows(usize),
}

/// Something wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("row {row}: {fault}")]
pub struct RowProblem {
    /// The row as a spreadsheet counts it: the header is 1.
    pub row: usize,
    /// What is wrong.
    pub fault: RowFault,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// One of its cells.
    #[error("{0}")]
    Cell(#[from] Problem),
    /// It has more cells than there are columns.
    #[error("there are more cells than columns. A quotation mark may be missing.")]
    MoreCells,
    /// An earlier row has the same key.
    #[error("key is that of row {first}. Remove one of the two.")]
    SameKey {
        /// The earlier row.
        first: usize,
    },
}

impl RowFault {
    /// The column it concerns, where there is one.
    #[must_use]
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::Cell(problem) => Some(problem.field),
            Self::SameKey { .. } => Some(Field::Key),
            Self::MoreCells => None,
        }
    }
}

impl Plan {
    /// Plans the import of `rows`, the header first, over what is there.
    ///
    /// # Errors
    /// When the rows are no table of entries at all.
    pub fn of(rows: &[Vec<String>], present: &Present) -> Result<Self, PlanFault> {
        let (header, body) = rows.split_first().ok_or(PlanFault::Empty)?;
        check_header(header)?;
        let existing = &present.entries;
        let names_files = !cell_of(header, YOUNGEST).trim().is_empty();
        if body.len() > ROWS_MAX {
            return Err(PlanFault::TooManyRows(body.len()));
        }
        let mut plan = Self::default();
        let named = plan.keys(body, existing);
        for (row, cells) in filled(body) {
            match read_row(cells) {
                Ok(mut entry) => {
                    if let Some(old) = existing.get(&entry.key).filter(|_| !names_files) {
                        entry.attachments.clone_from(&old.attachments);
                    }
                    plan.missing_files(row, &entry, present);
                    plan.take(row, entry, &named, existing);
                }
                Err(problems) => problems.0.into_iter().for_each(|one| plan.problem(row, RowFault::Cell(one))),
            }
        }
        plan.missing = existing.keys().filter(|key| !named.file.contains(key)).cloned().collect();
        plan.problems.sort_by_key(|problem| problem.row);
        Ok(plan)
    }

    /// Whether it may be carried out.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    /// The keys of the file and of both; rows that are told as doubled are not taken.
    fn keys(&mut self, body: &[Vec<String>], existing: &BTreeMap<EntryKey, Entry>) -> Named {
        let mut first = BTreeMap::new();
        let mut doubled = BTreeSet::new();
        for (row, cells) in filled(body) {
            if cells.iter().skip(Field::ALL.len()).any(|cell| !cell.trim().is_empty()) {
                self.problem(row, RowFault::MoreCells);
            }
            let Ok(key) = EntryKey::read(cell_of(cells, Field::Key).trim()) else { continue };
            match first.get(&key) {
                Some(first) => {
                    doubled.insert(row);
                    self.problem(row, RowFault::SameKey { first: *first });
                }
                None => {
                    first.insert(key, row);
                }
            }
        }
        let file: BTreeSet<EntryKey> = first.into_keys().collect();
        let all = file.iter().chain(existing.keys()).cloned().collect();
        Named { file, all, doubled }
    }

    fn take(&mut self, row: usize, entry: Entry, named: &Named, existing: &BTreeMap<EntryKey, Entry>) {
        for key in entry.related.iter().filter(|key| !named.all.contains(key)) {
            let fault = Fault::UnknownKey(key.to_string());
            self.problem(row, RowFault::Cell(Problem { field: Field::Related, fault }));
        }
        if named.doubled.contains(&row) {
            return;
        }
        match existing.get(&entry.key) {
            None => self.added.push(entry),
            Some(old) if *old == entry => self.unchanged.push(entry.key),
            Some(old) => {
                let fields = differing(old, &entry);
                self.changed.push(Changed { entry, fields });
            }
        }
    }

    /// Tells the files an entry names and nobody keeps; an entry that stays as it is is not asked.
    fn missing_files(&mut self, row: usize, entry: &Entry, present: &Present) {
        let is_unchanged = present.entries.get(&entry.key) == Some(entry);
        let Some(kept) = present.files.as_ref().filter(|_| !is_unchanged) else { return };
        for file in entry.attachments.iter().filter(|file| !file.is_among(kept)) {
            let fault = Fault::MissingFile(file.name.clone());
            self.problem(row, RowFault::Cell(Problem { field: Field::Attachments, fault }));
        }
    }

    fn problem(&mut self, row: usize, fault: RowFault) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(RowProblem { row, fault });
        } else {
            self.further_problems += 1;
        }
    }
}

struct Named {
    file: BTreeSet<EntryKey>,
    all: BTreeSet<EntryKey>,
    doubled: BTreeSet<usize>,
}

/// Rows that hold something, with the number a spreadsheet gives them.
fn filled(body: &[Vec<String>]) -> impl Iterator<Item = (usize, &Vec<String>)> {
    let rows = body.iter().enumerate().map(|(at, cells)| (at + 2, cells));
    rows.filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()))
}

fn check_header(header: &[String]) -> Result<(), PlanFault> {
    for (at, wanted) in columns().enumerate() {
        let cell = header.get(at).map_or("", |cell| cell.trim_start_matches('\u{feff}').trim());
        let is_old_table = wanted == YOUNGEST.column() && cell.is_empty();
        if !cell.eq_ignore_ascii_case(wanted) && !is_old_table {
            return Err(PlanFault::Header { number: at + 1, wanted });
        }
    }
    let beside = header.iter().skip(Field::ALL.len()).any(|cell| !cell.trim().is_empty());
    if beside { Err(PlanFault::MoreColumns) } else { Ok(()) }
}
