//! Contacts, their log, the agents who had them, recordings and call-backs.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob_null, boolean_null, integer, json_binary_null, pk_uuid, string, string_null,
    text, text_null, uuid, uuid_null,
};

use super::index::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(contacts()).await?;
        manager.create_table(contact_events()).await?;
        manager.create_table(contact_agents()).await?;
        manager.create_table(recordings()).await?;
        manager.create_table(callbacks()).await?;
        index(manager, "contacts", &["arrived_at_ms", "id"], false).await?;
        index(manager, "contacts", &["caller_index", "arrived_at_ms"], false).await?;
        index(manager, "contacts", &["closed_at_ms"], false).await?;
        index(manager, "contact_agents", &["agent", "contact"], false).await?;
        index(manager, "recordings", &["contact"], false).await?;
        index(manager, "callbacks", &["state", "next_at_ms"], false).await
    }
}

fn contacts() -> TableCreateStatement {
    let mut table = Table::create();
    table.table("contacts").col(pk_uuid("id"));
    for name in ["channel", "service", "direction"] {
        table.col(string(name));
    }
    for name in ["language", "dialled", "queue", "acceptance", "acceptance_reason", "ended_by"] {
        table.col(string_null(name));
    }
    table.col(big_integer("arrived_at_ms"));
    for name in ["queued_at_ms", "answered_at_ms", "ended_at_ms", "closed_at_ms", "wait_ms"] {
        table.col(big_integer_null(name));
    }
    table.col(boolean_null("short_abandon")).col(uuid_null("agent"));
    for name in ["talk_ms", "hold_ms", "after_call_ms"] {
        table.col(big_integer(name).default(0));
    }
    for name in ["transfers", "assignments", "callback_attempts"] {
        table.col(integer(name).default(0));
    }
    for name in ["topic", "outcome", "booking_result", "booking_kind"] {
        table.col(string_null(name));
    }
    for name in ["wrapped_key", "caller_sealed", "caller_index", "booking_reference_sealed", "note_sealed"] {
        table.col(blob_null(name));
    }
    table.col(uuid_null("filed_by")).col(big_integer_null("filed_at_ms")).col(big_integer_null("erased_at_ms")).take()
}

fn contact_events() -> TableCreateStatement {
    Table::create()
        .table("contact_events")
        .col(uuid("contact"))
        .col(integer("seq"))
        .col(big_integer("at_ms"))
        .col(string("kind"))
        .col(text("body"))
        .primary_key(Index::create().col("contact").col("seq"))
        .take()
}

fn contact_agents() -> TableCreateStatement {
    Table::create()
        .table("contact_agents")
        .col(uuid("contact"))
        .col(uuid("agent"))
        .col(integer("place"))
        .primary_key(Index::create().col("contact").col("agent"))
        .take()
}

fn recordings() -> TableCreateStatement {
    Table::create()
        .table("recordings")
        .col(pk_uuid("id"))
        .col(uuid("contact"))
        .col(string("state"))
        .col(string("key_id"))
        .col(text_null("object_key"))
        .col(big_integer("started_at_ms"))
        .col(big_integer_null("duration_ms"))
        .col(big_integer_null("size_bytes"))
        .col(string_null("sha256"))
        .col(json_binary_null("stats"))
        .col(text_null("fault"))
        .take()
}

fn callbacks() -> TableCreateStatement {
    Table::create()
        .table("callbacks")
        .col(pk_uuid("contact"))
        .col(string("state"))
        .col(integer("attempts").default(0))
        .col(big_integer("requested_at_ms"))
        .col(big_integer_null("next_at_ms"))
        .col(big_integer_null("ended_at_ms"))
        .col(blob_null("number_sealed"))
        .take()
}
