//! Entries that were indexed together, and which of them still stand: so that a change indexes what changed alone.
//!
//! A catalogue is one large piece and a few small ones. An entry whose text is new comes into a piece of its own; one
//! that is gone keeps its documents and is neither found nor counted. Whatever the pieces are, a question finds the
//! same with the same scores, since all count together (`grams`).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::entry::{Entry, Language};
use crate::grams::{Counts, Document, Grams, Part, Standing};
use crate::titles::{self, TitleText, cut};
use crate::tokens;

/// Pieces of a catalogue; where one more would be, the small ones are made one.
const PIECES_MAX: usize = 4;
/// The large piece is made anew once so many times what stands in small ones is more than all.
const SMALL_SHARE: usize = 8;
/// Characters of an answer that are searched.
const ANSWER_CHARS_MAX: usize = 20_000;

/// An entry as it was indexed.
pub(crate) struct Prepared {
    entry: Arc<Entry>,
    pub(crate) titles: Vec<Arc<TitleText>>,
}

/// Where an entry was indexed: in which piece, at which place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    piece: usize,
    place: usize,
}

/// The pieces of a catalogue, with where each of its entries is.
#[derive(Default)]
pub(crate) struct Pieces {
    pieces: Vec<Piece>,
    /// By entry.
    spots: Vec<Spot>,
}

#[derive(Clone)]
struct Piece {
    indexed: Arc<Indexed>,
    /// By place: whether the entry still stands.
    standing: Vec<bool>,
    gone_titles: Counts,
    gone_answers: Counts,
}

struct Indexed {
    prepared: Vec<Arc<Prepared>>,
    /// By place: the first document of the entry's titles.
    firsts: Vec<usize>,
    titles: Arc<Part>,
    answers: Arc<Part>,
}

impl Prepared {
    fn of(entry: &Arc<Entry>, language: Language) -> Self {
        Self { entry: Arc::clone(entry), titles: titles::of(entry, language) }
    }

    fn title_documents(&self) -> impl Iterator<Item = Document> {
        self.titles.iter().map(|title| {
            let tokens = title.tokens();
            vec![tokens.strict, tokens.loose]
        })
    }

    fn answer_document(&self, language: Language) -> Document {
        let answer = self.entry.texts.get(&language).map_or("", |text| text.answer.as_str());
        vec![tokens::of(cut(answer, ANSWER_CHARS_MAX)).strict]
    }
}

impl Indexed {
    fn build(prepared: Vec<Arc<Prepared>>, language: Language) -> tantivy::Result<Self> {
        let (mut firsts, mut documents) = (Vec::with_capacity(prepared.len()), Vec::new());
        for one in &prepared {
            firsts.push(documents.len());
            documents.extend(one.title_documents());
        }
        let titles = Arc::new(Part::build(&["strict", "loose"], &documents)?);
        drop(documents);
        let documents: Vec<Document> = prepared.iter().map(|one| one.answer_document(language)).collect();
        let answers = Arc::new(Part::build(&["strict"], &documents)?);
        Ok(Self { prepared, firsts, titles, answers })
    }
}

impl Piece {
    fn build(prepared: Vec<Arc<Prepared>>, language: Language) -> tantivy::Result<Self> {
        let standing = vec![true; prepared.len()];
        let indexed = Arc::new(Indexed::build(prepared, language)?);
        Ok(Self { indexed, standing, gone_titles: Counts::default(), gone_answers: Counts::default() })
    }

    /// The same piece where those entries stand and no others.
    fn where_stand(&self, standing: Vec<bool>, language: Language) -> Self {
        let mut piece = Self { standing, ..self.clone() };
        for (place, prepared) in self.indexed.prepared.iter().enumerate() {
            let count = match (self.standing.get(place), piece.standing.get(place)) {
                (Some(true), Some(false)) => Counts::add,
                (Some(false), Some(true)) => Counts::take_off,
                _ => continue,
            };
            prepared.title_documents().for_each(|document| count(&mut piece.gone_titles, &document));
            count(&mut piece.gone_answers, &prepared.answer_document(language));
        }
        piece
    }
}

