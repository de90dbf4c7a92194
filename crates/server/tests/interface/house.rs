//! A server to ask, and a browser to ask it with.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Mutex;

use domain::contact::{
    Acceptance, Channel, ContactEvent, ContactEventKind as Kind, Direction, End, Language, LegCause, Party, RingPurpose,
};
use domain::ids::{AgentId, AssignmentId, ContactId, QueueId, ServiceId};
use domain::time::Timestamp;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use server::config::Config;
use server::{Running, start};
use storage::Connection as _;
use storage::db::{self, DbConfig};
use storage::ingest::{self, Entry, Opening};
use storage::objects::Objects;
use storage::recordings::{self, Ending};
use storage::silenced_spans::Span;
use storage::spool::{Closed, Spool, Verdict};
use uuid::Uuid;
use vault::KeyRing;
use vault::recording::{Channels, Shape, Silence, Writer};

/// The password of every demonstration login.
pub(crate) const PASSWORD: &str = server::seed::demo_city::PASSWORD;

/// A running installation and its folder.
pub(crate) struct House {
    pub(crate) running: Running,
    pub(crate) config: Config,
    pub(crate) _folder: tempfile::TempDir,
}

/// Runs a test on each database there is.
pub(crate) async fn on_each<F: Future<Output = ()>>(demo: bool, test: impl Fn(House) -> F) {
    test(House::open(demo, None).await).await;
    eprintln!("ran on sqlite");
    match std::env::var("MADOGUCHI_TEST_PG_URL") {
        Ok(server) => {
            test(House::open(demo, Some(fresh_database(&server).await)).await).await;
            eprintln!("ran on postgres");
        }
        Err(_) => eprintln!("MADOGUCHI_TEST_PG_URL is not set: not run on postgres"),
    }
}

/// The configuration of a house in `folder`: every port free, nothing beyond loopback.
pub(crate) fn configuration(folder: &std::path::Path, demo: bool) -> Config {
    let mut config = Config { data_dir: folder.to_owned(), ..Config::default() };
    config.web.listen = "127.0.0.1:0".parse().unwrap();
    config.sip.listen = "127.0.0.1:0".parse().unwrap();
    config.demo.enabled = demo;
    config.prompts.ready_at_start = false;
    config
}

async fn fresh_database(server: &str) -> String {
    let name = format!("s{}", Uuid::new_v4().simple());
    let admin = db::connect(&DbConfig::new(server)).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (address, _) = server.rsplit_once('/').unwrap();
    format!("{address}/{name}")
}

impl House {
    /// Starts an installation.
    pub(crate) async fn open(demo: bool, database: Option<String>) -> Self {
        Self::open_as(demo, |config| config.database.url = database.unwrap_or_default()).await
    }

    /// Starts an installation whose configuration differs.
    pub(crate) async fn open_as(demo: bool, change: impl FnOnce(&mut Config)) -> Self {
        server::tls::install_provider();
        let folder = tempfile::tempdir().unwrap();
        let mut config = configuration(folder.path(), demo);
        change(&mut config);
        let running = start(config.clone()).await.unwrap();
        Self { running, config, _folder: folder }
    }

    /// A browser that knows nobody.
    pub(crate) fn browser(&self) -> Browser {
        Browser {
            origin: format!("http://{}", self.running.address),
            client: reqwest::Client::new(),
            cookies: Mutex::default(),
        }
    }

    /// A browser somebody of the demonstration is logged in with.
    pub(crate) async fn logged_in(&self, login: &str) -> Browser {
        let browser = self.browser();
        let answer = browser.post("/api/login", json!({"login": login, "password": PASSWORD})).await;
        assert_eq!(answer.body, json!({"next": "done", "factors": []}), "{login}");
        browser
    }

    /// The keys of the installation.
    pub(crate) fn ring(&self) -> KeyRing {
        KeyRing::load(&self.config.key_file()).unwrap()
    }

    /// The account of a login.
    pub(crate) async fn account(&self, login: &str) -> Uuid {
        storage::accounts::by_login(&self.running.db, login).await.unwrap().unwrap().id
    }

    /// Puts an answered call of `agent` into the books, `ago_ms` before this moment.
    pub(crate) async fn answered_call(&self, agent: Uuid, caller: &str, ago_ms: i64) -> Uuid {
        let contact = Uuid::new_v4();
        let at = server::clock::Clock::start().now().timestamp_millis() - ago_ms;
        let opening = Opening::seal(&self.ring(), contact, at, Some("+81120101366"), Some(caller)).unwrap().0;
        let mut entries = vec![Entry::Opening(opening)];
        for (seq, (after_ms, kind)) in (1..).zip(answered(AgentId(agent))) {
            let event = ContactEvent { contact: ContactId(contact), seq, at: Timestamp(at + after_ms), kind };
            entries.push(Entry::Event { event });
        }
        let tx = storage::begin(&self.running.db).await.unwrap();
        ingest::apply(&tx, &entries).await.unwrap();
        storage::commit(tx).await.unwrap();
        contact
    }

