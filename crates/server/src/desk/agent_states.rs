//! What an agent did and when, from the agents' log (clause 6(3)①d, figures.md).
//!
//! An agent sees the own day; supervisors and managers see everybody's. What counts as occupied is the
//! reports' to say.

use axum::Json;
use axum::extract::{Path, Query, State};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use storage::agent_states::{self, AgentStateRow};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::access::today_begins;
use super::contact_row::at;
use super::state::DeskState;
use crate::login::role::{ContactReaders, Role};
use crate::login::{Only, Staff};
use crate::problem::{Problem, ProblemBody};

/// The longest stretch answered at once.
const SPAN_MAX: TimeDelta = TimeDelta::days(7);

/// Those who may see what others did.
const OVERSEERS: &[Role] = &[Role::Supervisor, Role::Manager];

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new().routes(routes!(agent_states_between))
}

/// The stretch asked for; today in Japan when nothing is said.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct StretchQuery {
    /// From.
    from: Option<DateTime<Utc>>,
    /// Until before, at most seven days later.
    to: Option<DateTime<Utc>>,
}

/// An agent's states in a stretch of time.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgentStates {
    /// Oldest first, without gaps from signing in to signing out.
    items: Vec<StateSpan>,
}

/// One state for as long as it held.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StateSpan {
    /// `signed_in`, `available`, `paused`, `desk_away`, `ringing`, `dialling`, `talking`, `holding`, `wrap_up`,
    /// `monitoring`, `signed_out`, or `stopped` where the program ended.
    state: String,
    /// Why, for a pause.
    reason: Option<String>,
    /// The contact at hand.
    contact: Option<Uuid>,
    /// Since when.
    from: DateTime<Utc>,
    /// Until when; null while it holds.
    to: Option<DateTime<Utc>>,
    /// How long within the stretch asked for, up to this moment.
    duration_ms: i64,
}

/// What an agent did between two instants.
#[utoipa::path(get, path = "/api/agents/{id}/states", tag = "agents", params(("id" = Uuid, Path), StretchQuery),
    responses((status = 200, body = AgentStates), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn agent_states_between(
    State(state): State<DeskState>,
    by: Only<ContactReaders>,
    Path(id): Path<Uuid>,
    Query(query): Query<StretchQuery>,
) -> Result<Json<AgentStates>, Problem> {
    if !may_see(&by.staff, id) {
        return Err(Problem::not_found());
    }
    let now = state.clock.now();
    let from = query.from.unwrap_or_else(|| today_begins(now));
    let to = query.to.unwrap_or_else(|| (from + TimeDelta::days(1)).max(from));
    if to <= from || to - from > SPAN_MAX {
        return Err(Problem::invalid(
            "期間は開始より後、7日以内で指定してください。",
            "The stretch must end after it begins, at most seven days later.",
        ));
    }
    let rows = agent_states::of_agent(&state.db, id, from.timestamp_millis(), to.timestamp_millis()).await?;
    Ok(Json(AgentStates { items: spans(&rows, from, to.min(now)) }))
}

fn may_see(staff: &Staff, agent: Uuid) -> bool {
    staff.id == agent || staff.is_any(OVERSEERS)
}

/// Each entry with its end, the next one's beginning.
fn spans(rows: &[AgentStateRow], from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<StateSpan> {
    let ends = rows.iter().skip(1).map(|row| Some(at(row.at_ms))).chain([None]);
    let spans = rows.iter().zip(ends).map(|(row, to)| {
        let begins = at(row.at_ms);
        let within = to.unwrap_or(until).min(until) - begins.max(from);
        StateSpan {
            state: row.state.clone(),
            reason: row.reason.clone(),
            contact: row.contact,
            from: begins,
            to,
            duration_ms: within.num_milliseconds().max(0),
        }
    });
    spans.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(at_ms: i64, state: &str) -> AgentStateRow {
        let (id, agent) = (Uuid::from_u128(1), Uuid::from_u128(2));
        AgentStateRow { id, agent, at_ms, state: state.to_owned(), reason: None, contact: None }
    }

    #[test]
    fn a_state_lasts_until_the_next_and_counts_within_the_stretch_alone() {
        let rows = [row(1_000, "available"), row(5_000, "ringing"), row(7_500, "talking")];
        let spans = spans(&rows, at(2_000), at(9_000));
        let lasted: Vec<_> = spans.iter().map(|span| (span.state.as_str(), span.duration_ms)).collect();
        assert_eq!(lasted, [("available", 3_000), ("ringing", 2_500), ("talking", 1_500)]);
        assert_eq!(spans[1].to, Some(at(7_500)));
        assert_eq!(spans[2].to, None, "it still holds");
    }
}
