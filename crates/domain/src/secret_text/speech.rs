//! Judges the digits in what a speech recogniser wrote.
//!
//! Owns the rules of speech: a recogniser drops, doubles and mishears digits and writes words among them, so
//! digits that stand thick and that nothing explains are taken for a number, the fewer the more is spoken of
//! one. A failed check digit clears nothing. `harmless` explains, `outside` knows the topic.

use std::ops::Range;

use crate::secret_text::check_digits::{INDIVIDUAL_NUMBER_LEN, is_card_number, is_individual_number};
use crate::secret_text::context::has_harmless_label;
use crate::secret_text::digits::{Run, runs};
use crate::secret_text::fillers::is_correction;
use crate::secret_text::finding::{Confidence, Finding, SecretKind};
use crate::secret_text::harmless::{Explained, is_unit};
use crate::secret_text::lexer::{Atom, Manner, token};
use crate::secret_text::outside::{Near, Outside};
use crate::secret_text::spelling::{is_shown_code, spelled_passwords};
use crate::secret_text::topics::Topic;

/// Fewest digits of a number that is spoken of, or that has foreign words in it: four of twelve may be lost.
const NUMBER_LEN_MIN: usize = 8;
/// Fewest digits in one piece that are taken for a number though nobody speaks of one.
const UNNAMED_LEN_MIN: usize = 10;
/// Fewest digits of a part of a number that has just been named.
const PART_LEN_MIN: usize = 4;
/// More digits than a number said with corrections: an application ID, misheard.
const LONG_LEN_MIN: usize = 20;
/// Digits of an application ID.
const APPLICATION_ID_LEN: usize = 23;
/// Fewest digits of an application ID that is spoken of.
const APPLICATION_LEN_MIN: usize = 10;
/// Digits of a card that is spoken of, two of sixteen lost or doubled.
const CARD_LEN_MIN: usize = 12;
/// Digits of a PIN that is spoken of, one lost or doubled, or said again.
const PIN_LENS: std::ops::RangeInclusive<usize> = 3..=8;
/// Misheard words between two groups that are silenced as one, in characters.
const LOOSE_GAP_CHARS: usize = 8;
/// Foreign characters between the digits of a number that nobody speaks of.
const DENSE_GAP_CHARS: usize = 6;
/// Other words between two parts of one number, such as ちょっと待ってください, in characters.
const PARTS_GAP_CHARS: usize = 30;
/// Days in a row that are no dates.
const DAYS_MIN: usize = 5;
/// Words between a group and its correction, in characters.
const CORRECTION_GAP_CHARS: usize = 24;

/// Digits of one run that nothing harmless explains.
struct Block {
    bytes: Range<usize>,
    values: Vec<u8>,
    /// Whether words within it take digits back.
    corrected: bool,
    /// What was spoken of when it was said.
    near: Option<Near>,
    secret: Option<(SecretKind, Confidence)>,
}

/// Everything in the spoken `text` that must not be stored, in order and without overlap.
pub(super) fn find(text: &str, outside: &Outside) -> Vec<Finding> {
    let blocks = judged(text, outside);
    let mut findings = gathered(text, &blocks);
    for spelled in spelled_passwords(text, outside) {
        let mut range = spelled.range.clone();
        findings.retain(|found| {
            let apart = found.range.end <= range.start || range.end <= found.range.start;
            if !apart {
                range = range.start.min(found.range.start)..range.end.max(found.range.end);
            }
            apart
        });
        findings.push(Finding { range, ..spelled });
    }
    findings.sort_by_key(|finding| finding.range.start);
    findings
}

/// The digits of the individual numbers in `text`, for they are secret wherever they are said again.
pub(super) fn numbers(text: &str, outside: &Outside) -> Vec<Vec<u8>> {
    judged(text, outside).into_iter().filter(is_number).map(|block| block.values).collect()
}

fn judged(text: &str, outside: &Outside) -> Vec<Block> {
    let mut blocks = blocks(text, outside);
    if blocks.is_empty() {
        return blocks;
    }
    blocks.iter_mut().for_each(|block| block.secret = block.secret.or_else(|| alone(text, block)));
    chain(text, &mut blocks, PARTS_GAP_CHARS, parts);
    chain(text, &mut blocks, DENSE_GAP_CHARS, thick);
    say_again(&mut blocks, &outside.known);
    correct(text, &mut blocks);
    if outside.open {
        hold_open_end(text, &mut blocks);
    }
    blocks
}

