//! A report that contradicts itself is refused, and what changed between two versions is told.

use documents::{
    Cell, ColumnRule, DocumentError, MonthlyFault, MonthlyReport, ReportChange, ReportPeriod, differences, monthly_csv,
};

use super::month::{self, count, ms, share, text};

fn fault(change: impl FnOnce(&mut MonthlyReport)) -> MonthlyFault {
    let mut report = month::full();
    change(&mut report);
    match monthly_csv(&report) {
        Err(DocumentError::Monthly(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

fn table<'a>(report: &'a mut MonthlyReport, id: &str) -> &'a mut documents::ReportTable {
    report.tables.iter_mut().find(|table| table.id == id).expect("a table")
}

/// The place of a cell of T3: row `d05`, and the column by its number.
fn cell(report: &mut MonthlyReport, column: usize) -> &mut Cell {
    let row = table(report, "T3").rows.iter_mut().find(|row| row.id == "d05").expect("d05");
    &mut row.cells[column]
}

#[test]
fn sums_and_shares_that_do_not_follow_are_refused_by_name() {
    let short = fault(|report| *cell(report, 4) = count(900));
    assert!(matches!(&short, MonthlyFault::Sum { name, .. } if name == "T3.short.total"), "{short}");
    let rate = fault(|report| *cell(report, 5) = share(1, 2));
    assert!(
        matches!(&rate, MonthlyFault::Sum { name, stated, .. } if name == "T3.answer_rate.d05" && stated == "50.0%（1/2）"),
        "{rate}"
    );
    let across = fault(|report| table(report, "T6").rows[0].cells[4] = count(1));
    assert!(matches!(&across, MonthlyFault::Sum { name, .. } if name == "T6.total.new"), "{across}");
}

#[test]
fn cells_of_another_kind_and_shares_of_more_than_the_whole_are_refused() {
    let kind = fault(|report| *cell(report, 8) = count(3));
    assert_eq!(kind, MonthlyFault::Kind("T3.asa.d05".to_owned()));
    let huge = fault(|report| *cell(report, 8) = Cell::DurationMs { ms: i64::MIN });
    assert_eq!(huge, MonthlyFault::Kind("T3.asa.d05".to_owned()));
    let more = fault(|report| table(report, "T5").rows[0].cells[2] = share(3, 2));
    assert_eq!(more, MonthlyFault::Share("T5.share.a".to_owned()));
    let cells = fault(|report| {
        table(report, "T3").rows[4].cells.pop();
    });
    assert!(matches!(cells, MonthlyFault::Cells { cells: 13, columns: 14, .. }), "{cells}");
}

#[test]
fn what_is_pointed_at_must_be_there() {
    let absent = |from: &str, to: &str| MonthlyFault::Absent { from: from.to_owned(), to: to.to_owned() };
    let figure = fault(|report| report.findings[0].figures.push("T3.answered.d32".to_owned()));
    assert_eq!(figure, absent("finding F1", "T3.answered.d32"));
    let formula = fault(|report| table(report, "T3").columns[1].formula = Some("none".to_owned()));
    assert_eq!(formula, absent("T3.offered", "none"));
    let series = fault(|report| report.charts[0].series.push("sunday".to_owned()));
    assert_eq!(series, absent("chart C1", "sunday"));
    let rule =
        fault(|report| table(report, "T3").columns[1].rule = Some(ColumnRule::SumOf { columns: vec!["x".to_owned()] }));
    assert_eq!(rule, absent("T3.offered", "x"));
}

#[test]
fn names_that_meet_or_are_none_are_refused() {
    assert_eq!(fault(|report| report.tables[1].id = "t0".to_owned()), MonthlyFault::Twice("t0".to_owned()));
    assert_eq!(fault(|report| report.tables[1].id = "T10".to_owned()), MonthlyFault::Twice("T10".to_owned()));
    for name in ["", "3T", "T.3", "T 3", "表", "T3:A"] {
        assert!(matches!(fault(|report| report.tables[1].id = name.to_owned()), MonthlyFault::Name(_)), "{name}");
    }
    let long = fault(|report| report.findings[0].text = "あ".repeat(8_001));
    assert_eq!(long, MonthlyFault::LongText("F1".to_owned()));
    let many = fault(|report| {
        let row = table(report, "T7").rows[0].clone();
        table(report, "T7").rows = vec![row; 2_001];
    });
    assert!(matches!(many, MonthlyFault::TooMany { what: "rows", .. }), "{many}");
}

#[test]
fn a_later_version_says_why_and_the_first_does_not() {
    assert!(matches!(fault(|report| report.meta.version = 2), MonthlyFault::Meta(_)));
    assert!(matches!(fault(|report| report.meta.version = 0), MonthlyFault::Meta(_)));
    let mut corrected = month::corrected(&month::full());
    assert!(monthly_csv(&corrected).is_ok());
    corrected.meta.correction.as_mut().expect("a correction").why = " ".to_owned();
    assert!(monthly_csv(&corrected).is_err());
    assert!(matches!(
        fault(|report| report.meta.period = ReportPeriod::Month { year: 2026, month: 13 }),
        MonthlyFault::Meta(_)
    ));
}

#[test]
fn a_chart_draws_columns_of_one_kind_and_is_told_in_words() {
    assert_eq!(fault(|report| report.charts[2].series.push("asa".to_owned())), MonthlyFault::Chart("C3".to_owned()));
    assert_eq!(fault(|report| report.charts[2].alternative.ja.clear()), MonthlyFault::Chart("C3".to_owned()));
    let target = fault(|report| report.charts[3].target.as_mut().expect("a target").at = ms(3));
    assert_eq!(target, MonthlyFault::Chart("C4".to_owned()));
}

#[test]
fn what_changed_is_told_figure_by_figure_and_nothing_else() {
    let first = month::full();
    assert_eq!(differences(&first, &first), []);
    let second = month::corrected(&first);
    let changes = second.meta.correction.expect("a correction").changes;
    let names: Vec<&str> = changes.iter().map(|change| change.name.as_str()).collect();
    let of = |row: &str| ["answered", "abandoned", "answer_rate"].map(|column| format!("T3.{column}.{row}"));
    let wanted: Vec<String> = of("d05").into_iter().chain(of("total")).chain(["T10.text.F1".to_owned()]).collect();
    assert_eq!(names, wanted);
    let answered = &changes[0];
    assert_eq!(answered.place, "T3 日別の電話｜5日(月)｜応答");
    let number = |text: &Option<String>| text.as_ref().expect("a number").parse::<i64>().expect("a number");
    assert_eq!(number(&answered.after), number(&answered.before) + 1);
}

#[test]
fn figures_that_came_and_went_and_those_printed_alike_are_told_too() {
    let first = month::full();
    let mut second = first.clone();
    let table = table(&mut second, "T9");
    table.rows[0].id = "pictures".to_owned();
    table.rows[1].cells[4] = Cell::DurationMs { ms: 3_001 };
    table.rows[1].cells[0] = text("画面共有");
    let changes = differences(&first, &second);
    let change = |name: &str| changes.iter().find(|change| change.name == name).expect("a change");
    let ReportChange { before, after, .. } = change("T9.longest.sessions");
    assert_eq!((before.as_deref(), after.as_deref()), (Some("0:03（3000ミリ秒）"), Some("0:03（3001ミリ秒）")));
    assert_eq!(change("T9.erased.pictures").before, None);
    assert_eq!(change("T9.erased.photos").after, None);
    assert_eq!(changes.len(), 12);
}

#[test]
fn a_report_can_be_kept_as_json_and_comes_back_the_same() {
    let report = month::corrected(&month::signed(month::full()));
    let kept = serde_json::to_string(&report).expect("JSON");
    assert_eq!(serde_json::from_str::<MonthlyReport>(&kept).expect("a report"), report);
}
