//! An index in memory over lists of tokens (tantivy, BM25 with k1 1.2 and b 0.75), which answers a score a document.
//!
//! Documents keep the order in which they come, in one segment, so that a document's number is its place. Filters are
//! therefore the caller's, on plain lists. It knows nothing of entries.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::directory::RamDirectory;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{PreTokenizedString, Token as Posting};
use tantivy::{DocId, Index, ReloadPolicy, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyDocument, Term};

use crate::tokens::Token;

/// Memory for building, in bytes; a segment larger than that still stays one.
const BUILD_BYTES: usize = 64 * 1024 * 1024;

/// An index of documents with the same fields.
pub(crate) struct Grams {
    searcher: Searcher,
    fields: Vec<Field>,
    documents: usize,
}

/// A term that is looked for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wanted<'t> {
    /// Place of the field in the list given to [`Grams::build`].
    pub(crate) field: usize,
    pub(crate) text: &'t str,
    pub(crate) weight: f32,
}

impl Grams {
    /// Builds an index; each document has a list of tokens for each field.
    ///
    /// # Errors
    /// Those of tantivy.
    pub(crate) fn build(fields: &[&str], documents: &[Vec<Vec<Token>>]) -> tantivy::Result<Self> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::WithFreqs);
        let options = TextOptions::default().set_indexing_options(indexing);
        let fields: Vec<Field> = fields.iter().map(|name| schema.add_text_field(name, options.clone())).collect();
        let builder = Index::builder().schema(schema.build());
        let mut writer = builder.single_segment_index_writer::<TantivyDocument>(RamDirectory::create(), BUILD_BYTES)?;
        for lists in documents {
            let mut document = TantivyDocument::default();
            for (field, tokens) in fields.iter().zip(lists) {
                document.add_pre_tokenized_text(*field, pre_tokenized(tokens));
            }
            writer.add_document(document)?;
        }
        let index = writer.finalize()?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let reader: tantivy::IndexReader = reader;
        Ok(Self { searcher: reader.searcher(), fields, documents: documents.len() })
    }

    /// The score of every document; 0 where nothing matches.
    ///
    /// # Errors
    /// Those of tantivy.
    pub(crate) fn scores(&self, wanted: &[Wanted<'_>]) -> tantivy::Result<Vec<f32>> {
        let clauses: Vec<(Occur, Box<dyn Query>)> = wanted
            .iter()
            .filter_map(|wanted| {
                let term = Term::from_field_text(*self.fields.get(wanted.field)?, wanted.text);
                let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
                let query: Box<dyn Query> = Box::new(BoostQuery::new(query, wanted.weight));
                Some((Occur::Should, query))
            })
            .collect();
        if clauses.is_empty() {
            return Ok(vec![0.0; self.documents]);
        }
        self.searcher.search(&BooleanQuery::new(clauses), &Every { documents: self.documents })
    }

    /// How rare a term is; None where no document has it.
    ///
    /// # Errors
    /// Those of tantivy.
    pub(crate) fn rarity(&self, field: usize, text: &str) -> tantivy::Result<Option<f32>> {
        let Some(field) = self.fields.get(field) else { return Ok(None) };
        let with = self.searcher.doc_freq(&Term::from_field_text(*field, text))? as f32;
        let all = self.documents as f32;
        Ok((with > 0.0).then(|| (1.0 + (all - with + 0.5) / (with + 0.5)).ln()))
    }
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

    fn index(texts: &[&str]) -> Grams {
        let documents: Vec<Vec<Vec<Token>>> = texts.iter().map(|text| vec![tokens::of(text).strict]).collect();
        Grams::build(&["strict"], &documents).unwrap()
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
