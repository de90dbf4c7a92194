//! What a transcription server may answer, and what of it is believed.
//!
//! Pure. Servers differ in how much they tell: words with times, segments with times, or the text alone.
//! Whatever cannot be true of the sound that was sent is refused. Source: OpenAI's API reference, "Create
//! transcription", the verbose JSON form.

use serde::Deserialize;
use thiserror::Error;

use crate::SpokenLanguage;
use crate::recognition::Word;

/// Confidence of a word whose server tells none.
const CONFIDENCE_UNTOLD: f32 = 0.5;
/// Nobody says more letters than this in a second.
const CHARS_A_SECOND_MAX: usize = 40;
/// Letters that are allowed whatever the length.
const CHARS_EXTRA: usize = 40;

/// Why an answer is not believed; never with a part of it, which may be speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AnswerFault {
    /// It is neither the JSON nor the text that was asked for.
    #[error("the answer is no transcription")]
    Form,
    /// More text than can be said in the time.
    #[error("the answer has more text than can be said in that time")]
    TooMuch,
    /// A time that is no time.
    #[error("the answer has impossible times")]
    Times,
}

/// The words of an answer, and the language where it is told.
#[derive(Debug, PartialEq)]
pub(super) struct Heard {
    pub(super) words: Vec<Word>,
    pub(super) language: Option<SpokenLanguage>,
}

#[derive(Deserialize)]
struct Told {
    text: String,
    language: Option<String>,
    #[serde(default)]
    words: Option<Vec<ToldWord>>,
    #[serde(default)]
    segments: Option<Vec<ToldSegment>>,
}

#[derive(Deserialize)]
struct ToldWord {
    word: String,
    start: f64,
    end: f64,
    probability: Option<f64>,
}

#[derive(Deserialize)]
struct ToldSegment {
    text: String,
    start: f64,
    end: f64,
    avg_logprob: Option<f64>,
}

/// Reads an answer about a sound of `duration_ms`.
///
/// # Errors
/// [`AnswerFault`].
pub(super) fn read(body: &[u8], is_json: bool, duration_ms: u32) -> Result<Heard, AnswerFault> {
    let told = if is_json {
        serde_json::from_slice(body).map_err(|_| AnswerFault::Form)?
    } else {
        let text = std::str::from_utf8(body).map_err(|_| AnswerFault::Form)?.trim().to_owned();
        // A page that says "not found" is text too, but no transcription.
        if text.starts_with('<') {
            return Err(AnswerFault::Form);
        }
        Told { text, language: None, words: None, segments: None }
    };
    let letters = told.text.chars().count();
    if letters > CHARS_EXTRA + CHARS_A_SECOND_MAX * duration_ms as usize / 1_000 {
        return Err(AnswerFault::TooMuch);
    }
    if told.text.chars().any(|letter| letter.is_control() && letter != '\n') {
        return Err(AnswerFault::Form);
    }
    let language = told.language.as_deref().and_then(language);
    let segments = told.segments.unwrap_or_default();
    let words = match told.words.filter(|words| !words.is_empty()) {
        Some(words) => by_words(&told.text, &words, &segments, duration_ms)?,
        None => None,
    };
    let words = match words {
        Some(words) => words,
        None => by_segments(&told.text, &segments, duration_ms)?,
    };
    Ok(Heard { words, language })
}

/// The text cut where each word ends, so that nothing between words is lost; None where they do not fit it.
fn by_words(
    text: &str,
    told: &[ToldWord],
    segments: &[ToldSegment],
    duration_ms: u32,
) -> Result<Option<Vec<Word>>, AnswerFault> {
    let mut words: Vec<Word> = Vec::with_capacity(told.len());
    let mut rest = text;
    for word in told {
        let (start_ms, end_ms) = times(word.start, word.end, duration_ms)?;
        let wanted = word.word.trim();
        let Some(at) = rest.find(wanted).filter(|_| !wanted.is_empty()) else {
            return Ok(None);
        };
        let (piece, behind) = rest.split_at(at + wanted.len());
        let confidence = word.probability.map_or_else(|| confidence_at(word.start, segments), share);
        words.push(Word { text: piece.to_owned(), start_ms, end_ms, confidence });
        rest = behind;
    }
    if let Some(last) = words.last_mut() {
        last.text.push_str(rest.trim_end());
    }
    Ok(Some(words))
}

