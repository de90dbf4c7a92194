//! The check on pairs written for it: how many planted faults it flags, and how many honest pairs.
//!
//! The pairs, the faults and the rules are of one hand; on another hand's pairs figures may be lower. The rules were
//! fitted to the working half alone. Run with `--nocapture` to read the table.

use std::collections::BTreeMap;

use translation::glossary::Glossary;
use translation::segment::Segment;
use translation::{Direction, check};

use super::data::{glossary, rows};

struct Row {
    direction: Direction,
    source: String,
    honest: String,
    faulty: String,
    kind: String,
}

fn half(name: &str) -> Vec<Row> {
    let row = |fields: Vec<String>| {
        let [way, source, honest, faulty, kind] = <[String; 5]>::try_from(fields).expect("five fields");
        let direction = if way == "ja-en" { Direction::JaToEn } else { Direction::EnToJa };
        Row { direction, source, honest, faulty, kind }
    };
    rows(&format!("phrases/check/{name}.tsv")).into_iter().map(row).collect()
}

struct Figures {
    passed: Vec<String>,
    alarms: Vec<String>,
    rows: usize,
}

fn measured(name: &str, glossary: &Glossary) -> Figures {
    let rows = half(name);
    let mut kinds: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    let mut figures = Figures { passed: Vec::new(), alarms: Vec::new(), rows: rows.len() };
    for row in rows {
        let segment = Segment { text: row.source.clone(), direction: row.direction };
        let (honest, faulty) =
            (check(&segment, &row.honest, &[], glossary), check(&segment, &row.faulty, &[], glossary));
        let counts = kinds.entry(row.kind.clone()).or_default();
        counts.0 += 1;
        if faulty.is_empty() {
            figures.passed.push(format!("{}: {} -> {}", row.kind, row.source, row.faulty));
        } else {
            counts.1 += 1;
        }
        if !honest.is_empty() {
            counts.2 += 1;
            let marks: Vec<String> =
                honest.iter().map(|mark| format!("{} {:?} {}", mark.kind.code(), mark.fault, mark.what)).collect();
            figures.alarms.push(format!("{} -> {}: {}", row.source, row.honest, marks.join("; ")));
        }
    }
    println!("\n{name} half: {} pairs, half of them with one planted fault", figures.rows * 2);
    println!("| kind | planted | flagged | honest flagged |");
    for (kind, (planted, flagged, alarms)) in &kinds {
        println!("| {kind} | {planted} | {flagged} | {alarms} |");
    }
    let (planted, passed, alarms) = (figures.rows, figures.passed.len(), figures.alarms.len());
    println!("| all | {planted} | {} | {alarms} |", planted - passed);
    figures.passed.iter().for_each(|one| println!("passed: {one}"));
    figures.alarms.iter().for_each(|one| println!("alarm: {one}"));
    figures
}

#[test]
fn no_planted_fault_passes_and_few_honest_pairs_are_flagged() {
    let glossary = glossary();
    let (working, reported) = (measured("working", &glossary), measured("reported", &glossary));
    assert!(working.rows + reported.rows >= 300, "600 pairs");
    assert_eq!(working.passed, [""; 0]);
    assert_eq!(reported.passed, [""; 0]);
    assert!(working.alarms.len() * 20 <= working.rows, "{}", working.alarms.len());
    assert!(reported.alarms.len() * 20 <= reported.rows, "{}", reported.alarms.len());
}

#[test]
fn no_source_stands_in_both_halves() {
    let working: Vec<String> = half("working").into_iter().map(|row| row.source).collect();
    assert!(half("reported").iter().all(|row| !working.contains(&row.source)));
}
