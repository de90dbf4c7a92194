//! What one speaker has said of late, as one text that grows at its end and is forgotten from its beginning.
//!
//! Owns which of it must be read anew when a segment comes or goes, which is little: the text falls into
//! pieces that no number crosses, and a piece is read once more only when what stands near it has changed.
//! What it tells is what `speech` would tell of the whole. `blocks` and `linking` judge.

use std::ops::Range;

use crate::secret_text::blocks::{Block, Secret, blocks};
use crate::secret_text::context::{REACH_AFTER_CHARS, REACH_BEFORE_CHARS};
use crate::secret_text::finding::Finding;
use crate::secret_text::harmless::{POSTCODE_MARK, UNIT_GAP, is_unit};
use crate::secret_text::linking::{Link, gathered, hold_open_end, link, numbers_of, together};
use crate::secret_text::outside::{Near, Outside};
use crate::secret_text::pins::{may_announce, ranked_passwords};
use crate::secret_text::seams::ends_quietly;
use crate::secret_text::speech::with_spelled;
use crate::secret_text::spelling::{add_announced, spellings};
use crate::secret_text::topics::Named;

/// What stands between two segments: a separator of digits, and the end of a word.
const JOINT: &str = "\n";
/// Bytes before digits in which a number may be named.
const REACH_BYTES: usize = REACH_BEFORE_CHARS * 4;

/// The kept segments of one speaker.
pub(super) struct Voice {
    pub(super) speaker: u64,
    text: String,
    segments: Vec<Segment>,
    /// Where each segment begins, with what was spoken of before it.
    outside: Outside,
    pieces: Vec<Piece>,
    /// The digits of all pieces, in order, each block linked to the one before it.
    blocks: Vec<Block>,
    links: Vec<Link>,
    /// What the blocks are together, while no number is known from elsewhere.
    secrets: Vec<Option<Secret>>,
    /// Passwords that are spelt out.
    spelled: Vec<Finding>,
    changed: bool,
}

struct Segment {
    /// Its number in the conversation.
    number: u64,
    bytes: Range<usize>,
    named: Named,
    /// Whether it has a word that announces a password.
    announces: bool,
}

/// Segments that one number may cross.
struct Piece {
    bytes: Range<usize>,
    /// How many segments it has.
    segments: usize,
    /// How many of the blocks are its own.
    blocks: usize,
    /// Where its last digits end, harmless ones too.
    digits_end: Option<usize>,
    /// Passwords straight after what announces them, by the rank of that word; read when first needed.
    passwords: Option<Vec<(usize, Finding)>>,
    /// What has the shape of a password spelt out; read when first needed.
    spellings: Option<Vec<Range<usize>>>,
    stale: bool,
}

impl Voice {
    /// A speaker who has said nothing.
    pub(super) fn new(speaker: u64) -> Self {
        Self {
            speaker,
            text: String::new(),
            segments: Vec::new(),
            outside: Outside::default(),
            pieces: Vec::new(),
            blocks: Vec::new(),
            links: Vec::new(),
            secrets: Vec::new(),
            spelled: Vec::new(),
            changed: false,
        }
    }

    /// Whether nothing is kept of it.
    pub(super) fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// Adds what is said, the segment of that `number` in the conversation.
    pub(super) fn push(&mut self, number: u64, text: &str, named: Named) {
        if named.number_end.is_some() || is_unit(text) {
            self.reread_before_the_end();
        }
        let goes_on = self.pieces.last().is_some_and(|last| !ends_quietly(&self.text[last.bytes.clone()]));
        if !self.segments.is_empty() {
            self.text.push_str(JOINT);
        }
        let bytes = self.text.len()..self.text.len() + text.len();
        self.text.push_str(text);
        match self.pieces.last_mut() {
            Some(piece) if goes_on => piece.grow(bytes.end),
            Some(_) | None => self.pieces.push(Piece::unread(bytes.clone())),
        }
        self.outside.parts.push((bytes.start, None));
        self.segments.push(Segment { number, bytes, named, announces: may_announce(text) });
        self.changed = true;
    }

