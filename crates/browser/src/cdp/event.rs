//! The events this product understands, read into types; everything else is [`Event::Other`].

use serde::Deserialize;
use serde_json::Value;

/// A frame of a page, as the protocol names it; the main frame's name is its target's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub struct FrameId(pub String);

/// What a target is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetInfo {
    /// Its name; for pages and frames also its main frame's.
    pub target_id: FrameId,
    /// `page`, `iframe`, `service_worker` and others.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its address when it was announced.
    #[serde(default)]
    pub url: String,
    /// The frame it hangs in.
    pub parent_id: Option<FrameId>,
    /// The context it lives in.
    pub browser_context_id: Option<String>,
}

/// Where the page was scrolled when a picture was taken.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScreencastMetadata {
    /// 1.0 unless somebody pinched.
    pub page_scale_factor: f64,
    /// In CSS pixels.
    pub device_width: f64,
    /// In CSS pixels.
    pub device_height: f64,
    /// In CSS pixels.
    pub scroll_offset_x: f64,
    /// In CSS pixels.
    pub scroll_offset_y: f64,
    /// Browser's own bars above the page, in CSS pixels.
    #[serde(default)]
    pub offset_top: f64,
}

/// A node as the DOM domain tells it, cut down to what finding shadow roots needs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    /// Known to this session only.
    pub node_id: i64,
    /// Known to the renderer.
    pub backend_node_id: i64,
    /// How many children it has, told or not.
    #[serde(default)]
    pub child_node_count: u32,
    /// Its children, where told.
    pub children: Option<Vec<Node>>,
    /// Its shadow roots.
    #[serde(default)]
    pub shadow_roots: Vec<Node>,
    /// `user-agent`, `open` or `closed`.
    pub shadow_root_type: Option<String>,
    /// The document inside an embedded frame of the same process.
    pub content_document: Option<Box<Node>>,
}

