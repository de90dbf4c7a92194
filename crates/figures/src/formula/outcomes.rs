//! What became of answered contacts: outcomes, resolving at once, bookings.

use super::definition::{Formula, Gathering, Param, Said, Weigh, Weight};
use crate::fact::Fact;
use crate::input::Outcome;

const RESOLVED: Said = Said { ja: "解決", en: "resolved" };

const fn count(id: &'static str, name: Said, text: Said, weigh: Weigh) -> Formula {
    Formula { id, version: 1, name, text, denominator: None, gathering: Gathering::Count, weigh }
}

pub(super) const FORMULAS: [Formula; 6] = [
    count(
        "outcome",
        Said { ja: "対応結果", en: "outcome" },
        Said {
            ja: "応答したもののうち、後処理でこの対応結果を記録したもの。",
            en: "Answered contacts filed with this outcome.",
        },
        |fact, param, _| Weight::count(fact.is_answered() && is_outcome(fact, param)),
    ),
    count(
        "resolved_at_once",
        Said { ja: "一次解決", en: "resolved at once" },
        Said {
            ja: "応答し「解決」と記録したもののうち、転送がなく、同じ相手から定めた日数（既定7日）以内に再び連絡がないもの。番号非通知は再連絡を数えられない。",
            en: "Answered and filed as resolved, with no transfer and no contact from the same caller within the days set (7 unless set). A caller who withholds the number cannot be recognised.",
        },
        |fact, _, _| Weight::count(is_at_once(fact)),
    ),
    Formula {
        id: "first_contact_resolution",
        version: 1,
        name: Said { ja: "一次解決率", en: "first-contact resolution" },
        text: Said {
            ja: "一次解決÷応答し「解決」と記録したもの。",
            en: "Resolved at once, of answered contacts filed as resolved.",
        },
        denominator: Some(RESOLVED),
        gathering: Gathering::Share,
        weigh: |fact, _, _| Weight::share(is_at_once(fact), is_resolved(fact)),
    },
    Formula {
        id: "transfer_rate",
        version: 1,
        name: Said { ja: "市への転送率", en: "transferred to the city" },
        text: Said {
            ja: "応答したもののうち「市へ転送」と記録したもの÷応答。",
            en: "Filed as transferred to the city, of answered.",
        },
        denominator: Some(Said { ja: "応答", en: "answered" }),
        gathering: Gathering::Share,
        weigh: |fact, _, _| {
            let is_passed = is_outcome(fact, Param::Outcome(Outcome::TransferredCity));
            Weight::share(fact.is_answered() && is_passed, fact.is_answered())
        },
    },
    Formula {
        id: "english_rate",
        version: 1,
        name: Said { ja: "英語の割合", en: "in English" },
        text: Said { ja: "英語で応対したもの÷応答。", en: "In English, of answered." },
        denominator: Some(Said { ja: "応答", en: "answered" }),
        gathering: Gathering::Share,
        weigh: |fact, _, _| {
            let is_english = fact.language == Some(domain::contact::Language::En);
            Weight::share(fact.is_answered() && is_english, fact.is_answered())
        },
    },
    count(
        "bookings",
        Said { ja: "予約代行", en: "bookings" },
        Said {
            ja: "後処理で記録した予約の代行。種別と結果ごと、全チャネル、発信を含む。",
            en: "Bookings filed after a contact of any channel, outbound ones among them, by kind and result.",
        },
        |fact, param, _| Weight::count(is_booking(fact, param)),
    ),
];

fn is_outcome(fact: &Fact, param: Param) -> bool {
    let Param::Outcome(outcome) = param else { return false };
    fact.filing.as_ref().is_some_and(|filing| filing.outcome == outcome)
}

fn is_resolved(fact: &Fact) -> bool {
    fact.is_answered() && is_outcome(fact, Param::Outcome(Outcome::Resolved))
}

fn is_at_once(fact: &Fact) -> bool {
    is_resolved(fact) && fact.transfers == 0 && !fact.is_repeated
}

fn is_booking(fact: &Fact, param: Param) -> bool {
    let Param::Booking(kind, result) = param else { return false };
    let booking = fact.filing.as_ref().and_then(|filing| filing.booking);
    booking.is_some_and(|it| kind.is_none_or(|kind| it.kind == kind) && result.is_none_or(|result| it.result == result))
}
