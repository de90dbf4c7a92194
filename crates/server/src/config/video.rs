//! The section `[video]`: by whom visits are carried.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Pictures of visits.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Video {
    /// By Zoom, instead of the built-in way.
    pub zoom: Zoom,
}

/// Visits carried by Zoom's Video SDK, by the city's own account (clause 6(2)②).
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Zoom {
    /// Carry visits by Zoom where it works, and by the built-in way where it does not.
    pub enabled: bool,
    /// Key of the Video SDK.
    pub sdk_key: String,
    /// File that holds the Video SDK's secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sdk_secret_file: Option<PathBuf>,
    /// Key of the REST interface.
    pub api_key: String,
    /// File that holds the REST interface's secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_secret_file: Option<PathBuf>,
    /// File that holds the secret of webhooks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook_secret_file: Option<PathBuf>,
    /// Folder of Zoom's files; left out, it is `zoom-sdk` in the data folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sdk_dir: Option<PathBuf>,
    /// Address of the REST interface.
    pub api_url: String,
    /// Where Zoom may carry visits.
    pub geo_regions: String,
}

impl Default for Zoom {
    fn default() -> Self {
        Self {
            enabled: false,
            sdk_key: String::new(),
            sdk_secret_file: None,
            api_key: String::new(),
            api_secret_file: None,
            webhook_secret_file: None,
            sdk_dir: None,
            api_url: zoom::rest::API_URL.to_owned(),
            geo_regions: "JP".to_owned(),
        }
    }
}

/// Where facts are kept.
    pub database: Database,
    /// Key-encryption keys.
    pub keys: Keys,
    /// Where recordings go after a contact has closed.
    pub recordings: Recordings,
    /// Announcements.
    pub prompts: Prompts,
    /// Logging in.
    pub login: Login,
    /// The audit log.
    pub audit: Audit,
    /// What the program writes about itself.
    pub log: Log,
    /// The telephone side: listening for the trunk.
    pub sip: Sip,
    /// Trunks, that is, telephone lines bought from an operator.
    pub trunk: Vec<Trunk>,
    /// Sound on its way: sockets and addresses.
    pub media: Media,
    /// Pictures of visits.
    pub video: Video,
    /// Orderly stop.
    pub drain: Drain,
    /// Queues, limits and times of the floor.
    pub floor: FloorConfig,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: PathBuf::from("data"),
            demo: Demo::default(),
            city: City::default(),
            web: Web::default(),
            database: Database::default(),
            keys: Keys::default(),
            recordings: Recordings::default(),
            prompts: Prompts::default(),
            login: Login::default(),
            audit: Audit::default(),
            log: Log::default(),
            sip: Sip::default(),
            trunk: Vec::new(),
            media: Media::default(),
            video: Video::default(),
            drain: Drain::default(),
            floor: FloorConfig::default(),
        }
    }
}

/// The demonstration city of Zama.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Demo {
    /// Load the demonstration city into an empty database and mark every page with it.
    pub enabled: bool,
    /// Keep the opening hours; without this the demonstration is open at all hours.
    pub keep_calendar: bool,
}

/// The city and the contract (clauses 5 and 6(3)⑤).
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct City {
    /// The city's name in Japanese.
    pub name_ja: String,
    /// The city's name in English.
    pub name_en: String,
    /// Telephone numbers that lead here, in any usual form.
    pub numbers: Vec<String>,
    /// First day of the contract.
    pub term_from: NaiveDate,
    /// Last day of the contract.
    pub term_to: NaiveDate,
}

impl Default for City {
    fn default() -> Self {
        Self {
            name_ja: "座間市".to_owned(),
            name_en: "Zama City".to_owned(),
            numbers: vec!["0120-101-366".to_owned()],
            term_from: NaiveDate::from_ymd_opt(2026, 4, 1).unwrap_or_default(),
            term_to: NaiveDate::from_ymd_opt(2027, 3, 31).unwrap_or_default(),
        }
    }
}

/// How pages are protected on their way.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Https {
    /// No encryption here: for loopback, or behind a reverse proxy that encrypts.
    #[default]
    Off,
    /// A certificate made at first start, for a trial on a local network.
    Generated,
    /// Certificate and key files in PEM form.
    Files,
}

/// Pages and programming interface.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Web {
    /// Address and port pages are served on.
    pub listen: SocketAddr,
    /// The address people type; security keys are bound to its host name.
    pub public_url: String,
    /// How pages are protected on their way.
    pub https: Https,
    /// Certificate chain in PEM form, with `https = "files"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<PathBuf>,
    /// Private key in PEM form, with `https = "files"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_key: Option<PathBuf>,
    /// Names the generated certificate is good for, beside the listening address.
    pub certificate_names: Vec<String>,
    /// Believe `X-Forwarded-For` and `X-Forwarded-Proto` from these addresses only.
    pub trusted_proxies: Vec<IpAddr>,
    /// The largest request body, in bytes; sound files have their own limit.
    pub body_bytes_max: usize,
    /// The longest a request may take, in seconds; live connections are exempt.
    pub request_timeout_s: u64,
}

impl Default for Web {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: "http://localhost:8080".to_owned(),
            https: Https::Off,
            certificate: None,
            private_key: None,
            certificate_names: Vec::new(),
            trusted_proxies: Vec::new(),
            body_bytes_max: 256 * 1024,
            request_timeout_s: 30,
        }
    }
}
