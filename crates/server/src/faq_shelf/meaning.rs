//! Vectors of titles: read from their file, made where they are missing, kept for the next start.
//!
//! Owns who makes vectors, the model on this machine or a server of the city's choice (`endpoint`), and the file beside
//! the database. Vectors come from approved texts alone and tell nobody anything that is not published.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use domain::knowledge::bands::ModelMark;
use search::{Asker, Edition, Search, VectorFault, VectorShelf};

use super::endpoint::{Asking, Endpoint, VectorHealth};
use crate::config::Config;

/// The model of search by meaning on this machine.
pub const MODEL: &str = "multilingual-e5-small";
/// The file of vectors, in the data folder.
const FILE: &str = "faq-vectors";
/// A question waits this long for its vector of the model on this machine; then words alone answer.
const VECTOR_WITHIN: Duration = Duration::from_millis(100);

/// Search by meaning; cheap to clone.
#[derive(Clone)]
pub struct Meaning {
    inner: Arc<Inner>,
}

struct Inner {
    /// Who makes vectors of questions, and of titles: the same where that is the model on this machine.
    questions: Arc<Asker>,
    titles: Arc<Asker>,
    endpoint: Option<Arc<Endpoint>>,
    shelf: Mutex<VectorShelf>,
    file: PathBuf,
    making: Mutex<Making>,
}

/// The making of vectors that are missing.
#[derive(Default)]
struct Making {
    is_running: bool,
    /// Another edition came while it ran.
    again: bool,
    /// The edition that has all its vectors.
    complete: Weak<Edition>,
    /// Titles of the edition that was looked at last.
    titles: usize,
    /// Why it did not come to its end last.
    fault: Option<String>,
}

/// What one look at the edition in force led to.
enum Made {
    /// It had all its vectors.
    Whole(Arc<Edition>),
    /// It was put in force with vectors it had not, unless another came meanwhile.
    Some,
}

/// How search by meaning is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeaningState {
    /// Whether a server is asked, and not the model on this machine.
    pub is_remote: bool,
    /// How whoever is asked is.
    pub health: VectorHealth,
    /// Titles that want a vector.
    pub titles: usize,
    /// Titles that have one; all of them once search has them.
    pub vectors: usize,
}

impl Meaning {
    /// Whoever makes vectors in this installation; None, with a word in the log, where nobody does or can.
    #[must_use]
    pub fn open(config: &Config) -> Option<Self> {
        let file = config.data_dir.join(FILE);
        let started = if config.faq.vectors.is_on() {
            Some(of_endpoint(config, &file))
        } else {
            model_of(config).map(|model| of_model(&model, &file))
        };
        match started? {
            Ok(meaning) => Some(meaning),
            Err(why) => {
                tracing::warn!(
                    why = format!("{why:#}"),
                    "search by meaning cannot be used; the FAQ is searched by words alone"
                );
                None
            }
        }
    }

    /// Who makes vectors of questions.
    #[must_use]
    pub fn asker(&self) -> Arc<Asker> {
        Arc::clone(&self.inner.questions)
    }

    /// Which model that is.
    #[must_use]
    pub fn mark(&self) -> ModelMark {
        self.inner.questions.mark().clone()
    }

    /// How long a question waits for its vector.
    #[must_use]
    pub fn within(&self) -> Duration {
        self.inner.endpoint.as_ref().map_or(VECTOR_WITHIN, |endpoint| endpoint.within())
    }

    /// The edition with the vectors that are there already.
    #[must_use]
    pub fn with_known(&self, edition: Edition) -> Edition {
        edition.with_vectors(&self.shelf(), self.inner.questions.width())
    }

    /// The edition with the vectors of all its titles; those that are missing are made, and not kept. Takes long.
    ///
    /// # Errors
    /// [`VectorFault`].
    pub fn with_all(&self, edition: Edition) -> Result<Edition, VectorFault> {
        self.put_all(&self.missing(&edition.texts_for_vectors()))?;
        Ok(self.with_known(edition))
    }

    /// How it is.
    #[must_use]
    pub fn state(&self) -> MeaningState {
        let (titles, is_whole, fault) = {
            let making = self.making();
            (making.titles, making.complete.strong_count() > 0, making.fault.clone())
        };
        let health = match (&self.inner.endpoint, fault) {
            (Some(endpoint), None) => endpoint.health(),
            (Some(endpoint), Some(why)) => match endpoint.health() {
                VectorHealth::Ready | VectorHealth::Slow => VectorHealth::Failed(why),
                failed @ VectorHealth::Failed(_) => failed,
            },
            (None, Some(why)) => VectorHealth::Failed(why),
            (None, None) => VectorHealth::Ready,
        };
        // All of them once search has them all, and not before.
        let vectors = if is_whole { titles } else { self.shelf().len().min(titles.saturating_sub(1)) };
        MeaningState { is_remote: self.inner.endpoint.is_some(), health, titles, vectors }
    }

    /// Makes the missing vectors on a thread of its own, and puts the edition in force with them. Nothing is done
    /// where none is missing; where it failed before it is tried again.
    pub fn complete(&self, search: &Arc<Search>) {
        {
            let mut making = self.making();
            if making.is_running {
                making.again = true;
                return;
            }
            if making.complete.upgrade().is_some_and(|complete| Arc::ptr_eq(&complete, &search.edition())) {
                return;
            }
            making.is_running = true;
        }
        let (meaning, search) = (self.clone(), Arc::clone(search));
        let spawned = std::thread::Builder::new().name("faq-vectors".to_owned()).spawn(move || meaning.run(&search));
        if let Err(why) = spawned {
            self.making().is_running = false;
            tracing::warn!(%why, "no thread for the vectors of the FAQ; words answer");
        }
    }

