//! One visit's cell, proxy and Chromium at the practice site, with what both sides can do.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::middleware::map_response;
use axum::response::Response;
use browser::confine::{Cell, Remains};
use browser::frame::MaskedFrame;
use browser::guard::Layers;
use browser::host::input::{Button, Key, MouseAction};
use browser::host::{
    CommittedText, Erased, Front, Host, HostEvent, Input, KioskFrame, Launch, OrderFault, Outputs, Place, Settings,
};
use browser::proxy::{Event, Internet, Limits, Outside, Proxy, Rules, Summary};
use browser::site;
use practice::{Letter, NotSent, Origins, Outbox, Practice, main_site, other_site};
use tokio::sync::{OwnedMutexGuard, mpsc, watch};
use tower::ServiceExt as _;

use crate::keeper::Keeper;

/// Whose input the gate lets through.
pub const EPOCH: u64 = 1;
pub const WINDOW: (u32, u32) = (1280, 800);
pub const MAIN_HOST: &str = "practice.madoguchi.test";
pub const OTHER_HOST: &str = "other.madoguchi.test";
/// Uids of these proofs' cells; other tests of cells have lower ones.
const FIRST_UID: u32 = 59_900;
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The site mails nothing here.
struct NoLetters;

impl Outbox for NoLetters {
    fn send(&self, _letter: Letter) -> Result<(), NotSent> {
        Err(NotSent)
    }
}

/// Whether the proofs that take minutes, or are still being settled, are made too.
pub fn is_long() -> bool {
    std::env::var_os("MADOGUCHI_LONG").is_some()
}

/// How a visit differs from an ordinary one.
pub struct Plan {
    pub layers: Layers,
    /// The site's profile.
    pub profile: String,
    /// Pages served beside the site's own.
    pub more: Router,
    /// Whether the visitor has begun an application, so that all its pages can be opened.
    pub begun: bool,
    pub outside: Arc<dyn Outside>,
    /// Seed of the site's tokens.
    pub seed: u64,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            layers: Layers::default(),
            profile: site::SHIPPED[0].1.to_owned(),
            more: Router::new(),
            begun: false,
            outside: Arc::new(Internet),
            seed: 7,
        }
    }
}

pub struct Visit {
    pub host: Host,
    pub operator: watch::Receiver<Option<Arc<MaskedFrame>>>,
    pub kiosk: watch::Receiver<Option<KioskFrame>>,
    /// Everything that was told so far.
    pub told: Arc<Mutex<Vec<HostEvent>>>,
    events: mpsc::UnboundedReceiver<HostEvent>,
    pub refusals: mpsc::Receiver<Event>,
    pub proxy: Proxy,
    pub cell: Cell,
    pub keeper: Keeper,
    pub place: tempfile::TempDir,
    _alone: OwnedMutexGuard<()>,
}

/// One Chromium at a time: two cores carry no more.
fn turn() -> Arc<tokio::sync::Mutex<()>> {
    static TURN: OnceLock<Arc<tokio::sync::Mutex<()>>> = OnceLock::new();
    TURN.get_or_init(Arc::default).clone()
}

impl Visit {
    /// Begins a visit; None, said plainly, where this machine gives no cells.
    pub async fn begin(plan: Plan) -> Option<Self> {
        let alone = turn().lock_owned().await;
        let keeper = Keeper::with_uids(FIRST_UID, &[]);
        let Ok(mut cell) = keeper.confinement().cell("proofs") else {
            println!("this machine gives no cells, so this proof is not made here");
            return None;
        };
        let origins = Origins::at(&format!("http://{MAIN_HOST}"), &format!("http://{OTHER_HOST}")).unwrap();
        let practice = Practice::open(origins, plan.seed, Arc::new(NoLetters));
        let cookie = if plan.begun { Some(begun(&practice).await) } else { None };
        let placed = BTreeMap::from([
            (MAIN_HOST.to_owned(), serve(main_site(&practice).merge(plan.more), cookie).await),
            (OTHER_HOST.to_owned(), serve(other_site(&practice), None).await),
        ]);
        let profile = Arc::new(site::read(&plan.profile).unwrap());
        let place = tempfile::tempdir().unwrap();
        let listener = tokio::net::TcpListener::from_std(cell.listener().unwrap()).unwrap();
        let rules = Rules::new(&profile, placed);
        let (proxy, refusals) = Proxy::start(listener, rules, Limits::default(), plan.outside).unwrap();
        let program = std::env::var_os("MADOGUCHI_CHROMIUM").unwrap_or_else(|| "/usr/bin/chromium".into());
        let launch = Launch {
            program: program.into(),
            front: Front::of_cell(cell.prefix()),
            home: cell.home().to_owned(),
            proxy: Some(proxy.address()),
            window: WINDOW,
        };
        let gate = Arc::new(|epoch| epoch == EPOCH);
        let (host, outputs) = Host::start(Settings { launch, knowledge: profile, gate, layers: plan.layers }).unwrap();
        let Outputs { events, operator, kiosk } = outputs;
        let told = Arc::new(Mutex::new(Vec::new()));
        let events = kept(events, &told);
        let mut visit =
            Self { host, operator, kiosk, told, events, refusals, proxy, cell, keeper, place, _alone: alone };
        visit.until("ready", |event| *event == HostEvent::Ready).await;
        Some(visit)
    }

