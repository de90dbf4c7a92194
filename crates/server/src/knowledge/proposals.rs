//! Other wordings and new entries that questions speak for; a person accepts them into a draft or rejects them.
//!
//! Owns the endpoints. Nothing residents read changes here: an accepted wording goes into a draft, which is reviewed,
//! approved and published like any other. What speaks for a proposal is `proposing`'s.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::knowledge::entry::{Entry, EntryKey, RawEntry, TextLanguage};
use domain::knowledge::workflow::{Draft, Effect, Event, Revision, Stage};
use domain::secret_text::refuse_note;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::faq_entries::{self, StoredEntry};
use storage::faq_proposals::{self, Proposal};
use storage::{Tx, begin, commit};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::book::{change_within, occasion, shown};
use super::catalogue::newest;
use super::entries::secret;
use super::people::{FaqPerson, People};
use super::problem_words::unfit;
use super::proposing::proposed;
use super::refusals::not_changed;
use super::state::KnowledgeState;
use crate::login::role::FaqStaff;
use crate::login::{Only, Staff};
use crate::problem::{Problem, ProblemBody};

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<KnowledgeState> {
    OpenApiRouter::new()
        .routes(routes!(list_faq_proposals))
        .routes(routes!(refresh_faq_proposals))
        .routes(routes!(decide_faq_proposal))
}

/// A wording that questions speak for.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqProposal {
    /// Which.
    id: Uuid,
    /// `open`, `accepted` or `rejected`.
    state: String,
    /// `alias` for an entry there is, or a new `entry`.
    kind: String,
    /// The key of the entry it is for; for a new entry the one that comes nearest.
    target: Option<String>,
    /// `ja`, `en` or `ja-easy`.
    language: String,
    /// The wording most asked.
    wording: String,
    /// How often it and its like were asked.
    count: i32,
    /// Others like it, without secrets.
    examples: Vec<String>,
    /// When it was made.
    made_at: DateTime<Utc>,
    /// Who decided.
    decided_by: Option<FaqPerson>,
    /// When.
    decided_at: Option<DateTime<Utc>>,
}

/// What a person decides.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum FaqDecision {
    /// The wording becomes an alias in a draft of the entry. A new entry without `key` is only taken note of: it is
    /// written like any other.
    Accept {
        /// The entry, where it is another than the one proposed.
        #[serde(default)]
        key: Option<String>,
        /// The wording, where it is to be another.
        #[serde(default)]
        wording: Option<String>,
    },
    /// It is not proposed again.
    Reject,
}

/// Proposals: those that wait, the most asked first, then those that were decided.
#[utoipa::path(get, path = "/api/faq/proposals", tag = "faq",
    responses((status = 200, body = [FaqProposal]), (status = 403, body = ProblemBody)))]
async fn list_faq_proposals(
    State(state): State<KnowledgeState>,
    _by: Only<FaqStaff>,
) -> Result<Json<Vec<FaqProposal>>, Problem> {
    told(&state).await
}

/// Looks through the log of questions anew; what is decided stays.
#[utoipa::path(post, path = "/api/faq/proposals/refresh", tag = "faq",
    responses((status = 200, body = [FaqProposal]), (status = 403, body = ProblemBody)))]
async fn refresh_faq_proposals(
    State(state): State<KnowledgeState>,
    by: Only<FaqStaff>,
) -> Result<Json<Vec<FaqProposal>>, Problem> {
    let found = proposed(&state).await?;
    let tx = begin(&state.db).await?;
    faq_proposals::replace_open(&tx, &found).await?;
    let detail = json!({"open": found.len()});
    state.trail.add_in(&tx, &by.staff.actor(), "faq.proposals_refreshed", "faq", detail).await?;
    commit(tx).await?;
    told(&state).await
}

/// Accepts or rejects a proposal.
#[utoipa::path(post, path = "/api/faq/proposals/{id}", tag = "faq", request_body = FaqDecision,
    responses((status = 200, body = FaqProposal), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn decide_faq_proposal(
    State(state): State<KnowledgeState>,
    by: Only<FaqStaff>,
    Path(id): Path<Uuid>,
    Json(decision): Json<FaqDecision>,
) -> Result<Json<FaqProposal>, Problem> {
    let people = People::gather(&state.db).await?;
    let tx = begin(&state.db).await?;
    let proposal = faq_proposals::find(&tx, id).await?.ok_or_else(Problem::not_found)?;
    if proposal.state != "open" {
        return Err(decided_already());
    }
    let (word, effects, key) = match decision {
        FaqDecision::Accept { key, wording } => {
            let wanted = wanted(&proposal, key, wording);
            let (effects, key) = accept(&state, &tx, &by.staff, &people, wanted).await?;
            ("accepted", effects, key)
        }
        FaqDecision::Reject => ("rejected", Vec::new(), None),
    };
    let now = state.clock.now().timestamp_millis();
    faq_proposals::decide(&tx, id, word, by.staff.id, now).await?;
    let subject = key.as_ref().map_or_else(|| "faq".to_owned(), |key| format!("faq:{key}"));
    let detail = json!({"proposal": id, "kind": proposal.kind});
    state.trail.add_in(&tx, &by.staff.actor(), &format!("faq.proposal_{word}"), &subject, detail).await?;
    commit(tx).await?;
    shown(&state, &effects).await;
    let proposal = faq_proposals::find(&state.db, id).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(row(proposal, &people)))
}

