//! A counter at the practice site: one visit's cell, proxy and Chromium, with the hands of operator and resident.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::middleware::map_response;
use axum::response::Response;
use browser::confine::{Cell, Confinement, Remains, Settings};
use browser::frame::MaskedFrame;
use browser::guard::Layers;
use browser::host::input::{Button, Key, MouseAction};
use browser::host::{
    CommittedText, Erased, Front, Host, HostEvent, Input, KioskFrame, Launch, OrderFault, Outputs, Place,
    Settings as HostSettings,
};
use browser::proxy::{Event, Internet, Limits, Proxy, Refusal, Rules, Summary};
use browser::site::{self, Profile};
use practice::{Letter, NotSent, Origins, Outbox, Practice, main_site, other_site};
use tokio::sync::{mpsc, watch};

use crate::keeper::{Keeper, PROGRAM};

/// Whose input the gate lets through.
pub const EPOCH: u64 = 1;
pub const WINDOW: (u32, u32) = (1280, 800);
pub const MAIN_HOST: &str = "practice.madoguchi.test";
const OTHER_HOST: &str = "other.madoguchi.test";
/// Uids of this test's cells; other tests of cells have lower ones.
const FIRST_UID: u32 = 59_800;
const PATIENCE: Duration = Duration::from_secs(30);

/// The site of this test mails nothing.
struct NoLetters;

impl Outbox for NoLetters {
    fn send(&self, _letter: Letter) -> Result<(), NotSent> {
        Err(NotSent)
    }
}

pub struct Counter {
    pub host: Host,
    pub practice: Practice,
    pub profile: Arc<Profile>,
    pub operator: watch::Receiver<Option<Arc<MaskedFrame>>>,
    pub kiosk: watch::Receiver<Option<KioskFrame>>,
    cookies: Arc<Mutex<Vec<String>>>,
    events: mpsc::Receiver<HostEvent>,
    refusals: mpsc::Receiver<Event>,
    refused: BTreeSet<(String, u16, Refusal)>,
    proxy: Proxy,
    cell: Cell,
    keeper: Option<Keeper>,
    place: tempfile::TempDir,
    began: SystemTime,
}

impl Counter {
    pub async fn open() -> Self {
        let origins = Origins::at(&format!("http://{MAIN_HOST}"), &format!("http://{OTHER_HOST}")).unwrap();
        let practice = Practice::open(origins, u64::from(std::process::id()), Arc::new(NoLetters));
        let cookies = Arc::new(Mutex::new(Vec::new()));
        let placed = BTreeMap::from([
            (MAIN_HOST.to_owned(), serve(main_site(&practice), &cookies).await),
            (OTHER_HOST.to_owned(), serve(other_site(&practice), &cookies).await),
        ]);
        let profile = Arc::new(site::read(site::SHIPPED[0].1).unwrap());
        let place = tempfile::tempdir().unwrap();
        let began = place.path().metadata().unwrap().modified().unwrap();
        let (keeper, mut cell) = cell(&place);
        let listener = tokio::net::TcpListener::from_std(cell.listener().unwrap()).unwrap();
        let rules = Rules::new(&profile, placed);
        let (proxy, refusals) = Proxy::start(listener, rules, Limits::default(), Arc::new(Internet)).unwrap();
        let program = std::env::var_os("MADOGUCHI_CHROMIUM").unwrap_or_else(|| "/usr/bin/chromium".into());
        let launch = Launch {
            program: program.into(),
            front: Front::of_cell(cell.prefix()),
            home: cell.home().to_owned(),
            proxy: Some(proxy.address()),
            window: WINDOW,
        };
        let gate = Arc::new(|epoch| epoch == EPOCH);
        let knowledge = profile.clone();
        let (host, outputs) = Host::start(HostSettings { launch, knowledge, gate, layers: Layers::default() }).unwrap();
        let Outputs { events, operator, kiosk } = outputs;
        let refused = BTreeSet::new();
        let mut counter = Self {
            host,
            practice,
            profile,
            operator,
            kiosk,
            cookies,
            events,
            refusals,
            refused,
            proxy,
            cell,
            keeper,
            place,
            began,
        };
        counter.until(|event| *event == HostEvent::Ready).await;
        counter
    }

    /// Whether the browser is in a cell of the launcher.
    pub fn is_in_cell(&self) -> bool {
        self.keeper.is_some()
    }

