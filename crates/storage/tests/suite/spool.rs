//! Recordings on their way from the spool to the objects, sealed until their silenced copy is stored.

use std::fs::File;

use sha2::{Digest as _, Sha256};
use storage::objects::Objects;
use storage::recordings::Ending;
use storage::rekeying::{self, Rekeyed};
use storage::silenced_spans::{self, Span};
use storage::spool::{Closed, Sealed, Spool, SpoolError, Verdict};
use storage::{contacts, erasure, recordings, sealed_files, unredacted};
use uuid::Uuid;
use vault::recording::{Channels, Shape, Silence, Writer, is_destroyed, read_header};
use vault::{ContactKey, KeyRing};

use super::fresh::{Fresh, on_fresh};
use super::logs::{abandoned_call, apply, entries};

const NOW: i64 = 1_790_000_000_000;
const DAY: i64 = 86_400_000;
const CONTACT: Uuid = Uuid::from_u128(1);
const RECORDING: Uuid = Uuid::from_u128(50);

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

/// Two seconds of sound under a key of their own, left open as a crash leaves them.
fn record(place: &Place, id: Uuid) {
    let file = File::create(place.spool.path_of(id)).unwrap();
    let sealing = place.ring.contact_key(CONTACT).unwrap();
    let mut writer = Writer::create(file, &sealing, Shape::TELEPHONE, NOW).unwrap();
    writer.append_sound(&[1; 32_000]).unwrap();
    writer.append_sound(&[2; 32_000]).unwrap();
}

async fn close(fresh: &Fresh, place: &Place, id: Uuid) -> Result<Closed, SpoolError> {
    place.spool.close(&fresh.db, &place.ring, &place.objects, id).await
}

async fn sealed(fresh: &Fresh, place: &Place, id: Uuid) -> Sealed {
    match close(fresh, place, id).await.unwrap() {
        Closed::Sealed(sealed) => sealed,
        other => panic!("{other:?}"),
    }
}

/// The caller's side is silent from 500 to 700 ms.
fn verdict() -> Verdict {
    let silence = Silence { channels: Channels::Left, start_ms: 500, end_ms: 700 };
    let spans = vec![Span { silence, kind: "individual_number".to_owned() }];
    Verdict { ending: Ending::Final, spans, now_ms: NOW, kept_until_ms: None }
}

async fn finish(fresh: &Fresh, place: &Place, id: Uuid, verdict: &Verdict) -> recordings::Finished {
    let sealed = sealed(fresh, place, id).await;
    place.spool.finish(&fresh.db, &place.ring, &place.objects, &sealed, verdict).await.unwrap()
}

async fn row(fresh: &Fresh, id: Uuid) -> recordings::Recording {
    recordings::find(&fresh.db, id).await.unwrap().unwrap()
}

async fn heard(fresh: &Fresh, place: &Place, id: Uuid) -> Vec<u8> {
    let mut wav = place.spool.listen(&place.objects, &row(fresh, id).await, &place.key).await.unwrap();
    let total = wav.total_len();
    wav.read_range(0, total).unwrap()
}

#[tokio::test]
async fn a_leftover_is_closed_silenced_stored_noted_and_playable() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        record(&place, RECORDING);
        assert_eq!(place.spool.list().unwrap(), [RECORDING]);
        let finished = finish(&fresh, &place, RECORDING, &verdict()).await;
        assert_eq!(finished.duration_ms, 2000);
        assert_eq!(finished.object_key, "2026/09/21/00000000-0000-0000-0000-000000000032.mdgr");
        let row = row(&fresh, RECORDING).await;
        assert_eq!((row.contact, row.state.as_str(), row.finished_at_ms), (CONTACT, "final", Some(NOW)));
        let sound = heard(&fresh, &place, RECORDING).await;
        assert_eq!(sound.len(), 44 + 64_000);
        // 80 ms more are silent on both ends; our side is as it was.
        let frame = |ms: usize| &sound[44 + ms * 32..44 + ms * 32 + 4];
        let silent = [0, 0, 1, 1];
        assert_eq!(
            [frame(415), frame(425), frame(775), frame(785), frame(1_500)],
            [&[1; 4], &silent, &silent, &[1; 4], &[2; 4]]
        );
        let marks = silenced_spans::of_recording(&fresh.db, RECORDING).await.unwrap();
        let said: Vec<_> = marks.iter().map(|one| (&*one.side, one.start_ms, one.end_ms, &*one.kind)).collect();
        assert_eq!(said, [("left", 500, 700, "individual_number")]);
    })
    .await;
}

