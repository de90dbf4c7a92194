//! What the proxy lets through, what it refuses, and when it gives up, on paused time and in a world of its own.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::time::Instant;

use super::*;
use crate::site;

/// Names with the answers they give, one after the other; sites that say what they were sent.
struct World {
    answers: Mutex<BTreeMap<String, Vec<Vec<IpAddr>>>>,
    connected: Mutex<Vec<(SocketAddr, bool)>>,
    site: Site,
}

#[derive(Clone, Copy)]
enum Site {
    /// Sends back what it gets.
    Echo,
    /// Answers a plain request with what it was sent, and stays open.
    Plain,
    /// Takes the connection and says nothing.
    Silent,
    /// Nobody is there.
    Away,
}

#[async_trait]
impl Outside for World {
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        let mut answers = self.answers.lock().unwrap();
        let of_host = answers.get_mut(host).ok_or(io::ErrorKind::NotFound)?;
        Ok(if of_host.len() > 1 { of_host.remove(0) } else { of_host[0].clone() })
    }

    async fn connect(&self, address: SocketAddr, is_public: bool) -> io::Result<Box<dyn Stream>> {
        self.connected.lock().unwrap().push((address, is_public));
        let (ours, theirs) = duplex(64 * 1024);
        match self.site {
            Site::Away => return Err(io::ErrorKind::ConnectionRefused.into()),
            Site::Echo => drop(tokio::spawn(echo(theirs))),
            Site::Plain => drop(tokio::spawn(plain(theirs))),
            Site::Silent => drop(tokio::spawn(async move {
                let _held = theirs;
                std::future::pending::<()>().await;
            })),
        }
        Ok(Box::new(ours))
    }
}

async fn echo(site: DuplexStream) {
    let (mut from, mut to) = tokio::io::split(site);
    let _ = tokio::io::copy(&mut from, &mut to).await;
    let _ = to.shutdown().await;
}

async fn plain(mut site: DuplexStream) {
    let mut seen = vec![0; 16 * 1024];
    let mut count = 0;
    while !seen[..count].windows(4).any(|four| four == b"\r\n\r\n") {
        count += site.read(&mut seen[count..]).await.unwrap();
    }
    let said = String::from_utf8_lossy(&seen[..count]).replace("\r\n", "|");
    let head = format!("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: {}\r\n\r\n", said.len());
    let _ = site.write_all(format!("HTTP/1.1 103 Early Hints\r\n\r\n{head}{said}").as_bytes()).await;
    let mut rest = Vec::new();
    let _ = site.read_to_end(&mut rest).await;
}

fn world(site: Site, names: &[(&str, &[&[&str]])]) -> Arc<World> {
    let read = |answer: &&[&str]| answer.iter().map(|text| text.parse().unwrap()).collect();
    let answers =
        names.iter().map(|(name, answers)| ((*name).to_owned(), answers.iter().map(read).collect())).collect();
    Arc::new(World { answers: Mutex::new(answers), connected: Mutex::new(Vec::new()), site })
}

fn rules() -> Rules {
    let text =
        site::SHIPPED[0].1.replace("\"other.madoguchi.test\"]", "\"other.madoguchi.test\", \"*.example.lg.jp\"]");
    let placed = BTreeMap::from([
        ("practice.madoguchi.test".to_owned(), "127.0.0.1:7001".parse().unwrap()),
        ("evil.test".to_owned(), "127.0.0.1:7002".parse().unwrap()),
    ]);
    Rules::new(&site::read(&text).unwrap(), placed)
}

fn shared(world: &Arc<World>, limits: Limits) -> Arc<Shared> {
    let outside: Arc<dyn Outside> = Arc::clone(world) as Arc<dyn Outside>;
    Arc::new(Shared { rules: rules(), limits, outside, bytes: AtomicU64::new(0) })
}

