//! A real browser: headless Chromium with its fake microphone against a telephone.
//!
//! The page offers, the test answers through the engine, and the page measures the telephone's tone with
//! an AnalyserNode and reports it. The fake microphone beeps, which the telephone measures.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use media::{GroupId, LegId, MediaEvent};
use wire::sdp::Codec;

use crate::support::{Floor, Telephone, assert_continuous, floor_with, talk};

const CHROMIUM: &str = "/usr/bin/chromium";
const PAGE: &str = include_str!("page.html");
const GROUP: GroupId = GroupId(1);
const TELEPHONE: LegId = LegId(1);
const BROWSER: LegId = LegId(2);
/// Longest wait for the page's next request.
const PAGE_LIMIT: Duration = Duration::from_secs(60);
/// Half a second apart, so that between the first and the last the browser has sent 150 packets and more.
const BEEPS: usize = 8;

struct Browser {
    process: Child,
    _profile: tempfile::TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn open(port: u16) -> Browser {
    let profile = tempfile::tempdir().unwrap();
    let process = Command::new(CHROMIUM)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            "--autoplay-policy=no-user-gesture-required",
            "--allow-loopback-in-peer-connection",
        ])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("http://localhost:{port}/"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    Browser { process, _profile: profile }
}

/// A request of the page: its path and body, and the connection to answer on.
struct Request {
    path: String,
    body: String,
    stream: TcpStream,
}

impl Request {
    fn answer(mut self, kind: &str, body: &str) {
        let length = body.len();
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\n\
             Content-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        self.stream.write_all(head.as_bytes()).unwrap();
        self.stream.write_all(body.as_bytes()).unwrap();
    }
}

fn accept(listener: &TcpListener) -> Option<Request> {
    let (stream, _) = listener.accept().ok()?;
    stream.set_nonblocking(false).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request { path, body: String::from_utf8(body).unwrap(), stream })
}

/// Serves the page until it sends its offer, answers it, and waits for the connection.
fn connect(floor: &mut Floor, listener: &TcpListener) {
    let deadline = Instant::now() + PAGE_LIMIT;
    loop {
        assert!(Instant::now() < deadline, "the page sent no offer");
        match accept(listener) {
            Some(request) if request.path == "/" => request.answer("text/html", PAGE),
            Some(request) if request.path == "/offer" => {
                let answer = floor.engine.open_web(BROWSER, 0, &request.body).unwrap();
                request.answer("application/sdp", &answer);
                break;
            }
            Some(request) => request.answer("text/plain", ""),
            None => std::thread::park_timeout(Duration::from_millis(10)),
        }
    }
    floor.event(|event| match event {
        MediaEvent::WebConnected { leg: BROWSER } => Some(()),
        _ => None,
    });
}

/// The page's measure: level of the telephone's tone over the rest, playout figures.
fn report(listener: &TcpListener, telephone: &mut Telephone) -> String {
    let deadline = Instant::now() + PAGE_LIMIT;
    loop {
        assert!(Instant::now() < deadline, "the page reported nothing");
        talk(&mut [telephone], 40);
        match accept(listener) {
            Some(request) if request.path == "/report" => {
                let body = request.body.clone();
                request.answer("text/plain", "");
                return body;
            }
            Some(request) => request.answer("text/plain", ""),
            None => {}
        }
    }
}

/// Talks until the telephone has heard so many beeps of Chromium's fake microphone, which beeps for some
/// milliseconds twice a second.
fn until_beeps(telephone: &mut Telephone, wanted: usize) {
    let deadline = Instant::now() + PAGE_LIMIT;
    loop {
        talk(&mut [&mut *telephone], 100);
        let loud = telephone.heard.chunks(800).map(|part| part.iter().any(|sample| sample.unsigned_abs() > 1_000));
        let loud: Vec<bool> = loud.collect();
        let beeps = loud.windows(2).filter(|pair| !pair[0] && pair[1]).count();
        if beeps >= wanted {
            return;
        }
        assert!(Instant::now() < deadline, "{beeps} beeps of the browser at the telephone");
    }
}

fn number(report: &str, name: &str) -> f64 {
    let fields = report.split_ascii_whitespace();
    let field = fields.filter_map(|field| field.split_once('=')).find(|(key, _)| *key == name);
    field.unwrap_or_else(|| panic!("no {name} in {report}")).1.parse().unwrap()
}

#[test]
fn a_browser_and_a_telephone_hear_each_other() {
    let mut floor = floor_with(|config| config.bind_ip = Ipv4Addr::LOCALHOST);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let _browser = open(listener.local_addr().unwrap().port());
    connect(&mut floor, &listener);
    let mut telephone = floor.telephone(1, Codec::Pcma, 1_000.0);
    let routes = vec![(TELEPHONE, BROWSER), (BROWSER, TELEPHONE)];
    floor.engine.set_routes(GROUP, vec![TELEPHONE, BROWSER], routes).unwrap();
    until_beeps(&mut telephone, BEEPS);
    assert_continuous(&telephone.headers);
    let report = report(&listener, &mut telephone);
    assert!(number(&report, "peak_hz") > 950.0 && number(&report, "peak_hz") < 1_050.0, "{report}");
    assert!(number(&report, "above_rest_db") > 20.0, "{report}");
    assert!(number(&report, "packets") > 50.0 && number(&report, "playout_s") > 0.5, "{report}");
    floor.engine.close(BROWSER);
    let stats = floor.event(|event| match event {
        MediaEvent::LegClosed { leg: BROWSER, stats } => Some(*stats),
        _ => None,
    });
    assert!(stats.received.packets > 100 && stats.sent > 100, "{stats:?}");
}

#[test]
fn an_offer_without_g711_or_of_any_size_is_refused_by_name() {
    let floor = floor_with(|_| {});
    for offer in ["", "v=0", "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"] {
        assert!(floor.engine.open_web(BROWSER, 0, offer).is_err(), "{offer}");
    }
    assert!(floor.engine.open_web(BROWSER, 0, &"v=0\r\n".repeat(20_000)).is_err());
    assert!(floor.engine.open_web(BROWSER, 9, "v=0").is_err());
}
