//! Recordings for listening: a WAV that can be sought in, its outline, and who spoke when.
//!
//! Sound is opened in pieces and never whole; it is personal data and wants a stated reason. Who may hear what is
//! `recording_state`'s.

use std::collections::BTreeMap;
use std::fs::File;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::stream;
use media::{Spoken, read_spoken};
use serde::Serialize;
use storage::contacts::{self, Contact};
use storage::recordings::{self, Recording};
use storage::spool::SpoolError;
use storage::voices::{self, Voice};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use vault::recording::WavView;

use super::access::{grant, visible};
use super::recording_state::{may_hear, shown};
use super::state::DeskState;
use crate::login::role::ContactReaders;
use crate::login::{Only, Staff};
use crate::problem::{Problem, ProblemBody};

/// Bytes opened at once: two seconds of stereo.
const PIECE_BYTES: u64 = 64 * 1_024;

/// The most steps of an outline.
const STEPS_MAX: u64 = 1_200;

/// The shortest step of an outline.
const STEP_MS_MIN: u64 = 50;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new().routes(routes!(sound)).routes(routes!(peaks))
}

/// The outline of a recording.
#[derive(Debug, Serialize, ToSchema)]
pub struct Peaks {
    /// Milliseconds a step.
    step_ms: u64,
    /// Loudest sample of each step of the caller's side, 0 to 255.
    left: Vec<u8>,
    /// The same of our side.
    right: Vec<u8>,
}

/// A stretch of speech.
#[derive(Debug, Serialize, ToSchema)]
pub struct Speaker {
    /// `caller`, `agent`, `third`, `supervisor`; `unknown` where the books do not say whose voice it is.
    party: String,
    /// The agent's or supervisor's name.
    label: Option<String>,
    /// Begin.
    start_ms: u64,
    /// End.
    end_ms: u64,
}

/// The recording as WAV: caller left, everybody else right; ranges are honoured (RFC 9110 §14).
#[utoipa::path(get, path = "/api/contacts/{id}/recording.wav", tag = "contacts", params(("id" = Uuid, Path)),
    responses((status = 200, content_type = "audio/wav"), (status = 206, content_type = "audio/wav"),
        (status = 403, body = ProblemBody), (status = 404, body = ProblemBody), (status = 416, body = ProblemBody),
        (status = 423, body = ProblemBody)))]
async fn sound(
    State(state): State<DeskState>,
    by: Only<ContactReaders>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let contact = visible(&state, &by.staff, id).await?;
    let recording = heard(&state, &by.staff, &contact).await?;
    grant(&state, &by.staff, id).await?;
    let view = open(&state, &contact, &recording).await?;
    Ok(wav(&headers, view))
}

/// A recording as a WAV file, or the range of it that is asked for.
pub(super) fn wav(headers: &HeaderMap, view: WavView<File>) -> Response {
    let total = view.total_len();
    let asked = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    match range(asked, total) {
        Range::Whole => answer(StatusCode::OK, view, 0, total, None),
        Range::Part { from, until } => {
            let said = format!("bytes {from}-{}/{total}", until - 1);
            answer(StatusCode::PARTIAL_CONTENT, view, from, until, Some(said))
        }
        Range::Outside => outside(total),
    }
}

/// The outline of the recording, for drawing.
#[utoipa::path(get, path = "/api/contacts/{id}/peaks", tag = "contacts", params(("id" = Uuid, Path)),
    responses((status = 200, body = Peaks), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 423, body = ProblemBody)))]
async fn peaks(
    State(state): State<DeskState>,
    by: Only<ContactReaders>,
    Path(id): Path<Uuid>,
) -> Result<Json<Peaks>, Problem> {
    let contact = visible(&state, &by.staff, id).await?;
    let recording = heard(&state, &by.staff, &contact).await?;
    grant(&state, &by.staff, id).await?;
    let mut view = open(&state, &contact, &recording).await?;
    let outline = tokio::task::spawn_blocking(move || outline(&mut view)).await;
    outline.map_err(Problem::internal)?.map(Json)
}

