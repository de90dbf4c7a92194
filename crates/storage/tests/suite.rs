//! One suite for both databases: every test runs on a fresh SQLite file and, when
//! `MADOGUCHI_TEST_PG_URL` names a PostgreSQL server, on a fresh database there.

#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::duplicate_mod, reason = "the same tests run on two databases")]

#[path = "suite"]
mod sqlite {
    /// Every database of these tests is a file.
    const SERVER: Option<&str> = None;

    mod accounts;
    mod agent_states;
    mod ai_prompts;
    mod archive_text;
    mod audit;
    mod contacts;
    mod erasure_receipts;
    mod faq;
    mod faq_files;
    mod flow_runs;
    mod fresh;
    mod handover_notes;
    mod history;
    mod ingest;
    mod kiosk_care;
    mod logs;
    mod service;
    mod spool;
}

#[path = "suite"]
mod postgres {
    /// The variable that names the server; without it these tests have nothing to run on.
    const SERVER: Option<&str> = Some("MADOGUCHI_TEST_PG_URL");

    mod accounts;
    mod agent_states;
    mod ai_prompts;
    mod archive_text;
    mod audit;
    mod contacts;
    mod erasure_receipts;
    mod faq;
    mod faq_files;
    mod flow_runs;
    mod fresh;
    mod handover_notes;
    mod history;
    mod ingest;
    mod kiosk_care;
    mod logs;
    mod service;
    mod spool;
}
