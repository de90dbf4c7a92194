//! What language models were asked and what they answered.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, blob, blob_null, pk_uuid, string, string_null, uuid};

use super::index::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(prompts()).await?;
        index(manager, "ai_prompts", &["at_ms"], false).await?;
        index(manager, "ai_prompts", &["contact"], false).await
    }
}

fn prompts() -> TableCreateStatement {
    Table::create()
        .table("ai_prompts")
        .col(pk_uuid("id"))
        .col(big_integer("at_ms"))
        .col(string("purpose"))
        .col(string("model"))
        .col(string("place"))
        .col(uuid("contact"))
        .col(string("outcome"))
        .col(string_null("reason"))
        .col(big_integer_null("took_ms"))
        .col(blob("sent_sealed"))
        .col(blob_null("answer_sealed"))
        .take()
}
