//! The books: what is recorded goes to the journal first and to the database after.
//!
//! Owns the journal's writing end, the keys of open contacts, and the task that replays the journal
//! into the database for as long as it takes. A database that is away stops no call; a journal
//! that cannot be written raises an alarm and is tried again. See ADR 0002.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::contact::Party;
use domain::floor::Effect;
use domain::ids::ContactId;
use domain::numbers::E164;
use domain::time::Timestamp;
use media::LegId;
use storage::flow_runs::FlowTurn;
use storage::ingest::{self, BATCH_MAX, Entry, Opening};
use storage::journal::{Journal, JournalConfig, JournalReader, ReadError};
use storage::{Db, StoreError};
use tokio::sync::Notify;
use uuid::Uuid;
use vault::{ContactKey, KeyRing};

use super::alarms::Alarms;
use super::pulse::Pulse;
use crate::clock::{Clock, fresh_id};

/// Entries kept in memory while the journal cannot be written; beyond it the oldest are lost, and it is said.
const BACKLOG_MAX: usize = 100_000;
/// First and longest pause before a database that is away is tried again.
const RETRY_FIRST: Duration = Duration::from_millis(200);
const RETRY_MAX: Duration = Duration::from_secs(5);
/// A database that has not answered for this long is away, though its connection stands.
const ANSWER_MAX: Duration = Duration::from_secs(10);

