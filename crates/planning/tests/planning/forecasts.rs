//! The next month: how near it comes, how honest its interval is, and when it refuses.

use super::city::{City, by_month, calendar, date};
use planning::forecast::{Forecast, NotCarried, Note, Renewals, forecast};
use planning::series::{CountedDay, Month, Series};
use std::collections::BTreeMap;

const SEEDS: u64 = 24;

/// What was forecast for May 2026, and what came.
fn tried(city: &mut City, renewals: &Renewals, first: chrono::NaiveDate) -> (Result<Forecast, NotCarried>, Series) {
    let all = city.calls(first, date(2026, 6, 1));
    let may = date(2026, 5, 1);
    let ahead = calendar(may, date(2026, 6, 1));
    (forecast(&all.before(may), &ahead, renewals, 0.9), all.of_month(Month::of(may)))
}

/// (days within their interval, half hours within theirs, WAPE by days)
fn judged(forecast: &Forecast, came: &Series) -> (f64, f64, f64) {
    let (mut days, mut bands, mut all_bands, mut missed) = (0.0, 0.0, 0.0, 0.0);
    for (outlook, day) in forecast.days.iter().zip(came.days()) {
        let within =
            |low: u32, high: u32, count: u64| f64::from(u8::from((u64::from(low)..=u64::from(high)).contains(&count)));
        days += within(outlook.contacts.low, outlook.contacts.high, day.total());
        missed += (outlook.contacts.mean - day.total() as f64).abs();
        for (band, count) in outlook.bands.iter().zip(&day.counts) {
            bands += within(band.contacts.low, band.contacts.high, u64::from(*count));
            all_bands += 1.0;
        }
    }
    (days / came.days().len() as f64, bands / all_bands, missed / came.total() as f64)
}

#[test]
fn a_year_of_calls_forecasts_the_next_month_and_its_interval_holds_what_it_promises() {
    let (mut days, mut bands, mut wape, mut tried_wape, mut naive, mut totals) = (0.0, 0.0, 0.0, 0.0, 0.0, 0);
    for seed in 0..SEEDS {
        let (found, came) = tried(&mut City::new(seed, &[]), &Renewals::default(), date(2025, 1, 4));
        let found = found.expect("carried");
        let (in_days, in_bands, missed) = judged(&found, &came);
        days += in_days / SEEDS as f64;
        bands += in_bands / SEEDS as f64;
        wape += missed / SEEDS as f64;
        tried_wape += found.back_test.day.wape / SEEDS as f64;
        totals += u64::from((u64::from(found.total.low)..=u64::from(found.total.high)).contains(&came.total()));
        naive += found.back_test.naive_wape / SEEDS as f64;
        assert_eq!(found.back_test.months.len(), 6);
    }
    println!(
        "of 90 % intervals {:.1} % of days and {:.1} % of half hours held, months' sums {totals} of {SEEDS}; \
         WAPE by days {:.1} %, back-tested {:.1} %, naive {:.1} %",
        days * 100.0,
        bands * 100.0,
        wape * 100.0,
        tried_wape * 100.0,
        naive * 100.0
    );
    assert!(tried_wape < 0.95 * naive, "{tried_wape} {naive}");
    assert!((0.85..=0.97).contains(&days), "{days}");
    assert!((0.85..=0.98).contains(&bands), "{bands}");
    assert!(wape < 0.16 && (wape - tried_wape).abs() < 0.03, "{wape} {tried_wape}");
    assert!(totals >= SEEDS * 3 / 4, "{totals}");
}

#[test]
fn the_back_test_tells_its_own_coverage_near_what_was_asked() {
    let covered: Vec<f64> = (0..SEEDS)
        .map(|seed| tried(&mut City::new(seed, &[]), &Renewals::default(), date(2025, 4, 1)).0)
        .map(|found| found.expect("carried").back_test.day.covered)
        .collect();
    let mean = covered.iter().sum::<f64>() / covered.len() as f64;
    println!("back-tested coverage of 90 % intervals: {:.1} %", mean * 100.0);
    assert!((0.85..=0.95).contains(&mean), "{mean}");
}

