//! What the program is told.

use std::path::PathBuf;

/// What the program is told.
pub(crate) struct Arguments {
    pub(crate) entries: usize,
    pub(crate) questions: usize,
    /// The same is measured so many times, to tell the noise.
    pub(crate) runs: usize,
    pub(crate) model: Option<PathBuf>,
    pub(crate) json: bool,
    /// Write the entries there, and nothing else.
    pub(crate) table: Option<PathBuf>,
    /// Which answers they have.
    pub(crate) edition: usize,
    /// Write the questions there, and nothing else.
    pub(crate) asked: Option<PathBuf>,
}

impl Arguments {
    pub(crate) fn read(mut given: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut read = Self {
            entries: 10_000,
            questions: 1_200,
            runs: 3,
            model: None,
            json: false,
            table: None,
            edition: 0,
            asked: None,
        };
        while let Some(name) = given.next() {
            if name == "--json" {
                read.json = true;
                continue;
            }
            let value = given.next().ok_or_else(|| format!("{name} wants a value"))?;
            let number = || value.parse().map_err(|_| format!("{name} {value}: no number"));
            match name.as_str() {
                "--entries" => read.entries = number()?,
                "--questions" => read.questions = number()?,
                "--runs" => read.runs = number()?,
                "--edition" => read.edition = number()?,
                "--model" => read.model = Some(value.into()),
                "--table" => read.table = Some(value.into()),
                "--asked" => read.asked = Some(value.into()),
                _ => return Err(format!("{name} is not known")),
            }
        }
        Ok(read)
    }
}