/// Why the books could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum BooksError {
    /// The journal's folder or files.
    #[error("journal: {0}")]
    Journal(#[from] std::io::Error),
    /// The journal is damaged in its middle.
    #[error("journal: {0}")]
    Damaged(#[from] ReadError),
    /// The database refused what the journal holds.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The floor's configuration cannot be used.
    #[error("floor: {0}")]
    Floor(#[from] domain::floor::FloorFault),
}

/// The writing end.
pub(super) struct Books {
    journal: Journal,
    keys: BTreeMap<ContactId, ContactKey>,
    /// Entries that go to the journal in front of the next ones.
    waiting: Vec<Entry>,
    backlog: Vec<Vec<u8>>,
    pulse: Pulse,
    written: Arc<Notify>,
    alarms: Alarms,
    clock: Clock,
}

impl Books {
    /// Opens the journal and cuts a torn end; nothing is replayed yet.
    pub(super) fn open(folder: &Path, alarms: Alarms, clock: Clock) -> Result<Self, BooksError> {
        std::fs::create_dir_all(folder)?;
        let journal = Journal::open(folder, JournalConfig::default())?;
        if journal.torn_bytes() > 0 {
            tracing::warn!(bytes = journal.torn_bytes(), "the journal's torn end was cut; nobody had acted on it");
        }
        Ok(Self {
            journal,
            keys: BTreeMap::new(),
            waiting: Vec::new(),
            backlog: Vec::new(),
            pulse: Pulse::open(folder)?,
            written: Arc::default(),
            alarms,
            clock,
        })
    }

    /// When an earlier run was last seen alive, by its own clock.
    pub(super) fn last_alive(&self) -> Option<Timestamp> {
        self.pulse.last
    }

    /// Notes that the program is alive.
    pub(super) fn alive(&mut self, now: Timestamp) {
        self.pulse.beat(now);
    }

    /// Applies everything the journal holds to the database.
    pub(super) async fn catch_up(&self, db: &Db) -> Result<(), BooksError> {
        let mut reader = self.journal.reader()?;
        loop {
            let records = reader.read(BATCH_MAX)?;
            let Some((last, _)) = records.last() else { return Ok(()) };
            let last = *last;
            apply(db, &entries(records)).await?;
            reader.checkpoint(last)?;
        }
    }

    /// Replays what is written from now on, until the process ends.
    pub(super) fn replay_into(&self, db: Db) -> Result<(), BooksError> {
        let replayer = Replayer {
            reader: self.journal.reader()?,
            db,
            written: Arc::clone(&self.written),
            alarms: self.alarms.clone(),
            clock: self.clock.clone(),
        };
        tokio::spawn(replayer.run());
        Ok(())
    }

    /// Makes the contact's key; its opening goes to the journal before its first event.
    pub(super) fn begin(
        &mut self,
        ring: &KeyRing,
        contact: ContactId,
        at: Timestamp,
        dialled: Option<&E164>,
        caller: Option<&E164>,
    ) -> Result<(), StoreError> {
        let (opening, key) = Opening::seal(ring, contact.0, at.0, dialled.map(E164::as_str), caller.map(E164::as_str))?;
        self.waiting.push(Entry::Opening(opening));
        self.keys.insert(contact, key);
        Ok(())
    }

    /// Keeps the key of a contact of an earlier run that goes on.
    pub(super) fn adopt(&mut self, contact: ContactId, key: ContactKey) {
        self.keys.insert(contact, key);
    }

    /// Notes a visit's ticket, for a start after a stop; it goes to the journal with what comes next.
    pub(super) fn note_ticket(&mut self, contact: ContactId, number: &str, kiosk: Option<Uuid>) {
        self.waiting.push(Entry::Ticket { contact: contact.0, number: number.to_owned(), kiosk });
    }

    /// Notes whose voice a leg of a contact's recording is; it goes to the journal with what comes next.
    pub(super) fn note_voice(&mut self, contact: ContactId, leg: LegId, party: Party) {
        self.waiting.push(Entry::Voice { contact: contact.0, leg: leg.0, party });
    }

    /// Notes a turn of a visit's flow; it goes to the journal with what comes next.
    pub(super) fn note_flow(&mut self, turn: FlowTurn) {
        self.waiting.push(Entry::Flow { turn: Box::new(turn) });
    }

    /// Notes that a recording of a contact begins; false when the contact has no key to record under.
    pub(super) fn note_recording(&mut self, ring: &KeyRing, contact: ContactId, id: Uuid, at: Timestamp) -> bool {
        if !self.keys.contains_key(&contact) {
            return false;
        }
        let key_id = ring.current().to_string();
        self.waiting.push(Entry::Recording { id, contact: contact.0, key_id, at_ms: at.0 });
        true
    }

    /// The key of an open contact, for its notes.
    pub(super) fn key(&self, ring: &KeyRing, contact: ContactId) -> Option<ContactKey> {
        let key = self.keys.get(&contact)?;
        ring.unwrap(key.wrapped(), contact.0).ok()
    }

    /// A fresh key for one recording of an open contact. It stands wrapped in the recording's header and nowhere
    /// else, so that whoever overwrites it there has destroyed it.
    pub(super) fn sealing_key(&self, ring: &KeyRing, contact: ContactId) -> Option<ContactKey> {
        self.keys.get(&contact)?;
        ring.contact_key(contact.0).ok()
    }

    /// Forgets the key of a closed contact.
    pub(super) fn forget(&mut self, contact: ContactId) {
        self.keys.remove(&contact);
    }

    /// Writes what the effects record; returns once it is on the disk, or an alarm says that it is not.
    pub(super) fn write_effects(&mut self, effects: &[Effect]) {
        let entries = effects.iter().filter_map(|effect| match effect {
            Effect::Record(event) => Some(Entry::Event { event: event.clone() }),
            Effect::RecordAgent(event) => Some(Entry::Agent { id: fresh_id(), event: event.clone() }),
            _ => None,
        });
        self.write(entries.collect());
    }

    /// Writes what waits and `entries`, in this order.
    pub(super) fn write(&mut self, entries: Vec<Entry>) {
        if entries.is_empty() && self.waiting.is_empty() {
            return;
        }
        let waiting = std::mem::take(&mut self.waiting);
        let entries = waiting.into_iter().chain(entries);
        let mut records = std::mem::take(&mut self.backlog);
        for entry in entries {
            match entry.to_bytes() {
                Ok(bytes) => records.push(bytes),
                Err(why) => tracing::error!(%why, "an entry could not be put into words"),
            }
        }
        match tokio::task::block_in_place(|| self.journal.append(&records)) {
            Ok(_) => {
                self.alarms.clear("journal_unwritable");
                self.written.notify_one();
            }
            Err(why) => self.keep(records, &why),
        }
    }

    fn keep(&mut self, mut records: Vec<Vec<u8>>, why: &std::io::Error) {
        let ja = format!(
            "記録をディスクに書けません（{why}）。通話は続いていますが、停電すると記録が失われます。ディスクを確かめてください。"
        );
        let en = format!(
            "Records cannot be written to disk ({why}). Calls go on, but a power cut would lose records. Check the disk."
        );
        self.alarms.raise("journal_unwritable", self.clock.now(), &ja, &en);
        if records.len() > BACKLOG_MAX {
            let lost = records.len() - BACKLOG_MAX;
            tracing::error!(lost, "records were lost because the disk has been refusing them for too long");
            records.drain(..lost);
        }
        self.backlog = records;
    }
}

/// The task that brings the journal into the database.
struct Replayer {
    reader: JournalReader,
    db: Db,
    written: Arc<Notify>,
    alarms: Alarms,
    clock: Clock,
}

impl Replayer {
    async fn run(mut self) {
        loop {
            let records = match self.reader.read(BATCH_MAX) {
                Ok(records) => records,
                Err(why) => {
                    self.alarms.raise(
                        "journal_damaged",
                        self.clock.now(),
                        "記録ファイルが壊れています。保守担当に連絡してください。",
                        "The journal is damaged. Call support.",
                    );
                    tracing::error!(%why, "the journal cannot be read");
                    return;
                }
            };
            let Some(last) = records.last().map(|(number, _)| *number) else {
                self.written.notified().await;
                continue;
            };
            self.apply_at_last(&entries(records)).await;
            if let Err(why) = self.reader.checkpoint(last) {
                // The same records are applied once more after a restart, which changes nothing.
                tracing::warn!(%why, "the journal's checkpoint could not be written");
            }
        }
    }

    /// Applies a batch however long the database is away; an entry it refuses is set aside, never the others.
    async fn apply_at_last(&self, entries: &[Entry]) {
        let mut pause = RETRY_FIRST;
        loop {
            let Ok(applied) = tokio::time::timeout(ANSWER_MAX, apply(&self.db, entries)).await else {
                self.away("no answer");
                if entries.len() > 1 {
                    // A slow disk may need longer for a whole batch; one by one it gets on.
                    return self.apply_one_by_one(entries).await;
                }
                continue;
            };
            match applied {
                Ok(()) => {
                    self.alarms.clear("database_away");
                    return;
                }
                Err(why) if why.is_passing() || entries.len() > 1 => {
                    if !why.is_passing() {
                        return self.apply_one_by_one(entries).await;
                    }
                    self.away(&why.to_string());
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(RETRY_MAX);
                }
                Err(why) => return self.set_aside(&entries[0], &why),
            }
        }
    }

    async fn apply_one_by_one(&self, entries: &[Entry]) {
        for entry in entries {
            Box::pin(self.apply_at_last(std::slice::from_ref(entry))).await;
        }
    }

    fn away(&self, why: &str) {
        let en = format!("The database is away ({why}). Calls go on; history and wrap-up follow when it is back.");
        self.alarms.raise(
            "database_away",
            self.clock.now(),
            "データベースにつながりません。通話は続けられます。履歴と後処理の記録は、つながり次第反映されます。",
            &en,
        );
    }

    fn set_aside(&self, entry: &Entry, why: &StoreError) {
        tracing::error!(entry.subject = %entry.subject(), %why, "the database refused an entry of the journal");
        self.alarms.raise(
            "entry_refused",
            self.clock.now(),
            "履歴に反映できない記録があります。保守担当に連絡してください。",
            "A record could not be put into the history. Call support.",
        );
    }
}

async fn apply(db: &Db, entries: &[Entry]) -> Result<(), StoreError> {
    let tx = storage::begin(db).await?;
    ingest::apply(&tx, entries).await?;
    storage::commit(tx).await
}

fn entries(records: Vec<(u64, Vec<u8>)>) -> Vec<Entry> {
    let read = |(number, bytes): (u64, Vec<u8>)| match Entry::from_bytes(&bytes) {
        Ok(entry) => Some(entry),
        Err(why) => {
            tracing::error!(number, %why, "an entry of the journal cannot be read");
            None
        }
    };
    records.into_iter().filter_map(read).collect()
}
