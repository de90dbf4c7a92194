//! Simulated days held against what must hold of every day, and against queueing theory.

#![expect(clippy::unwrap_used, reason = "a failed expectation of a test shall panic")]
#![expect(clippy::print_stdout, reason = "measured figures are told beside those of theory")]

mod anomalies;
mod cities;
mod erlang;
mod invariants;
mod people;
mod queueing;
mod reproducible;
