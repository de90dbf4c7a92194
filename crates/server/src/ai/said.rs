//! A manager's last word on a use, as the ledger shows it.

use std::collections::BTreeMap;

use chrono::DateTime;
use uuid::Uuid;

use super::views::AiSaid;
use crate::llm::Standing;

/// Names of people by their accounts.
pub(super) type Names = BTreeMap<Uuid, String>;

/// What was said, with the name of who said it.
pub(super) fn said(standing: &Standing, names: &Names) -> AiSaid {
    AiSaid {
        on: standing.on,
        model: standing.model.clone(),
        base_url: standing.base_url.clone(),
        by: names.get(&standing.by).cloned().unwrap_or_default(),
        at: DateTime::from_timestamp_millis(standing.at_ms).unwrap_or_default(),
        reason: standing.reason.clone(),
    }
}
