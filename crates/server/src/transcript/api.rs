//! Whether calls become text, and the words a queue's recogniser is told to expect.
//!
//! Owns the room's endpoints. Terms are the city's own words: what looks like a secret is refused, every change
//! is in the audit log. Next: `storage::vocabulary`.

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use domain::secret_text::refuse_note;
use serde::{Deserialize, Serialize};
use serde_json::json;
use speech::SpokenLanguage;
use speech::live::vocabulary::{TERM_CHARS_MAX, TERMS_MAX, shipped};
use storage::vocabulary::{self, Vocabulary};
use storage::{accounts, begin, commit};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::TranscriptState;
use super::terms::ALL_QUEUES;
use crate::login::role::Managers;
use crate::login::{Only, Staff};
use crate::problem::{Problem, ProblemBody};

/// Every endpoint of the room.
pub fn router() -> OpenApiRouter<TranscriptState> {
    OpenApiRouter::new().routes(routes!(speech_state)).routes(routes!(read_vocabulary, change_vocabulary))
}

/// Whether calls are turned into text.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpeechState {
    /// `ready`, `starting`, `off` or `failed`.
    state: String,
    /// Why it is so, in Japanese; empty while all is well.
    why_ja: String,
    /// Why it is so, in English.
    why_en: String,
    /// What can be done about it, in Japanese; empty while nothing needs to be.
    how_ja: String,
    /// What can be done about it, in English.
    how_en: String,
    /// Queues that can have terms of their own.
    queues: Vec<String>,
}

/// Terms of a queue.
#[derive(Debug, Serialize, ToSchema)]
pub struct VocabularyAnswer {
    /// The queue, or `all`.
    queue: String,
    /// Edition, from 1; 0 where nobody entered any.
    edition: i32,
    /// The terms, most telling first.
    terms: Vec<String>,
    /// Who made the edition.
    changed_by: Option<String>,
    /// When it was made.
    changed_at: Option<DateTime<Utc>>,
    /// Terms that come with the program and stand behind these.
    shipped: Vec<String>,
}

/// Another edition of a queue's terms.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VocabularyRequest {
    /// The edition that was changed; 0 for the first.
    based_on: i32,
    /// The terms, most telling first.
    terms: Vec<String>,
}

/// Whether calls are turned into text at this moment, and what to do where they are not.
#[utoipa::path(get, path = "/api/speech/state", tag = "speech",
    responses((status = 200, body = SpeechState), (status = 401, body = ProblemBody)))]
async fn speech_state(State(state): State<TranscriptState>, _staff: Staff) -> Json<SpeechState> {
    let told = state.told();
    Json(SpeechState {
        state: told.code.to_owned(),
        why_ja: told.why_ja.to_owned(),
        why_en: told.why_en.to_owned(),
        how_ja: told.how_ja.to_owned(),
        how_en: told.how_en.to_owned(),
        queues: state.queues.clone(),
    })
}

