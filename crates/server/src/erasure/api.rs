//! The receipts for city and manager: found, opened, taken along, checked; and the key to check them with.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use domain::erasure_receipt::{BrowserEnd, SignedReceipt, TraceKind};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::erasure_receipts::{self, Search, sha256};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::book::{inspect_in_book, walk};
use super::inspect::{Finding, Standing, is_good};
use super::room::Erasure;
use super::said::{said, trouble};
use super::shown::{ReceiptShown, moment};
use crate::login::Only;
use crate::login::role::HallStaff;
use crate::problem::{Problem, ProblemBody};

/// Rows of a page when nothing else is asked for.
const LIMIT_DEFAULT: u64 = 25;
/// Most rows of a page.
const LIMIT_MAX: u64 = 100;

/// Every endpoint of the room.
pub fn router() -> OpenApiRouter<Erasure> {
    OpenApiRouter::new()
        .routes(routes!(list_receipts))
        .routes(routes!(one_receipt))
        .routes(routes!(receipt_file))
        .routes(routes!(verify_receipts))
        .routes(routes!(public_key))
}

/// How an erasure went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErasureResult {
    /// The first search found nothing.
    AtOnce,
    /// The host was rebuilt first.
    AfterRebuild,
}

/// What to look for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ReceiptQuery {
    /// Its number.
    number: Option<u64>,
    /// Ended at or after.
    from: Option<DateTime<Utc>>,
    /// Ended before.
    to: Option<DateTime<Utc>>,
    /// The contact.
    contact: Option<Uuid>,
    /// Why the shared browser ended, such as `submitted`.
    end: Option<String>,
    /// How the erasure went.
    #[param(inline)]
    result: Option<ErasureResult>,
    /// Where the page before ended.
    cursor: Option<u64>,
    /// Rows of a page, at most 100.
    limit: Option<u64>,
}

/// A page of receipts.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptPage {
    /// Rows, newest first.
    items: Vec<ReceiptRowView>,
    /// Where the next page begins.
    next_cursor: Option<u64>,
}

/// A receipt in the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptRowView {
    /// Its number.
    number: u64,
    /// The contact; null where a restart found a browser that it knew no visit of.
    contact: Option<Uuid>,
    /// Why the shared browser ended, such as `submitted`.
    end: String,
    /// When it ended.
    ended_at: DateTime<Utc>,
    /// When its erasure was verified.
    verified_at: DateTime<Utc>,
    /// From the one to the other.
    took_ms: u64,
    /// How it went.
    result: ErasureResult,
    /// How often the host was rebuilt.
    rebuilt: u32,
    /// Canaries found before it was.
    found_before: u32,
    /// Whether there was a photo.
    photo: bool,
}

/// A receipt opened.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptDetail {
    /// As in the list.
    #[serde(flatten)]
    row: ReceiptRowView,
    /// As the resident saw it.
    receipt: ReceiptShown,
    /// The installation that signed.
    installation: String,
    /// SHA-256 of what was signed, as the next receipt names it.
    sha256: String,
    /// Where the last search looked.
    #[schema(value_type = Vec<String>)]
    searched: Vec<&'static str>,
    /// Whether everything holds.
    whole: bool,
    /// What was checked just now.
    checks: Vec<ReceiptCheck>,
}

/// Something checked.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptCheck {
    /// `form`, `installation`, `signature`, `books`, `before` or `after`.
    #[schema(value_type = String)]
    aspect: &'static str,
    /// Whether it holds.
    holds: bool,
    /// What was found, in Japanese.
    said_ja: String,
    /// What was found, in English.
    said_en: String,
}

/// What walking all receipts found.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptsVerdict {
    /// Whether the chain holds.
    whole: bool,
    /// Receipts looked at.
    receipts: u64,
    /// What is wrong.
    findings: Vec<ReceiptFinding>,
}

/// Something wrong in the chain.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptFinding {
    /// The receipt's number.
    number: u64,
    /// What, in Japanese.
    said_ja: String,
    /// What, in English.
    said_en: String,
}

