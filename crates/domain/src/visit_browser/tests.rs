//! The shared browser of a place, case by case, on virtual time.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::*;
use crate::browser_hold::{
    FieldId, HoldEffect, HoldId, HoldRefusal, HostMark, KeyPress, Keypad, KeypadEvent, PageEvent, SecretField,
    SecretKind,
};
use crate::control_token::{
    ControlAct, ControlEffect, ControlEpoch, ControlMessage, ControlRefusal, InputClaim, InputRefusal, Side,
};
use crate::erasure_receipt::{BrowserEnd, Canary, CanaryScan, ScanPlace, TraceKind};
use crate::ids::ContactId;
use crate::time::Timestamp;

pub(super) const START: Timestamp = Timestamp(1_790_000_000_000);
const VISIT: ContactId = ContactId(Uuid::from_u128(7));
const PIN: SecretField = SecretField { kind: SecretKind::Pin, keypad: Keypad::Digits };

/// Something done with a place.
pub(super) type Way = fn(&mut Place) -> Vec<BrowserEffect>;

/// A place with its clock.
pub(super) struct Place {
    pub(super) browser: VisitBrowser,
    pub(super) now: Timestamp,
}

impl Place {
    fn empty() -> Self {
        let (browser, effects) = VisitBrowser::begin(None, START);
        assert_eq!(effects, []);
        Self { browser, now: START }
    }

    /// Opened, both sides there, guarded, a clean picture, live.
    pub(super) fn live() -> Self {
        let mut place = Self::empty();
        place.open();
        for side in [Side::Resident, Side::Operator] {
            place.does(BrowserEvent::Came(side));
        }
        place.host(HostEvent::Page(PageEvent::GuardHealthy { mark: HostMark(1) }));
        place.host(HostEvent::Page(PageEvent::FrameVerified { mark: HostMark(2) }));
        place.host(HostEvent::Ready);
        assert_eq!(place.browser.stage(), BrowserStage::Live);
        place
    }

    fn open(&mut self) -> Vec<BrowserEffect> {
        let permit = self.browser.may_start().expect("a permit");
        self.does(BrowserEvent::Open { visit: VISIT, permit })
    }

    pub(super) fn does(&mut self, event: BrowserEvent) -> Vec<BrowserEffect> {
        self.browser.handle(event, self.now)
    }

    pub(super) fn host(&mut self, what: HostEvent) -> Vec<BrowserEffect> {
        let run = self.browser.run();
        self.does(BrowserEvent::Host { run, what })
    }

    fn erasure(&mut self, what: ErasureEvent) -> Vec<BrowserEffect> {
        let run = self.browser.run();
        self.does(BrowserEvent::Erasure { run, what })
    }

    fn says(&mut self, from: Side, act: ControlAct) -> Vec<BrowserEffect> {
        let epoch = self.epoch();
        self.does(BrowserEvent::Control(ControlMessage { from, epoch, act }))
    }

    pub(super) fn epoch(&self) -> ControlEpoch {
        self.browser.view(Side::Resident, self.now).control.map_or(ControlEpoch(0), |control| control.epoch)
    }

    fn input(&self, holder: Side) -> Result<(), InputRefusal> {
        self.browser.judge_input(InputClaim { holder, epoch: self.epoch() })
    }

    pub(super) fn waits(&mut self, span_ms: u64) -> Vec<BrowserEffect> {
        self.now = self.now.plus_ms(span_ms);
        self.does(BrowserEvent::Tick)
    }

    /// The operator has control.
    fn hand_over(&mut self) {
        self.says(Side::Resident, ControlAct::Offer);
        self.says(Side::Operator, ControlAct::Take);
        assert_eq!(self.input(Side::Operator), Ok(()));
    }

    /// Erases everything that is asked for, and searches in vain.
    pub(super) fn erase_all(&mut self, asked: &[BrowserEffect]) -> Vec<BrowserEffect> {
        for effect in asked {
            if let BrowserEffect::Erase { trace, .. } = effect {
                self.erasure(ErasureEvent::Erased(*trace));
            }
        }
        self.erasure(ErasureEvent::Scanned(clean(self.now)))
    }
}

fn clean(at: Timestamp) -> CanaryScan {
    CanaryScan { at, found: BTreeMap::from([(Canary::Url, 0)]), places: BTreeSet::from([ScanPlace::Disk]) }
}

