//! Whoever looks at everything an operator gets: each picture as it stands on their screen, and each message.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use browser::frame::tiles::{TileEncoder, Update};
use browser::frame::{MaskedFrame, PLACEHOLDER_COLOUR};
use browser::host::HostEvent;
use proofs::find::{Template, find};
use proofs::grey::Grey;
use proofs::ocr::Reader;
use proofs::words::{RUN_CHARS, said};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// Pictures of the page that are read by an onlooker: one in so many.
const READ_ONE_IN: u64 = 20;
/// A reader errs in single letters; so many right ones in a row are no accident.
const READ_CHARS: usize = 4;
/// Pictures that wait to be looked at before the play goes on.
const WAITING_MAX: usize = 6;
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// What was looked at, and what was found.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Pictures the operator got.
    pub frames: u64,
    /// Those that were no placeholder.
    pub shown: u64,
    /// Placeholders by their reason.
    pub blank: BTreeMap<String, u64>,
    /// Pictures that were read, too.
    pub read: u64,
    /// Whether there was nobody to read.
    pub no_reader: bool,
    /// Messages.
    pub messages: u64,
    /// Every secret that was found, and where. Empty, or a leak.
    pub found: Vec<String>,
}

impl Tally {
    pub fn add(&mut self, other: &Self) {
        self.frames += other.frames;
        self.shown += other.shown;
        self.read += other.read;
        self.messages += other.messages;
        self.no_reader |= other.no_reader;
        for (reason, count) in &other.blank {
            *self.blank.entry(reason.clone()).or_default() += count;
        }
        self.found.extend(other.found.iter().cloned());
    }
}

/// What is looked for.
pub struct Wanted {
    pub templates: Vec<Template>,
    pub secrets: Vec<String>,
    /// Whether pictures are read, too.
    pub reads: bool,
}

pub struct Watcher {
    tally: Arc<Mutex<Tally>>,
    waiting: Arc<AtomicUsize>,
    taking: tokio::task::JoinHandle<()>,
    looking: JoinHandle<()>,
}

impl Watcher {
    /// Looks at everything from here on.
    pub fn begin(mut pictures: watch::Receiver<Option<Arc<MaskedFrame>>>, wanted: Wanted) -> Self {
        let (pass, passed) = mpsc::channel::<Arc<MaskedFrame>>();
        let tally = Arc::new(Mutex::new(Tally::default()));
        let waiting = Arc::new(AtomicUsize::new(0));
        let (counted, looked, kept) = (Arc::clone(&waiting), Arc::clone(&waiting), Arc::clone(&tally));
        pictures.mark_unchanged();
        let taking = tokio::spawn(async move {
            while pictures.changed().await.is_ok() {
                let Some(frame) = pictures.borrow_and_update().clone() else { continue };
                counted.fetch_add(1, Ordering::SeqCst);
                if pass.send(frame).is_err() {
                    return;
                }
            }
        });
        let looking = std::thread::spawn(move || {
            let mut onlooker = Onlooker::new(wanted);
            while let Ok(frame) = passed.recv() {
                onlooker.look(&frame, &kept);
                looked.fetch_sub(1, Ordering::SeqCst);
            }
        });
        Self { tally, waiting, taking, looking }
    }

    pub fn tally(&self) -> Tally {
        self.tally.lock().unwrap().clone()
    }

    /// Waits for a while, and on until few pictures wait to be looked at.
    pub async fn keeps_up(&self, at_least: Duration) {
        let mut rest = Some(at_least);
        while rest.is_some() || self.waiting.load(Ordering::SeqCst) > WAITING_MAX {
            tokio::time::sleep(rest.take().unwrap_or(LOOK_AGAIN)).await;
        }
    }

