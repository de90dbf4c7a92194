//! Searching and paging.

use storage::contacts;
use storage::history::{Search, search};
use storage::{Db, contacts::WrapUp};
use uuid::Uuid;
use vault::KeyRing;

use super::fresh::on_fresh;
use super::logs::{abandoned_call, answered_call, apply, entries};

const NOW: i64 = 1_790_000_000_000;
const ANNA: Uuid = Uuid::from_u128(100);
const BEN: Uuid = Uuid::from_u128(200);

async fn ids(db: &Db, wanted: Search) -> Vec<u128> {
    let page = search(db, &wanted, None, 200).await.unwrap();
    page.contacts.iter().map(|contact| contact.id.as_u128()).collect()
}

/// 1: Anna, filed ア-1; 2: Ben, filed イ; 3: abandoned, same caller as 1; 4: Anna, not filed.
async fn four_calls(db: &Db, ring: &KeyRing) {
    let calls = [
        (1, Some("+81311111111"), Some(ANNA)),
        (2, Some("+81322222222"), Some(BEN)),
        (3, Some("+81311111111"), None),
        (4, None, Some(ANNA)),
    ];
    for (number, caller, agent) in calls {
        let (id, at_ms) = (Uuid::from_u128(number), NOW + number as i64 * 60_000);
        let log = match agent {
            Some(agent) => answered_call(id, agent, at_ms),
            None => abandoned_call(id, at_ms),
        };
        apply(db, &entries(ring, caller, log)).await.unwrap();
    }
    for (number, topic, outcome) in [(1, "ア-1", "resolved"), (2, "イ", "referred")] {
        let wrap_up = WrapUp { topic: topic.into(), outcome: outcome.into(), booking: None, note: None };
        contacts::file(db, ring, Uuid::from_u128(number), &wrap_up, ANNA, NOW).await.unwrap();
    }
}

#[tokio::test]
async fn every_filter_finds_its_contacts_newest_first() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        let db = &fresh.db;
        four_calls(db, &ring).await;
        let index = |number| ring.blind_index().of(number).unwrap().to_vec();
        let all = Search::default;
        assert_eq!(ids(db, all()).await, [4, 3, 2, 1]);
        assert_eq!(ids(db, Search { caller_index: Some(index("+81311111111")), ..all() }).await, [3, 1]);
        assert_eq!(ids(db, Search { caller_index: Some(index("+81399999999")), ..all() }).await, [0; 0]);
        assert_eq!(ids(db, Search { agent: Some(ANNA), ..all() }).await, [4, 1]);
        assert_eq!(ids(db, Search { topic: Some("ア".into()), ..all() }).await, [1]);
        assert_eq!(ids(db, Search { topic: Some("イ".into()), ..all() }).await, [2]);
        assert_eq!(ids(db, Search { outcome: Some("referred".into()), ..all() }).await, [2]);
        assert_eq!(ids(db, Search { acceptance: Some("abandoned".into()), ..all() }).await, [3]);
        assert_eq!(ids(db, Search { unfiled: true, ..all() }).await, [4]);
        assert_eq!(ids(db, Search { language: Some("ja".into()), ..all() }).await, [4, 2, 1]);
        let from_ms = Some(NOW + 120_000);
        assert_eq!(ids(db, Search { from_ms, until_ms: Some(NOW + 240_000), ..all() }).await, [3, 2]);
        assert_eq!(ids(db, Search { from_ms, agent: Some(ANNA), ..all() }).await, [4]);
    })
    .await;
}

#[tokio::test]
async fn pages_hold_every_contact_once_even_at_the_same_instant_and_while_calls_arrive() {
    on_fresh(|fresh| async move {
        let ring = KeyRing::generate().unwrap();
        for number in 1..=25u128 {
            let at_ms = NOW + (number / 6) as i64;
            let log = abandoned_call(Uuid::from_u128(number), at_ms);
            apply(&fresh.db, &entries(&ring, None, log)).await.unwrap();
        }
        let (mut found, mut after, mut arriving) = (Vec::new(), None, 1000u128);
        loop {
            let page = search(&fresh.db, &Search::default(), after, 4).await.unwrap();
            found.extend(page.contacts.iter().map(|contact| contact.id.as_u128()));
            arriving += 1;
            let log = abandoned_call(Uuid::from_u128(arriving), NOW + 5_000);
            apply(&fresh.db, &entries(&ring, None, log)).await.unwrap();
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        found.sort_unstable();
        assert_eq!(found, (1..=25).collect::<Vec<_>>());
    })
    .await;
}
