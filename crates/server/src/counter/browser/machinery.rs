//! Starting one visit's browser with everything around it, and ending all of that.
//!
//! Owns cell, proxy and host, and the hand that gives the host one order after the other. What ends is ended once,
//! however the end came about. It must never know who may act: orders that come here have been judged.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use browser::confine::{Cell, CellFault};
use browser::guard::Layers;
use browser::guard::report::PickerKind;
use browser::host::{
    By, CommittedText, Erased, Front, Host, Input, Launch, LaunchFault, Move, OperatorGate, OrderFault, Outputs,
};
use browser::proxy::{Internet, Limits, Proxy, Rules};
use browser::site::Profile;
use domain::control_token::Side;
use domain::erasure_receipt::{Canary, CanaryScan, ScanPlace};
use domain::time::Timestamp;
use tokio::sync::{mpsc, oneshot};
use zeroize::Zeroizing;

use super::setup::{Setup, WINDOW};

/// Orders that wait for the browser; whoever sends more is refused.
const ORDERS_MAX: usize = 256;
/// How soon a receipt that could not be written is tried again, doubled each time.
pub(super) const RECEIPT_AGAIN: Duration = Duration::from_secs(1);
/// The same, at most.
pub(super) const RECEIPT_AGAIN_MAX: Duration = Duration::from_secs(60);
/// The file name pages are told of a photo.
const PHOTO_NAME: &str = "photo.jpg";

