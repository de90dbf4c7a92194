//! Recognition on this machine: a pool of `madoguchi-whisper` processes, each with one thread.
//!
//! Owns the queue before them, their limits and their restarts. A worker that dies takes no call with it: the
//! stretch it had in hand is given to another once, and a new one is started. It must never log what was said.
//! Next: `queue` for who is heard first, `tending` for how a worker is kept alive, `protocol` for the words.

pub mod protocol;

mod process;
mod queue;
pub(crate) mod settings;
mod tending;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::models::digest;
use crate::recognition::{RecogniseError, Recognised, Recogniser, UTTERANCE_MS_MAX, Utterance};
use crate::state::RecogniserState;
use queue::Job;
use settings::duration_ms;
use tending::Pool;

pub use settings::{PoolConfig, WORKERS_MAX};

/// Why a pool was not made.
#[derive(Debug, Error)]
pub enum PoolFault {
    /// A number is out of bounds.
    #[error("{0} workers; 1 to {WORKERS_MAX} can be had")]
    Workers(usize),
    /// The model's file is not there or cannot be read.
    #[error("the model {path} cannot be read: {why}")]
    Model {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// The model's file is another one than it must be, or a part of it.
    #[error("the model {path} is damaged or another one: its sha256 is {found}. Delete it and fetch it again")]
    Digest {
        /// The file.
        path: PathBuf,
        /// Its sha256, in hex.
        found: String,
    },
}

/// A pool of workers; when it is dropped, its processes end.
#[derive(Debug)]
pub struct WhisperPool {
    pool: Arc<Pool>,
    _tended: JoinSet<()>,
}

impl WhisperPool {
    /// Checks the model and starts the workers; they are ready a moment later.
    ///
    /// # Errors
    /// [`PoolFault`]: the model is not there or not the right one.
    pub async fn open(config: PoolConfig) -> Result<Self, PoolFault> {
        if !(1..=WORKERS_MAX).contains(&config.workers) {
            return Err(PoolFault::Workers(config.workers));
        }
        check_model(&config.model, &config.model_sha256).await?;
        let workers = config.workers;
        let pool = Arc::new(Pool::new(config));
        let mut tended = JoinSet::new();
        for worker in 0..workers {
            tended.spawn(tending::tend(pool.clone(), worker));
        }
        Ok(Self { pool, _tended: tended })
    }

    /// Waits until the workers are there or have failed, and says which.
    pub async fn settled(&self) -> RecogniserState {
        let mut states = self.pool.states.subscribe();
        let settled = states.wait_for(|all| tending::sum(all) != RecogniserState::Starting).await;
        settled.map_or(RecogniserState::Starting, |all| tending::sum(&all))
    }

    /// Process ids of the workers that are there.
    #[must_use]
    pub fn processes(&self) -> Vec<u32> {
        self.pool.states.borrow().iter().filter_map(tending::WorkerState::process).collect()
    }
}

#[async_trait]
impl Recogniser for WhisperPool {
    async fn recognise(&self, utterance: Utterance) -> Result<Recognised, RecogniseError> {
        let duration_ms = duration_ms(&utterance);
        if duration_ms > UTTERANCE_MS_MAX {
            return Err(RecogniseError::TooLong(duration_ms));
        }
        if let RecogniserState::Failed(why) = self.state() {
            return Err(RecogniseError::Unavailable(why));
        }
        let (answer, answered) = oneshot::channel();
        self.pool.submit(Job { utterance, tries: 0, answer });
        let ended = || RecogniseError::Unavailable("the pool of workers ended".to_owned());
        answered.await.unwrap_or_else(|_| Err(ended()))
    }

    fn state(&self) -> RecogniserState {
        tending::sum(&self.pool.states.borrow())
    }
}

async fn check_model(model: &Path, accepted: &[String]) -> Result<(), PoolFault> {
    let path = model.to_path_buf();
    let of_file = path.clone();
    let found = tokio::task::spawn_blocking(move || digest::of_file(&of_file))
        .await
        .unwrap_or_else(|why| Err(std::io::Error::other(why)));
    match found {
        Err(why) => Err(PoolFault::Model { path, why }),
        Ok(found) if accepted.contains(&found) => Ok(()),
        Ok(found) => Err(PoolFault::Digest { path, found }),
    }
}
