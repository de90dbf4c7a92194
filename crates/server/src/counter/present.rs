//! Kiosks that are connected, and the visit each has.
//!
//! Owns one connection a kiosk: a second one takes over and the first is told to let go. A visit stays
//! its kiosk's while the connection is gone, for as long as the room waits for it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use domain::contact::Language;
use domain::ids::ContactId;
use tokio::sync::oneshot;
use uuid::Uuid;

/// The table; cheap to clone, all clones are one.
#[derive(Debug, Clone, Default)]
pub(super) struct Present {
    table: Arc<Mutex<Table>>,
}

#[derive(Debug, Default)]
struct Table {
    kiosks: BTreeMap<Uuid, Kiosk>,
    last_connection: u64,
}

#[derive(Debug, Default)]
struct Kiosk {
    connection: Option<(u64, oneshot::Sender<LetGo>)>,
    /// The newest connection, whether it stands or has ended.
    newest: u64,
    visit: Option<Ticket>,
}

/// Why a kiosk's connection ends from our side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LetGo {
    /// Another page uses its identity.
    Replaced,
    /// It was taken out of service.
    Revoked,
}

/// A visitor's ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ticket {
    pub(super) contact: ContactId,
    pub(super) number: String,
    pub(super) language: Language,
    pub(super) wish: String,
    pub(super) issued_at: DateTime<Utc>,
}

/// A connection that stands.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) number: u64,
    /// Resolves when the connection has to end.
    pub(super) let_go: oneshot::Receiver<LetGo>,
}

impl Present {
    /// A kiosk connects; a connection it had before is told to let go.
    pub(super) fn connect(&self, kiosk: Uuid) -> Connection {
        let mut table = self.table();
        table.last_connection += 1;
        let number = table.last_connection;
        let (sender, let_go) = oneshot::channel();
        let entry = table.kiosks.entry(kiosk).or_default();
        entry.newest = number;
        if let Some((_, before)) = entry.connection.replace((number, sender)) {
            // A connection that has died listens no more.
            let _ = before.send(LetGo::Replaced);
        }
        Connection { number, let_go }
    }

    /// A connection has ended; the visit its kiosk still has, when no other connection took over.
    pub(super) fn disconnect(&self, kiosk: Uuid, connection: u64) -> Option<Ticket> {
        let mut table = self.table();
        let entry = table.kiosks.get_mut(&kiosk)?;
        if entry.connection.as_ref().is_some_and(|(number, _)| *number == connection) {
            entry.connection = None;
        }
        match (&entry.connection, &entry.visit) {
            (None, Some(visit)) => Some(visit.clone()),
            (None, None) => {
                table.kiosks.remove(&kiosk);
                None
            }
            (Some(_), _) => None,
        }
    }

    /// Ends the connection of a kiosk that is taken out of service; the visit it has.
    pub(super) fn revoke(&self, kiosk: Uuid) -> Option<Ticket> {
        let entry = self.table().kiosks.remove(&kiosk)?;
        if let Some((_, connection)) = entry.connection {
            let _ = connection.send(LetGo::Revoked);
        }
        entry.visit
    }

    /// Gives the kiosk a visit; false when it has one.
    pub(super) fn begin(&self, kiosk: Uuid, ticket: Ticket) -> bool {
        let mut table = self.table();
        let entry = table.kiosks.entry(kiosk).or_default();
        let free = entry.visit.is_none();
        if free {
            entry.visit = Some(ticket);
        }
        free
    }

    /// The kiosk's visit.
    pub(super) fn visit(&self, kiosk: Uuid) -> Option<Ticket> {
        self.table().kiosks.get(&kiosk)?.visit.clone()
    }

    /// The kiosk that has a visit.
    pub(super) fn kiosk_of(&self, contact: ContactId) -> Option<Uuid> {
        let table = self.table();
        let has = |entry: &Kiosk| entry.visit.as_ref().is_some_and(|visit| visit.contact == contact);
        table.kiosks.iter().find(|(_, entry)| has(entry)).map(|(kiosk, _)| *kiosk)
    }

