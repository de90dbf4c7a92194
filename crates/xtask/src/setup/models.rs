//! The recogniser's model: fetched once, by the built program, and kept between runs.

use crate::shell;
use std::path::{Path, PathBuf};

/// The variable in which suites find the model's file.
pub(crate) const TEST_MODEL: &str = "MADOGUCHI_TEST_MODEL";
/// The model of the suites and of the demonstration.
const NAME: &str = "whisper-base";
const FILE: &str = "ggml-base.bin";

/// Where the suites' model is.
pub(crate) fn test_model(root: &Path) -> PathBuf {
    folder(root).join(FILE)
}

/// Fetches the suites' model where it is not there yet; the server must have been built.
///
/// # Errors
/// When it cannot be had.
pub(crate) fn for_tests(root: &Path) -> anyhow::Result<()> {
    if test_model(root).is_file() {
        return Ok(());
    }
    let folder = folder(root).display().to_string();
    // The registry is what builds reach in any case; the suites do not depend on a second place.
    fetch(root, &["--folder", &folder, "--source", "registry"])
}

/// Fetches the demonstration's model into its data folder; quick where it is there.
///
/// # Errors
/// When it cannot be had; recognition is off then, and everything else works.
pub(crate) fn for_run(root: &Path, data: &Path) -> anyhow::Result<()> {
    fetch(root, &["--data", &data.display().to_string()])
}

fn fetch(root: &Path, options: &[&str]) -> anyhow::Result<()> {
    let program = shell::target_folder(root).join("debug/madoguchi").display().to_string();
    let arguments = [&["models", "fetch", NAME], options].concat();
    shell::show("fetching the model of the recogniser (150 MB, once)", shell::command(&program, &arguments, root))
}

fn folder(root: &Path) -> PathBuf {
    shell::target_folder(root).join("models")
}
