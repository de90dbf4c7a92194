//! What a manager last said of a use of AI: on for one address and one model, or off; with the reason.
//!
//! What that means for the use is its own matter: a language model of which nobody said anything is off, and so is one
//! approved at another address or as another model than is configured; search by meaning, which stays on this machine,
//! is on until somebody says no.

use serde::{Deserialize, Serialize};
use storage::{Connection, StoreError, settings};
use uuid::Uuid;

/// The last word on a use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Whether it may be used.
    pub on: bool,
    /// Of which address that was said.
    pub base_url: String,
    /// Of which model.
    pub model: String,
    /// Who said it.
    pub by: Uuid,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Why.
    pub reason: String,
}

/// What was last said; None where nobody said anything that can be read.
///
/// # Errors
/// [`StoreError`] when the database is away.
pub async fn standing(db: &impl Connection, purpose: &str) -> Result<Option<Standing>, StoreError> {
    let setting = settings::get(db, &key(purpose)).await?;
    Ok(setting.and_then(|setting| serde_json::from_value(setting.value).ok()))
}

/// Keeps another word on a use.
///
/// # Errors
/// [`StoreError::Stale`] where somebody else was faster.
pub async fn decide(db: &impl Connection, purpose: &str, standing: &Standing) -> Result<(), StoreError> {
    let key = key(purpose);
    let version = settings::get(db, &key).await?.map_or(0, |setting| setting.version);
    let form = |source| StoreError::Form { what: "settings.value", source };
    let value = serde_json::to_value(standing).map_err(form)?;
    settings::set(db, &key, value, version, Some(standing.by), standing.at_ms).await?;
    Ok(())
}

fn key(purpose: &str) -> String {
    format!("ai.{purpose}")
}
