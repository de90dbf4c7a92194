//! Sizing, forecast and findings: what the figures of a month say about seats, the next month and what to look at.
//!
//! Pure: counts, times and a calendar's days are arguments, and the same counts give the same words. It must never
//! know where counts are kept, who reads them, or what makes the prose smoother. Start at `findings` for the monthly
//! report's table T10, at `sizing` for seats, at `forecast` for the next month; `erlang` is under all of them.

pub mod erlang;
pub mod findings;
pub mod forecast;
pub mod series;
pub mod sizing;
mod statistics;
