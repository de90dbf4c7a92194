//! Coverage by day: which conversations were recorded and became text, which did not, and why.
//!
//! The definition is `domain::recording_coverage`'s and is shown with the figures. Days are Japan's.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Query, State};
use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, TimeZone as _, Utc};
use domain::calendar::{JST, jst};
use domain::recording_coverage::{Coverage, Recorded, Shortfall, shortfall};
use serde::{Deserialize, Serialize};
use storage::contacts::Contact;
use storage::coverage::conversations;
use storage::recordings::Recording;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::contact_row::at;
use super::state::DeskState;
use crate::calls::alarms::Alarms;
use crate::login::Only;
use crate::login::role::HallStaff;
use crate::problem::{Problem, ProblemBody};

/// A recording that waits for its text longer than this after its call ended is overdue, in milliseconds: one hour.
const OVERDUE_MS: i64 = 3_600_000;
/// How often gaps are looked for.
const LOOK_EVERY: Duration = Duration::from_secs(600);
/// The alarm's code.
const GAPS: &str = "coverage_gaps";

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new().routes(routes!(coverage_of_month)).routes(routes!(coverage_of_day))
}

/// Which month.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MonthQuery {
    /// `2026-11`; this month when absent.
    month: Option<String>,
}

/// A month's coverage.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonthCoverage {
    /// `2026-11`.
    month: String,
    /// Every day that has begun, in order.
    days: Vec<DayCoverage>,
}

/// A day's coverage.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayCoverage {
    /// The day in Japan.
    day: NaiveDate,
    /// Telephone conversations between a resident and an agent.
    due: u32,
    /// Of these, recorded.
    recorded: u32,
    /// Of these, all speech became text.
    transcribed: u32,
    /// Of those that did not, how many without a stated reason.
    gaps: u32,
    /// Why the others are short, by code.
    shortfalls: BTreeMap<String, u32>,
}

/// A day's coverage with the conversations that fall short.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayDetail {
    /// The figures.
    #[serde(flatten)]
    figures: DayCoverage,
    /// Conversations that fall short, in order.
    short: Vec<ShortConversation>,
}

/// A conversation that falls short.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShortConversation {
    /// The contact.
    contact: Uuid,
    /// When it came.
    arrived_at: DateTime<Utc>,
    /// `not_recorded`, `lost`, `waiting`, `overdue`, `uncounted`, or a stated reason such as `recognition_off`.
    code: String,
    /// Whether somebody has to look at it.
    gap: bool,
    /// What was noted as wrong with a recording.
    fault: Option<String>,
    /// What recognition said when it failed last.
    waiting_why: Option<String>,
}

/// A month's coverage by day.
#[utoipa::path(get, path = "/api/coverage", tag = "coverage", params(MonthQuery),
    responses((status = 200, body = MonthCoverage), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn coverage_of_month(
    State(state): State<DeskState>,
    _by: Only<HallStaff>,
    Query(query): Query<MonthQuery>,
) -> Result<Json<MonthCoverage>, Problem> {
    let now = state.clock.now();
    let today = jst(now).date_naive();
    let first = first_of_month(query.month.as_deref(), today)?;
    let next = first.checked_add_months(Months::new(1)).ok_or_else(month_wanted)?;
    let until = next.min(today.checked_add_days(Days::new(1)).unwrap_or(today));
    let mut days: BTreeMap<NaiveDate, Coverage> =
        first.iter_days().take_while(|day| *day < until).map(|day| (day, Coverage::default())).collect();
    for (contact, recordings) in conversations(&state.db, begin_ms(first), begin_ms(next)).await? {
        let short = short_of(&contact, &recordings, now.timestamp_millis());
        let day = jst(at(contact.arrived_at_ms)).date_naive();
        days.entry(day).or_default().count(short.as_ref());
    }
    let days = days.into_iter().map(|(day, coverage)| figures(day, coverage)).collect();
    Ok(Json(MonthCoverage { month: first.format("%Y-%m").to_string(), days }))
}

/// A day's coverage, with the conversations that fall short.
#[utoipa::path(get, path = "/api/coverage/{day}", tag = "coverage", params(("day" = NaiveDate, Path)),
    responses((status = 200, body = DayDetail), (status = 403, body = ProblemBody)))]
async fn coverage_of_day(
    State(state): State<DeskState>,
    _by: Only<HallStaff>,
    Path(day): Path<NaiveDate>,
) -> Result<Json<DayDetail>, Problem> {
    let (coverage, short) = of_day(&state, day).await?;
    Ok(Json(DayDetail { figures: figures(day, coverage), short }))
}

