//! How fast the shared browser is: a visit's Chromium at the practice site, with an operator's screen of tiles.
//!
//! Run by `cargo xtask bench shared-browser`; prints rows of figures as JSON on its last line. Everything is on one
//! machine: from an operator's key to the picture that shows it, decoded as their screen decodes it.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on breaks off")]
#![expect(clippy::print_stdout, reason = "its figures go to whoever started it")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use browser::confine::{Cell, Confinement, Settings as CellSettings};
use browser::frame::MaskedFrame;
use browser::frame::tiles::{TileEncoder, Update};
use browser::guard::{Layers, PageKind, PageKnowledge};
use browser::host::input::Key;
use browser::host::{CommittedText, Front, Host, HostEvent, Input, Launch, Place, Settings};
use browser::proxy::{Internet, Limits, Proxy, Rules};
use browser::site;
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};

const HOST: &str = "practice.madoguchi.test";
const WINDOW: (u32, u32) = (1280, 800);
const FIRST_UID: u32 = 59_950;
const PATIENCE: Duration = Duration::from_secs(30);
/// Keys whose way to the operator is measured.
const KEYS: usize = 60;
/// How long each kind of picture is watched.
const WATCHED: Duration = Duration::from_secs(10);
/// Between two turns of the wheel, each of three lines.
const TURN: Duration = Duration::from_millis(100);
/// What a tile's place and length take in a message, in bytes.
const TILE_HEAD_BYTES: usize = 12;

struct Knowledge;

impl PageKnowledge for Knowledge {
    fn secret_fields(&self) -> Vec<String> {
        Vec::new()
    }
    fn secret_areas(&self) -> Vec<String> {
        Vec::new()
    }
    fn page(&self, _url: &str) -> PageKind {
        PageKind::Open { label: "bench".to_owned() }
    }
}

/// A line of text to type into, a page of dense Japanese, and something that moves.
fn pages() -> Router {
    const STYLE: &str = "<!doctype html><meta charset=utf-8><style>body{margin:20px;font:14px/1.6 'Noto Sans CJK JP'}\
        input{width:600px;font:20px sans-serif}#b{width:120px;height:120px;background:#0a5c4a;animation:m 2s infinite alternate}\
        @keyframes m{to{transform:translateX(900px)}}</style>";
    let line = "個人番号カードの交付申請にあたっては、氏名、住所、生年月日および性別が住民票と一致していることを確認してください。";
    let dense = format!("{STYLE}{}", (1..400).map(|it| format!("<p>{it} {line}{line}")).collect::<String>());
    let secret = format!("{STYLE}<input id=p type=password autofocus><p>{line}");
    let page = |text: String| get(move || async move { Html(text) });
    Router::new()
        .route("/typing", page(format!("{STYLE}<input autofocus><p>窓口")))
        .route("/dense", page(dense))
        .route("/moving", page(format!("{STYLE}<div id=b></div>")))
        .route("/secret", page(secret))
}

/// What an operator's screen took in.
#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    bytes: usize,
    pictures: usize,
    /// When the last picture that changed something was drawn.
    drawn: Option<Instant>,
}

/// Takes every picture as an operator's screen does: tiles are decoded before it counts as drawn.
async fn screen(mut pictures: watch::Receiver<Option<Arc<MaskedFrame>>>, taken: watch::Sender<Taken>) {
    let mut encoder = TileEncoder::default();
    while pictures.changed().await.is_ok() {
        let Some(frame) = pictures.borrow_and_update().clone() else { continue };
        let (bytes, changed) = match encoder.update((*frame).clone()).unwrap() {
            Update::Placeholder { .. } => (TILE_HEAD_BYTES, true),
            Update::Tiles { tiles, .. } => {
                for tile in &tiles {
                    std::hint::black_box(image::load_from_memory(&tile.bytes).unwrap());
                }
                (tiles.iter().map(|it| it.bytes.len() + TILE_HEAD_BYTES).sum(), !tiles.is_empty())
            }
        };
        taken.send_modify(|it| {
            it.bytes += bytes;
            it.pictures += 1;
            if changed {
                it.drawn = Some(Instant::now());
            }
        });
    }
}

