//! Summaries of contacts, and the text a search reads.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, blob, string, uuid, uuid_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(summaries()).await?;
        manager.create_table(search_texts()).await
    }
}

fn summaries() -> TableCreateStatement {
    Table::create()
        .table("call_summaries")
        .col(uuid("contact").primary_key())
        .col(string("state"))
        .col(string("source"))
        .col(string("basis"))
        .col(blob("body_sealed"))
        .col(big_integer("drafted_at_ms"))
        .col(uuid_null("confirmed_by"))
        .col(big_integer_null("confirmed_at_ms"))
        .take()
}

fn search_texts() -> TableCreateStatement {
    Table::create()
        .table("transcript_texts")
        .col(uuid("contact").primary_key())
        .col(string("basis"))
        .col(blob("folded_sealed"))
        .take()
}
