//! What a simulated city is: how many come when, what they want, how they behave, who serves them.
//!
//! Owns the types; every number is a field, so that tests may make a city of pure theory. It must never draw.
//! Next: `zama` for the specification's city, `demand` for what is made of the numbers.

use domain::agent::Skills;
use domain::calendar::{Calendar, TimeOfDay};
use domain::floor::FloorConfig;
use domain::ids::{AgentId, KioskId};
use domain::service_flow::Catalogue;

use crate::anomaly::Anomaly;
use crate::chance::Spread;

/// A city.
#[derive(Debug, Clone)]
pub struct City {
    /// When what is open.
    pub calendar: Calendar,
    /// Queues, services and limits, as the server has them.
    pub floor: FloorConfig,
    /// Guided flows of the counter.
    pub flows: Catalogue,
    /// The telephone.
    pub phone: PhoneSide,
    /// The counter.
    pub counter: CounterSide,
    /// What goes wrong by design.
    pub anomalies: Vec<Anomaly>,
}

/// The telephone side.
#[derive(Debug, Clone)]
pub struct PhoneSide {
    /// The number callers dial, E.164.
    pub dialled: String,
    /// How many call when.
    pub demand: Demand,
    /// What about.
    pub topics: Vec<Topic>,
    /// Share of callers who are served in English, 0.0..=1.0.
    pub english: f64,
    /// How callers and agents behave.
    pub habits: CallHabits,
    /// Who answers.
    pub crew: Crew,
}

/// The counter side.
#[derive(Debug, Clone)]
pub struct CounterSide {
    /// How many come when.
    pub demand: Demand,
    /// What for.
    pub wishes: Vec<Wish>,
    /// Share of visitors who are served in English, 0.0..=1.0.
    pub english: f64,
    /// How visitors and agents behave.
    pub habits: VisitHabits,
    /// Who serves them.
    pub crew: Crew,
    /// Where they sit.
    pub kiosks: Vec<KioskId>,
    /// Who sees that a fee was paid: a city officer.
    pub cashier: AgentId,
    /// Faults of one kiosk on an opening day, as a chance of 0.0..=1.0.
    pub kiosk_faults: f64,
}

/// How many come when: a Poisson stream whose rate is constant within each half hour.
#[derive(Debug, Clone)]
pub struct Demand {
    /// Arrivals of an ordinary day, before the factors.
    pub per_day: f64,
    /// Factor by day of the week, Monday first.
    pub by_day: [f64; 7],
    /// Factor of a national holiday, instead of its weekday's.
    pub on_holiday: f64,
    /// Factor besides, of the first office day behind a holiday.
    pub after_holiday: f64,
    /// Factor of a day on which the service is closed.
    pub when_closed: f64,
    /// Factor by month, January first.
    pub by_month: [f64; 12],
    /// Weight of each half hour from midnight; their sum makes a day.
    pub by_half_hour: [f64; 48],
    /// Chance that who came calls or comes again on one of the next days, nearest first.
    pub again_after_days: Vec<f64>,
}

/// What a call is about (clause 6(3)②).
#[derive(Debug, Clone)]
pub struct Topic {
    /// Code it is filed under, such as `ア-1`.
    pub code: String,
    /// Its part of all calls; weights need not sum to anything.
    pub weight: f64,
    /// Factor by month, January first.
    pub by_month: [f64; 12],
    /// Talk.
    pub talk: Spread,
    /// Chance that it is passed on to the city, when the city's office is open.
    pub to_city: f64,
    /// Chance that the caller is pointed to another agency.
    pub referred: f64,
    /// Chance of a booking by proxy, and what it is for (clause 6(3)③).
    pub booking: Option<(crate::log::BookingKind, f64)>,
}

