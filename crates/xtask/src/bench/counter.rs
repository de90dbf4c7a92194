//! How fast a visit at the counter is: forwarding, joining, the age of a picture, reconnecting.
//!
//! The forwarding is measured on the engine alone, the rest in browsers by `e2e/counter-figures.mjs`, on a good
//! line and on two poor ones that `shape` makes. Needs root for those.

use super::programs::Programs;
use super::report::{Aim, Report};
use crate::shell;
use anyhow::Context as _;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Visits at once, for the cost of one among many.
const VISITS: &str = "20";

/// Measures forwarding, then browsers.
///
/// # Errors
/// When a program does not run.
pub(super) fn measure(root: &Path, programs: &Programs, seconds: u64, report: &mut Report) -> anyhow::Result<()> {
    shell::say("forwarding a visit's packets");
    let mut load = Command::new(&programs.visit_load);
    load.args(["--visits", VISITS, "--seconds", &seconds.to_string()]);
    let said = shell::output_of(load)?;
    let each = figure(&said, "us_per_forwarded_packet")?;
    report.add("forwarding a packet, 20 visits at once", each, "µs", None, said.trim());
    let held = 1.0 / figure(&said, "core_per_visit")?;
    report.add("visits one core forwards", held, "visits", None, "computed from the 20 that were held");
    shell::say("a visit in two browsers, on good and poor lines");
    let mut browsers = Command::new("node");
    browsers.arg("counter-figures.mjs").current_dir(root.join("e2e"));
    browsers.env("MADOGUCHI_BIN", &programs.madoguchi).env("MADOGUCHI_XTASK", std::env::current_exe()?);
    let said = shell::output_of(browsers)?;
    let last = said.lines().last().context("no figures came from the browsers")?;
    let parsed: Value = serde_json::from_str(last)?;
    for row in parsed["rows"].as_array().context("the browsers' figures have no rows")? {
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let aim = row["aim"].as_f64().and_then(Aim::at_most);
        report.add(&text("figure"), row["value"].as_f64().unwrap_or_default(), "ms", aim, &text("detail"));
    }
    Ok(())
}

/// A figure out of a line such as `viewers=1 us_per_forwarded_packet=12.5`.
fn figure(line: &str, name: &str) -> anyhow::Result<f64> {
    let value = line.split_whitespace().find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
    value.with_context(|| format!("no {name} in: {line}"))?.parse().context("not a number")
}

#[cfg(test)]
mod tests {
    use super::figure;

    #[test]
    fn a_figure_is_read_by_its_name() {
        let line = "viewers=1 forwarded=900 us_per_forwarded_packet=12.5\n";
        assert_eq!(figure(line, "us_per_forwarded_packet").ok(), Some(12.5));
        assert!(figure(line, "forward").is_err());
    }
}
