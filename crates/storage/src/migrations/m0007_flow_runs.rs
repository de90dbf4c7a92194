//! Guided flows gone through at visits, and the time visitors were away to pay.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, binary_null, integer, pk_uuid, string, string_null, text, uuid};

use super::index::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(flow_runs()).await?;
        let mut contacts = Table::alter();
        contacts.table("contacts").add_column(big_integer("detour_ms").default(0));
        manager.alter_table(contacts).await?;
        index(manager, "flow_runs", &["contact", "place"], true).await
    }
}

fn flow_runs() -> TableCreateStatement {
    Table::create()
        .table("flow_runs")
        .col(pk_uuid("id"))
        .col(uuid("contact"))
        .col(integer("place"))
        .col(integer("turn"))
        .col(string("flow"))
        .col(integer("version"))
        .col(string_null("outcome"))
        .col(big_integer("began_at_ms"))
        .col(big_integer("changed_at_ms"))
        .col(text("state"))
        .col(binary_null("note_sealed"))
        .take()
}
