//! What was said in a contact, as text beside the recording, and its correction by a person.
//!
//! Like the sound it wants a stated reason. What is recognised is never overwritten: a correction stands beside it with
//! who made it and when. Individual numbers, PINs and passwords were taken out before the text was stored; telephone
//! numbers and names are hidden here by role. It must never know how text is recognised. Clause 6(3)①d, 8(4).

mod correcting;
pub(super) mod coverage;
mod pieces;

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::Serialize;
use storage::StoreError;
use storage::contacts;
use storage::recordings;
use storage::transcripts::{self, TimedText, TranscriptSegment};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use vault::ContactKey;

use self::coverage::Coverage;
pub(super) use self::coverage::CoverageState;
use self::pieces::{WordPiece, pieces};
use super::access::{grant, visible};
use super::contact_row::{PersonRef, at};
use super::contacts::names;
use super::masking::{Veil, is_masked_for};
use super::recording_state;
use super::state::DeskState;
use crate::login::Only;
use crate::login::role::ContactReaders;
use crate::problem::{Problem, ProblemBody};

/// The channel whose text is what people wrote.
const CHAT: &str = "chat";

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
    /// Whether it was typed, as a chat is, and not heard.
    typed: bool,
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
    let said = rows.into_iter().map(|row| Said::open(row, &key)).collect::<Result<Vec<_>, _>>()?;
    let typed = contact.channel == CHAT;
    let names = names(&state).await?;
    let veil = is_masked_for(&by.staff).then(|| Veil::over(said.iter().flat_map(Said::texts), &names));
    let reading = Reading { names, heard: recording_state::shown(&recordings).map(|one| one.id), veil };
    Ok(Json(Transcript {
        label_ja: if typed { "チャットの記録" } else { "自動認識・参考" },
        label_en: if typed { "Record of a chat" } else { "Recognised automatically; for reference" },
        typed,
        coverage: coverage::of(&contact, &recordings, !said.is_empty()),
        masked: reading.veil.is_some(),
        may_correct: correcting::may_correct(&state, &by.staff, &contact).await?,
        segments: said.iter().map(|one| reading.segment(one)).collect(),
    }))
}

/// A segment that was opened.
pub(super) struct Said {
    pub(super) row: TranscriptSegment,
    /// What was recognised.
    pub(super) words: Vec<TimedText>,
    /// The same in one piece.
    pub(super) whole: String,
    /// What a person put in its place.
    pub(super) corrected: Option<String>,
}

impl Said {
    /// Opens a segment with its contact's key.
    pub(super) fn open(row: TranscriptSegment, key: &ContactKey) -> Result<Self, StoreError> {
        let words = transcripts::words(&row, key)?;
        let whole = words.iter().map(|word| word.text.as_str()).collect();
        let corrected = transcripts::corrected(&row, key)?;
        Ok(Self { row, words, whole, corrected })
    }

    /// What was recognised, and what a person put in its place.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.whole.as_str()).chain(self.corrected.as_deref())
    }
}

/// One person reading one contact.
struct Reading {
    names: BTreeMap<Uuid, String>,
    heard: Option<Uuid>,
    veil: Option<Veil>,
}

impl Reading {
    fn segment(&self, said: &Said) -> Segment {
        let row = &said.row;
        let correction = said.corrected.as_deref().map(|text| Correction {
            text: self.veil.as_ref().map_or_else(|| text.to_owned(), |veil| veil.shown(text)),
            by: row.corrected_by.map(|id| self.person(id)),
            at: row.corrected_at_ms.map(at),
        });
        Segment {
            id: row.id,
            party: row.party.clone(),
            label: row.agent.and_then(|agent| self.names.get(&agent).cloned()),
            start_ms: row.start_ms,
            end_ms: row.end_ms,
            audible: self.heard == Some(row.recording),
            language: row.language.clone(),
            confidence: row.confidence_permille as f32 / 1_000.0,
            source: row.source.clone(),
            words: pieces(&said.words, self.veil.as_ref()),
            correction,
        }
    }

    fn person(&self, id: Uuid) -> PersonRef {
        PersonRef { id, name: self.names.get(&id).cloned().unwrap_or_default() }
    }
}
