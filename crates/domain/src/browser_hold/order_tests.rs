//! What holds of the hold in every order of events, also when the host's marks come out of order.

use proptest::prelude::*;

use super::*;
use crate::time::Timestamp;

const START: Timestamp = Timestamp(1_790_000_000_000);

#[derive(Debug, Clone)]
enum Step {
    Focused(u64, SecretField),
    Blurred(u64),
    FieldsGone,
    GuardHealthy,
    GuardLost,
    Frame,
    Keypad { back: u64, what: u8, seq: u32 },
    ResidentLeft,
    Tick,
}

fn a_secret() -> impl Strategy<Value = SecretField> {
    let kinds = vec![SecretKind::Password, SecretKind::Pin, SecretKind::OneTimeCode, SecretKind::Other];
    (proptest::sample::select(kinds), any::<bool>())
        .prop_map(|(kind, digits)| SecretField { kind, keypad: if digits { Keypad::Digits } else { Keypad::Letters } })
}

/// A step, how long after the last one, and how far its mark lags behind the host's order.
fn a_step() -> impl Strategy<Value = (Step, u64, u64)> {
    let step = prop_oneof![
        3 => (0_u64..3, a_secret()).prop_map(|(field, secret)| Step::Focused(field, secret)),
        4 => (0_u64..3).prop_map(Step::Blurred),
        1 => Just(Step::FieldsGone),
        3 => Just(Step::GuardHealthy),
        1 => Just(Step::GuardLost),
        5 => Just(Step::Frame),
        4 => (0_u64..3, 0_u8..4, 0_u32..6).prop_map(|(back, what, seq)| Step::Keypad { back, what, seq }),
        1 => Just(Step::ResidentLeft),
        2 => Just(Step::Tick),
    ];
    let lag = prop_oneof![5 => Just(0_u64), 1 => 1_u64..6];
    (step, prop_oneof![3 => 0_u64..3_000, 1 => 0_u64..200_000], lag)
}

/// What screens, camera and microphone are at, made of the effects alone.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    is_locked: bool,
    is_covered: bool,
    is_camera_paused: bool,
    microphone: MicrophoneState,
    keypad: Option<HoldId>,
}

impl Shown {
    fn follow(&mut self, effects: &[HoldEffect]) {
        for effect in effects {
            match effect {
                HoldEffect::LockOperator { on } => self.is_locked = *on,
                HoldEffect::CoverPicture { on } => self.is_covered = *on,
                HoldEffect::Camera(state) => self.is_camera_paused = *state == CameraState::Paused,
                HoldEffect::Microphone(state) => self.microphone = *state,
                HoldEffect::ShowKeypad { hold, .. } => self.keypad = Some(*hold),
                HoldEffect::HideKeypad { hold } => self.keypad = self.keypad.filter(|shown| shown != hold),
                HoldEffect::PassKey(press) => assert_eq!(Some(press.hold), self.keypad, "a key without its keypad"),
                HoldEffect::AskStillThere { .. } | HoldEffect::Changed(_) | HoldEffect::Refused(_) => {}
            }
        }
    }

    fn of(hold: &BrowserHold) -> Self {
        let view = hold.view();
        let microphone = match (view.is_private, view.is_talking) {
            (true, true) => MicrophoneState::Open,
            (true, false) => MicrophoneState::Closed,
            (false, _) => MicrophoneState::AsBefore,
        };
        Self {
            is_locked: hold.is_held(),
            is_covered: hold.is_held(),
            is_camera_paused: view.is_private,
            microphone,
            keypad: view.keypad.map(|keypad| keypad.hold),
        }
    }
}

/// Whether what the page has told allows the operator to see, worked out from the whole of it.
fn may_see(told: &[PageEvent]) -> bool {
    (0..told.len()).any(|at| match told[at] {
        PageEvent::FrameVerified { mark } => is_clean(&told[..at], mark) && stays_clean(&told[at..]),
        _ => false,
    })
}

