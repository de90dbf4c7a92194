//! Words the recogniser is told to expect, by queue.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, integer, string, text, uuid};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("vocabulary")
            .col(string("queue"))
            .col(integer("edition"))
            .col(text("terms"))
            .col(uuid("changed_by"))
            .col(big_integer("changed_at_ms"))
            .primary_key(Index::create().col("queue").col("edition"))
            .take();
        manager.create_table(table).await
    }
}
