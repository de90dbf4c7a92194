//! The calendar's pages: a month, one-off entries, rules, and the Cabinet Office's list.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, Utc};
use domain::calendar::{
    CabinetList, CalendarConfig, DayHours, DayReason, FIRST_YEAR, LAST_YEAR, Schedule, ScheduleRules, TimeOfDay,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::calendars::{self, CalendarException, ImportedHoliday};
use storage::{accounts, begin, commit};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::state::AdminState;
use crate::city_calendar::{self, CalendarTrouble, channel_name};
use crate::clock::fresh_id;
use crate::login::role::{Administrators, Managers};
use crate::login::{Only, Staff};
use crate::problem::{Problem, ProblemBody};

/// The most letters of a reason.
const REASON_LETTERS_MAX: usize = 100;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<AdminState> {
    OpenApiRouter::new()
        .routes(routes!(month))
        .routes(routes!(list_exceptions, add_exception))
        .routes(routes!(remove_exception))
        .routes(routes!(read_rules, change_rules))
        .routes(routes!(import_holidays))
}

/// Which month.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MonthQuery {
    /// `YYYY-MM`.
    month: String,
}

/// One day of the month view.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayRow {
    /// The day.
    date: NaiveDate,
    /// Opening, `HH:MM`; null when closed.
    open: Option<String>,
    /// Closing.
    close: Option<String>,
    /// Why, in Japanese.
    reason_ja: String,
    /// Why, in English.
    reason_en: String,
    /// `weekly`, `nth`, `holiday`, `year_end`, `exception`, `maintenance` or `closed`.
    kind: String,
}

/// A one-off entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExceptionRow {
    /// Which.
    id: Uuid,
    /// The day.
    date: NaiveDate,
    /// Opening, `HH:MM`; null for a closure.
    open: Option<String>,
    /// Closing.
    close: Option<String>,
    /// Why.
    reason: String,
    /// Who entered it.
    entered_by: String,
    /// When.
    entered_at: DateTime<Utc>,
}

/// A one-off entry to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExceptionRequest {
    /// The day.
    date: NaiveDate,
    /// Opening, `HH:MM`; null closes the day.
    #[schema(value_type = Option<String>)]
    open: Option<TimeOfDay>,
    /// Closing.
    #[schema(value_type = Option<String>)]
    close: Option<TimeOfDay>,
    /// Why; told to callers.
    reason: String,
}

/// What an import did.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportAnswer {
    /// First year of the list.
    first_year: i32,
    /// Last year of the list.
    last_year: i32,
    /// Days imported.
    days: usize,
    /// Days on which the list and the law as we compute it differ, from 2000.
    differences: Vec<String>,
}

/// A month of a channel's calendar.
#[utoipa::path(get, path = "/api/calendar/{channel}", tag = "calendar", params(("channel" = String, Path), MonthQuery),
    responses((status = 200, body = [DayRow]), (status = 401, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn month(
    State(state): State<AdminState>,
    _staff: Staff,
    Path(channel): Path<String>,
    Query(query): Query<MonthQuery>,
) -> Result<Json<Vec<DayRow>>, Problem> {
    let schedule = schedule_of(&channel)?;
    let refuse = || Problem::invalid("月は YYYY-MM の形で入力してください。", "Give the month as YYYY-MM.");
    let first = NaiveDate::parse_from_str(&format!("{}-01", query.month), "%Y-%m-%d").map_err(|_| refuse())?;
    let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).ok_or_else(refuse)?;
    let calendar = state.calendar.current();
    let days = calendar.hours_between(schedule, first, last).map_err(|_| refuse())?;
    Ok(Json(days.into_iter().map(day_row).collect()))
}

/// One-off entries that stand.
#[utoipa::path(get, path = "/api/calendar/{channel}/exceptions", tag = "calendar", params(("channel" = String, Path)),
    responses((status = 200, body = [ExceptionRow]), (status = 403, body = ProblemBody)))]
async fn list_exceptions(
    State(state): State<AdminState>,
    _by: Only<Managers>,
    Path(channel): Path<String>,
) -> Result<Json<Vec<ExceptionRow>>, Problem> {
    let name = channel_name(schedule_of(&channel)?);
    let people = accounts::list(&state.db).await?;
    let entries = city_calendar::exceptions(&state.db).await?;
    let rows = entries.into_iter().filter(|entry| entry.channel == name).map(|entry| {
        let who = people.iter().find(|account| account.id == entry.entered_by);
        exception_row(entry, who.map_or_else(String::new, |account| account.display_name.clone()))
    });
    Ok(Json(rows.collect()))
}