#[tokio::test]
async fn a_recording_that_waits_for_its_text_is_heard_by_nobody_and_says_why_and_since_when() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        record(&place, RECORDING);
        sealed(&fresh, &place, RECORDING).await;
        for (why, at) in [("the recogniser is busy", NOW + 5), ("no model", NOW + 9)] {
            recordings::held(&fresh.db, RECORDING, why, at).await.unwrap();
        }
        let row = row(&fresh, RECORDING).await;
        assert_eq!((row.held_why.as_deref(), row.held_since_ms), (Some("no model"), Some(NOW + 5)));
        assert!(row.is_sealed() && row.has_sound() && !row.is_finished());
        let heard = place.spool.listen(&place.objects, &row, &place.key).await;
        assert!(matches!(heard.err(), Some(SpoolError::Sealed(RECORDING))));
        assert_eq!(recordings::in_spool(&fresh.db).await.unwrap(), [row]);
    })
    .await;
}

#[tokio::test]
async fn after_a_crash_between_any_two_steps_the_sealed_file_or_the_finished_copy_is_there() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        record(&place, RECORDING);
        let open = std::fs::read(place.spool.path_of(RECORDING)).unwrap();
        // Closed, then stopped; closed again.
        let first = sealed(&fresh, &place, RECORDING).await;
        assert_eq!(sealed(&fresh, &place, RECORDING).await.duration_ms, first.duration_ms);
        // The closing itself never happened.
        std::fs::write(place.spool.path_of(RECORDING), &open).unwrap();
        // A half copy was left, and an object that nobody noted.
        let half = place.spool.path_of(RECORDING).with_extension("part");
        std::fs::write(&half, b"half a copy").unwrap();
        let object = "2026/09/21/00000000-0000-0000-0000-000000000032.mdgr";
        place.objects.put_file(&half, object).await.unwrap();
        let finished = finish(&fresh, &place, RECORDING, &verdict()).await;
        assert_eq!(finished.object_key, object);
        let before = heard(&fresh, &place, RECORDING).await;
        // Noted, then stopped before the key was destroyed.
        assert!(matches!(close(&fresh, &place, RECORDING).await.unwrap(), Closed::Finished(_)));
        assert!(place.spool.destroy_key(RECORDING).await.unwrap());
        // Destroyed, then stopped before it was noted, and before the file went.
        assert!(matches!(close(&fresh, &place, RECORDING).await.unwrap(), Closed::Finished(_)));
        assert!(!place.spool.destroy_key(RECORDING).await.unwrap());
        assert!(sealed_files::key_destroyed(&fresh.db, RECORDING, NOW).await.unwrap());
        assert!(!sealed_files::key_destroyed(&fresh.db, RECORDING, NOW).await.unwrap(), "one entry in the audit log");
        place.spool.remove_sealed(RECORDING).unwrap();
        assert_eq!(place.spool.list().unwrap(), [] as [Uuid; 0]);
        assert!(!half.exists());
        assert_eq!(heard(&fresh, &place, RECORDING).await, before);
        assert_eq!(recordings::of_contact(&fresh.db, CONTACT).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn no_key_of_the_ring_or_the_database_opens_a_sealed_file_once_its_own_is_destroyed() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        record(&place, RECORDING);
        let file = place.spool.path_of(RECORDING);
        finish(&fresh, &place, RECORDING, &verdict()).await;
        assert!(place.spool.destroy_key(RECORDING).await.unwrap());
        let header = read_header(&mut File::open(&file).unwrap()).unwrap();
        assert!(is_destroyed(&header));
        assert!(place.ring.unwrap(&header.wrapped, CONTACT).is_err());
        assert!(vault::recording::Reader::open(File::open(&file).unwrap(), &place.key).is_err());
    })
    .await;
}

