//! Sizing, forecast and findings against published numbers, simulation and made-up months with planted faults.

#![expect(clippy::expect_used, reason = "a test may end at what it did not expect")]
#![expect(clippy::print_stdout, reason = "what was measured over all seeds is told")]

mod city;
mod clean;
mod erlang_simulation;
mod erlang_tables;
mod forecasts;
mod planted;
mod sizing;
mod wordings;
