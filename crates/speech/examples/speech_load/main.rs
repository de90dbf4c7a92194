//! Load for a recogniser: sentences one by one, or whole calls in real time through the running text.
//!
//! `speech_load sentences|cuts|calls --program P --model M --sha256 H --root R --cache C` with `--beam N --pad N
//! --prompt on|off --every_ms N --workers N --calls N --seconds S`. Prints one line of JSON: texts and times, judged elsewhere.
//! It speaks of its own fixtures only, so texts may be printed.

mod calls;
mod corpus;
mod sentences;

use serde_json::Value;
use speech::workers::{PoolConfig, WhisperPool};
use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Anything that went wrong; a measuring program ends with it.
pub(crate) type Fault = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Fault> {
    let mut arguments = std::env::args().skip(1);
    let order = arguments.next().unwrap_or_default();
    let options = Options::read(arguments);
    let pool = open(&options).await?;
    let sentences = corpus::load(Path::new(options.text("root")?), Path::new(options.text("cache")?)).await?;
    let figures: Value = match order.as_str() {
        "sentences" => sentences::measure(&pool, &sentences, &options).await?,
        "cuts" => sentences::cut(&pool, &sentences, &options).await?,
        "calls" => calls::measure(pool, &sentences, &options).await?,
        _ => return Err("say `sentences`, `cuts` or `calls`; the file's head tells their options".into()),
    };
    writeln!(std::io::stdout(), "{figures}")?;
    Ok(())
}

async fn open(options: &Options) -> Result<WhisperPool, Fault> {
    let (program, model) = (PathBuf::from(options.text("program")?), PathBuf::from(options.text("model")?));
    let mut config = PoolConfig::new(program, model, vec![options.text("sha256")?.to_owned()], "whisper-base");
    config.workers = options.number("workers", 2)?;
    config.final_beam = options.number("beam", config.final_beam)?;
    config.context_pad = options.number("pad", config.context_pad)?;
    let pool = WhisperPool::open(config).await?;
    match pool.settled().await {
        speech::RecogniserState::Ready => Ok(pool),
        state => Err(format!("the recogniser is not ready: {state:?}").into()),
    }
}

/// What was asked for on the command line, `--name value`.
pub(crate) struct Options(BTreeMap<String, String>);

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Self {
        let mut options = BTreeMap::new();
        while let (Some(name), Some(value)) = (arguments.next(), arguments.next()) {
            options.insert(name.trim_start_matches('-').to_owned(), value);
        }
        Self(options)
    }

    /// A text that must be there.
    pub(crate) fn text(&self, name: &str) -> Result<&str, Fault> {
        self.0.get(name).map(String::as_str).ok_or_else(|| format!("--{name} is missing").into())
    }

    /// A number, or what it is otherwise.
    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str, otherwise: T) -> Result<T, Fault> {
        match self.0.get(name) {
            None => Ok(otherwise),
            Some(text) => text.parse().map_err(|_| format!("--{name} needs a number").into()),
        }
    }

    /// Whether engines are told the vocabulary.
    pub(crate) fn is_prompted(&self) -> bool {
        self.0.get("prompt").is_none_or(|word| word != "off")
    }
}
