//! `cargo xtask`: the commands that build, run, check and test the house.
//!
//! It owns no part of the product and is linked into none. Each command is a
//! module of its own; start with `tidy` for the laws and `test` for the suites.
#![expect(clippy::print_stdout, reason = "a command-line tool speaks on its standard output")]

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
    /// Check the laws of the house.
    Tidy {
        /// Plant a breach of every law in memory and show that it is refused.
        #[arg(long)]
        prove: bool,
    },
}

fn main() -> anyhow::Result<ExitCode> {
    let root = root();
    let good = match Arguments::parse().command {
        Command::Tidy { prove: true } => tidy::prove() == 0,
        Command::Tidy { prove: false } => tidy::run(&root)? == 0,
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
