//! Load for a media relay, and the processor time each packet costs it.
//!
//! `relay_load engine --calls N --seconds S --mode relay|record|tap` measures this engine in a process of
//! its own. `relay_load drive --pid P --pairs FILE --seconds S` sends the same load through any relay: each
//! line of FILE is `local_port target_port`, two lines a call. Both print one line of figures.

mod drive;
mod serve;

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use drive::{Line, drive};

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let order = arguments.next().unwrap_or_default();
    let options = options(arguments);
    match order.as_str() {
        "engine" => engine(&options),
        "drive" => drive_pairs(&options),
        "serve" => serve::serve(text(&options, "mode", "relay"), number(&options, "shards", 1)?),
        _ => Err(wrong("say `engine` or `drive`; the file's head tells their options")),
    }
}

/// Starts the engine as a child of its own, so that its processor time stands alone.
fn engine(options: &BTreeMap<String, String>) -> io::Result<()> {
    let calls: usize = number(options, "calls", 100)?;
    let mode = text(options, "mode", "relay");
    let mut sockets = Vec::new();
    for _ in 0..2 * calls {
        sockets.push(UdpSocket::bind("127.0.0.1:0")?);
    }
    let mut child = Command::new(std::env::current_exe()?)
        .args(["serve", "--mode", mode, "--shards", text(options, "shards", "1")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let result = connect(&mut child, &sockets).and_then(|targets| {
        let pairs = sockets.into_iter().zip(targets);
        let lines = pairs.map(|(socket, target)| Line { socket, target }).collect();
        run(lines, child.id(), options, mode)
    });
    // The child ends when its standard input closes.
    drop(child.stdin.take());
    child.wait()?;
    result
}

/// Tells the child our ports and reads its own, one a line.
fn connect(child: &mut Child, sockets: &[UdpSocket]) -> io::Result<Vec<SocketAddr>> {
    let (Some(input), Some(output)) = (child.stdin.as_mut(), child.stdout.as_mut()) else {
        return Err(wrong("the engine's process has no pipes"));
    };
    for socket in sockets {
        writeln!(input, "{}", socket.local_addr()?.port())?;
    }
    writeln!(input, "go")?;
    input.flush()?;
    let mut lines = BufReader::new(output).lines();
    let mut targets = Vec::new();
    for _ in sockets {
        let line = lines.next().ok_or_else(|| wrong("the engine's process ended"))??;
        targets.push(target(&line)?);
    }
    Ok(targets)
}

fn drive_pairs(options: &BTreeMap<String, String>) -> io::Result<()> {
    let pid = number(options, "pid", 0)?;
    let mut lines = Vec::new();
    for line in std::fs::read_to_string(text(options, "pairs", "pairs.txt"))?.lines() {
        let (local, remote) = line.split_once(' ').ok_or_else(|| wrong("a pair is two ports"))?;
        let socket = UdpSocket::bind(format!("127.0.0.1:{local}"))?;
        lines.push(Line { socket, target: target(remote)? });
    }
    run(lines, pid, options, text(options, "mode", "relay"))
}

fn run(lines: Vec<Line>, pid: u32, options: &BTreeMap<String, String>, mode: &str) -> io::Result<()> {
    let calls = lines.len() / 2;
    let length = Duration::from_secs(number(options, "seconds", 10)?);
    let figures = drive(&lines, pid, length)?;
    let sent = figures.sent.max(1);
    let received = figures.delays_us.len() as u64;
    writeln!(
        io::stdout(),
        "mode={mode} calls={calls} sent={} received={received} lost_percent={:.3} cpu_ms={} us_per_packet={:.3} \
         delay_p50_us={} delay_p99_us={} delay_max_us={}",
        figures.sent,
        100.0 * (figures.sent.saturating_sub(received)) as f64 / sent as f64,
        figures.cpu_ms,
        figures.cpu_ms as f64 * 1_000.0 / sent as f64,
        figures.delay_us(0.5),
        figures.delay_us(0.99),
        figures.delay_us(1.0),
    )
}

fn options(mut arguments: impl Iterator<Item = String>) -> BTreeMap<String, String> {
    let mut options = BTreeMap::new();
    while let (Some(name), Some(value)) = (arguments.next(), arguments.next()) {
        options.insert(name.trim_start_matches('-').to_owned(), value);
    }
    options
}

fn text<'a>(options: &'a BTreeMap<String, String>, name: &str, otherwise: &'a str) -> &'a str {
    options.get(name).map_or(otherwise, String::as_str)
}

fn number<T: std::str::FromStr>(options: &BTreeMap<String, String>, name: &str, otherwise: T) -> io::Result<T> {
    match options.get(name) {
        None => Ok(otherwise),
        Some(text) => text.parse().map_err(|_| wrong("an option needs a number")),
    }
}

fn target(port: &str) -> io::Result<SocketAddr> {
    let port: u16 = port.trim().parse().map_err(|_| wrong("a port is a number"))?;
    Ok(SocketAddr::from(([127, 0, 0, 1], port)))
}

fn wrong(why: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, why)
}
