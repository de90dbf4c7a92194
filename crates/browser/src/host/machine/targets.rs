//! Targets, frames and their guards: who is there, and whether the guard in it knows everything.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::core::{Core, Frame, Page, Session};
use super::order::{Dialog, HostEvent};
use super::picture::Pictures;
use super::want::Want;
use crate::cdp::Event;
use crate::cdp::event::{FrameId, TargetInfo};
use crate::guard::{self, Judge, Notice, PageKind};

/// Windows beside the first.
pub const POPUPS_MAX: usize = 4;
const PRINT_EVENT: &str = "madoguchi-print";
const DIALOGS_MAX: usize = 6;
const DIALOG_WINDOW: Duration = Duration::from_secs(10);
const DIALOG_CHARS_MAX: usize = 1000;
const PLACE_TRIES_MAX: u32 = 20;
const PLACE_AGAIN: Duration = Duration::from_millis(150);

impl Core {
    pub(super) fn context_made(&mut self, value: &Value) {
        let Some(context) = value["browserContextId"].as_str().map(str::to_owned) else {
            self.lost("the browser made no context");
            return;
        };
        let deny = json!({ "behavior": "deny", "browserContextId": context, "eventsEnabled": true });
        self.call(None, "Browser.setDownloadBehavior", &deny, Want::Must("downloads"));
        let none = json!({ "permissions": [], "browserContextId": context });
        self.call(None, "Browser.grantPermissions", &none, Want::Must("permissions"));
        let (width, height) = self.window;
        let page = json!({ "url": "about:blank", "browserContextId": context, "width": width, "height": height });
        self.context = Some(context);
        self.call(None, "Target.createTarget", &page, Want::TargetMade);
    }

    pub(super) fn attached(&mut self, from: Option<&str>, session: &str, target: TargetInfo) {
        let ours = self.context.is_some() && target.browser_context_id == self.context;
        let page = from.and_then(|from| self.sessions.get(from)).map(|it| it.page.clone());
        match (target.kind.as_str(), page) {
            ("page", _) if ours && self.pages.len() <= POPUPS_MAX => self.page_attached(session, target.target_id),
            ("page", _) if ours => {
                self.tell(HostEvent::PopupRefused);
                self.call(None, "Target.closeTarget", &json!({ "targetId": target.target_id.0 }), Want::Nothing);
            }
            ("iframe", Some(page)) => self.frame_attached(session, page, target),
            // Workers and the browser's own parts draw nothing on the page.
            _ => self.call(Some(session), "Runtime.runIfWaitingForDebugger", &json!({}), Want::Nothing),
        }
    }

    fn page_attached(&mut self, session: &str, target: FrameId) {
        if let Some(before) = self.pages.last().map(|page| page.session.clone()) {
            self.call(Some(&before), "Page.stopScreencast", &json!({}), Want::Nothing);
            self.tell(HostEvent::PopupOpened);
        }
        self.pages.push(Page {
            judge: Judge::new(target.clone(), self.layers),
            target: target.clone(),
            session: session.to_owned(),
            pictures: Pictures::default(),
            healthy: false,
            held: false,
            blank: None,
        });
        self.add_session(session, target.clone(), target.clone());
        self.add_frame(&target, &target, session, None);
        let (width, height) = self.window;
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call(Some(session), "Emulation.setDeviceMetricsOverride", &screen, Want::Must("the window's size"));
        self.call(Some(session), "Emulation.setFocusEmulationEnabled", &json!({ "enabled": true }), Want::Nothing);
        self.set_up(session);
        self.show_page(session);
    }

    /// Makes a page the one whose pictures are taken.
    fn show_page(&mut self, session: &str) {
        self.call(Some(session), "Page.bringToFront", &json!({}), Want::Nothing);
        let cast = json!({ "format": "jpeg", "quality": 85 });
        self.call(Some(session), "Page.startScreencast", &cast, Want::Must("pictures"));
    }

