//! Who may write to whom: the caller's word, asked at every step.

use std::sync::Arc;

use crate::address::Address;
use crate::store::{Mailboxes, Visit};

/// Whether something is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Accept,
    /// It is not, and its sender is told so for good.
    Refuse,
}

/// What the caller decides; asked for each command, so that a change counts at once.
pub trait Policy: Send + Sync {
    /// Whether the city has agreed to mailboxes at all. Where it has not, nobody gets further than the greeting.
    fn is_on(&self) -> bool;

    /// Whether an address that a visit has may get letters.
    fn recipient(&self, address: &Address) -> Verdict;

    /// Whether a site writes from `domain` to this visit: one of the sender domains of the site profile in use there.
    fn sender(&self, visit: Visit, domain: &str) -> Verdict;
}

/// The door: what it guards, who decides, and what the machine calls itself.
#[derive(Clone)]
pub struct Gate {
    /// Addresses and letters.
    pub mailboxes: Arc<Mailboxes>,
    /// Who may write to whom.
    pub policy: Arc<dyn Policy>,
    /// The name in the greeting, such as `mail.city.example`.
    pub host: String,
}