fn blocks(text: &str, outside: &Outside) -> Vec<Block> {
    let runs = runs(text, Manner::Spoken);
    let chains = day_chains(text, &runs);
    let mut blocks: Vec<Block> = runs
        .iter()
        .filter(|run| !chains.iter().any(|chain| chain.contains(&run.bytes(0..1).start)))
        .flat_map(|run| blocks_of(text, outside, run))
        .collect();
    blocks.extend(chains.into_iter().map(|bytes| {
        let inside = runs.iter().filter(|run| bytes.contains(&run.bytes(0..1).start));
        let values = inside.flat_map(|run| run.values(0..run.digits.len())).collect();
        let secret = Some((SecretKind::IndividualNumber, Confidence::Likely));
        Block { near: None, values, corrected: false, bytes, secret }
    }));
    blocks.sort_by_key(|block| block.bytes.start);
    if values_of(&blocks).len() < *PIN_LENS.start() {
        return Vec::new();
    }
    blocks.iter_mut().for_each(|block| block.near = outside.topic(text, &block.bytes));
    blocks
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
        Block { near: None, values: run.values(indices), corrected, bytes, secret: None }
    };
    explained.free_blocks().into_iter().map(block).collect()
}

/// What a block is by itself: by the topic, else by its own form.
fn alone(text: &str, block: &Block) -> Option<(SecretKind, Confidence)> {
    let named = block.near.and_then(|near| of_topic(block, near));
    let named = named.filter(|(kind, _)| *kind != SecretKind::Pin || !is_shown_code(text, &block.bytes));
    named.or_else(|| unnamed(block))
}

