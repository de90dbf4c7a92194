//! `run`: everything from a fresh clone to a city that answers the telephone.

use crate::setup::{self, For, models};
use crate::shell;
use anyhow::{Context, bail};
use std::convert::Infallible;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

const BUILD: &[&str] = &["build", "--locked", "--workspace", "--bin", "madoguchi", "--bin", LAUNCHER];
const LAUNCHER: &str = "madoguchi-browser-launcher";
const WORKER: &[&str] = &["--bin", "madoguchi-whisper"];

/// What `run` hands on to the server.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Folder for the database and the recordings.
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// Build no speech worker, fetch no model, and serve without turning speech into text.
    #[arg(long)]
    no_speech: bool,
    /// Anything else goes to `madoguchi serve`, such as --listen ADDRESS:PORT or --allow-peer ADDRESS.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// Prepares the machine, builds the server and serves the demonstration until Ctrl-C.
///
/// # Errors
/// When a step fails; the message says which.
pub(crate) fn run(root: &Path, options: &Options) -> anyhow::Result<Infallible> {
    setup::prepare(root, For::Run)?;
    shell::show(
        "building the server (the first time takes minutes)",
        shell::cargo(&[BUILD, if options.no_speech { &[] } else { WORKER }].concat(), root),
    )?;
    let server = shell::target_folder(root).join("debug/madoguchi");
    if !server.is_file() {
        bail!("{} was not built", server.display());
    }
    if !options.no_speech
        && let Err(error) = models::for_run(root, &options.data)
    {
        shell::say(&format!("no model ({error:#}): calls go on, their text is not written; run again to try again"));
    }
    shell::say("serving the demonstration; Ctrl-C ends it");
    let mut serve = Command::new(&server);
    serve.current_dir(root).args(["serve", "--demo", "--data"]).arg(&options.data);
    serve.args(options.no_speech.then_some("--no-speech")).args(&options.rest);
    if let Some(socket) = launcher(&server)? {
        serve.arg("--browser-launcher").arg(socket);
    }
    // We become the server, so that Ctrl-C and signals reach it alone and it can drain.
    Err(serve.exec()).context("cannot start the server")
}

/// Chromium is never run with all rights: as root each visit's browser gets a room of its own, kept by the launcher.
fn launcher(server: &Path) -> anyhow::Result<Option<PathBuf>> {
    if !shell::is_root() {
        return Ok(None);
    }
    let folder = std::env::temp_dir().join(format!("madoguchi-launcher-{}", std::process::id()));
    std::fs::create_dir(&folder).context("cannot make the launcher's folder")?;
    let socket = folder.join("launcher.sock");
    // It ends with us: the server takes our place, and Ctrl-C reaches the whole group.
    let mut keeper = Command::new(server.with_file_name(LAUNCHER))
        .args(["keep", "--peer-uid", "0", "--socket"])
        .arg(&socket)
        .spawn()
        .context("cannot start the shared browser's launcher")?;
    while !socket.exists() {
        if let Some(ended) = keeper.try_wait().context("cannot look after the launcher")? {
            bail!("the shared browser's launcher ended at once: {ended}");
        }
        std::thread::yield_now();
    }
    Ok(Some(socket))
}
