//! From INVITE to 200 at fifty calls a second: the 200 is sent when the city's voice answers.

use super::program::Server;
use super::programs::Programs;
use super::report::{Aim, Report, quantile};
use super::sip::{Answer, Caller};
use crate::shell::{self, TemporaryFolder};
use anyhow::bail;
use std::collections::VecDeque;
use std::net::UdpSocket;
use std::time::{Duration, Instant};

/// Calls a second.
const CALLS_PER_S: u32 = 50;
/// Calls that are measured.
const CALLS: usize = 1_500;
/// Calls before them, which open what is opened once.
const WARM_UP: usize = 100;
/// How long a caller stays.
const STAY: Duration = Duration::from_secs(2);
/// How long the last answers may take.
const TAIL: Duration = Duration::from_secs(4);
const P99_MS_MAX: f64 = 6.0;

/// Rings the release program and reports the middle and the late answers.
///
/// # Errors
/// When the server does not start or leaves a call unanswered.
pub(super) fn measure(programs: &Programs, report: &mut Report) -> anyhow::Result<()> {
    shell::say(&format!("INVITE to 200: {CALLS} calls at {CALLS_PER_S} a second"));
    let folder = TemporaryFolder::new("madoguchi-bench")?;
    let server = Server::start(programs, &folder)?;
    server.settle()?;
    let mut ringing = Ringing::begin(&server, 1)?;
    ringing.ring(WARM_UP, CALLS_PER_S, |_| ())?;
    let mut ringing = Ringing::begin(&server, 2)?;
    let unanswered = ringing.ring(CALLS, CALLS_PER_S, |_| ())?;
    if unanswered > 0 {
        bail!("{unanswered} of {CALLS} calls were not answered");
    }
    let waits = &ringing.waits_ms;
    let middle = quantile(waits, 0.5);
    report.add("INVITE to 200, p50", middle, "ms", None, &format!("{CALLS} calls at {CALLS_PER_S} a second"));
    let slowest = format!("slowest {:.1} ms; with the contact written to disk first", quantile(waits, 1.0));
    report.add("INVITE to 200, p99", quantile(waits, 0.99), "ms", Aim::at_most(P99_MS_MAX), &slowest);
    Ok(())
}

/// Many calls over one socket.
pub(super) struct Ringing {
    caller: Caller,
    socket: UdpSocket,
    /// Takes the sound and lets it drop.
    _sound: UdpSocket,
    sent_at: Vec<Option<Instant>>,
    leaving: VecDeque<(Instant, Answer)>,
    /// From INVITE to 200, in ms.
    pub(super) waits_ms: Vec<f64>,
}

impl Ringing {
    /// Binds the sockets; `run` distinguishes runs against one server.
    ///
    /// # Errors
    /// When no socket can be bound.
    pub(super) fn begin(server: &Server, run: u32) -> anyhow::Result<Self> {
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        socket.connect(server.sip)?;
        let sound = UdpSocket::bind("127.0.0.1:0")?;
        let sound_port = sound.local_addr()?.port();
        let caller = Caller { local: socket.local_addr()?, server: server.sip, sound_port, run };
        let (sent_at, leaving, waits_ms) = (Vec::new(), VecDeque::new(), Vec::new());
        Ok(Self { caller, socket, _sound: sound, sent_at, leaving, waits_ms })
    }

    /// Rings so many times at an even pace and hangs each up; gives how many were not answered.
    /// `on_ring` is told of each call right before it rings.
    ///
    /// # Errors
    /// When the socket fails.
    pub(super) fn ring(&mut self, calls: usize, per_s: u32, mut on_ring: impl FnMut(usize)) -> anyhow::Result<usize> {
        let pace = Duration::from_secs(1) / per_s;
        let mut next = Instant::now();
        let mut end = next + TAIL + pace * u32::try_from(calls)?;
        while Instant::now() < end {
            if self.sent_at.len() < calls && Instant::now() >= next {
                let call = self.sent_at.len();
                let invite = self.caller.invite(call);
                on_ring(call);
                self.sent_at.push(Some(Instant::now()));
                self.socket.send(invite.as_bytes())?;
                next += pace;
            }
            self.hang_up_due()?;
            let done = self.sent_at.len() == calls && self.leaving.is_empty();
            if done && self.waits_ms.len() == calls {
                // The last hang-up is answered meanwhile.
                end = end.min(Instant::now() + Duration::from_millis(100));
            }
            let due = self.leaving.front().map_or(end, |(at, _)| *at);
            let due = if self.sent_at.len() < calls { due.min(next) } else { due };
            self.listen(due.saturating_duration_since(Instant::now()))?;
        }
        Ok(calls - self.waits_ms.len())
    }

    fn listen(&mut self, limit: Duration) -> anyhow::Result<()> {
        self.socket.set_read_timeout(Some(limit.max(Duration::from_micros(500))))?;
        let mut buffer = [0; 4_096];
        let Ok(length) = self.socket.recv(&mut buffer) else {
            return Ok(());
        };
        let now = Instant::now();
        let text = String::from_utf8_lossy(&buffer[..length]);
        let Some(answer) = Answer::read(&text, self.caller.run) else {
            return Ok(());
        };
        if answer.method != "INVITE" || answer.status < 200 {
            return Ok(());
        }
        if answer.status != 200 {
            bail!("a call was refused with {}", answer.status);
        }
        self.socket.send(self.caller.ack(answer.call, &answer).as_bytes())?;
        // A repeated 200 is confirmed again and counted once.
        if let Some(sent) = self.sent_at.get_mut(answer.call).and_then(Option::take) {
            self.waits_ms.push((now - sent).as_secs_f64() * 1_000.0);
            self.leaving.push_back((now + STAY, answer));
        }
        Ok(())
    }

    fn hang_up_due(&mut self) -> anyhow::Result<()> {
        while self.leaving.front().is_some_and(|(at, _)| *at <= Instant::now()) {
            if let Some((_, answer)) = self.leaving.pop_front() {
                self.socket.send(self.caller.bye(answer.call, &answer).as_bytes())?;
            }
        }
        Ok(())
    }
}
