//! The shared browser against real Chromium and small pages that try to show a secret.
//!
//! Each page draws its secret in one colour that nothing else has; every picture an operator gets is searched for it.
//! The positive controls (feature `leak-controls`) switch one layer off at a time and must see the leak.

#![expect(clippy::unwrap_used, reason = "a failed expectation of a test shall panic")]

#[path = "shared/bench.rs"]
mod bench;

use std::time::Duration;

use bench::{Bench, click, place, press};
use browser::guard::Layers;
use browser::host::input::{Input, Key};
use browser::host::machine::order::Dialog;
use browser::host::{CommittedText, HostEvent, OrderFault};

/// How long one turn of a wheel has for a picture of its own.
const TURN: Duration = Duration::from_millis(400);
#[cfg(feature = "leak-controls")]
const BETWEEN_PRESSES: Duration = Duration::from_secs(2);
#[cfg(feature = "leak-controls")]
const PRESSES_MAX: usize = 10;

const TRAPS: [(&str, &str); 8] = [
    (
        "/eye",
        r#"<input id=p type=password value="hunter2secret" class=big style="left:40px;top:40px">
        <button style="position:absolute;left:40px;top:300px;width:100px;height:40px"
            onclick="p.type = p.type === 'password' ? 'text' : 'password'">目</button>"#,
    ),
    (
        "/swap",
        r#"<div id=home><input id=p type=password value="hunter2secret" class=big style="left:40px;top:40px"></div>
        <script>setInterval(() => { p.type = p.type === 'password' ? 'text' : 'password';
            p.removeAttribute('style'); p.style = 'left:40px;top:40px;-webkit-text-security:none' }, 70)</script>"#,
    ),
    (
        "/shadow",
        r#"<div id=host></div><script>setTimeout(() => { host.attachShadow({ mode: 'closed' }).innerHTML =
            '<style>input{position:absolute;left:40px;top:40px;width:700px;font:700 60px sans-serif;color:#ff00cc}</style>' +
            '<input autocomplete=one-time-code value=481926>' }, 500)</script>"#,
    ),
    (
        "/iframe",
        r#"<iframe id=f style="position:absolute;left:40px;top:100px;width:800px;height:200px;border:5px solid;padding:9px"></iframe>
        <script>f.src = location.origin.replace('127.0.0.1', 'localhost') + '/inner'</script>"#,
    ),
    ("/inner", r#"<input autocomplete=one-time-code value=481926 class=big style="left:20px;top:20px">"#),
    (
        "/scroller",
        r#"<div style="position:absolute;left:20px;top:20px;width:900px;height:500px;overflow:auto">
        <div style="height:3000px;position:relative"><input autocomplete=one-time-code value=481926 class=big style="left:30px;top:300px"></div></div>"#,
    ),
    (
        "/long",
        r#"<input autocomplete=one-time-code value=481926 class=big style="left:30px;top:300px">
        <input autocomplete=one-time-code value=481926 class=big style="position:fixed;left:30px;top:600px"><div style="height:4000px"></div>"#,
    ),
    (
        "/moving",
        r#"<style>@keyframes slide { from { transform: translateX(0) } to { transform: translateX(500px) } }</style>
        <input autocomplete=one-time-code value=481926 class=big style="left:30px;top:300px;width:300px;animation:slide 1s infinite alternate linear">"#,
    ),
];

fn wheel(down: f64) -> Input {
    Input::Wheel { at: place(400.0, 300.0), across: 0.0, down }
}