    /// Digits near the end of the text may be what the next segment says.
    fn reread_before_the_end(&mut self) {
        for piece in self.pieces.iter_mut().rev() {
            let Some(end) = piece.digits_end else { continue };
            let after = self.text[end..].trim_start_matches(UNIT_GAP);
            if after.chars().nth(REACH_AFTER_CHARS).is_some() {
                return;
            }
            piece.stale = true;
        }
    }

    /// Forgets the oldest segment.
    pub(super) fn drop_oldest(&mut self) {
        let gone = self.segments.remove(0);
        self.outside.parts.remove(0);
        let cut = self.segments.first().map_or(gone.bytes.end, |next| next.bytes.start);
        let marks_a_postcode = self.text[gone.bytes.clone()].trim_end().ends_with(POSTCODE_MARK);
        let names_a_number = gone.named.number_end.is_some_and(|end| end + REACH_BYTES > gone.bytes.len());
        self.text.drain(..cut);
        if self.pieces[0].bytes.end == gone.bytes.end {
            let own = self.pieces.remove(0).blocks;
            self.blocks.drain(..own);
            self.links.drain(..own);
        } else {
            self.pieces[0].segments -= 1;
            self.pieces[0].change();
        }
        self.shift(cut);
        for piece in &mut self.pieces {
            piece.stale |= marks_a_postcode || names_a_number && piece.bytes.start < REACH_BYTES;
        }
        self.changed = true;
    }

    fn shift(&mut self, cut: usize) {
        let shifted = |range: &mut Range<usize>| {
            *range = range.start.saturating_sub(cut)..range.end.saturating_sub(cut);
        };
        self.segments.iter_mut().for_each(|segment| shifted(&mut segment.bytes));
        self.outside.parts.iter_mut().for_each(|(from, _)| *from -= cut);
        self.blocks.iter_mut().for_each(|block| shifted(&mut block.bytes));
        for piece in &mut self.pieces {
            shifted(&mut piece.bytes);
            piece.digits_end = piece.digits_end.map(|end| end.saturating_sub(cut));
            piece.passwords.iter_mut().flatten().for_each(|(_, finding)| shifted(&mut finding.range));
            piece.spellings.iter_mut().flatten().for_each(shifted);
        }
    }

    /// Takes what was spoken of before each segment, by the segment's number, and reads anew what changes by that.
    pub(super) fn refresh(&mut self, near: impl Fn(u64) -> Option<Near>) {
        let mut from = 0;
        for piece in 0..self.pieces.len() {
            from = self.take_nears(piece, from, &near);
        }
        if !std::mem::take(&mut self.changed) {
            return;
        }
        let mut first = 0;
        for piece in 0..self.pieces.len() {
            if self.pieces[piece].stale {
                self.read(piece, first);
            }
            first += self.pieces[piece].blocks;
        }
        self.secrets = together(&self.blocks, &self.links, &[]);
        self.spelled = self.spelled();
    }

    /// Sets the topics of the piece's segments, of which `from` is the first; tells the first of the next piece.
    fn take_nears(&mut self, piece: usize, from: usize, near: &impl Fn(u64) -> Option<Near>) -> usize {
        let piece = &mut self.pieces[piece];
        let next = from + piece.segments;
        for (segment, part) in self.segments[from..next].iter().zip(&mut self.outside.parts[from..]) {
            let near = near(segment.number);
            if part.1 != near {
                part.1 = near;
                piece.stale = true;
                self.changed = true;
            }
        }
        next
    }

    /// Reads the blocks of a piece, of which `first` is the first, in place of those it had.
    fn read(&mut self, piece: usize, first: usize) {
        let piece = &mut self.pieces[piece];
        let read = blocks(&self.text, piece.bytes.clone(), &self.outside);
        let (old, new) = (first..first + piece.blocks, read.blocks.len());
        (piece.blocks, piece.digits_end, piece.stale) = (new, read.digits_end, false);
        self.blocks.splice(old.clone(), read.blocks);
        self.links.splice(old, std::iter::repeat_n(Link::default(), new));
        for next in first.max(1)..(first + new + 1).min(self.blocks.len()) {
            self.links[next] = link(&self.text, self.blocks[next - 1].bytes.end, &self.blocks[next]);
        }
    }

