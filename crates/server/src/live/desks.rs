//! Who holds which desk: one tab at a time, never half of each.
//!
//! Owns the table of holders. A tab that comes back after a reload is let in at once; another tab
//! has to take over, and the one before is told to let go.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;
use uuid::Uuid;

/// The table; cheap to clone, all clones are one.
#[derive(Debug, Clone, Default)]
pub struct Desks {
    table: Arc<Mutex<Table>>,
}

#[derive(Debug, Default)]
struct Table {
    held: BTreeMap<Uuid, Holder>,
    last_connection: u64,
}

#[derive(Debug)]
struct Holder {
    tab: String,
    connection: u64,
    let_go: oneshot::Sender<()>,
}

/// A desk that is held; resolves when another tab takes it.
#[derive(Debug)]
pub struct Held {
    /// The holder's number.
    pub connection: u64,
    /// Resolves when the desk is taken over.
    pub taken: oneshot::Receiver<()>,
}

impl Desks {
    /// Takes the desk of `agent` for `tab`; None when another tab holds it and `take_over` is false.
    pub fn take(&self, agent: Uuid, tab: &str, take_over: bool) -> Option<Held> {
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        let foreign = table.held.get(&agent).is_some_and(|holder| holder.tab != tab);
        if foreign && !take_over {
            return None;
        }
        table.last_connection += 1;
        let connection = table.last_connection;
        let (let_go, taken) = oneshot::channel();
        let before = table.held.insert(agent, Holder { tab: tab.to_owned(), connection, let_go });
        if let Some(before) = before {
            // A holder whose connection has died listens no more.
            let _ = before.let_go.send(());
        }
        Some(Held { connection, taken })
    }

    /// Frees the desk, when `connection` still holds it.
    pub fn leave(&self, agent: Uuid, connection: u64) {
        let mut table = self.table.lock().unwrap_or_else(PoisonError::into_inner);
        if table.held.get(&agent).is_some_and(|holder| holder.connection == connection) {
            table.held.remove(&agent);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGENT: Uuid = Uuid::from_u128(1);

    #[test]
    fn a_second_tab_is_refused_until_it_takes_over() {
        let desks = Desks::default();
        let mut first = desks.take(AGENT, "a", false).unwrap();
        assert!(desks.take(AGENT, "b", false).is_none());
        assert!(first.taken.try_recv().is_err(), "a refused tab disturbs nobody");
        let second = desks.take(AGENT, "b", true).unwrap();
        assert_eq!(first.taken.try_recv(), Ok(()));
        assert!(desks.take(AGENT, "a", false).is_none());
        desks.leave(AGENT, first.connection);
        assert!(desks.take(AGENT, "a", false).is_none(), "who was taken over cannot free the desk");
        desks.leave(AGENT, second.connection);
        assert!(desks.take(AGENT, "a", false).is_some());
    }

    #[test]
    fn the_same_tab_after_a_reload_is_let_in_at_once() {
        let desks = Desks::default();
        let mut first = desks.take(AGENT, "a", false).unwrap();
        assert!(desks.take(AGENT, "a", false).is_some());
        assert_eq!(first.taken.try_recv(), Ok(()));
    }
}
