//! Everything a person at the terminal can ask for.
//!
//! Owns which question goes where. The work is done elsewhere: `installation` serves,
//! `check` looks an installation over, the others ask `domain`, `storage` or `vault`.

mod arguments;
mod audit;
mod calendar_hours;
mod check;
mod erasure;
mod faq;
mod faq_calibrate;
mod faq_store;
mod flows;
mod keys;
mod models;
mod output;
mod pip;
mod planted;
mod redact;
mod serve;
mod simulate;
mod waiting;
mod zoom;

use std::io::Write as _;
use std::process::ExitCode;

pub use arguments::Arguments;
use arguments::{
    CalendarCommand, Command, ConfigCommand, ErasureCommand, FaqCommand, FlowsCommand, KeysCommand, ModelsCommand,
    VerifyCommand, ZoomCommand,
};
use output::say;
use waiting::waiting;

use crate::config::example_text;

/// Does what was asked for; the exit code is 0 only where all is well.
pub fn run(arguments: Arguments) -> ExitCode {
    // What could not be checked is another end than what was checked and does not hold.
    let unable = match arguments.command {
        Command::Verify(VerifyCommand::Erasure(_)) => ExitCode::from(2),
        _ => ExitCode::FAILURE,
    };
    match dispatch(arguments.command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            let _ = writeln!(std::io::stderr(), "madoguchi: {why:#}");
            unable
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
        Command::Flows(FlowsCommand::Check { path }) => flows::check(&path),
        Command::Flows(FlowsCommand::Show { source, flow }) => flows::show(&source, &flow),
        Command::Faq(FaqCommand::Check { file }) => faq::check(&file),
        Command::Faq(FaqCommand::Entries { file }) => faq::entries(&file),
        Command::Faq(FaqCommand::Search(asked)) => match asked.file.clone() {
            Some(file) => faq::find_in(&file, &asked),
            None => waiting(async move { faq_store::find(&asked).await }),
        },
        Command::Faq(FaqCommand::Import(import)) => waiting(async move { faq_store::import(&import).await }),
        Command::Faq(FaqCommand::Export(export)) => waiting(async move { faq_store::export(&export).await }),
        Command::Faq(FaqCommand::Calibrate(judged)) => faq_calibrate::calibrate(&judged),
        Command::Verify(VerifyCommand::Audit(source)) => waiting(audit::verify(source)),
        Command::Verify(VerifyCommand::Erasure(asked)) => erasure::verify(asked),
        Command::Erasure(ErasureCommand::Key(source)) => erasure::key(&source),
        Command::Keys(KeysCommand::Backup { source, to }) => keys::backup(&source, &to),
        Command::Keys(KeysCommand::Rotate { source }) => waiting(keys::rotate(source)),
        Command::Zoom(ZoomCommand::FetchSdk { source, registry, file }) => {
            waiting(async move { zoom::fetch_sdk(&source, registry, file).await })
        }
        Command::Models(ModelsCommand::List { source, folder }) => models::list(&source, folder),
        Command::Models(ModelsCommand::Fetch { source, name, from, folder }) => {
            waiting(async move { models::fetch(&source, name, from, folder).await })
        }
        Command::Config(ConfigCommand::Example) => say(&example_text()),
        Command::Simulate(arguments) => waiting(simulate::simulate(arguments)),
        Command::Redact(arguments) => redact::redact(&arguments),
        Command::Openapi => say(&crate::router::openapi_json()?),
    }
}
