//! A rule that a manager adds at the desk when a page is unknown, so that a changed site does not close the counter.
//!
//! Owns the two steps (draft, approve), the third by which another person makes it stay, and what an amendment can
//! never do: add a host, show a page that a rule calls secret, or leave a password field unmarked. Rules only ever add
//! secrets (`profile`), so an amendment cannot take one away. Who may do it, and keeping it, is the caller's.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::check::ENTRIES_MAX;
use super::profile::{Kind, PageRule, Profile};
use super::structure::{PageStructure, PartKind};
use super::words::{Id, Words, fault_of};

/// How long an amendment is used before another person must have confirmed it: a week.
pub const CONFIRM_WITHIN_MS: u64 = 7 * 24 * 3_600_000;
/// How long a draft can be approved: what was looked at may have changed.
pub const APPROVE_WITHIN_MS: u64 = 10 * 60_000;
/// Amendments of one site.
pub const AMENDMENTS_MAX: usize = 50;

/// What a manager marked in a page's structure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// What both screens are to show.
    pub label: Words,
    /// What the operator may see.
    pub kind: Kind,
    /// Which parts are secret, by their place in the structure.
    pub secret: BTreeSet<usize>,
    /// The part the photo goes into.
    #[serde(default)]
    pub photo: Option<usize>,
}

/// A rule that is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The site.
    pub site: Id,
    /// The version of its profile the draft was made for.
    pub profile_version: u32,
    /// The rule.
    pub rule: PageRule,
    /// Who drafted it.
    pub drafted_by: String,
    /// When, in milliseconds since 1970-01-01 UTC.
    pub drafted_at_ms: u64,
}

/// A rule that is in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    /// What was drafted.
    pub draft: Draft,
    /// Counts the amendments of the site, from 1.
    pub number: u32,
    /// Who approved it.
    pub approved_by: String,
    /// When, in milliseconds since 1970-01-01 UTC.
    pub approved_at_ms: u64,
    /// Who made it stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<String>,
}

/// Why a step is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmendmentFault {
    /// The host is not one of the site's.
    #[error("the page is on a host that is not the site's; that needs a changed profile file")]
    Host,
    /// Pages without encryption.
    #[error("the page is not encrypted, or on another port than the profile's")]
    Reach,
    /// The address would cover more than pages of one shape.
    #[error("the address covers more than pages of one shape")]
    Shape,
    /// A rule already calls the page secret.
    #[error("rule `{0}` calls the page secret; that needs a changed profile file")]
    AlreadySecret(Id),
    /// The label cannot be shown.
    #[error("the label {0}")]
    Label(&'static str),
    /// A mark means no part.
    #[error("mark {0} means no part of the page")]
    NoSuchPart(usize),
    /// A password field is not marked.
    #[error("part {0} is a password or a code and is not marked as secret")]
    PasswordOpen(usize),
    /// The photo's part is no field for files.
    #[error("part {0} takes no file")]
    NoFileField(usize),
    /// A frame or drawing surface on a page that would be shown.
    #[error("part {0} can draw what is typed; mark it as secret or the page as secret")]
    CanDraw(usize),
    /// Too much at once.
    #[error("more parts or amendments than a profile takes")]
    TooMany,
    /// Nobody is named.
    #[error("a person is named at each step")]
    Nobody,
    /// The profile changed, or the draft is another site's.
    #[error("the profile is another than the draft was made for; look at the page again")]
    AnotherProfile,
    /// The draft was left too long.
    #[error("the draft is older than ten minutes; look at the page again")]
    DraftOld,
    /// The amendment is over.
    #[error("the amendment has expired")]
    Expired,
    /// The one who drafted or approved it cannot make it stay.
    #[error("another person confirms")]
    SamePerson,
}

/// A rule out of what a manager marked.
///
/// # Errors
/// When it would show what must not be shown, or reach where the profile does not.
pub fn amend(
    profile: &Profile,
    structure: &PageStructure,
    marks: &Marks,
    by: &str,
    now_ms: u64,
) -> Result<Draft, AmendmentFault> {
    named(by)?;
    if let Some(why) = marks.label.fault() {
        return Err(AmendmentFault::Label(why));
    }
    if structure.parts.len() > super::structure::PARTS_MAX || marks.secret.len() > ENTRIES_MAX {
        return Err(AmendmentFault::TooMany);
    }
    may_stand(profile, structure)?;
    let rule = rule_of(structure, marks)?;
    Ok(Draft {
        site: profile.id.clone(),
        profile_version: profile.version,
        rule,
        drafted_by: by.to_owned(),
        drafted_at_ms: now_ms,
    })
}

/// The second step: the draft comes into use, for a week. `before` are the site's amendments so far.
///
/// # Errors
/// When the draft is old, or the profile changed meanwhile.
pub fn approve(
    draft: Draft,
    profile: &Profile,
    before: &[Amendment],
    by: &str,
    now_ms: u64,
) -> Result<Amendment, AmendmentFault> {
    named(by)?;
    if draft.site != profile.id || draft.profile_version != profile.version {
        return Err(AmendmentFault::AnotherProfile);
    }
    if now_ms.saturating_sub(draft.drafted_at_ms) > APPROVE_WITHIN_MS {
        return Err(AmendmentFault::DraftOld);
    }
    if before.iter().filter(|amendment| amendment.is_live(now_ms)).count() >= AMENDMENTS_MAX {
        return Err(AmendmentFault::TooMany);
    }
    let number = before.iter().map(|amendment| amendment.number).max().unwrap_or(0).saturating_add(1);
    let draft = Draft { rule: PageRule { id: Id::of_desk(number), ..draft.rule }, ..draft };
    Ok(Amendment { draft, number, approved_by: by.to_owned(), approved_at_ms: now_ms, confirmed_by: None })
}

