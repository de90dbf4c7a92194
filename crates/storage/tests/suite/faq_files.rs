//! Files of entries in the books: once for the same bytes, found by digest, forgotten when nobody names them.

use std::collections::BTreeSet;

use domain::knowledge::entry::{FileDigest, FileKind, KeptFiles};
use domain::time::Timestamp;
use storage::{begin, commit, faq_files};
use uuid::Uuid;

use super::fresh::on_fresh;

const NOW: i64 = 1_790_000_000_000;
const SOMEBODY: Uuid = Uuid::from_u128(5);

fn at(after_ms: i64) -> Timestamp {
    Timestamp(NOW + after_ms)
}

fn unknown() -> FileDigest {
    FileDigest::read(&"0".repeat(64)).unwrap()
}

#[tokio::test]
async fn the_same_bytes_are_kept_once_and_come_back_as_they_were() {
    on_fresh(|fresh| async move {
        let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
        let keep = |bytes: Vec<u8>| faq_files::keep(&fresh.db, FileKind::Png, bytes, SOMEBODY, at(0));
        let digest = keep(bytes.clone()).await.unwrap();
        assert_eq!(keep(bytes.clone()).await.unwrap(), digest);
        let other = keep(b"other".to_vec()).await.unwrap();
        assert_eq!(other.as_str(), "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa");
        let kept = KeptFiles::from([
            (digest.clone(), (FileKind::Png, bytes.len() as u64)),
            (other.clone(), (FileKind::Png, 5)),
        ]);
        assert_eq!(faq_files::kept(&fresh.db).await.unwrap(), kept);
        assert_eq!(faq_files::bytes(&fresh.db, &digest).await.unwrap(), Some(bytes));
        assert_eq!(faq_files::bytes(&fresh.db, &unknown()).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_file_nobody_names_is_forgotten_after_its_last_use_and_a_named_one_never() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let keep = |bytes: &'static [u8]| faq_files::keep(db, FileKind::Text, bytes.to_vec(), SOMEBODY, at(0));
        let (named, touched, idle) = (keep(b"a").await.unwrap(), keep(b"b").await.unwrap(), keep(b"c").await.unwrap());
        let by_entries = BTreeSet::from([named.clone()]);
        let tx = begin(db).await.unwrap();
        let found = faq_files::name(&tx, &[touched.clone(), unknown()], at(50)).await.unwrap();
        commit(tx).await.unwrap();
        assert_eq!(found, KeptFiles::from([(touched.clone(), (FileKind::Text, 1))]));
        assert_eq!(faq_files::forget_unnamed(db, &by_entries, at(0)).await.unwrap(), 0, "nothing is old yet");
        assert_eq!(faq_files::forget_unnamed(db, &by_entries, at(50)).await.unwrap(), 1);
        let left: Vec<FileDigest> = faq_files::kept(db).await.unwrap().into_keys().collect();
        assert!(left.contains(&named) && left.contains(&touched) && !left.contains(&idle));
        keep(b"b").await.unwrap();
        assert_eq!(
            faq_files::forget_unnamed(db, &by_entries, at(51)).await.unwrap(),
            1,
            "what was named once and is not"
        );
        assert_eq!(faq_files::kept(db).await.unwrap().into_keys().collect::<Vec<_>>(), [named]);
    })
    .await;
}

#[tokio::test]
async fn what_is_named_while_files_are_forgotten_stays_or_is_told_to_be_gone() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let digest = faq_files::keep(db, FileKind::Pdf, b"%PDF".to_vec(), SOMEBODY, at(0)).await.unwrap();
        let naming = async {
            let tx = begin(db).await.unwrap();
            let found = faq_files::name(&tx, std::slice::from_ref(&digest), at(100)).await.unwrap();
            commit(tx).await.unwrap();
            found.contains_key(&digest)
        };
        let nobody = BTreeSet::new();
        let forgetting = faq_files::forget_unnamed(db, &nobody, at(50));
        let (was_found, forgotten) = tokio::join!(naming, forgetting);
        let is_there = faq_files::bytes(db, &digest).await.unwrap().is_some();
        assert_eq!((was_found, forgotten.unwrap() == 0), (is_there, is_there));
    })
    .await;
}
