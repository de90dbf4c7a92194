//! What holds of a place's browser in every order of events, over several visits, with a host that obeys, obeys late,
//! answers for an earlier run, or does not answer at all.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::browser_hold::{
    FieldId, HoldId, HoldStanding, HostMark, KeyPress, Keypad, KeypadEvent, PageEvent, SecretField, SecretKind,
};
use crate::control_token::{ControlAct, ControlEpoch, ControlMessage, InputClaim, Side};
use crate::erasure_receipt::{Canary, CanaryScan, ScanPlace, TraceKind};
use crate::ids::ContactId;
use crate::time::Timestamp;

const START: Timestamp = Timestamp(1_790_000_000_000);
const PIN: SecretField = SecretField { kind: SecretKind::Pin, keypad: Keypad::Digits };
const HOST_TRACES: [TraceKind; 2] = [TraceKind::Profile, TraceKind::Frames];

#[derive(Debug, Clone)]
enum Step {
    /// Opens with a permit of this moment, or with the one of the opening before.
    Open {
        is_old: bool,
    },
    /// The host does what it was asked first and has not done.
    Obey,
    /// The host never does what it was asked first.
    Forget,
    Host {
        what: HostEvent,
        back: u64,
    },
    Page {
        what: u8,
        field: u64,
    },
    Erasure {
        what: ErasureEvent,
        back: u64,
    },
    Came(Side),
    Left(Side),
    Control {
        from: Side,
        act: ControlAct,
        off: i64,
    },
    Key {
        seq: u32,
    },
    Photo {
        what: u8,
        photo: u32,
        by: Side,
    },
    Exists(TraceKind),
    End(Side),
    Cancel(Side),
    Tick,
}

fn a_side() -> impl Strategy<Value = Side> + Clone {
    prop_oneof![Just(Side::Resident), Just(Side::Operator)]
}

fn a_scan() -> impl Strategy<Value = CanaryScan> {
    let found = proptest::collection::btree_map(Just(Canary::Url), 0_u32..2, 0..2);
    found.prop_map(|found| CanaryScan { at: START, found, places: BTreeSet::from([ScanPlace::Disk]) })
}

fn an_erasure() -> impl Strategy<Value = ErasureEvent> {
    let trace = proptest::sample::select(TraceKind::ALL.to_vec());
    prop_oneof![
        4 => trace.clone().prop_map(ErasureEvent::Erased),
        1 => trace.prop_map(ErasureEvent::Kept),
        1 => Just(ErasureEvent::Rebuilt),
        1 => Just(ErasureEvent::NotRebuilt),
        3 => a_scan().prop_map(ErasureEvent::Scanned),
    ]
}

fn a_step() -> impl Strategy<Value = (Step, u64)> {
    let host = vec![
        HostEvent::Ready,
        HostEvent::Submitted,
        HostEvent::Closed,
        HostEvent::Crashed,
        HostEvent::Lost,
        HostEvent::LinkLost,
        HostEvent::LinkBack,
    ];
    let back = prop_oneof![4 => Just(0_u64), 1 => 1_u64..3];
    let act = proptest::sample::select(ControlAct::ALL.to_vec());
    let off = prop_oneof![6 => Just(0_i64), 1 => -2_i64..3];
    let trace = proptest::sample::select(TraceKind::ALL.to_vec());
    let step = prop_oneof![
        3 => any::<bool>().prop_map(|is_old| Step::Open { is_old }),
        14 => Just(Step::Obey),
        1 => Just(Step::Forget),
        2 => (proptest::sample::select(host), back.clone()).prop_map(|(what, back)| Step::Host { what, back }),
        12 => (0_u8..9, 0_u64..2).prop_map(|(what, field)| Step::Page { what, field }),
        2 => (an_erasure(), back).prop_map(|(what, back)| Step::Erasure { what, back }),
        5 => a_side().prop_map(Step::Came),
        1 => a_side().prop_map(Step::Left),
        12 => (a_side(), act, off).prop_map(|(from, act, off)| Step::Control { from, act, off }),
        1 => (0_u32..9).prop_map(|seq| Step::Key { seq }),
        2 => (0_u8..4, 0_u32..6, a_side()).prop_map(|(what, photo, by)| Step::Photo { what, photo, by }),
        1 => trace.prop_map(Step::Exists),
        1 => a_side().prop_map(Step::End),
        1 => a_side().prop_map(Step::Cancel),
        3 => Just(Step::Tick),
    ];
    (step, prop_oneof![6 => 0_u64..500, 2 => 0_u64..20_000, 1 => 0_u64..200_000])
}

