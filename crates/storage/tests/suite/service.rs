//! Topics, directory, calendars, prompts, settings, seats, pause reasons, call-backs, reviews, dials.

use chrono::{NaiveDate, NaiveTime};
use serde_json::json;
use storage::access_reviews::{self, AccessReview};
use storage::boards::{self, Board};
use storage::calendars::{self, CalendarException, ImportedHoliday};
use storage::callbacks::{self, Callback};
use storage::directory::{self, DirectoryEntry};
use storage::kiosks::{self, Kiosk};
use storage::outbound_dials::{self, OutboundDial};
use storage::pause_reasons::{self, PauseReasonRow};
use storage::prompts::{self, StoredPrompt};
use storage::seats::{self, Seat};
use storage::topics::{self, Topic};
use storage::vocabulary;
use storage::{StoreError, settings};
use uuid::Uuid;
use vault::KeyRing;

use super::fresh::on_fresh;

const NOW: i64 = 1_790_000_000_000;

fn topic(code: &str, position: i32) -> Topic {
    Topic {
        edition: 0,
        code: code.to_owned(),
        parent: None,
        name_ja: format!("{code} 申請"),
        name_en: String::from("Application"),
        position,
        active: true,
    }
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, day).unwrap()
}

#[tokio::test]
async fn topics_come_in_editions_and_old_ones_stay() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        assert_eq!(topics::current(db).await.unwrap(), []);
        assert_eq!(topics::publish(db, 0, vec![topic("イ", 2), topic("ア", 1)]).await.unwrap(), 1);
        assert_eq!(topics::publish(db, 1, vec![topic("ウ", 1)]).await.unwrap(), 2);
        let late = topics::publish(db, 1, vec![topic("エ", 1)]).await;
        assert!(matches!(late, Err(StoreError::Stale(_))));
        let codes = |topics: Vec<Topic>| topics.into_iter().map(|t| t.code).collect::<Vec<_>>();
        assert_eq!(codes(topics::current(db).await.unwrap()), ["ウ"]);
        assert_eq!(codes(topics::of_edition(db, 1).await.unwrap()), ["ア", "イ"]);
    })
    .await;
}

#[tokio::test]
async fn a_queues_terms_come_in_editions_of_their_own_and_a_late_change_is_refused() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let by = Uuid::from_u128(7);
        let terms = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(vocabulary::current(db, "phone").await.unwrap(), None);
        let first = terms(&["電子証明書", "e-Tax"]);
        assert_eq!(vocabulary::publish(db, "phone", 0, &first, by, NOW).await.unwrap(), 1);
        assert_eq!(vocabulary::publish(db, "all", 0, &terms(&["座間市"]), by, NOW).await.unwrap(), 1);
        let late = vocabulary::publish(db, "phone", 0, &terms(&["遅い"]), by, NOW).await;
        assert!(matches!(late, Err(StoreError::Stale(_))));
        let stored = vocabulary::current(db, "phone").await.unwrap().unwrap();
        assert_eq!((stored.edition, stored.terms, stored.changed_by, stored.changed_at_ms), (1, first, by, NOW));
        assert_eq!(vocabulary::publish(db, "phone", 1, &[], by, NOW).await.unwrap(), 2);
        assert_eq!(vocabulary::current(db, "phone").await.unwrap().unwrap().terms, terms(&[]));
    })
    .await;
}

#[tokio::test]
async fn the_directory_keeps_entries_that_are_switched_off() {
    on_fresh(|fresh| async move {
        let entry = DirectoryEntry {
            id: Uuid::from_u128(1),
            kind: String::from("department"),
            name_ja: String::from("戸籍住民課"),
            name_en: String::from("Residents"),
            number: String::from("+81462528083"),
            hours: json!({ "weekdays": "8:30-17:15" }),
            remark: String::new(),
            position: 1,
            active: true,
        };
        directory::save(&fresh.db, entry.clone()).await.unwrap();
        let off = DirectoryEntry { active: false, ..entry };
        directory::save(&fresh.db, off.clone()).await.unwrap();
        assert_eq!(directory::list(&fresh.db).await.unwrap(), std::slice::from_ref(&off));
        assert_eq!(directory::find(&fresh.db, off.id).await.unwrap(), Some(off));
    })
    .await;
}

