//! Setting up what one logs in with: one-time codes, security keys, PIN, password.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use storage::accounts::{self, Account};
use storage::login_sessions;
use tower_sessions::Session;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential};

use super::api::{
    CodeRequest, NextAnswer, key_refused, keys_of, logged_in, put_question, wrong_code, wrong_key, wrong_login,
};
use super::keys::KEYS_MAX;
use super::password::{self, PasswordRefusal};
use super::staff::{HalfWay, Staff};
use super::state::LoginState;
use super::ticket::Stage;
use super::totp;
use crate::problem::{Problem, ProblemBody};

/// Where a secret waits until its first code proves it was copied.
const SECRET: &str = "totp_secret";

/// Where a question for a fresh key waits for its answer.
const KEY_WANTED: &str = "key_wanted";

/// The endpoints of this file.
pub fn router() -> OpenApiRouter<LoginState> {
    OpenApiRouter::new()
        .routes(routes!(start_totp))
        .routes(routes!(finish_totp))
        .routes(routes!(start_own_key))
        .routes(routes!(finish_own_key))
        .routes(routes!(set_pin))
        .routes(routes!(set_password))
}

/// What is copied into an authenticator, shown once.
#[derive(Debug, Serialize, ToSchema)]
pub struct TotpSecret {
    /// The secret in base 32.
    secret: String,
    /// The address authenticators read.
    otpauth_uri: String,
    /// The same as a picture.
    qr_svg: String,
}

/// A PIN for enrolled seats.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PinRequest {
    /// Six to twelve digits.
    #[schema(value_type = String, format = Password)]
    pin: SecretString,
}

/// Another password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordRequest {
    /// The password as it is.
    #[schema(value_type = String, format = Password)]
    current: SecretString,
    /// The password as it shall be.
    #[schema(value_type = String, format = Password)]
    wanted: SecretString,
}

/// Begins to set up one-time codes.
#[utoipa::path(post, path = "/api/me/totp/start", tag = "login",
    responses((status = 200, body = TotpSecret), (status = 401, body = ProblemBody)))]
async fn start_totp(session: Session, half_way: HalfWay) -> Result<Json<TotpSecret>, Problem> {
    may_enrol(&half_way)?;
    let enrolment = totp::enrol(&half_way.staff.login).map_err(Problem::internal)?;
    session.insert(SECRET, &enrolment.secret).await.map_err(Problem::session)?;
    Ok(Json(TotpSecret { secret: enrolment.secret, otpauth_uri: enrolment.otpauth_uri, qr_svg: enrolment.qr_svg }))
}

/// Proves that the secret was copied, and begins to ask for codes.
#[utoipa::path(post, path = "/api/me/totp/finish", tag = "login", request_body = CodeRequest,
    responses((status = 200, body = NextAnswer), (status = 401, body = ProblemBody)))]
async fn finish_totp(
    State(state): State<LoginState>,
    session: Session,
    half_way: HalfWay,
    Json(request): Json<CodeRequest>,
) -> Result<Json<NextAnswer>, Problem> {
    may_enrol(&half_way)?;
    let secret: Option<String> = session.get(SECRET).await.map_err(Problem::session)?;
    let secret = secret.ok_or_else(wrong_code)?;
    let mut account = account_of(&state, &half_way.staff).await?;
    let step = totp::step_of(&secret, &account.login, &request.code, state.clock.wall());
    if !step.is_some_and(|step| state.use_step(account.id, step)) {
        return Err(wrong_code());
    }
    account.totp_sealed = Some(accounts::seal_totp(&state.ring, account.id, secret.as_bytes())?);
    accounts::update(&state.db, &account).await?;
    state.trail.add(&half_way.staff.actor(), "account.totp_enrolled", &half_way.staff.actor(), json!({})).await?;
    session.remove::<String>(SECRET).await.map_err(Problem::session)?;
    enter(&state, &session, &half_way, &account, "totp_enrolled").await
}

/// Begins to register a security key.
#[utoipa::path(post, path = "/api/me/keys/start", tag = "login",
    responses((status = 200, body = Object, description = "WebAuthn creation options"), (status = 401, body = ProblemBody)))]
async fn start_own_key(
    State(state): State<LoginState>,
    session: Session,
    half_way: HalfWay,
) -> Result<Json<Value>, Problem> {
    may_enrol(&half_way)?;
    let account = account_of(&state, &half_way.staff).await?;
    let known = keys_of(&account)?;
    if known.len() >= KEYS_MAX {
        return Err(Problem::conflict("登録できるキーの数を超えています。", "No more keys can be registered."));
    }
    let started = state.keys.start_registration(account.id, &account.login, &account.display_name, &known);
    let (question, wanted) = started.map_err(key_refused)?;
    put_question(&session, KEY_WANTED, question, wanted).await
}

