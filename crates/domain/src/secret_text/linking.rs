//! Judges digits beside each other: parts of one number, corrections, and what is said again.
//!
//! Owns how far apart parts may stand. It looks at no more of a text than what stands between two blocks of
//! digits, and that once. `blocks` judges each alone; `speech` and `voice` ask for the whole.

use crate::secret_text::blocks::{APPLICATION_LEN_MIN, Block, NUMBER_LEN_MIN, PART_LEN_MIN, Secret};
use crate::secret_text::check_digits::is_individual_number;
use crate::secret_text::fillers::is_correction;
use crate::secret_text::finding::{Confidence, Finding, SecretKind};
use crate::secret_text::harmless::is_unit;
use crate::secret_text::lexer::{Atom, Manner, token};
use crate::secret_text::outside::Near;
use crate::secret_text::topics::Topic;

/// Misheard words between two groups that are silenced as one, in characters.
const LOOSE_GAP_CHARS: usize = 8;
/// Foreign characters between the digits of a number that nobody speaks of.
const DENSE_GAP_CHARS: usize = 6;
/// Other words between two parts of one number, such as ちょっと待ってください, in characters.
const PARTS_GAP_CHARS: usize = 30;
/// Words between a group and its correction, in characters.
const CORRECTION_GAP_CHARS: usize = 24;

/// What joins a block to the one before it. A first block is joined to nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Link {
    /// Both may be parts of one number though other words stand between them.
    parts: bool,
    /// The same with hardly anything between them.
    dense: bool,
    /// One takes the other back.
    corrects: bool,
    /// So little stands between them that it is silenced with them.
    loose: bool,
}

/// The links of `blocks`, each to the one before it.
pub(super) fn links(text: &str, blocks: &[Block]) -> Vec<Link> {
    let first = blocks.iter().take(1).map(|_| Link::default());
    first.chain(blocks.windows(2).map(|pair| link(text, pair[0].bytes.end, &pair[1]))).collect()
}

/// How `next` is joined to digits that end at `end`.
pub(super) fn link(text: &str, end: usize, next: &Block) -> Link {
    let between = &text[end..next.bytes.start];
    let chars = between.chars().take(PARTS_GAP_CHARS + 1).count();
    if chars > PARTS_GAP_CHARS {
        return Link::default();
    }
    let figures = between.contains(is_figure);
    let parts = !figures && !is_unit(between) && !is_harmless(next);
    let dense = parts && chars <= DENSE_GAP_CHARS;
    let corrects = chars <= CORRECTION_GAP_CHARS && !is_harmless(next) && is_correction(between);
    Link { parts, dense, corrects, loose: !figures && chars <= LOOSE_GAP_CHARS }
}

fn is_figure(letter: char) -> bool {
    letter.is_ascii_digit() || ('０'..='９').contains(&letter)
}

fn is_harmless(block: &Block) -> bool {
    block.near == Some(Near { topic: Topic::Harmless, fresh: true })
}

/// What each of the `blocks` is beside the others, where the digits of `known` numbers are secret too.
pub(super) fn together(blocks: &[Block], links: &[Link], known: &[Vec<u8>]) -> Vec<Option<Secret>> {
    let mut secrets: Vec<Option<Secret>> = blocks.iter().map(|block| block.alone).collect();
    chain(blocks, links, &mut secrets, |link| link.parts, parts);
    chain(blocks, links, &mut secrets, |link| link.dense, thick);
    say_again(blocks, &mut secrets, known);
    correct(links, &mut secrets);
    secrets
}

/// Joins the parts of one number that other words separate: near each other without a topic, farther with one.
fn chain(
    blocks: &[Block],
    links: &[Link],
    secrets: &mut [Option<Secret>],
    goes_on: fn(&Link) -> bool,
    judge: fn(&[Block]) -> Option<Secret>,
) {
    let mut from = 0;
    while from < blocks.len() {
        let more = links[from + 1..].iter().take_while(|link| goes_on(link)).count();
        let end = from + 1 + more;
        if more > 0
            && let Some(secret) = judge(&blocks[from..end])
        {
            secrets[from..end].iter_mut().for_each(|own| *own = own.or(Some(secret)));
        }
        from = end;
    }
}

/// What blocks are together that stand in one conversation.
fn parts(blocks: &[Block]) -> Option<Secret> {
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
fn thick(blocks: &[Block]) -> Option<Secret> {
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
fn say_again(blocks: &[Block], secrets: &mut [Option<Secret>], known: &[Vec<u8>]) {
    let heard: Vec<&Vec<u8>> = numbers_of(blocks, secrets).chain(known).collect();
    let part = |values: &[u8]| {
        let own = |part: &[u8]| heard.iter().any(|number| number.windows(PART_LEN_MIN).any(|own| own == part));
        values.windows(PART_LEN_MIN).any(own)
    };
    for (block, secret) in blocks.iter().zip(secrets).filter(|(_, secret)| secret.is_none()) {
        if part(&block.values) {
            *secret = Some((SecretKind::IndividualNumber, Confidence::Likely));
        }
    }
}

/// The digits of the blocks that are individual numbers.
pub(super) fn numbers_of<'a>(blocks: &'a [Block], secrets: &[Option<Secret>]) -> impl Iterator<Item = &'a Vec<u8>> {
    let number = |(block, secret): (&'a Block, &Option<Secret>)| {
        let kind = secret.map(|(kind, _)| kind);
        let number = kind == Some(SecretKind::IndividualNumber) && block.values.len() >= NUMBER_LEN_MIN;
        number.then_some(&block.values)
    };
    blocks.iter().zip(secrets).filter_map(number)
}

/// What corrects a secret, or is corrected by one, is of its kind.
fn correct(links: &[Link], secrets: &mut [Option<Secret>]) {
    for next in (1..secrets.len()).filter(|next| links[*next].corrects) {
        let secret = secrets[next - 1].or(secrets[next]);
        secrets[next - 1] = secret;
        secrets[next] = secrets[next].or(secret);
    }
}

/// Digits at the end of a text that goes on may be the first of a number; tells whether there are such.
pub(super) fn hold_open_end(text: &str, blocks: &[Block], secrets: &mut [Option<Secret>]) -> bool {
    let (Some(last), Some(secret)) = (blocks.last(), secrets.last_mut()) else { return false };
    let held = secret.is_none() && last.values.len() >= PART_LEN_MIN && !is_harmless(last);
    let held = held && is_between_digits(&text[last.bytes.end..]);
    if held {
        *secret = Some((SecretKind::IndividualNumber, Confidence::Likely));
    }
    held
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
pub(super) fn gathered(blocks: &[Block], links: &[Link], secrets: &[Option<Secret>]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut joins = false;
    for ((block, link), secret) in blocks.iter().zip(links).zip(secrets) {
        let Some((kind, confidence)) = *secret else {
            joins = false;
            continue;
        };
        match findings.last_mut() {
            Some(last) if joins && last.kind == kind && link.loose => {
                last.range.end = block.bytes.end;
                last.confidence = last.confidence.max(confidence);
            }
            Some(_) | None => findings.push(Finding { range: block.bytes.clone(), kind, confidence }),
        }
        joins = true;
    }
    findings
}
