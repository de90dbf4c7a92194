//! The FAQ as it is read: what is live, ready for search; cheap to clone, all clones are one.
//!
//! Owns what pages read (`live`), the index in force and the vectors behind it (`meaning`): a change of what is live is
//! read at once, searched by words when the index is made and by meaning as soon as its vectors are there. Who may
//! change what is live is `domain::knowledge::workflow`'s and the room `knowledge`'s. Source: clauses 6(3)①b, 6(4)c.

mod endpoint;
mod judged;
mod kept;
mod live;
mod meaning;
mod measured;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::knowledge::bands::{Band, Certainty, Fit, ModelMark};
use domain::knowledge::clusters::{self, Known};
use domain::knowledge::entry::{EntryKey, FaqChannel, TextLanguage, Topic};
use kept::Kept;
use search::{Search, SearchError};
use storage::{Db, StoreError};
use tokio::sync::{Mutex, watch};

pub use endpoint::VectorHealth;
pub use judged::{FILE as CERTAINTY_FILE, certainty};
pub use live::{EditionMark, LiveFaq, LiveText};
pub use meaning::{MODEL, Meaning, MeaningState, model_mark};
pub use measured::{FILE as FIGURES_FILE, Measured, MeasuredSearch, Measurement, measurement};

/// Who changed what is live waits this long for the index that has it; a large one is made ready after that.
const INDEX_WITHIN: Duration = Duration::from_secs(2);

/// A question heard in a call waits this long for its vector: suggestions are due a second after what was said.
const HEARD_PATIENCE: Duration = Duration::from_millis(600);

/// What is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The question, or what is typed of it.
    pub text: String,
    /// The language its answer shall have.
    pub language: TextLanguage,
    /// Where it is asked.
    pub channel: FaqChannel,
    /// The topic it is restricted to.
    pub topic: Option<Topic>,
    /// Hits at most.
    pub limit: usize,
}

/// What was found, and what may be done with it.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Answer, choose among three, or hand over.
    pub band: Band,
    /// How likely the first hit answers the question, 0 to 1.
    pub confidence: f64,
    /// Best first.
    pub hits: Vec<AnswerHit>,
    /// Whether the question was longer than is used.
    pub cut: bool,
    /// Whether meaning took part.
    pub by_meaning: bool,
}

/// A text that was found.
#[derive(Debug, Clone)]
pub struct AnswerHit {
    /// The text.
    pub text: Arc<LiveText>,
    /// Its score, comparable within one answer only.
    pub score: f32,
    /// The passage that fits best, as it stands in the answer.
    pub passage: Option<String>,
}

/// The shelf.
#[derive(Clone)]
pub struct FaqShelf {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    search: Arc<Search>,
    meaning: Option<Meaning>,
    /// How sure answers are; an edition is judged anew by a new start.
    certainty: Certainty,
    live: watch::Sender<Arc<LiveFaq>>,
    /// One reading at a time, so that an older one never replaces a newer.
    kept: Mutex<Kept>,
    /// How often what is live was read, and which of these readings the index has.
    readings: AtomicU64,
    indexed: Mutex<u64>,
}

impl Answer {
    /// What is handed over to people: nothing was found, or nothing that is sure.
    fn nothing() -> Self {
        Self { band: Band::HandOver, confidence: 0.0, hits: Vec::new(), cut: false, by_meaning: false }
    }

    /// What was done with the question, in the words of the question log.
    #[must_use]
    pub fn band_word(&self) -> &'static str {
        match self.band {
            _ if self.hits.is_empty() => "none",
            Band::Answer => "answer",
            Band::Choose => "choose",
            Band::HandOver => "hand_over",
        }
    }
}

impl FaqShelf {
    /// The shelf as the database has it, with what was judged of the seed edition. Without `meaning` words alone are
    /// searched.
    ///
    /// # Errors
    /// [`StoreError`] when the database is away.
    pub async fn open(db: Db, meaning: Option<Meaning>) -> Result<Self, StoreError> {
        Self::open_judged(db, meaning, judged::built_in()).await
    }

    /// The same with another judgement.
    ///
    /// # Errors
    /// [`StoreError`] when the database is away.
    pub async fn open_judged(db: Db, meaning: Option<Meaning>, certainty: Certainty) -> Result<Self, StoreError> {
        let search = Search::new(search::Edition::empty());
        let search = match &meaning {
            Some(meaning) => search.with_asker(meaning.asker(), meaning.within()),
            None => search,
        };
        let inner = Inner {
            db,
            search: Arc::new(search),
            meaning,
            certainty,
            live: watch::Sender::new(Arc::new(LiveFaq::default())),
            kept: Mutex::default(),
            readings: AtomicU64::new(0),
            indexed: Mutex::new(0),
        };
        let shelf = Self { inner: Arc::new(inner) };
        shelf.renew().await?;
        Ok(shelf)
    }

