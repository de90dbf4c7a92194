//! `bench`: how fast the house is, beside a known peer, on the machine at hand.
//!
//! Each part measures one thing and gives rows of a table; the table is printed
//! and stands in `target/bench`. What the figures mean is told in
//! `docs/BENCHMARKS.md`.

mod bencode;
mod generator;
mod held;
mod http;
mod invite;
mod live;
mod machine;
mod program;
mod relay;
mod report;
mod rtpengine;
mod screens;
mod sip;
mod start;

use crate::setup::{self, For};
use crate::shell;
use anyhow::bail;
use machine::Noise;
use report::Report;
use std::path::{Path, PathBuf};

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Subject {
    /// The carrying of sound and the setting up of calls.
    Media,
}

/// How to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// What is measured.
    #[arg(value_enum)]
    subject: Subject,
    /// Calls carried at a time while processor time is measured.
    #[arg(long, default_value_t = 200)]
    calls: usize,
    /// Rounds of which the median is taken; programs alternate within a round.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds of load in one round.
    #[arg(long, default_value_t = 8)]
    seconds: u64,
    /// Only these parts: start, relay, held, invite, screens.
    #[arg(long, value_name = "PART", value_delimiter = ',')]
    only: Vec<Part>,
    /// Do not install anything.
    #[arg(long)]
    no_setup: bool,
    /// Measure the programs that were built before.
    #[arg(long)]
    no_build: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// From starting to serving, and memory at rest.
    Start,
    /// Processor time a packet, beside rtpengine.
    Relay,
    /// How many calls are carried before sound suffers, beside rtpengine.
    Held,
    /// From INVITE to 200 at fifty calls a second.
    Invite,
    /// From an event to fifty supervisors' screens.
    Screens,
}

/// The release programs that are measured.
struct Programs {
    /// The server.
    madoguchi: PathBuf,
    /// The generator, which holds the media engine too.
    relay_load: PathBuf,
}

/// Builds, measures, prints. Returns whether every aim was reached.
///
/// # Errors
/// When the machine cannot be prepared, or a program does not start.
pub(crate) fn run(root: &Path, options: &Options) -> anyhow::Result<bool> {
    let Subject::Media = options.subject;
    if options.rounds == 0 || options.calls == 0 || options.seconds == 0 {
        bail!("--calls, --rounds and --seconds begin with 1");
    }
    if !options.no_setup {
        setup::prepare(root, For::Test)?;
    }
    let programs = programs(root, options.no_build)?;
    let wants = |part: Part| options.only.is_empty() || options.only.contains(&part);
    let noise = Noise::begin()?;
    let mut report = Report::new();
    // What is sensitive to a warm machine comes first.
    if wants(Part::Start) {
        start::measure(&programs, options, &mut report)?;
    }
    if wants(Part::Invite) {
        invite::measure(&programs, &mut report)?;
    }
    if wants(Part::Screens) {
        screens::measure(&programs, &mut report)?;
    }
    if wants(Part::Relay) {
        relay::measure(&programs, options, &mut report)?;
    }
    if wants(Part::Held) {
        held::measure(&programs, &mut report)?;
    }
    let folder = shell::target_folder(root).join("bench");
    std::fs::create_dir_all(&folder)?;
    report.finish(&noise.end()?, &folder.join("media.json"))
}

fn programs(root: &Path, are_built: bool) -> anyhow::Result<Programs> {
    if !are_built {
        shell::show(
            "building what is measured (release; the first time takes minutes)",
            shell::cargo(&["build", "--locked", "--release", "--workspace", "--bins", "--examples"], root),
        )?;
    }
    let release = shell::target_folder(root).join("release");
    let programs = Programs { madoguchi: release.join("madoguchi"), relay_load: release.join("examples/relay_load") };
    for file in [&programs.madoguchi, &programs.relay_load] {
        if !file.is_file() {
            bail!("{} was not built", file.display());
        }
    }
    Ok(programs)
}
