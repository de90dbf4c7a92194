//! One visit from end to end: the practice site, a profile, a proxy, a cell, Chromium, an operator and a resident.
//!
//! The operator fills the form and sees no secret; the resident types the password on the keypad and presses the PIN;
//! the photo goes in from memory; the application is sent; nothing is left. Where the machine gives no cells, the same
//! is shown with the proxy alone. What the site received decides what was typed.

#![expect(clippy::unwrap_used, reason = "a failed expectation of a test shall panic")]

#[path = "shared/counter.rs"]
mod counter;
#[path = "shared/keeper.rs"]
mod keeper;
#[path = "shared/pictures.rs"]
mod pictures;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use browser::confine::Remains;
use browser::frame::MaskedFrame;
use browser::host::input::Key;
use browser::host::{HostEvent, OrderFault, scan};
use browser::proxy::Refusal;
use browser::site::Kind;
use counter::{Counter, EPOCH, MAIN_HOST, click, committed, wheel};
use pictures::{Ink, Span, covered, is_covered};

const PIN: &str = "4826";
/// The pad in CSS pixels, as the site's style sheet has it, and how much wider its cover is on every side.
const PAD: (f64, f64) = (264.0, 292.0);
const KEY_STEP: (f64, f64) = (92.0, 76.0);
const DOTS_HEIGHT: usize = 60;
const DOTS_GAP: usize = 16;
const COVER_MARGIN: usize = 8;

/// What the visit's people enter; every text is this run's alone, so that it can be looked for.
struct Entered {
    form_id: String,
    address: String,
    password: String,
    answer: String,
    photo_mark: String,
}

impl Entered {
    fn new() -> Self {
        let run = std::process::id();
        Self {
            form_id: format!("7{run:022}"),
            address: format!("練習市かなりあ町{run}番地"),
            password: format!("Sakura#{run}"),
            answer: format!("鎌倉の海{run}"),
            photo_mark: format!("kanaria-photo-{run}"),
        }
    }

