//! The suites that run in Node: the front end's own, and the whole system's.

use super::progress::Run;
use super::tally::{Kind, Tally};
use crate::setup::models;
use crate::shell::{self, Ended};
use serde_json::Value;
use std::path::Path;
use std::time::Duration;

/// Types, lints and unit tests of the front end.
pub(super) fn web(run: &Run, tally: &mut Tally) {
    shell::say("web: types and lints");
    let web = run.root.join("web");
    match npm(run, Kind::Web, &web, &["run", "--silent", "lint"], |line| println!("{line}")) {
        Ok(Ended::Well) => tally.pass(Kind::Web),
        Ok(_) => tally.fail(Kind::Web, "types and lints"),
        Err(error) => tally.fail(Kind::Web, &format!("types and lints: {error:#}")),
    }
    shell::say("web: tests");
    let report = run.logs.join("web.json");
    let to = format!("--outputFile.json={}", report.display());
    let arguments = ["test", "--", "--reporter=default", "--reporter=json", &to];
    let ended = npm(run, Kind::Web, &web, &arguments, |_| {});
    if let Err(error) = &ended {
        tally.fail(Kind::Web, &format!("{error:#}"));
    }
    match counts_of_vitest(&report) {
        Ok((passed, failed)) => {
            tally.pass_in(Kind::Web, "", passed);
            for name in &failed {
                tally.fail(Kind::Web, name);
            }
            if failed.is_empty() && !matches!(ended, Ok(Ended::Well)) {
                tally.fail(Kind::Web, "vitest ended badly outside a test");
            }
        }
        Err(error) => tally.fail(Kind::Web, &format!("vitest left no report: {error:#}")),
    }
}

/// The whole system in a browser, with a telephone.
pub(super) fn e2e(run: &Run, tally: &mut Tally) {
    if let Err(error) = build_server(run) {
        return tally.fail(Kind::E2e, &format!("{error:#}"));
    }
    if let Err(error) = models::for_tests(&run.root) {
        shell::say(&format!("{error:#}: tests that listen to speech will fail"));
    }
    shell::say("e2e: the whole system in Chromium");
    run_script(run, if run.long { "test:long" } else { "test" }, tally);
}

/// Visits by Zoom's real SDK, which is fetched first; ordinary runs never do that.
pub(super) fn zoom(run: &Run, tally: &mut Tally) {
    if let Err(error) = build_server(run) {
        return tally.fail(Kind::E2e, &format!("{error:#}"));
    }
    let target = shell::target_folder(&run.root);
    let program = target.join("debug/madoguchi").display().to_string();
    let data = target.display().to_string();
    let fetch = shell::command(&program, &["zoom", "fetch-sdk", "--data", &data], &run.root);
    if let Err(error) = shell::show("fetching the Zoom Video SDK from the npm registry", fetch) {
        return tally.fail(Kind::E2e, &format!("{error:#}"));
    }
    shell::say("e2e: Zoom's real SDK against every fault of its servers");
    run_script(run, "test:zoom", tally);
}

/// As the tests before were built: `cargo build` takes other features and would compile the whole tree anew.
fn build_server(run: &Run) -> anyhow::Result<()> {
    let build = shell::cargo(&["test", "--workspace", "--locked", "--no-run", "--quiet"], &run.root);
    shell::show("building the server", build)
}

fn run_script(run: &Run, script: &str, tally: &mut Tally) {
    let folder = run.root.join("e2e");
    let mut failed: Vec<(String, Vec<String>)> = Vec::new();
    let mut passed = 0;
    let mut explains_failure = false;
    let mut newest = String::new();
    let mut times: Vec<(String, Duration)> = Vec::new();
    let ended = npm(run, Kind::E2e, &folder, &["run", "--silent", script], |line| {
        if let Some((name, good)) = outcome_of_tap(line) {
            explains_failure = !good;
            newest = name.to_owned();
            if good {
                passed += 1;
            } else {
                failed.push((name.to_owned(), Vec::new()));
            }
        } else if let Some(time) = duration_of_tap(line).filter(|_| !newest.is_empty()) {
            times.push((std::mem::take(&mut newest), time));
            return;
        } else if !explains_failure && (script != "test:zoom" || !is_figure(line)) {
            return;
        } else if explains_failure && let Some((_, why)) = failed.last_mut() {
            why.push(line.trim_end().to_owned());
        }
        explains_failure &= line.trim() != "...";
        println!("    {line}");
    });
    for (name, time) in &times {
        tally.timed(name, *time);
    }
    tally.pass_in(Kind::E2e, "", passed);
    for (name, why) in &failed {
        tally.fail(Kind::E2e, name);
        tally.explain(Kind::E2e, "", why);
    }
    match ended {
        Ok(Ended::Well) => {}
        Ok(Ended::TooLate) => tally.fail(Kind::E2e, "over the limit"),
        Ok(Ended::Badly) if failed.is_empty() => tally.fail(Kind::E2e, "ended badly outside a test"),
        Ok(Ended::Badly) => {}
        Err(error) => tally.fail(Kind::E2e, &format!("{error:#}")),
    }
}

