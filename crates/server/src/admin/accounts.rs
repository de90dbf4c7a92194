//! People who log in, as administrators manage them.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::accounts::{self, Account, CreateError, Draft};
use storage::login_sessions;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::state::AdminState;
use crate::clock::fresh_id;
use crate::login::Only;
use crate::login::enrolment::refused;
use crate::login::password;
use crate::login::role::{Administrators, Role};
use crate::login::state::staff_of;
use crate::problem::{Problem, ProblemBody};
use crate::trail;

/// The most letters of a login or name.
const NAME_LETTERS_MAX: usize = 64;

/// The most skills of one person.
const SKILLS_MAX: usize = 32;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<AdminState> {
    OpenApiRouter::new().routes(routes!(list_accounts, add_account)).routes(routes!(change_account))
}

/// Somebody who logs in.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountRow {
    /// Which.
    id: Uuid,
    /// The login.
    login: String,
    /// The name colleagues see.
    name: String,
    /// What the person may do.
    roles: Vec<Role>,
    /// What the person can do.
    skills: Vec<String>,
    /// Whether the account is shut.
    disabled: bool,
    /// Whether one-time codes are set up.
    totp_enrolled: bool,
    /// How many security keys are registered.
    keys: usize,
    /// Whether a PIN for seats is set.
    pin_set: bool,
}

/// An account as it shall be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountRequest {
    /// The login.
    login: String,
    /// The name colleagues see.
    name: String,
    /// What the person may do.
    roles: Vec<Role>,
    /// What the person can do: `phone`, `counter`, `ja`, `en`, …
    #[serde(default)]
    skills: Vec<String>,
    /// Shut the account; every login of it ends.
    #[serde(default)]
    disabled: bool,
    /// Another password; needed for a fresh account.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<SecretString>,
    /// Forget one-time codes and security keys, for somebody who lost them.
    #[serde(default)]
    reset_second_factor: bool,
}

/// All accounts.
#[utoipa::path(get, path = "/api/accounts", tag = "accounts",
    responses((status = 200, body = [AccountRow]), (status = 403, body = ProblemBody)))]
async fn list_accounts(
    State(state): State<AdminState>,
    _by: Only<Administrators>,
) -> Result<Json<Vec<AccountRow>>, Problem> {
    let accounts = accounts::list(&state.db).await?;
    Ok(Json(accounts.iter().map(row).collect()))
}

/// Adds an account.
#[utoipa::path(post, path = "/api/accounts", tag = "accounts", request_body = AccountRequest,
    responses((status = 201, body = AccountRow), (status = 403, body = ProblemBody), (status = 409, body = ProblemBody),
        (status = 422, body = ProblemBody)))]
async fn add_account(
    State(state): State<AdminState>,
    by: Only<Administrators>,
    Json(request): Json<AccountRequest>,
) -> Result<(StatusCode, Json<AccountRow>), Problem> {
    checked(&request)?;
    let Some(password) = request.password else {
        return Err(Problem::invalid("パスワードを入力してください。", "A fresh account needs a password."));
    };
    let login = request.login.trim().to_lowercase();
    password::acceptable(password.expose_secret(), &login).map_err(|why| refused(&why))?;
    let draft = Draft {
        id: fresh_id(),
        login,
        display_name: request.name.trim().to_owned(),
        password_hash: Some(password::hash(password).await.map_err(|why| refused(&why))?),
        roles: names(&request.roles),
        skills: request.skills,
    };
    let now_ms = state.clock.now().timestamp_millis();
    let account = accounts::create(&state.db, draft, now_ms).await.map_err(|why| match why {
        CreateError::LoginTaken(_) => {
            Problem::conflict("このログイン名はすでに使われています。", "This login is taken.")
        }
        CreateError::Store(why) => why.into(),
    })?;
    let detail = json!({"roles": account.roles});
    state.trail.add(&by.staff.actor(), "account.added", &trail::account(account.id), detail).await?;
    Ok((StatusCode::CREATED, Json(row(&account))))
}