    /// A picture of 600 by 800 pixels with more than 20 KB, and a mark behind it.
    fn photo(&self) -> Vec<u8> {
        let mut noise = 7_u32;
        let picture = image::RgbImage::from_fn(600, 800, |_, _| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            image::Rgb([(noise >> 24) as u8 / 4 + 150; 3])
        });
        let mut jpeg = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
        [jpeg.into_inner(), self.photo_mark.clone().into_bytes()].concat()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_application_is_filled_in_for_a_resident_and_nothing_of_it_is_seen_or_left() {
    let entered = Entered::new();
    let mut counter = Counter::open().await;
    nothing_but_the_site_is_reached(&mut counter).await;
    the_operator_fills_the_form(&mut counter, &entered).await;
    the_photo_goes_in_from_memory(&mut counter, &entered).await;
    the_resident_types_the_password(&mut counter, &entered).await;
    the_resident_presses_the_pin(&mut counter).await;
    the_echo_is_covered(&mut counter).await;
    it_is_sent_in(&mut counter, &entered).await;
    nothing_is_left(counter, &entered).await;
}

async fn nothing_but_the_site_is_reached(counter: &mut Counter) {
    for host in ["10.0.0.1", "169.254.169.254", "127.0.0.1", "elsewhere.test"] {
        // What the browser shows in the site's stead is a page nobody described.
        let _answered = counter.host.open(&format!("http://{host}/")).await;
        counter.is_refused(host, 80, Refusal::Host).await;
        assert_eq!(counter.host.operator(EPOCH, wheel(10.0)).await, Err(OrderFault::NotShown));
    }
    let _answered = counter.host.open(&format!("http://{MAIN_HOST}:22/")).await;
    let _answered = counter.host.open(&format!("http://{MAIN_HOST}:8080/")).await;
    counter.is_refused(MAIN_HOST, 8080, Refusal::Port).await;
}

async fn the_operator_fills_the_form(counter: &mut Counter, entered: &Entered) {
    let start = counter.profile.start("apply-with-form").unwrap().address(Some(&entered.form_id)).unwrap();
    counter.host.open(&start).await.unwrap();
    counter.comes_to("apply").await;
    assert_eq!(counter.host.operator(EPOCH + 1, committed("x")).await, Err(OrderFault::NotHolding));
    // The way to the content, the city, the language and the help stand before the first field.
    counter.operator_key(Key::Tab, 4).await;
    for text in ["山田", "花子", "ヤマダ", "ハナコ"] {
        counter.operator_key(Key::Tab, 1).await;
        counter.operator_text(text).await;
    }
    // 1985 (the list begins with 2030), February, the 28th, female.
    for below in [46, 2, 28, 1] {
        counter.operator_key(Key::Tab, 1).await;
        counter.operator_chooses(below).await;
    }
    counter.operator_key(Key::Tab, 1).await;
    counter.operator_text("252-0000").await;
    counter.operator_key(Key::Tab, 1).await;
    counter.operator_chooses(1).await;
    for text in [&entered.address, "046-000-0000", "hanako@example.jp", "hanako@example.jp"] {
        counter.operator_key(Key::Tab, 1).await;
        counter.operator_text(text).await;
    }
    counter.operator_key(Key::Tab, 1).await;
    counter.operator_sets_date("2026-12-01").await;
    // Month and day of the date, the file, then the consent.
    counter.operator_key(Key::Tab, 4).await;
    counter.operator_key(Key::Space, 1).await;
    counter.operator_key(Key::Tab, 2).await;
    counter.operator_key(Key::Enter, 1).await;
    counter.comes_to("photo").await;
    let received = counter.practice.received();
    let value = |name: &str| received[0].fields.iter().find(|it| it.name == name).map(|it| it.value.as_str());
    assert_eq!((value("family_name"), value("given_kana")), (Some("山田"), Some("ハナコ")));
    assert_eq!((value("birth_year"), value("birth_month"), value("birth_day")), (Some("1985"), Some("2"), Some("28")));
    assert_eq!((value("gender"), value("prefecture")), (Some("female"), Some("神奈川県")));
    assert_eq!((value("address"), value("wanted_on")), (Some(entered.address.as_str()), Some("2026-12-01")));
}

async fn the_photo_goes_in_from_memory(counter: &mut Counter, entered: &Entered) {
    let field = counter.profile.rule("photo").unwrap().photo_field.clone().unwrap();
    counter.host.hand_photo(field.as_str(), "shashin.jpg", entered.photo().into()).await.unwrap();
    counter.operator_key(Key::Tab, 7).await;
    counter.operator_key(Key::Enter, 1).await;
    counter.comes_to("photo").await;
    let received = counter.practice.received();
    let sent = &received[1].files[0];
    assert_eq!((sent.field.as_str(), sent.name.as_str()), ("photo", "shashin.jpg"));
    assert!(sent.bytes == entered.photo(), "the photo arrived changed");
    counter.operator_key(Key::Tab, 5).await;
    counter.operator_key(Key::Enter, 1).await;
    counter.comes_to("password").await;
}

async fn the_resident_types_the_password(counter: &mut Counter, entered: &Entered) {
    counter.operator_key(Key::Tab, 5).await;
    counter.operator_text("hanako85").await;
    counter.operator_key(Key::Tab, 1).await;
    secret_focus(counter).await;
    the_operator_can_do_nothing(counter).await;
    // Nor does the resident's ordinary keyboard reach a secret field.
    counter.host.resident(committed("abc")).await.unwrap();
    counter.resident_types_secret(&entered.password).await;
    leave_secret(counter).await;
    counter.resident_key(Key::Tab).await;
    secret_focus(counter).await;
    counter.resident_types_secret(&entered.password).await;
    leave_secret(counter).await;
    counter.resident_key(Key::Tab).await;
    // This field is a password's only while it has the focus.
    secret_focus(counter).await;
    the_operator_can_do_nothing(counter).await;
    counter.resident_types_secret(&entered.answer).await;
    leave_secret(counter).await;
    counter.operator_key(Key::Tab, 1).await;
    counter.operator_key(Key::Enter, 1).await;
    counter.comes_to("pin").await;
    let received = counter.practice.received();
    let fields: Vec<_> = received[2].fields.iter().map(|it| (it.name.as_str(), it.value.as_str())).collect();
    let (password, answer) = (entered.password.as_str(), entered.answer.as_str());
    assert_eq!(
        fields,
        [("account", "hanako85"), ("password", password), ("password_again", password), ("answer", answer)]
    );
}

async fn secret_focus(counter: &mut Counter) {
    counter.until(|event| matches!(event, HostEvent::SecretFocused { .. })).await;
    let seen = counter.operator.borrow().clone().unwrap();
    assert!(seen.blank().is_some(), "the operator sees the page during a hold");
}

async fn leave_secret(counter: &mut Counter) {
    counter.resident_key(Key::Tab).await;
    counter.until(|event| *event == HostEvent::SecretBlurred).await;
}

async fn the_operator_can_do_nothing(counter: &Counter) {
    let [press, _] = click((640.0, 400.0));
    let back = browser::host::Input::Key { key: Key::Backspace, shift: false };
    for input in [committed("x"), back, press, wheel(50.0)] {
        assert_eq!(counter.host.operator(EPOCH, input.clone()).await, Err(OrderFault::SecretHold), "{input:?}");
    }
}

/// The resident looks at the pad; the test knows where it is by what the operator does not see.
async fn the_resident_presses_the_pin(counter: &mut Counter) {
    let height = DOTS_HEIGHT + DOTS_GAP + PAD.1 as usize + 2 * COVER_MARGIN;
    let whole = |frame: &Arc<MaskedFrame>| covered(frame).is_some_and(|it| (it.bottom - it.top).abs_diff(height) <= 2);
    let seen = counter.sees("pad and dots covered", whole).await;
    let cover = covered(&seen).unwrap();
    let bottom = (cover.bottom - COVER_MARGIN) as f64;
    let middle = (cover.left + cover.right) as f64 / 2.0;
    let key = |digit: u32| {
        let (row, column) = if digit == 0 { (3, 1) } else { ((digit - 1) / 3, (digit - 1) % 3) };
        let x = middle + (f64::from(column) - 1.0) * KEY_STEP.0;
        (x, bottom - PAD.1 + f64::from(row) * KEY_STEP.1 + KEY_STEP.1 / 2.0 - 6.0)
    };
    let half = (PAD.0 / 2.0) as usize;
    let middle_x = middle as usize;
    let pad = Span {
        left: middle_x - half,
        right: middle_x + half,
        top: cover.bottom - COVER_MARGIN - PAD.1 as usize,
        bottom: cover.bottom,
    };
    let dots = Span { top: cover.top + COVER_MARGIN, bottom: cover.top + COVER_MARGIN + DOTS_HEIGHT, ..pad };
    assert!(is_covered(&seen, pad) && is_covered(&seen, dots));
    // A press of the operator's reaches no button: the site receives the resident's four digits and nothing else.
    for input in click(key(9)) {
        counter.operator_does(input).await;
    }
    for digit in PIN.chars().map(|it| it.to_digit(10).unwrap()) {
        let before = counter.kiosk.borrow().as_ref().map_or(0, |it| Ink::of_kiosk(it).within(dots));
        counter.resident_clicks(key(digit)).await;
        counter.resident_sees("another dot", |it| Ink::of_kiosk(it).within(dots) > before + 20).await;
    }
    // From the 6 to the button at the end.
    counter.operator_key(Key::Tab, 8).await;
    counter.operator_key(Key::Enter, 1).await;
    counter.comes_to("confirm").await;
    let received = counter.practice.received();
    let pin: Vec<_> = received[3].fields.iter().map(|it| (it.name.as_str(), it.value.as_str())).collect();
    assert_eq!(pin, [("pin", PIN)]);
}

async fn the_echo_is_covered(counter: &mut Counter) {
    let frames = keep_frames(counter);
    counter.operator_key(Key::Tab, 5).await;
    counter.operator_key(Key::Enter, 1).await;
    counter.comes_to("confirm").await;
    let above = counter.operator.borrow().clone();
    counter.operator_does(wheel(2000.0)).await;
    // Answer, password and PIN, one below the other.
    let three = |frame: &Arc<MaskedFrame>| {
        above.as_ref() != Some(frame) && covered(frame).is_some_and(|it| (100..220).contains(&(it.bottom - it.top)))
    };
    let seen = counter.sees("three covered rows", three).await;
    let cover = covered(&seen).unwrap();
    let named = Span { left: cover.left.saturating_sub(240), right: cover.left, ..cover };
    let operators = Ink::of_operator(&seen);
    let same_place = |ink: &Ink| {
        let names = ink.lines(named);
        names.len() >= 3 && names.iter().all(|it| operators.shows_at(it, it.at)) && ink.lines(cover).len() >= 3
    };
    let resident = counter.resident_sees("the echo", |it| same_place(&Ink::of_kiosk(it))).await;
    let residents = Ink::of_kiosk(&resident);
    let secrets = residents.lines(cover);
    assert!(secrets.iter().all(|it| residents.shows(it)), "the search does not find what is there");
    assert!(residents.lines(named).iter().all(|it| operators.shows(it)), "the search finds nothing of the operator's");
    let frames = frames.lock().unwrap().clone();
    let shown: Vec<_> = frames.iter().filter(|frame| frame.blank().is_none()).collect();
    assert!(!shown.is_empty(), "no picture was looked at");
    for frame in shown {
        let ink = Ink::of_operator(frame);
        assert!(!secrets.iter().any(|it| ink.shows(it)), "an operator's picture shows the echo");
    }
}

/// Keeps every picture the operator gets from here on.
fn keep_frames(counter: &Counter) -> Arc<Mutex<Vec<Arc<MaskedFrame>>>> {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let (mut pictures, keep) = (counter.operator.clone(), Arc::clone(&kept));
    tokio::spawn(async move {
        while pictures.changed().await.is_ok() {
            keep.lock().unwrap().extend(pictures.borrow_and_update().clone());
        }
    });
    kept
}

async fn it_is_sent_in(counter: &mut Counter, entered: &Entered) {
    counter.operator_key(Key::Tab, 6).await;
    counter.operator_key(Key::Enter, 1).await;
    counter.comes_to("done").await;
    assert_eq!(counter.profile.rule("done").unwrap().kind, Kind::Submitted);
    let submitted = counter.practice.submitted();
    assert_eq!(submitted.len(), 1);
    assert!(submitted[0].photo.as_ref().is_some_and(|it| *it == entered.photo()), "the photo arrived changed");
}

async fn nothing_is_left(counter: Counter, entered: &Entered) {
    let cookies = counter.cookies();
    assert!(!cookies.is_empty(), "the site gave no cookie, so none was looked for");
    let mut canaries =
        vec![&entered.form_id, &entered.address, &entered.password, &entered.answer, &entered.photo_mark];
    canaries.extend(&cookies);
    let canaries: Vec<&str> = canaries.into_iter().map(String::as_str).collect();
    let found = |places: &[PathBuf]| scan::scan(places, &canaries).unwrap();
    let folders = counter.browsers_folders();
    assert_eq!(found(&folders), [], "while it runs");
    let planted = folders[0].join("planted");
    std::fs::write(&planted, &entered.address).unwrap();
    assert_eq!(found(&folders).len(), 1, "the look into the running browser's folders sees nothing");
    let is_in_cell = counter.is_in_cell();
    let (erased, moved, remains, places, place) = counter.end().await;
    assert!(erased.context_disposed && erased.processes.all_gone, "{erased:?}");
    assert_eq!((erased.photos, moved.refused > 4), (1, true), "{erased:?} {moved:?}");
    assert_eq!(remains, Remains::default(), "in a cell: {is_in_cell}");
    assert_eq!(found(&places), [], "after the end");
    std::fs::write(place.path().join("planted"), entered.photo()).unwrap();
    assert_eq!(found(&places).len(), 1, "the look at what is left sees nothing");
}
