//! The sentences: sound files of the fixtures, and texts that are spoken here and sent through a telephone line.

use crate::Fault;
use speech::resample::resample;
use speech::{SpokenLanguage, Synthesiser, SynthesiserConfig};
use std::f32::consts::PI;
use std::path::Path;
use wire::g711;
use wire::sdp::Codec;

/// One sentence as it arrives from a telephone.
pub(crate) struct Sentence {
    pub(crate) name: String,
    /// `voice` (sound files) or `card` (spoken here).
    pub(crate) set: &'static str,
    pub(crate) language: SpokenLanguage,
    pub(crate) text: String,
    /// 8 kHz, without silence at its ends.
    pub(crate) sound: Vec<i16>,
}

/// Loads both sets from the repository at `root`; `cache` is the synthesiser's folder.
pub(crate) async fn load(root: &Path, cache: &Path) -> Result<Vec<Sentence>, Fault> {
    let voice = root.join("fixtures/voice");
    let mut sentences = Vec::new();
    for (name, language, text) in rows(&voice.join("transcripts.tsv"))? {
        let sound = trimmed(&mu_law(&std::fs::read(voice.join(&name))?)?);
        sentences.push(Sentence { name: name.replace(".wav", ""), set: "voice", language, text, sound });
    }
    let synthesiser = Synthesiser::open(SynthesiserConfig::debian(cache))?;
    for (name, language, text) in rows(&root.join("fixtures/speech/card.tsv"))? {
        let spoken = synthesiser.render(&text, language).await?;
        sentences.push(Sentence { name, set: "card", language, text, sound: trimmed(&through_a_line(&spoken)) });
    }
    Ok(sentences)
}

fn rows(file: &Path) -> Result<Vec<(String, SpokenLanguage, String)>, Fault> {
    let text = std::fs::read_to_string(file)?;
    let row = |line: &str| {
        let mut cells = line.split('\t').map(str::to_owned);
        let (name, language, text) = (cells.next()?, cells.next()?, cells.next()?);
        let language = if language == "en" { SpokenLanguage::English } else { SpokenLanguage::Japanese };
        Some((name, language, text))
    };
    Ok(text.lines().skip(1).filter_map(row).collect())
}

/// The samples of a µ-law WAV file.
fn mu_law(bytes: &[u8]) -> Result<Vec<i16>, Fault> {
    let mut at = 12;
    while let Some(head) = bytes.get(at..at + 8) {
        let size = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let body = at + 8;
        if head.starts_with(b"data") {
            let coded = bytes.get(body..(body + size).min(bytes.len())).unwrap_or_default();
            return Ok(coded.iter().map(|byte| g711::decode(Codec::Pcmu, *byte)).collect());
        }
        at = body + size + (size & 1);
    }
    Err("a sound file without sound".into())
}

/// 300 to 3,400 Hz and µ-law.
fn through_a_line(sound: &[i16]) -> Vec<i16> {
    // Down to 6.8 kHz and back takes what is over 3.4 kHz; two first-order steps take what is under 300 Hz.
    let narrow = resample(&resample(sound, 8_000, 6_800), 6_800, 8_000);
    let mut out: Vec<f32> = narrow.iter().map(|sample| f32::from(*sample)).collect();
    let keep = 1.0 / (1.0 + 2.0 * PI * 300.0 / 8_000.0);
    for _ in 0..2 {
        let (mut before_in, mut before_out) = (0.0, 0.0);
        for sample in &mut out {
            let passed = keep * (before_out + *sample - before_in);
            (before_in, before_out) = (*sample, passed);
            *sample = passed;
        }
    }
    let coded = |sample: &f32| g711::decode(Codec::Pcmu, g711::encode(Codec::Pcmu, *sample as i16));
    out.iter().map(coded).collect()
}

/// Without what is hardly heard at both ends.
fn trimmed(sound: &[i16]) -> Vec<i16> {
    const HEARD: u16 = 200;
    let first = sound.iter().position(|sample| sample.unsigned_abs() > HEARD).unwrap_or(0);
    let last = sound.iter().rposition(|sample| sample.unsigned_abs() > HEARD).map_or(0, |last| last + 1);
    sound.get(first..last).unwrap_or_default().to_vec()
}
