//! Recordings on their way from the spool to the objects.

use std::fs::File;

use sha2::{Digest as _, Sha256};
use storage::objects::Objects;
use storage::rekeying::{self, Rekeyed};
use storage::spool::{Settled, Spool};
use storage::{contacts, erasure, recordings};
use uuid::Uuid;
use vault::recording::{Shape, Writer, read_header};
use vault::{ContactKey, KeyRing};

use super::fresh::{Fresh, on_fresh};
use super::logs::{abandoned_call, apply, entries};

const NOW: i64 = 1_790_000_000_000;
const CONTACT: Uuid = Uuid::from_u128(1);

struct Place {
    ring: KeyRing,
    key: ContactKey,
    spool: Spool,
    objects: Objects,
    _folder: tempfile::TempDir,
}

async fn place(fresh: &Fresh) -> Place {
    let folder = tempfile::tempdir().unwrap();
    let ring = KeyRing::generate().unwrap();
    apply(&fresh.db, &entries(&ring, None, abandoned_call(CONTACT, NOW))).await.unwrap();
    let row = contacts::find(&fresh.db, CONTACT).await.unwrap().unwrap();
    Place {
        key: contacts::key(&row, &ring).unwrap(),
        ring,
        spool: Spool::open(&folder.path().join("spool")).unwrap(),
        objects: Objects::open(folder.path().join("objects").to_str().unwrap()).unwrap(),
        _folder: folder,
    }
}

/// Two seconds of sound, left open as a crash leaves it.
fn record(place: &Place, id: Uuid) {
    let file = File::create(place.spool.path_of(id)).unwrap();
    let mut writer = Writer::create(file, &place.key, Shape::TELEPHONE, NOW).unwrap();
    writer.append_sound(&[1; 32_000]).unwrap();
    writer.append_sound(&[2; 32_000]).unwrap();
}

#[tokio::test]
async fn a_leftover_is_closed_moved_noted_and_playable() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        let id = Uuid::from_u128(50);
        record(&place, id);
        assert_eq!(place.spool.list().unwrap(), [id]);
        let settled = place.spool.settle(&fresh.db, &place.ring, &place.objects, id).await.unwrap();
        let Settled::Moved(moved) = settled else { panic!("{settled:?}") };
        assert_eq!(moved.duration_ms, 2000);
        assert_eq!(moved.object_key, "2026/09/21/00000000-0000-0000-0000-000000000032.mdgr");
        assert_eq!(place.spool.list().unwrap(), [] as [Uuid; 0]);
        let row = recordings::find(&fresh.db, id).await.unwrap().unwrap();
        assert_eq!(
            (row.contact, row.state.as_str(), row.object_key.as_deref()),
            (CONTACT, "sealed", Some(&*moved.object_key))
        );
        let mut wav = place.spool.listen(&place.objects, &row, &place.key).await.unwrap();
        assert_eq!(wav.total_len(), 44 + 64_000);
        assert_eq!(wav.read_range(44 + 31_999, 2).unwrap(), [1, 2]);
        assert_eq!(recordings::of_contact(&fresh.db, CONTACT).await.unwrap(), [row]);
    })
    .await;
}

#[tokio::test]
async fn a_recording_still_being_written_can_be_heard_to_its_last_full_second() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        let id = Uuid::from_u128(50);
        recordings::begin(&fresh.db, id, CONTACT, "00000000", NOW).await.unwrap();
        record(&place, id);
        let row = recordings::find(&fresh.db, id).await.unwrap().unwrap();
        let wav = place.spool.listen(&place.objects, &row, &place.key).await.unwrap();
        assert_eq!(wav.total_len(), 44 + 64_000);
        assert_eq!(recordings::in_spool(&fresh.db).await.unwrap(), [row]);
    })
    .await;
}

#[tokio::test]
async fn settling_again_after_a_crash_between_the_steps_ends_the_same() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        let id = Uuid::from_u128(50);
        record(&place, id);
        let open = std::fs::read(place.spool.path_of(id)).unwrap();
        let first = place.spool.settle(&fresh.db, &place.ring, &place.objects, id).await.unwrap();
        std::fs::write(place.spool.path_of(id), open).unwrap();
        let second = place.spool.settle(&fresh.db, &place.ring, &place.objects, id).await.unwrap();
        assert_eq!(first, second);
        assert_eq!(recordings::of_contact(&fresh.db, CONTACT).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_leftover_of_an_erased_contact_is_destroyed_instead_of_moved() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        let id = Uuid::from_u128(50);
        record(&place, id);
        contacts::erase(&fresh.db, CONTACT, NOW).await.unwrap();
        let settled = place.spool.settle(&fresh.db, &place.ring, &place.objects, id).await.unwrap();
        assert_eq!(settled, Settled::Erased);
        assert!(!place.spool.path_of(id).exists());
    })
    .await;
}

