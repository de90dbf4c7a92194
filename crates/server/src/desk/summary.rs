//! The summary of a contact: drafted from its text, looked over and confirmed by a person.
//!
//! A draft is made by rules when the text is complete, or by a chat endpoint where a manager approved one; either way
//! every line cites what it rests on and holds no number, date or name that was not said (`domain::call_summary`).
//! The agent who had the contact reads it on the day without stating a reason, since the words were just heard; everybody
//! else states one. It must never file anything by itself. Clause 6(3)①d.

mod asking;
mod drafting;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::call_summary::LineKind;
use domain::secret_text::refuse_note;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::contacts::{self, Contact};
use storage::{begin, call_summaries, commit, history};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use self::drafting::{Body, Draft, Line, SummaryState, draft_of};
use super::access::{grant, today_begins, visible};
use super::contact_row::{PersonRef, at};
use super::contacts::names;
use super::masking::{Veil, is_masked_for};
use super::state::DeskState;
use super::transcript::Said;
use super::wrap_up::secret_refused;
use crate::login::role::{ContactReaders, Role};
use crate::login::{Only, Staff};
use crate::problem::{Problem, ProblemBody};
use crate::trail;

/// The most lines of a summary.
const LINES_MAX: usize = 20;

/// The most letters of a line.
const LINE_LETTERS_MAX: usize = 300;

/// The endpoints of this file and its folder.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new().routes(routes!(summary)).routes(routes!(confirm_summary))
}

/// The summary of a contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct Summary {
    /// How far it is.
    state: SummaryState,
    /// What must stand beside a draft, in Japanese.
    label_ja: &'static str,
    /// The same in English.
    label_en: &'static str,
    /// What drafted it: `rules` or `endpoint`; `person` where nobody did.
    source: String,
    /// The lines, by kind.
    lines: Vec<SummaryLine>,
    /// The topic proposed, with the words it rests on; a person chooses.
    topic: Option<TopicProposal>,
    /// Whether telephone numbers and names are hidden from the reader.
    masked: bool,
    /// Who confirmed it.
    confirmed_by: Option<PersonRef>,
    /// When.
    confirmed_at: Option<DateTime<Utc>>,
}

/// A line of a summary.
#[derive(Debug, Serialize, ToSchema)]
pub struct SummaryLine {
    /// `wish`, `answer` or `open`.
    kind: String,
    /// The words.
    text: String,
    /// What it rests on.
    cites: Vec<Cite>,
}

/// A place in the text.
#[derive(Debug, Serialize, ToSchema)]
pub struct Cite {
    /// The segment.
    segment: Uuid,
    /// When it begins in its recording, in milliseconds.
    at_ms: i64,
}

/// A topic that the words speak for.
#[derive(Debug, Serialize, ToSchema)]
pub struct TopicProposal {
    /// (ア) to (ケ).
    code: String,
    /// The words, the strongest first.
    evidence: Vec<TopicEvidence>,
    /// The topic that came close; look twice.
    runner_up: Option<String>,
}

/// A word that speaks for a topic.
#[derive(Debug, Serialize, ToSchema)]
pub struct TopicEvidence {
    /// The word.
    term: String,
    /// Where it was said.
    cites: Vec<Cite>,
}

/// What a person confirms.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SummaryRequest {
    /// The lines as they shall stand.
    lines: Vec<ConfirmedLine>,
}

/// A line as a person left it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmedLine {
    /// `wish`, `answer` or `open`.
    kind: String,
    /// The words; what nobody may keep is refused.
    text: String,
    /// Segments it rests on; may be empty where a person wrote it.
    cites: Vec<Uuid>,
}

/// The summary of a contact: confirmed, drafted, or what can be drafted so far.
#[utoipa::path(get, path = "/api/contacts/{id}/summary", tag = "transcripts", params(("id" = Uuid, Path)),
    responses((status = 200, body = Summary), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 410, body = ProblemBody)))]
