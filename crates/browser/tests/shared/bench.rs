//! One Chromium, one small HTTP server, and somebody who looks at every picture an operator gets.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use browser::guard::{Layers, PageKind, PageKnowledge};
use browser::host::input::{Button, Input, MouseAction};
use browser::host::{Erased, Front, Host, HostEvent, Launch, OrderFault, Outputs, Place, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedMutexGuard, mpsc, watch};

const WINDOW: (u32, u32) = (1280, 800);
/// Drawn by secrets alone.
const SECRET_COLOUR: [u8; 3] = [0xff, 0x00, 0xcc];
const STYLE: &str = "<!doctype html><meta charset=utf-8><style>body{margin:0}.big{position:absolute;width:700px;\
    font:700 60px sans-serif;color:#ff00cc}</style>";
const PATIENCE: Duration = Duration::from_secs(15);
/// Pixels of the colour that JPEG may make out of nothing.
const PIXELS_ENOUGH: usize = 4;

struct Knowledge;

impl PageKnowledge for Knowledge {
    fn secret_fields(&self) -> Vec<String> {
        vec!["[data-secret]".to_owned()]
    }
    fn secret_areas(&self) -> Vec<String> {
        vec![".pinpad".to_owned()]
    }
    fn page(&self, url: &str) -> PageKind {
        let label = "試験".to_owned();
        match url.splitn(4, '/').nth(3) {
            None | Some("unknown") => PageKind::Unknown,
            Some("secret") => PageKind::Secret { label },
            Some(_) => PageKind::Open { label },
        }
    }
}

/// What was seen so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    pub pictures: u64,
    pub blanks: u64,
    pub leaks: u64,
    pub kiosk_secret: u64,
}

impl Seen {
    /// Pictures that were no placeholder.
    pub fn shown(&self) -> u64 {
        self.pictures - self.blanks
    }
}

pub struct Bench {
    pub host: Host,
    events: mpsc::Receiver<HostEvent>,
    operator: watch::Receiver<Option<Arc<browser::frame::MaskedFrame>>>,
    seen: watch::Receiver<Seen>,
    requests: watch::Receiver<Vec<String>>,
    port: u16,
    home: tempfile::TempDir,
    _alone: OwnedMutexGuard<()>,
}

/// One Chromium at a time: two cores carry no more.
fn turn() -> Arc<tokio::sync::Mutex<()>> {
    static TURN: std::sync::OnceLock<Arc<tokio::sync::Mutex<()>>> = std::sync::OnceLock::new();
    TURN.get_or_init(Arc::default).clone()
}

impl Bench {
    pub async fn start(pages: &[(&str, &str)], layers: Layers) -> Self {
        let alone = turn().lock_owned().await;
        let (port, requests) = serve(pages).await;
        let home = tempfile::Builder::new().prefix("madoguchi-browser-").tempdir().unwrap();
        let root = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").unwrap()) == 0;
        let nobody = 65534;
        let mut front = Vec::new();
        if root {
            std::os::unix::fs::chown(home.path(), Some(nobody), Some(nobody)).unwrap();
            front = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"].map(str::to_owned).to_vec();
        }
        let program = std::env::var_os("CHROMIUM").unwrap_or_else(|| "/usr/bin/chromium".into());
        let front = Front::Plain(front);
        let launch =
            Launch { program: program.into(), front, home: home.path().to_owned(), proxy: None, window: WINDOW };
        let gate = Arc::new(|epoch| epoch == 1);
        let (host, outputs) = Host::start(Settings { launch, knowledge: Arc::new(Knowledge), gate, layers }).unwrap();
        let Outputs { events, operator, kiosk } = outputs;
        let (counts, seen) = watch::channel(Seen::default());
        let counts = Arc::new(counts);
        tokio::spawn(look(operator.clone(), counts.clone()));
        tokio::spawn(look_at_kiosk(kiosk, counts));
        let mut bench = Self { host, events, operator, seen, requests, port, home, _alone: alone };
        bench.until(|event| *event == HostEvent::Ready).await;
        bench
    }

    pub async fn open(&mut self, path: &str) {
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        self.host.open(&url).await.unwrap();
        self.until(|event| matches!(event, HostEvent::Loaded { .. })).await;
    }