    /// What is live at this moment.
    #[must_use]
    pub fn live(&self) -> Arc<LiveFaq> {
        self.inner.live.borrow().clone()
    }

    /// Follows what is live.
    #[must_use]
    pub fn follow(&self) -> watch::Receiver<Arc<LiveFaq>> {
        self.inner.live.subscribe()
    }

    /// Reads anew what is live, after a change. Pages have it at once; search has it then too, or, where there are
    /// thousands of entries, some seconds later.
    ///
    /// # Errors
    /// [`StoreError`]; what was live before stays in force.
    pub async fn renew(&self) -> Result<(), StoreError> {
        {
            let mut kept = self.inner.kept.lock().await;
            let live = kept.read(&self.inner.db).await?;
            self.inner.live.send_replace(Arc::new(live));
            self.inner.readings.fetch_add(1, Ordering::SeqCst);
        }
        let shelf = self.clone();
        let indexing = tokio::spawn(async move { shelf.settled().await });
        match tokio::time::timeout(INDEX_WITHIN, indexing).await {
            Ok(Ok(())) => {}
            Ok(Err(why)) => tracing::error!(%why, "the index of the FAQ was not made"),
            Err(_) => tracing::info!("the index of the FAQ is still being made; search has the change after that"),
        }
        Ok(())
    }

    /// Waits until search has what is live. Of several who wait for the same one makes the index for all.
    pub async fn settled(&self) {
        let wanted = self.inner.readings.load(Ordering::SeqCst);
        let mut indexed = self.inner.indexed.lock().await;
        if *indexed >= wanted {
            return;
        }
        let reading = self.inner.readings.load(Ordering::SeqCst);
        let (of, before) = (self.live(), self.inner.search.edition());
        let edition = match tokio::task::spawn_blocking(move || built(&before, &of)).await {
            Ok(edition) => edition.with_certainty(self.inner.certainty.clone()),
            Err(why) => return tracing::error!(%why, "the making of the FAQ's index broke off"),
        };
        let edition = match &self.inner.meaning {
            Some(meaning) => meaning.with_known(edition),
            None => edition,
        };
        self.inner.search.publish(edition);
        *indexed = reading;
        drop(indexed);
        self.tend();
    }

    /// Has vectors made that are missing, where meaning can be asked.
    pub fn tend(&self) {
        if let Some(meaning) = self.inner.meaning.as_ref().filter(|_| self.inner.search.uses_meaning()) {
            meaning.complete(&self.inner.search);
        }
    }

    /// How search by meaning is; None where words alone are searched.
    #[must_use]
    pub fn meaning(&self) -> Option<MeaningState> {
        self.inner.meaning.as_ref().map(Meaning::state)
    }

    /// Which model makes its vectors, used or not.
    #[must_use]
    pub fn model(&self) -> Option<ModelMark> {
        self.inner.meaning.as_ref().map(Meaning::mark)
    }

    /// Whether the thresholds of answers were judged with what searches at this moment.
    #[must_use]
    pub fn fit(&self) -> Fit {
        self.inner.certainty.fit(self.model().filter(|_| self.inner.search.uses_meaning()).as_ref())
    }

    /// Whether there is a model for meaning here, used or not.
    #[must_use]
    pub fn has_meaning(&self) -> bool {
        self.inner.meaning.is_some()
    }

    /// Lets meaning take part in searches, or words alone; holds until the end of the program.
    pub fn use_meaning(&self, on: bool) {
        self.inner.search.use_meaning(on);
        self.tend();
    }

    /// Finds the texts that answer a question.
    ///
    /// # Errors
    /// [`SearchError`] for a question beyond all bounds.
    pub async fn find(&self, asked: Asked) -> Result<Answer, SearchError> {
        self.find_within(asked, Duration::ZERO).await
    }

    /// The same for what was heard in a call, where nobody waits at a cursor and meaning is worth a moment more.
    ///
    /// # Errors
    /// [`SearchError`] for a question beyond all bounds.
    pub async fn find_heard(&self, asked: Asked) -> Result<Answer, SearchError> {
        self.find_within(asked, HEARD_PATIENCE).await
    }

