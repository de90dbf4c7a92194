//! The section of summaries after the call.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Summaries of contacts. Rules draft them; a chat endpoint may, once a manager recorded its approval.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct Summary {
    /// Address of an OpenAI-compatible server, without `/v1`; without it rules alone draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// The model asked for.
    pub model: String,
    /// File that holds the server's key and nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_file: Option<PathBuf>,
    /// Milliseconds an answer may take; the rules' draft is shown until then and stays where none comes.
    pub timeout_ms: u64,
}

impl Default for Summary {
    fn default() -> Self {
        Self { base_url: None, model: String::new(), key_file: None, timeout_ms: 15_000 }
    }
}
