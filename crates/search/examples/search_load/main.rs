//! How fast search answers in an edition of 10,000 entries at 20 questions a second.
//!
//! `cargo run --release -p search --example search_load -- [MODEL]`. Questions come at fixed times, whether or not
//! those before are answered; a time runs from when a question came. Six in ten were asked before. Titles get made-up
//! vectors, since how long a comparison takes does not depend on what is compared; questions get the model's.
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

mod made_up;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use search::evaluate::hundredth;
use search::{Asker, Channel, Edition, Language, Request, Search, VectorShelf};

type Fault = Box<dyn std::error::Error>;

const ENTRIES: usize = 10_000;
const QUESTIONS: usize = 1_200;
const EVERY: Duration = Duration::from_millis(50);
/// Threads that answer, as many as a server's blocking pool may have free.
const THREADS: usize = 4;
/// How long a vector is waited for.
const VECTOR_WITHIN: Duration = Duration::from_millis(100);
/// The same is measured so many times, to tell the noise.
const RUNS: usize = 3;

fn main() {
    if let Err(why) = run(std::env::args().nth(1).as_deref().map(Path::new)) {
        eprintln!("{why}");
        std::process::exit(1);
    }
}

fn run(model: Option<&Path>) -> Result<(), Fault> {
    let begun = Instant::now();
    let edition = Edition::build(made_up::entries(ENTRIES))?;
    println!("{ENTRIES} entries made ready in {:.1} s", begun.elapsed().as_secs_f64());
    println!("| system | kind | questions | p50 | p99 | longest |\n| --- | --- | --- | --- | --- | --- |");
    for run in 1..=RUNS {
        let search = Search::new(edition.clone());
        tell(&format!("words, run {run}"), &measured(&search, run)?);
        if run == 1 {
            tell("suggestions", &suggested(&search)?);
        }
    }
    let Some(model) = model else { return Ok(()) };
    for run in 1..=RUNS {
        let asker = open(model)?;
        let edition = edition.with_vectors(&shelf(&edition, &asker)?, asker.width());
        let search = Search::new(edition).with_asker(asker, VECTOR_WITHIN);
        tell(&format!("words and meaning, run {run}"), &measured(&search, run)?);
    }
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
    println!("{} vectors", shelf.len());
    Ok(shelf)
}

/// What one question took, and what it was.
struct Taken {
    kind: &'static str,
    took: Duration,
}

fn measured(search: &Search, run: usize) -> Result<Vec<Taken>, Fault> {
    let questions = made_up::questions(QUESTIONS, run as u64);
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

fn tell(system: &str, taken: &[Taken]) {
    let mut kinds: Vec<&str> = taken.iter().map(|taken| taken.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let mut times: Vec<Duration> =
            taken.iter().filter(|taken| taken.kind == kind).map(|taken| taken.took).collect();
        times.sort_unstable();
        let ms = |time: Duration| format!("{:.2} ms", time.as_secs_f64() * 1_000.0);
        let longest = times.last().copied().unwrap_or_default();
        let (middle, late) = (hundredth(&times, 50), hundredth(&times, 99));
        println!("| {system} | {kind} | {} | {} | {} | {} |", times.len(), ms(middle), ms(late), ms(longest));
    }
}