#[tokio::test]
async fn no_picture_of_an_operator_has_a_pixel_of_the_secret() {
    let mut bench = Bench::start(&TRAPS, Layers::default()).await;
    for (path, _) in TRAPS.iter().filter(|(path, _)| *path != "/inner") {
        bench.open(path).await;
        if *path != "/moving" {
            bench.shown().await;
        }
        let before = bench.seen();
        for turn in 0..6 {
            let shown = bench.seen().shown();
            let input = if turn % 2 == 0 { wheel(170.0) } else { wheel(-150.0) };
            // Refused while something is hidden, which is right.
            let _refused = bench.try_operator(input).await;
            if *path == "/eye" {
                let _refused = bench.try_click(90.0, 320.0).await;
            }
            // A page that is never at rest shows none.
            let _in_time = bench.sees_within(TURN, |seen| seen.shown() > shown).await;
        }
        if *path != "/moving" && *path != "/swap" {
            bench.shown().await;
        }
        let seen = bench.seen();
        assert_eq!(seen.leaks, 0, "{path} shows the secret");
        println!("{path}: {} pictures, {} of them blank", seen.pictures - before.pictures, seen.blanks - before.blanks);
    }
    assert!(bench.seen().kiosk_secret > 0, "the secret was never drawn at all, so nothing was tried");
    bench.end().await;
}

const FORM: &str = r#"<form action=/echo><input name=p type=password class=big style="left:40px;top:40px">
    <input name=q class=big style="left:40px;top:200px;color:#333"><input type=submit style="display:none"></form>"#;

#[tokio::test]
async fn while_the_resident_types_a_secret_the_operator_sees_and_does_nothing() {
    let mut bench = Bench::start(&[("/", FORM)], Layers::default()).await;
    bench.open("/").await;
    bench.shown().await;
    let text = |it: &str| Input::Text(CommittedText::new(it).unwrap());

    // Nothing but the keypad reaches a secret field, not even the resident's own ordinary keys.
    click(&bench.host, 60.0, 80.0).await.unwrap();
    bench.until(|event| matches!(event, HostEvent::SecretFocused { .. })).await;
    assert_eq!(bench.host.operator(1, text("x")).await, Err(OrderFault::SecretHold));
    assert_eq!(click(&bench.host, 60.0, 240.0).await, Err(OrderFault::SecretHold));
    bench.host.resident(text("abc")).await.unwrap();
    for character in "Kq7-zebra".chars() {
        bench.host.type_secret(character).await.unwrap();
    }
    bench.host.type_secret('!').await.unwrap();
    bench.host.erase_secret_character().await.unwrap();
    bench.host.resident(Input::Key { key: Key::Tab, shift: false }).await.unwrap();
    bench.until(|event| *event == HostEvent::SecretBlurred).await;
    assert_eq!(bench.host.type_secret('x').await, Err(OrderFault::NoSecretFocus));

    // The operator types on, and only who holds control.
    bench.shown().await;
    assert_eq!(bench.host.operator(2, text("x")).await, Err(OrderFault::NotHolding));
    bench.host.operator(1, text("山田")).await.unwrap();
    let drawn = bench.seen().kiosk_secret;
    bench.host.operator(1, Input::Key { key: Key::Enter, shift: false }).await.unwrap();
    bench.until(|event| matches!(event, HostEvent::Loaded { .. })).await;
    assert_eq!(bench.requests().last().unwrap(), "/echo?p=Kq7-zebra&q=%E5%B1%B1%E7%94%B0");

    // The confirmation page repeats it.
    bench.sees("the echo was drawn", |seen| seen.kiosk_secret > drawn).await;
    bench.shown().await;
    let seen = bench.seen();
    assert_eq!(seen.leaks, 0, "the echo is seen");
    assert!(seen.pictures > seen.blanks);
    bench.end().await;
}

const PAD: &str = r#"<div class=pinpad style="position:absolute;left:40px;top:40px;width:200px;height:80px">
    <button style="width:200px;height:80px" onclick="fetch('/pressed')">1</button></div>
    <button style="position:absolute;left:40px;top:300px;width:200px;height:80px" onclick="fetch('/beside')">b</button>"#;

