//! What the service is made of, as the desk offers it: topics and pause reasons.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::topics::{self, TOPICS_MAX, Topic};
use storage::{begin, commit, pause_reasons};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::DeskState;
use crate::login::role::Managers;
use crate::login::{Only, Staff};
use crate::problem::{Problem, ProblemBody};

/// The most letters of a code.
const CODE_LETTERS_MAX: usize = 16;

/// The most letters of a label.
const LABEL_LETTERS_MAX: usize = 100;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new().routes(routes!(list_topics, replace_topics)).routes(routes!(list_pause_reasons))
}

/// A topic with its sub-codes.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TopicRow {
    /// `ア` to `ケ`.
    code: String,
    /// Sub-codes.
    #[serde(default)]
    sub_codes: Vec<SubCodeRow>,
    /// Label in Japanese.
    label_ja: String,
    /// Label in English.
    label_en: String,
    /// Whether it can be chosen.
    active: bool,
}

/// A sub-code.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubCodeRow {
    /// The topic's code, a hyphen, and more.
    code: String,
    /// Label in Japanese.
    label_ja: String,
    /// Label in English.
    label_en: String,
    /// Whether it can be chosen.
    #[serde(default = "yes")]
    active: bool,
}

/// A reason to pause.
#[derive(Debug, Serialize, ToSchema)]
pub struct PauseReason {
    /// Its code.
    code: String,
    /// Label in Japanese.
    label_ja: String,
    /// Label in English.
    label_en: String,
}

/// Topics in force.
#[utoipa::path(get, path = "/api/topics", tag = "service",
    responses((status = 200, body = [TopicRow]), (status = 401, body = ProblemBody)))]
async fn list_topics(State(state): State<DeskState>, _staff: Staff) -> Result<Json<Vec<TopicRow>>, Problem> {
    Ok(Json(tree(topics::current(&state.db).await?)))
}

/// Publishes another edition of the topics; contacts keep the code they were filed under.
#[utoipa::path(put, path = "/api/topics", tag = "service", request_body = [TopicRow],
    responses((status = 204), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn replace_topics(
    State(state): State<DeskState>,
    by: Only<Managers>,
    Json(wanted): Json<Vec<TopicRow>>,
) -> Result<StatusCode, Problem> {
    let rows = rows(wanted)?;
    let tx = begin(&state.db).await?;
    let edition = topics::edition(&tx).await?;
    let edition = topics::publish(&tx, edition, rows).await?;
    commit(tx).await?;
    state.trail.add(&by.staff.actor(), "topics.published", "topics", json!({"edition": edition})).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reasons an agent may pause for.
#[utoipa::path(get, path = "/api/pause-reasons", tag = "service",
    responses((status = 200, body = [PauseReason]), (status = 401, body = ProblemBody)))]
async fn list_pause_reasons(State(state): State<DeskState>, _staff: Staff) -> Result<Json<Vec<PauseReason>>, Problem> {
    let reasons = pause_reasons::list(&state.db).await?;
    let rows = reasons.into_iter().filter(|reason| reason.active).map(|reason| PauseReason {
        code: reason.code,
        label_ja: reason.name_ja,
        label_en: reason.name_en,
    });
    Ok(Json(rows.collect()))
}

fn yes() -> bool {
    true
}

fn tree(topics: Vec<Topic>) -> Vec<TopicRow> {
    let (heads, subs): (Vec<Topic>, Vec<Topic>) = topics.into_iter().partition(|topic| topic.parent.is_none());
    let sub_row = |topic: &Topic| SubCodeRow {
        code: topic.code.clone(),
        label_ja: topic.name_ja.clone(),
        label_en: topic.name_en.clone(),
        active: topic.active,
    };
    heads
        .into_iter()
        .map(|head| TopicRow {
            sub_codes: subs.iter().filter(|sub| sub.parent.as_ref() == Some(&head.code)).map(sub_row).collect(),
            code: head.code,
            label_ja: head.name_ja,
            label_en: head.name_en,
            active: head.active,
        })
        .collect()
}

fn rows(wanted: Vec<TopicRow>) -> Result<Vec<Topic>, Problem> {
    let mut rows: Vec<Topic> = Vec::new();
    for head in wanted {
        let parent = head.code.clone();
        push(&mut rows, (head.code, None, head.label_ja, head.label_en, head.active))?;
        for sub in head.sub_codes {
            if !sub.code.starts_with(&format!("{parent}-")) {
                return Err(refused());
            }
            push(&mut rows, (sub.code, Some(parent.clone()), sub.label_ja, sub.label_en, sub.active))?;
        }
    }
    let codes: BTreeSet<&String> = rows.iter().map(|row| &row.code).collect();
    if rows.is_empty() || rows.len() > TOPICS_MAX || codes.len() != rows.len() {
        return Err(refused());
    }
    Ok(rows)
}

fn push(
    rows: &mut Vec<Topic>,
    (code, parent, name_ja, name_en, active): (String, Option<String>, String, String, bool),
) -> Result<(), Problem> {
    let fits = |text: &str, most: usize| !text.trim().is_empty() && text.chars().count() <= most;
    if !fits(&code, CODE_LETTERS_MAX) || !fits(&name_ja, LABEL_LETTERS_MAX) || !fits(&name_en, LABEL_LETTERS_MAX) {
        return Err(refused());
    }
    let position = i32::try_from(rows.len()).unwrap_or(i32::MAX);
    rows.push(Topic { edition: 0, code, parent, name_ja, name_en, position, active });
    Ok(())
}

fn refused() -> Problem {
    Problem::invalid(
        "種別の一覧を確認してください。コードは重複できず、細分コードは「種別-番号」の形です。",
        "Check the list: codes must be unique and a sub-code begins with its topic and a hyphen.",
    )
}
