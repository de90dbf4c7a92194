//! Figures for people and for programs.

use std::time::Duration;

use domain::knowledge::bands::Thresholds;
use domain::knowledge::bands::measure;
use search::Channel;
use search::evaluate::{Banded, Figures, JudgedSet};
use serde_json::{Value, json};

/// Steps of chance in the reliability curve.
const BARS: usize = 10;

/// Everything that is told of one set.
pub(crate) struct Told {
    title: &'static str,
    questions: usize,
    answerable: usize,
    pub(crate) rows: Vec<Row>,
    pub(crate) bands: Vec<Bands>,
    pub(crate) reliability: Chances,
    pub(crate) alias_gain: Option<AliasGain>,
    pub(crate) remarks: Vec<String>,
}

/// The figures of one system.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// Whether its confidence was fitted to judged questions.
    pub(crate) fitted: bool,
    pub(crate) figures: Figures,
}

/// What one channel does with each kind of question.
pub(crate) struct Bands {
    pub(crate) system: &'static str,
    pub(crate) channel: Channel,
    pub(crate) thresholds: Option<Thresholds>,
    pub(crate) answerable: Banded,
    pub(crate) out_of_scope: Banded,
    pub(crate) unpublished: Banded,
}

/// Chances of a system, each with whether it came true.
#[derive(Default)]
pub(crate) struct Chances {
    pub(crate) of: &'static str,
    pub(crate) pairs: Vec<(f64, bool)>,
}

/// What the loop of aliases gains: name, aliases accepted, share of first hits that are right.
pub(crate) struct AliasGain {
    pub(crate) logged: usize,
    pub(crate) proposals: usize,
    pub(crate) before: f64,
    pub(crate) steps: Vec<(&'static str, usize, f64)>,
}

impl Told {
    pub(crate) fn of(title: &'static str, set: &JudgedSet) -> Self {
        let answerable = set.queries.keys().filter(|query| !set.right(query).is_empty()).count();
        let (rows, bands, remarks) = (Vec::new(), Vec::new(), Vec::new());
        let reliability = Chances::default();
        Self { title, questions: set.queries.len(), answerable, rows, bands, reliability, alias_gain: None, remarks }
    }

