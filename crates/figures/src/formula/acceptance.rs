//! What became of the wait: offered and its four parts, what was not offered, and the shares of them.

use domain::contact::{Acceptance, NotOffered};

use super::definition::{Formula, Gathering, Param, Said, Weight};
use crate::fact::Fact;
use crate::rules::ServiceLevelBasis as Basis;

const OFFERED: Said = Said { ja: "入電", en: "offered" };

const fn count(id: &'static str, name: Said, text: Said, weigh: super::definition::Weigh) -> Formula {
    Formula { id, version: 1, name, text, denominator: None, gathering: Gathering::Count, weigh }
}

const fn share(id: &'static str, name: Said, text: Said, of: Said, weigh: super::definition::Weigh) -> Formula {
    Formula { id, version: 1, name, text, denominator: Some(of), gathering: Gathering::Share, weigh }
}

pub(super) const FORMULAS: [Formula; 15] = [
    count(
        "arrived",
        Said { ja: "着信", en: "arrived" },
        Said {
            ja: "記録が始まった応対の数。入電・受付時間外・入電前の終了・発信・未確定の合計に等しい。到着した日に数える。",
            en: "Contacts whose log began: offered, out of hours, ended before the queue, outbound and undecided together. Counted on the day of arrival.",
        },
        |_, _, _| Weight::count(true),
    ),
    count(
        "offered",
        OFFERED,
        Said {
            ja: "受付時間内に待ち行列に入った応対。入電＝応答＋放棄＋待ち中のシステム終話＋折り返し不達。応答後の終わり方は別の項目。",
            en: "Contacts that reached the queue in opening hours: answered + abandoned + ended by system while waiting + call-back unreached. How an answered one ended is another field.",
        },
        |fact, _, _| Weight::count(fact.is_offered()),
    ),
    count(
        "answered",
        Said { ja: "応答", en: "answered" },
        Said {
            ja: "入電のうち、担当者とつながったもの。", en: "Offered contacts joined with an agent."
        },
        |fact, _, _| Weight::count(fact.is_answered()),
    ),
    count(
        "abandoned",
        Said { ja: "放棄", en: "abandoned" },
        Said {
            ja: "待っている間に相手が切った、または帰ったもの。短時間放棄を含む。",
            en: "Offered contacts whose resident left while waiting, short abandons among them.",
        },
        |fact, _, _| Weight::count(fact.abandoned().is_some()),
    ),
    count(
        "short_abandoned",
        Said { ja: "うち短時間放棄", en: "of which short" },
        Said {
            ja: "放棄のうち、待ち時間が契約の定める秒数（既定10秒）に満たないもの。",
            en: "Abandons with a wait below the contract's limit (10 s unless set).",
        },
        |fact, _, _| Weight::count(fact.abandoned().is_some_and(|(_, short)| short)),
    ),
    count(
        "ended_by_system",
        Said { ja: "システム終話", en: "ended by system" },
        Said {
            ja: "待っている間にシステムが終わらせたもの（待ち時間の上限、折り返しの期限、停止）。",
            en: "Offered contacts the system ended while they waited: the longest wait, a call-back's limit, a stop.",
        },
        |fact, _, _| Weight::count(matches!(fact.acceptance, Some(Acceptance::EndedBySystem { .. }))),
    ),
    count(
        "callback_unreached",
        Said { ja: "折り返し不達", en: "call-back unreached" },
        Said {
            ja: "折り返しを約束し、つながらなかったもの。", en: "Promised a call-back and not reached."
        },
        |fact, _, _| Weight::count(fact.acceptance == Some(Acceptance::CallbackUnreached)),
    ),
    count(
        "out_of_hours",
        Said { ja: "受付時間外", en: "out of hours" },
        Said {
            ja: "受付時間外に来たもの。入電に数えない。", en: "Came out of opening hours; not offered."
        },
        |fact, _, _| Weight::count(fact.not_offered() == Some(NotOffered::OutOfHours)),
    ),
    count(
        "ended_before_queue",
        Said { ja: "入電前の終了", en: "ended before the queue" },
        Said {
            ja: "受付時間内に、案内中の切断・満杯・停止などで待ち行列に入る前に終わったもの。入電に数えない。",
            en: "Left in the menu or turned away before the queue, in opening hours; not offered.",
        },
        |fact, _, _| Weight::count(fact.not_offered().is_some_and(is_before_queue)),
    ),
    count(
        "outbound",
        Said { ja: "発信", en: "outbound" },
        Said { ja: "担当者からかけたもの。入電に数えない。", en: "Begun by an agent; not offered." },
        |fact, _, _| Weight::count(fact.not_offered() == Some(NotOffered::Outbound)),
    ),
    count(
        "undecided",
        Said { ja: "未確定", en: "undecided" },
        Said {
            ja: "記録の終わりがなく、待ちの結果がまだ決まらないもの。入電に数えない。",
            en: "Whose log does not say what became of the wait; not offered until it does.",
        },
        |fact, _, _| Weight::count(fact.acceptance.is_none()),
    ),
    share(
        "answer_rate",
        Said { ja: "応答率", en: "answer rate" },
        Said { ja: "応答÷入電。", en: "Answered of offered." },
        OFFERED,
        |fact, _, _| Weight::share(fact.is_answered(), fact.is_offered()),
    ),
    share(
        "abandon_rate",
        Said { ja: "放棄率", en: "abandon rate" },
        Said {
            ja: "放棄÷入電。短時間放棄を含む。", en: "Abandoned of offered, short abandons among them."
        },
        OFFERED,
        |fact, _, _| Weight::share(fact.abandoned().is_some(), fact.is_offered()),
    ),
    share(
        "short_abandon_rate",
        Said { ja: "短時間放棄率", en: "short abandon rate" },
        Said { ja: "短時間放棄÷入電。", en: "Short abandons of offered." },
        OFFERED,
        |fact, _, _| Weight::share(fact.abandoned().is_some_and(|(_, short)| short), fact.is_offered()),
    ),
    share(
        "service_level",
        Said { ja: "サービスレベル", en: "service level" },
        Said {
            ja: "T秒以内（ちょうどTを含む）の応答÷選んだ分母。分母は名前に示す：入電（既定）、入電−短時間放棄、応答、または入電（T秒以内の放棄も達成とみなす）。",
            en: "Answered within T, T itself included, of the denominator in the name: offered (the usual), offered less short abandons, answered, or offered with abandons within T taken as met.",
        },
        Said { ja: "名前に示す分母", en: "as the name says" },
        |fact, param, _| service_level(fact, param),
    ),
];

fn is_before_queue(reason: NotOffered) -> bool {
    match reason {
        NotOffered::LeftInIvr
        | NotOffered::QueueFull
        | NotOffered::Draining
        | NotOffered::FloorFull
        | NotOffered::UnknownService
        | NotOffered::Restart => true,
        NotOffered::OutOfHours | NotOffered::Outbound => false,
    }
}

fn service_level(fact: &Fact, param: Param) -> Weight {
    let Param::ServiceLevel(within_ms, basis) = param else { return Weight::default() };
    let in_time = fact.is_answered() && fact.wait_ms <= within_ms;
    let offered = fact.is_offered();
    match basis {
        Basis::Offered => Weight::share(in_time, offered),
        Basis::OfferedWithoutShort => {
            Weight::share(in_time, offered && !fact.abandoned().is_some_and(|(_, short)| short))
        }
        Basis::Answered => Weight::share(in_time, fact.is_answered()),
        Basis::AbandonedWithinIsMet => {
            let left_in_time = fact.abandoned().is_some_and(|(wait_ms, _)| wait_ms <= within_ms);
            Weight::share(in_time || left_in_time, offered)
        }
    }
}
