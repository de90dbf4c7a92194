//! The tables, cell by cell.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use domain::contact::{Channel, Language};
use domain::service_flow::{BreakOffReason as B, OutcomeKind as O};
use figures::Material;
use figures::input::{BookingKind, BookingResult, Outcome};

use super::Place;
use super::contact::{Fate, Flow, Seen};

/// A figure without any form: nothing, a whole number, or two numbers of a share or a mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Num {
    None,
    One(i64),
    Two(i64, i64),
}

struct Book<'s> {
    cells: BTreeMap<Place, Num>,
    this: Vec<&'s Seen>,
    before: Vec<&'s Seen>,
    first: NaiveDate,
    material: &'s Material,
}

type Is<'a> = &'a dyn Fn(&Seen) -> bool;

pub fn all(seen: &[Seen], material: &Material, first: NaiveDate, before: NaiveDate) -> BTreeMap<Place, Num> {
    let of = |day: NaiveDate| -> Vec<&Seen> {
        seen.iter().filter(|it| (it.date.year(), it.date.month()) == (day.year(), day.month())).collect()
    };
    let mut book = Book { cells: BTreeMap::new(), this: of(first), before: of(before), first, material };
    applications(&mut book);
    waiting(&mut book);
    days(&mut book);
    hours(&mut book);
    topics(&mut book);
    bookings(&mut book);
    book.cells
}

impl<'s> Book<'s> {
    fn put(&mut self, table: &str, row: &str, column: &str, num: Num) {
        let place = (table.to_owned(), row.to_owned(), column.to_owned());
        assert!(self.cells.insert(place, num).is_none(), "{table} {row} {column} twice");
    }

    fn chosen(&self, is: Is) -> Vec<&'s Seen> {
        self.this.iter().copied().filter(|it| is(it)).collect()
    }
}

fn answered(it: &Seen) -> bool {
    it.fate == Fate::Answered
}

fn left(it: &Seen) -> bool {
    matches!(it.fate, Fate::Left { .. })
}

fn offered(it: &Seen) -> bool {
    matches!(it.fate, Fate::Answered | Fate::Left { .. } | Fate::EndedBySystem | Fate::NotReached)
}

fn n(over: &[&Seen], is: Is) -> Num {
    Num::One(over.iter().filter(|it| is(it)).count() as i64)
}

fn share(over: &[&Seen], part: Is, whole: Is) -> Num {
    let count = |is: Is| over.iter().filter(|it| is(it)).count() as i64;
    Num::Two(count(part), count(whole))
}

fn mean(over: &[&Seen], ms: &dyn Fn(&Seen) -> i64, is: Is) -> Num {
    let times: Vec<i64> = over.iter().filter(|it| is(it)).map(|it| ms(it)).collect();
    Num::Two(times.iter().sum(), times.len() as i64)
}

fn days(book: &mut Book) {
    let mut rows: Vec<(String, Option<NaiveDate>)> = vec![("total".to_owned(), None)];
    let month = book.first.month();
    rows.extend(book.first.iter_days().take_while(|day| day.month() == month).map(|day| (day.to_string(), Some(day))));
    for (row, day) in rows {
        let over = book.chosen(&|it| it.channel == Channel::Phone && day.is_none_or(|day| it.date == day));
        let short = |it: &Seen| matches!(it.fate, Fate::Left { wait_ms } if wait_ms < 10_000);
        let cells = [
            ("offered", n(&over, &offered)),
            ("answered", n(&over, &answered)),
            ("abandoned", n(&over, &left)),
            ("short_abandoned", n(&over, &short)),
            ("ended_by_system", n(&over, &|it| it.fate == Fate::EndedBySystem)),
            ("callback_unreached", n(&over, &|it| it.fate == Fate::NotReached)),
            ("answer_rate", share(&over, &answered, &offered)),
            ("service_level", share(&over, &|it| answered(it) && it.wait_ms <= 20_000, &offered)),
            ("average_wait", mean(&over, &|it| it.wait_ms, &answered)),
            ("talk_time", mean(&over, &|it| it.talk_ms, &answered)),
            ("hold_time", mean(&over, &|it| it.hold_ms, &answered)),
            ("after_call_time", mean(&over, &|it| it.wrap_ms, &answered)),
            ("handle_time", mean(&over, &|it| it.talk_ms + it.hold_ms + it.wrap_ms, &answered)),
            ("out_of_hours", n(&over, &|it| it.fate == Fate::OutOfHours)),
            ("ended_before_queue", n(&over, &|it| it.fate == Fate::BeforeQueue)),
            ("outbound", n(&over, &|it| it.fate == Fate::Outbound)),
            ("undecided", n(&over, &|it| it.fate == Fate::Unknown)),
        ];
        for (column, num) in cells {
            book.put("T3", &row, column, num);
        }
    }
}

