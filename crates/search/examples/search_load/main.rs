//! How fast search answers in an edition of 10,000 entries at 20 questions a second.
//!
//! `cargo xtask bench faq` runs it. Questions come at fixed times, whether or not those before are answered; a time
//! runs from when a question came. How long an edition takes to be ready of which one text changed is told too. Six in ten were asked before. Titles get made-up vectors, since how long a
//! comparison takes does not depend on what is compared; questions get the model's (`--model FILE`). `--entries N`,
//! `--questions N` and `--runs N` change the load, `--json` tells programs. `--table FILE` writes the entries as a table
//! instead, `--edition N` with other answers; `--asked FILE` writes the questions, each in its place.
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod arguments;
mod made_up;
mod table;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use arguments::Arguments;
use search::evaluate::hundredth;
use search::{Asker, Channel, Edition, Entry, Language, Request, Search, VectorShelf};
use serde_json::{Value, json};

type Fault = Box<dyn std::error::Error>;

const EVERY: Duration = Duration::from_millis(50);
/// Threads that answer, as many as a server's blocking pool may have free.
const THREADS: usize = 4;
/// Texts that are changed one after the other.
const CHANGES: usize = 40;
/// How long a vector is waited for.
const VECTOR_WITHIN: Duration = Duration::from_millis(100);

fn main() {
    if let Err(why) = Arguments::read(std::env::args().skip(1)).map_err(Fault::from).and_then(|asked| run(&asked)) {
        eprintln!("search load: {why}");
        std::process::exit(1);
    }
}

fn run(asked: &Arguments) -> Result<(), Fault> {
    if let Some(file) = &asked.table {
        return table::write(file, asked.entries, asked.edition);
    }
    if let Some(file) = &asked.asked {
        let texts: Vec<String> = made_up::questions(asked.questions, 1).into_iter().map(|(text, _)| text).collect();
        return Ok(std::fs::write(file, serde_json::to_vec(&texts)?)?);
    }
    let mut told = Told { rows: Vec::new(), is_json: asked.json };
    let begun = Instant::now();
    let entries = made_up::entries(asked.entries);
    let edition = Edition::build(entries.clone())?;
    let ready = begun.elapsed();
    told.begin(asked.entries, ready);
    let (changed, taken) = renewed(&edition, entries)?;
    told.tell("one text changed", 1, &taken);
    told.tell("words after changes", 1, &measured(&Search::new(changed), asked.questions.min(400), 1)?);
    for run in 1..=asked.runs {
        let search = Search::new(edition.clone());
        told.tell("words", run, &measured(&search, asked.questions, run)?);
        if run == 1 {
            told.tell("suggestions", run, &suggested(&search)?);
        }
    }
    if let Some(model) = &asked.model {
        for run in 1..=asked.runs {
            let asker = open(model)?;
            let edition = edition.with_vectors(&shelf(&edition, &asker)?, asker.width());
            let search = Search::new(edition).with_asker(asker, VECTOR_WITHIN);
            told.tell("words and meaning", run, &measured(&search, asked.questions, run)?);
        }
    }
    told.end(ready);
    Ok(())
}

#[cfg(feature = "e5")]
fn open(model: &Path) -> Result<Asker, Fault> {
    Ok(Asker::start(Box::new(search::e5::E5::open(model)?))?)
}

#[cfg(not(feature = "e5"))]
fn open(_: &Path) -> Result<Asker, Fault> {
    Err("this program was built without the engine for vectors".into())
}

fn shelf(edition: &Edition, asker: &Asker) -> Result<VectorShelf, Fault> {
    let mut shelf = VectorShelf::new(asker.model(), asker.width());
    let mut chance = made_up::Chance::new(7);
    for text in edition.texts_for_vectors() {
        let vector: Vec<f32> = (0..asker.width()).map(|_| chance.below(2_001) as f32 - 1_000.5).collect();
        shelf.put(&text, &vector)?;
    }
    Ok(shelf)
}

/// What one question took, and what it was.
struct Taken {
    kind: &'static str,
    took: Duration,
}

