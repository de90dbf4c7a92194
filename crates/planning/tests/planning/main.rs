//! Sizing, forecast and findings against published numbers, simulation and made-up months with planted faults.

mod city;
mod clean;
mod erlang_simulation;
mod erlang_tables;
mod forecasts;
mod planted;
mod sizing;
mod wordings;
