//! `test`: every check and every suite, counted by kind.
//!
//! A kind that fails does not stop the others. The whole output of each stands
//! in `target/test-logs`; what failed is shown. The last line tells the sum.

mod checks;
mod node;
mod progress;
mod rust;
mod tally;

use crate::postgres::Postgres;
use crate::setup::{self, For};
use crate::shell;
use progress::Run;
use std::path::PathBuf;
use std::time::Instant;
use tally::{Kind, Tally};

/// What `test` was asked for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Many more seeds and calls; takes hours.
    #[arg(long)]
    long: bool,
    /// Only these kinds: check, unit, scenario, storage, sip, media, web, contract, e2e.
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    only: Vec<String>,
    /// Fetch Zoom's Video SDK from the npm registry and run the tests that want the real one.
    #[arg(long)]
    with_zoom_sdk: bool,
    /// Do not install anything; what is missing fails its tests.
    #[arg(long)]
    no_setup: bool,
}

/// Runs what was asked for; tells whether all passed.
///
/// # Errors
/// When the machine cannot be prepared or an option names no kind.
pub(crate) fn run(root: PathBuf, options: &Options) -> anyhow::Result<bool> {
    let kinds = Kind::named(&options.only)?;
    let wants = |kind: Kind| kinds.contains(&kind);
    if !options.no_setup {
        setup::prepare(&root, For::Test)?;
    }
    let logs = shell::target_folder(&root).join("test-logs");
    if logs.exists() {
        std::fs::remove_dir_all(&logs)?;
    }
    std::fs::create_dir_all(&logs)?;
    let mut run = Run { root, logs, long: options.long, postgres: None };
    let mut tally = Tally::default();
    if wants(Kind::Check) {
        timed(&mut tally, Kind::Check, |tally| checks::run(&run, tally));
    }
    if kinds.iter().any(|kind| kind.is_rust()) {
        run.postgres = wants(Kind::Storage).then(|| start_postgres(&mut tally)).flatten();
        rust::run(&run, &kinds, &mut tally);
    }
    if wants(Kind::Contract) {
        timed(&mut tally, Kind::Contract, |tally| checks::contract(&run, tally));
    }
    if wants(Kind::Web) {
        timed(&mut tally, Kind::Web, |tally| node::web(&run, tally));
    }
    if wants(Kind::E2e) {
        timed(&mut tally, Kind::E2e, |tally| node::e2e(&run, tally));
    }
    if options.with_zoom_sdk {
        node::zoom(&run, &mut tally);
    }
    tally.print(&run.logs);
    Ok(tally.failed() == 0)
}

/// Does one kind's work and notes how long it took.
fn timed(tally: &mut Tally, kind: Kind, work: impl FnOnce(&mut Tally)) {
    let from = Instant::now();
    work(tally);
    tally.took(kind, from.elapsed());
}

fn start_postgres(tally: &mut Tally) -> Option<Postgres> {
    shell::say("starting a private PostgreSQL");
    Postgres::start().map_err(|error| tally.fail(Kind::Storage, &format!("private PostgreSQL: {error:#}"))).ok()
}
