//! Speech as it is heard: segments of all speakers of one contact, redacted beside each other.
//!
//! Owns the look-back. A number said over two segments, read back or corrected makes earlier text secret,
//! so a segment is settled, that is, may be stored, only when nothing that follows can change it. Holds the
//! last segments unredacted, in memory alone, and must never print them. `joined` sets them together.

use std::collections::VecDeque;
use std::fmt;

use crate::secret_text::digits::has_digits;
use crate::secret_text::lookback::{Said, known_numbers, narrowed, newest_first, secrets, spoken_of, topics};
use crate::secret_text::redacted::{Redacted, RedactedSpan};
use crate::secret_text::topics::{Topic, last_topic, named};
use crate::secret_text::voice::Voice;
use crate::time::Timestamp;

/// Segments that are looked at together; an older one is settled.
const SEGMENTS_KEPT_MAX: usize = 32;
/// Text that is looked at together, in bytes; older segments beyond it are settled.
const KEPT_BYTES_MAX: usize = 64 * 1024;
/// How long after the last digits a segment may still change, in ms.
const SETTLED_AFTER_MS: u64 = 20_000;
/// How long a segment is held at most while digits go on, in ms.
const HELD_MS_MAX: u64 = 120_000;
/// Numbers remembered for as long as the conversation lasts, so that no part of them is said again in the clear.
const KNOWN_NUMBERS_MAX: usize = 8;

/// A segment, as its recogniser numbers it within the contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SegmentId(pub u64);

/// What a segment reads like without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentRedaction {
    /// Which segment.
    pub segment: SegmentId,
    /// Its text and the places of the secrets in the text that was heard.
    pub redacted: Redacted,
    /// Whether it is final: it will not be told of again, and may be stored.
    pub settled: bool,
}

/// The last segments of one contact.
#[derive(Default)]
pub struct Conversation {
    heard: VecDeque<Heard>,
    /// How many segments came before those.
    gone: u64,
    /// What each speaker has said in them, by speaker.
    voices: Vec<Voice>,
    /// Whether the voices have been read since the last segment came or went.
    read: bool,
    /// The digits of numbers in segments that are settled.
    known: Vec<Vec<u8>>,
    /// What was spoken of in segments that are settled, and how many segments ago.
    before: Option<(Topic, usize)>,
    last_digits: Timestamp,
}

struct Heard {
    segment: SegmentId,
    speaker: u64,
    text: String,
    at: Timestamp,
    topic: Option<Topic>,
    /// Secrets for good: what has once been found is never shown again.
    secrets: Vec<RedactedSpan>,
    /// What was last told, which may hide digits that turn out to be harmless.
    shown: Vec<RedactedSpan>,
}

impl Conversation {
    /// A conversation in which nothing has been said.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What `speaker` is saying at this moment, read beside what went before; changes nothing.
    /// Digits at its end are hidden until it is known what they are.
    #[must_use]
    pub fn partial(&self, speaker: u64, text: &str) -> Redacted {
        let mut said = self.said();
        said.push(Said { speaker, text, topic: last_topic(text) });
        let nears = topics(&said, self.before);
        let known = known_numbers(&said, &nears, &self.known);
        let spans = secrets(&said, &nears, &known, true).pop().unwrap_or_default();
        Redacted::without(text, spans)
    }

    /// Takes what `speaker` has said at `now`: the new segment's redaction, and those of earlier segments
    /// that it changes, for showing. Digits at the end are hidden until it is known what they are. A segment
    /// that the bounds push out comes with `settled`.
    pub fn hear(&mut self, speaker: u64, segment: SegmentId, text: &str, now: Timestamp) -> Vec<SegmentRedaction> {
        if has_digits(text) {
            self.last_digits = now;
        }
        let named = named(text);
        let number = self.gone + self.heard.len() as u64;
        self.voice(speaker).push(number, text, named);
        self.read = false;
        let (topic, secrets, shown) = (named.last, Vec::new(), Vec::new());
        self.heard.push_back(Heard { segment, speaker, text: text.to_owned(), at: now, topic, secrets, shown });
        let mut told = self.look_back();
        while self.heard.len() > SEGMENTS_KEPT_MAX || self.kept_bytes() > KEPT_BYTES_MAX {
            told.extend(self.settle_oldest());
        }
        told
    }

    /// The segments that have become final by `now`, oldest first, each told once.
    pub fn settled(&mut self, now: Timestamp) -> Vec<SegmentRedaction> {
        let mut settled = Vec::new();
        while self.heard.front().is_some_and(|oldest| self.is_due(oldest, now)) {
            settled.extend(self.settle_oldest());
        }
        settled
    }

    /// Every segment left, final, since nothing more will be said.
    pub fn finish(&mut self) -> Vec<SegmentRedaction> {
        std::iter::from_fn(|| self.settle_oldest()).collect()
    }

