//! An entry as pages show it, with people by name.

use chrono::{DateTime, Utc};
use domain::knowledge::entry::TextLanguage;
use domain::knowledge::workflow::{
    ApprovalBy, ApprovedText, Comment, Draft, Off, Record, Review, Stage, Standing, Verdict,
};
use domain::time::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use storage::faq_entries::StoredEntry;
use utoipa::ToSchema;
use uuid::Uuid;

use super::content::FaqContent;
use super::people::{FaqPerson, People};

/// One entry with everything that is kept of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqView {
    /// Its name for good.
    key: String,
    /// `draft`, `in_review`, `approved`, `scheduled`, `published`, `withdrawn` or `expired`.
    standing: String,
    /// How often drafts were saved.
    revision: u32,
    /// The version a draft would become.
    next_version: u32,
    /// Whether made-up approvals may be given here.
    demonstration: bool,
    /// The text beside the live one.
    draft: Option<FaqDraft>,
    /// The approved texts, the newest first.
    versions: Vec<FaqVersion>,
    /// What residents read.
    live: Option<FaqLive>,
    /// What they are to read later.
    scheduled: Option<FaqScheduled>,
    /// Why they read nothing, where they once did.
    off: Option<FaqOff>,
    /// Words left on the entry.
    comments: Vec<FaqComment>,
    /// What was done, the newest first.
    records: Vec<FaqRecord>,
}

/// A text on its way to approval.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqDraft {
    /// The text.
    content: FaqContent,
    /// Its revision.
    revision: u32,
    /// `writing` or `in_review`.
    stage: &'static str,
    /// Since when it is in review.
    since: Option<DateTime<Utc>>,
    /// Who wrote it.
    authors: Vec<FaqPerson>,
    /// When it was saved last.
    saved_at: DateTime<Utc>,
    /// Languages found still right.
    still_right: Vec<String>,
    /// What was found of it.
    reviews: Vec<FaqReview>,
}

/// What somebody found of a text.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqReview {
    /// Who.
    by: FaqPerson,
    /// When.
    at: DateTime<Utc>,
    /// `passed` or `returned`.
    verdict: &'static str,
    /// Why.
    remark: String,
}

/// An approved text.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqVersion {
    /// Its number.
    version: u32,
    /// The text.
    content: FaqContent,
    /// Languages that follow an older Japanese text.
    stale: Vec<String>,
    /// The approval.
    approval: FaqApproval,
    /// Who wrote it.
    authors: Vec<FaqPerson>,
    /// Who looked it over.
    reviews: Vec<FaqReview>,
    /// Who vouched that the fact holds.
    confirmation: Option<FaqConfirmation>,
}

/// On what ground a text counts as approved.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqApproval {
    /// `officer`, `review_file`, `roll_back` or `demonstration`.
    ground: &'static str,
    /// Who gave it or entered it.
    by: FaqPerson,
    /// When.
    at: DateTime<Utc>,
    /// The officer as signed in a file.
    officer_name: Option<String>,
    /// The day as signed in a file.
    signed_on: Option<String>,
    /// The older version that came back.
    of_version: Option<u32>,
}

/// That the fact holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqConfirmation {
    /// Who says so.
    by: FaqPerson,
    /// When.
    at: DateTime<Utc>,
    /// How it was checked.
    note: String,
}

/// What residents read.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqLive {
    /// The version.
    version: u32,
    /// Since when.
    since: DateTime<Utc>,
    /// Until when.
    until: Option<DateTime<Utc>>,
}

/// What residents are to read.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqScheduled {
    /// The version.
    version: u32,
    /// From when.
    at: DateTime<Utc>,
    /// Until when.
    until: Option<DateTime<Utc>>,
}

/// Why residents read nothing.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqOff {
    /// `withdrawn` or `expired`.
    why: &'static str,
    /// The version they read before.
    version: u32,
    /// When.
    at: DateTime<Utc>,
    /// Who took it away.
    by: Option<FaqPerson>,
    /// Why.
    reason: Option<String>,
}

/// A word left on an entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqComment {
    /// Counted from 1.
    number: u32,
    /// Who.
    by: FaqPerson,
    /// When.
    at: DateTime<Utc>,
    /// The words.
    text: String,
    /// The contact in which it came up.
    contact: Option<Uuid>,
    /// Who dealt with it.
    resolved: Option<FaqResolved>,
}

/// That a comment was dealt with.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqResolved {
    /// By whom.
    by: FaqPerson,
    /// When.
    at: DateTime<Utc>,
}

/// One line of the history.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqRecord {
    /// When.
    at: DateTime<Utc>,
    /// By whom; null where the clock did it.
    by: Option<FaqPerson>,
    /// What: `edited`, `submitted`, `reviewed`, `approved`, `published`, `withdrawn` and so on.
    kind: String,
    /// The draft's revision it was about.
    revision: Option<u64>,
    /// The version it was about.
    version: Option<u64>,
    /// A remark or reason.
    words: Option<String>,
}

/// What standing is called.
pub(super) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Draft => "draft",
        Standing::InReview => "in_review",
        Standing::Approved => "approved",
        Standing::Scheduled => "scheduled",
        Standing::Published => "published",
        Standing::Withdrawn => "withdrawn",
        Standing::Expired => "expired",
    }
}

