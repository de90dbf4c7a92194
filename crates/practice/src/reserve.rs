//! Booking a visit: a calendar with full, nearly full and free slots, a form, and a way to cancel.

use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use serde::Deserialize;

use crate::apply::Applicant;
use crate::book::Practice;
use crate::posted::{Posted, body_limit};
use crate::sheet::{self, Fault, Line, Sheet, buttons, fault_of, summary};
use crate::slots::{Booked, DAYS, Slot, TIMES};
use crate::tongue::Tongue;

const CALENDAR: &str = "/reserve";
const CANCEL: &str = "/reserve/cancel";
const SLOT: &str = "/reserve/slot/{code}";

/// The pages of reservations.
pub(crate) fn routes() -> Router<Practice> {
    Router::new()
        .route(CALENDAR, get(calendar))
        .route(SLOT, get(slot).post(book))
        .route("/reserve/done", get(done))
        .route(CANCEL, get(cancelling).post(cancel))
        .layer(body_limit())
}

/// `GET /reserve`.
async fn calendar(State(practice): State<Practice>, applicant: Applicant) -> Response {
    sheet::page(StatusCode::OK, calendar_page(&practice, applicant.tongue, ""))
}

fn calendar_page(practice: &Practice, tongue: Tongue, notice: &str) -> Markup {
    let say = |japanese, english| tongue.say(japanese, english);
    let body = html! {
        @if !notice.is_empty() { div.notice role="status" { p { (notice) } } }
        p { (say("○は空きあり、△は残り1枠、×は満席です。", "○ free, △ one place left, × full.")) }
        table.slots {
            caption.skip { (say("空き状況", "Places left")) }
            thead {
                tr { th scope="col" { (say("日付", "Day")) } @for time in TIMES { th scope="col" { (time) } } }
            }
            tbody {
                @for (day, (_, japanese, english)) in DAYS.iter().enumerate() {
                    tr {
                        th scope="row" { (say(*japanese, *english)) }
                        @for time in 0..TIMES.len() { td { (cell(practice, tongue, day, time)) } }
                    }
                }
            }
        }
        p { a href=(CANCEL) { (say("予約を取り消す", "Cancel a booking")) } }
    };
    let title = say("来庁の日時を選んでください", "Choose a day and a time");
    Sheet { tongue, title, step: None, scripts: &[] }.show(body)
}

fn cell(practice: &Practice, tongue: Tongue, day: usize, time: usize) -> Markup {
    let Some(slot) = Slot::at(day, time) else { return html! {} };
    let (japanese, english) = slot.words();
    let when = tongue.say(japanese, english);
    let full = tongue.say("満席", "full");
    match practice.with_calendar(|calendar| calendar.left(slot)) {
        0 => html! { span role="img" aria-label={ (when) " " (full) } { "×" } },
        1 => html! {
            a href={ "/reserve/slot/" (slot.code()) } aria-label={ (when) " " (tongue.say("残り1枠", "one left")) } { "△" }
        },
        _ => html! {
            a href={ "/reserve/slot/" (slot.code()) } aria-label={ (when) " " (tongue.say("空きあり", "free")) } { "○" }
        },
    }
}

/// `GET /reserve/slot/{code}`.
async fn slot(applicant: Applicant, Path(code): Path<String>) -> Response {
    match Slot::from_code(&code) {
        Some(slot) => sheet::page(StatusCode::OK, slot_page(applicant.tongue, slot, &Posted::default(), &[])),
        None => sheet::see_other(CALENDAR),
    }
}

/// `POST /reserve/slot/{code}`.
async fn book(
    State(practice): State<Practice>,
    applicant: Applicant,
    Path(code): Path<String>,
    posted: Posted,
) -> Response {
    practice.note(SLOT, &posted);
    let tongue = applicant.tongue;
    let Some(slot) = Slot::from_code(&code) else { return sheet::see_other(CALENDAR) };
    let faults = faults(&posted, tongue);
    if !faults.is_empty() {
        return sheet::page(StatusCode::UNPROCESSABLE_ENTITY, slot_page(tongue, slot, &posted, &faults));
    }
    match practice.with_calendar(|calendar| calendar.book(slot, posted.value("name"))) {
        Booked::Under(number) => sheet::see_other(&format!("/reserve/done?number={number}")),
        Booked::Full => {
            let notice =
                tongue.say("申し訳ありません。この枠は満席になりました。", "Sorry, this slot has become full.");
            sheet::page(StatusCode::CONFLICT, calendar_page(&practice, tongue, notice))
        }
    }
}

