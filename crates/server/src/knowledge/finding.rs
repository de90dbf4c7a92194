//! Looking an answer up at the desk, and what came of it (clauses 6(3)①b, 6(3)①c).

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use domain::knowledge::entry::{FaqChannel, TextLanguage, Topic};
use domain::secret_text::{TextContext, redact};
use search::SearchError;
use serde::{Deserialize, Serialize};
use storage::faq_questions::{self, AskedQuestion, QuestionFilter};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::content::{FaqFile, files};
use super::state::KnowledgeState;
use crate::clock::fresh_id;
use crate::faq_shelf::{Answer, AnswerHit, Asked};
use crate::login::Only;
use crate::login::role::FaqStaff;
use crate::problem::{Problem, ProblemBody};

/// Hits when nothing else is asked for, and at most.
const HITS: usize = 5;
const HITS_MAX: usize = 20;
/// Suggestions while somebody types.
const SUGGESTIONS: usize = 8;
/// Questions of the list, the newest first.
const QUESTIONS_MAX: u64 = 500;
/// What may be said of a question.
const OUTCOMES: [&str; 4] = ["helped", "not_helped", "taken", "wrong"];
/// Longest citation.
const CITATION_BYTES_MAX: usize = 64;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<KnowledgeState> {
    OpenApiRouter::new()
        .routes(routes!(search_faq))
        .routes(routes!(suggest_faq))
        .routes(routes!(list_faq_questions))
        .routes(routes!(mark_faq_question))
}

/// A question.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FaqSearchQuery {
    /// The question, or what is typed of it.
    text: String,
    /// `ja`, `en` or `ja-easy`; Japanese where it is left out.
    #[serde(default)]
    lang: String,
    /// A topic to look in.
    #[serde(default)]
    topic: String,
    /// Hits at most, up to 20.
    #[serde(default)]
    limit: Option<usize>,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqFound {
    /// The question in the log, for saying what came of it.
    question: Uuid,
    /// `answer`, `choose` or `hand_over`.
    band: &'static str,
    /// How likely the first hit answers the question, 0 to 1.
    confidence: f64,
    /// Whether meaning took part beside words.
    by_meaning: bool,
    /// Best first.
    hits: Vec<FaqHit>,
}

/// An approved text that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqHit {
    /// The entry.
    key: String,
    /// Its version.
    version: u32,
    /// The newest edition that holds this version.
    edition: Option<i32>,
    /// The question.
    question: String,
    /// The answer, in the Markdown subset.
    answer: String,
    /// The passage of the answer that fits best.
    passage: Option<String>,
    /// Its topic.
    topic: String,
    /// Who may read it.
    audience: String,
    /// Whether its approval is made up for a demonstration.
    demonstration: bool,
    /// Files that go with it.
    files: Vec<FaqFile>,
    /// Its score, comparable within one answer only.
    score: f32,
}

/// What may be meant by what is typed.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqSuggestion {
    /// The entry.
    key: String,
    /// Its version.
    version: u32,
    /// Its question.
    question: String,
    /// The wording that fits.
    title: String,
}

/// What came of a question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FaqOutcomeRequest {
    /// `helped`, `not_helped`, `taken` or `wrong`.
    outcome: String,
    /// Of which text, `key@version`.
    #[serde(default)]
    hit: Option<String>,
}

/// Which questions.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct FaqQuestionQuery {
    /// Asked there: `desk`, `public`, `chat`, `voice`, `call`.
    channel: Option<String>,
    /// With that done: `answer`, `choose`, `hand_over`, `none`.
    band: Option<String>,
    /// With that come of it.
    outcome: Option<String>,
    /// Asked from then on.
    from: Option<DateTime<Utc>>,
    /// Asked before.
    until: Option<DateTime<Utc>>,
}

/// A question that was asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqQuestionRow {
    /// Which.
    id: Uuid,
    /// When.
    at: DateTime<Utc>,
    /// Where.
    channel: String,
    /// In what language.
    language: String,
    /// The question, without secrets.
    text: String,
    /// What was done.
    band: String,
    /// How sure it was.
    confidence: f64,
    /// What was found, `key@version`.
    hits: Vec<String>,
    /// The contact in which it was asked.
    contact: Option<Uuid>,
    /// What came of it.
    outcome: Option<String>,
}

/// Finds approved texts for a question.
#[utoipa::path(get, path = "/api/faq/search", tag = "faq", params(FaqSearchQuery),
    responses((status = 200, body = FaqFound), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn search_faq(
    State(state): State<KnowledgeState>,
    _by: Only<FaqStaff>,
    Query(query): Query<FaqSearchQuery>,
) -> Result<Json<FaqFound>, Problem> {
    let asked = asked(&query, query.limit.unwrap_or(HITS).min(HITS_MAX))?;
    let language = asked.language;
    let answer = state.shelf.find(asked.clone()).await.map_err(|why| not_searched(&why))?;
    let question = log(&state, &asked, &answer).await?;
    let hits = answer.hits.iter().map(|hit| shown(hit, language)).collect();
    let band = if answer.hits.is_empty() { "hand_over" } else { answer.band_word() };
    Ok(Json(FaqFound { question, band, confidence: answer.confidence, by_meaning: answer.by_meaning, hits }))
}

/// What may be meant by what is typed.
#[utoipa::path(get, path = "/api/faq/suggest", tag = "faq", params(FaqSearchQuery),
    responses((status = 200, body = [FaqSuggestion]), (status = 403, body = ProblemBody)))]
