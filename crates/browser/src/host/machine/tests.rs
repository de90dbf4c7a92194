//! The machine against a browser made of answers, on virtual time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine;
use serde_json::Value;
use tokio::sync::oneshot;

use super::order::{Reply, SecretKey};
use super::*;
use crate::cdp::SessionId;
use crate::frame::MaskedFrame;
use crate::guard::{Layers, PageKnowledge};
use crate::host::input::{CommittedText, Input, Place, TouchAction};

const WALK: &str = r#"{"epoch":1,"scroll":[0,0],"scale":1,"moving":false,"overflow":false,"synced":true,"armed":true,"focus":null,"rects":[],"frames":[]}"#;

struct AllOpen;

impl PageKnowledge for AllOpen {
    fn secret_fields(&self) -> Vec<String> {
        Vec::new()
    }
    fn secret_areas(&self) -> Vec<String> {
        Vec::new()
    }
    fn page(&self, url: &str) -> PageKind {
        if url.contains("unknown") { PageKind::Unknown } else { PageKind::Open { label: "申請".to_owned() } }
    }
}

struct Call {
    id: u64,
    session: Option<String>,
    method: String,
    params: Value,
}

struct Browser {
    core: Core,
    now: Duration,
    calls: Vec<Call>,
    told: Vec<HostEvent>,
    pictures: Vec<MaskedFrame>,
    ended: bool,
    silent: Vec<&'static str>,
    focus: bool,
    may: Arc<AtomicBool>,
}

impl Browser {
    /// A browser with an open page whose guard knows everything; nothing was pictured yet.
    fn with_page(silent: &[&'static str]) -> Self {
        let may = Arc::new(AtomicBool::new(true));
        let gate = {
            let may = may.clone();
            Arc::new(move |epoch| epoch == 7 && may.load(Ordering::SeqCst))
        };
        let core = Core::new(Arc::new(AllOpen), gate, Layers::default(), (64, 48));
        let mut it = Self {
            core,
            now: Duration::ZERO,
            calls: Vec::new(),
            told: Vec::new(),
            pictures: Vec::new(),
            ended: false,
            silent: silent.to_vec(),
            focus: false,
            may,
        };
        it.core.begin(it.now);
        it.settle();
        it.attach("P", "S");
        it.happen("S", "Page.loadEventFired", json!({}));
        it.navigate("http://site/");
        it
    }

    fn attach(&mut self, target: &str, session: &str) {
        let info = json!({ "targetId": target, "type": "page", "title": "", "url": "", "attached": true, "browserContextId": "C" });
        let params = json!({ "sessionId": session, "targetInfo": info, "waitingForDebugger": true });
        let event = Incoming::Happened { session: None, method: "Target.attachedToTarget".to_owned(), params };
        self.core.incoming(event, self.now);
        self.settle();
    }

    fn navigate(&mut self, url: &str) {
        self.happen("S", "Runtime.executionContextsCleared", json!({}));
        self.happen("S", "Page.frameNavigated", json!({ "frame": { "id": "P", "url": url } }));
        let context = json!({ "id": 2, "name": crate::guard::WORLD, "auxData": { "frameId": "P" } });
        self.happen("S", "Runtime.executionContextCreated", json!({ "context": context }));
    }

    fn happen(&mut self, session: &str, method: &str, params: Value) {
        let session = Some(SessionId(session.to_owned()));
        self.core.incoming(Incoming::Happened { session, method: method.to_owned(), params }, self.now);
        self.settle();
    }

    fn notice(&mut self, payload: Value) {
        let params = json!({ "name": crate::guard::BINDING, "payload": payload.to_string(), "executionContextId": 2 });
        self.happen("S", "Runtime.bindingCalled", params);
    }

    fn picture(&mut self, shade: u8) {
        let mut jpeg = Vec::new();
        let pixels = vec![shade; 64 * 48 * 3];
        let encoder = image::codecs::jpeg::JpegEncoder::new(&mut jpeg);
        image::ImageEncoder::write_image(encoder, &pixels, 64, 48, image::ExtendedColorType::Rgb8).unwrap();
        let metadata = json!({ "offsetTop": 0, "pageScaleFactor": 1, "deviceWidth": 64, "deviceHeight": 48,
            "scrollOffsetX": 0, "scrollOffsetY": 0 });
        let data = base64::engine::general_purpose::STANDARD.encode(jpeg);
        self.happen("S", "Page.screencastFrame", json!({ "data": data, "sessionId": 1, "metadata": metadata }));
    }

    fn pass(&mut self, ms: u64) {
        for _ in 0..ms / 10 {
            self.now += Duration::from_millis(10);
            self.core.tick(self.now);
            self.settle();
        }
    }

    /// Takes effects and answers what is not to be left unanswered, until nothing more happens.
    fn settle(&mut self) {
        loop {
            let effects = self.core.take_effects();
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                match effect {
                    Effect::Send(bytes) => self.called(&bytes),
                    Effect::Tell(event) => self.told.push(event),
                    Effect::Operator(frame) => self.pictures.push(frame),
                    Effect::Kiosk(_) => {}
                    Effect::End => self.ended = true,
                }
            }
        }
    }