#[test]
fn certificates_due_are_used_where_they_bring_calls() {
    let mut months = BTreeMap::new();
    for (number, due) in
        [800, 1200, 700, 1500, 900, 1800, 600, 1100, 1400, 800, 1000, 1300, 700, 2600].iter().enumerate()
    {
        let year = if number < 9 { 2025 } else { 2026 };
        months.insert(Month { year, month: (number as u32 + 3) % 12 + 1 }, *due);
    }
    let renewals = Renewals(months);
    let (mut with, mut without, mut refused) = (0.0, 0.0, 0);
    for seed in 0..SEEDS / 2 {
        let city = |seed| {
            let mut city = City::new(seed, &[]);
            city.renewals = renewals.clone();
            city
        };
        let (known, came) = tried(&mut city(seed), &renewals, date(2025, 4, 1));
        let wape = judged(&known.expect("carried"), &came).2;
        assert!(wape < 0.2, "{wape}");
        match tried(&mut city(seed), &Renewals::default(), date(2025, 4, 1)).0 {
            Ok(blind) => {
                with += wape;
                without += judged(&blind, &came).2;
                assert!(blind.notes.contains(&Note::NoRenewals));
            }
            Err(_) => refused += 1,
        }
    }
    println!("sum of WAPE with certificates due {with:.3}, without {without:.3}; without them refused {refused} times");
    assert!(with < 0.6 * without || refused == SEEDS / 2, "{with} {without}");
}

#[test]
fn a_month_whose_certificates_are_unknown_is_noted_and_less_than_a_year_too() {
    let mut city = City::new(3, &[]);
    let past = city.calls(date(2025, 9, 1), date(2026, 5, 1));
    let known: BTreeMap<Month, u32> = by_month(&past).into_keys().map(|month| (month, 1_000)).collect();
    let ahead = calendar(date(2026, 5, 1), date(2026, 6, 1));
    let found = forecast(&past, &ahead, &Renewals(known), 0.9).expect("carried");
    assert_eq!(found.notes, [Note::NoYear, Note::RenewalsAheadUnknown(Month { year: 2026, month: 5 })]);
}

#[test]
fn half_hours_of_a_day_sum_to_it_and_a_closed_day_is_not_asked() {
    let (found, _) = tried(&mut City::new(4, &[]), &Renewals::default(), date(2025, 4, 1));
    for day in found.expect("carried").days {
        let sum: f64 = day.bands.iter().map(|band| band.contacts.mean).sum();
        assert!((sum - day.contacts.mean).abs() < 1e-9);
        assert!(f64::from(day.contacts.low) <= day.contacts.mean && day.contacts.mean <= f64::from(day.contacts.high));
    }
}

#[test]
fn a_past_that_carries_no_forecast_says_why() {
    let ahead = calendar(date(2026, 5, 1), date(2026, 6, 1));
    let from = |first| City::new(5, &[]).calls(first, date(2026, 5, 1));
    let refused = |past: &Series| forecast(past, &ahead, &Renewals::default(), 0.9).expect_err("not carried");
    assert_eq!(refused(&Series::default()), NotCarried::TooFew { contacts: 0 });
    assert_eq!(refused(&from(date(2026, 1, 20))), NotCarried::TooShort { tried: 1 });
    assert_eq!(refused(&from(date(2026, 3, 20))), NotCarried::TooShort { tried: 0 });
    assert!(refused(&from(date(2026, 3, 20))).ja().contains("予測できません"));
    let mut wild = City::new(6, &[]);
    wild.day_noise = 1.3;
    let past = wild.calls(date(2025, 4, 1), date(2026, 5, 1));
    assert!(matches!(refused(&past), NotCarried::TooWrong { .. } | NotCarried::NoBetter { .. }));
}

#[test]
fn a_dead_week_in_the_past_does_not_pull_the_forecast_down() {
    let all = City::new(7, &[]).calls(date(2025, 4, 1), date(2026, 5, 1));
    let ahead = calendar(date(2026, 5, 1), date(2026, 6, 1));
    let whole = forecast(&all, &ahead, &Renewals::default(), 0.9).expect("carried").total.mean;
    let dead = |day: &CountedDay| (date(2026, 1, 12)..date(2026, 1, 19)).contains(&day.day.date);
    let mut days = all.days().to_vec();
    for day in days.iter_mut().filter(|day| dead(day)) {
        day.counts.fill(0);
    }
    let holed = Series::new(days).expect("in order");
    let holed = forecast(&holed, &ahead, &Renewals::default(), 0.9).expect("carried").total.mean;
    assert!((holed / whole - 1.0).abs() < 0.03, "{holed} {whole}");
}