fn faults(posted: &Posted, tongue: Tongue) -> Vec<Fault> {
    let name = (posted.value("name").is_empty(), "name", tongue.say("お名前を入力してください", "Enter your name"));
    let digits = posted.value("telephone").chars().filter(char::is_ascii_digit).count();
    let wrong = tongue.say("電話番号は10桁または11桁で入力してください", "Enter 10 or 11 digits");
    let telephone = (!(10..=11).contains(&digits), "telephone", wrong);
    let bad = [name, telephone].into_iter().filter(|(bad, _, _)| *bad);
    bad.map(|(_, field, says)| Fault { field, says }).collect()
}

fn slot_page(tongue: Tongue, slot: Slot, filled: &Posted, faults: &[Fault]) -> Markup {
    let say = |japanese, english| tongue.say(japanese, english);
    let (japanese, english) = slot.words();
    let line = |name, label, kind, autocomplete| field(filled, faults, name, label, kind, autocomplete).show(tongue);
    let body = html! {
        (summary(tongue, faults))
        div.notice { p { (say("予約日時", "Your time")) "： " strong { (tongue.say(japanese, english)) } } }
        form method="post" action={ "/reserve/slot/" (slot.code()) } {
            (line("name", say("お名前", "Name"), "text", "name"))
            (line("telephone", say("電話番号", "Telephone"), "tel", "tel"))
            (buttons(tongue, say("予約する", "Book")))
        }
    };
    Sheet { tongue, title: say("予約する方の情報", "Who comes"), step: None, scripts: &["form.js"] }.show(body)
}

fn field<'a>(
    filled: &'a Posted,
    faults: &[Fault],
    name: &'a str,
    label: &'a str,
    kind: &'a str,
    autocomplete: &'a str,
) -> Line<'a> {
    let value = filled.value(name);
    Line { name, label, hint: "", kind, autocomplete, value, required: true, fault: fault_of(faults, name) }
}

/// What a number in an address stands for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Numbered {
    number: u32,
}

/// `GET /reserve/done?number=`.
async fn done(
    State(practice): State<Practice>,
    applicant: Applicant,
    numbered: Result<Query<Numbered>, QueryRejection>,
) -> Response {
    let number = numbered.ok().map_or(0, |Query(numbered)| numbered.number);
    let Some(slot) = practice.with_calendar(|calendar| calendar.find(number)) else {
        return sheet::see_other(CALENDAR);
    };
    let tongue = applicant.tongue;
    let (japanese, english) = slot.words();
    let body = html! {
        p.receipt { (tongue.say("予約番号", "Booking number")) " " strong #booking { (number) } }
        p { (tongue.say(japanese, english)) }
        p { a href=(CANCEL) { (tongue.say("予約を取り消す", "Cancel this booking")) } }
    };
    let title = tongue.say("予約を受け付けました", "Your visit is booked");
    sheet::page(StatusCode::OK, Sheet { tongue, title, step: None, scripts: &[] }.show(body))
}

/// `GET /reserve/cancel`.
async fn cancelling(applicant: Applicant) -> Response {
    sheet::page(StatusCode::OK, cancel_page(applicant.tongue, &Posted::default(), &[]))
}

/// `POST /reserve/cancel`.
async fn cancel(State(practice): State<Practice>, applicant: Applicant, posted: Posted) -> Response {
    practice.note(CANCEL, &posted);
    let tongue = applicant.tongue;
    let number = posted.value("number").parse().unwrap_or_default();
    if practice.with_calendar(|calendar| calendar.cancel(number, posted.value("name"))).is_some() {
        let notice = tongue.say("予約を取り消しました。", "Your booking is cancelled.");
        return sheet::page(StatusCode::OK, calendar_page(&practice, tongue, notice));
    }
    let says = tongue.say("予約番号とお名前が一致する予約がありません", "There is no such booking in this name");
    let faults = [Fault { field: "number", says }];
    sheet::page(StatusCode::UNPROCESSABLE_ENTITY, cancel_page(tongue, &posted, &faults))
}

fn cancel_page(tongue: Tongue, filled: &Posted, faults: &[Fault]) -> Markup {
    let say = |japanese, english| tongue.say(japanese, english);
    let body = html! {
        (summary(tongue, faults))
        form method="post" action=(CANCEL) {
            (field(filled, faults, "number", say("予約番号", "Booking number"), "text", "off").show(tongue))
            (field(filled, faults, "name", say("お名前", "Name"), "text", "name").show(tongue))
            (buttons(tongue, say("予約を取り消す", "Cancel the booking")))
        }
    };
    Sheet { tongue, title: say("予約の取り消し", "Cancel a booking"), step: None, scripts: &["form.js"] }.show(body)
}
