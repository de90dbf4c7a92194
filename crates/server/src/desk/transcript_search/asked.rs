//! What is looked for, by whom, and for how long.

use std::collections::BTreeMap;
use std::time::Duration;

use storage::history::{Cursor, Search};
use uuid::Uuid;

use super::terms::Terms;

/// What is looked for, by whom.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) terms: Terms,
    pub(super) wanted: Search,
    pub(super) after: Option<Cursor>,
    pub(super) masked: bool,
    pub(super) names: BTreeMap<Uuid, String>,
    pub(super) budget: Duration,
}
