//! Frames into segments: where somebody begins to speak, where the sentence ends.
//!
//! Owns the only copy of the open segment's sound, which is bounded by the pace. Every voiced frame behind the
//! onset is in exactly one segment.

use super::ear::{FRAME_SAMPLES, Frame};
use super::pace::{Pace, samples};
use std::collections::VecDeque;
use std::ops::Range;

/// So many voiced frames among the last [`ONSET_WINDOW`] open a segment; fewer are a click.
pub(super) const ONSET_FRAMES: usize = 3;
/// Frames looked at for an onset.
pub(super) const ONSET_WINDOW: usize = 5;
/// Pause that ends a segment beyond `cut_from_ms`.
const SHORT_PAUSE_MS: u32 = 120;
/// Where a cut may be, before the end of a segment that is too long.
const CUT_SEARCH_MS: u32 = 1_500;

/// How a stretch sounds, for the guards.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Sound {
    /// Voice in it, in milliseconds.
    pub(super) voiced_ms: u32,
    /// Mean score of the detector over the voiced frames.
    pub(super) score: f32,
    /// Mean level of the voiced frames, root mean square.
    pub(super) level: f32,
}

/// A stretch of speech at 8 kHz.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segment {
    /// Counts up.
    pub(super) id: u64,
    /// Position of the first sample.
    pub(super) start: u64,
    /// The sound.
    pub(super) samples: Vec<i16>,
    /// How it sounds.
    pub(super) sound: Sound,
    /// Position behind the last voice.
    pub(super) voiced_until: u64,
}

impl Segment {
    /// Position behind the last sample.
    pub(super) fn end(&self) -> u64 {
        self.start + self.samples.len() as u64
    }
}

#[derive(Debug)]
struct Open {
    id: u64,
    start: u64,
    frames: Vec<Frame>,
    voiced_until: u64,
}

/// Cuts frames into segments.
#[derive(Debug)]
pub(super) struct Segmenter {
    pace: Pace,
    /// Frames before an onset, oldest first.
    recent: VecDeque<Frame>,
    open: Option<Open>,
    /// No segment begins before this position.
    free_from: u64,
    next_id: u64,
}

impl Segmenter {
    pub(super) fn new(pace: Pace) -> Self {
        Self { pace, recent: VecDeque::new(), open: None, free_from: 0, next_id: 0 }
    }

    /// Takes the next frame; gives the segment that it ends.
    pub(super) fn hear(&mut self, frame: Frame) -> Option<Segment> {
        self.remember(&frame);
        let Some(open) = &mut self.open else {
            self.open_at_onset();
            return None;
        };
        let now = frame.at + FRAME_SAMPLES as u64;
        if frame.voiced {
            open.voiced_until = now;
        }
        open.frames.push(frame);
        let (silence, length) = (now - open.voiced_until, now - open.start);
        let pause = silence >= samples(self.pace.end_silence_ms)
            || (length >= samples(self.pace.cut_from_ms) && silence >= samples(SHORT_PAUSE_MS));
        if pause {
            self.close()
        } else if length >= samples(self.pace.cut_at_ms) {
            self.cut()
        } else {
            None
        }
    }

    /// Ends what is open, as at a gap or a hang-up.
    pub(super) fn close(&mut self) -> Option<Segment> {
        let open = self.open.take()?;
        let end = open.voiced_until + samples(self.pace.tail_ms);
        let segment = open.segment(open.start..end);
        self.free_from = segment.end();
        Some(segment)
    }

    /// Forgets what was before, as at a gap.
    pub(super) fn forget(&mut self) {
        self.recent.clear();
    }

    /// The open segment up to its last voice and the tail.
    pub(super) fn open_until_voice(&self) -> Option<Segment> {
        let open = self.open.as_ref()?;
        Some(open.segment(open.start..open.voiced_until + samples(self.pace.tail_ms)))
    }

