//! An index in memory over lists of tokens (tantivy, BM25 with k1 1.2 and b 0.75), which answers a score a document.
//!
//! It consists of parts that were made at different times. In a part documents keep the order in which they came, in
//! one segment, so that a document's number is its place. All parts count together, and what is gone does not count, so
//! that scores are those of one index of what stands. Filters are the caller's, on plain lists. It knows nothing of
//! entries.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::directory::RamDirectory;
use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{PreTokenizedString, Token as Posting};
use tantivy::{DocId, Index, ReloadPolicy, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyDocument, Term};

use crate::tokens::Token;

/// Memory for building, in bytes; a segment larger than that still stays one.
const BUILD_BYTES: usize = 64 * 1024 * 1024;

/// A list of tokens for each field.
pub(crate) type Document = Vec<Vec<Token>>;

/// Documents that were indexed together; they never change.
pub(crate) struct Part {
    searcher: Searcher,
    /// By field: tokens of all documents.
    tokens: Vec<u64>,
    documents: usize,
}

/// What documents count for: how rare terms are, and how long texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// By field: tokens of all documents, and documents by the terms they hold.
    fields: BTreeMap<u32, FieldCounts>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct FieldCounts {
    tokens: u64,
    with: BTreeMap<String, u64>,
}

/// A part as an index has it.
pub(crate) struct Standing {
    pub(crate) part: Arc<Part>,
    /// By document of the part: its place in the index; None for one that is gone.
    pub(crate) places: Vec<Option<usize>>,
    /// What those count for that are gone.
    pub(crate) gone: Counts,
}

/// An index of documents with the same fields.
pub(crate) struct Grams {
    parts: Vec<Standing>,
    documents: usize,
}

/// A term that is looked for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wanted<'t> {
    /// Place of the field in the list given to [`Part::build`].
    pub(crate) field: usize,
    pub(crate) text: &'t str,
    pub(crate) weight: f32,
}

impl Part {
    /// Indexes documents, each with a list of tokens for each field.
    ///
    /// # Errors
    /// Those of tantivy.
    pub(crate) fn build(fields: &[&str], documents: &[Document]) -> tantivy::Result<Self> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::WithFreqs);
        let options = TextOptions::default().set_indexing_options(indexing);
        // Fields are numbered in their order, in every part alike.
        let fields: Vec<Field> = fields.iter().map(|name| schema.add_text_field(name, options.clone())).collect();
        let builder = Index::builder().schema(schema.build());
        let mut writer = builder.single_segment_index_writer::<TantivyDocument>(RamDirectory::create(), BUILD_BYTES)?;
        let mut counted = vec![0; fields.len()];
        for lists in documents {
            let mut document = TantivyDocument::default();
            for ((field, tokens), count) in fields.iter().zip(lists).zip(&mut counted) {
                document.add_pre_tokenized_text(*field, pre_tokenized(tokens));
                *count += tokens.len() as u64;
            }
            writer.add_document(document)?;
        }
        let index = writer.finalize()?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let reader: tantivy::IndexReader = reader;
        Ok(Self { searcher: reader.searcher(), tokens: counted, documents: documents.len() })
    }

    /// How many documents there are.
    pub(crate) fn documents(&self) -> usize {
        self.documents
    }
}

impl Counts {
    /// Counts a document.
    pub(crate) fn add(&mut self, document: &Document) {
        self.count(document, |number, by| *number += by);
    }

    /// Takes one off that was counted.
    pub(crate) fn take_off(&mut self, document: &Document) {
        self.count(document, |number, by| *number = number.saturating_sub(by));
    }

    fn count(&mut self, document: &Document, change: impl Fn(&mut u64, u64)) {
        for (field, tokens) in (0..).zip(document).filter(|(_, tokens)| !tokens.is_empty()) {
            let counts = self.fields.entry(field).or_default();
            change(&mut counts.tokens, tokens.len() as u64);
            let distinct: BTreeSet<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
            for text in distinct {
                let with = counts.with.entry(text.to_owned()).or_default();
                change(with, 1);
                if *with == 0 {
                    counts.with.remove(text);
                }
            }
            if counts.with.is_empty() {
                self.fields.remove(&field);
            }
        }
    }

