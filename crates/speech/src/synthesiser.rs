//! Text to telephone sound: Open JTalk for Japanese, eSpeak NG for English, each as a process.
//!
//! Owns the engines' command lines, their time limit and the cache on disk. It never sees who is
//! called: prompts are public text. The voice is the NITech HTS voice (CC BY 3.0), shipped here.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest, Sha256};
use thiserror::Error;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::sync::Semaphore;

use crate::resample::resample;
use crate::wav::{self, Pcm, WavError};

/// Rate of everything played to a telephone, in Hz (G.711).
pub const TELEPHONE_RATE_HZ: u32 = 8_000;
/// Longest text rendered at once, in characters.
pub const TEXT_CHARS_MAX: usize = 1_000;
/// An engine that takes longer is killed.
const ENGINE_TIMEOUT: Duration = Duration::from_secs(30);
/// Peak of rendered speech; leaves room for the line's own gain.
const PEAK: f64 = 16_000.0;
/// Part of the cache key: raise it when rendering changes.
const RENDERING: &str = "1";
const VOICE: &[u8] = include_bytes!("../voices/nitech/nitech_jp_atr503_m001.htsvoice");

/// Languages that can be spoken (clause 6(3)④).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpokenLanguage {
    /// 日本語
    Japanese,
    /// English
    English,
}

/// Where the engines are and where rendered sound is kept.
#[derive(Debug, Clone)]
pub struct SynthesiserConfig {
    /// The `open_jtalk` program.
    pub open_jtalk: PathBuf,
    /// Its dictionary folder.
    pub dictionary: PathBuf,
    /// The `espeak-ng` program.
    pub espeak_ng: PathBuf,
    /// Folder for rendered sound and the unpacked voice; made when missing.
    pub cache: PathBuf,
}

impl SynthesiserConfig {
    /// Debian's places, with `cache` as the folder for rendered sound.
    #[must_use]
    pub fn debian(cache: &Path) -> Self {
        Self {
            open_jtalk: "open_jtalk".into(),
            dictionary: "/var/lib/mecab/dic/open-jtalk/naist-jdic".into(),
            espeak_ng: "espeak-ng".into(),
            cache: cache.to_path_buf(),
        }
    }
}

