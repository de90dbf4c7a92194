//! Judges the digits in what a recogniser wrote, each stretch of them by itself.
//!
//! Owns the rules of speech: a recogniser drops, doubles and mishears digits and writes words among them, so
//! digits that stand thick and that nothing explains are taken for a number, the fewer the more is spoken of
//! one. A failed check digit clears nothing. `harmless` explains, `outside` knows the topic, `linking` goes on.

use std::ops::Range;

use crate::secret_text::check_digits::{INDIVIDUAL_NUMBER_LEN, is_card_number, is_individual_number};
use crate::secret_text::context::has_harmless_label;
use crate::secret_text::digits::{Run, runs_in};
use crate::secret_text::fillers::is_correction;
use crate::secret_text::finding::{Confidence, SecretKind};
use crate::secret_text::harmless::Explained;
use crate::secret_text::lexer::Manner;
use crate::secret_text::outside::{Near, Outside};
use crate::secret_text::spelling::is_shown_code;
use crate::secret_text::topics::Topic;

/// Fewest digits of a number that is spoken of, or that has foreign words in it: four of twelve may be lost.
pub(super) const NUMBER_LEN_MIN: usize = 8;
/// Fewest digits in one piece that are taken for a number though nobody speaks of one.
const UNNAMED_LEN_MIN: usize = 10;
/// Fewest digits of a part of a number that has just been named.
pub(super) const PART_LEN_MIN: usize = 4;
/// More digits than a number said with corrections: an application ID, misheard.
const LONG_LEN_MIN: usize = 20;
/// Digits of an application ID.
const APPLICATION_ID_LEN: usize = 23;
/// Fewest digits of an application ID that is spoken of.
pub(super) const APPLICATION_LEN_MIN: usize = 10;
/// Digits of a card that is spoken of, two of sixteen lost or doubled.
const CARD_LEN_MIN: usize = 12;
/// Digits of a PIN that is spoken of, one lost or doubled, or said again.
const PIN_LENS: std::ops::RangeInclusive<usize> = 3..=8;
/// Days in a row that are no dates.
const DAYS_MIN: usize = 5;

/// What digits are taken for, and how surely.
pub(super) type Secret = (SecretKind, Confidence);

/// Digits of one run that nothing harmless explains.
pub(super) struct Block {
    pub(super) bytes: Range<usize>,
    pub(super) values: Vec<u8>,
    /// Whether words within it take digits back.
    corrected: bool,
    /// What was spoken of when it was said.
    pub(super) near: Option<Near>,
    /// What it is by itself.
    pub(super) alone: Option<Secret>,
}

/// The blocks of a piece of text.
pub(super) struct Blocks {
    pub(super) blocks: Vec<Block>,
    /// Where its last digits end, harmless ones too.
    pub(super) digits_end: Option<usize>,
}

/// The blocks in `piece` of `text`, which begins and ends where no number goes on, in order.
pub(super) fn blocks(text: &str, piece: Range<usize>, outside: &Outside) -> Blocks {
    let runs = runs_in(text, piece, Manner::Spoken);
    let digits_end = runs.last().map(|run| run.bytes(0..run.digits.len()).end);
    let chains = day_chains(text, &runs);
    let mut blocks: Vec<Block> = runs
        .iter()
        .filter(|run| !chains.iter().any(|chain| chain.contains(&run.bytes(0..1).start)))
        .flat_map(|run| blocks_of(text, outside, run))
        .collect();
    blocks.extend(chains.into_iter().map(|bytes| {
        let inside = runs.iter().filter(|run| bytes.contains(&run.bytes(0..1).start));
        let values = inside.flat_map(|run| run.values(0..run.digits.len())).collect();
        let alone = Some((SecretKind::IndividualNumber, Confidence::Likely));
        Block { near: None, values, corrected: false, bytes, alone }
    }));
    blocks.sort_by_key(|block| block.bytes.start);
    for block in &mut blocks {
        block.near = outside.topic(text, &block.bytes);
        block.alone = block.alone.or_else(|| alone(text, block));
    }
    Blocks { blocks, digits_end }
}

/// Digits a recogniser took for days: 9月3日10日6月7日3日21日4日 is no date. Five in a row and more with
/// nothing else between them, of eight digits and more.
fn day_chains(text: &str, runs: &[Run]) -> Vec<Range<usize>> {
    let follows = |before: &Run, run: &Run| {
        let between = &text[before.bytes(0..before.digits.len()).end..run.bytes(0..1).start];
        matches!(between, "月" | "日" | "日の" | "月の" | "日、" | "月、")
    };
    let mut chains = Vec::new();
    for chain in runs.chunk_by(follows) {
        let digits: usize = chain.iter().map(|run| run.digits.len()).sum();
        let separate = chain.windows(2).filter(|pair| text[..pair[1].bytes(0..1).start].ends_with('、')).count();
        if let (Some(first), Some(last)) = (chain.first(), chain.last())
            && chain.len() >= DAYS_MIN
            && digits >= NUMBER_LEN_MIN
            && separate * 2 < chain.len()
        {
            chains.push(first.bytes(0..1).start..last.bytes(0..last.digits.len()).end);
        }
    }
    chains
}

