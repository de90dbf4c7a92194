//! The recogniser this installation has, made of its configuration.
//!
//! Owns why there is none: switched off, no model, no program. Whatever the reason, the rest works, and
//! screens can say what to do. Who listens to what is the rooms' own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use speech::RecogniserState;
use speech::failover::Failover;
use speech::models::manifest::{self, ModelEntry, Purpose};
use speech::recognition::Recogniser;
use speech::remote::{RemoteConfig, RemoteRecogniser};
use speech::workers::{PoolConfig, PoolFault, WORKERS_MAX, WhisperPool};

use crate::config::{Config, RecogniserChoice, Speech};

/// The worker's program.
const WORKER: &str = "madoguchi-whisper";

/// Why there is no recogniser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyOff {
    /// The configuration says so.
    SwitchedOff,
    /// The model's file is not there.
    ModelMissing,
    /// The model's file is damaged or another one.
    ModelDamaged,
    /// The worker's program is not there.
    WorkerMissing,
    /// The server's key or this machine's encryption cannot be used.
    RemoteUnusable,
}

impl WhyOff {
    /// The reason's name, for interfaces and words on screens.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SwitchedOff => "switched_off",
            Self::ModelMissing => "model_missing",
            Self::ModelDamaged => "model_damaged",
            Self::WorkerMissing => "worker_missing",
            Self::RemoteUnusable => "remote_unusable",
        }
    }
}

/// What an installation has.
#[derive(Debug, Clone)]
pub enum Recognition {
    /// Somebody listens.
    On(Arc<dyn Recogniser>),
    /// Nobody does: why, and what to do, for the person who runs it.
    Off(WhyOff, String),
}

impl Recognition {
    /// What the configuration asks for, or why it cannot be had. Starts processes, waits for none.
    pub async fn open(config: &Config) -> Self {
        let opened = match config.speech.recogniser {
            RecogniserChoice::Off => {
                let todo = "speech.recogniser is \"off\"; write \"local\" or \"remote\" there and start again";
                Err((WhyOff::SwitchedOff, todo.to_owned()))
            }
            RecogniserChoice::Local => local(config).await,
            RecogniserChoice::Remote => remote(config).await,
        };
        match opened {
            Ok(recogniser) => Self::On(recogniser),
            Err((why, todo)) => {
                tracing::warn!(reason = why.code(), todo, "speech is not turned into text");
                Self::Off(why, todo)
            }
        }
    }

    /// Who listens, if anybody does.
    #[must_use]
    pub fn recogniser(&self) -> Option<Arc<dyn Recogniser>> {
        match self {
            Self::On(recogniser) => Some(recogniser.clone()),
            Self::Off(..) => None,
        }
    }

    /// How it is at this moment.
    #[must_use]
    pub fn state(&self) -> RecogniserState {
        match self {
            Self::On(recogniser) => recogniser.state(),
            Self::Off(_, todo) => RecogniserState::Off(todo.clone()),
        }
    }
}

/// What stands ready to listen, looked at without starting it; else why not and what to do.
///
/// # Errors
/// When what the configuration asks for is not there.
pub fn looked_over(config: &Config) -> Result<String, (WhyOff, String)> {
    let speech = &config.speech;
    match speech.recogniser {
        RecogniserChoice::Off => Ok("speech: switched off; recordings stay with the manager".to_owned()),
        RecogniserChoice::Local => {
            let (entry, _, model) = local_parts(config)?;
            if model.is_file() {
                Ok(format!("speech: {} with {} workers", entry.name, workers(speech)))
            } else {
                Err((WhyOff::ModelMissing, missing(&format!("{} is not there", model.display()), entry)))
            }
        }
        RecogniserChoice::Remote => {
            remote_key(config)?;
            Ok(format!("speech: {} listens, {}", speech.remote.base_url, speech.remote.model))
        }
    }
}

type Opened = Result<Arc<dyn Recogniser>, (WhyOff, String)>;

async fn local(config: &Config) -> Opened {
    let speech = &config.speech;
    let (entry, program, model) = local_parts(config)?;
    let pool = WhisperPool::open(PoolConfig {
        workers: workers(speech),
        waiting_max: speech.waiting_max,
        timeout: Duration::from_millis(speech.timeout_ms),
        final_beam: speech.final_beam,
        ..PoolConfig::new(program, model, entry.digests(), entry.name)
    });
    match pool.await {
        Ok(pool) => Ok(Arc::new(pool)),
        Err(why @ PoolFault::Model { .. }) => Err((WhyOff::ModelMissing, missing(&why.to_string(), entry))),
        Err(why @ (PoolFault::Digest { .. } | PoolFault::Workers(_))) => Err((WhyOff::ModelDamaged, why.to_string())),
    }
}

