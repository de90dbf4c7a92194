//! What was said in contacts, as text.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, blob_null, integer, pk_uuid, string, string_null, uuid, uuid_null,
};

use super::index::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(segments()).await?;
        index(manager, "transcript_segments", &["contact", "start_ms"], false).await
    }
}

fn segments() -> TableCreateStatement {
    Table::create()
        .table("transcript_segments")
        .col(pk_uuid("id"))
        .col(uuid("contact"))
        .col(uuid("recording"))
        .col(string("party"))
        .col(uuid_null("agent"))
        .col(big_integer("start_ms"))
        .col(big_integer("end_ms"))
        .col(string_null("language"))
        .col(integer("confidence_permille"))
        .col(string("engine"))
        .col(string("source"))
        .col(blob("words_sealed"))
        .col(blob_null("corrected_sealed"))
        .col(uuid_null("corrected_by"))
        .col(big_integer_null("corrected_at_ms"))
        .take()
}