struct Bench {
    host: Host,
    proxy: Proxy,
    cell: Cell,
    launcher: Option<Child>,
    events: mpsc::Receiver<HostEvent>,
    operator: watch::Receiver<Option<Arc<MaskedFrame>>>,
    taken: watch::Receiver<Taken>,
    rows: Vec<Value>,
    _place: tempfile::TempDir,
}

impl Bench {
    async fn start(launcher: &str) -> Self {
        let place = tempfile::tempdir().unwrap();
        let (keeper, confinement) = confinement(launcher, &place);
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let placed = BTreeMap::from([(HOST.to_owned(), listener.local_addr().unwrap())]);
        tokio::spawn(async move { axum::serve(listener, pages()).await });
        let begun = Instant::now();
        let mut cell = confinement.cell("bench").unwrap();
        let listener = tokio::net::TcpListener::from_std(cell.listener().unwrap()).unwrap();
        let rules = Rules::new(&site::read(site::SHIPPED[0].1).unwrap(), placed);
        let (proxy, _) = Proxy::start(listener, rules, Limits::default(), Arc::new(Internet)).unwrap();
        let program = std::env::var_os("MADOGUCHI_CHROMIUM").unwrap_or_else(|| "/usr/bin/chromium".into());
        let launch = Launch {
            program: program.into(),
            front: Front::of_cell(cell.prefix()),
            home: cell.home().to_owned(),
            proxy: Some(proxy.address()),
            window: WINDOW,
        };
        let (knowledge, gate) = (Arc::new(Knowledge), Arc::new(|epoch| epoch == 1));
        let (host, outputs) = Host::start(Settings { launch, knowledge, gate, layers: Layers::default() }).unwrap();
        let (drawn, taken) = watch::channel(Taken::default());
        tokio::spawn(screen(outputs.operator.clone(), drawn));
        let (events, operator) = (outputs.events, outputs.operator);
        let rows = Vec::new();
        let mut bench = Self { host, proxy, cell, launcher: keeper, events, operator, taken, rows, _place: place };
        bench.until(|event| *event == HostEvent::Ready).await;
        let ready = begun.elapsed();
        bench.add(
            "start to a browser that takes orders",
            ready.as_secs_f64() * 1000.0,
            "ms",
            Some(2000.0),
            "cell, proxy and Chromium",
        );
        bench.open("/typing").await;
        let detail = "and the first page, seen by the operator at rest";
        bench.add("start to the first page", begun.elapsed().as_secs_f64() * 1000.0, "ms", None, detail);
        bench
    }

    fn add(&mut self, figure: &str, value: f64, unit: &str, aim: Option<f64>, detail: &str) {
        self.rows.push(json!({ "figure": figure, "value": value, "unit": unit, "aim": aim, "detail": detail }));
    }

    async fn until(&mut self, wanted: impl Fn(&HostEvent) -> bool) {
        let told = tokio::time::timeout(PATIENCE, async {
            while let Some(event) = self.events.recv().await {
                if wanted(&event) {
                    return true;
                }
            }
            false
        });
        assert_eq!(told.await, Ok(true));
    }

    async fn open(&mut self, path: &str) {
        while self.events.try_recv().is_ok() {}
        self.host.open(&format!("http://{HOST}{path}")).await.unwrap();
        self.until(|event| matches!(event, HostEvent::Loaded { .. })).await;
        self.at_rest().await;
    }

    async fn at_rest(&mut self) {
        let still = |it: &Option<Arc<MaskedFrame>>| it.as_ref().is_some_and(|it| it.blank().is_none() && it.sharp());
        assert!(tokio::time::timeout(PATIENCE, self.operator.wait_for(still)).await.is_ok(), "nothing is seen");
    }

