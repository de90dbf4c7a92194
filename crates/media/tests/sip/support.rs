//! A trunk under test, the peers it talks to, and patience with a limit.

use std::collections::{BTreeMap, VecDeque};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpListener, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use media::sip::{LineError, RtpLine, SipConfig, SipTransport, SipTrunk, TrunkConfig, TrunkEvent, TrunkHandle};
use media::{LegId, LegIds};
use tempfile::TempDir;
use tokio::sync::mpsc;
use wire::sdp::Negotiated;

/// How long a test waits for anything before it fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
/// Events remembered for a failure's message.
const SEEN_MAX: usize = 300;
/// T1 of the trunk under test: short, so that 64*T1 passes in 6.4 s.
pub(crate) const T1: Duration = Duration::from_millis(100);

/// The offer of an ordinary peer.
pub(crate) const OFFER: &str = "v=0
o=peer 53655765 2353687637 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0 8 101
a=rtpmap:0 PCMU/8000
a=rtpmap:8 PCMA/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15";

/// Sockets that send back what they hear.
#[derive(Default)]
pub(crate) struct EchoLine {
    sockets: Mutex<BTreeMap<LegId, Arc<tokio::net::UdpSocket>>>,
    agreed: Mutex<BTreeMap<LegId, Negotiated>>,
    heard: Arc<Mutex<BTreeMap<u8, u64>>>,
}

impl RtpLine for EchoLine {
    fn open_rtp(&self, leg: LegId) -> Result<SocketAddrV4, LineError> {
        let refused = |error: std::io::Error| LineError::Engine(error.to_string());
        let socket = UdpSocket::bind("127.0.0.1:0").map_err(refused)?;
        socket.set_nonblocking(true).map_err(refused)?;
        let port = socket.local_addr().map_err(refused)?.port();
        let socket = Arc::new(tokio::net::UdpSocket::from_std(socket).map_err(refused)?);
        let echo = Arc::downgrade(&socket);
        self.sockets.lock().unwrap().insert(leg, socket);
        let heard = self.heard.clone();
        tokio::spawn(async move {
            let mut packet = [0; 2048];
            while let Some(socket) = echo.upgrade() {
                let came = tokio::time::timeout(Duration::from_secs(1), socket.recv_from(&mut packet)).await;
                if let Ok(Ok((length, from))) = came {
                    *heard.lock().unwrap().entry(packet[1] & 0x7f).or_default() += 1;
                    let _ = socket.send_to(&packet[..length], from).await;
                }
            }
        });
        Ok(SocketAddrV4::new(Ipv4Addr::LOCALHOST, port))
    }

    fn set_rtp_remote(&self, leg: LegId, agreed: Negotiated) {
        self.agreed.lock().unwrap().insert(leg, agreed);
    }

    fn close(&self, leg: LegId) {
        assert!(self.sockets.lock().unwrap().remove(&leg).is_some(), "{leg} closed twice");
    }
}

impl EchoLine {
    pub(crate) fn open_count(&self) -> usize {
        self.sockets.lock().unwrap().len()
    }

    /// The last agreement of a leg.
    pub(crate) fn agreed(&self, leg: LegId) -> Option<Negotiated> {
        self.agreed.lock().unwrap().get(&leg).copied()
    }

    /// How many RTP packets came.
    pub(crate) fn heard(&self) -> u64 {
        self.heard.lock().unwrap().values().sum()
    }

    /// How many came with this payload type.
    pub(crate) fn heard_type(&self, payload_type: u8) -> u64 {
        self.heard.lock().unwrap().get(&payload_type).copied().unwrap_or_default()
    }
}

/// A trunk under test.
pub(crate) struct Bench {
    pub(crate) handle: TrunkHandle,
    pub(crate) line: Arc<EchoLine>,
    pub(crate) ids: LegIds,
    events: mpsc::Receiver<TrunkEvent>,
    seen: VecDeque<TrunkEvent>,
}

