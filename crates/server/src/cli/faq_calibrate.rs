//! `madoguchi faq calibrate`: how sure the answers of an edition are, from judged questions (clause 6(4)c).
//!
//! Owns reading and writing the files and what is printed. Asking is `search::replies`', fitting is
//! `domain::knowledge::bands`'.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use domain::knowledge::bands::{Certainty, Judgement, Thresholds};
use search::evaluate::JudgedSet;
use search::{Edition, Search, replies};
use serde::Serialize;

use super::arguments::FaqCalibrate;
use super::faq::{sound, unpublished, with_meaning};
use super::output::say;
use crate::clock::Clock;
use crate::faq_shelf::{CERTAINTY_FILE, FIGURES_FILE, Measured, MeasuredSearch};

/// Fits to every judged question of the table's published entries and writes into the data folder.
pub(super) fn calibrate(judged: &FaqCalibrate) -> anyhow::Result<bool> {
    let entries: Vec<search::Entry> =
        sound(&judged.file)?.iter().filter(|entry| entry.publish).map(unpublished).collect();
    let set = set(&entries, judged)?;
    let edition = Edition::build(entries)?;
    let (by_words, words) = fitted(&set, &Search::new(edition.clone())).context("search by words")?;
    let config = judged.source.read()?;
    let with_meaning = with_meaning(edition, &config)?;
    let fused = match with_meaning.asker() {
        Some(_) => Some(fitted(&set, &with_meaning).context("search by words and meaning")?),
        None => None,
    };
    let measured_on = Clock::start().wall().date_naive().to_string();
    let model = with_meaning.model_mark().cloned();
    let measured =
        Measured { measured_on, model: model.clone(), words, fused: fused.as_ref().map(|(_, measured)| *measured) };
    let certainty = match fused {
        Some((fused, _)) => Certainty { model, fused, words: by_words },
        None => Certainty { words: by_words, ..Certainty::default() },
    };
    let folder = config.data_dir;
    let path = folder.join(CERTAINTY_FILE);
    kept(&path, &certainty)?;
    kept(&folder.join(FIGURES_FILE), &measured)?;
    say(&told(&certainty, &path))?;
    Ok(true)
}

fn kept(path: &Path, what: &impl Serialize) -> anyhow::Result<()> {
    fs::write(path, serde_json::to_string_pretty(what)? + "\n").with_context(|| path.display().to_string())
}

fn set(entries: &[search::Entry], judged: &FaqCalibrate) -> anyhow::Result<JudgedSet> {
    let read = |path: &Path| fs::read(path).with_context(|| path.display().to_string());
    let corpus: BTreeMap<&str, &str> = entries.iter().map(|entry| (entry.id.key.as_str(), "entry")).collect();
    let grades: BTreeMap<String, BTreeMap<String, u32>> =
        serde_json::from_slice(&read(&judged.qrels)?).with_context(|| judged.qrels.display().to_string())?;
    // A grade for what is not published says nothing of the published edition.
    let published = |grades: BTreeMap<String, u32>| -> BTreeMap<String, u32> {
        grades.into_iter().filter(|(key, _)| corpus.contains_key(key.as_str())).collect()
    };
    let grades: BTreeMap<String, BTreeMap<String, u32>> =
        grades.into_iter().map(|(query, grades)| (query, published(grades))).collect();
    let (corpus, grades) = (serde_json::to_vec(&corpus)?, serde_json::to_vec(&grades)?);
    Ok(JudgedSet::read(&corpus, &read(&judged.queries)?, &grades)?)
}

/// The judgement, and the figures with each question's chance by models that have not seen it.
fn fitted(set: &JudgedSet, search: &Search) -> anyhow::Result<(Judgement, MeasuredSearch)> {
    let replies = replies::ask(set, search, replies::language_of, || Duration::ZERO)?;
    let judgement = replies::fitted(set, &replies)?;
    let chances = replies::cross_checked(&replies::judged(set, &replies))?;
    let figures = replies::figures(set, &replies, |query, _| chances.get(query).copied().unwrap_or_default());
    Ok((judgement, MeasuredSearch::from(&figures)))
}

fn told(certainty: &Certainty, path: &Path) -> String {
    let mut text = String::new();
    for (name, judgement) in [("words", &certainty.words), ("words and meaning", &certainty.fused)] {
        text.push_str(&format!("{name}: {} questions judged\n", judgement.judged));
        for (channel, Thresholds { answer, choose }) in &judgement.thresholds {
            let from = |from: &Option<f64>| from.map_or_else(|| "never".to_owned(), |from| format!("from {from:.3}"));
            text.push_str(&format!("    {}: answers {}, offers {}\n", channel.code(), from(answer), from(choose)));
        }
    }
    if let Some(model) = &certainty.model {
        text.push_str(&format!(
            "by the vectors of {}; by another model's nothing is answered as certain\n",
            model.name
        ));
    }
    text + &format!("OK  {} is read at the server's next start\n", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::arguments::Source;
    use crate::config::Config;
    use crate::faq_shelf::{Measurement, certainty, measurement};

    #[test]
    fn judged_questions_become_a_judgement_the_server_reads() {
        let folder = tempfile::tempdir().unwrap();
        let faq = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../faq"));
        let judged = FaqCalibrate {
            source: Source { config: None, data: Some(folder.path().to_owned()) },
            file: faq.join("zama.csv"),
            queries: faq.join("questions/queries.json"),
            qrels: faq.join("questions/qrels.json"),
        };
        assert!(calibrate(&judged).unwrap());
        let config = Config { data_dir: folder.path().to_owned(), ..Config::default() };
        assert!(certainty(&config).words.judged > 300);
        let Measurement::Own(measured) = measurement(&config) else { panic!("its figures are kept beside it") };
        assert!(measured.words.questions > 300 && measured.words.success_at_1 > 0.4, "{measured:?}");
        assert!(measured.words.success_at_5 > measured.words.success_at_1);
    }
}
