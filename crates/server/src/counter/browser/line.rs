//! One page's connection: texts both ways, pictures out, a photo in.
//!
//! Owns what is on the wire: bounds, order, and that a page is never sent more pictures than it has painted. It decides
//! nothing of who may do what.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use browser::frame::MaskedFrame;
use browser::frame::tiles::{OwnPicture, Pixels, TILE_SIDE, TileEncoder, TileFormat, Update};
use browser::host::KioskFrame;
use domain::control_token::Side;
use tokio::sync::{mpsc, watch};

use super::messages::{PageMessage, ServerMessage, TEXT_BYTES_MAX};
use super::photo;
use super::place::{Inbox, Out, Pictures};

/// The kiosk, or the person, is not who it says, or the visit is another's.
pub(super) const NOT_YOURS: u16 = 4001;
/// There is no shared browser here.
pub(super) const NONE_HERE: u16 = 4004;
/// Another page of this side took over.
const REPLACED: u16 = 4009;
/// Come again later.
const LATER: u16 = 1013;
/// Keeps proxies from closing a quiet connection, and finds dead ones.
const PING_EVERY: Duration = Duration::from_secs(15);
/// Pings without any sign of life after which a page is gone.
const SILENT_PINGS_MAX: u32 = 2;
/// Pictures a page may have been sent and not painted.
const UNSEEN_MAX: u32 = 2;
/// First byte of a frame of tiles.
const TILES_MARK: u8 = 0x54;
const KEY: u8 = 0b01;
const SHARP: u8 = 0b10;

/// A page that is connected.
pub(super) struct Connected {
    pub(super) side: Side,
    pub(super) number: u64,
    pub(super) place: mpsc::Sender<Inbox>,
    pub(super) out: mpsc::Receiver<Out>,
}

/// What was painted at the page, and what is to be.
struct Screen {
    pictures: Pictures,
    is_covered: bool,
    operator: Option<Box<TileEncoder<Shared>>>,
    resident: Option<Box<TileEncoder<OwnPicture>>>,
    sent: u32,
    seen: u32,
    /// A picture may be there that was not sent.
    is_due: bool,
}

/// A masked picture that the host holds, too.
struct Shared(Arc<MaskedFrame>);

impl Pixels for Shared {
    fn size(&self) -> (u32, u32) {
        self.0.size()
    }

    fn rgb(&self) -> &[u8] {
        self.0.rgb()
    }

    fn blank(&self) -> Option<browser::guard::Blank> {
        self.0.blank()
    }

    fn sharp(&self) -> bool {
        self.0.sharp()
    }
}

/// Serves a page until either side ends it.
pub(super) async fn serve(mut socket: WebSocket, mut connected: Connected) {
    let (side, number, place) = (connected.side, connected.number, connected.place.clone());
    let code = attend(&mut socket, &mut connected).await.unwrap_or(None);
    if let Some(code) = code {
        close(&mut socket, code).await;
    }
    // A place that has ended has nothing to note.
    let _ = place.send(Inbox::Left { side, number }).await;
}

/// Ends a connection with a code that the page understands.
pub(super) async fn close(socket: &mut WebSocket, code: u16) {
    // A page that is gone needs no word.
    let _ = socket.send(Message::Close(Some(CloseFrame { code, reason: "".into() }))).await;
}

/// Sends one message.
pub(super) async fn say(socket: &mut WebSocket, message: &ServerMessage) -> Result<(), axum::Error> {
    match serde_json::to_string(message) {
        Ok(text) => socket.send(Message::Text(text.into())).await,
        Err(why) => {
            tracing::error!(%why, "a message of the shared browser could not be written");
            Ok(())
        }
    }
}

/// Until the end; the code to end with, where the end is ours.
async fn attend(socket: &mut WebSocket, connected: &mut Connected) -> Result<Option<u16>, axum::Error> {
    let mut screen = Screen::new();
    let mut pings = tokio::time::interval(PING_EVERY);
    let mut silent = 0;
    loop {
        screen.paint(socket).await?;
        tokio::select! {
            biased;
            out = connected.out.recv() => match out {
                Some(Out::Say(message)) => say(socket, &message).await?,
                Some(Out::Pictures(pictures)) => screen.comes_from(pictures),
                Some(Out::Covered(on)) => screen.cover(on),
                Some(Out::Replaced) => return Ok(Some(REPLACED)),
                Some(Out::Over) => return Ok(Some(LATER)),
                None => return Ok(Some(LATER)),
            },
            frame = socket.recv() => {
                silent = 0;
                match frame {
                    Some(Ok(Message::Text(text))) => {
                        if !hear(connected, &mut screen, &text).await {
                            return Ok(Some(LATER));
                        }
                    }
                    Some(Ok(Message::Binary(bytes))) => {
                        if !take_photo(socket, connected, &bytes).await? {
                            return Ok(Some(LATER));
                        }
                    }
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(None),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                }
            }
            () = screen.changed() => screen.is_due = true,
            _ = pings.tick() => {
                silent += 1;
                if silent > SILENT_PINGS_MAX {
                    return Ok(None);
                }
                socket.send(Message::Ping(axum::body::Bytes::new())).await?;
            }
        }
    }
}

