//! How good and how fast running text is, while calls are carried on the same machine.
//!
//! The sentences and the calls are run by `speech_load` (an example of the speech crate) through the product's own
//! workers; here its texts are judged and its times are put beside the aims.

pub(super) mod cer;

use super::generator::{self, Figures, Mode};
use super::options::Options;
use super::programs::Programs;
use super::report::{Aim, Report, quantile};
use crate::shell;
use anyhow::{Context, bail};
use cer::Errors;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Calls at once that are measured.
const CALLS: [usize; 3] = [1, 2, 3];
/// Calls the media engine carries beside them, with recording and taps.
const CARRIED: usize = 20;
/// How long sound is carried alone before, to compare with.
const ALONE_S: u64 = 20;
/// Segments up to this length have an aim for their final text, in ms of sound with lead and tail.
const SHORT_MS: f64 = 4_000.0;
const CER_AIM_PERCENT: f64 = 12.0;
const FINAL_AIM_MS: f64 = 1_500.0;
const PARTIAL_AIM_MS: f64 = 1_000.0;
const REDACTION_AIM_MB_S: f64 = 20.0;

/// The programs and the model of one run.
struct Speech<'a> {
    programs: &'a Programs,
    root: &'a Path,
    model: PathBuf,
    cache: PathBuf,
    options: &'a Options,
}

/// Measures sentences, calls and redaction.
///
/// # Errors
/// When the model is not there or a program does not run.
pub(super) fn measure(root: &Path, programs: &Programs, options: &Options, report: &mut Report) -> anyhow::Result<()> {
    let model = model(root)?;
    let cache = shell::target_folder(root).join("bench/voices");
    std::fs::create_dir_all(&cache)?;
    let speech = Speech { programs, root, model, cache, options };
    speech.sentences(report)?;
    speech.calls(report)?;
    redaction(programs, report)
}

fn model(root: &Path) -> anyhow::Result<PathBuf> {
    let named = std::env::var_os("MADOGUCHI_TEST_MODEL").map(PathBuf::from);
    let model = named.unwrap_or_else(|| shell::target_folder(root).join("models/ggml-base.bin"));
    if !model.is_file() {
        bail!(
            "no model at {}: fetch it with `madoguchi models fetch`, or name it in MADOGUCHI_TEST_MODEL",
            model.display()
        );
    }
    Ok(model)
}

