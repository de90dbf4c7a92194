//! Nothing of a visit is left: words planted in addresses, cookies, storage, forms, a photo and a download are looked
//! for in everything that could be written, and in the log, while it runs and after each way it can end.

use std::io::{BufRead as _, BufReader, Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, SystemTime};

use browser::confine::Remains;
use browser::host::{HostEvent, scan};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::json;

use crate::visit::{Plan, Visit, committed, processes};

/// Where the words of one visit are: each is this run's alone.
const PLACES: [&str; 9] = ["url", "cookie", "local", "session", "indexed", "cache", "form", "photo", "download"];
const CHILD: &str = "MADOGUCHI_PROOF_CHILD";
const THIS_CHILD: &str = "canaries::a_visit_that_ends_in_order_leaves_nothing";
const GONE_WITHIN: Duration = Duration::from_secs(20);

struct Canaries(Vec<String>);

impl Canaries {
    fn new(run: u32) -> Self {
        Self(PLACES.iter().map(|place| format!("kanaria-{place}-{run}")).collect())
    }

    fn of(&self, place: &str) -> &str {
        let at = PLACES.iter().position(|it| *it == place).unwrap();
        &self.0[at]
    }

    fn needles(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }

    fn found(&self, places: &[PathBuf]) -> Vec<scan::Hit> {
        scan::scan(places, &self.needles()).unwrap()
    }
}

/// Everything that was logged, at every level, by every part.
fn log() -> Arc<Mutex<Vec<u8>>> {
    #[derive(Clone)]
    struct Kept(Arc<Mutex<Vec<u8>>>);
    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    static LOG: OnceLock<Arc<Mutex<Vec<u8>>>> = OnceLock::new();
    let kept = LOG.get_or_init(|| {
        let kept = Arc::new(Mutex::new(Vec::new()));
        let writer = Kept(Arc::clone(&kept));
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).init();
        tracing::info!("kanaria-control");
        kept
    });
    Arc::clone(kept)
}

/// A picture of 600 by 800 pixels with the word behind it.
fn photo(word: &str) -> Vec<u8> {
    let picture = image::RgbImage::from_pixel(600, 800, image::Rgb([200, 180, 170]));
    let mut jpeg = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    [jpeg.into_inner(), word.as_bytes().to_vec()].concat()
}

/// Plants every word as a visit's people and a site would.
async fn planted(canaries: &Canaries) -> Option<Visit> {
    let mut visit = Visit::begin(Plan { begun: true, ..Plan::default() }).await?;
    visit.open(&format!("/apply?id={}", canaries.of("url"))).await;
    visit.seen().await;
    visit.script("JSON.stringify(document.getElementById('family_name').focus() ?? null)").await;
    visit.operator_tries(committed(canaries.of("form"))).await.unwrap();
    let keep = format!(
        "(async () => {{ document.cookie = 'a={}; max-age=99999'; localStorage.a = '{}'; sessionStorage.a = '{}';\
         const open = indexedDB.open('a', 1); open.onupgradeneeded = () => open.result.createObjectStore('{}');\
         await new Promise((done) => {{ open.onsuccess = open.onerror = done; }});\
         const file = new Blob(['{}'], {{ type: 'text/plain' }});\
         const link = Object.assign(document.createElement('a'), {{ href: URL.createObjectURL(file), download: '{}.txt' }});\
         link.click(); await fetch('/apply/password?a={}'); return 'true'; }})()",
        canaries.of("cookie"),
        canaries.of("local"),
        canaries.of("session"),
        canaries.of("indexed"),
        canaries.of("download"),
        canaries.of("download"),
        canaries.of("cache")
    );
    assert_eq!(visit.script(&keep).await, json!(true));
    visit.until("the download", |event| matches!(event, HostEvent::DownloadRefused { .. })).await;
    visit.open("/apply/photo").await;
    visit.seen().await;
    let jpeg = photo(canaries.of("photo"));
    visit.host.hand_photo("#photo", "shashin.jpg", jpeg.into()).await.unwrap();
    let there = "JSON.stringify([localStorage.a, document.cookie, document.getElementById('photo').files.length])";
    let there = visit.script(there).await.to_string();
    assert!(there.contains(canaries.of("local")) && there.contains(canaries.of("cookie")), "not planted: {there}");
    Some(visit)
}

/// Every folder that the browser may write, as it sees them.
fn inside(visit: &Visit) -> Vec<PathBuf> {
    let home = visit.cell.home().display().to_string();
    [home.as_str(), "/tmp", "/var/tmp", "/dev/shm", "/run"].map(|folder| visit.inside(folder)).to_vec()
}

/// The moment by the clock that stamps files.
fn now() -> SystemTime {
    tempfile::tempdir().unwrap().path().metadata().unwrap().modified().unwrap()
}

/// What anybody wrote on this machine since, where programs write: whatever of a visit got out of its cell.
fn outside(since: SystemTime) -> Vec<PathBuf> {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_else(|| "/root".into());
    let folders = ["/tmp", "/var/tmp", "/dev/shm", "/run", "/var/log", "/var/lib/systemd/coredump", "/var/crash"]
        .map(PathBuf::from);
    folders
        .into_iter()
        .chain([home.join(".config"), home.join(".cache"), home.join("Downloads")])
        .flat_map(|it| written_since(&it, since))
        .collect()
}