/// Looks for receipts.
#[utoipa::path(get, path = "/api/erasure/receipts", tag = "erasure", params(ReceiptQuery),
    responses((status = 200, body = ReceiptPage), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn list_receipts(
    State(state): State<Erasure>,
    _: Only<HallStaff>,
    Query(query): Query<ReceiptQuery>,
) -> Result<Json<ReceiptPage>, Problem> {
    let limit = query.limit.unwrap_or(LIMIT_DEFAULT).clamp(1, LIMIT_MAX);
    let cursor = query.cursor;
    let rows = erasure_receipts::search(&state.db, &search(query)?, cursor, limit + 1).await?;
    let has_more = rows.len() as u64 > limit;
    let shown = rows.iter().take(limit as usize);
    let items: Result<Vec<ReceiptRowView>, Problem> =
        shown.map(|row| row.signed().map(|signed| view(&signed)).map_err(Problem::internal)).collect();
    let items = items?;
    let next_cursor = items.last().filter(|_| has_more).map(|row| row.number);
    Ok(Json(ReceiptPage { items, next_cursor }))
}

/// A receipt, checked at this moment.
#[utoipa::path(get, path = "/api/erasure/receipts/{number}", tag = "erasure", params(("number" = u64, Path)),
    responses((status = 200, body = ReceiptDetail), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn one_receipt(
    State(state): State<Erasure>,
    _: Only<HallStaff>,
    Path(number): Path<u64>,
) -> Result<Json<ReceiptDetail>, Problem> {
    let signed = stored(&state, number).await?;
    let read = Ok(signed.clone());
    let findings = inspect_in_book(&read, &state.public_key(), &state.db, &state.stamp).await?;
    let receipt = &signed.receipt;
    Ok(Json(ReceiptDetail {
        row: view(&signed),
        receipt: ReceiptShown::of(&signed).map_err(Problem::internal)?,
        installation: receipt.installation.to_string(),
        sha256: sha256(&receipt.signed_bytes()).to_string(),
        searched: receipt.scan.places.iter().map(|place| place.word()).collect(),
        whole: is_good(&findings),
        checks: findings.iter().map(check).collect(),
    }))
}

/// The signed receipt as a file, for `madoguchi verify erasure`.
#[utoipa::path(get, path = "/api/erasure/receipts/{number}/file", tag = "erasure", params(("number" = u64, Path)),
    responses((status = 200, content_type = "text/plain", body = String), (status = 403, body = ProblemBody),
        (status = 404, body = ProblemBody)))]
async fn receipt_file(
    State(state): State<Erasure>,
    _: Only<HallStaff>,
    Path(number): Path<u64>,
) -> Result<Response, Problem> {
    let signed = stored(&state, number).await?;
    Ok(download(signed.file_bytes(), &format!("erasure-receipt-{number}.txt")))
}

/// Walks all receipts from the first to the last.
#[utoipa::path(post, path = "/api/erasure/verify", tag = "erasure",
    responses((status = 200, body = ReceiptsVerdict), (status = 403, body = ProblemBody)))]
async fn verify_receipts(State(state): State<Erasure>, by: Only<HallStaff>) -> Result<Json<ReceiptsVerdict>, Problem> {
    let verdict = walk(&state.public_key(), &state.db, &state.stamp).await?;
    let whole = verdict.findings.is_empty();
    let detail = json!({"whole": whole, "receipts": verdict.receipts});
    state.trail.add(&by.staff.actor(), "erasure.verified", "erasure", detail).await?;
    let findings = verdict.findings.iter().map(|(number, wrong)| {
        let words = trouble(wrong);
        ReceiptFinding { number: *number, said_ja: words.ja, said_en: words.en }
    });
    Ok(Json(ReceiptsVerdict { whole, receipts: verdict.receipts, findings: findings.collect() }))
}

/// The public key as a PEM file.
#[utoipa::path(get, path = "/api/erasure/key", tag = "erasure",
    responses((status = 200, content_type = "text/plain", body = String), (status = 403, body = ProblemBody)))]
async fn public_key(State(state): State<Erasure>, _: Only<HallStaff>) -> Response {
    let key = state.public_key();
    download(key.to_pem().into_bytes(), &format!("erasure-key-{}.pem", key.installation()))
}

fn search(query: ReceiptQuery) -> Result<Search, Problem> {
    let is_known = |end: &String| BrowserEnd::ALL.iter().any(|known| known.word() == end);
    if query.end.as_ref().is_some_and(|end| !is_known(end)) {
        return Err(Problem::invalid("終了の理由を確認してください。", "There is no such end of a shared browser."));
    }
    Ok(Search {
        number: query.number,
        from_ms: query.from.map(|at| at.timestamp_millis()),
        until_ms: query.to.map(|at| at.timestamp_millis()),
        contact: query.contact,
        end: query.end,
        was_rebuilt: query.result.map(|result| result == ErasureResult::AfterRebuild),
        signature: None,
    })
}

async fn stored(state: &Erasure, number: u64) -> Result<SignedReceipt, Problem> {
    let row = erasure_receipts::by_number(&state.db, number).await?.ok_or_else(Problem::not_found)?;
    row.signed().map_err(Problem::internal)
}

fn view(signed: &SignedReceipt) -> ReceiptRowView {
    let receipt = &signed.receipt;
    let took_ms = receipt.verified_at.0.saturating_sub(receipt.ended_at.0);
    ReceiptRowView {
        number: receipt.sequence,
        contact: receipt.visit.map(|visit| visit.0),
        end: receipt.end.word().to_owned(),
        ended_at: moment(receipt.ended_at),
        verified_at: moment(receipt.verified_at),
        took_ms: u64::try_from(took_ms).unwrap_or(0),
        result: if receipt.rebuilt > 0 { ErasureResult::AfterRebuild } else { ErasureResult::AtOnce },
        rebuilt: receipt.rebuilt,
        found_before: receipt.found_before,
        photo: receipt.erased.contains_key(&TraceKind::Photo),
    }
}

fn check(finding: &Finding) -> ReceiptCheck {
    let words = said(finding);
    ReceiptCheck {
        aspect: finding.aspect.code(),
        holds: finding.standing == Standing::Holds,
        said_ja: words.ja,
        said_en: words.en,
    }
}

/// Bytes for a browser to save.
fn download(bytes: Vec<u8>, name: &str) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=us-ascii")),
        (header::CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, bytes).into_response()
}
