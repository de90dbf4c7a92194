//! The machine, rule by rule.

use uuid::Uuid;

use super::shipped_tests::{BEGIN, EVERYTHING, flow, path_to, read, shipped, walk};
use super::{
    Action, BreakOffReason, Catalogue, CatalogueFault, ChoiceId, Equipment, FlowEffect, FlowEvent, FlowId,
    FlowRecordKind, FlowRefusal, FlowRun, FlowSettings, FlowState, GateKind, GateProof, OutcomeKind, PageCheck,
    PinKind, RestoreRefusal, SHIPPED, StepId,
};
use crate::ids::AgentId;
use crate::secret_text::SecretKind;
use crate::time::Timestamp;

fn at(id: &str, step: &str) -> FlowRun {
    let flow = flow(id);
    let path = path_to(&flow, &StepId(step.to_owned())).unwrap_or_else(|| panic!("{id} has no way to {step}"));
    walk(&flow, &path, |run| run).0
}

fn stands_at(run: &FlowRun) -> &str {
    &run.step().id.0
}

fn confirmation(how: GateProof, at: Timestamp) -> FlowEvent {
    FlowEvent::GateConfirmed { by: AgentId(Uuid::from_u128(7)), how, at }
}

fn later() -> Timestamp {
    BEGIN.plus_ms(3_600_000)
}

fn records(effects: &[FlowEffect]) -> Vec<FlowRecordKind> {
    let kind = |effect: &'_ FlowEffect| match effect {
        FlowEffect::Record(record) => Some(record.kind.clone()),
        _ => None,
    };
    effects.iter().filter_map(kind).collect()
}

#[test]
fn the_guard_stops_before_the_last_try() {
    let cases = [
        ("insurance_card", "login_pin", 3, "pin_stopped"),
        ("public_money_account", "card_data_pin", 3, "log_out_stopped"),
        ("e_application", "signature_pin", 5, "log_out_stopped"),
    ];
    for (id, step, tries, stop) in cases {
        let mut run = at(id, step);
        let Action::PinGuard { pin, .. } = run.step().action else { panic!("{step} is no guard") };
        assert_eq!((pin.tries_max(), run.tries_left(pin)), (tries, tries), "{id}");
        for left in (2..tries).rev() {
            run.handle(FlowEvent::WrongPin, later()).unwrap();
            assert_eq!((stands_at(&run), run.tries_left(pin)), (step, left), "{id}");
        }
        let effects = run.handle(FlowEvent::WrongPin, later()).unwrap();
        assert!(records(&effects).contains(&FlowRecordKind::PinStopped { pin }), "{id}");
        assert_eq!((stands_at(&run), run.tries_left(pin)), (stop, 1), "{id}: one try is never used");
    }
}

#[test]
fn wrong_tries_of_an_earlier_day_count_and_only_a_right_one_sets_them_back() {
    let mut run = at("insurance_card", "login_pin");
    run.handle(FlowEvent::EarlierWrongPins { count: 1 }, later()).unwrap();
    assert_eq!(run.tries_left(PinKind::Login), 2);
    let again = FlowEvent::EarlierWrongPins { count: 1 };
    assert_eq!(run.handle(again, later()), Err(FlowRefusal::EarlierTries));
    let mut back = run.clone();
    back.handle(FlowEvent::Back, later()).unwrap();
    back.handle(FlowEvent::Choose { choice: ChoiceId("own_phone".to_owned()) }, later()).unwrap();
    assert_eq!(back.tries_left(PinKind::Login), 2, "going back forgets no wrong try");
    back.handle(FlowEvent::WrongPin, later()).unwrap();
    assert_eq!(back.outcome(), Some(OutcomeKind::Booked));
    run.handle(FlowEvent::PinAccepted, later()).unwrap();
    assert_eq!(run.tries_left(PinKind::Login), 3);
    let mut nearly_locked = at("insurance_card", "login_pin");
    nearly_locked.handle(FlowEvent::EarlierWrongPins { count: 2 }, later()).unwrap();
    assert_eq!(nearly_locked.outcome(), Some(OutcomeKind::Booked), "not one try is made");
    for count in [0, 4, 255] {
        let mut run = at("insurance_card", "login_pin");
        assert_eq!(run.handle(FlowEvent::EarlierWrongPins { count }, later()), Err(FlowRefusal::EarlierTries));
    }
}