    // ---- waiting

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

    /// Waits until the page with this label has loaded and the operator sees it.
    pub async fn comes_to(&mut self, label: &str) {
        self.until(|event| matches!(event, HostEvent::Loaded { label: Some(it) } if it == label)).await;
        self.sees("the page at rest", |_| true).await;
        self.keep(label);
    }

    /// Waits for a picture of the operator's, without loss, that is as wanted.
    pub async fn sees(&mut self, what: &str, wanted: impl Fn(&Arc<MaskedFrame>) -> bool) -> Arc<MaskedFrame> {
        let good = |it: &Option<Arc<MaskedFrame>>| {
            it.as_ref().is_some_and(|it| it.blank().is_none() && it.sharp() && wanted(it))
        };
        let seen = tokio::time::timeout(PATIENCE, self.operator.wait_for(good)).await;
        let seen = seen.ok().and_then(Result::ok).and_then(|it| it.clone());
        if seen.is_none() {
            self.keep(what);
        }
        seen.unwrap_or_else(|| panic!("the operator never sees {what}: {:?}", self.operator.borrow().as_deref()))
    }

    /// Waits for a picture of the resident's that is as wanted.
    pub async fn resident_sees(&mut self, what: &str, wanted: impl Fn(&KioskFrame) -> bool) -> KioskFrame {
        let good = |it: &Option<KioskFrame>| it.as_ref().is_some_and(&wanted);
        let seen = tokio::time::timeout(PATIENCE, self.kiosk.wait_for(good)).await;
        let seen = seen.ok().and_then(Result::ok).and_then(|it| it.clone());
        if seen.is_none() {
            self.keep(what);
        }
        seen.unwrap_or_else(|| panic!("the resident never sees {what}"))
    }

    /// Waits until the proxy has told of this refusal.
    pub async fn is_refused(&mut self, host: &str, port: u16, why: Refusal) {
        let wanted = (host.to_owned(), port, why);
        let told = tokio::time::timeout(PATIENCE, async {
            while !self.refused.contains(&wanted) {
                let Some(Event::Refused { to, why }) = self.refusals.recv().await else { return false };
                self.refused.extend(to.map(|(host, port)| (host, port, why)));
            }
            true
        });
        assert_eq!(told.await, Ok(true), "{host}:{port} was not refused: {:?}", self.refused);
    }

    /// Keeps both sides' pictures for whoever looks into it, where `MADOGUCHI_PICTURES` names a folder.
    pub fn keep(&self, what: &str) {
        let Some(folder) = std::env::var_os("MADOGUCHI_PICTURES").map(PathBuf::from) else { return };
        if let Some(it) = self.operator.borrow().as_ref() {
            let (width, height) = it.size();
            let path = folder.join(format!("{what} (operator).png"));
            image::save_buffer(path, it.rgb(), width, height, image::ExtendedColorType::Rgb8).unwrap();
        }
        if let Some(it) = self.kiosk.borrow().as_ref() {
            image::load_from_memory(&it.bytes).unwrap().save(folder.join(format!("{what} (resident).png"))).unwrap();
        }
    }

    // ---- hands

    pub async fn operator_does(&self, input: Input) {
        self.host.operator(EPOCH, input).await.unwrap();
    }

    pub async fn operator_key(&self, key: Key, times: usize) {
        for _ in 0..times {
            self.operator_does(Input::Key { key, shift: false }).await;
        }
    }

    pub async fn operator_text(&self, text: &str) {
        self.operator_does(committed(text)).await;
    }

    /// Opens the list with the focus and takes the entry so many below the first.
    pub async fn operator_chooses(&self, below: usize) {
        self.operator_key(Key::Space, 1).await;
        self.operator_key(Key::Down, below).await;
        self.operator_key(Key::Enter, 1).await;
    }

    /// Sets the date field with the focus by the operator's own date control, as soon as the page has moved it there.
    pub async fn operator_sets_date(&self, value: &str) {
        let set = tokio::time::timeout(PATIENCE, async {
            let kind = browser::guard::report::PickerKind::Date;
            while let Err(fault) = self.host.set_date(kind, value).await {
                assert_eq!(fault, OrderFault::NotThere);
            }
        });
        assert!(set.await.is_ok(), "the date field never has the focus");
    }