/// Why a text could not be spoken.
#[derive(Debug, Error)]
pub enum SynthesisError {
    /// The text is empty or longer than [`TEXT_CHARS_MAX`].
    #[error("text has {0} characters; 1 to {TEXT_CHARS_MAX} can be spoken")]
    TextLength(usize),
    /// The engine is not installed or could not be started.
    #[error("speech engine {program} could not be started: {source}")]
    Start {
        /// Program that was tried.
        program: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The engine ran longer than its limit.
    #[error("speech engine {0} did not finish in time")]
    TimedOut(String),
    /// The engine ended with an error.
    #[error("speech engine {0} failed: {1}")]
    Failed(String, String),
    /// The engine wrote something that is not sound.
    #[error("speech engine wrote unreadable sound: {0}")]
    Sound(#[from] WavError),
    /// The cache folder cannot be used.
    #[error("cache of rendered speech: {0}")]
    Cache(#[from] std::io::Error),
}

/// Renders prompts, each once and one at a time: calls need the processor more than the next
/// announcement does, and a hundred callers who want the same text shall not start a hundred engines.
#[derive(Debug, Clone)]
pub struct Synthesiser {
    config: SynthesiserConfig,
    voice: PathBuf,
    engine_turn: Arc<Semaphore>,
}

impl Synthesiser {
    /// Makes the cache folder and unpacks the voice into it.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn open(config: SynthesiserConfig) -> Result<Self, SynthesisError> {
        std::fs::create_dir_all(&config.cache)?;
        let voice = config.cache.join("nitech_jp_atr503_m001.htsvoice");
        let complete = std::fs::metadata(&voice).is_ok_and(|meta| meta.len() == VOICE.len() as u64);
        if !complete {
            std::fs::write(&voice, VOICE)?;
        }
        Ok(Self { config, voice, engine_turn: Arc::new(Semaphore::new(1)) })
    }

    /// Sound of `text` at [`TELEPHONE_RATE_HZ`], from the cache or rendered.
    ///
    /// # Errors
    /// [`SynthesisError`]: the text is out of bounds, or an engine is missing or failed.
    pub async fn render(&self, text: &str, language: SpokenLanguage) -> Result<Vec<i16>, SynthesisError> {
        let length = text.chars().count();
        if text.trim().is_empty() || length > TEXT_CHARS_MAX {
            return Err(SynthesisError::TextLength(length));
        }
        let cached = self.config.cache.join(format!("{}.wav", cache_key(text, language)));
        if let Some(samples) = rendered(&cached).await {
            return Ok(samples);
        }
        let _turn = self.engine_turn.acquire().await.map_err(std::io::Error::other)?;
        // Whoever had the turn before may have rendered this very text.
        if let Some(samples) = rendered(&cached).await {
            return Ok(samples);
        }
        let spoken = match language {
            SpokenLanguage::Japanese => self.open_jtalk(text).await?,
            SpokenLanguage::English => self.espeak(text).await?,
        };
        let samples = level(&resample(&spoken.samples, spoken.rate_hz, TELEPHONE_RATE_HZ));
        store(&cached, &Pcm { rate_hz: TELEPHONE_RATE_HZ, samples: samples.clone() }).await?;
        Ok(samples)
    }

    async fn open_jtalk(&self, text: &str) -> Result<Pcm, SynthesisError> {
        let out = tempfile::Builder::new().suffix(".wav").tempfile_in(&self.config.cache)?;
        let mut command = Command::new(&self.config.open_jtalk);
        command.arg("-x").arg(&self.config.dictionary).arg("-m").arg(&self.voice).arg("-ow").arg(out.path());
        run(command, &self.config.open_jtalk, &one_line(text)).await?;
        Ok(wav::parse(&tokio::fs::read(out.path()).await?)?)
    }

    async fn espeak(&self, text: &str) -> Result<Pcm, SynthesisError> {
        let mut command = Command::new(&self.config.espeak_ng);
        command.args(["-v", "en-us", "-s", "150", "--stdin", "--stdout"]);
        let output = run(command, &self.config.espeak_ng, &one_line(text)).await?;
        Ok(wav::parse(&output)?)
    }
}

/// The sound in the cache, or None when there is none that can be read.
async fn rendered(cached: &Path) -> Option<Vec<i16>> {
    let bytes = tokio::fs::read(cached).await.ok()?;
    wav::parse(&bytes).ok().map(|pcm| pcm.samples)
}

/// Runs an engine with `text` on its standard input; returns its standard output.
async fn run(mut command: Command, program: &Path, text: &str) -> Result<Vec<u8>, SynthesisError> {
    let name = program.display().to_string();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|source| SynthesisError::Start { program: name.clone(), source })?;
    if let Some(mut stdin) = child.stdin.take() {
        // An engine that closes its input early says why by its exit code below.
        let _ = stdin.write_all(text.as_bytes()).await;
    }
    let output = tokio::time::timeout(ENGINE_TIMEOUT, child.wait_with_output())
        .await
        .map_err(|_| SynthesisError::TimedOut(name.clone()))??;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said: String = String::from_utf8_lossy(&output.stderr).chars().take(300).collect();
    Err(SynthesisError::Failed(name, said))
}

/// Open JTalk reads one utterance a line, so line breaks become pauses.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ") + "\n"
}

/// Brings the loudest sample to [`PEAK`].
fn level(samples: &[i16]) -> Vec<i16> {
    let loudest = samples.iter().map(|s| s.unsigned_abs()).max().unwrap_or(0);
    if loudest == 0 {
        return samples.to_vec();
    }
    let gain = PEAK / f64::from(loudest);
    samples.iter().map(|s| (f64::from(*s) * gain) as i16).collect()
}

