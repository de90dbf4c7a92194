//! The log of agents' states, and which leg of a recording was whose.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, pk_uuid, string, string_null, uuid, uuid_null};

use super::index::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(agent_states()).await?;
        manager.create_table(contact_voices()).await?;
        index(manager, "agent_states", &["agent", "at_ms"], false).await
    }
}

fn agent_states() -> TableCreateStatement {
    Table::create()
        .table("agent_states")
        .col(pk_uuid("id"))
        .col(uuid("agent"))
        .col(big_integer("at_ms"))
        .col(string("state"))
        .col(string_null("reason"))
        .col(uuid_null("contact"))
        .take()
}

fn contact_voices() -> TableCreateStatement {
    Table::create()
        .table("contact_voices")
        .col(uuid("contact"))
        .col(big_integer("leg"))
        .col(string("party"))
        .col(uuid_null("agent"))
        .primary_key(Index::create().col("contact").col("leg"))
        .take()
}
