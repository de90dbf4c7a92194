//! Reading a model as CTranslate2 writes it: named arrays, one after the other.
//!
//! Owns the container's layout and refuses whatever does not fit it. What the arrays mean is `convert`'s.
//! Layout, little-endian: version u32, name, revision u32, count u32, and for each array its name, rank u8,
//! a u32 a dimension, type u8, length u32, data. A name is its length u16 and as many bytes, the last one zero.

use std::collections::BTreeMap;
use std::ops::Range;

use thiserror::Error;

/// The container's version that is read.
const VERSION: u32 = 6;
/// The number CTranslate2 gives to 16-bit floating point.
const HALF_FLOAT: u8 = 4;
/// More arrays than any Whisper model has.
const ARRAYS_MAX: u32 = 10_000;
/// More dimensions than any array has.
const RANK_MAX: u8 = 4;

/// Why a container could not be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ContainerFault {
    /// It ends in the middle.
    #[error("the model file ends too early, at byte {0}")]
    Short(usize),
    /// Something stands where it cannot.
    #[error("the model file is not as expected at byte {at}: {what}")]
    Malformed {
        /// Where.
        at: usize,
        /// What is wrong.
        what: &'static str,
    },
    /// An array is not there.
    #[error("the model file has no array `{0}`")]
    Missing(String),
    /// An array has another shape or type than it must.
    #[error("array `{0}` of the model file has the wrong shape or type")]
    Unfit(String),
}

/// One array of 16-bit floating point numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Array<'d> {
    /// Lengths, outermost first.
    pub(super) shape: Vec<usize>,
    /// Two bytes a number, row by row.
    pub(super) data: &'d [u8],
}

/// A read container.
#[derive(Debug)]
pub(super) struct Container<'d> {
    bytes: &'d [u8],
    arrays: BTreeMap<&'d str, Place>,
}

#[derive(Debug)]
struct Place {
    shape: Vec<usize>,
    kind: u8,
    data: Range<usize>,
}

impl<'d> Container<'d> {
    /// Reads the list of arrays; the data stays where it is.
    ///
    /// # Errors
    /// [`ContainerFault`], saying where.
    pub(super) fn parse(bytes: &'d [u8]) -> Result<Self, ContainerFault> {
        let mut reader = Reader::new(bytes);
        if reader.u32()? != VERSION {
            return Err(reader.malformed("another version of the container"));
        }
        let kind = reader.name()?;
        if kind != "WhisperSpec" {
            return Err(reader.malformed("not a Whisper model"));
        }
        let _revision = reader.u32()?;
        let count = reader.u32()?;
        if count > ARRAYS_MAX {
            return Err(reader.malformed("too many arrays"));
        }
        let mut arrays = BTreeMap::new();
        for _ in 0..count {
            let name = reader.name()?;
            let place = reader.place()?;
            arrays.insert(name, place);
        }
        Ok(Self { bytes, arrays })
    }

    /// The array of that name, which must hold 16-bit floating point numbers.
    ///
    /// # Errors
    /// When it is not there or of another type.
    pub(super) fn array(&self, name: &str) -> Result<Array<'d>, ContainerFault> {
        let place = self.arrays.get(name).ok_or_else(|| ContainerFault::Missing(name.to_owned()))?;
        let numbers: usize = place.shape.iter().product();
        if place.kind != HALF_FLOAT || numbers * 2 != place.data.len() {
            return Err(ContainerFault::Unfit(name.to_owned()));
        }
        let data = self.bytes.get(place.data.clone()).unwrap_or_default();
        Ok(Array { shape: place.shape.clone(), data })
    }

    /// How many layers of that side (`encoder`, `decoder`) there are.
    pub(super) fn layers(&self, side: &str) -> usize {
        let start = format!("{side}/layer_");
        let numbers = self.arrays.keys().filter_map(|name| {
            let rest = name.strip_prefix(start.as_str())?;
            rest.split('/').next()?.parse::<usize>().ok()
        });
        numbers.max().map_or(0, |last| last + 1)
    }
}

/// Reads little-endian numbers one after the other.
pub(super) struct Reader<'d> {
    bytes: &'d [u8],
    at: usize,
}

