//! Kiosks of the counter, each known by its device's public key.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, binary, pk_uuid, string};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(kiosks()).await
    }
}

fn kiosks() -> TableCreateStatement {
    Table::create()
        .table("kiosks")
        .col(pk_uuid("id"))
        .col(string("name"))
        .col(binary("public_key"))
        .col(big_integer("enrolled_at_ms"))
        .col(big_integer_null("seen_at_ms"))
        .col(big_integer_null("revoked_at_ms"))
        .take()
}