    fn tokens(&self, field: Field) -> u64 {
        self.fields.get(&field.field_id()).map_or(0, |counts| counts.tokens)
    }

    fn with(&self, field: Field, text: &str) -> u64 {
        self.fields.get(&field.field_id()).and_then(|counts| counts.with.get(text)).copied().unwrap_or(0)
    }
}

impl Grams {
    /// An index of these parts, whose documents have `documents` places.
    pub(crate) fn of(parts: Vec<Standing>, documents: usize) -> Self {
        Self { parts, documents }
    }

    /// The score of every document; 0 where nothing matches.
    ///
    /// # Errors
    /// Those of tantivy.
    pub(crate) fn scores(&self, wanted: &[Wanted<'_>]) -> tantivy::Result<Vec<f32>> {
        let clause = |wanted: &Wanted<'_>| {
            let query = Box::new(TermQuery::new(term(wanted.field, wanted.text), IndexRecordOption::WithFreqs));
            let query: Box<dyn Query> = Box::new(BoostQuery::new(query, wanted.weight));
            (Occur::Should, query)
        };
        let mut scores = vec![0.0; self.documents];
        if wanted.is_empty() {
            return Ok(scores);
        }
        let query = BooleanQuery::new(wanted.iter().map(clause).collect());
        for Standing { part, places, .. } in &self.parts {
            let every = Every { documents: part.documents };
            let found = part.searcher.search_with_statistics_provider(&query, &every, self)?;
            for (found, place) in found.into_iter().zip(places) {
                if let Some(score) = place.and_then(|place| scores.get_mut(place)) {
                    *score = found;
                }
            }
        }
        Ok(scores)
    }

    /// How rare a term is; None where no document has it.
    ///
    /// # Errors
    /// Those of tantivy.
    pub(crate) fn rarity(&self, field: usize, text: &str) -> tantivy::Result<Option<f32>> {
        let with = self.doc_freq(&term(field, text))? as f32;
        let all = self.documents as f32;
        Ok((with > 0.0).then(|| (1.0 + (all - with + 0.5) / (with + 0.5)).ln()))
    }
}

/// What stands of all parts counts, and nothing else.
impl Bm25StatisticsProvider for Grams {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let of_field = |part: &Part| part.tokens.get(field.field_id() as usize).copied().unwrap_or(0);
        let standing = |one: &Standing| of_field(&one.part).saturating_sub(one.gone.tokens(field));
        Ok(self.parts.iter().map(standing).sum())
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.documents as u64)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let mut with = 0;
        for Standing { part, gone, .. } in &self.parts {
            let value = term.value();
            let gone = value.as_str().map_or(0, |text| gone.with(term.field(), text));
            with += part.searcher.doc_freq(term)?.saturating_sub(gone);
        }
        Ok(with)
    }
}

fn term(field: usize, text: &str) -> Term {
    Term::from_field_text(Field::from_field_id(u32::try_from(field).unwrap_or(u32::MAX)), text)
}

fn pre_tokenized(tokens: &[Token]) -> PreTokenizedString {
    let posting = |(position, token): (usize, &Token)| Posting {
        offset_from: 0,
        offset_to: 0,
        position,
        text: token.text.clone(),
        position_length: 1,
    };
    PreTokenizedString { text: String::new(), tokens: tokens.iter().enumerate().map(posting).collect() }
}

/// Collects the score of every document.
struct Every {
    documents: usize,
}

struct EveryOfSegment(Vec<f32>);

impl Collector for Every {
    type Fruit = Vec<f32>;
    type Child = EveryOfSegment;

    fn for_segment(&self, _: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<EveryOfSegment> {
        Ok(EveryOfSegment(vec![0.0; self.documents]))
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<Vec<f32>>) -> tantivy::Result<Vec<f32>> {
        Ok(segments.into_iter().next().unwrap_or_else(|| vec![0.0; self.documents]))
    }
}

impl SegmentCollector for EveryOfSegment {
    type Fruit = Vec<f32>;

    fn collect(&mut self, document: DocId, score: Score) {
        if let Some(place) = self.0.get_mut(document as usize) {
            *place = score;
        }
    }

    fn harvest(self) -> Vec<f32> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens;

    fn document(text: &str) -> Document {
        vec![tokens::of(text).strict]
    }