/// A draft that somebody looks over, in one word.
pub(super) const IN_REVIEW: &str = "in_review";

/// How far a draft is, in one word.
pub(super) fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Writing => "writing",
        Stage::InReview { .. } => IN_REVIEW,
    }
}

/// An instant as JSON has it; the epoch for one no calendar has.
pub(super) fn at(instant: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(instant.0).unwrap_or_default()
}

/// Codes of languages.
pub(super) fn codes(languages: impl IntoIterator<Item = TextLanguage>) -> Vec<String> {
    languages.into_iter().map(|language| language.code().to_owned()).collect()
}

/// An entry with its history.
pub(super) fn view(entry: &StoredEntry, records: Vec<Record>, people: &People, demonstration: bool) -> FaqView {
    let dossier = &entry.dossier;
    let parts = dossier.parts();
    FaqView {
        key: parts.key.to_string(),
        standing: standing(dossier.standing()).to_owned(),
        revision: parts.revision.0,
        next_version: dossier.next_version().0,
        demonstration,
        draft: parts.draft.as_ref().map(|one| draft(one, people)),
        versions: parts.versions.iter().rev().map(|text| version(text, people)).collect(),
        live: parts.live.map(|live| FaqLive {
            version: live.version.0,
            since: at(live.since),
            until: live.until.map(at),
        }),
        scheduled: parts.scheduled.map(|to_come| FaqScheduled {
            version: to_come.version.0,
            at: at(to_come.at),
            until: to_come.until.map(at),
        }),
        off: parts.off.as_ref().map(|one| off(one, people)),
        comments: parts.comments.iter().map(|one| comment(one, people)).collect(),
        records: records.into_iter().map(|one| record(one, people)).collect(),
    }
}

fn draft(draft: &Draft, people: &People) -> FaqDraft {
    let since = match draft.stage {
        Stage::Writing => None,
        Stage::InReview { since } => Some(at(since)),
    };
    FaqDraft {
        content: FaqContent::from(&draft.content),
        revision: draft.revision.0,
        stage: stage(draft.stage),
        since,
        authors: draft.authors.iter().map(|id| people.agent(*id)).collect(),
        saved_at: at(draft.saved_at),
        still_right: codes(draft.still_right.iter().copied()),
        reviews: draft.reviews.iter().map(|one| review(one, people)).collect(),
    }
}

fn review(review: &Review, people: &People) -> FaqReview {
    let verdict = match review.verdict {
        Verdict::Passed => "passed",
        Verdict::Returned => "returned",
    };
    FaqReview { by: people.agent(review.by), at: at(review.at), verdict, remark: review.remark.clone() }
}

fn version(text: &ApprovedText, people: &People) -> FaqVersion {
    FaqVersion {
        version: text.version.0,
        content: FaqContent::from(&text.content),
        stale: codes(text.links.stale()),
        approval: approval(text, people),
        authors: text.authors.iter().map(|id| people.agent(*id)).collect(),
        reviews: text.reviews.iter().map(|one| review(one, people)).collect(),
        confirmation: text.confirmation.as_ref().map(|one| FaqConfirmation {
            by: people.agent(one.by),
            at: at(one.at),
            note: one.note.clone(),
        }),
    }
}

fn approval(text: &ApprovedText, people: &People) -> FaqApproval {
    let (ground, file, of_version) = match &text.approval.by {
        ApprovalBy::Officer { .. } => ("officer", None, None),
        ApprovalBy::ReviewFile { file, .. } => ("review_file", Some(file), None),
        ApprovalBy::RollBack { of, .. } => ("roll_back", None, Some(of.0)),
        ApprovalBy::Demonstration { .. } => ("demonstration", None, None),
    };
    FaqApproval {
        ground,
        by: people.agent(text.approval.entered_by()),
        at: at(text.approval.at),
        officer_name: file.map(|file| file.officer_name.clone()),
        signed_on: file.map(|file| file.signed_on.to_string()),
        of_version,
    }
}

fn off(off: &Off, people: &People) -> FaqOff {
    match off {
        Off::Withdrawn { version, at: when, by, reason } => FaqOff {
            why: "withdrawn",
            version: version.0,
            at: at(*when),
            by: Some(people.agent(*by)),
            reason: Some(reason.clone()),
        },
        Off::Expired { version, at: when } => {
            FaqOff { why: "expired", version: version.0, at: at(*when), by: None, reason: None }
        }
    }
}

fn comment(comment: &Comment, people: &People) -> FaqComment {
    FaqComment {
        number: comment.number,
        by: people.agent(comment.by),
        at: at(comment.at),
        text: comment.text.clone(),
        contact: comment.contact.map(|contact| contact.0),
        resolved: comment.resolved.map(|(by, when)| FaqResolved { by: people.agent(by), at: at(when) }),
    }
}

fn record(record: Record, people: &People) -> FaqRecord {
    let what = json!(record.what);
    let number = |name: &str| what.get(name).and_then(Value::as_u64);
    let words = ["remark", "reason"].into_iter().find_map(|name| what.get(name)?.as_str());
    FaqRecord {
        at: at(record.at),
        by: record.by.map(|by| people.agent(by)),
        kind: what.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned(),
        revision: number("revision"),
        version: number("version"),
        words: words.filter(|words| !words.is_empty()).map(str::to_owned),
    }
}
