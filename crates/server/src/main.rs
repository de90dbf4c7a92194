//! The command line: reads arguments and hands over to the library.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    server::tls::install_provider();
    server::cli::run(server::cli::Arguments::parse())
}
