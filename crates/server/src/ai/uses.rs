//! The list of uses: model, place, state, approval, figures and counts of each.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use speech::RecogniserState;
use storage::{accounts, ai_prompts};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::said::{Names, said};
use super::state::{AiState, host_of};
use super::views::{AiOutcomes, AiUse};
use super::{figures, search_use};
use crate::llm::{Purpose, Standing, standing};
use crate::login::Only;
use crate::login::role::AiReaders;
use crate::problem::{Problem, ProblemBody};
use crate::recogniser::Recognition;

/// Recognition, which the configuration switches: without it recordings cannot be redacted.
pub(super) const SPEECH: &str = "speech";

/// The endpoint of this file.
pub(super) fn router() -> OpenApiRouter<AiState> {
    OpenApiRouter::new().routes(routes!(list_ai_uses))
}

/// Every use of AI, with its model, where it runs, how it is, who approved it and how good it was found to be.
#[utoipa::path(get, path = "/api/ai/uses", tag = "ai",
    responses((status = 200, body = [AiUse]), (status = 403, body = ProblemBody)))]
async fn list_ai_uses(State(state): State<AiState>, _by: Only<AiReaders>) -> Result<Json<Vec<AiUse>>, Problem> {
    let names = names(&state).await?;
    let counts = ai_prompts::counts(&state.db).await?;
    let mut uses = vec![speech(&state), search_use::of(&state, &names).await?];
    for purpose in Purpose::ALL {
        uses.push(asked(&state, purpose, &names, &counts).await?);
    }
    Ok(Json(uses))
}

async fn names(state: &AiState) -> Result<Names, Problem> {
    let accounts = accounts::list(&state.db).await?;
    Ok(accounts.into_iter().map(|account| (account.id, account.display_name)).collect())
}

fn speech(state: &AiState) -> AiUse {
    let (how, why) = match &state.recognition {
        Recognition::Off(why, _) => ("off", Some(why.code().to_owned())),
        Recognition::On(recogniser) => match recogniser.state() {
            RecogniserState::Ready => ("on", None),
            RecogniserState::Starting => ("starting", None),
            RecogniserState::Off(_) => ("off", Some("switched_off".to_owned())),
            RecogniserState::Failed(_) => ("failed", None),
        },
    };
    let remote = state.speech.remote.as_ref();
    let host = remote.map(|(base_url, _)| host_of(base_url));
    AiUse {
        purpose: SPEECH,
        model: Some(remote.map_or_else(|| state.speech.model.clone(), |(_, model)| model.clone())),
        runs: if remote.is_some() { "elsewhere" } else { "here" },
        host,
        state: how,
        why,
        switchable: false,
        said: None,
        measured: if remote.is_some() { None } else { figures::speech(&state.speech.model) },
        outcomes: None,
    }
}

async fn asked(
    state: &AiState,
    purpose: Purpose,
    names: &Names,
    counts: &BTreeMap<(String, String), u64>,
) -> Result<AiUse, Problem> {
    let standing = standing(&state.db, purpose.code()).await?;
    let endpoint = state.llm.endpoint();
    let (how, why) = standing_of(state, purpose, standing.as_ref());
    let count = |outcome: &str| counts.get(&(purpose.code().to_owned(), outcome.to_owned())).copied().unwrap_or(0);
    Ok(AiUse {
        purpose: purpose.code(),
        model: endpoint.map(|endpoint| endpoint.model().to_owned()),
        runs: match endpoint {
            Some(endpoint) if endpoint.is_here() => "here",
            Some(_) => "elsewhere",
            None => "nowhere",
        },
        host: endpoint.filter(|endpoint| !endpoint.is_here()).map(|endpoint| endpoint.host()),
        state: how,
        why,
        switchable: true,
        said: standing.as_ref().map(|standing| said(standing, names)),
        measured: match purpose {
            Purpose::Summary => None,
            Purpose::Drafts => Some(figures::drafts()),
        },
        outcomes: Some(AiOutcomes {
            asked: count(ai_prompts::ASKED),
            accepted: count("accepted"),
            partly: count("partly"),
            refused: count("refused"),
            failed: count("failed"),
        }),
    })
}

/// How a use of the language model stands, and why it is not on.
fn standing_of(state: &AiState, purpose: Purpose, said: Option<&Standing>) -> (&'static str, Option<String>) {
    let Some(endpoint) = state.llm.endpoint() else { return ("not_set", None) };
    let off = |why: &str| ("off", Some(why.to_owned()));
    match said {
        None => off("not_approved"),
        Some(said) if !said.on => off("switched_off"),
        Some(said) if said.base_url != endpoint.base_url() || said.model != endpoint.model() => off("changed"),
        Some(_) if purpose == Purpose::Drafts && !state.assist => off("no_suggestions"),
        Some(_) => match endpoint.fault() {
            Some(fault) => ("failed", Some(fault)),
            None => ("on", None),
        },
    }
}