/// Files below a folder that were written since a moment, as far as this account may look.
fn written_since(folder: &Path, since: SystemTime) -> Vec<PathBuf> {
    let (mut open, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let Ok(about) = entry.metadata() else { continue };
            if about.is_dir() {
                open.push(entry.path());
            } else if about.is_file() && about.modified().is_ok_and(|it| it >= since) {
                found.push(entry.path());
            }
        }
    }
    found
}

fn nothing_in_the_log(canaries: &Canaries, log: &Arc<Mutex<Vec<u8>>>) {
    let text = String::from_utf8_lossy(&log.lock().unwrap()).into_owned();
    assert!(text.contains("kanaria-control"), "the log is not read");
    let said: Vec<&str> = canaries.needles().into_iter().filter(|it| text.contains(it)).collect();
    assert_eq!(said, Vec::<&str>::new(), "in the log");
}

/// Looks while it runs, with a control.
fn nothing_while_it_runs(visit: &Visit, canaries: &Canaries, since: SystemTime) {
    let folders = inside(visit);
    assert_eq!(canaries.found(&folders), [], "while it runs, in the cell");
    assert_eq!(canaries.found(&outside(since)), [], "while it runs, outside");
    let control = folders[0].join("planted");
    std::fs::write(&control, canaries.of("form")).unwrap();
    // The home may lie below another of these folders, and is seen twice then.
    let seen = canaries.found(&folders);
    assert!(
        !seen.is_empty() && seen.iter().all(|hit| hit.path.ends_with("planted")),
        "the look into the cell: {seen:?}"
    );
    std::fs::remove_file(&control).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_that_ends_in_order_leaves_nothing() {
    let is_child = std::env::var(CHILD).ok();
    let run = is_child.as_ref().and_then(|it| it.parse().ok()).unwrap_or_else(std::process::id);
    let (log, since, canaries) = (log(), now(), Canaries::new(run));
    let Some(visit) = planted(&canaries).await else { return };
    if is_child.is_some() {
        println!("planted {}", visit.keeper.child.id());
        // Whoever started this ends it.
        std::future::pending::<()>().await;
    }
    nothing_while_it_runs(&visit, &canaries, since);
    let place = visit.place.path().to_owned();
    let (erased, _, remains) = visit.end().await;
    assert!(erased.context_disposed && erased.processes.all_gone && erased.photos == 1, "{erased:?}");
    assert_eq!(remains, Remains::default());
    assert_eq!(canaries.found(&outside(since)), [], "after the end");
    nothing_in_the_log(&canaries, &log);
    assert!(!place.exists());
    let control = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(control.path(), photo(canaries.of("photo"))).unwrap();
    assert_eq!(canaries.found(&outside(since)).len(), 1, "the look outside sees nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_crashes_leaves_nothing() {
    let (log, since, canaries) = (log(), now(), Canaries::new(std::process::id() + 1_000_000));
    let Some(mut visit) = planted(&canaries).await else { return };
    visit.pass_over();
    // The answer never comes: the page that should give it is gone.
    let crash = visit.host.probe("Page.crash", json!({}));
    let _unanswered = tokio::time::timeout(Duration::from_secs(1), crash).await;
    visit.until("the crash", |event| *event == HostEvent::Crashed).await;
    nothing_while_it_runs(&visit, &canaries, since);
    let (erased, _, remains) = visit.end().await;
    assert!(erased.processes.all_gone, "{erased:?}");
    assert_eq!(remains, Remains::default());
    assert_eq!(canaries.found(&outside(since)), []);
    nothing_in_the_log(&canaries, &log);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_is_killed_leaves_nothing() {
    let (log, since, canaries) = (log(), now(), Canaries::new(std::process::id() + 2_000_000));
    let Some(mut visit) = planted(&canaries).await else { return };
    visit.pass_over();
    for pid in processes() {
        // Some end with the one before.
        let _gone = kill(Pid::from_raw(pid.cast_signed()), Signal::SIGKILL);
    }
    visit.until("the loss", |event| matches!(event, HostEvent::Lost { .. })).await;
    let (erased, _, remains) = visit.end().await;
    assert!(!erased.context_disposed && erased.processes.all_gone, "{erased:?}");
    assert_eq!(remains, Remains::default());
    assert_eq!(canaries.found(&outside(since)), []);
    nothing_in_the_log(&canaries, &log);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_leaves_nothing() {
    let run = std::process::id() + 3_000_000;
    let (since, canaries) = (now(), Canaries::new(run));
    if Visit::begin(Plan::default()).await.is_none() {
        return;
    }
    let mut server = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", THIS_CHILD, "--nocapture", "--test-threads", "1"])
        .env(CHILD, run.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(server.stdout.take().unwrap());
    let keeper = said
        .by_ref()
        .lines()
        .map_while(Result::ok)
        .find_map(|line| Some(line.split_once("planted ")?.1.trim().parse::<i32>()));
    let keeper = keeper.unwrap().unwrap();
    assert!(!processes().is_empty(), "no browser runs, so none can be left");
    server.kill().unwrap();
    server.wait().unwrap();
    let gone = tokio::time::timeout(GONE_WITHIN, async {
        while !processes().is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let left = gone.await.is_err();
    kill(Pid::from_raw(keeper), Signal::SIGKILL).unwrap();
    assert!(!left, "a browser outlives its server: {:?}", processes());
    // What the killed one kept in folders of its own, which nobody took away.
    assert_eq!(canaries.found(&outside(since)), []);
}