fn blocks_of(text: &str, outside: &Outside, run: &Run) -> Vec<Block> {
    let mut explained = Explained::new(text, run);
    let first = run.bytes(0..1);
    let values = run.values(0..run.digits.len());
    let valid = values.len() == INDIVIDUAL_NUMBER_LEN && is_individual_number(&values);
    if valid && !has_harmless_label(text, first.start) {
        // A right check digit over the whole weighs more than a telephone number or a date in a part of it.
    } else if values.len() >= PART_LEN_MIN && outside.speaks_of_a_number(text, &first) {
        explained.set_aside_beside_the_name();
    } else {
        explained.set_aside(|bytes| outside.names_the_number(text, bytes));
        explained.set_aside_spoken();
    }
    let block = |indices: Range<usize>| {
        let bytes = run.bytes(indices.clone());
        let corrected = is_correction(&text[bytes.clone()]);
        Block { near: None, values: run.values(indices), corrected, bytes, alone: None }
    };
    explained.free_blocks().into_iter().map(block).collect()
}

/// What a block is by itself: by the topic, else by its own form.
fn alone(text: &str, block: &Block) -> Option<Secret> {
    let named = block.near.and_then(|near| of_topic(block, near));
    let named = named.filter(|(kind, _)| *kind != SecretKind::Pin || !is_shown_code(text, &block.bytes));
    named.or_else(|| unnamed(block))
}

fn of_topic(block: &Block, near: Near) -> Option<Secret> {
    let len = block.values.len();
    let sure = if holds_valid_number(block) { Confidence::Certain } else { Confidence::Likely };
    match near.topic {
        Topic::IndividualNumber if len >= NUMBER_LEN_MIN || near.fresh && len >= PART_LEN_MIN => {
            Some((SecretKind::IndividualNumber, sure))
        }
        Topic::SomeNumber if len >= NUMBER_LEN_MIN => Some((SecretKind::IndividualNumber, sure)),
        Topic::ApplicationId if len >= APPLICATION_LEN_MIN => Some((SecretKind::ApplicationId, Confidence::Certain)),
        Topic::Card if len >= CARD_LEN_MIN => Some((SecretKind::CardNumber, Confidence::Certain)),
        Topic::Pin | Topic::Password if near.fresh && PIN_LENS.contains(&len) => {
            Some((SecretKind::Pin, Confidence::High))
        }
        Topic::IndividualNumber
        | Topic::SomeNumber
        | Topic::ApplicationId
        | Topic::Card
        | Topic::Pin
        | Topic::Password
        | Topic::Harmless => None,
    }
}

fn unnamed(block: &Block) -> Option<Secret> {
    if is_card_number(&block.values) {
        return Some((SecretKind::CardNumber, Confidence::High));
    }
    if block.values.len() == APPLICATION_ID_LEN {
        return Some((SecretKind::ApplicationId, Confidence::High));
    }
    if holds_valid_number(block) {
        return Some((SecretKind::IndividualNumber, Confidence::High));
    }
    let harmless = block.near.is_some_and(|near| near.topic == Topic::Harmless);
    match block.values.len() {
        _ if harmless => None,
        LONG_LEN_MIN.. => Some((SecretKind::ApplicationId, Confidence::Likely)),
        UNNAMED_LEN_MIN.. => Some((SecretKind::IndividualNumber, Confidence::Likely)),
        _ => None,
    }
}

/// Twelve digits in a row with the right check digit, or, after a correction, the first ones and the last.
fn holds_valid_number(block: &Block) -> bool {
    let values = &block.values;
    let in_a_row = values.windows(INDIVIDUAL_NUMBER_LEN).any(is_individual_number);
    in_a_row
        || block.corrected
            && values.len() > INDIVIDUAL_NUMBER_LEN
            && put_right(values).any(|number| is_individual_number(&number))
}

/// The number as it would be if its last digits, one to eleven of them, stand for those they correct.
fn put_right(values: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let tails = 1..INDIVIDUAL_NUMBER_LEN;
    tails.map(|tail| [&values[..INDIVIDUAL_NUMBER_LEN - tail], &values[values.len() - tail..]].concat())
}