    pub async fn resident_key(&self, key: Key) {
        self.host.resident(Input::Key { key, shift: false }).await.unwrap();
    }

    pub async fn resident_clicks(&self, at: (f64, f64)) {
        for input in click(at) {
            self.host.resident(input).await.unwrap();
        }
    }

    /// The resident's keypad, into the secret field that has the focus.
    pub async fn resident_types_secret(&self, text: &str) {
        for character in text.chars() {
            self.host.type_secret(character).await.unwrap();
        }
    }

    // ---- what is left

    /// The cookies that the site gave.
    pub fn cookies(&self) -> Vec<String> {
        self.cookies.lock().unwrap().clone()
    }

    /// Folders that the browser may write, as somebody outside of its cell sees them while it runs.
    pub fn browsers_folders(&self) -> Vec<PathBuf> {
        let Some(keeper) = &self.keeper else { return vec![self.cell.home().to_owned()] };
        // The first that was started is the browser itself; its children come and go.
        let inside = launcher::processes::of_uid(keeper.first_uid).into_iter().min_by_key(|pid| started(*pid)).unwrap();
        let seen = |folder: &str| PathBuf::from(format!("/proc/{inside}/root{folder}"));
        let home = self.cell.home().display().to_string();
        [home.as_str(), "/tmp", "/var/tmp", "/dev/shm"].map(seen).to_vec()
    }

    /// Ends the visit. What every part says of its end, and where something could still be.
    pub async fn end(self) -> (Erased, Summary, Remains, Vec<PathBuf>, tempfile::TempDir) {
        let home = self.cell.home().to_owned();
        let erased = self.host.erase().await;
        let moved = self.proxy.end().await;
        let remains = self.cell.erase().unwrap();
        let mut places = vec![home, self.place.path().to_owned()];
        places.extend(self.keeper.iter().map(|keeper| keeper.place.path().to_owned()));
        places.extend(written_since(&std::env::temp_dir(), self.began));
        drop(self.keeper);
        (erased, moved, remains, places, self.place)
    }
}

/// When a process was started, in ticks since the machine's start (proc(5), `starttime`); last of all if it is gone.
fn started(pid: impl std::fmt::Display) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    after_name.split_whitespace().nth(19).and_then(|field| field.parse().ok()).unwrap_or(u64::MAX)
}

pub fn committed(text: &str) -> Input {
    Input::Text(CommittedText::new(text).unwrap())
}

pub fn click((x, y): (f64, f64)) -> [Input; 2] {
    let at = Place::inside(x, y, WINDOW).unwrap();
    [MouseAction::Press, MouseAction::Release].map(|action| Input::Mouse {
        action,
        at,
        button: Button::Left,
        clicks: 1,
    })
}

pub fn wheel(down: f64) -> Input {
    Input::Wheel { at: Place::inside(640.0, 400.0, WINDOW).unwrap(), across: 0.0, down }
}

/// A cell of a launcher, or, where this machine gives none, the proxy alone.
fn cell(place: &tempfile::TempDir) -> (Option<Keeper>, Cell) {
    if nix::unistd::geteuid().is_root() {
        let keeper = Keeper::with_uids(FIRST_UID, &[]);
        if let Ok(cell) = keeper.confinement().cell("practice-visit") {
            return (Some(keeper), cell);
        }
    }
    let folder = place.path().join("visits");
    let settings = Settings { launcher_socket: None, launcher_program: PathBuf::from(PROGRAM), folder };
    let found = Confinement::find(settings).unwrap();
    (None, found.cell("practice-visit").unwrap())
}

async fn serve(site: Router, cookies: &Arc<Mutex<Vec<String>>>) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let cookies = Arc::clone(cookies);
    let site = site.layer(map_response(move |response: Response| {
        let given = response.headers().get_all("set-cookie").iter().filter_map(|it| it.to_str().ok());
        let values = given.filter_map(|it| Some(it.split(';').next()?.split_once('=')?.1.to_owned()));
        cookies.lock().unwrap().extend(values);
        std::future::ready(response)
    }));
    tokio::spawn(async move { axum::serve(listener, site).await });
    address
}

/// Files below a folder that were written since a moment, as far as this account may look.
fn written_since(folder: &std::path::Path, since: SystemTime) -> Vec<PathBuf> {
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
