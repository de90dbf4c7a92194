//! T3: calls of each day, what became of them and how long they took.

use domain::contact::Channel;

use super::names::{periods, total};
use crate::filter::Filter;
use crate::formula::{Measure, Param};
use crate::reader::{Line, Reader};
use crate::rules::{Rules, ServiceLevelBasis};
use crate::table::{RowKind, Table};
use crate::term::Term;
use crate::words::Words;

/// T3 of a term.
#[must_use]
pub fn table(reader: &Reader, term: Term) -> Table {
    let phone = Filter::channel(Channel::Phone);
    let over_phone = |line: Line| Line { filter: line.filter.and(&phone), ..line };
    let mut rows: Vec<Line> = periods(term).into_iter().map(over_phone).collect();
    rows.push(Line::over("total", total(), phone).kind(RowKind::Total));
    let columns = columns(reader);
    Table {
        id: "T3".to_owned(),
        title: Words::new("日別の電話件数", "Calls a day"),
        row_title: Words::new("日", "day"),
        columns: reader.columns(&columns),
        rows: reader.rows(rows, &columns),
        notes: vec![
            Words::new(
                "入電＝応答＋放棄＋システム終話＋折り返し不達。受付時間外・入電前の終了・発信・未確定は入電に含まない。",
                "Offered = answered + abandoned + ended by system + call-back unreached. Out of hours, ended before the queue, outbound and undecided are not offered.",
            ),
            Words::new("通話は到着した日に数える。", "A call is counted on the day it arrived."),
        ],
    }
}

/// The columns of everything that is told of a queue; breakdowns have the same.
#[must_use]
pub fn columns(reader: &Reader) -> Vec<Line> {
    let plain = |id| reader.measured(Measure::plain(id));
    let before =
        ["offered", "answered", "abandoned", "short_abandoned", "ended_by_system", "callback_unreached", "answer_rate"];
    let after = [
        "average_wait",
        "talk_time",
        "hold_time",
        "after_call_time",
        "handle_time",
        "out_of_hours",
        "ended_before_queue",
        "outbound",
        "undecided",
    ];
    let level = service_level(reader.rules, reader.rules.basis);
    before.into_iter().map(plain).chain([level]).chain(after.into_iter().map(plain)).collect()
}

/// The service level by the contract's T, named with T and what it is a share of.
#[must_use]
pub fn service_level(rules: &Rules, basis: ServiceLevelBasis) -> Line {
    let within_ms = rules.answer_within_ms;
    let seconds = format!("{}.{}", within_ms / 1_000, within_ms % 1_000 / 100);
    let seconds = seconds.trim_end_matches(".0");
    let (id, ja, en) = match basis {
        ServiceLevelBasis::Offered => ("service_level", "入電", "offered"),
        ServiceLevelBasis::OfferedWithoutShort => {
            ("service_level_without_short", "入電−短時間放棄", "offered less short abandons")
        }
        ServiceLevelBasis::Answered => ("service_level_of_answered", "応答", "answered"),
        ServiceLevelBasis::AbandonedWithinIsMet => {
            ("service_level_with_abandons", "入電、期限内の放棄も達成", "offered, abandons within T met")
        }
    };
    let title = Words::new(&format!("SL({seconds}秒／{ja})"), &format!("SL({seconds} s / {en})"));
    Line::of(id, title, Measure::with("service_level", Param::ServiceLevel(within_ms, basis)))
}