impl Pieces {
    /// The pieces of these entries, in their order; only texts that are in no piece of before are indexed.
    pub(crate) fn after(&self, entries: &[Arc<Entry>], language: Language) -> tantivy::Result<Self> {
        let found = self.found(entries);
        let prepared = |(entry, found): (&Arc<Entry>, &Option<Spot>)| match found.and_then(|spot| self.prepared(spot)) {
            Some(prepared) => Arc::clone(prepared),
            None => Arc::new(Prepared::of(entry, language)),
        };
        let in_large = found.iter().flatten().filter(|spot| spot.piece == 0).count();
        let fresh = found.iter().filter(|spot| spot.is_none()).count();
        let small = entries.len() - in_large;
        let large = self.pieces.first().map_or(0, |piece| piece.standing.len());
        if in_large == 0 || in_large * 2 < large || small * SMALL_SHARE > entries.len() {
            let all: Vec<Arc<Prepared>> = entries.iter().zip(&found).map(prepared).collect();
            let spots = (0..all.len()).map(|place| Spot { piece: 0, place }).collect();
            return Ok(Self { pieces: vec![Piece::build(all, language)?], spots });
        }
        // What comes into a piece of its own: what is new, and once there are too many pieces what stands in small ones.
        let merges = fresh > 0 && self.pieces.len() >= PIECES_MAX;
        let kept = if merges { 1 } else { self.pieces.len() };
        let stays = |found: &Option<Spot>| found.is_some_and(|spot| spot.piece < kept);
        let moved: Vec<Arc<Prepared>> =
            entries.iter().zip(&found).filter(|(_, found)| !stays(found)).map(prepared).collect();
        let mut free = 0..;
        let spots: Vec<Spot> = found
            .iter()
            .map(|found| match found.filter(|spot| spot.piece < kept) {
                Some(spot) => spot,
                None => Spot { piece: kept, place: free.next().unwrap_or_default() },
            })
            .collect();
        let mut pieces = self.standing(kept, &spots, language);
        if !moved.is_empty() {
            pieces.push(Piece::build(moved, language)?);
        }
        Ok(Self { pieces, spots })
    }

    /// By entry, where its very text was indexed.
    fn found(&self, entries: &[Arc<Entry>]) -> Vec<Option<Spot>> {
        let mut known: BTreeMap<&str, Vec<Spot>> = BTreeMap::new();
        for (piece, of) in self.pieces.iter().enumerate() {
            for (place, prepared) in of.indexed.prepared.iter().enumerate() {
                known.entry(prepared.entry.id.key.as_str()).or_default().push(Spot { piece, place });
            }
        }
        let same = |entry: &Entry, spot: &Spot| {
            self.prepared(*spot).is_some_and(|prepared| prepared.entry.texts == entry.texts)
        };
        let mut taken = BTreeMap::new();
        let mut found = |(number, entry): (usize, &Arc<Entry>)| {
            let spots = known.get(entry.id.key.as_str())?;
            let spot = spots.iter().find(|spot| same(entry, spot))?;
            // Two entries of one key have documents of their own.
            let owner = *taken.entry((spot.piece, spot.place)).or_insert(number);
            (owner == number).then_some(*spot)
        };
        entries.iter().enumerate().map(&mut found).collect()
    }

    /// The first `kept` pieces, where the entries of these spots stand and no others.
    fn standing(&self, kept: usize, spots: &[Spot], language: Language) -> Vec<Piece> {
        let kept = self.pieces.iter().take(kept);
        let stand = |(piece, of): (usize, &Piece)| {
            let mut standing = vec![false; of.standing.len()];
            for spot in spots.iter().filter(|spot| spot.piece == piece) {
                if let Some(stands) = standing.get_mut(spot.place) {
                    *stands = true;
                }
            }
            of.where_stand(standing, language)
        };
        kept.enumerate().map(stand).collect()
    }

    fn prepared(&self, spot: Spot) -> Option<&Arc<Prepared>> {
        self.pieces.get(spot.piece)?.indexed.prepared.get(spot.place)
    }

