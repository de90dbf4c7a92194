//! The seed edition: fitted to the tuning half of its questions, told of the reported half.

use std::fs;
use std::path::Path;

use domain::knowledge::bands::{Band, Certainty, Features, Judged, Judgement, ModelMark};
use search::evaluate::{Banded, JudgedSet};
use search::replies::{self, Replies, fitted};
use search::{Channel, Entry};

use super::engine::{Engine, How};
use super::given::{of_itself, without_aliases};
use super::seed::{self, Fault, Seed};
use super::tables::{AliasGain, Bands, Chances, Row, Told};

/// What an edition's calibration is called in the folder.
const CALIBRATION: &str = "calibration.json";

/// A system that was asked both halves.
struct Tried {
    judgement: Judgement,
    row: Row,
    replies: Replies,
    /// The model that took part.
    model: Option<ModelMark>,
}

/// Judges the seed edition; with `fit` writes its calibration.
pub(crate) fn judge(folder: &Path, fit: bool, engine: &mut Engine) -> Result<Told, Fault> {
    let seed = Seed::read(folder)?;
    let (tune, held) = (seed.half("tune")?, seed.half("report")?);
    let entries = seed.searched();
    let plain = without_aliases(&entries);
    let mut told = Told::of("The reported half of the seed edition's questions", &held);
    let mut trial = Trial { tune: &tune, held: &held, engine };
    trial.rows(&plain, &[("BM25", How::Words), ("dense", How::Meaning), ("fused", How::Both)], &mut told)?;
    let words = trial.tried("BM25 + aliases", &entries, How::Words)?;
    let mut judgements = Certainty { words: words.judgement.clone(), ..Certainty::default() };
    told.bands.extend(bands(&seed, &held, &words));
    told.reliability = chances(&held, &words);
    told.rows.push(words.row);
    if trial.engine.has_model() {
        let fused = trial.tried("fused + aliases", &entries, How::Both)?;
        judgements.fused = fused.judgement.clone();
        judgements.model.clone_from(&fused.model);
        told.bands.extend(bands(&seed, &held, &fused));
        told.reliability = chances(&held, &fused);
        told.rows.push(fused.row);
    }
    learn(&seed, &mut trial, &entries, &mut told)?;
    keep(&folder.join(CALIBRATION), judgements, fit, trial.engine.has_model(), &mut told)?;
    Ok(told)
}

/// Tells of the tuning half alone: what may be looked at while something is tuned.
pub(crate) fn tune(folder: &Path, engine: &mut Engine) -> Result<Told, Fault> {
    let seed = Seed::read(folder)?;
    of_itself("The tuning half", &seed.half("tune")?, &seed.searched(), replies::language_of, engine)
}

/// What is needed to try a system.
struct Trial<'a> {
    tune: &'a JudgedSet,
    held: &'a JudgedSet,
    engine: &'a mut Engine,
}

