//! The token, case by case: each way it goes, each message it refuses, each input that does not act.

use super::*;
use crate::time::Timestamp;

const NOW: Timestamp = Timestamp(1_790_000_000_000);

/// A token whose two sides are there.
fn with_both() -> ControlToken {
    let mut token = ControlToken::default();
    for side in [Side::Resident, Side::Operator] {
        assert_eq!(token.handle(ControlEvent::Came(side), NOW).len(), 1);
    }
    token
}

fn say(token: &mut ControlToken, from: Side, act: ControlAct, now: Timestamp) -> Vec<ControlEffect> {
    let epoch = token.epoch();
    token.handle(ControlEvent::Message(ControlMessage { from, epoch, act }), now)
}

/// Says all of it under the current epochs and gives the token.
fn after(acts: &[(Side, ControlAct)]) -> ControlToken {
    let mut token = with_both();
    for (from, act) in acts {
        let effects = say(&mut token, *from, *act, NOW);
        assert!(matches!(effects.as_slice(), [ControlEffect::Changed(_)]), "{from:?} {act:?}: {effects:?}");
    }
    token
}

fn refusal(effects: &[ControlEffect]) -> Option<ControlRefusal> {
    match effects {
        [ControlEffect::Refused { reason, .. }] => Some(*reason),
        _ => None,
    }
}

fn change(effects: &[ControlEffect]) -> Option<ControlChange> {
    match effects {
        [ControlEffect::Changed(fact)] => Some(fact.change),
        _ => None,
    }
}

/// What was said before, in order.
type Said = &'static [(Side, ControlAct)];

const ASKED: Said = &[(Side::Operator, ControlAct::Ask)];
const OFFERED: Said = &[(Side::Resident, ControlAct::Offer)];
const TAKEN: Said = &[(Side::Resident, ControlAct::Offer), (Side::Operator, ControlAct::Take)];

#[test]
fn control_goes_from_the_resident_to_the_operator_and_back() {
    use ControlAct::{Agree, Ask, Offer, Release, Take, TakeBack};
    use Side::{Operator, Resident};
    let ways: [Said; 4] = [
        &[(Resident, Offer), (Operator, Take), (Resident, TakeBack)],
        &[(Resident, Offer), (Operator, Take), (Operator, Release)],
        &[(Resident, Offer), (Operator, Take), (Resident, Release)],
        &[(Operator, Ask), (Resident, Agree), (Operator, Take), (Resident, TakeBack)],
    ];
    for way in ways {
        let (_, before) = way.split_last().expect("a way has steps");
        assert_eq!(after(before).holder(), Operator, "{way:?}");
        assert_eq!(after(way).holder(), Resident, "{way:?}");
    }
}

#[test]
fn every_change_raises_the_epoch_and_is_a_fact() {
    let mut token = with_both();
    for (from, act) in TAKEN.iter().chain(&[(Side::Resident, ControlAct::TakeBack)]) {
        let before = token.epoch();
        let effects = say(&mut token, *from, *act, NOW.plus_ms(7));
        let [ControlEffect::Changed(fact)] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!((fact.epoch.0, fact.at), (before.0 + 1, NOW.plus_ms(7)));
        assert_eq!((fact.by, fact.holder), (ControlActor::Side(*from), token.holder()));
        assert_eq!(token.epoch(), fact.epoch);
    }
}

#[test]
fn each_message_that_does_not_fit_is_refused_for_its_reason() {
    use ControlAct::{Agree, Ask, Decline, Offer, Release, Take, TakeBack};
    use ControlRefusal as No;
    use Side::{Operator, Resident};
    let cases: [(Said, Side, ControlAct, No); 27] = [
        (&[], Operator, Take, No::NothingOffered),
        (&[], Operator, Decline, No::NothingOffered),
        (&[], Operator, Release, No::NothingToRelease),
        (&[], Operator, Offer, No::WrongSide),
        (&[], Operator, Agree, No::WrongSide),
        (&[], Operator, TakeBack, No::WrongSide),
        (&[], Resident, Ask, No::WrongSide),
        (&[], Resident, Take, No::WrongSide),
        (&[], Resident, Agree, No::NothingAsked),
        (&[], Resident, Decline, No::NothingAsked),
        (&[], Resident, Release, No::NothingToRelease),
        (ASKED, Operator, Ask, No::AlreadyAsked),
        (ASKED, Operator, Take, No::NothingOffered),
        (ASKED, Operator, Decline, No::NothingOffered),
        (ASKED, Resident, Release, No::NothingToRelease),
        (OFFERED, Operator, Ask, No::AlreadyOffered),
        (OFFERED, Operator, Release, No::NothingToRelease),
        (OFFERED, Resident, Offer, No::AlreadyOffered),
        (OFFERED, Resident, Agree, No::NothingAsked),
        (OFFERED, Resident, Decline, No::NothingAsked),
        (OFFERED, Resident, Take, No::WrongSide),
        (TAKEN, Operator, Ask, No::OperatorHolds),
        (TAKEN, Operator, Take, No::OperatorHolds),
        (TAKEN, Operator, Decline, No::NothingOffered),
        (TAKEN, Operator, TakeBack, No::WrongSide),
        (TAKEN, Resident, Offer, No::OperatorHolds),
        (TAKEN, Resident, Agree, No::NothingAsked),
    ];
    for (acts, from, act, reason) in cases {
        let mut token = after(acts);
        let before = token.clone();
        let effects = say(&mut token, from, act, NOW);
        assert_eq!(refusal(&effects), Some(reason), "{acts:?} then {from:?} {act:?}");
        assert_eq!(token, before, "{acts:?} then {from:?} {act:?}");
    }
}