    fn called(&mut self, bytes: &[u8]) {
        let call: Value = serde_json::from_slice(&bytes[..bytes.len() - 1]).unwrap();
        let call = Call {
            id: call["id"].as_u64().unwrap(),
            session: call["sessionId"].as_str().map(str::to_owned),
            method: call["method"].as_str().unwrap().to_owned(),
            params: call["params"].clone(),
        };
        let expression = call.params["expression"].as_str().unwrap_or("").to_owned();
        let silent = self.silent.iter().any(|it| call.method == *it || expression.starts_with(it));
        let result = match call.method.as_str() {
            "Target.createBrowserContext" => json!({ "browserContextId": "C" }),
            "Runtime.evaluate" if expression == "guard.walk()" => {
                let walk =
                    if self.focus { WALK.replace("\"focus\":null", "\"focus\":\"password\"") } else { WALK.to_owned() };
                json!({ "result": { "value": walk } })
            }
            "Runtime.evaluate" => json!({ "result": { "value": true } }),
            "DOM.getDocument" => json!({ "root": { "nodeId": 1, "backendNodeId": 1 } }),
            _ => json!({}),
        };
        let id = call.id;
        self.calls.push(call);
        if !silent {
            self.core.incoming(Incoming::Answer { id, outcome: Ok(result) }, self.now);
        }
    }

    fn order(&mut self, order: impl FnOnce(Reply) -> Order) -> Option<Result<(), OrderFault>> {
        let (reply, mut answer) = oneshot::channel();
        self.core.order(order(reply), self.now);
        self.settle();
        answer.try_recv().ok()
    }

    fn operator(&mut self, epoch: u64) -> Option<Result<(), OrderFault>> {
        let input = Input::Text(CommittedText::new("あ").unwrap());
        self.order(|reply| Order::Operator { epoch, input, reply })
    }

    fn shown(&self) -> usize {
        self.pictures.iter().filter(|it| it.blank().is_none()).count()
    }

    fn count(&self, method: &str) -> usize {
        self.calls.iter().filter(|call| call.method == method).count()
    }
}

#[test]
fn everything_stands_before_the_target_runs() {
    let browser = Browser::with_page(&[]);
    let methods: Vec<&str> =
        browser.calls.iter().filter(|it| it.session.as_deref() == Some("S")).map(|it| it.method.as_str()).collect();
    let run = methods.iter().position(|it| *it == "Runtime.runIfWaitingForDebugger").unwrap();
    for part in
        ["Runtime.addBinding", "Page.addScriptToEvaluateOnNewDocument", "Target.setAutoAttach", "DOM.getDocument"]
    {
        assert!(methods.iter().position(|it| *it == part).unwrap() < run, "{part}");
    }
}

#[test]
fn a_picture_of_a_settled_page_is_shown() {
    let mut browser = Browser::with_page(&[]);
    browser.pass(400);
    browser.picture(10);
    assert_eq!(browser.shown(), 1);
    assert_eq!(browser.count("Page.screencastFrameAck"), 1);
    assert!(browser.told.contains(&HostEvent::GuardHealthy));
}

#[test]
fn a_picture_that_may_still_show_the_page_before_is_not_shown() {
    let mut browser = Browser::with_page(&[]);
    browser.pass(400);
    browser.picture(10);
    browser.navigate("http://site/next");
    browser.pass(50);
    browser.picture(20);
    assert_eq!(browser.shown(), 1);
    assert!(browser.pictures.last().unwrap().blank().is_some());
}

