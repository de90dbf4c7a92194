//! Vectors of titles: kept by their text, so that a new edition embeds only what is new.
//!
//! All vectors have length one; the product of two is their cosine. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use thiserror::Error;

const MAGIC: &[u8; 8] = b"MGVEC\0\0\x01";
/// Bounds of a shelf that is read: numbers of a vector, bytes of a text, and how many there are.
const WIDTH_MAX: usize = 4_096;
const TEXT_BYTES_MAX: usize = 16_384;
const VECTORS_MAX: usize = 1_000_000;

/// Why a shelf was not read, or a vector not taken.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ShelfFault {
    /// It is none, or cut off.
    #[error("the file of vectors is damaged at byte {0}")]
    Damaged(usize),
    /// Another model's vectors cannot be compared.
    #[error("the vectors are those of {0}")]
    Model(String),
    /// A vector has another width, or holds what is no number.
    #[error("a vector is not as it must be: {0} numbers where {1} belong, or one that is none")]
    Vector(usize, usize),
}

/// Vectors by the text they belong to, all of one model.
#[derive(Debug, Clone, PartialEq)]
pub struct VectorShelf {
    model: String,
    width: usize,
    by_text: BTreeMap<String, Arc<[f32]>>,
}

impl VectorShelf {
    /// An empty shelf for vectors of `model`, each of `width` numbers.
    #[must_use]
    pub fn new(model: &str, width: usize) -> Self {
        Self { model: model.to_owned(), width, by_text: BTreeMap::new() }
    }

    /// How many vectors there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_text.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_text.is_empty()
    }

    /// The vector of that text.
    #[must_use]
    pub fn get(&self, text: &str) -> Option<&Arc<[f32]>> {
        self.by_text.get(text)
    }

    /// Keeps a vector, at length one.
    ///
    /// # Errors
    /// [`ShelfFault::Vector`] for one of another width, of nought, or with what is no number.
    pub fn put(&mut self, text: &str, vector: &[f32]) -> Result<(), ShelfFault> {
        let fault = || ShelfFault::Vector(vector.len(), self.width);
        if vector.len() != self.width {
            return Err(fault());
        }
        let vector = at_length_one(vector).ok_or_else(fault)?;
        self.by_text.insert(text.to_owned(), vector.into());
        Ok(())
    }

    /// Forgets every vector whose text is not among `texts`.
    pub fn keep_only(&mut self, texts: &BTreeSet<String>) {
        self.by_text.retain(|text, _| texts.contains(text));
    }

    /// The shelf as bytes, to be read by [`Self::read`].
    #[must_use]
    pub fn written(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let text = |bytes: &mut Vec<u8>, text: &str| {
            bytes.extend((text.len() as u32).to_le_bytes());
            bytes.extend(text.as_bytes());
        };
        text(&mut bytes, &self.model);
        bytes.extend((self.width as u32).to_le_bytes());
        bytes.extend((self.by_text.len() as u32).to_le_bytes());
        for (of, vector) in &self.by_text {
            text(&mut bytes, of);
            vector.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
        }
        bytes
    }

    /// Reads a shelf of `model`'s vectors, each of `width` numbers.
    ///
    /// # Errors
    /// [`ShelfFault`]: a damaged file, or another model's.
    pub fn read(bytes: &[u8], model: &str, width: usize) -> Result<Self, ShelfFault> {
        let mut reader = Reader { bytes, at: 0 };
        if reader.take(MAGIC.len())? != MAGIC {
            return Err(ShelfFault::Damaged(0));
        }
        let (found, found_width) = (reader.text()?, reader.number()?);
        if found != model || found_width != width || width > WIDTH_MAX {
            return Err(ShelfFault::Model(found));
        }
        let count = reader.number()?;
        if count > VECTORS_MAX {
            return Err(ShelfFault::Damaged(reader.at));
        }
        let mut shelf = Self::new(model, width);
        for _ in 0..count {
            let text = reader.text()?;
            let numbers = reader.take(width * size_of::<f32>())?.chunks_exact(size_of::<f32>());
            let number = |four: &[u8]| four.try_into().map(f32::from_le_bytes).unwrap_or(f32::NAN);
            let vector: Vec<f32> = numbers.map(number).collect();
            shelf.put(&text, &vector).map_err(|_| ShelfFault::Damaged(reader.at))?;
        }
        if reader.at == bytes.len() { Ok(shelf) } else { Err(ShelfFault::Damaged(reader.at)) }
    }
}

