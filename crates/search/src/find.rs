//! A question's way to its entries.
//!
//! Owns the bounds of a question, the edition in force and the choice between words alone and words with meaning.
//! It blocks for as long as a vector may take: not for an async task. Next: `edition` for words, `asker` for vectors,
//! `fusion` for both.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use domain::knowledge::bands::{Band, Certainty, Features, Fit, ModelMark};
use domain::knowledge::entry::FaqChannel as Channel;
use thiserror::Error;

use crate::asker::Asker;
use crate::edition::{Catalogue, Edition, TitleKind, WordScores};
use crate::entry::{Entry, EntryId, Language};
use crate::fusion::{self, Blend, Ranked};
use crate::passage::{self, Passage};
use crate::suggest::{self, Suggestion};
use crate::titles::{Title, cut};
use crate::tokens::{self, Tokens};

/// Characters of a question that are used.
pub const QUESTION_CHARS_MAX: usize = 2_000;
/// Bytes of a question that are looked at; a larger one is refused.
pub const QUESTION_BYTES_MAX: usize = 64 * 1024;
/// Hits at most.
pub const HITS_MAX: usize = 50;
/// Characters of what is typed that are used for suggestions.
const TYPED_CHARS_MAX: usize = 200;

/// Why nothing was looked for.
#[derive(Debug, Error)]
pub enum SearchError {
    /// The question is beyond all bounds.
    #[error("a question has at most {QUESTION_BYTES_MAX} bytes, not {0}")]
    TooLong(usize),
    /// The index failed.
    #[error("the index failed: {0}")]
    Index(#[from] tantivy::TantivyError),
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Request<'q> {
    /// The question, or what is typed of it.
    pub text: &'q str,
    /// The language its answer shall have.
    pub language: Language,
    /// Where it is asked: decides which entries may be found.
    pub channel: Channel,
    /// Code of the topic it is restricted to.
    pub topic: Option<&'q str>,
    /// Hits at most; [`HITS_MAX`] at most.
    pub limit: usize,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// Best first.
    pub hits: Vec<Hit>,
    /// What the confidence was computed from.
    pub features: Features,
    /// How likely the first hit answers the question, 0 to 1, by the edition's calibration.
    pub confidence: f64,
    /// What is done about it on the channel; where nothing was found, a person takes over.
    pub band: Band,
    /// Whether the question was longer than is used.
    pub cut: bool,
    /// Whether vectors could have taken part and were not there in time.
    pub without_vectors: bool,
}

impl Found {
    fn nothing(cut: bool) -> Self {
        let features = Features::default();
        Self { hits: Vec::new(), features, confidence: 0.0, band: Band::HandOver, cut, without_vectors: false }
    }
}

/// An entry that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Which text it is.
    pub id: EntryId,
    /// The entry.
    pub entry: Arc<Entry>,
    /// Its score; comparable within one answer only.
    pub score: f32,
    /// BM25 of its words.
    pub words: f32,
    /// Cosine of its nearest title, where vectors took part.
    pub cosine: Option<f32>,
    /// The title whose words fitted best, with its kind; None where no word did.
    pub title: Option<(TitleKind, String)>,
    /// The passage of its answer that fits best.
    pub passage: Option<Passage>,
}

/// Search in the edition in force.
pub struct Search {
    edition: RwLock<Arc<Edition>>,
    asker: Option<(Arc<Asker>, Duration)>,
    /// Whether the model may be asked.
    by_meaning: AtomicBool,
    blend: Blend,
    /// What holds where vectors take part that nothing was judged with.
    unjudged: Certainty,
}

impl Search {
    /// Search by words, in `edition`.
    #[must_use]
    pub fn new(edition: Edition) -> Self {
        Self {
            edition: RwLock::new(Arc::new(edition)),
            asker: None,
            by_meaning: AtomicBool::new(true),
            blend: Blend::default(),
            unjudged: Certainty::default(),
        }
    }

    /// With a model for meaning, whose vector of a question is waited for `within` at most.
    #[must_use]
    pub fn with_asker(mut self, asker: impl Into<Arc<Asker>>, within: Duration) -> Self {
        self.asker = Some((asker.into(), within));
        self
    }

