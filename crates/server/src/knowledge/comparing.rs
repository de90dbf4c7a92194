//! What differs between two texts of an entry, word by word.

use axum::Json;
use axum::extract::{Path, Query, State};
use domain::knowledge::compare::{ChangeKind, changes, line_changes};
use domain::knowledge::entry::{Entry, Field, Version};
use domain::knowledge::table::write_row;
use domain::knowledge::workflow::Dossier;
use serde::{Deserialize, Serialize};
use storage::faq_entries;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::KnowledgeState;
use crate::login::Only;
use crate::login::role::FaqStaff;
use crate::problem::{Problem, ProblemBody};

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<KnowledgeState> {
    OpenApiRouter::new().routes(routes!(compare_faq_texts))
}

/// Which two texts; a version's number or `draft`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FaqCompareQuery {
    /// The older text.
    from: String,
    /// The newer text.
    to: String,
}

/// A field in which they differ.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqFieldChange {
    /// The field, by the name of its column in the exchange table.
    field: String,
    /// Its pieces in order.
    pieces: Vec<FaqPiece>,
}

/// A piece of text.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqPiece {
    /// `kept`, `added` or `removed`.
    kind: &'static str,
    /// The piece.
    text: String,
}

/// Compares two texts of an entry.
#[utoipa::path(get, path = "/api/faq/entries/{key}/compare", tag = "faq", params(FaqCompareQuery),
    responses((status = 200, body = [FaqFieldChange]), (status = 404, body = ProblemBody)))]
async fn compare_faq_texts(
    State(state): State<KnowledgeState>,
    _by: Only<FaqStaff>,
    Path(key): Path<String>,
    Query(query): Query<FaqCompareQuery>,
) -> Result<Json<Vec<FaqFieldChange>>, Problem> {
    let entry = faq_entries::find(&state.db, &key).await?.ok_or_else(Problem::not_found)?;
    let text = |which: &str| text(&entry.dossier, which).ok_or_else(Problem::not_found);
    Ok(Json(differences(text(&query.from)?, text(&query.to)?)))
}

fn text<'d>(dossier: &'d Dossier, which: &str) -> Option<&'d Entry> {
    if which == "draft" {
        return dossier.draft().map(|draft| &draft.content);
    }
    dossier.text(Version(which.parse().ok()?)).map(|text| &text.content)
}

fn differences(old: &Entry, new: &Entry) -> Vec<FaqFieldChange> {
    let cells = Field::ALL.into_iter().zip(write_row(old)).zip(write_row(new));
    let differing = cells.filter(|((_, old), new)| old != new);
    differing
        .map(|((field, old), new)| FaqFieldChange {
            field: field.column().to_owned(),
            pieces: pieces(field, &old, &new),
        })
        .collect()
}

fn pieces(field: Field, old: &str, new: &str) -> Vec<FaqPiece> {
    let piece = |change: domain::knowledge::compare::Change| {
        let kind = match change.kind {
            ChangeKind::Same => "kept",
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
        };
        FaqPiece { kind, text: change.text }
    };
    // A digest that differs in one sign is another one.
    let between = if field == Field::Attachments { line_changes } else { changes };
    between(old, new).into_iter().map(piece).collect()
}