/// What the browser reads after it sent `sent`, and why it was refused.
async fn asked(world: &Arc<World>, sent: &str) -> (String, Option<Refusal>) {
    let shared = shared(world, Limits::default());
    let (mut browser, proxy) = duplex(256 * 1024);
    let serving = tokio::spawn(async move { serve(proxy, &shared).await });
    browser.write_all(sent.as_bytes()).await.unwrap();
    // A browser that waits for an answer does not close its end.
    if sent.starts_with("CONNECT") || !sent.contains("\r\n\r\n") {
        browser.shutdown().await.unwrap();
    }
    let mut answer = Vec::new();
    browser.read_to_end(&mut answer).await.unwrap();
    let refused = serving.await.unwrap().err().map(|refused| refused.why);
    (String::from_utf8(answer).unwrap(), refused)
}

const PUBLIC: &[&[&str]] = &[&["8.8.4.4"]];

#[tokio::test(start_paused = true)]
async fn what_is_not_the_sites_is_refused_before_anybody_is_asked() {
    let names: &[(&str, &[&[&str]])] = &[("a.example.lg.jp", PUBLIC), ("evil.test", PUBLIC), ("example.lg.jp", PUBLIC)];
    let world = world(Site::Echo, names);
    let cases = [
        ("CONNECT evil.test:443", Refusal::Host),
        ("CONNECT example.lg.jp:443", Refusal::Host),
        ("CONNECT aexample.lg.jp:443", Refusal::Host),
        ("CONNECT localhost:443", Refusal::Host),
        ("CONNECT 127.0.0.1:443", Refusal::Host),
        ("CONNECT 169.254.169.254:80", Refusal::Host),
        ("CONNECT 2130706433:443", Refusal::Host),
        ("CONNECT 0x7f000001:443", Refusal::Host),
        ("CONNECT a.example.lg.jp:22", Refusal::Port),
        ("CONNECT a.example.lg.jp:8443", Refusal::Port),
        ("CONNECT practice.madoguchi.test:7001", Refusal::Port),
        ("CONNECT [::1]:443", Refusal::Request),
        ("CONNECT x@a.example.lg.jp:443", Refusal::Request),
        ("CONNECT a.example.lg.jp", Refusal::Request),
        ("GET http://evil.test/", Refusal::Host),
        ("GET http://a.example.lg.jp:81/", Refusal::Port),
        ("GET http://a.example.lg.jp@evil.test/", Refusal::Request),
        ("GET http://evil.test\\@a.example.lg.jp/", Refusal::Request),
        ("GET /status", Refusal::Request),
    ];
    for (line, why) in cases {
        let (answer, refused) = asked(&world, &format!("{line} HTTP/1.1\r\n\r\n")).await;
        assert_eq!(refused, Some(why), "{line}");
        assert!(answer.starts_with("HTTP/1.1 4") && answer.ends_with("\r\n\r\n"), "{line}: {answer}");
    }
    assert_eq!(*world.connected.lock().unwrap(), []);
}

#[tokio::test(start_paused = true)]
async fn a_name_that_means_an_inner_address_is_refused_whatever_stands_beside_it() {
    let host = "a.example.lg.jp";
    for inner in ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "fd00::1"]
    {
        for answer in [vec![inner], vec!["8.8.4.4", inner], vec![inner, "8.8.4.4"]] {
            let world = world(Site::Echo, &[(host, &[&answer])]);
            let (_, refused) = asked(&world, &format!("CONNECT {host}:443 HTTP/1.1\r\n\r\n")).await;
            assert_eq!(refused, Some(Refusal::NotPublic), "{answer:?}");
            assert_eq!(*world.connected.lock().unwrap(), [], "{answer:?}");
        }
    }
    let nowhere = world(Site::Echo, &[(host, &[&[]])]);
    let (_, refused) = asked(&nowhere, &format!("CONNECT {host}:443 HTTP/1.1\r\n\r\n")).await;
    assert_eq!(refused, Some(Refusal::NoAddress));
}

