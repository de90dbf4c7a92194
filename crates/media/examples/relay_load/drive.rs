//! The generator: 50 packets a second on each line, and what comes back counted.

use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use wire::rtp::{RtpHeader, write};

/// Span between two packets of a line.
const PACE: Duration = Duration::from_millis(20);
/// Sends before measuring begins, so that both ends have latched: one second.
const WARM_UP: u32 = 50;
/// Slices of a pace, so that the load comes evenly and not in one burst.
const SLICES: usize = 20;
/// Clock ticks a second in /proc (USER_HZ is 100 on every Linux).
const MS_PER_TICK: u64 = 10;

/// One end of a call: our socket and the relay's port for it.
pub(crate) struct Line {
    pub(crate) socket: UdpSocket,
    pub(crate) target: SocketAddr,
}

/// What a run showed.
pub(crate) struct Figures {
    pub(crate) sent: u64,
    pub(crate) received: u64,
    pub(crate) cpu_ms: u64,
}

/// Sends for `length` and reads the relay's processor time before and after.
pub(crate) fn drive(lines: &[Line], pid: u32, length: Duration) -> io::Result<Figures> {
    for line in lines {
        line.socket.set_nonblocking(true)?;
    }
    let rounds = u32::try_from(length.as_millis() / PACE.as_millis()).unwrap_or(u32::MAX);
    let mut next = Instant::now();
    let mut sequence = 0;
    for _ in 0..WARM_UP {
        round(lines, sequence, &mut next);
        sequence += 1;
    }
    let before = cpu_ms(pid)?;
    let mut figures = Figures { sent: 0, received: 0, cpu_ms: 0 };
    for _ in 0..rounds {
        let (sent, received) = round(lines, sequence, &mut next);
        figures.sent += sent;
        figures.received += received;
        sequence += 1;
    }
    figures.cpu_ms = cpu_ms(pid)?.saturating_sub(before);
    Ok(figures)
}

/// One packet on every line, spread over 20 ms, reading on the way.
fn round(lines: &[Line], sequence: u32, next: &mut Instant) -> (u64, u64) {
    let mut sums = (0, 0);
    let size = lines.len().div_ceil(SLICES).max(1);
    let mut slices = lines.chunks(size);
    for _ in 0..SLICES {
        let slice = slices.next().unwrap_or(&[]);
        for (index, line) in slice.iter().enumerate() {
            sums.0 += u64::from(send(line, sequence, index));
            sums.1 += received(line);
        }
        *next += PACE / SLICES as u32;
        std::thread::park_timeout(next.saturating_duration_since(Instant::now()));
    }
    sums
}

fn send(line: &Line, sequence: u32, index: usize) -> bool {
    let header = RtpHeader {
        marker: sequence == 0,
        payload_type: 0,
        sequence: sequence as u16,
        timestamp: sequence.wrapping_mul(160),
        ssrc: 1 + index as u32,
    };
    let mut packet = [0; 172];
    let length = write(&mut packet, &header, &[0x55; 160]).unwrap_or(0);
    line.socket.send_to(&packet[..length], line.target).is_ok()
}

fn received(line: &Line) -> u64 {
    let mut buffer = [0; 1_500];
    let mut count = 0;
    while line.socket.recv_from(&mut buffer).is_ok() {
        count += 1;
    }
    count
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
