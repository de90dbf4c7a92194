//! Keeping a worker alive: started, given work, and started again after a pause that grows.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};

use super::process::{AskFault, Worker};
use super::queue::{Job, Queue};
use super::settings::PoolConfig;
use crate::recognition::RecogniseError;
use crate::state::RecogniserState;

/// How often an utterance is given to a worker that may die over it.
const TRIES_MAX: u8 = 2;
/// Pause before a worker is started again, doubled each time it does not answer anything.
const PAUSE_MIN: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(30);

/// What the workers share.
#[derive(Debug)]
pub(super) struct Pool {
    config: PoolConfig,
    queue: Mutex<Queue>,
    work: Notify,
    /// How each worker is.
    pub(super) states: watch::Sender<Vec<WorkerState>>,
}

/// How one worker is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WorkerState {
    Starting,
    Ready { process: Option<u32> },
    Failed(String),
}

impl WorkerState {
    pub(super) fn process(&self) -> Option<u32> {
        match self {
            Self::Ready { process } => *process,
            Self::Starting | Self::Failed(_) => None,
        }
    }
}

/// How the whole pool is: as good as its best worker.
pub(super) fn sum(workers: &[WorkerState]) -> RecogniserState {
    if workers.iter().any(|state| matches!(state, WorkerState::Ready { .. })) {
        return RecogniserState::Ready;
    }
    let failed = workers.iter().map(|state| match state {
        WorkerState::Failed(why) => Some(why.clone()),
        WorkerState::Starting | WorkerState::Ready { .. } => None,
    });
    let whys: Option<Vec<String>> = failed.collect();
    whys.and_then(|whys| whys.into_iter().next()).map_or(RecogniserState::Starting, RecogniserState::Failed)
}

impl Pool {
    /// A pool whose workers are all on their way.
    pub(super) fn new(config: PoolConfig) -> Self {
        let states = watch::Sender::new(vec![WorkerState::Starting; config.workers]);
        Self { queue: Mutex::new(Queue::new(config.waiting_max)), config, work: Notify::new(), states }
    }

    /// Puts an utterance in line.
    pub(super) fn submit(&self, job: Job) {
        self.with_queue(|queue| queue.push(job));
        self.work.notify_one();
    }

    async fn next_job(&self) -> Job {
        loop {
            let (job, more) = self.with_queue(|queue| (queue.pop(), !queue.is_empty()));
            if more {
                self.work.notify_one();
            }
            match job {
                Some(job) => return job,
                None => self.work.notified().await,
            }
        }
    }

    fn give_back(&self, job: Job) {
        self.with_queue(|queue| queue.give_back(job));
        self.work.notify_one();
    }

    fn with_queue<T>(&self, act: impl FnOnce(&mut Queue) -> T) -> T {
        act(&mut self.queue.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, worker: usize, state: WorkerState) {
        self.states.send_modify(|states| {
            if let Some(place) = states.get_mut(worker) {
                *place = state;
            }
        });
        if let RecogniserState::Failed(why) = sum(&self.states.borrow()) {
            self.with_queue(|queue| {
                while let Some(job) = queue.pop() {
                    job.end(Err(RecogniseError::Unavailable(why.clone())));
                }
            });
        }
    }
}

/// Keeps one worker going until the task is dropped.
pub(super) async fn tend(pool: Arc<Pool>, worker: usize) {
    let mut pause = PAUSE_MIN;
    loop {
        match Worker::start(&pool.config).await {
            Ok(process) => {
                pool.set(worker, WorkerState::Ready { process: process.id() });
                let (answered, why) = work(&pool, process).await;
                tracing::warn!(worker, why, "a speech worker is started again");
                pool.set(worker, WorkerState::Starting);
                if answered {
                    pause = PAUSE_MIN;
                }
            }
            Err(why) => {
                tracing::warn!(worker, why, "a speech worker does not start");
                pool.set(worker, WorkerState::Failed(why));
            }
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(PAUSE_MAX);
    }
}

/// Gives the worker work until it is of no more use; says whether it ever answered, and what became of it.
async fn work(pool: &Pool, mut process: Worker) -> (bool, String) {
    let mut answered = false;
    loop {
        let mut job = tokio::select! {
            job = pool.next_job() => job,
            why = process.ended() => return (answered, why),
        };
        job.tries += 1;
        let engine = || pool.config.engine.clone();
        match process.ask(&job.utterance, &pool.config).await {
            Ok(recognised) => {
                answered = true;
                job.end(Ok(recognised));
            }
            Err(AskFault::Engine(why)) => job.end(Err(RecogniseError::Failed { engine: engine(), why })),
            Err(AskFault::Late(limit)) => {
                let why = format!("no answer in {} ms", limit.as_millis());
                job.end(Err(RecogniseError::Failed { engine: engine(), why: why.clone() }));
                return (answered, why);
            }
            Err(AskFault::Broken(why)) => {
                if job.tries < TRIES_MAX {
                    pool.give_back(job);
                } else {
                    job.end(Err(RecogniseError::Failed { engine: engine(), why: why.clone() }));
                }
                return (answered, why);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_is_as_good_as_its_best_worker() {
        let ready = || WorkerState::Ready { process: None };
        let failed = || WorkerState::Failed("no model".to_owned());
        let check = |workers: &[WorkerState], wanted: RecogniserState| assert_eq!(sum(workers), wanted, "{workers:?}");
        check(&[failed(), ready()], RecogniserState::Ready);
        check(&[failed(), WorkerState::Starting], RecogniserState::Starting);
        check(&[failed(), failed()], RecogniserState::Failed("no model".to_owned()));
    }
}
