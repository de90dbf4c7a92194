//! Logging in and out: password, second factor, and who one is.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::accounts::{self, Account};
use tower_sessions::Session;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use webauthn_rs::prelude::{Passkey, PasskeyAuthentication, PublicKeyCredential};

use super::password;
use super::role::Role;
use super::staff::{HalfWay, Staff};
use super::state::LoginState;
use super::ticket::Stage;
use super::totp;
use crate::problem::{Problem, ProblemBody};
use crate::security::ClientAddress;

/// Where the question to a security key waits for its answer.
const KEY_ASKED: &str = "key_asked";

/// The longest login name.
const LOGIN_LETTERS_MAX: usize = 64;

/// The endpoints of this file.
pub fn router() -> OpenApiRouter<LoginState> {
    OpenApiRouter::new()
        .routes(routes!(log_in))
        .routes(routes!(one_time_code))
        .routes(routes!(start_key))
        .routes(routes!(finish_key))
        .routes(routes!(log_out))
        .routes(routes!(me))
}

/// Login and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoginRequest {
    /// The login.
    login: String,
    /// The password.
    #[schema(value_type = String, format = Password)]
    password: SecretString,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// In.
    Done,
    /// A one-time code.
    Totp,
    /// A security key.
    Key,
    /// A second factor must be set up first.
    EnrolTotp,
}

/// What comes next, and what would do as well.
#[derive(Debug, Serialize, ToSchema)]
pub struct NextAnswer {
    /// What comes next.
    pub next: NextStep,
    /// Every second factor that would do.
    pub factors: Vec<NextStep>,
}

impl NextAnswer {
    pub(super) fn done() -> Self {
        Self { next: NextStep::Done, factors: Vec::new() }
    }
}

/// A one-time code.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeRequest {
    /// Six digits.
    pub code: String,
}

/// Who one is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The account, and the agent's id.
    pub id: Uuid,
    /// The login.
    pub login: String,
    /// The name colleagues see.
    pub name: String,
    /// What the person may do.
    pub roles: Vec<Role>,
    /// What the person can do.
    pub skills: Vec<String>,
    /// The seat, where one is known.
    pub seat: Option<String>,
    /// Languages among the skills.
    pub languages: Vec<String>,
    /// Whether this is the demonstration.
    pub demo: bool,
    /// Whether one-time codes are set up.
    pub totp_enrolled: bool,
    /// How many security keys are registered.
    pub keys: usize,
    /// Whether security keys work at this address.
    pub keys_available: bool,
}

impl Me {
    /// What a person may know of themself; also the `me` of the live connection's welcome.
    pub fn of(staff: &Staff, state: &LoginState) -> Self {
        let languages = staff.skills.iter().filter(|skill| matches!(skill.as_str(), "ja" | "en"));
        Self {
            id: staff.id,
            login: staff.login.clone(),
            name: staff.name.clone(),
            roles: staff.roles.iter().copied().collect(),
            skills: staff.skills.clone(),
            seat: staff.seat.clone(),
            languages: languages.cloned().collect(),
            demo: state.demo,
            totp_enrolled: staff.totp_enrolled,
            keys: staff.keys,
            keys_available: state.keys.available(),
        }
    }
}

/// Logs in with a password.
#[utoipa::path(post, path = "/api/login", tag = "login", request_body = LoginRequest,
    responses((status = 200, body = NextAnswer), (status = 401, body = ProblemBody), (status = 429, body = ProblemBody)))]
