//! `madoguchi faq`: a table of the FAQ looked over, and questions put to it (clause 6(3)①b).
//!
//! Owns what is printed. Reading is `faq_files`, rules are `domain::knowledge`, finding is `search`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::anyhow;
use domain::knowledge::conflicts::{self, Conflicts};
use search::{Channel, Edition, Found, Language, Request, Search};
use serde_json::json;

use super::arguments::FaqSearch;
use super::output::say;
use crate::config::Config;
use crate::faq_files;
use crate::faq_shelf::{Meaning, certainty};

/// A question at the terminal may wait this long for its vector.
const VECTOR_WITHIN: Duration = Duration::from_secs(10);

/// Tells every problem of a table by row and column, and questions that are answered twice.
pub(super) fn check(file: &Path) -> anyhow::Result<bool> {
    let plan = faq_files::plan(file)?;
    let mut text = String::new();
    for problem in &plan.problems {
        text.push_str(&format!("NG  {problem}\n"));
    }
    if plan.further_problems > 0 {
        text.push_str(&format!("NG  and {} more\n", plan.further_problems));
    }
    let Conflicts { found, further } = conflicts::find(&plan.added);
    for conflict in &found {
        text.push_str(&format!(
            "??  {} and {} answer the same question: {}\n",
            conflict.one, conflict.other, conflict.question
        ));
    }
    let published = plan.added.iter().filter(|entry| entry.publish).count();
    let entries = plan.added.len();
    text.push_str(&format!(
        "{}  {entries} entries, {published} meant for publication, {} problems, {} questions answered twice\n",
        if plan.is_sound() { "OK" } else { "NG" },
        plan.problems.len() + plan.further_problems,
        found.len() + further,
    ));
    say(&text)?;
    Ok(plan.is_sound())
}

/// Prints the entries as search takes them, for judging search on a set of questions.
pub(super) fn entries(file: &Path) -> anyhow::Result<bool> {
    let entries: Vec<search::Entry> = sound(file)?.iter().map(unpublished).collect();
    say(&format!("{}\n", serde_json::to_string(&entries)?))?;
    Ok(true)
}

/// Puts a question to the entries of a table that are meant for publication.
pub(super) fn find_in(file: &Path, asked: &FaqSearch) -> anyhow::Result<bool> {
    let (language, channel) = (language(&asked.lang)?, channel(&asked.channel)?);
    let entries = sound(file)?;
    let published = entries.iter().filter(|entry| entry.publish);
    let edition = Edition::build(published.map(unpublished).collect())?;
    let config = asked.source.read()?;
    let search = with_meaning(edition.with_certainty(certainty(&config)), &config)?;
    let request = Request { text: &asked.question, language, channel, topic: None, limit: asked.limit.into() };
    let found = search.find(&request)?;
    say(&if asked.json { as_json(&found, language) } else { as_text(&found, language) })?;
    Ok(!found.hits.is_empty())
}

/// An entry of a file as search takes it; no edition holds its text yet.
pub(super) fn unpublished(entry: &domain::knowledge::entry::Entry) -> search::Entry {
    search::Entry::of(entry, 0)
}

pub(super) fn sound(file: &Path) -> anyhow::Result<Vec<domain::knowledge::entry::Entry>> {
    let plan = faq_files::plan(file)?;
    match plan.problems.first() {
        None => Ok(plan.added),
        Some(first) => Err(anyhow!("{}: {first}; `madoguchi faq check` tells every problem", file.display())),
    }
}

/// With whoever makes vectors by the configuration, or by words alone where nobody does.
pub(super) fn with_meaning(edition: Edition, config: &Config) -> anyhow::Result<Search> {
    let Some(meaning) = Meaning::open(config) else { return Ok(Search::new(edition)) };
    let edition = meaning.with_all(edition)?;
    Ok(Search::new(edition).with_asker(meaning.asker(), VECTOR_WITHIN))
}

fn language(code: &str) -> anyhow::Result<Language> {
    serde_json::from_value(json!(code)).map_err(|_| anyhow!("--lang {code}: there are ja, en and ja-easy"))
}

fn channel(code: &str) -> anyhow::Result<Channel> {
    serde_json::from_value(json!(code)).map_err(|_| anyhow!("--channel {code}: there are desk, public, chat and voice"))
}

/// The question and the passage of each hit, in the language asked for where it is there.
fn shown(found: &Found, language: Language) -> Vec<(String, f32, String, String)> {
    let of = |texts: &BTreeMap<Language, search::Text>| {
        texts.get(&language).or_else(|| texts.get(&Language::Japanese)).cloned().unwrap_or_default()
    };
    let hits = found.hits.iter().map(|hit| {
        let text = of(&hit.entry.texts);
        let (from, to) = hit.passage.as_ref().map_or((0, 0), |passage| passage.span);
        let passage = text.answer.chars().skip(from).take(to.saturating_sub(from)).collect();
        (hit.id.to_string(), hit.score, text.question, passage)
    });
    hits.collect()
}

fn as_text(found: &Found, language: Language) -> String {
    let mut text = format!("confidence {:.2}\n", found.confidence);
    for (id, score, question, passage) in shown(found, language) {
        text.push_str(&format!("{score:>6.2}  {id}  {question}\n        {passage}\n"));
    }
    text
}

fn as_json(found: &Found, language: Language) -> String {
    let hits = shown(found, language).into_iter().map(
        |(id, score, question, passage)| json!({"id": id, "score": score, "question": question, "passage": passage}),
    );
    let hits: Vec<_> = hits.collect();
    let by = if found.hits.iter().any(|hit| hit.cosine.is_some()) { "words and meaning" } else { "words" };
    format!(
        "{}\n",
        json!({"band": found.band, "confidence": found.confidence, "by": by, "cut": found.cut, "hits": hits})
    )
}
