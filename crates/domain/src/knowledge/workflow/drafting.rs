//! Writing, reviewing and approving: everything before a text may be published.

use std::collections::BTreeSet;

use super::effect::{Effect, RecordKind};
use super::event::{FileMark, SignedFile, Verdict};
use super::parts::{Approval, ApprovalBy, ApprovedText, DossierParts, Draft, Review, Stage};
use super::refusal::Refusal;
use super::remarks::{OFFICER_CHARS_MAX, REMARK_CHARS_MAX, bounded, reason};
use super::revision::Revision;
use super::who::{Duty, Occasion, day_of};
use crate::knowledge::entry::{Entry, Links, TextLanguage, Version};

/// Most approved texts of one entry.
const VERSIONS_MAX: usize = 10_000;

/// What was done, for the history, and what residents see of it.
type Done = Result<(RecordKind, Vec<Effect>), Refusal>;

pub(super) fn edit(
    parts: &mut DossierParts,
    content: Entry,
    seen: Revision,
    still_right: BTreeSet<TextLanguage>,
    occasion: &Occasion,
) -> Done {
    if content.key != parts.key {
        return Err(Refusal::OtherKey(content.key));
    }
    let current = parts.draft.as_ref().map_or(Revision(0), |draft| draft.revision);
    if seen != current {
        return Err(Refusal::ChangedSince { seen, current });
    }
    let revision = Revision(parts.revision.0.saturating_add(1));
    let mut authors = parts.draft.take().map(|draft| draft.authors).unwrap_or_default();
    authors.insert(occasion.by.id);
    parts.revision = revision;
    parts.draft = Some(Draft {
        content,
        revision,
        stage: Stage::Writing,
        authors,
        saved_at: occasion.now,
        still_right,
        reviews: Vec::new(),
    });
    Ok((RecordKind::Edited { revision }, Vec::new()))
}

pub(super) fn discard(parts: &mut DossierParts, seen: Revision) -> Done {
    seen_draft(parts, seen)?;
    parts.draft = None;
    Ok((RecordKind::Discarded { revision: seen }, Vec::new()))
}

pub(super) fn submit(parts: &mut DossierParts, seen: Revision, occasion: &Occasion) -> Done {
    let draft = seen_draft(parts, seen)?;
    match draft.stage {
        Stage::InReview { .. } => return Err(Refusal::InReview),
        Stage::Writing => draft.stage = Stage::InReview { since: occasion.now },
    }
    Ok((RecordKind::Submitted { revision: seen }, Vec::new()))
}

/// Agents and managers pass or send back what they did not write; a city officer passes by approving.
pub(super) fn review(
    parts: &mut DossierParts,
    seen: Revision,
    verdict: Verdict,
    remark: String,
    occasion: &Occasion,
) -> Done {
    let by = occasion.by;
    bounded(&remark, REMARK_CHARS_MAX)?;
    let draft = in_review(parts, seen)?;
    match (verdict, by.duty) {
        (Verdict::Passed, Duty::CityOfficer) => return Err(Refusal::NotYours { duty: by.duty }),
        (Verdict::Passed, Duty::Agent | Duty::Manager) if draft.authors.contains(&by.id) => {
            return Err(Refusal::OwnText);
        }
        (Verdict::Passed, Duty::Agent | Duty::Manager) => {}
        (Verdict::Returned, Duty::Agent | Duty::Manager | Duty::CityOfficer) => reason(&remark)?,
    }
    if since_return(&draft.reviews).iter().any(|review| review.by == by.id) {
        return Err(Refusal::ReviewedAlready);
    }
    draft.reviews.push(Review { by: by.id, at: occasion.now, verdict, remark: remark.clone() });
    if verdict == Verdict::Returned {
        draft.stage = Stage::Writing;
    }
    Ok((RecordKind::Reviewed { revision: seen, verdict, remark }, Vec::new()))
}

pub(super) fn approve(parts: &mut DossierParts, seen: Revision, version: Version, occasion: &Occasion) -> Done {
    match occasion.by.duty {
        Duty::CityOfficer => {}
        Duty::Agent | Duty::Manager => return Err(Refusal::NotYours { duty: occasion.by.duty }),
    }
    let by = ApprovalBy::Officer { officer: occasion.by.id };
    seal(parts, seen, version, Approval { by, at: occasion.now })
}

