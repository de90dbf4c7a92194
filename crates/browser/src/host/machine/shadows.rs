//! Parts of a document that the guard cannot find by itself: closed shadow roots, found through the DOM domain.
//!
//! Everything that is asked counts as unwatched until it is answered, and so does every root until the guard has it;
//! the browser tells of a root before it answers a walk that came later, so that no picture slips in between.

use serde_json::{Value, json};

use super::core::Core;
use super::want::Want;
use crate::cdp::event::Node;

/// How deep one answer goes; deeper nodes are asked for by themselves (JSON readers have limits).
const DEPTH: u32 = 40;
/// A document that cannot be looked through this often stays unwatched.
const RESCANS_MAX: u32 = 40;

impl Core {
    /// Looks through a session's documents from the top.
    pub(super) fn rescan(&mut self, id: &str) {
        self.count(id, 1);
        self.call(
            Some(id),
            "DOM.getDocument",
            &json!({ "depth": DEPTH, "pierce": false }),
            Want::Document { session: id.to_owned() },
        );
    }

    /// A look failed. It is tried again, a few times.
    pub(super) fn rescan_later(&mut self, id: &str) {
        let Some(session) = self.sessions.get_mut(id) else { return };
        session.rescans += 1;
        if session.rescans <= RESCANS_MAX && !self.ended {
            self.count(id, -1);
            self.rescan(id);
        }
    }

    pub(super) fn document_told(&mut self, id: &str, value: &Value) {
        match <Node as serde::Deserialize>::deserialize(&value["root"]) {
            Ok(root) => {
                self.look_into(id, &root);
                self.watched_one(id);
            }
            Err(_) => self.lost("a document came in a form nobody knows"),
        }
    }

    /// One thing that was asked for is answered.
    pub(super) fn watched_one(&mut self, id: &str) {
        self.count(id, -1);
    }

    fn count(&mut self, id: &str, by: i32) {
        let Some(session) = self.sessions.get_mut(id) else { return };
        session.unwatched = session.unwatched.saturating_add_signed(by);
        let (page, root, parts) = (session.page.clone(), session.root.clone(), session.unwatched);
        if let Some(page) = self.page_of(&page) {
            page.judge.unwatched(&root, parts);
        }
    }

    /// Adopts every shadow root the page made in this part, and asks for what was not told.
    pub(super) fn look_into(&mut self, id: &str, node: &Node) {
        if let Some(kind) = &node.shadow_root_type {
            // The browser's own roots, such as those inside an input, are the element's.
            if kind == "user-agent" {
                return;
            }
            let contexts = self.sessions.get(id).map(|it| it.contexts.keys().copied().collect()).unwrap_or_default();
            self.count(id, 1);
            self.resolve_shadow(id, node.backend_node_id, contexts);
        }
        match &node.children {
            Some(children) => children.iter().for_each(|child| self.look_into(id, child)),
            None if node.child_node_count > 0 => self.ask_children(id, node.node_id),
            None => {}
        }
        node.shadow_roots.iter().chain(node.content_document.as_deref()).for_each(|inner| self.look_into(id, inner));
    }

    pub(super) fn ask_children(&mut self, id: &str, node: i64) {
        self.count(id, 1);
        let want = Want::Children { session: id.to_owned() };
        let params = json!({ "nodeId": node, "depth": DEPTH, "pierce": false });
        self.call(Some(id), "DOM.requestChildNodes", &params, want);
    }

    /// Hands a root into the guard of its own document: the browser refuses every other one's.
    pub(super) fn resolve_shadow(&mut self, id: &str, node: i64, mut rest: Vec<i64>) {
        let Some(context) = rest.pop() else {
            // No guard took it: the node is gone, or its document is. A new look tells.
            self.rescan_later(id);
            return;
        };
        let params = json!({ "backendNodeId": node, "executionContextId": context });
        self.call(Some(id), "DOM.resolveNode", &params, Want::ShadowResolved { session: id.to_owned(), node, rest });
    }

    pub(super) fn shadow_resolved(&mut self, id: &str, value: &Value) {
        let Some(object) = value["object"]["objectId"].as_str() else {
            self.rescan_later(id);
            return;
        };
        let call = json!({ "objectId": object, "returnByValue": true,
            "functionDeclaration": "function() { return guard.adopt(this); }" });
        let want = Want::ShadowAdopted { session: id.to_owned() };
        self.call(Some(id), "Runtime.callFunctionOn", &call, want);
    }
}
