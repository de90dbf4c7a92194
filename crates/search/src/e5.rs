//! multilingual-e5-small on this machine: a text's vector, computed by candle on one thread.
//!
//! Owns the model's shape (BERT, mean of the last layer) and its prefixes. Reads a GGUF file with llama.cpp's names;
//! who brings it and makes sure of it is not known here. Weights are made 32-bit once, save the large table of
//! pieces, of which only the rows of a text are. Next: [`pieces`] for how a text is cut.

mod fault;
pub mod pieces;

use std::borrow::Cow;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use candle_core::quantized::gguf_file::Content;
use candle_core::quantized::{GgmlDType, QStorage, QTensor};
use candle_core::{D, Device, Tensor};
use candle_nn::ops::{layer_norm, softmax_last_dim};
use domain::knowledge::bands::ModelMark;
use sha2::{Digest as _, Sha256};

use crate::asker::{Embedder, Role};
pub use fault::ModelFault;
use pieces::Pieces;

/// The name its vectors are known by.
pub const NAME: &str = "multilingual-e5-small";
const ARCHITECTURE: &str = "bert";
/// Pieces of a text that are read, with the marks of begin and end.
const PIECES_MAX: usize = 512;

/// The model.
pub struct E5 {
    pieces: Pieces,
    words: Rows,
    places: Tensor,
    norm: Norm,
    layers: Vec<Layer>,
    heads: usize,
    width: usize,
    sha256: String,
    /// candle spreads work over the pool it runs in: one thread, whatever the machine has.
    thread: rayon::ThreadPool,
}

struct Layer {
    /// Query, key and value in one.
    attention: Linear,
    output: Linear,
    attention_norm: Norm,
    up: Linear,
    down: Linear,
    norm: Norm,
}

/// Weights turned for multiplying from the right, and what is added.
struct Linear {
    weight: Tensor,
    bias: Tensor,
}

struct Norm {
    weight: Tensor,
    bias: Tensor,
    epsilon: f32,
}

/// A table that is kept as it is in the file.
struct Rows {
    bytes: Vec<u8>,
    kind: GgmlDType,
    row_bytes: usize,
    width: usize,
}

/// The mark of the model in that file, without opening it: some tenths of a second.
///
/// # Errors
/// When the file cannot be read.
pub fn mark(path: &Path) -> std::io::Result<ModelMark> {
    Ok(ModelMark { name: NAME.to_owned(), sha256: Some(digest(path)?) })
}

fn digest(path: &Path) -> std::io::Result<String> {
    let mut hash = Sha256::new();
    std::io::copy(&mut File::open(path)?, &mut hash)?;
    Ok(format!("{:x}", hash.finalize()))
}

impl E5 {
    /// Opens the model at `path`. Takes about a second: not for an async task.
    ///
    /// # Errors
    /// [`ModelFault`].
    pub fn open(path: &Path) -> Result<Self, ModelFault> {
        let sha256 = digest(path)?;
        let mut file = BufReader::new(File::open(path)?);
        let content = Content::read(&mut file)?;
        let mut source = Source { content, file };
        let architecture = source.fact("general.architecture")?.to_string()?.clone();
        if architecture != ARCHITECTURE {
            return Err(ModelFault::Fact("general.architecture".to_owned()));
        }
        let layers = source.number("bert.block_count")?;
        let heads = source.number("bert.attention.head_count")?;
        let width = source.number("bert.embedding_length")?;
        if heads == 0 || width == 0 || !width.is_multiple_of(heads) {
            return Err(ModelFault::Fact("bert.attention.head_count".to_owned()));
        }
        let pieces = Pieces::read(&source.content.metadata)?;
        let kind = source.tensor("token_types.weight")?.narrow(0, 0, 1)?;
        let places = source.tensor("position_embd.weight")?.broadcast_add(&kind)?;
        let words = source.rows("token_embd.weight", width)?;
        let norm = source.norm("token_embd_norm")?;
        let layers = (0..layers).map(|layer| source.layer(layer)).collect::<Result<_, _>>()?;
        let thread = rayon::ThreadPoolBuilder::new().num_threads(1).thread_name(|_| "vectors-candle".to_owned());
        Ok(Self { pieces, words, places, norm, layers, heads, width, sha256, thread: thread.build()? })
    }

    /// The vector of `text`, at length one.
    ///
    /// # Errors
    /// Those of candle.
    pub fn vector(&self, role: Role, text: &str) -> Result<Vec<f32>, ModelFault> {
        let prefix = match role {
            Role::Question => "query: ",
            Role::Title => "passage: ",
        };
        let numbers = self.pieces.numbers(&format!("{prefix}{text}"), PIECES_MAX);
        Ok(self.thread.install(|| self.computed(&numbers))?)
    }

    /// How many pieces a text is cut into, with its prefix and the marks of begin and end.
    #[must_use]
    pub fn count(&self, role: Role, text: &str) -> usize {
        let prefix = if role == Role::Question { "query: " } else { "passage: " };
        self.pieces.numbers(&format!("{prefix}{text}"), PIECES_MAX).len()
    }

    fn computed(&self, numbers: &[u32]) -> candle_core::Result<Vec<f32>> {
        let places = self.places.narrow(0, 0, numbers.len())?;
        let mut state = self.norm.of(&(self.words.of(numbers)? + places)?)?;
        for layer in &self.layers {
            state = self.through(layer, &state)?;
        }
        let mean = state.mean(0)?;
        let length = mean.sqr()?.sum_all()?.sqrt()?;
        mean.broadcast_div(&length)?.to_vec1()
    }