/// The entry of the model, the worker's program, and where the model's file should be.
fn local_parts(config: &Config) -> Result<(&'static ModelEntry, PathBuf, PathBuf), (WhyOff, String)> {
    let speech = &config.speech;
    let Some(entry) = manifest::find_for(Purpose::Recognition, &speech.model) else {
        return Err((WhyOff::ModelMissing, format!("there is no model {}", speech.model)));
    };
    let Some(program) = speech.worker_program.clone().or_else(found_worker) else {
        let todo =
            format!("{WORKER} is neither beside this program nor on the path; install it or set speech.worker_program");
        return Err((WhyOff::WorkerMissing, todo));
    };
    Ok((entry, program, config.models_folder().join(entry.file)))
}

fn missing(why: &str, entry: &ModelEntry) -> String {
    format!("{why}; `madoguchi models fetch {}` brings it", entry.name)
}

fn remote_key(config: &Config) -> Result<Option<SecretString>, (WhyOff, String)> {
    let Some(file) = &config.speech.remote.key_file else { return Ok(None) };
    zoom::secret::from_file(file).map(Some).map_err(|why| (WhyOff::RemoteUnusable, why.to_string()))
}

async fn remote(config: &Config) -> Opened {
    let remote = &config.speech.remote;
    let unusable = |why: String| (WhyOff::RemoteUnusable, why);
    let key = remote_key(config)?;
    let recogniser = RemoteRecogniser::new(RemoteConfig {
        base_url: remote.base_url.clone(),
        model: remote.model.clone(),
        key,
        timeout: Duration::from_millis(remote.timeout_ms),
    });
    let recogniser = recogniser.map_err(|why| unusable(why.to_string()))?;
    let spare = match local(config).await {
        Ok(pool) => Some(pool),
        Err((why, todo)) => {
            tracing::warn!(reason = why.code(), todo, "no recogniser of its own stands in for the server");
            None
        }
    };
    Ok(Arc::new(Failover::new(Arc::new(recogniser), spare)))
}

/// One a processor, unless a number is set: they stand back behind the threads that carry sound (ADR 0026).
fn workers(speech: &Speech) -> usize {
    match speech.workers {
        0 => std::thread::available_parallelism().map_or(1, |processors| processors.get().min(WORKERS_MAX)),
        workers => workers,
    }
}

/// The worker beside this program, else the first on the path.
fn found_worker() -> Option<PathBuf> {
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join(WORKER)));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).map(|folder| folder.join(WORKER));
    beside.into_iter().chain(on_path).find(|program| is_program(program))
}

fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn opened(change: impl FnOnce(&mut Config)) -> Recognition {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config { data_dir: folder.path().to_owned(), ..Config::default() };
        config.speech.worker_program = Some("/bin/true".into());
        change(&mut config);
        Recognition::open(&config).await
    }

    fn check(recognition: &Recognition, wanted: WhyOff, todo: &str) {
        let Recognition::Off(why, said) = recognition else { panic!("{recognition:?}") };
        assert_eq!(*why, wanted);
        assert!(said.contains(todo), "{said}");
        assert!(recognition.recogniser().is_none());
        assert_eq!(recognition.state(), RecogniserState::Off(said.clone()));
    }

    #[tokio::test]
    async fn without_a_model_or_switched_off_it_says_what_to_do() {
        check(&opened(|_| ()).await, WhyOff::ModelMissing, "madoguchi models fetch whisper-base");
        let off = opened(|config| config.speech.recogniser = RecogniserChoice::Off).await;
        check(&off, WhyOff::SwitchedOff, "speech.recogniser");
        let damaged = opened(|config| {
            std::fs::create_dir_all(config.models_folder()).unwrap();
            std::fs::write(config.models_folder().join("ggml-base.bin"), "half of it").unwrap();
        });
        check(&damaged.await, WhyOff::ModelDamaged, "fetch it again");
    }

    #[tokio::test]
    async fn a_server_is_asked_even_where_this_machine_has_no_model() {
        let remote = opened(|config| {
            config.speech.recogniser = RecogniserChoice::Remote;
            config.speech.remote.base_url = "http://127.0.0.1:1".to_owned();
        });
        assert!(remote.await.recogniser().is_some());
        let keyless = opened(|config| {
            config.speech.recogniser = RecogniserChoice::Remote;
            config.speech.remote.key_file = Some("/nowhere/key".into());
        });
        check(&keyless.await, WhyOff::RemoteUnusable, "/nowhere/key");
    }
}
