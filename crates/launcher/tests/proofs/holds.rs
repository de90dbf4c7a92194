//! While the resident types a secret nothing of the operator's arrives, by any route: neither what the host's gate can
//! be asked, nor what a changed program could send to the browser past it. What arrived is read in the page.

use browser::guard::report::PickerKind;
use browser::host::input::{Key, MouseAction, TouchAction};
use browser::host::{CommittedText, HostEvent, Input, OrderFault};
use serde_json::{Value, json};

use crate::glyphs::SECRETS;
use crate::visit::{EPOCH, Plan, Visit, click, committed, is_long, place, wheel};

const WORD: &str = SECRETS[0].word;
/// What the operator tries to enter; the page has it nowhere before.
const FOREIGN: &str = "Ωx";

/// Every value of the page's fields, and where the focus is.
async fn values(visit: &Visit) -> Value {
    visit
        .script(
            "JSON.stringify({ focus: document.activeElement.id, values: [...document.querySelectorAll('input,select,textarea')]\
             .map((it) => [it.name, it.type === 'checkbox' || it.type === 'radio' ? it.checked : it.value]) })",
        )
        .await
}

/// Everything an operator's program can ask of the host.
fn inputs() -> Vec<Input> {
    let keys = [
        Key::Enter,
        Key::Tab,
        Key::Escape,
        Key::Space,
        Key::Backspace,
        Key::Delete,
        Key::Left,
        Key::Right,
        Key::Up,
        Key::Down,
        Key::Home,
        Key::End,
        Key::PageUp,
        Key::PageDown,
        Key::SelectAll,
    ];
    let mut inputs: Vec<Input> =
        keys.iter().flat_map(|key| [false, true].map(|shift| Input::Key { key: *key, shift })).collect();
    inputs.push(committed(FOREIGN));
    inputs.push(wheel(120.0));
    inputs.extend(click((300.0, 420.0)));
    let dragged = [MouseAction::Press, MouseAction::Move, MouseAction::Release];
    for (step, action) in dragged.into_iter().enumerate() {
        let at = place(300.0 + 20.0 * step as f64, 560.0);
        inputs.push(Input::Mouse { action, at, button: browser::host::input::Button::Left, clicks: 1 });
    }
    inputs.extend(
        [TouchAction::Start, TouchAction::Move, TouchAction::End, TouchAction::Cancel]
            .map(|action| Input::Touch { action, at: place(300.0, 420.0) }),
    );
    inputs
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_gate_lets_nothing_of_the_operators_through_while_a_secret_is_typed() {
    let Some(mut visit) = Visit::begin(Plan::default()).await else { return };
    visit.open("/apply/password").await;
    visit.seen().await;
    visit.goes_into_secret(6).await;
    for character in WORD.chars() {
        visit.host.type_secret(character).await.unwrap();
    }
    let before = values(&visit).await;
    assert!(before.to_string().contains(WORD), "the resident's own keys arrive: {before}");
    for input in inputs() {
        assert_eq!(visit.host.operator(EPOCH, input.clone()).await, Err(OrderFault::SecretHold), "{input:?}");
        // Forged and late messages: whoever does not hold control is told no more than that.
        for epoch in [0, EPOCH - 1, EPOCH + 1, u64::MAX] {
            assert_eq!(
                visit.host.operator(epoch, input.clone()).await,
                Err(OrderFault::NotHolding),
                "{epoch} {input:?}"
            );
        }
    }
    let text = || CommittedText::new(FOREIGN);
    let dated = visit.host.operator_sets_date(EPOCH, PickerKind::Date, "2026-12-01").await;
    assert_eq!(dated, Err(OrderFault::SecretHold));
    assert_eq!(visit.host.operator_answers_dialog(EPOCH, true, text()).await, Err(OrderFault::SecretHold));
    for epoch in [0, EPOCH + 1] {
        let dated = visit.host.operator_sets_date(epoch, PickerKind::Date, "2026-12-01").await;
        assert_eq!(dated, Err(OrderFault::NotHolding));
        assert_eq!(visit.host.operator_answers_dialog(epoch, true, text()).await, Err(OrderFault::NotHolding));
    }
    assert_eq!(values(&visit).await, before, "something of the operator's arrived");
    // The hold over, the same inputs act: it was the hold that kept them out.
    visit.pass_over();
    visit.resident_key(Key::Tab, 1).await;
    visit.until("the hold's end", |event| *event == HostEvent::SecretBlurred).await;
    visit.seen().await;
    visit.host.operator(EPOCH, Input::Key { key: Key::Tab, shift: true }).await.unwrap();
    visit.end().await;
}

/// Calls of the browser's own protocol that put text somewhere.
fn raw() -> Vec<(&'static str, &'static str, Value)> {
    let key = |kind: &str, text: &str| json!({ "type": kind, "text": text, "key": text, "unmodifiedText": text });
    let dropped = |kind: &str| {
        json!({ "type": kind, "x": 300, "y": 420,
            "data": { "items": [{ "mimeType": "text/plain", "data": FOREIGN }], "dragOperationsMask": 1 } })
    };
    vec![
        ("key", "Input.dispatchKeyEvent", key("keyDown", "x")),
        ("char", "Input.dispatchKeyEvent", key("char", "x")),
        ("insertText", "Input.insertText", json!({ "text": FOREIGN })),
        ("composition", "Input.imeSetComposition", json!({ "text": FOREIGN, "selectionStart": 2, "selectionEnd": 2 })),
        (
            "composition over all",
            "Input.imeSetComposition",
            json!({ "text": FOREIGN, "selectionStart": 0, "selectionEnd": 2, "replacementStart": 0, "replacementEnd": 9 }),
        ),
        ("the composition's end", "Input.insertText", json!({ "text": FOREIGN })),
        (
            "paste",
            "Input.dispatchKeyEvent",
            json!({ "type": "rawKeyDown", "key": "Unidentified", "commands": ["paste"] }),
        ),
        (
            "select all",
            "Input.dispatchKeyEvent",
            json!({ "type": "rawKeyDown", "key": "Unidentified", "commands": ["selectAll"] }),
        ),
        (
            "delete",
            "Input.dispatchKeyEvent",
            json!({ "type": "rawKeyDown", "key": "Unidentified", "commands": ["delete"] }),
        ),
        ("cut", "Input.dispatchKeyEvent", json!({ "type": "rawKeyDown", "key": "Unidentified", "commands": ["cut"] })),
        (
            "backspace",
            "Input.dispatchKeyEvent",
            json!({ "type": "rawKeyDown", "key": "Backspace", "code": "Backspace", "windowsVirtualKeyCode": 8 }),
        ),
        ("drag enters", "Input.dispatchDragEvent", dropped("dragEnter")),
        ("drag goes over", "Input.dispatchDragEvent", dropped("dragOver")),
        ("drop", "Input.dispatchDragEvent", dropped("drop")),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_reaches_the_page_past_the_gate_leaves_a_secret_field_as_the_resident_left_it() {
    if !is_long() {
        return;
    }
    let Some(mut visit) = Visit::begin(Plan::default()).await else { return };
    visit.open("/apply/password").await;
    visit.seen().await;
    // A clipboard with something in it, as a page may leave one.
    let copied = "(() => { const it = document.getElementById('account'); it.value = 'Ωx'; it.select(); \
        const done = document.execCommand('copy'); it.value = ''; it.blur(); return JSON.stringify(done); })()";
    assert_eq!(visit.script(copied).await, json!(true));
    visit.goes_into_secret(6).await;
    for character in WORD.chars() {
        visit.host.type_secret(character).await.unwrap();
    }
    let before = values(&visit).await;
    for (what, method, params) in raw() {
        // The browser may refuse it, which is as good.
        let _answered = visit.host.probe(method, params).await;
        assert_eq!(values(&visit).await, before, "{what} changed the page");
    }
    // The control: in a plain field the same calls do arrive.
    visit.resident_key(Key::Tab, 1).await;
    visit.script("JSON.stringify(document.getElementById('account').focus() ?? null)").await;
    for (what, method, params) in raw().into_iter().filter(|(what, ..)| ["key", "insertText", "paste"].contains(what)) {
        let empty = "JSON.stringify(document.getElementById('account').value = '')";
        visit.script(empty).await;
        visit.host.probe(method, params).await.unwrap();
        let there = visit.script("JSON.stringify(document.getElementById('account').value)").await;
        assert!(!there.as_str().unwrap_or_default().is_empty(), "{what} arrives nowhere, so nothing was tried");
    }
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pads_buttons_are_pressed_by_no_click_key_or_finger_of_the_operators() {
    let Some(mut visit) = Visit::begin(Plan::default()).await else { return };
    visit.open("/apply/pin").await;
    visit.seen().await;
    let middle = "(() => { const it = document.querySelector('[data-key=\"5\"]').getBoundingClientRect(); \
        return JSON.stringify([it.x + it.width / 2, it.y + it.height / 2]); })()";
    let at = visit.script(middle).await;
    let (x, y) = (at[0].as_f64().unwrap(), at[1].as_f64().unwrap());
    let pressed = "JSON.stringify(document.getElementById('pin').value)";
    let mut tried = click((x, y)).to_vec();
    tried.extend([TouchAction::Start, TouchAction::End].map(|action| Input::Touch { action, at: place(x, y) }));
    for key in [Key::Space, Key::Enter] {
        tried.push(Input::Key { key, shift: false });
    }
    visit.script("JSON.stringify(document.querySelector('[data-key=\"5\"]').focus() ?? null)").await;
    for input in tried {
        visit.host.operator(EPOCH, input.clone()).await.unwrap();
        assert_eq!(visit.script(pressed).await, json!(""), "{input:?} pressed a button");
    }
    let keys = json!({ "type": "keyDown", "key": "Enter", "code": "Enter", "text": "\r", "windowsVirtualKeyCode": 13 });
    visit.host.probe("Input.dispatchKeyEvent", keys).await.unwrap();
    assert_eq!(visit.script(pressed).await, json!(""));
    // The resident's finger does, and in that moment the operator's is refused.
    visit.resident_clicks((x, y)).await;
    let [press, _] = click((x, y));
    assert_eq!(visit.host.operator(EPOCH, press).await, Err(OrderFault::NotHolding));
    assert_eq!(visit.script(pressed).await, json!("5"));
    visit.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_answers_dates_and_dialogs_only_while_they_hold_control() {
    let Some(mut visit) = Visit::begin(Plan::default()).await else { return };
    visit.open("/apply").await;
    visit.seen().await;
    visit.script("JSON.stringify(document.querySelector('input[type=date]').focus() ?? null)").await;
    let day = "JSON.stringify(document.querySelector('input[type=date]').value)";
    let dated = visit.host.operator_sets_date(EPOCH + 1, PickerKind::Date, "2026-12-01").await;
    assert_eq!((dated, visit.script(day).await), (Err(OrderFault::NotHolding), json!("")));
    visit.host.operator_sets_date(EPOCH, PickerKind::Date, "2026-12-01").await.unwrap();
    assert_eq!(visit.script(day).await, json!("2026-12-01"));
    visit.open("/apply/dialog").await;
    visit.seen().await;
    visit.script("JSON.stringify(setTimeout(() => (window.said = prompt('？'))) > 0)").await;
    visit.until("the question", |event| matches!(event, HostEvent::Dialog { .. })).await;
    let text = || CommittedText::new(FOREIGN);
    let answered = visit.host.operator_answers_dialog(EPOCH + 1, true, text()).await;
    assert_eq!(answered, Err(OrderFault::NotHolding));
    visit.host.operator_answers_dialog(EPOCH, true, text()).await.unwrap();
    assert_eq!(visit.script("JSON.stringify(window.said)").await, json!(FOREIGN));
    visit.end().await;
}
