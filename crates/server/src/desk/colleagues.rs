//! Colleagues by name and role, for choosing an agent or the owner of a note.
//!
//! Logins, skills and factors stay with the administrator's page.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use storage::accounts;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::state::DeskState;
use crate::login::role::{ContactReaders, Role};
use crate::login::state::staff_of;
use crate::login::{Only, Staff};
use crate::problem::{Problem, ProblemBody};

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new().routes(routes!(list_colleagues))
}

/// Somebody one works with.
#[derive(Debug, Serialize, ToSchema)]
pub struct Colleague {
    /// The account.
    id: Uuid,
    /// The name colleagues see.
    name: String,
    /// Roles.
    roles: Vec<Role>,
    /// False for an account that is switched off; past contacts still name it.
    active: bool,
}

/// Everybody who handles, oversees or takes over contacts.
#[utoipa::path(get, path = "/api/colleagues", tag = "service",
    responses((status = 200, body = [Colleague]), (status = 403, body = ProblemBody)))]
async fn list_colleagues(
    State(state): State<DeskState>,
    _by: Only<ContactReaders>,
) -> Result<Json<Vec<Colleague>>, Problem> {
    let accounts = accounts::list(&state.db).await?;
    let colleagues = accounts.iter().map(|account| {
        let Staff { id, name, roles, .. } = staff_of(account, None);
        Colleague { id, name, roles: roles.into_iter().collect(), active: account.disabled_at_ms.is_none() }
    });
    Ok(Json(colleagues.filter(|one| one.roles.iter().any(|role| *role != Role::Administrator)).collect()))
}
