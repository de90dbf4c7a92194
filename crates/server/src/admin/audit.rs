//! The audit log: reading it and proving it whole.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Query, State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::accounts;
use storage::audit::{self, AuditRow};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::AdminState;
use crate::login::Only;
use crate::login::role::Auditors;
use crate::problem::{Problem, ProblemBody};

/// Rows looked through for one page.
const LOOKED_THROUGH_MAX: usize = 20_000;

/// Rows of a page.
const PAGE: usize = 100;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<AdminState> {
    OpenApiRouter::new().routes(routes!(list_audit)).routes(routes!(verify))
}

/// Which entries.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// At or after.
    from: Option<DateTime<Utc>>,
    /// Before.
    to: Option<DateTime<Utc>>,
    /// A login, an account's id, or `system`.
    actor: Option<String>,
    /// Beginning of the action, such as `login.`.
    action: Option<String>,
    /// What it was done to.
    subject: Option<String>,
    /// Where the page before ended.
    cursor: Option<i64>,
}

/// An entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEntryRow {
    /// Place in the chain.
    seq: i64,
    /// When.
    at: DateTime<Utc>,
    /// Who, as stored.
    actor: String,
    /// Who, by name.
    actor_name: Option<String>,
    /// What.
    action: String,
    /// To what.
    subject: String,
    /// More.
    #[schema(value_type = Object)]
    detail: Value,
}

/// A page of the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditPage {
    /// Entries, newest first.
    items: Vec<AuditEntryRow>,
    /// Where the next page begins.
    next_cursor: Option<i64>,
}

/// What a verification found.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditVerdict {
    /// Whether the chain holds.
    whole: bool,
    /// Rows looked at.
    rows: u64,
    /// What is wrong.
    findings: Vec<String>,
}

/// Reads the audit log.
#[utoipa::path(get, path = "/api/audit", tag = "audit", params(AuditQuery),
    responses((status = 200, body = AuditPage), (status = 403, body = ProblemBody)))]
async fn list_audit(
    State(state): State<AdminState>,
    _by: Only<Auditors>,
    Query(query): Query<AuditQuery>,
) -> Result<Json<AuditPage>, Problem> {
    let people = accounts::list(&state.db).await?;
    let names: BTreeMap<String, (String, String)> = people
        .into_iter()
        .map(|account| (crate::trail::account(account.id), (account.login, account.display_name)))
        .collect();
    let mut items = Vec::new();
    let mut before = query.cursor;
    let mut looked = 0;
    while items.len() < PAGE && looked < LOOKED_THROUGH_MAX {
        let rows = audit::page(&state.db, before, audit::PAGE_MAX).await?;
        let Some(last) = rows.last() else {
            return Ok(Json(AuditPage { items, next_cursor: None }));
        };
        before = Some(last.seq);
        looked += rows.len();
        for row in rows {
            if wanted(&row, &query, &names) {
                before = Some(row.seq);
                items.push(entry_row(row, &names));
                if items.len() >= PAGE {
                    break;
                }
            }
        }
    }
    Ok(Json(AuditPage { items, next_cursor: before }))
}

/// Walks the whole chain.
#[utoipa::path(post, path = "/api/audit/verify", tag = "audit",
    responses((status = 200, body = AuditVerdict), (status = 403, body = ProblemBody)))]
async fn verify(State(state): State<AdminState>, by: Only<Auditors>) -> Result<Json<AuditVerdict>, Problem> {
    let verdict = state.trail.verify().await.map_err(Problem::internal)?;
    let whole = verdict.findings.is_empty();
    state.trail.add(&by.staff.actor(), "audit.verified", "audit", json!({"whole": whole})).await?;
    Ok(Json(AuditVerdict { whole, rows: verdict.rows, findings: verdict.findings }))
}

fn wanted(row: &AuditRow, query: &AuditQuery, names: &BTreeMap<String, (String, String)>) -> bool {
    let by = |actor: &String| {
        let login = names.get(&row.actor).map(|(login, _)| login);
        row.actor == *actor || row.actor == format!("account:{actor}") || login == Some(actor)
    };
    query.from.is_none_or(|from| row.at_ms >= from.timestamp_millis())
        && query.to.is_none_or(|to| row.at_ms < to.timestamp_millis())
        && query.actor.as_ref().is_none_or(by)
        && query.action.as_ref().is_none_or(|action| row.action.starts_with(action))
        && query.subject.as_ref().is_none_or(|subject| row.subject == *subject)
}

fn entry_row(row: AuditRow, names: &BTreeMap<String, (String, String)>) -> AuditEntryRow {
    AuditEntryRow {
        seq: row.seq,
        at: DateTime::from_timestamp_millis(row.at_ms).unwrap_or_default(),
        actor_name: names.get(&row.actor).map(|(_, name)| name.clone()),
        actor: row.actor,
        action: row.action,
        subject: row.subject,
        detail: serde_json::from_str(&row.detail).unwrap_or_default(),
    }
}
