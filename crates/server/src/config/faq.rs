//! The section of the FAQ.

use std::path::PathBuf;

use reqwest::Url;
use serde::{Deserialize, Serialize};

/// The approved questions and answers.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct Faq {
    /// Whether the desk is shown entries for what a caller asks, where calls become text.
    pub assist: bool,
    /// A server that turns questions into vectors, in place of the model on this machine.
    pub vectors: FaqVectors,
}

/// A server that speaks OpenAI's `/v1/embeddings`.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct FaqVectors {
    /// Its address, up to and without `/v1`; empty: the model on this machine, where it was fetched.
    pub base_url: String,
    /// The model it shall use.
    pub model: String,
    /// Numbers of one of its vectors.
    pub dimensions: usize,
    /// What the model wants before a question.
    pub question_prefix: String,
    /// What the model wants before a title.
    pub title_prefix: String,
    /// File that holds its key, where it wants one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_file: Option<PathBuf>,
    /// Milliseconds a question waits for its vector before words answer alone.
    pub timeout_ms: u64,
}

impl Default for Faq {
    fn default() -> Self {
        Self { assist: true, vectors: FaqVectors::default() }
    }
}

impl Default for FaqVectors {
    fn default() -> Self {
        Self {
            base_url: String::new(),
            model: "multilingual-e5-small".to_owned(),
            dimensions: 384,
            question_prefix: "query: ".to_owned(),
            title_prefix: "passage: ".to_owned(),
            key_file: None,
            timeout_ms: 100,
        }
    }
}

impl FaqVectors {
    /// Whether a server is asked at all.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.base_url.is_empty()
    }

    /// Everything that is wrong, one sentence each.
    pub(super) fn faults(&self, faults: &mut Vec<String>) {
        if !(20..=2_000).contains(&self.timeout_ms) {
            faults.push(format!("faq.vectors.timeout_ms = {} is not between 20 and 2000", self.timeout_ms));
        }
        if !(8..=4_096).contains(&self.dimensions) {
            faults.push(format!("faq.vectors.dimensions = {} is not between 8 and 4096", self.dimensions));
        }
        if self.model.is_empty() || self.model.len() > 128 {
            faults.push("faq.vectors.model wants between 1 and 128 letters".to_owned());
        }
        if self.question_prefix.len() > 256 || self.title_prefix.len() > 256 {
            faults.push("faq.vectors: a prefix is longer than 256 letters".to_owned());
        }
        if self.is_on() && !is_fit(&self.base_url) {
            faults.push(
                "faq.vectors.base_url must begin with https://, or with http:// where the server is on this machine"
                    .to_owned(),
            );
        }
    }
}

/// Whether questions may be sent there: encrypted, or not beyond this machine.
fn is_fit(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let is_plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    let host = url.host_str().unwrap_or_default();
    let is_here = host == "localhost"
        || host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    is_plain && !host.is_empty() && (url.scheme() == "https" || url.scheme() == "http" && is_here)
}

#[cfg(test)]
mod tests {
    use super::is_fit;

    #[test]
    fn questions_leave_this_machine_encrypted_or_not_at_all() {
        let check = |address: &str, wanted: bool| assert_eq!(is_fit(address), wanted, "{address}");
        check("https://vectors.example.jp", true);
        check("https://vectors.example.jp/openai/v1", true);
        check("http://127.0.0.1:8080", true);
        check("http://localhost:8080/", true);
        check("http://[::1]:8080", true);
        check("http://192.168.1.5:8080", false);
        check("http://vectors.example.jp", false);
        check("http://localhost:1@vectors.example.jp", false);
        check("https://me:word@vectors.example.jp", false);
        check("https://vectors.example.jp?key=1", false);
        check("ftp://127.0.0.1", false);
        check("https://", false);
        check("vectors", false);
    }
}
