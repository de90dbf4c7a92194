//! The room that speaks with Zoom: its files for our pages, its webhooks, and that nothing of a visit stays there.
//!
//! Owns the secrets' way in and what is done at Zoom; who is carried by Zoom is decided in `calls`. It must
//! never see a picture or know who a visitor is: topics are opaque. Start at [`prepare`]; ADR 0013.

mod caretaker;
mod files;
mod webhook;

use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::routing::{get, post};
use thiserror::Error;
use tokio::sync::{mpsc, watch};
use zoom::grant::SdkKeys;
use zoom::rest::{ApiKeys, Rest, RestFault};
use zoom::{Secret, SecretFault, sdk, secret};

use crate::calls::alarms::Alarms;
use crate::calls::{CallsHandle, ZoomLink, ZoomOrder};
use crate::clock::Clock;
use crate::config::Config;
use caretaker::Caretaker;
use files::Files;
use webhook::WebhookState;

/// Orders that wait for Zoom.
const ORDERS_MAX: usize = 1_024;

/// What the room is built on.
#[derive(Debug, Clone)]
pub struct VideoDeps {
    /// Counted time.
    pub clock: Clock,
    /// What is wrong.
    pub alarms: Alarms,
}

/// Why Zoom cannot be used as configured.
#[derive(Debug, Error)]
pub enum VideoFault {
    /// A secret is missing.
    #[error("video.zoom wants {key}, or the environment variable {variable}")]
    NoSecret {
        /// The setting.
        key: &'static str,
        /// The variable.
        variable: &'static str,
    },
    /// A secret cannot be read.
    #[error(transparent)]
    Secret(#[from] SecretFault),
    /// No client can be made.
    #[error(transparent)]
    Rest(#[from] RestFault),
}

/// The room before the switchboard runs.
#[derive(Debug)]
pub struct Room {
    deps: VideoDeps,
    files: Files,
    rest: Rest,
    webhook_secret: Secret,
    well: watch::Sender<bool>,
    orders: mpsc::Sender<ZoomOrder>,
    waiting_orders: mpsc::Receiver<ZoomOrder>,
}

/// Makes the room and the switchboard's end of it; None where Zoom is not used.
///
/// # Errors
/// When a secret is missing or cannot be read.
pub fn prepare(config: &Config, deps: VideoDeps) -> Result<Option<(ZoomLink, Room)>, VideoFault> {
    let settings = &config.video.zoom;
    if !settings.enabled {
        return Ok(None);
    }
    let sdk_secret = secret_of(settings.sdk_secret_file.as_deref(), "sdk_secret_file", "MADOGUCHI_ZOOM_SDK_SECRET")?;
    let api_secret = secret_of(settings.api_secret_file.as_deref(), "api_secret_file", "MADOGUCHI_ZOOM_API_SECRET")?;
    let webhook_secret =
        secret_of(settings.webhook_secret_file.as_deref(), "webhook_secret_file", "MADOGUCHI_ZOOM_WEBHOOK_SECRET")?;
    let folder = config.zoom_sdk_dir();
    let sdk_installed = sdk::is_installed(&folder);
    if !sdk_installed {
        say_missing(&deps);
    }
    let rest = Rest::new(&settings.api_url, ApiKeys { key: settings.api_key.clone(), secret: api_secret })?;
    let (orders, waiting_orders) = mpsc::channel(ORDERS_MAX);
    // Until it has answered once, Zoom is not used: what it keeps could not be deleted.
    let (well, is_well) = watch::channel(false);
    let link = ZoomLink {
        keys: SdkKeys { key: settings.sdk_key.clone(), secret: sdk_secret },
        geo_regions: settings.geo_regions.clone(),
        sdk_installed,
        well: is_well,
        orders: orders.clone(),
    };
    let files = if sdk_installed { Files::of(&folder) } else { Files::default() };
    Ok(Some((link, Room { deps, files, rest, webhook_secret, well, orders, waiting_orders })))
}

impl Room {
    /// Begins to look after Zoom, and gives the room's routes.
    pub fn open(self, calls: CallsHandle) -> Router {
        let Self { deps, files, rest, webhook_secret, well, orders, waiting_orders } = self;
        let caretaker = Caretaker::new(rest, deps.clock.clone(), deps.alarms.clone(), well);
        tokio::spawn(caretaker.run(waiting_orders));
        let state = WebhookState {
            secret: webhook_secret,
            seen: Arc::new(Mutex::default()),
            clock: deps.clock,
            alarms: deps.alarms,
            calls,
            orders,
        };
        let webhook = Router::new().route("/api/zoom/webhook", post(webhook::receive)).with_state(state);
        let files = Router::new().route("/zoom/{*path}", get(files::file)).with_state(files);
        webhook.merge(files)
    }
}

fn secret_of(file: Option<&Path>, key: &'static str, variable: &'static str) -> Result<Secret, VideoFault> {
    match file {
        Some(path) => Ok(secret::from_file(path)?),
        None => match std::env::var(variable) {
            Ok(text) if !text.trim().is_empty() => Ok(Secret::from(text.trim().to_owned())),
            Ok(_) | Err(_) => Err(VideoFault::NoSecret { key, variable }),
        },
    }
}

fn say_missing(deps: &VideoDeps) {
    deps.alarms.raise(
        "zoom_sdk_missing",
        deps.clock.now(),
        "Zoomのファイルがこのサーバーにないため、窓口の映像は内蔵の方式でつないでいます。`madoguchi zoom fetch-sdk` を実行し、再起動してください。",
        "Zoom's files are not on this server, so visits are carried by the built-in video. Run `madoguchi zoom fetch-sdk` and restart.",
    );
}
