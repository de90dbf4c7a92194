//! The hold, case by case: what begins it, what alone ends it, what the resident may do in it.

use super::*;
use crate::time::Timestamp;

const NOW: Timestamp = Timestamp(1_790_000_000_000);
const PASSWORD: SecretField = SecretField { kind: SecretKind::Password, keypad: Keypad::Letters };
const PIN: SecretField = SecretField { kind: SecretKind::Pin, keypad: Keypad::Digits };

fn page(hold: &mut BrowserHold, event: PageEvent) -> Vec<HoldEffect> {
    hold.handle(HoldEvent::Page(event), NOW)
}

fn focused(field: u64, secret: SecretField, mark: u64) -> PageEvent {
    PageEvent::Focused { field: FieldId(field), secret, mark: HostMark(mark) }
}

fn blurred(field: u64, mark: u64) -> PageEvent {
    PageEvent::Blurred { field: FieldId(field), mark: HostMark(mark) }
}

fn frame(mark: u64) -> PageEvent {
    PageEvent::FrameVerified { mark: HostMark(mark) }
}

fn healthy(mark: u64) -> PageEvent {
    PageEvent::GuardHealthy { mark: HostMark(mark) }
}

fn lost(mark: u64) -> PageEvent {
    PageEvent::GuardLost { mark: HostMark(mark) }
}

/// A hold after these events of the page.
fn after(events: &[PageEvent]) -> BrowserHold {
    let (mut hold, _) = BrowserHold::begin();
    for event in events {
        let _told = page(&mut hold, *event);
    }
    hold
}

/// A guarded page whose picture is clean.
fn clear() -> BrowserHold {
    after(&[healthy(1), frame(2)])
}

fn keypad(hold: &mut BrowserHold, event: KeypadEvent) -> Vec<HoldEffect> {
    hold.handle(HoldEvent::Keypad(event), NOW)
}

fn key(hold: u64, seq: u32) -> KeypadEvent {
    KeypadEvent::Key(KeyPress { hold: HoldId(hold), seq })
}

#[test]
fn it_begins_covered_and_is_clear_after_a_healthy_guard_and_a_verified_picture() {
    let (hold, effects) = BrowserHold::begin();
    assert_eq!(hold.standing(), HoldStanding::Unguarded);
    assert_eq!(effects, [HoldEffect::LockOperator { on: true }, HoldEffect::CoverPicture { on: true }]);
    assert!(after(&[frame(1)]).is_held(), "no guard");
    assert!(after(&[healthy(1)]).is_held(), "no picture");
    assert!(after(&[frame(1), healthy(2)]).is_held(), "a picture from before the guard");
    assert_eq!(clear().standing(), HoldStanding::Clear);
}

#[test]
fn a_secret_field_in_focus_protects_first_and_tells_then() {
    let mut hold = clear();
    let effects = page(&mut hold, focused(7, PASSWORD, 3));
    let fact = HoldFact { at: NOW, hold: Some(HoldId(1)), change: HoldChange::Began(SecretKind::Password) };
    let expected = [
        HoldEffect::LockOperator { on: true },
        HoldEffect::CoverPicture { on: true },
        HoldEffect::Camera(CameraState::Paused),
        HoldEffect::Microphone(MicrophoneState::Closed),
        HoldEffect::Changed(fact),
        HoldEffect::ShowKeypad { hold: HoldId(1), secret: PASSWORD },
    ];
    assert_eq!(effects, expected);
    assert_eq!(hold.standing(), HoldStanding::Held(SecretKind::Password));
}

#[test]
fn it_ends_only_after_blur_healthy_guard_and_a_picture_made_after_both() {
    use HoldStanding::{Clear, Held, Leaving};
    let held = Held(SecretKind::Password);
    let cases: [(&str, &[PageEvent], HoldStanding); 10] = [
        ("focus remains", &[frame(4), frame(9)], held),
        ("no picture yet", &[blurred(7, 5)], Leaving),
        ("a picture from before the blur", &[blurred(7, 5), frame(4)], Leaving),
        ("a picture of the blur itself", &[blurred(7, 5), frame(5)], Leaving),
        ("a picture made since", &[blurred(7, 5), frame(6)], Clear),
        ("the guard was lost", &[lost(4), blurred(7, 5), frame(6)], Leaving),
        ("the guard was lost after the blur", &[blurred(7, 5), lost(6), frame(7)], Leaving),
        ("a picture from before the guard was back", &[lost(4), blurred(7, 5), healthy(8), frame(7)], Leaving),
        ("guard and picture are back", &[lost(4), blurred(7, 5), healthy(8), frame(9)], Clear),
        ("a blur from before the focus", &[blurred(7, 2), frame(9)], held),
    ];
    for (why, events, standing) in cases {
        let mut hold = clear();
        for event in [focused(7, PASSWORD, 3)].iter().chain(events) {
            let _told = page(&mut hold, *event);
        }
        assert_eq!(hold.standing(), standing, "{why}");
        assert_eq!(hold.is_held(), standing != Clear, "{why}");
    }
}