/// Opens or closes a single day.
#[utoipa::path(post, path = "/api/calendar/{channel}/exceptions", tag = "calendar", params(("channel" = String, Path)),
    request_body = ExceptionRequest,
    responses((status = 201, body = ExceptionRow), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn add_exception(
    State(state): State<AdminState>,
    by: Only<Managers>,
    Path(channel): Path<String>,
    Json(request): Json<ExceptionRequest>,
) -> Result<(StatusCode, Json<ExceptionRow>), Problem> {
    let schedule = schedule_of(&channel)?;
    let entry = checked(&request, schedule, by.staff.id, state.clock.now())?;
    calendars::enter(&state.db, entry.clone()).await?;
    state.calendar.reload().await.map_err(trouble)?;
    let detail = json!({"channel": entry.channel, "date": entry.date, "open": request.open, "close": request.close});
    state.trail.add(&by.staff.actor(), "calendar.exception_added", &format!("exception:{}", entry.id), detail).await?;
    Ok((StatusCode::CREATED, Json(exception_row(entry, by.staff.name.clone()))))
}

/// Takes a one-off entry back; it stays on record.
#[utoipa::path(delete, path = "/api/calendar/{channel}/exceptions/{id}", tag = "calendar",
    params(("channel" = String, Path), ("id" = Uuid, Path)),
    responses((status = 204), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn remove_exception(
    State(state): State<AdminState>,
    by: Only<Managers>,
    Path((channel, id)): Path<(String, Uuid)>,
) -> Result<StatusCode, Problem> {
    schedule_of(&channel)?;
    let now_ms = state.clock.now().timestamp_millis();
    if !calendars::take_back(&state.db, id, by.staff.id, now_ms).await? {
        return Err(Problem::not_found());
    }
    state.calendar.reload().await.map_err(trouble)?;
    state.trail.add(&by.staff.actor(), "calendar.exception_removed", &format!("exception:{id}"), json!({})).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The regular rules of a channel.
#[utoipa::path(get, path = "/api/calendar/{channel}/rules", tag = "calendar", params(("channel" = String, Path)),
    responses((status = 200, body = Object), (status = 403, body = ProblemBody)))]
async fn read_rules(
    State(state): State<AdminState>,
    _by: Only<Managers>,
    Path(channel): Path<String>,
) -> Result<Json<Value>, Problem> {
    let schedule = schedule_of(&channel)?;
    let calendar = state.calendar.current();
    serde_json::to_value(calendar.config().rules(schedule)).map(Json).map_err(Problem::internal)
}

/// Changes the regular rules of a channel.
#[utoipa::path(put, path = "/api/calendar/{channel}/rules", tag = "calendar", params(("channel" = String, Path)),
    request_body = Object,
    responses((status = 204), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn change_rules(
    State(state): State<AdminState>,
    by: Only<Managers>,
    Path(channel): Path<String>,
    Json(rules): Json<Value>,
) -> Result<StatusCode, Problem> {
    let schedule = schedule_of(&channel)?;
    let read: ScheduleRules = serde_json::from_value(rules.clone()).map_err(|why| malformed(&why.to_string()))?;
    let mut config = CalendarConfig { one_offs: Vec::new(), ..state.calendar.current().config().clone() };
    match schedule {
        Schedule::Telephone => config.telephone = read,
        Schedule::Counter => config.counter = read,
        Schedule::CityOffice => config.city_office = read,
    }
    config.check().map_err(|why| malformed(&why.to_string()))?;
    let name = channel_name(schedule);
    let stored = calendars::rules(&state.db).await?;
    let based_on = stored.iter().find(|row| row.channel == name).map_or(0, |row| row.version);
    let version = calendars::set_rules(&state.db, name, rules, based_on).await?;
    state.calendar.reload().await.map_err(trouble)?;
    let detail = json!({"channel": name, "version": version});
    state.trail.add(&by.staff.actor(), "calendar.rules_changed", &format!("calendar:{name}"), detail).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Imports the Cabinet Office's list of holidays, the CSV as it is published.
#[utoipa::path(post, path = "/api/calendar/holidays", tag = "calendar",
    request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = ImportAnswer), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn import_holidays(
    State(state): State<AdminState>,
    by: Only<Administrators>,
    body: Bytes,
) -> Result<Json<ImportAnswer>, Problem> {
    let text = decode(&body);
    let list = CabinetList::parse(&text).map_err(|why| malformed(&why.to_string()))?;
    let (first_year, last_year) = list.years_covered().ok_or_else(|| malformed("the list is empty"))?;
    let days: Vec<ImportedHoliday> = (first_year..=last_year)
        .filter_map(|year| list.year(year))
        .flat_map(|days| days.iter().map(|(date, name)| ImportedHoliday { date: *date, name: name.clone() }))
        .collect();
    let count = days.len();
    let tx = begin(&state.db).await?;
    if let (Some(from), Some(to)) =
        (NaiveDate::from_ymd_opt(first_year, 1, 1), NaiveDate::from_ymd_opt(last_year, 12, 31))
    {
        calendars::forget_holidays(&tx, from, to).await?;
    }
    calendars::import_holidays(&tx, days).await?;
    commit(tx).await?;
    state.calendar.reload().await.map_err(trouble)?;
    let detail = json!({"first_year": first_year, "last_year": last_year, "days": count});
    state.trail.add(&by.staff.actor(), "calendar.holidays_imported", "calendar", detail).await?;
    Ok(Json(ImportAnswer { first_year, last_year, days: count, differences: differences(&list) }))
}

/// The published file is CP932; one saved again by an editor may be UTF-8.
fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::SHIFT_JIS.decode(bytes).0.into_owned(),
    }
}

