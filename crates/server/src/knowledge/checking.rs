//! What a form shows while an entry is written: problems by field, and entries that answer the same question.

use axum::Json;
use axum::extract::State;
use domain::knowledge::conflicts;
use domain::knowledge::entry::{Entry, EntryKey, Fault, Field, Problem as EntryProblem};
use serde::{Deserialize, Serialize};
use storage::faq_entries;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::catalogue::{neighbours, newest};
use super::content::FaqContent;
use super::problem_words::{FaqProblem, problem};
use super::state::KnowledgeState;
use crate::login::Only;
use crate::login::role::FaqStaff;
use crate::problem::{Problem, ProblemBody};

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<KnowledgeState> {
    OpenApiRouter::new().routes(routes!(check_faq_text))
}

/// A text that is being written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FaqCheckRequest {
    /// The entry's key.
    key: String,
    /// The text.
    content: FaqContent,
}

/// What is wrong with it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqCheck {
    /// Problems that keep it from being saved.
    problems: Vec<FaqProblem>,
    /// Entries that answer the same question.
    conflicts: Vec<FaqConflict>,
}

/// Another entry that answers the same question.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqConflict {
    /// Its key.
    key: String,
    /// The question, as both are found by it.
    question: String,
    /// Whether the two answers differ in a number, a date or a yes.
    contradiction: bool,
}

/// Looks a text over; nothing is kept.
#[utoipa::path(post, path = "/api/faq/check", tag = "faq", request_body = FaqCheckRequest,
    responses((status = 200, body = FaqCheck), (status = 403, body = ProblemBody)))]
async fn check_faq_text(
    State(state): State<KnowledgeState>,
    _by: Only<FaqStaff>,
    Json(request): Json<FaqCheckRequest>,
) -> Result<Json<FaqCheck>, Problem> {
    let entry = match request.content.raw(&request.key).read() {
        Ok(entry) => entry,
        Err(problems) => {
            let problems = problems.0.iter().map(problem).collect();
            return Ok(Json(FaqCheck { problems, conflicts: Vec::new() }));
        }
    };
    let digests = state.catalogue.digests(&state.db).await?;
    let is_there =
        |key: &EntryKey| *key != entry.key && digests.get(key.as_str()).is_some_and(|one| one.newest.is_some());
    let unknown = entry.related.iter().filter(|key| !is_there(key));
    let unknown = unknown.map(|key| EntryProblem { field: Field::Related, fault: Fault::UnknownKey(key.to_string()) });
    let problems = unknown.map(|one| problem(&one)).collect();
    let alike = neighbours(&digests, entry.key.as_str(), &conflicts::forms(&entry));
    let alike = faq_entries::of_keys(&state.db, &alike).await?;
    let mut others: Vec<Entry> = alike.iter().filter_map(newest).cloned().collect();
    others.push(entry.clone());
    let found = conflicts::find(&others).found.into_iter().filter_map(|conflict| {
        let other = match (conflict.one == entry.key, conflict.other == entry.key) {
            (true, _) => conflict.other,
            (_, true) => conflict.one,
            (false, false) => return None,
        };
        let contradiction = matches!(conflict.kind, conflicts::ConflictKind::Contradiction(_));
        Some(FaqConflict { key: other.to_string(), question: conflict.question, contradiction })
    });
    Ok(Json(FaqCheck { problems, conflicts: found.collect() }))
}