    fn run(&self, search: &Search) {
        loop {
            let made = self.make(search);
            let mut making = self.making();
            match made {
                Ok(Made::Some) => continue,
                Ok(Made::Whole(edition)) => {
                    making.complete = Arc::downgrade(&edition);
                    making.fault = None;
                }
                Err(why) => {
                    let why = why.to_string();
                    if making.fault.as_ref() != Some(&why) {
                        tracing::warn!(%why, "vectors of the FAQ are not complete; words answer until they are");
                    }
                    making.fault = Some(why);
                }
            }
            if !std::mem::take(&mut making.again) {
                making.is_running = false;
                return;
            }
        }
    }

    /// Makes what is missing of the edition in force, and puts it in force with all its vectors.
    fn make(&self, search: &Search) -> Result<Made, VectorFault> {
        let edition = search.edition();
        let wanted = edition.texts_for_vectors();
        self.making().titles = wanted.len();
        if edition.is_whole() {
            return Ok(Made::Whole(edition));
        }
        let missing = self.missing(&wanted);
        let before = self.shelf().len();
        let made = self.put_all(&missing);
        let shelf = {
            let mut shelf = self.shelf();
            if made.is_ok() {
                shelf.keep_only(&wanted);
            }
            shelf.clone()
        };
        if shelf.len() != before
            && let Err(why) = kept(&self.inner.file, &shelf.written())
        {
            tracing::warn!(%why, "the vectors of the FAQ were not kept; the next start makes them again");
        }
        made?;
        search.publish_if(&edition, edition.with_vectors(&shelf, self.inner.questions.width()));
        Ok(Made::Some)
    }

    /// Those of the texts that have no vector.
    fn missing(&self, wanted: &BTreeSet<String>) -> Vec<String> {
        let shelf = self.shelf();
        wanted.iter().filter(|text| shelf.get(text).is_none()).cloned().collect()
    }

    fn put_all(&self, missing: &[String]) -> Result<(), VectorFault> {
        for texts in missing.chunks(self.inner.titles.titles_at_once()) {
            let vectors = self.inner.titles.titles(texts)?;
            let mut shelf = self.shelf();
            for (text, vector) in texts.iter().zip(&vectors) {
                shelf.put(text, vector).map_err(|why| VectorFault::Failed(why.to_string()))?;
            }
        }
        Ok(())
    }

    fn shelf(&self) -> MutexGuard<'_, VectorShelf> {
        self.inner.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn making(&self) -> MutexGuard<'_, Making> {
        self.inner.making.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Meaning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Meaning").field("vectors", &self.shelf().len()).finish_non_exhaustive()
    }
}

/// The model that makes vectors by the configuration, which is not asked for any; None where words alone search.
///
/// # Errors
/// When the file of the model on this machine cannot be read.
pub fn model_mark(config: &Config) -> std::io::Result<Option<ModelMark>> {
    if config.faq.vectors.is_on() {
        return Ok(Some(ModelMark { name: Endpoint::name_of(&config.faq.vectors), sha256: None }));
    }
    file_of_model(config).map(|model| search::e5::mark(&model)).transpose()
}

/// The file of the model on this machine; None, with a word in the log, where it was not fetched.
fn model_of(config: &Config) -> Option<PathBuf> {
    let model = file_of_model(config);
    if model.is_none() {
        tracing::info!(todo = "madoguchi models fetch multilingual-e5-small", "the FAQ is searched by words alone");
    }
    model
}

fn file_of_model(config: &Config) -> Option<PathBuf> {
    let entry = speech::models::manifest::find(MODEL)?;
    Some(config.models_folder().join(entry.file)).filter(|model| model.is_file())
}

fn of_model(model: &Path, file: &Path) -> anyhow::Result<Meaning> {
    let asker = Arc::new(Asker::start(Box::new(search::e5::E5::open(model)?))?);
    Ok(Meaning::of(Arc::clone(&asker), asker, None, file))
}

fn of_endpoint(config: &Config, file: &Path) -> anyhow::Result<Meaning> {
    let endpoint = Arc::new(Endpoint::new(&config.faq.vectors)?);
    let asker = || anyhow::Ok(Arc::new(Asker::start(Box::new(Asking::new(&endpoint)?))?));
    // A batch of titles under way keeps no question waiting.
    let (questions, titles) = (asker()?, asker()?);
    Ok(Meaning::of(questions, titles, Some(endpoint), file))
}

impl Meaning {
    fn of(questions: Arc<Asker>, titles: Arc<Asker>, endpoint: Option<Arc<Endpoint>>, file: &Path) -> Self {
        let (model, width) = (questions.model(), questions.width());
        let fresh = || VectorShelf::new(model, width);
        let shelf = match std::fs::read(file) {
            Ok(bytes) => VectorShelf::read(&bytes, model, width).unwrap_or_else(|why| {
                tracing::info!(%why, "the vectors of the FAQ are made anew");
                fresh()
            }),
            Err(_) => fresh(),
        };
        let (shelf, file) = (Mutex::new(shelf), file.to_owned());
        let inner = Inner { questions, titles, endpoint, shelf, file, making: Mutex::default() };
        Self { inner: Arc::new(inner) }
    }
}

/// Whole or not at all.
fn kept(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = file.with_extension("new");
    std::fs::write(&beside, bytes)?;
    std::fs::rename(&beside, file)
}