fn hours(book: &mut Book) {
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    for half_hour in (17..=39).map(Some).chain([None]) {
        for is_total in [false, true] {
            if is_total && half_hour.is_some() {
                continue;
            }
            let row = match half_hour {
                Some(half_hour) => format!("band_{half_hour}"),
                None if is_total => "total".to_owned(),
                None => "other_hours".to_owned(),
            };
            for weekday in (0..7).map(Some).chain([None]) {
                let over = book.chosen(&|it| {
                    let in_row = match half_hour {
                        Some(half_hour) => it.half_hour == half_hour,
                        None => is_total || !(17..=39).contains(&it.half_hour),
                    };
                    it.channel == Channel::Phone && in_row && weekday.is_none_or(|weekday| it.weekday == weekday)
                });
                let cells = [
                    ("offered", n(&over, &offered)),
                    ("answer_rate", share(&over, &answered, &offered)),
                    ("average_wait", mean(&over, &|it| it.wait_ms, &answered)),
                ];
                let name = weekday.map_or("all", |weekday| names[weekday as usize]);
                for (column, num) in cells {
                    book.put("T4", &row, &format!("{name}_{column}"), num);
                }
            }
        }
    }
}

fn waiting(book: &mut Book) {
    let rows = (17..=34).map(|half_hour| (format!("band_{half_hour}"), half_hour..=half_hour, true));
    let others = [("other_hours".to_owned(), 17..=34, false), ("total".to_owned(), 0..=47, true)];
    for (row, half_hours, inside) in rows.chain(others) {
        let over = book.chosen(&|it| it.channel == Channel::Counter && half_hours.contains(&it.half_hour) == inside);
        let mut waits: Vec<i64> = over.iter().filter(|it| answered(it)).map(|it| it.wait_ms).collect();
        waits.sort_unstable();
        let len = waits.len();
        let median = match len {
            0 => Num::None,
            _ if len % 2 == 1 => Num::One(waits[len / 2]),
            _ => Num::Two(waits[len / 2 - 1] + waits[len / 2], 2),
        };
        // The first wait that at least nine in ten of all waits do not exceed.
        let p90 = waits.iter().find(|wait| waits.iter().filter(|it| it <= wait).count() * 10 >= len * 9);
        let unknown = |it: &Seen| it.fate == Fate::Unknown && it.queued;
        let stopped = |it: &Seen| matches!(it.fate, Fate::EndedBySystem | Fate::NotReached);
        let cells = [
            ("tickets", n(&over, &|it| offered(it) || unknown(it))),
            ("answered", n(&over, &answered)),
            ("abandoned", n(&over, &left)),
            ("visits_ended_waiting", n(&over, &stopped)),
            ("visits_undecided", n(&over, &unknown)),
            ("visit_wait", mean(&over, &|it| it.wait_ms, &answered)),
            ("visit_wait_median", median),
            ("visit_wait_p90", p90.map_or(Num::None, |wait| Num::One(*wait))),
            ("visit_wait_longest", waits.last().map_or(Num::None, |wait| Num::One(*wait))),
            ("visit_wait_within", share(&over, &|it| answered(it) && it.wait_ms <= 300_000, &answered)),
            ("detour_time", mean(&over, &|it| it.pay_ms, &|it| it.pay_ms > 0)),
        ];
        for (column, num) in cells {
            book.put("T2", &row, column, num);
        }
    }
}

type IsFlow = Box<dyn Fn(&Flow) -> bool>;

