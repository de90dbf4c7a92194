//! From a Whisper model in CTranslate2's container to the file whisper.cpp reads (ggml).
//!
//! Owns what array becomes what tensor. Pure: bytes in, bytes out. The result for Whisper base is known to
//! the bit; its sha256 stands in the list of models.

use std::io::{self, Write};

use thiserror::Error;

use super::container::{Array, Container, ContainerFault};
use super::mel;
use super::vocabulary::{self, VocabularyFault};

/// "ggml", as whisper.cpp expects it at the file's begin.
const MAGIC: u32 = 0x6767_6d6c;
/// Width of one attention head, the same in every Whisper model.
const HEAD: usize = 64;
/// ggml's numbers for 32-bit and 16-bit floating point.
const SINGLE: u32 = 0;
const HALF: u32 = 1;

/// Why a model could not be converted.
#[derive(Debug, Error)]
pub enum ConvertFault {
    /// The container is not as it must be.
    #[error(transparent)]
    Container(#[from] ContainerFault),
    /// The vocabulary is not as it must be.
    #[error(transparent)]
    Vocabulary(#[from] VocabularyFault),
    /// The result could not be written.
    #[error("the converted model cannot be written: {0}")]
    Write(#[from] io::Error),
}

/// Converts `model` (CTranslate2, 16-bit) with the vocabulary of `tokenizer` (its `tokenizer.json`).
///
/// # Errors
/// [`ConvertFault`], saying what did not fit.
pub fn convert(model: &[u8], tokenizer: &[u8], out: &mut impl Write) -> Result<(), ConvertFault> {
    let container = Container::parse(model)?;
    let tokens = vocabulary::tokens(tokenizer)?;
    let shape = Shape::of(&container)?;
    let mut writer = Writer { container: &container, out };
    writer.numbers(&shape.header())?;
    writer.filters(shape.bands)?;
    writer.tokens(&tokens)?;
    writer.outer()?;
    for index in 0..shape.encoder_layers {
        writer.layer("encoder", index, shape.width)?;
    }
    for index in 0..shape.decoder_layers {
        writer.layer("decoder", index, shape.width)?;
    }
    Ok(())
}

/// How large the model is.
struct Shape {
    vocabulary: usize,
    width: usize,
    sound_frames: usize,
    text_tokens: usize,
    encoder_layers: usize,
    decoder_layers: usize,
    bands: usize,
}

impl Shape {
    fn of(container: &Container<'_>) -> Result<Self, ContainerFault> {
        let sides = |name: &str| {
            let shape = container.array(name)?.shape;
            match *shape.as_slice() {
                [first, second] | [first, second, _] => Ok((first, second)),
                _ => Err(ContainerFault::Unfit(name.to_owned())),
            }
        };
        let (vocabulary, width) = sides("decoder/embeddings/weight")?;
        Ok(Self {
            vocabulary,
            width,
            sound_frames: sides("encoder/position_encodings/encodings")?.0,
            text_tokens: sides("decoder/position_encodings/encodings")?.0,
            encoder_layers: container.layers("encoder"),
            decoder_layers: container.layers("decoder"),
            bands: sides("encoder/conv1/weight")?.1,
        })
    }

    fn header(&self) -> [usize; 12] {
        let heads = self.width / HEAD;
        [
            MAGIC as usize,
            self.vocabulary,
            self.sound_frames,
            self.width,
            heads,
            self.encoder_layers,
            self.text_tokens,
            self.width,
            heads,
            self.decoder_layers,
            self.bands,
            HALF as usize,
        ]
    }
}

struct Writer<'c, W> {
    container: &'c Container<'c>,
    out: &'c mut W,
}

impl<'c, W: Write> Writer<'c, W> {
    fn numbers(&mut self, numbers: &[usize]) -> Result<(), ConvertFault> {
        for number in numbers {
            let number = u32::try_from(*number).map_err(|_| io::Error::other("a number is too large"))?;
            self.out.write_all(&number.to_le_bytes())?;
        }
        Ok(())
    }

    fn filters(&mut self, bands: usize) -> Result<(), ConvertFault> {
        self.numbers(&[bands, mel::BINS])?;
        for weight in mel::filters(bands) {
            self.out.write_all(&weight.to_le_bytes())?;
        }
        Ok(())
    }

    fn tokens(&mut self, tokens: &[Vec<u8>]) -> Result<(), ConvertFault> {
        self.numbers(&[tokens.len()])?;
        for token in tokens {
            self.numbers(&[token.len()])?;
            self.out.write_all(token)?;
        }
        Ok(())
    }

    /// What stands before and behind the layers.
    fn outer(&mut self) -> Result<(), ConvertFault> {
        self.single("encoder.positional_embedding", &self.container.array("encoder/position_encodings/encodings")?)?;
        self.single("decoder.positional_embedding", &self.container.array("decoder/position_encodings/encodings")?)?;
        self.half("decoder.token_embedding.weight", &self.container.array("decoder/embeddings/weight")?)?;
        for name in ["conv1", "conv2"] {
            let mut bias = self.container.array(&format!("encoder/{name}/bias"))?;
            bias.shape.push(1);
            self.half(&format!("encoder.{name}.weight"), &self.container.array(&format!("encoder/{name}/weight"))?)?;
            self.single(&format!("encoder.{name}.bias"), &bias)?;
        }
        self.norm("encoder.ln_post", "encoder/layer_norm")?;
        self.norm("decoder.ln", "decoder/layer_norm")
    }

    fn layer(&mut self, side: &str, index: usize, width: usize) -> Result<(), ConvertFault> {
        let from = format!("{side}/layer_{index}");
        let to = format!("{side}.blocks.{index}");
        let attention = format!("{from}/self_attention");
        for (place, name) in ["query", "key", "value"].into_iter().enumerate() {
            let rows = (place * width, width);
            self.part(&format!("{to}.attn.{name}"), &format!("{attention}/linear_0"), rows, name != "key")?;
        }
        self.linear(&format!("{to}.attn.out"), &format!("{attention}/linear_1"))?;
        self.norm(&format!("{to}.attn_ln"), &format!("{attention}/layer_norm"))?;
        if side == "decoder" {
            let attention = format!("{from}/attention");
            self.linear(&format!("{to}.cross_attn.query"), &format!("{attention}/linear_0"))?;
            self.part(&format!("{to}.cross_attn.key"), &format!("{attention}/linear_1"), (0, width), false)?;
            self.part(&format!("{to}.cross_attn.value"), &format!("{attention}/linear_1"), (width, width), true)?;
            self.linear(&format!("{to}.cross_attn.out"), &format!("{attention}/linear_2"))?;
            self.norm(&format!("{to}.cross_attn_ln"), &format!("{attention}/layer_norm"))?;
        }
        self.linear(&format!("{to}.mlp.0"), &format!("{from}/ffn/linear_0"))?;
        self.linear(&format!("{to}.mlp.2"), &format!("{from}/ffn/linear_1"))?;
        self.norm(&format!("{to}.mlp_ln"), &format!("{from}/ffn/layer_norm"))
    }

    fn linear(&mut self, to: &str, from: &str) -> Result<(), ConvertFault> {
        self.half(&format!("{to}.weight"), &self.container.array(&format!("{from}/weight"))?)?;
        self.single(&format!("{to}.bias"), &self.container.array(&format!("{from}/bias"))?)
    }

    /// Some rows of a layer that CTranslate2 keeps joined: (first row, rows).
    fn part(&mut self, to: &str, from: &str, rows: (usize, usize), biased: bool) -> Result<(), ConvertFault> {
        let weight = self.rows(&format!("{from}/weight"), rows)?;
        self.half(&format!("{to}.weight"), &weight)?;
        if biased {
            let bias = self.rows(&format!("{from}/bias"), rows)?;
            self.single(&format!("{to}.bias"), &bias)?;
        }
        Ok(())
    }

    fn rows(&self, name: &str, (first, count): (usize, usize)) -> Result<Array<'c>, ContainerFault> {
        let mut array = self.container.array(name)?;
        let unfit = || ContainerFault::Unfit(name.to_owned());
        let row: usize = array.shape.iter().skip(1).product::<usize>() * 2;
        array.data = array.data.get(first * row..(first + count) * row).ok_or_else(unfit)?;
        *array.shape.first_mut().ok_or_else(unfit)? = count;
        Ok(array)
    }

    fn norm(&mut self, to: &str, from: &str) -> Result<(), ConvertFault> {
        self.single(&format!("{to}.weight"), &self.container.array(&format!("{from}/gamma"))?)?;
        self.single(&format!("{to}.bias"), &self.container.array(&format!("{from}/beta"))?)
    }

    fn half(&mut self, name: &str, array: &Array<'_>) -> Result<(), ConvertFault> {
        self.head(name, array, HALF)?;
        Ok(self.out.write_all(array.data)?)
    }

    fn single(&mut self, name: &str, array: &Array<'_>) -> Result<(), ConvertFault> {
        self.head(name, array, SINGLE)?;
        let numbers = array.data.chunks_exact(2).flat_map(|pair| match *pair {
            [low, high] => widened(u16::from_le_bytes([low, high])).to_le_bytes(),
            _ => [0; 4],
        });
        Ok(self.out.write_all(&numbers.collect::<Vec<u8>>())?)
    }

    fn head(&mut self, name: &str, array: &Array<'_>, kind: u32) -> Result<(), ConvertFault> {
        self.numbers(&[array.shape.len(), name.len(), kind as usize])?;
        let innermost_first: Vec<usize> = array.shape.iter().rev().copied().collect();
        self.numbers(&innermost_first)?;
        Ok(self.out.write_all(name.as_bytes())?)
    }
}

/// A 16-bit floating point number (IEEE 754 binary16) as a 32-bit one; exact.
fn widened(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from(bits >> 10 & 0x1f);
    let fraction = f32::from(bits & 0x3ff);
    match exponent {
        0 => sign * fraction * 2_f32.powi(-24),
        31 if fraction == 0.0 => sign * f32::INFINITY,
        31 => f32::NAN,
        _ => sign * (1_024.0 + fraction) * 2_f32.powi(exponent - 25),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::models::container::tests::written;

    const TOKENIZER: &[u8] = br#"{"model":{"vocab":{"a":0}}}"#;

    #[test]
    fn half_floats_widen_exactly() {
        let check = |bits: u16, wanted: f32| assert_eq!(widened(bits).to_bits(), wanted.to_bits(), "{bits:#06x}");
        check(0x0000, 0.0);
        check(0x8000, -0.0);
        check(0x3c00, 1.0);
        check(0xc000, -2.0);
        check(0x7bff, 65_504.0);
        check(0x0001, 2_f32.powi(-24));
        check(0x0400, 2_f32.powi(-14));
        check(0x7c00, f32::INFINITY);
        assert!(widened(0x7e00).is_nan());
    }

    /// A small model and its vocabulary.
    pub(in crate::models) fn model_and_tokenizer() -> (Vec<u8>, Vec<u8>) {
        (small(), TOKENIZER.to_vec())
    }

    /// A model of one layer a side, 64 wide.
    fn small() -> Vec<u8> {
        let mut arrays: Vec<(String, Vec<u32>)> = Vec::new();
        let mut add = |name: String, shape: &[u32]| arrays.push((name, shape.to_vec()));
        add("decoder/embeddings/weight".to_owned(), &[100, 64]);
        add("encoder/position_encodings/encodings".to_owned(), &[30, 64]);
        add("decoder/position_encodings/encodings".to_owned(), &[20, 64]);
        for (conv, width) in [("conv1", 80), ("conv2", 64)] {
            add(format!("encoder/{conv}/weight"), &[64, width, 3]);
            add(format!("encoder/{conv}/bias"), &[64]);
        }
        let mut norms = vec!["encoder/layer_norm".to_owned(), "decoder/layer_norm".to_owned()];
        let mut linears: Vec<(String, u32)> = Vec::new();
        for side in ["encoder", "decoder"] {
            let layer = format!("{side}/layer_0");
            linears.push((format!("{layer}/self_attention/linear_0"), 192));
            linears.push((format!("{layer}/self_attention/linear_1"), 64));
            linears.push((format!("{layer}/ffn/linear_0"), 256));
            linears.push((format!("{layer}/ffn/linear_1"), 64));
            norms.push(format!("{layer}/self_attention/layer_norm"));
            norms.push(format!("{layer}/ffn/layer_norm"));
        }
        let cross = "decoder/layer_0/attention";
        linears.extend([(0, 64), (1, 128), (2, 64)].map(|(index, rows)| (format!("{cross}/linear_{index}"), rows)));
        norms.push(format!("{cross}/layer_norm"));
        for (name, rows) in linears {
            add(format!("{name}/weight"), &[rows, 64]);
            add(format!("{name}/bias"), &[rows]);
        }
        for name in norms {
            add(format!("{name}/gamma"), &[64]);
            add(format!("{name}/beta"), &[64]);
        }
        let listed: Vec<(&str, &[u32])> =
            arrays.iter().map(|(name, shape)| (name.as_str(), shape.as_slice())).collect();
        written(&listed)
    }

    #[test]
    fn the_header_tells_the_size_of_the_model() {
        let mut out = Vec::new();
        convert(&small(), TOKENIZER, &mut out).unwrap();
        let header: Vec<u32> = out[..48].chunks(4).map(|four| u32::from_le_bytes(four.try_into().unwrap())).collect();
        assert_eq!(header, [MAGIC, 100, 30, 64, 1, 1, 20, 64, 1, 1, 80, 1]);
        assert!(out.windows(36).any(|text| text == b"decoder.blocks.0.cross_attn.key.weig"));
        assert!(!out.windows(33).any(|text| text == b"decoder.blocks.0.cross_attn.key.b"), "keys have no bias");
    }

    #[test]
    fn a_model_without_one_of_its_arrays_is_refused_by_name() {
        let bytes = written(&[("decoder/embeddings/weight", &[100, 64])]);
        let why = convert(&bytes, TOKENIZER, &mut Vec::new()).unwrap_err().to_string();
        assert!(why.contains("encoder/position_encodings/encodings"), "{why}");
    }
}
