//! The translation memory: approved pairs, found by the words that are spoken, exactly or nearly.
//!
//! Owns the likeness of sentences, the margin from which a near one is taken, and the filling of slots. A near phrase
//! is taken only where the check finds nothing else said in it (figures, denials, terms, conditions), so that nobody
//! reads a fee that was not named. It must never make up words: what is shown stands in the book. Start with
//! [`Memory::find`].

mod likeness;
mod skeleton;
mod slots;

use crate::check::{check, says_the_same};
use crate::flow_pairs::BilingualPair;
use crate::glossary::Glossary;
use crate::language::{Direction, Language};
use crate::phrase_book::Phrase;
use crate::segment::{Confidence, Context, Segment};
use likeness::Index;
use skeleton::skeleton;

/// Likeness from which a near phrase may be taken; fitted to the working half of `phrases/paraphrases.tsv`, ADR 0050.
pub const NEAR_MIN: f64 = 0.55;
/// How much better it must be than the next phrase of another meaning.
pub const MARGIN_MIN: f64 = 0.05;
/// Nearest phrases looked at.
const LOOKED_AT: usize = 5;
/// Most pairs of a memory.
pub const PAIRS_MAX: usize = 20_000;

/// A pair of the memory.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    id: String,
    ja: String,
    en: String,
    approved: bool,
}

/// A phrase that says what was spoken.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The pair's id.
    pub id: String,
    /// The translation with its slots filled.
    pub text: String,
    /// Whether a person of the city approved the pair: shown as ✓.
    pub approved: bool,
    /// Whether the words are the phrase's own.
    pub exact: bool,
    /// How alike the words are.
    pub confidence: Confidence,
}

/// The memory.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    pairs: Vec<Kept>,
    ja: Index,
    en: Index,
}

impl Memory {
    /// A memory of the phrase book and of further pairs (flows, FAQ); `approved` is what holds of those. Pairs whose
    /// languages do not agree are left out; the second part names them.
    #[must_use]
    pub fn of(book: &[Phrase], further: &[(BilingualPair, bool)], glossary: &Glossary) -> (Self, Vec<String>) {
        let phrases = book.iter().map(|phrase| Kept {
            id: format!("phrase:{}", phrase.key),
            ja: phrase.ja.clone(),
            en: phrase.en.clone(),
            approved: phrase.approved.is_some(),
        });
        let others = further.iter().map(|(pair, approved)| Kept {
            id: pair.id.clone(),
            ja: pair.ja.clone(),
            en: pair.en.clone(),
            approved: *approved,
        });
        let (pairs, left_out): (Vec<Kept>, Vec<Kept>) =
            phrases.chain(others).take(PAIRS_MAX).partition(|pair| agrees(pair, glossary));
        let skeletons = |language| pairs.iter().map(|pair| skeleton(pair.text(language), language)).collect();
        let (ja, en) = (Index::of(skeletons(Language::Ja)), Index::of(skeletons(Language::En)));
        (Self { pairs, ja, en }, left_out.into_iter().map(|pair| pair.id).collect())
    }

    /// How many pairs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The phrase that says what a segment says, if one does.
    #[must_use]
    pub fn find(&self, segment: &Segment, context: &Context, glossary: &Glossary) -> Option<Match> {
        let near = self.nearest(segment, context);
        let (best, likeness) = *near.first()?;
        let exact = likeness >= 1.0 - 1e-9;
        let rival = near.iter().skip(1).find(|(pair, _)| !self.is_same(*pair, best, segment.direction));
        let clear = exact || likeness - rival.map_or(0.0, |(_, likeness)| *likeness) >= MARGIN_MIN;
        if likeness < NEAR_MIN || !clear {
            return None;
        }
        // Of pairs with the same words, the first that fits: "You pay {money}" stands beside "You pay 1,000 yen".
        let mut equal = near
            .iter()
            .take_while(|(pair, found)| likeness - found < 1e-9 || self.is_same(*pair, best, segment.direction));
        equal.find_map(|(pair, _)| self.matched(&self.pairs[*pair], segment, context, glossary, likeness))
    }

    /// The nearest pairs of a segment with their likeness, whether they may be taken or not: what the margin is
    /// measured with, and what the operator is offered as another way to say it.
    #[must_use]
    pub fn near(&self, segment: &Segment) -> Vec<(&str, f64)> {
        let near = self.nearest(segment, &Context::default());
        near.into_iter().map(|(pair, likeness)| (self.pairs[pair].id.as_str(), likeness)).collect()
    }

    /// The names of the visit are slots and no words to be found by.
    fn nearest(&self, segment: &Segment, context: &Context) -> Vec<(usize, f64)> {
        let nameless = context
            .names
            .iter()
            .fold(segment.text.clone(), |text, name| text.replace(&name.ja, "").replace(&name.en, ""));
        let language = segment.direction.source();
        let index = match language {
            Language::Ja => &self.ja,
            Language::En => &self.en,
        };
        index.nearest(&skeleton(&nameless, language), LOOKED_AT)
    }

    /// Whether two pairs read the same in the end.
    fn is_same(&self, one: usize, other: usize, direction: Direction) -> bool {
        let target = |pair: usize| skeleton(self.pairs[pair].text(direction.target()), direction.target());
        target(one) == target(other)
    }

    fn matched(
        &self,
        pair: &Kept,
        segment: &Segment,
        context: &Context,
        glossary: &Glossary,
        likeness: f64,
    ) -> Option<Match> {
        let (from, into) = (segment.direction.source(), segment.direction.target());
        let filling = slots::filling(pair.text(from), &segment.text, from, &context.names)?;
        let said = slots::filled(pair.text(from), &filling, from);
        let text = slots::filled(pair.text(into), &filling, into);
        says_the_same(&segment.text, &said, from, glossary).then(|| Match {
            id: pair.id.clone(),
            text,
            approved: pair.approved,
            exact: likeness >= 1.0 - 1e-9,
            confidence: Confidence::of_share(likeness),
        })
    }
}

impl Kept {
    fn text(&self, language: Language) -> &str {
        match language {
            Language::Ja => &self.ja,
            Language::En => &self.en,
        }
    }
}

/// Whether the two languages of a pair say the same, with examples in its slots.
fn agrees(pair: &Kept, glossary: &Glossary) -> bool {
    let of = |language| slots::with_examples(pair.text(language), language);
    let ways = [
        (Direction::JaToEn, of(Language::Ja), of(Language::En)),
        (Direction::EnToJa, of(Language::En), of(Language::Ja)),
    ];
    ways.into_iter()
        .all(|(direction, text, target)| check(&Segment { text, direction }, &target, &[], glossary).is_empty())
}

#[cfg(test)]
mod tests;
