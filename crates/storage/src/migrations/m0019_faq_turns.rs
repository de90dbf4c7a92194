//! Which entries of the FAQ changed is read from an index alone, without their texts.

use sea_orm_migration::prelude::*;

use super::index::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index(manager, "faq_entries", &["key", "turn", "live_version"], false).await
    }
}