/// How a call is passed on to the city.
#[derive(Debug, Clone, Copy)]
pub struct Transfers {
    /// Share announced to the city first.
    pub attended: f64,
    /// Share the city does not answer.
    pub failing: f64,
    /// Ringing at the city.
    pub ring: Spread,
    /// Talk between city and caller after it.
    pub after: Spread,
}

/// How callers and telephone agents behave.
#[derive(Debug, Clone)]
pub struct CallHabits {
    /// How long a caller waits in the queue before hanging up; `None` waits for ever.
    pub patience: Option<Spread>,
    /// Chance of hanging up in the greeting.
    pub leaves_in_greeting: f64,
    /// Chance that a Japanese caller presses the key of the menu; the others let it time out.
    pub presses_key: f64,
    /// Chance that the number is withheld.
    pub withheld: f64,
    /// Whether callers hear prompts at their length; else each ends at once.
    pub prompts: bool,
    /// From ringing to the answer.
    pub answers_after: Spread,
    /// Chance that an agent does not see the ringing at all.
    pub misses_ring: f64,
    /// Chance that the caller is put on hold, and for how long.
    pub hold: (f64, Spread),
    /// After-call work; `None` is done at once.
    pub after_call: Option<Spread>,
    /// Chance that after-call work is never filed.
    pub unfiled: f64,
    /// Chance of taking an offered call-back.
    pub takes_callback: f64,
    /// Chance that the resident answers a call-back.
    pub answers_callback: f64,
    /// Chance that who gave up calls again on the same day.
    pub tries_again: f64,
    /// Passing on.
    pub transfers: Transfers,
    /// Chance that an answered caller gives an opinion afterwards.
    pub rates: f64,
}

/// How visitors and counter agents behave.
#[derive(Debug, Clone)]
pub struct VisitHabits {
    /// How long a visitor waits before leaving; `None` waits for ever.
    pub patience: Option<Spread>,
    /// Chance that a visitor who finds a kiosk free takes the ticket there, and not at the reception.
    pub straight_to_kiosk: f64,
    /// From being called up to sitting down.
    pub walk: Spread,
    /// Chance of not coming when called up.
    pub ignores_call: f64,
    /// From ringing to the answer.
    pub answers_after: Spread,
    /// Talk before the flow, and after it.
    pub talk_around: Spread,
    /// Talk of a visit without a flow.
    pub talk_alone: Spread,
    /// One step of a flow; a shared page takes three of it.
    pub step: Spread,
    /// The way to the payment counter and back.
    pub detour: Spread,
    /// Chance at each step that the flow is broken off.
    pub breaks_off: f64,
    /// After-call work; `None` is done at once.
    pub after_call: Option<Spread>,
    /// Chance that an answered visitor gives an opinion afterwards.
    pub rates: f64,
}

/// What visitors come for (clause 6(2)⑤).
#[derive(Debug, Clone)]
pub struct Wish {
    /// The service, as the kiosk offers it.
    pub service: String,
    /// Its part of all visits.
    pub weight: f64,
    /// Factor by month, January first.
    pub by_month: [f64; 12],
    /// Flows gone through for it, by weight.
    pub flows: Vec<(String, f64)>,
    /// Topic it is filed under.
    pub topic: String,
}

/// Who serves a channel.
#[derive(Debug, Clone)]
pub struct Crew {
    /// Seats; never more people than these are signed in (clause 7: three).
    pub seats: usize,
    /// Everybody, in the order in which they are called in. Twice as many as seats share the day.
    pub people: Vec<Person>,
    /// When the early shift hands over to the late one, where there are two.
    pub change: TimeOfDay,
    /// Breaks by seat, first seat first; a seat without one has no break.
    pub breaks: Vec<Vec<Break>>,
}

/// Somebody who serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub agent: AgentId,
    /// Skills, as the floor knows them.
    pub skills: Skills,
}

/// A pause of a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// From.
    pub from: TimeOfDay,
    /// Minutes.
    pub minutes: u16,
    /// The reason's code, such as `lunch`.
    pub reason: String,
}
