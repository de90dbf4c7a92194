//! One suite for both databases: every test runs on a fresh SQLite file and, when
//! `MADOGUCHI_TEST_PG_URL` names a PostgreSQL server, on a fresh database there.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "suite/accounts.rs"]
mod accounts;
#[path = "suite/audit.rs"]
mod audit;
#[path = "suite/contacts.rs"]
mod contacts;
#[path = "suite/fresh.rs"]
mod fresh;
#[path = "suite/handover_notes.rs"]
mod handover_notes;
#[path = "suite/history.rs"]
mod history;
#[path = "suite/ingest.rs"]
mod ingest;
#[path = "suite/logs.rs"]
mod logs;
#[path = "suite/service.rs"]
mod service;
#[path = "suite/spool.rs"]
mod spool;
