//! Times of answered contacts: waiting, talking, holding, after-call work.

use super::definition::{Formula, Gathering, Said, Weigh, Weight};

const ANSWERED: Said = Said { ja: "応答", en: "answered" };

const fn mean(id: &'static str, name: Said, text: Said, weigh: Weigh) -> Formula {
    Formula { id, version: 1, name, text, denominator: Some(ANSWERED), gathering: Gathering::Mean, weigh }
}

pub(super) const FORMULAS: [Formula; 5] = [
    mean(
        "average_wait",
        Said { ja: "平均応答時間(ASA)", en: "ASA" },
        Said {
            ja: "応答したものの待ち時間の合計÷応答。待ちは待ち行列に入ってからつながるまで。",
            en: "Wait of answered contacts, from the queue to being joined, per answered.",
        },
        |fact, _, _| Weight::time(fact.wait_ms, fact.is_answered()),
    ),
    mean(
        "talk_time",
        Said { ja: "平均通話時間(ATT)", en: "ATT" },
        Said {
            ja: "保留を除く通話時間の合計÷応答。", en: "Time joined and not on hold, per answered."
        },
        |fact, _, _| Weight::time(fact.talk_ms, fact.is_answered()),
    ),
    mean(
        "hold_time",
        Said { ja: "平均保留時間", en: "hold" },
        Said { ja: "保留時間の合計÷応答。", en: "Time on hold, per answered." },
        |fact, _, _| Weight::time(fact.hold_ms, fact.is_answered()),
    ),
    mean(
        "after_call_time",
        Said { ja: "平均後処理時間(ACW)", en: "ACW" },
        Said {
            ja: "後処理時間（全担当者）の合計÷応答。", en: "After-call work of all agents, per answered."
        },
        |fact, _, _| Weight::time(fact.after_call_ms, fact.is_answered()),
    ),
    mean(
        "handle_time",
        Said { ja: "平均処理時間(AHT)", en: "AHT" },
        Said {
            ja: "（通話＋保留＋後処理）の合計÷応答。終わりの記録がない区間は足さない。",
            en: "Talk, hold and after-call work, per answered. A stretch whose end is missing adds nothing.",
        },
        |fact, _, _| Weight::time(fact.handle_ms(), fact.is_answered()),
    ),
];