/// Looks for gaps of today and yesterday until the program ends.
pub async fn watch(state: DeskState, alarms: Alarms) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    loop {
        ticks.tick().await;
        match gaps(&state).await {
            Ok(0) => alarms.clear(GAPS),
            Ok(count) => alarms.raise(
                GAPS,
                state.clock.now(),
                &format!("録音または文字起こしのない応対が{count}件あります（昨日と今日）。「録音の網羅」の画面を確認してください。"),
                &format!("{count} conversations of today and yesterday have no recording or no text. Look at the coverage page."),
            ),
            Err(why) => tracing::warn!(code = why.code(), "coverage could not be counted"),
        }
    }
}

async fn gaps(state: &DeskState) -> Result<u32, Problem> {
    let today = jst(state.clock.now()).date_naive();
    let mut count = 0;
    for day in [today.pred_opt().unwrap_or(today), today] {
        count += of_day(state, day).await?.0.gaps;
    }
    Ok(count)
}

async fn of_day(state: &DeskState, day: NaiveDate) -> Result<(Coverage, Vec<ShortConversation>), Problem> {
    let next = day.succ_opt().unwrap_or(day);
    let now_ms = state.clock.now().timestamp_millis();
    let (mut coverage, mut found) = (Coverage::default(), Vec::new());
    for (contact, recordings) in conversations(&state.db, begin_ms(day), begin_ms(next)).await? {
        let short = short_of(&contact, &recordings, now_ms);
        coverage.count(short.as_ref());
        found.extend(short.map(|short| conversation(&contact, &recordings, &short)));
    }
    Ok((coverage, found))
}

fn conversation(contact: &Contact, recordings: &[Recording], short: &Shortfall) -> ShortConversation {
    ShortConversation {
        contact: contact.id,
        arrived_at: at(contact.arrived_at_ms),
        code: short.code().to_owned(),
        gap: short.is_gap(),
        fault: recordings.iter().find_map(|recording| recording.fault.clone()),
        waiting_why: recordings.iter().find_map(|recording| recording.held_why.clone()),
    }
}

/// What a conversation falls short of at this moment; one that goes on is still to be recorded whole.
fn short_of(contact: &Contact, recordings: &[Recording], now_ms: i64) -> Option<Shortfall> {
    let ended_ms = contact.ended_at_ms.unwrap_or(now_ms);
    let recorded: Vec<Recorded> = recordings.iter().map(|one| recorded(one, now_ms - ended_ms > OVERDUE_MS)).collect();
    shortfall(&recorded)
}

fn recorded(recording: &Recording, overdue: bool) -> Recorded {
    let ms = |ms: Option<i64>| ms.map(i64::unsigned_abs);
    match recording.state.as_str() {
        "lost" => Recorded::Lost,
        "open" => Recorded::Waiting { overdue },
        _ => Recorded::Finished {
            speech_ms: ms(recording.speech_ms),
            transcribed_ms: ms(recording.transcribed_ms),
            reason: recording.untranscribed_reason.clone(),
        },
    }
}

fn figures(day: NaiveDate, coverage: Coverage) -> DayCoverage {
    let Coverage { due, recorded, transcribed, shortfalls, gaps } = coverage;
    DayCoverage { day, due, recorded, transcribed, gaps, shortfalls }
}

fn first_of_month(month: Option<&str>, today: NaiveDate) -> Result<NaiveDate, Problem> {
    match month {
        None => today.with_day(1).ok_or_else(month_wanted),
        Some(month) => NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d").map_err(|_| month_wanted()),
    }
}

fn month_wanted() -> Problem {
    Problem::invalid("月を2026-11の形で指定してください。", "Give the month as 2026-11.")
}

/// The first moment of a day in Japan.
fn begin_ms(day: NaiveDate) -> i64 {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    JST.from_local_datetime(&midnight).single().map_or(0, |at| at.timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_and_a_day_begins_at_midnight_in_japan() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 29).unwrap();
        let first = |month| first_of_month(month, today).map(|day| day.to_string()).map_err(|why| why.code());
        assert_eq!(first(None), Ok("2026-11-01".to_owned()));
        assert_eq!(first(Some("2026-02")), Ok("2026-02-01".to_owned()));
        assert_eq!(first(Some("2026-13")), Err("invalid"));
        assert_eq!(first(Some("2026-1-1")), Err("invalid"));
        assert_eq!(at(begin_ms(today)).to_rfc3339(), "2026-11-28T15:00:00+00:00");
    }
}