#[tokio::test]
async fn calendar_entries_are_taken_back_but_never_lost() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        assert_eq!(calendars::set_rules(db, "phone", json!({ "a": 1 }), 0).await.unwrap(), 1);
        assert_eq!(calendars::set_rules(db, "phone", json!({ "a": 2 }), 1).await.unwrap(), 2);
        for based_on in [0, 1] {
            let late = calendars::set_rules(db, "phone", json!({}), based_on).await;
            assert!(matches!(late, Err(StoreError::Stale(_))));
        }
        assert_eq!(calendars::rules(db).await.unwrap()[0].rules, json!({ "a": 2 }));
        let entry = CalendarException {
            id: Uuid::from_u128(1),
            channel: String::from("phone"),
            date: day(28),
            open: NaiveTime::from_hms_opt(9, 0, 0),
            close: NaiveTime::from_hms_opt(12, 30, 0),
            reason: String::from("システム保守"),
            entered_by: Uuid::from_u128(9),
            entered_at_ms: NOW,
            removed_by: None,
            removed_at_ms: None,
        };
        calendars::enter(db, entry.clone()).await.unwrap();
        assert_eq!(calendars::exceptions(db, day(28), day(28)).await.unwrap(), std::slice::from_ref(&entry));
        assert_eq!(calendars::exceptions(db, day(29), day(31)).await.unwrap(), []);
        assert!(calendars::take_back(db, entry.id, Uuid::from_u128(8), NOW).await.unwrap());
        assert!(!calendars::take_back(db, entry.id, Uuid::from_u128(8), NOW).await.unwrap());
        assert_eq!(calendars::exceptions(db, day(1), day(31)).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn importing_holidays_twice_gives_the_later_names() {
    on_fresh(|fresh| async move {
        let named = |date, name: &str| ImportedHoliday { date, name: name.to_owned() };
        let days = vec![named(day(23), "祝日"), named(day(24), "休日")];
        calendars::import_holidays(&fresh.db, days).await.unwrap();
        calendars::import_holidays(&fresh.db, vec![named(day(23), "天皇誕生日")]).await.unwrap();
        let kept = calendars::holidays(&fresh.db).await.unwrap();
        assert_eq!(kept, [named(day(23), "天皇誕生日"), named(day(24), "休日")]);
        calendars::import_holidays(&fresh.db, vec![]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_setting_is_written_only_on_top_of_the_version_that_was_read() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        assert_eq!(settings::set(db, "queue", json!({ "limit": 5 }), 0, None, NOW).await.unwrap(), 1);
        assert_eq!(settings::set(db, "queue", json!({ "limit": 6 }), 1, None, NOW).await.unwrap(), 2);
        for based_on in [0, 1, 7] {
            let late = settings::set(db, "queue", json!(null), based_on, None, NOW).await;
            assert!(matches!(late, Err(StoreError::Stale(_))), "{based_on}");
        }
        let kept = settings::get(db, "queue").await.unwrap().unwrap();
        assert_eq!((kept.value, kept.version), (json!({ "limit": 6 }), 2));
    })
    .await;
}

#[tokio::test]
async fn prompts_seats_and_pause_reasons_are_replaced_in_place() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let prompt = StoredPrompt {
            key: String::from("greeting"),
            language: String::from("ja"),
            text: String::from("お電話ありがとうございます"),
            sound: None,
            changed_by: None,
            changed_at_ms: NOW,
        };
        prompts::save(db, prompt.clone()).await.unwrap();
        let spoken = StoredPrompt { sound: Some(vec![0; 70_000]), ..prompt };
        prompts::save(db, spoken.clone()).await.unwrap();
        assert_eq!(prompts::list(db).await.unwrap(), std::slice::from_ref(&spoken));
        assert_eq!(prompts::find(db, "greeting", "ja").await.unwrap(), Some(spoken));
        let seat = Seat {
            id: String::from("phone-1"),
            name: String::from("電話1"),
            kind: String::from("phone"),
            position: 1,
            device_hash: None,
            enrolled_at_ms: None,
            active: true,
        };
        seats::save(db, seat.clone()).await.unwrap();
        seats::enrol(db, "phone-1", Some(vec![7; 32]), NOW).await.unwrap();
        seats::save(db, Seat { name: String::from("電話一"), ..seat }).await.unwrap();
        let found = seats::by_device(db, &[7; 32]).await.unwrap().unwrap();
        assert_eq!((found.name.as_str(), found.enrolled_at_ms), ("電話一", Some(NOW)));
        assert!(seats::enrol(db, "phone-9", None, NOW).await.is_err());
        let reason = PauseReasonRow {
            code: String::from("lunch"),
            name_ja: String::from("昼休み"),
            name_en: String::from("Lunch"),
            position: 1,
            active: true,
        };
        pause_reasons::save(db, reason.clone()).await.unwrap();
        pause_reasons::save(db, PauseReasonRow { active: false, ..reason }).await.unwrap();
        assert!(!pause_reasons::list(db).await.unwrap()[0].active);
    })
    .await;
}