fn of_topic(block: &Block, near: Near) -> Option<(SecretKind, Confidence)> {
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

fn unnamed(block: &Block) -> Option<(SecretKind, Confidence)> {
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

/// Joins the parts of one number that other words separate: near each other without a topic, farther with one.
fn chain(text: &str, blocks: &mut [Block], gap_chars: usize, judge: fn(&[Block]) -> Option<(SecretKind, Confidence)>) {
    let mut from = 0;
    while from < blocks.len() {
        let mut end = from + 1;
        while end < blocks.len() && goes_on(text, &blocks[end - 1], &blocks[end], gap_chars) {
            end += 1;
        }
        if end - from > 1
            && let Some(secret) = judge(&blocks[from..end])
        {
            let free = blocks[from..end].iter_mut().filter(|block| block.secret.is_none());
            free.for_each(|block| block.secret = Some(secret));
        }
        from = end;
    }
}

fn goes_on(text: &str, block: &Block, next: &Block, gap_chars: usize) -> bool {
    let between = &text[block.bytes.end..next.bytes.start];
    let near = between.chars().nth(gap_chars).is_none();
    near && !between.contains(is_figure) && !is_unit(between) && !is_harmless(next)
}

fn is_figure(letter: char) -> bool {
    letter.is_ascii_digit() || ('０'..='９').contains(&letter)
}

fn is_harmless(block: &Block) -> bool {
    block.near == Some(Near { topic: Topic::Harmless, fresh: true })
}

/// What blocks are together that stand in one conversation.
fn parts(blocks: &[Block]) -> Option<(SecretKind, Confidence)> {
    let values = values_of(blocks);
    let valid = is_individual_number(&values);
    let sure = if valid { Confidence::Certain } else { Confidence::Likely };
    let speaks_of =
        |topics: &[Topic]| blocks.iter().any(|block| block.near.is_some_and(|near| topics.contains(&near.topic)));
    if speaks_of(&[Topic::ApplicationId]) && values.len() >= APPLICATION_LEN_MIN {
        Some((SecretKind::ApplicationId, Confidence::Likely))
    } else if speaks_of(&[Topic::IndividualNumber, Topic::SomeNumber]) && values.len() >= NUMBER_LEN_MIN {
        Some((SecretKind::IndividualNumber, sure))
    } else {
        (valid && !speaks_of(&[Topic::Harmless])).then_some((SecretKind::IndividualNumber, Confidence::High))
    }
}

/// What blocks are that have hardly anything between them: a number with misheard words in it.
fn thick(blocks: &[Block]) -> Option<(SecretKind, Confidence)> {
    let named = |block: &Block| block.near == Some(Near { topic: Topic::IndividualNumber, fresh: true });
    let harmless = |block: &Block| block.near.is_some_and(|near| near.topic == Topic::Harmless);
    let len_min = if blocks.iter().any(named) { PART_LEN_MIN } else { NUMBER_LEN_MIN };
    let number = values_of(blocks).len() >= len_min && !blocks.iter().any(harmless);
    number.then_some((SecretKind::IndividualNumber, Confidence::Likely))
}

fn values_of(blocks: &[Block]) -> Vec<u8> {
    blocks.iter().flat_map(|block| block.values.iter().copied()).collect()
}

/// Parts of a number that has been heard are secret too: 下4桁は3214.
fn say_again(blocks: &mut [Block], known: &[Vec<u8>]) {
    let heard = blocks.iter().filter(|block| is_number(block)).map(|block| block.values.clone());
    let known: Vec<Vec<u8>> = heard.chain(known.iter().cloned()).collect();
    let part = |values: &[u8]| {
        values
            .windows(PART_LEN_MIN)
            .any(|part| known.iter().any(|number| number.windows(PART_LEN_MIN).any(|own| own == part)))
    };
    for block in blocks.iter_mut().filter(|block| block.secret.is_none()) {
        if part(&block.values) {
            block.secret = Some((SecretKind::IndividualNumber, Confidence::Likely));
        }
    }
}

fn is_number(block: &Block) -> bool {
    let kind = block.secret.map(|(kind, _)| kind);
    kind == Some(SecretKind::IndividualNumber) && block.values.len() >= NUMBER_LEN_MIN
}

/// What corrects a secret, or is corrected by one, is of its kind.
fn correct(text: &str, blocks: &mut [Block]) {
    for next in 1..blocks.len() {
        let between = &text[blocks[next - 1].bytes.end..blocks[next].bytes.start];
        let near = between.chars().nth(CORRECTION_GAP_CHARS).is_none();
        if near && is_correction(between) && !is_harmless(&blocks[next]) {
            let secret = blocks[next - 1].secret.or(blocks[next].secret);
            blocks[next - 1].secret = blocks[next - 1].secret.or(secret);
            blocks[next].secret = blocks[next].secret.or(secret);
        }
    }
}

/// Digits at the end of a text that goes on may be the first of a number.
fn hold_open_end(text: &str, blocks: &mut [Block]) {
    let Some(last) = blocks.last_mut() else { return };
    let held = last.secret.is_none() && last.values.len() >= PART_LEN_MIN && !is_harmless(last);
    if held && is_between_digits(&text[last.bytes.end..]) {
        last.secret = Some((SecretKind::IndividualNumber, Confidence::Likely));
    }
}

/// Whether nothing but separators and fillers stands in `rest`.
fn is_between_digits(rest: &str) -> bool {
    let mut at = 0;
    while let Some((atom, len)) = token(rest, at, Manner::Spoken, true) {
        if atom != Atom::Separator {
            return false;
        }
        at += len;
    }
    true
}

/// The secret blocks as findings; those of one kind with little between them are one.
fn gathered(text: &str, blocks: &[Block]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut joins = false;
    for block in blocks {
        let Some((kind, confidence)) = block.secret else {
            joins = false;
            continue;
        };
        match findings.last_mut() {
            Some(last) if joins && last.kind == kind && is_small(&text[last.range.end..block.bytes.start]) => {
                last.range.end = block.bytes.end;
                last.confidence = last.confidence.max(confidence);
            }
            Some(_) | None => findings.push(Finding { range: block.bytes.clone(), kind, confidence }),
        }
        joins = true;
    }
    findings
}

fn is_small(between: &str) -> bool {
    between.chars().nth(LOOSE_GAP_CHARS).is_none() && !between.contains(is_figure)
}
