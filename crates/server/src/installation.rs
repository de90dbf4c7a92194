//! One running installation: opened, composed, served, drained.
//!
//! Owns the order of starting and stopping. `rooms` hands each room the small state it asks for.
//! What can be wrong before starting is `cli::check`'s; what a call needs is `telephone`'s.

mod rooms;
mod shared_browser;
mod start_error;

use std::fs::{self, File, TryLockError};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use domain::time::Timestamp;
use storage::db::{self, DbConfig};
use storage::{Db, accounts, login_sessions};
use tokio::task::JoinHandle;
use vault::KeyRing;

use self::rooms::{Ground, rooms};
pub use self::start_error::StartError;
use crate::calls::CallsHandle;
use crate::calls::alarms::Alarms;
use crate::city_calendar::CityCalendar;
use crate::clock::Clock;
use crate::config::{Config, Https};
use crate::counter;
use crate::desk;
use crate::knowledge;
use crate::llm;
use crate::login::setup::fresh_code;
use crate::router::{self, Rooms};
use crate::seed::{self, demo_city};
use crate::tls;
use crate::trail::Trail;

/// How often ended login sessions are swept out and the clock's jumps are looked at.
const HOUSEKEEPING: Duration = Duration::from_secs(60);

/// How often the head of the audit chain is kept outside the database.
const HEAD_INTERVAL: Duration = Duration::from_secs(3_600);

/// How long open pages are waited for at the end of a drain.
const PAGES_WAIT: Duration = Duration::from_secs(2);

/// A running installation.
#[derive(Debug)]
pub struct Running {
    /// Where pages are really served.
    pub address: SocketAddr,
    /// Where SIP really listens (the first of its sockets).
    pub sip_address: Option<SocketAddr>,
    /// What to print for the person who started it.
    pub greeting: String,
    /// The code that makes the first administrator, while there is none.
    pub setup_code: Option<String>,
    /// The database, for those who look on from the same process.
    pub db: Db,
    trail: Trail,
    pages: Handle<SocketAddr>,
    calls: CallsHandle,
    serving: JoinHandle<()>,
    tasks: Vec<JoinHandle<()>>,
    _lock: File,
}

impl Running {
    /// Takes no further calls, waits for live ones as long as `patience`, ends what is left, and
    /// closes the pages.
    pub async fn drain(self, patience: Duration) {
        tracing::info!(patience_s = patience.as_secs(), "draining: no further calls are taken");
        if tokio::time::timeout(patience, self.calls.drain()).await.is_err() {
            tracing::warn!("patience is at an end; live calls are hung up");
            self.calls.hang_up_all().await;
        }
        self.pages.graceful_shutdown(Some(PAGES_WAIT));
        // The time limit is the pages' own; a second one here keeps a stuck connection from keeping the program.
        let _ = tokio::time::timeout(PAGES_WAIT * 2, self.serving).await;
        for task in &self.tasks {
            task.abort();
        }
        if let Err(why) = self.trail.keep_head().await {
            tracing::warn!(%why, "the head of the audit log could not be kept at the end");
        }
        if let Err(why) = self.db.close().await {
            tracing::warn!(%why, "the database was not closed in order");
        }
        tracing::info!("stopped");
    }
}

/// Loads the keys; the flag says that they were made just now.
///
/// # Errors
/// Says which file or variable is wrong and what its loss would mean.
pub fn keys(config: &Config) -> Result<(KeyRing, bool), StartError> {
    if let Some(variable) = &config.keys.env {
        let text = std::env::var(variable)
            .map_err(|_| StartError::Keys(format!("environment variable {variable} is not set")))?;
        let ring = KeyRing::from_text(&text).map_err(|why| StartError::Keys(format!("{variable}: {why}")))?;
        return Ok((ring, false));
    }
    let file = config.key_file();
    // Keys beside an existing database were lost, not new: fresh ones would open nothing.
    if !file.exists() && config.data_dir.join("madoguchi.sqlite").exists() {
        return Err(StartError::Keys(format!(
            "{} is missing although there is a database; names, notes and recordings cannot be read without it. \
             Put the backup of the keys back",
            file.display()
        )));
    }
    if let Some(folder) = file.parent() {
        private_folder(folder)?;
    }
    KeyRing::load_or_create(&file).map_err(|why| StartError::Keys(why.to_string()))
}

