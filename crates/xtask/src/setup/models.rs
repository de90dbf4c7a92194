//! The models of the recogniser and of search: fetched once, by the built program, and kept between runs.

use crate::shell;
use std::path::{Path, PathBuf};

/// A model the suites and the demonstration work with.
struct Model {
    name: &'static str,
    file: &'static str,
    /// The variable in which suites find its file.
    variable: &'static str,
    what: &'static str,
}

const MODELS: [Model; 2] = [
    Model {
        name: "whisper-base",
        file: "ggml-base.bin",
        variable: "MADOGUCHI_TEST_MODEL",
        what: "fetching the model of the recogniser (150 MB, once)",
    },
    Model {
        name: "multilingual-e5-small",
        file: "multilingual-e5-small-q4_0.gguf",
        variable: "MADOGUCHI_TEST_SEARCH_MODEL",
        what: "fetching the model of search (90 MB, once)",
    },
];

/// The variables in which suites find the models' files, with where they are.
pub(crate) fn variables(root: &Path) -> impl Iterator<Item = (&'static str, PathBuf)> {
    let folder = folder(root);
    MODELS.iter().map(move |model| (model.variable, folder.join(model.file)))
}

/// Fetches the suites' models where they are not there yet; the server must have been built.
///
/// # Errors
/// When one cannot be had.
pub(crate) fn for_tests(root: &Path) -> anyhow::Result<()> {
    let folder = folder(root);
    let shown = folder.display().to_string();
    for model in MODELS.iter().filter(|model| !folder.join(model.file).is_file()) {
        // The registry is what builds reach in any case; the suites do not depend on a second place.
        fetch(root, model, &["--folder", &shown, "--source", "registry"])?;
    }
    Ok(())
}

/// Fetches the demonstration's models into its data folder; quick where they are there.
///
/// # Errors
/// When one cannot be had; what works with it is off then, and everything else works.
pub(crate) fn for_run(root: &Path, data: &Path) -> anyhow::Result<()> {
    let data = data.display().to_string();
    MODELS.iter().try_for_each(|model| fetch(root, model, &["--data", &data]))
}

fn fetch(root: &Path, model: &Model, options: &[&str]) -> anyhow::Result<()> {
    let program = shell::target_folder(root).join("debug/madoguchi").display().to_string();
    let arguments = [&["models", "fetch", model.name], options].concat();
    shell::show(model.what, shell::command(&program, &arguments, root))
}

fn folder(root: &Path) -> PathBuf {
    shell::target_folder(root).join("models")
}
