//! How well search finds the approved entry, on a set that is given or on the seed edition; and how fast a large FAQ is.
//!
//! `bench_faq` (an example of the search crate) judges; here it is built, told where the model is, and shown. Speed is
//! measured on 10,000 made-up entries: `searching` asks search alone, `serving` the server. What the figures mean is
//! told in `docs/BENCHMARKS.md`.

mod pages;
mod searching;
mod serving;

use super::options::{Faq, FaqPart, Options};
use super::programs::{self, Programs};
use super::report::Report;
use crate::shell::{self, TemporaryFolder};
use anyhow::bail;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The file `madoguchi models fetch multilingual-e5-small` makes.
const MODEL: &str = "models/multilingual-e5-small-q4_0.gguf";

/// Builds the judge alone and lets it speak.
///
/// # Errors
/// When it does not build, a file is not there, or the set is not as it must be.
pub(super) fn judge(root: &Path, options: &Options) -> anyhow::Result<()> {
    if !options.no_build {
        let release = ["build", "--locked", "--release", "-p", "search", "--example", "bench_faq"];
        let debug = ["test", "--locked", "--workspace", "--no-run"];
        let arguments: &[&str] = if options.debug { &debug } else { &release };
        let mut command = shell::cargo(arguments, root);
        // Standard output is for figures alone.
        command.stdout(std::io::stderr());
        shell::output_of(command)?;
    }
    spoken(root, &programs::folder(root, options).join("examples/bench_faq"), &options.faq)
}

/// Measures every part that is wanted.
///
/// # Errors
/// When a program does not run, or a table is not taken.
pub(super) fn measure(root: &Path, programs: &Programs, options: &Options, report: &mut Report) -> anyhow::Result<()> {
    let faq = &options.faq;
    if faq.wants(FaqPart::Judge) {
        shell::say("how well search finds the approved entry");
        spoken(root, &programs.bench_faq, faq)?;
    }
    if faq.wants(FaqPart::Search) {
        let model = model(&shell::target_folder(root), faq)?;
        searching::measure(programs, faq, options.rounds, model.as_deref(), report)?;
    }
    let folder = TemporaryFolder::new("madoguchi-faq")?;
    if faq.wants(FaqPart::Import) {
        serving::import(programs, faq, &folder, report)?;
    }
    if faq.wants(FaqPart::Pages) {
        serving::pages(programs, faq, &folder, report)?;
    }
    Ok(())
}

/// Lets the judge speak.
fn spoken(root: &Path, program: &Path, faq: &Faq) -> anyhow::Result<()> {
    let target = shell::target_folder(root);
    if !program.is_file() {
        bail!("{} was not built", program.display());
    }
    let mut command = Command::new(program);
    command.arg("--seed").arg(root.join("faq"));
    files(&mut command, faq)?;
    match model(&target, faq)? {
        Some(model) => {
            let bench = target.join("bench");
            std::fs::create_dir_all(&bench)?;
            command.arg("--model").arg(model).arg("--vectors").arg(bench.join("faq-vectors.bin"));
        }
        None => eprintln!(
            "no model at {}: by words alone. Fetch it with `madoguchi models fetch multilingual-e5-small --folder target/models`, or name it with --model.",
            target.join(MODEL).display()
        ),
    }
    print!("{}", shell::output_of(command)?);
    Ok(())
}

fn files(command: &mut Command, faq: &Faq) -> anyhow::Result<()> {
    let named = [("corpus", &faq.corpus), ("queries", &faq.queries), ("qrels", &faq.qrels), ("aliases", &faq.aliases)];
    for (name, file) in named {
        if let Some(file) = file {
            if !file.is_file() {
                bail!("--{name}: there is no file {}", file.display());
            }
            command.arg(format!("--{name}")).arg(std::path::absolute(file)?);
        }
    }
    if let Some(language) = &faq.language {
        command.arg("--language").arg(language);
    }
    for (name, wanted) in [("--fit", faq.fit), ("--json", faq.json)] {
        if wanted {
            command.arg(name);
        }
    }
    Ok(())
}

fn model(target: &Path, faq: &Faq) -> anyhow::Result<Option<PathBuf>> {
    if let Some(model) = &faq.model {
        if !model.is_file() {
            bail!("--model: there is no file {}", model.display());
        }
        return Ok(Some(std::path::absolute(model)?));
    }
    let named = std::env::var_os("MADOGUCHI_TEST_SEARCH_MODEL").map(PathBuf::from);
    Ok(Some(named.unwrap_or_else(|| target.join(MODEL))).filter(|model| model.is_file()))
}
