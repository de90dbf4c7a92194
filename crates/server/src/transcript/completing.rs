//! Text for what was said and has none: the recording is heard side by side, where nothing live was kept.
//!
//! Owns the patience with a busy recogniser and the naming of voices by the recording's own timeline.
//! Next: `scribe`, which stores what comes of it.

use std::ops::Range;
use std::time::Duration;

use media::Spoken;
use speech::live::{LiveStream, LiveText, MissedWhy, Rejection, Settings};
use speech::recognition::{RecogniseError, Recognised, Recogniser, Utterance};

use super::leg::{SAMPLES_PER_MS, ms};
use super::pieces::Timed;
use super::recorded::{Recorded, Stereo};
use super::sheet::Heard;
use crate::calls::{Channels, HeldBack};

/// Sound given to the stream at once: five seconds.
const PIECE_SAMPLES: u64 = 40_000;
/// How often and how long a busy recogniser is waited for: two minutes in all.
const BUSY_TRIES: u32 = 240;
const BUSY_AGAIN: Duration = Duration::from_millis(500);

/// What was found on one side.
#[derive(Default)]
pub(super) struct Found {
    /// What was understood.
    pub(super) heard: Vec<Heard>,
    /// Speech whose text cannot be believed, in milliseconds since the recording's begin.
    pub(super) garbled: Vec<(i64, i64)>,
    /// Speech without any words, in milliseconds in all.
    pub(super) wordless_ms: i64,
}

/// Hears one side of a recording where `covered` (samples) has no text.
pub(super) async fn complete(
    recogniser: &dyn Recogniser,
    recorded: &mut Recorded,
    side: Channels,
    settings: Settings,
    covered: Vec<Range<u64>>,
) -> Result<Found, HeldBack> {
    let mut stream = LiveStream::of_recording(settings, covered);
    let mut found = Found::default();
    let mut at = 0;
    while at < recorded.frames() {
        let sound = one_side(recorded.read(at, PIECE_SAMPLES).await?, side);
        if sound.is_empty() {
            break;
        }
        let texts = stream.hear(at, &sound);
        at += sound.len() as u64;
        found.take(texts)?;
        answer_all(recogniser, &mut stream, at, &mut found).await?;
    }
    found.take(stream.finish())?;
    answer_all(recogniser, &mut stream, at, &mut found).await?;
    found.take(stream.give_up())?;
    Ok(found)
}

/// Recognises everything the stream asks for.
async fn answer_all(
    recogniser: &dyn Recogniser,
    stream: &mut LiveStream,
    now: u64,
    found: &mut Found,
) -> Result<(), HeldBack> {
    while let Some(decode) = stream.next(now) {
        let answer = patiently(recogniser, decode.utterance).await?;
        found.take(stream.heard(decode.ticket, answer))?;
    }
    Ok(())
}

/// Asks until the recogniser is not busy; one that is not there holds the recording back.
pub(super) async fn patiently(
    recogniser: &dyn Recogniser,
    utterance: Utterance,
) -> Result<Result<Recognised, RecogniseError>, HeldBack> {
    for _ in 0..BUSY_TRIES {
        match recogniser.recognise(utterance.clone()).await {
            Err(RecogniseError::Busy) => tokio::time::sleep(BUSY_AGAIN).await,
            Err(RecogniseError::Unavailable(why)) => return Err(HeldBack::Retry(why)),
            answer => return Ok(answer),
        }
    }
    Err(HeldBack::Retry("the recogniser stays busy".to_owned()))
}

