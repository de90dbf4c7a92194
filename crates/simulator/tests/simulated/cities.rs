//! Cities and days that the tests simulate.

use chrono::NaiveDate;
use domain::calendar::{Calendar, CalendarConfig, TimeOfDay};
use domain::floor::FloorConfig;
use simulator::{City, DayLog, Demand, Spread, simulate_day, zama};

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The specification's city.
pub(crate) fn city() -> City {
    zama(Calendar::new(CalendarConfig::default(), None).unwrap(), FloorConfig::default())
}

/// So many days from one on.
pub(crate) fn days(city: &City, seed: u64, from: &str, count: usize) -> Vec<DayLog> {
    date(from).iter_days().take(count).map(|day| simulate_day(city, seed, day).unwrap()).collect()
}

/// What queueing theory speaks of: calls at a constant rate all day and night, exponential talk of `aht_s`, nothing
/// before the queue, nothing after the talk, three who answer at once, and `patience_s` or none.
pub(crate) fn city_of_theory(calls_per_hour: f64, aht_s: f64, patience_s: Option<f64>) -> City {
    let mut city = city();
    city.calendar = Calendar::new(CalendarConfig::always_open(), None).unwrap();
    city.floor.ivr.greeting = false;
    city.floor.ivr.language_menu = None;
    city.floor.callback.enabled = false;
    city.floor.queues[0].waiting_max = 10_000;
    city.floor.queues[0].wait_max_ms = 24 * 3_600_000;
    let phone = &mut city.phone;
    phone.demand = Demand {
        per_day: 24.0 * calls_per_hour,
        by_day: [1.0; 7],
        on_holiday: 1.0,
        after_holiday: 1.0,
        when_closed: 1.0,
        by_month: [1.0; 12],
        by_half_hour: [1.0; 48],
        again_after_days: Vec::new(),
    };
    phone.topics.truncate(1);
    for topic in &mut phone.topics {
        topic.talk = Spread::Exponential(aht_s);
        topic.by_month = [1.0; 12];
        (topic.to_city, topic.referred, topic.booking) = (0.0, 0.0, None);
    }
    phone.english = 0.0;
    let habits = &mut phone.habits;
    habits.patience = patience_s.map(Spread::Exponential);
    (habits.prompts, habits.after_call) = (false, None);
    (habits.leaves_in_greeting, habits.misses_ring, habits.unfiled, habits.tries_again) = (0.0, 0.0, 0.0, 0.0);
    (habits.answers_after, habits.hold) = (Spread::Fixed(0.0), (0.0, Spread::Fixed(0.0)));
    phone.crew.breaks.clear();
    phone.crew.change = TimeOfDay::END_OF_DAY;
    city.counter.demand.per_day = 0.0;
    city
}
