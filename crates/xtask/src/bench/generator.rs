//! The load generator (`relay_load` of the media crate) and what it tells.

use anyhow::{Context, bail};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::UdpSocket;
use std::path::Path;
use std::process::Command;

use crate::shell;

/// A port of ours and where it sends.
pub(super) struct Pair {
    /// Our port.
    pub(super) local: u16,
    /// The relay's port.
    pub(super) target: u16,
}

/// What one run of load showed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figures {
    /// Processor time of the relay a packet, in µs.
    pub(super) us_per_packet: f64,
    /// Packets that did not come back, in percent.
    pub(super) lost_percent: f64,
    /// The middle delay from sending to arrival through the relay, in µs.
    pub(super) delay_p50_us: f64,
    /// The delay that 99 of 100 packets do not exceed, in µs.
    pub(super) delay_p99_us: f64,
}

/// What our engine does with the sound.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Passes it on.
    Relay,
    /// And records it.
    Record,
    /// And copies it to a listener.
    Tap,
}

impl Mode {
    fn word(self) -> &'static str {
        match self {
            Self::Relay => "relay",
            Self::Record => "record",
            Self::Tap => "tap",
        }
    }
}

/// Loads our engine, in a process of its own.
///
/// # Errors
/// When it does not run.
pub(super) fn engine(relay_load: &Path, mode: Mode, calls: usize, seconds: u64) -> anyhow::Result<Figures> {
    let mut command = Command::new(relay_load);
    command.args(["engine", "--mode", mode.word(), "--calls", &calls.to_string(), "--seconds", &seconds.to_string()]);
    figures(&shell::output_of(command)?)
}

/// Loads any relay through pairs of ports; `pid` is the process whose time counts.
///
/// # Errors
/// When the generator does not run.
pub(super) fn relay(
    relay_load: &Path,
    folder: &Path,
    pid: u32,
    pairs: &[Pair],
    seconds: u64,
) -> anyhow::Result<Figures> {
    let file = folder.join("pairs");
    let mut text = String::new();
    for pair in pairs {
        writeln!(text, "{} {}", pair.local, pair.target)?;
    }
    std::fs::write(&file, text)?;
    let mut command = Command::new(relay_load);
    command.args(["drive", "--pid", &pid.to_string(), "--seconds", &seconds.to_string(), "--pairs"]).arg(&file);
    figures(&shell::output_of(command)?)
}

/// Ports nobody uses, for the generator to bind in a moment.
///
/// # Errors
/// When the system has none left.
pub(super) fn free_ports(count: usize) -> anyhow::Result<Vec<u16>> {
    // All are held until all are found, so that none comes twice.
    let sockets: Vec<UdpSocket> = (0..count).map(|_| UdpSocket::bind("127.0.0.1:0")).collect::<Result<_, _>>()?;
    sockets.iter().map(|socket| Ok(socket.local_addr()?.port())).collect()
}

fn figures(line: &str) -> anyhow::Result<Figures> {
    let fields: BTreeMap<&str, &str> = line.split_ascii_whitespace().filter_map(|part| part.split_once('=')).collect();
    let number = |name: &str| -> anyhow::Result<f64> {
        let text = fields.get(name).with_context(|| format!("the generator did not tell {name}: {line}"))?;
        Ok(text.parse()?)
    };
    let figures = Figures {
        us_per_packet: number("us_per_packet")?,
        lost_percent: number("lost_percent")?,
        delay_p50_us: number("delay_p50_us")?,
        delay_p99_us: number("delay_p99_us")?,
    };
    if number("received")? < 1.0 {
        bail!("nothing came back through the relay: {line}");
    }
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::figures;

    #[test]
    fn the_generators_line_is_read_and_a_silent_relay_is_an_error() {
        let line = |received: u32| {
            format!("mode=x received={received} lost_percent=0.5 us_per_packet=6.25 delay_p50_us=40 delay_p99_us=90")
        };
        let read = figures(&line(10)).unwrap();
        assert_eq!((read.us_per_packet, read.lost_percent, read.delay_p99_us), (6.25, 0.5, 90.0));
        assert!(figures(&line(0)).is_err());
        assert!(figures("mode=x").is_err());
    }
}
