//! Processor time a packet: ours and rtpengine's under the same load, turn by turn.

use super::generator::{self, Figures, Mode, Pair};
use super::options::Options;
use super::programs::Programs;
use super::report::{Aim, Report, median, quantile};
use super::rtpengine::Rtpengine;
use crate::shell::{self, TemporaryFolder};

/// rtpengine and the calls it carries.
pub(super) struct Peer {
    rtpengine: Rtpengine,
    pairs: Vec<Pair>,
    folder: TemporaryFolder,
}

impl Peer {
    /// Starts rtpengine and opens so many calls.
    ///
    /// # Errors
    /// When it does not start or refuses a call.
    pub(super) fn with_calls(calls: usize) -> anyhow::Result<Self> {
        let folder = TemporaryFolder::new("madoguchi-bench")?;
        let mut rtpengine = Rtpengine::start(&folder)?;
        let mut pairs = Vec::with_capacity(2 * calls);
        for (call, ports) in generator::free_ports(2 * calls)?.chunks_exact(2).enumerate() {
            pairs.extend(rtpengine.open(call, [ports[0], ports[1]])?);
        }
        Ok(Self { rtpengine, pairs, folder })
    }

    /// Sends load through it.
    ///
    /// # Errors
    /// When the generator does not run.
    pub(super) fn load(&self, programs: &Programs, seconds: u64) -> anyhow::Result<Figures> {
        let pid = self.rtpengine.pid();
        generator::relay(&programs.relay_load, &self.folder.path, pid, &self.pairs, seconds)
    }
}

const KINDS: [(&str, Option<Mode>); 4] = [
    ("rtpengine, relay", None),
    ("ours, relay", Some(Mode::Relay)),
    ("ours, relay + record", Some(Mode::Record)),
    ("ours, relay + record + tap", Some(Mode::Tap)),
];

/// Measures all kinds in each round and reports medians.
///
/// # Errors
/// When a program does not run.
pub(super) fn measure(programs: &Programs, options: &Options, report: &mut Report) -> anyhow::Result<()> {
    let (calls, seconds) = (options.calls, options.seconds);
    shell::say(&format!("processor time a packet: {calls} calls, {} rounds of {seconds} s", options.rounds));
    let mut runs: Vec<Vec<Figures>> = vec![Vec::new(); KINDS.len()];
    for _ in 0..options.rounds {
        for (runs, (name, mode)) in runs.iter_mut().zip(KINDS) {
            let figures = match mode {
                Some(mode) => generator::engine(&programs.relay_load, mode, calls, seconds)?,
                // A fresh one each time, as ours is.
                None => Peer::with_calls(calls)?.load(programs, seconds)?,
            };
            println!("    {name}: {:.2} µs", figures.us_per_packet);
            runs.push(figures);
        }
    }
    let costs = |runs: &[Figures]| runs.iter().map(|run| run.us_per_packet).collect::<Vec<f64>>();
    let peer = median(&costs(&runs[0]));
    for (runs, (name, mode)) in runs.iter().zip(KINDS) {
        let aim = mode.map(|mode| match mode {
            Mode::Relay => Aim { at_most: peer / 2.0, words: "half of rtpengine".to_owned() },
            Mode::Record | Mode::Tap => Aim { at_most: peer, words: "rtpengine's bare relay".to_owned() },
        });
        let costs = costs(runs);
        let cost = median(&costs);
        let detail = format!(
            "{:.2} of rtpengine; rounds {:.2} to {:.2}; delay {:.0} µs, p99 {:.0} µs; lost {:.3} %",
            cost / peer,
            quantile(&costs, 0.0),
            quantile(&costs, 1.0),
            median(&runs.iter().map(|run| run.delay_p50_us).collect::<Vec<_>>()),
            median(&runs.iter().map(|run| run.delay_p99_us).collect::<Vec<_>>()),
            median(&runs.iter().map(|run| run.lost_percent).collect::<Vec<_>>()),
        );
        report.add(name, cost, "µs a packet", aim, &detail);
    }
    Ok(())
}
