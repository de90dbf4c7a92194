//! Comments on an entry, and the bounds of every word people leave beside it.

use super::effect::{Effect, RecordKind};
use super::parts::{Comment, DossierParts};
use super::refusal::Refusal;
use super::who::Occasion;
use crate::ids::ContactId;

/// Most comments of one entry.
pub const COMMENTS_MAX: usize = 500;

/// Longest remark, reason or comment, in characters.
pub const REMARK_CHARS_MAX: usize = 2_000;

/// Longest name under a review file, in characters.
pub(super) const OFFICER_CHARS_MAX: usize = 80;

type Done = Result<(RecordKind, Vec<Effect>), Refusal>;

pub(super) fn comment(parts: &mut DossierParts, text: String, contact: Option<ContactId>, occasion: &Occasion) -> Done {
    reason(&text)?;
    bounded(&text, REMARK_CHARS_MAX)?;
    if parts.comments.len() >= COMMENTS_MAX {
        return Err(Refusal::Full(COMMENTS_MAX));
    }
    let number = parts.comments.last().map_or(1, |last| last.number.saturating_add(1));
    let (by, at) = (occasion.by.id, occasion.now);
    parts.comments.push(Comment { number, by, at, text, contact, resolved: None });
    Ok((RecordKind::Commented { number, contact }, Vec::new()))
}

pub(super) fn resolve(parts: &mut DossierParts, number: u32, occasion: &Occasion) -> Done {
    let open = parts.comments.iter_mut().find(|one| one.number == number && one.resolved.is_none());
    open.ok_or(Refusal::NoComment(number))?.resolved = Some((occasion.by.id, occasion.now));
    Ok((RecordKind::Resolved { number }, Vec::new()))
}

pub(super) fn reason(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() { Err(Refusal::NoReason) } else { Ok(()) }
}

pub(super) fn bounded(text: &str, limit: usize) -> Result<(), Refusal> {
    let chars = text.chars().count();
    if chars > limit { Err(Refusal::TooLong { chars, limit }) } else { Ok(()) }
}
