//! What the program is told.

use std::path::PathBuf;

use search::Language;

/// What the program is told.
pub(crate) struct Arguments {
    /// A set that is given; without one the seed edition is judged.
    pub(crate) given: Option<Given>,
    /// Folder of the seed edition.
    pub(crate) seed: PathBuf,
    /// Write the calibration that the tuning half gives.
    pub(crate) fit: bool,
    /// Tell of the tuning half, to tune by.
    pub(crate) tune: bool,
    pub(crate) model: Option<PathBuf>,
    pub(crate) vectors: Option<PathBuf>,
    pub(crate) json: bool,
}

/// The files of a set.
pub(crate) struct Given {
    pub(crate) corpus: PathBuf,
    pub(crate) queries: PathBuf,
    pub(crate) qrels: PathBuf,
    pub(crate) entries: Option<PathBuf>,
    pub(crate) aliases: Option<PathBuf>,
    pub(crate) language: Language,
}

impl Arguments {
    pub(crate) fn read(mut given: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut corpus, mut queries, mut qrels): (Option<PathBuf>, Option<PathBuf>, Option<PathBuf>) =
            Default::default();
        let (mut entries, mut aliases) = (None, None);
        let mut language = Language::Japanese;
        let mut read =
            Self { given: None, seed: "faq".into(), fit: false, tune: false, model: None, vectors: None, json: false };
        while let Some(name) = given.next() {
            match name.as_str() {
                "--json" => read.json = true,
                "--fit" => read.fit = true,
                "--tune" => read.tune = true,
                _ => {
                    let value = given.next().ok_or_else(|| format!("{name} wants a value"))?;
                    match name.as_str() {
                        "--corpus" => corpus = Some(value.into()),
                        "--queries" => queries = Some(value.into()),
                        "--qrels" => qrels = Some(value.into()),
                        "--entries" => entries = Some(value.into()),
                        "--aliases" => aliases = Some(value.into()),
                        "--language" => language = language_of(&value)?,
                        "--seed" => read.seed = value.into(),
                        "--model" => read.model = Some(value.into()),
                        "--vectors" => read.vectors = Some(value.into()),
                        _ => return Err(format!("{name} is not known")),
                    }
                }
            }
        }
        read.given = match (corpus, queries, qrels) {
            (Some(corpus), Some(queries), Some(qrels)) => {
                Some(Given { corpus, queries, qrels, entries, aliases, language })
            }
            (None, None, None) if entries.is_none() && aliases.is_none() => None,
            _ => return Err("--corpus, --queries and --qrels go together".to_owned()),
        };
        if (read.fit || read.tune) && read.given.is_some() {
            return Err("--fit and --tune are for the seed edition".to_owned());
        }
        Ok(read)
    }
}

fn language_of(code: &str) -> Result<Language, String> {
    match code {
        "ja" => Ok(Language::Japanese),
        "en" => Ok(Language::English),
        "ja-easy" => Ok(Language::EasyJapanese),
        _ => Err(format!("{code} is none of ja, en, ja-easy")),
    }
}
