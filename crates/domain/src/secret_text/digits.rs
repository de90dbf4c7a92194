//! Gathers the digits of a text to runs: the digits that may belong to one number.
//!
//! Owns how much may stand between two digits, and when number words are ordinary language. It must never
//! judge what a run means: `search` and `speech` do. `lexer` reads the digits.

use std::ops::Range;

use crate::secret_text::lexer::{Atom, Figures, Kind, Manner, token};

/// Separators allowed between two digits of one number, such as a comma, a line end and two spaces.
const GAP_LIMIT: usize = 4;
/// The same in speech, where えーと、あの、はい may stand between two digits.
const SPOKEN_GAP_LIMIT: usize = 12;
/// Digits of a PIN; fewer digits with nothing but separators between them are no secret in writing.
const SHORTEST_SECRET: usize = 4;
/// Fewer number words in a row than this are ordinary language (に, 三人, one of).
const WORDS_MIN: usize = 3;

/// One digit and the bytes it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Digit {
    pub(super) value: u8,
    pub(super) range: Range<usize>,
    /// Whether it was a word or a kanji, not a figure.
    pub(super) word: bool,
}

/// Digits that may belong to one number, in groups as they were separated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) digits: Vec<Digit>,
    /// Ranges of indices into `digits`; never empty.
    pub(super) groups: Vec<Range<usize>>,
    /// Whether a plus sign stands before it.
    pub(super) plus: bool,
}

struct Read {
    atom: Atom,
    range: Range<usize>,
}

/// The runs in `text` that may matter, in order: in writing those of four digits and more, in speech all
/// that hold a figure or three number words. Nothing is allocated while there is none.
pub(super) fn runs(text: &str, manner: Manner) -> Vec<Run> {
    runs_in(text, 0..text.len(), manner)
}

/// The runs in `piece` of `text` alone, by their places in the whole.
pub(super) fn runs_in(text: &str, piece: Range<usize>, manner: Manner) -> Vec<Run> {
    let (text, mut from) = (&text[..piece.end], piece.start);
    let mut runs = Vec::new();
    while let Some(stretch) = next_stretch(text, from, manner) {
        from = stretch.end;
        gather(text, stretch, manner, &mut runs);
    }
    runs
}

/// Whether a digit stands anywhere in a spoken `text`, particles that sound like one left aside.
pub(super) fn has_digits(text: &str) -> bool {
    let mut at = 0;
    while let Some((atom, len)) = token(text, at, Manner::Spoken, false) {
        if matches!(atom, Atom::Digits(Figures { kind: Kind::Figure | Kind::Word, .. })) {
            return true;
        }
        at += len;
    }
    false
}

/// From the first digit of a spoken `text` to its last; None where there is none.
pub(super) fn digit_extent(text: &str) -> Option<Range<usize>> {
    let (mut at, mut extent) = (0, None::<Range<usize>>);
    while let Some((atom, len)) = token(text, at, Manner::Spoken, extent.is_some()) {
        if matches!(atom, Atom::Digits(_)) {
            extent = Some(extent.map_or(at, |extent| extent.start)..at + len);
        }
        at += len;
    }
    extent
}

/// The next digits that may matter with nothing but separators between them.
fn next_stretch(text: &str, from: usize, manner: Manner) -> Option<Range<usize>> {
    let (mut at, mut start, mut gap) = (from, from, 0);
    let mut tally = Tally::default();
    let limit = gap_limit(manner);
    while let Some((atom, len)) = token(text, at, manner, tally.digits > 0) {
        match atom {
            Atom::Digits(figures) => {
                if tally.digits == 0 {
                    start = at;
                }
                tally.add(&figures);
                gap = 0;
            }
            Atom::Separator if gap < limit => gap += 1,
            Atom::Separator | Atom::Other if tally.may_matter(manner) => return Some(start..at),
            Atom::Separator | Atom::Other => (tally, gap) = (Tally::default(), 0),
        }
        at += len;
    }
    tally.may_matter(manner).then_some(start..at)
}

/// Digits counted by how they are written.
#[derive(Default)]
struct Tally {
    digits: usize,
    figures: usize,
    words: usize,
}

impl Tally {
    fn add(&mut self, figures: &Figures) {
        self.digits += figures.len();
        match figures.kind {
            Kind::Figure => self.figures += 1,
            Kind::Word => self.words += 1,
            Kind::Weak => {}
        }
    }

