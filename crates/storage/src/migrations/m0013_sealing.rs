//! Recordings that wait sealed for their text, what was silenced in them, and what was heard of them as text.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, integer, pk_uuid, string, string_null, text_null, uuid, uuid_null,
};

use super::index::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let times =
            ["held_since_ms", "finished_at_ms", "kept_until_ms", "key_destroyed_at_ms", "speech_ms", "transcribed_ms"];
        // SQLite takes one column a statement.
        for time in times {
            add(manager, big_integer_null(time)).await?;
        }
        add(manager, text_null("held_why")).await?;
        add(manager, string_null("untranscribed_reason")).await?;
        manager.create_table(silenced_spans()).await?;
        manager.create_table(sealed_openings()).await?;
        index(manager, "sealed_openings", &["recording", "asked_at_ms"], false).await?;
        index(manager, "recordings", &["started_at_ms"], false).await?;
        // What was stored before anything was taken out of recordings was never redacted.
        let mut earlier = Query::update();
        earlier.table("recordings").value("state", "unredacted").and_where(Expr::col("state").eq("sealed"));
        manager.execute(earlier).await
    }
}

async fn add(manager: &SchemaManager<'_>, column: ColumnDef) -> Result<(), DbErr> {
    let mut recordings = Table::alter();
    recordings.table("recordings").add_column(column);
    manager.alter_table(recordings).await
}

fn silenced_spans() -> TableCreateStatement {
    Table::create()
        .table("silenced_spans")
        .col(uuid("recording"))
        .col(integer("place"))
        .primary_key(Index::create().col("recording").col("place"))
        .col(string("side"))
        .col(big_integer("start_ms"))
        .col(big_integer("end_ms"))
        .col(string("kind"))
        .take()
}

fn sealed_openings() -> TableCreateStatement {
    Table::create()
        .table("sealed_openings")
        .col(pk_uuid("id"))
        .col(uuid("recording"))
        .col(uuid("contact"))
        .col(uuid("asked_by"))
        .col(string("reason"))
        .col(big_integer("asked_at_ms"))
        .col(uuid_null("decided_by"))
        .col(string_null("decision"))
        .col(big_integer_null("decided_at_ms"))
        .col(big_integer_null("open_until_ms"))
        .take()
}