/// Why no browser runs.
#[derive(Debug, thiserror::Error)]
pub(super) enum StartFault {
    #[error(transparent)]
    Cell(#[from] CellFault),
    #[error("the visit's proxy: {0}")]
    Proxy(#[from] std::io::Error),
    #[error(transparent)]
    Launch(#[from] LaunchFault),
    #[error("the start was broken off")]
    BrokenOff,
}

/// One order, judged already.
pub(super) enum Order {
    Operator { epoch: u64, input: Input },
    Resident(Input),
    Open(String),
    Plant(String),
    Go { side: Side, to: Move },
    Secret(char),
    SecretBack,
    Dialog { by: By, accept: bool, text: Option<CommittedText> },
    Date { by: By, kind: PickerKind, value: String },
    Photo { selector: String, jpeg: Zeroizing<Vec<u8>> },
}

impl Order {
    /// Who is told when it comes to nothing.
    fn side(&self) -> Option<Side> {
        match self {
            Self::Operator { .. } => Some(Side::Operator),
            Self::Resident(_) | Self::Secret(_) | Self::SecretBack | Self::Photo { .. } => Some(Side::Resident),
            Self::Go { side, .. } => Some(*side),
            Self::Dialog { by, .. } | Self::Date { by, .. } => Some(match by {
                By::Operator { .. } => Side::Operator,
                By::Resident => Side::Resident,
            }),
            Self::Open(_) | Self::Plant(_) => None,
        }
    }
}

/// What became of an order.
#[derive(Debug)]
pub(super) struct Failed {
    /// Who is told.
    pub(super) side: Option<Side>,
    /// Why.
    pub(super) why: OrderFault,
}

/// A browser that runs.
pub(super) struct Running {
    /// Takes orders.
    pub(super) orders: mpsc::Sender<Order>,
    /// What comes out.
    pub(super) outputs: Outputs,
    /// Resolved with the browser's end, once `orders` is dropped or the browser is lost.
    pub(super) ended: oneshot::Receiver<Erased>,
    /// What is around it.
    pub(super) around: Around,
}

/// What is around a browser, and outlives it by a moment.
pub(super) struct Around {
    cell: Cell,
    proxy: Proxy,
    /// The browser's only folder.
    pub(super) home: PathBuf,
}

/// Starts a browser for a visit; `name` is a cell's.
pub(super) async fn start(
    setup: &Arc<Setup>,
    profile: Arc<Profile>,
    name: String,
    gate: OperatorGate,
    failures: mpsc::Sender<Failed>,
) -> Result<Running, StartFault> {
    let held = Arc::clone(setup);
    let made = tokio::task::spawn_blocking(move || held.confinement.cell(&name)).await;
    let mut cell = made.map_err(|_| StartFault::BrokenOff)??;
    let listener = tokio::net::TcpListener::from_std(cell.listener()?)?;
    let rules = Rules::new(&profile, setup.placed.clone());
    let (proxy, mut refusals) = Proxy::start(listener, rules, Limits::default(), Arc::new(Internet))?;
    let home = cell.home().to_owned();
    let launch = Launch {
        program: setup.chromium.clone(),
        front: Front::of_cell(cell.prefix()),
        home: home.clone(),
        proxy: Some(proxy.address()),
        window: WINDOW,
    };
    let settings = browser::host::Settings { launch, knowledge: profile, gate, layers: Layers::default() };
    let (host, outputs) = Host::start(settings)?;
    // What the proxy refuses is the site's business; it is counted there and said to nobody by name.
    tokio::spawn(async move { while refusals.recv().await.is_some() {} });
    let (orders, taken) = mpsc::channel(ORDERS_MAX);
    let (done, ended) = oneshot::channel();
    tokio::spawn(async move {
        let erased = hand(host, taken, failures).await;
        // Whoever waited may be gone with the program.
        let _ = done.send(erased);
    });
    Ok(Running { orders, outputs, ended, around: Around { cell, proxy, home } })
}

/// Gives the host its orders one by one, and ends it when no more can come.
async fn hand(host: Host, mut orders: mpsc::Receiver<Order>, failures: mpsc::Sender<Failed>) -> Erased {
    while let Some(order) = orders.recv().await {
        let side = order.side();
        let outcome = match order {
            Order::Operator { epoch, input } => host.operator(epoch, input).await,
            Order::Resident(input) => host.resident(input).await,
            Order::Open(address) => host.open(&address).await,
            Order::Plant(word) => {
                planted(&host, &word).await;
                Ok(())
            }
            Order::Go { to, .. } => host.go(to).await,
            Order::Secret(character) => host.type_secret(character).await,
            Order::SecretBack => host.erase_secret_character().await,
            Order::Dialog { by: By::Operator { epoch }, accept, text } => {
                host.operator_answers_dialog(epoch, accept, text).await
            }
            Order::Dialog { by: By::Resident, accept, text } => host.answer_dialog(accept, text).await,
            Order::Date { by: By::Operator { epoch }, kind, value } => {
                host.operator_sets_date(epoch, kind, &value).await
            }
            Order::Date { by: By::Resident, kind, value } => host.set_date(kind, &value).await,
            Order::Photo { selector, jpeg } => host.hand_photo(&selector, PHOTO_NAME, jpeg).await,
        };
        if let Err(why) = outcome
            && failures.send(Failed { side, why }).await.is_err()
        {
            break;
        }
    }
    host.erase().await
}

/// Without the word the search after the visit would prove nothing of cookies.
async fn planted(host: &Host, word: &str) {
    if let Err(why) = host.plant(word).await {
        tracing::error!(%why, "nothing could be planted in the shared browser");
    }
}

impl Around {
    /// Ends proxy and cell. True when nothing is left of them.
    pub(super) async fn end(self) -> bool {
        let Self { cell, proxy, home: _ } = self;
        let _moved = proxy.end().await;
        let erased = tokio::task::spawn_blocking(move || cell.erase()).await;
        match erased {
            Ok(Ok(remains)) if remains.is_nothing() => true,
            Ok(Ok(remains)) => {
                tracing::error!(?remains, "something is left of a shared browser");
                false
            }
            Ok(Err(why)) => {
                tracing::error!(%why, "nobody could look what is left of a shared browser");
                false
            }
            Err(why) => {
                tracing::error!(%why, "ending a shared browser was broken off");
                false
            }
        }
    }
}

/// Where a browser without a cell of its own could have written beside its folder.
const TEMPORARY_FOLDERS: [&str; 3] = ["/tmp", "/var/tmp", "/dev/shm"];
/// Files beside the browser's folder that are looked at.
const FILES_MAX: usize = 20_000;

/// Searches for the planted word where the browser could have written since it began. None when somewhere could not be
/// looked.
pub(super) async fn search(setup: &Arc<Setup>, traces: Traces, at: Timestamp) -> Option<CanaryScan> {
    let folder = setup.folder.clone();
    let looked = tokio::task::spawn_blocking(move || {
        let mut places = vec![folder];
        places.extend(traces.home);
        for common in TEMPORARY_FOLDERS {
            written_since(Path::new(common), traces.began, &mut places);
        }
        browser::host::scan::scan(&places, &[traces.word.as_str()])
    });
    match looked.await {
        Ok(Ok(hits)) => {
            let hits = u32::try_from(hits.len()).unwrap_or(u32::MAX);
            let places = [ScanPlace::Profile, ScanPlace::Disk].into();
            Some(CanaryScan { at, found: [(Canary::Cookie, hits)].into(), places })
        }
        Ok(Err(why)) => {
            tracing::error!(%why, "the search for traces could not look everywhere");
            None
        }
        Err(why) => {
            tracing::error!(%why, "the search for traces was broken off");
            None
        }
    }
}

/// A word that stands nowhere else, to be planted.
pub(super) fn word() -> String {
    hex::encode(crate::clock::chance::<16>())
}

/// Ends what is left of a browser by whatever way is left.
pub(super) async fn rebuild(around: Option<Around>, home: Option<PathBuf>) -> bool {
    let ended = match around {
        Some(around) => around.end().await,
        None => true,
    };
    // Within a cell of the launcher the folder is not to be seen from here, and ended with the cell.
    let removed = tokio::task::spawn_blocking(move || {
        home.is_none_or(|home| !home.exists() || std::fs::remove_dir_all(&home).is_ok())
    });
    ended && removed.await.unwrap_or(false)
}

/// What one browser may have left.
#[derive(Debug, Clone)]
pub(super) struct Traces {
    /// The word planted in it.
    pub(super) word: String,
    /// Its only folder.
    pub(super) home: Option<PathBuf>,
    /// When it was begun.
    pub(super) began: SystemTime,
}

/// Our own account's files below a folder that were written since a moment. What we may not read, we cannot have
/// written.
fn written_since(folder: &Path, since: SystemTime, found: &mut Vec<PathBuf>) {
    let own = nix::unistd::geteuid().as_raw();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let Ok(about) = entry.metadata() else { continue };
            if found.len() >= FILES_MAX || about.uid() != own {
                continue;
            }
            if about.is_dir() {
                open.push(entry.path());
            } else if about.is_file() && about.modified().is_ok_and(|at| at >= since) {
                found.push(entry.path());
            }
        }
    }
}