/// An alias somebody wants.
struct Wanted {
    /// Of this entry.
    key: String,
    language: String,
    wording: String,
}

/// What is to be done of a proposal; nothing for a new entry that nobody named: it is written by hand.
fn wanted(proposal: &Proposal, key: Option<String>, wording: Option<String>) -> Option<Wanted> {
    let key = key.or_else(|| proposal.target.clone().filter(|_| proposal.kind == "alias"))?;
    let wording = wording.unwrap_or_else(|| proposal.wording.clone());
    Some(Wanted { key, language: proposal.language.clone(), wording })
}

/// Puts the wording into a draft of the entry.
async fn accept(
    state: &KnowledgeState,
    tx: &Tx,
    staff: &Staff,
    people: &People,
    wanted: Option<Wanted>,
) -> Result<(Vec<Effect>, Option<EntryKey>), Problem> {
    let Some(wanted) = wanted else { return Ok((Vec::new(), None)) };
    refuse_note(&wanted.wording).map_err(|_| secret())?;
    let key = EntryKey::read(&wanted.key).map_err(|_| no_entry())?;
    let entry = faq_entries::find(tx, key.as_str()).await?.ok_or_else(no_entry)?;
    let event = with_alias(&entry, &wanted.language, &wanted.wording)?;
    let changed = change_within(tx, &key, event, &occasion(state, staff)).await;
    let (_, effects) = changed.map_err(|why| not_changed(why, people))?;
    Ok((effects, Some(key)))
}

/// The edit that adds a wording to the newest text of an entry.
fn with_alias(entry: &StoredEntry, language: &str, wording: &str) -> Result<Event, Problem> {
    let draft = entry.dossier.draft();
    if draft.is_some_and(|draft| matches!(draft.stage, Stage::InReview { .. })) {
        return Err(in_review());
    }
    let content = newest(entry).ok_or_else(no_entry)?;
    let content = added(content, language, wording).read().map_err(|problems| unfit(&problems))?;
    Ok(Event::Edit {
        content: Box::new(content),
        seen: draft.map_or(Revision(0), |draft: &Draft| draft.revision),
        still_right: draft.map(|draft| draft.still_right.clone()).unwrap_or_default(),
    })
}

/// A wording goes beside those of its language; easy Japanese has none of its own, and an entry without English keeps
/// an English wording beside the Japanese.
fn added(content: &Entry, language: &str, wording: &str) -> RawEntry {
    let mut raw = RawEntry::from(content);
    let is_english = TextLanguage::from_code(language) == Some(TextLanguage::En) && content.en.is_some();
    let text = if is_english { &mut raw.en } else { &mut raw.ja };
    text.aliases.push(wording.trim().to_owned());
    raw
}

async fn told(state: &KnowledgeState) -> Result<Json<Vec<FaqProposal>>, Problem> {
    let people = People::gather(&state.db).await?;
    let (open, decided): (Vec<Proposal>, Vec<Proposal>) =
        faq_proposals::list(&state.db, None).await?.into_iter().partition(|proposal| proposal.state == "open");
    Ok(Json(open.into_iter().chain(decided).map(|proposal| row(proposal, &people)).collect()))
}

fn row(proposal: Proposal, people: &People) -> FaqProposal {
    let at = |at_ms: i64| DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
    FaqProposal {
        id: proposal.id,
        state: proposal.state,
        kind: proposal.kind,
        target: proposal.target,
        language: proposal.language,
        wording: proposal.wording,
        count: proposal.count,
        examples: proposal.examples,
        made_at: at(proposal.made_at_ms),
        decided_by: proposal.decided_by.map(|by| people.of(by)),
        decided_at: proposal.decided_at_ms.map(at),
    }
}

fn decided_already() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "faq_decided_already",
        "この提案は、ほかの人がすでに決めています。画面を更新してください。",
        "Somebody has decided on this proposal already. Load the page again.",
    )
}

fn in_review() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "faq_in_review",
        "この項目は確認に出ています。確認が終わってから追加してください。",
        "This entry is in review. Add the wording once the review is over.",
    )
}

fn no_entry() -> Problem {
    Problem::invalid("その項目はありません。", "There is no such entry.")
}
