//! Whole contacts on virtual time: rules by name, every order, long days by chance.

#![expect(clippy::print_stdout, reason = "a failing order or seed is told, and how many were tried")]

mod interleavings;
mod invariants;
mod load;
mod restarts;
mod rules_agents;
mod rules_chat;
mod rules_endings;
mod rules_queue;
mod rules_secret_hold;
mod rules_supervision;
mod rules_transfer;
mod seeds;
mod world;
