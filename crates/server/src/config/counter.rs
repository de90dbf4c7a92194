//! The section of the online counter.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The online counter (clause 6(2)).
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Counter {
    /// Folder of the city's own guided flows, beside those that come with the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flows_folder: Option<PathBuf>,
    /// Keep the captions of visits after their end, redacted, as the text of a call is kept.
    pub keep_captions: bool,
    /// What the printer of a kiosk takes, by the kiosk's name; other kiosks offer no printing.
    pub slip_printers: BTreeMap<String, SlipPaper>,
}

/// What a slip is printed on.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum SlipPaper {
    /// A roll 58 mm wide.
    Receipt58,
    /// A roll 80 mm wide.
    Receipt80,
    /// A sheet.
    A4,
}