pub(super) fn changes(effects: &[BrowserEffect]) -> Vec<BrowserChange> {
    let change = |effect: &BrowserEffect| match effect {
        BrowserEffect::Changed(fact) => Some(fact.change),
        _ => None,
    };
    effects.iter().filter_map(change).collect()
}

pub(super) fn asked(effects: &[BrowserEffect]) -> Vec<TraceKind> {
    let trace = |effect: &BrowserEffect| match effect {
        BrowserEffect::Erase { trace, .. } => Some(*trace),
        _ => None,
    };
    effects.iter().filter_map(trace).collect()
}

pub(super) fn receipt(effects: &[BrowserEffect]) -> Option<ErasureAccount> {
    effects.iter().find_map(|effect| match effect {
        BrowserEffect::Receipt(account) => Some(account.clone()),
        _ => None,
    })
}

#[test]
fn a_browser_is_opened_covered_worked_with_ended_and_erased_before_the_next() {
    let mut place = Place::empty();
    let opened = place.open();
    let run = place.browser.run();
    let covered = [HoldEffect::LockOperator { on: true }, HoldEffect::CoverPicture { on: true }];
    let expected = [BrowserEffect::Hold(covered[0]), BrowserEffect::Hold(covered[1])];
    assert_eq!(opened[1..], [expected.to_vec(), vec![BrowserEffect::StartHost { run, visit: VISIT }]].concat());
    assert_eq!(place.browser.may_start(), Err(BrowserRefusal::NotVerified));

    let mut place = Place::live();
    assert_eq!(place.browser.may_start(), Err(BrowserRefusal::NotVerified));
    let ended = place.does(BrowserEvent::End(Side::Resident));
    assert_eq!(ended.last(), Some(&BrowserEffect::CloseHost { run: place.browser.run() }));
    let erasing = place.host(HostEvent::Closed);
    assert_eq!(asked(&erasing), [TraceKind::Profile, TraceKind::Frames]);
    assert_eq!(place.browser.may_start(), Err(BrowserRefusal::NotVerified));
    place.now = place.now.plus_ms(300);
    let account = receipt(&place.erase_all(&erasing)).expect("a receipt");
    assert_eq!((account.visit, account.end, account.rebuilt), (Some(VISIT), BrowserEnd::Ended, 0));
    assert_eq!(account.erased[&TraceKind::Profile], START.plus_ms(300));
    assert_eq!(place.browser.stage(), BrowserStage::Verified);
    assert!(place.browser.may_start().is_ok());
}

#[test]
fn each_way_to_end_is_said_in_the_receipt() {
    let ways: [(&str, Way, BrowserEnd); 9] = [
        ("end", |place| place.does(BrowserEvent::End(Side::Operator)), BrowserEnd::Ended),
        ("cancel", |place| place.does(BrowserEvent::Cancel(Side::Resident)), BrowserEnd::Cancelled),
        (
            "submitted",
            |place| {
                place.host(HostEvent::Submitted);
                place.does(BrowserEvent::End(Side::Resident))
            },
            BrowserEnd::Submitted,
        ),
        ("crash", |place| place.host(HostEvent::Crashed), BrowserEnd::Crashed),
        ("closed unasked", |place| place.host(HostEvent::Closed), BrowserEnd::Crashed),
        ("host lost", |place| place.host(HostEvent::Lost), BrowserEnd::HostLost),
        ("limit", |place| place.waits(LIVE_MS_MAX), BrowserEnd::LimitOver),
        (
            "the resident stays away",
            |place| {
                place.does(BrowserEvent::Left(Side::Resident));
                place.waits(PAUSE_MS_MAX)
            },
            BrowserEnd::NetworkLost,
        ),
        (
            "the kiosk's line stays away",
            |place| {
                place.host(HostEvent::LinkLost);
                place.waits(PAUSE_MS_MAX)
            },
            BrowserEnd::NetworkLost,
        ),
    ];
    for (why, way, end) in ways {
        let mut place = Place::live();
        let mut effects = way(&mut place);
        if matches!(place.browser.stage(), BrowserStage::Ending(_)) {
            effects = place.host(HostEvent::Closed);
        }
        assert_eq!(place.browser.stage(), BrowserStage::Erasing(end), "{why}");
        assert_eq!(receipt(&place.erase_all(&effects)).map(|account| account.end), Some(end), "{why}");
    }
}