#[test]
fn the_end_gives_everything_back_and_the_operators_input_last() {
    let mut hold = clear();
    for event in [focused(7, PIN, 3), blurred(7, 4)] {
        let _told = page(&mut hold, event);
    }
    let fact = HoldFact { at: NOW, hold: Some(HoldId(1)), change: HoldChange::Ended };
    let expected = [
        HoldEffect::CoverPicture { on: false },
        HoldEffect::Camera(CameraState::AsBefore),
        HoldEffect::Microphone(MicrophoneState::AsBefore),
        HoldEffect::LockOperator { on: false },
        HoldEffect::Changed(fact),
    ];
    assert_eq!(page(&mut hold, frame(5)), expected);
}

#[test]
fn a_lost_guard_covers_the_page_without_touching_camera_or_microphone() {
    let mut hold = clear();
    let effects = page(&mut hold, lost(3));
    let fact = HoldFact { at: NOW, hold: None, change: HoldChange::GuardLost };
    let covered = [HoldEffect::LockOperator { on: true }, HoldEffect::CoverPicture { on: true }];
    assert_eq!(effects, [covered[0], covered[1], HoldEffect::Changed(fact)]);
    assert_eq!(hold.standing(), HoldStanding::Unguarded);
}

#[test]
fn a_guard_that_says_it_is_well_again_and_again_keeps_nobody_waiting() {
    let mut hold = clear();
    for event in [focused(7, PIN, 3), blurred(7, 4), healthy(8), frame(6)] {
        let _told = page(&mut hold, event);
    }
    assert_eq!(hold.standing(), HoldStanding::Clear);
}

#[test]
fn a_page_that_swaps_fields_under_focus_begins_another_hold_and_drops_late_keys() {
    let mut hold = after(&[healthy(1), frame(2), focused(7, PASSWORD, 3)]);
    assert!(matches!(keypad(&mut hold, key(1, 1)).as_slice(), [HoldEffect::PassKey(_)]));
    let moved = page(&mut hold, focused(8, PIN, 4));
    assert!(moved.contains(&HoldEffect::HideKeypad { hold: HoldId(1) }));
    assert!(moved.contains(&HoldEffect::ShowKeypad { hold: HoldId(2), secret: PIN }));
    assert_eq!(keypad(&mut hold, key(1, 2)), [HoldEffect::Refused(HoldRefusal::HoldOver(HoldId(1)))]);
    assert_eq!(page(&mut hold, blurred(7, 5)), [], "the old field's blur changes nothing");
    assert!(hold.is_held());
    let swapped = page(&mut hold, focused(8, PASSWORD, 6));
    assert!(swapped.contains(&HoldEffect::ShowKeypad { hold: HoldId(3), secret: PASSWORD }), "{swapped:?}");
}

#[test]
fn the_keypad_goes_back_to_a_field_that_kept_its_focus() {
    let mut hold = after(&[healthy(1), frame(2), focused(7, PASSWORD, 3), focused(8, PIN, 4)]);
    let effects = page(&mut hold, blurred(8, 5));
    assert!(effects.contains(&HoldEffect::ShowKeypad { hold: HoldId(3), secret: PASSWORD }), "{effects:?}");
    assert_eq!(hold.standing(), HoldStanding::Held(SecretKind::Password));
}

#[test]
fn a_focus_that_is_told_late_lets_no_earlier_blur_end_the_newer_one() {
    let events = [healthy(1), focused(7, PASSWORD, 10), focused(7, PASSWORD, 8), blurred(7, 9), frame(14)];
    assert_eq!(after(&events).standing(), HoldStanding::Held(SecretKind::Password));
}

#[test]
fn each_key_that_is_not_of_this_hold_is_refused_for_its_reason() {
    let typing = [healthy(1), frame(2), focused(7, PASSWORD, 3)];
    let left = [typing[0], typing[1], typing[2], blurred(7, 4)];
    let ended = [typing[0], typing[1], typing[2], blurred(7, 4), frame(5)];
    let over = HoldRefusal::HoldOver(HoldId(1));
    let cases: [(&[PageEvent], KeypadEvent, HoldRefusal); 9] = [
        (&typing[..2], key(1, 1), HoldRefusal::UnknownHold(HoldId(1))),
        (&typing, key(0, 1), HoldRefusal::HoldOver(HoldId(0))),
        (&typing, key(2, 1), HoldRefusal::UnknownHold(HoldId(2))),
        (&typing, key(1, 0), HoldRefusal::Replayed { seq: 0 }),
        (&left, key(1, 1), over),
        (&ended, key(1, 1), over),
        (&ended, KeypadEvent::Talk { hold: HoldId(1), on: true }, over),
        (&typing, KeypadEvent::StillThere { hold: HoldId(1) }, HoldRefusal::NotAsked),
        (&left, KeypadEvent::StillThere { hold: HoldId(1) }, over),
    ];
    for (events, pressed, reason) in cases {
        let mut hold = after(events);
        let before = hold.clone();
        assert_eq!(keypad(&mut hold, pressed), [HoldEffect::Refused(reason)], "{events:?} {pressed:?}");
        assert_eq!(hold, before);
    }
}

