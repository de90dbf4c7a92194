//! From an event to fifty supervisors' screens, while calls come in.
//!
//! Two events are timed: an agent's change of state, from the sending of the
//! command, and a call's arrival, from the sending of its INVITE. What counts is
//! when the update has been received by each screen's connection.

use super::http;
use super::invite::Ringing;
use super::live::Live;
use super::program::Server;
use super::programs::Programs;
use super::report::{Aim, Report, quantile};
use super::sip;
use crate::shell::{self, TemporaryFolder};
use anyhow::bail;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

const SCREENS: usize = 50;
/// Changes of state that are timed.
const CHANGES: usize = 200;
/// Calls a second meanwhile.
const CALLS_PER_S: u32 = 5;
const CALLS: usize = 150;
/// Between two changes, so that they meet calls at all phases.
const PAUSE: Duration = Duration::from_millis(137);
/// Longest wait for an update.
const UPDATE_LIMIT: Duration = Duration::from_secs(10);
const P99_MS_MAX: f64 = 100.0;

/// What a screen was told, and when.
struct Told {
    screen: usize,
    text: String,
    at: Instant,
}

/// Opens the screens, changes states, rings, and reports.
///
/// # Errors
/// When the server does not start or an update stays away.
pub(super) fn measure(programs: &Programs, report: &mut Report) -> anyhow::Result<()> {
    shell::say(&format!("updates on {SCREENS} screens: {CHANGES} changes of state, {CALLS} calls"));
    let folder = TemporaryFolder::new("madoguchi-bench")?;
    let server = Server::start(programs, &folder)?;
    server.settle()?;
    let mut screens = Screens::open(&server)?;
    let agent = http::log_in(server.web_port, "denwa1")?;
    let mut desk = Live::open(server.web_port, &agent, "desk", "desk")?;
    screens.wait_for("\"type\":\"agent\"")?;
    let mut ringing = Ringing::begin(&server, 1)?;
    let (changes, rung_at) = std::thread::scope(|scope| {
        let ringing = scope.spawn(move || -> anyhow::Result<Vec<Instant>> {
            let mut rung_at = Vec::new();
            ringing.ring(CALLS, CALLS_PER_S, |_| rung_at.push(Instant::now()))?;
            Ok(rung_at)
        });
        let changes = screens.change(&mut desk);
        let rung_at = ringing.join().map_err(|_| anyhow::anyhow!("the caller failed"))?;
        anyhow::Ok((changes?, rung_at?))
    })?;
    let arrivals = screens.arrivals(&rung_at)?;
    for (what, delays) in [("an agent's state", changes), ("a call's arrival", arrivals)] {
        let detail = format!(
            "{} updates on {SCREENS} screens; p50 {:.1} ms, slowest {:.1} ms",
            delays.len(),
            quantile(&delays, 0.5),
            quantile(&delays, 1.0)
        );
        let figure = format!("supervisor's screen, {what}, p99");
        report.add(&figure, quantile(&delays, 0.99), "ms", Aim::at_most(P99_MS_MAX), &detail);
    }
    Ok(())
}

struct Screens {
    told: Receiver<Told>,
    heard: Vec<Told>,
}

impl Screens {
    fn open(server: &Server) -> anyhow::Result<Self> {
        let supervisor = http::log_in(server.web_port, "kantoku")?;
        let (sender, told) = channel();
        for screen in 0..SCREENS {
            let page = Live::open(server.web_port, &supervisor, "supervisor", &format!("screen-{screen}"))?;
            watch(screen, page, sender.clone());
        }
        let mut screens = Self { told, heard: Vec::new() };
        screens.wait_for("\"type\":\"floor_reset\"")?;
        Ok(screens)
    }

    /// Waits until every screen was told something that contains `words`; gives when each was.
    fn wait_for(&mut self, words: &str) -> anyhow::Result<Vec<Instant>> {
        let end = Instant::now() + UPDATE_LIMIT;
        let mut found = BTreeMap::new();
        while found.len() < SCREENS {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(told) = self.told.recv_timeout(left) else {
                bail!("only {} of {SCREENS} screens were told of {words}", found.len());
            };
            if told.text.contains(words) {
                found.entry(told.screen).or_insert(told.at);
            }
            self.heard.push(told);
        }
        Ok(found.into_values().collect())
    }

    /// Pauses the agent again and again, each time for a reason of its own; gives the delays in ms.
    fn change(&mut self, desk: &mut Live) -> anyhow::Result<Vec<f64>> {
        let mut delays = Vec::new();
        for change in 0..CHANGES {
            let reason = format!("\"bench-{change}\"");
            let sent = Instant::now();
            desk.say(&format!(r#"{{"type":"set_state","id":{change},"state":"paused","reason":{reason}}}"#))?;
            delays.extend(self.wait_for(&reason)?.into_iter().map(|at| ms(at, sent)));
            std::thread::sleep(PAUSE);
        }
        Ok(delays)
    }

    /// Delays in ms from each INVITE to the first update about its call, on every screen.
    fn arrivals(mut self, rung_at: &[Instant]) -> anyhow::Result<Vec<f64>> {
        self.heard.extend(self.told.try_iter());
        let mut first = BTreeMap::new();
        for told in &self.heard {
            let message: Value = serde_json::from_str(&told.text)?;
            if message["type"] == "contact"
                && let Some(masked) = message["contact"]["caller_masked"].as_str()
            {
                let shown: String = masked.chars().filter(char::is_ascii_digit).collect();
                let seen = first.entry((told.screen, shown)).or_insert(told.at);
                *seen = told.at.min(*seen);
            }
        }
        let mut delays = Vec::new();
        for screen in 0..SCREENS {
            for (call, rung) in rung_at.iter().enumerate() {
                let number = sip::number(call);
                let seen = first.iter().find(|((at, end), _)| *at == screen && number.ends_with(end.as_str()));
                let Some((_, seen)) = seen else {
                    bail!("screen {screen} was not told of call {call}");
                };
                delays.push(ms(*seen, *rung));
            }
        }
        Ok(delays)
    }
}

/// Reads a page's connection on a thread of its own, until either end is gone.
fn watch(screen: usize, mut page: Live, sender: Sender<Told>) {
    std::thread::spawn(move || {
        while let Ok(text) = page.hear() {
            if sender.send(Told { screen, text, at: Instant::now() }).is_err() {
                return;
            }
        }
    });
}

fn ms(at: Instant, since: Instant) -> f64 {
    at.saturating_duration_since(since).as_secs_f64() * 1_000.0
}