#[tokio::test]
async fn a_sealed_file_whose_key_is_gone_though_the_books_know_no_copy_is_lost_and_says_so() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        record(&place, RECORDING);
        sealed(&fresh, &place, RECORDING).await;
        place.spool.destroy_key(RECORDING).await.unwrap();
        assert!(matches!(close(&fresh, &place, RECORDING).await.unwrap(), Closed::Lost));
        let row = row(&fresh, RECORDING).await;
        assert_eq!(row.state, "lost");
        assert!(row.fault.unwrap().contains("destroyed before"));
    })
    .await;
}

#[tokio::test]
async fn a_sealed_file_that_is_kept_goes_when_its_days_are_over_and_survives_a_rotation_until_then() {
    on_fresh(|fresh| async move {
        let mut place = place(&fresh).await;
        record(&place, RECORDING);
        let verdict = Verdict { kept_until_ms: Some(NOW + 3 * DAY), ..verdict() };
        finish(&fresh, &place, RECORDING, &verdict).await;
        place.spool.keep_sealed(RECORDING).unwrap();
        place.spool.keep_sealed(RECORDING).unwrap();
        assert_eq!(place.spool.list().unwrap(), [] as [Uuid; 0], "it is no leftover");
        place.ring.rotate().unwrap();
        rekeying::rekey(&fresh.db, &place.ring, &place.spool, &place.objects).await.unwrap();
        let kept = place.spool.kept_path(RECORDING);
        let header = read_header(&mut File::open(&kept).unwrap()).unwrap();
        assert_eq!(header.wrapped.key_id(), place.ring.current());
        let over = |at| sealed_files::kept_long_enough(&fresh.db, at);
        assert_eq!(over(NOW + 3 * DAY - 1).await.unwrap(), []);
        assert_eq!(over(NOW + 3 * DAY).await.unwrap().len(), 1);
        assert!(place.spool.destroy_key(RECORDING).await.unwrap());
        sealed_files::key_destroyed(&fresh.db, RECORDING, NOW + 3 * DAY).await.unwrap();
        place.spool.remove_sealed(RECORDING).unwrap();
        assert!(!kept.exists());
        assert_eq!(over(NOW + 4 * DAY).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn an_unredacted_recording_goes_when_its_days_are_over_and_a_redacted_one_stays() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        let redacted = Uuid::from_u128(51);
        let open = Verdict { ending: Ending::Unredacted, spans: Vec::new(), ..verdict() };
        for (id, verdict) in [(RECORDING, &open), (redacted, &verdict())] {
            record(&place, id);
            finish(&fresh, &place, id, verdict).await;
        }
        assert_eq!(unredacted::finished_before(&fresh.db, NOW).await.unwrap(), []);
        let over = unredacted::finished_before(&fresh.db, NOW + 1).await.unwrap();
        assert_eq!(over.iter().map(|one| one.id).collect::<Vec<_>>(), [RECORDING]);
        assert!(!unredacted::mark(&fresh.db, redacted).await.unwrap());
        assert!(unredacted::mark(&fresh.db, RECORDING).await.unwrap());
        assert!(!unredacted::mark(&fresh.db, RECORDING).await.unwrap());
        let object = place.objects.local_path(over[0].object_key.as_ref().unwrap()).unwrap();
        assert!(object.exists());
        assert_eq!(unredacted::finish(&fresh.db, &place.spool, &place.objects).await.unwrap(), 1);
        assert!(!object.exists());
        let (gone, stays) = (row(&fresh, RECORDING).await, row(&fresh, redacted).await);
        assert_eq!((&*gone.state, gone.has_sound(), &*stays.state), ("expired", false, "final"));
    })
    .await;
}

#[tokio::test]
async fn how_much_of_a_recording_became_text_is_noted_with_the_reason_for_the_rest() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        let note = |reason| recordings::transcribed(&fresh.db, RECORDING, 60_000, 58_000, reason);
        assert!(note(None).await.is_err(), "it was never begun");
        record(&place, RECORDING);
        sealed(&fresh, &place, RECORDING).await;
        note(Some("recognition_failed")).await.unwrap();
        let row = row(&fresh, RECORDING).await;
        assert_eq!((row.speech_ms, row.transcribed_ms), (Some(60_000), Some(58_000)));
        assert_eq!(row.untranscribed_reason.as_deref(), Some("recognition_failed"));
    })
    .await;
}

