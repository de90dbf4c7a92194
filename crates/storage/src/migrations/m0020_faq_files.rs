//! Files that go with entries of the FAQ, found by the digest of their bytes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, blob, string, uuid};

use super::index::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("faq_files")
            .col(string("sha256").primary_key())
            .col(string("kind"))
            .col(big_integer("size_bytes"))
            .col(uuid("brought_by"))
            .col(big_integer("brought_at_ms"))
            .col(big_integer("used_at_ms"))
            .col(blob("bytes"))
            .take();
        manager.create_table(table).await?;
        index(manager, "faq_files", &["used_at_ms"], false).await
    }
}
