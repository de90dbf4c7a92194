//! The vocabulary of a Whisper model, from the tokenizer's file to the bytes each token stands for.

use std::collections::BTreeMap;

use serde_json::Value;
use thiserror::Error;

/// Text tokens of the many-language models; the tokens above are marks.
pub(super) const TEXT_TOKENS: usize = 50_257;

/// Why a tokenizer's file could not be read.
#[derive(Debug, Error)]
pub enum VocabularyFault {
    /// It is no JSON.
    #[error("the tokenizer's file is no JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// It holds no vocabulary.
    #[error("the tokenizer's file holds no vocabulary")]
    Missing,
}

/// The bytes of every text token, by the token's number.
///
/// # Errors
/// [`VocabularyFault`].
pub(super) fn tokens(json: &[u8]) -> Result<Vec<Vec<u8>>, VocabularyFault> {
    let file: Value = serde_json::from_slice(json)?;
    let vocabulary = file.pointer("/model/vocab").and_then(Value::as_object).ok_or(VocabularyFault::Missing)?;
    let letters = letters();
    let mut tokens = vec![Vec::new(); TEXT_TOKENS];
    for (text, number) in vocabulary {
        let place = number.as_u64().and_then(|number| tokens.get_mut(usize::try_from(number).ok()?));
        if let Some(token) = place {
            let bytes: Option<Vec<u8>> = text.chars().map(|letter| letters.get(&letter).copied()).collect();
            *token = bytes.unwrap_or_else(|| text.as_bytes().to_vec());
        }
    }
    Ok(tokens)
}

/// The byte each letter of the file stands for.
///
/// Byte-level tokenizers write a printable byte as itself and every other as a letter from U+0100 on
/// (GPT-2's `bytes_to_unicode`).
fn letters() -> BTreeMap<char, u8> {
    let mut letters = BTreeMap::new();
    let mut next = 0x100_u32;
    for byte in 0..=u8::MAX {
        let printable = matches!(byte, 0x21..=0x7e | 0xa1..=0xac | 0xae..=0xff);
        let letter = if printable { Some(char::from(byte)) } else { char::from_u32(next) };
        next += u32::from(!printable);
        letters.extend(letter.map(|letter| (letter, byte)));
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_for_every_byte_once() {
        let letters = letters();
        assert_eq!(letters.len(), 256);
        assert_eq!(letters.get(&'Ġ'), Some(&b' '));
        assert_eq!(letters.get(&'A'), Some(&b'A'));
    }

    #[test]
    fn tokens_are_bytes_and_what_is_no_letter_stays_as_it_is() {
        let json = r#"{"model":{"vocab":{"Ġthe":3,"ãģĤ":5,"日":7,"<|end|>":50257}}}"#;
        let tokens = tokens(json.as_bytes()).unwrap();
        assert_eq!(tokens.len(), TEXT_TOKENS);
        assert_eq!(tokens[3], b" the");
        assert_eq!(tokens[5], "あ".as_bytes());
        assert_eq!(tokens[7], "日".as_bytes());
        assert!(tokens[4].is_empty());
    }

    #[test]
    fn a_file_without_a_vocabulary_is_refused() {
        assert!(matches!(tokens(b"{}"), Err(VocabularyFault::Missing)));
        assert!(matches!(tokens(b"<html>"), Err(VocabularyFault::Json(_))));
    }
}
