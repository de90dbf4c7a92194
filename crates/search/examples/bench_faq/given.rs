//! A set somebody brings: texts, questions, grades, and aliases where they have them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use domain::knowledge::bands::Features;
use search::evaluate::JudgedSet;
use search::{Audience, Entry, EntryId, Language, Text, replies};

use super::arguments::Given;
use super::engine::{Engine, How};
use super::seed::Fault;
use super::tables::{Chances, Row, Told};

/// Judges every system on the set.
///
/// Confidences are fitted to the set itself, each question's by calibrations that have not seen it; with too few
/// questions the rough one that is built in speaks.
pub(crate) fn judge(given: &Given, engine: &mut Engine) -> Result<Told, Fault> {
    let set = JudgedSet::read(&read(&given.corpus)?, &read(&given.queries)?, &read(&given.qrels)?)?;
    let entries = entries(given, &set)?;
    of_itself("The set", &set, &entries, |_| given.language, engine)
}

/// Judges every system on a set whose confidences are fitted to the set itself.
pub(crate) fn of_itself(
    title: &'static str,
    set: &JudgedSet,
    entries: &[Entry],
    language: impl Fn(&str) -> Language,
    engine: &mut Engine,
) -> Result<Told, Fault> {
    let plain = without_aliases(entries);
    let has_aliases = plain != entries;
    let mut told = Told::of(title, set);
    for (name, entries, how) in systems(&plain, entries, has_aliases, engine.has_model()) {
        let search = engine.search(entries, how)?;
        let begun = std::time::Instant::now();
        let replies = replies::ask(set, &search, &language, || begun.elapsed())?;
        let judged = replies::judged(set, &replies);
        let crossed = replies::cross_checked(&judged).ok();
        let built_in = domain::knowledge::bands::Certainty::default();
        let chance = |query: &str, features: &Features| match &crossed {
            Some(chances) => chances.get(query).copied().unwrap_or_default(),
            None => built_in.chance(features),
        };
        let figures = replies::figures(set, &replies, chance);
        let pairs = judged.iter().map(|(query, judged)| (chance(query, &judged.features), judged.first_right));
        told.reliability = Chances { of: name, pairs: pairs.collect() };
        told.rows.push(Row { name, fitted: crossed.is_some(), figures });
    }
    Ok(told)
}

fn systems<'e>(
    plain: &'e [Entry],
    with_aliases: &'e [Entry],
    has_aliases: bool,
    has_model: bool,
) -> Vec<(&'static str, &'e [Entry], How)> {
    let all = [
        ("BM25", plain, How::Words),
        ("dense", plain, How::Meaning),
        ("fused", plain, How::Both),
        ("BM25 + aliases", with_aliases, How::Words),
        ("fused + aliases", with_aliases, How::Both),
    ];
    let wanted = |(name, _, how): &(&str, &[Entry], How)| {
        (has_model || *how == How::Words) && (has_aliases || !name.ends_with("aliases"))
    };
    all.into_iter().filter(wanted).collect()
}

/// The same entries without their aliases.
pub(crate) fn without_aliases(entries: &[Entry]) -> Vec<Entry> {
    let mut plain = entries.to_vec();
    plain.iter_mut().flat_map(|entry| entry.texts.values_mut()).for_each(|text| text.aliases.clear());
    plain
}

fn entries(given: &Given, set: &JudgedSet) -> Result<Vec<Entry>, Fault> {
    if let Some(path) = &given.entries {
        return Ok(serde_json::from_slice(&read(path)?).map_err(|why| format!("{}: {why}", path.display()))?);
    }
    let mut aliases: BTreeMap<String, Vec<String>> = match &given.aliases {
        Some(path) => serde_json::from_slice(&read(path)?).map_err(|why| format!("{}: {why}", path.display()))?,
        None => BTreeMap::new(),
    };
    let entries =
        set.corpus.iter().map(|(id, text)| entry(id, text, aliases.remove(id).unwrap_or_default(), given.language));
    let entries = entries.collect();
    match aliases.keys().next() {
        Some(id) => Err(format!("there are aliases of `{id}`, which is no text").into()),
        None => Ok(entries),
    }
}

fn entry(id: &str, text: &str, aliases: Vec<String>, language: Language) -> Entry {
    let (question, answer) = text.trim().split_once('\n').unwrap_or((text.trim(), ""));
    let text = Text { question: question.to_owned(), answer: answer.to_owned(), aliases, ..Text::default() };
    Entry {
        id: EntryId { key: id.to_owned(), version: 1 },
        topic: String::new(),
        audience: Audience::Resident,
        texts: BTreeMap::from([(language, text)]),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    fs::read(path).map_err(|why| format!("{}: {why}", path.display()).into())
}