    /// From a key to the next picture on the operator's screen, and to the still without loss.
    async fn keys(&mut self) {
        let (mut ways, mut sharp) = (Vec::new(), Vec::new());
        let letter = Input::Text(CommittedText::new("窓").unwrap());
        for _ in 0..KEYS {
            let from = Instant::now();
            self.host.operator(1, letter.clone()).await.unwrap();
            let drawn = |it: &Taken| it.drawn.is_some_and(|at| at > from);
            let taken = *tokio::time::timeout(PATIENCE, self.taken.wait_for(drawn)).await.unwrap().unwrap();
            ways.push(taken.drawn.unwrap().duration_since(from).as_secs_f64() * 1000.0);
            self.operator.mark_unchanged();
            self.at_rest().await;
            sharp.push(from.elapsed().as_secs_f64() * 1000.0);
        }
        let detail = format!("{KEYS} keys; p50 {:.0} ms, slowest {:.0} ms", quantile(&ways, 0.5), quantile(&ways, 1.0));
        self.add("key to operator's pixel, p95", quantile(&ways, 0.95), "ms", Some(150.0), &detail);
        self.add("key to operator's pixel, p50", quantile(&ways, 0.5), "ms", None, "tiles, decoded");
        self.add(
            "key to a still without loss, p95",
            quantile(&sharp, 0.95),
            "ms",
            Some(500.0 + 150.0),
            "legible small text",
        );
    }

    /// Bits a second, pictures a second and processor time while something goes on.
    async fn watches(&mut self, what: &str, path: &str, aim: Option<f64>, act: Option<Input>, every: Duration) {
        self.open(path).await;
        let (before, spent) = (*self.taken.borrow(), self.processor_ms());
        let from = Instant::now();
        let mut turn = tokio::time::interval(every);
        while from.elapsed() < WATCHED {
            turn.tick().await;
            if let Some(input) = &act {
                // A page at its end is scrolled no further, which is refused by nobody.
                let _done = self.host.operator(1, input.clone()).await;
            }
        }
        let seconds = from.elapsed().as_secs_f64();
        let after = *self.taken.borrow();
        let mbit = (after.bytes - before.bytes) as f64 * 8.0 / 1_000_000.0 / seconds;
        let busy = (self.processor_ms() - spent) / 10.0 / seconds;
        let pictures = (after.pictures - before.pictures) as f64 / seconds;
        let detail = format!("{pictures:.1} pictures a second; {busy:.0} % of a core, browser and host");
        self.add(what, mbit, "Mbit/s", aim, &detail);
    }

    /// Processor time of the browser and of this process, in ms.
    fn processor_ms(&self) -> f64 {
        let own = [std::process::id()];
        let all = launcher::processes::of_uid(FIRST_UID).into_iter().chain(own);
        let ticks = all.filter_map(|pid| {
            let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
            // proc(5): after the name in brackets, utime and stime are fields 12 and 13 of what follows.
            let fields: Vec<u64> =
                stat.rsplit(')').next()?.split_whitespace().skip(11).take(2).filter_map(|it| it.parse().ok()).collect();
            Some(fields.iter().sum::<u64>())
        });
        ticks.sum::<u64>() as f64 * 10.0
    }

    fn memory(&mut self) {
        let kib = |pid: u32| {
            let text = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
            let line = text.lines().find_map(|line| line.strip_prefix("Pss:")).unwrap_or_default().to_owned();
            line.split_whitespace().next().and_then(|it| it.parse::<f64>().ok()).unwrap_or_default()
        };
        let browser: f64 = launcher::processes::of_uid(FIRST_UID).into_iter().map(kib).sum();
        let own = kib(std::process::id());
        let detail =
            format!("and {:.0} MiB of this process, its site and its operator's screen included", own / 1024.0);
        self.add("memory of one visit's browser", browser / 1024.0, "MiB", None, &detail);
    }

