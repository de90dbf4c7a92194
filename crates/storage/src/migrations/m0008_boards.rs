//! Call-up displays of the hall, each known by the hash of its secret.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, binary, pk_uuid, string};

use super::index::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(boards()).await?;
        index(manager, "boards", &["device_hash"], true).await
    }
}

fn boards() -> TableCreateStatement {
    Table::create()
        .table("boards")
        .col(pk_uuid("id"))
        .col(string("name"))
        .col(binary("device_hash"))
        .col(big_integer("enrolled_at_ms"))
        .col(big_integer_null("revoked_at_ms"))
        .take()
}