#[test]
fn each_no_has_its_own_fact() {
    use ControlAct::{Decline, Release, TakeBack};
    use Side::{Operator, Resident};
    let cases = [
        (ASKED, Resident, Decline, ControlChange::Declined),
        (ASKED, Resident, TakeBack, ControlChange::Declined),
        (ASKED, Operator, Release, ControlChange::AskWithdrawn),
        (OFFERED, Operator, Decline, ControlChange::OfferDeclined),
        (OFFERED, Resident, Release, ControlChange::OfferWithdrawn),
        (OFFERED, Resident, TakeBack, ControlChange::OfferWithdrawn),
        (TAKEN, Operator, Release, ControlChange::Released),
        (TAKEN, Resident, Release, ControlChange::TakenBack),
    ];
    for (acts, from, act, expected) in cases {
        let mut token = after(acts);
        assert_eq!(change(&say(&mut token, from, act, NOW)), Some(expected), "{acts:?} then {from:?} {act:?}");
        assert_eq!(token.holder(), Resident);
    }
}

#[test]
fn a_replayed_message_is_stale_and_a_forged_epoch_is_unknown() {
    let mut token = after(&[]);
    let offer = ControlMessage { from: Side::Resident, epoch: token.epoch(), act: ControlAct::Offer };
    assert_eq!(change(&token.handle(ControlEvent::Message(offer), NOW)), Some(ControlChange::Offered));
    let withdrawn = say(&mut token, Side::Resident, ControlAct::Release, NOW);
    assert_eq!(change(&withdrawn), Some(ControlChange::OfferWithdrawn));
    let replayed = token.handle(ControlEvent::Message(offer), NOW);
    assert_eq!(refusal(&replayed), Some(ControlRefusal::StaleEpoch(offer.epoch)));
    let next = ControlEpoch(token.epoch().0 + 1);
    let forged = ControlMessage { from: Side::Operator, epoch: next, act: ControlAct::Take };
    let refused = token.handle(ControlEvent::Message(forged), NOW);
    assert_eq!(refusal(&refused), Some(ControlRefusal::UnknownEpoch(next)));
}

#[test]
fn one_touch_takes_back_even_from_a_screen_that_is_behind() {
    let mut token = after(TAKEN);
    let touch = ControlMessage { from: Side::Resident, epoch: ControlEpoch(0), act: ControlAct::TakeBack };
    assert_eq!(change(&token.handle(ControlEvent::Message(touch), NOW)), Some(ControlChange::TakenBack));
    let again = token.handle(ControlEvent::Message(touch), NOW);
    assert_eq!((again, token.holder()), (Vec::new(), Side::Resident));
}

#[test]
fn an_offer_and_a_question_stand_for_a_limited_time() {
    let cases =
        [(OFFERED, OFFER_STANDS_MS, ControlChange::OfferExpired), (ASKED, ASK_STANDS_MS, ControlChange::AskExpired)];
    for (acts, stands_ms, expected) in cases {
        let mut token = after(acts);
        assert_eq!(token.next_deadline(), Some(NOW.plus_ms(stands_ms)));
        assert_eq!(token.handle(ControlEvent::Tick, NOW.plus_ms(stands_ms - 1)), []);
        assert_eq!(change(&token.handle(ControlEvent::Tick, NOW.plus_ms(stands_ms))), Some(expected));
        assert_eq!(token.next_deadline(), None);
    }
}

#[test]
fn an_offer_whose_time_is_over_is_not_taken_though_no_tick_came() {
    let mut token = after(OFFERED);
    let effects = say(&mut token, Side::Operator, ControlAct::Take, NOW.plus_ms(OFFER_STANDS_MS));
    let changed = matches!(effects[0], ControlEffect::Changed(fact) if fact.change == ControlChange::OfferExpired);
    assert!(changed && effects.len() == 2, "{effects:?}");
    assert!(matches!(effects[1], ControlEffect::Refused { reason: ControlRefusal::StaleEpoch(_), .. }));
    assert_eq!(token.holder(), Side::Resident);
}