#[tokio::test]
async fn the_resident_presses_a_pad_of_buttons_and_the_operator_does_not() {
    let mut bench = Bench::start(&[("/", PAD)], Layers::default()).await;
    bench.open("/").await;
    bench.shown().await;
    bench.try_click(100.0, 80.0).await.unwrap();
    bench.try_click(100.0, 340.0).await.unwrap();
    bench.requested("/beside").await;
    for input in press(100.0, 80.0) {
        bench.host.resident(input).await.unwrap();
    }
    bench.requested("/pressed").await;
    assert_eq!(bench.requests().iter().filter(|it| *it == "/pressed").count(), 1, "the operator pressed it, too");
    bench.end().await;
}

const MANY: &str = r#"<style>button,select{position:absolute;left:20px;width:200px;height:40px}</style>
    <button style="top:20px" onclick="alert('お知らせ')">a</button>
    <button style="top:80px" onclick="window.open('/popup')">b</button>
    <button style="top:140px" onclick="print()">c</button>
    <a href=/file download="住民票.pdf"><button style="top:200px">d</button></a>
    <select style="top:260px;color:#ff00cc;font:700 30px sans-serif"><option>一<option style="color:#00c8ff">二</select>
    <input type=date style="position:absolute;top:320px;left:20px;width:200px;height:40px">
    <button style="top:380px" onclick="for (let i = 0; i < 50; i++) window.open('/popup')">e</button>
    <button style="top:440px" onclick="for (let i = 0; i < 40; i++) confirm(i)">f</button>
    <input id=photo type=file style="position:absolute;top:500px;left:20px" onchange="fetch('/got?' + this.files[0].name + this.files[0].size)">"#;

#[tokio::test]
async fn what_a_page_opens_beside_itself_is_told_and_bounded() {
    let mut bench = Bench::start(&[("/", MANY), ("/popup", "<h1>新しい窓</h1>")], Layers::default()).await;
    bench.open("/").await;
    bench.shown().await;

    bench.try_click(60.0, 40.0).await.unwrap();
    bench.until(|event| matches!(event, HostEvent::Dialog { kind: Dialog::Alert, text } if text == "お知らせ")).await;
    bench.host.answer_dialog(true, None).await.unwrap();
    bench.until(|event| *event == HostEvent::DialogClosed).await;
    assert_eq!(bench.host.answer_dialog(true, None).await, Err(OrderFault::NoDialog));

    bench.shown().await;
    bench.try_click(60.0, 160.0).await.unwrap();
    bench.until(|event| *event == HostEvent::Printed).await;
    bench.try_click(60.0, 220.0).await.unwrap();
    bench.until(|event| matches!(event, HostEvent::DownloadRefused { name } if name == "住民票.pdf")).await;

    let photo = [&[0xff, 0xd8, 0xff, 0xe0][..], &[7; 2000]].concat();
    bench.host.hand_photo("#photo", "shashin.jpg", photo.clone().into()).await.unwrap();
    bench.requested("/got?shashin.jpg2004").await;
    assert_eq!(bench.host.hand_photo("#none", "x.jpg", photo.into()).await, Err(OrderFault::NotThere));

    bench.shown().await;
    bench.try_click(60.0, 280.0).await.unwrap();
    bench.colour_shown([0x00, 0xc8, 0xff]).await;
    bench.try_operator(Input::Key { key: Key::Escape, shift: false }).await.unwrap();

    bench.try_click(60.0, 460.0).await.unwrap();
    bench.until(|event| matches!(event, HostEvent::Dialog { kind: Dialog::Confirm, .. })).await;
    // Six in ten seconds are shown; the others are closed unseen, and the page lives.
    while bench.host.answer_dialog(false, None).await.is_ok() {
        bench.until(|event| matches!(event, HostEvent::Dialog { .. } | HostEvent::DialogsFlooded)).await;
    }
    bench.shown().await;

    bench.try_click(60.0, 100.0).await.unwrap();
    bench.until(|event| *event == HostEvent::PopupOpened).await;
    bench.until(|event| matches!(event, HostEvent::Loaded { .. })).await;
    bench.shown().await;
    bench.end().await;
}

