//! T6: bookings made for residents, by kind and result (clause 6(3)③).

use super::names::total;
use crate::filter::Filter;
use crate::formula::{Measure, Param};
use crate::input::{BookingKind, BookingResult};
use crate::reader::{Line, Reader};
use crate::table::{Column, FormulaMark, Row, RowKind, Table};
use crate::value::Unit;
use crate::words::Words;

/// T6 of a term.
#[must_use]
pub fn table(reader: &Reader) -> Table {
    let kinds = BookingKind::ALL.into_iter().map(Some).chain([None]);
    let results: Vec<Option<BookingResult>> = BookingResult::ALL.into_iter().map(Some).chain([None]).collect();
    Table {
        id: "T6".to_owned(),
        title: Words::new("予約代行", "Bookings"),
        row_title: Words::new("予約の種別", "kind of booking"),
        columns: results.iter().map(|result| column(reader, *result)).collect(),
        rows: kinds.map(|kind| row(reader, kind, &results)).collect(),
        notes: vec![Words::new(
            "後処理で記録した予約を、応対が到着した日に数える。",
            "Bookings as filed after a contact, counted on the day the contact arrived.",
        )],
    }
}

fn column(reader: &Reader, result: Option<BookingResult>) -> Column {
    let (id, title) = match result {
        Some(BookingResult::Made) => ("made", Words::new("新規", "new")),
        Some(BookingResult::Changed) => ("changed", Words::new("変更", "changed")),
        Some(BookingResult::Cancelled) => ("cancelled", Words::new("取消", "cancelled")),
        Some(BookingResult::Full) => ("full", Words::new("満席", "full")),
        None => ("total", total()),
    };
    let formula = reader.edition.formula("bookings").map(FormulaMark::of);
    Column { id: id.to_owned(), title, group: None, unit: Unit::Count, formula }
}

fn row(reader: &Reader, kind: Option<BookingKind>, results: &[Option<BookingResult>]) -> Row {
    let (id, label, place) = match kind {
        Some(BookingKind::Collection) => ("collection", Words::new("カードの交付", "collection"), RowKind::Part),
        Some(BookingKind::Renewal) => ("renewal", Words::new("更新", "renewal"), RowKind::Part),
        Some(BookingKind::Other) => ("other", Words::new("その他", "other"), RowKind::Part),
        None => ("total", total(), RowKind::Total),
    };
    let columns: Vec<Line> = results
        .iter()
        .map(|result| Line::of("", Words::default(), Measure::with("bookings", Param::Booking(kind, *result))))
        .collect();
    let line = Line::over(id, label, Filter::all()).kind(place);
    let mut rows = reader.rows(vec![line], &columns);
    rows.remove(0)
}