#[tokio::test(start_paused = true)]
async fn a_name_that_changes_its_meaning_is_connected_to_as_it_was_looked_at() {
    let world = world(Site::Echo, &[("a.example.lg.jp", &[&["8.8.4.4"], &["127.0.0.1"]])]);
    let (answer, refused) = asked(&world, "CONNECT a.example.lg.jp:443 HTTP/1.1\r\n\r\n").await;
    assert_eq!((answer.as_str(), refused), ("HTTP/1.1 200 Connection established\r\n\r\n", None));
    assert_eq!(*world.connected.lock().unwrap(), [("8.8.4.4:443".parse().unwrap(), true)]);
    let (_, refused) = asked(&world, "CONNECT a.example.lg.jp:443 HTTP/1.1\r\n\r\n").await;
    assert_eq!(refused, Some(Refusal::NotPublic));
    assert_eq!(world.connected.lock().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_placed_host_is_one_of_the_profiles_and_no_other() {
    let world = world(Site::Plain, &[]);
    let (answer, refused) =
        asked(&world, "GET http://practice.madoguchi.test/apply?id=1 HTTP/1.1\r\nX: y\r\n\r\n").await;
    let sent = "GET /apply?id=1 HTTP/1.1|Host: practice.madoguchi.test|x: y|Connection: close||";
    assert!(answer.starts_with("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("Connection: close\r\n\r\n") && answer.ends_with(sent), "{answer}");
    assert_eq!(refused, None);
    assert_eq!(*world.connected.lock().unwrap(), [("127.0.0.1:7001".parse().unwrap(), false)]);
    let (_, refused) = asked(&world, "GET http://evil.test/ HTTP/1.1\r\n\r\n").await;
    assert_eq!(refused, Some(Refusal::Host));
}

#[tokio::test(start_paused = true)]
async fn nothing_follows_a_request_unread() {
    let world = world(Site::Plain, &[("a.example.lg.jp", PUBLIC)]);
    let second = "GET http://evil.test/ HTTP/1.1\r\n\r\n";
    let (_, refused) = asked(&world, &format!("GET http://a.example.lg.jp/ HTTP/1.1\r\n\r\n{second}")).await;
    assert_eq!(refused, Some(Refusal::Request));
    let (_, refused) = asked(&world, "CONNECT a.example.lg.jp:443 HTTP/1.1\r\n\r\nearly").await;
    assert_eq!(refused, Some(Refusal::Request));
    let head = "POST http://a.example.lg.jp/ HTTP/1.1\r\nContent-Length: 3\r\n\r\n";
    let (answer, refused) = asked(&world, &format!("{head}abc")).await;
    assert!(answer.ends_with("|content-length: 3|Connection: close||abc"), "{answer}");
    assert_eq!(refused, None);
    let (_, refused) = asked(&world, &format!("{head}abc{second}")).await;
    assert_eq!(refused, Some(Refusal::Request));
}

#[tokio::test(start_paused = true)]
async fn a_second_request_on_the_same_connection_reaches_nobody() {
    let world = world(Site::Plain, &[("a.example.lg.jp", PUBLIC)]);
    let shared = shared(&world, Limits::default());
    let (mut browser, proxy) = duplex(64 * 1024);
    let serving = tokio::spawn(async move { serve(proxy, &shared).await });
    browser.write_all(b"GET http://a.example.lg.jp/1 HTTP/1.1\r\n\r\n").await.unwrap();
    let mut answer = vec![0; 4096];
    let mut count = 0;
    while !answer[..count].ends_with(b"||") {
        count += browser.read(&mut answer[count..]).await.unwrap();
    }
    // The connection has ended with the answer, or is about to.
    let _ = browser.write_all(b"GET http://a.example.lg.jp/2 HTTP/1.1\r\n\r\n").await;
    let mut more = Vec::new();
    browser.read_to_end(&mut more).await.unwrap();
    assert_eq!(String::from_utf8(more).unwrap(), "");
    assert_eq!(world.connected.lock().unwrap().len(), 1);
    assert_eq!(serving.await.unwrap(), Ok(()));
}

#[tokio::test(start_paused = true)]
async fn a_tunnel_carries_both_ways_and_ends_with_either_end() {
    let world = world(Site::Echo, &[("a.example.lg.jp", PUBLIC)]);
    let shared = shared(&world, Limits::default());
    let counted = Arc::clone(&shared);
    let (mut browser, proxy) = duplex(1024);
    let serving = tokio::spawn(async move { serve(proxy, &shared).await });
    browser.write_all(b"CONNECT a.example.lg.jp:80 HTTP/1.1\r\n\r\n").await.unwrap();
    let mut greeting = vec![0; 39];
    browser.read_exact(&mut greeting).await.unwrap();
    assert_eq!(greeting, b"HTTP/1.1 200 Connection established\r\n\r\n");
    browser.write_all(b"GET /socket HTTP/1.1\r\nUpgrade: websocket\r\n\r\n").await.unwrap();
    browser.shutdown().await.unwrap();
    let mut echoed = Vec::new();
    browser.read_to_end(&mut echoed).await.unwrap();
    assert_eq!(echoed.len(), 44);
    assert_eq!(serving.await.unwrap(), Ok(()));
    assert_eq!(counted.bytes.load(Ordering::Relaxed), 88);
}

#[tokio::test(start_paused = true)]
async fn a_browser_that_drips_its_request_is_left_after_ten_seconds() {
    let world = world(Site::Echo, &[]);
    let shared = shared(&world, Limits::default());
    let (mut browser, proxy) = duplex(1024);
    let began = Instant::now();
    let serving = tokio::spawn(async move { serve(proxy, &shared).await });
    let dripping = tokio::spawn(async move {
        for byte in b"CONNECT a.example.lg.jp:443 HTTP/1.1\r\n".iter().cycle() {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if browser.write_all(&[*byte]).await.is_err() {
                break;
            }
        }
    });
    assert_eq!(serving.await.unwrap().unwrap_err().why, Refusal::Slow);
    assert_eq!(began.elapsed().as_secs(), 10);
    dripping.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_head_without_end_is_refused_at_its_limit() {
    let world = world(Site::Echo, &[]);
    let padding = "x".repeat(40 * 1024);
    let (_, refused) = asked(&world, &format!("GET http://a.example.lg.jp/ HTTP/1.1\r\nX: {padding}\r\n\r\n")).await;
    assert_eq!(refused, Some(Refusal::Request));
    let (_, refused) = asked(&world, &format!("GET http://a.example.lg.jp/{padding}")).await;
    assert_eq!(refused, Some(Refusal::Request));
    let (_, refused) = asked(&world, "GET http://a.example.lg.jp/ HTTP/1.1\r\nX: y").await;
    assert_eq!(refused, Some(Refusal::Request));
    let (answer, refused) = asked(&world, "").await;
    assert_eq!((answer.as_str(), refused), ("", None));
}

#[tokio::test(start_paused = true)]
async fn a_site_that_does_not_answer_is_given_up() {
    let away = world(Site::Away, &[("a.example.lg.jp", &[&["8.8.4.4", "8.8.8.8"]])]);
    let (_, refused) = asked(&away, "CONNECT a.example.lg.jp:443 HTTP/1.1\r\n\r\n").await;
    assert_eq!(refused, Some(Refusal::NoAnswer));
    assert_eq!(away.connected.lock().unwrap().len(), 2);
    let silent = world(Site::Silent, &[("a.example.lg.jp", PUBLIC)]);
    let began = Instant::now();
    let (answer, refused) = asked(&silent, "GET http://a.example.lg.jp/ HTTP/1.1\r\n\r\n").await;
    assert_eq!(refused, Some(Refusal::Slow));
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert_eq!(began.elapsed().as_secs(), Limits::default().idle_max.as_secs());
}

#[tokio::test(start_paused = true)]
async fn a_visit_moves_no_more_than_its_bytes() {
    let world = world(Site::Echo, &[("a.example.lg.jp", PUBLIC)]);
    let shared = shared(&world, Limits { bytes_max: 1_000, ..Limits::default() });
    let (mut browser, proxy) = duplex(64 * 1024);
    let serving = tokio::spawn(async move { serve(proxy, &shared).await });
    browser.write_all(b"CONNECT a.example.lg.jp:443 HTTP/1.1\r\n\r\n").await.unwrap();
    let mut greeting = vec![0; 39];
    browser.read_exact(&mut greeting).await.unwrap();
    browser.write_all(&[0; 600]).await.unwrap();
    assert_eq!(serving.await.unwrap().unwrap_err().why, Refusal::Bytes);
}

/// A proxy on a socket of its own, in front of a world.
async fn listening(world: &Arc<World>, limits: Limits) -> (Proxy, mpsc::Receiver<Event>, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let outside: Arc<dyn Outside> = Arc::clone(world) as Arc<dyn Outside>;
    let (proxy, events) = Proxy::start(listener, rules(), limits, outside).unwrap();
    assert_eq!(proxy.address(), format!("http://{address}"));
    (proxy, events, address)
}

async fn told(address: SocketAddr, request: &str) -> String {
    let mut browser = TcpStream::connect(address).await.unwrap();
    browser.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let _ = browser.read_to_string(&mut answer).await;
    answer
}

#[tokio::test]
async fn the_desk_is_told_each_refusal_once_and_with_the_visit_every_connection_ends() {
    let world = world(Site::Echo, &[("a.example.lg.jp", PUBLIC)]);
    let (proxy, mut events, address) = listening(&world, Limits::default()).await;
    for _ in 0..3 {
        let answer = told(address, "GET http://evil.test/secret/path?name=x HTTP/1.1\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    }
    let refused = |host: &str, why| Event::Refused { to: Some((host.to_owned(), 80)), why };
    assert_eq!(events.recv().await, Some(refused("evil.test", Refusal::Host)));
    let mut open = TcpStream::connect(address).await.unwrap();
    open.write_all(b"CONNECT a.example.lg.jp:443 HTTP/1.1\r\n\r\n").await.unwrap();
    let mut greeting = [0; 39];
    open.read_exact(&mut greeting).await.unwrap();
    assert_eq!(proxy.end().await, Summary { bytes: 0, refused: 3 });
    assert_eq!(events.recv().await, None);
    assert_eq!(open.read(&mut greeting).await.unwrap_or(0), 0);
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_connection_too_many_is_closed_and_told() {
    let world = world(Site::Echo, &[]);
    let (proxy, mut events, address) = listening(&world, Limits { connections_max: 2, ..Limits::default() }).await;
    let _first = TcpStream::connect(address).await.unwrap();
    let _second = TcpStream::connect(address).await.unwrap();
    let mut third = TcpStream::connect(address).await.unwrap();
    assert_eq!(events.recv().await, Some(Event::Refused { to: None, why: Refusal::Connections }));
    assert_eq!(third.read(&mut [0; 8]).await.unwrap_or(0), 0);
    proxy.end().await;
}

#[tokio::test]
async fn a_proxy_open_to_other_machines_does_not_start() {
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    assert!(Proxy::start(listener, rules(), Limits::default(), Arc::new(Internet)).is_err());
}

#[tokio::test]
async fn this_machines_own_address_is_not_the_internet() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let own = listener.local_addr().unwrap();
    let refused = Internet.connect(own, true).await.err().map(|why| why.kind());
    assert_eq!(refused, Some(io::ErrorKind::PermissionDenied));
    assert!(Internet.connect(own, false).await.is_ok());
}