    /// Looks at what is left, and at every message.
    pub async fn end(self, messages: &[HostEvent], secrets: &[String]) -> Tally {
        while self.waiting.load(Ordering::SeqCst) > 0 {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        self.taking.abort();
        let _aborted = self.taking.await;
        self.looking.join().unwrap();
        let mut tally = self.tally.lock().unwrap().clone();
        for message in messages {
            tally.messages += 1;
            let text = serde_json::to_string(message).unwrap();
            let runs = secrets.iter().filter_map(|secret| said(&text, secret, RUN_CHARS));
            tally.found.extend(runs.map(|run| format!("`{run}` in the message {text}")));
        }
        tally
    }
}

/// The operator's screen, and who looks at it.
struct Onlooker {
    wanted: Wanted,
    reader: Option<Reader>,
    encoder: TileEncoder<MaskedFrame>,
    screen: Vec<u8>,
}

impl Onlooker {
    fn new(wanted: Wanted) -> Self {
        let reader = if wanted.reads { Reader::installed() } else { None };
        if wanted.reads && reader.is_none() {
            println!("tesseract with English is not installed: no picture is read, all are searched by template");
        }
        Self { wanted, reader, encoder: TileEncoder::default(), screen: Vec::new() }
    }

    fn look(&mut self, frame: &Arc<MaskedFrame>, tally: &Mutex<Tally>) {
        let changed = draw(&mut self.encoder, &mut self.screen, frame);
        let (width, height) = frame.size();
        let mut found = Vec::new();
        if frame.blank().is_some() {
            if !self.screen.chunks_exact(3).all(|pixel| pixel == PLACEHOLDER_COLOUR) {
                found.push("something of the page in a placeholder".to_owned());
            }
        } else if changed {
            let grey = Grey::of_rgb(width as usize, height as usize, &self.screen);
            let there = find(&self.wanted.templates, &grey);
            found.extend(there.iter().map(|it| format!("`{}` at {}, {} ({:.2})", it.text, it.x, it.y, it.likeness)));
        }
        let mut tally = tally.lock().unwrap();
        tally.frames += 1;
        tally.no_reader |= self.wanted.reads && self.reader.is_none();
        match frame.blank() {
            Some(reason) => *tally.blank.entry(format!("{reason:?}")).or_default() += 1,
            None => tally.shown += 1,
        }
        if let (true, Some(reader)) = (frame.blank().is_none() && tally.shown % READ_ONE_IN == 1, &self.reader) {
            tally.read += 1;
            let text = reader.read(width, height, &self.screen).unwrap();
            let runs = self.wanted.secrets.iter().filter_map(|secret| said(&text, secret, READ_CHARS));
            found.extend(runs.map(|run| format!("`{run}` was read")));
        }
        if !found.is_empty() {
            keep(width, height, &self.screen);
        }
        tally.found.extend(found);
    }
}

/// Draws a picture as the operator's screen does: placeholders whole, pages by changed tiles, with their loss.
pub fn draw(encoder: &mut TileEncoder<MaskedFrame>, screen: &mut Vec<u8>, frame: &MaskedFrame) -> bool {
    match encoder.update(frame.clone()).unwrap() {
        Update::Placeholder { size, .. } => {
            *screen = PLACEHOLDER_COLOUR.repeat(size.0 as usize * size.1 as usize);
            true
        }
        Update::Tiles { size, whole, tiles } => {
            let width = size.0 as usize;
            if whole {
                *screen = vec![u8::MAX; width * size.1 as usize * 3];
            }
            for tile in &tiles {
                let picture = image::load_from_memory(&tile.bytes).unwrap().into_rgb8();
                for (row, line) in picture.as_raw().chunks_exact(picture.width() as usize * 3).enumerate() {
                    let at = ((tile.y as usize + row) * width + tile.x as usize) * 3;
                    screen[at..at + line.len()].copy_from_slice(line);
                }
            }
            !tiles.is_empty()
        }
    }
}

/// Keeps a picture with a leak for whoever looks into it, where `MADOGUCHI_PICTURES` names a folder.
fn keep(width: u32, height: u32, screen: &[u8]) {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let Some(folder) = std::env::var_os("MADOGUCHI_PICTURES") else { return };
    let path = PathBuf::from(folder).join(format!("leak-{}.png", COUNT.fetch_add(1, Ordering::SeqCst)));
    image::save_buffer(path, screen, width, height, image::ExtendedColorType::Rgb8).unwrap();
}