/// A word a segment, or one for the whole text where there are none.
fn by_segments(text: &str, segments: &[ToldSegment], duration_ms: u32) -> Result<Vec<Word>, AnswerFault> {
    let mut words = Vec::with_capacity(segments.len().max(1));
    for segment in segments {
        let (start_ms, end_ms) = times(segment.start, segment.end, duration_ms)?;
        let confidence = confidence_of(segment);
        words.push(Word { text: segment.text.clone(), start_ms, end_ms, confidence });
    }
    let joined: String = words.iter().map(|word| word.text.as_str()).collect();
    if joined.trim() == text.trim() {
        words.retain(|word| !word.text.trim().is_empty());
        return Ok(words);
    }
    let whole = Word { text: text.trim().to_owned(), start_ms: 0, end_ms: duration_ms, confidence: CONFIDENCE_UNTOLD };
    Ok(if whole.text.is_empty() { Vec::new() } else { vec![whole] })
}

fn times(start_s: f64, end_s: f64, duration_ms: u32) -> Result<(u32, u32), AnswerFault> {
    if !(start_s.is_finite() && end_s.is_finite() && 0.0 <= start_s && start_s <= end_s) {
        return Err(AnswerFault::Times);
    }
    // Engines fill sound up to their window, so an end may lie a little behind the sound's.
    let ms = |seconds: f64| ((seconds * 1_000.0) as u32).min(duration_ms);
    Ok((ms(start_s), ms(end_s)))
}

fn confidence_at(start_s: f64, segments: &[ToldSegment]) -> f32 {
    let around = segments.iter().find(|segment| segment.start <= start_s && start_s <= segment.end);
    around.map_or(CONFIDENCE_UNTOLD, confidence_of)
}

fn confidence_of(segment: &ToldSegment) -> f32 {
    segment.avg_logprob.map_or(CONFIDENCE_UNTOLD, |log| share(log.exp()))
}

fn share(value: f64) -> f32 {
    if value.is_finite() { value.clamp(0.0, 1.0) as f32 } else { CONFIDENCE_UNTOLD }
}

fn language(told: &str) -> Option<SpokenLanguage> {
    match told.to_ascii_lowercase().as_str() {
        "ja" | "japanese" => Some(SpokenLanguage::Japanese),
        "en" | "english" => Some(SpokenLanguage::English),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(body: &str) -> Vec<(String, u32, u32)> {
        let heard = read(body.as_bytes(), true, 4_000).unwrap();
        heard.words.into_iter().map(|word| (word.text, word.start_ms, word.end_ms)).collect()
    }

    #[test]
    fn words_take_what_stands_between_them_along() {
        let body = r#"{"text":" Hello, my city.","language":"english","words":[
            {"word":"Hello","start":0.0,"end":0.5},{"word":"my","start":0.6,"end":0.8},
            {"word":"city","start":0.8,"end":4.4}]}"#;
        let wanted = [(" Hello", 0, 500), (", my", 600, 800), (" city.", 800, 4_000)];
        assert_eq!(texts(body), wanted.map(|(text, start, end)| (text.to_owned(), start, end)));
        assert_eq!(read(body.as_bytes(), true, 4_000).unwrap().language, Some(SpokenLanguage::English));
    }

    #[test]
    fn without_words_segments_serve_and_without_those_the_text_alone() {
        let body = r#"{"text":"はい。窓口です。","words":[{"word":"ちがう","start":0,"end":1}],"segments":[
            {"text":"はい。","start":0.0,"end":1.0,"avg_logprob":-0.1},{"text":"窓口です。","start":1.0,"end":3.0}]}"#;
        assert_eq!(texts(body), [("はい。".to_owned(), 0, 1_000), ("窓口です。".to_owned(), 1_000, 3_000)]);
        assert_eq!(texts(r#"{"text":"はい。"}"#), [("はい。".to_owned(), 0, 4_000)]);
        assert_eq!(texts(r#"{"text":" "}"#), []);
        let plain = read("はい。\n".as_bytes(), false, 4_000).unwrap();
        assert_eq!(plain.words[0].text, "はい。");
    }

    #[test]
    fn what_cannot_be_true_is_refused() {
        let check = |body: &str, is_json: bool, wanted: AnswerFault| {
            assert_eq!(read(body.as_bytes(), is_json, 1_000).unwrap_err(), wanted, "{body}");
        };
        check("<html>", true, AnswerFault::Form);
        check("<html>", false, AnswerFault::Form);
        check("{}", true, AnswerFault::Form);
        check(r#"{"text":"a\u0000b"}"#, true, AnswerFault::Form);
        check(&format!(r#"{{"text":"{}"}}"#, "ん".repeat(81)), true, AnswerFault::TooMuch);
        check(r#"{"text":"a","words":[{"word":"a","start":2,"end":1}]}"#, true, AnswerFault::Times);
        check(r#"{"text":"a","segments":[{"text":"a","start":-1,"end":1}]}"#, true, AnswerFault::Times);
    }
}