/// Who spoke when; empty where there is no recording or it cannot be read.
pub(super) async fn speakers(
    state: &DeskState,
    contact: &Contact,
    recordings: &[Recording],
    names: &BTreeMap<Uuid, String>,
) -> Vec<Speaker> {
    let Some(recording) = shown(recordings).filter(|recording| recording.is_finished()) else {
        return Vec::new();
    };
    let Ok(mut view) = open(state, contact, recording).await else {
        return Vec::new();
    };
    let read = tokio::task::spawn_blocking(move || view.reader_mut().timelines());
    let Ok(Ok(chunks)) = read.await else {
        return Vec::new();
    };
    let Ok(voices) = voices::of_contact(&state.db, contact.id).await else {
        return Vec::new();
    };
    let spoken = read_spoken(chunks.iter().map(|(_, bytes)| bytes.as_slice()));
    spoken.iter().map(|one| speaker(one, &voices, names)).collect()
}

fn speaker(spoken: &Spoken, voices: &[Voice], names: &BTreeMap<Uuid, String>) -> Speaker {
    let voice = voices.iter().find(|voice| voice.leg.try_into() == Ok(spoken.leg.0));
    Speaker {
        party: voice.map_or_else(|| "unknown".to_owned(), |voice| voice.party.clone()),
        label: voice.and_then(|voice| names.get(&voice.agent?).cloned()),
        start_ms: spoken.start_ms,
        end_ms: spoken.end_ms,
    }
}

/// The recording to be heard, when the person may.
async fn heard(state: &DeskState, staff: &Staff, contact: &Contact) -> Result<Recording, Problem> {
    let recordings = recordings::of_contact(&state.db, contact.id).await?;
    let recording = shown(&recordings).filter(|one| one.has_sound()).ok_or_else(Problem::not_found)?;
    may_hear(staff, contact, recording)?;
    Ok(recording.clone())
}

async fn open(state: &DeskState, contact: &Contact, recording: &Recording) -> Result<WavView<File>, Problem> {
    let key = contacts::key(contact, &state.ring)?;
    let listening = state.spool.listen(&state.objects, recording, &key).await;
    listening.map_err(|why| unreadable(recording.id, &why))
}

/// The refusal where a file cannot be read; why is logged.
pub(super) fn unreadable(recording: Uuid, why: &SpoolError) -> Problem {
    tracing::error!(why = %why, recording.id = %recording, "recording cannot be read");
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "recording_unreadable",
        "録音を読み出せません。管理者に連絡してください。",
        "The recording cannot be read. Please tell the administrator.",
    )
}

fn answer(status: StatusCode, view: WavView<File>, from: u64, until: u64, said: Option<String>) -> Response {
    let body = Body::from_stream(stream::try_unfold((view, from), move |(view, at)| piece(view, at, until)));
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("audio/wav"));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(until - from));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"recording.wav\""));
    if let Some(said) = said.and_then(|said| HeaderValue::from_str(&said).ok()) {
        headers.insert(header::CONTENT_RANGE, said);
    }
    response
}

/// The next piece of the body, opened away from the threads that serve.
async fn piece(
    mut view: WavView<File>,
    at: u64,
    until: u64,
) -> Result<Option<(Bytes, (WavView<File>, u64))>, std::io::Error> {
    if at >= until {
        return Ok(None);
    }
    let opened = tokio::task::spawn_blocking(move || {
        let bytes = view.read_range(at, PIECE_BYTES.min(until - at));
        bytes.map(|bytes| (bytes, view))
    });
    let (bytes, view) = opened.await.map_err(std::io::Error::other)?.map_err(std::io::Error::other)?;
    if bytes.is_empty() {
        return Err(std::io::Error::other("the recording is shorter than it said"));
    }
    let next = at + bytes.len() as u64;
    Ok(Some((Bytes::from(bytes), (view, next))))
}

fn outside(total: u64) -> Response {
    let problem = Problem::new(
        StatusCode::RANGE_NOT_SATISFIABLE,
        "range_outside",
        "指定された範囲は録音の外です。",
        "The range lies outside the recording.",
    );
    let mut response = problem.into_response();
    if let Ok(said) = HeaderValue::from_str(&format!("bytes */{total}")) {
        response.headers_mut().insert(header::CONTENT_RANGE, said);
    }
    response
}

#[derive(Debug, PartialEq, Eq)]
enum Range {
    Whole,
    Part { from: u64, until: u64 },
    Outside,
}

