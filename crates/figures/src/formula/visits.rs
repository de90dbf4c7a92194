//! The counter: tickets, waits, and guided flows with their procedures (clause 6(5)①).

use super::definition::{Formula, Gathering, Param, Said, Weigh, Weight};
use crate::fact::{Fact, Run, RunEnding};

const STARTED: Said = Said { ja: "開始した来庁者", en: "visits started" };
const COMPLETED: Said = Said { ja: "完了した手続", en: "completed procedures" };
const WAIT: Said = Said {
    ja: "発券（受付または端末）から担当者とつながるまで。手数料の支払いに行った時間は除く。帰った人は含まない。",
    en: "From the ticket, at the reception or the kiosk, to the operator, without the way to the payment counter. Visitors who left are not in it.",
};

const fn count(id: &'static str, name: Said, text: Said, weigh: Weigh) -> Formula {
    Formula { id, version: 1, name, text, denominator: None, gathering: Gathering::Count, weigh }
}

const fn wait(id: &'static str, name: Said, gathering: Gathering) -> Formula {
    let weigh: Weigh = |fact, _, _| Weight::time(fact.wait_ms, fact.is_answered());
    Formula { id, version: 1, name, text: WAIT, denominator: Some(STARTED), gathering, weigh }
}

pub(super) const FORMULAS: [Formula; 16] = [
    count(
        "tickets",
        Said { ja: "受付数", en: "tickets" },
        Said {
            ja: "番号を取り待ち行列に入った来庁。開始・帰った・システム終了・未確定の合計に等しい。",
            en: "Visits that took a number and reached the queue: started, left, ended by system and undecided together.",
        },
        |fact, _, _| Weight::count(is_ticket(fact)),
    ),
    count(
        "visits_ended_waiting",
        Said { ja: "待ち中のシステム終了", en: "ended while waiting" },
        Said {
            ja: "待っている間にシステムが終わらせた来庁。", en: "Visits the system ended while they waited."
        },
        |fact, _, _| Weight::count(fact.is_offered() && !fact.is_answered() && fact.abandoned().is_none()),
    ),
    count(
        "visits_undecided",
        Said { ja: "未確定", en: "undecided" },
        Said {
            ja: "番号を取り、待ちの結果がまだ決まらない来庁。",
            en: "Visits with a ticket whose log does not say what became of the wait.",
        },
        |fact, _, _| Weight::count(fact.acceptance.is_none() && fact.is_queued),
    ),
    wait("visit_wait", Said { ja: "平均待ち時間", en: "mean wait" }, Gathering::Mean),
    wait("visit_wait_median", Said { ja: "待ち時間の中央値", en: "median wait" }, Gathering::Median),
    wait("visit_wait_p90", Said { ja: "待ち時間の90%値", en: "P90 wait" }, Gathering::NinetiethPercentile),
    wait("visit_wait_longest", Said { ja: "最長待ち時間", en: "longest wait" }, Gathering::Longest),
    Formula {
        id: "visit_wait_within",
        version: 1,
        name: Said { ja: "5分以内の割合", en: "within 5 minutes" },
        text: Said {
            ja: "待ち時間が契約の定める時間（既定5分）以内だった来庁÷開始した来庁。",
            en: "Visits with a wait within the contract's limit (5 minutes unless set), of visits started.",
        },
        denominator: Some(STARTED),
        gathering: Gathering::Share,
        weigh: |fact, _, rules| {
            Weight::share(fact.is_answered() && fact.wait_ms <= rules.visit_within_ms, fact.is_answered())
        },
    },
    Formula {
        id: "detour_time",
        version: 1,
        name: Said { ja: "支払いの平均時間", en: "mean time to pay" },
        text: Said {
            ja: "手数料の支払いに行っていた時間の合計÷支払いに行った来庁。待ち時間にも手続の処理時間にも含めない。",
            en: "Time at the payment counter per visit that went there; part of neither the wait nor a procedure's time.",
        },
        denominator: Some(Said { ja: "支払いに行った来庁", en: "visits that went to pay" }),
        gathering: Gathering::Mean,
        weigh: |fact, _, _| Weight::time(fact.detour_ms, fact.detour_ms > 0),
    },
    count(
        "procedures",
        COMPLETED,
        Said {
            ja: "端末の案内で最後まで終わった手続。一人の来庁で二つ終われば二件。来庁した日に数える。",
            en: "Guided flows that ended as done; two of one visit are two. Counted on the day of the visit.",
        },
        |fact, param, _| Weight::times(runs(fact, param, |run| run.ending == RunEnding::Completed)),
    ),
    count(
        "runs",
        Said { ja: "始めた手続", en: "procedures begun" },
        Said {
            ja: "端末の案内を始めた手続。完了とその他の終わり方の合計に等しい。",
            en: "Guided flows begun: completed and every other ending together.",
        },
        |fact, param, _| Weight::times(runs(fact, param, |_| true)),
    ),
    count(
        "runs_not_completed",
        Said { ja: "完了しなかった手続", en: "procedures not completed" },
        Said {
            ja: "始めた手続のうち完了以外で終わった、または終わりの記録がないもの。",
            en: "Guided flows begun that ended otherwise, or whose end is not in the log.",
        },
        |fact, param, _| Weight::times(runs(fact, param, |run| run.ending != RunEnding::Completed)),
    ),
    count(
        "runs_ended",
        Said { ja: "終わり方", en: "how it ended" },
        Said { ja: "案内の最後の終わり方ごとの手続。", en: "Guided flows by their last ending." },
        |fact, param, _| Weight::times(runs(fact, param, |_| true)),
    ),
    count(
        "runs_broken_off",
        Said { ja: "中断", en: "broken off" },
        Said { ja: "中断した手続、理由ごと。", en: "Guided flows broken off, by reason." },
        |fact, param, _| Weight::times(runs(fact, param, |run| run.ending == RunEnding::BrokenOff)),
    ),
    Formula {
        id: "procedure_time",
        version: 1,
        name: Said { ja: "平均処理時間（手続）", en: "mean handling time" },
        text: Said {
            ja: "案内の開始から終わりまでの合計÷完了した手続。支払いの時間と、中断から再開までを除く。",
            en: "From a flow's start to its end per completed procedure, without the way to pay and the time between being broken off and taken up again.",
        },
        denominator: Some(COMPLETED),
        gathering: Gathering::Mean,
        weigh: |fact, param, _| procedure_time(fact, param),
    },
    Formula {
        id: "visit_handle_time",
        version: 1,
        name: Said { ja: "平均対応時間（来庁）", en: "mean handling time of a visit" },
        text: Said {
            ja: "（通話＋保留＋後処理）の合計÷開始した来庁。",
            en: "Talk, hold and after-call work per visit started.",
        },
        denominator: Some(STARTED),
        gathering: Gathering::Mean,
        weigh: |fact, _, _| Weight::time(fact.handle_ms(), fact.is_answered()),
    },
];

fn is_ticket(fact: &Fact) -> bool {
    fact.is_offered() || (fact.acceptance.is_none() && fact.is_queued)
}

fn runs(fact: &Fact, param: Param, is_counted: fn(&Run) -> bool) -> usize {
    fact.runs.iter().filter(|run| is_counted(run) && is_meant(run, param)).count()
}

fn is_meant(run: &Run, param: Param) -> bool {
    match param {
        Param::Line(line) => run.line == line,
        Param::Ending(ending) => run.ending == ending,
        Param::Reason(reason) => run.reason == reason,
        Param::None | Param::Within(_) | Param::ServiceLevel(..) | Param::Outcome(_) | Param::Booking(..) => true,
    }
}

fn procedure_time(fact: &Fact, param: Param) -> Weight {
    let done = fact.runs.iter().filter(|run| run.ending == RunEnding::Completed && is_meant(run, param));
    done.fold(Weight::default(), |sum, run| Weight { of: sum.of.saturating_add(run.handling_ms), whole: sum.whole + 1 })
}
