//! The FAQ: entries with their history, editions handed to the city, questions asked, and what they propose.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, double, integer, integer_null, pk_uuid, string, string_null, text, uuid, uuid_null,
};

use super::index::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [entries(), records(), editions(), questions(), proposals()] {
            manager.create_table(table).await?;
        }
        index(manager, "faq_entries", &["due_at_ms"], false).await?;
        index(manager, "faq_questions", &["at_ms"], false).await?;
        index(manager, "faq_questions", &["contact"], false).await?;
        index(manager, "faq_proposals", &["state"], false).await
    }
}

fn entries() -> TableCreateStatement {
    Table::create()
        .table("faq_entries")
        .col(string("key").primary_key())
        .col(integer("turn"))
        .col(string("standing"))
        .col(integer_null("live_version"))
        .col(big_integer_null("due_at_ms"))
        .col(big_integer("changed_at_ms"))
        .col(text("parts"))
        .take()
}

fn records() -> TableCreateStatement {
    Table::create()
        .table("faq_records")
        .col(string("entry"))
        .col(integer("number"))
        .col(big_integer("at_ms"))
        .col(uuid_null("by"))
        .col(text("what"))
        .primary_key(Index::create().col("entry").col("number"))
        .take()
}

fn editions() -> TableCreateStatement {
    Table::create()
        .table("faq_editions")
        .col(integer("number").primary_key())
        .col(big_integer("made_at_ms"))
        .col(uuid("made_by"))
        .col(text("note"))
        .col(text("texts"))
        .col(string_null("received_by"))
        .col(string_null("received_on"))
        .col(uuid_null("receipt_noted_by"))
        .col(big_integer_null("receipt_noted_at_ms"))
        .take()
}

fn questions() -> TableCreateStatement {
    Table::create()
        .table("faq_questions")
        .col(pk_uuid("id"))
        .col(big_integer("at_ms"))
        .col(string("channel"))
        .col(string("language"))
        .col(text("text"))
        .col(integer_null("edition"))
        .col(string("band"))
        .col(double("confidence"))
        .col(text("hits"))
        .col(uuid_null("contact"))
        .col(string_null("outcome"))
        .col(string_null("outcome_hit"))
        .take()
}

fn proposals() -> TableCreateStatement {
    Table::create()
        .table("faq_proposals")
        .col(pk_uuid("id"))
        .col(string("state"))
        .col(string("kind"))
        .col(string_null("target"))
        .col(string("language"))
        .col(text("wording"))
        .col(integer("count"))
        .col(text("examples"))
        .col(big_integer("made_at_ms"))
        .col(uuid_null("decided_by"))
        .col(big_integer_null("decided_at_ms"))
        .take()
}
