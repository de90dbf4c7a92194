//! What the caller of a contact asked, as it was heard and searched in the FAQ, and what its agent did with that.
//!
//! Like the text of the call it wants a stated reason. Clause 6(3)①d.

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::Serialize;
use storage::faq_questions::{self, AskedQuestion};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::access::{grant, visible};
use super::contact_row::at;
use super::state::DeskState;
use crate::login::Only;
use crate::login::role::ContactReaders;
use crate::problem::{Problem, ProblemBody};

/// The endpoint of this file.
pub(super) fn router() -> OpenApiRouter<DeskState> {
    OpenApiRouter::new().routes(routes!(questions))
}

/// A question that was heard in a contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeardQuestion {
    /// Which.
    id: Uuid,
    /// When it was asked.
    at: DateTime<Utc>,
    /// `ja` or `en`.
    language: String,
    /// The question, without secrets, numbers and marked names.
    text: String,
    /// `answer`, `choose`, `hand_over`, `none`.
    band: String,
    /// What was suggested, `key@version`, best first.
    hits: Vec<String>,
    /// `taken` or `wrong`; null where nothing was said of it.
    outcome: Option<String>,
    /// Of which text that was said.
    outcome_hit: Option<String>,
}

/// What was asked in a contact and searched in the FAQ, in order.
#[utoipa::path(get, path = "/api/contacts/{id}/questions", tag = "faq", params(("id" = Uuid, Path)),
    responses((status = 200, body = [HeardQuestion]), (status = 403, body = ProblemBody), (status = 404, body = ProblemBody)))]
async fn questions(
    State(state): State<DeskState>,
    by: Only<ContactReaders>,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<HeardQuestion>>, Problem> {
    visible(&state, &by.staff, id).await?;
    grant(&state, &by.staff, id).await?;
    let asked = faq_questions::of_contact(&state.db, id).await?;
    Ok(Json(asked.into_iter().map(HeardQuestion::from).collect()))
}

impl From<AskedQuestion> for HeardQuestion {
    fn from(asked: AskedQuestion) -> Self {
        let AskedQuestion { id, at_ms, language, text, band, hits, outcome, outcome_hit, .. } = asked;
        Self { id, at: at(at_ms), language, text, band, hits, outcome, outcome_hit }
    }
}