    fn may_matter(&self, manner: Manner) -> bool {
        match manner {
            Manner::Written => self.digits >= SHORTEST_SECRET,
            Manner::Spoken => self.figures > 0 || self.words > 0 && self.digits >= WORDS_MIN,
        }
    }
}

fn gap_limit(manner: Manner) -> usize {
    match manner {
        Manner::Written => GAP_LIMIT,
        Manner::Spoken => SPOKEN_GAP_LIMIT,
    }
}

fn gather(text: &str, stretch: Range<usize>, manner: Manner, runs: &mut Vec<Run>) {
    let mut reads = Vec::new();
    let mut at = stretch.start;
    while at < stretch.end
        && let Some((atom, len)) = token(text, at, manner, true)
    {
        reads.push(Read { atom, range: at..at + len });
        at += len;
    }
    drop_lonely_words(&mut reads, manner);
    let mut current: Option<Run> = None;
    let mut gap = 0;
    for read in &reads {
        match read.atom {
            Atom::Digits(figures) => {
                let run = current.get_or_insert_with(|| Run::starting(text, read.range.start));
                run.push(&figures, &read.range, gap > 0);
                gap = 0;
            }
            Atom::Separator => gap += 1,
            Atom::Other => {
                runs.extend(current.take());
                gap = 0;
            }
        }
    }
    runs.extend(current);
}

impl Run {
    fn starting(text: &str, at: usize) -> Self {
        let plus = text[..at].ends_with(['+', '＋']);
        Self { digits: Vec::new(), groups: Vec::new(), plus }
    }

    fn push(&mut self, figures: &Figures, range: &Range<usize>, after_gap: bool) {
        let from = self.digits.len();
        let word = figures.kind != Kind::Figure;
        let same_kind = self.digits.last().is_some_and(|last| last.word == word);
        let digits = figures.values().iter();
        self.digits.extend(digits.map(|value| Digit { value: *value, range: range.clone(), word }));
        match self.groups.last_mut() {
            Some(group) if !after_gap && same_kind => group.end = self.digits.len(),
            Some(_) | None => self.groups.push(from..self.digits.len()),
        }
    }

    /// The values of the digits at `indices`.
    pub(super) fn values(&self, indices: Range<usize>) -> Vec<u8> {
        self.digits[indices].iter().map(|digit| digit.value).collect()
    }

    /// The bytes of the text the digits at `indices` were read from.
    pub(super) fn bytes(&self, indices: Range<usize>) -> Range<usize> {
        match (self.digits.get(indices.start), self.digits[..indices.end].last()) {
            (Some(first), Some(last)) => first.range.start..last.range.end,
            (None, _) | (_, None) => 0..0,
        }
    }
}

/// Number words count only in company: "5678に" ends in a particle, not in a 2, and "入力しにくく" is no 4299.
/// A recogniser writes one number half in figures and half in words, so in speech a figure is company too,
/// and a particle between two groups ends nothing.
fn drop_lonely_words(reads: &mut [Read], manner: Manner) {
    let mut company: Vec<usize> = Vec::new();
    let mut after_figure = false;
    for index in 0..=reads.len() {
        let atom = reads.get(index).map(|read| read.atom);
        match atom {
            Some(Atom::Digits(Figures { kind: Kind::Word | Kind::Weak, .. })) => company.push(index),
            Some(Atom::Separator) => {}
            Some(Atom::Digits(Figures { kind: Kind::Figure, .. }) | Atom::Other) | None => {
                let figure = matches!(atom, Some(Atom::Digits(_)));
                let beside = manner == Manner::Spoken && (after_figure || figure);
                if !is_spoken_number(reads, &company, beside) {
                    let left = if manner == Manner::Spoken { Atom::Separator } else { Atom::Other };
                    company.iter().for_each(|index| reads[*index].atom = left);
                }
                after_figure = figure;
                company.clear();
            }
        }
    }
}

fn is_spoken_number(reads: &[Read], company: &[usize], beside_figure: bool) -> bool {
    let (mut digits, mut sure) = (0, false);
    for index in company {
        if let Atom::Digits(figures) = reads[*index].atom {
            digits += figures.len();
            sure |= figures.kind == Kind::Word;
        }
    }
    sure && (digits >= WORDS_MIN || beside_figure)
}