impl Trial<'_> {
    fn tried(&mut self, name: &'static str, entries: &[Entry], how: How) -> Result<Tried, Fault> {
        let search = self.engine.search(entries, how)?;
        let begun = std::time::Instant::now();
        let tuning = replies::ask(self.tune, &search, replies::language_of, || begun.elapsed())?;
        let judgement = fitted(self.tune, &tuning)?;
        let replies = replies::ask(self.held, &search, replies::language_of, || begun.elapsed())?;
        let figures = replies::figures(self.held, &replies, |_, features| judgement.calibration.chance(features));
        let model = search.model_mark().cloned();
        Ok(Tried { judgement, row: Row { name, fitted: true, figures }, replies, model })
    }

    fn rows(&mut self, entries: &[Entry], systems: &[(&'static str, How)], told: &mut Told) -> Result<(), Fault> {
        let has_model = self.engine.has_model();
        for (name, how) in systems.iter().filter(|(_, how)| *how == How::Words || has_model) {
            told.rows.push(self.tried(name, entries, *how)?.row);
        }
        Ok(())
    }
}

/// What each channel does with each kind of question.
fn bands(seed: &Seed, held: &JudgedSet, tried: &Tried) -> Vec<Bands> {
    let kind = |query: &str| match seed.kinds.get(query).map(String::as_str) {
        Some(kind @ ("out-of-scope" | "unpublished")) => kind.to_owned(),
        Some(_) | None => "answerable".to_owned(),
    };
    let judged = replies::judged(held, &tried.replies);
    let of = |channel: Channel, wanted: &str| {
        let inside = held.queries.keys().filter(|query| kind(query) == wanted);
        Banded::of(inside.map(|query| match judged.get(query) {
            Some(one) => (tried.judgement.band(channel, tried.judgement.calibration.chance(&one.features)), *one),
            None => nothing(),
        }))
    };
    let row = |channel: Channel| Bands {
        system: tried.row.name,
        channel,
        thresholds: tried.judgement.thresholds.get(&channel).copied(),
        answerable: of(channel, "answerable"),
        out_of_scope: of(channel, "out-of-scope"),
        unpublished: of(channel, "unpublished"),
    };
    Channel::ALL.into_iter().map(row).collect()
}

/// A question that found nothing: a person takes over.
fn nothing() -> (Band, Judged) {
    (Band::HandOver, Judged { features: Features::default(), first_right: false, right_in_three: false })
}

fn chances(held: &JudgedSet, tried: &Tried) -> Chances {
    let judged = replies::judged(held, &tried.replies).into_values();
    let chance = |one: &Judged| tried.judgement.calibration.chance(&one.features);
    Chances { of: tried.row.name, pairs: judged.map(|one| (chance(&one), one.first_right)).collect() }
}

/// The loop of aliases: what the log of searches without a hit gains.
fn learn(seed: &Seed, trial: &mut Trial<'_>, entries: &[Entry], told: &mut Told) -> Result<(), Fault> {
    let how = if trial.engine.has_model() { How::Both } else { How::Words };
    let before = told.rows.last().map(|row| row.figures.success_at_1).unwrap_or_default();
    let search = trial.engine.search(entries, how)?;
    let proposals = seed.proposals(&with_judgement(search, trial, how)?);
    let mut gain = AliasGain { logged: seed.log.len(), proposals: proposals.len(), before, steps: Vec::new() };
    for (name, names_entry) in [("learned aliases, as proposed", false), ("learned aliases, entry named", true)] {
        let accepted = seed.accepted(&proposals, names_entry);
        let tried = trial.tried(name, &seed::with_aliases(entries.to_vec(), &accepted), how)?;
        gain.steps.push((name, accepted.len(), tried.row.figures.success_at_1));
        told.rows.push(tried.row);
    }
    told.alias_gain = Some(gain);
    Ok(())
}

/// The search with the chances the tuning half gives, as the server has them.
fn with_judgement(search: search::Search, trial: &Trial<'_>, how: How) -> Result<search::Search, Fault> {
    let judgement =
        fitted(trial.tune, &replies::ask(trial.tune, &search, replies::language_of, || std::time::Duration::ZERO)?)?;
    let certainty = match how {
        How::Words => Certainty { words: judgement, ..Certainty::default() },
        How::Meaning | How::Both => {
            Certainty { fused: judgement, model: search.model_mark().cloned(), ..Certainty::default() }
        }
    };
    let edition = search.edition().as_ref().clone().with_certainty(certainty);
    search.publish(edition);
    Ok(search)
}

/// Writes the calibration, or says whether the one that is kept is what the tuning half gives.
fn keep(path: &Path, fitted: Certainty, fit: bool, has_model: bool, told: &mut Told) -> Result<(), Fault> {
    if fit {
        if !has_model {
            return Err("--fit needs --model FILE: both ways of searching are judged".into());
        }
        fs::write(path, serde_json::to_string_pretty(&fitted)? + "\n")?;
        told.remarks.push(format!("{} is written.", path.display()));
        return Ok(());
    }
    let kept: Option<Certainty> = fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let same = kept.is_some_and(|kept| {
        let same_fused = || kept.model == fitted.model && are_near(&kept.fused, &fitted.fused);
        are_near(&kept.words, &fitted.words) && (!has_model || same_fused())
    });
    let name = path.display();
    told.remarks.push(match same {
        true => format!("{name} is what the tuning half gives."),
        false => format!("{name} is NOT what the tuning half gives: run `cargo xtask bench faq --fit`."),
    });
    Ok(())
}

/// Whether both do the same; another machine's vectors differ in their last digits.
fn are_near(one: &Judgement, other: &Judgement) -> bool {
    let near = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() < 0.01,
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    let both = one.thresholds.iter().zip(&other.thresholds);
    one.judged == other.judged
        && one.thresholds.len() == other.thresholds.len()
        && both
            .into_iter()
            .all(|((_, one), (_, other))| near(one.answer, other.answer) && near(one.choose, other.choose))
}