/// False when the place has ended.
async fn hear(connected: &Connected, screen: &mut Screen, text: &str) -> bool {
    let message = match serde_json::from_str::<PageMessage>(text) {
        Ok(message) if text.len() <= TEXT_BYTES_MAX => message,
        // Never the text itself: it may be a secret's key.
        Ok(_) | Err(_) => {
            tracing::debug!("a message to the shared browser was not understood");
            return true;
        }
    };
    match message {
        PageMessage::Seen { frame } => {
            screen.seen = screen.seen.max(frame.min(screen.sent));
            true
        }
        PageMessage::KeyFrame => {
            // What was under way was not painted, and will not be.
            screen.seen = screen.sent;
            screen.forget();
            true
        }
        message => {
            let said = Inbox::Said { side: connected.side, number: connected.number, message };
            connected.place.send(said).await.is_ok()
        }
    }
}

async fn take_photo(socket: &mut WebSocket, connected: &Connected, bytes: &[u8]) -> Result<bool, axum::Error> {
    let photo = if connected.side == Side::Resident { photo::open(bytes) } else { None };
    match photo {
        Some(photo) => Ok(connected.place.send(Inbox::Photo { number: connected.number, photo }).await.is_ok()),
        None => {
            say(socket, &ServerMessage::Refused { code: "not_allowed" }).await?;
            Ok(true)
        }
    }
}

impl Screen {
    fn new() -> Self {
        Self {
            pictures: Pictures::None,
            is_covered: false,
            operator: Some(Box::default()),
            resident: Some(Box::default()),
            sent: 0,
            seen: 0,
            is_due: false,
        }
    }

    fn comes_from(&mut self, pictures: Pictures) {
        self.pictures = pictures;
        self.forget();
    }

    fn cover(&mut self, on: bool) {
        self.is_covered = on;
        self.forget();
    }

    /// The page has nothing on its screen: the next picture is whole.
    fn forget(&mut self) {
        if let Some(encoder) = &mut self.operator {
            encoder.forget();
        }
        if let Some(encoder) = &mut self.resident {
            encoder.forget();
        }
        self.is_due = true;
    }

    /// When another picture is there; never, where none comes.
    async fn changed(&mut self) {
        let changed = match &mut self.pictures {
            Pictures::None => return std::future::pending().await,
            Pictures::Operator(frames) => frames.changed().await,
            Pictures::Resident(frames) => frames.changed().await,
        };
        if changed.is_err() {
            self.pictures = Pictures::None;
            std::future::pending::<()>().await;
        }
    }

    /// Sends the newest picture, when there is one the page can take.
    async fn paint(&mut self, socket: &mut WebSocket) -> Result<(), axum::Error> {
        if !self.is_due || self.is_covered || self.sent - self.seen >= UNSEEN_MAX {
            return Ok(());
        }
        self.is_due = false;
        let update = match &mut self.pictures {
            Pictures::None => None,
            Pictures::Operator(frames) => newest(frames).map(Drawn::Operator),
            Pictures::Resident(frames) => newest(frames).map(Drawn::Resident),
        };
        let bytes = match update {
            Some(Drawn::Operator(frame)) => {
                let encoder = self.operator.take().unwrap_or_default();
                let sharp = frame.sharp();
                let (encoder, update) = encode(encoder, move || Some(Shared(frame))).await;
                self.operator = Some(encoder);
                update.and_then(|update| self.tiles(update, sharp))
            }
            Some(Drawn::Resident(frame)) => {
                let encoder = self.resident.take().unwrap_or_default();
                let sharp = frame.encoding == browser::frame::Encoding::Png;
                let decode = move || OwnPicture::decode(&frame.bytes, frame.encoding).ok();
                let (encoder, update) = encode(encoder, decode).await;
                self.resident = Some(encoder);
                update.and_then(|update| self.tiles(update, sharp))
            }
            None => None,
        };
        match bytes {
            Some(bytes) => socket.send(Message::Binary(bytes.into())).await,
            None => Ok(()),
        }
    }

    /// The frame to send; None when nothing changed, or the page draws its own placeholder.
    fn tiles(&mut self, update: Update, sharp: bool) -> Option<Vec<u8>> {
        let Update::Tiles { size, whole, tiles } = update else { return None };
        if tiles.is_empty() {
            return None;
        }
        self.sent += 1;
        let sixteen = |it: u32| u16::try_from(it).unwrap_or(u16::MAX).to_be_bytes();
        let flags = if whole { KEY } else { 0 } | if sharp { SHARP } else { 0 };
        let mut bytes = vec![TILES_MARK, flags];
        bytes.extend(self.sent.to_be_bytes());
        bytes.extend(sixteen(size.0));
        bytes.extend(sixteen(size.1));
        bytes.push(u8::try_from(TILE_SIDE).unwrap_or(u8::MAX));
        bytes.extend(sixteen(u32::try_from(tiles.len()).unwrap_or(u32::MAX)));
        for tile in tiles {
            bytes.extend(sixteen(tile.x));
            bytes.extend(sixteen(tile.y));
            bytes.push(match tile.format {
                TileFormat::Png => 0,
                TileFormat::Jpeg => 1,
            });
            bytes.extend(u32::try_from(tile.bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
            bytes.extend(tile.bytes);
        }
        Some(bytes)
    }
}

enum Drawn {
    Operator(Arc<MaskedFrame>),
    Resident(KioskFrame),
}

fn newest<T: Clone>(frames: &mut watch::Receiver<Option<T>>) -> Option<T> {
    frames.borrow_and_update().clone()
}

/// Compares and compresses away from the connections' threads.
async fn encode<P: Pixels + Send + 'static>(
    mut encoder: Box<TileEncoder<P>>,
    picture: impl FnOnce() -> Option<P> + Send + 'static,
) -> (Box<TileEncoder<P>>, Option<Update>) {
    let done = tokio::task::spawn_blocking(move || {
        let update = picture().and_then(|picture| encoder.update(picture).ok());
        (encoder, update)
    });
    done.await.unwrap_or_default()
}