/// The third step: another person makes the amendment stay.
///
/// # Errors
/// When it has expired, or is confirmed by one who drafted or approved it.
pub fn confirm(amendment: Amendment, by: &str, now_ms: u64) -> Result<Amendment, AmendmentFault> {
    named(by)?;
    if !amendment.is_live(now_ms) {
        return Err(AmendmentFault::Expired);
    }
    if by == amendment.approved_by || by == amendment.draft.drafted_by {
        return Err(AmendmentFault::SamePerson);
    }
    Ok(Amendment { confirmed_by: Some(by.to_owned()), ..amendment })
}

/// The profile with the amendments that are in use; rules of the file come first.
#[must_use]
pub fn with_amendments(profile: &Profile, amendments: &[Amendment], now_ms: u64) -> Profile {
    let fits = |amendment: &&Amendment| {
        let rule = &amendment.draft.rule;
        amendment.draft.site == profile.id
            && amendment.is_live(now_ms)
            && profile.hosts.iter().any(|host| host.covers(&rule.url.host))
    };
    let added = amendments.iter().filter(fits).take(AMENDMENTS_MAX).map(|amendment| amendment.draft.rule.clone());
    let mut amended = profile.clone();
    amended.pages.extend(added);
    amended
}

impl Amendment {
    /// Until when it is used, in milliseconds since 1970-01-01 UTC; None once another person confirmed it.
    #[must_use]
    pub fn expires_at_ms(&self) -> Option<u64> {
        self.confirmed_by.is_none().then(|| self.approved_at_ms.saturating_add(CONFIRM_WITHIN_MS))
    }

    /// Whether it is in use.
    #[must_use]
    pub fn is_live(&self, now_ms: u64) -> bool {
        self.expires_at_ms().is_none_or(|end_ms| now_ms < end_ms)
    }
}

fn named(by: &str) -> Result<(), AmendmentFault> {
    if fault_of(by).is_some() { Err(AmendmentFault::Nobody) } else { Ok(()) }
}

/// The page is one a profile could have a rule for, and none calls it secret.
fn may_stand(profile: &Profile, structure: &PageStructure) -> Result<(), AmendmentFault> {
    let shape = &structure.shape;
    if !profile.hosts.iter().any(|host| host.covers(&shape.host)) {
        return Err(AmendmentFault::Host);
    }
    if !profile.ports.contains(&shape.port) || (!shape.is_https && !profile.plain_http) {
        return Err(AmendmentFault::Reach);
    }
    let address = shape.one_page().ok_or(AmendmentFault::Shape)?;
    let hides = |rule: &&PageRule| rule.kind == Kind::Secret && rule.url.may_match(&address);
    profile.pages.iter().find(hides).map_or(Ok(()), |rule| Err(AmendmentFault::AlreadySecret(rule.id.clone())))
}

fn rule_of(structure: &PageStructure, marks: &Marks) -> Result<PageRule, AmendmentFault> {
    let parts = &structure.parts;
    if let Some(at) = marks.secret.iter().chain(&marks.photo).find(|at| **at >= parts.len()) {
        return Err(AmendmentFault::NoSuchPart(*at));
    }
    let is_shown = marks.kind != Kind::Secret;
    for (at, part) in parts.iter().enumerate().filter(|(at, _)| is_shown && !marks.secret.contains(at)) {
        if part.is_always_secret() {
            return Err(AmendmentFault::PasswordOpen(at));
        }
        if part.kind == PartKind::Canvas {
            return Err(AmendmentFault::CanDraw(at));
        }
    }
    if let Some(at) = marks.photo.filter(|at| parts.get(*at).is_none_or(|part| part.kind != PartKind::File)) {
        return Err(AmendmentFault::NoFileField(at));
    }
    let marked = marks.secret.iter().filter_map(|at| parts.get(*at));
    let (pads, fields): (Vec<_>, Vec<_>) = marked.partition(|part| is_pad(part.kind));
    Ok(PageRule {
        id: Id::of_desk(0),
        label: marks.label.clone(),
        url: structure.shape.clone(),
        kind: marks.kind,
        secret_fields: fields.into_iter().map(|part| part.selector.clone()).collect(),
        secret_pads: pads.into_iter().map(|part| part.selector.clone()).collect(),
        submitted_when: Vec::new(),
        photo_field: marks.photo.and_then(|at| parts.get(at)).map(|part| part.selector.clone()),
    })
}

/// What is clicked rather than typed into is secret as a pad.
fn is_pad(kind: PartKind) -> bool {
    match kind {
        PartKind::Button | PartKind::Region | PartKind::Canvas | PartKind::Frame | PartKind::Tick => true,
        PartKind::Password
        | PartKind::Text
        | PartKind::LongText
        | PartKind::Date
        | PartKind::Select
        | PartKind::File => false,
    }
}
