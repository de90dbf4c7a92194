//! Accounts, login sessions, seats, access reviews and outbound dials.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, blob_null, boolean, integer, json_binary, json_binary_null, pk_uuid, string,
    string_null, string_uniq, text, text_null, uuid, uuid_null,
};

use super::index::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(accounts()).await?;
        manager.create_table(login_sessions()).await?;
        manager.create_table(seats()).await?;
        manager.create_table(access_reviews()).await?;
        manager.create_table(outbound_dials()).await?;
        index(manager, "login_sessions", &["expires_at_ms"], false).await?;
        index(manager, "access_reviews", &["contact", "account"], false).await?;
        index(manager, "outbound_dials", &["agent", "at_ms"], false).await
    }
}

fn accounts() -> TableCreateStatement {
    Table::create()
        .table("accounts")
        .col(pk_uuid("id"))
        .col(string_uniq("login"))
        .col(string("display_name"))
        .col(text_null("password_hash"))
        .col(text_null("pin_hash"))
        .col(json_binary("roles"))
        .col(json_binary("skills"))
        .col(blob_null("totp_sealed"))
        .col(json_binary_null("webauthn"))
        .col(string_null("seat"))
        .col(integer("failed_logins").default(0))
        .col(big_integer_null("locked_until_ms"))
        .col(big_integer_null("disabled_at_ms"))
        .col(big_integer("created_at_ms"))
        .col(integer("version").default(1))
        .take()
}

fn login_sessions() -> TableCreateStatement {
    Table::create()
        .table("login_sessions")
        .col(blob("id_hash").primary_key())
        .col(uuid_null("account"))
        .col(blob("data"))
        .col(big_integer("expires_at_ms"))
        .take()
}

fn seats() -> TableCreateStatement {
    Table::create()
        .table("seats")
        .col(string("id").primary_key())
        .col(string("name"))
        .col(string("kind"))
        .col(integer("position"))
        .col(blob_null("device_hash"))
        .col(big_integer_null("enrolled_at_ms"))
        .col(boolean("active").default(true))
        .take()
}

fn access_reviews() -> TableCreateStatement {
    Table::create()
        .table("access_reviews")
        .col(pk_uuid("id"))
        .col(uuid("contact"))
        .col(uuid("account"))
        .col(text("reason"))
        .col(big_integer("opened_at_ms"))
        .col(big_integer("until_ms"))
        .take()
}

fn outbound_dials() -> TableCreateStatement {
    Table::create()
        .table("outbound_dials")
        .col(pk_uuid("id"))
        .col(uuid("agent"))
        .col(uuid_null("contact"))
        .col(big_integer("at_ms"))
        .col(string("to_masked"))
        .col(string("result"))
        .take()
}