    fn frame_attached(&mut self, session: &str, page: FrameId, target: TargetInfo) {
        let known = self.frames.get(&target.target_id).and_then(|it| it.parent.clone());
        let parent = target.parent_id.or(known).unwrap_or_else(|| page.clone());
        self.add_session(session, page.clone(), target.target_id.clone());
        self.add_frame(&target.target_id, &page, session, Some(parent));
        self.frame_lost(&target.target_id);
        self.set_up(session);
    }

    fn add_session(&mut self, session: &str, page: FrameId, root: FrameId) {
        let fresh = Session { page, root, contexts: BTreeMap::new(), unwatched: 0, rescans: 0 };
        self.sessions.insert(session.to_owned(), fresh);
    }

    fn add_frame(&mut self, frame: &FrameId, page: &FrameId, session: &str, parent: Option<FrameId>) {
        let it = self.frames.entry(frame.clone()).or_insert_with(|| Frame {
            page: page.clone(),
            session: session.to_owned(),
            parent: parent.clone(),
            context: None,
            url: String::new(),
            placed_tries: 0,
        });
        it.session = session.to_owned();
        it.parent = parent.clone();
        if let Some(page) = self.page_of(page) {
            page.judge.expect(frame.clone(), parent);
        }
        self.describe(frame);
    }

