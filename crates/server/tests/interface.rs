//! The programming interface from outside: a whole server in this process, asked over HTTP.
//!
//! Every test starts its own installation on SQLite and, when `MADOGUCHI_TEST_PG_URL` names a
//! PostgreSQL server, once more on a fresh database there.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "interface/calendar.rs"]
mod calendar;
#[path = "interface/contacts.rs"]
mod contacts;
#[path = "interface/flows.rs"]
mod flows;
#[path = "interface/hall.rs"]
mod hall;
#[path = "interface/handovers.rs"]
mod handovers;
#[path = "interface/house.rs"]
mod house;
#[path = "interface/login.rs"]
mod login;
#[path = "interface/program.rs"]
mod program;
#[path = "interface/restart.rs"]
mod restart;
#[path = "interface/roles.rs"]
mod roles;
#[path = "interface/sealing.rs"]
mod sealing;
#[path = "interface/speech.rs"]
mod speech;
#[path = "interface/summaries.rs"]
mod summaries;
#[path = "interface/supervision.rs"]
mod supervision;
#[path = "interface/transcripts.rs"]
mod transcripts;
