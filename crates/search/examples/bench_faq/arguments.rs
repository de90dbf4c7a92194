//! What the program is told.

use std::path::PathBuf;

use search::Language;

/// What the program is told.
pub(crate) struct Arguments {
    pub(crate) corpus: PathBuf,
    pub(crate) queries: PathBuf,
    pub(crate) qrels: PathBuf,
    pub(crate) entries: Option<PathBuf>,
    pub(crate) model: Option<PathBuf>,
    pub(crate) vectors: Option<PathBuf>,
    pub(crate) language: Language,
    pub(crate) json: bool,
}

impl Arguments {
    pub(crate) fn read(mut given: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut corpus, mut queries, mut qrels) = (None, None, None);
        let (mut entries, mut model, mut vectors) = (None, None, None);
        let mut language = Language::Japanese;
        let mut json = false;
        while let Some(name) = given.next() {
            if name == "--json" {
                json = true;
                continue;
            }
            let value = given.next().ok_or_else(|| format!("{name} wants a value"))?;
            match name.as_str() {
                "--corpus" => corpus = Some(value.into()),
                "--queries" => queries = Some(value.into()),
                "--qrels" => qrels = Some(value.into()),
                "--entries" => entries = Some(value.into()),
                "--model" => model = Some(value.into()),
                "--vectors" => vectors = Some(value.into()),
                "--language" => language = language_of(&value)?,
                _ => return Err(format!("{name} is not known")),
            }
        }
        let wanted = |path: Option<PathBuf>, name: &str| path.ok_or_else(|| format!("{name} FILE is missing"));
        Ok(Self {
            corpus: wanted(corpus, "--corpus")?,
            queries: wanted(queries, "--queries")?,
            qrels: wanted(qrels, "--qrels")?,
            entries,
            model,
            vectors,
            language,
            json,
        })
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
