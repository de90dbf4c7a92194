//! Figures as they are printed. All of it is whole numbers, rounded half up, so that every machine prints the same.

use super::value::{Bilingual, Cell, ColumnKind, ReportColumn, ReportMeta, ReportPeriod, ReportState};
use crate::words;

/// What stands where there is nothing to say.
const NOTHING: &str = "—";

/// The year before the first of Reiwa.
const BEFORE_REIWA: i32 = 2018;

const MS_PER_S: i64 = 1_000;

/// A cell as it is printed in a column of this kind.
pub(crate) fn shown(cell: &Cell, kind: ColumnKind) -> String {
    match cell {
        Cell::Empty => NOTHING.to_owned(),
        Cell::Text { text } => text.clone(),
        Cell::Count { number } if kind == ColumnKind::Change && *number > 0 => format!("+{}", thousands(*number)),
        Cell::Count { number } | Cell::Minutes { minutes: number } => thousands(*number),
        Cell::Share { numerator, denominator } => match percent_tenths(*numerator, *denominator) {
            Some(tenths) => format!("{}.{}%", tenths / 10, tenths % 10),
            None => NOTHING.to_owned(),
        },
        Cell::DurationMs { ms } => minutes_seconds(*ms),
    }
}

/// A cell with all that tells it from another that is printed alike.
pub(crate) fn precise(cell: &Cell, kind: ColumnKind) -> String {
    let plain = shown(cell, kind);
    match cell {
        Cell::Share { numerator, denominator } => {
            format!("{plain}（{numerator}/{denominator}）")
        }
        Cell::DurationMs { ms } => format!("{plain}（{ms}ミリ秒）"),
        Cell::Empty | Cell::Text { .. } | Cell::Count { .. } | Cell::Minutes { .. } => plain,
    }
}

/// Tenths of a per cent; None of nothing.
fn percent_tenths(numerator: u64, denominator: u64) -> Option<u64> {
    let (part, whole) = (u128::from(numerator), u128::from(denominator));
    let rounded = (part * 2_000).checked_add(whole)?.checked_div(whole * 2)?;
    u64::try_from(rounded).ok()
}

/// 1,204 or −3.
fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = if number < 0 { "−".to_owned() } else { String::new() };
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// 2:05, and 75:09 beyond an hour: waits are compared in minutes.
fn minutes_seconds(ms: i64) -> String {
    let sign = if ms < 0 { "−" } else { "" };
    let seconds = ms.saturating_abs().saturating_add(MS_PER_S / 2) / MS_PER_S;
    format!("{sign}{}:{:02}", thousands(seconds / 60), seconds % 60)
}

/// The unit of a column.
pub(crate) fn unit(column: &ReportColumn) -> Bilingual {
    column.unit.clone().unwrap_or_else(|| column.kind.unit())
}

/// 2026年（令和8年）10月分.
pub(crate) fn period(period: ReportPeriod) -> Bilingual {
    match period {
        ReportPeriod::Month { year, month } => {
            let reiwa = year - BEFORE_REIWA;
            let era = if reiwa >= 2 { format!("（令和{reiwa}年）") } else { String::new() };
            Bilingual::of(format!("{year}年{era}{month}月分"), format!("{year}-{month:02}"))
        }
        ReportPeriod::Term { from, to } => {
            Bilingual::of(format!("{}～{}", words::date(from), words::date(to)), format!("{from} to {to}"))
        }
    }
}

/// What the report is called.
pub(crate) fn name(period: ReportPeriod) -> Bilingual {
    match period {
        ReportPeriod::Month { .. } => Bilingual::of("月次報告書", "Monthly report"),
        ReportPeriod::Term { .. } => Bilingual::of("最終報告書", "Final report"),
    }
}

/// 第1版, with what kind of report it is.
pub(crate) fn version(meta: &ReportMeta) -> String {
    if meta.version == 1 { "第1版".to_owned() } else { format!("第{}版（訂正版）", meta.version) }
}

/// 下書き, or who signed it and when.
pub(crate) fn state(state: &ReportState) -> String {
    match state {
        ReportState::Draft => "下書き（未署名）".to_owned(),
        ReportState::Signed { by, on } => format!("署名済み：{by}、{}", words::date(*on)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_half_up_and_a_share_of_nothing_is_a_dash() {
        let share = |numerator, denominator| shown(&Cell::Share { numerator, denominator }, ColumnKind::Share);
        let cases = [(0, 1, "0.0%"), (1, 1, "100.0%"), (2, 3, "66.7%"), (1, 2_000, "0.1%"), (1, 2_001, "0.0%")];
        for (numerator, denominator, wanted) in cases {
            assert_eq!(share(numerator, denominator), wanted, "{numerator}/{denominator}");
        }
        assert_eq!(share(0, 0), "—");
        assert_eq!(share(u64::MAX, u64::MAX), "100.0%");
    }

    #[test]
    fn numbers_are_grouped_and_changes_bear_their_sign() {
        let count = |number, kind| shown(&Cell::Count { number }, kind);
        assert_eq!(count(1_234_567, ColumnKind::Count), "1,234,567");
        assert_eq!(count(12, ColumnKind::Change), "+12");
        assert_eq!(count(0, ColumnKind::Change), "0");
        assert_eq!(count(-1_200, ColumnKind::Change), "−1,200");
        assert_eq!(count(i64::MIN, ColumnKind::Count), "−9,223,372,036,854,775,808");
    }

    #[test]
    fn durations_are_minutes_and_seconds_rounded_half_up() {
        let cases =
            [(0, "0:00"), (499, "0:00"), (500, "0:01"), (125_043, "2:05"), (4_509_000, "75:09"), (-61_000, "−1:01")];
        for (ms, wanted) in cases {
            assert_eq!(shown(&Cell::DurationMs { ms }, ColumnKind::DurationMs), wanted);
        }
        assert_eq!(precise(&Cell::DurationMs { ms: 125_043 }, ColumnKind::DurationMs), "2:05（125043ミリ秒）");
    }
}
