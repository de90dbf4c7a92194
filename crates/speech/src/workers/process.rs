//! One worker process: starting it, asking it, and refusing what cannot be an answer.
//!
//! Any fault here means that the process is done for: who gets one drops the worker, which kills it.

use std::io;
use std::process::Stdio;
use std::time::Duration;

use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use super::protocol::{self, Answer, Hello, Outcome, Request};
use super::settings::{PoolConfig, duration_ms};
use crate::recognition::{Effort, Recognised, Utterance};

/// The longest loading a model may take.
const START_WITHIN: Duration = Duration::from_secs(60);

/// A worker that said it is ready.
#[derive(Debug)]
pub(super) struct Worker {
    child: Child,
    requests: ChildStdin,
    answers: ChildStdout,
    asked: u64,
}

/// Why a request came to nothing.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum AskFault {
    /// The engine could not, and goes on.
    Engine(String),
    /// The process died or does not keep to the protocol.
    Broken(String),
    /// It took longer than it may.
    Late(Duration),
}

impl Worker {
    /// Starts a process and waits until its model is loaded.
    pub(super) async fn start(config: &PoolConfig) -> Result<Self, String> {
        let name = config.program.display();
        let mut child = Command::new(&config.program)
            .arg("--model")
            .arg(&config.model)
            .args(["--final-beam", &config.final_beam.to_string()])
            .args(["--audio-ctx-pad", &config.context_pad.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|why| format!("{name} cannot be started: {why}"))?;
        let (Some(requests), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(format!("{name} has no input or output"));
        };
        let mut worker = Self { child, requests, answers, asked: 0 };
        match timeout(START_WITHIN, worker.read::<Hello>()).await {
            Ok(Ok(Hello::Ready)) => Ok(worker),
            Ok(Ok(Hello::Refused(why))) => Err(format!("{name}: {why}")),
            Ok(Err(why)) => Err(format!("{name} did not start ({why}; {})", worker.ending().await)),
            Err(_) => Err(format!("{name} was not ready after {} s", START_WITHIN.as_secs())),
        }
    }

    /// Has the worker listen to an utterance.
    pub(super) async fn ask(&mut self, utterance: &Utterance, config: &PoolConfig) -> Result<Recognised, AskFault> {
        self.asked += 1;
        let request = Request {
            id: self.asked,
            samples: utterance.samples.len(),
            language: utterance.language.map(Into::into),
            prompt: utterance.prompt.chars().take(protocol::PROMPT_CHARS_MAX).collect(),
            last_pass: utterance.effort == Effort::Final,
        };
        let answer = match timeout(config.timeout, self.exchange(&request, utterance)).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(why)) => return Err(AskFault::Broken(format!("{why}; {}", self.ending().await))),
            Err(_) => return Err(AskFault::Late(config.timeout)),
        };
        if answer.id != request.id {
            return Err(AskFault::Broken("it answered another question".to_owned()));
        }
        match answer.outcome {
            Outcome::Failed(why) => Err(AskFault::Engine(why)),
            Outcome::Heard { words, language } => {
                let duration_ms = duration_ms(utterance);
                let words = words.into_iter().map(|word| word.checked(duration_ms)).collect::<Option<Vec<_>>>();
                let words = words.ok_or_else(|| AskFault::Broken("its words have impossible times".to_owned()))?;
                Ok(Recognised { words, language: language.map(Into::into), engine: config.engine.clone() })
            }
        }
    }

    /// Waits for the process's end, which nobody asked for.
    pub(super) async fn ended(&mut self) -> String {
        match self.child.wait().await {
            Ok(status) => format!("it ended with {status}"),
            Err(why) => why.to_string(),
        }
    }

    /// The process's id, while it runs.
    pub(super) fn id(&self) -> Option<u32> {
        self.child.id()
    }

    async fn exchange(&mut self, request: &Request, utterance: &Utterance) -> io::Result<Answer> {
        self.requests.write_all(&protocol::frame(request)?).await?;
        self.requests.write_all(&protocol::sample_bytes(&utterance.samples)).await?;
        self.requests.flush().await?;
        self.read().await
    }

    async fn read<T: DeserializeOwned>(&mut self) -> io::Result<T> {
        let mut head = [0; 4];
        self.answers.read_exact(&mut head).await?;
        let mut body = vec![0; protocol::length(head)?];
        self.answers.read_exact(&mut body).await?;
        protocol::parse(&body)
    }

    /// How it ended, if it has: a process whose output broke off ends at once or never.
    async fn ending(&mut self) -> String {
        let soon = Duration::from_millis(500);
        timeout(soon, self.ended()).await.unwrap_or_else(|_| "it still runs".to_owned())
    }
}