    pub(crate) fn text(&self) -> String {
        let mut text =
            format!("{}: {} questions, {} of them answerable\n\n", self.title, self.questions, self.answerable);
        text.push_str("| system | SR@1 | SR@5 | R@10 | MRR | AUROC answerable | AUROC right | P@10 % | P@20 % | P@50 % | p50 | p99 |\n");
        text.push_str("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        self.rows.iter().for_each(|row| text.push_str(&row.line()));
        if !self.bands.is_empty() {
            text.push_str("\nBands (wrong: answered as certain with what does not answer in full; the share is of answers that do, and of offers with one among the three)\n\n");
            text.push_str("| system | channel | answers from | offers from | answerable: answered | offered | handed over | out of scope: answered | handed over or offered | unpublished: answered | wrong in all |\n");
            text.push_str("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
            self.bands.iter().for_each(|bands| text.push_str(&bands.line()));
        }
        text.push_str(&self.reliability.text());
        text.push_str(&self.alias_gain.as_ref().map(AliasGain::text).unwrap_or_default());
        self.remarks.iter().for_each(|remark| text.push_str(&format!("\n{remark}\n")));
        text
    }

    pub(crate) fn json(&self) -> Value {
        let rows =
            self.rows.iter().map(|row| json!({"system": row.name, "fitted": row.fitted, "figures": row.figures}));
        json!({
            "questions": self.questions,
            "answerable": self.answerable,
            "systems": rows.collect::<Vec<_>>(),
            "bands": self.bands.iter().map(Bands::json).collect::<Vec<_>>(),
            "reliability": {"system": self.reliability.of, "bars": measure::reliability(&self.reliability.pairs, BARS)},
            "alias_gain": self.alias_gain.as_ref().map(AliasGain::json),
            "remarks": self.remarks,
        })
    }
}

impl Row {
    fn line(&self) -> String {
        let figures = &self.figures;
        let share = |share: f64| format!("{share:.3}");
        let maybe = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |share| format!("{share:.3}"));
        let [tenth, fifth, half] = figures.precision_at_coverage.map(|(_, precision)| share(precision));
        let ms = |time: Duration| format!("{:.2} ms", time.as_secs_f64() * 1_000.0);
        let cells = [
            format!("{}{}", self.name, if self.fitted { "" } else { " (rough chances: too few questions to fit)" }),
            share(figures.success_at_1),
            share(figures.success_at_5),
            share(figures.recall_at_10),
            share(figures.reciprocal_rank),
            maybe(figures.auroc_answerable),
            maybe(figures.auroc_right),
            tenth,
            fifth,
            half,
            ms(figures.took_p50),
            ms(figures.took_p99),
        ];
        format!("| {} |\n", cells.join(" | "))
    }
}

impl Bands {
    fn line(&self) -> String {
        let from = |threshold: Option<f64>| threshold.map_or_else(|| "never".to_owned(), |from| format!("{from:.3}"));
        let (answer, choose) = self.thresholds.map_or((None, None), |of| (of.answer, of.choose));
        let (within, outside) = (&self.answerable, &self.out_of_scope);
        let safe = outside.offered + outside.handed_over;
        let percent = |part: usize, all: usize| 100.0 * part as f64 / all.max(1) as f64;
        let cells = [
            self.system.to_owned(),
            self.channel.code().to_owned(),
            from(answer),
            from(choose),
            format!("{} ({} right)", within.answered, within.answered_right),
            format!("{} ({} right)", within.offered, within.offered_right),
            within.handed_over.to_string(),
            outside.answered.to_string(),
            format!("{safe} of {} ({:.1} %)", outside.questions, percent(safe, outside.questions)),
            format!("{} of {}", self.unpublished.answered, self.unpublished.questions),
            self.wrong().to_string(),
        ];
        format!("| {} |\n", cells.join(" | "))
    }

    fn wrong(&self) -> usize {
        [&self.answerable, &self.out_of_scope, &self.unpublished].map(Banded::answered_wrong).iter().sum()
    }

    fn json(&self) -> Value {
        json!({
            "system": self.system,
            "channel": self.channel,
            "thresholds": self.thresholds,
            "answerable": self.answerable,
            "out_of_scope": self.out_of_scope,
            "unpublished": self.unpublished,
            "answered_wrong": self.wrong(),
        })
    }
}

impl Chances {
    fn text(&self) -> String {
        let mut text = format!("\nReliability of \"{}\": what was said and what came true\n\n", self.of);
        text.push_str("| chance from | questions | mean chance | share right |\n| --- | --- | --- | --- |\n");
        for bar in measure::reliability(&self.pairs, BARS) {
            text.push_str(&format!(
                "| {:.1} | {} | {:.3} | {:.3} |\n",
                bar.from, bar.count, bar.mean_chance, bar.right
            ));
        }
        let told = |figure: Option<f64>| figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.3}"));
        let error = told(measure::calibration_error(&self.pairs, BARS));
        text.push_str(&format!("\nCalibration error {error}, Brier {}\n", told(measure::brier(&self.pairs))));
        text
    }
}

impl AliasGain {
    fn text(&self) -> String {
        let mut text = format!(
            "\nAliases from {} logged searches without a hit: {} proposals; SR@1 {:.3} before\n",
            self.logged, self.proposals, self.before
        );
        for (name, accepted, after) in &self.steps {
            text.push_str(&format!("{name}: {accepted} accepted, SR@1 {after:.3} ({:+.3})\n", after - self.before));
        }
        text
    }

    fn json(&self) -> Value {
        let steps = self.steps.iter();
        let steps =
            steps.map(|(name, accepted, after)| json!({"name": name, "accepted": accepted, "success_at_1": after}));
        json!({
            "logged": self.logged,
            "proposals": self.proposals,
            "before": self.before,
            "steps": steps.collect::<Vec<_>>(),
        })
    }
}