    // ---- waiting

    /// Waits for an event; those before it are passed over.
    pub async fn until(&mut self, what: &str, wanted: impl Fn(&HostEvent) -> bool) {
        assert!(self.told_within(PATIENCE, wanted).await, "never: {what}; of all {:?}", self.told.lock().unwrap());
    }

    /// Whether an event comes within a time.
    pub async fn told_within(&mut self, limit: Duration, wanted: impl Fn(&HostEvent) -> bool) -> bool {
        let told = tokio::time::timeout(limit, async {
            while let Some(event) = self.events.recv().await {
                if wanted(&event) {
                    return true;
                }
            }
            false
        });
        told.await == Ok(true)
    }

    /// Forgets what was told and not waited for.
    pub fn pass_over(&mut self) {
        while self.events.try_recv().is_ok() {}
    }

    /// Opens a page of the site and waits until it has loaded.
    pub async fn open(&mut self, path: &str) {
        self.pass_over();
        self.host.open(&format!("http://{MAIN_HOST}{path}")).await.unwrap();
        self.until(path, |event| matches!(event, HostEvent::Loaded { .. })).await;
    }

    /// Waits for a picture of the operator's without loss: the page, at rest.
    pub async fn seen(&mut self) -> Arc<MaskedFrame> {
        let seen = self.seen_within(PATIENCE).await;
        seen.unwrap_or_else(|| panic!("the operator sees no page: {:?}", self.operator.borrow().as_deref()))
    }

    /// The same, if it comes within a time.
    pub async fn seen_within(&mut self, limit: Duration) -> Option<Arc<MaskedFrame>> {
        let good = |it: &Option<Arc<MaskedFrame>>| it.as_ref().is_some_and(|it| it.blank().is_none() && it.sharp());
        tokio::time::timeout(limit, self.operator.wait_for(good)).await.ok()?.ok()?.clone()
    }

    /// Waits for a picture of the resident's that is as wanted.
    pub async fn resident_sees(&mut self, limit: Duration, wanted: impl Fn(&KioskFrame) -> bool) -> Option<KioskFrame> {
        let good = |it: &Option<KioskFrame>| it.as_ref().is_some_and(&wanted);
        tokio::time::timeout(limit, self.kiosk.wait_for(good)).await.ok()?.ok()?.clone()
    }

    // ---- hands

    pub async fn resident_key(&self, key: Key, times: usize) {
        for _ in 0..times {
            self.host.resident(Input::Key { key, shift: false }).await.unwrap();
        }
    }

    pub async fn resident_clicks(&self, at: (f64, f64)) {
        for input in click(at) {
            self.host.resident(input).await.unwrap();
        }
    }

    /// What the operator tries, which may be refused.
    pub async fn operator_tries(&self, input: Input) -> Result<(), OrderFault> {
        self.host.operator(EPOCH, input).await
    }

    /// The resident moves the focus into a secret field, so many steps from the top of the page.
    pub async fn goes_into_secret(&mut self, steps: usize) {
        self.pass_over();
        self.resident_key(Key::Tab, steps).await;
        self.until("a secret field", |event| matches!(event, HostEvent::SecretFocused { .. })).await;
    }

    /// What a script of the page's own world answers, which must be JSON. It counts as the person's own act, so that
    /// the browser lets it do all that a page ever may.
    pub async fn script(&self, expression: &str) -> serde_json::Value {
        let params = serde_json::json!({ "expression": expression, "returnByValue": true, "awaitPromise": true,
            "userGesture": true });
        let answer = self.host.probe("Runtime.evaluate", params).await.unwrap();
        let text = answer["result"]["value"].as_str().unwrap_or_else(|| panic!("{expression}: {answer}"));
        serde_json::from_str(text).unwrap()
    }

