//! Prompts as people edit and hear them: words, or a recorded sound in place of them.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::contact::Language;
use domain::secret_text::refuse_note;
use serde::{Deserialize, Serialize};
use serde_json::json;
use speech::wav::{self, Pcm};
use speech::{TELEPHONE_RATE_HZ, resample};
use storage::prompts::{self, StoredPrompt};
use storage::{Db, StoreError};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::AdminState;
use crate::calls::wording::{PROMPTS, default_text};
use crate::calls::{PromptBook, spoken_language};
use crate::login::Only;
use crate::login::role::Managers;
use crate::problem::{Problem, ProblemBody};

/// The most letters of a prompt.
const TEXT_LETTERS_MAX: usize = 500;

/// The most bytes of a sound file.
const SOUND_BYTES_MAX: usize = 30 * 1_024 * 1_024;

/// The longest prompt, in seconds.
const SOUND_S_MAX: usize = 120;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<AdminState> {
    let sounds = OpenApiRouter::new().routes(routes!(replace_sound, remove_sound));
    OpenApiRouter::new()
        .routes(routes!(list_prompts))
        .routes(routes!(change_prompt))
        .routes(routes!(hear_prompt))
        .merge(sounds.layer(DefaultBodyLimit::max(SOUND_BYTES_MAX)))
}

/// A prompt in one language.
#[derive(Debug, Serialize, ToSchema)]
pub struct PromptRow {
    /// Which.
    key: String,
    /// `ja` or `en`.
    language: String,
    /// The words in force.
    text: String,
    /// The words the product brings.
    default_text: String,
    /// Whether a recorded sound is played in place of the words.
    recorded: bool,
    /// When it was changed last.
    changed_at: Option<DateTime<Utc>>,
}

/// Other words.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromptRequest {
    /// The words; what stands in braces is filled when it is spoken.
    text: String,
}

/// Gives stored prompts to those who speak them; called at start.
///
/// # Errors
/// When the database is away.
pub async fn load_prompts(db: &Db, book: &PromptBook) -> Result<(), StoreError> {
    for prompt in prompts::list(db).await? {
        let Some(language) = language_of(&prompt.language) else { continue };
        book.set_text(&prompt.key, language, prompt.text);
        if let Some(samples) = prompt.sound.as_deref().and_then(|sound| telephone_samples(sound).ok()) {
            book.set_sound(&prompt.key, language, Some(Arc::new(media::Sound::from_samples(samples))));
        }
    }
    Ok(())
}

/// All prompts.
#[utoipa::path(get, path = "/api/prompts", tag = "prompts",
    responses((status = 200, body = [PromptRow]), (status = 403, body = ProblemBody)))]
async fn list_prompts(State(state): State<AdminState>, _by: Only<Managers>) -> Result<Json<Vec<PromptRow>>, Problem> {
    let stored = prompts::list(&state.db).await?;
    let mut rows = Vec::new();
    for prompt in PROMPTS {
        for (language, name, default) in [(Language::Ja, "ja", prompt.ja), (Language::En, "en", prompt.en)] {
            let own = stored.iter().find(|row| row.key == prompt.key && language_of(&row.language) == Some(language));
            rows.push(PromptRow {
                key: prompt.key.to_owned(),
                language: name.to_owned(),
                text: own.map_or_else(|| default.to_owned(), |row| row.text.clone()),
                default_text: default.to_owned(),
                recorded: own.is_some_and(|row| row.sound.is_some()),
                changed_at: own.and_then(|row| DateTime::from_timestamp_millis(row.changed_at_ms)),
            });
        }
    }
    Ok(Json(rows))
}

/// Changes the words of a prompt.
#[utoipa::path(put, path = "/api/prompts/{key}/{language}", tag = "prompts",
    params(("key" = String, Path), ("language" = String, Path)), request_body = PromptRequest,
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn change_prompt(
    State(state): State<AdminState>,
    by: Only<Managers>,
    Path((key, language)): Path<(String, String)>,
    Json(request): Json<PromptRequest>,
) -> Result<StatusCode, Problem> {
    let (spoken, default) = known(&key, &language)?;
    let text = request.text.trim();
    if text.is_empty() || text.chars().count() > TEXT_LETTERS_MAX || refuse_note(text).is_err() {
        return Err(Problem::invalid("文を500文字以内で入力してください。", "Write 1 to 500 letters."));
    }
    if let Some(place) = stranger(text, default) {
        return Err(Problem::invalid(
            format!("{{{place}}} はこの案内では使えません。"),
            format!("{{{place}}} is not filled in this prompt."),
        ));
    }
    let before = prompts::find(&state.db, &key, &language).await?;
    let sound = before.and_then(|row| row.sound);
    save(&state, &by, &key, &language, text, sound).await?;
    state.prompts.set_text(&key, spoken, text.to_owned());
    Ok(StatusCode::NO_CONTENT)
}

/// A prompt to be heard, as a caller would, places unfilled.
#[utoipa::path(get, path = "/api/prompts/{key}/{language}/sound.wav", tag = "prompts",
    params(("key" = String, Path), ("language" = String, Path)),
    responses((status = 200, content_type = "audio/wav"), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 503, body = ProblemBody)))]
