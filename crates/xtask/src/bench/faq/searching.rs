//! How fast search answers in a large FAQ, without a server around it: at twenty questions a second, six in ten of
//! which were asked before.

use super::super::options::Faq;
use super::super::programs::Programs;
use super::super::report::{Aim, Report, median};
use crate::shell;
use anyhow::{Context, bail};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// What is measured: the system and the kind of question as the load calls them, in words, and the aim.
const FIGURES: [(&str, &str, &str, Option<f64>); 5] = [
    ("words", "words", "search, words alone", Some(20.0)),
    ("words and meaning", "cached vector", "search, question asked before", Some(20.0)),
    ("words and meaning", "fresh vector", "search, fresh vector", Some(120.0)),
    ("words and meaning", "no vector in time", "search, no vector in time: words answered", Some(120.0)),
    ("suggestions", "typed", "suggestions while somebody types", None),
];

/// Lets the load run and adds its figures; of several rounds the middle one counts.
///
/// # Errors
/// When it does not run, or says something else.
pub(super) fn measure(
    programs: &Programs,
    faq: &Faq,
    rounds: usize,
    model: Option<&Path>,
    report: &mut Report,
) -> anyhow::Result<()> {
    let (entries, questions) = (faq.entries, faq.questions);
    shell::say(&format!("search in {entries} entries: {rounds} rounds of {questions} questions, 20 a second"));
    if !programs.search_load.is_file() {
        bail!("{} was not built", programs.search_load.display());
    }
    let mut command = Command::new(&programs.search_load);
    command.arg("--json").args(["--entries", &entries.to_string(), "--questions", &questions.to_string()]);
    command.args(["--runs", &rounds.to_string()]);
    if let Some(model) = model {
        command.arg("--model").arg(model);
    }
    let said: Value = serde_json::from_str(&shell::output_of(command)?)?;
    let ready = said["ready_s"].as_f64().context("the load does not say how long the entries took")?;
    report.add("search, entries made ready", ready, "s", None, &format!("{entries} entries, by words"));
    let rows = said["rows"].as_array().context("the load has no figures")?;
    for (system, kind, what, aim) in FIGURES {
        let of = |row: &&Value| row["system"] == system && row["kind"] == kind;
        let found: Vec<&Value> = rows.iter().filter(of).collect();
        let values = |name: &str| -> Vec<f64> { found.iter().filter_map(|row| row[name].as_f64()).collect() };
        let late = values("p99_ms");
        if late.is_empty() {
            continue;
        }
        let each: Vec<String> = late.iter().map(|value| format!("{value:.1}")).collect();
        let longest = values("longest_ms").into_iter().fold(0.0, f64::max);
        let count: f64 = values("questions").iter().sum();
        let detail = format!(
            "p50 {:.2} ms; p99 of each round {}; slowest {longest:.1} ms; {count} questions",
            median(&values("p50_ms")),
            each.join(", ")
        );
        report.add(&format!("{what}, p99"), median(&late), "ms", aim.and_then(Aim::at_most), &detail);
    }
    if model.is_none() {
        println!("    no model: meaning is not measured (`madoguchi models fetch multilingual-e5-small`)");
    }
    Ok(())
}
