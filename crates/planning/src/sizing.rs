//! Seats: what those there are can hold, what a target needs, and what if something were otherwise.
//!
//! Works on measured arrivals and handling times by kind of day and half hour. Each half hour is taken as steady on its
//! own (L. Green, P. Kolesar and J. Soares, Operations Research 49 (2001): good while calls are short against half an
//! hour). It must never know dates, forecasts or people; a forecast's half hours become a `Load` as well as measured ones.

mod measured;
mod plan;

pub use measured::{Load, Measured, MeasuredError, Slot, loads};
pub use plan::{Plan, Setting, SlotPlan, Totals, WhatIf, plan};