    /// Waits for an event.
    pub async fn until(&mut self, wanted: impl Fn(&HostEvent) -> bool) {
        let mut before = Vec::new();
        let waited = tokio::time::timeout(PATIENCE, async {
            while let Some(event) = self.events.recv().await {
                if wanted(&event) {
                    return true;
                }
                before.push(event);
            }
            false
        })
        .await;
        assert_eq!(waited, Ok(true), "never came; instead {before:?}");
    }

    /// Waits for a picture that is no placeholder and lossless: motion has stopped.
    pub async fn shown(&mut self) {
        let sharp = |it: &Option<Arc<browser::frame::MaskedFrame>>| {
            it.as_ref().is_some_and(|it| it.blank().is_none() && it.sharp())
        };
        let waited = tokio::time::timeout(PATIENCE, self.operator.wait_for(sharp)).await.map(|it| it.is_ok());
        let last = self.operator.borrow().as_ref().map(|it| format!("{it:?}"));
        let events: Vec<_> = std::iter::from_fn(|| self.events.try_recv().ok()).collect();
        assert!(waited == Ok(true), "nothing is shown: {last:?}, {events:?}");
    }

    /// Waits for a picture with this colour in it.
    pub async fn colour_shown(&mut self, colour: [u8; 3]) {
        let has = |it: &Option<Arc<browser::frame::MaskedFrame>>| {
            it.as_ref().is_some_and(|it| pixels(it.rgb(), colour) > PIXELS_ENOUGH)
        };
        let waited = tokio::time::timeout(PATIENCE, self.operator.wait_for(has)).await.map(|it| it.is_ok());
        assert_eq!(waited, Ok(true), "the colour {colour:?} is not shown");
    }

    /// Waits until the site was asked for this.
    pub async fn requested(&mut self, path: &str) {
        let asked = |it: &Vec<String>| it.iter().any(|it| it == path);
        let waited = tokio::time::timeout(PATIENCE, self.requests.wait_for(asked)).await.map(|it| it.is_ok());
        assert_eq!(waited, Ok(true), "never asked for {path}: {:?}", self.requests());
    }

    /// Waits until what was seen is as wanted.
    pub async fn sees(&mut self, what: &str, wanted: impl FnMut(&Seen) -> bool) {
        assert!(self.sees_within(PATIENCE, wanted).await, "not so: {what}; {:?}", self.seen());
    }

    /// Whether what was seen becomes as wanted within a time.
    pub async fn sees_within(&mut self, limit: Duration, wanted: impl FnMut(&Seen) -> bool) -> bool {
        tokio::time::timeout(limit, self.seen.wait_for(wanted)).await.is_ok_and(|it| it.is_ok())
    }

    pub async fn try_operator(&self, input: Input) -> Result<(), OrderFault> {
        self.host.operator(1, input).await
    }

    pub async fn try_click(&self, x: f64, y: f64) -> Result<(), OrderFault> {
        click(&self.host, x, y).await
    }

    pub fn seen(&self) -> Seen {
        *self.seen.borrow()
    }

    pub fn requests(&self) -> Vec<String> {
        self.requests.borrow().clone()
    }

    pub fn home(&self) -> PathBuf {
        self.home.path().to_owned()
    }

    /// Kills the browser's processes from outside.
    pub fn kill_browser(&self) {
        let home = self.home.path().as_os_str().as_encoded_bytes().to_vec();
        for entry in std::fs::read_dir("/proc").unwrap().flatten() {
            let Some(pid) = entry.file_name().to_str().and_then(|it| it.parse().ok()) else { continue };
            let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
            if line.windows(home.len()).any(|it| it == home) {
                nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), nix::sys::signal::Signal::SIGKILL).ok();
            }
        }
    }

    pub async fn end(self) -> Erased {
        // The folder outlives the processes, so that what is in it can be looked at.
        let folder = self.home.keep();
        let erased = self.host.erase().await;
        FOLDERS.lock().unwrap().push(folder);
        assert!(erased.processes.all_gone, "{erased:?}");
        erased
    }
}

/// Folders to be removed with the next one; the test looks at its own before.
static FOLDERS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

pub fn place(x: f64, y: f64) -> Place {
    Place::inside(x, y, WINDOW).unwrap()
}

