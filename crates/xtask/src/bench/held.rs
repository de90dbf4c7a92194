//! How many calls are carried at once before sound suffers.
//!
//! The number of calls grows by a tenth each step until a packet is lost or one
//! in a hundred is later than 20 ms; what was carried before counts. The
//! generator shares the machine, so this is a figure of the machine.

use super::generator::{self, Figures, Mode};
use super::programs::Programs;
use super::relay::Peer;
use super::report::Report;
use crate::shell;

/// Calls in the first step.
const CALLS_FIRST: usize = 300;
/// Calls at which the ramp ends in any case; the peer's ports end there.
const CALLS_MAX: usize = 4_000;
const SECONDS: u64 = 4;
/// Delay that spoils a conversation: one packet's worth.
const DELAY_MAX_US: f64 = 20_000.0;
/// Tries a step; the host may have taken the processor away in one of them.
const TRIES: usize = 2;

/// Ramps ours and rtpengine.
///
/// # Errors
/// When a program does not run.
pub(super) fn measure(programs: &Programs, report: &mut Report) -> anyhow::Result<()> {
    shell::say("calls held at once, generator on the same machine");
    let ours = |calls| generator::engine(&programs.relay_load, Mode::Relay, calls, SECONDS);
    let taped = |calls| generator::engine(&programs.relay_load, Mode::Tap, calls, SECONDS);
    let peer = |calls| Peer::with_calls(calls)?.load(programs, SECONDS);
    for (name, held) in [
        ("calls held, rtpengine, relay", ramp(peer)?),
        ("calls held, ours, relay", ramp(ours)?),
        ("calls held, ours, relay + record + tap", ramp(taped)?),
    ] {
        let detail = match held.broke {
            Some((calls, figures)) => format!(
                "at {calls}: {:.3} % lost, delay p99 {:.1} ms",
                figures.lost_percent,
                figures.delay_p99_us / 1_000.0
            ),
            None => "the ramp's end".to_owned(),
        };
        report.add(name, held.calls as f64, "calls", None, &detail);
    }
    Ok(())
}

struct Held {
    calls: usize,
    broke: Option<(usize, Figures)>,
}

fn ramp(load: impl Fn(usize) -> anyhow::Result<Figures>) -> anyhow::Result<Held> {
    let mut held = 0;
    let mut calls = CALLS_FIRST;
    while calls <= CALLS_MAX {
        let mut figures = load(calls)?;
        for _ in 1..TRIES {
            if is_sound(&figures) {
                break;
            }
            figures = load(calls)?;
        }
        if !is_sound(&figures) {
            return Ok(Held { calls: held, broke: Some((calls, figures)) });
        }
        println!("    {calls} calls: delay p99 {:.0} µs", figures.delay_p99_us);
        held = calls;
        calls += calls / 10;
    }
    Ok(Held { calls: held, broke: None })
}

fn is_sound(figures: &Figures) -> bool {
    figures.lost_percent <= 0.0 && figures.delay_p99_us <= DELAY_MAX_US
}