#[tokio::test]
async fn a_recording_of_an_unknown_key_is_refused_and_its_file_kept() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        let id = Uuid::from_u128(50);
        let stranger = KeyRing::generate().unwrap().contact_key(CONTACT).unwrap();
        let file = File::create(place.spool.path_of(id)).unwrap();
        Writer::create(file, &stranger, Shape::TELEPHONE, NOW).unwrap().append_sound(&[1; 32_000]).unwrap();
        assert!(place.spool.settle(&fresh.db, &place.ring, &place.objects, id).await.is_err());
        assert!(place.spool.path_of(id).exists());
    })
    .await;
}

#[tokio::test]
async fn a_recording_of_which_nothing_was_written_is_noted_as_lost_with_the_reason() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        for (id, torn) in [(Uuid::from_u128(50), None), (Uuid::from_u128(51), Some(b"MDGR".as_slice()))] {
            if let Some(bytes) = torn {
                std::fs::write(place.spool.path_of(id), bytes).unwrap();
            }
            let settle = || place.spool.settle(&fresh.db, &place.ring, &place.objects, id);
            assert!(settle().await.is_err(), "the journal has not told of it yet");
            assert!(recordings::begin(&fresh.db, id, CONTACT, "00000000", NOW).await.unwrap());
            recordings::measured(&fresh.db, id, None, Some("No space left".to_owned())).await.unwrap();
            assert_eq!(settle().await.unwrap(), Settled::Lost);
            let row = recordings::find(&fresh.db, id).await.unwrap().unwrap();
            assert_eq!((row.state.as_str(), row.fault.as_deref()), ("lost", Some("No space left")));
            assert!(!row.is_heard() && !place.spool.path_of(id).exists());
        }
        assert_eq!(recordings::in_spool(&fresh.db).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn an_erased_contact_leaves_no_file_whether_stored_or_still_in_the_spool() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        let (stored, spooled) = (Uuid::from_u128(50), Uuid::from_u128(51));
        record(&place, stored);
        let settled = place.spool.settle(&fresh.db, &place.ring, &place.objects, stored).await.unwrap();
        let Settled::Moved(moved) = settled else { panic!("{settled:?}") };
        record(&place, spooled);
        recordings::begin(&fresh.db, spooled, CONTACT, "00000000", NOW).await.unwrap();
        let object = place.objects.local_path(&moved.object_key).unwrap();
        assert!(object.exists());
        assert!(erasure::erase(&fresh.db, CONTACT, NOW).await.unwrap());
        assert!(!erasure::erase(&fresh.db, CONTACT, NOW).await.unwrap());
        assert!(recordings::moved(&fresh.db, stored, &moved).await.is_err(), "what is being erased is not moved");
        assert_eq!(erasure::finish(&fresh.db, &place.spool, &place.objects).await.unwrap(), 2);
        assert_eq!(erasure::finish(&fresh.db, &place.spool, &place.objects).await.unwrap(), 0);
        assert!(!object.exists() && !place.spool.path_of(spooled).exists());
        let rows = recordings::of_contact(&fresh.db, CONTACT).await.unwrap();
        assert!(rows.iter().all(|row| row.state == "erased" && row.object_key.is_none()), "{rows:?}");
    })
    .await;
}

#[tokio::test]
async fn after_a_rotation_every_header_is_under_the_current_key_and_the_sound_is_as_it_was() {
    on_fresh(|fresh| async move {
        let mut place = place(&fresh).await;
        let (stored, spooled) = (Uuid::from_u128(50), Uuid::from_u128(51));
        record(&place, stored);
        place.spool.settle(&fresh.db, &place.ring, &place.objects, stored).await.unwrap();
        record(&place, spooled);
        let old = place.ring.current().to_string();
        recordings::begin(&fresh.db, spooled, CONTACT, &old, NOW).await.unwrap();
        let before = heard(&fresh, &place, stored).await;
        let fresh_key = place.ring.rotate().unwrap();
        let done = rekeying::rekey(&fresh.db, &place.ring, &place.spool, &place.objects).await.unwrap();
        assert_eq!(done, Rekeyed { secrets: 0, recordings: 2 });
        for id in [stored, spooled] {
            let row = recordings::find(&fresh.db, id).await.unwrap().unwrap();
            assert_eq!(row.key_id, fresh_key.to_string());
            let path =
                row.object_key.as_ref().map_or(place.spool.path_of(id), |key| place.objects.local_path(key).unwrap());
            let bytes = std::fs::read(path).unwrap();
            assert_eq!(read_header(&mut bytes.as_slice()).unwrap().wrapped.key_id(), fresh_key);
            if let Some(sha256) = row.sha256 {
                assert_eq!(sha256, hex::encode(Sha256::digest(&bytes)), "the checksum is of the file as it is");
            }
        }
        assert_eq!(heard(&fresh, &place, stored).await, before);
        let again = rekeying::rekey(&fresh.db, &place.ring, &place.spool, &place.objects).await.unwrap();
        assert_eq!(again, Rekeyed::default());
    })
    .await;
}

async fn heard(fresh: &Fresh, place: &Place, id: Uuid) -> Vec<u8> {
    let row = recordings::find(&fresh.db, id).await.unwrap().unwrap();
    let mut wav = place.spool.listen(&place.objects, &row, &place.key).await.unwrap();
    let total = wav.total_len();
    wav.read_range(0, total).unwrap()
}
