//! `madoguchi flows`: flow files looked over before they are used, and shown as text.

use std::path::Path;

use chrono::Utc;
use domain::calendar::jst;
use domain::service_flow::{Catalogue, FlowId, preview};

use super::arguments::Source;
use super::output::say;
use crate::clock::Clock;
use crate::flow_files;

/// Checks one file, or each of a folder, against the laws and the shipped flows.
pub(super) fn check(path: &Path) -> anyhow::Result<bool> {
    let (mut catalogue, _) = flow_files::catalogue(None);
    let files = flow_files::files_of(path).map_err(anyhow::Error::msg)?;
    let mut text = String::new();
    let mut well = !files.is_empty();
    if files.is_empty() {
        text.push_str(&format!("NG  {}: no flow file (*.json)\n", path.display()));
    }
    for file in files {
        match flow_files::add(&mut catalogue, &file) {
            Ok(()) => text.push_str(&format!("OK  {}\n", file.display())),
            Err(why) => {
                well = false;
                text.push_str(&format!("NG  {why}\n"));
            }
        }
    }
    say(&text)?;
    Ok(well)
}

/// Shows a flow: one of this installation by its id, or a file by its path.
pub(super) fn show(source: &Source, wanted: &str) -> anyhow::Result<bool> {
    if Path::new(wanted).is_file() {
        let flow = flow_files::flow_of(Path::new(wanted)).map_err(anyhow::Error::msg)?;
        return say(&preview(&flow));
    }
    let (catalogue, _) = flow_files::catalogue(source.read()?.counter.flows_folder.as_deref());
    match catalogue.valid_on(&FlowId(wanted.to_owned()), today()) {
        Some(flow) => say(&preview(&flow)),
        None => {
            say(&format!("there is no flow {wanted} today; there are: {}\n", names(&catalogue)))?;
            Ok(false)
        }
    }
}

fn names(catalogue: &Catalogue) -> String {
    let names: Vec<String> = catalogue.all_valid_on(today()).map(|flow| flow.id.to_string()).collect();
    names.join(", ")
}

fn today() -> chrono::NaiveDate {
    let now: chrono::DateTime<Utc> = Clock::start().now();
    jst(now).date_naive()
}
