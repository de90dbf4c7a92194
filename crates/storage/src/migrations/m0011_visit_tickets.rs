//! Tickets of visits at the counter, so that a restart finds them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{pk_uuid, string, uuid_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(visit_tickets()).await
    }
}

fn visit_tickets() -> TableCreateStatement {
    Table::create().table("visit_tickets").col(pk_uuid("contact")).col(string("number")).col(uuid_null("kiosk")).take()
}