impl Found {
    fn take(&mut self, texts: Vec<LiveText>) -> Result<(), HeldBack> {
        for text in texts {
            match text {
                LiveText::Partial { .. } => {}
                LiveText::Final { words, .. } if words.is_empty() => {}
                LiveText::Final { start, end, words, confidence, language, engine, .. } => {
                    let words = Timed::of(&words, ms(start));
                    self.heard.push(Heard {
                        start_ms: ms(start),
                        end_ms: ms(end),
                        words,
                        language,
                        confidence,
                        engine,
                    });
                }
                LiveText::Missed { start, end, why: MissedWhy::NotUnderstood(why), .. } => {
                    tracing::info!(from_ms = ms(start), for_ms = ms(end) - ms(start), ?why, "speech got no text");
                    if why == Rejection::NothingHeard {
                        self.wordless_ms += ms(end) - ms(start);
                    } else {
                        self.garbled.push((ms(start), ms(end)));
                    }
                }
                LiveText::Missed { why, .. } => {
                    return Err(HeldBack::Retry(format!("speech could not be recognised ({why:?})")));
                }
            }
        }
        Ok(())
    }
}

/// One side of a stretch.
pub(super) fn one_side(sound: Stereo, side: Channels) -> Vec<i16> {
    match side {
        Channels::Left => sound.left,
        Channels::Right | Channels::Both => sound.right,
    }
}

/// The leg that spoke longest within a stretch, among those `of_side` admits.
pub(super) fn speaker(
    spoken: &[Spoken],
    start_ms: i64,
    end_ms: i64,
    of_side: impl Fn(media::LegId) -> bool,
) -> Option<media::LegId> {
    let overlap = |one: &Spoken| {
        let from = i64::try_from(one.start_ms).unwrap_or(i64::MAX).max(start_ms);
        let until = i64::try_from(one.end_ms).unwrap_or(i64::MAX).min(end_ms);
        until - from
    };
    let mut longest: Option<(media::LegId, i64)> = None;
    for one in spoken.iter().filter(|one| of_side(one.leg)) {
        let shared: i64 = spoken.iter().filter(|other| other.leg == one.leg).map(overlap).filter(|ms| *ms > 0).sum();
        if shared > 0 && longest.is_none_or(|(_, most)| shared > most) {
            longest = Some((one.leg, shared));
        }
    }
    longest.map(|(leg, _)| leg)
}

/// Milliseconds as a range of samples.
pub(super) fn samples(start_ms: i64, end_ms: i64) -> Range<u64> {
    let at = |ms: i64| ms.max(0).unsigned_abs() * SAMPLES_PER_MS;
    at(start_ms)..at(end_ms)
}

#[cfg(test)]
mod tests {
    use media::LegId;

    use super::*;

    #[test]
    fn a_stretch_is_said_by_who_spoke_longest_in_it_on_its_side() {
        let one = |leg, start_ms, end_ms| Spoken { leg: LegId(leg), start_ms, end_ms };
        let spoken = [one(1, 0, 10_000), one(2, 0, 1_000), one(3, 1_000, 3_500), one(2, 3_000, 3_200)];
        let right = |leg: LegId| leg != LegId(1);
        assert_eq!(speaker(&spoken, 0, 4_000, right), Some(LegId(3)));
        assert_eq!(speaker(&spoken, 0, 1_200, right), Some(LegId(2)));
        assert_eq!(speaker(&spoken, 5_000, 6_000, right), None);
        assert_eq!(speaker(&spoken, 5_000, 6_000, |_| true), Some(LegId(1)));
    }

    #[test]
    fn speech_worth_another_try_holds_the_recording_back_and_a_loop_is_garbled() {
        let missed = |why| LiveText::Missed { segment: 0, start: 8_000, end: 16_000, why };
        let mut found = Found::default();
        assert!(matches!(found.take(vec![missed(MissedWhy::EngineFailed)]), Err(HeldBack::Retry(_))));
        found.take(vec![missed(MissedWhy::NotUnderstood(Rejection::NothingHeard))]).unwrap();
        found.take(vec![missed(MissedWhy::NotUnderstood(Rejection::Loop))]).unwrap();
        assert_eq!(found.garbled, [(1_000, 2_000)]);
    }
}