    /// With other weights of words and meaning.
    #[must_use]
    pub fn with_blend(mut self, blend: Blend) -> Self {
        self.blend = blend;
        self
    }

    /// Puts an edition in force; questions under way end in the one they began with.
    pub fn publish(&self, edition: Edition) {
        *self.edition.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(edition);
    }

    /// Puts an edition in force if `known` still is.
    pub fn publish_if(&self, known: &Arc<Edition>, edition: Edition) {
        let mut in_force = self.edition.write().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&in_force, known) {
            *in_force = Arc::new(edition);
        }
    }

    /// The edition in force.
    #[must_use]
    pub fn edition(&self) -> Arc<Edition> {
        self.edition.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The model for meaning, where there is one.
    #[must_use]
    pub fn asker(&self) -> Option<&Asker> {
        self.asker.as_ref().map(|(asker, _)| asker.as_ref())
    }

    /// Which model that is.
    #[must_use]
    pub fn model_mark(&self) -> Option<&ModelMark> {
        self.asker().map(Asker::mark)
    }

    /// Lets the model take part, or words alone; questions under way end as they began.
    pub fn use_meaning(&self, on: bool) {
        self.by_meaning.store(on, Ordering::Relaxed);
    }

    /// Whether there is a model that takes part.
    #[must_use]
    pub fn uses_meaning(&self) -> bool {
        self.used_asker().is_some()
    }

    /// The vector of a question, at length one; None where there is no model or none in time.
    #[must_use]
    pub fn vector(&self, text: &str) -> Option<Arc<[f32]>> {
        let (asker, within) = self.used_asker()?;
        asker.question(bounded(text, QUESTION_CHARS_MAX).ok()?, *within).ok()
    }

    /// Finds the entries that answer a question.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn find(&self, request: &Request<'_>) -> Result<Found, SearchError> {
        self.find_within(request, Duration::ZERO)
    }

    /// The same for somebody who has more patience than is usual here: the vector is waited for that long.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn find_within(&self, request: &Request<'_>, patience: Duration) -> Result<Found, SearchError> {
        let text = bounded(request.text, QUESTION_CHARS_MAX)?;
        let was_cut = text.len() < request.text.trim().len();
        let edition = self.edition();
        let tokens = tokens::of(text);
        let catalogue = edition.catalogue(request.language);
        let Some(catalogue) = catalogue.filter(|_| !(tokens.strict.is_empty() && tokens.loose.is_empty())) else {
            return Ok(Found::nothing(was_cut));
        };
        let allowed = allowed(catalogue, request);
        let words = catalogue.words.scores(&tokens)?;
        let cosines = self.cosines(catalogue, text, patience);
        let without_vectors = self.uses_meaning() && cosines.is_none();
        let blend = if tokens.strict.is_empty() { self.blend.for_kana() } else { self.blend };
        let (ranked, mut features) = fusion::rank(&allowed, &words.scores, cosines.as_deref(), blend);
        features.known = words.known;
        features.question_length = (1.0 + text.chars().count() as f64).ln();
        if let Some(title) = ranked.first().and_then(|best| best_title(catalogue, &words, best.entry)) {
            (features.covered, features.title_covered) = catalogue.words.covered(&tokens, title)?;
            features.title_length = (1.0 + title.text.chars().count() as f64).ln();
        }
        let best = ranked.get(..request.limit.min(HITS_MAX)).unwrap_or(&ranked);
        let hits = hits(catalogue, &words, best, &tokens)?;
        let (confidence, band) = match ranked.is_empty() {
            true => (0.0, Band::HandOver),
            false => {
                let certainty = self.certainty(&edition, &features);
                (certainty.chance(&features), certainty.band(request.channel, &features))
            }
        };
        Ok(Found { hits, features, confidence, band, cut: was_cut, without_vectors })
    }

    /// Titles that may be what is being typed, best first.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn suggest(&self, request: &Request<'_>) -> Result<Vec<Suggestion>, SearchError> {
        let text = bounded(request.text, TYPED_CHARS_MAX)?;
        let edition = self.edition();
        let Some(catalogue) = edition.catalogue(request.language) else {
            return Ok(Vec::new());
        };
        let limit = request.limit.min(suggest::SUGGESTIONS_MAX);
        let places = suggest::places(&catalogue.words, text, &allowed(catalogue, request), limit)?;
        let suggestion = |place: usize| {
            let title = catalogue.words.titles.get(place)?;
            let entry = catalogue.words.entries.get(title.entry)?;
            let question = entry.texts.get(&catalogue.language)?.question.clone();
            Some(Suggestion { id: entry.id.clone(), question, title: title.text.clone(), kind: title.kind })
        };
        Ok(places.into_iter().filter_map(suggestion).collect())
    }

    /// What was judged of search as it was done: thresholds say nothing of another model's vectors, so that with these
    /// nothing is given as certain.
    fn certainty<'c>(&'c self, edition: &'c Edition, features: &Features) -> &'c Certainty {
        let is_anothers = features.fused && edition.certainty.fit(self.model_mark()) != Fit::Judged;
        if is_anothers { &self.unjudged } else { &edition.certainty }
    }

    fn used_asker(&self) -> Option<&(Arc<Asker>, Duration)> {
        self.asker.as_ref().filter(|_| self.by_meaning.load(Ordering::Relaxed))
    }

    /// The cosine of every entry; None where there is no model, no vector in time, or no vector of any title.
    fn cosines(&self, catalogue: &Catalogue, text: &str, patience: Duration) -> Option<Vec<Option<f32>>> {
        let matrix = catalogue.matrix.as_ref()?;
        let (asker, within) = self.used_asker()?;
        let vector = asker.question(text, patience.max(*within)).ok()?;
        let cosines = matrix.cosines(&vector, catalogue.words.entries.len());
        cosines.iter().any(Option::is_some).then_some(cosines)
    }
}