/// Opens everything and serves.
///
/// # Errors
/// Says what did not start and why.
pub async fn start(config: Config) -> Result<Running, StartError> {
    private_folder(&config.data_dir)?;
    let lock = lock(&config.data_dir)?;
    let clock = Clock::start();
    let (ring, keys_made) = keys(&config)?;
    let ring = Arc::new(ring);
    let db = db::open(&DbConfig::new(config.database_url())).await?;
    seed::service(&db).await?;
    if config.demo.enabled {
        seed::demo(&db, clock.now()).await?;
        knowledge::seed(&db, Timestamp(clock.now().timestamp_millis())).await?;
    }
    let setup_code = if accounts::count(&db).await? == 0 { Some(fresh_code()) } else { None };
    let ground = Ground {
        trail: Trail::new(db.clone(), &ring, clock.clone(), config.audit_heads_file()),
        calendar: CityCalendar::open(db.clone()).await?,
        alarms: Alarms::default(),
        clock,
        ring,
        db,
    };
    let (rooms, telephone, calls) = rooms(&config, &ground, setup_code.clone()).await?;
    let certificate = tls::certificate(&config).await?;
    let (listener, address) = listen(config.web.listen)?;
    let tasks = watchers(&ground, &rooms);
    let app = router::whole(&config, rooms, certificate.is_some());
    let pages = Handle::new();
    let serving = serve(app, listener, address, certificate, pages.clone())?;
    let trail = ground.trail.clone();
    let greeting = greeting(&config, address, &telephone, setup_code.as_deref(), keys_made);
    let sip_address = telephone.first().copied();
    Ok(Running {
        address,
        sip_address,
        greeting,
        setup_code,
        db: ground.db,
        trail,
        pages,
        calls,
        serving,
        tasks,
        _lock: lock,
    })
}

fn private_folder(path: &Path) -> Result<(), StartError> {
    use std::os::unix::fs::DirBuilderExt as _;
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|why| StartError::Folder { path: path.to_owned(), why })
}

/// Held as long as the server runs, so that two never share a data folder.
pub(crate) fn lock(folder: &Path) -> Result<File, StartError> {
    let path = folder.join("lock");
    let trouble = |why| StartError::Folder { path: path.clone(), why };
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(trouble)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StartError::InUse(folder.to_owned())),
        Err(TryLockError::Error(why)) => Err(trouble(why)),
    }
}

fn listen(wanted: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let trouble = |why| StartError::Listen { address: wanted, why };
    let listener = TcpListener::bind(wanted).map_err(trouble)?;
    listener.set_nonblocking(true).map_err(trouble)?;
    let address = listener.local_addr().map_err(trouble)?;
    Ok((listener, address))
}

fn serve(
    app: axum::Router,
    listener: TcpListener,
    address: SocketAddr,
    certificate: Option<axum_server::tls_rustls::RustlsConfig>,
    handle: Handle<SocketAddr>,
) -> Result<JoinHandle<()>, StartError> {
    let trouble = |why| StartError::Listen { address, why };
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    let done = |result: std::io::Result<()>| {
        if let Err(why) = result {
            tracing::error!(%why, "pages are not served any longer");
        }
    };
    Ok(match certificate {
        Some(certificate) => {
            let server = axum_server::from_tcp_rustls(listener, certificate).map_err(trouble)?.handle(handle);
            tokio::spawn(async move { done(server.serve(service).await) })
        }
        None => {
            let server = axum_server::from_tcp(listener).map_err(trouble)?.handle(handle);
            tokio::spawn(async move { done(server.serve(service).await) })
        }
    })
}