    /// As [`spelled_passwords`](crate::secret_text::spelling::spelled_passwords) of the whole text, read piece by piece.
    fn spelled(&mut self) -> Vec<Finding> {
        let near = |(_, near): &(usize, Option<Near>)| near.is_some_and(Near::is_of_a_password);
        if !self.outside.parts.iter().any(near) && !self.segments.iter().any(|segment| segment.announces) {
            return Vec::new();
        }
        let (mut passwords, mut may_spell, mut from) = (Vec::new(), Vec::new(), 0);
        let fresh = |(_, near): &(usize, Option<Near>)| near.is_some_and(|near| near.fresh && near.is_of_a_password());
        for piece in &mut self.pieces {
            let (segments, parts) = (&self.segments[from..from + piece.segments], &self.outside.parts[from..]);
            from += piece.segments;
            let spells = segments.iter().zip(parts).any(|(segment, part)| segment.named.password || fresh(part));
            if segments.iter().any(|segment| segment.announces) {
                let text = &self.text[piece.bytes.clone()];
                let read = || ranked_in(text, piece.bytes.start);
                passwords.extend(piece.passwords.get_or_insert_with(read).iter().cloned());
            }
            if spells {
                let read = || spellings(&self.text, piece.bytes.clone());
                may_spell.extend(piece.spellings.get_or_insert_with(read).iter().cloned());
            }
        }
        passwords.sort_by_key(|(rank, _)| *rank);
        let mut findings = passwords.into_iter().map(|(_, finding)| finding).collect();
        add_announced(&self.text, &self.outside, may_spell, &mut findings);
        findings
    }

    /// The digits of the individual numbers it says.
    pub(super) fn numbers(&self) -> impl Iterator<Item = &Vec<u8>> {
        numbers_of(&self.blocks, &self.secrets)
    }

    /// What must not be stored where the digits of `known` numbers are secret too, in order and without overlap;
    /// and that with what may become a secret at the end.
    pub(super) fn findings(&self, known: &[Vec<u8>]) -> (Vec<Finding>, Vec<Finding>) {
        let mut secrets =
            if known.is_empty() { self.secrets.clone() } else { together(&self.blocks, &self.links, known) };
        let found = self.gathered(&secrets);
        if hold_open_end(&self.text, &self.blocks, &mut secrets) {
            let held = self.gathered(&secrets);
            return (found, held);
        }
        (found.clone(), found)
    }

    fn gathered(&self, secrets: &[Option<Secret>]) -> Vec<Finding> {
        with_spelled(gathered(&self.blocks, &self.links, secrets), self.spelled.clone())
    }

    /// The pieces of `place` in the segments it touches, by their numbers.
    pub(super) fn in_segments(&self, place: &Range<usize>) -> impl Iterator<Item = (u64, Range<usize>)> {
        self.segments.iter().filter_map(|segment| {
            let (start, end) = (place.start.max(segment.bytes.start), place.end.min(segment.bytes.end));
            (start < end).then(|| (segment.number, start - segment.bytes.start..end - segment.bytes.start))
        })
    }
}

fn ranked_in(text: &str, at: usize) -> Vec<(usize, Finding)> {
    let moved = |finding: Finding| Finding { range: at + finding.range.start..at + finding.range.end, ..finding };
    ranked_passwords(text).into_iter().map(|(rank, finding)| (rank, moved(finding))).collect()
}

impl Piece {
    fn unread(bytes: Range<usize>) -> Self {
        Self { bytes, segments: 1, blocks: 0, digits_end: None, passwords: None, spellings: None, stale: true }
    }

    fn grow(&mut self, end: usize) {
        self.bytes.end = end;
        self.segments += 1;
        self.change();
    }

    fn change(&mut self) {
        (self.passwords, self.spellings, self.stale) = (None, None, true);
    }
}
