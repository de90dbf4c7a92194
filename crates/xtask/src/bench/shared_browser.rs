//! How fast the shared browser is: keys, pictures, start and erasure of one visit's Chromium.
//!
//! Measured by `shared_browser_load` (an example of the launcher's crate) in a cell; here its rows are put beside the
//! aims and what others publish.

use super::programs::Programs;
use super::report::{Aim, Report};
use crate::shell;
use anyhow::Context as _;
use serde_json::Value;
use std::process::Command;

/// Published, not measured here: name, Mbit/s and where it stands.
const PUBLISHED: [(&str, f64, &str); 2] = [
    (
        "neko, VP8 at 25 pictures a second, whatever moves",
        2.0,
        "target-bitrate 3072 × 650 in its capture guide; no masking",
    ),
    ("neko, profile of 1280 × 720 at 30 pictures a second", 2.5, "its capture guide; no masking"),
];

/// Measures one visit.
///
/// # Errors
/// When the program does not run or its figures cannot be read.
pub(super) fn measure(programs: &Programs, report: &mut Report) -> anyhow::Result<()> {
    shell::say("one visit's browser, from its start to its erasure");
    let mut load = Command::new(&programs.shared_browser_load);
    load.arg(&programs.browser_launcher);
    let said = shell::output_of(load)?;
    let parsed: Value = serde_json::from_str(said.lines().last().context("no figures came")?)?;
    for row in parsed["rows"].as_array().context("the figures have no rows")? {
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let unit = match row["unit"].as_str() {
            Some("Mbit/s") => "Mbit/s",
            Some("MiB") => "MiB",
            _ => "ms",
        };
        let aim = row["aim"].as_f64().and_then(Aim::at_most);
        report.add(&text("figure"), row["value"].as_f64().unwrap_or_default(), unit, aim, &text("detail"));
    }
    for (name, mbit, source) in PUBLISHED {
        report.add(name, mbit, "Mbit/s", None, source);
    }
    report.add("Steel, H.264 over WebRTC", 25.0, "a second", None, "pictures; its page on live sessions; no masking");
    Ok(())
}
