//! What the hall promises to people with numbers.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const MINUTE_MS: i64 = 60_000;

fn contact(n: u128) -> ContactId {
    ContactId(Uuid::from_u128(n))
}

fn kiosk(n: u128) -> KioskId {
    KioskId(Uuid::from_u128(1_000 + n))
}

fn free(kiosks: &[u128]) -> HallEvent {
    HallEvent::Free(kiosks.iter().map(|n| kiosk(*n)).collect())
}

fn issued(n: u32) -> HallEvent {
    HallEvent::Issued { contact: contact(n.into()), number: n }
}

fn call(n: u128, at: u128, times: u32) -> HallEffect {
    HallEffect::CallUp { contact: contact(n), kiosk: kiosk(at), times }
}

/// Plays events at their minutes; gives what each led to.
fn play(events: &[(i64, HallEvent)]) -> (Hall, Vec<Vec<HallEffect>>) {
    let mut hall = Hall::new(HallConfig::default());
    let told = events.iter().map(|(minute, event)| hall.handle(event.clone(), Timestamp(minute * MINUTE_MS)));
    let told = told.collect();
    (hall, told)
}

#[test]
fn numbers_are_called_in_the_order_of_their_issue_one_to_each_free_kiosk() {
    let (hall, told) = play(&[(0, issued(1)), (0, issued(2)), (0, issued(3)), (1, free(&[1, 2]))]);
    assert_eq!(told[3], [call(1, 1, 1), call(2, 2, 1)]);
    assert_eq!(hall.next_deadline(), Some(Timestamp(4 * MINUTE_MS)));
    assert_eq!(hall.may_come(3, kiosk(1)), Err(ComeRefusal::KeptFor { number: 1 }));
    assert_eq!(hall.may_come(1, kiosk(2)), Err(ComeRefusal::KeptFor { number: 2 }));
    assert_eq!(hall.may_come(1, kiosk(1)), Ok(contact(1)));
    assert_eq!(hall.may_come(3, kiosk(3)), Err(ComeRefusal::NotFree));
    assert_eq!(hall.may_come(9, kiosk(1)), Err(ComeRefusal::UnknownNumber));
}

#[test]
fn who_does_not_come_is_called_again_and_then_set_aside_and_the_kiosk_goes_to_the_next() {
    let come = HallEvent::Came { contact: contact(2), kiosk: kiosk(1) };
    let tick = HallEvent::Tick;
    let (hall, told) = play(&[
        (0, free(&[1])),
        (0, issued(1)),
        (1, issued(2)),
        (2, tick.clone()),
        (3, tick.clone()),
        (5, tick.clone()),
        (6, tick),
        (7, come),
    ]);
    let aside = HallEffect::SetAside { contact: contact(1) };
    let expected: [&[HallEffect]; 8] =
        [&[], &[call(1, 1, 1)], &[], &[], &[call(1, 1, 2)], &[], &[aside, call(2, 1, 1)], &[]];
    assert_eq!(told, expected);
    assert_eq!((hall.views(), hall.next_deadline()), (Vec::new(), None));
}

#[test]
fn a_kiosk_that_is_taken_by_another_costs_the_number_neither_place_nor_call() {
    let (hall, told) =
        play(&[(0, issued(1)), (0, issued(2)), (0, free(&[1])), (2, free(&[])), (4, free(&[2])), (6, HallEvent::Tick)]);
    assert_eq!(told[2], [call(1, 1, 1)]);
    assert_eq!(told[3], []);
    assert_eq!(told[4], [call(1, 2, 1)], "its first call counts anew");
    assert_eq!(told[5], [], "and its patience too");
    assert_eq!(hall.called_to(kiosk(2)).map(|view| view.number), Some(1));
}

#[test]
fn a_number_taken_back_frees_the_kiosk_it_was_called_to() {
    let gone = HallEvent::Gone { contact: contact(1) };
    let (_, told) = play(&[(0, free(&[1])), (0, issued(1)), (0, issued(2)), (1, gone)]);
    assert_eq!(told[3], [call(2, 1, 1)]);
}

fn events() -> impl Strategy<Value = HallEvent> {
    let kiosks = proptest::collection::btree_set((1..4_u128).prop_map(kiosk), 0..4);
    prop_oneof![
        (1..9_u32).prop_map(issued),
        kiosks.prop_map(HallEvent::Free),
        (1..9_u128, 1..4_u128).prop_map(|(n, at)| HallEvent::Came { contact: contact(n), kiosk: kiosk(at) }),
        (1..9_u128).prop_map(|n| HallEvent::Gone { contact: contact(n) }),
        Just(HallEvent::Tick),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_each_kiosk_is_kept_for_one_and_no_free_kiosk_stands_idle_while_somebody_waits(
        steps in proptest::collection::vec((events(), 0..200_000_i64), 0..60)
    ) {
        let mut hall = Hall::new(HallConfig::default());
        let mut now = 0;
        for (event, pause_ms) in steps {
            now += pause_ms;
            let _ = hall.handle(event, Timestamp(now));
            let calls: Vec<KioskId> = hall.views().iter().filter_map(|view| Some(view.call?.kiosk)).collect();
            let kiosks: BTreeSet<KioskId> = calls.iter().copied().collect();
            prop_assert_eq!(calls.len(), kiosks.len(), "one number a kiosk");
            prop_assert!(kiosks.is_subset(&hall.free), "only free kiosks are kept");
            let waits = hall.views().iter().any(|view| view.call.is_none());
            prop_assert!(!waits || kiosks == hall.free, "nobody waits while a kiosk is free");
            prop_assert!(hall.next_deadline().is_none_or(|at| at > Timestamp(now)), "what is due was done");
        }
    }
}
