//! T1: applications at the counter and their breakdown (clauses 6(2)⑩, 6(5)①). Unit: a completed procedure.

use domain::contact::Channel;
use domain::service_flow::BreakOffReason;

use super::names::{day_kinds, languages, total};
use crate::fact::RunEnding;
use crate::filter::Filter;
use crate::formula::{Measure, Param};
use crate::input::ApplicationLine;
use crate::reader::{Form, Line, Reader};
use crate::table::{RowKind, Table};
use crate::words::Words;

/// T1 of a term.
#[must_use]
pub fn table(reader: &Reader) -> Table {
    let columns = columns();
    Table {
        id: "T1".to_owned(),
        title: Words::new("オンライン申請の件数と内訳", "Applications and their breakdown"),
        row_title: Words::new("手続", "procedure"),
        columns: reader.columns(&columns),
        rows: reader.rows(rows(), &columns),
        notes: vec![
            Words::new(
                "単位は完了した手続。一人の来庁で複数の手続が終われば、それぞれ数える。受付数は別の行に示す。",
                "Unit: a completed procedure; several of one visit count each. Tickets stand on a line of their own.",
            ),
            Words::new(
                "平均処理時間は案内の開始から終わりまで。支払いに行った時間を除く。",
                "Mean handling time is from a flow's start to its end, without the way to the payment counter.",
            ),
        ],
    }
}

fn columns() -> Vec<Line> {
    let all = || Filter::all();
    let mut columns = day_kinds();
    columns.push(Line::over("total", total(), all()));
    columns.push(Line::over("change", Words::new("前月比", "change"), all()).form(Form::Change));
    columns.extend(languages());
    columns.push(Line::over("time", Words::new("平均処理時間", "mean handling time"), all()).form(Form::Beside));
    columns
}

fn rows() -> Vec<Line> {
    let mut rows: Vec<Line> = ApplicationLine::ALL.into_iter().map(completed).collect();
    let done = Line::of("completed", Words::new("完了した手続", "completed procedures"), Measure::plain("procedures"));
    rows.push(done.kind(RowKind::Total).beside("procedure_time"));
    let otherwise = [RunEnding::Booked, RunEnding::ReferredToStaff, RunEnding::NotPossibleHere, RunEnding::Open];
    rows.extend(otherwise.map(ended));
    rows.push(Line::of("broken_off", Words::new("中断", "broken off"), Measure::plain("runs_broken_off")));
    rows.extend(REASONS.into_iter().map(|reason| broken_off(Some(reason))).chain([broken_off(None)]));
    let not = Words::new("完了しなかった手続", "procedures not completed");
    rows.push(Line::of("not_completed", not, Measure::plain("runs_not_completed")).kind(RowKind::Total));
    rows.push(
        Line::of("begun", Words::new("始めた手続", "procedures begun"), Measure::plain("runs")).kind(RowKind::Apart),
    );
    let tickets = Line::of("tickets", Words::new("受付数（来庁）", "tickets (visits)"), Measure::plain("tickets"));
    rows.push(tickets.kind(RowKind::Apart).beside("visit_handle_time"));
    let counter = Filter::channel(Channel::Counter);
    rows.into_iter().map(|row| Line { filter: counter.clone(), ..row }).collect()
}

fn completed(line: ApplicationLine) -> Line {
    use ApplicationLine as L;
    let (id, ja, en) = match line {
        L::NewWithForm => ("new_with_form", "新規申請（申請書あり）", "new, with the form"),
        L::NewWithoutForm => ("new_without_form", "新規申請（申請書なし）", "new, without the form"),
        L::CardRenewal => ("card_renewal", "カードの更新", "card renewal"),
        L::CertificateRenewal => ("certificate_renewal", "電子証明書の更新", "certificate renewal"),
        L::LostReissue => ("lost_reissue", "紛失再交付", "reissue after loss"),
        L::OtherReissue => ("other_reissue", "その他の再交付", "other reissue"),
        L::InsuranceCard => ("insurance_card", "健康保険証", "insurance card"),
        L::PublicMoneyAccount => ("public_money_account", "公金受取口座", "public-money account"),
        L::OtherLink => ("other_link", "その他の紐付け", "other links"),
        L::EApplication => ("e_application", "電子申請", "e-application"),
        L::Other => ("other", "その他の手続", "other procedures"),
    };
    Line::of(id, Words::new(ja, en), Measure::with("procedures", Param::Line(line))).beside("procedure_time")
}

fn ended(ending: RunEnding) -> Line {
    let (id, ja, en) = match ending {
        RunEnding::Completed => ("done", "完了", "completed"),
        RunEnding::Booked => ("booked", "市役所の窓口を予約", "city counter booked"),
        RunEnding::ReferredToStaff => ("referred_to_staff", "市職員が引き継ぎ", "city staff took over"),
        RunEnding::NotPossibleHere => ("not_possible_here", "この窓口では不可", "not possible here"),
        RunEnding::BrokenOff => ("ended_broken_off", "中断", "broken off"),
        RunEnding::Open => ("open", "終わりの記録なし", "no end in the log"),
    };
    Line::of(id, Words::new(ja, en), Measure::with("runs_ended", Param::Ending(ending)))
}

const REASONS: [BreakOffReason; 11] = [
    BreakOffReason::NoTime,
    BreakOffReason::DocumentMissing,
    BreakOffReason::NoMail,
    BreakOffReason::PinNotKnown,
    BreakOffReason::FeeNotPaid,
    BreakOffReason::Equipment,
    BreakOffReason::NationalSystem,
    BreakOffReason::ChangedMind,
    BreakOffReason::NeedsStaff,
    BreakOffReason::LeftSilently,
    BreakOffReason::Other,
];

fn broken_off(reason: Option<BreakOffReason>) -> Line {
    use BreakOffReason as R;
    let (id, ja, en) = match reason {
        Some(R::NoTime) => ("no_time", "時間がない", "no time"),
        Some(R::DocumentMissing) => ("document_missing", "書類・カードがない", "document missing"),
        Some(R::NoMail) => ("no_mail", "メールを読めない", "no mail"),
        Some(R::PinNotKnown) => ("pin_not_known", "暗証番号が不明", "PIN not known"),
        Some(R::FeeNotPaid) => ("fee_not_paid", "手数料の未払い", "fee not paid"),
        Some(R::Equipment) => ("equipment", "回線・機器の不調", "line or device failed"),
        Some(R::NationalSystem) => ("national_system", "国のシステム停止", "national system away"),
        Some(R::ChangedMind) => ("changed_mind", "取りやめ", "changed mind"),
        Some(R::NeedsStaff) => ("needs_staff", "職員の介助が必要", "needs staff"),
        Some(R::LeftSilently) => ("left_silently", "黙って帰った", "left without a word"),
        Some(R::Other) => ("other_reason", "その他", "other"),
        None => ("no_reason", "理由の記録なし", "no reason in the log"),
    };
    let title = Words::new(ja, en);
    Line::of(&format!("broken_off_{id}"), title, Measure::with("runs_broken_off", Param::Reason(reason)))
        .kind(RowKind::Detail)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_and_reason_has_a_row_of_its_own() {
        let rows = rows();
        let ids: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids.len(), rows.len());
        assert_eq!(REASONS.into_iter().collect::<BTreeSet<_>>().len(), REASONS.len());
    }
}