impl Speech<'_> {
    fn load(&self, order: &str, more: &[(&str, String)]) -> anyhow::Result<Value> {
        let mut command = Command::new(&self.programs.speech_load);
        command.arg(order).arg("--program").arg(&self.programs.whisper).arg("--model").arg(&self.model);
        command.arg("--sha256").arg(sha256(&self.model)?).arg("--root").arg(self.root);
        command.arg("--cache").arg(&self.cache);
        for (name, value) in more {
            command.arg(format!("--{name}")).arg(value);
        }
        for (name, value) in [("beam", self.options.beam.map(u16::from)), ("pad", self.options.pad)] {
            if let Some(value) = value {
                command.arg(format!("--{name}")).arg(value.to_string());
            }
        }
        if self.options.no_prompt {
            command.args(["--prompt", "off"]);
        }
        let said = shell::output_of(command)?;
        Ok(serde_json::from_str(said.lines().last().context("speech_load said nothing")?)?)
    }

    fn sentences(&self, report: &mut Report) -> anyhow::Result<()> {
        shell::say("sentences, one by one");
        let rounds = self.options.rounds.to_string();
        let figures = self.load("sentences", &[("rounds", rounds), ("workers", "1".to_owned())])?;
        let rows = figures["sentences"].as_array().context("no sentences")?;
        let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
        for row in rows {
            let errors = cer::errors(&text(row, "said"), &text(row, "heard"));
            println!(
                "    {} {:.1} % ({} of {}) {} {}",
                text(row, "name"),
                errors.percent(),
                errors.wrong,
                errors.said,
                text(row, "heard"),
                row["missed"]
            );
        }
        for (set, language, words, aim) in [
            ("voice", "ja", "CER, supplied Japanese sentences", Aim::at_most(CER_AIM_PERCENT)),
            ("voice", "en", "CER, supplied English sentences", None),
            ("card", "ja", "CER, Japanese sentences about the card", None),
            ("card", "en", "CER, English sentences about the card", None),
        ] {
            let chosen = rows.iter().filter(|row| text(row, "set") == set && text(row, "language") == language);
            let each: Vec<Errors> = chosen.map(|row| cer::errors(&text(row, "said"), &text(row, "heard"))).collect();
            let sum: Errors = each.iter().copied().sum();
            let percents: Vec<f64> = each.iter().map(|errors| errors.percent()).collect();
            let detail = format!(
                "{} of {} characters; sentences {:.1} to {:.1} %",
                sum.wrong,
                sum.said,
                quantile(&percents, 0.0),
                quantile(&percents, 1.0)
            );
            report.add(words, sum.percent(), "%", aim, &detail);
        }
        let missed: usize = rows.iter().filter_map(|row| row["missed"].as_array()).map(Vec::len).sum();
        let heard = rows.iter().filter_map(|row| row["answers"].as_array()).flatten();
        let loops = heard.filter_map(Value::as_str).filter(|answer| is_loop(answer)).count();
        report.add(
            "loops that reached a reader",
            shown_loops(rows),
            "",
            Aim::at_most(0.0),
            &format!("{loops} in the engine's answers; {missed} stretches without text"),
        );
        let sum = |name: &str| rows.iter().filter_map(|row| row[name].as_f64()).sum::<f64>();
        let detail = "one worker with one thread, time of all final passes over the sound's length";
        report.add("real-time factor, final pass", sum("spent_ms") / sum("sound_ms").max(1.0), "", None, detail);
        Ok(())
    }

    fn calls(&self, report: &mut Report) -> anyhow::Result<()> {
        shell::say(&format!("sound alone: {CARRIED} calls for {ALONE_S} s"));
        let alone = generator::engine(&self.programs.relay_load, Mode::Tap, CARRIED, ALONE_S)?;
        for calls in CALLS {
            let seconds = self.options.seconds.max(60);
            shell::say(&format!("{calls} calls as text for {seconds} s, {CARRIED} carried beside them"));
            let relay = self.programs.relay_load.clone();
            let carried = std::thread::spawn(move || generator::engine(&relay, Mode::Tap, CARRIED, seconds));
            let more = [
                ("calls", calls.to_string()),
                ("seconds", seconds.to_string()),
                ("workers", self.options.workers.to_string()),
            ];
            let figures = self.load("calls", &more)?;
            let carried = carried.join().map_err(|_| anyhow::anyhow!("the load beside it broke off"))??;
            self.rows(calls, &figures, &alone, &carried, report)?;
        }
        Ok(())
    }

    fn rows(
        &self,
        calls: usize,
        figures: &Value,
        alone: &Figures,
        carried: &Figures,
        report: &mut Report,
    ) -> anyhow::Result<()> {
        let legs = figures["legs"].as_array().context("no legs")?;
        let all = |name: &str| -> Vec<f64> {
            legs.iter().filter_map(|leg| leg[name].as_array()).flatten().filter_map(Value::as_f64).collect()
        };
        let finals: Vec<(f64, f64)> = legs
            .iter()
            .filter_map(|leg| leg["finals"].as_array())
            .flatten()
            .filter_map(|pair| Some((pair[0].as_f64()?, pair[1].as_f64()?)))
            .collect();
        let count = |name: &str| legs.iter().filter_map(|leg| leg[name].as_u64()).sum::<u64>();
        let spoken: f64 = legs.iter().filter_map(|leg| leg["spoken_ms"].as_f64()).sum();
        let is_one = calls == 1;
        let short: Vec<f64> =
            finals.iter().filter(|(_, length)| *length <= SHORT_MS).map(|(delay, _)| *delay).collect();
        let every: Vec<f64> = finals.iter().map(|(delay, _)| *delay).collect();
        let mut delay = |what: &str, values: &[f64], aim: Option<f64>, more: &str| {
            let detail = format!("p50 {:.0} ms, {} of them{more}", quantile(values, 0.5), values.len());
            report.add(
                &format!("{what}, {calls} calls, p95"),
                quantile(values, 0.95),
                "ms",
                aim.filter(|_| is_one).and_then(Aim::at_most),
                &detail,
            );
        };
        let lost = format!("; {} missed, {} times busy", count("missed"), count("busy"));
        delay("end of speech to final text, segments up to 4 s", &short, Some(FINAL_AIM_MS), "");
        delay("end of speech to final text, all segments", &every, None, &lost);
        delay("partial pass asked to text", &all("partial_ms"), Some(PARTIAL_AIM_MS), "");
        delay("end of a word to its first being shown", &all("word_ms"), None, "");
        let rtf = figures["worker_cpu_ms"].as_f64().unwrap_or_default() / spoken.max(1.0);
        report.add(
            &format!("processor time a second of speech, {calls} calls"),
            rtf,
            "s",
            None,
            "partials and finals together",
        );
        let added = (carried.delay_p99_us - alone.delay_p99_us) / 1_000.0;
        let detail = format!(
            "p99 {:.2} ms, alone {:.2} ms; p50 {:.2} ms, alone {:.2} ms; lost {:.3} %",
            carried.delay_p99_us / 1_000.0,
            alone.delay_p99_us / 1_000.0,
            carried.delay_p50_us / 1_000.0,
            alone.delay_p50_us / 1_000.0,
            carried.lost_percent
        );
        report.add(&format!("delay added to carried sound, {calls} calls, p99"), added, "ms", None, &detail);
        Ok(())
    }
}