/// One range is honoured; several, or a form we do not know, are answered whole (RFC 9110 §14.2).
fn range(asked: Option<&str>, total: u64) -> Range {
    let Some(spec) = asked.and_then(|asked| asked.strip_prefix("bytes=")) else {
        return Range::Whole;
    };
    let Some((first, last)) = spec.trim().split_once('-') else {
        return Range::Whole;
    };
    let (from, until) = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(from), Ok(last)) if last >= from => (from, last.saturating_add(1).min(total)),
        (Ok(from), Err(_)) if last.is_empty() => (from, total),
        (Err(_), Ok(count)) if first.is_empty() => (total.saturating_sub(count), total),
        _ => return Range::Whole,
    };
    if from >= until || from >= total { Range::Outside } else { Range::Part { from, until } }
}

fn outline(view: &mut WavView<File>) -> Result<Peaks, Problem> {
    let reader = view.reader_mut();
    let (frames, rate) = (reader.frames(), u64::from(reader.shape().sample_rate).max(1));
    let step_ms = (frames * 1_000 / rate / STEPS_MAX).max(STEP_MS_MIN);
    let step_frames = (step_ms * rate / 1_000).max(1);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < frames {
        let sound = reader.read_frames(at, step_frames).map_err(Problem::internal)?;
        let (l, r) = loudest(&sound);
        left.push(l);
        right.push(r);
        at += step_frames;
    }
    Ok(Peaks { step_ms, left, right })
}

/// The loudest sample of each side of 16-bit stereo, scaled to 0..=255.
fn loudest(sound: &[u8]) -> (u8, u8) {
    let mut peak = [0_u16; 2];
    for frame in sound.chunks_exact(4) {
        for (side, bytes) in frame.chunks_exact(2).enumerate() {
            let sample = i16::from_le_bytes([bytes[0], bytes[1]]).unsigned_abs();
            peak[side] = peak[side].max(sample);
        }
    }
    let scaled = |peak: u16| u8::try_from(peak / 128).unwrap_or(u8::MAX);
    (scaled(peak[0]), scaled(peak[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        let check = |asked, wanted| assert_eq!(range(asked, 1_000), wanted, "{asked:?}");
        check(None, Range::Whole);
        check(Some("bytes=0-"), Range::Part { from: 0, until: 1_000 });
        check(Some("bytes=10-19"), Range::Part { from: 10, until: 20 });
        check(Some("bytes=990-5000"), Range::Part { from: 990, until: 1_000 });
        check(Some("bytes=-100"), Range::Part { from: 900, until: 1_000 });
        check(Some("bytes=-5000"), Range::Part { from: 0, until: 1_000 });
        check(Some("bytes=1000-"), Range::Outside);
        check(Some("bytes=-0"), Range::Outside);
        check(Some("bytes=20-10"), Range::Whole);
        check(Some("bytes=0-1,5-6"), Range::Whole);
        check(Some("seconds=1-2"), Range::Whole);
    }

    #[test]
    fn a_voice_is_named_by_its_leg_and_an_unknown_one_says_so() {
        let agent = Uuid::from_u128(7);
        let contact = Uuid::from_u128(1);
        let voices = [
            Voice { contact, leg: 3, party: "caller".to_owned(), agent: None },
            Voice { contact, leg: 1, party: "agent".to_owned(), agent: Some(agent) },
        ];
        let names = BTreeMap::from([(agent, "佐藤 花子".to_owned())]);
        let check = |leg, party: &str, label: Option<&str>| {
            let spoken = Spoken { leg: media::LegId(leg), start_ms: 0, end_ms: 1 };
            let named = speaker(&spoken, &voices, &names);
            assert_eq!((named.party.as_str(), named.label.as_deref()), (party, label));
        };
        check(3, "caller", None);
        check(1, "agent", Some("佐藤 花子"));
        check(9, "unknown", None);
    }

    #[test]
    fn the_loudest_sample_of_each_side_counts() {
        let mut sound = Vec::new();
        for (l, r) in [(0_i16, 128_i16), (-32_768, 0), (64, -256)] {
            sound.extend_from_slice(&l.to_le_bytes());
            sound.extend_from_slice(&r.to_le_bytes());
        }
        assert_eq!(loudest(&sound), (255, 2));
    }
}