    /// Everything that must stand before the target's first script runs, in this order, and then lets it run.
    fn set_up(&mut self, session: &str) {
        let guard = guard::guard_script(&*self.knowledge, self.layers, PRINT_EVENT);
        let page = guard::page_script(PRINT_EVENT);
        let attach = json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true });
        let parts = [
            ("Page.enable", json!({})),
            ("Runtime.enable", json!({})),
            ("Runtime.addBinding", json!({ "name": guard::BINDING, "executionContextName": guard::WORLD })),
            (
                "Page.addScriptToEvaluateOnNewDocument",
                json!({ "source": guard, "worldName": guard::WORLD, "runImmediately": true }),
            ),
            ("Page.addScriptToEvaluateOnNewDocument", json!({ "source": page, "runImmediately": true })),
            ("Page.setInterceptFileChooserDialog", json!({ "enabled": true })),
            ("Target.setAutoAttach", attach),
            ("DOM.enable", json!({})),
        ];
        for (method, params) in parts {
            self.call(Some(session), method, &params, Want::Must(method));
        }
        self.rescan(session);
        self.call(Some(session), "Runtime.runIfWaitingForDebugger", &json!({}), Want::Must("running"));
    }

    pub(super) fn detached(&mut self, id: &str) {
        let Some(session) = self.sessions.remove(id) else { return };
        if self.dialog.as_deref() == Some(id) {
            self.dialog = None;
        }
        if let Some(at) = self.pages.iter().position(|page| page.session == id) {
            self.page_closed(at);
            return;
        }
        let inside: Vec<FrameId> =
            self.frames.iter().filter(|(_, it)| it.session == id).map(|(frame, _)| frame.clone()).collect();
        for frame in inside {
            self.frame_gone(&session.page, &frame);
        }
    }

    fn page_closed(&mut self, at: usize) {
        let front = at + 1 == self.pages.len();
        let page = self.pages.remove(at);
        self.frames.retain(|_, it| it.page != page.target);
        self.sessions.retain(|_, it| it.page != page.target);
        match self.pages.last().map(|page| page.session.clone()) {
            None if self.ending => {}
            None => self.lost("the page is closed"),
            Some(session) if front => {
                self.tell(HostEvent::PopupClosed);
                self.blank_anew();
                self.show_page(&session);
            }
            Some(_) => {}
        }
    }

    pub(super) fn happened_in(&mut self, id: &str, event: Event) {
        match event {
            Event::ContextCreated { context, world, frame } if world == guard::WORLD => {
                self.guard_created(id, context, frame);
            }
            Event::ContextCreated { .. } => {}
            Event::ContextDestroyed { context } => self.guard_destroyed(id, context),
            Event::ContextsCleared => self.guards_cleared(id),
            Event::BindingCalled { name, payload, context } => self.binding_called(id, &name, &payload, context),
            Event::FrameAttached { frame, parent } => {
                if let Some(page) = self.sessions.get(id).map(|it| it.page.clone()) {
                    self.add_frame(&frame, &page, id, Some(parent));
                }
            }
            Event::FrameDetached { frame, swapped } => self.frame_detached(id, &frame, swapped),
            Event::FrameNavigated { frame, parent, url } => self.frame_navigated(id, &frame, parent, url),
            Event::NavigatedWithinDocument { frame, url } => self.navigated_within(&frame, url),
            Event::LoadFired => self.load_fired(id),
            Event::ScreencastFrame { data, ack, metadata } => self.pictured(id, data, ack, metadata),
            Event::DialogOpening { kind, message } => self.dialog_opening(id, &kind, &message),
            Event::DialogClosed => self.dialog_closed(),
            Event::FileChooserOpened => self.tell(HostEvent::FileChooser),
            Event::TargetCrashed => self.crashed(id),
            Event::DocumentUpdated => self.rescan(id),
            Event::ShadowRootPushed { root } => self.look_into(id, &root),
            Event::ChildNodeInserted { node } => self.look_into(id, &node),
            Event::ChildNodeCountUpdated { node } => self.ask_children(id, node),
            Event::SetChildNodes { nodes } => nodes.iter().for_each(|node| self.look_into(id, node)),
            Event::Attached { .. } | Event::Detached { .. } | Event::DownloadWillBegin { .. } | Event::Other => {}
        }
    }

    fn guard_created(&mut self, id: &str, context: i64, frame: FrameId) {
        let Some(session) = self.sessions.get_mut(id) else { return };
        session.contexts.insert(context, frame.clone());
        let (page, root) = (session.page.clone(), session.root.clone());
        if !self.frames.contains_key(&frame) {
            self.add_frame(&frame, &page, id, (frame != root).then_some(root));
        }
        if let Some(it) = self.frames.get_mut(&frame) {
            it.session = id.to_owned();
            it.context = Some(context);
        }
        self.arm(&frame);
        self.place(&frame);
    }

    fn guard_destroyed(&mut self, id: &str, context: i64) {
        let Some(frame) = self.sessions.get_mut(id).and_then(|it| it.contexts.remove(&context)) else { return };
        if self.frames.get(&frame).is_some_and(|it| it.session == id && it.context == Some(context)) {
            self.frame_lost(&frame);
        }
    }

    fn guards_cleared(&mut self, id: &str) {
        let Some(session) = self.sessions.get_mut(id) else { return };
        session.contexts.clear();
        session.rescans = 0;
        let inside: Vec<FrameId> =
            self.frames.iter().filter(|(_, it)| it.session == id).map(|(frame, _)| frame.clone()).collect();
        for frame in inside {
            self.frame_lost(&frame);
        }
    }

    fn frame_lost(&mut self, frame: &FrameId) {
        let Some(it) = self.frames.get_mut(frame) else { return };
        it.context = None;
        let (page, now) = (it.page.clone(), self.now);
        if let Some(page) = self.page_of(&page) {
            page.judge.lost(frame, now);
        }
    }

    fn frame_gone(&mut self, page: &FrameId, frame: &FrameId) {
        let inside: Vec<FrameId> = self
            .frames
            .iter()
            .filter(|(_, it)| it.parent.as_ref() == Some(frame))
            .map(|(inner, _)| inner.clone())
            .collect();
        for inner in inside {
            self.frame_gone(page, &inner);
        }
        self.frames.remove(frame);
        let now = self.now;
        if let Some(page) = self.page_of(page) {
            page.judge.gone(frame, now);
        }
    }

    fn frame_detached(&mut self, id: &str, frame: &FrameId, swapped: bool) {
        let Some(it) = self.frames.get(frame) else { return };
        let page = it.page.clone();
        match (swapped, it.session == id) {
            (true, true) => self.frame_lost(frame),
            // It lives in another process already.
            (true, false) => {}
            (false, _) => self.frame_gone(&page, frame),
        }
    }

    fn frame_navigated(&mut self, id: &str, frame: &FrameId, parent: Option<FrameId>, url: String) {
        let Some(page) = self.sessions.get(id).map(|it| it.page.clone()) else { return };
        if !self.frames.contains_key(frame) {
            self.add_frame(frame, &page, id, parent);
        }
        self.navigated_within(frame, url);
    }

    fn navigated_within(&mut self, frame: &FrameId, url: String) {
        let Some(it) = self.frames.get_mut(frame) else { return };
        it.url = url;
        let root = it.parent.is_none();
        self.describe(frame);
        if root && self.ready && self.front().is_some_and(|page| page.target == *frame) {
            let label = self.label();
            self.tell(HostEvent::Navigated { label });
        }
        self.still_soon();
    }

    /// Tells the judge what the city knows of the document in this frame and of those embedded without an address.
    fn describe(&mut self, frame: &FrameId) {
        let Some(it) = self.frames.get(frame) else { return };
        let page = it.page.clone();
        let kind = self.kind_of(frame, 0);
        if let Some(page) = self.page_of(&page) {
            page.judge.page(frame, kind);
        }
    }

    fn kind_of(&self, frame: &FrameId, depth: u32) -> PageKind {
        let Some(it) = self.frames.get(frame) else { return PageKind::Unknown };
        let bare = is_bare(&it.url);
        match &it.parent {
            Some(parent) if bare && depth < 16 => self.kind_of(parent, depth + 1),
            Some(_) | None if bare => PageKind::Unknown,
            Some(_) | None => self.knowledge.page(&it.url),
        }
    }

    fn load_fired(&mut self, id: &str) {
        let Some(front) = self.front().filter(|page| page.session == id) else { return };
        // The empty page a window begins with is nobody's document.
        if self.frames.get(&front.target).is_some_and(|it| !is_bare(&it.url)) {
            let label = self.label();
            self.tell(HostEvent::Loaded { label });
        }
    }

    fn crashed(&mut self, id: &str) {
        self.guards_cleared(id);
        self.tell(HostEvent::Crashed);
    }

    // ---- guards

    pub(super) fn arm(&mut self, frame: &FrameId) {
        let Some(context) = self.frames.get(frame).and_then(|it| it.context) else { return };
        let call = guard::arm_call(&self.secrets);
        self.in_guard(frame, &call, false, Want::Armed { frame: frame.clone(), context });
    }

    /// The guard did not answer. As long as its document stands it is asked again.
    pub(super) fn arm_again(&mut self, frame: &FrameId, context: i64) {
        let same = self.frames.get(frame).is_some_and(|it| it.context == Some(context));
        if same && !self.ended {
            self.arm(frame);
        }
    }

    pub(super) fn armed(&mut self, frame: &FrameId, context: i64, yes: bool) {
        let Some(it) = self.frames.get(frame).filter(|it| it.context == Some(context)) else { return };
        let page = it.page.clone();
        if let Some(page) = self.page_of(&page) {
            page.judge.armed(frame, yes);
        }
        if yes && !self.ready {
            // The browser tells of no load for the empty page; that its guard answers is what a first page has to show.
            self.ready = true;
            self.tell(HostEvent::Ready);
        }
        self.walk(frame);
        self.still_soon();
    }

    fn binding_called(&mut self, id: &str, name: &str, payload: &str, context: i64) {
        let frame = self.sessions.get(id).and_then(|it| it.contexts.get(&context)).cloned();
        let (true, Some(frame)) = (name == guard::BINDING, frame) else { return };
        let Some(page) = self.frames.get(&frame).map(|it| it.page.clone()) else { return };
        let now = self.now;
        match Notice::read(payload) {
            Some(Notice::Focus { kind }) => {
                self.typing.push(Default::default());
                if let Some(page) = self.page_of(&page) {
                    page.judge.focused(&frame, kind);
                }
            }
            Some(Notice::Blur) => {
                if let Some(page) = self.page_of(&page) {
                    page.judge.blurred(&frame, now);
                }
                self.still_soon();
            }
            Some(Notice::Print) => self.tell(HostEvent::Printed),
            Some(Notice::Picker { kind }) => self.tell(HostEvent::Picker { kind }),
            None => self.frame_lost(&frame),
        }
    }

    // ---- where embedded frames stand

    /// Tells the parent's guard which element this frame hangs in.
    pub(super) fn place(&mut self, frame: &FrameId) {
        let Some(parent) = self.frames.get(frame).and_then(|it| it.parent.clone()) else { return };
        let Some(session) = self.frames.get(&parent).map(|it| it.session.clone()) else { return };
        let want = Want::OwnerFound { frame: frame.clone() };
        self.call(Some(&session), "DOM.getFrameOwner", &json!({ "frameId": frame.0 }), want);
    }

    pub(super) fn place_later(&mut self, frame: &FrameId) {
        let Some(it) = self.frames.get_mut(frame) else { return };
        it.placed_tries += 1;
        if it.placed_tries <= PLACE_TRIES_MAX {
            self.retries.push((self.now + PLACE_AGAIN, frame.clone()));
        }
    }

    fn parent_guard(&self, frame: &FrameId) -> Option<(String, i64)> {
        let parent = self.frames.get(self.frames.get(frame)?.parent.as_ref()?)?;
        Some((parent.session.clone(), parent.context?))
    }

    pub(super) fn owner_found(&mut self, frame: &FrameId, value: &Value) {
        let (Some((session, context)), Some(node)) = (self.parent_guard(frame), value["backendNodeId"].as_i64()) else {
            self.place_later(frame);
            return;
        };
        let node = json!({ "backendNodeId": node, "executionContextId": context });
        self.call(Some(&session), "DOM.resolveNode", &node, Want::OwnerResolved { frame: frame.clone() });
    }

    pub(super) fn owner_resolved(&mut self, frame: &FrameId, value: &Value) {
        let (Some((session, _)), Some(object)) = (self.parent_guard(frame), value["object"]["objectId"].as_str())
        else {
            self.place_later(frame);
            return;
        };
        let call = json!({ "objectId": object, "functionDeclaration": "function(id) { return guard.frame(this, id); }",
            "arguments": [{ "value": frame.0 }], "returnByValue": true });
        self.call(Some(&session), "Runtime.callFunctionOn", &call, Want::OwnerPlaced { frame: frame.clone() });
    }

    pub(super) fn owner_placed(&mut self, frame: &FrameId) {
        if let Some(it) = self.frames.get_mut(frame) {
            it.placed_tries = 0;
        }
        if let Some(parent) = self.frames.get(frame).and_then(|it| it.parent.clone()) {
            self.walk(&parent);
        }
        self.still_soon();
    }

    // ---- dialogs

    fn dialog_opening(&mut self, id: &str, kind: &str, message: &str) {
        let kind = match kind {
            "confirm" => Dialog::Confirm,
            "prompt" => Dialog::Prompt,
            "beforeunload" => Dialog::BeforeUnload,
            _ => Dialog::Alert,
        };
        let now = self.now;
        self.dialogs.retain(|at| *at + DIALOG_WINDOW > now);
        self.dialogs.push(now);
        let leave = kind == Dialog::BeforeUnload;
        if leave || self.dialogs.len() > DIALOGS_MAX {
            if self.dialogs.len() == DIALOGS_MAX + 1 {
                self.tell(HostEvent::DialogsFlooded);
            }
            self.dialogs.truncate(DIALOGS_MAX + 2);
            self.call(Some(id), "Page.handleJavaScriptDialog", &json!({ "accept": leave }), Want::Nothing);
            return;
        }
        self.dialog = Some(id.to_owned());
        let text = self.without_secrets(message).chars().take(DIALOG_CHARS_MAX).collect();
        self.tell(HostEvent::Dialog { kind, text });
    }

    fn dialog_closed(&mut self) {
        if self.dialog.take().is_some() {
            self.tell(HostEvent::DialogClosed);
        }
        self.still_soon();
    }
}

/// A document without an address belongs to the one it is embedded in.
fn is_bare(url: &str) -> bool {
    matches!(url, "" | "about:blank" | "about:srcdoc")
}