fn is_clean(before: &[PageEvent], made: HostMark) -> bool {
    let last_guard = before.iter().rev().find_map(|event| match event {
        PageEvent::GuardHealthy { .. } => Some(true),
        PageEvent::GuardLost { .. } => Some(false),
        _ => None,
    });
    let left_after = |field: FieldId, focus: HostMark| {
        before.iter().any(|event| match event {
            PageEvent::Blurred { field: blurred, mark } => *blurred == field && *mark > focus,
            PageEvent::FieldsGone { mark } => *mark >= focus,
            _ => false,
        })
    };
    let is_harmless = |event: &PageEvent| match *event {
        PageEvent::Focused { field, mark, .. } => mark < made && left_after(field, mark),
        PageEvent::Blurred { mark, .. } | PageEvent::FieldsGone { mark } | PageEvent::GuardLost { mark } => mark < made,
        PageEvent::GuardHealthy { .. } | PageEvent::FrameVerified { .. } => true,
    };
    last_guard == Some(true) && before.iter().all(is_harmless)
}

fn stays_clean(since: &[PageEvent]) -> bool {
    !since.iter().any(|event| matches!(event, PageEvent::Focused { .. } | PageEvent::GuardLost { .. }))
}

fn page_event(step: &Step, mark: HostMark) -> Option<PageEvent> {
    Some(match step {
        Step::Focused(field, secret) => PageEvent::Focused { field: FieldId(*field), secret: *secret, mark },
        Step::Blurred(field) => PageEvent::Blurred { field: FieldId(*field), mark },
        Step::FieldsGone => PageEvent::FieldsGone { mark },
        Step::GuardHealthy => PageEvent::GuardHealthy { mark },
        Step::GuardLost => PageEvent::GuardLost { mark },
        Step::Frame => PageEvent::FrameVerified { mark },
        Step::Keypad { .. } | Step::ResidentLeft | Step::Tick => return None,
    })
}

fn keypad_event(back: u64, what: u8, seq: u32, last: Option<HoldId>) -> KeypadEvent {
    let hold = HoldId((last.map_or(0, |hold| hold.0) + 1).saturating_sub(back));
    match what {
        0 => KeypadEvent::Talk { hold, on: true },
        1 => KeypadEvent::Talk { hold, on: false },
        2 => KeypadEvent::StillThere { hold },
        _ => KeypadEvent::Key(KeyPress { hold, seq }),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_but_a_clean_picture_lets_the_operator_see(steps in proptest::collection::vec(a_step(), 0..60)) {
        let (mut hold, effects) = BrowserHold::begin();
        let mut shown = Shown {
            is_locked: false,
            is_covered: false,
            is_camera_paused: false,
            microphone: MicrophoneState::AsBefore,
            keypad: None,
        };
        shown.follow(&effects);
        let (mut now, mut told) = (START, Vec::new());
        for (count, (step, waited_ms, lag)) in (10_u64..).zip(steps) {
            now = now.plus_ms(waited_ms);
            let event = match (page_event(&step, HostMark(count - lag)), step) {
                (Some(event), _) => {
                    told.push(event);
                    HoldEvent::Page(event)
                }
                (None, Step::Keypad { back, what, seq }) => {
                    HoldEvent::Keypad(keypad_event(back, what, seq, hold.view().hold))
                }
                (None, Step::ResidentLeft) => HoldEvent::ResidentLeft,
                (None, _) => HoldEvent::Tick,
            };
            let was_held = hold.is_held();
            shown.follow(&hold.handle(event, now));
            prop_assert!(hold.is_held() || may_see(&told), "seen after {:?}", told);
            let by_frame = matches!(event, HoldEvent::Page(PageEvent::FrameVerified { .. }));
            prop_assert!(hold.is_held() || !was_held || by_frame, "ended by {:?}", event);
            prop_assert_eq!(&shown, &Shown::of(&hold));
            prop_assert!(hold.next_deadline().is_none_or(|at| at > now), "a deadline in the past");
        }
        let end = 1_000;
        for event in [
            PageEvent::FieldsGone { mark: HostMark(end) },
            PageEvent::GuardHealthy { mark: HostMark(end + 1) },
            PageEvent::FrameVerified { mark: HostMark(end + 2) },
        ] {
            shown.follow(&hold.handle(HoldEvent::Page(event), now));
        }
        prop_assert_eq!(hold.standing(), HoldStanding::Clear, "it can always be left");
        prop_assert_eq!(&shown, &Shown::of(&hold));
    }
}
