//! Judges search on a set of questions.
//!
//! `cargo xtask bench faq` runs it. With `--corpus corpus.json --queries queries.json --qrels qrels.json` it judges any
//! set nobody here tuned on; the first line of a text is its question, the rest its answer. `--aliases FILE` (text id →
//! list of other wordings) or `--entries FILE` (entries as search takes them) adds rows with aliases. Without a set it
//! judges the seed edition in `faq/`: fitted to the tuning half, told of the reported half; `--fit` writes
//! `faq/calibration.json`, `--tune` tells of the tuning half alone, each question by models that have not seen it.
//! `--model FILE` brings meaning, `--vectors FILE` keeps the texts' vectors, `--language ja|en|ja-easy` is that of a
//! given set, `--json` tells programs.
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod arguments;
mod engine;
mod given;
#[path = "../../tests/seed/mod.rs"]
mod seed;
mod seeded;
mod tables;

use arguments::Arguments;
use engine::Engine;
use seed::Fault;

fn main() {
    let outcome = Arguments::read(std::env::args().skip(1)).map_err(Fault::from).and_then(run);
    if let Err(why) = outcome {
        eprintln!("bench faq: {why}");
        std::process::exit(1);
    }
}

fn run(arguments: Arguments) -> Result<(), Fault> {
    let mut engine = Engine::new(arguments.model, arguments.vectors);
    let told = match &arguments.given {
        Some(set) => given::judge(set, &mut engine)?,
        None if arguments.tune => seeded::tune(&arguments.seed, &mut engine)?,
        None => seeded::judge(&arguments.seed, arguments.fit, &mut engine)?,
    };
    print!("{}", if arguments.json { serde_json::to_string_pretty(&told.json())? + "\n" } else { told.text() });
    Ok(())
}
