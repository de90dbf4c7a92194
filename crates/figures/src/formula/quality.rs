//! Content residents, recorded and transcribed conversations, erased traces.

use domain::contact::Channel;

use super::definition::{Formula, Gathering, Said, Weigh, Weight};
use crate::fact::Fact;
use crate::input::Survey;

const ANSWERS: Said = Said { ja: "アンケート回答", en: "survey answers" };
const DUE: Said = Said { ja: "担当者とつながった通話", en: "calls joined with an agent" };

const fn share(id: &'static str, name: Said, text: Said, of: Said, weigh: Weigh) -> Formula {
    Formula { id, version: 1, name, text, denominator: Some(of), gathering: Gathering::Share, weigh }
}

const fn count(id: &'static str, name: Said, text: Said, weigh: Weigh) -> Formula {
    Formula { id, version: 1, name, text, denominator: None, gathering: Gathering::Count, weigh }
}

pub(super) const FORMULAS: [Formula; 8] = [
    share(
        "satisfaction",
        Said { ja: "満足度(CSAT)", en: "CSAT" },
        Said {
            ja: "5段階の上位2つ（既定は4と5）の回答÷回答。回答数を必ず併記する。",
            en: "Answers in the top two of five boxes, of answers. Never shown without their number.",
        },
        ANSWERS,
        |fact, _, rules| {
            let given = answer(fact);
            Weight::share(given.is_some_and(|box_no| box_no >= rules.top_box_from), given.is_some())
        },
    ),
    count(
        "survey_answers",
        ANSWERS,
        Said { ja: "1から5で答えたもの。", en: "Contacts answered with 1 to 5." },
        |fact, _, _| Weight::count(answer(fact).is_some()),
    ),
    share(
        "survey_response",
        Said { ja: "アンケート回答率", en: "survey response" },
        Said { ja: "回答÷尋ねたもの。", en: "Answers, of contacts asked." },
        Said { ja: "尋ねたもの", en: "asked" },
        |fact, _, _| Weight::share(answer(fact).is_some(), fact.survey.is_some()),
    ),
    share(
        "recorded",
        Said { ja: "録音率", en: "recorded" },
        Said {
            ja: "録音のある通話÷担当者とつながった通話（発信を含む）。目標100%。",
            en: "Calls with a recording, of calls joined with an agent, outbound ones among them. The target is 100 %.",
        },
        DUE,
        |fact, _, _| Weight::share(is_due(fact) && fact.is_recorded, is_due(fact)),
    ),
    share(
        "transcribed",
        Said { ja: "文字化率", en: "transcribed" },
        Said {
            ja: "録音の全体が文字になった通話÷担当者とつながった通話（発信を含む）。目標100%。",
            en: "Calls all of whose speech became text, of calls joined with an agent, outbound ones among them. The target is 100 %.",
        },
        DUE,
        |fact, _, _| Weight::share(is_due(fact) && fact.is_transcribed, is_due(fact)),
    ),
    share(
        "traces_erased",
        Said { ja: "来庁の痕跡の消去", en: "visits erased" },
        Said {
            ja: "共有ブラウザーの痕跡が消えたと確かめた来庁÷共有ブラウザーを使った来庁。",
            en: "Visits whose shared browser's traces are proved to be gone, of visits that had one.",
        },
        Said { ja: "共有ブラウザーを使った来庁", en: "visits with a shared browser" },
        |fact, _, _| Weight::share(fact.erasure.is_some_and(|it| it.erased_at.is_some()), fact.erasure.is_some()),
    ),
    share(
        "photos_erased",
        Said { ja: "写真の消去", en: "photos erased" },
        Said {
            ja: "消えたと確かめた写真÷撮影した写真。", en: "Photos proved to be gone, of photos taken."
        },
        Said { ja: "撮影した写真", en: "photos taken" },
        |fact, _, _| {
            let photos = fact.erasure.map_or((0, 0), |it| (it.photos_erased.min(it.photos), it.photos));
            Weight { of: u64::from(photos.0), whole: u64::from(photos.1) }
        },
    ),
    Formula {
        id: "erasure_longest",
        version: 1,
        name: Said { ja: "消去までの最長時間", en: "longest until erased" },
        text: Said {
            ja: "共有ブラウザーの終了から消去を確かめるまでの最長時間。",
            en: "The longest time from the end of a shared browser to the proof that its traces are gone.",
        },
        denominator: None,
        gathering: Gathering::Longest,
        weigh: |fact, _, _| {
            let span = fact.erasure.and_then(|it| it.erased_at.map(|at| at.since_ms(it.ended_at)));
            Weight::time(span.unwrap_or(0), span.is_some())
        },
    },
];

fn answer(fact: &Fact) -> Option<u8> {
    match fact.survey {
        Some(Survey::Answered(box_no)) => Some(box_no),
        Some(Survey::Skipped) | None => None,
    }
}

fn is_due(fact: &Fact) -> bool {
    fact.channel == Channel::Phone && fact.is_joined
}
