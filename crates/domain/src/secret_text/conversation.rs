//! Speech as it is heard: segments of all speakers of one contact, redacted beside each other.
//!
//! Owns the look-back. A number said over two segments, read back or corrected makes earlier text secret,
//! so a segment is settled, that is, may be stored, only when nothing that follows can change it. Holds the
//! last segments unredacted, in memory alone, and must never print them. `joined` sets them together.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;

use crate::secret_text::context::TextContext;
use crate::secret_text::joined::Joined;
use crate::secret_text::redacted::{Redacted, RedactedSpan};
use crate::secret_text::search::find;
use crate::time::Timestamp;

/// Segments that are looked at together; an older one is settled.
const SEGMENTS_KEPT_MAX: usize = 32;
/// Text that is looked at together, in bytes; older segments beyond it are settled.
const KEPT_BYTES_MAX: usize = 64 * 1024;
/// How long after it was heard a segment may still change, in ms.
const SETTLED_AFTER_MS: u64 = 20_000;

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
}

struct Heard {
    segment: SegmentId,
    speaker: u64,
    text: String,
    at: Timestamp,
    spans: Vec<RedactedSpan>,
}

impl Conversation {
    /// A conversation in which nothing has been said.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What `speaker` is saying at this moment, read beside what went before; changes nothing.
    #[must_use]
    pub fn partial(&self, speaker: u64, text: &str) -> Redacted {
        let spans = self.spans_with(Some((speaker, text))).pop().unwrap_or_default();
        Redacted::without(text, spans)
    }

    /// Takes what `speaker` has said at `now`: the new segment's redaction, and those of earlier segments
    /// that it changes. A segment that the bounds push out comes with `settled`.
    pub fn hear(&mut self, speaker: u64, segment: SegmentId, text: &str, now: Timestamp) -> Vec<SegmentRedaction> {
        self.heard.push_back(Heard { segment, speaker, text: text.to_owned(), at: now, spans: Vec::new() });
        let spans = self.spans_with(None);
        let mut told = Vec::new();
        let last = self.heard.len() - 1;
        for (index, (heard, spans)) in self.heard.iter_mut().zip(spans).enumerate() {
            if index == last || heard.spans != spans {
                heard.spans = spans;
                told.push(heard.redaction(false));
            }
        }
        while self.heard.len() > SEGMENTS_KEPT_MAX || self.kept_bytes() > KEPT_BYTES_MAX {
            told.extend(self.heard.pop_front().map(|oldest| oldest.redaction(true)));
        }
        told
    }

    /// The segments that have become final by `now`, oldest first, each told once.
    pub fn settled(&mut self, now: Timestamp) -> Vec<SegmentRedaction> {
        let mut settled = Vec::new();
        while self.heard.front().is_some_and(|oldest| now.since_ms(oldest.at) >= SETTLED_AFTER_MS) {
            settled.extend(self.heard.pop_front().map(|oldest| oldest.redaction(true)));
        }
        settled
    }

    /// Every segment left, final, since nothing more will be said.
    pub fn finish(&mut self) -> Vec<SegmentRedaction> {
        self.heard.drain(..).map(|heard| heard.redaction(true)).collect()
    }

    fn kept_bytes(&self) -> usize {
        self.heard.iter().map(|heard| heard.text.len()).sum()
    }

    /// The secrets of each kept segment, and of a text that comes after them.
    fn spans_with(&self, next: Option<(u64, &str)>) -> Vec<Vec<RedactedSpan>> {
        let said = self.heard.iter().map(|heard| (heard.speaker, heard.text.as_str()));
        let said: Vec<(u64, &str)> = said.chain(next).collect();
        let mut spans = vec![Vec::new(); said.len()];
        let context = TextContext { spoken: true, ..TextContext::default() };
        for speaker in said.iter().map(|(speaker, _)| *speaker).collect::<BTreeSet<u64>>() {
            let mut joined = Joined::default();
            for (index, (_, text)) in said.iter().enumerate().filter(|(_, (who, _))| *who == speaker) {
                joined.push(index, text);
            }
            for found in find(joined.text(), context) {
                for (index, range) in joined.pieces(&found.range) {
                    spans[index].push(RedactedSpan { range, ..found.clone() });
                }
            }
        }
        spans
    }
}

impl Heard {
    fn redaction(&self, settled: bool) -> SegmentRedaction {
        let redacted = Redacted::without(&self.text, self.spans.clone());
        SegmentRedaction { segment: self.segment, redacted, settled }
    }
}

/// Says how much is held and nothing of what.
impl fmt::Debug for Conversation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Conversation").field("segments", &self.heard.len()).finish_non_exhaustive()
    }
}