fn npm(run: &Run, kind: Kind, folder: &Path, arguments: &[&str], on_line: impl FnMut(&str)) -> anyhow::Result<Ended> {
    let mut command = shell::command("npm", arguments, folder);
    // The server that the suites start is where cargo has put it.
    command.env("MADOGUCHI_BIN", shell::target_folder(&run.root).join("debug/madoguchi"));
    command.envs(models::variables(&run.root));
    command.env("MADOGUCHI_ZOOM_SDK", shell::target_folder(&run.root).join("zoom-sdk"));
    let mut log = run.log(kind.name())?;
    shell::logged(&mut command, &mut log, run.limit(), on_line)
}

/// How many passed, and the names of those that failed.
fn counts_of_vitest(report: &Path) -> anyhow::Result<(usize, Vec<String>)> {
    let parsed: Value = serde_json::from_str(&std::fs::read_to_string(report)?)?;
    let files = parsed["testResults"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut passed = 0;
    let mut failed = Vec::new();
    for file in files {
        let tests = file["assertionResults"].as_array().map(Vec::as_slice).unwrap_or_default();
        let file_failed = file["status"] == "failed" && tests.iter().all(|test| test["status"] != "failed");
        if file_failed {
            failed.push(file["name"].as_str().unwrap_or_default().to_owned());
        }
        for test in tests {
            match test["status"].as_str() {
                Some("passed") => passed += 1,
                Some("failed") => failed.push(test["fullName"].as_str().unwrap_or_default().to_owned()),
                _ => {}
            }
        }
    }
    Ok((passed, failed))
}

/// How long the test before took, when the line of a TAP report tells so.
fn duration_of_tap(line: &str) -> Option<Duration> {
    let ms: f64 = line.trim().strip_prefix("duration_ms: ")?.parse().ok()?;
    Duration::try_from_secs_f64(ms / 1_000.0).ok()
}

/// A figure that a test tells beside its outcome.
fn is_figure(line: &str) -> bool {
    line.trim_start().strip_prefix("# ").is_some_and(|said| said.contains(" ms "))
}

/// The name of a test and whether it passed, when the line of a TAP report tells of one.
/// A test that holds others counts beside them: it has something of its own to say.
fn outcome_of_tap(line: &str) -> Option<(&str, bool)> {
    let line = line.trim_start();
    let (good, rest) = match line.strip_prefix("not ok ") {
        Some(rest) => (false, rest),
        None => (true, line.strip_prefix("ok ")?),
    };
    let (number, name) = rest.split_once(" - ")?;
    let counts = number.bytes().all(|byte| byte.is_ascii_digit()) && !name.contains("# SKIP");
    counts.then_some((name, good))
}

#[cfg(test)]
mod tests {
    use super::{duration_of_tap, outcome_of_tap};
    use std::time::Duration;

    #[test]
    fn times_are_read_from_tap() {
        assert_eq!(duration_of_tap("  duration_ms: 1500.25"), Some(Duration::from_micros(1_500_250)));
        assert_eq!(duration_of_tap("  duration_ms: -1"), None);
        assert_eq!(duration_of_tap("  type: 'test'"), None);
    }

    #[test]
    fn outcomes_are_read_from_tap() {
        let cases = [
            ("ok 1 - a call is heard", Some(("a call is heard", true))),
            ("    not ok 2 - b", Some(("b", false))),
            ("ok 3 - c # SKIP no chromium", None),
            ("# Subtest: a", None),
            ("1..3", None),
        ];
        for (line, expected) in cases {
            assert_eq!(outcome_of_tap(line), expected, "{line}");
        }
    }
}