/// What is known of a browser's traces from what was asked and answered, apart from the machine.
#[derive(Debug, Default)]
struct Traces {
    exist: BTreeSet<TraceKind>,
    asked: BTreeSet<TraceKind>,
    erased: BTreeSet<TraceKind>,
    photos: BTreeSet<PhotoId>,
    is_search_asked: bool,
    is_rebuilding: bool,
}

/// What a page's guard has told, apart from the machine; its marks come in order here.
#[derive(Debug, Default)]
struct Page {
    focused: BTreeSet<u64>,
    is_guarded: bool,
    is_clean: bool,
}

struct Place {
    browser: VisitBrowser,
    now: Timestamp,
    mark: u64,
    /// What the host was asked and has not done.
    to_do: VecDeque<BrowserEvent>,
    traces: Option<Traces>,
    page: Page,
    permit: Option<StartPermit>,
    opened: u64,
    receipts: u64,
}

impl Place {
    fn begin(found: Option<LeftOver>) -> Self {
        let traces = found.as_ref().map(|left| Traces {
            exist: left.traces.iter().copied().chain(HOST_TRACES).collect(),
            ..Traces::default()
        });
        let opened = u64::from(traces.is_some());
        let (browser, effects) = VisitBrowser::begin(found, START);
        let (to_do, page) = (VecDeque::new(), Page::default());
        let mut place = Self { browser, now: START, mark: 0, to_do, traces, page, permit: None, opened, receipts: 0 };
        place.carry_out(&effects);
        place
    }

    fn epoch(&self) -> Option<ControlEpoch> {
        self.browser.view(Side::Resident, self.now).control.map(|control| control.epoch)
    }

    fn acts(&self, holder: Side, epoch: ControlEpoch) -> bool {
        self.browser.judge_input(InputClaim { holder, epoch }).is_ok()
    }

    fn acts_now(&self, side: Side) -> bool {
        self.epoch().is_some_and(|epoch| self.acts(side, epoch))
    }

    fn event_of(&mut self, step: Step) -> Option<BrowserEvent> {
        let run = |back: u64| HostRun(self.browser.run().0.saturating_sub(back));
        let epoch = self.epoch().unwrap_or_default();
        Some(match step {
            Step::Open { is_old } => {
                let before = self.permit;
                self.permit = self.browser.may_start().ok().or(before);
                let permit = if is_old { before } else { self.permit };
                BrowserEvent::Open { visit: ContactId(Uuid::from_u128(u128::from(self.opened))), permit: permit? }
            }
            Step::Obey => self.to_do.pop_front()?,
            Step::Forget => {
                self.to_do.pop_front();
                return None;
            }
            Step::Host { what, back } => BrowserEvent::Host { run: run(back), what },
            Step::Page { what, field } => self.page_event(what, field),
            Step::Erasure { what, back } => BrowserEvent::Erasure { run: run(back), what },
            Step::Came(side) => BrowserEvent::Came(side),
            Step::Left(side) => BrowserEvent::Left(side),
            Step::Control { from, act, off } => {
                let epoch = ControlEpoch(epoch.0.saturating_add_signed(off));
                BrowserEvent::Control(ControlMessage { from, epoch, act })
            }
            Step::Key { seq } => BrowserEvent::Keypad(KeypadEvent::Key(KeyPress { hold: HoldId(1), seq })),
            Step::Photo { what, photo, by } => BrowserEvent::Photo(photo_event(what, PhotoId(photo), by, epoch)),
            Step::Exists(trace) => BrowserEvent::Exists(trace),
            Step::End(side) => BrowserEvent::End(side),
            Step::Cancel(side) => BrowserEvent::Cancel(side),
            Step::Tick => BrowserEvent::Tick,
        })
    }

