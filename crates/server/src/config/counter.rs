//! The section of the online counter.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The online counter (clause 6(2)).
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Counter {
    /// Folder of the city's own guided flows, beside those that come with the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flows_folder: Option<PathBuf>,
    /// Names of kiosks that have a reader for My Number cards.
    pub card_reader_kiosks: BTreeSet<String>,
}