fn differences(list: &CabinetList) -> Vec<String> {
    let Some((first, last)) = list.years_covered() else {
        return Vec::new();
    };
    (first.max(FIRST_YEAR)..=last.min(LAST_YEAR))
        .flat_map(|year| {
            let by_rule = domain::calendar::holidays_of_year(year).into_iter().map(|holiday| holiday.date).collect();
            list.differences(year, &by_rule)
        })
        .map(|difference| format!("{difference:?}"))
        .collect()
}

fn schedule_of(channel: &str) -> Result<Schedule, Problem> {
    channel.parse().map_err(|_| Problem::not_found())
}

fn day_row(day: DayHours) -> DayRow {
    let kind = match &day.reason {
        DayReason::Regular => "weekly",
        DayReason::NthWeekday => "nth",
        DayReason::RegularlyClosed => "closed",
        DayReason::NationalHoliday { .. } => "holiday",
        DayReason::YearEnd => "year_end",
        DayReason::OpenedSpecially(_) | DayReason::ClosedSpecially(_) => "exception",
        DayReason::Maintenance(_) => "maintenance",
    };
    DayRow {
        date: day.date,
        open: day.open.map(|(open, _)| open.to_string()),
        close: day.open.map(|(_, close)| close.to_string()),
        reason_ja: day.reason.ja(),
        reason_en: day.reason.en(),
        kind: kind.to_owned(),
    }
}

fn checked(
    request: &ExceptionRequest,
    schedule: Schedule,
    by: Uuid,
    now: DateTime<Utc>,
) -> Result<CalendarException, Problem> {
    let reason = request.reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_LETTERS_MAX {
        return Err(Problem::invalid("理由を100文字以内で入力してください。", "Give a reason of at most 100 letters."));
    }
    if !(FIRST_YEAR..=LAST_YEAR).contains(&request.date.year()) {
        return Err(Problem::invalid("日付を確認してください。", "The day must lie between 2000 and 2099."));
    }
    let (open, close) = match (request.open, request.close) {
        (None, None) => (None, None),
        (Some(open), Some(close)) if open < close => (Some(time(open)), Some(time(close))),
        _ => {
            return Err(Problem::invalid(
                "開始は終了より前にしてください。",
                "Opening must lie before closing, or leave both empty.",
            ));
        }
    };
    Ok(CalendarException {
        id: fresh_id(),
        channel: channel_name(schedule).to_owned(),
        date: request.date,
        open,
        close,
        reason: reason.to_owned(),
        entered_by: by,
        entered_at_ms: now.timestamp_millis(),
        removed_by: None,
        removed_at_ms: None,
    })
}

/// 24:00 is kept as 00:00, because databases have no 24:00; reading turns it back.
fn time(at: TimeOfDay) -> NaiveTime {
    at.naive_time()
}

fn exception_row(entry: CalendarException, entered_by: String) -> ExceptionRow {
    let shown = |at: NaiveTime| at.format("%H:%M").to_string();
    let close = entry.close.map(|at| if at == NaiveTime::MIN { "24:00".to_owned() } else { shown(at) });
    ExceptionRow {
        id: entry.id,
        date: entry.date,
        open: entry.open.map(shown),
        close,
        reason: entry.reason,
        entered_by,
        entered_at: DateTime::from_timestamp_millis(entry.entered_at_ms).unwrap_or_default(),
    }
}

fn malformed(why: &str) -> Problem {
    Problem::invalid(format!("内容を確認してください: {why}"), format!("Please check what was sent: {why}"))
}

fn trouble(why: CalendarTrouble) -> Problem {
    match why {
        CalendarTrouble::Store(why) => why.into(),
        other => Problem::internal(other),
    }
}