#[test]
fn breaking_off_needs_a_reason_and_a_note_without_secrets() {
    let without_reason = serde_json::from_str::<FlowEvent>(r#"{"event":"break_off"}"#);
    assert!(without_reason.unwrap_err().to_string().contains("reason"));
    let mut run = at("lost_reissue", "fee");
    let break_off = |reason, note: &str| FlowEvent::BreakOff { reason, note: Some(note.to_owned()) };
    let other = BreakOffReason::Other;
    assert_eq!(run.handle(break_off(other, "  "), later()), Err(FlowRefusal::NoteMissing));
    assert_eq!(run.handle(break_off(other, &"あ".repeat(201)), later()), Err(FlowRefusal::NoteTooLong(200)));
    for (note, kind) in [("番号 983205673214", SecretKind::IndividualNumber), ("暗証番号は1234", SecretKind::Pin)]
    {
        let refused = run.handle(break_off(BreakOffReason::NoTime, note), later()).unwrap_err();
        let FlowRefusal::Note(crate::secret_text::SecretRefusal::Secret { kind: found, .. }) = &refused else {
            panic!("{note}: {refused:?}");
        };
        assert_eq!(*found, kind);
        assert!(!refused.to_string().contains("1234") && !refused.to_string().contains("9832"));
    }
    let effects = run.handle(break_off(other, "お子さまが泣いたため"), later()).unwrap();
    assert!(effects.contains(&FlowEffect::KeepNote { text: "お子さまが泣いたため".to_owned() }));
    assert_eq!(effects.last(), Some(&FlowEffect::Finished { outcome: OutcomeKind::BrokenOff }));
    let stored = serde_json::to_string(&run.state()).unwrap() + &serde_json::to_string(&records(&effects)).unwrap();
    assert!(!stored.contains("泣いた"), "the note is kept neither in the state nor in the log");
    assert_eq!(run.handle(FlowEvent::Continue, later()), Err(FlowRefusal::Ended));
}

#[test]
fn what_was_broken_off_is_taken_up_where_it_stopped() {
    let break_off = FlowEvent::BreakOff { reason: BreakOffReason::Equipment, note: None };
    let mut run = at("lost_reissue", "fee");
    run.handle(break_off.clone(), later()).unwrap();
    let mut too_late = run.clone();
    assert_eq!(too_late.handle(FlowEvent::Resume, later().plus_ms(7_200_001)), Err(FlowRefusal::TooLate));
    let effects = run.handle(FlowEvent::Resume, later()).unwrap();
    assert_eq!((stands_at(&run), run.outcome()), ("fee", None));
    assert!(effects.iter().any(|it| matches!(it, FlowEffect::AskGate { .. })), "the fee is asked for again");
    run.handle(FlowEvent::DetourBegan, later()).unwrap();
    run.handle(confirmation(GateProof::Payment, later()), later()).unwrap();
    run.handle(break_off, later()).unwrap();
    run.handle(FlowEvent::Resume, later()).unwrap();
    assert_eq!(stands_at(&run), "apply_open", "a fee paid before breaking off is paid");
    let mut done = at("lost_reissue", "done");
    assert_eq!(done.handle(FlowEvent::Resume, later()), Err(FlowRefusal::Ended));
}

#[test]
fn the_time_at_the_payment_counter_is_counted_apart() {
    let mut run = at("lost_reissue", "fee");
    assert_eq!(run.handle(FlowEvent::DetourEnded, later()), Err(FlowRefusal::NoDetour));
    run.handle(FlowEvent::DetourBegan, later()).unwrap();
    assert_eq!(run.detour_ms(later().plus_ms(60_000)), 60_000);
    assert_eq!(run.handle(FlowEvent::DetourBegan, later()), Err(FlowRefusal::InDetour));
    assert_eq!(run.handle(FlowEvent::Back, later()), Err(FlowRefusal::InDetour));
    let paid_at = later().plus_ms(90_000);
    run.handle(confirmation(GateProof::Payment, paid_at), paid_at).unwrap();
    assert_eq!(stands_at(&run), "fee", "the resident is still on the way back");
    let effects = run.handle(FlowEvent::DetourEnded, later().plus_ms(150_000)).unwrap();
    assert!(records(&effects).contains(&FlowRecordKind::DetourEnded { away_ms: 150_000 }));
    assert_eq!((stands_at(&run), run.detour_ms(later().plus_ms(900_000))), ("apply_open", 150_000));
    assert_eq!(run.handle(FlowEvent::Back, later()), Err(FlowRefusal::NoWayBack), "not past a confirmed gate");
    let kept = &run.state().gates[&GateKind::Fee];
    assert_eq!((kept.by, kept.at), (AgentId(Uuid::from_u128(7)), paid_at));
}

#[test]
fn a_confirmation_needs_a_true_time_and_a_receipt_number_that_is_one() {
    let now = later().plus_ms(86_400_000);
    let receipt = |number: &str| GateProof::ReceiptNumber { number: number.to_owned() };
    let cases = [
        (confirmation(GateProof::Payment, now.plus_ms(1)), FlowRefusal::GateTime),
        (confirmation(GateProof::Payment, Timestamp(now.0 - 86_400_001)), FlowRefusal::GateTime),
        (confirmation(receipt(""), now), FlowRefusal::BadReceiptNumber),
        (confirmation(receipt("山田太郎"), now), FlowRefusal::BadReceiptNumber),
        (confirmation(receipt("123456789012345678901"), now), FlowRefusal::BadReceiptNumber),
        (confirmation(receipt("983205673214"), now), FlowRefusal::BadReceiptNumber),
        (FlowEvent::Continue, FlowRefusal::GateClosed(GateKind::Fee)),
        (FlowEvent::PinAccepted, FlowRefusal::NotThisStep),
    ];
    for (event, refusal) in cases {
        let mut run = at("other_reissue", "fee");
        let before = run.clone();
        assert_eq!(run.handle(event.clone(), now), Err(refusal), "{event:?}");
        assert_eq!(run, before);
    }
    let mut run = at("other_reissue", "fee");
    run.handle(confirmation(receipt("R8-001234"), now), now).unwrap();
    assert_eq!(stands_at(&run), "apply_open");
}

#[test]
fn a_page_is_left_when_everything_on_it_is_confirmed_and_breaking_off_asks_for_the_log_out() {
    let mut run = at("insurance_card", "login_page");
    let open = vec![PageCheck::OwnLogin, PageCheck::OwnName];
    assert_eq!(run.handle(FlowEvent::Continue, later()), Err(FlowRefusal::PageOpen(open)));
    let logged_out = FlowEvent::PageConfirmed { check: PageCheck::LoggedOut };
    assert_eq!(run.handle(logged_out, later()), Err(FlowRefusal::NotAsked(PageCheck::LoggedOut)));
    run.handle(FlowEvent::PageConfirmed { check: PageCheck::OwnLogin }, later()).unwrap();
    assert_eq!(run.handle(FlowEvent::Back, later()), Err(FlowRefusal::NoWayBack), "not out of a login");
    let break_off = FlowEvent::BreakOff { reason: BreakOffReason::ChangedMind, note: None };
    let effects = run.handle(break_off, later()).unwrap();
    assert!(effects.contains(&FlowEffect::AskLogOut));
}

#[test]
fn the_card_reader_is_chosen_only_where_there_is_one() {
    let choose = FlowEvent::Choose { choice: ChoiceId("card_reader".to_owned()) };
    for (card_reader, refusal) in [(true, None), (false, Some(FlowRefusal::NotEquipped(Equipment::CardReader)))] {
        let mut state = at("portal_login", "login_way").state().clone();
        state.settings = FlowSettings { card_reader, visit_mailbox: false };
        let mut run = FlowRun::restore(state, shipped()).unwrap();
        assert_eq!(run.handle(choose.clone(), later()).err(), refusal);
    }
}

#[test]
fn a_checklist_is_left_when_all_but_the_optional_is_ticked() {
    let mut run = at("new_card_with_form", "ready");
    let Err(FlowRefusal::ItemsOpen(open)) = run.handle(FlowEvent::Continue, later()) else { panic!("left") };
    assert!(!open.iter().any(|item| item.0 == "phone"), "an optional item may stay open");
    for item in open {
        run.handle(FlowEvent::Tick { item, ticked: true }, later()).unwrap();
    }
    run.handle(FlowEvent::Continue, later()).unwrap();
    assert_eq!(stands_at(&run), "email");
    run.handle(FlowEvent::Back, later()).unwrap();
    assert_eq!(stands_at(&run), "ready");
    assert!(run.state().ticked.is_empty(), "a checklist is gone through again");
}

#[test]
fn a_clock_that_goes_back_is_taken_as_standing_still() {
    let mut run = at("lost_reissue", "fee");
    run.handle(FlowEvent::DetourBegan, later()).unwrap();
    run.handle(FlowEvent::DetourEnded, BEGIN).unwrap();
    assert_eq!(run.detour_ms(BEGIN), 0);
}

#[test]
fn the_version_of_the_day_is_started_and_a_run_goes_on_with_the_one_it_began() {
    let mut first = read(SHIPPED[0].1).unwrap();
    first.valid_until = Some("2026-12-31".parse().unwrap());
    let mut second = first.clone();
    (second.version, second.valid_from, second.valid_until) = (2, "2026-12-01".parse().unwrap(), None);
    second.title.en = "Get a card (changed)".to_owned();
    let id = first.id.clone();
    let mut catalogue = Catalogue::default();
    catalogue.add("a.json".to_owned(), first.clone()).unwrap();
    let began = catalogue.valid_on(&id, "2026-12-15".parse().unwrap()).unwrap();
    let (run, _) = FlowRun::start(began, EVERYTHING, BEGIN);
    catalogue.add("b.json".to_owned(), second).unwrap();
    let valid = |day: &str| catalogue.valid_on(&id, day.parse().unwrap()).map(|flow| flow.version);
    let days = ["2026-03-31", "2026-04-01", "2026-11-30", "2026-12-01", "2026-12-31", "2030-01-01"];
    assert_eq!(days.map(valid), [None, Some(1), Some(1), Some(2), Some(2), Some(2)]);
    assert_eq!(FlowRun::restore(run.state().clone(), &catalogue).unwrap().flow().version, 1);
    let mut changed = first.clone();
    changed.title.en = "Changed in silence".to_owned();
    let fault = CatalogueFault::Changed { file: "c.json".to_owned(), flow: id.clone(), version: 1 };
    assert_eq!(catalogue.add("c.json".to_owned(), changed), Err(fault));
    assert_eq!(catalogue.add("a.json".to_owned(), first), Ok(()), "the same once more is nothing");
}

#[test]
fn a_state_that_could_not_be_is_not_taken_up() {
    let good = at("lost_reissue", "where").state().clone();
    let with = |change: fn(&mut FlowState)| {
        let mut state = good.clone();
        change(&mut state);
        FlowRun::restore(state, shipped()).err()
    };
    assert_eq!(with(|_| {}), None);
    assert_eq!(with(|state| state.state_version = 2), Some(RestoreRefusal::StateVersion(2)));
    let flow = FlowId("lost_reissue".to_owned());
    assert_eq!(with(|state| state.flow_version = 9), Some(RestoreRefusal::NoSuchFlow { flow, version: 9 }));
    let nowhere = StepId("nowhere".to_owned());
    assert_eq!(with(|state| state.step = StepId("nowhere".to_owned())), Some(RestoreRefusal::NoSuchStep(nowhere)));
}

#[test]
fn files_that_are_too_many_too_long_or_unreadable_are_refused() {
    let many = vec![("a.json", "{}"); 501];
    assert_eq!(Catalogue::load(&many, read), Err(CatalogueFault::TooManyFiles(501)));
    let long = " ".repeat(256 * 1024 + 1);
    assert_eq!(Catalogue::load(&[("a.json", &long)], read), Err(CatalogueFault::TooLong { file: "a.json".to_owned() }));
    let gate_misspelt = SHIPPED[3].1.replacen("\"requires_gate\"", "\"require_gate\"", 1);
    let Err(CatalogueFault::Unreadable { why, .. }) = Catalogue::load(&[("a.json", &gate_misspelt)], read) else {
        panic!("a misspelt gate is an open door");
    };
    assert!(why.contains("unknown field `require_gate`"), "{why}");
}
