//! The leak suite: on every trap, every picture and message of the operator's is searched for the secret.
//!
//! It runs with `MADOGUCHI_LONG=1`: a sample of each trap first, then each trap in so many shards that an operator gets at
//! least 2,000 pictures; a shard is a trap and a seed, and one that is kept as done is not run again.

use std::path::PathBuf;

use browser::guard::Layers;
use browser::host::HostEvent;
use proofs::chance::Chance;
use proofs::find::find;
use proofs::grey::Grey;
use proofs::ocr::Reader;
use proofs::shards::Shards;
use proofs::words::said;

use crate::glyphs::{Glyphs, SECRETS};
use crate::player::Player;
use crate::traps::{Play, TRAPS, Trap};
use crate::visit::{PATIENCE, Plan, Visit, is_long};
use crate::watcher::{Tally, Wanted, Watcher};

const LONG_FRAMES: u64 = 2_000;
const SHARDS: u64 = 8;
const SAMPLE_FRAMES: u64 = 15;
const CONTROL_FRAMES: u64 = 40;
const CONTROL_TRIES: u64 = 4;
/// Rounds after which a shard that gives no pictures is given up, which fails it.
const ROUNDS_MAX: u64 = 400;

/// Plays until the operator got so many pictures, and says what was seen.
async fn played(visit: &mut Visit, glyphs: &Glyphs, trap: &Trap, seed: u64, frames: u64, layers: Layers) -> Tally {
    let mut chance = Chance::new(seed);
    let secret = chance.one_of(&SECRETS).unwrap();
    let with_pin = trap.play == Play::Pad;
    let secrets = vec![secret.word.to_owned(), secret.pin.to_owned()];
    let wanted = Wanted { templates: glyphs.of(secret, with_pin), secrets: secrets.clone(), reads: true };
    let before = visit.told.lock().unwrap().len();
    let watcher = Watcher::begin(visit.operator.clone(), wanted);
    let mut player = Player { visit, watcher: &watcher, chance, secret, layers };
    if trap.play == Play::Echo {
        player.fills_for_echo().await;
    }
    for _ in 0..ROUNDS_MAX {
        player.round(trap).await;
        if watcher.tally().frames >= frames {
            break;
        }
    }
    let told = visit.told.lock().unwrap()[before..].to_vec();
    watcher.end(&told, &secrets).await
}

/// The practice site's profile without the fields it names, so that nothing but the guard knows of them.
fn nameless() -> String {
    let named = |line: &&str| line.starts_with("secret_fields") || line.starts_with("  \"input[") || *line == "]";
    browser::site::SHIPPED[0].1.lines().filter(|line| !named(line)).collect::<Vec<_>>().join("\n")
}

