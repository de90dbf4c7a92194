//! The generator: 50 packets a second on each line, and what comes back counted and timed.
//!
//! Each packet carries the moment it was sent; the system stamps its arrival, so that a generator that
//! reads late does not add to the delay it measures.

use std::io::{self, IoSliceMut};
use std::net::{SocketAddr, UdpSocket};
use std::os::fd::AsRawFd as _;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use nix::sys::socket::{ControlMessageOwned, MsgFlags, recvmsg, setsockopt, sockopt};
use nix::sys::time::TimeSpec;
use wire::rtp::{RTP_HEADER_BYTES, RtpHeader, write};

/// Span between two packets of a line.
const PACE: Duration = Duration::from_millis(20);
/// Sends before measuring begins, so that both ends have latched: one second.
const WARM_UP: u32 = 50;
/// Slices of a pace, so that the load comes evenly and not in one burst.
const SLICES: usize = 20;
/// Sound of one packet: 20 ms of G.711.
const PAYLOAD_BYTES: usize = 160;
/// The moment of sending at the begin of the payload, in nanoseconds since 1970.
const STAMP_BYTES: usize = 8;
/// How long the last packets may take to come back.
const TAIL: Duration = Duration::from_millis(300);
/// Clock ticks a second in /proc (USER_HZ is 100 on every Linux).
const MS_PER_TICK: u64 = 10;

/// One end of a call: our socket and the relay's port for it.
pub(crate) struct Line {
    pub(crate) socket: UdpSocket,
    pub(crate) target: SocketAddr,
}

/// What a run showed.
#[derive(Default)]
pub(crate) struct Figures {
    pub(crate) sent: u64,
    pub(crate) cpu_ms: u64,
    /// From sending to arrival of each packet that came back, sorted.
    pub(crate) delays_us: Vec<u32>,
}

impl Figures {
    /// The delay that `share` of the packets did not exceed.
    pub(crate) fn delay_us(&self, share: f64) -> u32 {
        let last = self.delays_us.len().saturating_sub(1);
        self.delays_us.get((last as f64 * share).round() as usize).copied().unwrap_or(0)
    }
}

/// Sends for `length` and reads the relay's processor time before and after.
pub(crate) fn drive(lines: &[Line], pid: u32, length: Duration) -> io::Result<Figures> {
    for line in lines {
        line.socket.set_nonblocking(true)?;
        setsockopt(&line.socket, sockopt::ReceiveTimestampns, &true)?;
    }
    let rounds = u32::try_from(length.as_millis() / PACE.as_millis()).unwrap_or(u32::MAX);
    let mut clock = Instant::now();
    let mut ears = Ears::new();
    let mut sequence = 0;
    for _ in 0..WARM_UP {
        round(lines, sequence, &mut clock, &mut ears);
        sequence += 1;
    }
    let mut figures = Figures::default();
    // What was sent before and is still under way does not count.
    ears.counted_from_ns = since_1970_ns();
    ears.delays_us.clear();
    let before = cpu_ms(pid)?;
    for _ in 0..rounds {
        figures.sent += round(lines, sequence, &mut clock, &mut ears);
        sequence += 1;
    }
    figures.cpu_ms = cpu_ms(pid)?.saturating_sub(before);
    let end = Instant::now() + TAIL;
    while (ears.delays_us.len() as u64) < figures.sent && Instant::now() < end {
        lines.iter().for_each(|line| ears.listen(line));
        std::thread::park_timeout(PACE);
    }
    figures.delays_us = ears.delays_us;
    figures.delays_us.sort_unstable();
    Ok(figures)
}

/// One packet on every line, spread over 20 ms, reading on the way; gives how many were sent.
fn round(lines: &[Line], sequence: u32, next: &mut Instant, ears: &mut Ears) -> u64 {
    let mut sent = 0;
    let size = lines.len().div_ceil(SLICES).max(1);
    let mut slices = lines.chunks(size);
    for _ in 0..SLICES {
        let slice = slices.next().unwrap_or(&[]);
        for (index, line) in slice.iter().enumerate() {
            sent += u64::from(send(line, sequence, index));
            ears.listen(line);
        }
        *next += PACE / SLICES as u32;
        std::thread::park_timeout(next.saturating_duration_since(Instant::now()));
    }
    sent
}

fn send(line: &Line, sequence: u32, index: usize) -> bool {
    let header = RtpHeader {
        marker: sequence == 0,
        payload_type: 0,
        sequence: sequence as u16,
        timestamp: sequence.wrapping_mul(PAYLOAD_BYTES as u32),
        ssrc: 1 + index as u32,
    };
    let mut payload = [0x55; PAYLOAD_BYTES];
    payload[..STAMP_BYTES].copy_from_slice(&since_1970_ns().to_le_bytes());
    let mut packet = [0; RTP_HEADER_BYTES + PAYLOAD_BYTES];
    let length = write(&mut packet, &header, &payload).unwrap_or(0);
    line.socket.send_to(&packet[..length], line.target).is_ok()
}

/// Takes what came back.
struct Ears {
    control: Vec<u8>,
    counted_from_ns: u64,
    delays_us: Vec<u32>,
}

impl Ears {
    fn new() -> Self {
        Self { control: nix::cmsg_space!(TimeSpec), counted_from_ns: 0, delays_us: Vec::new() }
    }

    fn listen(&mut self, line: &Line) {
        while let Some((sent_ns, arrived_ns)) = self.packet(line) {
            if sent_ns >= self.counted_from_ns {
                let delay_us = arrived_ns.saturating_sub(sent_ns) / 1_000;
                self.delays_us.push(u32::try_from(delay_us).unwrap_or(u32::MAX));
            }
        }
    }

    /// When the next packet was sent and when it arrived; `None` when there is none.
    fn packet(&mut self, line: &Line) -> Option<(u64, u64)> {
        let mut buffer = [0; 1_500];
        let mut parts = [IoSliceMut::new(&mut buffer)];
        let flags = MsgFlags::MSG_DONTWAIT;
        let message = recvmsg::<()>(line.socket.as_raw_fd(), &mut parts, Some(&mut self.control), flags).ok()?;
        let stamp = message.cmsgs().ok()?.find_map(|entry| match entry {
            ControlMessageOwned::ScmTimestampns(stamp) => Some(Duration::from(stamp)),
            _ => None,
        });
        let arrived_ns = stamp.and_then(|stamp| u64::try_from(stamp.as_nanos()).ok())?;
        let sent = buffer.get(RTP_HEADER_BYTES..RTP_HEADER_BYTES + STAMP_BYTES)?;
        Some((u64::from_le_bytes(sent.try_into().ok()?), arrived_ns))
    }
}

#[expect(clippy::disallowed_methods, reason = "compared with the system's own stamps of arrival")]
fn since_1970_ns() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(now.as_nanos()).unwrap_or(u64::MAX)
}

/// User and system time of a process and all its threads (proc_pid_stat(5), fields 14 and 15).
fn cpu_ms(pid: u32) -> io::Result<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = after_name.split_ascii_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|text| text.parse::<u64>().ok());
    let sum = ticks(11).unwrap_or(0) + ticks(12).unwrap_or(0);
    Ok(sum * MS_PER_TICK)
}