    fn through(&self, layer: &Layer, state: &Tensor) -> candle_core::Result<Tensor> {
        let count = state.dim(0)?;
        let head = self.width / self.heads;
        let joined = layer.attention.of(state)?.reshape((count, 3, self.heads, head))?;
        let part = |at: usize| joined.narrow(1, at, 1)?.squeeze(1)?.transpose(0, 1)?.contiguous();
        let (query, key, value) = (part(0)?, part(1)?, part(2)?);
        let weights = (query.matmul(&key.transpose(1, 2)?)? * (1.0 / (head as f64).sqrt()))?;
        let seen = softmax_last_dim(&weights)?.matmul(&value)?;
        let seen = seen.transpose(0, 1)?.contiguous()?.reshape((count, self.width))?;
        let state = layer.attention_norm.of(&(state + layer.output.of(&seen)?)?)?;
        let inner = layer.up.of(&state)?.gelu_erf()?;
        layer.norm.of(&(&state + layer.down.of(&inner)?)?)
    }
}

impl Embedder for E5 {
    fn model(&self) -> &str {
        NAME
    }

    fn digest(&self) -> Option<&str> {
        Some(&self.sha256)
    }

    fn width(&self) -> usize {
        self.width
    }

    fn embed(&mut self, role: Role, text: &str) -> Result<Vec<f32>, String> {
        self.vector(role, text).map_err(|why| why.to_string())
    }
}

impl Linear {
    fn of(&self, state: &Tensor) -> candle_core::Result<Tensor> {
        state.matmul(&self.weight)?.broadcast_add(&self.bias)
    }
}

impl Norm {
    fn of(&self, state: &Tensor) -> candle_core::Result<Tensor> {
        layer_norm(&state.contiguous()?, &self.weight, &self.bias, self.epsilon)
    }
}

impl Rows {
    /// The rows of these numbers, one below the other.
    fn of(&self, numbers: &[u32]) -> candle_core::Result<Tensor> {
        let mut bytes = Vec::with_capacity(numbers.len() * self.row_bytes);
        for number in numbers {
            let from = *number as usize * self.row_bytes;
            match self.bytes.get(from..from + self.row_bytes) {
                Some(row) => bytes.extend_from_slice(row),
                None => candle_core::bail!("the model has no row {number}"),
            }
        }
        // Lent, never given: what is given is freed before candle 0.9 has copied it.
        let storage = QStorage::from_data(Cow::Borrowed(&bytes), &Device::Cpu, self.kind)?;
        QTensor::new(storage, (numbers.len(), self.width))?.dequantize(&Device::Cpu)
    }
}

struct Source {
    content: Content,
    file: BufReader<File>,
}

impl Source {
    fn fact(&self, name: &str) -> Result<&candle_core::quantized::gguf_file::Value, ModelFault> {
        self.content.metadata.get(name).ok_or_else(|| ModelFault::Fact(name.to_owned()))
    }

    fn number(&self, name: &str) -> Result<usize, ModelFault> {
        Ok(self.fact(name)?.to_u32()? as usize)
    }

    fn quantised(&mut self, name: &str) -> Result<QTensor, ModelFault> {
        Ok(self.content.tensor(&mut self.file, name, &Device::Cpu)?)
    }

    fn tensor(&mut self, name: &str) -> Result<Tensor, ModelFault> {
        Ok(self.quantised(name)?.dequantize(&Device::Cpu)?)
    }

    fn rows(&mut self, name: &str, width: usize) -> Result<Rows, ModelFault> {
        let table = self.quantised(name)?;
        let (rows, found) = table.shape().dims2()?;
        let bytes = table.data()?.into_owned();
        if found != width || rows == 0 || !bytes.len().is_multiple_of(rows) {
            return Err(ModelFault::Fact(name.to_owned()));
        }
        Ok(Rows { row_bytes: bytes.len() / rows, kind: table.dtype(), width, bytes })
    }

    fn norm(&mut self, name: &str) -> Result<Norm, ModelFault> {
        let epsilon = self.fact("bert.attention.layer_norm_epsilon")?.to_f32()?;
        let (weight, bias) = (self.tensor(&format!("{name}.weight"))?, self.tensor(&format!("{name}.bias"))?);
        Ok(Norm { weight, bias, epsilon })
    }

    fn linear(&mut self, names: &[String]) -> Result<Linear, ModelFault> {
        let mut weights = Vec::new();
        let mut biases = Vec::new();
        for name in names {
            weights.push(self.tensor(&format!("{name}.weight"))?);
            biases.push(self.tensor(&format!("{name}.bias"))?);
        }
        let weight = Tensor::cat(&weights, 0)?.t()?.contiguous()?;
        Ok(Linear { weight, bias: Tensor::cat(&biases, D::Minus1)? })
    }

    fn layer(&mut self, layer: usize) -> Result<Layer, ModelFault> {
        let name = |part: &str| format!("blk.{layer}.{part}");
        Ok(Layer {
            attention: self.linear(&[name("attn_q"), name("attn_k"), name("attn_v")])?,
            output: self.linear(&[name("attn_output")])?,
            attention_norm: self.norm(&name("attn_output_norm"))?,
            up: self.linear(&[name("ffn_up")])?,
            down: self.linear(&[name("ffn_down")])?,
            norm: self.norm(&name("layer_output_norm"))?,
        })
    }
}
