//! Looking for words in everything that was said: newest first, within a time, with how far it has come.
//!
//! Owns what may be asked, who finds what, and the entry in the audit log; `scan` reads, `hits` finds places in a
//! contact. There is no index that would leak words: texts are opened one after the other (ADR 0023). What an agent or
//! a city's officer may not read, a search does not find for them either. Clause 6(3)①d, 8(4).

mod asked;
mod hits;
mod scan;
mod terms;

use std::time::Duration;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::secret_text::{SecretRefusal, TextContext, mask_for_show, redact, refuse_note};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::history::{Cursor, Search};
use tokio::sync::Semaphore;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use self::asked::Asked;
use self::hits::TranscriptHit;
use self::scan::scan;
use self::terms::Terms;
use super::access::{sees_all, today_begins};
use super::contact_row::at;
use super::contacts::names;
use super::cursor::{read_cursor, write_cursor};
use super::masking::is_masked_for;
use super::state::DeskState;
use crate::login::role::ContactReaders;
use crate::login::{Only, Staff};
use crate::problem::{Problem, ProblemBody};

/// How long one page is looked for; the next page goes on where it stopped.
const TIME_BUDGET: Duration = Duration::from_millis(1_500);

/// One search at a time reads, so that calls keep the other core.
static READERS: Semaphore = Semaphore::const_new(1);

/// The endpoint of this file.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new().routes(routes!(search_transcripts))
}

/// What to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TranscriptQuery {
    /// Words, up to five, each of which must have been said; width, kana, case and spaces make no difference.
    q: String,
    /// Arrived at or after.
    #[serde(default)]
    from: Option<DateTime<Utc>>,
    /// Arrived before.
    #[serde(default)]
    to: Option<DateTime<Utc>>,
    /// `ja` or `en`.
    #[serde(default)]
    language: Option<String>,
    /// An agent who had it.
    #[serde(default)]
    agent: Option<Uuid>,
    /// Where the page before ended.
    #[serde(default)]
    cursor: Option<String>,
}

/// What was found so far.
#[derive(Debug, Serialize, ToSchema)]
pub struct TranscriptHits {
    /// Places, newest contact first.
    items: Vec<TranscriptHit>,
    /// Where to go on looking; null when everything was looked at.
    next_cursor: Option<String>,
    /// How far back this page has looked: the arrival of the last contact it read. Null when there was none.
    searched_until: Option<DateTime<Utc>>,
    /// Contacts this page has looked at.
    searched: u64,
    /// Whether telephone numbers and names are hidden from the reader.
    masked: bool,
}

/// Looks for words in the text of contacts.
#[utoipa::path(get, path = "/api/transcripts/search", tag = "transcripts", params(TranscriptQuery),
    responses((status = 200, body = TranscriptHits), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn search_transcripts(
    State(state): State<DeskState>,
    by: Only<ContactReaders>,
    Query(query): Query<TranscriptQuery>,
) -> Result<Json<TranscriptHits>, Problem> {
    refuse_secret(&state, &by.staff, &query.q).await?;
    let terms = Terms::read(&query.q)?;
    let after = query.cursor.as_deref().map(read_cursor).transpose()?;
    let wanted = narrowed(&state, &by.staff, &query);
    // The log comes first: what cannot be logged is not looked for.
    log(&state, &by.staff, &query).await?;
    let _reader = READERS.acquire().await.map_err(Problem::internal)?;
    let asked = Asked {
        terms,
        wanted,
        after: after.map(|(arrived_at_ms, id)| Cursor { arrived_at_ms, id }),
        masked: is_masked_for(&by.staff),
        names: names(&state).await?,
        budget: TIME_BUDGET,
    };
    let found = scan(&state, &asked).await?;
    Ok(Json(TranscriptHits {
        items: found.items,
        next_cursor: found.next.map(|next| write_cursor(next.arrived_at_ms, next.id)),
        searched_until: found.searched_until_ms.map(at),
        searched: found.searched,
        masked: asked.masked,
    }))
}

/// Agents look in their own contacts of the day, as in the history.
fn narrowed(state: &DeskState, staff: &Staff, query: &TranscriptQuery) -> Search {
    let mut search = Search {
        from_ms: query.from.map(|at| at.timestamp_millis()),
        until_ms: query.to.map(|at| at.timestamp_millis()),
        agent: query.agent,
        language: query.language.clone().filter(|language| !language.is_empty()),
        ..Search::default()
    };
    if !sees_all(staff) {
        let today = today_begins(state.clock.now()).timestamp_millis();
        search.agent = Some(staff.id);
        search.from_ms = Some(search.from_ms.unwrap_or(today).max(today));
    }
    search
}

/// A query that holds what nobody may keep is not looked for; the log says so without it.
async fn refuse_secret(state: &DeskState, staff: &Staff, query: &str) -> Result<(), Problem> {
    let Err(why) = refuse_note(query) else { return Ok(()) };
    if let SecretRefusal::Secret { kind, .. } = &why {
        let detail = json!({"kind": kind.code()});
        state.trail.add(&staff.actor(), "transcript.search_refused", "transcripts", detail).await?;
    }
    Err(Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "secret_in_query",
        "個人番号や暗証番号などと思われる語は検索できません。保存もされていません。別の語で検索してください。",
        "This looks like an individual number, a PIN or a password. Such words are stored nowhere; look for others.",
    ))
}

async fn log(state: &DeskState, staff: &Staff, query: &TranscriptQuery) -> Result<(), Problem> {
    let words = redact(&query.q, TextContext::default()).text;
    let detail = json!({
        "query": mask_for_show(&words, &[]),
        "from": query.from,
        "to": query.to,
        "language": query.language,
        "agent": query.agent,
        "goes_on": query.cursor.is_some(),
    });
    Ok(state.trail.add(&staff.actor(), "transcript.searched", "transcripts", detail).await?)
}
