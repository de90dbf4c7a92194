//! An edition made ready for search: for each language its titles, its answers and, where they are there, its vectors.
//!
//! Owns what is a title (the question, its other wordings, the question in other languages) and how much each field
//! weighs. An edition never changes; a new one takes its place whole, made of what is ready already (`pieces`). Next:
//! [`crate::find`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::knowledge::bands::Certainty;
use thiserror::Error;

use crate::beginnings::Beginnings;
use crate::entry::{Entry, Language};
use crate::grams::{Grams, Wanted};
use crate::pieces::Pieces;
use crate::titles::Title;
use crate::tokens::{Token, Tokens};
use crate::vectors::{Matrix, VectorShelf};

pub use crate::titles::TitleKind;

/// Entries of an edition.
pub const ENTRIES_MAX: usize = 50_000;
/// Titles of one entry that have a vector: the first, whatever their language.
const TITLE_VECTORS_MAX: usize = 24;
/// Distinct tokens of a question that are looked for in titles and in answers: the rarest.
const STRICT_MAX: usize = 96;
const LOOSE_MAX: usize = 96;

/// Fields of a title.
const STRICT: usize = 0;
const LOOSE: usize = 1;
/// What a loose token weighs beside strict ones: in a question with ideographs, without, and with no strict token.
const LOOSE_BESIDE_IDEOGRAPHS: f32 = 0.2;
const LOOSE_WITHOUT_IDEOGRAPHS: f32 = 0.4;
const LOOSE_ALONE: f32 = 1.0;
/// What an answer weighs beside a title, and a title in another language beside one in the language asked for.
const ANSWER: f32 = 0.3;
const OTHER_LANGUAGE: f32 = 0.8;

/// Why an edition was not made.
#[derive(Debug, Error)]
pub enum EditionFault {
    /// There are too many entries.
    #[error("an edition has at most {ENTRIES_MAX} entries, not {0}")]
    Entries(usize),
    /// The index could not be built.
    #[error("the index could not be built: {0}")]
    Index(#[from] tantivy::TantivyError),
}

/// An edition, ready for search.
#[derive(Clone)]
pub struct Edition {
    catalogues: BTreeMap<Language, Catalogue>,
    pub(crate) certainty: Arc<Certainty>,
}

/// The entries that have a text in one language.
#[derive(Clone)]
pub(crate) struct Catalogue {
    pub(crate) language: Language,
    pub(crate) words: Arc<Words>,
    pub(crate) matrix: Option<Arc<Matrix>>,
}

/// What is found by words.
pub(crate) struct Words {
    pub(crate) entries: Vec<Arc<Entry>>,
    pub(crate) titles: Vec<Title>,
    pub(crate) beginnings: Beginnings,
    title_grams: Grams,
    answer_grams: Grams,
    pieces: Pieces,
}

/// Scores of all entries for a question.
pub(crate) struct WordScores {
    /// By entry.
    pub(crate) scores: Vec<f32>,
    /// By entry: the title that matched best.
    pub(crate) titles: Vec<Option<usize>>,
    /// Share of the question's tokens that stand anywhere in the edition, 0 to 1.
    pub(crate) known: f64,
}

impl Edition {
    /// Makes these entries ready. At 10,000 entries this takes seconds: not for an async task.
    ///
    /// # Errors
    /// [`EditionFault`].
    pub fn build(entries: Vec<Entry>) -> Result<Self, EditionFault> {
        Self::empty().renewed(entries)
    }

    /// The edition of these entries, by what is ready of this one: texts that stand in it are not made ready again. It
    /// finds what one that is built whole finds. Not for an async task either.
    ///
    /// # Errors
    /// [`EditionFault`].
    pub fn renewed(&self, entries: Vec<Entry>) -> Result<Self, EditionFault> {
        if entries.len() > ENTRIES_MAX {
            return Err(EditionFault::Entries(entries.len()));
        }
        let entries: Vec<Arc<Entry>> = entries.into_iter().map(Arc::new).collect();
        let languages: BTreeSet<Language> = entries.iter().flat_map(|entry| entry.texts.keys().copied()).collect();
        let mut catalogues = BTreeMap::new();
        for language in languages {
            let of: Vec<Arc<Entry>> =
                entries.iter().filter(|entry| entry.texts.contains_key(&language)).cloned().collect();
            let before = self.catalogues.get(&language).map(|catalogue| &*catalogue.words);
            let words = Arc::new(Words::after(before, of, language)?);
            catalogues.insert(language, Catalogue { language, words, matrix: None });
        }
        Ok(Self { catalogues, certainty: Arc::clone(&self.certainty) })
    }