    fn is_due(&self, oldest: &Heard, now: Timestamp) -> bool {
        let quiet = now.since_ms(self.last_digits) >= SETTLED_AFTER_MS;
        let held_ms = now.since_ms(oldest.at);
        held_ms >= HELD_MS_MAX || quiet && held_ms >= SETTLED_AFTER_MS
    }

    fn said(&self) -> Vec<Said<'_>> {
        let said =
            self.heard.iter().map(|heard| Said { speaker: heard.speaker, text: &heard.text, topic: heard.topic });
        said.collect()
    }

    fn voice(&mut self, speaker: u64) -> &mut Voice {
        let place = match self.voices.binary_search_by_key(&speaker, |voice| voice.speaker) {
            Ok(place) => place,
            Err(place) => {
                self.voices.insert(place, Voice::new(speaker));
                place
            }
        };
        &mut self.voices[place]
    }

    /// Reads what is new, and what that changes; tells the numbers that are known by it.
    fn read(&mut self) -> Vec<Vec<u8>> {
        if !std::mem::replace(&mut self.read, true) {
            let nears = topics(&self.said(), self.before);
            self.voices.iter_mut().for_each(|voice| voice.refresh(|number| nears[place(number, self.gone)]));
        }
        newest_first(self.voices.iter().flat_map(Voice::numbers).cloned(), &self.known)
    }

    /// The secrets of each segment, and those with what may become one where somebody goes on.
    fn found_and_held(&self, known: &[Vec<u8>]) -> (Vec<Vec<RedactedSpan>>, Vec<Vec<RedactedSpan>>) {
        let nothing = vec![Vec::new(); self.heard.len()];
        let (mut found, mut held) = (nothing.clone(), nothing);
        for voice in &self.voices {
            let findings = voice.findings(known);
            self.spread(voice, findings.0, &mut found);
            self.spread(voice, findings.1, &mut held);
        }
        (found, held)
    }

    fn spread(&self, voice: &Voice, findings: Vec<RedactedSpan>, spans: &mut [Vec<RedactedSpan>]) {
        for found in findings {
            for (number, range) in voice.in_segments(&found.range) {
                let index = place(number, self.gone);
                let narrowed = narrowed(&self.heard[index].text, range, found.kind);
                spans[index].extend(narrowed.map(|range| RedactedSpan { range, ..found.clone() }));
            }
        }
    }

    /// Looks at all kept segments together; tells of those that read differently, and of the last.
    fn look_back(&mut self) -> Vec<SegmentRedaction> {
        let known = self.read();
        let (found, held) = self.found_and_held(&known);
        let last = self.heard.len() - 1;
        let mut told = Vec::new();
        for (index, (heard, (found, held))) in self.heard.iter_mut().zip(found.into_iter().zip(held)).enumerate() {
            heard.secrets = joined(std::mem::take(&mut heard.secrets), found);
            let shown = joined(heard.secrets.clone(), held);
            if index == last || heard.shown != shown {
                heard.shown = shown;
                told.push(heard.redaction(false));
            }
        }
        told
    }

    fn settle_oldest(&mut self) -> Option<SegmentRedaction> {
        self.known = self.read();
        self.known.truncate(KNOWN_NUMBERS_MAX);
        let oldest = self.heard.pop_front()?;
        self.gone += 1;
        self.read = false;
        self.voice(oldest.speaker).drop_oldest();
        self.voices.retain(|voice| !voice.is_empty());
        self.before = spoken_of(oldest.topic, self.before);
        Some(oldest.redaction(true))
    }

    fn kept_bytes(&self) -> usize {
        self.heard.iter().map(|heard| heard.text.len()).sum()
    }
}

impl Heard {
    fn redaction(&self, settled: bool) -> SegmentRedaction {
        let spans = if settled { &self.secrets } else { &self.shown };
        let redacted = Redacted::without(&self.text, spans.clone());
        SegmentRedaction { segment: self.segment, redacted, settled }
    }
}

/// The place of the segment of that `number` where so many are `gone`.
fn place(number: u64, gone: u64) -> usize {
    usize::try_from(number - gone).unwrap_or(usize::MAX)
}

/// Two lists of spans as one, in order; spans that touch the same text become one.
fn joined(mut spans: Vec<RedactedSpan>, more: Vec<RedactedSpan>) -> Vec<RedactedSpan> {
    if more.is_empty() {
        return spans;
    }
    spans.extend(more);
    spans.sort_by_key(|span| (span.range.start, span.range.end));
    let mut merged: Vec<RedactedSpan> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.range.start < last.range.end => {
                if span.confidence > last.confidence {
                    (last.kind, last.confidence) = (span.kind, span.confidence);
                }
                last.range.end = last.range.end.max(span.range.end);
            }
            Some(_) | None => merged.push(span),
        }
    }
    merged
}

/// Says how much is held and nothing of what.
impl fmt::Debug for Conversation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Conversation").field("segments", &self.heard.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod whole_tests;