fn application_rows() -> Vec<(String, IsFlow, bool)> {
    let mut rows: Vec<(String, IsFlow, bool)> = Vec::new();
    let lines = [
        ("new_with_form", "new_card_with_form"),
        ("new_without_form", "new_card_without_form"),
        ("card_renewal", "card_renewal"),
        ("certificate_renewal", "certificate_renewal"),
        ("lost_reissue", "lost_reissue"),
        ("other_reissue", "other_reissue"),
        ("insurance_card", "insurance_card"),
        ("public_money_account", "public_money_account"),
        ("other_link", "other_links"),
        ("e_application", "e_application"),
    ];
    let done = |flow: &Flow| flow.outcome == Some(O::Done);
    for (row, id) in lines {
        rows.push((row.to_owned(), Box::new(move |flow: &Flow| done(flow) && flow.id == id), true));
    }
    rows.push((
        "other".to_owned(),
        Box::new(move |flow: &Flow| done(flow) && !lines.iter().any(|(_, id)| flow.id == *id)),
        true,
    ));
    rows.push(("completed".to_owned(), Box::new(done), true));
    let endings = [
        ("booked", Some(O::Booked)),
        ("referred_to_staff", Some(O::ReferredToStaff)),
        ("not_possible_here", Some(O::NotPossibleHere)),
        ("broken_off", Some(O::BrokenOff)),
        ("open", None),
    ];
    for (row, ending) in endings {
        rows.push((row.to_owned(), Box::new(move |flow: &Flow| flow.outcome == ending), false));
    }
    let reasons = [
        ("no_time", Some(B::NoTime)),
        ("document_missing", Some(B::DocumentMissing)),
        ("no_mail", Some(B::NoMail)),
        ("pin_not_known", Some(B::PinNotKnown)),
        ("fee_not_paid", Some(B::FeeNotPaid)),
        ("equipment", Some(B::Equipment)),
        ("national_system", Some(B::NationalSystem)),
        ("changed_mind", Some(B::ChangedMind)),
        ("needs_staff", Some(B::NeedsStaff)),
        ("left_silently", Some(B::LeftSilently)),
        ("other_reason", Some(B::Other)),
        ("no_reason", None),
    ];
    for (row, reason) in reasons {
        let is = move |flow: &Flow| flow.outcome == Some(O::BrokenOff) && flow.reason == reason;
        rows.push((format!("broken_off_{row}"), Box::new(is), false));
    }
    rows.push(("not_completed".to_owned(), Box::new(move |flow: &Flow| !done(flow)), false));
    rows.push(("begun".to_owned(), Box::new(|_: &Flow| true), false));
    rows
}

fn applications(book: &mut Book) {
    let visits = book.chosen(&|it| it.channel == Channel::Counter);
    let visits: Vec<Seen> = visits.into_iter().cloned().collect();
    let earlier: Vec<Seen> =
        book.before.iter().filter(|it| it.channel == Channel::Counter).map(|it| (*it).clone()).collect();
    for (row, is, has_time) in application_rows() {
        let flows = |over: &[Seen], in_column: Is| -> i64 {
            over.iter()
                .filter(|it| in_column(it))
                .map(|it| it.flows.iter().filter(|flow| is(flow)).count() as i64)
                .sum()
        };
        application_columns(book, &row, &visits, &earlier, &flows);
        let done: Vec<i64> =
            visits.iter().flat_map(|it| &it.flows).filter(|flow| is(flow)).map(|flow| flow.ms).collect();
        let time = if has_time { Num::Two(done.iter().sum(), done.len() as i64) } else { Num::None };
        book.put("T1", &row, "time", time);
    }
    let tickets = |over: &[Seen], in_column: Is| -> i64 {
        let is = |it: &Seen| offered(it) || (it.fate == Fate::Unknown && it.queued);
        over.iter().filter(|it| in_column(it) && is(it)).count() as i64
    };
    application_columns(book, "tickets", &visits, &earlier, &tickets);
    let over: Vec<&Seen> = visits.iter().collect();
    let time = mean(&over, &|it| it.talk_ms + it.hold_ms + it.wrap_ms, &answered);
    book.put("T1", "tickets", "time", time);
}

fn application_columns(
    book: &mut Book,
    row: &str,
    visits: &[Seen],
    earlier: &[Seen],
    count: &dyn Fn(&[Seen], Is) -> i64,
) {
    let mut put = |column: &str, num: i64| book.put("T1", row, column, Num::One(num));
    put("weekday", count(visits, &|it| it.weekday < 5));
    put("saturday", count(visits, &|it| it.weekday == 5));
    put("sunday", count(visits, &|it| it.weekday == 6));
    put("total", count(visits, &|_| true));
    put("change", count(visits, &|_| true) - count(earlier, &|_| true));
    put("ja", count(visits, &|it| it.language == Some(Language::Ja)));
    put("en", count(visits, &|it| it.language == Some(Language::En)));
    put("other", count(visits, &|it| it.language.is_none()));
}

