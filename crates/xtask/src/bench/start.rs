//! From starting the program to its first answer, and its memory when nothing happens.

use super::machine;
use super::options::Options;
use super::program::Server;
use super::programs::Programs;
use super::report::{Aim, Report, median, quantile};
use crate::shell::{self, TemporaryFolder};
use std::time::Duration;

const START_MS_MAX: f64 = 1_000.0;
const IDLE_MB_MAX: f64 = 100.0;

/// Starts the server on an empty folder and again on the same one.
///
/// # Errors
/// When it does not start.
pub(super) fn measure(programs: &Programs, options: &Options, report: &mut Report) -> anyhow::Result<()> {
    shell::say("starting, and memory at rest");
    let folder = TemporaryFolder::new("madoguchi-bench")?;
    let first = Server::start(programs, &folder)?;
    report.add(
        "start to serving, empty folder",
        ms(first.started_in),
        "ms",
        None,
        "makes keys, database and the demonstration's people",
    );
    first.settle()?;
    report.add("memory at rest", machine::resident_mb(first.pid())?, "MB", Aim::at_most(IDLE_MB_MAX), "resident");
    drop(first);
    let mut starts = Vec::new();
    for _ in 0..options.rounds {
        starts.push(ms(Server::start(programs, &folder)?.started_in));
    }
    let range = format!("{} starts, {:.0} to {:.0}", starts.len(), quantile(&starts, 0.0), quantile(&starts, 1.0));
    report.add("start to serving", median(&starts), "ms", Aim::at_most(START_MS_MAX), &range);
    Ok(())
}

fn ms(span: Duration) -> f64 {
    span.as_secs_f64() * 1_000.0
}
