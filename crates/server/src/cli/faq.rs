//! `madoguchi faq`: a table of the FAQ looked over, and questions put to it (clause 6(3)①b).
//!
//! Owns what is printed. Reading is `faq_files`, rules are `domain::knowledge`, finding is `search`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use domain::knowledge::conflicts::{self, Conflicts};
use search::{Asker, Channel, Edition, Found, Language, Request, Search, VectorShelf};
use serde_json::json;

use super::arguments::{FaqSearch, Source};
use super::output::say;
use crate::faq_files;

/// A question at the terminal may wait this long for its vector.
const VECTOR_WITHIN: Duration = Duration::from_secs(10);
/// The model of search by meaning.
const MODEL: &str = "multilingual-e5-small";

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
    let entries: Vec<search::Entry> = sound(file)?.iter().map(faq_files::searched).collect();
    say(&format!("{}\n", serde_json::to_string(&entries)?))?;
    Ok(true)
}

/// Puts a question to the entries of a table that are meant for publication.
pub(super) fn find(asked: &FaqSearch) -> anyhow::Result<bool> {
    let (language, channel) = (language(&asked.lang)?, channel(&asked.channel)?);
    let entries = sound(&asked.file)?;
    let published = entries.iter().filter(|entry| entry.publish);
    let edition = Edition::build(published.map(faq_files::searched).collect())?;
    let search = with_meaning(edition, &asked.source)?;
    let request = Request { text: &asked.question, language, channel, topic: None, limit: asked.limit.into() };
    let found = search.find(&request)?;
    say(&if asked.json { as_json(&found, language) } else { as_text(&found, language) })?;
    Ok(!found.hits.is_empty())
}

fn sound(file: &Path) -> anyhow::Result<Vec<domain::knowledge::entry::Entry>> {
    let plan = faq_files::plan(file)?;
    match plan.problems.first() {
        None => Ok(plan.added),
        Some(first) => Err(anyhow!("{}: {first}; `madoguchi faq check` tells every problem", file.display())),
    }
}

/// With the model for meaning where it is there, by words alone where it is not.
fn with_meaning(edition: Edition, source: &Source) -> anyhow::Result<Search> {
    let entry = speech::models::manifest::find(MODEL).context("the model of search is not in the list")?;
    let model: PathBuf = source.read()?.models_folder().join(entry.file);
    if !model.is_file() {
        tracing::info!(todo = "madoguchi models fetch multilingual-e5-small", "searching by words alone");
        return Ok(Search::new(edition));
    }
    let asker = Asker::start(Box::new(search::e5::E5::open(&model)?))?;
    let mut shelf = VectorShelf::new(asker.model(), asker.width());
    for text in edition.texts_for_vectors() {
        shelf.put(&text, &asker.title(&text)?)?;
    }
    let edition = edition.with_vectors(&shelf, asker.width());
    Ok(Search::new(edition).with_asker(asker, VECTOR_WITHIN))
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
    format!("{}\n", json!({"confidence": found.confidence, "by": by, "cut": found.cut, "hits": hits}))
}
