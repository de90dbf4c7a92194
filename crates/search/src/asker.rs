//! Vectors of questions, in time or not at all.
//!
//! Owns the one thread on which a model runs, its two bounded queues (questions before titles) and the vectors of
//! questions asked before. Who waits for a question's vector waits as long as told and not more; the vector still
//! comes into the cache, for whoever asks the same again. What the model is, it does not know.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use domain::knowledge::bands::ModelMark;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;

use crate::cache::Cache;
use crate::vectors::at_length_one;

/// Vectors of questions that are kept: about 6 MB of them.
const CACHED_MAX: usize = 4_096;
/// Questions, and batches of titles, that may wait for the model.
const QUESTIONS_WAITING_MAX: usize = 16;
const BATCHES_WAITING_MAX: usize = 16;

/// What a text is to the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A question somebody asks.
    Question,
    /// A title that is looked for.
    Title,
}

/// Something that turns texts into vectors.
pub trait Embedder: Send {
    /// Its name: vectors of one model are never compared with another's.
    fn model(&self) -> &str;

    /// SHA-256 of its file in hexadecimal; None where it is no file of ours.
    fn digest(&self) -> Option<&str> {
        None
    }

    /// Numbers of a vector.
    fn width(&self) -> usize;

    /// The vector of `text`; its length need not be one.
    ///
    /// # Errors
    /// What went wrong, in words for a log; without the text.
    fn embed(&mut self, role: Role, text: &str) -> Result<Vec<f32>, String>;

    /// Titles it takes at once; questions wait for so many.
    fn titles_at_once(&self) -> usize {
        1
    }

    /// The vectors of titles, in their order.
    ///
    /// # Errors
    /// As [`Self::embed`]; of several titles all or none have a vector.
    fn embed_titles(&mut self, texts: &[String]) -> Result<Vec<Vec<f32>>, String> {
        texts.iter().map(|text| self.embed(Role::Title, text)).collect()
    }
}

/// Why there is no vector.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum VectorFault {
    /// Too many wait already.
    #[error("too many questions wait for the model")]
    Busy,
    /// It did not come in time.
    #[error("the model did not answer in time")]
    Late,
    /// The model failed.
    #[error("the model failed: {0}")]
    Failed(String),
    /// The model's thread is gone.
    #[error("the model has stopped")]
    Stopped,
}

type Answer = Result<Arc<[f32]>, VectorFault>;
type Answers = Result<Vec<Arc<[f32]>>, VectorFault>;

struct Question {
    text: String,
    replies: Vec<SyncSender<Answer>>,
}

struct Batch {
    texts: Vec<String>,
    reply: SyncSender<Answers>,
}

enum Job {
    Question(Question),
    Titles(Batch),
}

struct State {
    questions: VecDeque<Question>,
    titles: VecDeque<Batch>,
    cache: Cache,
    closing: bool,
}

struct Shared {
    state: Mutex<State>,
    wake: Condvar,
}

/// The model at work on its thread.
pub struct Asker {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    mark: ModelMark,
    width: usize,
    titles_at_once: usize,
}

impl Asker {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(embedder: Box<dyn Embedder>) -> std::io::Result<Self> {
        let state = State {
            questions: VecDeque::new(),
            titles: VecDeque::new(),
            cache: Cache::new(CACHED_MAX),
            closing: false,
        };
        let shared = Arc::new(Shared { state: Mutex::new(state), wake: Condvar::new() });
        let (name, sha256) = (embedder.model().to_owned(), embedder.digest().map(str::to_owned));
        let (mark, width) = (ModelMark { name, sha256 }, embedder.width());
        let titles_at_once = embedder.titles_at_once().max(1);
        let working = shared.clone();
        let thread = std::thread::Builder::new().name("vectors".to_owned()).spawn(move || work(&working, embedder))?;
        Ok(Self { shared, thread: Some(thread), mark, width, titles_at_once })
    }