fn measured(search: &Search, count: usize, run: usize) -> Result<Vec<Taken>, Fault> {
    let questions = made_up::questions(count, run as u64);
    let next = AtomicUsize::new(0);
    let begun = Instant::now();
    let work = || -> Result<Vec<Taken>, String> {
        let mut taken = Vec::new();
        let mut place = next.fetch_add(1, Ordering::Relaxed);
        while let Some((text, is_new)) = questions.get(place) {
            let comes = begun + EVERY * place as u32;
            std::thread::sleep(comes.saturating_duration_since(Instant::now()));
            let request =
                Request { text, language: Language::Japanese, channel: Channel::Public, topic: None, limit: 5 };
            let found = search.find(&request).map_err(|why| why.to_string())?;
            let kind = match (search.asker().is_some(), found.without_vectors, *is_new) {
                (false, ..) => "words",
                (true, true, _) => "no vector in time",
                (true, false, true) => "fresh vector",
                (true, false, false) => "cached vector",
            };
            taken.push(Taken { kind, took: comes.elapsed() });
            place = next.fetch_add(1, Ordering::Relaxed);
        }
        Ok(taken)
    };
    let all: Result<Vec<Vec<Taken>>, String> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().map_err(|_| "a thread failed".to_owned())?).collect()
    });
    Ok(all?.into_iter().flatten().collect())
}

/// Editions that differ from the one before by one text; the last of them, and how long each took to be ready.
fn renewed(edition: &Edition, mut entries: Vec<Entry>) -> Result<(Edition, Vec<Taken>), Fault> {
    let (mut edition, mut taken) = (edition.clone(), Vec::new());
    let many = entries.len().div_ceil(CHANGES).max(1);
    for place in (0..entries.len()).step_by(many) {
        for text in entries.get_mut(place).into_iter().flat_map(|entry| entry.texts.values_mut()) {
            text.answer.push_str("変わりました。");
        }
        let changed = entries.clone();
        let begun = Instant::now();
        edition = edition.renewed(changed)?;
        taken.push(Taken { kind: "ready", took: begun.elapsed() });
    }
    Ok((edition, taken))
}

/// Every beginning of some questions, as somebody types them.
fn suggested(search: &Search) -> Result<Vec<Taken>, Fault> {
    let mut taken = Vec::new();
    for (text, _) in made_up::questions(60, 9) {
        for (end, letter) in text.char_indices() {
            let text = text.get(..end + letter.len_utf8()).unwrap_or_default();
            let request =
                Request { text, language: Language::Japanese, channel: Channel::Public, topic: None, limit: 8 };
            let begun = Instant::now();
            search.suggest(&request)?;
            taken.push(Taken { kind: "typed", took: begun.elapsed() });
        }
    }
    Ok(taken)
}

/// The figures, for people or for programs.
struct Told {
    rows: Vec<Value>,
    is_json: bool,
}

impl Told {
    fn begin(&self, entries: usize, ready: Duration) {
        if !self.is_json {
            println!("{entries} entries made ready in {:.1} s", ready.as_secs_f64());
            println!("| system | kind | questions | p50 | p99 | longest |\n| --- | --- | --- | --- | --- | --- |");
        }
    }

    fn tell(&mut self, system: &str, run: usize, taken: &[Taken]) {
        let mut kinds: Vec<&str> = taken.iter().map(|taken| taken.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            let mut times: Vec<Duration> =
                taken.iter().filter(|taken| taken.kind == kind).map(|taken| taken.took).collect();
            times.sort_unstable();
            let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
            let longest = ms(times.last().copied().unwrap_or_default());
            let (p50, p99, count) = (ms(hundredth(&times, 50)), ms(hundredth(&times, 99)), times.len());
            if !self.is_json {
                println!("| {system}, run {run} | {kind} | {count} | {p50:.2} ms | {p99:.2} ms | {longest:.2} ms |");
            }
            self.rows.push(json!({"system": system, "run": run, "kind": kind, "questions": count, "p50_ms": p50,
                "p99_ms": p99, "longest_ms": longest}));
        }
    }

    fn end(&self, ready: Duration) {
        if self.is_json {
            println!("{}", json!({"ready_s": ready.as_secs_f64(), "rows": self.rows}));
        }
    }
}
