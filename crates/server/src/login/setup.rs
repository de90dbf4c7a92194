//! The first administrator, by a code that is printed once and good once.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::json;
use storage::accounts::{self, CreateError, Draft};
use tower_sessions::Session;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::api::{NextAnswer, NextStep, logged_in, login_name, next_for};
use super::enrolment::refused;
use super::password;
use super::role::Role;
use super::state::LoginState;
use super::ticket::Stage;
use crate::clock::{chance, fresh_id};
use crate::problem::{Problem, ProblemBody};
use crate::security::ClientAddress;

/// Letters of the code: none that look alike.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// The endpoints of this file.
pub fn router() -> OpenApiRouter<LoginState> {
    OpenApiRouter::new().routes(routes!(set_up))
}

/// A fresh code: sixteen letters in four groups, 80 bits.
pub fn fresh_code() -> String {
    let letters: Vec<char> = chance::<16>().iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// The first administrator.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupRequest {
    /// The code printed at the first start.
    code: String,
    /// The login.
    login: String,
    /// The name colleagues see.
    name: String,
    /// The password.
    #[schema(value_type = String, format = Password)]
    password: SecretString,
}

/// Makes the first administrator.
#[utoipa::path(post, path = "/api/setup", tag = "login", request_body = SetupRequest,
    responses((status = 200, body = NextAnswer), (status = 403, body = ProblemBody), (status = 422, body = ProblemBody),
        (status = 429, body = ProblemBody)))]
async fn set_up(
    State(state): State<LoginState>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    session: Session,
    Json(request): Json<SetupRequest>,
) -> Result<Json<NextAnswer>, Problem> {
    state.may_try("setup", address)?;
    let login = login_name(&request.login)?;
    let name = request.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 64 {
        return Err(Problem::invalid("名前を入力してください。", "Please give a name of at most 64 letters."));
    }
    password::acceptable(request.password.expose_secret(), &login).map_err(|why| refused(&why))?;
    let code = request.code.trim().to_uppercase();
    if !state.take_setup_code(&code) {
        state.failed("setup", address);
        return Err(wrong_setup_code());
    }
    let made = make(&state, login, name, request.password).await;
    let account = match made {
        Ok(account) => account,
        Err(problem) => {
            state.return_setup_code(&code);
            return Err(problem);
        }
    };
    let answer = next_for(&state, &account);
    let stage = if answer.next == NextStep::Done { Stage::In } else { Stage::Enrol };
    state.ticket(&account, stage, None).issue(&session).await.map_err(Problem::session)?;
    let actor = crate::trail::account(account.id);
    state.trail.add(&actor, "account.first_administrator", &actor, json!({})).await?;
    if stage == Stage::In {
        logged_in(&state, account.id, "setup").await?;
    }
    Ok(Json(answer))
}

async fn make(
    state: &LoginState,
    login: String,
    name: String,
    password: SecretString,
) -> Result<accounts::Account, Problem> {
    if accounts::count(&state.db).await? > 0 {
        return Err(wrong_setup_code());
    }
    let draft = Draft {
        id: fresh_id(),
        login,
        display_name: name,
        password_hash: Some(password::hash(password).await.map_err(|why| refused(&why))?),
        roles: vec![Role::Administrator.name().to_owned(), Role::Manager.name().to_owned()],
        skills: Vec::new(),
    };
    let at_ms = state.clock.now().timestamp_millis();
    accounts::create(&state.db, draft, at_ms).await.map_err(|why| match why {
        CreateError::LoginTaken(_) => wrong_setup_code(),
        CreateError::Store(why) => why.into(),
    })
}

fn wrong_setup_code() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "wrong_setup_code",
        "セットアップコードが違うか、すでに使われています。サーバーの起動時の表示を確認してください。",
        "The setup code is wrong or was used already. Look at what the server printed when it started.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_four_groups_and_never_alike() {
        let (one, other) = (fresh_code(), fresh_code());
        assert_eq!(one.len(), 19);
        assert_ne!(one, other);
    }
}
