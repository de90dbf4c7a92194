//! Diagnoses, faults and fittings of kiosks.

use storage::StoreError;
use storage::kiosk_diagnoses::{self, KEPT_MAX, KioskDiagnosis};
use storage::kiosk_faults::{self, KioskFault, Remedy};
use storage::kiosk_fittings::{self, KioskFittings};
use uuid::Uuid;

use super::fresh::on_fresh;

const KIOSK: Uuid = Uuid::from_u128(1);
const OTHER: Uuid = Uuid::from_u128(2);
const PERSON: Uuid = Uuid::from_u128(9);

fn diagnosis(kiosk: Uuid, started_at_ms: i64, asked_by: Option<Uuid>, verdict: &str) -> KioskDiagnosis {
    KioskDiagnosis {
        id: Uuid::from_u128(started_at_ms.unsigned_abs().into()),
        kiosk,
        asked_by,
        started_at_ms,
        ended_at_ms: started_at_ms + 5,
        verdict: verdict.to_owned(),
        measured: "{}".to_owned(),
        findings: "[]".to_owned(),
    }
}

#[tokio::test]
async fn diagnoses_come_newest_first_and_the_last_good_one_is_found() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let rows = [
            diagnosis(KIOSK, 10, None, "good"),
            diagnosis(KIOSK, 20, Some(PERSON), "good"),
            diagnosis(KIOSK, 30, Some(PERSON), "bad"),
            diagnosis(OTHER, 40, Some(PERSON), "good"),
        ];
        for row in &rows {
            kiosk_diagnoses::file(db, row.clone()).await.unwrap();
        }
        assert_eq!(kiosk_diagnoses::of_kiosk(db, KIOSK, 2).await.unwrap(), [rows[2].clone(), rows[1].clone()]);
        assert_eq!(kiosk_diagnoses::last_good(db, KIOSK, 30).await.unwrap().as_ref(), Some(&rows[1]));
        assert_eq!(kiosk_diagnoses::last_good(db, KIOSK, 20).await.unwrap().as_ref(), Some(&rows[0]));
        assert_eq!(kiosk_diagnoses::last_good(db, KIOSK, 10).await.unwrap(), None);
        assert_eq!(kiosk_diagnoses::last_self_check_ms(db, KIOSK).await.unwrap(), Some(10));
        assert_eq!(kiosk_diagnoses::last_self_check_ms(db, OTHER).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_kiosk_keeps_its_newest_diagnoses_alone() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let tx = storage::begin(db).await.unwrap();
        for at in 1..=i64::try_from(KEPT_MAX).unwrap() + 1 {
            kiosk_diagnoses::file(&tx, diagnosis(KIOSK, at, None, "good")).await.unwrap();
        }
        storage::commit(tx).await.unwrap();
        let kept = kiosk_diagnoses::of_kiosk(db, KIOSK, KEPT_MAX + 10).await.unwrap();
        assert_eq!((kept.len() as u64, kept.last().unwrap().started_at_ms), (KEPT_MAX, 2));
    })
    .await;
}

#[tokio::test]
async fn a_fault_is_closed_once_and_at_its_own_kiosk() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let fault = |n, opened_at_ms| KioskFault {
            id: Uuid::from_u128(n),
            kiosk: KIOSK,
            diagnosis: None,
            words: "カメラが暗い".to_owned(),
            state: "open".to_owned(),
            opened_by: PERSON,
            opened_at_ms,
            remedy: None,
            done_by: None,
            done_at_ms: None,
        };
        kiosk_faults::open(db, fault(1, 10)).await.unwrap();
        kiosk_faults::open(db, fault(2, 20)).await.unwrap();
        assert_eq!(kiosk_faults::open_ones(db).await.unwrap(), [KIOSK, KIOSK]);
        let remedy = Remedy { words: "レンズを拭いた".to_owned(), by: PERSON, at_ms: 30 };
        let elsewhere = kiosk_faults::done(db, OTHER, Uuid::from_u128(2), remedy.clone()).await;
        assert!(matches!(elsewhere, Err(StoreError::Missing(_))));
        let closed = kiosk_faults::done(db, KIOSK, Uuid::from_u128(2), remedy.clone()).await.unwrap();
        assert_eq!((closed.state.as_str(), closed.done_by, closed.done_at_ms), ("done", Some(PERSON), Some(30)));
        let again = kiosk_faults::done(db, KIOSK, Uuid::from_u128(2), remedy).await;
        assert!(matches!(again, Err(StoreError::Stale(_))));
        let listed: Vec<_> =
            kiosk_faults::of_kiosk(db, KIOSK).await.unwrap().into_iter().map(|one| one.state).collect();
        assert_eq!(listed, ["open", "done"]);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_fitted_until_somebody_enters_it() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let with = |card_reader, scanner| KioskFittings { kiosk: KIOSK, card_reader, scanner };
        assert_eq!(kiosk_fittings::of_kiosk(db, KIOSK).await.unwrap(), with(false, false));
        kiosk_fittings::save(db, with(true, false)).await.unwrap();
        kiosk_fittings::save(db, with(true, true)).await.unwrap();
        assert_eq!(kiosk_fittings::of_kiosk(db, KIOSK).await.unwrap(), with(true, true));
        assert_eq!(kiosk_fittings::with_card_reader(db).await.unwrap(), [KIOSK]);
        kiosk_fittings::save(db, with(false, true)).await.unwrap();
        assert!(kiosk_fittings::with_card_reader(db).await.unwrap().is_empty());
    })
    .await;
}
