//! What was said in a contact, as text beside the recording, and its correction by a person.
//!
//! Like the sound it wants a stated reason. What is recognised is never overwritten: a correction stands beside it with
//! who made it and when. Individual numbers, PINs and passwords were taken out before the text was stored; telephone
//! numbers and names are hidden here by role. It must never know how text is recognised. Clause 6(3)①d, 8(4).

mod correcting;
mod coverage;
mod pieces;

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::Serialize;
use storage::contacts;
use storage::recordings::{self, Recording};
use storage::transcripts::{self, TranscriptSegment};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use vault::ContactKey;

use self::coverage::Coverage;
use self::pieces::{WordPiece, pieces};
use super::access::{grant, visible};
use super::contact_row::{PersonRef, at};
use super::contacts::names;
use super::masking::{is_masked_for, shown};
use super::state::DeskState;
use crate::login::role::ContactReaders;
use crate::login::Only;
use crate::problem::{Problem, ProblemBody};

/// The endpoints of this file and its folder.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new().routes(routes!(transcript)).merge(correcting::router())
}

/// What was said in a contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct Transcript {
    /// What must stand beside the text wherever it is shown, in Japanese.
    label_ja: &'static str,
    /// The same in English.
    label_en: &'static str,
    /// Whether the whole of it is there, and why not.
    coverage: Coverage,
    /// Whether telephone numbers and names are hidden from the reader.
    masked: bool,
    /// Whether the reader may correct it.
    may_correct: bool,
    /// What was said, in order.
    segments: Vec<Segment>,
}

/// Something said in one breath.
#[derive(Debug, Serialize, ToSchema)]
pub struct Segment {
    /// Which.
    id: Uuid,
    /// `caller`, `agent`, `third` or `supervisor`.
    party: String,
    /// The agent's or supervisor's name.
    label: Option<String>,
    /// Begin since the begin of the recording that is listened to, in milliseconds.
    start_ms: i64,
    /// End.
    end_ms: i64,
    /// Whether its sound is in the recording that is listened to; the wait of a call-back is in another one.
    audible: bool,
    /// `ja` or `en`.
    language: Option<String>,
    /// Mean confidence, 0 to 1.
    confidence: f32,
    /// `live`, or `after` when it was completed from the recording.
    source: String,
    /// The words as they were recognised, each with its time.
    words: Vec<WordPiece>,
    /// What a person put in their place.
    correction: Option<Correction>,
}

/// What a person put in place of a segment.
#[derive(Debug, Serialize, ToSchema)]
pub struct Correction {
    /// The text.
    text: String,
    /// Who.
    by: Option<PersonRef>,
    /// When.
    at: Option<DateTime<Utc>>,
}

/// What was said, as text.
#[utoipa::path(get, path = "/api/contacts/{id}/transcript", tag = "transcripts", params(("id" = Uuid, Path)),
    responses((status = 200, body = Transcript), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 410, body = ProblemBody)))]
async fn transcript(
    State(state): State<DeskState>,
    by: Only<ContactReaders>,
    Path(id): Path<Uuid>,
) -> Result<Json<Transcript>, Problem> {
    let contact = visible(&state, &by.staff, id).await?;
    grant(&state, &by.staff, id).await?;
    let key = contacts::key(&contact, &state.ring)?;
    let recordings = recordings::of_contact(&state.db, id).await?;
    let rows = transcripts::of_contact(&state.db, id).await?;
    let reading =
        Reading { key: &key, names: names(&state).await?, heard: heard(&recordings), masked: is_masked_for(&by.staff) };
    let segments: Result<Vec<Segment>, Problem> = rows.iter().map(|row| reading.segment(row)).collect();
    Ok(Json(Transcript {
        label_ja: "自動認識・参考",
        label_en: "Recognised automatically; for reference",
        coverage: coverage::of(&contact, &recordings, !rows.is_empty()),
        masked: reading.masked,
        may_correct: correcting::may_correct(&state, &by.staff, &contact).await?,
        segments: segments?,
    }))
}

/// The recording that is listened to: who was called back has two, the wait's and the conversation's.
fn heard(recordings: &[Recording]) -> Option<Uuid> {
    recordings.iter().rfind(|one| one.is_heard()).map(|one| one.id)
}

/// One person reading one contact.
struct Reading<'a> {
    key: &'a ContactKey,
    names: BTreeMap<Uuid, String>,
    heard: Option<Uuid>,
    masked: bool,
}

impl Reading<'_> {
    fn segment(&self, row: &TranscriptSegment) -> Result<Segment, Problem> {
        let words = transcripts::words(row, self.key)?;
        let correction = transcripts::corrected(row, self.key)?.map(|text| Correction {
            text: shown(&text, self.masked),
            by: row.corrected_by.map(|id| self.person(id)),
            at: row.corrected_at_ms.map(at),
        });
        Ok(Segment {
            id: row.id,
            party: row.party.clone(),
            label: row.agent.and_then(|agent| self.names.get(&agent).cloned()),
            start_ms: row.start_ms,
            end_ms: row.end_ms,
            audible: self.heard == Some(row.recording),
            language: row.language.clone(),
            confidence: row.confidence_permille as f32 / 1_000.0,
            source: row.source.clone(),
            words: pieces(&words, self.masked),
            correction,
        })
    }

    fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }
}
