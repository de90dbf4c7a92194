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
            rows.push(recognise(recogniser, sentence, prompts.clone()).await);
        }
    }
    Ok(json!({ "sentences": rows }))
}

async fn recognise(recogniser: &impl Recogniser, sentence: &Sentence, prompts: Prompts) -> Value {
    let settings = Settings { language: Some(sentence.language), prompts, local_only: true, ..Settings::default() };
    let mut stream = LiveStream::of_recording(settings, Vec::new());
    let silence = vec![0; AROUND];
    let sound = [silence.as_slice(), &sentence.sound, silence.as_slice()].concat();
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
