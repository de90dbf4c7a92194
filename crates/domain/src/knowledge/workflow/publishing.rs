//! What residents read: confirmation, publication, withdrawal, roll-back, and what the clock does.

use super::effect::{Effect, HideReason, Record, RecordKind};
use super::event::PublishAt;
use super::parts::{Approval, ApprovalBy, ApprovedText, Confirmation, DossierParts, Live, Off, Scheduled};
use super::refusal::Refusal;
use super::remarks::{REMARK_CHARS_MAX, bounded, reason};
use super::who::Occasion;
use crate::knowledge::entry::{Risk, Version};
use crate::time::Timestamp;

/// What was done, for the history, and what residents see of it.
type Done = Result<(RecordKind, Vec<Effect>), Refusal>;

pub(super) fn confirm(parts: &mut DossierParts, version: Version, note: String, occasion: &Occasion) -> Done {
    publisher(occasion)?;
    reason(&note)?;
    bounded(&note, REMARK_CHARS_MAX)?;
    let text = text_mut(parts, version)?;
    if text.confirmation.is_some() {
        return Err(Refusal::ConfirmedAlready(version));
    }
    text.confirmation = Some(Confirmation { by: occasion.by.id, at: occasion.now, note });
    Ok((RecordKind::Confirmed { version }, Vec::new()))
}

pub(super) fn publish(
    parts: &mut DossierParts,
    version: Version,
    at: PublishAt,
    until: Option<Timestamp>,
    occasion: &Occasion,
) -> Done {
    publisher(occasion)?;
    let text = parts.text(version).ok_or(Refusal::UnknownVersion(version))?;
    showable(text, occasion)?;
    let from = match at {
        PublishAt::Now => occasion.now,
        PublishAt::At(at) if at > occasion.now => at,
        PublishAt::At(_) => return Err(Refusal::BadTime),
    };
    if until.is_some_and(|until| until <= from) {
        return Err(Refusal::BadTime);
    }
    match at {
        PublishAt::At(at) => {
            parts.scheduled = Some(Scheduled { version, at, until });
            Ok((RecordKind::Scheduled { version, at }, Vec::new()))
        }
        PublishAt::Now if parts.live.is_some_and(|live| live.version == version) => Err(Refusal::LiveAlready(version)),
        PublishAt::Now => {
            // What was to come later and is here by now does not come again.
            parts.scheduled = parts.scheduled.filter(|to_come| to_come.version != version);
            Ok((RecordKind::Published { version }, show(parts, version, from, until)))
        }
    }
}

pub(super) fn unschedule(parts: &mut DossierParts, version: Version, occasion: &Occasion) -> Done {
    publisher(occasion)?;
    match parts.scheduled {
        Some(to_come) if to_come.version == version => parts.scheduled = None,
        Some(_) | None => return Err(Refusal::NotScheduled(version)),
    }
    Ok((RecordKind::Unscheduled { version }, Vec::new()))
}

pub(super) fn withdraw(parts: &mut DossierParts, version: Version, why: String, occasion: &Occasion) -> Done {
    publisher(occasion)?;
    reason(&why)?;
    bounded(&why, REMARK_CHARS_MAX)?;
    let live = parts.live.map(|live| live.version);
    if live != Some(version) {
        return Err(Refusal::NotLive { asked: version, live });
    }
    parts.live = None;
    parts.scheduled = None;
    let (at, by) = (occasion.now, occasion.by.id);
    parts.off = Some(Off::Withdrawn { version, at, by, reason: why.clone() });
    Ok((RecordKind::Withdrawn { version, reason: why }, vec![Effect::Hide(version, HideReason::Withdrawn)]))
}

/// The old text becomes a new version: what was approved stays as it is, and versions only rise.
pub(super) fn roll_back(
    parts: &mut DossierParts,
    to: Version,
    seen: Version,
    note: String,
    occasion: &Occasion,
) -> Done {
    publisher(occasion)?;
    bounded(&note, REMARK_CHARS_MAX)?;
    let latest = parts.versions.last().ok_or(Refusal::UnknownVersion(to))?.version;
    if seen != latest {
        return Err(Refusal::NewerVersion { seen, latest });
    }
    let old = parts.text(to).ok_or(Refusal::UnknownVersion(to))?;
    if parts.live.is_some_and(|live| live.version == to) {
        return Err(Refusal::LiveAlready(to));
    }
    let version = latest.next();
    let mut text = old.clone();
    text.version = version;
    text.links = old.links.restored_as(version);
    text.confirmation = match note.trim().is_empty() {
        true => None,
        false => Some(Confirmation { by: occasion.by.id, at: occasion.now, note }),
    };
    showable(&text, occasion)?;
    // A made-up approval stays one.
    if !old.is_demonstration() {
        text.approval = Approval { by: ApprovalBy::RollBack { of: to, by: occasion.by.id }, at: occasion.now };
    }
    parts.versions.push(text);
    parts.scheduled = None;
    Ok((RecordKind::RolledBack { to, version }, show(parts, version, occasion.now, None)))
}

/// What comes and what goes by the clock; a text that was to come while another's time ran out takes its place.
pub(super) fn tick(parts: &mut DossierParts, now: Timestamp) -> Vec<Effect> {
    let record = |what| Effect::Record(Record { at: now, by: None, what });
    let mut effects = Vec::new();
    if let Some(to_come) = parts.scheduled.filter(|to_come| to_come.at <= now) {
        parts.scheduled = None;
        effects.push(record(RecordKind::Published { version: to_come.version }));
        effects.extend(show(parts, to_come.version, to_come.at, to_come.until));
    }
    if let Some(live) = parts.live.filter(|live| live.until.is_some_and(|until| until <= now)) {
        parts.live = None;
        parts.off = Some(Off::Expired { version: live.version, at: now });
        effects.push(record(RecordKind::Expired { version: live.version }));
        effects.push(Effect::Hide(live.version, HideReason::Expired));
    }
    effects
}

fn show(parts: &mut DossierParts, version: Version, since: Timestamp, until: Option<Timestamp>) -> Vec<Effect> {
    let before = parts.live.replace(Live { version, since, until }).map(|live| live.version);
    parts.off = None;
    let replaced = before.filter(|before| *before != version).map(|before| Effect::Hide(before, HideReason::Replaced));
    replaced.into_iter().chain([Effect::Show(version)]).collect()
}

fn publisher(occasion: &Occasion) -> Result<(), Refusal> {
    let duty = occasion.by.duty;
    if duty.publishes() { Ok(()) } else { Err(Refusal::NotYours { duty }) }
}

fn showable(text: &ApprovedText, occasion: &Occasion) -> Result<(), Refusal> {
    if text.is_demonstration() && !occasion.demonstration {
        return Err(Refusal::NoDemonstration);
    }
    if !text.content.publish {
        return Err(Refusal::HeldBack(text.version));
    }
    match text.content.risk {
        Risk::High if text.confirmation.is_none() => Err(Refusal::Unconfirmed(text.version)),
        Risk::Low | Risk::Medium | Risk::High => Ok(()),
    }
}

fn text_mut(parts: &mut DossierParts, version: Version) -> Result<&mut ApprovedText, Refusal> {
    parts.versions.iter_mut().find(|text| text.version == version).ok_or(Refusal::UnknownVersion(version))
}