    fn page_event(&mut self, what: u8, field: u64) -> BrowserEvent {
        self.mark += 1;
        let mark = HostMark(self.mark);
        let event = match what {
            0 | 1 => PageEvent::Focused { field: FieldId(field), secret: PIN, mark },
            2 | 3 => PageEvent::Blurred { field: FieldId(field), mark },
            4 => PageEvent::FieldsGone { mark },
            5 => PageEvent::GuardLost { mark },
            6 => PageEvent::GuardHealthy { mark },
            _ => PageEvent::FrameVerified { mark },
        };
        BrowserEvent::Host { run: self.browser.run(), what: HostEvent::Page(event) }
    }

    /// Keeps the book of what is known, before the machine is told.
    fn note(&mut self, event: &BrowserEvent) {
        match event {
            BrowserEvent::Host { run, what: HostEvent::Page(event) } if *run == self.browser.run() => {
                self.page.follow(*event);
            }
            BrowserEvent::Erasure { run, what } if *run == self.browser.run() => {
                if let Some(traces) = &mut self.traces {
                    traces.follow(what);
                }
            }
            BrowserEvent::Exists(trace) => {
                if let Some(traces) = &mut self.traces {
                    traces.exist.insert(*trace);
                    traces.erased.remove(trace);
                    traces.is_search_asked = false;
                }
            }
            _ => {}
        }
    }

    fn carry_out(&mut self, effects: &[BrowserEffect]) {
        for effect in effects {
            match effect {
                BrowserEffect::StartHost { run, .. } => {
                    assert!(self.traces.is_none(), "a browser was opened over the traces of another");
                    self.traces = Some(Traces { exist: BTreeSet::from(HOST_TRACES), ..Traces::default() });
                    (self.page, self.mark) = (Page::default(), 0);
                    self.opened += 1;
                    self.to_do.push_back(BrowserEvent::Host { run: *run, what: HostEvent::Ready });
                }
                BrowserEffect::CloseHost { run } => {
                    self.to_do.push_back(BrowserEvent::Host { run: *run, what: HostEvent::Closed });
                }
                BrowserEffect::Erase { run, trace } => {
                    self.to_do.push_back(BrowserEvent::Erasure { run: *run, what: ErasureEvent::Erased(*trace) });
                }
                BrowserEffect::Scan { run } => {
                    let what = ErasureEvent::Scanned(clean(self.now));
                    self.to_do.push_back(BrowserEvent::Erasure { run: *run, what });
                }
                BrowserEffect::RebuildHost { run } => {
                    self.to_do.push_back(BrowserEvent::Erasure { run: *run, what: ErasureEvent::Rebuilt });
                }
                BrowserEffect::ErasePhoto { photo } => {
                    self.to_do.push_back(BrowserEvent::Photo(PhotoEvent::Erased(*photo)));
                }
                BrowserEffect::Receipt(_) => self.receipts += 1,
                _ => {}
            }
            if let Some(traces) = &mut self.traces {
                traces.carry_out(effect);
            }
        }
    }
}

