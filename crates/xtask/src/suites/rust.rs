//! The Rust suites: built once, then each test program run and counted.
//!
//! The programs are started here rather than by `cargo test`, so that one
//! build serves all kinds and each program has a limit and a kind of its own.

use super::progress::Run;
use super::tally::{Kind, Tally};
use crate::setup::models;
use crate::shell::{self, Ended};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Tests at a time in programs that use sockets and start telephones.
const SOCKET_TEST_THREADS: &str = "2";
const LONG_SEEDS: &str = "100000";

/// A test program that cargo built.
#[derive(Debug, PartialEq, Eq)]
struct Program {
    file: PathBuf,
    /// The folder of the crate, in which its tests run.
    folder: PathBuf,
    crate_name: String,
    target: String,
}

/// Builds every test program and runs those of the chosen kinds.
pub(super) fn run(run: &Run, kinds: &[Kind], tally: &mut Tally) {
    shell::say("building the tests");
    let from = Instant::now();
    let programs = match build(run) {
        Ok((programs, true)) => programs,
        Ok((programs, false)) => {
            tally.fail(Kind::Unit, "some tests do not build");
            programs
        }
        Err(error) => return tally.fail(Kind::Unit, &format!("the build: {error:#}")),
    };
    shell::say(&format!("the build took {} s", from.elapsed().as_secs()));
    if let Err(error) = models::for_tests(&run.root) {
        shell::say(&format!("{error:#}: tests that listen to speech will fail"));
    }
    for kind in kinds.iter().filter(|kind| kind.is_rust()) {
        shell::say(&format!("{} tests", kind.name()));
        let from = Instant::now();
        for program in programs.iter().filter(|program| program.may_hold(*kind)) {
            if let Err(error) = run_program(run, *kind, program, tally) {
                tally.fail(*kind, &format!("{} {}: {error:#}", program.crate_name, program.target));
            }
        }
        if *kind == Kind::Unit {
            doc_tests(run, &programs, tally);
        }
        tally.took(*kind, from.elapsed());
        let (passed, failed) = tally.of(*kind);
        println!("    {passed} passed, {failed} failed");
    }
}

/// The programs, and whether all of them could be built.
fn build(run: &Run) -> anyhow::Result<(Vec<Program>, bool)> {
    let arguments = ["test", "--workspace", "--locked", "--no-run", "--message-format=json-render-diagnostics"];
    let mut command = shell::cargo(&arguments, &run.root);
    let output = command.stderr(Stdio::inherit()).output()?;
    let programs = String::from_utf8_lossy(&output.stdout).lines().filter_map(program).collect();
    Ok((programs, output.status.success()))
}

/// The test program that a line of cargo's messages tells of.
fn program(line: &str) -> Option<Program> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message["reason"] != "compiler-artifact" || message["profile"]["test"] != true {
        return None;
    }
    let folder = Path::new(message["manifest_path"].as_str()?).parent()?.to_path_buf();
    Some(Program {
        file: message["executable"].as_str()?.into(),
        crate_name: folder.file_name()?.to_str()?.to_owned(),
        folder,
        target: message["target"]["name"].as_str()?.to_owned(),
    })
}

impl Program {
    fn may_hold(&self, kind: Kind) -> bool {
        match self.crate_name.as_str() {
            "scenario" => kind == Kind::Scenario,
            "storage" => kind == Kind::Storage,
            // The library of media holds tests of both kinds.
            "media" if self.target == "media" => matches!(kind, Kind::Sip | Kind::Media),
            "media" if self.target.starts_with("sip") => kind == Kind::Sip,
            "media" => kind == Kind::Media,
            _ => kind == Kind::Unit,
        }
    }

    fn starts_browsers(&self) -> bool {
        matches!(
            (self.crate_name.as_str(), self.target.as_str()),
            ("browser", "shared_browser") | ("launcher", "proofs")
        )
    }

    fn arguments(&self, kind: Kind) -> Vec<&'static str> {
        let mut arguments = match kind {
            Kind::Sip | Kind::Media => vec!["--test-threads", SOCKET_TEST_THREADS],
            // Each test has a Chromium of its own, which wants the machine for itself.
            _ if self.starts_browsers() => vec!["--test-threads", "1"],
            _ => Vec::new(),
        };
        if self.crate_name == "media" && self.target == "media" {
            match kind {
                Kind::Sip => arguments.push("sip::"),
                _ => arguments.extend(["--skip", "sip::"]),
            }
        }
        arguments
    }
}

fn run_program(run: &Run, kind: Kind, program: &Program, tally: &mut Tally) -> anyhow::Result<()> {
    let mut command = shell::tied(&program.file, "KILL");
    command.args(program.arguments(kind)).current_dir(&program.folder);
    command.env("CARGO_MANIFEST_DIR", &program.folder);
    set_environment(run, &mut command);
    run_and_count(run, kind, &mut command, &format!("{} {}", program.crate_name, program.target), tally)
}

