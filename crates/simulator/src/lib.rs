//! A city's days on virtual time: callers, visitors and agents by chance, the real floor between them.
//!
//! `simulate_day(city, seed, date)` answers the log that `domain::floor` wrote on that day and what people added to
//! it (what agents filed, flows gone through, satisfaction, faults of kiosks). Nothing is counted here and no row is
//! invented: every contact went through the floor event by event. A day depends on the city, the seed and its date
//! alone, so days may be simulated in any order, and twice gives the same bytes. Pure: it must never know a clock,
//! a file or a database. Start at `day` for the loop, `city` for what can be set, `zama` for the specification's city.

mod agenda;
mod anomaly;
mod calls;
mod chance;
mod city;
mod conversation;
mod day;
mod demand;
mod filing;
mod flow_walk;
mod kiosks;
mod log;
mod roster;
mod seats;
mod visits;
mod world;
mod zama;

pub use anomaly::Anomaly;
pub use chance::Spread;
pub use city::{
    Break, CallHabits, City, CounterSide, Crew, Demand, Person, PhoneSide, Topic, Transfers, VisitHabits, Wish,
};
pub use day::{SimulationFault, simulate_day};
pub use log::{
    AgentEntry, Booking, BookingKind, BookingResult, DayLog, Filing, FlowTaken, KioskFault, Outcome, SimulatedContact,
};
pub use zama::{ZAMA_NUMBER, zama};