/// A configuration that listens on free loopback ports and knows the peers on 127.0.0.1.
pub(crate) fn config() -> SipConfig {
    let mut trunk = TrunkConfig::accepting("carrier", vec!["127.0.0.1/32".parse().unwrap()]);
    trunk.session_expires_min = Duration::from_secs(2);
    SipConfig {
        listen_udp: Some("127.0.0.1:0".parse().unwrap()),
        listen_tcp: Some("127.0.0.1:0".parse().unwrap()),
        trunks: vec![trunk],
        requests_per_s_max: 1_000,
        t1: T1,
        ..SipConfig::default()
    }
}

/// A configuration whose trunk calls the peer at `port`.
pub(crate) fn config_toward(port: u16) -> SipConfig {
    let mut config = config();
    config.trunks[0].proxy = Some(format!("127.0.0.1:{port}"));
    config.trunks[0].caller_number = Some("0462550000".to_owned());
    config
}

impl Bench {
    pub(crate) async fn start(config: SipConfig) -> Self {
        let line = Arc::new(EchoLine::default());
        Self::start_over(config, line.clone(), line).await
    }

    /// A trunk whose sound is carried by `carrier`.
    pub(crate) async fn start_over(config: SipConfig, line: Arc<EchoLine>, carrier: Arc<dyn RtpLine>) -> Self {
        let ids = LegIds::default();
        let (handle, events) = SipTrunk::start(config, carrier, ids.clone()).await.unwrap();
        Self { handle, line, ids, events, seen: VecDeque::new() }
    }

    pub(crate) fn port(&self, transport: SipTransport) -> u16 {
        let mut listening = self.handle.listening().iter();
        listening.find(|(kind, _)| *kind == transport).unwrap().1.port()
    }

    /// The first event from here on that `wanted` recognises.
    pub(crate) async fn expect<T>(&mut self, what: &str, wanted: impl Fn(&TrunkEvent) -> Option<T>) -> T {
        let waiting = async {
            while let Some(event) = self.events.recv().await {
                let found = wanted(&event);
                self.seen.push_back(event);
                if self.seen.len() > SEEN_MAX {
                    self.seen.pop_front();
                }
                if let Some(found) = found {
                    return found;
                }
            }
            panic!("the events ended while waiting for {what}; seen {:#?}", self.seen)
        };
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(found) => found,
            Err(_) => panic!("no {what} in time; {:?}; seen {:?}", self.handle.stats(), self.seen),
        }
    }

    pub(crate) async fn incoming(&mut self) -> LegId {
        let incoming = |event: &TrunkEvent| match event {
            TrunkEvent::Incoming { leg, .. } => Some(*leg),
            _ => None,
        };
        self.expect("incoming call", incoming).await
    }

    pub(crate) async fn event(&mut self, wanted: TrunkEvent) {
        self.expect(&format!("{wanted:?}"), |event| (*event == wanted).then_some(())).await;
    }

    /// Whether an event has been seen already.
    pub(crate) fn has_seen(&self, wanted: impl Fn(&TrunkEvent) -> bool) -> bool {
        self.seen.iter().any(wanted)
    }

    /// Nothing may be left when every call is over.
    pub(crate) async fn is_clean(&self) {
        until("no leg is left", || self.handle.stats().legs == 0 && self.line.open_count() == 0).await;
    }
}

/// Waits until `holds` is true.
pub(crate) async fn until(what: &str, holds: impl Fn() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap_or_else(|_| panic!("waited in vain: {what}"));
}

/// A program that ends with the test.
pub(crate) struct Program {
    child: Child,
    pub(crate) folder: TempDir,
}

impl Program {
    pub(crate) fn start(command: &mut Command, folder: TempDir) -> Self {
        let log = std::fs::File::create(folder.path().join("output")).unwrap();
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        let child = command.current_dir(folder.path()).spawn().unwrap();
        Self { child, folder }
    }

