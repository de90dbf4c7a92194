//! `GET /api/health`: whether the system is well, for people, pages and watchdogs.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::calls::alarms::Alarms;
use crate::seed::demo_city;

/// What the answer is made of.
#[derive(Clone, Debug)]
pub struct HealthState {
    /// What is wrong.
    pub alarms: Alarms,
    /// Whether this is the demonstration.
    pub demo: bool,
    /// Whether the first administrator is still to come.
    pub city_ja: String,
    /// The city's name in English.
    pub city_en: String,
    /// The database, to see whether setup is still to be done.
    pub db: storage::Db,
}

/// How the system is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `ok`, or `alarm` while something is wrong.
    status: String,
    /// The program's version.
    version: String,
    /// Whether this is the demonstration.
    demo: bool,
    /// Logins of the demonstration; empty elsewhere.
    demo_logins: Vec<DemoLogin>,
    /// Whether the first administrator is still to come.
    setup_wanted: bool,
    /// The city's name in Japanese.
    city_ja: String,
    /// The city's name in English.
    city_en: String,
    /// What is wrong.
    alarms: Vec<StandingAlarm>,
}

/// A login of the demonstration.
#[derive(Debug, Serialize, ToSchema)]
pub struct DemoLogin {
    /// The login.
    login: String,
    /// The password.
    password: String,
    /// The name.
    name: String,
    /// What the person may do.
    roles: Vec<String>,
}

/// Something that is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandingAlarm {
    /// A stable code.
    code: String,
    /// Since when.
    since: DateTime<Utc>,
    /// In Japanese.
    message_ja: String,
    /// In English.
    message_en: String,
}

/// The endpoint.
pub fn router() -> OpenApiRouter<HealthState> {
    OpenApiRouter::new().routes(routes!(health))
}

/// Whether the system is well.
#[utoipa::path(get, path = "/api/health", tag = "health", responses((status = 200, body = Health)))]
async fn health(State(state): State<HealthState>) -> Json<Health> {
    let standing = state.alarms.standing();
    let alarms: Vec<StandingAlarm> = standing
        .into_iter()
        .map(|alarm| StandingAlarm {
            code: alarm.code.to_owned(),
            since: alarm.since,
            message_ja: alarm.ja,
            message_en: alarm.en,
        })
        .collect();
    // With the database away nobody can set up, so the page need not ask.
    let accounts = storage::accounts::count(&state.db).await.unwrap_or(1);
    Json(Health {
        status: if alarms.is_empty() { "ok" } else { "alarm" }.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        demo: state.demo,
        demo_logins: if state.demo { demo_logins() } else { Vec::new() },
        setup_wanted: accounts == 0,
        city_ja: state.city_ja,
        city_en: state.city_en,
        alarms,
    })
}

fn demo_logins() -> Vec<DemoLogin> {
    let people = demo_city::PEOPLE.iter();
    people
        .map(|person| DemoLogin {
            login: person.login.to_owned(),
            password: demo_city::PASSWORD.to_owned(),
            name: person.name.to_owned(),
            roles: person.roles.iter().map(|role| role.name().to_owned()).collect(),
        })
        .collect()
}
