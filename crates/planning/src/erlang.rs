//! Queueing formulas of a telephone queue: Erlang B (lost), C (waits for ever) and A (hangs up).
//!
//! Owns what a number of seats does to waiting at a steady rate of calls. It must never know half hours, weekdays or
//! what was measured; that is `sizing`. Calls arrive at random (Poisson), and handling time and patience are taken as
//! exponential, which is what the three formulas assume.

mod delay;
mod demand;
mod loss;
mod patience;
mod staffing;

pub use delay::erlang_c;
pub use demand::{CALLS_PER_HOUR_MAX, Demand, ErlangError, SEATS_MAX, Target, Waiting};
pub use loss::{blocking, lines_for};
pub use patience::erlang_a;
pub use staffing::{Callers, calls_held, calls_held_whole, seats_for, waiting};