#[test]
fn a_replayed_key_is_not_typed_twice() {
    let mut hold = after(&[healthy(1), frame(2), focused(7, PASSWORD, 3)]);
    assert!(matches!(keypad(&mut hold, key(1, 1)).as_slice(), [HoldEffect::PassKey(_)]));
    assert_eq!(keypad(&mut hold, key(1, 1)), [HoldEffect::Refused(HoldRefusal::Replayed { seq: 1 })]);
    assert!(matches!(keypad(&mut hold, key(1, 2)).as_slice(), [HoldEffect::PassKey(_)]));
}

#[test]
fn a_hold_passes_on_a_limited_number_of_keys() {
    let mut hold = after(&[healthy(1), frame(2), focused(7, PASSWORD, 3)]);
    for seq in 1..=KEYS_MAX {
        assert!(matches!(keypad(&mut hold, key(1, seq)).as_slice(), [HoldEffect::PassKey(_)]), "{seq}");
    }
    assert_eq!(keypad(&mut hold, key(1, KEYS_MAX + 1)), [HoldEffect::Refused(HoldRefusal::TooManyKeys)]);
}

#[test]
fn the_talk_button_opens_the_microphone_while_it_is_pressed_and_for_a_limited_time() {
    let mut hold = after(&[healthy(1), frame(2), focused(7, PASSWORD, 3)]);
    let talk = |on| HoldEvent::Keypad(KeypadEvent::Talk { hold: HoldId(1), on });
    let (open, closed) =
        (HoldEffect::Microphone(MicrophoneState::Open), HoldEffect::Microphone(MicrophoneState::Closed));
    assert_eq!(hold.handle(talk(true), NOW), [open]);
    assert!(hold.view().is_talking);
    assert_eq!(hold.handle(talk(false), NOW), [closed]);
    assert_eq!(hold.handle(talk(true), NOW), [open]);
    assert_eq!(hold.handle(HoldEvent::Tick, NOW.plus_ms(TALK_MS_MAX)), [closed], "its release was lost");
    assert_eq!(hold.handle(talk(true), NOW), [open]);
    assert_eq!(hold.handle(HoldEvent::ResidentLeft, NOW), [closed]);
}

#[test]
fn a_long_hold_asks_again_and_again_and_never_ends_by_itself() {
    let mut hold = after(&[healthy(1), frame(2), focused(7, PASSWORD, 3)]);
    for times in 1..=20 {
        let now = NOW.plus_ms(STILL_THERE_AFTER_MS * times);
        assert_eq!(hold.next_deadline(), Some(now));
        let effects = hold.handle(HoldEvent::Tick, now);
        assert_eq!(effects.first(), Some(&HoldEffect::AskStillThere { hold: HoldId(1) }));
        assert_eq!(hold.standing(), HoldStanding::Held(SecretKind::Password));
    }
    assert!(hold.view().keypad.is_some_and(|keypad| keypad.asks_still_there));
    assert_eq!(keypad(&mut hold, KeypadEvent::StillThere { hold: HoldId(1) }), []);
    assert!(hold.view().keypad.is_some_and(|keypad| !keypad.asks_still_there));
}

#[test]
fn a_page_with_too_many_secret_fields_in_focus_is_held_until_all_are_gone() {
    let mut hold = clear();
    let count = FIELDS_MAX as u64 + 3;
    let told: Vec<HoldEffect> = (0..count).flat_map(|n| page(&mut hold, focused(n, PIN, 10 + n))).collect();
    let floods = told
        .iter()
        .filter(|effect| matches!(effect, HoldEffect::Changed(HoldFact { change: HoldChange::TooManyFields, .. })));
    assert_eq!(floods.count(), 1);
    for n in 0..count {
        let _told = page(&mut hold, blurred(n, 50 + n));
    }
    let _told = page(&mut hold, frame(100));
    assert_eq!(hold.standing(), HoldStanding::Leaving, "fields beyond the limit may still have the focus");
    for event in [PageEvent::FieldsGone { mark: HostMark(101) }, frame(102)] {
        let _told = page(&mut hold, event);
    }
    assert_eq!(hold.standing(), HoldStanding::Clear);
}
