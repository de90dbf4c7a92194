//! What the service is made of: topics, directory, calendars, prompts, settings, pause reasons, hand-over notes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, blob_null, boolean, date, integer, json_binary, pk_uuid, string, string_null,
    text, time_null, uuid, uuid_null,
};

use super::index::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            topics(),
            directory(),
            calendar_rules(),
            calendar_exceptions(),
            calendar_holidays(),
            prompts(),
            settings(),
            pause_reasons(),
            handover_notes(),
        ];
        for table in tables {
            manager.create_table(table).await?;
        }
        index(manager, "calendar_exceptions", &["channel", "date"], false).await?;
        index(manager, "handover_notes", &["state", "due_at_ms"], false).await?;
        index(manager, "handover_notes", &["contact"], false).await
    }
}

fn topics() -> TableCreateStatement {
    Table::create()
        .table("topics")
        .col(integer("edition"))
        .col(string("code"))
        .col(string_null("parent"))
        .col(string("name_ja"))
        .col(string("name_en"))
        .col(integer("position"))
        .col(boolean("active"))
        .primary_key(Index::create().col("edition").col("code"))
        .take()
}

fn directory() -> TableCreateStatement {
    Table::create()
        .table("directory")
        .col(pk_uuid("id"))
        .col(string("kind"))
        .col(string("name_ja"))
        .col(string("name_en"))
        .col(string("number"))
        .col(json_binary("hours"))
        .col(text("remark"))
        .col(integer("position"))
        .col(boolean("active"))
        .take()
}

fn calendar_rules() -> TableCreateStatement {
    Table::create()
        .table("calendar_rules")
        .col(string("channel").primary_key())
        .col(json_binary("rules"))
        .col(integer("version"))
        .take()
}

fn calendar_exceptions() -> TableCreateStatement {
    Table::create()
        .table("calendar_exceptions")
        .col(pk_uuid("id"))
        .col(string("channel"))
        .col(date("date"))
        .col(time_null("open"))
        .col(time_null("close"))
        .col(text("reason"))
        .col(uuid("entered_by"))
        .col(big_integer("entered_at_ms"))
        .col(uuid_null("removed_by"))
        .col(big_integer_null("removed_at_ms"))
        .take()
}

fn calendar_holidays() -> TableCreateStatement {
    Table::create().table("calendar_holidays").col(date("date").primary_key()).col(string("name")).take()
}

fn prompts() -> TableCreateStatement {
    Table::create()
        .table("prompts")
        .col(string("key"))
        .col(string("language"))
        .col(text("text"))
        .col(blob_null("sound"))
        .col(uuid_null("changed_by"))
        .col(big_integer("changed_at_ms"))
        .primary_key(Index::create().col("key").col("language"))
        .take()
}

fn settings() -> TableCreateStatement {
    Table::create()
        .table("settings")
        .col(string("key").primary_key())
        .col(json_binary("value"))
        .col(integer("version"))
        .col(uuid_null("changed_by"))
        .col(big_integer("changed_at_ms"))
        .take()
}

fn pause_reasons() -> TableCreateStatement {
    Table::create()
        .table("pause_reasons")
        .col(string("code").primary_key())
        .col(string("name_ja"))
        .col(string("name_en"))
        .col(integer("position"))
        .col(boolean("active"))
        .take()
}

fn handover_notes() -> TableCreateStatement {
    Table::create()
        .table("handover_notes")
        .col(pk_uuid("id"))
        .col(uuid("contact"))
        .col(uuid("department"))
        .col(uuid_null("owner"))
        .col(string("state"))
        .col(blob("text_sealed"))
        .col(big_integer("due_at_ms"))
        .col(uuid("written_by"))
        .col(big_integer("written_at_ms"))
        .col(uuid_null("acknowledged_by"))
        .col(big_integer_null("acknowledged_at_ms"))
        .col(uuid_null("done_by"))
        .col(big_integer_null("done_at_ms"))
        .col(integer("reminders").default(0))
        .col(big_integer_null("reminded_at_ms"))
        .take()
}
