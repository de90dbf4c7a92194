//! A start after a stop: visits go on, and what cannot go on is closed with its reason (clause 6(2)⑧).

use std::time::Duration;

use domain::contact::{
    Acceptance, Channel, ContactEvent, ContactEventKind as Kind, Direction, Language, RingPurpose, SystemEnd,
};
use domain::ids::{AgentId, AssignmentId, ContactId, QueueId, ServiceId};
use domain::time::Timestamp;
use server::clock::Clock;
use server::{Running, start};
use storage::db::{self, DbConfig};
use storage::ingest::{self, Entry, Opening};
use storage::kiosks::{self, Kiosk};
use storage::{Db, contacts};
use uuid::Uuid;
use vault::KeyRing;

use crate::house::configuration;

const CONTACT: Uuid = Uuid::from_u128(7);
const KIOSK: Uuid = Uuid::from_u128(70);
const AGENT: AgentId = AgentId(Uuid::from_u128(9));
/// How long a log may take into the database.
const WITHIN: Duration = Duration::from_secs(30);

/// What a run that ended left behind.
struct Left {
    channel: Channel,
    stopped_ago_ms: i64,
    talks: bool,
    in_service: bool,
}

const WAITING: Left = Left { channel: Channel::Counter, stopped_ago_ms: 2_000, talks: false, in_service: true };

/// Starts an installation on the folder of a run that was killed; tells when that run was last alive.
async fn started_after(left: Left) -> (Running, Timestamp, tempfile::TempDir) {
    server::tls::install_provider();
    let folder = tempfile::tempdir().unwrap();
    let config = configuration(folder.path(), true);
    let ring = KeyRing::load_or_create(&config.key_file()).unwrap().0;
    let stopped_at = Clock::start().now().timestamp_millis() - left.stopped_ago_ms;
    let db = db::open(&DbConfig::new(config.database_url())).await.unwrap();
    kiosks::enrol(&db, kiosk(stopped_at)).await.unwrap();
    if !left.in_service {
        kiosks::revoke(&db, KIOSK, stopped_at).await.unwrap();
    }
    let entries = entries(&ring, &left, stopped_at - 60_000);
    let tx = storage::begin(&db).await.unwrap();
    ingest::apply(&tx, &entries).await.unwrap();
    storage::commit(tx).await.unwrap();
    db.close().await.unwrap();
    std::fs::create_dir_all(config.journal_dir()).unwrap();
    std::fs::write(config.journal_dir().join("alive"), stopped_at.to_le_bytes()).unwrap();
    (start(config).await.unwrap(), Timestamp(stopped_at), folder)
}

fn kiosk(at_ms: i64) -> Kiosk {
    Kiosk {
        id: KIOSK,
        name: String::from("1階ロビー"),
        public_key: vec![4; 65],
        enrolled_at_ms: at_ms,
        seen_at_ms: None,
        revoked_at_ms: None,
    }
}

fn entries(ring: &KeyRing, left: &Left, at_ms: i64) -> Vec<Entry> {
    let (service, queue) = match left.channel {
        Channel::Counter => ("renewal", "counter"),
        Channel::Phone | Channel::Chat => ("phone", "phone"),
    };
    let (service, assignment) = (ServiceId::from(service), AssignmentId(1));
    let direction = Direction::Inbound;
    let mut kinds = vec![
        (0, Kind::Arrived { channel: left.channel, service, direction, caller_known: false }),
        (0, Kind::LanguageChosen { language: Language::Ja, by_default: false }),
        (0, Kind::Queued { queue: QueueId::from(queue), position: 1, again: false }),
    ];
    if left.talks {
        kinds.push((3_000, Kind::Assigned { assignment, agent: AGENT, purpose: RingPurpose::Queue }));
        kinds.push((5_000, Kind::Answered { assignment, agent: AGENT }));
        kinds.push((5_000, Kind::Joined { agent: AGENT }));
    }
    let opening = Opening::seal(ring, CONTACT, at_ms, None, None).unwrap().0;
    let ticket = Entry::Ticket { contact: CONTACT, number: String::from("12"), kiosk: Some(KIOSK) };
    let events = (1..).zip(kinds).map(|(seq, (after_ms, kind))| {
        let event = ContactEvent { contact: ContactId(CONTACT), seq, at: Timestamp(at_ms + after_ms), kind };
        Entry::Event { event }
    });
    [Entry::Opening(opening), ticket].into_iter().chain(events).collect()
}

/// The contact's log once its last entry is as wanted.
async fn log_once(db: &Db, wanted: fn(&Kind) -> bool) -> Vec<ContactEvent> {
    let mut looks = tokio::time::interval(Duration::from_millis(20));
    let look = async {
        loop {
            looks.tick().await;
            let log = ingest::log(db, CONTACT).await.unwrap();
            if log.last().is_some_and(|last| wanted(&last.kind)) {
                return log;
            }
        }
    };
    tokio::time::timeout(WITHIN, look).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_in_line_goes_on_after_the_start() {
    let (running, stopped_at, _folder) = started_after(WAITING).await;
    let log = log_once(&running.db, |kind| *kind == Kind::TakenUp).await;
    let stop = &log[log.len() - 2];
    assert_eq!((&stop.kind, stop.at), (&Kind::Interrupted, stopped_at));
    let row = contacts::find(&running.db, CONTACT).await.unwrap().unwrap();
    assert_eq!((row.acceptance, row.ended_at_ms, row.closed_at_ms), (None, None, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_in_conversation_goes_on_and_its_talk_ends_at_the_stop() {
    let (running, _, _folder) = started_after(Left { talks: true, ..WAITING }).await;
    log_once(&running.db, |kind| *kind == Kind::TakenUp).await;
    let row = contacts::find(&running.db, CONTACT).await.unwrap().unwrap();
    assert_eq!((row.acceptance.as_deref(), row.wait_ms), (Some("answered"), Some(5_000)));
    assert_eq!((row.talk_ms, row.closed_at_ms), (55_000, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_go_on_is_closed_by_the_restart_at_the_last_sign_of_life() {
    let closed_ones = [
        ("stopped for longer than a visitor waits", Left { stopped_ago_ms: 11 * 60_000, ..WAITING }),
        ("the kiosk was taken out of service", Left { in_service: false, ..WAITING }),
        ("a call has lost its line", Left { channel: Channel::Phone, ..WAITING }),
    ];
    for (why, left) in closed_ones {
        let (running, stopped_at, _folder) = started_after(left).await;
        let log = log_once(&running.db, |kind| matches!(kind, Kind::Closed { .. })).await;
        let acceptance = Acceptance::EndedBySystem { reason: SystemEnd::Restart };
        let last = log.last().unwrap();
        assert_eq!((&last.kind, last.at), (&Kind::Closed { acceptance, end: None }, stopped_at), "{why}");
    }
}