#[test]
fn a_host_that_does_not_start_or_close_in_time_is_erased_all_the_same() {
    let mut place = Place::empty();
    place.open();
    place.waits(START_WITHIN_MS - 1);
    assert_eq!(place.browser.stage(), BrowserStage::Starting);
    let effects = place.waits(1);
    assert_eq!(asked(&effects), [TraceKind::Profile, TraceKind::Frames]);
    assert_eq!(place.browser.stage(), BrowserStage::Erasing(BrowserEnd::NotStarted));

    let mut place = Place::live();
    place.does(BrowserEvent::End(Side::Resident));
    let effects = place.waits(CLOSE_WITHIN_MS);
    assert_eq!(asked(&effects), [TraceKind::Profile, TraceKind::Frames]);
}

#[test]
fn all_that_existed_is_erased_and_stands_in_the_receipt() {
    let mut place = Place::live();
    for trace in [TraceKind::Captions, TraceKind::Mailbox] {
        place.does(BrowserEvent::Exists(trace));
    }
    place.does(BrowserEvent::Photo(PhotoEvent::Taken(PhotoId(1))));
    place.does(BrowserEvent::Cancel(Side::Resident));
    place.does(BrowserEvent::Exists(TraceKind::FormData));
    let effects = place.host(HostEvent::Closed);
    assert_eq!(asked(&effects), TraceKind::ALL);
    let account = receipt(&place.erase_all(&effects)).expect("a receipt");
    assert_eq!(account.erased.into_keys().collect::<Vec<_>>(), TraceKind::ALL);
}

#[test]
fn what_comes_to_light_during_the_search_is_erased_and_searched_for_anew() {
    let mut place = Place::live();
    place.does(BrowserEvent::End(Side::Resident));
    place.host(HostEvent::Closed);
    for trace in [TraceKind::Profile, TraceKind::Frames] {
        place.erasure(ErasureEvent::Erased(trace));
    }
    let earlier = place.browser.run();
    let late = place.does(BrowserEvent::Exists(TraceKind::Mailbox));
    assert_eq!(asked(&late), [TraceKind::Mailbox]);
    let what = ErasureEvent::Scanned(clean(place.now));
    assert_eq!(place.does(BrowserEvent::Erasure { run: earlier, what }), [], "the search before it");
    assert_eq!(place.browser.may_start(), Err(BrowserRefusal::NotVerified));
    assert!(receipt(&place.erase_all(&late)).is_some());
}

#[test]
fn each_failed_erasure_rebuilds_the_host_and_verifies_anew() {
    let found = |at| CanaryScan { found: BTreeMap::from([(Canary::Cookie, 2)]), ..clean(at) };
    let nothing = |at| CanaryScan { found: BTreeMap::new(), ..clean(at) };
    let cases: [(&str, Vec<ErasureEvent>, u64, u32); 4] = [
        ("something is kept", vec![ErasureEvent::Kept(TraceKind::Profile)], 0, 0),
        ("a canary is found", vec![ErasureEvent::Scanned(found(START))], 0, 2),
        ("the search looked for nothing", vec![ErasureEvent::Scanned(nothing(START))], 0, 0),
        ("it takes too long", vec![], ERASE_WITHIN_MS, 0),
    ];
    for (why, told, wait_ms, found_before) in cases {
        let mut place = Place::live();
        place.does(BrowserEvent::End(Side::Resident));
        place.host(HostEvent::Closed);
        if told.iter().any(|event| matches!(event, ErasureEvent::Scanned(_))) {
            place.erasure(ErasureEvent::Erased(TraceKind::Profile));
            place.erasure(ErasureEvent::Erased(TraceKind::Frames));
        }
        let before = place.browser.run();
        let mut effects: Vec<BrowserEffect> = told.into_iter().flat_map(|event| place.erasure(event)).collect();
        effects.extend(place.waits(wait_ms));
        assert_eq!(changes(&effects), [BrowserChange::EraseFailed { rebuilt: 1 }], "{why}");
        assert_eq!(effects.last(), Some(&BrowserEffect::RebuildHost { run: place.browser.run() }), "{why}");
        assert!(place.browser.run() > before, "{why}");
        assert_eq!(place.browser.may_start(), Err(BrowserRefusal::NotVerified), "{why}");
        let late = BrowserEvent::Erasure { run: before, what: ErasureEvent::Rebuilt };
        assert_eq!(place.does(late), [], "{why}: a word of the host before");
        place.now = place.now.plus_ms(4_000);
        assert_eq!(place.erasure(ErasureEvent::Rebuilt), [BrowserEffect::Scan { run: place.browser.run() }], "{why}");
        let account = receipt(&place.erase_all(&[])).expect(why);
        assert_eq!((account.rebuilt, account.found_before), (1, found_before), "{why}");
    }
}

