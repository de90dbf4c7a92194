//! Finds what must not be stored in one text of what a recogniser wrote.
//!
//! Owns the order: digits alone, digits beside each other, passwords that are spelt out. `blocks`, `linking`
//! and `spelling` know the rules; `voice` applies them to a text that grows.

use crate::secret_text::blocks::{Block, blocks};
use crate::secret_text::finding::Finding;
use crate::secret_text::linking::{Link, gathered, hold_open_end, links, numbers_of, together};
use crate::secret_text::outside::Outside;
use crate::secret_text::spelling::spelled_passwords;

/// Everything in the spoken `text` that must not be stored, in order and without overlap.
pub(super) fn find(text: &str, outside: &Outside) -> Vec<Finding> {
    let (blocks, links) = read(text, outside);
    let mut secrets = together(&blocks, &links, &outside.known);
    if outside.open {
        hold_open_end(text, &blocks, &mut secrets);
    }
    with_spelled(gathered(&blocks, &links, &secrets), spelled_passwords(text, outside))
}

/// The digits of the individual numbers in `text`, for they are secret wherever they are said again.
pub(super) fn numbers(text: &str, outside: &Outside) -> Vec<Vec<u8>> {
    let (blocks, links) = read(text, outside);
    let secrets = together(&blocks, &links, &outside.known);
    numbers_of(&blocks, &secrets).cloned().collect()
}

fn read(text: &str, outside: &Outside) -> (Vec<Block>, Vec<Link>) {
    let blocks = blocks(text, 0..text.len(), outside).blocks;
    let links = links(text, &blocks);
    (blocks, links)
}

/// Findings of digits with the `spelled` passwords, of which each takes in the digits that it touches.
pub(super) fn with_spelled(mut findings: Vec<Finding>, spelled: Vec<Finding>) -> Vec<Finding> {
    for spelled in spelled {
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
