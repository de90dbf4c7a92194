//! Tables brought into the server, and the server's pages, with a large FAQ in the books.

use super::super::http;
use super::super::options::Faq;
use super::super::program::Server;
use super::super::programs::Programs;
use super::super::report::{Aim, Report};
use super::pages;
use crate::shell::{self, TemporaryFolder};
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// A table may take this long before it counts as hung.
const TABLE_LIMIT: Duration = Duration::from_secs(600);
const IMPORT_S_MAX: f64 = 30.0;
/// Who brings tables in.
const WRITER: &str = "denwa1";
/// Requests come as through a proxy, each from an address of its own: the guide takes one question a second of each.
const CONFIGURATION: &str =
    "[web]\ntrusted_proxies = [\"127.0.0.1\"]\nrequest_timeout_s = 600\n[demo]\nenabled = true\n";

/// Brings a table of new entries, the same again, and the same with other answers into a running server.
///
/// # Errors
/// When the server does not start or does not take a table.
pub(super) fn import(
    programs: &Programs,
    faq: &Faq,
    folder: &TemporaryFolder,
    report: &mut Report,
) -> anyhow::Result<()> {
    let entries = faq.entries;
    shell::say(&format!("bringing tables of {entries} rows into the server"));
    let (first, second) = (table(programs, &folder.path, entries, 0)?, table(programs, &folder.path, entries, 1)?);
    let folder = TemporaryFolder::new("madoguchi-bench")?;
    let server = Server::start_with(programs, &folder, CONFIGURATION)?;
    server.settle()?;
    let writer = http::log_in(server.web_port, WRITER)?;
    let steps = [("new", &first), ("as they are", &first), ("changed", &second)];
    for (what, file) in steps {
        let rows = std::fs::read_to_string(file)?;
        let headers = format!("{writer}Content-Type: text/csv\r\n");
        let begun = Instant::now();
        let path = "/api/faq/import?dry_run=false";
        let answer = http::ask_for(TABLE_LIMIT, server.web_port, "POST", path, &headers, &rows)?;
        let took = begun.elapsed().as_secs_f64();
        if answer.status != 200 || !answer.body().contains("\"done\":true") {
            bail!("the table was not taken: {} {}", answer.status, answer.body().chars().take(500).collect::<String>());
        }
        let detail = format!("{} kB of CSV over HTTP", rows.len() / 1024);
        report.add(&format!("import of {entries} rows, {what}"), took, "s", Aim::at_most(IMPORT_S_MAX), &detail);
    }
    Ok(())
}

/// Puts the entries before residents, with approvals of a demonstration, and asks for pages.
///
/// # Errors
/// When the server does not start, or a page is refused.
pub(super) fn pages(
    programs: &Programs,
    faq: &Faq,
    folder: &TemporaryFolder,
    report: &mut Report,
) -> anyhow::Result<()> {
    let entries = faq.entries;
    shell::say(&format!("pages of a guide with {entries} entries, 20 a second"));
    let file = table(programs, &folder.path, entries, 0)?;
    let questions = questions(programs, &folder.path, faq.questions)?;
    let folder = TemporaryFolder::new("madoguchi-bench")?;
    // The first start makes the demonstration's people; the table is brought in beside it.
    drop(Server::start_with(programs, &folder, CONFIGURATION)?);
    let took = published(programs, &folder.path, &file)?;
    let what = format!("import of {entries} rows, published by the command line");
    report.add(&what, took, "s", None, "as a demonstration: draft, review, approval and publication of each");
    let server = Server::start_with(programs, &folder, CONFIGURATION)?;
    let what = format!("start to serving with {entries} entries");
    report.add(&what, server.started_in.as_secs_f64() * 1_000.0, "ms", None, "search may be made ready after that");
    server.settle()?;
    pages::measure(&server, faq, &questions, report)
}

fn published(programs: &Programs, folder: &Path, file: &Path) -> anyhow::Result<f64> {
    let mut command = Command::new(&programs.madoguchi);
    command.args(["faq", "import", "--as-demonstration", "--by", WRITER]);
    command.arg("--config").arg(folder.join("madoguchi.toml")).arg("--data").arg(folder.join("data")).arg(file);
    command.current_dir(folder);
    let begun = Instant::now();
    let said = shell::output_of(command)?;
    let took = begun.elapsed().as_secs_f64();
    said.contains("made-up approvals").then_some(took).with_context(|| format!("the table was not taken: {said}"))
}

fn table(programs: &Programs, folder: &Path, entries: u32, edition: usize) -> anyhow::Result<PathBuf> {
    let file = folder.join(format!("faq-{edition}.csv"));
    let mut command = Command::new(&programs.search_load);
    command.arg("--table").arg(&file);
    command.args(["--entries", &entries.to_string(), "--edition", &edition.to_string()]);
    shell::output_of(command)?;
    Ok(file)
}

fn questions(programs: &Programs, folder: &Path, count: u32) -> anyhow::Result<Vec<String>> {
    let file = folder.join("asked.json");
    let mut command = Command::new(&programs.search_load);
    command.arg("--asked").arg(&file).args(["--questions", &count.to_string()]);
    shell::output_of(command)?;
    Ok(serde_json::from_slice(&std::fs::read(file)?)?)
}