    /// Into a secret field and out of it again: until the operator sees, and may act.
    async fn hand_over(&mut self) {
        self.open("/typing").await;
        self.host.open(&format!("http://{HOST}/secret")).await.unwrap();
        self.until(|event| matches!(event, HostEvent::SecretFocused { .. })).await;
        let mut times = Vec::new();
        for _ in 0..10 {
            self.host.type_secret('7').await.unwrap();
            let from = Instant::now();
            self.host.resident(Input::Key { key: Key::Tab, shift: false }).await.unwrap();
            self.until(|event| *event == HostEvent::SecretBlurred).await;
            self.at_rest().await;
            let at = Place::inside(600.0, 600.0, WINDOW).unwrap();
            self.host.operator(1, Input::Wheel { at, across: 0.0, down: 1.0 }).await.unwrap();
            times.push(from.elapsed().as_secs_f64() * 1000.0);
            self.host.resident(Input::Key { key: Key::Tab, shift: true }).await.unwrap();
            self.until(|event| matches!(event, HostEvent::SecretFocused { .. })).await;
        }
        let detail =
            format!("10 times; p50 {:.0} ms; the field is left, one picture verified, one seen", quantile(&times, 0.5));
        self.add("a secret typed to the operator's next act, p95", quantile(&times, 0.95), "ms", None, &detail);
    }

    async fn end(mut self) -> Vec<Value> {
        let from = Instant::now();
        let erased = self.host.erase().await;
        self.proxy.end().await;
        let remains = self.cell.erase().unwrap();
        let taken = from.elapsed().as_secs_f64() * 1000.0;
        assert!(erased.processes.all_gone, "{erased:?}");
        let detail = format!("context, processes, files and network; {remains:?}");
        self.rows.push(json!({ "figure": "erased", "value": taken, "unit": "ms", "aim": 5000.0, "detail": detail }));
        if let Some(mut launcher) = self.launcher {
            launcher.kill().unwrap();
            launcher.wait().unwrap();
        }
        self.rows
    }
}

/// A launcher of the bench's own where this account may have one; the proxy alone elsewhere.
fn confinement(program: &str, place: &tempfile::TempDir) -> (Option<Child>, Confinement) {
    let is_root = nix::unistd::geteuid().is_root();
    let socket = place.path().join("launcher.sock");
    let settings = CellSettings {
        launcher_socket: is_root.then(|| socket.clone()),
        launcher_program: PathBuf::from(program),
        folder: place.path().join("visits"),
    };
    if !is_root {
        return (None, Confinement::find(settings).unwrap());
    }
    let line = ["keep", "--peer-uid", "0", "--first-uid", &FIRST_UID.to_string(), "--cells", "1", "--socket"]
        .map(str::to_owned);
    let child = Command::new(program).args(line).arg(&socket).stdin(Stdio::null()).spawn().unwrap();
    let from = Instant::now();
    loop {
        match Confinement::find(settings.clone()) {
            Ok(found) => return (Some(child), found),
            Err(why) if from.elapsed() > PATIENCE => panic!("the launcher does not answer: {why}"),
            Err(_) => std::thread::sleep(Duration::from_millis(10)),
        }
    }
}

fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length is an index")]
    let at = (share * (sorted.len().max(1) - 1) as f64).round() as usize;
    sorted.get(at).copied().unwrap_or_default()
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let launcher = std::env::args().nth(1).unwrap();
    let mut bench = Bench::start(&launcher).await;
    bench.keys().await;
    let at = Place::inside(640.0, 400.0, WINDOW).unwrap();
    let wheel = Input::Wheel { at, across: 0.0, down: 60.0 };
    let letter = Input::Text(CommittedText::new("窓").unwrap());
    bench.watches("idle", "/typing", Some(0.01), None, TURN).await;
    bench.watches("typing, five characters a second", "/typing", None, Some(letter), 2 * TURN).await;
    bench.watches("scrolling dense Japanese, 600 px a second", "/dense", Some(1.0), Some(wheel), TURN).await;
    bench.watches("animation, 120 px square", "/moving", None, None, TURN).await;
    bench.memory();
    bench.hand_over().await;
    let rows = bench.end().await;
    println!("{}", json!({ "rows": rows }));
}