#[tokio::test]
async fn a_promised_call_back_is_listed_until_it_is_settled() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let contact = Uuid::from_u128(1);
        let key = KeyRing::generate().unwrap().contact_key(contact).unwrap();
        let promised = Callback {
            contact,
            state: String::from("waiting"),
            attempts: 0,
            requested_at_ms: NOW,
            next_at_ms: Some(NOW + 1),
            ended_at_ms: None,
            number_sealed: Some(callbacks::seal_number(&key, "+81901234567").unwrap()),
        };
        callbacks::save(db, promised.clone()).await.unwrap();
        let open = callbacks::open(db).await.unwrap();
        assert_eq!(callbacks::number(&open[0], &key).unwrap().as_deref(), Some("+81901234567"));
        let ended = Callback { state: String::from("reached"), attempts: 2, ended_at_ms: Some(NOW + 9), ..promised };
        callbacks::save(db, ended.clone()).await.unwrap();
        assert_eq!(callbacks::open(db).await.unwrap(), []);
        assert_eq!(callbacks::find(db, contact).await.unwrap(), Some(ended));
    })
    .await;
}

#[tokio::test]
async fn a_stated_reason_holds_for_its_person_its_contact_and_its_time() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let (contact, account, other) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
        let review = AccessReview {
            id: Uuid::from_u128(5),
            contact,
            account,
            reason: String::from("苦情の確認"),
            opened_at_ms: NOW,
            until_ms: NOW + 100,
        };
        access_reviews::open(db, review.clone()).await.unwrap();
        let current =
            async |contact, account, at_ms| access_reviews::current(db, contact, account, at_ms).await.unwrap();
        assert_eq!(current(contact, account, NOW + 99).await, Some(review.clone()));
        assert_eq!(current(contact, account, NOW + 100).await, None);
        assert_eq!(current(contact, other, NOW).await, None);
        assert_eq!(current(other, account, NOW).await, None);
        assert_eq!(access_reviews::of_contact(db, contact).await.unwrap(), [review]);
    })
    .await;
}

#[tokio::test]
async fn allowed_dials_of_the_day_come_back_after_a_restart() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let agent = Uuid::from_u128(9);
        let dials = [(1, NOW - 1, "allowed"), (2, NOW, "allowed"), (3, NOW + 1, "premium"), (4, NOW + 2, "allowed")];
        for (number, at_ms, result) in dials {
            let dial = OutboundDial {
                id: Uuid::from_u128(number),
                agent,
                contact: None,
                at_ms,
                to_masked: String::from("******5678"),
                result: result.to_owned(),
            };
            outbound_dials::record(db, dial).await.unwrap();
        }
        let allowed = outbound_dials::allowed_since(db, NOW).await.unwrap();
        assert_eq!(allowed, [(agent, NOW), (agent, NOW + 2)]);
    })
    .await;
}

#[tokio::test]
async fn a_revoked_kiosk_is_out_of_service_and_stays_named() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let id = Uuid::from_u128(7);
        let kiosk = Kiosk {
            id,
            name: String::from("1階ロビー"),
            public_key: vec![4; 65],
            enrolled_at_ms: NOW,
            seen_at_ms: None,
            revoked_at_ms: None,
        };
        kiosks::enrol(db, kiosk.clone()).await.unwrap();
        kiosks::seen(db, id, NOW + 1).await.unwrap();
        let seen = Kiosk { seen_at_ms: Some(NOW + 1), ..kiosk };
        assert_eq!(kiosks::in_service(db, id).await.unwrap(), Some(seen.clone()));
        kiosks::revoke(db, id, NOW + 2).await.unwrap();
        assert_eq!(kiosks::in_service(db, id).await.unwrap(), None);
        let again = kiosks::revoke(db, id, NOW + 3).await;
        assert!(matches!(again, Err(StoreError::Missing(_))), "the first end stands");
        assert_eq!(kiosks::list(db).await.unwrap(), [Kiosk { revoked_at_ms: Some(NOW + 2), ..seen }]);
    })
    .await;
}

#[tokio::test]
async fn a_display_is_known_by_its_secret_until_it_is_revoked() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let id = Uuid::from_u128(8);
        let board = Board {
            id,
            name: String::from("待合ホール"),
            device_hash: vec![7; 32],
            enrolled_at_ms: NOW,
            revoked_at_ms: None,
        };
        boards::enrol(db, board.clone()).await.unwrap();
        assert_eq!(boards::by_device(db, &[7; 32]).await.unwrap(), Some(board.clone()));
        assert_eq!(boards::by_device(db, &[8; 32]).await.unwrap(), None);
        assert_eq!(boards::in_service(db).await.unwrap(), [board]);
        boards::revoke(db, id, NOW + 1).await.unwrap();
        assert_eq!(boards::by_device(db, &[7; 32]).await.unwrap(), None);
        assert!(boards::in_service(db).await.unwrap().is_empty());
        let again = boards::revoke(db, id, NOW + 2).await;
        assert!(matches!(again, Err(StoreError::Missing(_))));
    })
    .await;
}