#[tokio::test]
async fn pages_nobody_described_and_secret_pages_are_blank_and_take_no_input() {
    // Two different pages: the browser sends no picture of a page that looks as the one before.
    let unknown = r#"<h1 class=big style="left:40px;top:40px">481926</h1>"#;
    let secret = r#"<h1 class=big style="left:40px;top:240px">719032</h1>"#;
    let mut bench = Bench::start(&[("/unknown", unknown), ("/secret", secret)], Layers::default()).await;
    for path in ["/unknown", "/secret"] {
        let before = bench.seen().kiosk_secret;
        bench.open(path).await;
        bench.sees("the resident sees the page", |seen| seen.kiosk_secret > before).await;
        assert_eq!(bench.try_operator(wheel(10.0)).await, Err(OrderFault::NotShown));
    }
    let seen = bench.seen();
    assert_eq!((seen.leaks, seen.shown()), (0, 0));
    bench.end().await;
}

#[tokio::test]
async fn nothing_is_left_behind() {
    const CANARY: &str = "kanaria-5d1f";
    let page = r#"<script>document.cookie = 'c=kanaria-5d1f; max-age=9999'; localStorage.k = 'kanaria-5d1f';
        indexedDB.open('kanaria-5d1f', 1)</script><input name=p value=kanaria-5d1f>"#;
    let mut bench = Bench::start(&[("/kanaria-5d1f", page)], Layers::default()).await;
    bench.open("/kanaria-5d1f").await;
    bench.shown().await;
    let home = bench.home();
    assert_eq!(browser::host::scan::scan(std::slice::from_ref(&home), &[CANARY]).unwrap(), []);
    let erased = bench.end().await;
    assert!(erased.context_disposed && erased.processes.all_gone, "{erased:?}");
    assert_eq!(browser::host::scan::scan(std::slice::from_ref(&home), &[CANARY]).unwrap(), []);
    std::fs::write(home.join("planted"), CANARY).unwrap();
    assert_eq!(browser::host::scan::scan(&[home], &[CANARY]).unwrap().len(), 1);
}

#[tokio::test]
async fn a_browser_that_is_killed_is_told_and_leaves_no_process() {
    let mut bench = Bench::start(&[("/", FORM)], Layers::default()).await;
    bench.open("/").await;
    bench.kill_browser();
    bench.until(|event| matches!(event, HostEvent::Lost { .. })).await;
    assert_eq!(bench.host.open("http://127.0.0.1:1/").await, Err(OrderFault::Lost));
    let erased = bench.end().await;
    assert!(!erased.context_disposed && erased.processes.all_gone, "{erased:?}");
}

/// Opens a trap with some layers off and plays with it until the secret was seen or the time is over.
#[cfg(feature = "leak-controls")]
async fn leaks_with(path: &str, layers: Layers) -> bool {
    let secret = r#"<h1 class=big style="left:40px;top:40px">481926</h1>"#;
    let pages: Vec<_> = TRAPS.into_iter().chain([("/secret", secret)]).collect();
    let mut bench = Bench::start(&pages, layers).await;
    bench.open(path).await;
    let mut leaked = false;
    for _ in 0..PRESSES_MAX {
        // Longer than a changed page is blank, so that there is a picture between two presses.
        leaked = bench.sees_within(BETWEEN_PRESSES, |seen| seen.leaks > 0).await;
        if leaked {
            break;
        }
        // Refused where the page may not be seen.
        let _refused = bench.try_click(90.0, 320.0).await;
        let _refused = bench.try_operator(wheel(90.0)).await;
    }
    bench.end().await;
    leaked
}

#[cfg(feature = "leak-controls")]
#[tokio::test]
async fn each_layer_switched_off_leaks_and_is_seen() {
    assert!(leaks_with("/eye", Layers::with(false, true, true)).await, "without the guard");
    assert!(leaks_with("/eye", Layers::with(true, false, true)).await, "without rectangles");
    assert!(leaks_with("/secret", Layers::with(true, true, false)).await, "without blank");
}
