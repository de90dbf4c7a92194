//! How a contact's recording stands, and who may hear it.
//!
//! Sealed: nobody, until its text is complete and what must not stay was taken out. Unredacted, because
//! recognition was off: managers alone. Redacted: those who may see the contact. A reason is wanted besides.

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use storage::contacts::Contact;
use storage::recordings::Recording;
use storage::silenced_spans;
use utoipa::ToSchema;

use super::contact_row::at;
use super::state::DeskState;
use crate::login::Staff;
use crate::login::role::Role;
use crate::problem::Problem;

/// Who may hear what nobody redacted.
const UNREDACTED_HEARERS: &[Role] = &[Role::Manager];

/// How a contact's recording stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordingStanding {
    /// `writing` while the call goes on, `waiting` sealed for its text, `final`, `unredacted`, `lost`, or `expired`
    /// when an unredacted one was deleted after its days.
    pub(super) state: String,
    /// Whether the person may hear it, once a reason is stated.
    may_listen: bool,
    /// Since when it waits.
    waiting_since: Option<DateTime<Utc>>,
    /// What recognition said when it failed last.
    waiting_why: Option<String>,
    /// Until when an unredacted one stays; null for those of versions that redacted nothing.
    deleted_at: Option<DateTime<Utc>>,
    /// Until when the sealed original is kept beside it.
    sealed_until: Option<DateTime<Utc>>,
    /// Stretches that were silenced, in order.
    silenced: Vec<SilencedStretch>,
}

/// A stretch that was silenced.
#[derive(Debug, Serialize, ToSchema)]
pub struct SilencedStretch {
    /// `left` the caller, `right` everybody else, or `both`.
    side: String,
    /// Begin.
    start_ms: i64,
    /// End.
    end_ms: i64,
    /// What stood there: `individual_number`, `application_id`, `pin`, `password`, `card_number`, `keypad` or `held`.
    kind: String,
}

/// The recording that is shown and heard: who was called back has two, the wait's and the conversation's.
pub(super) fn shown(recordings: &[Recording]) -> Option<&Recording> {
    recordings.iter().rfind(|one| one.has_sound()).or_else(|| recordings.last())
}

/// How the contact's recording stands, for this person.
pub(super) async fn standing(
    state: &DeskState,
    staff: &Staff,
    contact: &Contact,
    recordings: &[Recording],
) -> Result<Option<RecordingStanding>, Problem> {
    let Some(recording) = shown(recordings) else { return Ok(None) };
    let spans = silenced_spans::of_recording(&state.db, recording.id).await?;
    let silenced = spans.into_iter().map(|span| SilencedStretch {
        side: span.side,
        start_ms: span.start_ms,
        end_ms: span.end_ms,
        kind: span.kind,
    });
    let days = TimeDelta::days(i64::from(state.unredacted_days));
    let is_kept = recording.key_destroyed_at_ms.is_none();
    Ok(Some(RecordingStanding {
        state: word(contact, recording).to_owned(),
        may_listen: may_hear(staff, contact, recording).is_ok(),
        waiting_since: waiting_since(contact, recording),
        waiting_why: recording.held_why.clone(),
        deleted_at: recording.finished_at_ms.filter(|_| recording.is_unredacted()).map(|finished| at(finished) + days),
        sealed_until: recording.kept_until_ms.filter(|_| is_kept).map(at),
        silenced: silenced.collect(),
    }))
}

/// Refuses whoever may not hear the recording, in words that say why and what to do.
pub(super) fn may_hear(staff: &Staff, contact: &Contact, recording: &Recording) -> Result<(), Problem> {
    if recording.is_sealed() {
        return Err(sealed(contact, recording));
    }
    if recording.is_unredacted() && !staff.is_any(UNREDACTED_HEARERS) {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "recording_unredacted",
            "この録音は音声認識が止まっていたため、秘匿処理がされていません。管理者だけが理由を入力して聞けます。必要なときは管理者に依頼してください。",
            "Recognition was off, so nothing was taken out of this recording. Managers alone may hear it, with a reason. Ask a manager.",
        ));
    }
    if recording.is_finished() { Ok(()) } else { Err(Problem::not_found()) }
}

fn word<'a>(contact: &Contact, recording: &'a Recording) -> &'a str {
    match recording.state.as_str() {
        "open" if waiting_since(contact, recording).is_none() => "writing",
        "open" => "waiting",
        other => other,
    }
}

/// Since when it waits for its text; `None` while the call goes on.
fn waiting_since(contact: &Contact, recording: &Recording) -> Option<DateTime<Utc>> {
    if !recording.is_sealed() {
        return None;
    }
    recording.held_since_ms.or(contact.ended_at_ms).or(contact.closed_at_ms).map(at)
}

fn sealed(contact: &Contact, recording: &Recording) -> Problem {
    let Some(since) = waiting_since(contact, recording) else {
        return Problem::new(
            StatusCode::LOCKED,
            "recording_sealed",
            "通話中です。録音は、通話が終わって秘匿処理が済むと聞けるようになります。",
            "The call goes on. Its recording can be heard once it has ended and what is secret was taken out.",
        );
    };
    let local = domain::calendar::jst(since).format("%Y-%m-%d %H:%M").to_string();
    let (why_ja, why_en) = match &recording.held_why {
        Some(why) => {
            (format!("音声認識が終わっていません（{why}）。"), format!("Recognition has not finished ({why})."))
        }
        None => ("秘匿処理の順番を待っています。".to_owned(), "It waits for its turn.".to_owned()),
    };
    Problem::new(
        StatusCode::LOCKED,
        "recording_sealed",
        format!(
            "この録音は{local}から封印されたままで、誰も聞けません。{why_ja}自動で再試行します。長く続くときは、音声認識の状態を管理者に確かめてもらってください。"
        ),
        format!(
            "This recording has been sealed since {local} (Japan time) and nobody can hear it. {why_en} It is tried again by itself. If this goes on, ask the administrator to check recognition."
        ),
    )
}
