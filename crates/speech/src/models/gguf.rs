//! Writing a GGUF file, version 3 (ggml's `docs/gguf.md`): facts, then tensors, each at a multiple of 32 bytes.

use std::io::{self, Write};

const MAGIC: &[u8] = b"GGUF";
const VERSION: u32 = 3;
const ALIGNMENT: usize = 32;

/// How numbers of a tensor are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// 32-bit floating point.
    Single,
    /// Blocks of 32 numbers of 4 bits with one 16-bit scale (Q4_0).
    Blocks,
}

impl Kind {
    /// Numbers of a block.
    pub(super) const BLOCK: usize = 32;
    /// Bytes of a block: a 16-bit scale and half a byte a number.
    const BLOCK_BYTES: usize = 18;

    /// Bytes a tensor of these lengths takes; None where its rows are no whole blocks or it has no bounds.
    pub(super) fn bytes(self, lengths: &[usize]) -> Option<usize> {
        let numbers = lengths.iter().try_fold(1_usize, |product, length| product.checked_mul(*length))?;
        match self {
            Self::Single => numbers.checked_mul(size_of::<f32>()),
            Self::Blocks if lengths.last()?.is_multiple_of(Self::BLOCK) => {
                (numbers / Self::BLOCK).checked_mul(Self::BLOCK_BYTES)
            }
            Self::Blocks => None,
        }
    }

    fn number(self) -> u32 {
        match self {
            Self::Single => 0,
            Self::Blocks => 2,
        }
    }
}

/// A fact about the model.
pub(super) enum Value<'v> {
    /// A whole number.
    Number(u32),
    /// A real number.
    Real(f32),
    /// Yes or no.
    Flag(bool),
    /// A text.
    Text(&'v str),
    /// Texts.
    Texts(&'v [String]),
    /// Real numbers.
    Reals(Vec<f32>),
    /// Signed whole numbers.
    Integers(Vec<i32>),
}

/// A tensor.
pub(super) struct Tensor<'d> {
    /// Its name.
    pub(super) name: String,
    /// Its lengths, outermost first.
    pub(super) lengths: Vec<usize>,
    /// How its numbers are kept.
    pub(super) kind: Kind,
    /// Its numbers.
    pub(super) data: &'d [u8],
}

/// Collects a file and writes it at the end, since the head counts what follows.
pub(super) struct Writer<'w, W> {
    out: &'w mut W,
    facts: Vec<u8>,
    fact_count: u64,
    tensors: Vec<Tensor<'w>>,
}

impl<'w, W: Write> Writer<'w, W> {
    pub(super) fn new(out: &'w mut W) -> Self {
        Self { out, facts: Vec::new(), fact_count: 0, tensors: Vec::new() }
    }

    pub(super) fn tell(&mut self, key: &str, value: Value<'_>) {
        let facts = &mut self.facts;
        text(facts, key);
        match value {
            Value::Number(number) => facts.extend([4_u32.to_le_bytes(), number.to_le_bytes()].concat()),
            Value::Real(number) => facts.extend([6_u32.to_le_bytes(), number.to_le_bytes()].concat()),
            Value::Flag(flag) => facts.extend([7, 0, 0, 0, u8::from(flag)]),
            Value::Text(value) => {
                facts.extend(8_u32.to_le_bytes());
                text(facts, value);
            }
            Value::Texts(list) => {
                array(facts, 8, list.len());
                list.iter().for_each(|value| text(facts, value));
            }
            Value::Reals(list) => {
                array(facts, 6, list.len());
                list.iter().for_each(|number| facts.extend(number.to_le_bytes()));
            }
            Value::Integers(list) => {
                array(facts, 5, list.len());
                list.iter().for_each(|number| facts.extend(number.to_le_bytes()));
            }
        }
        self.fact_count += 1;
    }

    pub(super) fn tensor(&mut self, tensor: Tensor<'w>) {
        self.tensors.push(tensor);
    }

    /// Writes everything.
    ///
    /// # Errors
    /// Those of `out`.
    pub(super) fn finish(self) -> io::Result<()> {
        let mut head = [MAGIC, &VERSION.to_le_bytes(), &(self.tensors.len() as u64).to_le_bytes()].concat();
        head.extend(self.fact_count.to_le_bytes());
        head.extend(self.facts);
        let mut place = 0_usize;
        for tensor in &self.tensors {
            text(&mut head, &tensor.name);
            head.extend((tensor.lengths.len() as u32).to_le_bytes());
            tensor.lengths.iter().rev().for_each(|length| head.extend((*length as u64).to_le_bytes()));
            head.extend(tensor.kind.number().to_le_bytes());
            head.extend((place as u64).to_le_bytes());
            place += tensor.data.len().next_multiple_of(ALIGNMENT);
        }
        head.resize(head.len().next_multiple_of(ALIGNMENT), 0);
        self.out.write_all(&head)?;
        for tensor in &self.tensors {
            self.out.write_all(tensor.data)?;
            let gap = tensor.data.len().next_multiple_of(ALIGNMENT) - tensor.data.len();
            self.out.write_all(&[0; ALIGNMENT][..gap])?;
        }
        Ok(())
    }
}

fn text(to: &mut Vec<u8>, text: &str) {
    to.extend((text.len() as u64).to_le_bytes());
    to.extend(text.as_bytes());
}

fn array(to: &mut Vec<u8>, kind: u32, length: usize) {
    to.extend([9_u32.to_le_bytes(), kind.to_le_bytes()].concat());
    to.extend((length as u64).to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tensors_stand_at_multiples_of_thirty_two() {
        let (one, two) = (vec![1; 36], vec![2; 12]);
        let mut out = Vec::new();
        let mut writer = Writer::new(&mut out);
        writer.tell("a", Value::Flag(true));
        writer.tensor(Tensor { name: "one".to_owned(), lengths: vec![2, 32], kind: Kind::Blocks, data: &one });
        writer.tensor(Tensor { name: "two".to_owned(), lengths: vec![3], kind: Kind::Single, data: &two });
        writer.finish().unwrap();
        let first = out.iter().position(|byte| *byte == 1 && out.len() % 32 == 0).unwrap();
        assert!(first > 0);
        assert_eq!(out.len() % 32, 0);
        assert_eq!(&out[out.len() - 32..][..12], [2; 12]);
        assert_eq!(&out[out.len() - 96..][..36], [1; 36]);
    }

    #[test]
    fn a_tensor_of_blocks_has_whole_rows() {
        assert_eq!(Kind::Blocks.bytes(&[6, 64]), Some(216));
        assert_eq!(Kind::Blocks.bytes(&[64, 6]), None);
        assert_eq!(Kind::Single.bytes(&[3, 2]), Some(24));
        assert_eq!(Kind::Single.bytes(&[usize::MAX, 2]), None);
    }
}
