//! The seed edition with its judged questions and its log of searches without a hit, as they stand in `faq/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use domain::knowledge::clusters::{Asked, Known, Meant, Origin, Proposal, Proposed};
use domain::knowledge::table::{Plan, Present, unguarded};
use search::evaluate::JudgedSet;
use search::{Entry, Language, Search, gaps};
use serde::de::DeserializeOwned;

pub type Fault = Box<dyn std::error::Error>;

/// The version of texts that no edition holds yet.
const UNPUBLISHED: u32 = 0;

/// A question as the log holds it.
#[derive(serde::Deserialize)]
pub struct Logged {
    text: String,
    lang: Language,
    count: u32,
}

/// Everything that stands in the folder.
pub struct Seed {
    /// What is meant for publication.
    pub entries: Vec<domain::knowledge::entry::Entry>,
    pub queries: BTreeMap<String, String>,
    pub kinds: BTreeMap<String, String>,
    halves: BTreeMap<String, String>,
    grades: BTreeMap<String, BTreeMap<String, u32>>,
    pub log: Vec<Logged>,
    truth: BTreeMap<String, String>,
}

impl Seed {
    pub fn read(folder: &Path) -> Result<Self, Fault> {
        let bytes = fs::read(folder.join("zama.csv"))?;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.as_slice());
        let mut rows: Vec<Vec<String>> = Vec::new();
        for record in reader.records() {
            rows.push(record?.iter().map(|cell| unguarded(cell).to_owned()).collect());
        }
        let plan = Plan::of(&rows, &Present::default())?;
        if let Some(problem) = plan.problems.first() {
            return Err(problem.to_string().into());
        }
        let questions = folder.join("questions");
        Ok(Self {
            entries: plan.added.into_iter().filter(|entry| entry.publish).collect(),
            queries: json(&questions.join("queries.json"))?,
            kinds: json(&questions.join("kinds.json"))?,
            halves: json(&questions.join("split.json"))?,
            grades: json(&questions.join("qrels.json"))?,
            log: json(&questions.join("alias-log.json"))?,
            truth: json(&questions.join("alias-truth.json"))?,
        })
    }

    /// The published entries as search takes them.
    pub fn searched(&self) -> Vec<Entry> {
        self.entries.iter().map(|entry| Entry::of(entry, UNPUBLISHED)).collect()
    }

    /// The questions of one half (`tune` or `report`) with their grades for what is published.
    pub fn half(&self, half: &str) -> Result<JudgedSet, Fault> {
        let corpus: BTreeMap<String, &str> =
            self.entries.iter().map(|entry| (entry.key.to_string(), entry.ja.question.as_str())).collect();
        let inside = |id: &&String| self.halves.get(*id).is_some_and(|of| of == half);
        let queries: BTreeMap<&String, &String> = self.queries.iter().filter(|(id, _)| inside(id)).collect();
        let published = |grades: &BTreeMap<String, u32>| -> BTreeMap<String, u32> {
            let kept = grades.iter().filter(|(key, _)| corpus.contains_key(*key));
            kept.map(|(key, grade)| (key.clone(), *grade)).collect()
        };
        let grades: BTreeMap<&String, BTreeMap<String, u32>> =
            self.grades.iter().filter(|(id, _)| inside(id)).map(|(id, grades)| (id, published(grades))).collect();
        let bytes = |value: serde_json::Result<Vec<u8>>| value.map_err(Fault::from);
        let (corpus, queries) = (bytes(serde_json::to_vec(&corpus))?, bytes(serde_json::to_vec(&queries))?);
        Ok(JudgedSet::read(&corpus, &queries, &bytes(serde_json::to_vec(&grades))?)?)
    }

    /// What is proposed for the log, by language.
    pub fn proposals(&self, search: &Search) -> Vec<(Language, Proposal)> {
        let languages = [Language::Japanese, Language::English];
        let of = |language| {
            let logged = self.log.iter().filter(|one| one.lang == language);
            let asked = logged.map(|one| Asked {
                question: one.text.clone(),
                origin: Origin::ZeroHit,
                times: one.count,
                meant: Meant::default(),
            });
            let found = gaps::proposals(search, language, asked.collect(), &self.known(language), 1);
            found.into_iter().map(move |proposal| (language, proposal))
        };
        languages.into_iter().flat_map(of).collect()
    }

    fn known(&self, language: Language) -> Vec<Known> {
        let known = self.entries.iter().zip(self.searched()).filter_map(|(entry, searched)| {
            let text = searched.texts.get(&language)?;
            let questions = [&text.question, &text.reading].into_iter().chain(&text.aliases);
            let questions = questions.filter(|question| !question.is_empty()).cloned().collect();
            Some(Known { key: entry.key.clone(), questions })
        });
        known.collect()
    }

    /// The aliases a person takes who knows where each question of the log belongs: of all proposals where that person
    /// names the entry, or only of those that name the right one themselves.
    pub fn accepted(&self, proposals: &[(Language, Proposal)], names_entry: bool) -> Vec<(String, Language, String)> {
        let taken = proposals.iter().filter_map(|(language, proposal)| {
            let right = self.truth.get(&proposal.words)?;
            let is_named = matches!(&proposal.proposed, Proposed::Alias { of, .. } if of.as_str() == right);
            (names_entry || is_named).then(|| (right.clone(), *language, proposal.words.clone()))
        });
        taken.collect()
    }
}

/// The entries with more aliases.
pub fn with_aliases(mut entries: Vec<Entry>, aliases: &[(String, Language, String)]) -> Vec<Entry> {
    for (key, language, alias) in aliases {
        let entry = entries.iter_mut().find(|entry| entry.id.key == *key);
        if let Some(text) = entry.and_then(|entry| entry.texts.get_mut(language)) {
            text.aliases.push(alias.clone());
        }
    }
    entries
}

fn json<T: DeserializeOwned>(path: &Path) -> Result<T, Fault> {
    let bytes = fs::read(path).map_err(|why| format!("{}: {why}", path.display()))?;
    serde_json::from_slice(&bytes).map_err(|why| format!("{}: {why}", path.display()).into())
}
