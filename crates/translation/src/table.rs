//! Tables of data: tab-separated lines under a fixed heading; a line that begins with # is a remark.
//!
//! Owns the reading alone: what a column may hold is its table's. A fault names the line, so that a person finds it.

/// Longest table, in bytes.
const BYTES_MAX: usize = 4 * 1024 * 1024;
/// Longest field, in characters.
const FIELD_CHARS_MAX: usize = 2_000;

/// Why a table is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableFault {
    /// Too long to be read.
    #[error("a table has at most {BYTES_MAX} bytes")]
    TooLong,
    /// The first line is not the heading.
    #[error("the heading must be: {0}")]
    Heading(String),
    /// A line has too few or too many fields.
    #[error("line {line}: {found} fields instead of {wanted}")]
    Fields {
        /// Counted from 1.
        line: usize,
        /// How many there are.
        found: usize,
        /// How many there must be.
        wanted: usize,
    },
    /// A field holds what it may not.
    #[error("line {line}: {column}: {why}")]
    Field {
        /// Counted from 1.
        line: usize,
        /// The column.
        column: &'static str,
        /// What is wrong.
        why: String,
    },
}

/// The lines of a table with their numbers, counted from 1.
pub(crate) fn rows<'a>(text: &'a str, heading: &[&str]) -> Result<Vec<(usize, Vec<&'a str>)>, TableFault> {
    if text.len() > BYTES_MAX {
        return Err(TableFault::TooLong);
    }
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    let wanted = heading.join("\t");
    if lines.next().is_none_or(|(_, first)| first != wanted) {
        return Err(TableFault::Heading(heading.join(" | ")));
    }
    lines.map(|(line, text)| row(line, text, heading.len())).collect()
}

fn row(line: usize, text: &str, wanted: usize) -> Result<(usize, Vec<&str>), TableFault> {
    let fields: Vec<&str> = text.split('\t').map(str::trim).collect();
    if fields.len() != wanted {
        return Err(TableFault::Fields { line, found: fields.len(), wanted });
    }
    if fields.iter().any(|field| field.chars().count() > FIELD_CHARS_MAX) {
        let why = format!("at most {FIELD_CHARS_MAX} characters");
        return Err(TableFault::Field { line, column: "any", why });
    }
    Ok((line, fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_its_line() {
        let heading = ["a", "b"];
        assert_eq!(rows("# remark\na\tb\n\n1\t2\n", &heading), Ok(vec![(4, vec!["1", "2"])]));
        assert_eq!(rows("a\tb\n1\n", &heading), Err(TableFault::Fields { line: 2, found: 1, wanted: 2 }));
        assert_eq!(rows("b\ta\n", &heading), Err(TableFault::Heading("a | b".to_owned())));
        assert_eq!(rows(&"x".repeat(BYTES_MAX + 1), &heading), Err(TableFault::TooLong));
    }
}
