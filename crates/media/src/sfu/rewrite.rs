//! The numbers of one line toward a receiver, whose source may change under it (RFC 3550 §5.1).
//!
//! Pure. Owns sequence, timestamp and the VP8 picture numbers: the receiver sees one stream without a
//! jump, and true loss stays visible. It must never know sockets.

use std::time::{Duration, Instant};

use str0m::rtp::{Vp8Descriptor, Vp8Patch};

use crate::LegId;

/// Sequence numbers that jump further than this are a new source.
const SEQUENCE_JUMP_MAX: u64 = 3_000;
/// No packet for this long and then a gap is a line that was cut: what is lost is not worth asking for, and it is
/// not the receiver's line that lost it.
pub(super) const OUTAGE: Duration = Duration::from_secs(1);
/// Span put between the last packet of one source and the first of the next.
const CHANGE_MIN: Duration = Duration::from_millis(20);
/// Picture numbers have 15 bits (RFC 7741 §4.2).
const PICTURE_MASK: u16 = 0x7FFF;

/// One stream of one participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) leg: LegId,
    pub(super) ssrc: u32,
}

/// Where a packet stands in its source's stream; the sequence is extended beyond 16 bits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Position {
    pub(super) source: Source,
    pub(super) sequence: u64,
    pub(super) timestamp: u32,
}

/// What the packet is called toward the receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Renamed {
    pub(super) sequence: u64,
    pub(super) timestamp: u32,
}

/// The numbering of one line.
#[derive(Debug, Clone)]
pub(super) struct Rewriter {
    clock_rate: u32,
    source: Option<Source>,
    has_sent: bool,
    highest: u64,
    timestamp: u32,
    sent_at: Option<Instant>,
    first_in: u64,
    highest_in: u64,
    sequence_offset: u64,
    timestamp_offset: u32,
    picture: Numbers,
}

impl Rewriter {
    /// A line that begins with these numbers; the sequence below 2^15 (RFC 3711 §3.3.1).
    pub(super) fn new(clock_rate: u32, sequence: u16, timestamp: u32) -> Self {
        Self {
            clock_rate,
            source: None,
            has_sent: false,
            highest: u64::from(sequence),
            timestamp,
            sent_at: None,
            first_in: 0,
            highest_in: 0,
            sequence_offset: 0,
            timestamp_offset: 0,
            picture: Numbers::default(),
        }
    }

    /// Whether the packet goes on with what the line carries.
    pub(super) fn goes_on(&self, at: Position, now: Instant) -> bool {
        let was_silent = self.sent_at.is_some_and(|sent_at| now.saturating_duration_since(sent_at) >= OUTAGE);
        let was_cut = was_silent && at.sequence > self.highest_in + 1;
        self.source == Some(at.source) && at.sequence.abs_diff(self.highest_in) <= SEQUENCE_JUMP_MAX && !was_cut
    }

    /// The next packet of any source begins anew, without a gap.
    pub(super) fn stop(&mut self) {
        self.source = None;
    }

    /// The packet's numbers; `None` for one that is older than what the line began with.
    pub(super) fn pass(&mut self, at: Position, now: Instant) -> Option<Renamed> {
        if !self.goes_on(at, now) {
            self.begin(at, now);
        }
        if at.sequence < self.first_in {
            return None;
        }
        let sequence = at.sequence.wrapping_add(self.sequence_offset);
        let timestamp = at.timestamp.wrapping_add(self.timestamp_offset);
        if !self.has_sent || sequence > self.highest {
            self.highest = sequence;
            self.highest_in = at.sequence;
            self.timestamp = timestamp;
            self.sent_at = Some(now);
            self.has_sent = true;
        }
        Some(Renamed { sequence, timestamp })
    }

    /// The change to a VP8 payload so that its pictures are counted on; `None` when it fits as it is.
    pub(super) fn pictures(&mut self, vp8: &Vp8Descriptor) -> Option<Vp8Patch> {
        self.picture.patch(vp8)
    }

    fn begin(&mut self, at: Position, now: Instant) {
        let timestamp = match self.sent_at {
            // The first packet of a line keeps the random begin.
            None => self.timestamp,
            Some(sent_at) => {
                let span = now.saturating_duration_since(sent_at).max(CHANGE_MIN);
                self.timestamp.wrapping_add(ticks(span, self.clock_rate))
            }
        };
        let sequence = if self.has_sent { self.highest + 1 } else { self.highest };
        self.source = Some(at.source);
        self.first_in = at.sequence;
        self.highest_in = at.sequence;
        self.sequence_offset = sequence.wrapping_sub(at.sequence);
        self.timestamp_offset = timestamp.wrapping_sub(at.timestamp);
        self.picture.begin();
    }
}

/// Whole ticks of a span, wrapping as timestamps do.
fn ticks(span: Duration, clock_rate: u32) -> u32 {
    let micros = u64::try_from(span.as_micros()).unwrap_or(u64::MAX);
    (micros.saturating_mul(u64::from(clock_rate)) / 1_000_000) as u32
}

/// VP8's own numbers of pictures and base layers, counted on over a change of source.
#[derive(Debug, Clone, Copy, Default)]
struct Numbers {
    begins: bool,
    id: u16,
    id_offset: u16,
    layer: u8,
    layer_offset: u8,
    has_sent: bool,
}