    /// An edition of nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self { catalogues: BTreeMap::new(), certainty: Arc::new(Certainty::default()) }
    }

    /// The same edition with the vectors of its titles that are on the shelf.
    #[must_use]
    pub fn with_vectors(&self, shelf: &VectorShelf, width: usize) -> Self {
        let mut edition = self.clone();
        for catalogue in edition.catalogues.values_mut() {
            let mut matrix = Matrix::new(width);
            for title in catalogue.words.titles_with_vectors() {
                if let Some(vector) = shelf.get(&title.text) {
                    matrix.push(title.entry, vector);
                }
            }
            catalogue.matrix = Some(Arc::new(matrix));
        }
        edition
    }

    /// Whether every title that can have a vector has one.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let has_all = |catalogue: &Catalogue| {
            let titles = catalogue.words.titles_with_vectors().count();
            catalogue.matrix.as_ref().map_or(0, |matrix| matrix.len()) == titles
        };
        self.catalogues.values().all(has_all)
    }

    /// The same edition with what was judged of it.
    #[must_use]
    pub fn with_certainty(mut self, certainty: Certainty) -> Self {
        self.certainty = Arc::new(certainty);
        self
    }

    /// Every text whose vector search can use.
    #[must_use]
    pub fn texts_for_vectors(&self) -> BTreeSet<String> {
        let titles = self.catalogues.values().flat_map(|catalogue| catalogue.words.titles_with_vectors());
        titles.map(|title| title.text.clone()).collect()
    }

    /// Entries that have a text in that language.
    #[must_use]
    pub fn entries(&self, language: Language) -> usize {
        self.catalogues.get(&language).map_or(0, |catalogue| catalogue.words.entries.len())
    }

    pub(crate) fn catalogue(&self, language: Language) -> Option<&Catalogue> {
        self.catalogues.get(&language)
    }
}

impl Words {
    fn after(before: Option<&Self>, entries: Vec<Arc<Entry>>, language: Language) -> Result<Self, EditionFault> {
        let none = Pieces::default();
        let pieces = before.map_or(&none, |before| &before.pieces).after(&entries, language)?;
        let (mut titles, mut beginnings) = (Vec::new(), Beginnings::default());
        for (entry, prepared) in pieces.entries().enumerate() {
            for of in &prepared.titles {
                beginnings.put(titles.len(), &of.typed);
                titles.push(Title { entry, of: Arc::clone(of) });
            }
        }
        beginnings.close();
        let (title_grams, answer_grams) = (pieces.titles(), pieces.answers());
        Ok(Self { entries, titles, beginnings, title_grams, answer_grams, pieces })
    }

    #[cfg(test)]
    pub(crate) fn sizes(&self) -> Vec<usize> {
        self.pieces.sizes()
    }

    fn titles_with_vectors(&self) -> impl Iterator<Item = &Title> {
        self.titles.chunk_by(|one, two| one.entry == two.entry).flat_map(|titles| titles.iter().take(TITLE_VECTORS_MAX))
    }

    /// Scores every entry by the question's words.
    pub(crate) fn scores(&self, question: &Tokens) -> tantivy::Result<WordScores> {
        let (strict, known_strict) = self.rarest(&question.strict, STRICT, STRICT_MAX)?;
        let (loose, known_loose) = self.rarest(&question.loose, LOOSE, LOOSE_MAX)?;
        let loose_weight = match (question.strict.is_empty(), question.has_ideographs) {
            (true, _) => LOOSE_ALONE,
            (false, true) => LOOSE_BESIDE_IDEOGRAPHS,
            (false, false) => LOOSE_WITHOUT_IDEOGRAPHS,
        };
        let wanted = |field: usize, texts: &[&'_ str], weight: f32| -> Vec<(usize, String, f32)> {
            texts.iter().map(|text| (field, (*text).to_owned(), weight)).collect()
        };
        let in_titles = [wanted(STRICT, &strict, 1.0), wanted(LOOSE, &loose, loose_weight)].concat();
        let in_answers = wanted(STRICT, &strict, 1.0);
        let by_title = self.title_grams.scores(&as_wanted(&in_titles))?;
        let by_answer = self.answer_grams.scores(&as_wanted(&in_answers))?;
        let (mut scores, titles) = self.best_titles(&by_title);
        for (score, answer) in scores.iter_mut().zip(by_answer) {
            *score += ANSWER * answer;
        }
        let known = if question.strict.is_empty() { known_loose } else { known_strict };
        Ok(WordScores { scores, titles, known })
    }

