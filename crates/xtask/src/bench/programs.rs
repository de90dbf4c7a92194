//! The release programs that are measured.

use crate::shell;
use anyhow::bail;
use std::path::{Path, PathBuf};

/// Where they are.
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
}

impl Programs {
    /// Builds them, unless they are to be taken as they are.
    ///
    /// # Errors
    /// When they do not build or are not there.
    pub(super) fn build(root: &Path, are_built: bool) -> anyhow::Result<Self> {
        if !are_built {
            shell::show(
                "building what is measured (release; the first time takes minutes)",
                shell::cargo(&["build", "--locked", "--release", "--workspace", "--bins", "--examples"], root),
            )?;
        }
        let release = shell::target_folder(root).join("release");
        let programs = Self {
            madoguchi: release.join("madoguchi"),
            relay_load: release.join("examples/relay_load"),
            visit_load: release.join("examples/visit_load"),
            whisper: release.join("madoguchi-whisper"),
            speech_load: release.join("examples/speech_load"),
            redaction_speed: Some(release.join("examples/redaction_speed")).filter(|file| file.is_file()),
        };
        for file in [&programs.madoguchi, &programs.relay_load, &programs.visit_load] {
            if !file.is_file() {
                bail!("{} was not built", file.display());
            }
        }
        Ok(programs)
    }
}