#[test]
fn while_a_press_of_the_residents_opens_the_pads_the_operator_presses_nothing() {
    let at = Place::inside(1.0, 1.0, (64, 48)).unwrap();
    let press = || Input::Touch { action: TouchAction::Start, at };
    let operator = |browser: &mut Browser| browser.order(|reply| Order::Operator { epoch: 7, input: press(), reply });
    let mut browser = Browser::with_page(&[]);
    browser.pass(400);
    browser.picture(10);
    assert_eq!(operator(&mut browser), Some(Ok(())), "nobody else presses");
    assert_eq!(browser.order(|reply| Order::Resident { input: press(), reply }), Some(Ok(())));
    assert_eq!(operator(&mut browser), Some(Err(OrderFault::NotHolding)));
    browser.pass(490);
    assert_eq!(operator(&mut browser), Some(Err(OrderFault::NotHolding)), "the guards' half second is not over");
    browser.pass(20);
    assert_eq!(operator(&mut browser), Some(Ok(())));
    let mut late = Browser::with_page(&["guard.tap"]);
    late.pass(400);
    late.picture(10);
    assert_eq!(late.order(|reply| Order::Resident { input: press(), reply }), None, "the guard has not answered");
    late.pass(1_000);
    assert_eq!(operator(&mut late), Some(Err(OrderFault::NotHolding)), "it may open its pad at any moment");
}

#[test]
fn an_end_that_is_asked_for_twice_lets_go_once() {
    let mut browser = Browser::with_page(&["Target.disposeBrowserContext"]);
    browser.core.order(Order::Erase, browser.now);
    browser.core.order(Order::Erase, browser.now);
    browser.settle();
    assert_eq!((browser.count("Target.disposeBrowserContext"), browser.ended), (1, false));
}

#[test]
fn without_a_guard_nothing_is_ever_shown() {
    for silent in ["guard.arm", "guard.walk", "DOM.getDocument"] {
        let mut browser = Browser::with_page(&[silent]);
        for shade in 0..20 {
            browser.pass(100);
            browser.picture(shade * 10);
        }
        assert_eq!(browser.shown(), 0, "{silent}");
        let expected = if silent == "guard.arm" { Some(Err(OrderFault::NotShown)) } else { Some(Ok(())) };
        assert_eq!(browser.operator(7), expected, "{silent}");
    }
}

#[test]
fn a_page_nobody_described_is_blank_and_takes_no_input() {
    let mut browser = Browser::with_page(&[]);
    browser.navigate("http://site/unknown");
    browser.pass(400);
    browser.picture(10);
    assert_eq!(browser.shown(), 0);
    assert_eq!(browser.operator(7), Some(Err(OrderFault::NotShown)));
}

#[test]
fn an_operator_acts_only_in_the_epoch_the_caller_lets_act() {
    let mut browser = Browser::with_page(&[]);
    assert_eq!(browser.operator(7), Some(Ok(())));
    assert_eq!(browser.operator(6), Some(Err(OrderFault::NotHolding)));
    browser.may.store(false, Ordering::SeqCst);
    assert_eq!(browser.operator(7), Some(Err(OrderFault::NotHolding)));
    assert_eq!(browser.count("Input.insertText"), 1);
}

#[test]
fn during_a_hold_nothing_of_the_operator_arrives_and_nothing_is_shown() {
    let mut browser = Browser::with_page(&[]);
    browser.pass(400);
    browser.picture(10);
    browser.focus = true;
    browser.notice(json!({ "t": "focus", "kind": "password" }));
    assert_eq!(browser.pictures.last().unwrap().blank(), Some(Blank::Hold), "at once, without a new picture");
    browser.picture(20);
    browser.pass(400);
    assert_eq!(browser.operator(7), Some(Err(OrderFault::SecretHold)));
    assert_eq!((browser.shown(), browser.count("Input.insertText")), (1, 0));
    for character in "himitsu".chars() {
        let typed = browser.order(|reply| Order::TypeSecret { key: SecretKey::Character(character), reply });
        assert_eq!(typed, Some(Ok(())));
    }
    browser.focus = false;
    browser.notice(json!({ "t": "blur" }));
    assert_eq!(browser.operator(7), Some(Err(OrderFault::SecretHold)), "not before a picture was verified");
    let armed =
        browser.calls.iter().rfind(|it| it.params["expression"].as_str().is_some_and(|it| it.starts_with("guard.arm")));
    assert_eq!(
        armed.unwrap().params["expression"],
        "guard.arm([\"himitsu\"])",
        "what was typed is looked for elsewhere"
    );
    browser.pass(300);
    browser.picture(30);
    assert!(browser.told.contains(&HostEvent::SecretBlurred));
    assert_eq!(browser.operator(7), Some(Ok(())));
}