    /// Scores every title by the question's words, for suggestions: what is typed may be a part of a word.
    pub(crate) fn title_scores(&self, question: &Tokens) -> tantivy::Result<Vec<f32>> {
        let (strict, _) = self.rarest(&question.strict, STRICT, STRICT_MAX)?;
        let (loose, _) = self.rarest(&question.loose, LOOSE, LOOSE_MAX)?;
        let strict = strict.into_iter().map(|text| Wanted { field: STRICT, text, weight: 1.0 });
        let loose = loose.into_iter().map(|text| Wanted { field: LOOSE, text, weight: LOOSE_ALONE });
        self.title_grams.scores(&strict.chain(loose).collect::<Vec<_>>())
    }

    /// Share of the question's strict tokens, by rarity, that stand in `title`, and the share of the title's that stand
    /// in the question; of loose ones where the question has no other.
    pub(crate) fn covered(&self, question: &Tokens, title: &Title) -> tantivy::Result<(f64, f64)> {
        let (field, asked, has) = match (question.strict.is_empty(), title.tokens()) {
            (false, has) => (STRICT, &question.strict, has.strict),
            (true, has) => (LOOSE, &question.loose, has.loose),
        };
        let asked: BTreeSet<&str> = asked.iter().map(|token| token.text.as_str()).collect();
        let has: BTreeSet<&str> = has.iter().map(|token| token.text.as_str()).collect();
        Ok((self.shared(field, &asked, &has)?, self.shared(field, &has, &asked)?))
    }

    /// Share of the tokens, by rarity, that are among `others`; 0 of none.
    fn shared(&self, field: usize, tokens: &BTreeSet<&str>, others: &BTreeSet<&str>) -> tantivy::Result<f64> {
        let (mut all, mut shared) = (0.0, 0.0);
        for text in tokens {
            // A token nobody has is as rare as can be.
            let rarity = f64::from(self.title_grams.rarity(field, text)?.unwrap_or(UNKNOWN_RARITY));
            all += rarity;
            shared += if others.contains(text) { rarity } else { 0.0 };
        }
        Ok(if all > 0.0 { shared / all } else { 0.0 })
    }

    /// How rare a strict token is among answers; 0 where none has it.
    pub(crate) fn rarity_in_answers(&self, text: &str) -> tantivy::Result<f32> {
        Ok(self.answer_grams.rarity(0, text)?.unwrap_or(0.0))
    }

    /// The distinct tokens that stand in titles or answers, the rarest first and at most `most`; and which share these are.
    fn rarest<'t>(&self, asked: &'t [Token], field: usize, most: usize) -> tantivy::Result<(Vec<&'t str>, f64)> {
        let distinct: BTreeSet<&str> = asked.iter().map(|token| token.text.as_str()).collect();
        let all = distinct.len();
        let mut known = Vec::new();
        for text in distinct {
            let in_titles = self.title_grams.rarity(field, text)?;
            let in_answers = if field == STRICT { self.answer_grams.rarity(STRICT, text)? } else { None };
            if let Some(rarity) = in_titles.or(in_answers) {
                known.push((rarity, text));
            }
        }
        let share = known.len() as f64 / all.max(1) as f64;
        known.sort_by(|(one, a), (two, b)| two.total_cmp(one).then(a.cmp(b)));
        known.truncate(most);
        Ok((known.into_iter().map(|(_, text)| text).collect(), share))
    }

    /// By entry, the score of its best title, and which that is.
    fn best_titles(&self, by_title: &[f32]) -> (Vec<f32>, Vec<Option<usize>>) {
        let mut scores = vec![0.0_f32; self.entries.len()];
        let mut best = vec![None; self.entries.len()];
        for (place, (title, score)) in self.titles.iter().zip(by_title).enumerate() {
            let score = if title.kind == TitleKind::OtherLanguage { score * OTHER_LANGUAGE } else { *score };
            if let (Some(known), Some(which)) = (scores.get_mut(title.entry), best.get_mut(title.entry))
                && score > *known
            {
                *known = score;
                *which = Some(place);
            }
        }
        (scores, best)
    }
}

/// The rarity of a token that stands nowhere.
const UNKNOWN_RARITY: f32 = 9.0;

fn as_wanted(wanted: &[(usize, String, f32)]) -> Vec<Wanted<'_>> {
    wanted.iter().map(|(field, text, weight)| Wanted { field: *field, text, weight: *weight }).collect()
}