async fn hear_prompt(
    State(state): State<AdminState>,
    _by: Only<Managers>,
    Path((key, language)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (spoken, default) = known(&key, &language)?;
    let stored = prompts::find(&state.db, &key, &language).await?;
    let recorded = stored.as_ref().and_then(|row| row.sound.as_deref()).and_then(|sound| telephone_samples(sound).ok());
    let samples = match recorded {
        Some(samples) => samples,
        None => {
            let text = stored.map_or_else(|| default.to_owned(), |row| row.text);
            let text = text.replace(['{', '}'], " ");
            state.synthesiser.render(&text, spoken_language(spoken)).await.map_err(cannot_speak)?
        }
    };
    let bytes = wav::build(&Pcm { rate_hz: TELEPHONE_RATE_HZ, samples });
    Ok(([(header::CONTENT_TYPE, "audio/wav")], bytes).into_response())
}

/// Plays a recorded sound in place of the words: WAV, 16-bit PCM.
#[utoipa::path(put, path = "/api/prompts/{key}/{language}/sound", tag = "prompts",
    params(("key" = String, Path), ("language" = String, Path)),
    request_body(content = Vec<u8>, content_type = "audio/wav"),
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn replace_sound(
    State(state): State<AdminState>,
    by: Only<Managers>,
    Path((key, language)): Path<(String, String)>,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let (spoken, default) = known(&key, &language)?;
    let samples = telephone_samples(&body).map_err(|why| {
        Problem::invalid(
            "16ビットPCMのWAVファイル（2分以内）を選んでください。",
            format!("Choose a 16-bit PCM WAV file of at most two minutes: {why}"),
        )
    })?;
    let stored = wav::build(&Pcm { rate_hz: TELEPHONE_RATE_HZ, samples: samples.clone() });
    let before = prompts::find(&state.db, &key, &language).await?;
    let text = before.map_or_else(|| default.to_owned(), |row| row.text);
    save(&state, &by, &key, &language, &text, Some(stored)).await?;
    state.prompts.set_sound(&key, spoken, Some(Arc::new(media::Sound::from_samples(samples))));
    Ok(StatusCode::NO_CONTENT)
}

/// Goes back from the recorded sound to the words.
#[utoipa::path(delete, path = "/api/prompts/{key}/{language}/sound", tag = "prompts",
    params(("key" = String, Path), ("language" = String, Path)),
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn remove_sound(
    State(state): State<AdminState>,
    by: Only<Managers>,
    Path((key, language)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let (spoken, _) = known(&key, &language)?;
    let before = prompts::find(&state.db, &key, &language).await?.ok_or_else(Problem::not_found)?;
    save(&state, &by, &key, &language, &before.text, None).await?;
    state.prompts.set_sound(&key, spoken, None);
    Ok(StatusCode::NO_CONTENT)
}

async fn save(
    state: &AdminState,
    by: &Only<Managers>,
    key: &str,
    language: &str,
    text: &str,
    sound: Option<Vec<u8>>,
) -> Result<(), Problem> {
    let recorded = sound.is_some();
    let row = StoredPrompt {
        key: key.to_owned(),
        language: language.to_owned(),
        text: text.to_owned(),
        sound,
        changed_by: Some(by.staff.id),
        changed_at_ms: state.clock.now().timestamp_millis(),
    };
    prompts::save(&state.db, row).await?;
    let subject = format!("prompt:{key}:{language}");
    state.trail.add(&by.staff.actor(), "prompt.changed", &subject, json!({"recorded": recorded})).await?;
    Ok(())
}

fn known(key: &str, language: &str) -> Result<(Language, &'static str), Problem> {
    let spoken = language_of(language).ok_or_else(Problem::not_found)?;
    let default = default_text(key, spoken).ok_or_else(Problem::not_found)?;
    Ok((spoken, default))
}

fn language_of(name: &str) -> Option<Language> {
    match name {
        "ja" => Some(Language::Ja),
        "en" => Some(Language::En),
        _ => None,
    }
}

/// A place in braces that the product's own words do not have.
fn stranger(text: &str, default: &str) -> Option<String> {
    let places = text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or(rest).to_owned());
    places.into_iter().find(|place| !default.contains(&format!("{{{place}}}")))
}

fn telephone_samples(bytes: &[u8]) -> Result<Vec<i16>, String> {
    let pcm = wav::parse(bytes).map_err(|why| why.to_string())?;
    if pcm.samples.len() > SOUND_S_MAX * pcm.rate_hz as usize || pcm.samples.is_empty() || pcm.rate_hz == 0 {
        return Err(format!("it must last between a moment and {SOUND_S_MAX} seconds"));
    }
    Ok(resample::resample(&pcm.samples, pcm.rate_hz, TELEPHONE_RATE_HZ))
}

fn cannot_speak(why: speech::SynthesisError) -> Problem {
    tracing::error!(why = %why, "a prompt cannot be spoken");
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "cannot_speak",
        "音声を合成できません。音声合成エンジンの設定を確認してください。",
        "The prompt cannot be spoken. Check that the speech engines are installed.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_is_not_filled_is_found() {
        assert_eq!(stranger("{position}番目です", "ただいま{position}番目"), None);
        assert_eq!(stranger("{name}様", "ただいま{position}番目"), Some("name".to_owned()));
        assert_eq!(stranger("途中{", "途中"), Some(String::new()));
    }

    #[test]
    fn a_wide_recording_becomes_telephone_sound() {
        let bytes = wav::build(&Pcm { rate_hz: 16_000, samples: vec![0; 16_000] });
        let samples = telephone_samples(&bytes).unwrap();
        assert!((7_900..=8_100).contains(&samples.len()));
        assert!(telephone_samples(b"nonsense").is_err());
    }
}
