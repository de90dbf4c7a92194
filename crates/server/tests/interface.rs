//! The programming interface from outside: a whole server in this process, asked over HTTP.
//!
//! Every test starts its own installation on SQLite and, when `MADOGUCHI_TEST_PG_URL` names a
//! PostgreSQL server, once more on a fresh database there.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "interface/ai.rs"]
mod ai;
#[path = "interface/calendar.rs"]
mod calendar;
#[path = "interface/contacts.rs"]
mod contacts;
#[path = "interface/erasure.rs"]
mod erasure;
#[path = "interface/faq.rs"]
mod faq;
#[path = "interface/faq_files.rs"]
mod faq_files;
#[path = "interface/faq_proposals.rs"]
mod faq_proposals;
#[path = "interface/faq_review_file.rs"]
mod faq_review_file;
#[path = "interface/faq_vectors.rs"]
mod faq_vectors;
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
#[path = "interface/public_pages.rs"]
mod public_pages;
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