#[test]
fn a_host_that_cannot_be_rebuilt_is_tried_again_with_an_alarm_and_blocks_the_next_ticket() {
    let mut place = Place::live();
    place.host(HostEvent::Crashed);
    place.waits(ERASE_WITHIN_MS);
    for rebuilt in 1..=5 {
        assert_eq!(
            place.browser.stage(),
            BrowserStage::Rebuilding { end: BrowserEnd::Crashed, rebuilt },
            "rebuilding {rebuilt}"
        );
        assert_eq!(place.erasure(ErasureEvent::NotRebuilt), []);
        assert_eq!(place.waits(REBUILD_WITHIN_MS - 1), [], "not in a circle");
        assert_eq!(place.browser.may_start(), Err(BrowserRefusal::NotVerified));
        assert!(place.waits(1).contains(&BrowserEffect::Alarm { rebuilt }));
    }
}

#[test]
fn a_start_that_finds_something_left_over_erases_it_and_says_so() {
    let left = LeftOver { visit: None, traces: BTreeSet::from([TraceKind::Mailbox]) };
    let (browser, effects) = VisitBrowser::begin(Some(left), START);
    let mut place = Place { browser, now: START };
    assert_eq!(changes(&effects), [BrowserChange::Ended { end: BrowserEnd::Restarted, by: None }]);
    assert_eq!(asked(&effects), [TraceKind::Profile, TraceKind::Frames, TraceKind::Mailbox]);
    assert_eq!(place.browser.may_start(), Err(BrowserRefusal::NotVerified));
    let account = receipt(&place.erase_all(&effects)).expect("a receipt");
    assert_eq!((account.visit, account.end), (None, BrowserEnd::Restarted));
    assert!(place.browser.may_start().is_ok());
}

#[test]
fn a_permit_is_good_for_one_opening() {
    let mut place = Place::empty();
    let permit = place.browser.may_start().expect("a permit");
    place.does(BrowserEvent::Open { visit: VISIT, permit });
    let again = place.does(BrowserEvent::Open { visit: VISIT, permit });
    assert_eq!(again, [BrowserEffect::Refused(BrowserRefusal::NotVerified)]);
    let erasing = place.host(HostEvent::Crashed);
    place.erase_all(&erasing);
    let stale = place.does(BrowserEvent::Open { visit: VISIT, permit });
    assert_eq!(stale, [BrowserEffect::Refused(BrowserRefusal::StalePermit)]);
}

#[test]
fn during_a_hold_the_operator_neither_acts_nor_gets_control_and_the_resident_takes_back() {
    let mut place = Place::live();
    place.hand_over();
    place.host(HostEvent::Page(PageEvent::Focused { field: FieldId(1), secret: PIN, mark: HostMark(3) }));
    assert_eq!(place.input(Side::Operator), Err(InputRefusal::HoldStands));
    let view = place.browser.view(Side::Operator, place.now);
    assert!(!view.can_act && view.hold.is_some_and(|hold| hold.keypad.is_none()), "the keypad is the resident's");
    place.says(Side::Resident, ControlAct::TakeBack);
    assert_eq!(place.input(Side::Resident), Ok(()));
    for (from, act) in [(Side::Operator, ControlAct::Ask), (Side::Resident, ControlAct::Offer)] {
        let refused = ControlEffect::Refused { to: from, reason: ControlRefusal::HoldStands };
        assert_eq!(place.says(from, act), [BrowserEffect::Control(refused)], "{act:?}");
        assert_eq!(place.browser.view(from, place.now).control.map(|control| control.may), Some(Vec::new()));
    }
    place.host(HostEvent::Page(PageEvent::Blurred { field: FieldId(1), mark: HostMark(4) }));
    assert_eq!(place.input(Side::Operator), Err(InputRefusal::HoldStands), "no clean picture yet");
    place.host(HostEvent::Page(PageEvent::FrameVerified { mark: HostMark(5) }));
    place.hand_over();
}

#[test]
fn control_taken_before_a_hold_acts_again_after_it() {
    let mut place = Place::live();
    place.hand_over();
    for event in [
        PageEvent::Focused { field: FieldId(1), secret: PIN, mark: HostMark(3) },
        PageEvent::Blurred { field: FieldId(1), mark: HostMark(4) },
        PageEvent::FrameVerified { mark: HostMark(5) },
    ] {
        place.host(HostEvent::Page(event));
    }
    assert_eq!(place.input(Side::Operator), Ok(()));
}