    /// The model's name.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.mark.name
    }

    /// Which model it is, as judgements name it.
    #[must_use]
    pub fn mark(&self) -> &ModelMark {
        &self.mark
    }

    /// Numbers of a vector.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Titles that are best asked for together.
    #[must_use]
    pub fn titles_at_once(&self) -> usize {
        self.titles_at_once
    }

    /// The vector of a question, from the cache or from the model within `within`. Blocks for as long.
    ///
    /// # Errors
    /// [`VectorFault`]; after [`VectorFault::Late`] the vector may be in the cache soon.
    pub fn question(&self, text: &str, within: Duration) -> Answer {
        let text = key(text);
        let mut state = self.shared.lock();
        if let Some(vector) = state.cache.get(&text) {
            return Ok(vector);
        }
        let (reply, answer) = sync_channel(1);
        if let Some(same) = state.questions.iter_mut().find(|job| job.text == text) {
            same.replies.push(reply);
        } else if state.questions.len() >= QUESTIONS_WAITING_MAX {
            return Err(VectorFault::Busy);
        } else {
            state.questions.push_back(Question { text, replies: vec![reply] });
        }
        drop(state);
        self.shared.wake.notify_one();
        received(&answer, within)
    }

    /// The vector of a title. Blocks until it is there; questions go first.
    ///
    /// # Errors
    /// [`VectorFault`].
    pub fn title(&self, text: &str) -> Answer {
        let vectors = self.titles(&[text.to_owned()])?;
        vectors.into_iter().next().ok_or(VectorFault::Stopped)
    }

    /// The vectors of titles, in their order. Blocks until they are there; questions go first.
    ///
    /// # Errors
    /// [`VectorFault`]; all titles or none have a vector.
    pub fn titles(&self, texts: &[String]) -> Answers {
        let (reply, answer) = sync_channel(1);
        let mut state = self.shared.lock();
        if state.titles.len() >= BATCHES_WAITING_MAX {
            return Err(VectorFault::Busy);
        }
        state.titles.push_back(Batch { texts: texts.iter().map(|text| key(text)).collect(), reply });
        drop(state);
        self.shared.wake.notify_one();
        answer.recv().unwrap_or(Err(VectorFault::Stopped))
    }
}

