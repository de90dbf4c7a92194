//! The programs that are measured: those of a release build, save where a debug build is asked for.

use super::options::Options;
use crate::shell;
use anyhow::bail;
use std::path::{Path, PathBuf};

/// Where each is.
pub(super) struct Programs {
    /// The server.
    pub(super) madoguchi: PathBuf,
    /// The generator, which holds the media engine too.
    pub(super) relay_load: PathBuf,
    /// The generator of visits.
    pub(super) visit_load: PathBuf,
    /// The speech worker.
    pub(super) whisper: PathBuf,
    /// The load of sentences and calls as text.
    pub(super) speech_load: PathBuf,
    /// The measure of redaction; None where it was not built.
    pub(super) redaction_speed: Option<PathBuf>,
    /// The load of one visit's browser.
    pub(super) shared_browser_load: PathBuf,
    /// What holds it.
    pub(super) browser_launcher: PathBuf,
    /// The load of search, which also makes up the entries of a large FAQ.
    pub(super) search_load: PathBuf,
    /// The judge of search.
    pub(super) bench_faq: PathBuf,
}

impl Programs {
    /// Builds them, unless they are to be taken as they are.
    ///
    /// # Errors
    /// When they do not build or are not there.
    pub(super) fn build(root: &Path, options: &Options) -> anyhow::Result<Self> {
        if !options.no_build {
            let release = ["build", "--locked", "--release", "--workspace", "--bins", "--examples"];
            // As the tests are built: `cargo build` takes other features and would compile the whole tree anew.
            let debug = ["test", "--locked", "--workspace", "--no-run"];
            let arguments: &[&str] = if options.debug { &debug } else { &release };
            shell::show(
                "building what is measured (the first time takes minutes, in release twenty and more)",
                shell::cargo(arguments, root),
            )?;
        }
        let built = folder(root, options);
        let programs = Self {
            madoguchi: built.join("madoguchi"),
            relay_load: built.join("examples/relay_load"),
            visit_load: built.join("examples/visit_load"),
            whisper: built.join("madoguchi-whisper"),
            speech_load: built.join("examples/speech_load"),
            redaction_speed: Some(built.join("examples/redaction_speed")).filter(|file| file.is_file()),
            shared_browser_load: built.join("examples/shared_browser_load"),
            browser_launcher: built.join("madoguchi-browser-launcher"),
            search_load: built.join("examples/search_load"),
            bench_faq: built.join("examples/bench_faq"),
        };
        for file in [&programs.madoguchi, &programs.relay_load, &programs.visit_load] {
            if !file.is_file() {
                bail!("{} was not built", file.display());
            }
        }
        Ok(programs)
    }
}

/// Where the programs are.
pub(super) fn folder(root: &Path, options: &Options) -> PathBuf {
    shell::target_folder(root).join(if options.debug { "debug" } else { "release" })
}