/// Registers the security key.
#[utoipa::path(post, path = "/api/me/keys/finish", tag = "login", request_body = Object,
    responses((status = 200, body = NextAnswer), (status = 401, body = ProblemBody)))]
async fn finish_own_key(
    State(state): State<LoginState>,
    session: Session,
    half_way: HalfWay,
    Json(answer): Json<Value>,
) -> Result<Json<NextAnswer>, Problem> {
    may_enrol(&half_way)?;
    let wanted: Option<PasskeyRegistration> = session.remove(KEY_WANTED).await.map_err(Problem::session)?;
    let wanted = wanted.ok_or_else(wrong_key)?;
    let answer: RegisterPublicKeyCredential = serde_json::from_value(answer).map_err(|_| wrong_key())?;
    let key = state.keys.finish_registration(&answer, &wanted).map_err(key_refused)?;
    let mut account = account_of(&state, &half_way.staff).await?;
    let mut known = keys_of(&account)?;
    known.push(key);
    account.webauthn = Some(serde_json::to_value(&known).map_err(Problem::internal)?);
    accounts::update(&state.db, &account).await?;
    let actor = half_way.staff.actor();
    state.trail.add(&actor, "account.key_registered", &actor, json!({"keys": known.len()})).await?;
    enter(&state, &session, &half_way, &account, "key_registered").await
}

/// Sets the PIN used at enrolled seats.
#[utoipa::path(put, path = "/api/me/pin", tag = "login", request_body = PinRequest,
    responses((status = 204), (status = 401, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn set_pin(
    State(state): State<LoginState>,
    staff: Staff,
    Json(request): Json<PinRequest>,
) -> Result<StatusCode, Problem> {
    password::acceptable_pin(request.pin.expose_secret()).map_err(|why| refused(&why))?;
    let mut account = account_of(&state, &staff).await?;
    account.pin_hash = Some(password::hash(request.pin).await.map_err(|why| refused(&why))?);
    accounts::update(&state.db, &account).await?;
    state.trail.add(&staff.actor(), "account.pin_set", &staff.actor(), json!({})).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sets another password; every login made with the old one ends.
#[utoipa::path(put, path = "/api/me/password", tag = "login", request_body = PasswordRequest,
    responses((status = 204), (status = 401, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn set_password(
    State(state): State<LoginState>,
    session: Session,
    staff: Staff,
    Json(request): Json<PasswordRequest>,
) -> Result<StatusCode, Problem> {
    password::acceptable(request.wanted.expose_secret(), &staff.login).map_err(|why| refused(&why))?;
    let mut account = account_of(&state, &staff).await?;
    if !password::matches(request.current, account.password_hash.clone()).await {
        return Err(wrong_login());
    }
    account.password_hash = Some(password::hash(request.wanted).await.map_err(|why| refused(&why))?);
    accounts::update(&state.db, &account).await?;
    login_sessions::delete_of(&state.db, account.id).await?;
    state.trail.add(&staff.actor(), "account.password_set", &staff.actor(), json!({})).await?;
    let ticket = state.ticket(&account, Stage::In, staff.seat.clone());
    ticket.issue(&session).await.map_err(Problem::session)?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is wrong with a password or PIN, in both languages.
pub(crate) fn refused(why: &PasswordRefusal) -> Problem {
    let ja = match why {
        PasswordRefusal::TooShort => "パスワードは12文字以上にしてください。",
        PasswordRefusal::TooLong => "パスワードが長すぎます。",
        PasswordRefusal::Guessable => "推測されやすいパスワードです。",
        PasswordRefusal::Pin => "PINは6～12桁の数字で、同じ数字や連番は使えません。",
        PasswordRefusal::Hash => return Problem::internal(why),
    };
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "weak_password", ja, why.to_string())
}

/// Somebody who still owes the second factor must not replace it.
fn may_enrol(half_way: &HalfWay) -> Result<(), Problem> {
    match half_way.ticket.stage {
        Stage::In | Stage::Enrol => Ok(()),
        Stage::SecondFactor => Err(Problem::not_logged_in()),
    }
}

async fn account_of(state: &LoginState, staff: &Staff) -> Result<Account, Problem> {
    accounts::find(&state.db, staff.id).await?.ok_or_else(Problem::not_logged_in)
}

/// Lets somebody in who had to set up a second factor first.
async fn enter(
    state: &LoginState,
    session: &Session,
    half_way: &HalfWay,
    account: &Account,
    how: &str,
) -> Result<Json<NextAnswer>, Problem> {
    if half_way.ticket.stage == Stage::Enrol {
        let ticket = state.ticket(account, Stage::In, None);
        ticket.issue(session).await.map_err(Problem::session)?;
        logged_in(state, account.id, how).await?;
    }
    Ok(Json(NextAnswer::done()))
}