impl Page {
    fn follow(&mut self, event: PageEvent) {
        match event {
            PageEvent::Focused { field, .. } => {
                self.focused.insert(field.0);
                self.is_clean = false;
            }
            PageEvent::Blurred { field, .. } => {
                self.focused.remove(&field.0);
            }
            PageEvent::FieldsGone { .. } => self.focused.clear(),
            PageEvent::GuardHealthy { .. } => self.is_guarded = true,
            PageEvent::GuardLost { .. } => (self.is_guarded, self.is_clean) = (false, false),
            PageEvent::FrameVerified { .. } => self.is_clean |= self.is_guarded && self.focused.is_empty(),
        }
    }
}

impl Traces {
    fn follow(&mut self, told: &ErasureEvent) {
        match told {
            ErasureEvent::Erased(trace) if self.asked.contains(trace) => {
                self.erased.insert(*trace);
            }
            ErasureEvent::Rebuilt if std::mem::take(&mut self.is_rebuilding) => self.erased.extend(HOST_TRACES),
            ErasureEvent::Erased(_)
            | ErasureEvent::Rebuilt
            | ErasureEvent::Kept(_)
            | ErasureEvent::NotRebuilt
            | ErasureEvent::Scanned(_) => {}
        }
    }

    fn carry_out(&mut self, effect: &BrowserEffect) {
        match effect {
            BrowserEffect::Erase { trace, .. } => {
                self.asked.insert(*trace);
            }
            BrowserEffect::Scan { .. } => self.is_search_asked = true,
            BrowserEffect::RebuildHost { .. } => {
                self.asked.clear();
                self.erased.clear();
                (self.is_search_asked, self.is_rebuilding) = (false, true);
            }
            BrowserEffect::Changed(fact) => match fact.change {
                BrowserChange::PhotoTaken(photo) => {
                    self.exist.insert(TraceKind::Photo);
                    self.photos.insert(photo);
                }
                BrowserChange::PhotoErased(photo) => {
                    self.photos.remove(&photo);
                }
                _ => {}
            },
            _ => {}
        }
    }

    /// Whether a clean search, coming in, may open the gate.
    fn are_gone(&self, had_photos: bool) -> bool {
        let is_gone = |trace: &TraceKind| {
            self.erased.contains(trace) || *trace == TraceKind::Photo && had_photos && self.photos.is_empty()
        };
        self.is_search_asked && self.exist.iter().all(is_gone)
    }
}

fn photo_event(what: u8, photo: PhotoId, by: Side, epoch: ControlEpoch) -> PhotoEvent {
    match what {
        0 => PhotoEvent::Taken(photo),
        1 => PhotoEvent::HandOver { photo, by: InputClaim { holder: by, epoch } },
        2 => PhotoEvent::Dropped(photo),
        _ => PhotoEvent::Erased(photo),
    }
}

fn clean(at: Timestamp) -> CanaryScan {
    CanaryScan { at, found: BTreeMap::from([(Canary::Url, 0)]), places: BTreeSet::from([ScanPlace::Disk]) }
}

/// One event, and everything that has to hold of it.
fn happen(place: &mut Place, event: BrowserEvent) -> Result<(), TestCaseError> {
    let was = place.browser.view(Side::Operator, place.now);
    let was_operators = holder(&was) == Some(Side::Operator);
    let run = place.browser.run();
    place.note(&event);
    let effects = place.browser.handle(event.clone(), place.now);
    place.carry_out(&effects);
    hold_of_the_gate(place, &event, run)?;
    hold_of_control(place, &event)?;
    let is = place.browser.view(Side::Operator, place.now);
    if !was_operators && holder(&is) == Some(Side::Operator) {
        let is_take = matches!(event, BrowserEvent::Control(ControlMessage { act: ControlAct::Take, .. }));
        let is_free =
            was.hold.is_some_and(|hold| matches!(hold.standing, HoldStanding::Clear | HoldStanding::Unguarded));
        prop_assert!(is_take && is_free, "control came to the operator by {:?}", event);
    }
    prop_assert!(is.hold.is_none_or(|hold| hold.keypad.is_none()), "the operator was shown the keypad");
    prop_assert!(place.browser.next_deadline().is_none_or(|at| at > place.now), "a deadline in the past");
    Ok(())
}