/// The two halves of a click.
pub fn press(x: f64, y: f64) -> [Input; 2] {
    [MouseAction::Press, MouseAction::Release].map(|action| Input::Mouse {
        action,
        at: place(x, y),
        button: Button::Left,
        clicks: 1,
    })
}

/// An operator's click.
pub async fn click(host: &Host, x: f64, y: f64) -> Result<(), OrderFault> {
    for input in press(x, y) {
        host.operator(1, input).await?;
    }
    Ok(())
}

fn pixels(rgb: &[u8], colour: [u8; 3]) -> usize {
    let near = |pixel: &[u8]| pixel.iter().zip(colour).all(|(a, b)| a.abs_diff(b) < 60);
    rgb.chunks_exact(3).filter(|pixel| near(pixel)).count()
}

async fn look(mut frames: watch::Receiver<Option<Arc<browser::frame::MaskedFrame>>>, counts: Arc<watch::Sender<Seen>>) {
    while frames.changed().await.is_ok() {
        let Some(frame) = frames.borrow_and_update().clone() else { continue };
        let leaks = pixels(frame.rgb(), SECRET_COLOUR) > PIXELS_ENOUGH;
        if leaks {
            keep(&frame);
        }
        counts.send_modify(|seen| {
            seen.pictures += 1;
            seen.blanks += u64::from(frame.blank().is_some());
            seen.leaks += u64::from(leaks);
        });
    }
}

/// Keeps a picture with a leak for whoever looks into it, where `LEAKS` names a folder.
fn keep(frame: &browser::frame::MaskedFrame) {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let Some(folder) = std::env::var_os("LEAKS") else { return };
    let path = PathBuf::from(folder).join(format!("leak-{}.png", COUNT.fetch_add(1, Ordering::SeqCst)));
    let (width, height) = frame.size();
    image::save_buffer(path, frame.rgb(), width, height, image::ExtendedColorType::Rgb8).ok();
}

async fn look_at_kiosk(
    mut frames: watch::Receiver<Option<browser::host::KioskFrame>>,
    counts: Arc<watch::Sender<Seen>>,
) {
    while frames.changed().await.is_ok() {
        let Some(frame) = frames.borrow_and_update().clone() else { continue };
        if let Ok(picture) = image::load_from_memory(&frame.bytes)
            && pixels(picture.to_rgb8().as_raw(), SECRET_COLOUR) > PIXELS_ENOUGH
        {
            counts.send_modify(|seen| seen.kiosk_secret += 1);
        }
    }
}

async fn serve(pages: &[(&str, &str)]) -> (u16, watch::Receiver<Vec<String>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (log, requests) = watch::channel(Vec::new());
    let log = Arc::new(log);
    let pages: Arc<Vec<(String, String)>> =
        Arc::new(pages.iter().map(|(path, page)| ((*path).to_owned(), format!("{STYLE}{page}"))).collect());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, pages.clone(), log.clone()));
        }
    });
    (port, requests)
}

async fn answer(mut stream: TcpStream, pages: Arc<Vec<(String, String)>>, log: Arc<watch::Sender<Vec<String>>>) {
    let (mut head, mut buffer) = (Vec::new(), [0; 4096]);
    while !head.windows(4).any(|it| it == b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(count) if count > 0 && head.len() < 65536 => head.extend_from_slice(&buffer[..count]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let target = head.split(' ').nth(1).unwrap_or("/").to_owned();
    log.send_modify(|asked| asked.push(target.clone()));
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let (status, kind, body) = if path == "/echo" {
        let value = query.split('&').find_map(|it| it.strip_prefix("p=")).unwrap_or("");
        let spread: String = value.chars().map(|it| format!("<i>{it}</i>")).collect();
        let page =
            format!("{STYLE}<p class=big style=\"top:40px\">{value}</p><p class=big style=\"top:240px\">{spread}</p>");
        (200, "text/html", page)
    } else if path == "/file" {
        (200, "application/octet-stream", "x".repeat(5000))
    } else {
        match pages.iter().find(|(it, _)| it == path) {
            Some((_, page)) => (200, "text/html", page.clone()),
            None => (404, "text/plain", String::new()),
        }
    };
    let reply = format!(
        "HTTP/1.1 {status} -\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(reply.as_bytes()).await.ok();
}
