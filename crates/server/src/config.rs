//! The one typed configuration: what an installation may choose, its defaults and its limits.
//!
//! Owns reading and checking `madoguchi.toml`; every room takes the section it needs as a
//! value. It must never read the environment or open anything: secrets are named here by
//! the variable that holds them, and looked up where they are used.
//! The commented example file is written by `config::example`; what can be wrong with a
//! configuration is listed in `config::validate`.

mod chat;
mod counter;
mod diagnosis;
mod example;
mod faq;
mod llm;
mod sections;
mod shared_browser;
mod speech;
mod validate;
mod video;

use std::path::{Path, PathBuf};

use thiserror::Error;

pub use chat::Chat;
pub use counter::{Counter, SlipPaper};
pub use diagnosis::Diagnosis;
pub use example::example_text;
pub use faq::{Faq, FaqVectors};
pub use llm::Llm;
pub use sections::*;
pub use shared_browser::SharedBrowser;
pub use speech::{RecogniserChoice, Speech, SpeechRemote};
pub use video::{Video, Zoom};

/// The largest configuration file that is read, in bytes.
const FILE_BYTES_MAX: u64 = 256 * 1024;

/// Why a configuration file was not accepted.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file could not be read.
    #[error("configuration file {path} cannot be read: {why}")]
    Unreadable {
        /// The file that was asked for.
        path: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// The file is far larger than any configuration.
    #[error("configuration file {path} is larger than {FILE_BYTES_MAX} bytes")]
    TooLarge {
        /// The file that was asked for.
        path: PathBuf,
    },
    /// The text is no TOML, or names a key that does not exist.
    #[error("configuration file {path}: {why}")]
    Malformed {
        /// The file that was asked for.
        path: PathBuf,
        /// Where and what, by the parser.
        why: Box<toml::de::Error>,
    },
    /// A value is outside what the product can do.
    #[error("configuration: {}", .0.join("; "))]
    Refused(Vec<String>),
}

impl Config {
    /// Reads a file and checks it.
    ///
    /// # Errors
    /// Says which file, key or value is wrong.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let unreadable = |why| ConfigError::Unreadable { path: path.to_owned(), why };
        let bytes = std::fs::metadata(path).map_err(unreadable)?.len();
        if bytes > FILE_BYTES_MAX {
            return Err(ConfigError::TooLarge { path: path.to_owned() });
        }
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        let config: Self = toml::from_str(&text)
            .map_err(|why| ConfigError::Malformed { path: path.to_owned(), why: Box::new(why) })?;
        config.validated()
    }

    /// Checks every value against what the product can do.
    ///
    /// # Errors
    /// Lists everything that is wrong, not only the first.
    pub fn validated(self) -> Result<Self, ConfigError> {
        let faults = validate::faults(&self);
        if faults.is_empty() { Ok(self) } else { Err(ConfigError::Refused(faults)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_accepted() {
        assert!(Config::default().validated().is_ok());
    }

    #[test]
    fn a_misspelt_key_is_refused_by_name() {
        let why = toml::from_str::<Config>("[web]\nlisen = \"127.0.0.1:1\"").unwrap_err();
        assert!(why.to_string().contains("lisen"), "{why}");
    }

    #[test]
    fn database_in_the_data_folder_is_the_default() {
        let config = Config { data_dir: "/srv/m".into(), ..Config::default() };
        assert_eq!(config.database_url(), "sqlite:///srv/m/madoguchi.sqlite?mode=rwc");
    }
}
