//! How search is: by words alone or by meaning too, who makes the vectors, and what to do where that fails.

use axum::Json;
use axum::extract::State;
use domain::knowledge::bands::Fit;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::KnowledgeState;
use crate::faq_shelf::{MeaningState, VectorHealth};
use crate::login::Only;
use crate::login::role::FaqStaff;
use crate::problem::ProblemBody;

/// The endpoints of this file.
pub(super) fn router() -> OpenApiRouter<KnowledgeState> {
    OpenApiRouter::new().routes(routes!(read_faq_state))
}

/// How search is.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaqState {
    /// What makes vectors: `none` (words alone), `model` (this machine) or `endpoint` (a server).
    meaning: &'static str,
    /// `off`, `ready`, `slow` or `failed`; words answer whatever it is.
    state: &'static str,
    /// Whether the thresholds of answers were judged with what searches: `judged`, `unjudged` or `other_model`. Without
    /// that nothing is given as certain.
    thresholds: &'static str,
    /// Titles that want a vector.
    titles: usize,
    /// Titles that have one.
    vectors: usize,
    /// What is so, in Japanese; empty where all is well.
    why_ja: &'static str,
    /// The same in English.
    why_en: &'static str,
    /// What to do, in Japanese.
    how_ja: &'static str,
    /// The same in English.
    how_en: &'static str,
}

/// How search is.
#[utoipa::path(get, path = "/api/faq/state", tag = "faq",
    responses((status = 200, body = FaqState), (status = 403, body = ProblemBody)))]
async fn read_faq_state(State(state): State<KnowledgeState>, _by: Only<FaqStaff>) -> Json<FaqState> {
    Json(told(state.shelf.meaning().as_ref(), state.shelf.fit()))
}

fn told(meaning: Option<&MeaningState>, fit: Fit) -> FaqState {
    let thresholds = match fit {
        Fit::Judged => "judged",
        Fit::Unjudged => "unjudged",
        Fit::OtherModel => "other_model",
    };
    let Some(meaning) = meaning else {
        return FaqState {
            meaning: "none",
            state: "off",
            thresholds,
            titles: 0,
            vectors: 0,
            why_ja: "言葉だけで検索しています。",
            why_en: "Search is by words alone.",
            how_ja: "意味でも検索するには、管理者に検索用モデルの取得、または faq.vectors の設定を依頼してください。",
            how_en: "For search by meaning too, have the administrator fetch the model of search or set faq.vectors.",
        };
    };
    let by = if meaning.is_remote { "endpoint" } else { "model" };
    let (state, [why_ja, why_en, how_ja, how_en]) = words(meaning, fit);
    let MeaningState { titles, vectors, .. } = *meaning;
    FaqState { meaning: by, state, thresholds, titles, vectors, why_ja, why_en, how_ja, how_en }
}

/// Why nothing is given as certain, in two languages, and what to do.
const OTHER_MODEL: [&str; 4] = [
    "回答を確実とみなす基準は、別の検索モデルで測ったものです。いまのモデルでは確実な回答とせず、候補から選ぶ形で示します。",
    "From where an answer counts as certain was judged with another model. With this one none does; three are offered.",
    JUDGE_JA,
    JUDGE_EN,
];
const UNJUDGED: [&str; 4] = [
    "意味も使う検索について、回答を確実とみなす基準がまだ測られていません。候補から選ぶ形で示します。",
    "From where an answer found by meaning counts as certain was not judged yet. None does; three are offered.",
    JUDGE_JA,
    JUDGE_EN,
];
const JUDGE_JA: &str = "判定済みの質問を用意し、madoguchi faq calibrate の実行と再起動を管理者に依頼してください。";
const JUDGE_EN: &str =
    "Have judged questions ready, and ask the administrator to run madoguchi faq calibrate and to restart.";

/// The state in one word, why it is so in two languages, and what to do. Causes stand in the log of the program.
fn words(meaning: &MeaningState, fit: Fit) -> (&'static str, [&'static str; 4]) {
    match (&meaning.health, meaning.vectors < meaning.titles) {
        (VectorHealth::Ready, _) if fit == Fit::OtherModel => ("ready", OTHER_MODEL),
        (VectorHealth::Ready, _) if fit == Fit::Unjudged => ("ready", UNJUDGED),
        (VectorHealth::Ready, false) => ("ready", [""; 4]),
        (VectorHealth::Ready, true) => (
            "ready",
            [
                "新しい見出しの意味検索を準備しています。準備ができるまで、その見出しは言葉で探します。",
                "New titles are being made ready for search by meaning; until then words find them.",
                "そのままお待ちください。",
                "Nothing needs to be done.",
            ],
        ),
        (VectorHealth::Slow, _) => (
            "slow",
            [
                "意味検索のサーバーの応答が遅いため、初めての質問は言葉だけで検索することがあります。",
                "The server of vectors answers late, so that new questions may be searched by words alone.",
                "続くときは、サーバーの負荷か faq.vectors.timeout_ms を管理者に確認してもらってください。",
                "If this goes on, have the administrator look at the server's load or at faq.vectors.timeout_ms.",
            ],
        ),
        (VectorHealth::Failed(_), _) => (
            "failed",
            [
                "意味検索が動いていません。言葉だけで検索しています。",
                "Search by meaning does not work; words alone answer.",
                "自動でやり直しています。続くときは管理者に連絡してください。原因は記録（ログ）にあります。",
                "It is tried again by itself. Tell the administrator if this goes on; the cause stands in the log.",
            ],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_not_well_is_said_in_two_languages_with_what_to_do() {
        let states = [VectorHealth::Ready, VectorHealth::Slow, VectorHealth::Failed("secret cause".to_owned())];
        let meanings = states.map(|health| MeaningState { is_remote: true, health, titles: 3, vectors: 1 });
        for said in meanings.iter().map(Some).chain([None]).map(|meaning| told(meaning, Fit::Judged)) {
            for words in [said.why_ja, said.why_en, said.how_ja, said.how_en] {
                assert!(!words.is_empty() && !words.contains("secret"), "{said:?}");
            }
        }
        let well = MeaningState { is_remote: false, health: VectorHealth::Ready, titles: 3, vectors: 3 };
        let said = told(Some(&well), Fit::Judged);
        assert_eq!((said.meaning, said.state, said.thresholds, said.why_ja), ("model", "ready", "judged", ""));
    }

    #[test]
    fn thresholds_of_another_model_are_said_once_nothing_worse_is_to_say() {
        let of = |health, vectors| MeaningState { is_remote: true, health, titles: 3, vectors };
        let check = |meaning: &MeaningState, fit, thresholds, why: &str| {
            let said = told(Some(meaning), fit);
            assert_eq!(said.thresholds, thresholds, "{said:?}");
            assert!(said.why_en.contains(why) && said.why_ja.is_empty() == why.is_empty(), "{said:?}");
        };
        check(&of(VectorHealth::Ready, 3), Fit::OtherModel, "other_model", "another model");
        check(&of(VectorHealth::Ready, 1), Fit::OtherModel, "other_model", "another model");
        check(&of(VectorHealth::Ready, 3), Fit::Unjudged, "unjudged", "not judged yet");
        let failed = of(VectorHealth::Failed("a cause for the log".to_owned()), 3);
        check(&failed, Fit::OtherModel, "other_model", "does not work");
        check(&of(VectorHealth::Ready, 3), Fit::Judged, "judged", "");
    }
}
