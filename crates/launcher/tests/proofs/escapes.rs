//! No way out of a visit's browser but its site: a page tries everything that a page can, and ends up nowhere.
//!
//! Listeners for TCP and UDP stand on this machine's own addresses. The same tries from a browser without cell and
//! proxy must reach them, or nothing was tried.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::chown;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{Html, IntoResponse as _};
use axum::routing::get;
use browser::guard::{Layers, PageKind, PageKnowledge};
use browser::host::{Front, Host, HostEvent, Launch, Settings};
use browser::proxy::{Internet, Outside, Stream};
use browser::site;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, UdpSocket};

use crate::visit::{MAIN_HOST, PATIENCE, Plan, Visit, WINDOW, is_long};

/// How long a page's tries have to come out somewhere; each of them gives up or arrives much sooner.
const TRYING: Duration = Duration::from_secs(6);

/// What came to this machine's own addresses.
struct Listener {
    port: u16,
    heard: Arc<Mutex<BTreeSet<String>>>,
}

impl Listener {
    /// Listens for TCP and UDP at every address of this machine.
    async fn open() -> Self {
        let heard = Arc::new(Mutex::new(BTreeSet::new()));
        // One socket hears IPv4 and, mapped, IPv6; where there is no IPv6, IPv4 alone.
        let tcp = match TcpListener::bind("[::]:0").await {
            Ok(both) => both,
            Err(_) => TcpListener::bind("0.0.0.0:0").await.unwrap(),
        };
        let port = tcp.local_addr().unwrap().port();
        let udp = match UdpSocket::bind(("::", port)).await {
            Ok(both) => both,
            Err(_) => UdpSocket::bind(("0.0.0.0", port)).await.unwrap(),
        };
        let (by_tcp, by_udp) = (Arc::clone(&heard), Arc::clone(&heard));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = tcp.accept().await {
                let heard = Arc::clone(&by_tcp);
                tokio::spawn(async move {
                    let mut head = vec![0; 2048];
                    let count = stream.read(&mut head).await.unwrap_or(0);
                    let line = String::from_utf8_lossy(&head[..count]).lines().next().unwrap_or_default().to_owned();
                    let path = line
                        .split(' ')
                        .nth(1)
                        .unwrap_or("something")
                        .trim_start_matches('/')
                        .trim_end_matches('?')
                        .to_owned();
                    heard.lock().unwrap().insert(path);
                    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nAccess-Control-Allow-Origin: *\r\n\r\nok";
                    // Whoever asked may be gone.
                    let _gone = stream.write_all(answer.as_bytes()).await;
                });
            }
        });
        tokio::spawn(async move {
            let mut packet = [0; 2048];
            while udp.recv_from(&mut packet).await.is_ok() {
                by_udp.lock().unwrap().insert("stun".to_owned());
            }
        });
        Self { port, heard }
    }

    fn heard(&self) -> BTreeSet<String> {
        self.heard.lock().unwrap().clone()
    }
}

/// The address this machine has towards others, found without sending anything.
fn own_address() -> Option<IpAddr> {
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    Some(socket.local_addr().ok()?.ip())
}

/// Every way a page has to an address, each with its own path there.
fn tries(host: &str) -> String {
    format!(
        r#"(() => {{
        const to = (name) => `http://{host}/${{name}}`;
        const quiet = (act) => {{ try {{ act()?.catch?.(() => {{}}); }} catch {{ /* refused */ }} }};
        const put = (tag, set) => document.body.append(Object.assign(document.createElement(tag), set));
        quiet(() => fetch(to("fetch"), {{ mode: "no-cors" }}));
        quiet(() => fetch("http://{host}/preflight", {{ method: "PUT", headers: {{ "x-a": "b" }} }}));
        quiet(() => {{ new WebSocket("ws://{host}/websocket").onerror = () => {{}}; }});
        quiet(() => {{ new EventSource(to("events")).onerror = () => {{}}; }});
        quiet(() => {{ new Image().src = to("image"); }});
        quiet(() => {{ navigator.sendBeacon(to("beacon"), "x"); }});
        quiet(() => {{ put("link", {{ rel: "dns-prefetch", href: to("") }}); put("link", {{ rel: "preconnect", href: to("") }}); }});
        quiet(() => put("link", {{ rel: "stylesheet", href: to("style") }}));
        quiet(() => put("script", {{ src: to("script") }}));
        quiet(() => put("iframe", {{ src: to("frame") }}));
        quiet(() => put("video", {{ src: to("video") }}));
        quiet(() => {{ const source = new Blob([`importScripts("${{to("worker")}}")`]); new Worker(URL.createObjectURL(source)); }});
        quiet(() => {{ const form = document.createElement("form"); Object.assign(form, {{ action: to("form"), target: "away" }});
            put("iframe", {{ name: "away" }}); document.body.append(form); form.submit(); }});
        quiet(() => {{ const peer = new RTCPeerConnection({{ iceServers: [{{ urls: "stun:{host}" }}] }});
            peer.createDataChannel("out"); return peer.createOffer().then((it) => peer.setLocalDescription(it)); }});
        return "true";
        }})()"#
    )
}

