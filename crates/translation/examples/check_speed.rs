//! How long the check, the judge and the memory take on this machine: `cargo run --release -p translation --example check_speed`.

#![expect(clippy::print_stdout, reason = "it prints what it measured")]

use std::time::{Duration, Instant};

use translation::Direction;
use translation::bad_answer::judge;
use translation::check;
use translation::glossary::Glossary;
use translation::memory::Memory;
use translation::phrase_book;
use translation::segment::{Context, Segment};

const GLOSSARY: &str = include_str!("../../../phrases/glossary.tsv");
const BOOK: &str = include_str!("../../../phrases/counter.tsv");
const PAIRS: &str = include_str!("../../../phrases/check/working.tsv");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let glossary = Glossary::read(GLOSSARY)?;
    let book = phrase_book::read(BOOK)?;
    let begun = Instant::now();
    let (memory, _) = Memory::of(&book, &[], &glossary);
    println!("memory of {} phrases made in {:?}", memory.len(), begun.elapsed());
    let pairs: Vec<(Segment, &str, &str)> = PAIRS.lines().filter_map(pair).collect();
    let each = |what: &str, run: &dyn Fn(&(Segment, &str, &str)) -> bool| {
        let mut times: Vec<Duration> = Vec::with_capacity(pairs.len());
        let mut hits = 0;
        for pair in &pairs {
            let begun = Instant::now();
            hits += usize::from(run(pair));
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        let at = |share: usize| times[(times.len() - 1) * share / 100];
        println!("{what}: p50 {:?}, p95 {:?}, most {:?}; {hits} of {}", at(50), at(95), at(100), times.len());
    };
    each("check of an honest pair, flagged", &|(segment, honest, _)| {
        !check(segment, honest, &[], &glossary).is_empty()
    });
    each("check of a faulty pair, flagged", &|(segment, _, faulty)| !check(segment, faulty, &[], &glossary).is_empty());
    each("judge of an answer, refused", &|(segment, honest, _)| !judge(segment, honest).is_empty());
    each("search in the memory, found", &|(segment, _, _)| {
        memory.find(segment, &Context::default(), &glossary).is_some()
    });
    Ok(())
}

fn pair(line: &str) -> Option<(Segment, &str, &str)> {
    let mut fields = line.split('\t');
    let direction = match fields.next()? {
        "ja-en" => Direction::JaToEn,
        "en-ja" => Direction::EnToJa,
        _ => return None,
    };
    let segment = Segment { text: fields.next()?.to_owned(), direction };
    Some((segment, fields.next()?, fields.next()?))
}
