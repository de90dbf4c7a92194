//! The sections of the configuration and their defaults.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use chrono::NaiveDate;
use domain::call_watch::AlertLimits;
use domain::floor::FloorConfig;
use serde::{Deserialize, Serialize};

use super::chat::Chat;
use super::counter::Counter;
use super::diagnosis::Diagnosis;
use super::faq::Faq;
use super::llm::Llm;
use super::shared_browser::SharedBrowser;
use super::speech::Speech;
use super::video::Video;

/// Everything an installation may choose.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Folder that holds database, keys, journal and recordings.
    pub data_dir: PathBuf,
    /// The demonstration city.
    pub demo: Demo,
    /// The city and the contract this installation serves.
    pub city: City,
    /// Pages and programming interface.
    pub web: Web,
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
    /// Kiosks looked after from afar.
    pub diagnosis: Diagnosis,
    /// Pictures of visits.
    pub video: Video,
    /// The language model, where the city has one.
    pub llm: Llm,
    /// The approved questions and answers.
    pub faq: Faq,
    /// Orderly stop.
    pub drain: Drain,
    /// The online counter.
    pub counter: Counter,
    /// The browser that resident and operator share.
    pub shared_browser: SharedBrowser,
    /// The chat with residents.
    pub chat: Chat,
    /// Speech to text.
    pub speech: Speech,
    /// Queues, limits and times of the floor.
    pub floor: FloorConfig,
    /// When a live contact is worth a supervisor's look.
    pub alerts: AlertLimits,
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
            diagnosis: Diagnosis::default(),
            video: Video::default(),
            llm: Llm::default(),
            faq: Faq::default(),
            drain: Drain::default(),
            counter: Counter::default(),
            shared_browser: SharedBrowser::default(),
            chat: Chat::default(),
            speech: Speech::default(),
            floor: FloorConfig::default(),
            alerts: AlertLimits::default(),
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

/// Where facts are kept.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `postgres://…` or `sqlite://…`; empty means SQLite in the data folder.
    pub url: String,
}

/// Key-encryption keys.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Keys {
    /// The key file; left out, it is `keys/ring.json` in the data folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
    /// Environment variable that holds the keys instead of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub env: Option<String>,
}

/// Where recordings go after a contact has closed, and how long some of them stay.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Recordings {
    /// A folder, or `s3://bucket/prefix`; empty means `recordings` in the data folder.
    pub store: String,
    /// Days a recording stays that nobody redacted because recognition was off.
    pub unredacted_days: u32,
    /// Days the sealed original stays beside its redacted copy; 0 destroys its key as soon as the copy is stored.
    pub keep_sealed_days: u32,
}

impl Default for Recordings {
    fn default() -> Self {
        Self { store: String::new(), unredacted_days: 30, keep_sealed_days: 0 }
    }
}

/// Announcements.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Prompts {
    /// Speak the usual announcements into the cache at start.
    pub ready_at_start: bool,
}

impl Default for Prompts {
    fn default() -> Self {
        Self { ready_at_start: true }
    }
}

/// Logging in.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Login {
    /// Hours without any request after which a login ends.
    pub idle_h: u32,
    /// Hours after which a login ends in any case.
    pub absolute_h: u32,
    /// Ask for a second factor (one-time code or security key) from everybody.
    pub second_factor: bool,
    /// Wrong passwords for one account in fifteen minutes before it waits.
    pub attempts_per_account: u32,
    /// Wrong passwords from one address in fifteen minutes before it waits.
    pub attempts_per_address: u32,
}

impl Default for Login {
    fn default() -> Self {
        Self { idle_h: 12, absolute_h: 24, second_factor: true, attempts_per_account: 5, attempts_per_address: 30 }
    }
}

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// What the program writes about itself.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// How log lines look.
    pub format: LogFormat,
    /// What is logged, in the filter language of `tracing`.
    pub filter: String,
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Text, filter: "info".to_owned() }
    }
}

/// The telephone side.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Sip {
    /// Address and port for SIP over UDP and TCP.
    pub listen: SocketAddr,
    /// Address and port for SIP over TLS; left out, TLS is not offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen_tls: Option<SocketAddr>,
    /// Certificate chain for SIP over TLS, PEM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<PathBuf>,
    /// Private key for SIP over TLS, PEM.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_key: Option<PathBuf>,
    /// Addresses or networks that may call in without belonging to a trunk.
    pub allow_peers: Vec<String>,
    /// The address others reach us at, where it is not the listening one (NAT).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_address: Option<IpAddr>,
    /// New requests a second one peer may send before it is left unanswered.
    pub requests_per_s_max: u32,
}