async fn summary(
    State(state): State<DeskState>,
    by: Only<ContactReaders>,
    Path(id): Path<Uuid>,
) -> Result<Json<Summary>, Problem> {
    let contact = readable(&state, &by.staff, id).await?;
    let draft = draft_of(&state, &contact).await?;
    let names = names(&state).await?;
    let veil = is_masked_for(&by.staff).then(|| Veil::over(draft.said.iter().flat_map(Said::texts), &names));
    let person = |id: Uuid| PersonRef { id, name: names.get(&id).cloned().unwrap_or_default() };
    Ok(Json(Summary {
        state: draft.state,
        label_ja: "自動作成の下書き・要確認",
        label_en: "Drafted automatically; please check",
        source: draft.source.clone(),
        lines: draft.body.lines.iter().map(|line| shown(line, &draft, veil.as_ref())).collect(),
        topic: draft.body.topic.as_ref().map(|topic| TopicProposal {
            code: topic.code.clone(),
            evidence: topic
                .evidence
                .iter()
                .map(|(term, cited)| TopicEvidence { term: term.clone(), cites: cites(cited, &draft) })
                .collect(),
            runner_up: topic.runner_up.clone(),
        }),
        masked: veil.is_some(),
        confirmed_by: draft.confirmed_by.map(person),
        confirmed_at: draft.confirmed_at_ms.map(at),
    }))
}

fn shown(line: &Line, draft: &Draft, veil: Option<&Veil>) -> SummaryLine {
    let text = veil.map_or_else(|| line.text.clone(), |veil| veil.shown(&line.text));
    SummaryLine { kind: line.kind.clone(), text, cites: cites(&line.cites, draft) }
}

fn cites(segments: &[Uuid], draft: &Draft) -> Vec<Cite> {
    let begin = |segment: &Uuid| draft.said.iter().find(|said| said.row.id == *segment).map(|said| said.row.start_ms);
    segments.iter().filter_map(|segment| Some(Cite { segment: *segment, at_ms: begin(segment)? })).collect()
}

/// Confirms a summary as a person left it; confirming again replaces it.
#[utoipa::path(put, path = "/api/contacts/{id}/summary", tag = "transcripts", params(("id" = Uuid, Path)),
    request_body = SummaryRequest,
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 410, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn confirm_summary(
    State(state): State<DeskState>,
    by: Only<ContactReaders>,
    Path(id): Path<Uuid>,
    Json(request): Json<SummaryRequest>,
) -> Result<StatusCode, Problem> {
    let contact = readable(&state, &by.staff, id).await?;
    if !may_confirm(&state, &by.staff, id).await? {
        return Err(not_yours());
    }
    let lines = checked(request.lines)?;
    let key = contacts::key(&contact, &state.ring)?;
    let now_ms = state.clock.now().timestamp_millis();
    let detail = json!({"lines": lines.len()});
    let body = Body { lines, topic: draft_of(&state, &contact).await?.body.topic };
    let tx = begin(&state.db).await?;
    call_summaries::confirm(&tx, &key, &body, by.staff.id, now_ms).await?;
    state.trail.add_in(&tx, &by.staff.actor(), "summary.confirmed", &trail::contact(id), detail).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The contact, if the person may read its summary: who had it today, or who stated a reason.
async fn readable(state: &DeskState, staff: &Staff, id: Uuid) -> Result<Contact, Problem> {
    let contact = visible(state, staff, id).await?;
    let today = today_begins(state.clock.now()).timestamp_millis();
    let own = contact.arrived_at_ms >= today && history::took_part(&state.db, id, staff.id).await?;
    if !own {
        grant(state, staff, id).await?;
    }
    Ok(contact)
}

async fn may_confirm(state: &DeskState, staff: &Staff, id: Uuid) -> Result<bool, Problem> {
    Ok(staff.is_any(&[Role::Supervisor, Role::Manager]) || history::took_part(&state.db, id, staff.id).await?)
}

fn not_yours() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "not_your_contact",
        "要約を確定できるのは、対応した担当者、監督者、業務責任者だけです。",
        "Only the agent of the contact, a supervisor or a manager may confirm its summary.",
    )
}

fn checked(lines: Vec<ConfirmedLine>) -> Result<Vec<Line>, Problem> {
    let fits = |line: &ConfirmedLine| {
        let letters = line.text.trim().chars().count();
        LineKind::from_code(&line.kind).is_some() && (1..=LINE_LETTERS_MAX).contains(&letters)
    };
    if lines.is_empty() || lines.len() > LINES_MAX || !lines.iter().all(fits) {
        return Err(Problem::invalid(
            "要約は20行以内、1行300文字以内で入力してください。",
            "A summary has at most 20 lines of at most 300 letters.",
        ));
    }
    // Lines are read together too: a number may be split over two of them.
    let whole: Vec<&str> = lines.iter().map(|line| line.text.trim()).collect();
    refuse_note(&whole.join("\n")).map_err(|why| secret_refused(&why))?;
    let line = |line: ConfirmedLine| Line { kind: line.kind, text: line.text.trim().to_owned(), cites: line.cites };
    Ok(lines.into_iter().map(line).collect())
}
