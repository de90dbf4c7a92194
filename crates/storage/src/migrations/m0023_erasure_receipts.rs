//! Receipts of erasures, the head of their chain, and the shared browsers that owe one.
//!
//! Triggers refuse to change or delete a receipt; whoever may drop them is found by signature and chain.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, integer, pk_uuid, string, uuid, uuid_null};
use sea_orm_migration::sea_orm::DbBackend;

use super::index::index;

const SQLITE_GUARDS: [&str; 2] = [
    "CREATE TRIGGER erasure_receipts_keep_rows BEFORE UPDATE ON erasure_receipts BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END",
    "CREATE TRIGGER erasure_receipts_keep_all BEFORE DELETE ON erasure_receipts BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END",
];
const POSTGRES_GUARDS: [&str; 2] = [
    "CREATE FUNCTION erasure_receipts_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'receipts are append-only'; END $$",
    "CREATE TRIGGER erasure_receipts_keep_rows BEFORE UPDATE OR DELETE ON erasure_receipts FOR EACH ROW EXECUTE FUNCTION erasure_receipts_refuse()",
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(receipts()).await?;
        manager.create_table(head()).await?;
        manager.create_table(begun()).await?;
        index(manager, "erasure_receipts", &["account_sum"], true).await?;
        index(manager, "erasure_receipts", &["contact"], false).await?;
        index(manager, "erasure_receipts", &["ended_at_ms"], false).await?;
        index(manager, "erasure_begun", &["at_ms"], false).await?;
        let guards = match manager.get_database_backend() {
            DbBackend::Postgres => POSTGRES_GUARDS,
            _ => SQLITE_GUARDS,
        };
        for guard in guards {
            manager.get_connection().execute_unprepared(guard).await?;
        }
        Ok(())
    }
}

fn receipts() -> TableCreateStatement {
    Table::create()
        .table("erasure_receipts")
        .col(big_integer("seq").primary_key())
        .col(blob("previous"))
        .col(blob("digest"))
        .col(blob("bytes"))
        .col(blob("signature"))
        .col(blob("account_sum"))
        .col(uuid_null("contact"))
        .col(string("end_word"))
        .col(big_integer("rebuilt"))
        .col(big_integer("ended_at_ms"))
        .col(big_integer("verified_at_ms"))
        .col(big_integer("created_at_ms"))
        .take()
}

fn head() -> TableCreateStatement {
    Table::create()
        .table("erasure_head")
        .col(integer("id").primary_key())
        .col(big_integer("seq"))
        .col(blob("digest"))
        .col(blob("mac"))
        .take()
}

fn begun() -> TableCreateStatement {
    Table::create().table("erasure_begun").col(pk_uuid("id")).col(uuid("contact")).col(big_integer("at_ms")).take()
}