pub(super) fn mark_by_file(
    parts: &mut DossierParts,
    seen: Revision,
    version: Version,
    file: SignedFile,
    mark: FileMark,
    occasion: &Occasion,
) -> Done {
    if !occasion.by.duty.publishes() {
        return Err(Refusal::NotYours { duty: occasion.by.duty });
    }
    unapproved(parts, version)?;
    let draft = in_review(parts, seen)?;
    signed(&file, draft, occasion)?;
    match mark {
        FileMark::Approved => {
            let by = ApprovalBy::ReviewFile { file, entered_by: occasion.by.id };
            seal(parts, seen, version, Approval { by, at: occasion.now })
        }
        FileMark::Returned { remark } => {
            reason(&remark)?;
            bounded(&remark, REMARK_CHARS_MAX)?;
            let remark = format!("{} ({}): {remark}", file.officer_name, file.signed_on);
            let review =
                Review { by: occasion.by.id, at: occasion.now, verdict: Verdict::Returned, remark: remark.clone() };
            draft.reviews.push(review);
            draft.stage = Stage::Writing;
            Ok((RecordKind::Reviewed { revision: seen, verdict: Verdict::Returned, remark }, Vec::new()))
        }
    }
}

pub(super) fn play(parts: &mut DossierParts, seen: Revision, version: Version, occasion: &Occasion) -> Done {
    if !occasion.demonstration {
        return Err(Refusal::NoDemonstration);
    }
    if !occasion.by.duty.publishes() {
        return Err(Refusal::NotYours { duty: occasion.by.duty });
    }
    let by = ApprovalBy::Demonstration { by: occasion.by.id };
    seal(parts, seen, version, Approval { by, at: occasion.now })
}

/// Makes the draft a version.
fn seal(parts: &mut DossierParts, seen: Revision, version: Version, approval: Approval) -> Done {
    unapproved(parts, version)?;
    if parts.versions.len() >= VERSIONS_MAX {
        return Err(Refusal::Full(VERSIONS_MAX));
    }
    let draft = in_review(parts, seen)?;
    let other = |review: &Review| review.verdict == Verdict::Passed && !draft.authors.contains(&review.by);
    if !since_return(&draft.reviews).iter().any(other) {
        return Err(Refusal::NotReviewed);
    }
    let Some(draft) = parts.draft.take() else { return Err(Refusal::NoDraft) };
    let before = parts.versions.last().map(|text| (&text.content, text.links));
    let links = Links::after(before, &draft.content, version, &draft.still_right);
    let Draft { content, authors, reviews, .. } = draft;
    parts.versions.push(ApprovedText { version, content, links, approval, authors, reviews, confirmation: None });
    Ok((RecordKind::Approved { revision: seen, version }, Vec::new()))
}

/// The reviews that count: a text that was sent back and comes again unchanged is looked at again.
fn since_return(reviews: &[Review]) -> &[Review] {
    let last = reviews.iter().rposition(|review| review.verdict == Verdict::Returned);
    &reviews[last.map_or(0, |at| at + 1)..]
}

/// The version is the next one. Who comes second is told that it exists, and by whom.
fn unapproved(parts: &DossierParts, version: Version) -> Result<(), Refusal> {
    if let Some(text) = parts.text(version) {
        let (by, at) = (text.approval.entered_by(), text.approval.at);
        return Err(Refusal::AlreadyApproved { version, by, at });
    }
    let next = parts.versions.last().map_or(Version(1), |text| text.version.next());
    if version == next { Ok(()) } else { Err(Refusal::OtherVersion { asked: version, next }) }
}

fn seen_draft(parts: &mut DossierParts, seen: Revision) -> Result<&mut Draft, Refusal> {
    let draft = parts.draft.as_mut().ok_or(Refusal::NoDraft)?;
    if draft.revision == seen { Ok(draft) } else { Err(Refusal::ChangedSince { seen, current: draft.revision }) }
}

fn in_review(parts: &mut DossierParts, seen: Revision) -> Result<&mut Draft, Refusal> {
    let draft = seen_draft(parts, seen)?;
    match draft.stage {
        Stage::InReview { .. } => Ok(draft),
        Stage::Writing => Err(Refusal::NotInReview),
    }
}

fn signed(file: &SignedFile, draft: &Draft, occasion: &Occasion) -> Result<(), Refusal> {
    if file.file.trim().is_empty() || file.officer_name.trim().is_empty() {
        return Err(Refusal::Unsigned);
    }
    bounded(&file.file, REMARK_CHARS_MAX)?;
    bounded(&file.officer_name, OFFICER_CHARS_MAX)?;
    let submitted = match draft.stage {
        Stage::InReview { since } => since,
        Stage::Writing => draft.saved_at,
    };
    let possible = day_of(submitted)..=day_of(occasion.now);
    if possible.contains(&file.signed_on) { Ok(()) } else { Err(Refusal::SignedOutOfTime) }
}
