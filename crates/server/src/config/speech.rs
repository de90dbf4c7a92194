//! The section `[speech]`: who turns speech into text.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use speech::models::manifest::{self, Purpose};
use speech::workers::WORKERS_MAX;

/// Who turns speech into text.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum RecogniserChoice {
    /// This machine.
    #[default]
    Local,
    /// A server of the city's choice; this machine where that fails.
    Remote,
    /// Nobody: everything else works, and recordings stay with the manager.
    Off,
}

/// Speech to text (clause 6(4)a).
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Speech {
    /// Who turns speech into text.
    pub recogniser: RecogniserChoice,
    /// The model this machine listens with, by its name in `madoguchi models list`.
    pub model: String,
    /// Folder of models; left out, it is `models` in the data folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub models_folder: Option<PathBuf>,
    /// The program `madoguchi-whisper`; left out, it is looked for beside this program and on the path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worker_program: Option<PathBuf>,
    /// Processes that listen, one processor each; 0 takes as many as there are processors.
    pub workers: usize,
    /// Stretches of speech that may wait for a worker.
    pub waiting_max: usize,
    /// The longest one stretch may take before its worker is killed, in milliseconds.
    pub timeout_ms: u64,
    /// Ways followed at once when the text of a stretch is settled; 1 is quick, 8 is careful.
    pub final_beam: u8,
    /// A server that turns speech into text.
    pub remote: SpeechRemote,
}

/// A server that speaks OpenAI's `/v1/audio/transcriptions`.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct SpeechRemote {
    /// Its address, up to and without `/v1`.
    pub base_url: String,
    /// The model it shall use.
    pub model: String,
    /// File that holds its key, where it wants one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_file: Option<PathBuf>,
    /// The longest one stretch may take there, in milliseconds.
    pub timeout_ms: u64,
    /// Queues whose calls are never sent there.
    pub local_only_queues: Vec<String>,
}

impl Default for Speech {
    fn default() -> Self {
        Self {
            recogniser: RecogniserChoice::Local,
            model: "whisper-base".to_owned(),
            models_folder: None,
            worker_program: None,
            workers: 0,
            waiting_max: 16,
            timeout_ms: 30_000,
            final_beam: 5,
            remote: SpeechRemote::default(),
        }
    }
}

impl Default for SpeechRemote {
    fn default() -> Self {
        Self {
            base_url: String::new(),
            model: "whisper-1".to_owned(),
            key_file: None,
            timeout_ms: 5_000,
            local_only_queues: Vec::new(),
        }
    }
}

impl Speech {
    /// Everything that is wrong, one sentence each.
    pub(super) fn faults(&self, faults: &mut Vec<String>) {
        if manifest::find_for(Purpose::Recognition, &self.model).is_none() {
            let fit = manifest::MODELS.iter().filter(|entry| entry.purpose == Purpose::Recognition);
            let names: Vec<&str> = fit.map(|entry| entry.name).collect();
            faults.push(format!("speech.model must be one of {}", names.join(", ")));
        }
        if self.workers > WORKERS_MAX {
            faults.push(format!("speech.workers = {} is not between 0 and {WORKERS_MAX}", self.workers));
        }
        if !(1..=1_000).contains(&self.waiting_max) {
            faults.push(format!("speech.waiting_max = {} is not between 1 and 1000", self.waiting_max));
        }
        if !(1..=8).contains(&self.final_beam) {
            faults.push(format!("speech.final_beam = {} is not between 1 and 8", self.final_beam));
        }
        let limits = [("speech.timeout_ms", self.timeout_ms), ("speech.remote.timeout_ms", self.remote.timeout_ms)];
        for (key, value) in limits {
            if !(500..=300_000).contains(&value) {
                faults.push(format!("{key} = {value} is not between 500 and 300000"));
            }
        }
        if self.recogniser == RecogniserChoice::Remote && !is_fit(&self.remote.base_url) {
            let what =
                "must begin with https://, or with http:// where the server is on this machine or its own network";
            faults.push(format!("speech.remote.base_url {what}"));
        }
    }
}

/// Whether speech may be sent there: encrypted, or not far.
fn is_fit(base_url: &str) -> bool {
    if let Some(rest) = base_url.strip_prefix("https://") {
        return !rest.is_empty();
    }
    let Some(rest) = base_url.strip_prefix("http://") else { return false };
    let host_and_port = rest.split('/').next().unwrap_or_default();
    let host = match host_and_port.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or_default(),
        None => host_and_port.split(':').next().unwrap_or_default(),
    };
    match host.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(address)) => address.is_loopback() || address.is_private(),
        Ok(std::net::IpAddr::V6(address)) => address.is_loopback() || address.is_unique_local(),
        // A name without a dot is a neighbour, such as another container.
        Err(_) => !host.is_empty() && !host.contains(['.', '@']),
    }
}

#[cfg(test)]
mod tests {
    use super::is_fit;

    #[test]
    fn speech_leaves_the_citys_own_network_encrypted_or_not_at_all() {
        let check = |address: &str, wanted: bool| assert_eq!(is_fit(address), wanted, "{address}");
        check("https://speech.example.jp", true);
        check("http://127.0.0.1:8000", true);
        check("http://[::1]:8000/", true);
        check("http://192.168.1.5:8000", true);
        check("http://speaches:8000", true);
        check("http://speech.example.jp", false);
        check("http://me@10.0.0.1", false);
        check("http://203.0.113.7", false);
        check("ftp://127.0.0.1", false);
        check("https://", false);
        check("", false);
    }
}
