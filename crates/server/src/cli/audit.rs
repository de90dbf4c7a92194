//! `madoguchi verify audit`: walks the chain from outside the server, and compares the heads kept elsewhere.

use anyhow::Context as _;
use storage::db::{self, DbConfig};

use super::arguments::Source;
use super::output::say;
use crate::clock::Clock;
use crate::trail::Trail;

pub(super) async fn verify(source: Source) -> anyhow::Result<bool> {
    let config = source.read()?;
    let (ring, made) = crate::installation::keys(&config)?;
    anyhow::ensure!(!made, "there were no keys, so there is nothing to verify");
    let db = db::connect(&DbConfig::new(config.database_url())).await.context("the database")?;
    let trail = Trail::new(db, &ring, Clock::start(), config.audit_heads_file());
    let verdict = trail.verify().await?;
    let state = if verdict.findings.is_empty() { "whole" } else { "NOT whole" };
    let mut text = format!("audit: {} rows, {} heads kept elsewhere, {state}\n", verdict.rows, verdict.heads);
    for finding in &verdict.findings {
        text.push_str(&format!("  {finding}\n"));
    }
    say(&text)?;
    Ok(verdict.findings.is_empty())
}