#[test]
fn a_resident_who_is_away_stops_everybody_until_they_are_back() {
    let mut place = Place::live();
    place.hand_over();
    let left = place.does(BrowserEvent::Left(Side::Resident));
    assert!(left.contains(&BrowserEffect::Pause { on: true }));
    assert_eq!(place.browser.stage(), BrowserStage::Paused);
    for side in [Side::Resident, Side::Operator] {
        assert_eq!(place.input(side), Err(InputRefusal::Paused));
    }
    place.waits(PAUSE_MS_MAX - 1);
    let back = place.does(BrowserEvent::Came(Side::Resident));
    assert!(back.contains(&BrowserEffect::Pause { on: false }));
    assert_eq!((place.input(Side::Resident), place.input(Side::Operator)), (Ok(()), Err(InputRefusal::NotHolder)));
}

#[test]
fn an_operator_who_is_gone_gives_control_to_the_resident_who_goes_on() {
    let mut place = Place::live();
    place.hand_over();
    place.does(BrowserEvent::Left(Side::Operator));
    assert_eq!((place.browser.stage(), place.input(Side::Resident)), (BrowserStage::Live, Ok(())));
}

#[test]
fn a_second_cause_buys_a_pause_no_time_and_ends_it_not_before_the_first() {
    let mut place = Place::live();
    place.host(HostEvent::LinkLost);
    place.now = place.now.plus_ms(PAUSE_MS_MAX - 1_000);
    place.does(BrowserEvent::Left(Side::Resident));
    place.host(HostEvent::LinkBack);
    assert_eq!(place.browser.stage(), BrowserStage::Paused);
    place.waits(1_000);
    assert_eq!(place.browser.stage(), BrowserStage::Ending(BrowserEnd::NetworkLost));
}

#[test]
fn a_browser_without_a_resident_goes_live_standing_still() {
    let mut place = Place::empty();
    place.open();
    place.host(HostEvent::Ready);
    assert_eq!(place.browser.stage(), BrowserStage::Paused);
}

#[test]
fn both_sides_are_told_once_before_the_time_is_over() {
    let mut place = Place::live();
    let at = place.now.plus_ms(LIVE_MS_MAX);
    assert_eq!(place.waits(LIVE_MS_MAX - SOON_OVER_MS), [BrowserEffect::SoonOver { at }]);
    assert_eq!(place.waits(1_000), []);
    assert_eq!(place.browser.next_deadline(), Some(at));
}

#[test]
fn where_no_browser_is_live_everything_is_refused() {
    let mut place = Place::empty();
    let not_live = [BrowserEffect::Refused(BrowserRefusal::NotLive)];
    assert_eq!(place.does(BrowserEvent::End(Side::Resident)), not_live);
    assert_eq!(place.does(BrowserEvent::Cancel(Side::Operator)), not_live);
    assert_eq!(place.does(BrowserEvent::Exists(TraceKind::Mailbox)), not_live);
    assert_eq!(place.does(BrowserEvent::Photo(PhotoEvent::Taken(PhotoId(1)))), not_live);
    let press = KeypadEvent::Key(KeyPress { hold: HoldId(1), seq: 1 });
    let refused = BrowserEffect::Hold(HoldEffect::Refused(HoldRefusal::NotLive));
    assert_eq!(place.does(BrowserEvent::Keypad(press)), [refused]);
    let refused = ControlEffect::Refused { to: Side::Operator, reason: ControlRefusal::NotLive };
    assert_eq!(place.says(Side::Operator, ControlAct::Ask), [BrowserEffect::Control(refused)]);
    assert_eq!(place.input(Side::Resident), Err(InputRefusal::NotLive));
    place.open();
    assert_eq!(place.input(Side::Resident), Err(InputRefusal::NotLive), "it starts");
    assert_eq!(place.says(Side::Operator, ControlAct::Ask), [BrowserEffect::Control(refused)]);
}

#[test]
fn a_late_word_of_an_earlier_host_changes_nothing() {
    let mut place = Place::live();
    let before = place.browser.clone();
    let run = HostRun(place.browser.run().0 - 1);
    for what in [HostEvent::Crashed, HostEvent::Lost, HostEvent::Closed, HostEvent::Submitted, HostEvent::LinkLost] {
        assert_eq!(place.does(BrowserEvent::Host { run, what }), [], "{what:?}");
        assert_eq!(place.browser, before);
    }
}
