//! Real browsers: participants in headless Chromium, each with a picture that can be read.
//!
//! Every participant draws a colour of their own and a counter; the others read both from the video they
//! get and report them. The microphone is Chromium's fake one.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use media::{LegId, MediaConfig, MediaEngine, MediaEvent, MediaHandle, VisitEvent};
use tokio::sync::mpsc::Receiver;

use crate::room::{GROUP, all};

const CHROMIUM: &str = "/usr/bin/chromium";
const PAGE: &str = include_str!("page.html");
/// Three participants side by side, all visible, so that none is slowed down as a hidden page would be.
const FRAMES: &str = "<!doctype html><iframe src=/leg/1 allow=microphone></iframe>\
    <iframe src=/leg/2 allow=microphone></iframe><iframe src=/leg/3 allow=microphone></iframe>";
/// Longest wait for anything the pages shall show.
const LIMIT: Duration = Duration::from_secs(90);

/// What a page reports of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line {
    who: u64,
    changes: u64,
    sounds: u64,
}

struct Pages {
    engine: MediaHandle,
    events: Receiver<MediaEvent>,
    listener: TcpListener,
    lines: BTreeMap<u64, Vec<Line>>,
    reports: BTreeMap<u64, usize>,
    connected: Vec<LegId>,
    process: Child,
    _profile: tempfile::TempDir,
}

impl Drop for Pages {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn pages() -> Pages {
    let (engine, events) = MediaEngine::start(MediaConfig::default()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
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
    Pages {
        engine,
        events,
        listener,
        lines: BTreeMap::new(),
        reports: BTreeMap::new(),
        connected: Vec::new(),
        process,
        _profile: profile,
    }
}

impl Pages {
    fn until(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + LIMIT;
        while !done(self) {
            assert!(Instant::now() < deadline, "never: {what}; {:?} {:?}", self.connected, self.lines);
            match self.listener.accept() {
                Ok((stream, _)) => self.request(stream),
                Err(_) => std::thread::park_timeout(Duration::from_millis(5)),
            }
            while let Ok(event) = self.events.try_recv() {
                if let MediaEvent::Visit { leg, event: VisitEvent::Connected } = event {
                    self.connected.push(leg);
                }
            }
        }
    }

    /// Goes on until these participants have reported so often again.
    fn until_reports(&mut self, legs: &[u64], more: usize) {
        let wanted: Vec<(u64, usize)> = legs.iter().map(|leg| (*leg, self.reports[leg] + more)).collect();
        self.until("reports come", |pages| wanted.iter().all(|(leg, count)| pages.reports[leg] >= *count));
    }

    fn line(&self, leg: u64, line: usize) -> Line {
        let lines = self.lines.get(&leg).and_then(|lines| lines.get(line));
        lines.copied().unwrap_or(Line { who: 0, changes: 0, sounds: 0 })
    }

    fn sees(&self, leg: u64, line: usize, who: u64, changes: u64) -> bool {
        let line = self.line(leg, line);
        line.who == who && line.changes >= changes
    }

    fn request(&mut self, stream: TcpStream) {
        stream.set_nonblocking(false).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let Some((path, body)) = read(&stream) else {
            return;
        };
        let (kind, leg) = path.trim_start_matches('/').split_once('/').unwrap_or(("", ""));
        match (kind, leg.parse()) {
            ("leg", Ok(_)) => answer(stream, "text/html", PAGE),
            ("offer", Ok(leg)) => {
                let sdp = self.engine.open_visit_leg(LegId(leg), 0, &body).unwrap();
                answer(stream, "application/sdp", &sdp);
            }
            ("report", Ok(leg)) => {
                assert!(!body.starts_with("error"), "participant {leg}: {body}");
                self.lines.insert(leg, body.lines().map(line).collect());
                *self.reports.entry(leg).or_default() += 1;
                answer(stream, "text/plain", "");
            }
            _ if path == "/" => answer(stream, "text/html", FRAMES),
            _ => answer(stream, "text/plain", ""),
        }
    }
}

fn line(text: &str) -> Line {
    let numbers: Vec<u64> = text.split(' ').map(|number| number.parse().unwrap()).collect();
    Line { who: numbers[0], changes: numbers[1], sounds: numbers[2] }
}

/// The path and body of a request.
fn read(stream: &TcpStream) -> Option<(String, String)> {
    let mut reader = BufReader::new(stream);
    let mut text = String::new();
    reader.read_line(&mut text).ok()?;
    let path = text.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    loop {
        text.clear();
        reader.read_line(&mut text).ok()?;
        if text.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = text.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((path, String::from_utf8(body).ok()?))
}

fn answer(mut stream: TcpStream, kind: &str, body: &str) {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
}

#[test]
fn browsers_see_and_hear_each_other_and_one_that_looks_away_is_dark_both_ways() {
    let mut pages = pages();
    pages.until("three are connected", |pages| pages.connected.len() == 3);
    let two = vec![LegId(1), LegId(2)];
    pages.engine.set_visit_routes(GROUP, two, all(&[1, 2])).unwrap();
    pages.until("two see each other", |pages| pages.sees(1, 0, 2, 10) && pages.sees(2, 0, 1, 10));
    pages.until("two hear each other", |pages| pages.line(1, 0).sounds > 50 && pages.line(2, 0).sounds > 50);
    assert_eq!((pages.line(1, 1).who, pages.line(3, 0).who), (0, 0), "the third is not there yet");

    let three = vec![LegId(1), LegId(2), LegId(3)];
    pages.engine.set_visit_routes(GROUP, three, all(&[1, 2, 3])).unwrap();
    pages.until("the third sees both", |pages| pages.sees(3, 0, 1, 10) && pages.sees(3, 1, 2, 10));
    pages.until("both see the third", |pages| pages.sees(1, 1, 3, 10) && pages.sees(2, 1, 3, 10));

    pages.engine.set_visit_dark(LegId(1), true);
    // What was under way, and in the browsers' buffers, is shown yet.
    pages.until_reports(&[1, 2, 3], 5);
    let dark = |pages: &Pages| [(1, 0), (1, 1), (2, 0), (3, 0)].map(|(leg, line)| pages.line(leg, line).changes);
    let (before, others, sounds) = (dark(&pages), pages.line(2, 1).changes, pages.line(2, 0).sounds);
    pages.until_reports(&[1, 2, 3], 10);
    assert_eq!(dark(&pages), before, "nothing of the first's picture moves, and nothing it sees");
    assert!(pages.line(2, 1).changes > others, "the others go on");
    assert!(pages.line(2, 0).sounds > sounds, "and hear the first");

    pages.engine.set_visit_dark(LegId(1), false);
    let is_back = |pages: &Pages| dark(pages).iter().zip(before).all(|(now, then)| *now > then + 5);
    pages.until("all see each other again", is_back);
}
