//! Searches as they are judged: by words, by meaning, by both.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use search::fusion::Blend;
use search::{Asker, Edition, Entry, Search, VectorShelf};

use super::seed::Fault;

/// No question waits for its vector in vain: how long vectors take is judged too.
const VECTOR_WITHIN: Duration = Duration::from_secs(60);

/// How a system searches.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Words,
    Meaning,
    Both,
}

/// Makes searches; keeps the vectors of titles from one to the next.
pub(crate) struct Engine {
    model: Option<PathBuf>,
    kept: Option<PathBuf>,
    shelf: Option<VectorShelf>,
}

impl Engine {
    pub(crate) fn new(model: Option<PathBuf>, kept: Option<PathBuf>) -> Self {
        Self { model, kept, shelf: None }
    }

    pub(crate) fn has_model(&self) -> bool {
        self.model.is_some()
    }

    /// A search in these entries, with nothing cached of questions.
    pub(crate) fn search(&mut self, entries: &[Entry], how: How) -> Result<Search, Fault> {
        let edition = Edition::build(entries.to_vec())?;
        let (How::Meaning | How::Both, Some(model)) = (how, &self.model) else {
            return Ok(Search::new(edition));
        };
        let asker = open(model)?;
        let edition = self.with_vectors(&edition, &asker)?;
        let search = Search::new(edition).with_asker(asker, VECTOR_WITHIN);
        let blend = if how == How::Meaning { Blend { words: 0.0, meaning: 1.0 } } else { Blend::default() };
        Ok(search.with_blend(blend))
    }

    fn with_vectors(&mut self, edition: &Edition, asker: &Asker) -> Result<Edition, Fault> {
        let (name, width) = (asker.model(), asker.width());
        let kept = |path: &PathBuf| VectorShelf::read(&fs::read(path).ok()?, name, width).ok();
        let shelf = self.shelf.take().or_else(|| self.kept.as_ref().and_then(kept));
        let mut shelf = shelf.unwrap_or_else(|| VectorShelf::new(name, width));
        let texts = edition.texts_for_vectors();
        let missing: Vec<&String> = texts.iter().filter(|text| shelf.get(text).is_none()).collect();
        let begun = Instant::now();
        for text in &missing {
            shelf.put(text, &asker.title(text)?)?;
        }
        if let Some(path) = self.kept.as_ref().filter(|_| !missing.is_empty()) {
            eprintln!("{} texts made vectors in {:.1} s", missing.len(), begun.elapsed().as_secs_f64());
            fs::write(path, shelf.written())?;
        }
        let edition = edition.with_vectors(&shelf, width);
        self.shelf = Some(shelf);
        Ok(edition)
    }
}

#[cfg(feature = "e5")]
fn open(model: &Path) -> Result<Asker, Fault> {
    Ok(Asker::start(Box::new(search::e5::E5::open(model)?))?)
}

#[cfg(not(feature = "e5"))]
fn open(_: &Path) -> Result<Asker, Fault> {
    Err("this program was built without the engine for vectors".into())
}