/// The text as far as it is used.
fn bounded(text: &str, characters: usize) -> Result<&str, SearchError> {
    if text.len() > QUESTION_BYTES_MAX {
        return Err(SearchError::TooLong(text.len()));
    }
    Ok(cut(text.trim(), characters))
}

/// By entry, whether it may be found.
fn allowed(catalogue: &Catalogue, request: &Request<'_>) -> Vec<bool> {
    let is_allowed = |entry: &Arc<Entry>| {
        entry.audience.reaches(request.channel) && request.topic.is_none_or(|topic| topic == entry.topic)
    };
    catalogue.words.entries.iter().map(is_allowed).collect()
}

/// The title of an entry whose words fitted best; its question where none did.
fn best_title<'c>(catalogue: &'c Catalogue, words: &WordScores, entry: usize) -> Option<&'c Title> {
    let titles = &catalogue.words.titles;
    match words.titles.get(entry).copied().flatten() {
        Some(place) => titles.get(place),
        None => titles.get(titles.partition_point(|title| title.entry < entry)),
    }
}

fn hits(
    catalogue: &Catalogue,
    words: &WordScores,
    best: &[Ranked],
    question: &Tokens,
) -> Result<Vec<Hit>, SearchError> {
    let mut wanted = BTreeMap::new();
    for token in &question.strict {
        if !wanted.contains_key(token.text.as_str()) {
            wanted.insert(token.text.as_str(), catalogue.words.rarity_in_answers(&token.text)?);
        }
    }
    let hit = |ranked: &Ranked| {
        let entry = catalogue.words.entries.get(ranked.entry)?.clone();
        let title = words.titles.get(ranked.entry).copied().flatten();
        let title = title.and_then(|place| catalogue.words.titles.get(place));
        let answer = entry.texts.get(&catalogue.language).map_or("", |text| text.answer.as_str());
        Some(Hit {
            id: entry.id.clone(),
            score: ranked.score,
            words: ranked.words,
            cosine: ranked.cosine,
            title: title.map(|title| (title.kind, title.text.clone())),
            passage: passage::best(answer, &wanted),
            entry,
        })
    };
    Ok(best.iter().filter_map(hit).collect())
}

#[cfg(test)]
pub(crate) mod tests;