    /// Ends the call that `answered_call` left in wrap-up.
    pub(crate) async fn closed(&self, contact: Uuid) {
        let log = ingest::log(&self.running.db, contact).await.unwrap();
        let last = log.last().unwrap();
        let acceptance = Acceptance::Answered { wait_ms: 3_000 };
        let kind = Kind::Closed { acceptance, end: Some(End::CallerHungUp) };
        let event = ContactEvent { contact: ContactId(contact), seq: last.seq + 1, at: last.at, kind };
        let tx = storage::begin(&self.running.db).await.unwrap();
        ingest::apply(&tx, &[Entry::Event { event }]).await.unwrap();
        storage::commit(tx).await.unwrap();
    }

    /// Puts a recording of three seconds into the books: loud on the left, silent on the right, and there from half a
    /// second to a whole one silenced as a number. `None` leaves it sealed in the spool.
    pub(crate) async fn recorded(&self, contact: Uuid, ending: Option<Ending>) -> Uuid {
        let (db, ring) = (&self.running.db, self.ring());
        let (id, sealing) = (Uuid::new_v4(), ring.contact_key(contact).unwrap());
        let spool = Spool::open(&self.config.spool_dir()).unwrap();
        let file = File::create(spool.path_of(id)).unwrap();
        let now_ms = server::clock::Clock::start().now().timestamp_millis();
        let mut writer = Writer::create(file, &sealing, Shape::TELEPHONE, now_ms).unwrap();
        let second: Vec<u8> =
            [10_000_i16, 0].iter().flat_map(|sample| sample.to_le_bytes()).collect::<Vec<_>>().repeat(8_000);
        for _ in 0..3 {
            writer.append_sound(&second).unwrap();
        }
        writer.finish().unwrap();
        recordings::begin(db, id, contact, &ring.current().to_string(), now_ms).await.unwrap();
        let Some(ending) = ending else { return id };
        let objects = Objects::open(&self.config.recording_store()).unwrap();
        let Closed::Sealed(sealed) = spool.close(db, &ring, &objects, id).await.unwrap() else {
            panic!("it was just written");
        };
        let silence = Silence { channels: Channels::Left, start_ms: 500, end_ms: 1_000 };
        let spans = vec![Span { silence, kind: "individual_number".to_owned() }];
        let verdict = Verdict { ending, spans, now_ms, kept_until_ms: None };
        spool.finish(db, &ring, &objects, &sealed, &verdict).await.unwrap();
        spool.destroy_key(id).await.unwrap();
        spool.remove_sealed(id).unwrap();
        id
    }

    /// A file of the installation.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.config.data_dir.join(name)
    }
}

fn answered(agent: AgentId) -> Vec<(i64, Kind)> {
    let assignment = AssignmentId(1);
    vec![
        (
            0,
            Kind::Arrived {
                channel: Channel::Phone,
                service: ServiceId::from("phone"),
                direction: Direction::Inbound,
                caller_known: true,
            },
        ),
        (1_000, Kind::LanguageChosen { language: Language::Ja, by_default: false }),
        (2_000, Kind::Queued { queue: QueueId::from("phone"), position: 1, again: false }),
        (2_100, Kind::Assigned { assignment, agent, purpose: RingPurpose::Queue }),
        (5_000, Kind::Answered { assignment, agent }),
        (5_000, Kind::Joined { agent }),
        (20_000, Kind::Left { party: Party::Caller, cause: LegCause::Normal }),
        (20_000, Kind::WrapUpStarted { agent }),
    ]
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) bytes: Vec<u8>,
    /// Null where the body is no JSON.
    pub(crate) body: Value,
}

impl Answer {
    /// The stable code of a refusal.
    pub(crate) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or("")
    }
}

/// A browser of one person: keeps cookies, says where its requests come from.
pub(crate) struct Browser {
    pub(crate) origin: String,
    client: reqwest::Client,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Browser {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body), &[]).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body), &[]).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, &[]).await
    }

    /// Any request, with headers on top of a browser's own.
    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<Value>, extra: &[(&str, &str)]) -> Answer {
        let mut request = self.client.request(method, format!("{}{path}", self.origin));
        if !extra.iter().any(|(name, _)| *name == "sec-fetch-site") {
            request = request.header("sec-fetch-site", "same-origin");
        }
        for (name, value) in extra {
            request = request.header(*name, *value);
        }
        let cookies = self.cookies.lock().unwrap().iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>();
        request = request.header("cookie", cookies.join("; "));
        if let Some(body) = body {
            request = request.json(&body);
        }
        self.take(request.send().await.unwrap()).await
    }

    /// A body that is no JSON.
    pub(crate) async fn send_bytes(&self, method: Method, path: &str, kind: &str, bytes: Vec<u8>) -> Answer {
        let cookies = self.cookies.lock().unwrap().iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>();
        let request = self
            .client
            .request(method, format!("{}{path}", self.origin))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", kind)
            .header("cookie", cookies.join("; "))
            .body(bytes);
        self.take(request.send().await.unwrap()).await
    }

    /// All cookies as a browser sends them.
    pub(crate) fn cookies(&self) -> String {
        self.cookies.lock().unwrap().iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("; ")
    }

    /// The value of a cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    async fn take(&self, response: reqwest::Response) -> Answer {
        let status = response.status();
        for line in response.headers().get_all("set-cookie") {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
        }
        let text = |value: &reqwest::header::HeaderValue| value.to_str().unwrap_or("").to_owned();
        let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let bytes = response.bytes().await.unwrap().to_vec();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status, headers, bytes, body }
    }
}