/// What the recogniser is told to expect in calls of a queue; `all` holds for every queue.
#[utoipa::path(get, path = "/api/speech/vocabulary/{queue}", tag = "speech", params(("queue" = String, Path)),
    responses((status = 200, body = VocabularyAnswer), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn read_vocabulary(
    State(state): State<TranscriptState>,
    _by: Only<Managers>,
    Path(queue): Path<String>,
) -> Result<Json<VocabularyAnswer>, Problem> {
    known(&state, &queue)?;
    let stored = vocabulary::current(&state.db, &queue).await?;
    Ok(Json(answer(&state, queue, stored).await?))
}

/// Publishes another edition of a queue's terms; calls that begin afterwards expect them.
#[utoipa::path(put, path = "/api/speech/vocabulary/{queue}", tag = "speech", params(("queue" = String, Path)),
    request_body = VocabularyRequest,
    responses((status = 200, body = VocabularyAnswer), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn change_vocabulary(
    State(state): State<TranscriptState>,
    by: Only<Managers>,
    Path(queue): Path<String>,
    Json(wanted): Json<VocabularyRequest>,
) -> Result<Json<VocabularyAnswer>, Problem> {
    known(&state, &queue)?;
    let terms = checked(&wanted.terms)?;
    let at_ms = state.clock.now().timestamp_millis();
    let tx = begin(&state.db).await?;
    let edition = vocabulary::publish(&tx, &queue, wanted.based_on, &terms, by.staff.id, at_ms).await?;
    let detail = json!({"edition": edition, "terms": terms.len()});
    state.trail.add_in(&tx, &by.staff.actor(), "vocabulary.changed", &format!("vocabulary:{queue}"), detail).await?;
    commit(tx).await?;
    let stored = Vocabulary { edition, terms, changed_by: by.staff.id, changed_at_ms: at_ms };
    Ok(Json(answer(&state, queue, Some(stored)).await?))
}

fn known(state: &TranscriptState, queue: &str) -> Result<(), Problem> {
    let is_known = queue == ALL_QUEUES || state.queues.iter().any(|known| known == queue);
    if is_known { Ok(()) } else { Err(Problem::not_found()) }
}

async fn answer(
    state: &TranscriptState,
    queue: String,
    stored: Option<Vocabulary>,
) -> Result<VocabularyAnswer, Problem> {
    let people = accounts::list(&state.db).await?;
    let name = |id| people.iter().find(|account| account.id == id).map(|account| account.display_name.clone());
    let changed_at = stored.as_ref().and_then(|stored| DateTime::from_timestamp_millis(stored.changed_at_ms));
    Ok(VocabularyAnswer {
        queue,
        edition: stored.as_ref().map_or(0, |stored| stored.edition),
        changed_by: stored.as_ref().and_then(|stored| name(stored.changed_by)),
        changed_at,
        terms: stored.map(|stored| stored.terms).unwrap_or_default(),
        shipped: shipped(SpokenLanguage::Japanese).into_iter().map(str::to_owned).collect(),
    })
}

/// The terms without blanks around them, or why they cannot be taken.
fn checked(wanted: &[String]) -> Result<Vec<String>, Problem> {
    let terms: Vec<String> = wanted.iter().map(|term| term.trim().to_owned()).collect();
    if terms.len() > TERMS_MAX {
        return Err(Problem::invalid(
            format!("用語は{TERMS_MAX}語までです。"),
            format!("At most {TERMS_MAX} terms can be kept."),
        ));
    }
    let is_fit = |term: &String| {
        !term.is_empty() && term.chars().count() <= TERM_CHARS_MAX && !term.chars().any(char::is_control)
    };
    if let Some(unfit) = terms.iter().find(|term| !is_fit(term)) {
        let shown: String = unfit.chars().take(TERM_CHARS_MAX).collect();
        return Err(Problem::invalid(
            format!("「{shown}」は登録できません。1語は1文字以上{TERM_CHARS_MAX}文字までです。"),
            format!("\"{shown}\" cannot be kept. A term has 1 to {TERM_CHARS_MAX} characters."),
        ));
    }
    if terms.iter().any(|term| refuse_note(term).is_err()) {
        return Err(Problem::invalid(
            "個人番号や暗証番号に見える数字は登録できません。",
            "Digits that look like a My Number or a PIN cannot be kept.",
        ));
    }
    Ok(terms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_trimmed_bounded_and_hold_no_secret() {
        let check = |term: &str| checked(&[term.to_owned()]).map(|terms| terms.join(""));
        assert_eq!(check(" 電子証明書 ").unwrap(), "電子証明書");
        for refused in ["", "  ", "あ\u{7}", "123456789018", &"語".repeat(TERM_CHARS_MAX + 1)] {
            assert!(check(refused).is_err(), "{refused}");
        }
        assert!(checked(&vec!["語".to_owned(); TERMS_MAX + 1]).is_err());
    }
}
