//! The schema, step by step; a released step is never edited, later ones expand and then contract.
//!
//! Instants are BIGINT milliseconds since the epoch, because the two databases differ in everything else
//! they call a time. JSON that is hashed or replayed is TEXT, because PostgreSQL rewrites its own JSON type.

mod index;
mod m0001_contacts;
mod m0002_people;
mod m0003_service;
mod m0004_audit;
mod m0005_logs;
mod m0006_kiosks;
mod m0007_flow_runs;
mod m0008_boards;
mod m0009_diagnosis;
mod m0011_visit_tickets;
mod m0012_transcripts;
mod m0013_sealing;
mod m0014_vocabulary;
mod m0016_archive_text;
mod m0017_faq;
mod m0018_ai_prompts;
mod m0019_faq_turns;
mod m0020_faq_files;
mod m0023_erasure_receipts;

use sea_orm_migration::prelude::*;

/// All steps in order.
pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_contacts::Migration),
            Box::new(m0002_people::Migration),
            Box::new(m0003_service::Migration),
            Box::new(m0004_audit::Migration),
            Box::new(m0005_logs::Migration),
            Box::new(m0006_kiosks::Migration),
            Box::new(m0007_flow_runs::Migration),
            Box::new(m0008_boards::Migration),
            Box::new(m0009_diagnosis::Migration),
            Box::new(m0011_visit_tickets::Migration),
            Box::new(m0012_transcripts::Migration),
            Box::new(m0013_sealing::Migration),
            Box::new(m0014_vocabulary::Migration),
            Box::new(m0016_archive_text::Migration),
            Box::new(m0017_faq::Migration),
            Box::new(m0018_ai_prompts::Migration),
            Box::new(m0019_faq_turns::Migration),
            Box::new(m0020_faq_files::Migration),
            Box::new(m0023_erasure_receipts::Migration),
        ]
    }
}
