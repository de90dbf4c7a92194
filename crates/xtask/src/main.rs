//! `cargo xtask`: the commands that build, run, check and test the house.
//!
//! It owns no part of the product and is linked into none. Each command is a
//! module of its own; start with `tidy` for the laws and `suites` for the tests.
#![expect(clippy::print_stdout, reason = "a command-line tool speaks on its standard output")]

mod bench;
mod call;
mod licences;
mod openapi;
mod postgres;
mod run;
mod setup;
mod shaper;
mod shell;
mod suites;
mod tidy;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "xtask", about = "Build, run, check and test Madoguchi")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the demonstration city, after all set-up.
    Run(run::Options),
    /// Ring the demonstration's number and speak.
    Call(call::Options),
    /// Run every check and every suite, after all set-up.
    Test(suites::Options),
    /// Measure how fast the house is, beside a known peer.
    Bench(bench::Options),
    /// Put browsers under test behind a poor line.
    Shape(shaper::Options),
    /// Check the laws of the house.
    Tidy {
        /// Plant a breach of every law in memory and show that it is refused.
        #[arg(long)]
        prove: bool,
    },
    /// Check the licences of all dependencies, without a network.
    Licences,
    /// Bring the description of the interface from the server to the front end.
    Openapi {
        /// Only say whether it differs.
        #[arg(long)]
        check: bool,
    },
}

fn main() -> anyhow::Result<ExitCode> {
    let root = root();
    let good = match Arguments::parse().command {
        Command::Run(options) => match run::run(&root, &options)? {},
        Command::Call(options) => call::run(&root, &options)?,
        Command::Test(options) => suites::run(root, &options)?,
        Command::Bench(options) => bench::run(&root, &options)?,
        Command::Shape(options) => shaper::run(&options).map(|()| true)?,
        Command::Tidy { prove: true } => tidy::prove() == 0,
        Command::Tidy { prove: false } => tidy::run(&root)? == 0,
        Command::Licences => licences::run(&root)? == 0,
        Command::Openapi { check: true } => openapi::check(&root).map(|()| true)?,
        Command::Openapi { check: false } => openapi::write(&root).map(|()| true)?,
    };
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The root of the repository: two folders above this crate.
fn root() -> PathBuf {
    let mut root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.pop();
    root.pop();
    root
}