async fn log_in(
    State(state): State<LoginState>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    session: Session,
    Json(request): Json<LoginRequest>,
) -> Result<Json<NextAnswer>, Problem> {
    let login = login_name(&request.login)?;
    state.may_try(&login, address)?;
    let account = accounts::by_login(&state.db, &login).await?;
    let usable = account.filter(|account| account.disabled_at_ms.is_none());
    let hash = usable.as_ref().and_then(|account| account.password_hash.clone());
    let right = password::matches(request.password, hash).await;
    let Some(account) = usable.filter(|_| right) else {
        state.failed(&login, address);
        // The name as typed stays out of the log: people type passwords into the wrong field.
        state.trail.add("nobody", "login.failed", "login", json!({"address": address.to_string()})).await?;
        return Err(wrong_login());
    };
    state.succeeded(&login);
    let answer = next_for(&state, &account);
    let stage = match answer.next {
        NextStep::Done => Stage::In,
        NextStep::EnrolTotp => Stage::Enrol,
        NextStep::Totp | NextStep::Key => Stage::SecondFactor,
    };
    state.ticket(&account, stage, None).issue(&session).await.map_err(Problem::session)?;
    if stage == Stage::In {
        logged_in(&state, account.id, "password").await?;
    }
    Ok(Json(answer))
}

/// Proves the second factor with a one-time code.
#[utoipa::path(post, path = "/api/login/totp", tag = "login", request_body = CodeRequest,
    responses((status = 200, body = NextAnswer), (status = 401, body = ProblemBody), (status = 429, body = ProblemBody)))]
async fn one_time_code(
    State(state): State<LoginState>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    session: Session,
    half_way: HalfWay,
    Json(request): Json<CodeRequest>,
) -> Result<Json<NextAnswer>, Problem> {
    let account = awaiting_factor(&state, &half_way).await?;
    let name = format!("totp:{}", account.id);
    state.may_try(&name, address)?;
    let secret = accounts::totp(&state.ring, &account)?.unwrap_or_default();
    let secret = String::from_utf8_lossy(&secret);
    let step = totp::step_of(&secret, &account.login, &request.code, state.clock.wall());
    if !step.is_some_and(|step| state.use_step(account.id, step)) {
        state.failed(&name, address);
        state.trail.add(&half_way.staff.actor(), "login.code_refused", "login", json!({})).await?;
        return Err(wrong_code());
    }
    state.succeeded(&name);
    state.ticket(&account, Stage::In, None).issue(&session).await.map_err(Problem::session)?;
    logged_in(&state, account.id, "totp").await?;
    Ok(Json(NextAnswer::done()))
}

/// Asks for a security key.
#[utoipa::path(post, path = "/api/login/key/start", tag = "login",
    responses((status = 200, body = Object, description = "WebAuthn request options"), (status = 401, body = ProblemBody)))]
async fn start_key(
    State(state): State<LoginState>,
    session: Session,
    half_way: HalfWay,
) -> Result<Json<Value>, Problem> {
    let account = awaiting_factor(&state, &half_way).await?;
    let known = keys_of(&account)?;
    let (question, asked) = state.keys.start_proof(&known).map_err(key_refused)?;
    put_question(&session, KEY_ASKED, question, asked).await
}

/// Proves the second factor with a security key.
#[utoipa::path(post, path = "/api/login/key/finish", tag = "login", request_body = Object,
    responses((status = 200, body = NextAnswer), (status = 401, body = ProblemBody)))]
async fn finish_key(
    State(state): State<LoginState>,
    session: Session,
    half_way: HalfWay,
    Json(answer): Json<Value>,
) -> Result<Json<NextAnswer>, Problem> {
    let mut account = awaiting_factor(&state, &half_way).await?;
    let asked: Option<PasskeyAuthentication> = session.remove(KEY_ASKED).await.map_err(Problem::session)?;
    let asked = asked.ok_or_else(wrong_key)?;
    let answer: PublicKeyCredential = serde_json::from_value(answer).map_err(|_| wrong_key())?;
    let mut known = keys_of(&account)?;
    let changed = match state.keys.finish_proof(&answer, &asked, &mut known) {
        Ok(changed) => changed,
        Err(why) => {
            state.trail.add(&half_way.staff.actor(), "login.key_refused", "login", json!({})).await?;
            return Err(key_refused(why));
        }
    };
    if changed {
        account.webauthn = Some(serde_json::to_value(&known).map_err(Problem::internal)?);
        accounts::update(&state.db, &account).await?;
    }
    state.ticket(&account, Stage::In, None).issue(&session).await.map_err(Problem::session)?;
    logged_in(&state, account.id, "key").await?;
    Ok(Json(NextAnswer::done()))
}