impl Drop for Asker {
    fn drop(&mut self) {
        self.shared.lock().closing = true;
        self.shared.wake.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Shared {
    /// The state; a panic elsewhere leaves it whole, since it is only ever changed between two jobs.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next job, questions first; None when it is time to stop.
    fn next(&self) -> Option<Job> {
        let mut state = self.lock();
        loop {
            if state.closing {
                return None;
            }
            if let Some(question) = state.questions.pop_front() {
                return Some(Job::Question(question));
            }
            if let Some(batch) = state.titles.pop_front() {
                return Some(Job::Titles(batch));
            }
            state = self.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn work(shared: &Shared, mut embedder: Box<dyn Embedder>) {
    while let Some(job) = shared.next() {
        // Who has stopped waiting has dropped the other end of a reply.
        match job {
            Job::Question(question) => {
                // Whoever asked the same meanwhile waited for the one before.
                let known = shared.lock().cache.get(&question.text);
                let answer = known.map_or_else(|| of_question(embedder.as_mut(), &question.text), Ok);
                if let Ok(vector) = &answer {
                    shared.lock().cache.put(&question.text, vector.clone());
                }
                question.replies.into_iter().for_each(|reply| drop(reply.send(answer.clone())));
            }
            Job::Titles(batch) => drop(batch.reply.send(of_titles(embedder.as_mut(), &batch.texts))),
        }
    }
}

fn of_question(embedder: &mut dyn Embedder, text: &str) -> Answer {
    let vector = embedder.embed(Role::Question, text).map_err(VectorFault::Failed)?;
    sound(&vector, embedder.width())
}

fn of_titles(embedder: &mut dyn Embedder, texts: &[String]) -> Answers {
    let vectors = embedder.embed_titles(texts).map_err(VectorFault::Failed)?;
    if vectors.len() != texts.len() {
        return Err(VectorFault::Failed(format!("{} vectors came for {} titles", vectors.len(), texts.len())));
    }
    vectors.iter().map(|vector| sound(vector, embedder.width())).collect()
}

/// The vector at length one, where it can be.
fn sound(vector: &[f32], width: usize) -> Answer {
    let at_one = at_length_one(vector).filter(|vector| vector.len() == width);
    let fault = || VectorFault::Failed("its vector has no length, or another width".to_owned());
    Ok(at_one.ok_or_else(fault)?.into())
}

fn received(answer: &Receiver<Answer>, within: Duration) -> Answer {
    match answer.recv_timeout(within) {
        Ok(answer) => answer,
        Err(RecvTimeoutError::Timeout) => Err(VectorFault::Late),
        Err(RecvTimeoutError::Disconnected) => Err(VectorFault::Stopped),
    }
}

/// The text as the cache knows it.
fn key(text: &str) -> String {
    text.trim().nfkc().collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::mpsc::{Sender, channel};

    use super::*;

    const LONG: Duration = Duration::from_secs(30);

    /// A model whose vector tells how many letters of each of two kinds a text has; it answers when it is let.
    struct Slow {
        let_go: Receiver<()>,
        asked: Sender<String>,
    }

    impl Embedder for Slow {
        fn model(&self) -> &str {
            "slow"
        }

        fn width(&self) -> usize {
            2
        }

        fn embed(&mut self, _: Role, text: &str) -> Result<Vec<f32>, String> {
            self.asked.send(text.to_owned()).map_err(|_| "nobody listens".to_owned())?;
            self.let_go.recv().map_err(|_| "gone".to_owned())?;
            Ok(vec![text.chars().count() as f32, 1.0])
        }
    }

    fn slow() -> (Asker, Sender<()>, Receiver<String>) {
        let (let_go, waits) = channel();
        let (asked, was_asked) = channel();
        (Asker::start(Box::new(Slow { let_go: waits, asked })).unwrap(), let_go, was_asked)
    }

    #[test]
    fn a_vector_that_comes_late_is_there_for_who_asks_again() {
        let (asker, let_go, asked) = slow();
        assert_eq!(asker.question("手数料", Duration::from_millis(1)), Err(VectorFault::Late));
        assert_eq!(asked.recv_timeout(LONG).unwrap(), "手数料");
        let_go.send(()).unwrap();
        let_go.send(()).unwrap();
        asker.question("住所", LONG).unwrap();
        assert!(asker.question(" 手数料 ", Duration::ZERO).is_ok(), "from the cache");
        assert_eq!(asked.try_iter().collect::<Vec<_>>(), ["住所"]);
    }

    #[test]
    fn too_many_questions_are_refused_at_once_and_a_waiting_one_is_joined() {
        let (asker, let_go, asked) = slow();
        let _ = asker.question("first", Duration::from_millis(1));
        asked.recv_timeout(LONG).unwrap();
        for number in 0..QUESTIONS_WAITING_MAX {
            assert_eq!(asker.question(&number.to_string(), Duration::ZERO), Err(VectorFault::Late));
        }
        assert_eq!(asker.question("one more", LONG), Err(VectorFault::Busy));
        assert_eq!(asker.question("0", Duration::ZERO), Err(VectorFault::Late), "it joins the one that waits");
        drop(let_go);
    }

    #[test]
    fn a_model_that_fails_says_so_and_lives_on() {
        let (asker, let_go, _asked) = slow();
        drop(let_go);
        assert_eq!(asker.question("a", LONG), Err(VectorFault::Failed("gone".to_owned())));
        assert_eq!(asker.title("b"), Err(VectorFault::Failed("gone".to_owned())));
    }

    #[test]
    fn titles_asked_together_come_in_their_order_and_one_without_a_vector_fails_them_all() {
        let (asker, let_go, asked) = slow();
        let titles = ["手数料", "住所"].map(str::to_owned);
        (0..3).for_each(|_| let_go.send(()).unwrap());
        let vectors = asker.titles(&titles).unwrap();
        assert_eq!(asked.try_iter().collect::<Vec<_>>(), titles);
        assert!(vectors[0][0] > vectors[1][0], "the longer text came first");
        assert_eq!(asker.titles(&[]).unwrap(), [] as [Arc<[f32]>; 0]);
        assert_eq!(asker.title("住所").unwrap(), vectors[1]);
        drop(let_go);
        assert!(matches!(asker.titles(&titles), Err(VectorFault::Failed(_))));
    }

    /// A model that counts kanji of a few subjects: texts of one subject are near.
    pub(crate) struct Subjects;

    impl Embedder for Subjects {
        fn model(&self) -> &str {
            "subjects"
        }

        fn width(&self) -> usize {
            3
        }

        fn embed(&mut self, _: Role, text: &str) -> Result<Vec<f32>, String> {
            let count = |letters: &str| 0.1 + text.chars().filter(|letter| letters.contains(*letter)).count() as f32;
            Ok(vec![count("失紛無な"), count("料金円手数"), count("所引越転")])
        }
    }
}
