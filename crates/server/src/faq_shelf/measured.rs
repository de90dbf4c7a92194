//! How well the FAQ is searched on judged questions: the figures beside the judgement, for the page of AI uses.
//!
//! Owns the file that `madoguchi faq calibrate` writes into the data folder; without one, and without a judgement of
//! the installation's own, the figures of the seed edition hold, which stand in `faq/figures.json`.

use std::fs::File;
use std::io::Read as _;

use domain::knowledge::bands::ModelMark;
use search::evaluate::Figures;
use serde::{Deserialize, Serialize};

use super::judged;
use crate::config::Config;

/// The file of an installation's own figures, in the data folder.
pub const FILE: &str = "faq-figures.json";
/// The file has less than a kilobyte.
const BYTES_MAX: u64 = 64 * 1024;

const SEED: &str = include_str!("../../../../faq/figures.json");

/// Figures of one edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// The day of it.
    pub measured_on: String,
    /// The model that took part in `fused`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelMark>,
    /// By words alone.
    pub words: MeasuredSearch,
    /// By words and meaning, where that was measured.
    pub fused: Option<MeasuredSearch>,
}

/// Figures of one way of searching. Shares are 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasuredSearch {
    /// Questions asked.
    pub questions: usize,
    /// Those an entry answers.
    pub answerable: usize,
    /// Share of them whose first entry is right.
    pub success_at_1: f64,
    /// Share with a right entry among the first five.
    pub success_at_5: f64,
    /// Share whose first entry is right among the surest fifth of all questions.
    pub precision_at_20: f64,
}

impl From<&Figures> for MeasuredSearch {
    fn from(figures: &Figures) -> Self {
        let [_, (_, precision_at_20), _] = figures.precision_at_coverage;
        Self {
            questions: figures.questions,
            answerable: figures.answerable,
            success_at_1: figures.success_at_1,
            success_at_5: figures.success_at_5,
            precision_at_20,
        }
    }
}

/// Whose figures hold here.
#[derive(Debug, Clone, PartialEq)]
pub enum Measurement {
    /// The installation's own edition was judged.
    Own(Measured),
    /// Those of the seed edition; the installation's own was not judged.
    Seed(Measured),
    /// The installation's own edition was judged and its figures were not kept, or cannot be read.
    Unknown,
}

/// What holds here.
#[must_use]
pub fn measurement(config: &Config) -> Measurement {
    let path = config.data_dir.join(FILE);
    if path.exists() {
        return read(&path).map_or_else(
            |why| {
                tracing::error!(%why, file = %path.display(), "the figures of the FAQ cannot be read");
                Measurement::Unknown
            },
            Measurement::Own,
        );
    }
    match config.data_dir.join(judged::FILE).exists() {
        true => Measurement::Unknown,
        false => serde_json::from_str(SEED).map_or(Measurement::Unknown, Measurement::Seed),
    }
}

fn read(path: &std::path::Path) -> anyhow::Result<Measured> {
    let mut bytes = Vec::new();
    File::open(path)?.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    anyhow::ensure!(bytes.len() as u64 <= BYTES_MAX, "the file is larger than {BYTES_MAX} bytes");
    Ok(serde_json::from_slice(&bytes)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_of_the_seed_edition_are_those_that_were_published() {
        let seed: Measured = serde_json::from_str(SEED).unwrap();
        let published = include_str!("../../../../docs/BENCHMARKS.md");
        let check = |name: &str, found: &MeasuredSearch| {
            let share = |value: f64| format!("{value:.3}").trim_start_matches('0').to_owned();
            let row = format!("| {name} | {} | {} |", share(found.success_at_1), share(found.success_at_5));
            let line = published.lines().rfind(|line| line.starts_with(&row));
            let line = line.unwrap_or_else(|| panic!("{row} is not in docs/BENCHMARKS.md"));
            assert!(line.contains(&share(found.precision_at_20)), "{line}");
        };
        check("BM25 + aliases", &seed.words);
        check("fused + aliases", &seed.fused.unwrap());
    }

    #[test]
    fn an_edition_of_ones_own_never_shows_the_seeds_figures() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data_dir: folder.path().to_owned(), ..Config::default() };
        assert!(matches!(measurement(&config), Measurement::Seed(_)));
        std::fs::write(folder.path().join(judged::FILE), "{}").unwrap();
        assert_eq!(measurement(&config), Measurement::Unknown);
        for broken in ["", "{}", "[1]"] {
            std::fs::write(folder.path().join(FILE), broken).unwrap();
            assert_eq!(measurement(&config), Measurement::Unknown, "{broken}");
        }
        std::fs::write(folder.path().join(FILE), SEED).unwrap();
        assert!(matches!(measurement(&config), Measurement::Own(_)));
    }
}
