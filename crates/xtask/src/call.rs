//! `call`: rings the demonstration's number like a citizen would.
//!
//! A telephone program (baresip) dials, presses the language key, speaks a
//! sample voice from `fixtures/voice`, and keeps what it hears. What happens is
//! told line by line, and at the end what was heard.

mod baresip;
mod sound;

use crate::setup::{self, For};
use crate::shell::{self, TemporaryFolder};
use anyhow::{Context, bail};
use baresip::{Event, Telephone};
use sound::Sound;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// How to call.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The number to dial.
    #[arg(long, default_value = "0120101366")]
    number: String,
    /// Where the city's telephone side listens.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:5060")]
    server: String,
    /// The number we call from.
    #[arg(long, default_value = "09012345678")]
    from: String,
    /// The sample to speak: ja-1 to ja-7, en-1 to en-3, or a WAV file (8 kHz, mono).
    #[arg(long, default_value = "ja-1")]
    voice: String,
    /// Keys to press, one a second, once the call is up.
    #[arg(long, default_value = "1")]
    digits: String,
    /// Seconds from pick-up until the keys are pressed.
    #[arg(long, default_value_t = 3)]
    digits_after: u64,
    /// Seconds until we hang up.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Let the demonstration's agent answer in a headless Chromium and measure tones both ways; the
    /// settings of voice, keys and seconds are then its own.
    #[arg(long)]
    answered: bool,
    /// Where the pages are, for `--answered`.
    #[arg(long, value_name = "ADDRESS", default_value = "http://localhost:8080")]
    pages: String,
    /// Keep what was heard in this WAV file.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
}

const RING_LIMIT: Duration = Duration::from_secs(30);
/// Silence before the voice and between its repetitions.
const PAUSE_S: usize = 4;
/// The telephone hangs up when its sound ends, so there is more of it than needed.
const SPARE_S: usize = 30;

/// Rings, speaks, hangs up. Returns whether the call was answered and something was heard.
///
/// # Errors
/// When the telephone cannot start or the sample cannot be read.
pub(crate) fn run(root: &Path, options: &Options) -> anyhow::Result<bool> {
    if options.answered {
        return answered(root, options);
    }
    setup::prepare(root, For::Call)?;
    if !options.digits.bytes().all(|key| b"0123456789*#".contains(&key)) {
        bail!("--digits takes 0-9, * and #");
    }
    let folder = TemporaryFolder::new("madoguchi-call")?;
    let speech = folder.path.join("speech.wav");
    let seconds = usize::try_from(options.seconds)? + SPARE_S;
    Sound::read(&voice_file(root, &options.voice))?.repeated(PAUSE_S, seconds).write(&speech)?;
    let mut telephone = Telephone::start(&folder.path, &options.from, &speech)?;
    shell::say(&format!("{} rings {} at {}", options.from, options.number, options.server));
    telephone.dial(&format!("sip:{}@{}", options.number, options.server))?;
    let was_answered = talk(&mut telephone, options)?;
    drop(telephone);
    let heard = sound::heard_in(&folder.path)?;
    if let Some(heard) = &heard {
        for line in heard.description() {
            println!("    {line}");
        }
        if let Some(file) = &options.save {
            heard.write(file).with_context(|| file.display().to_string())?;
            println!("    kept in {}", file.display());
        }
    }
    Ok(was_answered && heard.is_some_and(|heard| heard.has_sound()))
}

/// The same call with an agent at the other end, driven in a browser.
fn answered(root: &Path, options: &Options) -> anyhow::Result<bool> {
    setup::prepare(root, For::AnsweredCall)?;
    shell::say(&format!("{} is rung at {}, and an agent answers at {}", options.number, options.server, options.pages));
    let mut script = Command::new("node");
    script.arg(root.join("e2e/answered-call.mjs")).args([&options.pages, &options.server]);
    Ok(script.status().context("cannot start node")?.success())
}

fn voice_file(root: &Path, name: &str) -> PathBuf {
    let sample = root.join("fixtures/voice").join(format!("{name}.wav"));
    if sample.is_file() { sample } else { PathBuf::from(name) }
}

/// Follows the call to its end; tells whether it was answered.
fn talk(telephone: &mut Telephone, options: &Options) -> anyhow::Result<bool> {
    let begun = Instant::now();
    let mut answered_at = None;
    let mut keys = options.digits.chars();
    loop {
        let elapsed = begun.elapsed();
        match telephone.next_event(Duration::from_millis(200))? {
            Some(Event::Ringing) => tell(elapsed, "it rings"),
            Some(Event::Answered) => {
                tell(elapsed, "answered");
                answered_at = Some(Instant::now());
            }
            Some(Event::Closed(why)) => {
                tell(elapsed, &format!("the other side ended the call: {why}"));
                return Ok(answered_at.is_some());
            }
            Some(Event::Other(name)) => tell(elapsed, &name),
            None => {}
        }
        let Some(at) = answered_at else {
            if elapsed > RING_LIMIT {
                bail!("nobody answered within {} s; is `cargo xtask run` running?", RING_LIMIT.as_secs());
            }
            continue;
        };
        let pressed = options.digits.len() - keys.as_str().len();
        let due = Duration::from_secs(options.digits_after + u64::try_from(pressed)?);
        if at.elapsed() >= due
            && let Some(key) = keys.next()
        {
            tell(elapsed, &format!("we press {key}"));
            telephone.press(key)?;
        }
        if at.elapsed() >= Duration::from_secs(options.seconds) {
            tell(elapsed, "we hang up");
            telephone.hang_up()?;
            return Ok(true);
        }
    }
}

fn tell(elapsed: Duration, what: &str) {
    println!("    {:>5.1} s  {what}", elapsed.as_secs_f32());
}
