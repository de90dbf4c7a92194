//! The checks that read the source: format, lints, laws, licences, interface.

use super::progress::Run;
use super::tally::{Kind, Tally};
use crate::{licences, openapi, shell, tidy};

/// Format, lints, laws and licences; one count each.
pub(super) fn run(run: &Run, tally: &mut Tally) {
    cargo(run, tally, "format", &["fmt", "--all", "--check"]);
    cargo(run, tally, "fetch", &["fetch", "--locked", "--quiet"]);
    let lints = ["clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "-D", "warnings"];
    cargo(run, tally, "lints", &lints);
    let laws = tidy::run(&run.root).map(|breaches| breaches == 0);
    count(tally, Kind::Check, "tidy", laws);
    let licences = licences::run(&run.root).map(|refused| refused == 0);
    count(tally, Kind::Check, "licences", licences);
}

/// The committed description of the interface is what the server prints.
pub(super) fn contract(run: &Run, tally: &mut Tally) {
    shell::say("openapi: comparing the committed interface");
    count(tally, Kind::Contract, "openapi", openapi::check(&run.root).map(|()| true));
}

fn cargo(run: &Run, tally: &mut Tally, what: &str, arguments: &[&str]) {
    shell::say(&format!("{what}: cargo {}", arguments.join(" ")));
    let ended = run.log(Kind::Check.name()).and_then(|mut log| {
        let mut command = shell::cargo(arguments, &run.root);
        shell::logged(&mut command, &mut log, run.build_limit(), |line| println!("{line}"))
    });
    count(tally, Kind::Check, what, ended.map(|ended| ended == shell::Ended::Well));
}

fn count(tally: &mut Tally, kind: Kind, what: &str, result: anyhow::Result<bool>) {
    match result {
        Ok(true) => tally.pass(kind),
        Ok(false) => tally.fail(kind, what),
        Err(error) => tally.fail(kind, &format!("{what}: {error:#}")),
    }
}
