//! Everything a person at the terminal can ask for.
//!
//! Owns the arguments and what is printed. The work is done elsewhere: `start` serves,
//! `check` looks an installation over, the others ask `domain`, `storage` or `vault`.

mod audit;
mod calendar_hours;
mod check;
mod keys;
mod serve;

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use domain::calendar::Schedule;

use crate::config::{Config, example_text};

/// The configuration file that is read when none is named and it exists.
const CONFIG_FILE: &str = "madoguchi.toml";

/// Madoguchi: a city's My Number call centre and counter.
#[derive(Debug, Parser)]
#[command(name = "madoguchi", version, about)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// Where the configuration comes from.
#[derive(Debug, Args)]
struct Source {
    /// Configuration file (default: madoguchi.toml where it exists).
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Data folder, instead of the configured one.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// What may be widened from the command line.
#[derive(Debug, Args)]
struct ServeArguments {
    #[command(flatten)]
    source: Source,
    /// Load the demonstration city.
    #[arg(long)]
    demo: bool,
    /// Keep the opening hours in the demonstration.
    #[arg(long)]
    keep_calendar: bool,
    /// Address and port of the pages (default 127.0.0.1:8080).
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// Address and port of the telephone side (default 127.0.0.1:5060).
    #[arg(long, value_name = "ADDRESS:PORT")]
    sip: Option<SocketAddr>,
    /// Address or network that may call in; may be given several times.
    #[arg(long, value_name = "ADDRESS[/BITS]")]
    allow_peer: Vec<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve pages and answer calls.
    Serve(ServeArguments),
    /// Look the installation over and say what is wrong and what to do.
    Check(Source),
    /// Questions to the calendar.
    #[command(subcommand)]
    Calendar(CalendarCommand),
    /// Prove that nothing was changed behind the system's back.
    #[command(subcommand)]
    Verify(VerifyCommand),
    /// Key-encryption keys.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// The configuration file.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print the description of the programming interface (OpenAPI 3.1).
    Openapi,
}

#[derive(Debug, Subcommand)]
enum CalendarCommand {
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
enum VerifyCommand {
    /// Walk the audit log and find changed, missing or reordered rows.
    Audit(Source),
}

#[derive(Debug, Subcommand)]
enum KeysCommand {
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
enum ConfigCommand {
    /// Print the commented example.
    Example,
}

/// Does what was asked for; the exit code is 0 only where all is well.
pub fn run(arguments: Arguments) -> ExitCode {
    match dispatch(arguments.command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            let _ = writeln!(std::io::stderr(), "madoguchi: {why:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command) -> anyhow::Result<bool> {
    match command {
        Command::Serve(arguments) => waiting(serve::serve(arguments)),
        Command::Check(source) => waiting(check::check(source)),
        Command::Calendar(CalendarCommand::Hours { source, channel, from, to, json }) => {
            waiting(calendar_hours::print(source, channel, from, to, json))
        }
        Command::Verify(VerifyCommand::Audit(source)) => waiting(audit::verify(source)),
        Command::Keys(KeysCommand::Backup { source, to }) => keys::backup(&source, &to),
        Command::Keys(KeysCommand::Rotate { source }) => waiting(keys::rotate(source)),
        Command::Config(ConfigCommand::Example) => say(&example_text()),
        Command::Openapi => say(&crate::router::openapi_json()?),
    }
}

fn waiting(work: impl Future<Output = anyhow::Result<bool>>) -> anyhow::Result<bool> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no runtime")?.block_on(work)
}

/// Prints; a reader that went away is no failure of ours.
fn say(text: &str) -> anyhow::Result<bool> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(why) if why.kind() != std::io::ErrorKind::BrokenPipe => Err(why.into()),
        _ => Ok(true),
    }
}

impl Source {
    /// The configuration that holds, with the command line on top.
    fn read(&self) -> anyhow::Result<Config> {
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