impl<'d> Reader<'d> {
    pub(super) fn new(bytes: &'d [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'d [u8], ContainerFault> {
        let end = self.at.checked_add(length).ok_or(ContainerFault::Short(self.at))?;
        let taken = self.bytes.get(self.at..end).ok_or(ContainerFault::Short(self.bytes.len()))?;
        self.at = end;
        Ok(taken)
    }

    pub(super) fn u8(&mut self) -> Result<u8, ContainerFault> {
        Ok(self.take(1)?.first().copied().unwrap_or_default())
    }

    pub(super) fn u16(&mut self) -> Result<u16, ContainerFault> {
        Ok(self.take(2)?.iter().rev().fold(0, |sum, byte| sum << 8 | u16::from(*byte)))
    }

    pub(super) fn u32(&mut self) -> Result<u32, ContainerFault> {
        Ok(self.take(4)?.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
    }

    pub(super) fn u64(&mut self) -> Result<u64, ContainerFault> {
        Ok(self.take(8)?.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }

    fn name(&mut self) -> Result<&'d str, ContainerFault> {
        let length = usize::from(self.u16()?);
        match self.take(length)?.split_last() {
            Some((0, text)) => std::str::from_utf8(text).map_err(|_| self.malformed("a name that is no text")),
            _ => Err(self.malformed("a name without an end")),
        }
    }

    fn place(&mut self) -> Result<Place, ContainerFault> {
        let rank = self.u8()?;
        if rank > RANK_MAX {
            return Err(self.malformed("too many dimensions"));
        }
        let shape = (0..rank).map(|_| self.u32().map(|length| length as usize)).collect::<Result<Vec<_>, _>>()?;
        if shape.iter().try_fold(1_usize, |product, length| product.checked_mul(*length)).is_none() {
            return Err(self.malformed("an array without bounds"));
        }
        let kind = self.u8()?;
        let length = self.u32()? as usize;
        let from = self.at;
        self.take(length)?;
        Ok(Place { shape, kind, data: from..self.at })
    }

    pub(super) fn malformed(&self, what: &'static str) -> ContainerFault {
        ContainerFault::Malformed { at: self.at, what }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A container with the given arrays of 16-bit numbers, all zero.
    pub(in crate::models) fn written(arrays: &[(&str, &[u32])]) -> Vec<u8> {
        let mut bytes = VERSION.to_le_bytes().to_vec();
        name(&mut bytes, "WhisperSpec");
        bytes.extend(3_u32.to_le_bytes());
        bytes.extend((arrays.len() as u32).to_le_bytes());
        for (label, shape) in arrays {
            name(&mut bytes, label);
            bytes.push(shape.len() as u8);
            shape.iter().for_each(|length| bytes.extend(length.to_le_bytes()));
            bytes.push(HALF_FLOAT);
            let length = shape.iter().product::<u32>() * 2;
            bytes.extend(length.to_le_bytes());
            bytes.extend(std::iter::repeat_n(0_u8, length as usize));
        }
        bytes
    }

    fn name(bytes: &mut Vec<u8>, text: &str) {
        bytes.extend((text.len() as u16 + 1).to_le_bytes());
        bytes.extend(text.as_bytes());
        bytes.push(0);
    }

    #[test]
    fn arrays_are_found_by_name_with_their_shape() {
        let bytes = written(&[("encoder/layer_0/a", &[2, 3]), ("encoder/layer_1/a", &[1])]);
        let container = Container::parse(&bytes).unwrap();
        assert_eq!(container.array("encoder/layer_0/a").unwrap().shape, [2, 3]);
        assert_eq!(container.layers("encoder"), 2);
        assert_eq!(container.layers("decoder"), 0);
        assert_eq!(container.array("b").unwrap_err(), ContainerFault::Missing("b".to_owned()));
    }

    #[test]
    fn a_container_cut_off_anywhere_is_refused() {
        let bytes = written(&[("a", &[4])]);
        for length in 0..bytes.len() {
            assert!(Container::parse(&bytes[..length]).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn what_is_no_whisper_model_is_refused() {
        let mut bytes = written(&[("a", &[4])]);
        bytes[6] = b'X';
        assert!(matches!(Container::parse(&bytes), Err(ContainerFault::Malformed { what: "not a Whisper model", .. })));
    }
}
