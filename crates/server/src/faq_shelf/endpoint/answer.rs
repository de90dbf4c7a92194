//! What a server of vectors answered, as far as it is believed.
//!
//! The shape is OpenAI's: `{"data": [{"index": 0, "embedding": [..]}, ..]}`, in any order. Pure.

use serde::Deserialize;
use thiserror::Error;

/// Bytes that stand around the numbers of an answer.
const AROUND_BYTES: usize = 64 * 1024;
/// Bytes of one number, written out with all its digits.
const NUMBER_BYTES_MAX: usize = 32;

/// Why an answer is not believed; it never holds what the server wrote.
#[derive(Debug, Error, PartialEq, Eq)]
pub(super) enum AnswerFault {
    /// It is not of the shape.
    #[error("the answer of the server of vectors cannot be read")]
    NotUnderstood,
    /// It has not one vector for each text.
    #[error("the server of vectors gave {0} vectors for {1} texts")]
    Count(usize, usize),
    /// Its model has another width than the configuration says.
    #[error("the server's vectors have {0} numbers; set faq.vectors.dimensions to that, or ask for another model")]
    Width(usize),
}

#[derive(Deserialize)]
struct Embeddings {
    data: Vec<Embedding>,
}

#[derive(Deserialize)]
struct Embedding {
    index: usize,
    embedding: Vec<f32>,
}

/// The longest answer for so many texts.
pub(super) fn bytes_max(texts: usize, width: usize) -> usize {
    AROUND_BYTES + texts * width * NUMBER_BYTES_MAX
}

/// The vectors in the order of their texts.
pub(super) fn read(bytes: &[u8], texts: usize, width: usize) -> Result<Vec<Vec<f32>>, AnswerFault> {
    let Embeddings { mut data } = serde_json::from_slice(bytes).map_err(|_| AnswerFault::NotUnderstood)?;
    data.sort_by_key(|one| one.index);
    if data.len() != texts || data.iter().enumerate().any(|(place, one)| one.index != place) {
        return Err(AnswerFault::Count(data.len(), texts));
    }
    match data.iter().find(|one| one.embedding.len() != width) {
        Some(other) => Err(AnswerFault::Width(other.embedding.len())),
        None => Ok(data.into_iter().map(|one| one.embedding).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_come_in_the_order_of_their_texts_and_only_if_each_has_one_of_the_width() {
        let check = |body: &str, wanted: Result<Vec<Vec<f32>>, AnswerFault>| {
            assert_eq!(read(body.as_bytes(), 2, 2), wanted, "{body}");
        };
        let of = |one: &str, other: &str| {
            format!(r#"{{"object":"list","data":[{one},{other}],"model":"m","usage":{{"total_tokens":2}}}}"#)
        };
        let (first, second) = (r#"{"index":0,"embedding":[1,2e-1]}"#, r#"{"index":1,"embedding":[3,4]}"#);
        check(&of(second, first), Ok(vec![vec![1.0, 0.2], vec![3.0, 4.0]]));
        check(&of(first, first), Err(AnswerFault::Count(2, 2)));
        check(&format!(r#"{{"data":[{first}]}}"#), Err(AnswerFault::Count(1, 2)));
        check(&of(first, r#"{"index":1,"embedding":[1,2,3]}"#), Err(AnswerFault::Width(3)));
        check(r#"{"error":{"message":"my number is 123456789018"}}"#, Err(AnswerFault::NotUnderstood));
        check("<html>", Err(AnswerFault::NotUnderstood));
        check("", Err(AnswerFault::NotUnderstood));
    }
}