    /// Waits for the end; says whether it was a success.
    pub(crate) async fn succeeded(&mut self) -> bool {
        let waiting = async {
            loop {
                if let Some(status) = self.child.try_wait().unwrap() {
                    return status.success();
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(PATIENCE * 2, waiting).await.unwrap_or(false)
    }

    /// Everything the program wrote, for a failure's message.
    pub(crate) fn story(&self) -> String {
        let mut story = String::new();
        for entry in std::fs::read_dir(self.folder.path()).unwrap().flatten() {
            let bytes = std::fs::read(entry.path()).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes);
            let tail: String = text.chars().rev().take(30_000).collect::<Vec<_>>().into_iter().rev().collect();
            story.push_str(&format!("--- {:?}\n{tail}\n", entry.file_name()));
        }
        story
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.story());
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A sipp scenario: a committed file with its placeholders filled.
pub(crate) struct Scenario(String);

impl Scenario {
    pub(crate) fn new(name: &str) -> Self {
        Self(read(&format!("{name}.xml")))
    }

    /// Fills `@NAME@` with a committed part.
    pub(crate) fn part(self, name: &str, part: &str) -> Self {
        let part = read(&format!("{part}.part.xml"));
        self.with(name, &part)
    }

    /// Fills `@NAME@` with text; with nothing, a line of its own goes away, for an empty line ends the headers.
    pub(crate) fn with(self, name: &str, text: &str) -> Self {
        if text.is_empty() {
            return Self(self.0.replace(&format!("@{name}@\n"), ""));
        }
        Self(self.0.replace(&format!("@{name}@"), text))
    }

    /// Leaves out the BYE at the end: the far end will say it.
    pub(crate) fn without_goodbye(self) -> Self {
        let end = self.0.rfind("<send retrans").unwrap();
        Self(format!("{}</scenario>", &self.0[..end]))
    }

    /// The text, with the usual words in what was not filled.
    pub(crate) fn text(&self) -> String {
        let filled = self
            .0
            .replace("@OFFER@", OFFER)
            .replace("@ANSWER@", OFFER)
            .replace("@FROM@", "<sip:0462551111@[local_ip]>")
            .replace("@EXPECT@", "SIP")
            .replace("@RETRANS@", "");
        // A line that held nothing but an empty placeholder would end the headers.
        let empty = ["@HEADERS@", "@REINVITE_HEADERS@", "@ANSWER_HEADERS@", "@TALK@", "@THEN@", "@BEFORE@", "@AFTER@"];
        let lines = filled.lines().filter(|line| !empty.contains(&line.trim()));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Parts one after the other.
pub(crate) fn parts(scenarios: &[Scenario]) -> String {
    scenarios.iter().map(Scenario::text).collect::<Vec<_>>().join("\n")
}

/// A part alone.
pub(crate) fn part(name: &str) -> Scenario {
    Scenario(read(&format!("{name}.part.xml")))
}

fn read(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sip");
    std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// sipp with a scenario, for one call.
pub(crate) fn sipp(scenario: &Scenario, local_port: u16, more: &[&str]) -> Program {
    let folder = TempDir::new().unwrap();
    let file: PathBuf = folder.path().join("scenario.xml");
    std::fs::write(&file, scenario.text()).unwrap();
    let mut command = Command::new("sipp");
    command.args(["-sf", "scenario.xml", "-i", "127.0.0.1", "-p", &local_port.to_string()]);
    if !more.contains(&"-m") {
        command.args(["-m", "1"]);
    }
    command.args(["-nostdin", "-timeout", "15s", "-timeout_error", "-trace_err", "-trace_msg", "-trace_logs"]);
    command.args(more);
    Program::start(&mut command, folder)
}

/// sipp as the calling side toward the trunk.
pub(crate) fn sipp_calls(scenario: &Scenario, bench: &Bench) -> Program {
    let remote = format!("127.0.0.1:{}", bench.port(SipTransport::Udp));
    sipp(scenario, free_port(), &[&remote])
}

/// Fails with the whole story unless the program succeeds.
pub(crate) async fn success(program: &mut Program) {
    if !program.succeeded().await {
        panic!("the peer failed");
    }
}

/// A port free for UDP and TCP, given to nobody else, and so its neighbour, where a telephone
/// listens for TLS: below those the system hands out by itself, begun at a place of this process.
pub(crate) fn free_port() -> u16 {
    const FIRST: u32 = 10_000;
    const COUNT: u32 = 4_500;
    static GIVEN: AtomicU32 = AtomicU32::new(0);
    let begin = std::process::id().wrapping_mul(131) % COUNT;
    for _ in 0..COUNT {
        let next = GIVEN.fetch_add(1, Ordering::Relaxed);
        let port = (FIRST + 2 * ((begin + next) % COUNT)) as u16;
        let udp = UdpSocket::bind(("127.0.0.1", port));
        let both = [port, port + 1].map(|port| TcpListener::bind(("127.0.0.1", port)));
        if udp.is_ok() && both.iter().all(Result::is_ok) {
            return port;
        }
    }
    panic!("no free port")
}

/// A peer that sends exactly what it is told to.
pub(crate) struct Wire {
    socket: tokio::net::UdpSocket,
    to: SocketAddr,
}

impl Wire {
    pub(crate) async fn at(ip: &str, bench: &Bench) -> Self {
        let socket = tokio::net::UdpSocket::bind(format!("{ip}:0")).await.unwrap();
        let to = format!("127.0.0.1:{}", bench.port(SipTransport::Udp)).parse().unwrap();
        Self { socket, to }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.socket.local_addr().unwrap()
    }

    pub(crate) async fn send(&self, bytes: &[u8]) {
        self.socket.send_to(bytes, self.to).await.unwrap();
    }

    /// The next message, whatever it is.
    pub(crate) async fn any(&self) -> String {
        self.receive("").await
    }

    /// The next message whose first line contains `start`.
    pub(crate) async fn receive(&self, start: &str) -> String {
        let waiting = async {
            let mut packet = vec![0; 65_536];
            loop {
                let (length, _) = self.socket.recv_from(&mut packet).await.unwrap();
                let text = String::from_utf8_lossy(&packet[..length]).into_owned();
                if text.lines().next().unwrap_or_default().contains(start) {
                    return text;
                }
            }
        };
        let received = tokio::time::timeout(PATIENCE, waiting).await;
        received.unwrap_or_else(|_| panic!("no {start:?} in time"))
    }

    /// Whether anything at all has come.
    pub(crate) fn heard_nothing(&self) -> bool {
        self.socket.try_recv_from(&mut [0; 4_096]).is_err()
    }

    /// A request with the headers every request has.
    pub(crate) fn request(&self, method: &str, call: &str, seq: u32, to_tag: &str, more: &str, body: &str) -> String {
        let (me, tag) = (self.address(), if to_tag.is_empty() { String::new() } else { format!(";tag={to_tag}") });
        format!(
            "{method} sip:0120101366@{to} SIP/2.0\r\nVia: SIP/2.0/UDP {me};branch=z9hG4bK{call}{method}{seq}\r\n\
             Max-Forwards: 70\r\nFrom: <sip:0462551111@{me}>;tag=f{call}\r\nTo: <sip:0120101366@{to}>{tag}\r\n\
             Call-ID: {call}\r\nCSeq: {seq} {method}\r\nContact: <sip:caller@{me}>\r\n{more}\
             Content-Length: {length}\r\n\r\n{body}",
            to = self.to,
            length = body.len(),
        )
    }

    /// An offer of this peer.
    pub(crate) fn offer(&self, direction: &str) -> String {
        let ip = self.address().ip();
        format!(
            "v=0\r\no=- 1 1 IN IP4 {ip}\r\ns=-\r\nc=IN IP4 {ip}\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\na={direction}\r\n"
        )
    }
}

/// The tag of the To header of a message.
pub(crate) fn to_tag(message: &str) -> String {
    let to = message.lines().find(|line| line.starts_with("To:")).unwrap();
    to.split("tag=").nth(1).unwrap().split(';').next().unwrap().trim().to_owned()
}

/// A header's value.
pub(crate) fn header(message: &str, name: &str) -> Option<String> {
    let start = format!("{name}:");
    let line = message.lines().find(|line| line.starts_with(&start))?;
    Some(line[start.len()..].trim().to_owned())
}