/// Changes an account.
#[utoipa::path(put, path = "/api/accounts/{id}", tag = "accounts", params(("id" = Uuid, Path)),
    request_body = AccountRequest,
    responses((status = 200, body = AccountRow), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody),
        (status = 409, body = ProblemBody), (status = 422, body = ProblemBody)))]
async fn change_account(
    State(state): State<AdminState>,
    by: Only<Administrators>,
    Path(id): Path<Uuid>,
    Json(request): Json<AccountRequest>,
) -> Result<Json<AccountRow>, Problem> {
    checked(&request)?;
    let mut account = accounts::find(&state.db, id).await?.ok_or_else(Problem::not_found)?;
    if by.staff.id == id && (request.disabled || !request.roles.contains(&Role::Administrator)) {
        return Err(Problem::conflict(
            "自分自身の管理者権限は外せません。",
            "You cannot take your own administrator role away.",
        ));
    }
    let password_changed = request.password.is_some();
    let detail = json!({
        "roles": request.roles, "skills": request.skills, "disabled": request.disabled,
        "password_changed": password_changed, "second_factor_reset": request.reset_second_factor,
    });
    apply(&mut account, request, state.clock.now().timestamp_millis()).await?;
    accounts::update(&state.db, &account).await?;
    if account.disabled_at_ms.is_some() || password_changed {
        login_sessions::delete_of(&state.db, id).await?;
    }
    state.trail.add(&by.staff.actor(), "account.changed", &trail::account(id), detail).await?;
    Ok(Json(row(&account)))
}

async fn apply(account: &mut Account, request: AccountRequest, now_ms: i64) -> Result<(), Problem> {
    let login = request.login.trim().to_lowercase();
    if login != account.login {
        return Err(Problem::conflict("ログイン名は変更できません。", "A login cannot be changed."));
    }
    account.display_name = request.name.trim().to_owned();
    account.roles = names(&request.roles).into();
    account.skills = request.skills.into();
    account.disabled_at_ms = match (request.disabled, account.disabled_at_ms) {
        (true, None) => Some(now_ms),
        (true, since) => since,
        (false, _) => None,
    };
    if request.reset_second_factor {
        account.totp_sealed = None;
        account.webauthn = None;
    }
    if let Some(password) = request.password {
        password::acceptable(password.expose_secret(), &login).map_err(|why| refused(&why))?;
        account.password_hash = Some(password::hash(password).await.map_err(|why| refused(&why))?);
    }
    Ok(())
}

fn checked(request: &AccountRequest) -> Result<(), Problem> {
    let fits = |text: &str| !text.trim().is_empty() && text.chars().count() <= NAME_LETTERS_MAX;
    let plain = |text: &str| text.trim().chars().all(|c| c.is_ascii_alphanumeric() || ".-_@".contains(c));
    if !fits(&request.login) || !plain(&request.login) {
        return Err(Problem::invalid(
            "ログイン名は半角英数字と . - _ @ で64文字以内にしてください。",
            "A login has at most 64 letters, digits and . - _ @.",
        ));
    }
    if !fits(&request.name) {
        return Err(Problem::invalid("名前を入力してください。", "Please give a name of at most 64 letters."));
    }
    if request.roles.is_empty() {
        return Err(Problem::invalid("権限を選んでください。", "Choose at least one role."));
    }
    if request.skills.len() > SKILLS_MAX || request.skills.iter().any(|skill| !fits(skill)) {
        return Err(Problem::invalid("スキルを確認してください。", "Check the skills."));
    }
    Ok(())
}

fn names(roles: &[Role]) -> Vec<String> {
    let mut names: Vec<String> = roles.iter().map(|role| role.name().to_owned()).collect();
    names.sort();
    names.dedup();
    names
}

fn row(account: &Account) -> AccountRow {
    let staff = staff_of(account, None);
    AccountRow {
        id: staff.id,
        login: staff.login,
        name: staff.name,
        roles: staff.roles.into_iter().collect(),
        skills: staff.skills,
        disabled: account.disabled_at_ms.is_some(),
        totp_enrolled: staff.totp_enrolled,
        keys: staff.keys,
        pin_set: account.pin_hash.is_some(),
    }
}