#[test]
fn after_a_no_the_operator_waits_before_asking_again() {
    let mut token = after(ASKED);
    assert_eq!(change(&say(&mut token, Side::Resident, ControlAct::Decline, NOW)), Some(ControlChange::Declined));
    let soon = say(&mut token, Side::Operator, ControlAct::Ask, NOW.plus_ms(ASK_AGAIN_AFTER_MS - 1));
    assert_eq!(refusal(&soon), Some(ControlRefusal::TooSoon));
    let later = say(&mut token, Side::Operator, ControlAct::Ask, NOW.plus_ms(ASK_AGAIN_AFTER_MS));
    assert_eq!(change(&later), Some(ControlChange::Asked));
}

#[test]
fn whoever_leaves_the_resident_has_control() {
    for acts in [&[] as Said, ASKED, OFFERED, TAKEN] {
        for (side, expected) in
            [(Side::Resident, ControlChange::ResidentLeft), (Side::Operator, ControlChange::OperatorLeft)]
        {
            let mut token = after(acts);
            let before = token.epoch();
            assert_eq!(change(&token.handle(ControlEvent::Left(side), NOW)), Some(expected));
            assert_eq!(token.holder(), Side::Resident, "{acts:?}");
            assert!(token.epoch() > before);
            assert_eq!(token.handle(ControlEvent::Left(side), NOW), []);
        }
    }
}

#[test]
fn while_the_resident_is_away_nobody_acts_and_nothing_is_asked() {
    let mut token = after(TAKEN);
    assert_eq!(token.handle(ControlEvent::Left(Side::Resident), NOW).len(), 1);
    let epoch = token.epoch();
    let input = |holder| token.accepts(InputClaim { holder, epoch });
    assert_eq!(input(Side::Operator), Err(InputRefusal::NotHolder));
    assert_eq!(input(Side::Resident), Err(InputRefusal::ResidentAway));
    let asked = say(&mut token, Side::Operator, ControlAct::Ask, NOW);
    assert_eq!(refusal(&asked), Some(ControlRefusal::ResidentAway));
    let ghost = say(&mut token, Side::Resident, ControlAct::Offer, NOW);
    assert_eq!(refusal(&ghost), Some(ControlRefusal::NotHere));
    assert_eq!(token.handle(ControlEvent::Came(Side::Resident), NOW).len(), 1);
    assert_eq!(token.accepts(InputClaim { holder: Side::Resident, epoch: token.epoch() }), Ok(()));
}

#[test]
fn nothing_is_offered_to_an_operator_who_is_not_there() {
    let mut token = after(&[]);
    assert_eq!(token.handle(ControlEvent::Left(Side::Operator), NOW).len(), 1);
    let offered = say(&mut token, Side::Resident, ControlAct::Offer, NOW);
    assert_eq!(refusal(&offered), Some(ControlRefusal::OperatorAway));
}

#[test]
fn each_input_that_does_not_act_is_told_why() {
    let token = after(TAKEN);
    let current = token.epoch();
    let (older, newer) = (ControlEpoch(current.0 - 1), ControlEpoch(current.0 + 1));
    let cases = [
        (Side::Operator, current, Ok(())),
        (Side::Operator, older, Err(InputRefusal::StaleEpoch(older))),
        (Side::Operator, newer, Err(InputRefusal::UnknownEpoch(newer))),
        (Side::Resident, current, Err(InputRefusal::NotHolder)),
        (Side::Resident, older, Err(InputRefusal::StaleEpoch(older))),
    ];
    for (holder, epoch, expected) in cases {
        assert_eq!(token.accepts(InputClaim { holder, epoch }), expected, "{holder:?} {epoch:?}");
    }
}

#[test]
fn both_screens_show_who_holds_what_they_may_do_and_until_when() {
    use ControlAct::{Ask, Decline, Offer, Release, Take, TakeBack};
    let until = Some(NOW.plus_ms(OFFER_STANDS_MS));
    type May = &'static [ControlAct];
    let cases: [(Said, Side, Side, May, Option<Timestamp>); 6] = [
        (&[], Side::Resident, Side::Resident, &[Offer], None),
        (&[], Side::Operator, Side::Resident, &[Ask], None),
        (OFFERED, Side::Resident, Side::Resident, &[Release, TakeBack], until),
        (OFFERED, Side::Operator, Side::Resident, &[Decline, Take], until),
        (TAKEN, Side::Resident, Side::Operator, &[Release, TakeBack], None),
        (TAKEN, Side::Operator, Side::Operator, &[Release], None),
    ];
    for (acts, side, holder, may, offered_until) in cases {
        let view = after(acts).view(side, NOW);
        assert_eq!((view.holder, view.may.as_slice(), view.offered_until), (holder, may, offered_until), "{side:?}");
        assert_eq!(view.can_act, side == holder, "{acts:?} {side:?}");
        assert!(view.is_other_here);
    }
}