/// The vector at length one; None where that cannot be.
pub(crate) fn at_length_one(vector: &[f32]) -> Option<Vec<f32>> {
    let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
    (length.is_finite() && length > f32::MIN_POSITIVE).then(|| vector.iter().map(|number| number / length).collect())
}

/// What one is in a matrix's whole numbers; the square of it still fits 32 bits, and so does every cosine.
const ONE: f32 = 16_384.0;

/// Vectors of titles in one block, with the entry each belongs to; in 16 bits, since reading them takes most of the time.
#[derive(Debug)]
pub(crate) struct Matrix {
    width: usize,
    rows: Vec<i16>,
    entries: Vec<usize>,
}

impl Matrix {
    pub(crate) fn new(width: usize) -> Self {
        Self { width, rows: Vec::new(), entries: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn push(&mut self, entry: usize, vector: &[f32]) {
        if vector.len() == self.width {
            self.rows.extend(vector.iter().map(|number| whole(*number)));
            self.entries.push(entry);
        }
    }

    /// The best cosine of each of `entries` entries; None where an entry has no vector.
    pub(crate) fn cosines(&self, vector: &[f32], entries: usize) -> Vec<Option<f32>> {
        let mut best = vec![None; entries];
        if vector.len() != self.width {
            return best;
        }
        let vector: Vec<i16> = vector.iter().map(|number| whole(*number)).collect();
        for (row, entry) in self.rows.chunks_exact(self.width).zip(&self.entries) {
            let cosine = product(row, &vector) as f32 / (ONE * ONE);
            if let Some(place) = best.get_mut(*entry) {
                *place = Some(place.map_or(cosine, |known: f32| known.max(cosine)));
            }
        }
        best
    }
}

fn whole(number: f32) -> i16 {
    (number * ONE).round() as i16
}

fn product(one: &[i16], two: &[i16]) -> i32 {
    one.iter().zip(two).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    fn take(&mut self, length: usize) -> Result<&'b [u8], ShelfFault> {
        let taken = self.bytes.get(self.at..).and_then(|rest| rest.get(..length));
        let taken = taken.ok_or(ShelfFault::Damaged(self.at))?;
        self.at += length;
        Ok(taken)
    }

    fn number(&mut self) -> Result<usize, ShelfFault> {
        Ok(self.take(4)?.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
    }

    fn text(&mut self) -> Result<String, ShelfFault> {
        let length = self.number()?;
        if length > TEXT_BYTES_MAX {
            return Err(ShelfFault::Damaged(self.at));
        }
        let text = std::str::from_utf8(self.take(length)?);
        text.map(str::to_owned).map_err(|_| ShelfFault::Damaged(self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf() -> VectorShelf {
        let mut shelf = VectorShelf::new("m", 2);
        shelf.put("手数料", &[3.0, 4.0]).unwrap();
        shelf.put("住所", &[0.0, -2.0]).unwrap();
        shelf
    }

    #[test]
    fn a_shelf_is_read_as_it_was_written() {
        let read = VectorShelf::read(&shelf().written(), "m", 2).unwrap();
        assert_eq!(read, shelf());
        assert_eq!(read.get("手数料").unwrap()[..], [0.6, 0.8]);
        assert_eq!(VectorShelf::read(&shelf().written(), "n", 2), Err(ShelfFault::Model("m".to_owned())));
    }

    #[test]
    fn a_shelf_cut_off_or_longer_is_refused() {
        let bytes = shelf().written();
        for length in 0..bytes.len() {
            assert!(VectorShelf::read(&bytes[..length], "m", 2).is_err(), "{length} bytes");
        }
        let longer = [&bytes[..], &[0]].concat();
        assert!(VectorShelf::read(&longer, "m", 2).is_err());
    }

    #[test]
    fn a_vector_that_is_none_is_not_taken() {
        let mut shelf = shelf();
        for vector in [&[1.0][..], &[0.0, 0.0], &[f32::NAN, 1.0], &[f32::INFINITY, 1.0]] {
            assert!(shelf.put("a", vector).is_err(), "{vector:?}");
        }
        assert_eq!(shelf.len(), 2);
    }

    #[test]
    fn an_entry_is_as_near_as_its_nearest_title() {
        let mut matrix = Matrix::new(2);
        matrix.push(0, &[1.0, 0.0]);
        matrix.push(2, &[0.6, 0.8]);
        matrix.push(0, &[0.0, 1.0]);
        let cosines = matrix.cosines(&[0.0, 1.0], 3);
        assert_eq!(cosines[..2], [Some(1.0), None]);
        assert!((cosines[2].unwrap() - 0.8).abs() < 1e-4);
        assert_eq!(matrix.cosines(&[1.0], 3), [None; 3]);
    }
}