fn topics(book: &mut Book) {
    let is_call = |it: &Seen| it.channel == Channel::Phone && answered(it);
    let calls: Vec<Seen> = book.chosen(&is_call).into_iter().cloned().collect();
    let earlier: Vec<Seen> = book.before.iter().filter(|it| is_call(it)).map(|it| (*it).clone()).collect();
    let code = |it: &Seen| it.filing.as_ref().map(|filing| filing.topic.clone());
    let used: BTreeSet<String> = calls.iter().chain(&earlier).filter_map(code).collect();
    let listed = &book.material.topics;
    let told: Vec<_> = listed.iter().filter(|topic| !topic.is_retired || used.contains(&topic.code)).collect();
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for main in listed.iter().filter(|topic| topic.parent.is_none()) {
        let subs: Vec<String> =
            told.iter().filter(|it| it.parent.as_ref() == Some(&main.code)).map(|it| it.code.clone()).collect();
        if subs.is_empty() && !told.iter().any(|it| it.code == main.code) {
            continue;
        }
        let family: Vec<String> = [main.code.clone()].into_iter().chain(subs.clone()).collect();
        rows.push((main.code.clone(), family));
        if !subs.is_empty() {
            rows.push((format!("{}/", main.code), vec![main.code.clone()]));
            rows.extend(subs.into_iter().map(|sub| (sub.clone(), vec![sub])));
        }
    }
    rows.extend(
        used.iter()
            .filter(|code| !listed.iter().any(|it| it.code == **code))
            .map(|code| (code.clone(), vec![code.clone()])),
    );
    for (row, codes) in rows {
        topic_row(book, &row, &calls, &earlier, &|it| code(it).is_some_and(|code| codes.contains(&code)));
    }
    topic_row(book, "not_filed", &calls, &earlier, &|it| it.filing.is_none());
    topic_row(book, "total", &calls, &earlier, &|_| true);
}

fn topic_row(book: &mut Book, row: &str, calls: &[Seen], earlier: &[Seen], is: Is) {
    let over: Vec<&Seen> = calls.iter().filter(|it| is(it)).collect();
    let then = earlier.iter().filter(|it| is(it)).count() as i64;
    let filed = |it: &Seen, outcome| it.filing.as_ref().is_some_and(|filing| filing.outcome == outcome);
    let at_once = |it: &Seen| filed(it, Outcome::Resolved) && it.passed_on == 0 && !it.comes_again;
    let cells = [
        ("count", Num::One(over.len() as i64)),
        ("share", Num::Two(over.len() as i64, calls.len() as i64)),
        ("change", Num::One(over.len() as i64 - then)),
        ("resolved_at_once", n(&over, &at_once)),
        ("resolved", n(&over, &|it| filed(it, Outcome::Resolved))),
        ("transferred_city", n(&over, &|it| filed(it, Outcome::TransferredCity))),
        ("referred", n(&over, &|it| filed(it, Outcome::ReferredAgency))),
        ("call_back", n(&over, &|it| filed(it, Outcome::CallBack))),
        ("broken_off", n(&over, &|it| filed(it, Outcome::BrokenOff))),
        ("english", n(&over, &|it| it.language == Some(Language::En))),
        ("talk_time", mean(&over, &|it| it.talk_ms, &|_| true)),
    ];
    for (column, num) in cells {
        book.put("T5", row, column, num);
    }
}

fn bookings(book: &mut Book) {
    let kinds = [
        ("collection", Some(BookingKind::Collection)),
        ("renewal", Some(BookingKind::Renewal)),
        ("other", Some(BookingKind::Other)),
        ("total", None),
    ];
    let results = [
        ("made", Some(BookingResult::Made)),
        ("changed", Some(BookingResult::Changed)),
        ("cancelled", Some(BookingResult::Cancelled)),
        ("full", Some(BookingResult::Full)),
        ("total", None),
    ];
    for (row, kind) in kinds {
        for (column, result) in results {
            let filed = book.chosen(&|it| {
                let booking = it.filing.as_ref().and_then(|filing| filing.booking);
                booking.is_some_and(|it| kind.is_none_or(|k| it.kind == k) && result.is_none_or(|r| it.result == r))
            });
            let num = Num::One(filed.len() as i64);
            book.put("T6", row, column, num);
        }
    }
}
