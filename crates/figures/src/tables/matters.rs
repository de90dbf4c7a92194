//! T7: escalations, complaints and incidents, each by its gist without personal data (clause 8(3)); and their numbers.

use crate::input::{Matter, MatterKind};
use crate::table::{Cell, Column, Row, RowKind, Table};
use crate::term::{Day, Term};
use crate::value::{Unit, Value};
use crate::words::Words;

/// T7 of a term: matters that were open on any of its days.
#[must_use]
pub fn table(matters: &[Matter], term: Term) -> Table {
    let mut found: Vec<&Matter> = matters.iter().filter(|matter| is_of(matter, term)).collect();
    found.sort_by_key(|matter| (matter.opened_at, matter.kind, &matter.gist));
    Table {
        id: "T7".to_owned(),
        title: Words::new("引継ぎ・苦情・事故", "Escalations, complaints, incidents"),
        row_title: Words::new("番号", "number"),
        columns: vec![
            column("kind", "種別", "kind", Unit::Text),
            column("opened", "発生日", "opened", Unit::Date),
            column("gist", "概要", "gist", Unit::Text),
            column("handed_to", "引継先", "handed to", Unit::Text),
            column("closed", "完了日", "closed", Unit::Date),
            column("days", "日数", "days", Unit::Days),
        ],
        rows: (1..).zip(found).map(|(number, matter)| row(number, matter, term)).collect(),
        notes: vec![Words::new(
            "期間中に発生したもの、または期間の初めに未完了だったもの。日数は暦日。",
            "What came up in the term or was open at its beginning. Days are calendar days.",
        )],
    }
}

/// The numbers of T7 by kind.
#[must_use]
pub fn numbers(matters: &[Matter], term: Term) -> Table {
    let within = |at| term.holds(Day::of(at));
    let row = |kind: Option<MatterKind>| {
        let count = |is_counted: &dyn Fn(&Matter) -> bool| {
            let of_kind = matters.iter().filter(|it| kind.is_none_or(|kind| it.kind == kind));
            Cell::count(of_kind.filter(|it| is_counted(it)).count() as u64)
        };
        let is_open = |it: &Matter| it.opened_at < term.ends() && settled(it, term).is_none();
        Row {
            id: kind.map_or("total", id).to_owned(),
            label: kind.map_or_else(super::names::total, title),
            kind: if kind.is_some() { RowKind::Part } else { RowKind::Total },
            cells: vec![
                count(&|it| within(it.opened_at)),
                count(&|it| it.closed_at.is_some_and(within)),
                count(&is_open),
            ],
        }
    };
    Table {
        id: "T7-numbers".to_owned(),
        title: Words::new("引継ぎ・苦情・事故の件数", "Escalations, complaints, incidents: numbers"),
        row_title: Words::new("種別", "kind"),
        columns: vec![
            column("opened", "発生", "opened", Unit::Count),
            column("closed", "完了", "closed", Unit::Count),
            column("still_open", "期末に未完了", "open at the end", Unit::Count),
        ],
        rows: MatterKind::ALL.into_iter().map(Some).chain([None]).map(row).collect(),
        notes: Vec::new(),
    }
}

/// When it was settled, as it stood at the end of the term: what was settled later is still open in this report.
fn settled(matter: &Matter, term: Term) -> Option<Day> {
    matter.closed_at.filter(|at| *at < term.ends()).map(Day::of)
}

fn is_of(matter: &Matter, term: Term) -> bool {
    let is_over_before = matter.closed_at.is_some_and(|at| at < term.begins());
    matter.opened_at < term.ends() && (matter.opened_at >= term.begins() || !is_over_before)
}

fn row(number: u32, matter: &Matter, term: Term) -> Row {
    let opened = Day::of(matter.opened_at);
    let closed = settled(matter, term);
    let date = |day| Cell::plain(Value::Date { day }, Unit::Date);
    let days = closed.map(|closed| u64::try_from(closed.0.saturating_sub(opened.0)).unwrap_or(0));
    Row {
        id: number.to_string(),
        label: Words::same(&number.to_string()),
        kind: RowKind::Apart,
        cells: vec![
            Cell::text(title(matter.kind)),
            date(opened),
            Cell::text(matter.gist.clone()),
            Cell::text(matter.handed_to.clone()),
            closed.map_or_else(Cell::nothing, date),
            days.map_or_else(Cell::nothing, |n| Cell::plain(Value::Count { n }, Unit::Days)),
        ],
    }
}

fn column(id: &str, ja: &str, en: &str, unit: Unit) -> Column {
    Column { id: id.to_owned(), title: Words::new(ja, en), group: None, unit, formula: None }
}

fn id(kind: MatterKind) -> &'static str {
    match kind {
        MatterKind::Escalation => "escalation",
        MatterKind::Complaint => "complaint",
        MatterKind::Incident => "incident",
    }
}

fn title(kind: MatterKind) -> Words {
    match kind {
        MatterKind::Escalation => Words::new("市への引継ぎ", "escalation"),
        MatterKind::Complaint => Words::new("苦情", "complaint"),
        MatterKind::Incident => Words::new("事故", "incident"),
    }
}

#[cfg(test)]
mod tests {
    use domain::time::Timestamp;

    use super::*;

    #[test]
    fn a_matter_is_told_while_it_is_open_and_as_it_stood_at_the_end_of_the_term() {
        let term = Term::month(2026, 6).unwrap();
        let on = |day: i32| Timestamp(Day(term.first.0 + day).begins().0 + 1);
        let matter = |opened, closed: Option<i32>| Matter {
            kind: MatterKind::Complaint,
            opened_at: on(opened),
            closed_at: closed.map(on),
            gist: Words::same("g"),
            handed_to: Words::same("h"),
            contact: None,
        };
        let check = |opened, closed, wanted: Option<&str>| {
            let table = table(&[matter(opened, closed)], term);
            let days = table.cell("1", "days").map(|cell| cell.value.shown().text(true));
            assert_eq!(days.as_deref(), wanted, "{opened} {closed:?}");
        };
        check(0, Some(3), Some("3"));
        check(-5, Some(0), Some("5"));
        check(-5, Some(-1), None);
        check(29, None, Some(""));
        check(29, Some(30), Some(""));
        check(30, None, None);
        let counted = numbers(&[matter(0, Some(3)), matter(2, Some(40)), matter(-9, Some(1))], term);
        let n = |column| counted.cell("complaint", column).map(|cell| cell.value.clone());
        assert_eq!(n("opened"), Some(Value::Count { n: 2 }));
        assert_eq!(n("closed"), Some(Value::Count { n: 2 }));
        assert_eq!(n("still_open"), Some(Value::Count { n: 1 }));
    }
}