/// Sentences that were shown with a loop in them.
fn shown_loops(rows: &[Value]) -> f64 {
    rows.iter().filter_map(|row| row["heard"].as_str()).filter(|heard| is_loop(heard)).count() as f64
}

/// Some part of four letters or more, three times in a row and more: none of the sentences says so.
fn is_loop(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    (4..=letters.len() / 3).any(|part| {
        letters.windows(3 * part).any(|run| run[..part] == run[part..2 * part] && run[..part] == run[2 * part..])
    })
}

fn redaction(programs: &Programs, report: &mut Report) -> anyhow::Result<()> {
    let Some(program) = &programs.redaction_speed else {
        shell::say("redaction_speed was not built; left out");
        return Ok(());
    };
    shell::say("redaction");
    let said = shell::output_of(Command::new(program))?;
    for line in said.lines() {
        let Some((name, rest)) = line.split_once(": ") else { continue };
        let Some(rate) = rest.split(' ').next().and_then(|rate| rate.parse::<f64>().ok()) else { continue };
        // An aim is a limit from above, so the time is what is compared.
        let aim = Aim { at_most: 1_000.0 / REDACTION_AIM_MB_S, words: format!("{REDACTION_AIM_MB_S} MB/s") };
        report.add(&format!("redaction of {name} text"), 1_000.0 / rate, "ms a MB", Some(aim), rest);
    }
    Ok(())
}

/// sha256 of the model, by the system's own program.
fn sha256(file: &Path) -> anyhow::Result<String> {
    let mut command = Command::new("sha256sum");
    command.arg(file);
    let said = shell::output_of(command)?;
    Ok(said.split_whitespace().next().context("sha256sum said nothing")?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::is_loop;

    #[test]
    fn a_loop_is_a_part_said_three_times_in_a_row() {
        assert!(is_loop("番号は1234の5678、1234の5678、1234の5678"));
        assert!(!is_loop("電話番号は、090の1234の5678です。"));
        assert!(!is_loop("はい、はい、はい"));
    }
}
