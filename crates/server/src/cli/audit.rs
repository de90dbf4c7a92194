//! `madoguchi verify audit`: walks the chain from outside the server.

use anyhow::Context as _;
use storage::audit;
use storage::db::{self, DbConfig};

use super::arguments::Source;
use super::output::say;

pub(super) async fn verify(source: Source) -> anyhow::Result<bool> {
    let config = source.read()?;
    let (ring, made) = crate::installation::keys(&config)?;
    anyhow::ensure!(!made, "there were no keys, so there is nothing to verify");
    let db = db::connect(&DbConfig::new(config.database_url())).await.context("the database")?;
    let verdict = audit::verify(&db, &audit::stamp(&ring), None).await?;
    if verdict.findings.is_empty() {
        say(&format!("audit: {} rows, whole\n", verdict.rows))?;
        return Ok(true);
    }
    let mut text = format!("audit: {} rows, NOT whole\n", verdict.rows);
    for finding in &verdict.findings {
        text.push_str(&format!("  {finding}\n"));
    }
    say(&text)?;
    Ok(false)
}