fn watchers(ground: &Ground, rooms: &Rooms) -> Vec<JoinHandle<()>> {
    let sweeping = sweep(ground.db.clone(), ground.clock.clone(), ground.alarms.clone());
    vec![
        tokio::spawn(ground.clock.clone().watch()),
        tokio::spawn(desk::reminders::watch(rooms.desk.clone(), ground.alarms.clone())),
        tokio::spawn(desk::coverage::watch(rooms.desk.clone(), ground.alarms.clone())),
        tokio::spawn(sweeping),
        tokio::spawn(counter::watch(rooms.counter.clone())),
        tokio::spawn(knowledge::watch(rooms.knowledge.clone())),
        tokio::spawn(llm::keep_log_bounded(ground.db.clone(), ground.clock.clone())),
        tokio::spawn(counter::watch_hall(rooms.counter.clone())),
        tokio::spawn(keep_heads(ground.trail.clone(), ground.alarms.clone(), ground.clock.clone())),
    ]
}

/// Keeps the head of the audit chain outside the database, at the start and each hour.
async fn keep_heads(trail: Trail, alarms: Alarms, clock: Clock) {
    let mut ticks = tokio::time::interval(HEAD_INTERVAL);
    loop {
        ticks.tick().await;
        match trail.keep_head().await {
            Ok(()) => alarms.clear("audit_head_unkept"),
            Err(why) => {
                let ja = format!("監査ログの控えを書けません（{why}）。控えの保存先を確かめてください。");
                let en = format!("The head of the audit log could not be kept ({why}). Check where it is kept.");
                alarms.raise("audit_head_unkept", clock.now(), &ja, &en);
            }
        }
    }
}

async fn sweep(db: Db, clock: Clock, alarms: Alarms) {
    let mut ticks = tokio::time::interval(HOUSEKEEPING);
    loop {
        ticks.tick().await;
        if let Err(why) = login_sessions::delete_expired(&db, clock.now().timestamp_millis()).await {
            tracing::warn!(%why, "ended login sessions could not be swept out");
        }
        match clock.jumped_ms() {
            0 => alarms.clear("clock_jumped"),
            _ => alarms.raise(
                "clock_jumped",
                clock.now(),
                "サーバーの時計が大きくずれました。時刻同期を確認し、通話のない時間に再起動してください。",
                "The server's clock jumped. Check time synchronisation and restart when there are no calls.",
            ),
        }
    }
}

fn greeting(
    config: &Config,
    address: SocketAddr,
    sip: &[SocketAddr],
    setup_code: Option<&str>,
    keys_made: bool,
) -> String {
    let scheme = if config.web.https == Https::Off { "http" } else { "https" };
    let mut text = format!("Madoguchi {}\n  pages: {scheme}://{address}\n", env!("CARGO_PKG_VERSION"));
    if let Some(sip) = sip.first() {
        text.push_str(&format!("  SIP:   {sip}  numbers: {}\n", config.city.numbers.join(", ")));
    }
    if keys_made {
        text.push_str(&format!(
            "  Keys were made: {}\n  Without them names, notes and recordings can never be read again, by nobody.\n  \
             Back them up: madoguchi keys backup --to FILE, and keep the file elsewhere.\n",
            config.key_file().display()
        ));
    }
    if let Some(code) = setup_code {
        text.push_str(&format!(
            "  There is no administrator yet. Open {scheme}://{address}/setup and enter the code {code}\n"
        ));
    }
    if config.demo.enabled {
        text.push_str(&format!(
            "  DEMONSTRATION — every login has the password {}; do not let strangers reach this server.\n",
            demo_city::PASSWORD
        ));
        for person in demo_city::PEOPLE {
            let roles: Vec<&str> = person.roles.iter().map(|role| role.name()).collect();
            text.push_str(&format!("    {:<10} {} ({})\n", person.login, person.name, roles.join(", ")));
        }
    }
    text
}
