//! What holds of control in every order of messages, comings, goings and time.

use proptest::prelude::*;

use super::*;
use crate::time::Timestamp;

const START: Timestamp = Timestamp(1_790_000_000_000);
/// How far from the current epoch the epochs of made-up messages are.
const EPOCHS_AROUND: i64 = 3;

fn a_side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Resident), Just(Side::Operator)]
}

/// One step: what happens, how far its epoch is from the current one, and how long after the step before.
#[derive(Debug, Clone)]
struct Step {
    event: StepEvent,
    waited_ms: u64,
}

#[derive(Debug, Clone)]
enum StepEvent {
    Message { from: Side, act: ControlAct, off: i64 },
    Came(Side),
    Left(Side),
    Tick,
}

fn a_step() -> impl Strategy<Value = Step> {
    let off = prop_oneof![6 => Just(0), 1 => -EPOCHS_AROUND..=EPOCHS_AROUND];
    let act = proptest::sample::select(ControlAct::ALL.to_vec());
    let event = prop_oneof![
        8 => (a_side(), act, off).prop_map(|(from, act, off)| StepEvent::Message { from, act, off }),
        2 => a_side().prop_map(StepEvent::Came),
        1 => a_side().prop_map(StepEvent::Left),
        1 => Just(StepEvent::Tick),
    ];
    (event, prop_oneof![3 => 0_u64..2_000, 1 => 0_u64..40_000]).prop_map(|(event, waited_ms)| Step { event, waited_ms })
}

fn off_by(epoch: ControlEpoch, off: i64) -> ControlEpoch {
    ControlEpoch(epoch.0.saturating_add_signed(off))
}

/// The sides whose input would act under this epoch.
fn acting(token: &ControlToken, epoch: ControlEpoch) -> Vec<Side> {
    let acts = |side: &Side| token.accepts(InputClaim { holder: *side, epoch }).is_ok();
    [Side::Resident, Side::Operator].into_iter().filter(acts).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn never_two_holders_and_no_stale_epoch_in_any_order(steps in proptest::collection::vec(a_step(), 0..60)) {
        let mut token = ControlToken::default();
        let mut now = START;
        for Step { event, waited_ms } in steps {
            now = now.plus_ms(waited_ms);
            let before = token.clone();
            let event = match event {
                StepEvent::Message { from, act, off } => {
                    ControlEvent::Message(ControlMessage { from, epoch: off_by(token.epoch(), off), act })
                }
                StepEvent::Came(side) => ControlEvent::Came(side),
                StepEvent::Left(side) => ControlEvent::Left(side),
                StepEvent::Tick => ControlEvent::Tick,
            };
            let effects = token.handle(event, now);
            hold_of_every_state(&token, now)?;
            hold_of_every_step(&before, event, &token, &effects, now)?;
        }
    }
}

fn hold_of_every_state(token: &ControlToken, now: Timestamp) -> Result<(), TestCaseError> {
    let current = token.epoch();
    prop_assert!(acting(token, current).len() <= 1, "two act");
    for off in (-EPOCHS_AROUND..=EPOCHS_AROUND).filter(|off| off_by(current, *off) != current) {
        prop_assert_eq!(acting(token, off_by(current, off)), []);
    }
    if !(token.is_here(Side::Resident) && token.is_here(Side::Operator)) {
        prop_assert_eq!(token.holder(), Side::Resident);
    }
    if !token.is_here(Side::Resident) {
        prop_assert_eq!(acting(token, current), []);
    }
    prop_assert!(token.next_deadline().is_none_or(|at| at > now), "a deadline in the past");
    Ok(())
}

fn hold_of_every_step(
    before: &ControlToken,
    event: ControlEvent,
    token: &ControlToken,
    effects: &[ControlEffect],
    now: Timestamp,
) -> Result<(), TestCaseError> {
    let facts = effects.iter().filter(|effect| matches!(effect, ControlEffect::Changed(_))).count();
    prop_assert_eq!(before.epoch().0 + facts as u64, token.epoch().0, "each change raises the epoch by one");
    prop_assert_eq!(facts > 0, before != token, "a change without a fact, or a fact without a change");
    if before.holder() == Side::Resident && token.holder() == Side::Operator {
        let taken = matches!(
            event,
            ControlEvent::Message(ControlMessage { from: Side::Operator, act: ControlAct::Take, epoch })
                if epoch == before.epoch()
        );
        prop_assert!(taken, "control came to the operator by {:?}", event);
        prop_assert!(before.view(Side::Operator, now).offered_until.is_some_and(|until| until > now), "not offered");
    }
    if let ControlEvent::Left(side) = event {
        prop_assert_eq!(token.holder(), Side::Resident);
        prop_assert!(!token.is_here(side));
    }
    if let ControlEvent::Message(ControlMessage { from: Side::Resident, act: ControlAct::TakeBack, .. }) = event {
        prop_assert_eq!(token.holder(), Side::Resident);
        prop_assert!(token.view(Side::Operator, now).offered_until.is_none());
    }
    Ok(())
}