/// Writes beside the target first, so that a reader never sees half a file.
async fn store(path: &Path, pcm: &Pcm) -> Result<(), std::io::Error> {
    let folder = path.parent().unwrap_or(Path::new(".")).to_path_buf();
    let target = path.to_path_buf();
    let bytes = wav::build(pcm);
    tokio::task::spawn_blocking(move || {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        std::io::Write::write_all(&mut file, &bytes)?;
        file.persist(target).map(|_| ()).map_err(|error| error.error)
    })
    .await
    .map_err(std::io::Error::other)?
}

fn cache_key(text: &str, language: SpokenLanguage) -> String {
    hex::encode(Sha256::digest(format!("{RENDERING}\n{language:?}\n{text}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn synthesiser(folder: &Path) -> Synthesiser {
        Synthesiser::open(SynthesiserConfig::debian(folder)).unwrap()
    }

    fn loudness(samples: &[i16]) -> f64 {
        (samples.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / samples.len() as f64).sqrt()
    }

    #[tokio::test]
    async fn japanese_and_english_are_spoken_at_telephone_rate() {
        let folder = tempfile::tempdir().unwrap();
        let speech = synthesiser(folder.path());
        let japanese = speech.render("お電話ありがとうございます。", SpokenLanguage::Japanese).await.unwrap();
        let english = speech.render("Thank you for calling.", SpokenLanguage::English).await.unwrap();
        for (name, samples) in [("ja", japanese), ("en", english)] {
            let seconds = samples.len() as f64 / f64::from(TELEPHONE_RATE_HZ);
            assert!((0.8..6.0).contains(&seconds), "{name}: {seconds} s");
            assert!(loudness(&samples) > 500.0, "{name} is silent");
        }
    }

    #[tokio::test]
    async fn a_text_spoken_once_comes_from_the_cache_even_without_an_engine() {
        let folder = tempfile::tempdir().unwrap();
        let first = synthesiser(folder.path()).render("Hello.", SpokenLanguage::English).await.unwrap();
        let mut config = SynthesiserConfig::debian(folder.path());
        config.espeak_ng = "/nonexistent/espeak".into();
        let again = Synthesiser::open(config).unwrap().render("Hello.", SpokenLanguage::English).await.unwrap();
        assert_eq!(first, again);
    }

    #[tokio::test]
    async fn a_text_wanted_by_many_at_once_is_rendered_once() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (engine, starts) = (folder.path().join("counting-espeak"), folder.path().join("starts"));
        let script = format!("#!/bin/sh\necho start >> {}\nexec espeak-ng \"$@\"\n", starts.display());
        std::fs::write(&engine, script).unwrap();
        std::fs::set_permissions(&engine, std::fs::Permissions::from_mode(0o755)).unwrap();
        let mut config = SynthesiserConfig::debian(folder.path());
        config.espeak_ng = engine;
        let speech = Synthesiser::open(config).unwrap();
        let waiting: Vec<_> = std::iter::repeat_n(speech, 20)
            .map(|speech| tokio::spawn(async move { speech.render("Please wait.", SpokenLanguage::English).await }))
            .collect();
        for one in waiting {
            assert!(!one.await.unwrap().unwrap().is_empty());
        }
        assert_eq!(std::fs::read_to_string(starts).unwrap(), "start\n");
    }

    #[tokio::test]
    async fn a_missing_engine_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let mut config = SynthesiserConfig::debian(folder.path());
        config.open_jtalk = "/nonexistent/open_jtalk".into();
        let error = Synthesiser::open(config).unwrap().render("もしもし", SpokenLanguage::Japanese).await.unwrap_err();
        assert!(error.to_string().contains("/nonexistent/open_jtalk"), "{error}");
    }

    #[tokio::test]
    async fn a_text_without_end_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let long = "あ".repeat(TEXT_CHARS_MAX + 1);
        let refused = synthesiser(folder.path()).render(&long, SpokenLanguage::Japanese).await;
        assert!(matches!(refused, Err(SynthesisError::TextLength(1_001))));
    }
}
