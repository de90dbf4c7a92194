//! `run`: everything from a fresh clone to a city that answers the telephone.

use crate::setup::{self, For};
use crate::shell;
use anyhow::{Context, bail};
use std::convert::Infallible;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What `run` hands on to the server.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Folder for the database and the recordings.
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
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
        shell::cargo(&["build", "--locked", "--workspace", "--bin", "madoguchi"], root),
    )?;
    let server = shell::target_folder(root).join("debug/madoguchi");
    if !server.is_file() {
        bail!("{} was not built", server.display());
    }
    shell::say("serving the demonstration; Ctrl-C ends it");
    let mut serve = Command::new(&server);
    serve.current_dir(root).args(["serve", "--demo", "--data"]).arg(&options.data).args(&options.rest);
    // We become the server, so that Ctrl-C and signals reach it alone and it can drain.
    Err(serve.exec()).context("cannot start the server")
}