    /// The whole open segment.
    pub(super) fn open_whole(&self) -> Option<Segment> {
        self.open.as_ref().map(|open| open.segment(open.start..u64::MAX))
    }

    /// Number, begin, end and end of voice of the open segment.
    pub(super) fn open_state(&self) -> Option<OpenState> {
        let open = self.open.as_ref()?;
        let end = open.frames.last().map_or(open.start, |frame| frame.at + FRAME_SAMPLES as u64);
        Some(OpenState { id: open.id, start: open.start, end, voiced_until: open.voiced_until })
    }

    fn remember(&mut self, frame: &Frame) {
        let kept = (samples(self.pace.lead_ms) as usize).div_ceil(FRAME_SAMPLES) + ONSET_WINDOW;
        while self.recent.len() >= kept {
            self.recent.pop_front();
        }
        self.recent.push_back(frame.clone());
    }

    fn open_at_onset(&mut self) {
        let window = self.recent.iter().rev().take(ONSET_WINDOW).filter(|frame| frame.at >= self.free_from);
        let voiced: Vec<u64> = window.filter(|frame| frame.voiced).map(|frame| frame.at).collect();
        let (Some(last), Some(first)) = (voiced.first(), voiced.last()) else { return };
        if voiced.len() < ONSET_FRAMES {
            return;
        }
        let from = first.saturating_sub(samples(self.pace.lead_ms)).max(self.free_from);
        let voiced_until = last + FRAME_SAMPLES as u64;
        let end = |frame: &Frame| frame.at + FRAME_SAMPLES as u64;
        let frames: Vec<Frame> = self.recent.iter().filter(|frame| end(frame) > from).cloned().collect();
        let start = frames.first().map_or(from, |frame| frame.at.max(from));
        self.open = Some(Open { id: self.next_id, start, frames, voiced_until });
        self.next_id += 1;
    }

    /// Cuts at the quietest moment near the end; what is behind it goes on as the next segment.
    fn cut(&mut self) -> Option<Segment> {
        let open = self.open.take()?;
        let end = open.frames.last().map_or(open.start, |frame| frame.at + FRAME_SAMPLES as u64);
        let search = end.saturating_sub(samples(CUT_SEARCH_MS));
        let late = open.frames.iter().filter(|frame| frame.at >= search);
        let quietest = late.min_by(|a, b| a.level.total_cmp(&b.level)).map_or(end, |frame| frame.at);
        let segment = open.segment(open.start..quietest);
        self.free_from = quietest;
        let rest: Vec<Frame> = open.frames.into_iter().filter(|frame| frame.at >= quietest).collect();
        if rest.iter().any(|frame| frame.voiced) {
            let voiced_until = open.voiced_until;
            self.open = Some(Open { id: self.next_id, start: quietest, frames: rest, voiced_until });
            self.next_id += 1;
        }
        Some(segment)
    }
}

/// Where the open segment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OpenState {
    pub(super) id: u64,
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) voiced_until: u64,
}

impl Open {
    fn segment(&self, range: Range<u64>) -> Segment {
        let mut sound = Vec::new();
        let (mut voiced, mut score, mut level) = (0_u32, 0.0, 0.0);
        let mut voiced_until = range.start;
        for frame in &self.frames {
            let inside = frame.sound.iter().zip(frame.at..).filter(|(_, at)| range.contains(at));
            sound.extend(inside.map(|(sample, _)| *sample));
            if frame.voiced && range.contains(&frame.at) {
                voiced += 1;
                score += frame.score;
                level += frame.level;
                voiced_until = frame.at + FRAME_SAMPLES as u64;
            }
        }
        let mean = |sum: f32| sum / voiced.max(1) as f32;
        let sound_of = Sound { voiced_ms: voiced * 16, score: mean(score), level: mean(level) };
        Segment { id: self.id, start: range.start, samples: sound, sound: sound_of, voiced_until }
    }
}
