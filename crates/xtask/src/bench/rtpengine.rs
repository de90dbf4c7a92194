//! One rtpengine of our own, with calls opened over its control protocol.
//!
//! It forwards in user space, as ours does, with as many threads as it takes by
//! itself; nothing of an installed service is touched.

use super::bencode::Value;
use super::generator::Pair;
use crate::shell::{self, Background, TemporaryFolder};
use anyhow::{Context, bail};
use std::collections::BTreeMap;
use std::fs::File;
use std::net::UdpSocket;
use std::path::Path;
use std::time::Duration;

const START_LIMIT: Duration = Duration::from_secs(10);
/// Longest wait for one answer; opening ports takes it a moment.
const ANSWER_LIMIT: Duration = Duration::from_millis(500);
const TRIES: usize = 10;
/// Its ports for sound; each call takes four.
const PORTS: (u16, u16) = (12_000, 31_999);

/// A running rtpengine.
pub(super) struct Rtpengine {
    program: Background,
    control: UdpSocket,
    asked: u64,
}

impl Rtpengine {
    /// Starts one; its words go to a file in `folder`.
    ///
    /// # Errors
    /// When it is not installed or does not answer.
    pub(super) fn start(folder: &TemporaryFolder) -> anyhow::Result<Self> {
        let program = shell::find_program("rtpengine").context("rtpengine is not installed")?;
        let control = UdpSocket::bind("127.0.0.1:0")?;
        control.set_read_timeout(Some(ANSWER_LIMIT))?;
        // Its port must be free for UDP; ours was bound a moment ago and is its neighbour in time.
        let port = UdpSocket::bind("127.0.0.1:0")?.local_addr()?.port();
        control.connect(("127.0.0.1", port))?;
        let log = folder.path.join("rtpengine.log");
        let mut command = shell::tied(&program, "KILL");
        command.args(["--foreground", "--log-stderr", "--log-level=4", "--config-file=none", "--table=-1"]);
        command.args(["--interface=127.0.0.1", "--endpoint-learning=immediate"]);
        command.arg(format!("--listen-ng=127.0.0.1:{port}"));
        command.arg(format!("--port-min={}", PORTS.0)).arg(format!("--port-max={}", PORTS.1));
        command.arg(format!("--pidfile={}", folder.path.join("rtpengine.pid").display()));
        let output = File::create(&log)?;
        command.stdout(output.try_clone()?).stderr(output);
        let program = Background::start(command, "TERM")?;
        let mut rtpengine = Self { program, control, asked: 0 };
        let answers = shell::wait_until(START_LIMIT, || rtpengine.ask(&[("command", "ping")]).is_ok());
        if !answers {
            bail!("rtpengine does not answer:\n{}", said(&log));
        }
        Ok(rtpengine)
    }

    /// The process whose processor time counts.
    pub(super) fn pid(&self) -> u32 {
        self.program.id()
    }

    /// Opens a call between two ports of ours and gives where each has to send.
    ///
    /// # Errors
    /// When rtpengine refuses.
    pub(super) fn open(&mut self, call: usize, ports: [u16; 2]) -> anyhow::Result<[Pair; 2]> {
        let id = format!("bench-{call}");
        let offered = sdp(ports[0]);
        let offer = [("command", "offer"), ("call-id", &id), ("from-tag", "a"), ("sdp", &offered), ("ICE", "remove")];
        let toward_second = port_of(&self.ask(&offer)?)?;
        let answered = sdp(ports[1]);
        let answer = [
            ("command", "answer"),
            ("call-id", &id),
            ("from-tag", "a"),
            ("to-tag", "b"),
            ("sdp", &answered),
            ("ICE", "remove"),
        ];
        let toward_first = port_of(&self.ask(&answer)?)?;
        // What the first sends arrives where the answer said, and the other way round.
        Ok([Pair { local: ports[0], target: toward_first }, Pair { local: ports[1], target: toward_second }])
    }

    fn ask(&mut self, fields: &[(&str, &str)]) -> anyhow::Result<Value> {
        self.asked += 1;
        let cookie = format!("{}-{} ", std::process::id(), self.asked);
        let entries: BTreeMap<String, Value> =
            fields.iter().map(|(key, text)| ((*key).to_owned(), Value::text(text))).collect();
        let message = format!("{cookie}{}", Value::Dictionary(entries).encoded());
        let mut buffer = [0; 8_192];
        for _ in 0..TRIES {
            // Before it listens, the system refuses; asking again is the protocol's way.
            let sent = self.control.send(message.as_bytes());
            let Ok(length) = sent.and_then(|_| self.control.recv(&mut buffer)) else {
                if !self.program.is_running() {
                    bail!("rtpengine ended");
                }
                continue;
            };
            let Some(body) = buffer[..length].strip_prefix(cookie.as_bytes()) else {
                continue;
            };
            let answer = Value::read(body)?;
            return match answer.text_of("result") {
                Some("ok" | "pong") => Ok(answer),
                Some(_) | None => bail!("rtpengine refuses: {answer:?}"),
            };
        }
        bail!("rtpengine gave no answer")
    }
}

fn said(log: &Path) -> String {
    std::fs::read_to_string(log).unwrap_or_default()
}

fn sdp(port: u16) -> String {
    format!(
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n\
         m=audio {port} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=sendrecv\r\n"
    )
}

fn port_of(answer: &Value) -> anyhow::Result<u16> {
    let sdp = answer.text_of("sdp").context("rtpengine's answer has no SDP")?;
    let line = sdp.lines().find_map(|line| line.strip_prefix("m=audio ")).context("no audio in rtpengine's SDP")?;
    Ok(line.split(' ').next().unwrap_or_default().parse()?)
}
