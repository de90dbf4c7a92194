//! Keys that were pressed during a call and are heard as tones in its sound: where, never which.
//!
//! Keys sent as events (RFC 4733) never reach a recording; this finds those a telephone sends as sound. It
//! reads the sealed file piece by piece.

use storage::silenced_spans::Span;
use storage::spool::SpoolError;
use vault::recording::{Channels, Silence};
use wire::dtmf_tones::{ToneFinder, ToneSpan};

use super::scribe::SealedSound;

/// Frames looked at in one go: ten seconds.
const PIECE_FRAMES: u64 = 80_000;
/// The rate the finder is made for; recordings of another rate come from no telephone.
const SAMPLE_RATE: u32 = 8_000;

/// Finds key tones on both sides of a sealed recording.
///
/// # Errors
/// [`SpoolError`] when the file cannot be read.
pub(super) async fn keypad_tones(sound: SealedSound) -> Result<Vec<Span>, SpoolError> {
    tokio::task::spawn_blocking(move || look(&sound)).await.map_err(|_| SpoolError::CutOff)?
}

fn look(sound: &SealedSound) -> Result<Vec<Span>, SpoolError> {
    let mut reader = sound.open()?;
    if reader.shape().sample_rate != SAMPLE_RATE {
        return Ok(Vec::new());
    }
    let mut finders = [ToneFinder::default(), ToneFinder::default()];
    let mut at = 0;
    while at < reader.frames() {
        let piece = reader.read_frames(at, PIECE_FRAMES)?;
        let samples: Vec<i16> = piece.chunks_exact(2).map(|bytes| i16::from_le_bytes([bytes[0], bytes[1]])).collect();
        for (side, finder) in finders.iter_mut().enumerate() {
            let one: Vec<i16> = samples.iter().skip(side).step_by(2).copied().collect();
            finder.hear(&one);
        }
        at += PIECE_FRAMES;
    }
    let [left, right] = finders.map(ToneFinder::finish);
    let spans = |found: Vec<ToneSpan>, channels| found.into_iter().map(move |one| span(one, channels));
    Ok(spans(left, Channels::Left).chain(spans(right, Channels::Right)).collect())
}

fn span(tone: ToneSpan, channels: Channels) -> Span {
    let silence = Silence { channels, start_ms: tone.start / 8, end_ms: tone.end.div_ceil(8) };
    Span { silence, kind: "keypad".to_owned() }
}
