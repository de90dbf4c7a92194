//! `madoguchi models`: which models there are, whose they are, and bringing one here.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use speech::models::fetch::{self, FetchPlan, Presence, Progress};
use speech::models::manifest::{self, ModelEntry};

use super::arguments::Source;
use super::output::say;
use super::pip;

/// Bytes in a megabyte, as sizes are shown.
const MEGABYTE: u64 = 1_000_000;
/// Where progress is no line on a terminal, it is told each so many percent.
const PERCENT_STEP: u64 = 10;

/// Prints every model: whether it is here, its size, its licence, whose work it is and where it can be had.
pub(super) fn list(source: &Source, folder: Option<PathBuf>) -> anyhow::Result<bool> {
    let folder = folder.map_or_else(|| source.read().map(|config| config.models_folder()), Ok)?;
    let mut text = format!("folder: {}\n", folder.display());
    for entry in manifest::MODELS {
        let ways: Vec<&str> = entry.sources.iter().map(|source| source.way.name()).collect();
        text.push_str(&format!(
            "\n{}  {}\n  {}\n  {} MB, licence {}, from {}\n  {}\n",
            entry.name,
            presence(entry, &folder)?,
            entry.what,
            entry.bytes / MEGABYTE,
            entry.licence,
            ways.join(" or "),
            entry.attribution
        ));
    }
    say(&text)
}

/// Brings a model, unless it is here and right.
pub(super) async fn fetch(
    source: &Source,
    name: Option<String>,
    from: Option<String>,
    folder: Option<PathBuf>,
) -> anyhow::Result<bool> {
    let config = source.read()?;
    let name = name.unwrap_or_else(|| config.speech.model.clone());
    let Some(entry) = manifest::find(&name) else {
        bail!("there is no model {name}; `madoguchi models list` shows those there are");
    };
    let folder = folder.unwrap_or_else(|| config.models_folder());
    if fetch::presence(entry, &folder).with_context(|| folder.display().to_string())? == Presence::There {
        return say(&format!("{name} is in {}\n", folder.display()));
    }
    let hub = std::env::var("HF_ENDPOINT").ok().filter(|value| !value.is_empty());
    let plan = FetchPlan {
        folder,
        source: from,
        hub: hub.unwrap_or_else(|| manifest::HUB.to_owned()),
        registry: pip::index().unwrap_or_else(|| manifest::REGISTRY.to_owned()),
    };
    let mut shown = Shown::default();
    let path = fetch::fetch(entry, &plan, &mut |step| shown.show(step)).await?;
    shown.end();
    say(&format!("{name} is in {}\nlicence {}: {}\n", path.display(), entry.licence, entry.attribution))
}

fn presence(entry: &ModelEntry, folder: &Path) -> anyhow::Result<&'static str> {
    Ok(match fetch::presence(entry, folder).with_context(|| entry.file)? {
        Presence::There => "[here]",
        Presence::Missing => "[not here]",
        Presence::Damaged => "[damaged: fetch it again]",
    })
}

/// What the person at the terminal sees meanwhile.
#[derive(Default)]
struct Shown {
    percent: u64,
    in_line: bool,
}

impl Shown {
    fn show(&mut self, step: Progress) {
        match step {
            Progress::Trying(source) => {
                self.percent = 0;
                self.line(&format!("trying the {source}"));
            }
            Progress::Failed(source, why) => self.line(&format!("{source}: {why}")),
            Progress::Converting => self.line("converting"),
            Progress::Bytes(here, total) => self.percent(here * 100 / total.max(1), total),
        }
    }

    fn percent(&mut self, percent: u64, total: u64) {
        let on_terminal = std::io::stderr().is_terminal();
        let step = if on_terminal { 1 } else { PERCENT_STEP };
        if percent < self.percent + step && percent != 100 || percent == self.percent {
            return;
        }
        self.percent = percent;
        let text = format!("{percent:3} % of {} MB", total / MEGABYTE);
        if on_terminal {
            self.in_line = true;
            let _ = write!(std::io::stderr(), "\r{text}");
        } else {
            self.line(&text);
        }
    }

    fn line(&mut self, text: &str) {
        self.end();
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    fn end(&mut self) {
        if std::mem::take(&mut self.in_line) {
            let _ = writeln!(std::io::stderr());
        }
    }
}