#[test]
fn what_was_typed_stands_in_no_dialog() {
    let mut browser = Browser::with_page(&[]);
    browser.notice(json!({ "t": "focus", "kind": "password" }));
    let asks = |browser: &mut Browser, message: &str, shown: &str| {
        browser.happen("S", "Page.javascriptDialogOpening", json!({ "type": "alert", "message": message, "url": "" }));
        let HostEvent::Dialog { text, .. } = browser.told.last().unwrap() else { panic!("{:?}", browser.told) };
        assert_eq!(text, shown, "{message}");
    };
    for character in "1234".chars() {
        let _typed = browser.order(|reply| Order::TypeSecret { key: SecretKey::Character(character), reply });
    }
    asks(&mut browser, "いま ３4 です", "●●●●");
    asks(&mut browser, "8文字以上です", "8文字以上です");
    browser.notice(json!({ "t": "blur" }));
    asks(&mut browser, "番号は１ 2 3 4です", "●●●●");
    asks(&mut browser, "よろしいですか", "よろしいですか");
}

#[test]
fn dialogs_without_end_are_closed_unseen() {
    let mut browser = Browser::with_page(&[]);
    for _ in 0..500 {
        browser.happen("S", "Page.javascriptDialogOpening", json!({ "type": "alert", "message": "x", "url": "" }));
    }
    let dialogs = browser.told.iter().filter(|it| matches!(it, HostEvent::Dialog { .. })).count();
    let floods = browser.told.iter().filter(|it| matches!(it, HostEvent::DialogsFlooded)).count();
    assert!(dialogs <= 6 && floods == 1, "{dialogs} dialogs, {floods} floods");
    assert_eq!(browser.count("Page.handleJavaScriptDialog"), 500 - dialogs);
}

#[test]
fn five_hundred_windows_are_four() {
    let mut browser = Browser::with_page(&[]);
    for n in 0..500 {
        browser.attach(&format!("W{n}"), &format!("SW{n}"));
    }
    assert_eq!(browser.core.pages.len(), 5);
    assert_eq!(browser.count("Target.closeTarget"), 496);
    assert!(browser.told.len() < 600);
}

#[test]
fn a_root_the_guard_does_not_watch_yet_keeps_the_picture_back() {
    let mut browser = Browser::with_page(&["DOM.resolveNode"]);
    browser.pass(400);
    browser.picture(10);
    assert_eq!(browser.shown(), 1);
    let root = json!({ "nodeId": 9, "backendNodeId": 9, "shadowRootType": "closed" });
    browser.happen("S", "DOM.shadowRootPushed", json!({ "hostId": 3, "root": root }));
    browser.pass(400);
    browser.picture(20);
    browser.pass(500);
    assert_eq!(browser.shown(), 1);
    assert_eq!(browser.pictures.last().unwrap().blank(), Some(Blank::Unwatched));
}

#[test]
fn a_lost_browser_tells_everybody_who_waits() {
    let mut browser = Browser::with_page(&["Page.navigate"]);
    let (reply, mut answer) = oneshot::channel();
    browser.core.order(Order::Open { url: "http://site/".to_owned(), reply }, browser.now);
    browser.core.lost("the browser closed the pipe");
    browser.settle();
    assert_eq!(answer.try_recv(), Ok(Err(OrderFault::Lost)));
    assert!(browser.ended && matches!(browser.told.last(), Some(HostEvent::Lost { .. })));
}

#[test]
fn a_known_event_in_another_form_ends_the_browser() {
    let mut browser = Browser::with_page(&[]);
    browser.happen("S", "Page.somethingNew", json!({ "a": 1 }));
    assert!(!browser.ended);
    browser.happen("S", "Page.frameNavigated", json!({ "frame": 1 }));
    assert!(browser.ended);
}

#[test]
fn only_web_addresses_are_opened() {
    let mut browser = Browser::with_page(&[]);
    for url in ["file:///etc/passwd", "chrome://settings", "data:text/html,x", "javascript:alert(1)", "about:blank"] {
        let opened = browser.order(|reply| Order::Open { url: url.to_owned(), reply });
        assert_eq!(opened, Some(Err(OrderFault::NotThere)), "{url}");
    }
    assert_eq!(browser.order(|reply| Order::Open { url: "https://site/".to_owned(), reply }), Some(Ok(())));
}
