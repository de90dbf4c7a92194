//! Words supervisors want to hear of while a call is spoken (clause 6(3)①d).
//!
//! Owns the list's page. What counts as the same word is `domain::call_watch`'s.

use axum::Json;
use axum::extract::State;
use domain::call_watch::{WatchWords, WatchWordsFault};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::{Db, StoreError, settings};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::AdminState;
use crate::login::Only;
use crate::login::role::Supervisors;
use crate::problem::{Problem, ProblemBody};

/// Where the list is kept.
const KEY: &str = "watch_words";

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<AdminState> {
    OpenApiRouter::new().routes(routes!(read_watch_words, change_watch_words))
}

/// The list of words, by language.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WatchWordList {
    /// Japanese, found within what is said.
    ja: Vec<String>,
    /// English, found as whole words.
    en: Vec<String>,
    /// Counts changes; given back with a change, so that nobody overwrites another's.
    version: i32,
}

/// The list in force.
///
/// # Errors
/// [`StoreError`]; a stored list that cannot be read is taken as the usual one.
pub async fn watch_words(db: &Db) -> Result<WatchWords, StoreError> {
    Ok(stored(db).await?.0)
}

/// The list of watch words.
#[utoipa::path(get, path = "/api/watch-words", tag = "supervision",
    responses((status = 200, body = WatchWordList), (status = 403, body = ProblemBody)))]
async fn read_watch_words(
    State(state): State<AdminState>,
    _by: Only<Supervisors>,
) -> Result<Json<WatchWordList>, Problem> {
    let (words, version) = stored(&state.db).await?;
    Ok(Json(WatchWordList { ja: words.ja, en: words.en, version }))
}

/// Replaces the list; live calls are watched by it at once.
#[utoipa::path(put, path = "/api/watch-words", tag = "supervision", request_body = WatchWordList,
    responses((status = 200, body = WatchWordList), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn change_watch_words(
    State(state): State<AdminState>,
    by: Only<Supervisors>,
    Json(list): Json<WatchWordList>,
) -> Result<Json<WatchWordList>, Problem> {
    let words = WatchWords { ja: tidied(list.ja), en: tidied(list.en) };
    words.check().map_err(|fault| unfit(&fault))?;
    let at_ms = state.clock.now().timestamp_millis();
    let value = json!({"ja": words.ja, "en": words.en});
    let version = settings::set(&state.db, KEY, value, list.version, Some(by.staff.id), at_ms).await?;
    let detail = json!({"ja": words.ja.len(), "en": words.en.len()});
    state.trail.add(&by.staff.actor(), "watch_words.changed", "setting:watch_words", detail).await?;
    state.calls.watch_for(words.clone()).await;
    Ok(Json(WatchWordList { ja: words.ja, en: words.en, version }))
}

async fn stored(db: &Db) -> Result<(WatchWords, i32), StoreError> {
    let Some(setting) = settings::get(db, KEY).await? else {
        return Ok((WatchWords::usual(), 0));
    };
    let words = serde_json::from_value::<WatchWords>(setting.value).unwrap_or_else(|why| {
        tracing::error!(%why, "the stored watch words cannot be read; the usual ones are taken");
        WatchWords::usual()
    });
    Ok((words, setting.version))
}

/// Without space around, and each word once.
fn tidied(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    for word in words.into_iter().map(|word| word.trim().to_owned()) {
        if !word.is_empty() && !kept.contains(&word) {
            kept.push(word);
        }
    }
    kept
}

fn unfit(fault: &WatchWordsFault) -> Problem {
    match fault {
        WatchWordsFault::TooMany(count) => Problem::invalid(
            format!("注意する言葉が多すぎます（{count}件）。1言語につき200件までです。"),
            format!("There are too many words ({count}); 200 are allowed for each language."),
        ),
        WatchWordsFault::NotAWord(word) => Problem::invalid(
            format!("「{word}」は登録できません。文字か数字を含む40文字以内の言葉にしてください。"),
            format!("{word:?} cannot be listed. Use a word of up to 40 letters."),
        ),
    }
}