    /// By entry, what it is found by.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Arc<Prepared>> {
        self.spots.iter().filter_map(|spot| self.prepared(*spot))
    }

    /// The index of titles, which lie in the order of their entries.
    pub(crate) fn titles(&self) -> Grams {
        let places = |piece: &Piece| vec![None; piece.indexed.titles.documents()];
        let mut places: Vec<Vec<Option<usize>>> = self.pieces.iter().map(places).collect();
        let mut next = 0;
        for spot in &self.spots {
            let Some(piece) = self.pieces.get(spot.piece) else { continue };
            let first = piece.indexed.firsts.get(spot.place).copied().unwrap_or_default();
            let count = self.prepared(*spot).map_or(0, |prepared| prepared.titles.len());
            for document in first..first + count {
                if let Some(place) = places.get_mut(spot.piece).and_then(|places| places.get_mut(document)) {
                    *place = Some(next);
                }
                next += 1;
            }
        }
        let standing = self.pieces.iter().zip(places).map(|(piece, places)| Standing {
            part: Arc::clone(&piece.indexed.titles),
            places,
            gone: piece.gone_titles.clone(),
        });
        Grams::of(standing.collect(), next)
    }

    /// The index of answers, one an entry.
    pub(crate) fn answers(&self) -> Grams {
        let places = |piece: &Piece| vec![None; piece.standing.len()];
        let mut places: Vec<Vec<Option<usize>>> = self.pieces.iter().map(places).collect();
        for (entry, spot) in self.spots.iter().enumerate() {
            if let Some(place) = places.get_mut(spot.piece).and_then(|places| places.get_mut(spot.place)) {
                *place = Some(entry);
            }
        }
        let standing = self.pieces.iter().zip(places).map(|(piece, places)| Standing {
            part: Arc::clone(&piece.indexed.answers),
            places,
            gone: piece.gone_answers.clone(),
        });
        Grams::of(standing.collect(), self.spots.len())
    }

    /// Entries that were indexed, by piece: what a change costs.
    #[cfg(test)]
    pub(crate) fn sizes(&self) -> Vec<usize> {
        self.pieces.iter().map(|piece| piece.standing.len()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Audience;
    use crate::entry::{EntryId, Text};

    fn entry(number: usize, answer: &str) -> Arc<Entry> {
        let text = Text {
            question: format!("手続き{number}の手数料はいくらですか"),
            answer: answer.to_owned(),
            ..Text::default()
        };
        Arc::new(Entry {
            id: EntryId { key: format!("entry-{number:03}"), version: 1 },
            topic: "o".to_owned(),
            audience: Audience::Resident,
            texts: BTreeMap::from([(Language::Japanese, text)]),
        })
    }

    fn all(count: usize) -> Vec<Arc<Entry>> {
        (0..count).map(|number| entry(number, "300円です。")).collect()
    }

    fn after(before: &Pieces, entries: &[Arc<Entry>]) -> Pieces {
        before.after(entries, Language::Japanese).unwrap()
    }

    #[test]
    fn only_what_changed_is_indexed_and_what_came_back_is_found_where_it_was() {
        let mut entries = all(100);
        let first = after(&Pieces::default(), &entries);
        entries[7] = entry(7, "無料です。");
        let second = after(&first, &entries);
        assert_eq!((first.sizes(), second.sizes()), (vec![100], vec![100, 1]));
        assert!(Arc::ptr_eq(&first.pieces[0].indexed, &second.pieces[0].indexed), "nothing of it was made again");
        assert_eq!(second.spots[7], Spot { piece: 1, place: 0 });
        entries[7] = entry(7, "300円です。");
        let third = after(&second, &entries);
        assert_eq!((third.sizes(), third.spots[7]), (vec![100, 1], Spot { piece: 0, place: 7 }));
        assert_eq!(third.pieces[0].gone_titles, first.pieces[0].gone_titles, "it counts again");
        let withdrawn: Vec<Arc<Entry>> = entries.into_iter().skip(1).collect();
        let fourth = after(&third, &withdrawn);
        assert_eq!((fourth.sizes(), fourth.spots.len()), (vec![100, 1], 99));
        assert!(!fourth.pieces[0].standing[0] && !fourth.pieces[1].standing[0]);
    }

    #[test]
    fn small_pieces_become_one_and_many_changes_make_all_anew() {
        let mut entries = all(200);
        let mut pieces = after(&Pieces::default(), &entries);
        let mut sizes = Vec::new();
        for number in 0..5 {
            entries[number] = entry(number, "無料です。");
            pieces = after(&pieces, &entries);
            sizes.push(pieces.sizes());
        }
        assert_eq!(sizes[..3], [vec![200, 1], vec![200, 1, 1], vec![200, 1, 1, 1]]);
        assert_eq!(sizes[3..], [vec![200, 4], vec![200, 4, 1]]);
        for (number, changed) in entries.iter_mut().take(26).enumerate() {
            *changed = entry(number, "窓口で決まります。");
        }
        assert_eq!(after(&pieces, &entries).sizes(), [200]);
        assert_eq!(after(&pieces, &entries[..90]).sizes(), [90], "most of the large one is gone");
        assert!(after(&pieces, &[]).spots.is_empty());
    }
}
