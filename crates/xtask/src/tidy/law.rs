//! What a law and a breach of one are.

use super::source::{Source, Tree};
use std::fmt;

/// A rule about the text of the repository.
#[derive(Clone, Copy)]
pub(crate) struct Law {
    /// One word, shown with each breach.
    pub(crate) name: &'static str,
    /// The rule in one sentence.
    pub(crate) says: &'static str,
    /// Finds every breach.
    pub(crate) check: fn(&Tree) -> Vec<Breach>,
    /// A few files, (path, text), of which at least one breaks the rule.
    pub(crate) planted: &'static [(&'static str, &'static str)],
}

/// One place where a law is broken; sorts by file and line.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Breach {
    path: String,
    line: usize,
    /// The name of the law.
    pub(crate) law: &'static str,
    message: String,
}

impl Breach {
    /// A breach at a line, counted from 1.
    pub(crate) fn at_line(law: &'static str, path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, law, message: message.into() }
    }

    /// A breach at a byte of a file.
    pub(crate) fn at(law: &'static str, file: &Source, offset: usize, message: impl Into<String>) -> Self {
        Self::at_line(law, &file.path, file.line_of(offset), message)
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, law, message } = self;
        write!(out, "{path}:{line} {law}: {message}")
    }
}
