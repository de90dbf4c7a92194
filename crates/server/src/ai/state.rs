//! What the room is handed by the composition.

use std::sync::Arc;

use storage::Db;
use vault::KeyRing;

use crate::clock::Clock;
use crate::config::{FaqVectors, RecogniserChoice, Speech};
use crate::faq_shelf::{FaqShelf, Measurement};
use crate::llm::Llm;
use crate::recogniser::Recognition;
use crate::trail::Trail;

/// What the room needs; cheap to clone.
#[derive(Clone, Debug)]
pub struct AiState {
    /// The database.
    pub db: Db,
    /// Keys of contacts.
    pub ring: Arc<KeyRing>,
    /// Counted time.
    pub clock: Clock,
    /// The audit log.
    pub trail: Trail,
    /// The language model.
    pub llm: Llm,
    /// What is live of the FAQ, and whether meaning takes part in its search.
    pub shelf: FaqShelf,
    /// How well that search does.
    pub measured: Arc<Measurement>,
    /// The server of the configuration that makes vectors; None where this machine does.
    pub vectors: Option<Arc<VectorsUse>>,
    /// Who turns speech into text, or why nobody does.
    pub recognition: Recognition,
    /// Which model of speech, and where.
    pub speech: Arc<SpeechUse>,
    /// Whether entries are suggested during calls, of which drafts are made.
    pub assist: bool,
}

/// The recogniser as it is configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeechUse {
    /// The model this machine listens with.
    pub model: String,
    /// The address and model of a server that is asked first.
    pub remote: Option<(String, String)>,
}

impl SpeechUse {
    /// As the configuration says.
    #[must_use]
    pub fn of(speech: &Speech) -> Self {
        let remote = (speech.recogniser == RecogniserChoice::Remote)
            .then(|| (speech.remote.base_url.clone(), speech.remote.model.clone()));
        Self { model: speech.model.clone(), remote }
    }
}

/// A server that makes vectors, as it is configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VectorsUse {
    /// Its address.
    pub base_url: String,
    /// The model it is asked for.
    pub model: String,
}

impl VectorsUse {
    /// As the configuration says; None where it names no server.
    #[must_use]
    pub fn of(vectors: &FaqVectors) -> Option<Self> {
        vectors.is_on().then(|| Self { base_url: vectors.base_url.clone(), model: vectors.model.clone() })
    }

    /// The host it runs on.
    pub(super) fn host(&self) -> String {
        host_of(&self.base_url)
    }

    /// Whether it runs on this machine.
    pub(super) fn is_here(&self) -> bool {
        let host = self.host();
        let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
        host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }
}

/// The host of an address, or the address where it has none.
pub(super) fn host_of(base_url: &str) -> String {
    let host = reqwest::Url::parse(base_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_else(|| base_url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_of_vectors_is_named_by_its_host_and_one_on_this_machine_is_here() {
        let check = |base_url: &str, wanted: Option<(&str, bool)>| {
            let vectors = FaqVectors { base_url: base_url.to_owned(), ..FaqVectors::default() };
            let found = VectorsUse::of(&vectors).map(|vectors| (vectors.host(), vectors.is_here()));
            assert_eq!(found.as_ref().map(|(host, here)| (host.as_str(), *here)), wanted, "{base_url}");
        };
        check("", None);
        check("https://vectors.example.jp/v1", Some(("vectors.example.jp", false)));
        check("http://127.0.0.1:8080", Some(("127.0.0.1", true)));
        check("http://[::1]:8080", Some(("[::1]", true)));
        check("http://localhost:8080", Some(("localhost", true)));
    }
}
