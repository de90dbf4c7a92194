//! Search by meaning in the ledger: which model, on this machine or a server of the city's, and how it is.
//!
//! Owns the one reading of the shelf's state for the ledger. What is sent where is `faq_shelf`'s.

use domain::knowledge::bands::Fit;

use super::figures;
use super::said::{Names, said};
use super::state::AiState;
use super::views::AiUse;
use crate::faq_shelf::{MODEL, MeaningState, VectorHealth};
use crate::llm::standing;
use crate::problem::Problem;

/// Search by meaning, which a manager may switch off.
pub const SEARCH: &str = "search";

/// The use as the ledger shows it.
pub(super) async fn of(state: &AiState, names: &Names) -> Result<AiUse, Problem> {
    let standing = standing(&state.db, SEARCH).await?;
    let is_off = standing.as_ref().is_some_and(|standing| !standing.on);
    let vectors = state.vectors.as_deref();
    let running = state.shelf.model().filter(|_| !is_off);
    let (how, why) = how(vectors.is_some(), state.shelf.meaning().as_ref(), is_off);
    // What does not work is said before what was not judged.
    let why = why.or(match state.shelf.fit() {
        Fit::Judged => None,
        Fit::Unjudged => Some("not_judged"),
        Fit::OtherModel => Some("judged_otherwise"),
    });
    Ok(AiUse {
        purpose: SEARCH,
        model: Some(vectors.map_or(MODEL, |vectors| vectors.model.as_str()).to_owned()),
        runs: match vectors {
            Some(vectors) if vectors.is_here() => "here",
            Some(_) => "elsewhere",
            None if state.shelf.has_meaning() => "here",
            None => "nowhere",
        },
        host: vectors.filter(|vectors| !vectors.is_here()).map(|vectors| vectors.host()),
        state: how,
        why: why.map(str::to_owned),
        switchable: true,
        said: standing.as_ref().map(|standing| said(standing, names)),
        measured: figures::search(&state.measured, running.as_ref()),
        outcomes: None,
    })
}

/// How it is, and why it is not on or not wholly; `is_set` where the configuration names a server.
fn how(is_set: bool, meaning: Option<&MeaningState>, is_off: bool) -> (&'static str, Option<&'static str>) {
    match (meaning, is_off) {
        (None, _) if is_set => ("failed", Some("vectors_unusable")),
        (None, _) => ("not_set", Some("model_missing")),
        (Some(_), true) => ("off", Some("switched_off")),
        (Some(meaning), false) => match meaning.health {
            VectorHealth::Ready => ("on", None),
            VectorHealth::Slow => ("on", Some("vectors_slow")),
            VectorHealth::Failed(_) => ("failed", Some("vectors_failed")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ledger_says_how_search_by_meaning_is_and_why() {
        let of = |health| MeaningState { is_remote: true, health, titles: 3, vectors: 3 };
        let (ready, slow) = (of(VectorHealth::Ready), of(VectorHealth::Slow));
        let failed = of(VectorHealth::Failed("a cause for the log".to_owned()));
        let check = |is_set, meaning: Option<&MeaningState>, is_off, wanted| {
            assert_eq!(how(is_set, meaning, is_off), wanted, "{is_set} {meaning:?} {is_off}");
        };
        check(false, None, false, ("not_set", Some("model_missing")));
        check(true, None, false, ("failed", Some("vectors_unusable")));
        check(true, Some(&ready), false, ("on", None));
        check(true, Some(&slow), false, ("on", Some("vectors_slow")));
        check(true, Some(&failed), false, ("failed", Some("vectors_failed")));
        check(true, Some(&failed), true, ("off", Some("switched_off")));
    }
}
