//! Files of entries: brought in by staff, taken out by staff, forgotten when no text names them (clauses 6(1), 6(3)①b).
//!
//! Owns the way from bytes to a digest. What a file may be is `documents::clean_file`'s, whether a text may name it
//! `book`'s.

use std::collections::BTreeSet;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use documents::FileFault;
use domain::knowledge::entry::{ATTACHMENT_BYTES_MAX, Attachment, Entry, FileDigest, RawAttachment};
use domain::knowledge::workflow::Dossier;
use domain::secret_text::refuse_note;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::{StoreError, begin, commit, faq_entries, faq_files};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::book::now;
use super::content::FaqFile;
use super::entries::secret;
use super::refusals::lost;
use super::state::KnowledgeState;
use crate::faq_attachments::{is_known, sent, unchanged};
use crate::login::Only;
use crate::login::role::FaqStaff;
use crate::problem::{Problem, ProblemBody};
use crate::trail::SYSTEM;

/// How long a file may wait for a text that names it.
const UNNAMED_KEPT_MS: i64 = 24 * 3_600 * 1_000;
/// Longest name that is looked at; the kept one is shorter.
const NAME_CHARS_MAX: usize = 1_000;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<KnowledgeState> {
    OpenApiRouter::new().routes(routes!(bring_faq_file)).routes(routes!(read_faq_file))
}

/// A file that is brought.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FaqFileQuery {
    /// What it is called where it comes from.
    name: String,
}

/// A file that is kept, for a text to name.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqFileBrought {
    /// What a text names it by.
    file: FaqFile,
    /// Whether something was left out: where and with what a picture was taken, and what stood beside it.
    altered: bool,
}

/// Brings a file: a PDF, a PNG, a JPEG or plain text, whatever it is called. It is kept for a day unless a text of an
/// entry names it.
#[utoipa::path(post, path = "/api/faq/files", tag = "faq", params(FaqFileQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = FaqFileBrought), (status = 403, body = ProblemBody), (status = 413, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn bring_faq_file(
    State(state): State<KnowledgeState>,
    by: Only<FaqStaff>,
    Query(query): Query<FaqFileQuery>,
    request: Request,
) -> Result<(StatusCode, Json<FaqFileBrought>), Problem> {
    let bytes = bounded(request).await?;
    let read = tokio::task::spawn_blocking(move || documents::clean_file(&bytes)).await.map_err(Problem::internal)?;
    let clean = read.map_err(|why| unfit(&why))?;
    let written: String = query.name.chars().take(NAME_CHARS_MAX).collect();
    let name = clean.kind.clean_name(&written);
    refuse_note(&name).map_err(|_| secret())?;
    let (kind, length) = (clean.kind, clean.bytes.len() as u64);
    let tx = begin(&state.db).await?;
    let sha256 = faq_files::keep(&tx, kind, clean.bytes, by.staff.id, now(&state)).await?;
    let detail = json!({"kind": kind.code(), "bytes": length, "sha256": sha256.as_str(), "altered": clean.altered});
    state.trail.add_in(&tx, &by.staff.actor(), "faq.file_brought", "faq", detail).await?;
    commit(tx).await?;
    let file = Attachment { name, kind, bytes: length, sha256 };
    let brought = FaqFileBrought { file: FaqFile::from(RawAttachment::from(&file)), altered: clean.altered };
    Ok((StatusCode::CREATED, Json(brought)))
}

/// A file that a text of an entry names: its draft or any of its versions.
#[utoipa::path(get, path = "/api/faq/entries/{key}/files/{sha256}", tag = "faq",
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 304),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 410, body = ProblemBody)))]
async fn read_faq_file(
    State(state): State<KnowledgeState>,
    _by: Only<FaqStaff>,
    Path((key, sha256)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let digest = FileDigest::read(&sha256).ok_or_else(Problem::not_found)?;
    let entry = faq_entries::find(&state.db, &key).await?.ok_or_else(Problem::not_found)?;
    let file = named(&entry.dossier, &digest).ok_or_else(Problem::not_found)?;
    if is_known(&headers, file) {
        return Ok(unchanged(file));
    }
    let bytes = faq_files::bytes(&state.db, &digest).await?.ok_or_else(|| lost(&file.name))?;
    Ok(sent(file, bytes))
}

/// Forgets what nobody named for a day.
pub(super) async fn forget_unnamed(state: &KnowledgeState) -> Result<(), StoreError> {
    let entries = faq_entries::all(&state.db).await?;
    let files = entries.iter().flat_map(|entry| texts(&entry.dossier)).flat_map(|text| &text.attachments);
    let named: BTreeSet<FileDigest> = files.map(|file| file.sha256.clone()).collect();
    let before = Timestamp(now(state).0 - UNNAMED_KEPT_MS);
    let forgotten = faq_files::forget_unnamed(&state.db, &named, before).await?;
    if forgotten > 0 {
        state.trail.add(SYSTEM, "faq.files_forgotten", "faq", json!({"files": forgotten})).await?;
    }
    Ok(())
}

/// The draft, then the versions from the newest on.
fn texts(dossier: &Dossier) -> impl Iterator<Item = &Entry> {
    let parts = dossier.parts();
    let versions = parts.versions.iter().rev().map(|text| &text.content);
    parts.draft.iter().map(|draft| &draft.content).chain(versions)
}

fn named<'d>(dossier: &'d Dossier, digest: &FileDigest) -> Option<&'d Attachment> {
    texts(dossier).flat_map(|text| &text.attachments).find(|file| file.sha256 == *digest)
}

/// The body, refused before it is read where it says itself that it is too long, and after that length otherwise.
async fn bounded(request: Request) -> Result<Bytes, Problem> {
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if declared.and_then(|length| length.parse().ok()).is_some_and(|length: u64| length > ATTACHMENT_BYTES_MAX) {
        return Err(unfit(&FileFault::TooLarge));
    }
    let limit = usize::try_from(ATTACHMENT_BYTES_MAX).unwrap_or(usize::MAX);
    axum::body::to_bytes(request.into_body(), limit).await.map_err(|why| {
        tracing::info!(%why, "a file was too long or broke off on its way");
        unfit(&FileFault::TooLarge)
    })
}

fn unfit(why: &FileFault) -> Problem {
    let (status, code) = match why {
        FileFault::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "faq_file_too_large"),
        FileFault::Empty
        | FileFault::OtherKind
        | FileFault::Broken(_)
        | FileFault::TwoInOne
        | FileFault::Active(_)
        | FileFault::Locked
        | FileFault::Pixels
        | FileFault::Markup
        | FileFault::Secret => (StatusCode::UNPROCESSABLE_ENTITY, "faq_file_unfit"),
    };
    let english = why.to_string();
    let mut letters = english.chars();
    let english =
        letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()));
    Problem::new(status, code, why.text_ja(), english)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[tokio::test]
    async fn a_body_that_says_nothing_of_its_length_is_read_up_to_the_limit_and_no_further() {
        let of = |bytes: usize| Request::new(Body::from(vec![0; bytes]));
        let limit = usize::try_from(ATTACHMENT_BYTES_MAX).unwrap();
        assert_eq!(bounded(of(limit)).await.unwrap().len(), limit);
        assert_eq!(bounded(of(limit + 1)).await.unwrap_err().code(), "faq_file_too_large");
    }
}
