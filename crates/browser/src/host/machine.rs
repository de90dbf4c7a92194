//! The host as a machine: messages, orders and time go in, effects come out. It never waits.
//!
//! Owns which targets, frames and guards there are (`targets`), the parts the guard cannot find by itself (`shadows`),
//! the way of a picture from the browser to a verdict (`pictures`), and orders (`orders`), all on one state (`core`).
//! Where it does not know it shows nothing, and where it cannot vouch it ends.

mod answers;
mod core;
pub mod order;
mod orders;
mod picture;
mod pictures;
mod shadows;
mod targets;
#[cfg(test)]
mod tests;
mod want;

use std::time::Duration;

use serde_json::json;

pub use self::core::{ANSWER_PATIENCE, Core, Effect};
pub use self::order::OrderFault;
use self::order::{HostEvent, Order};
use self::want::Want;
use super::exchange::Erased;
use super::launch::Ended;
use crate::cdp::event::FrameId;
use crate::cdp::{Event, Incoming};
use crate::guard::disclosure::Hold;
use crate::guard::{Blank, PageKind};

const EXPIRY_LOOK: Duration = Duration::from_secs(1);

impl Core {
    /// Asks for a context and a page.
    pub fn begin(&mut self, now: Duration) {
        self.now = now;
        let kinds = json!([{ "type": "browser", "exclude": true }, { "type": "tab", "exclude": true },
            { "type": "browser_ui", "exclude": true }, {}]);
        let attach = json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true, "filter": kinds });
        self.call(None, "Target.setAutoAttach", &attach, Want::Must("attaching"));
        self.call(None, "Target.createBrowserContext", &json!({ "disposeOnDetach": true }), Want::ContextMade);
    }

    /// Takes a message of the browser.
    pub fn incoming(&mut self, message: Incoming, now: Duration) {
        self.now = now;
        match message {
            Incoming::Answer { id, outcome } => {
                if let Some(want) = self.calls.settle(id) {
                    self.answered(want, outcome);
                }
            }
            Incoming::Happened { session, method, params } => match Event::read(&method, &params) {
                Some(event) => self.happened(session.as_ref().map(|it| it.0.as_str()), event),
                None => self.lost(&format!("{method} came in a form nobody knows")),
            },
        }
        self.look_at_front();
    }

    /// Takes an order of the caller.
    pub fn order(&mut self, order: Order, now: Duration) {
        self.now = now;
        self.obey(order);
        self.look_at_front();
    }

    /// Time passed.
    pub fn tick(&mut self, now: Duration) {
        self.now = now;
        for want in self.calls.expired(now) {
            self.unanswered(want, &OrderFault::Late);
        }
        let due: Vec<FrameId> =
            self.retries.iter().filter(|(at, _)| *at <= now).map(|(_, frame)| frame.clone()).collect();
        self.retries.retain(|(at, _)| *at > now);
        for frame in due {
            self.place(&frame);
        }
        self.pictures_due();
        self.look_at_front();
    }

    /// When to tick again.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Duration> {
        let pages = self.pages.last().into_iter().filter_map(|page| page.pictures.deadline());
        let retries = self.retries.iter().map(|(at, _)| *at);
        pages.chain(retries).chain([self.now + EXPIRY_LOOK]).min()
    }

    /// What was there, for the receipt; typed secrets are overwritten with this.
    pub fn erased(&mut self, processes: Ended) -> Erased {
        let secrets = u32::try_from(self.secrets.len()).unwrap_or(u32::MAX);
        self.secrets.clear();
        self.typing.clear();
        Erased { context_disposed: self.disposed, photos: self.photos, secrets, pictures: self.shown, processes }
    }

    fn happened(&mut self, session: Option<&str>, event: Event) {
        match event {
            Event::Attached { session: new, target } => self.attached(session, &new, target),
            Event::Detached { session } => self.detached(&session),
            Event::DownloadWillBegin { name } => {
                let name = self.without_secrets(&name).chars().take(100).collect();
                self.tell(HostEvent::DownloadRefused { name });
            }
            event => {
                if let Some(id) = session
                    && self.sessions.contains_key(id)
                {
                    self.happened_in(id, event);
                }
            }
        }
    }

    /// After everything: what changed about hold, guard and page is told, and covered at once.
    fn look_at_front(&mut self) {
        let Some(page) = self.pages.last_mut() else { return };
        let (healthy, hold) = (page.judge.healthy(), page.judge.hold());
        let mut told = Vec::new();
        if healthy != page.healthy {
            page.healthy = healthy;
            told.push(if healthy { HostEvent::GuardHealthy } else { HostEvent::GuardLost });
        }
        let mut commit = false;
        match hold {
            Hold::Held(kind) if !page.held => {
                page.held = true;
                told.push(HostEvent::SecretFocused { kind });
            }
            Hold::Held(_) => {}
            Hold::Clearing { .. } => commit = !self.typing.is_empty(),
            Hold::Free if page.held => {
                page.held = false;
                told.push(HostEvent::SecretBlurred);
            }
            Hold::Free => {}
        }
        let must_blank = match (hold, page.judge.root_page()) {
            (Hold::Held(_) | Hold::Clearing { .. }, _) => Some(Blank::Hold),
            (Hold::Free, PageKind::Secret { .. }) => Some(Blank::SecretPage),
            (Hold::Free, PageKind::Unknown) => Some(Blank::UnknownPage),
            (Hold::Free, PageKind::Open { .. }) => (!healthy).then_some(Blank::Unguarded),
        };
        // Covered first: whoever hears of a hold must find the picture gone already.
        if let Some(reason) = must_blank {
            self.blank(reason);
        }
        for event in told {
            self.tell(event);
        }
        if commit {
            self.commit_secret();
        }
    }
}