    async fn find_within(&self, asked: Asked, patience: Duration) -> Result<Answer, SearchError> {
        let shelf = self.clone();
        let found = tokio::task::spawn_blocking(move || {
            let topic = asked.topic.map(Topic::code);
            let found = shelf.inner.search.find_within(&request(&asked, topic), patience)?;
            Ok(answer(&found, &shelf.live(), &asked))
        });
        found.await.unwrap_or_else(|why| {
            tracing::error!(%why, "the search of the FAQ broke off");
            Ok(Answer::nothing())
        })
    }

    /// What is proposed for questions of one language that found nothing sure, each asked `times_min` times or more.
    pub async fn proposals(
        &self,
        language: TextLanguage,
        asked: Vec<clusters::Asked>,
        times_min: u64,
    ) -> Vec<clusters::Proposal> {
        let (search, live) = (Arc::clone(&self.inner.search), self.live());
        let found = tokio::task::spawn_blocking(move || {
            let known = known(&live, language);
            search::gaps::proposals(&search, language.into(), asked, &known, times_min)
        });
        found.await.unwrap_or_else(|why| {
            tracing::error!(%why, "proposals for the FAQ broke off");
            Vec::new()
        })
    }

    /// Titles that may be what is being typed.
    ///
    /// # Errors
    /// [`SearchError`] for a text beyond all bounds.
    pub async fn suggest(&self, asked: Asked) -> Result<Vec<search::Suggestion>, SearchError> {
        let search = Arc::clone(&self.inner.search);
        let found = tokio::task::spawn_blocking(move || search.suggest(&request(&asked, asked.topic.map(Topic::code))));
        found.await.unwrap_or_else(|why| {
            tracing::error!(%why, "suggestions of the FAQ broke off");
            Ok(Vec::new())
        })
    }
}

impl std::fmt::Debug for FaqShelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FaqShelf").field("texts", &self.live().texts.len()).finish_non_exhaustive()
    }
}

/// The ways to ask each text that is live, in one language.
fn known(live: &LiveFaq, language: TextLanguage) -> Vec<Known> {
    let known = live.texts.iter().filter_map(|(key, live)| {
        let text = live.text.content.text(language)?;
        let questions = [&text.question, &text.reading].into_iter().chain(&text.aliases);
        Some(Known { key: key.clone(), questions: questions.filter(|words| !words.is_empty()).cloned().collect() })
    });
    known.collect()
}

/// The index of what is live, of which only what changed since `before` is made; an empty one where it cannot be.
fn built(before: &search::Edition, live: &LiveFaq) -> search::Edition {
    let entries = live.texts.values().map(|live| search::Entry::of(&live.text.content, live.text.version.0));
    before.renewed(entries.collect()).unwrap_or_else(|why| {
        tracing::error!(%why, "the index of the FAQ could not be built; nothing is found until it can");
        search::Edition::empty()
    })
}

fn request<'a>(asked: &'a Asked, topic: Option<&'a str>) -> search::Request<'a> {
    let (language, channel) = (asked.language.into(), asked.channel);
    search::Request { text: &asked.text, language, channel, topic, limit: asked.limit }
}

fn answer(found: &search::Found, live: &LiveFaq, asked: &Asked) -> Answer {
    let hit = |hit: &search::Hit| {
        // A text that was taken away a moment ago is not given out, and one that was replaced is given as it is.
        let text = live.texts.get(&EntryKey::read(&hit.id.key).ok()?)?;
        let may_be_read = text.text.content.audience.reaches(asked.channel);
        let passage = passage(hit, text, asked);
        may_be_read.then(|| AnswerHit { text: Arc::clone(text), score: hit.score, passage })
    };
    let hits: Vec<AnswerHit> = found.hits.iter().filter_map(hit).collect();
    let is_of_now = found.hits.first().is_some_and(|first| hits.first().is_some_and(|hit| is_of(first, &hit.text)));
    let band = match found.band {
        _ if hits.is_empty() => Band::HandOver,
        // How sure it is was said of another text.
        Band::Answer if !is_of_now => Band::Choose,
        band => band,
    };
    let by_meaning = found.hits.iter().any(|hit| hit.cosine.is_some());
    Answer { band, confidence: found.confidence, hits, cut: found.cut, by_meaning }
}

/// Whether that very text was found, and not one before it.
fn is_of(hit: &search::Hit, text: &LiveText) -> bool {
    hit.id.key == text.text.content.key.as_str() && hit.id.version == text.text.version.0
}

fn passage(hit: &search::Hit, text: &LiveText, asked: &Asked) -> Option<String> {
    let (from, to) = hit.passage.as_ref().filter(|_| is_of(hit, text))?.span;
    let answer = &text.words(asked.language).answer;
    Some(answer.chars().skip(from).take(to.saturating_sub(from)).collect())
}