/// What happened in the browser.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "names and fields are the protocol's own")]
pub enum Event {
    Attached { session: String, target: TargetInfo },
    Detached { session: String },
    TargetCrashed,
    ContextCreated { context: i64, world: String, frame: FrameId },
    ContextDestroyed { context: i64 },
    ContextsCleared,
    BindingCalled { name: String, payload: String, context: i64 },
    FrameAttached { frame: FrameId, parent: FrameId },
    FrameDetached { frame: FrameId, swapped: bool },
    FrameNavigated { frame: FrameId, parent: Option<FrameId>, url: String },
    NavigatedWithinDocument { frame: FrameId, url: String },
    LoadFired,
    ScreencastFrame { data: String, ack: i64, metadata: ScreencastMetadata },
    DialogOpening { kind: String, message: String },
    DialogClosed,
    FileChooserOpened,
    DownloadWillBegin { name: String },
    DocumentUpdated,
    ShadowRootPushed { root: Node },
    ChildNodeInserted { node: Node },
    ChildNodeCountUpdated { node: i64 },
    SetChildNodes { nodes: Vec<Node> },
    Other,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attached {
    session_id: String,
    target_info: TargetInfo,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Aux {
    frame_id: FrameId,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Context {
    id: i64,
    name: String,
    aux_data: Aux,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Binding {
    name: String,
    payload: String,
    execution_context_id: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FrameMoved {
    frame_id: FrameId,
    parent_frame_id: Option<FrameId>,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    url: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Navigated {
    id: FrameId,
    parent_id: Option<FrameId>,
    url: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Screencast {
    data: String,
    session_id: i64,
    metadata: ScreencastMetadata,
}

#[derive(Deserialize)]
struct Dialog {
    message: String,
    #[serde(rename = "type")]
    kind: String,
}

impl Event {
    /// Reads an event. None when a known event is not as it must be, which is not to be believed.
    #[must_use]
    pub fn read(method: &str, params: &Value) -> Option<Self> {
        target(method, params)
            .or_else(|| page(method, params))
            .or_else(|| dom(method, params))
            .unwrap_or(Some(Self::Other))
    }
}

/// The outer None is "not one of mine", the inner "mine, and unreadable".
type Read = Option<Option<Event>>;

fn parsed<'a, T: Deserialize<'a>>(params: &'a Value, event: impl FnOnce(T) -> Event) -> Read {
    Some(T::deserialize(params).ok().map(event))
}

fn target(method: &str, params: &Value) -> Read {
    match method {
        "Target.attachedToTarget" => {
            parsed(params, |it: Attached| Event::Attached { session: it.session_id, target: it.target_info })
        }
        "Target.detachedFromTarget" => {
            Some(params["sessionId"].as_str().map(|session| Event::Detached { session: session.to_owned() }))
        }
        "Inspector.targetCrashed" => Some(Some(Event::TargetCrashed)),
        "Runtime.executionContextCreated" => parsed(&params["context"], |it: Context| Event::ContextCreated {
            context: it.id,
            world: it.name,
            frame: it.aux_data.frame_id,
        })
        // A worker's context hangs in no frame; nothing here draws one.
        .map(|read| read.or(Some(Event::Other))),
        "Runtime.executionContextDestroyed" => {
            Some(params["executionContextId"].as_i64().map(|context| Event::ContextDestroyed { context }))
        }
        "Runtime.executionContextsCleared" => Some(Some(Event::ContextsCleared)),
        "Runtime.bindingCalled" => parsed(params, |it: Binding| Event::BindingCalled {
            name: it.name,
            payload: it.payload,
            context: it.execution_context_id,
        }),
        "Browser.downloadWillBegin" => {
            Some(params["suggestedFilename"].as_str().map(|name| Event::DownloadWillBegin { name: name.to_owned() }))
        }
        _ => None,
    }
}

fn page(method: &str, params: &Value) -> Read {
    match method {
        "Page.frameAttached" => parsed(params, |it: FrameMoved| match it.parent_frame_id {
            Some(parent) => Event::FrameAttached { frame: it.frame_id, parent },
            None => Event::Other,
        }),
        "Page.frameDetached" => {
            parsed(params, |it: FrameMoved| Event::FrameDetached { frame: it.frame_id, swapped: it.reason == "swap" })
        }
        "Page.frameNavigated" => parsed(&params["frame"], |it: Navigated| Event::FrameNavigated {
            frame: it.id,
            parent: it.parent_id,
            url: it.url,
        }),
        "Page.navigatedWithinDocument" => {
            parsed(params, |it: FrameMoved| Event::NavigatedWithinDocument { frame: it.frame_id, url: it.url })
        }
        "Page.loadEventFired" => Some(Some(Event::LoadFired)),
        "Page.screencastFrame" => parsed(params, |it: Screencast| Event::ScreencastFrame {
            data: it.data,
            ack: it.session_id,
            metadata: it.metadata,
        }),
        "Page.javascriptDialogOpening" => {
            parsed(params, |it: Dialog| Event::DialogOpening { kind: it.kind, message: it.message })
        }
        "Page.javascriptDialogClosed" => Some(Some(Event::DialogClosed)),
        "Page.fileChooserOpened" => Some(Some(Event::FileChooserOpened)),
        _ => None,
    }
}

fn dom(method: &str, params: &Value) -> Read {
    match method {
        "DOM.documentUpdated" => Some(Some(Event::DocumentUpdated)),
        "DOM.shadowRootPushed" => parsed(&params["root"], |root: Node| Event::ShadowRootPushed { root }),
        "DOM.childNodeInserted" => parsed(&params["node"], |node: Node| Event::ChildNodeInserted { node }),
        "DOM.childNodeCountUpdated" => {
            Some(params["nodeId"].as_i64().map(|node| Event::ChildNodeCountUpdated { node }))
        }
        "DOM.setChildNodes" => parsed(&params["nodes"], |nodes: Vec<Node>| Event::SetChildNodes { nodes }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_event_nobody_knows_is_no_fault() {
        assert_eq!(Event::read("Page.somethingNew", &json!({ "x": 1 })), Some(Event::Other));
    }

    #[test]
    fn a_known_event_in_another_form_is_not_believed() {
        for (method, params) in [
            ("Target.attachedToTarget", json!({ "sessionId": 5 })),
            ("Page.screencastFrame", json!({ "data": "x" })),
            ("Runtime.executionContextDestroyed", json!({})),
            ("DOM.shadowRootPushed", json!({ "root": 1 })),
        ] {
            assert_eq!(Event::read(method, &params), None, "{method}");
        }
    }

    #[test]
    fn a_frame_in_another_process_is_read_with_its_parent() {
        let params = json!({ "sessionId": "S", "waitingForDebugger": true, "targetInfo": {
            "targetId": "F", "type": "iframe", "title": "", "url": "", "attached": true, "parentId": "P" } });
        let Some(Event::Attached { session, target }) = Event::read("Target.attachedToTarget", &params) else {
            panic!("not read");
        };
        assert_eq!((session.as_str(), target.parent_id), ("S", Some(FrameId("P".to_owned()))));
    }
}