/// Examples in the documentation, of the crates that have any: looking for them in a large crate takes half a minute.
fn doc_tests(run: &Run, programs: &[Program], tally: &mut Tally) {
    let folders: BTreeSet<&Path> = programs.iter().map(|program| program.folder.as_path()).collect();
    let mut arguments = vec!["test", "--locked", "--doc", "--no-fail-fast"];
    for folder in folders.into_iter().filter(|folder| has_examples(&folder.join("src"))) {
        arguments.extend(["--package", folder.file_name().and_then(|name| name.to_str()).unwrap_or_default()]);
    }
    if !arguments.contains(&"--package") {
        return;
    }
    let mut command = shell::cargo(&arguments, &run.root);
    set_environment(run, &mut command);
    if let Err(error) = run_and_count(run, Kind::Unit, &mut command, "examples in the documentation", tally) {
        tally.fail(Kind::Unit, &format!("examples in the documentation: {error:#}"));
    }
}

/// Whether a Rust file below has an example in its documentation.
fn has_examples(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.flatten().map(|entry| entry.path()).any(|path| {
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        let is_example = |line: &str| ["/// ```", "//! ```"].iter().any(|start| line.trim_start().starts_with(start));
        let text = || std::fs::read_to_string(&path).unwrap_or_default();
        if path.is_dir() { has_examples(&path) } else { is_rust && text().lines().any(is_example) }
    })
}

fn set_environment(run: &Run, command: &mut Command) {
    command.envs(models::variables(&run.root));
    if let Some(postgres) = &run.postgres {
        command.env("MADOGUCHI_TEST_PG_URL", &postgres.url);
    }
    if run.long {
        command.env("MADOGUCHI_LONG", "1").env("MADOGUCHI_SEEDS", LONG_SEEDS);
    }
}

fn run_and_count(run: &Run, kind: Kind, command: &mut Command, what: &str, tally: &mut Tally) -> anyhow::Result<()> {
    let mut log = run.log(kind.name())?;
    let mut failed = Vec::new();
    let mut shown = Vec::new();
    let mut in_failures = false;
    let ended = shell::logged(command, &mut log, run.limit(), |line| {
        in_failures = (in_failures || line == "failures:") && !line.starts_with("test result:");
        if in_failures {
            shown.push(line.to_owned());
        }
        match outcome(line) {
            Some((name, true)) => tally.pass_in(kind, part(kind, name), 1),
            Some((name, false)) => failed.push(name.to_owned()),
            None => {}
        }
    })?;
    for line in &shown {
        println!("{line}");
    }
    for name in &failed {
        tally.fail_in(kind, part(kind, name), &format!("{what}: {name}"));
        let own = shown.iter().skip_while(|line| !line.starts_with(&format!("---- {name} ")));
        let why: Vec<String> = own.skip(1).take_while(|line| !line.starts_with("---- ")).cloned().collect();
        tally.explain(kind, part(kind, name), &why);
    }
    match ended {
        Ended::TooLate => tally.fail(kind, &format!("{what}: over its limit of {} s", run.limit().as_secs())),
        Ended::Badly if failed.is_empty() => tally.fail(kind, &format!("{what}: ended badly outside a test")),
        Ended::Badly | Ended::Well => {}
    }
    Ok(())
}

/// The name of a test and whether it passed, when the line tells the outcome of one.
fn outcome(line: &str) -> Option<(&str, bool)> {
    let (name, result) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
    match result {
        "ok" => Some((name.trim_end_matches(" - should panic"), true)),
        _ if result.starts_with("FAILED") => Some((name, false)),
        _ => None,
    }
}

/// The database a test of storage runs on, by its name.
fn part(kind: Kind, test: &str) -> &'static str {
    match kind {
        Kind::Storage if test.contains("postgres") => "postgres",
        Kind::Storage if test.contains("sqlite") => "sqlite",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, outcome, program};

    #[test]
    fn outcomes_are_read_from_the_lines_of_the_test_harness() {
        let cases = [
            ("test a::b ... ok", Some(("a::b", true))),
            ("test a::b - should panic ... ok", Some(("a::b", true))),
            ("test a::b ... FAILED", Some(("a::b", false))),
            ("test a::b ... ignored, why", None),
            ("test result: ok. 3 passed; 0 failed", None),
            ("running 3 tests", None),
        ];
        for (line, expected) in cases {
            assert_eq!(outcome(line), expected, "{line}");
        }
    }

    #[test]
    fn a_test_program_is_told_from_a_library_and_sorted_by_kind() {
        let line = |target: &str, test: bool| {
            format!(
                r#"{{"reason":"compiler-artifact","manifest_path":"/r/crates/media/Cargo.toml",
                "profile":{{"test":{test}}},"target":{{"name":"{target}"}},"executable":"/t/x"}}"#
            )
        };
        assert_eq!(program(&line("media", false)), None);
        let kinds = |target: &str| {
            let program = program(&line(target, true)).unwrap();
            [Kind::Unit, Kind::Sip, Kind::Media].map(|kind| program.may_hold(kind))
        };
        assert_eq!(kinds("sip_calls"), [false, true, false]);
        assert_eq!(kinds("browser"), [false, false, true]);
        assert_eq!(kinds("media"), [false, true, true]);
    }
}
