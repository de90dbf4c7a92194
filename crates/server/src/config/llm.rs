//! The section of the language model.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// A chat endpoint of the city's choice. It is asked only for what a manager approved on the page of AI uses.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct Llm {
    /// Address of an OpenAI-compatible server, without `/v1`; without it no language model is asked anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// The model asked for.
    pub model: String,
    /// File that holds the server's key and nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_file: Option<PathBuf>,
    /// Milliseconds an answer may take.
    pub timeout_ms: u64,
}

impl Default for Llm {
    fn default() -> Self {
        Self { base_url: None, model: String::new(), key_file: None, timeout_ms: 15_000 }
    }
}

impl Llm {
    /// Everything that is wrong, one sentence each.
    pub(super) fn faults(&self, faults: &mut Vec<String>) {
        if !(1_000..=25_000).contains(&self.timeout_ms) {
            faults.push(format!("llm.timeout_ms = {} is not between 1000 and 25000", self.timeout_ms));
        }
        let Some(address) = &self.base_url else { return };
        if !is_fit(address) {
            faults.push("llm.base_url must begin with https://, or with http:// where it is this machine".to_owned());
        }
        if self.model.is_empty() || self.model.len() > 128 {
            faults.push("llm.model wants between 1 and 128 letters".to_owned());
        }
    }
}

/// Whether text may be sent there: encrypted, or to this machine. A name before an @ is no part of an address.
fn is_fit(address: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(address) else { return false };
    let plain = url.username().is_empty() && url.password().is_none();
    let bare = url.query().is_none() && url.fragment().is_none();
    let here = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
    plain && bare && (url.scheme() == "https" || (url.scheme() == "http" && here))
}

#[cfg(test)]
mod tests {
    use super::is_fit;

    #[test]
    fn text_leaves_this_machine_encrypted_or_not_at_all() {
        let check = |address: &str, wanted: bool| assert_eq!(is_fit(address), wanted, "{address}");
        check("https://llm.example.jp", true);
        check("https://llm.example.jp:8443/openai", true);
        check("http://127.0.0.1:8000", true);
        check("http://localhost:8000", true);
        check("http://[::1]:8000/", true);
        check("http://llm.example.jp", false);
        check("http://192.168.1.5:8000", false);
        check("http://127.0.0.1:80@llm.example.jp/", false);
        check("http://localhost.example.jp/", false);
        check("https://me@llm.example.jp", false);
        check("https://llm.example.jp/?key=1", false);
        check("ftp://127.0.0.1", false);
        check("https://", false);
        check("", false);
    }
}