/// What a control has to hear, so that its absence elsewhere means something.
const MUST_BE_HEARD: [&str; 12] = [
    "fetch",
    "preflight",
    "websocket",
    "events",
    "image",
    "beacon",
    "style",
    "script",
    "frame",
    "worker",
    "form",
    "stun",
];

fn ways_to_this_machine(port: u16) -> Vec<String> {
    let mut hosts: Vec<String> =
        ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "127.1", "2130706433", "0x7f.1", "0.0.0.0", "[::]"]
            .iter()
            .map(|host| format!("{host}:{port}"))
            .collect();
    hosts.extend(own_address().map(|own| format!("{own}:{port}")));
    hosts
}

/// Addresses within networks; nobody hears them here, so it is the proxy's word that they were refused.
const WITHIN: [&str; 7] =
    ["10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "[fd00::1]", "[fe80::1]"];

const RULE: &str = "\n[[page]]\nid = \"letters\"\nlabel = { ja = \"文字\", en = \"Letters\" }\n\
    url = \"http://practice.madoguchi.test/apply/mirror/letters/*\"\nkind = \"open\"\n";

/// A page of the site's without a policy of its own, and ways on from it to this machine.
fn pages(port: u16) -> Router {
    let to = |target: String| get(move || async move { (StatusCode::FOUND, [(LOCATION, target)]).into_response() });
    Router::new()
        .route("/apply/mirror/letters/plain", get(|| async { Html("<!doctype html><meta charset=utf-8><p>plain") }))
        .route("/apply/mirror/letters/inward", to(format!("http://127.0.0.1:{port}/redirect")))
        .route("/apply/mirror/letters/file", to("file:///etc/passwd".to_owned()))
        .route("/apply/mirror/letters/chrome", to("chrome://version/".to_owned()))
        .route("/apply/mirror/letters/data", to("data:text/html,<h1>data".to_owned()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_a_page_does_reaches_another_address() {
    let listener = Listener::open().await;
    let profile = site::SHIPPED[0].1.replacen("\n[[dialog]]", &format!("{RULE}\n[[dialog]]"), 1);
    let plan = Plan { profile, more: pages(listener.port), ..Plan::default() };
    let Some(mut visit) = Visit::begin(plan).await else { return };
    visit.open("/apply/mirror/letters/plain").await;
    let hosts: Vec<String> = ways_to_this_machine(listener.port).into_iter().chain(WITHIN.map(str::to_owned)).collect();
    for host in &hosts {
        visit.script(&tries(host)).await;
    }
    let inward =
        "fetch('/apply/mirror/letters/inward').then((it) => it.text()).then(JSON.stringify, () => '\"refused\"')";
    assert_ne!(visit.script(inward).await, json!("ok"));
    visit.proxy_tells("169.254.169.254", PATIENCE).await;
    let _heard_nothing = visit.told_within(TRYING, |_| false).await;
    assert_eq!(listener.heard(), BTreeSet::new(), "somebody came out");
    // Inside there is a loopback interface, the proxy's socket, and no port of Chromium's own.
    let devices = visit.of_process("net/dev");
    let names: Vec<&str> = devices.lines().skip(2).filter_map(|line| Some(line.split_once(':')?.0.trim())).collect();
    assert_eq!(names, ["lo"]);
    // proc(5): local address and port in hexadecimal, state 0A listens.
    let sockets = format!("{}{}", visit.of_process("net/tcp"), visit.of_process("net/tcp6"));
    let open: Vec<&str> = sockets
        .lines()
        .filter(|line| line.split_whitespace().nth(3) == Some("0A"))
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect();
    assert_eq!(open, ["0100007F:0C38"], "the proxy's alone, 127.0.0.1:3128");
    let (_, moved, _) = visit.end().await;
    assert!(moved.refused as usize >= hosts.len(), "only {} of all tries came to the proxy", moved.refused);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_schemes_open_nothing_and_the_operator_sees_nothing_of_them() {
    if !is_long() {
        return;
    }
    let listener = Listener::open().await;
    let profile = site::SHIPPED[0].1.replacen("\n[[dialog]]", &format!("{RULE}\n[[dialog]]"), 1);
    let plan = Plan { profile, more: pages(listener.port), ..Plan::default() };
    let Some(mut visit) = Visit::begin(plan).await else { return };
    let addresses = [
        "file:///etc/passwd",
        "file:///proc/self/environ",
        "chrome://version/",
        "chrome://settings/",
        "chrome-untrusted://terminal/",
        "devtools://devtools/bundled/inspector.html",
        "view-source:http://practice.madoguchi.test/",
        "data:text/html,<h1>data</h1>",
        "blob:http://practice.madoguchi.test/0",
        "javascript:document.write('x')",
        "filesystem:http://practice.madoguchi.test/temporary/a",
        "about:version",
        "ftp://127.0.0.1/",
    ];
    for address in addresses {
        // The caller's own order: nothing but web addresses is taken.
        assert!(visit.host.open(address).await.is_err(), "{address} was taken");
    }
    let ways = [
        "location.href = it",
        "window.open(it)",
        "document.body.append(Object.assign(document.createElement('iframe'), { src: it }))",
    ];
    for address in addresses {
        for way in ways {
            visit.open("/apply/mirror/letters/plain").await;
            let script = format!(
                "(() => {{ const it = {}; try {{ {way}; }} catch {{ /* refused */ }} return '1'; }})()",
                json!(address)
            );
            visit.at_last(&script).await;
            let text =
                visit.at_last("JSON.stringify([location.protocol, document.body?.innerText ?? ''])").await.to_string();
            assert!(!text.contains("root:x") && !text.contains("PATH="), "{address} by {way}: {text}");
            let inside = ["\"http:\"", "\"about:\"", "\"data:\"", "\"blob:\""].iter().any(|it| text.contains(it));
            assert!(inside, "{address} by {way}: {text}");
        }
    }
    // A page that the site sends elsewhere is a page nobody described.
    for name in ["file", "chrome", "data", "inward"] {
        let _refused = visit.host.open(&format!("http://{MAIN_HOST}/apply/mirror/letters/{name}")).await;
        assert!(visit.operator_tries(crate::visit::wheel(1.0)).await.is_err(), "{name} can be acted on");
    }
    assert_eq!(listener.heard(), BTreeSet::new());
    visit.end().await;
}

/// A name that means a public address at the first look, and this machine at every further one.
struct Rebinding {
    asked: Mutex<u32>,
    connected: Mutex<Vec<SocketAddr>>,
}

#[async_trait::async_trait]
impl Outside for Rebinding {
    async fn resolve(&self, _host: &str) -> std::io::Result<Vec<IpAddr>> {
        let mut asked = self.asked.lock().unwrap();
        *asked += 1;
        let now = if *asked == 1 { "8.8.4.4" } else { "127.0.0.1" };
        Ok(vec![now.parse().unwrap()])
    }

    async fn connect(&self, address: SocketAddr, is_public: bool) -> std::io::Result<Box<dyn Stream>> {
        if !is_public {
            // The site itself, which the test's own configuration placed.
            return Internet.connect(address, is_public).await;
        }
        self.connected.lock().unwrap().push(address);
        let (ours, mut theirs) = tokio::io::duplex(4096);
        tokio::spawn(async move {
            let answer = "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 6\r\n\r\nbefore";
            let _gone = theirs.write_all(answer.as_bytes()).await;
        });
        Ok(Box::new(ours))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_changes_its_meaning_leads_nowhere_else() {
    let profile = site::SHIPPED[0].1.replacen("\n[[dialog]]", &format!("{RULE}\n[[dialog]]"), 1);
    let profile = profile.replacen("hosts = [", "hosts = [\"rebind.example.lg.jp\", ", 1);
    let outside = Arc::new(Rebinding { asked: Mutex::default(), connected: Mutex::default() });
    let world: Arc<dyn Outside> = Arc::clone(&outside) as Arc<dyn Outside>;
    let Some(mut visit) = Visit::begin(Plan { profile, more: pages(9), outside: world, ..Plan::default() }).await
    else {
        return;
    };
    visit.open("/apply/mirror/letters/plain").await;
    let mut answers = Vec::new();
    for round in 0..4 {
        let ask = format!(
            "fetch('http://rebind.example.lg.jp/{round}', {{ cache: 'no-store' }}).then((it) => it.text()).then(JSON.stringify, () => '\"refused\"')"
        );
        answers.push(visit.script(&ask).await);
    }
    assert_eq!(answers[0], json!("before"), "the first look is public, and reached");
    // What the proxy answers in the site's stead is not the site's, and the page may not read it.
    assert!(answers[1..].iter().all(|it| *it != json!("before")), "{answers:?}");
    let connected = outside.connected.lock().unwrap().clone();
    assert!(!connected.is_empty() && connected.iter().all(|it| it.ip().to_string() == "8.8.4.4"), "{connected:?}");
    visit.end().await;
}

struct Nothing;

impl PageKnowledge for Nothing {
    fn secret_fields(&self) -> Vec<String> {
        Vec::new()
    }
    fn secret_areas(&self) -> Vec<String> {
        Vec::new()
    }
    fn page(&self, _url: &str) -> PageKind {
        PageKind::Open { label: "plain".to_owned() }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_cell_and_proxy_the_same_tries_are_heard() {
    let listener = Listener::open().await;
    let port = listener.port;
    let served = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = served.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(served, pages(port)).await });
    let home = tempfile::tempdir().unwrap();
    let mut line = Vec::new();
    if nix::unistd::geteuid().is_root() {
        chown(home.path(), Some(65_534), Some(65_534)).unwrap();
        line = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"].map(str::to_owned).to_vec();
    }
    let program = std::env::var_os("MADOGUCHI_CHROMIUM").unwrap_or_else(|| "/usr/bin/chromium".into());
    let launch = Launch {
        program: program.into(),
        front: Front::Plain(line),
        home: home.path().to_owned(),
        proxy: None,
        window: WINDOW,
    };
    let settings =
        Settings { launch, knowledge: Arc::new(Nothing), gate: Arc::new(|_| true), layers: Layers::default() };
    let (host, mut outputs) = Host::start(settings).unwrap();
    let mut until = async |wanted: fn(&HostEvent) -> bool| {
        let came = tokio::time::timeout(PATIENCE, async {
            while let Some(event) = outputs.events.recv().await {
                if wanted(&event) {
                    return true;
                }
            }
            false
        });
        assert_eq!(came.await, Ok(true));
    };
    until(|event| *event == HostEvent::Ready).await;
    host.open(&format!("http://{address}/apply/mirror/letters/plain")).await.unwrap();
    until(|event| matches!(event, HostEvent::Loaded { .. })).await;
    let params = |expression: String| json!({ "expression": expression, "returnByValue": true });
    host.probe("Runtime.evaluate", params(tries(&format!("127.0.0.1:{port}")))).await.unwrap();
    let redirect = "fetch('/apply/mirror/letters/inward', { mode: 'no-cors' })".to_owned();
    let _answered: Result<Value, _> = host.probe("Runtime.evaluate", params(redirect)).await;
    let missing = || -> Vec<&str> {
        let heard = listener.heard();
        MUST_BE_HEARD.iter().chain(&["redirect"]).copied().filter(|name| !heard.contains(*name)).collect()
    };
    let all = tokio::time::timeout(PATIENCE, async {
        while !missing().is_empty() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    assert!(all.await.is_ok(), "never heard: {:?}", missing());
    assert!(host.erase().await.processes.all_gone);
}