impl Default for Sip {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 5060)),
            listen_tls: None,
            certificate: None,
            private_key: None,
            allow_peers: vec!["127.0.0.1/32".to_owned()],
            public_address: None,
            requests_per_s_max: 200,
        }
    }
}

/// How a trunk is reached.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// RFC 3261 over UDP.
    #[default]
    Udp,
    /// RFC 3261 over TCP.
    Tcp,
    /// RFC 3261 over TLS.
    Tls,
}

/// One trunk.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Trunk {
    /// The name logs and pages call it by.
    pub name: String,
    /// Addresses or networks its calls come from.
    pub peers: Vec<String>,
    /// Where our own calls are sent, `host:port`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<String>,
    /// Registrar, `host:port`, for trunks that want a registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registrar: Option<String>,
    /// Name for digest authentication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// Environment variable that holds the password for digest authentication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_env: Option<String>,
    /// How it is reached.
    pub transport: Transport,
    /// Domain of our own address in requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_domain: Option<String>,
    /// The number shown to people we call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_number: Option<String>,
    /// Seconds between OPTIONS probes; 0 sends none.
    pub options_interval_s: u32,
    /// Session timer asked for, in seconds (RFC 4028).
    pub session_expires_s: u32,
}

/// Sound on its way.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Media {
    /// Address sound sockets are bound to.
    pub bind_address: IpAddr,
    /// Address put into offers and answers, where it is not the bound one (NAT).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_address: Option<IpAddr>,
    /// First UDP port for telephone sound.
    pub rtp_port_min: u16,
    /// Last UDP port for telephone sound.
    pub rtp_port_max: u16,
    /// First UDP port for browsers, one a shard; 0 takes free ones.
    pub web_port_base: u16,
    /// Threads that carry sound; 0 takes one a processor.
    pub shards: usize,
}

impl Default for Media {
    fn default() -> Self {
        Self {
            bind_address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            public_address: None,
            rtp_port_min: 20_000,
            rtp_port_max: 24_999,
            web_port_base: 0,
            shards: 0,
        }
    }
}

/// The audit log.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Audit {
    /// The file in which heads of the chain are kept outside the database.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heads_file: Option<PathBuf>,
}

/// Orderly stop.
#[derive(Clone, Debug, Deserialize, Serialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct Drain {
    /// Seconds live calls are waited for after the signal to stop.
    pub calls_wait_s: u64,
}

impl Default for Drain {
    fn default() -> Self {
        Self { calls_wait_s: 900 }
    }
}

impl Config {
    /// The database address, with the default put in.
    pub fn database_url(&self) -> String {
        if self.database.url.is_empty() {
            let file = self.data_dir.join("madoguchi.sqlite");
            format!("sqlite://{}?mode=rwc", file.display())
        } else {
            self.database.url.clone()
        }
    }

    /// What kiosks are asked for in a check; Zoom is where it carries visits.
    pub fn kiosk_diagnosis(&self) -> Diagnosis {
        self.diagnosis.clone().with_zoom(self.video.zoom.enabled)
    }

    /// The floor, with a queue for chats where there is chat.
    pub fn floor_in_force(&self) -> FloorConfig {
        if self.chat.enabled { self.floor.clone().with_chat() } else { self.floor.clone() }
    }

    /// Whether the city is open at all hours, as the demonstration is unless it keeps the calendar.
    pub fn is_always_open(&self) -> bool {
        self.demo.enabled && !self.demo.keep_calendar
    }

    /// The key file, with the default put in.
    pub fn key_file(&self) -> PathBuf {
        self.keys.file.clone().unwrap_or_else(|| self.data_dir.join("keys").join("ring.json"))
    }

    /// The file of the audit chain's heads, with the default put in.
    pub fn audit_heads_file(&self) -> PathBuf {
        self.audit.heads_file.clone().unwrap_or_else(|| self.data_dir.join("audit-heads"))
    }

    /// The folder recordings are written to while a contact lives.
    pub fn spool_dir(&self) -> PathBuf {
        self.data_dir.join("spool")
    }

    /// Where closed recordings go: a folder or an `s3://` address.
    pub fn recording_store(&self) -> String {
        if self.recordings.store.is_empty() {
            self.data_dir.join("recordings").display().to_string()
        } else {
            self.recordings.store.clone()
        }
    }

    /// Folder of Zoom's files.
    pub fn zoom_sdk_dir(&self) -> PathBuf {
        self.video.zoom.sdk_dir.clone().unwrap_or_else(|| self.data_dir.join("zoom-sdk"))
    }

    /// Folder of models.
    pub fn models_folder(&self) -> PathBuf {
        self.speech.models_folder.clone().unwrap_or_else(|| self.data_dir.join("models"))
    }

    /// The folder of the contacts' journal.
    pub fn journal_dir(&self) -> PathBuf {
        self.data_dir.join("journal")
    }
}