const COPIED: Trap = Trap { name: "copied", paths: &["/apply/mirror/paste"], play: Play::Field { into: 5, on: 1 } };
const MOVED: Trap = Trap { name: "moved", paths: &["/apply/mirror/shake"], play: Play::Field { into: 5, on: 3 } };

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_layer_switched_off_leaks_and_the_suite_sees_it() {
    if !is_long() {
        return;
    }
    let Some(glyphs) = Glyphs::draw().await else { return };
    let off = [
        ("guard", Layers::with(false, true, true), nameless(), COPIED),
        ("rectangles", Layers::with(true, false, true), browser::site::SHIPPED[0].1.to_owned(), COPIED),
        ("blank", Layers::with(true, true, false), browser::site::SHIPPED[0].1.to_owned(), MOVED),
    ];
    for (name, layers, profile, trap) in off {
        let Some(mut visit) = Visit::begin(Plan { layers, profile, ..Plan::default() }).await else { return };
        let mut found = Vec::new();
        for seed in 0..CONTROL_TRIES {
            found = played(&mut visit, &glyphs, &trap, seed, CONTROL_FRAMES, layers).await.found;
            if !found.is_empty() {
                break;
            }
        }
        println!("without {name}: {:?}", found.first());
        assert!(!found.is_empty(), "without {name} nothing is seen");
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_search_and_the_reader_find_a_secret_where_it_is_drawn() {
    if !is_long() {
        return;
    }
    let Some(glyphs) = Glyphs::draw().await else { return };
    // Without the guard the resident's own picture has what the operator's must not have.
    let layers = Layers::with(false, true, true);
    let Some(mut visit) = Visit::begin(Plan { layers, ..Plan::default() }).await else { return };
    let secret = &SECRETS[0];
    let templates = glyphs.of(secret, false);
    visit.open("/apply/mirror/ime").await;
    visit.seen().await;
    let there = |picture: &image::RgbImage| {
        let grey = Grey::of_rgb(picture.width() as usize, picture.height() as usize, picture.as_raw());
        find(&templates, &grey).into_iter().filter(|it| it.text != "discs").collect::<Vec<_>>()
    };
    let before = image::load_from_memory(&visit.kiosk.borrow().as_ref().unwrap().bytes).unwrap().into_rgb8();
    assert_eq!(there(&before), [], "found where it is not");
    visit.resident_key(browser::host::input::Key::Tab, 5).await;
    visit.script(&format!("JSON.stringify(document.execCommand('insertText', false, '{}'))", secret.word)).await;
    let shows = |frame: &browser::host::KioskFrame| {
        !there(&image::load_from_memory(&frame.bytes).unwrap().into_rgb8()).is_empty()
    };
    let frame = visit.resident_sees(PATIENCE, shows).await.unwrap();
    let picture = image::load_from_memory(&frame.bytes).unwrap().into_rgb8();
    // As it comes from the browser, and with an operator's tiles' loss on top of it.
    for quality in [100, 80, 60] {
        let mut again = std::io::Cursor::new(Vec::new());
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut again, quality).encode_image(&picture).unwrap();
        let found = there(&image::load_from_memory(again.get_ref()).unwrap().into_rgb8());
        let likeness = found.iter().map(|it| it.likeness).fold(1.0, f64::min);
        println!("quality {quality}: {} of {} runs, the least alike {likeness:.3}", found.len(), secret.word.len() - 2);
        assert!(found.len() >= secret.word.len() / 2, "quality {quality}: {found:?}");
    }
    match Reader::installed() {
        Some(reader) => {
            let text = reader.read(picture.width(), picture.height(), picture.as_raw()).unwrap();
            assert!(said(&text, secret.word, 4).is_some(), "the reader does not read it: {text}");
        }
        None => println!("tesseract with English is not installed: nobody read it"),
    }
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_dialog_and_no_file_name_says_what_the_resident_typed() {
    let Some(mut visit) = Visit::begin(Plan::default()).await else { return };
    let word = SECRETS[0].word;
    visit.open("/apply/mirror/paste").await;
    visit.seen().await;
    visit.goes_into_secret(5).await;
    // Five letters, a dialog after each: more in so short a time are closed unseen.
    for character in word.chars().take(5) {
        visit.host.type_secret(character).await.unwrap();
        visit.pass_over();
        visit.script("JSON.stringify(setTimeout(() => alert(document.getElementById('password').value)) > 0)").await;
        visit.until("a dialog while it is typed", |event| matches!(event, HostEvent::Dialog { .. })).await;
        visit.host.answer_dialog(true, None).await.unwrap();
        visit.until("its end", |event| *event == HostEvent::DialogClosed).await;
    }
    visit.pass_over();
    visit.resident_key(browser::host::input::Key::Tab, 1).await;
    visit.until("the hold's end", |event| *event == HostEvent::SecretBlurred).await;
    visit.script(
        "(() => { const it = document.getElementById('password').value; const file = new Blob(['x']);\
         Object.assign(document.createElement('a'), { href: URL.createObjectURL(file), download: `${it}.txt` }).click();\
         return '1'; })()",
    )
    .await;
    visit.until("the download", |event| matches!(event, HostEvent::DownloadRefused { .. })).await;
    let told = serde_json::to_string(&*visit.told.lock().unwrap()).unwrap();
    assert_eq!(said(&told, &word[..5], 3), None, "{told}");
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_picture_and_no_message_of_an_operator_has_a_secret_in_it() {
    if !is_long() {
        return;
    }
    let Some(glyphs) = Glyphs::draw().await else { return };
    let plan = Plan { begun: true, ..Plan::default() };
    let Some(mut visit) = Visit::begin(plan).await else { return };
    for trap in &TRAPS {
        let tally = played(&mut visit, &glyphs, trap, 1, SAMPLE_FRAMES, Layers::default()).await;
        tell(trap, &tally);
        assert!(tally.found.is_empty(), "{}: {:?}", trap.name, tally.found);
        assert!(tally.frames >= SAMPLE_FRAMES, "{}: {tally:?}", trap.name);
    }
    visit.end().await;
    whole(&glyphs).await;
}

async fn whole(glyphs: &Glyphs) {
    let folder = std::env::var_os("MADOGUCHI_LEAKS").map(PathBuf::from);
    let shards =
        Shards::open(&folder.unwrap_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("leaks"))).unwrap();
    let only = std::env::var("MADOGUCHI_TRAPS").ok();
    let mut leaks = Vec::new();
    for trap in TRAPS.iter().filter(|trap| only.as_ref().is_none_or(|it| it.split(',').any(|it| it == trap.name))) {
        let mut sum = Tally::default();
        for seed in 0..SHARDS {
            let name = format!("{}-{seed}", trap.name);
            let tally = match shards.done::<Tally>(&name).unwrap() {
                Some(done) => done,
                None => {
                    let plan = Plan { begun: true, seed, ..Plan::default() };
                    let Some(mut visit) = Visit::begin(plan).await else { return };
                    let frames = LONG_FRAMES.div_ceil(SHARDS);
                    let tally = played(&mut visit, glyphs, trap, seed, frames, Layers::default()).await;
                    visit.end().await;
                    shards.keep(&name, &tally).unwrap();
                    tally
                }
            };
            sum.add(&tally);
        }
        tell(trap, &sum);
        assert!(sum.frames >= LONG_FRAMES, "{}: only {} pictures", trap.name, sum.frames);
        leaks.extend(sum.found);
    }
    assert!(leaks.is_empty(), "{leaks:?}");
}

fn tell(trap: &Trap, tally: &Tally) {
    let blank = tally.frames - tally.shown;
    println!(
        "{}: {} pictures, {blank} of them placeholders ({} %) {:?}, {} read, {} messages, {} found",
        trap.name,
        tally.frames,
        blank * 100 / tally.frames.max(1),
        tally.blank,
        if tally.no_reader { "none".to_owned() } else { tally.read.to_string() },
        tally.messages,
        tally.found.len()
    );
}
