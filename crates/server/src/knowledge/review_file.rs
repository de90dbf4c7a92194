//! The city's review by an exchanged file, where its network does not reach us: out as Excel and PDF, back with marks.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::response::Response;
use documents::{ReviewFile, ReviewMark};
use domain::knowledge::workflow::{Effect, Event, FileMark, SignedFile};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use storage::{begin, commit, faq_entries};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::book::{change_within, now, occasion, shown};
use super::downloads::{XLSX, download, not_made};
use super::papers::{by_key, review};
use super::people::People;
use super::refusals::not_changed;
use super::state::KnowledgeState;
use super::views::IN_REVIEW;
use crate::login::role::{FaqPublishers, FaqStaff};
use crate::login::{Only, Staff};
use crate::problem::{Problem, ProblemBody};

/// Largest file that comes back.
const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<KnowledgeState> {
    let back = OpenApiRouter::new().routes(routes!(enter_faq_review_file)).layer(DefaultBodyLimit::max(FILE_BYTES_MAX));
    OpenApiRouter::new().routes(routes!(make_faq_review_file)).merge(back)
}

/// In what form it goes out.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FaqReviewFileQuery {
    /// `xlsx` or `pdf`.
    format: String,
}

/// How it is entered.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FaqReviewEntryQuery {
    /// Only says what would happen.
    dry_run: bool,
}

/// What a file that came back says.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqReviewMarks {
    /// Who signed.
    officer_name: String,
    /// On what day.
    signed_on: Option<String>,
    /// The marks.
    marks: Vec<FaqReviewMark>,
    /// Rows that bear none.
    unmarked: usize,
    /// What is wrong, by row.
    problems: Vec<FaqReviewProblem>,
    /// Whether the marks were entered.
    done: bool,
}

/// One mark.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqReviewMark {
    /// The entry.
    key: String,
    /// `approved` or `returned`.
    mark: &'static str,
    /// What was written beside it.
    remark: String,
}

/// Something wrong with a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqReviewProblem {
    /// The row as a spreadsheet counts it.
    row: usize,
    /// In Japanese.
    text_ja: String,
    /// In English.
    text_en: String,
}

/// Everything in review, as a file for the city.
#[utoipa::path(get, path = "/api/faq/review-file", tag = "faq", params(FaqReviewFileQuery),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf"), (status = 403, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn make_faq_review_file(
    State(state): State<KnowledgeState>,
    by: Only<FaqStaff>,
    Query(query): Query<FaqReviewFileQuery>,
) -> Result<Response, Problem> {
    let digests = state.catalogue.digests(&state.db).await?;
    let in_review = digests.iter().filter(|(_, digest)| digest.draft == Some(IN_REVIEW));
    let keys: Vec<String> = in_review.map(|(key, _)| key.clone()).collect();
    let entries = by_key(faq_entries::of_keys(&state.db, &keys).await?);
    let sheet = review(&state.city, now(&state), &entries);
    if sheet.entries.is_empty() {
        return Err(Problem::conflict("確認中の項目がありません。", "Nothing is in review."));
    }
    let detail = json!({"format": query.format, "entries": sheet.entries.len(), "fingerprint": sheet.fingerprint()});
    let (kind, name) = match query.format.as_str() {
        "xlsx" => (XLSX, "faq-review.xlsx"),
        "pdf" => ("application/pdf", "faq-review.pdf"),
        _ => return Err(Problem::invalid("形式は xlsx か pdf です。", "Formats are xlsx and pdf.")),
    };
    let fonts = state.fonts.clone();
    let made = tokio::task::spawn_blocking(move || match kind {
        XLSX => documents::review_xlsx(&sheet),
        _ => documents::review_pdf(&sheet, &fonts),
    });
    let bytes = made.await.map_err(Problem::internal)?.map_err(|why| not_made(&why))?;
    state.trail.add(&by.staff.actor(), "faq.review_file_made", "faq", detail).await?;
    Ok(download(bytes, kind, name))
}

/// Enters the marks of a file that came back: all of them or none.
#[utoipa::path(post, path = "/api/faq/review-file", tag = "faq", params(FaqReviewEntryQuery),
    request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    responses((status = 200, body = FaqReviewMarks), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn enter_faq_review_file(
    State(state): State<KnowledgeState>,
    by: Only<FaqPublishers>,
    Query(query): Query<FaqReviewEntryQuery>,
    bytes: Bytes,
) -> Result<Json<FaqReviewMarks>, Problem> {
    let digest = hex::encode(Sha256::digest(&bytes));
    let read = tokio::task::spawn_blocking(move || documents::read_review(&bytes)).await.map_err(Problem::internal)?;
    let file = read.map_err(|why| Problem::invalid(why.text_ja(), format!("{why}.")))?;
    let done = !query.dry_run && file.is_sound();
    if done {
        enter(&state, &by.staff, &file, &digest).await?;
    }
    Ok(Json(told(&file, done)))
}

async fn enter(state: &KnowledgeState, staff: &Staff, file: &ReviewFile, digest: &str) -> Result<(), Problem> {
    let Some(signed_on) = file.signed_on else { return Err(Problem::internal("a sound file without a date")) };
    let people = People::gather(&state.db).await?;
    let occasion = occasion(state, staff);
    let signed = SignedFile { file: format!("sha256:{digest}"), officer_name: file.officer_name.clone(), signed_on };
    let tx = begin(&state.db).await?;
    let mut effects: Vec<Effect> = Vec::new();
    for ReviewMark { key, version, revision, mark, .. } in &file.marks {
        let event = Event::MarkByFile { seen: *revision, version: *version, file: signed.clone(), mark: mark.clone() };
        let changed = change_within(&tx, key, event, &occasion).await;
        effects.extend(changed.map_err(|why| not_changed(why, &people).about(key.as_str()))?.1);
    }
    let detail =
        json!({"marks": file.marks.len(), "signed_on": signed_on, "sha256": digest, "export": file.fingerprint});
    state.trail.add_in(&tx, &staff.actor(), "faq.review_file_entered", "faq", detail).await?;
    commit(tx).await?;
    shown(state, &effects).await;
    Ok(())
}

fn told(file: &ReviewFile, done: bool) -> FaqReviewMarks {
    let mark = |one: &ReviewMark| FaqReviewMark {
        key: one.key.to_string(),
        mark: match one.mark {
            FileMark::Approved => "approved",
            FileMark::Returned { .. } => "returned",
        },
        remark: one.remark.clone(),
    };
    let problem = |one: &documents::ReviewProblem| FaqReviewProblem {
        row: one.row,
        text_ja: one.fault.text_ja(),
        text_en: one.fault.to_string(),
    };
    FaqReviewMarks {
        officer_name: file.officer_name.clone(),
        signed_on: file.signed_on.map(|day| day.to_string()),
        marks: file.marks.iter().map(mark).collect(),
        unmarked: file.unmarked,
        problems: file.problems.iter().map(problem).collect(),
        done,
    }
}
