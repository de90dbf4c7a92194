//! What was measured of kiosks, what is fitted to them, and their faults.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, pk_uuid, string, text, text_null, uuid, uuid_null,
};

use super::index::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [diagnoses(), faults(), fittings()] {
            manager.create_table(table).await?;
        }
        index(manager, "kiosk_diagnoses", &["kiosk", "started_at_ms"], false).await?;
        index(manager, "kiosk_faults", &["kiosk", "opened_at_ms"], false).await
    }
}

fn diagnoses() -> TableCreateStatement {
    Table::create()
        .table("kiosk_diagnoses")
        .col(pk_uuid("id"))
        .col(uuid("kiosk"))
        .col(uuid_null("asked_by"))
        .col(big_integer("started_at_ms"))
        .col(big_integer("ended_at_ms"))
        .col(string("verdict"))
        .col(text("measured"))
        .col(text("findings"))
        .take()
}

fn faults() -> TableCreateStatement {
    Table::create()
        .table("kiosk_faults")
        .col(pk_uuid("id"))
        .col(uuid("kiosk"))
        .col(uuid_null("diagnosis"))
        .col(text("words"))
        .col(string("state"))
        .col(uuid("opened_by"))
        .col(big_integer("opened_at_ms"))
        .col(text_null("remedy"))
        .col(uuid_null("done_by"))
        .col(big_integer_null("done_at_ms"))
        .take()
}

fn fittings() -> TableCreateStatement {
    Table::create()
        .table("kiosk_fittings")
        .col(pk_uuid("kiosk"))
        .col(boolean("card_reader"))
        .col(boolean("scanner"))
        .take()
}