    /// The visit is over for the visitor.
    pub(super) fn end(&self, kiosk: Uuid, contact: ContactId) {
        let mut table = self.table();
        let Some(entry) = table.kiosks.get_mut(&kiosk) else { return };
        if entry.visit.as_ref().is_some_and(|visit| visit.contact == contact) {
            entry.visit = None;
        }
        if entry.visit.is_none() && entry.connection.is_none() {
            table.kiosks.remove(&kiosk);
        }
    }

    /// Kiosks that are connected and have no visitor.
    pub(super) fn free(&self) -> Vec<Uuid> {
        let table = self.table();
        let is_free = |entry: &Kiosk| entry.connection.is_some() && entry.visit.is_none();
        table.kiosks.iter().filter(|(_, entry)| is_free(entry)).map(|(kiosk, _)| *kiosk).collect()
    }

    /// Whether the kiosk is connected.
    pub(super) fn is_connected(&self, kiosk: Uuid) -> bool {
        self.table().kiosks.get(&kiosk).is_some_and(|entry| entry.connection.is_some())
    }

    /// Whether the kiosk has not been back since this connection of its ended.
    pub(super) fn is_gone_since(&self, kiosk: Uuid, connection: u64) -> bool {
        let table = self.table();
        table.kiosks.get(&kiosk).is_none_or(|entry| entry.connection.is_none() && entry.newest == connection)
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIOSK: Uuid = Uuid::from_u128(1);

    fn ticket(n: u128) -> Ticket {
        Ticket {
            contact: ContactId(Uuid::from_u128(n)),
            number: n.to_string(),
            language: Language::Ja,
            wish: "renewal".to_owned(),
            issued_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_second_connection_takes_over_and_keeps_the_visit() {
        let present = Present::default();
        let mut first = present.connect(KIOSK);
        assert!(present.begin(KIOSK, ticket(7)));
        let mut second = present.connect(KIOSK);
        assert_eq!(first.let_go.try_recv(), Ok(LetGo::Replaced));
        assert_eq!(present.disconnect(KIOSK, first.number), None, "the newer connection stands");
        assert!(second.let_go.try_recv().is_err());
        assert_eq!(present.visit(KIOSK), Some(ticket(7)));
        assert_eq!(present.disconnect(KIOSK, second.number), Some(ticket(7)), "somebody has to wait for the kiosk");
        assert!(!present.is_connected(KIOSK));
        assert!(present.is_gone_since(KIOSK, second.number));
        let third = present.connect(KIOSK);
        present.disconnect(KIOSK, third.number);
        assert!(!present.is_gone_since(KIOSK, second.number), "it was back meanwhile, and is waited for anew");
        assert!(present.is_gone_since(KIOSK, third.number));
    }

    #[test]
    fn a_kiosk_has_one_visit_at_a_time() {
        let present = Present::default();
        let _connection = present.connect(KIOSK);
        assert!(present.begin(KIOSK, ticket(1)));
        assert!(!present.begin(KIOSK, ticket(2)));
        present.end(KIOSK, ticket(2).contact);
        assert_eq!(present.visit(KIOSK), Some(ticket(1)), "another's end changes nothing");
        present.end(KIOSK, ticket(1).contact);
        assert!(present.begin(KIOSK, ticket(2)));
    }

    #[test]
    fn a_revoked_kiosk_lets_go_and_leaves_its_visit() {
        let present = Present::default();
        let mut connection = present.connect(KIOSK);
        present.begin(KIOSK, ticket(3));
        assert_eq!(present.revoke(KIOSK), Some(ticket(3)));
        assert_eq!(connection.let_go.try_recv(), Ok(LetGo::Revoked));
        assert_eq!(present.visit(KIOSK), None);
    }
}