fn holder(view: &BrowserView) -> Option<Side> {
    view.control.as_ref().map(|control| control.holder)
}

/// The next ticket never starts before the erasure is verified.
fn hold_of_the_gate(place: &mut Place, event: &BrowserEvent, run: HostRun) -> Result<(), TestCaseError> {
    let is_open = place.browser.may_start().is_ok();
    if let (true, Some(traces)) = (is_open, &place.traces) {
        let by_clean_search = matches!(
            event,
            BrowserEvent::Erasure { run: of, what: ErasureEvent::Scanned(scan) } if *of == run && scan.is_clean()
        );
        prop_assert!(by_clean_search, "the gate was opened by {:?}", event);
        prop_assert!(traces.are_gone(true), "the gate is open over {:?}", traces);
        place.traces = None;
    }
    prop_assert_eq!(is_open, place.traces.is_none());
    prop_assert_eq!(place.receipts + u64::from(!is_open), place.opened, "one receipt for each browser");
    Ok(())
}

/// Never two who act, never by a stale epoch, never the operator during a hold, never anybody while one is away.
fn hold_of_control(place: &Place, event: &BrowserEvent) -> Result<(), TestCaseError> {
    let (resident, operator) = (place.acts_now(Side::Resident), place.acts_now(Side::Operator));
    prop_assert!(!(resident && operator), "two act");
    if let Some(current) = place.epoch() {
        for off in [-2_i64, -1, 1, 2] {
            let epoch = ControlEpoch(current.0.saturating_add_signed(off));
            let acts = place.acts(Side::Resident, epoch) || place.acts(Side::Operator, epoch);
            prop_assert!(epoch == current || !acts, "epoch {:?} acts under {:?}", epoch, current);
        }
    }
    prop_assert!(!operator || place.page.is_clean, "the operator acts on {:?}", place.page);
    match place.browser.stage() {
        BrowserStage::Live => prop_assert!(resident || operator || !place.page.is_clean, "nobody can act"),
        _ => prop_assert!(!resident && !operator),
    }
    if let BrowserEvent::Left(side) = event {
        prop_assert!(!operator, "the operator acts though {:?} left", side);
        prop_assert!(*side == Side::Operator || !resident, "the resident acts and is away");
        let holds = holder(&place.browser.view(Side::Resident, place.now));
        prop_assert!(holds.is_none_or(|holder| holder == Side::Resident));
    }
    Ok(())
}

/// With a host that does what it is told, everything ends erased and verified within a minute.
fn comes_to_an_end(place: &mut Place) -> Result<(), TestCaseError> {
    happen(place, BrowserEvent::Cancel(Side::Resident))?;
    let begun = place.now;
    for _ in 0..200 {
        while let Some(event) = place.to_do.pop_front() {
            happen(place, event)?;
        }
        let Some(at) = place.browser.next_deadline() else { break };
        place.now = place.now.max(at);
        happen(place, BrowserEvent::Tick)?;
    }
    prop_assert!(place.browser.may_start().is_ok(), "{:?}", place.browser.stage());
    prop_assert!(place.now.since_ms(begun) <= 60_000, "it took {} ms", place.now.since_ms(begun));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_events_breaks_gate_hold_or_control(
        left in proptest::option::weighted(0.1, proptest::sample::subsequence(TraceKind::ALL.to_vec(), 0..4)),
        steps in proptest::collection::vec(a_step(), 0..120),
    ) {
        let found = left.map(|traces| LeftOver { visit: None, traces: traces.into_iter().collect() });
        let mut place = Place::begin(found);
        for (step, waited_ms) in steps {
            place.now = place.now.plus_ms(waited_ms);
            if let Some(event) = place.event_of(step) {
                happen(&mut place, event)?;
            }
        }
        comes_to_an_end(&mut place)?;
    }
}
