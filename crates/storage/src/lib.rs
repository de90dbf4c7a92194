//! Everything Madoguchi keeps: the database, the journal in front of it, and recordings as objects.
//!
//! Plain async functions on a connection or a transaction, one file a resource; the same source runs on
//! SQLite and PostgreSQL. Instants are milliseconds since the Unix epoch; personal data is sealed by `vault`
//! before it comes near a row. It must never know HTTP, sockets or the state machines' reasons.
//! Next: `db` to open, `ingest` for how a contact gets in, `history` for how it is found again.

mod error;
mod words;

pub mod access_reviews;
pub mod accounts;
pub mod agent_states;
pub mod ai_prompts;
pub mod audit;
pub mod audit_heads;
pub mod boards;
pub mod calendars;
pub mod call_summaries;
pub mod callbacks;
pub mod contacts;
pub mod coverage;
pub mod db;
pub mod directory;
pub mod erasure;
pub mod erasure_figures;
pub mod erasure_receipts;
pub mod faq_editions;
pub mod faq_entries;
pub mod faq_files;
pub mod faq_proposals;
pub mod faq_questions;
pub mod flow_runs;
pub mod handover_notes;
pub mod history;
pub mod ingest;
pub mod journal;
pub mod kiosk_diagnoses;
pub mod kiosk_faults;
pub mod kiosk_fittings;
pub mod kiosks;
pub mod login_sessions;
mod migrations;
pub mod objects;
pub mod outbound_dials;
pub mod pause_reasons;
pub mod prompts;
pub mod recordings;
pub mod rekeying;
pub mod sealed_files;
pub mod sealed_openings;
pub mod seats;
pub mod settings;
pub mod silenced_spans;
pub mod spool;
pub mod topics;
pub mod transcript_texts;
pub mod transcripts;
pub mod unredacted;
pub mod visit_tickets;
pub mod vocabulary;
pub mod voices;

pub use db::{Connection, Db, Tx, begin, commit};
pub use error::StoreError;
