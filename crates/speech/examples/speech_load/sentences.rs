//! Each sentence alone, through the same stretches and guards as a call, without waiting for its time.

use crate::corpus::Sentence;
use crate::{Fault, Options};
use serde_json::{Value, json};
use speech::SpokenLanguage;
use speech::live::vocabulary::Prompts;
use speech::live::{LiveStream, LiveText, Settings};
use speech::recognition::Recogniser;
use std::time::Instant;

/// Silence around a sentence, in samples.
const AROUND: usize = 8_000;
const SAMPLES_PER_MS: usize = 8;

/// Recognises all, each `rounds` times.
pub(crate) async fn measure(
    recogniser: &impl Recogniser,
    sentences: &[Sentence],
    options: &Options,
) -> Result<Value, Fault> {
    let prompts = if options.is_prompted() { Prompts::of_terms(&[]) } else { Prompts::default() };
    let mut rows = Vec::new();
    for _ in 0..options.number("rounds", 1)? {
        for sentence in sentences {
            rows.push(recognise(recogniser, sentence, prompts.clone(), AROUND).await);
        }
    }
    Ok(json!({ "sentences": rows }))
}

/// Recognises the beginnings of sentences, each `every_ms` longer than the one before and cut as a hang-up cuts; tells
/// how many there were, and those of which something stayed without text.
pub(crate) async fn cut(
    recogniser: &impl Recogniser,
    sentences: &[Sentence],
    options: &Options,
) -> Result<Value, Fault> {
    let every = SAMPLES_PER_MS * options.number("every_ms", 250)?;
    let prompts = if options.is_prompted() { Prompts::of_terms(&[]) } else { Prompts::default() };
    let (mut count, mut rows) = (0, Vec::new());
    for sentence in sentences.iter().filter(|sentence| sentence.set == "voice") {
        for length in (every..sentence.sound.len()).step_by(every) {
            let name = format!("{} to {} ms", sentence.name, length / SAMPLES_PER_MS);
            let sound = sentence.sound.get(..length).unwrap_or_default().to_vec();
            let beginning =
                Sentence { name, set: "cut", language: sentence.language, text: sentence.text.clone(), sound };
            let row = recognise(recogniser, &beginning, prompts.clone(), 0).await;
            count += 1;
            if row.get("missed").is_some_and(|missed| missed != &json!([])) {
                rows.push(row);
            }
        }
    }
    Ok(json!({ "cuts": count, "missed": rows }))
}

async fn recognise(recogniser: &impl Recogniser, sentence: &Sentence, prompts: Prompts, tail: usize) -> Value {
    let settings = Settings { language: Some(sentence.language), prompts, local_only: true, ..Settings::default() };
    let mut stream = LiveStream::of_recording(settings, Vec::new());
    let silence = vec![0; AROUND];
    let after = silence.get(..tail).unwrap_or_default();
    let sound = [silence.as_slice(), &sentence.sound, after].concat();
    let mut texts = stream.hear(0, &sound);
    texts.extend(stream.finish());
    let (mut passes, mut spent_ms, mut heard) = (0, 0.0, Vec::new());
    while let Some(decode) = stream.next(sound.len() as u64) {
        let begun = Instant::now();
        let answer = recogniser.recognise(decode.utterance).await;
        spent_ms += begun.elapsed().as_secs_f64() * 1_000.0;
        passes += 1;
        heard.push(answer.as_ref().map_or_else(ToString::to_string, speech::recognition::Recognised::text));
        texts.extend(stream.heard(decode.ticket, answer));
    }
    let text = |text: &LiveText| match text {
        LiveText::Final { words, .. } => words.iter().map(|word| word.text.as_str()).collect(),
        LiveText::Partial { .. } | LiveText::Missed { .. } => String::new(),
    };
    let missed: Vec<String> = texts
        .iter()
        .filter_map(|text| if let LiveText::Missed { why, .. } = text { Some(format!("{why:?}")) } else { None })
        .collect();
    let language = if sentence.language == SpokenLanguage::English { "en" } else { "ja" };
    json!({
        "name": sentence.name, "set": sentence.set, "language": language, "said": sentence.text,
        "heard": texts.iter().map(text).collect::<Vec<String>>().join(" "), "answers": heard, "missed": missed,
        "segments": texts.len(), "passes": passes, "spent_ms": spent_ms,
        "sound_ms": sentence.sound.len() as f64 / 8.0,
    })
}