/// Logs out.
#[utoipa::path(post, path = "/api/logout", tag = "login",
    responses((status = 204), (status = 401, body = ProblemBody)))]
async fn log_out(State(state): State<LoginState>, session: Session, half_way: HalfWay) -> Result<StatusCode, Problem> {
    session.flush().await.map_err(Problem::session)?;
    state.trail.add(&half_way.staff.actor(), "login.ended", "login", json!({})).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who one is.
#[utoipa::path(get, path = "/api/me", tag = "login",
    responses((status = 200, body = Me), (status = 401, body = ProblemBody)))]
async fn me(State(state): State<LoginState>, staff: Staff) -> Json<Me> {
    Json(Me::of(&staff, &state))
}

/// The login in the form it is stored, within bounds.
pub(super) fn login_name(text: &str) -> Result<String, Problem> {
    let login = text.trim().to_lowercase();
    if login.is_empty() || login.chars().count() > LOGIN_LETTERS_MAX {
        return Err(wrong_login());
    }
    Ok(login)
}

/// Writes down that somebody is in.
pub(super) async fn logged_in(state: &LoginState, account: Uuid, how: &str) -> Result<(), Problem> {
    let actor = crate::trail::account(account);
    state.trail.add(&actor, "login.done", "login", json!({"how": how})).await?;
    accounts::login_succeeded(&state.db, account).await?;
    Ok(())
}

/// The registered security keys of an account.
pub(super) fn keys_of(account: &Account) -> Result<Vec<Passkey>, Problem> {
    let stored = account.webauthn.clone().unwrap_or_else(|| json!([]));
    serde_json::from_value(stored).map_err(Problem::internal)
}

/// Answers with a question for a security key; what its answer is compared with waits in the session.
pub(super) async fn put_question(
    session: &Session,
    name: &str,
    question: impl Serialize,
    compared: impl Serialize,
) -> Result<Json<Value>, Problem> {
    session.insert(name, compared).await.map_err(Problem::session)?;
    serde_json::to_value(question).map(Json).map_err(Problem::internal)
}

/// What an account must prove after its password.
pub(super) fn next_for(state: &LoginState, account: &Account) -> NextAnswer {
    let has_keys = account.webauthn.as_ref().and_then(Value::as_array).is_some_and(|keys| !keys.is_empty());
    let mut factors = Vec::new();
    if has_keys && state.keys.available() {
        factors.push(NextStep::Key);
    }
    if account.totp_sealed.is_some() {
        factors.push(NextStep::Totp);
    }
    let wanted = state.rules.second_factor && !state.demo;
    let next = match factors.first() {
        Some(factor) => *factor,
        None if wanted => NextStep::EnrolTotp,
        None => NextStep::Done,
    };
    NextAnswer { next, factors }
}

pub(super) fn wrong_login() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "wrong_login",
        "ログイン名またはパスワードが違います。",
        "The login or the password is wrong.",
    )
}

pub(super) fn wrong_code() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "wrong_code",
        "確認コードが違うか、すでに使われています。",
        "The code is wrong or was used already.",
    )
}

pub(super) fn key_refused(why: super::keys::KeyFault) -> Problem {
    tracing::info!(why = %why, "security key refused");
    wrong_key()
}

pub(super) fn wrong_key() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "wrong_key",
        "セキュリティキーを確認できませんでした。",
        "The security key could not be verified.",
    )
}

async fn awaiting_factor(state: &LoginState, half_way: &HalfWay) -> Result<Account, Problem> {
    if half_way.ticket.stage != Stage::SecondFactor {
        return Err(Problem::conflict("確認は必要ありません。", "No second factor is awaited."));
    }
    let account = accounts::find(&state.db, half_way.staff.id).await?;
    account.ok_or_else(Problem::not_logged_in)
}