impl Numbers {
    fn begin(&mut self) {
        self.begins = true;
    }

    fn patch(&mut self, vp8: &Vp8Descriptor) -> Option<Vp8Patch> {
        let id_in = vp8.picture_id()?;
        let layer_in = vp8.tl0_pic_idx();
        if std::mem::take(&mut self.begins) && self.has_sent {
            self.id_offset = self.id.wrapping_add(1).wrapping_sub(id_in) & PICTURE_MASK;
            self.layer_offset = self.layer.wrapping_add(1).wrapping_sub(layer_in.unwrap_or(0));
        }
        self.has_sent = true;
        self.id = id_in.wrapping_add(self.id_offset) & PICTURE_MASK;
        let mut patch = vp8.patch().picture_id(self.id);
        if let Some(layer_in) = layer_in {
            self.layer = layer_in.wrapping_add(self.layer_offset);
            patch = patch.tl0_pic_idx(self.layer);
        }
        let is_changed = self.id_offset != 0 || self.layer_offset != 0;
        // A source with short picture numbers keeps its own: they are right within a keyframe's span.
        patch.build().ok().filter(|_| is_changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Source = Source { leg: LegId(1), ssrc: 11 };
    const B: Source = Source { leg: LegId(2), ssrc: 22 };

    fn at(source: Source, sequence: u64, timestamp: u32) -> Position {
        Position { source, sequence, timestamp }
    }

    fn line() -> (Rewriter, Instant) {
        (Rewriter::new(90_000, 500, u32::MAX - 100), Instant::now())
    }

    #[test]
    fn a_change_of_source_shows_neither_gap_nor_jump() {
        let (mut line, start) = line();
        let first = line.pass(at(A, 70_000, 5), start).unwrap();
        let second = line.pass(at(A, 70_001, 3_005), start).unwrap();
        let third = line.pass(at(B, 9, 1_000_000), start + Duration::from_millis(100)).unwrap();
        assert_eq!([first.sequence, second.sequence, third.sequence], [500, 501, 502]);
        assert_eq!(first.timestamp, u32::MAX - 100);
        assert_eq!(second.timestamp, first.timestamp.wrapping_add(3_000));
        assert_eq!(third.timestamp, second.timestamp.wrapping_add(9_000));
    }

    #[test]
    fn loss_and_order_of_a_source_stay_visible() {
        let (mut line, start) = line();
        let passed: Vec<u64> =
            [65_534, 65_537, 65_535, 65_538].map(|n| line.pass(at(A, n, 0), start).unwrap().sequence).to_vec();
        assert_eq!(passed, [500, 503, 501, 504]);
    }

    #[test]
    fn a_late_packet_from_before_the_change_is_left_out() {
        let (mut line, start) = line();
        line.pass(at(A, 100, 0), start).unwrap();
        line.stop();
        assert_eq!(line.pass(at(A, 140, 0), start).unwrap().sequence, 501);
        assert_eq!(line.pass(at(A, 139, 0), start), None);
        assert_eq!(line.pass(at(A, 141, 0), start).unwrap().sequence, 502);
    }

    #[test]
    fn a_source_that_jumps_begins_anew() {
        let (mut line, start) = line();
        line.pass(at(A, 100, 0), start).unwrap();
        assert!(!line.goes_on(at(A, 100_000, 0), start));
        assert_eq!(line.pass(at(A, 100_000, 0), start).unwrap().sequence, 501);
        assert!(!line.goes_on(at(Source { ssrc: 12, ..A }, 100_001, 0), start));
    }

    #[test]
    fn a_cut_of_the_source_is_no_loss_of_the_receiver() {
        let (mut line, start) = line();
        line.pass(at(A, 100, 0), start).unwrap();
        let after = |ms| start + Duration::from_millis(ms);
        assert_eq!(line.pass(at(A, 103, 0), after(900)).unwrap().sequence, 503);
        assert_eq!(line.pass(at(A, 104, 0), after(3_000)).unwrap().sequence, 504, "silence without a gap");
        assert_eq!(line.pass(at(A, 300, 90_000), after(6_000)).unwrap().sequence, 505);
        assert_eq!(line.pass(at(A, 299, 90_000), after(6_001)), None, "sent again, too late");
    }

    #[test]
    fn pictures_are_counted_on_over_a_change_of_source() {
        let (mut line, start) = line();
        // X, then I+L+T, picture 0x0123 in 15 bits, layer 7, TID, one byte of VP8.
        let mut payload = [0x90, 0xE0, 0x81, 0x23, 7, 0, 0];
        let number = |line: &mut Rewriter, payload: &[u8]| {
            let patch = line.pictures(&Vp8Descriptor::parse(payload).unwrap());
            (line.picture.id, line.picture.layer, patch.is_some())
        };
        line.pass(at(A, 1, 0), start).unwrap();
        assert_eq!(number(&mut line, &payload), (0x0123, 7, false));
        line.pass(at(B, 1, 0), start).unwrap();
        payload[2..5].copy_from_slice(&[0xFF, 0xFF, 200]);
        assert_eq!(number(&mut line, &payload), (0x0124, 8, true));
        payload[2..5].copy_from_slice(&[0x80, 0x00, 201]);
        assert_eq!(number(&mut line, &payload), (0x0125, 9, true));
    }
}
