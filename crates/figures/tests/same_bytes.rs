//! The same month by the same edition of definitions gives the same bytes: in whatever order the material comes, after
//! other months, and after another edition has been published.

use crate::generated::{self, Size};
use figures::difference::{self, tables_of};
use figures::fact::Fact;
use figures::formula::{self, Edition, Formula, Param, Weight};
use figures::{Report, Rules, Value};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// The report of one generated month by edition 1. Whoever changes this line has changed what old months say: publish
/// another edition instead. (It changes with the generator too.)
const EDITION_1: &str = "26e60ce8ce30b254a97bebdea8eb2f55878b0a20de01807c1c709320614fd131";

const SIZE: Size = Size { contacts: 800, damaged: true };

#[test]
fn an_old_month_by_its_edition_has_the_bytes_it_always_had() {
    let (order, material) = generated::month(7, 2026, 10, SIZE);
    let report = Report::of(&material, &order).unwrap();
    assert_eq!(report.edition, 1);
    assert_eq!(hex::encode(Sha256::digest(report.bytes())), EDITION_1);
}

#[test]
fn the_order_in_which_contacts_come_changes_nothing() {
    let (order, mut material) = generated::month(7, 2026, 10, SIZE);
    let first = Report::of(&material, &order).unwrap().bytes();
    for seed in 0..5 {
        material.contacts.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
        assert!(Report::of(&material, &order).unwrap().bytes() == first, "shuffled by {seed}");
    }
}

#[test]
fn what_another_month_holds_does_not_change_this_one() {
    let (order, mut material) = generated::month(7, 2026, 10, SIZE);
    let first = Report::of(&material, &order).unwrap();
    let (_, later) = generated::month(8, 2027, 2, SIZE);
    material.contacts.extend(later.contacts.into_iter().map(|mut record| {
        record.caller = None;
        record.erasure = None;
        record
    }));
    let again = Report::of(&material, &order).unwrap();
    let figures = |report: &Report| report.tables.iter().skip(1).cloned().collect::<Vec<_>>();
    assert_eq!(figures(&again), figures(&first));
    assert_eq!(again.data, first.data);
}

fn without_short(fact: &Fact, _: Param, _: &Rules) -> Weight {
    let long = fact.abandoned().is_some_and(|(_, short)| !short);
    Weight::share(long, fact.is_offered())
}

#[test]
fn another_edition_changes_its_own_reports_and_no_older_one() {
    let (order, material) = generated::month(7, 2026, 10, SIZE);
    let first = formula::edition(1).unwrap();
    let before = Report::of(&material, &order).unwrap();
    let changed: Vec<Formula> = first
        .formulas()
        .map(|formula| match formula.id {
            "abandon_rate" => Formula { version: 2, weigh: without_short, ..*formula },
            _ => *formula,
        })
        .collect();
    let formulas: &'static [Formula] = changed.leak();
    let parts: &'static [&'static [Formula]] = vec![formulas].leak();
    let after = Report::by(Edition { number: 2, parts }, &material, &order).unwrap();
    let rate = |report: &Report| report.value("T0", "abandon_rate", "value").cloned();
    let (Some(Value::Share { of: one, whole }), Some(Value::Share { of: two, whole: same })) =
        (rate(&before), rate(&after))
    else {
        panic!("no abandon rate");
    };
    assert!(two < one && whole == same);
    assert_eq!(after.edition, 2);
    assert!(Report::of(&material, &order).unwrap().bytes() == before.bytes());
    assert_eq!(before.table("T3"), after.table("T3"));
}

#[test]
fn a_correction_tells_every_figure_it_changed_and_a_written_report_reads_back() {
    let (order, mut material) = generated::month(7, 2026, 10, SIZE);
    let first = Report::of(&material, &order).unwrap();
    let before = tables_of(&first.bytes()).unwrap();
    assert_eq!(difference::table(&before, &first.tables).rows, []);
    // The first contact came twice, and the other record would still say what was filed.
    let place = material.contacts.iter().skip(1).position(|record| {
        let filed = record.filing.as_ref().filter(|filing| filing.booking.is_some());
        filed.is_some() && order.term.holds(figures::Day::of(record.log[0].at))
    });
    material.contacts[place.unwrap() + 1].filing = None;
    let second = Report::of(&material, &order).unwrap();
    let changed = difference::table(&before, &second.tables);
    let ids: Vec<&str> = changed.rows.iter().map(|row| row.id.as_str()).collect();
    assert!(ids.contains(&"T6.total.total") && ids.contains(&"T0.data_version.value"), "{ids:?}");
    assert!(!ids.iter().any(|id| id.starts_with("T3.")), "{ids:?}");
    let total = changed.rows.iter().find(|row| row.id == "T6.total.total").unwrap();
    let (Value::Count { n: old }, Value::Count { n: new }) = (&total.cells[1].value, &total.cells[2].value) else {
        panic!("{total:?}");
    };
    assert_eq!(*old, new + 1);
    assert!(tables_of(b"{}").is_err());
}
