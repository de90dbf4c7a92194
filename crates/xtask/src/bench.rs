//! `bench`: how fast the house is, beside a known peer, on the machine at hand.
//!
//! Each part measures one thing and gives rows of a table; the table is printed
//! and stands in `target/bench`. What the figures mean is told in
//! `docs/BENCHMARKS.md`.

mod bencode;
mod counter;
mod faq;
mod generator;
mod held;
mod http;
mod invite;
mod live;
mod machine;
mod options;
mod program;
mod programs;
mod relay;
mod report;
mod rtpengine;
mod screens;
mod shared_browser;
mod sip;
mod speech;
mod start;

use crate::setup::{self, For};
use crate::shell;
use anyhow::bail;
use machine::Noise;
use options::{Part, Subject};
use programs::Programs;
use report::Report;
use std::path::Path;

pub(crate) use options::Options;

/// Builds, measures, prints. Returns whether every aim was reached.
///
/// # Errors
/// When the machine cannot be prepared, or a program does not start.
pub(crate) fn run(root: &Path, options: &Options) -> anyhow::Result<bool> {
    if options.rounds == 0 || options.calls == 0 || options.seconds == 0 {
        bail!("--calls, --rounds and --seconds begin with 1");
    }
    if options.subject == Subject::Faq && !options.faq.wants_load() {
        return faq::judge(root, options).map(|()| true);
    }
    if !options.no_setup {
        setup::prepare(root, For::Test)?;
    }
    let programs = Programs::build(root, options)?;
    let noise = Noise::begin()?;
    let mut report = Report::new();
    let file = match options.subject {
        Subject::Media => {
            media(&programs, options, &mut report)?;
            "media.json"
        }
        Subject::Counter => {
            counter::measure(root, &programs, options.seconds, &mut report)?;
            "counter.json"
        }
        Subject::Speech => {
            speech::measure(root, &programs, options, &mut report)?;
            "speech.json"
        }
        Subject::SharedBrowser => {
            shared_browser::measure(&programs, &mut report)?;
            "shared-browser.json"
        }
        Subject::Faq => {
            faq::measure(root, &programs, options, &mut report)?;
            "faq.json"
        }
    };
    let folder = shell::target_folder(root).join("bench");
    std::fs::create_dir_all(&folder)?;
    report.finish(&noise.end()?, &folder.join(file))
}

/// What is sensitive to a warm machine comes first.
fn media(programs: &Programs, options: &Options, report: &mut Report) -> anyhow::Result<()> {
    if options.wants(Part::Start) {
        start::measure(programs, options, report)?;
    }
    if options.wants(Part::Invite) {
        invite::measure(programs, report)?;
    }
    if options.wants(Part::Screens) {
        screens::measure(programs, report)?;
    }
    if options.wants(Part::Relay) {
        relay::measure(programs, options, report)?;
    }
    if options.wants(Part::Held) {
        held::measure(programs, report)?;
    }
    Ok(())
}