    /// The same, asked again while the page gives way to another.
    pub async fn at_last(&self, expression: &str) -> serde_json::Value {
        let params = serde_json::json!({ "expression": expression, "returnByValue": true, "userGesture": true });
        let answered = tokio::time::timeout(PATIENCE, async {
            loop {
                let answer = self.host.probe("Runtime.evaluate", params.clone()).await.unwrap_or_default();
                if let Some(text) = answer["result"]["value"].as_str() {
                    return serde_json::from_str(text).unwrap();
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        });
        answered.await.unwrap_or_else(|_| panic!("no page answers {expression}"))
    }

    // ---- the end

    pub async fn end(self) -> (Erased, Summary, Remains) {
        let erased = self.host.erase().await;
        let moved = self.proxy.end().await;
        let remains = self.cell.erase().unwrap();
        (erased, moved, remains)
    }

    /// A folder as the browser sees it, looked at from outside of its cell.
    pub fn inside(&self, folder: &str) -> PathBuf {
        let first = launcher::processes::of_uid(self.keeper.first_uid).into_iter().min().unwrap();
        PathBuf::from(format!("/proc/{first}/root{folder}"))
    }

    /// What the system tells of one of the browser's processes.
    pub fn of_process(&self, what: &str) -> String {
        let first = launcher::processes::of_uid(self.keeper.first_uid).into_iter().min().unwrap();
        std::fs::read_to_string(format!("/proc/{first}/{what}")).unwrap_or_default()
    }

    /// Waits until the proxy has told that it refused this host.
    pub async fn proxy_tells(&mut self, host: &str, limit: Duration) {
        let told = tokio::time::timeout(limit, async {
            while let Some(Event::Refused { to, .. }) = self.refusals.recv().await {
                if to.is_some_and(|(it, _)| it == host) {
                    return true;
                }
            }
            false
        });
        assert_eq!(told.await, Ok(true), "the proxy told of no refusal of {host}");
    }
}

/// The processes of the visit's browser.
pub fn processes() -> Vec<u32> {
    launcher::processes::of_uid(FIRST_UID)
}

/// Takes every event as soon as it is told, so that a test that looks elsewhere holds nobody up.
fn kept(
    mut events: mpsc::Receiver<HostEvent>,
    told: &Arc<Mutex<Vec<HostEvent>>>,
) -> mpsc::UnboundedReceiver<HostEvent> {
    let (pass, passed) = mpsc::unbounded_channel();
    let told = Arc::clone(told);
    tokio::spawn(async move {
        while let Some(event) = events.recv().await {
            told.lock().unwrap().push(event.clone());
            // A test that is over listens no more.
            let _over = pass.send(event);
        }
    });
    passed
}

pub fn place(x: f64, y: f64) -> Place {
    Place::inside(x, y, WINDOW).unwrap()
}

pub fn click((x, y): (f64, f64)) -> [Input; 2] {
    [MouseAction::Press, MouseAction::Release].map(|action| Input::Mouse {
        action,
        at: place(x, y),
        button: Button::Left,
        clicks: 1,
    })
}

pub fn wheel(down: f64) -> Input {
    Input::Wheel { at: place(640.0, 500.0), across: 0.0, down }
}

pub fn committed(text: &str) -> Input {
    Input::Text(CommittedText::new(text).unwrap())
}

/// Begins an application as the site's first page does. Returns its cookie.
async fn begun(practice: &Practice) -> String {
    let details = "family_name=山田&given_name=花子&family_kana=ヤマダ&given_kana=ハナコ&birth_year=1985&birth_month=2\
        &birth_day=28&gender=female&postcode=252-0000&prefecture=神奈川県&address=練習市みどり&telephone=046-000-0000\
        &email=hanako@example.jp&email_again=hanako@example.jp&wanted_on=2026-12-01&consent=yes";
    let post = Request::post("/apply").header("content-type", "application/x-www-form-urlencoded");
    let answer = main_site(practice).oneshot(post.body(Body::from(details)).unwrap()).await.unwrap();
    let cookies = answer.headers().get_all("set-cookie").iter().filter_map(|it| it.to_str().ok());
    let found = cookies.filter(|it| it.starts_with("application=")).map(str::to_owned).next();
    found.unwrap_or_else(|| panic!("the site began no application: {}", answer.status()))
}

async fn serve(site: Router, cookie: Option<String>) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let site = site.layer(map_response(move |mut response: Response| {
        if let Some(value) = cookie.as_deref().and_then(|it| it.parse().ok()) {
            response.headers_mut().insert("set-cookie", value);
        }
        std::future::ready(response)
    }));
    tokio::spawn(async move { axum::serve(listener, site).await });
    address
}