    fn part(texts: &[&str]) -> Arc<Part> {
        let documents: Vec<Document> = texts.iter().map(|text| document(text)).collect();
        Arc::new(Part::build(&["strict"], &documents).unwrap())
    }

    fn index(texts: &[&str]) -> Grams {
        let places = (0..texts.len()).map(Some).collect();
        Grams::of(vec![Standing { part: part(texts), places, gone: Counts::default() }], texts.len())
    }

    const WANTED: [Wanted<'static>; 2] =
        [Wanted { field: 0, text: "住所", weight: 1.0 }, Wanted { field: 0, text: "手数", weight: 1.0 }];

    #[test]
    fn one_part_scores_as_tantivy_does() {
        let texts = ["手数料", "住所", "手数料と住所の変更", "電話"];
        let grams = index(&texts);
        let [Standing { part, .. }] = &grams.parts[..] else { panic!("one part") };
        let clauses = WANTED.map(|wanted| {
            let query: Box<dyn Query> = Box::new(TermQuery::new(term(0, wanted.text), IndexRecordOption::WithFreqs));
            (Occur::Should, query)
        });
        let plain = part.searcher.search(&BooleanQuery::new(clauses.into()), &Every { documents: 4 }).unwrap();
        assert_eq!(grams.scores(&WANTED).unwrap(), plain);
    }

    #[test]
    fn parts_count_together_and_what_is_gone_does_not_count() {
        let whole = index(&["手数料と住所の変更", "住所", "転居と住所", "手数料"]);
        let (large, small) =
            (part(&["手数料と住所の変更", "住所の住所", "手数料の手数料", "住所"]), part(&["手数料", "転居と住所"]));
        let mut gone = Counts::default();
        gone.add(&document("住所の住所"));
        gone.add(&document("手数料の手数料"));
        let parts = vec![
            Standing { part: large, places: vec![Some(0), None, None, Some(1)], gone },
            Standing { part: small, places: vec![Some(3), Some(2)], gone: Counts::default() },
        ];
        let grams = Grams::of(parts, 4);
        for text in ["住所", "手数", "転居", "変更"] {
            assert_eq!(grams.rarity(0, text).unwrap(), whole.rarity(0, text).unwrap(), "{text}");
        }
        for (one, other) in grams.scores(&WANTED).unwrap().into_iter().zip(whole.scores(&WANTED).unwrap()) {
            assert!((one - other).abs() < 1e-5, "{one} {other}");
        }
    }

    #[test]
    fn what_is_taken_off_again_leaves_nothing() {
        let mut counts = Counts::default();
        counts.add(&document("住所の住所"));
        assert_eq!(
            (counts.with(Field::from_field_id(0), "住所"), counts.with(Field::from_field_id(0), "電話")),
            (1, 0)
        );
        assert_eq!(counts.tokens(Field::from_field_id(0)), document("住所の住所")[0].len() as u64);
        counts.take_off(&document("住所の住所"));
        assert_eq!((counts.tokens(Field::from_field_id(0)), counts.with(Field::from_field_id(0), "住所")), (0, 0));
    }

    #[test]
    fn documents_keep_their_places() {
        let grams = index(&["手数料", "", "住所", "手数料と住所"]);
        let scores = grams.scores(&[Wanted { field: 0, text: "住所", weight: 1.0 }]).unwrap();
        let found: Vec<bool> = scores.iter().map(|score| *score > 0.0).collect();
        assert_eq!(found, [false, false, true, true]);
        assert!(scores[2] > scores[3], "the shorter text weighs more");
    }

    #[test]
    fn a_rare_term_weighs_more_and_an_unknown_one_nothing() {
        let grams = index(&["手数料", "手数料と住所"]);
        assert!(grams.rarity(0, "住所").unwrap() > grams.rarity(0, "手数").unwrap());
        assert_eq!(grams.rarity(0, "電話").unwrap(), None);
        assert_eq!(grams.scores(&[]).unwrap(), [0.0, 0.0]);
    }

    #[test]
    fn an_index_of_nothing_answers_nothing() {
        assert!(index(&[]).scores(&[Wanted { field: 0, text: "手", weight: 1.0 }]).unwrap().is_empty());
    }
}