async fn suggest_faq(
    State(state): State<KnowledgeState>,
    _by: Only<FaqStaff>,
    Query(query): Query<FaqSearchQuery>,
) -> Result<Json<Vec<FaqSuggestion>>, Problem> {
    let found = state.shelf.suggest(asked(&query, SUGGESTIONS)?).await.map_err(|why| not_searched(&why))?;
    let suggestion = |one: search::Suggestion| FaqSuggestion {
        key: one.id.key,
        version: one.id.version,
        question: one.question,
        title: one.title,
    };
    Ok(Json(found.into_iter().map(suggestion).collect()))
}

/// Questions that were asked, the newest first.
#[utoipa::path(get, path = "/api/faq/questions", tag = "faq", params(FaqQuestionQuery),
    responses((status = 200, body = [FaqQuestionRow]), (status = 403, body = ProblemBody)))]
async fn list_faq_questions(
    State(state): State<KnowledgeState>,
    _by: Only<FaqStaff>,
    Query(query): Query<FaqQuestionQuery>,
) -> Result<Json<Vec<FaqQuestionRow>>, Problem> {
    let filter = QuestionFilter {
        channel: query.channel,
        band: query.band,
        outcome: query.outcome,
        from_ms: query.from.map(|at| at.timestamp_millis()),
        until_ms: query.until.map(|at| at.timestamp_millis()),
    };
    let asked = faq_questions::list(&state.db, &filter, QUESTIONS_MAX).await?;
    let row = |one: AskedQuestion| FaqQuestionRow {
        id: one.id,
        at: DateTime::from_timestamp_millis(one.at_ms).unwrap_or_default(),
        channel: one.channel,
        language: one.language,
        text: one.text,
        band: one.band,
        confidence: one.confidence,
        hits: one.hits,
        contact: one.contact,
        outcome: one.outcome,
    };
    Ok(Json(asked.into_iter().map(row).collect()))
}

/// Says what came of a question.
#[utoipa::path(post, path = "/api/faq/questions/{id}", tag = "faq", request_body = FaqOutcomeRequest,
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn mark_faq_question(
    State(state): State<KnowledgeState>,
    _by: Only<FaqStaff>,
    Path(id): Path<Uuid>,
    Json(request): Json<FaqOutcomeRequest>,
) -> Result<StatusCode, Problem> {
    let is_known = OUTCOMES.contains(&request.outcome.as_str());
    let fits = request.hit.as_ref().is_none_or(|hit| hit.len() <= CITATION_BYTES_MAX);
    if !is_known || !fits {
        return Err(Problem::invalid("結果の種類が正しくありません。", "This is no outcome of a question."));
    }
    faq_questions::mark(&state.db, id, &request.outcome, request.hit.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn asked(query: &FaqSearchQuery, limit: usize) -> Result<Asked, Problem> {
    let unknown = |what_ja: &str, what_en: &str| Problem::invalid(what_ja.to_owned(), what_en.to_owned());
    let language = match query.lang.as_str() {
        "" => TextLanguage::Ja,
        code => TextLanguage::from_code(code)
            .ok_or_else(|| unknown("言語は ja、en、ja-easy です。", "Languages are ja, en and ja-easy."))?,
    };
    let topic = match query.topic.as_str() {
        "" => None,
        code => {
            Some(Topic::from_code(code).ok_or_else(|| unknown("その分類はありません。", "There is no such topic."))?)
        }
    };
    // What must never be kept is not searched for either.
    let text = redact(&query.text, TextContext::default()).text;
    Ok(Asked { text, language, channel: FaqChannel::Desk, topic, limit })
}

async fn log(state: &KnowledgeState, asked: &Asked, answer: &Answer) -> Result<Uuid, Problem> {
    let question = AskedQuestion {
        id: fresh_id(),
        at_ms: state.clock.now().timestamp_millis(),
        channel: asked.channel.code().to_owned(),
        language: asked.language.code().to_owned(),
        text: asked.text.clone(),
        edition: state.shelf.live().edition.map(|edition| edition.number),
        band: answer.band_word().to_owned(),
        confidence: answer.confidence,
        hits: answer.hits.iter().map(|hit| hit.text.citation()).collect(),
        contact: None,
        outcome: None,
        outcome_hit: None,
    };
    faq_questions::log(&state.db, &question).await?;
    Ok(question.id)
}

fn shown(hit: &AnswerHit, language: TextLanguage) -> FaqHit {
    let content = &hit.text.text.content;
    let words = hit.text.words(language);
    FaqHit {
        key: content.key.to_string(),
        version: hit.text.text.version.0,
        edition: hit.text.edition,
        question: words.question.clone(),
        answer: words.answer.clone(),
        passage: hit.passage.clone(),
        topic: content.topic.code().to_owned(),
        audience: content.audience.code().to_owned(),
        demonstration: hit.text.is_demonstration(),
        files: files(content),
        score: hit.score,
    }
}

fn not_searched(why: &SearchError) -> Problem {
    match why {
        SearchError::TooLong(_) => Problem::invalid(
            "質問が長すぎます。短くしてください。",
            "The question is too long. Please make it shorter.",
        ),
        SearchError::Index(why) => Problem::internal(why),
    }
}