#[tokio::test]
async fn a_leftover_of_an_erased_contact_is_destroyed_instead_of_stored_with_any_object_of_it() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        record(&place, RECORDING);
        let object = "2026/09/21/00000000-0000-0000-0000-000000000032.mdgr";
        place.objects.put_file(&place.spool.path_of(RECORDING), object).await.unwrap();
        contacts::erase(&fresh.db, CONTACT, NOW).await.unwrap();
        assert!(matches!(close(&fresh, &place, RECORDING).await.unwrap(), Closed::Erased { had_key: true }));
        assert!(!place.spool.path_of(RECORDING).exists());
        assert!(!place.objects.local_path(object).unwrap().exists());
    })
    .await;
}

#[tokio::test]
async fn a_recording_of_an_unknown_key_is_refused_and_its_file_kept() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        let stranger = KeyRing::generate().unwrap().contact_key(CONTACT).unwrap();
        let file = File::create(place.spool.path_of(RECORDING)).unwrap();
        Writer::create(file, &stranger, Shape::TELEPHONE, NOW).unwrap().append_sound(&[1; 32_000]).unwrap();
        assert!(close(&fresh, &place, RECORDING).await.is_err());
        assert!(place.spool.path_of(RECORDING).exists());
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
            assert!(close(&fresh, &place, id).await.is_err(), "the journal has not told of it yet");
            assert!(recordings::begin(&fresh.db, id, CONTACT, "00000000", NOW).await.unwrap());
            recordings::measured(&fresh.db, id, None, Some("No space left".to_owned())).await.unwrap();
            assert!(matches!(close(&fresh, &place, id).await.unwrap(), Closed::Lost));
            let row = row(&fresh, id).await;
            assert_eq!((row.state.as_str(), row.fault.as_deref()), ("lost", Some("No space left")));
            assert!(!row.has_sound() && !place.spool.path_of(id).exists());
        }
        assert_eq!(recordings::in_spool(&fresh.db).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn an_erased_contact_leaves_no_file_and_no_key_whether_stored_kept_sealed_or_still_in_the_spool() {
    on_fresh(|fresh| async move {
        let place = place(&fresh).await;
        let (stored, spooled) = (Uuid::from_u128(50), Uuid::from_u128(51));
        record(&place, stored);
        let finished = finish(&fresh, &place, stored, &verdict()).await;
        place.spool.keep_sealed(stored).unwrap();
        record(&place, spooled);
        let waiting = sealed(&fresh, &place, spooled).await;
        let object = place.objects.local_path(&finished.object_key).unwrap();
        assert!(object.exists() && place.spool.kept_path(stored).exists());
        assert!(erasure::erase(&fresh.db, CONTACT, NOW).await.unwrap());
        assert!(!erasure::erase(&fresh.db, CONTACT, NOW).await.unwrap());
        let late = place.spool.finish(&fresh.db, &place.ring, &place.objects, &waiting, &verdict()).await;
        assert!(late.is_err(), "what is being erased is not finished");
        let gone = erasure::finish(&fresh.db, &place.spool, &place.objects).await.unwrap();
        assert_eq!(gone.iter().map(|one| one.had_sealed_key).collect::<Vec<_>>(), [true, true]);
        assert_eq!(erasure::finish(&fresh.db, &place.spool, &place.objects).await.unwrap(), []);
        let left = [object, place.spool.path_of(spooled), place.spool.kept_path(stored)];
        assert!(left.iter().all(|path| !path.exists()));
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
        finish(&fresh, &place, stored, &verdict()).await;
        place.spool.destroy_key(stored).await.unwrap();
        place.spool.remove_sealed(stored).unwrap();
        record(&place, spooled);
        let old = place.ring.current().to_string();
        recordings::begin(&fresh.db, spooled, CONTACT, &old, NOW).await.unwrap();
        let before = heard(&fresh, &place, stored).await;
        let fresh_key = place.ring.rotate().unwrap();
        let done = rekeying::rekey(&fresh.db, &place.ring, &place.spool, &place.objects).await.unwrap();
        assert_eq!(done, Rekeyed { secrets: 0, recordings: 2 });
        for id in [stored, spooled] {
            let row = row(&fresh, id).await;
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
