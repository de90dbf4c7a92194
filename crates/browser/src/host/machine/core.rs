//! What the machine knows, and how it asks the browser.
//!
//! Owns the state every part of the machine works on. It must never know what an answer or an event means; that is said
//! beside it, a file a subject.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use zeroize::Zeroizing;

use super::order::{HostEvent, OrderFault, Reply};
use super::picture::Pictures;
use super::want::{Groups, Want};
use crate::cdp::event::FrameId;
use crate::cdp::{Calls, SessionId, codec};
use crate::frame::MaskedFrame;
use crate::guard::{Blank, Judge, Layers, PageKind, PageKnowledge};
use crate::host::exchange::{KioskFrame, OperatorGate};

/// How long an answer of the browser counts.
pub const ANSWER_PATIENCE: Duration = Duration::from_secs(10);
const PLAIN_CALL_BYTES: usize = 512;

/// What the shell has to do.
#[derive(Debug)]
pub enum Effect {
    /// Write this to the pipe.
    Send(Zeroizing<Vec<u8>>),
    /// Tell the caller.
    Tell(HostEvent),
    /// Show operators this picture.
    Operator(MaskedFrame),
    /// Show the resident this picture.
    Kiosk(KioskFrame),
    /// End all processes.
    End,
}

#[derive(Debug)]
pub(super) struct Page {
    pub(super) target: FrameId,
    pub(super) session: String,
    pub(super) judge: Judge,
    pub(super) pictures: Pictures,
    pub(super) healthy: bool,
    pub(super) held: bool,
    pub(super) blank: Option<Blank>,
}

#[derive(Debug)]
pub(super) struct Session {
    pub(super) page: FrameId,
    pub(super) root: FrameId,
    pub(super) contexts: BTreeMap<i64, FrameId>,
    pub(super) unwatched: u32,
    pub(super) rescans: u32,
}

#[derive(Debug)]
pub(super) struct Frame {
    pub(super) page: FrameId,
    pub(super) session: String,
    pub(super) parent: Option<FrameId>,
    pub(super) context: Option<i64>,
    pub(super) url: String,
    pub(super) placed_tries: u32,
}

/// The machine.
pub struct Core {
    pub(super) knowledge: Arc<dyn PageKnowledge>,
    pub(super) gate: OperatorGate,
    pub(super) layers: Layers,
    pub(super) window: (u32, u32),
    pub(super) now: Duration,
    pub(super) calls: Calls<Want>,
    pub(super) effects: Vec<Effect>,
    pub(super) context: Option<String>,
    pub(super) ready: bool,
    pub(super) ended: bool,
    pub(super) ending: bool,
    pub(super) disposed: bool,
    /// Until then the guards may let a press into a pad.
    pub(super) pad_open_until: Duration,
    pub(super) pages: Vec<Page>,
    pub(super) sessions: BTreeMap<String, Session>,
    pub(super) frames: BTreeMap<FrameId, Frame>,
    pub(super) typing: Vec<Zeroizing<String>>,
    pub(super) secrets: Vec<Zeroizing<String>>,
    pub(super) dialog: Option<String>,
    pub(super) dialogs: Vec<Duration>,
    pub(super) retries: Vec<(Duration, FrameId)>,
    pub(super) groups: Groups,
    pub(super) photos: u32,
    pub(super) shown: u64,
    pub(super) pressed: bool,
}

impl Core {
    /// A machine that was not begun.
    #[must_use]
    pub fn new(knowledge: Arc<dyn PageKnowledge>, gate: OperatorGate, layers: Layers, window: (u32, u32)) -> Self {
        Self {
            knowledge,
            gate,
            layers,
            window,
            now: Duration::ZERO,
            calls: Calls::default(),
            effects: Vec::new(),
            context: None,
            ready: false,
            ended: false,
            ending: false,
            disposed: false,
            pad_open_until: Duration::ZERO,
            pages: Vec::new(),
            sessions: BTreeMap::new(),
            frames: BTreeMap::new(),
            typing: Vec::new(),
            secrets: Vec::new(),
            dialog: None,
            dialogs: Vec::new(),
            retries: Vec::new(),
            groups: Groups::default(),
            photos: 0,
            shown: 0,
            pressed: false,
        }
    }

    /// What to do, in order.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// The browser is lost, or cannot be vouched for: everybody who waits is told, and it ends.
    pub fn lost(&mut self, cause: &str) {
        if self.ended {
            return;
        }
        self.ended = true;
        for want in self.calls.all() {
            self.unanswered(want, &OrderFault::Lost);
        }
        self.tell(HostEvent::Lost { cause: cause.to_owned() });
        self.effects.push(Effect::End);
    }

    pub(super) fn tell(&mut self, event: HostEvent) {
        self.effects.push(Effect::Tell(event));
    }

    pub(super) fn call<P: Serialize>(&mut self, session: Option<&str>, method: &str, params: &P, want: Want) {
        self.call_sized(session, method, params, want, PLAIN_CALL_BYTES);
    }

    pub(super) fn call_sized<P: Serialize>(
        &mut self,
        session: Option<&str>,
        method: &str,
        params: &P,
        want: Want,
        size: usize,
    ) {
        if self.ended {
            self.unanswered(want, &OrderFault::Lost);
            return;
        }
        let Some(id) = self.calls.ask(want, self.now + ANSWER_PATIENCE) else {
            self.lost("too many calls are open");
            return;
        };
        let session = session.map(|it| SessionId(it.to_owned()));
        match codec::write(id, session.as_ref(), method, params, size) {
            Ok(message) => self.effects.push(Effect::Send(message)),
            Err(_) => self.lost("a call could not be written"),
        }
    }

    /// Runs an expression in a frame's guard. The expression may hold a secret and is overwritten when written.
    pub(super) fn in_guard(&mut self, frame: &FrameId, expression: &str, waits: bool, want: Want) {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Evaluate<'a> {
            expression: &'a str,
            context_id: i64,
            return_by_value: bool,
            await_promise: bool,
        }
        let known = self.frames.get(frame).and_then(|it| Some((it.session.clone(), it.context?)));
        let Some((session, context_id)) = known else {
            self.unanswered(want, &OrderFault::NotThere);
            return;
        };
        let params = Evaluate { expression, context_id, return_by_value: true, await_promise: waits };
        let size = expression.len() * 2 + PLAIN_CALL_BYTES;
        self.call_sized(Some(&session), "Runtime.evaluate", &params, want, size);
    }

    pub(super) fn page_of(&mut self, target: &FrameId) -> Option<&mut Page> {
        self.pages.iter_mut().find(|page| page.target == *target)
    }

    pub(super) fn front(&self) -> Option<&Page> {
        self.pages.last()
    }

    pub(super) fn label(&self) -> Option<String> {
        match self.front()?.judge.root_page() {
            PageKind::Open { label } | PageKind::Secret { label } => Some(label.clone()),
            PageKind::Unknown => None,
        }
    }
}

pub(super) fn answer(reply: Reply, outcome: Result<(), OrderFault>) {
    // Whoever asked may be gone; then nobody needs the answer.
    let _gone = reply.send(outcome);
}
