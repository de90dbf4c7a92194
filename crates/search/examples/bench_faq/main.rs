//! Judges search on a set of questions nobody here tuned it on.
//!
//! `cargo run --release -p search --example bench_faq -- --corpus corpus.json --queries queries.json --qrels qrels.json`
//! with `--model FILE` for meaning, `--vectors FILE` to keep the texts' vectors, `--language ja|en|ja-easy`, and
//! `--json` for figures to be read by programs. The first line of a text is its question, the rest its answer; with
//! `--entries FILE`, a list of entries, these are searched instead, with readings, aliases and other languages.
//!
//! Confidences are fitted to one half of the questions and judged on the other, each half once; with too few
//! questions the calibration that is built in judges.
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod arguments;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use arguments::Arguments;
use search::calibration::Calibration;
use search::evaluate::{self, Answered, JudgedSet};
use search::fusion::{Blend, Features};
use search::{Asker, Audience, Channel, Edition, Entry, EntryId, Language, Request, Search, Text, VectorShelf};

type Fault = Box<dyn std::error::Error>;

/// No question waits for its vector in vain: how long vectors take is judged too.
const VECTOR_WITHIN: Duration = Duration::from_secs(60);

fn main() {
    let outcome = Arguments::read(std::env::args().skip(1)).map_err(Fault::from).and_then(|arguments| run(&arguments));
    if let Err(why) = outcome {
        eprintln!("bench faq: {why}");
        std::process::exit(1);
    }
}

fn run(arguments: &Arguments) -> Result<(), Fault> {
    let read = |path: &Path| fs::read(path).map_err(|why| format!("{}: {why}", path.display()));
    let set = JudgedSet::read(&read(&arguments.corpus)?, &read(&arguments.queries)?, &read(&arguments.qrels)?)?;
    let begun = Instant::now();
    let edition = Edition::build(match &arguments.entries {
        Some(path) => serde_json::from_slice(&read(path)?).map_err(|why| format!("{}: {why}", path.display()))?,
        None => set.corpus.iter().map(|(id, text)| entry(id, text, arguments.language)).collect(),
    })?;
    eprintln!("{} texts indexed in {:.1} s", set.corpus.len(), begun.elapsed().as_secs_f64());
    let mut systems = vec![("words", Search::new(edition.clone()))];
    if let Some(model) = &arguments.model {
        let with = with_vectors(&edition, model, arguments.vectors.as_deref())?;
        let asker = || open(model);
        let meaning = Blend { words: 0.0, meaning: 1.0 };
        systems.push(("meaning", Search::new(with.clone()).with_asker(asker()?, VECTOR_WITHIN).with_blend(meaning)));
        systems.push(("fused", Search::new(with).with_asker(asker()?, VECTOR_WITHIN)));
    }
    let mut rows = Vec::new();
    for (name, search) in systems {
        let mut answers = answers(&set, &search, arguments.language)?;
        let features: BTreeMap<String, Features> =
            answers.iter().map(|(query, (_, features))| (query.clone(), *features)).collect();
        let calibrated = calibrate(&set, &mut answers, &features);
        let answers = answers.into_iter().map(|(query, (answer, _))| (query, answer)).collect();
        rows.push((name, calibrated, evaluate::figures(&set, &answers)));
    }
    print!("{}", if arguments.json { table::json(&rows)? } else { table::text(&rows) });
    Ok(())
}

fn entry(id: &str, text: &str, language: Language) -> Entry {
    let (question, answer) = text.trim().split_once('\n').unwrap_or((text.trim(), ""));
    let text = Text { question: question.to_owned(), answer: answer.to_owned(), ..Text::default() };
    Entry {
        id: EntryId { key: id.to_owned(), version: 1 },
        topic: String::new(),
        audience: Audience::Resident,
        texts: BTreeMap::from([(language, text)]),
    }
}

type Answers = BTreeMap<String, (Answered, Features)>;

fn answers(set: &JudgedSet, search: &Search, language: Language) -> Result<Answers, Fault> {
    let mut answers = BTreeMap::new();
    for (query, text) in &set.queries {
        let request = Request { text, language, channel: Channel::Public, topic: None, limit: search::find::HITS_MAX };
        let begun = Instant::now();
        let found = search.find(&request)?;
        let took = begun.elapsed();
        let ranked = found.hits.into_iter().map(|hit| hit.id.key).collect();
        answers.insert(query.clone(), (Answered { ranked, confidence: found.confidence, took }, found.features));
    }
    Ok(answers)
}

/// Puts confidences fitted to the other half in place of the built-in ones; false where there are too few questions.
fn calibrate(set: &JudgedSet, answers: &mut Answers, features: &BTreeMap<String, Features>) -> bool {
    let half_of = |query: &str| query.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31) + u32::from(byte)) % 2;
    let is_right = |query: &str, answer: &Answered| {
        answer.ranked.first().is_some_and(|first| set.right(query).contains(&first.as_str()))
    };
    let fitted = [0, 1].map(|half| {
        let others = answers.iter().filter(|(query, _)| half_of(query) != half);
        let samples: Vec<(Features, bool)> =
            others.map(|(query, (answer, features))| (*features, is_right(query, answer))).collect();
        Calibration::fit(&samples)
    });
    let [Some(first), Some(second)] = fitted else {
        return false;
    };
    for (query, (answer, _)) in answers {
        let calibration = if half_of(query) == 0 { first } else { second };
        answer.confidence = features.get(query).map_or(0.0, |features| calibration.confidence(features));
    }
    true
}

#[cfg(feature = "e5")]
fn open(model: &Path) -> Result<Asker, Fault> {
    Ok(Asker::start(Box::new(search::e5::E5::open(model)?))?)
}

#[cfg(not(feature = "e5"))]
fn open(_: &Path) -> Result<Asker, Fault> {
    Err("this program was built without the engine for vectors".into())
}

fn with_vectors(edition: &Edition, model: &Path, kept: Option<&Path>) -> Result<Edition, Fault> {
    let asker = open(model)?;
    let (name, width) = (asker.model().to_owned(), asker.width());
    let mut shelf = match kept.map(fs::read) {
        Some(Ok(bytes)) => VectorShelf::read(&bytes, &name, width)?,
        _ => VectorShelf::new(&name, width),
    };
    let begun = Instant::now();
    let missing: Vec<String> =
        edition.texts_for_vectors().into_iter().filter(|text| shelf.get(text).is_none()).collect();
    for text in &missing {
        shelf.put(text, &asker.title(text)?)?;
    }
    eprintln!("{} texts made vectors in {:.1} s", missing.len(), begun.elapsed().as_secs_f64());
    if let Some(path) = kept {
        fs::write(path, shelf.written())?;
    }
    Ok(edition.with_vectors(&shelf, width))
}
