//! Accounts and login sessions.

use serde_json::json;
use storage::accounts::{self, Account, CreateError, Draft};
use storage::login_sessions::{self, LoginSession};
use storage::{Db, StoreError};
use uuid::Uuid;
use vault::KeyRing;

use super::fresh::on_fresh;

const NOW: i64 = 1_790_000_000_000;

async fn created(db: &Db, number: u128, login: &str) -> Result<Account, CreateError> {
    let draft = Draft {
        id: Uuid::from_u128(number),
        login: login.to_owned(),
        display_name: String::from("窓口 花子"),
        password_hash: Some(String::from("$argon2id$...")),
        roles: vec![String::from("agent_phone")],
        skills: vec![String::from("phone"), String::from("ja")],
    };
    accounts::create(db, draft, NOW).await
}

#[tokio::test]
async fn a_login_name_is_taken_once_in_any_case_of_letters() {
    on_fresh(|fresh| async move {
        let made = created(&fresh.db, 1, "Hanako").await.unwrap();
        let taken = created(&fresh.db, 2, "hANAKO").await;
        assert!(matches!(taken, Err(CreateError::LoginTaken(_))));
        assert_eq!(accounts::by_login(&fresh.db, "HANAKO").await.unwrap(), Some(made.clone()));
        assert_eq!(made.skills, json!(["phone", "ja"]));
        assert_eq!(accounts::count(&fresh.db).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_administrators_is_told_that_the_account_changed() {
    on_fresh(|fresh| async move {
        let first = created(&fresh.db, 1, "hanako").await.unwrap();
        let changed =
            Account { display_name: String::from("花子"), seat: Some(String::from("phone-1")), ..first.clone() };
        accounts::update(&fresh.db, &changed).await.unwrap();
        let late = accounts::update(&fresh.db, &first).await;
        assert!(matches!(late, Err(StoreError::Stale(_))));
        let row = accounts::find(&fresh.db, first.id).await.unwrap().unwrap();
        assert_eq!((row.display_name.as_str(), row.version), ("花子", 2));
    })
    .await;
}

#[tokio::test]
async fn failed_logins_add_up_and_are_not_undone_by_an_edit() {
    on_fresh(|fresh| async move {
        let account = created(&fresh.db, 1, "hanako").await.unwrap();
        accounts::login_failed(&fresh.db, account.id, None).await.unwrap();
        let failed = accounts::login_failed(&fresh.db, account.id, Some(NOW + 60_000)).await;
        assert_eq!(failed.unwrap(), 2);
        accounts::update(&fresh.db, &account).await.unwrap();
        let row = accounts::find(&fresh.db, account.id).await.unwrap().unwrap();
        assert_eq!((row.failed_logins, row.locked_until_ms), (2, Some(NOW + 60_000)));
        accounts::login_succeeded(&fresh.db, account.id).await.unwrap();
        let row = accounts::find(&fresh.db, account.id).await.unwrap().unwrap();
        assert_eq!((row.failed_logins, row.locked_until_ms), (0, None));
    })
    .await;
}

#[tokio::test]
async fn a_totp_secret_moved_to_another_account_does_not_open() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        let mut account = created(&fresh.db, 1, "hanako").await.unwrap();
        account.totp_sealed = Some(accounts::seal_totp(&ring, account.id, b"secret").unwrap());
        account.webauthn = Some(json!([{ "name": "key" }]));
        accounts::update(&fresh.db, &account).await.unwrap();
        let row = accounts::find(&fresh.db, account.id).await.unwrap().unwrap();
        assert_eq!(accounts::totp(&ring, &row).unwrap().as_deref(), Some(b"secret".as_slice()));
        let other = Account { id: Uuid::from_u128(2), ..row };
        assert!(accounts::totp(&ring, &other).is_err());
    })
    .await;
}

#[tokio::test]
async fn a_totp_secret_is_put_under_the_current_key_once_and_opens_as_before() {
    on_fresh(|fresh| async move {
        let mut ring = KeyRing::generate().unwrap();
        let mut account = created(&fresh.db, 1, "hanako").await.unwrap();
        created(&fresh.db, 2, "jiro").await.unwrap();
        account.totp_sealed = Some(accounts::seal_totp(&ring, account.id, b"secret").unwrap());
        accounts::update(&fresh.db, &account).await.unwrap();
        ring.rotate().unwrap();
        assert_eq!(accounts::rewrap_totp(&fresh.db, &ring).await.unwrap(), 1);
        assert_eq!(accounts::rewrap_totp(&fresh.db, &ring).await.unwrap(), 0);
        let row = accounts::find(&fresh.db, account.id).await.unwrap().unwrap();
        assert_ne!(row.totp_sealed, account.totp_sealed);
        assert_eq!(accounts::totp(&ring, &row).unwrap().as_deref(), Some(b"secret".as_slice()));
    })
    .await;
}

#[tokio::test]
async fn a_login_ends_by_time_by_logout_and_with_its_account() {
    on_fresh(|fresh| async move {
        let db = &fresh.db;
        let holder = Uuid::from_u128(1);
        let login = |id: &[u8], expires_at_ms| LoginSession {
            id_hash: login_sessions::hash(id),
            account: Some(holder),
            data: b"{}".to_vec(),
            expires_at_ms,
        };
        let one = login(b"one", NOW + 10);
        assert!(login_sessions::create(db, one.clone()).await.unwrap());
        assert!(!login_sessions::create(db, one.clone()).await.unwrap());
        login_sessions::save(db, LoginSession { expires_at_ms: NOW + 20, ..one.clone() }).await.unwrap();
        assert!(login_sessions::load(db, &one.id_hash, NOW + 19).await.unwrap().is_some());
        assert!(login_sessions::load(db, &one.id_hash, NOW + 20).await.unwrap().is_none());
        login_sessions::save(db, login(b"two", NOW + 90)).await.unwrap();
        assert_eq!(login_sessions::delete_expired(db, NOW + 20).await.unwrap(), 1);
        assert_eq!(login_sessions::delete_of(db, holder).await.unwrap(), 1);
        login_sessions::delete(db, &one.id_hash).await.unwrap();
    })
    .await;
}
