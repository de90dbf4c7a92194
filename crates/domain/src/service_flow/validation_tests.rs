//! The laws of a flow file: each broken once, each named.

use super::shipped_tests::read;
use super::text::TextFault;
use super::{
    Action, Choice, ChoiceId, Equipment, Flow, FlowFault, FlowId, GateKind, ItemId, PageCheck, Procedure, ResidentText,
    RubyFault, SHIPPED, Step, StepId,
};
use crate::secret_text::SecretKind;

fn shipped(file: &str) -> Flow {
    let (_, text) = SHIPPED.iter().find(|(name, _)| *name == file).unwrap();
    read(text).unwrap()
}

fn id(text: &str) -> StepId {
    StepId(text.to_owned())
}

fn step<'f>(flow: &'f mut Flow, name: &str) -> &'f mut Step {
    flow.steps.iter_mut().find(|step| step.id.0 == name).unwrap_or_else(|| panic!("no step {name}"))
}

/// Lets a step lead to `target` and nowhere else.
fn lead(flow: &mut Flow, name: &str, target: &str) {
    step(flow, name).action = Action::Explain { next: id(target) };
}

fn choices<'f>(flow: &'f mut Flow, name: &str) -> &'f mut Vec<Choice> {
    let Action::Branch { choices } = &mut step(flow, name).action else { panic!("{name} is no branch") };
    choices
}

fn faults(change: impl FnOnce(&mut Flow)) -> Vec<FlowFault> {
    let mut flow = shipped("lost-reissue.json");
    change(&mut flow);
    flow.checked().err().map(|faults| faults.0).unwrap_or_default()
}

#[track_caller]
fn check(expected: FlowFault, change: impl FnOnce(&mut Flow)) {
    let found = faults(change);
    assert!(found.contains(&expected), "expected {expected:?}, found {found:?}");
}

#[test]
fn a_step_that_needs_the_fee_is_never_reachable_around_it() {
    let around = |name: &str| FlowFault::ReachableWithoutGate { step: id(name), gate: GateKind::Fee };
    check(around("apply_open"), |flow| lead(flow, "police_number", "apply_open"));
    check(around("done"), |flow| lead(flow, "police_number", "done"));
    check(around("apply_send"), |flow| lead(flow, "fee", "apply_open"));
    check(around("ready"), |flow| {
        step(flow, "ready").requires_gate = Some(GateKind::Fee);
        choices(flow, "who")[0].next = id("ready");
    });
    let nothing_marked = faults(|flow| {
        for step in &mut flow.steps {
            (step.application, step.requires_gate) = (false, None);
        }
    });
    assert_eq!(nothing_marked, [FlowFault::NoApplication(GateKind::Fee)]);
    let undeclared = faults(|flow| {
        for step in &mut flow.steps {
            step.requires_gate = None;
        }
        choices(flow, "who")[0].next = id("apply_open");
    });
    assert!(undeclared.contains(&around("apply_open")), "the procedure asks for the gate, whatever the file says");
    let free = faults(|flow| flow.procedure = Procedure::NewCard);
    assert_eq!(free, [], "a gate may stand where none is owed");
}

#[test]
fn steps_and_ways_that_lead_nowhere_are_named() {
    check(FlowFault::NoSteps, |flow| flow.steps.clear());
    check(FlowFault::UnknownTarget { step: id("police_number"), target: id("moon") }, |flow| {
        lead(flow, "police_number", "moon");
    });
    check(FlowFault::Unreachable(id("police_first")), |flow| choices(flow, "where")[2].next = id("police_number"));
    check(FlowFault::LoopWithoutWayOut(id("police_number")), |flow| lead(flow, "police_number", "police_number"));
    check(FlowFault::NoOutcome(id("where")), |flow| {
        lead(flow, "police_number", "police_number");
        lead(flow, "where", "police_number");
    });
    check(FlowFault::NoBreakOff, |flow| flow.steps.retain(|step| step.id.0 != "broken_off"));
    check(FlowFault::SeveralBreakOffs(2), |flow| {
        let mut second = step(flow, "broken_off").clone();
        second.id = id("second");
        flow.steps.push(second);
    });
    check(FlowFault::LeadsToBreakOff(id("police_number")), |flow| lead(flow, "police_number", "broken_off"));
    check(FlowFault::DuplicateStep(id("fee")), |flow| {
        let twice = step(flow, "fee").clone();
        flow.steps.push(twice);
    });
    check(FlowFault::NoChoiceEverywhere(id("who")), |flow| {
        choices(flow, "who").iter_mut().for_each(|it| it.needs = Some(Equipment::CardReader));
    });
    check(FlowFault::NoOutcome(id("police_number")), |flow| {
        lead(flow, "express", "express");
        lead(flow, "police_number", "express");
    });
}

#[test]
fn a_stopped_guard_and_a_login_need_their_ways_out() {
    let check_in = |file: &str, expected: FlowFault, change: fn(&mut Flow)| {
        let mut flow = shipped(file);
        change(&mut flow);
        let found = flow.checked().unwrap_err().0;
        assert!(found.contains(&expected), "expected {expected:?}, found {found:?}");
    };
    check_in("public-money-account.json", FlowFault::StoppedWithoutWayOut(id("card_data_pin")), |flow| {
        let Action::PinGuard { stopped, .. } = &mut step(flow, "card_data_pin").action else { panic!() };
        *stopped = id("card_data_pin");
    });
    check_in("public-money-account.json", FlowFault::LoopWithoutWayOut(id("card_data_pin")), |flow| {
        let Action::PinGuard { stopped, .. } = &mut step(flow, "card_data_pin").action else { panic!() };
        *stopped = id("card_data_pin");
    });
    check_in("public-money-account.json", FlowFault::LoginWithoutLogOut(id("login_page")), |flow| {
        let Action::PinGuard { stopped, .. } = &mut step(flow, "card_data_pin").action else { panic!() };
        *stopped = id("pin_stopped");
    });
    check_in("insurance-card.json", FlowFault::LoginWithoutLogOut(id("login_page")), |flow| {
        let Action::SharedPage { checks, .. } = &mut step(flow, "log_out").action else { panic!() };
        checks.retain(|check| *check != PageCheck::LoggedOut);
    });
    check_in("new-card-with-form.json", FlowFault::ApplicationWithoutMail(id("apply_open")), |flow| {
        lead(flow, "ready", "apply_open");
    });
}

#[test]
fn ids_numbers_dates_and_addresses_keep_their_form() {
    check(FlowFault::NoVersion, |flow| flow.version = 0);
    check(FlowFault::EndsBeforeItBegins, |flow| flow.valid_until = Some("2026-03-31".parse().unwrap()));
    for bad in ["", "Ä", "1a", "a-b", "a b", &"a".repeat(41)] {
        check(FlowFault::BadId { place: "flow".to_owned(), id: bad.chars().take(40).collect() }, |flow| {
            flow.id = FlowId(bad.to_owned());
        });
    }
    let (fee, opened, done) = (id("fee"), id("apply_open"), id("done"));
    for yen in [0, 10_001] {
        check(FlowFault::BadFee(fee.clone()), |flow| {
            let Action::Gate { fee, .. } = &mut step(flow, "fee").action else { panic!() };
            (fee.card_yen, fee.certificate_yen) = (yen, 0);
        });
    }
    let long = format!("https://a.jp/{}", "a".repeat(200));
    for bad in ["http://myna.go.jp/", "https://", "https://localhost/", "https://a@myna.go.jp/", "javascript:x", &long]
    {
        check(FlowFault::BadUrl(opened.clone()), |flow| {
            let Action::SharedPage { url, .. } = &mut step(flow, "apply_open").action else { panic!() };
            *url = bad.to_owned();
        });
    }
    for bad in ["", "0120", "120-95-0178-1", "0120-95-017８", "046(252)1111"] {
        check(FlowFault::BadNumber(done.clone()), |flow| {
            let Action::Outcome { slip, .. } = &mut step(flow, "done").action else { panic!() };
            slip.call[0].number = Some(bad.to_owned());
        });
    }
}

#[test]
fn everything_has_a_bound() {
    let place = |text: &str| text.to_owned();
    check(FlowFault::TooMany { place: place("steps"), count: 61, limit: 60 }, |flow| {
        let one = step(flow, "fee").clone();
        flow.steps.resize(61, one);
    });
    check(FlowFault::TooMany { place: place("step who: choices"), count: 9, limit: 8 }, |flow| {
        let one = choices(flow, "who")[0].clone();
        choices(flow, "who").resize(9, one);
    });
    check(FlowFault::TooFew { place: place("step who: choices"), count: 1, least: 2 }, |flow| {
        choices(flow, "who").truncate(1);
    });
    check(FlowFault::DuplicateChoice { step: id("who"), choice: ChoiceId(place("self")) }, |flow| {
        let one = choices(flow, "who")[0].clone();
        choices(flow, "who").push(one);
    });
    for (count, doubled) in [(0, false), (13, true)] {
        let found = faults(|flow| {
            let Action::Checklist { items, .. } = &mut step(flow, "stop_call").action else { panic!() };
            let one = items[0].clone();
            items.resize(count, one);
        });
        let item = FlowFault::DuplicateItem { step: id("stop_call"), item: ItemId(place("stopped")) };
        assert_eq!(found.contains(&item), doubled);
        assert!(found.iter().any(|it| matches!(it, FlowFault::TooFew { .. } | FlowFault::TooMany { .. })), "{found:?}");
    }
    check(FlowFault::TooFew { place: place("step done: call"), count: 0, least: 1 }, |flow| {
        let Action::Outcome { slip, .. } = &mut step(flow, "done").action else { panic!() };
        slip.call.clear();
    });
}

#[test]
fn each_fault_of_a_text_is_named_with_its_language() {
    type Change = fn(&mut ResidentText);
    let cases: [(&str, Change, TextFault); 11] = [
        ("ja", |text| text.ja.clear(), TextFault::Empty),
        ("en", |text| text.en = " \n".to_owned(), TextFault::Empty),
        ("easy", |text| text.easy.clear(), TextFault::Empty),
        ("ja", |text| text.ja = "あ".repeat(301), TextFault::TooLong { chars: 301, limit: 300 }),
        ("en", |text| text.en = "a".repeat(601), TextFault::TooLong { chars: 601, limit: 600 }),
        ("ja", |text| text.ja = "only English".to_owned(), TextFault::WrongLanguage),
        ("en", |text| text.en = "申請".to_owned(), TextFault::WrongLanguage),
        ("ja", |text| text.ja = "申請\u{7}".to_owned(), TextFault::Control),
        ("ja", |text| text.ja = "番号は983205673214".to_owned(), TextFault::Secret(SecretKind::IndividualNumber)),
        ("en", |text| text.en = "PIN: 1234".to_owned(), TextFault::Secret(SecretKind::Pin)),
        ("easy", |text| text.easy = "申請".to_owned(), TextFault::Ruby(RubyFault::WithoutReading('申'))),
    ];
    for (language, change, why) in cases {
        let place = "step fee: text".to_owned();
        check(FlowFault::Text { place, language, why }, |flow| change(&mut step(flow, "fee").text));
    }
    let furigana_are_not_counted = faults(|flow| step(flow, "fee").text.easy = "{申請|しんせい}".repeat(150));
    assert_eq!(furigana_are_not_counted, []);
    let found = faults(|flow| step(flow, "fee").script.ja = "暗証番号は1234".to_owned());
    assert_eq!(found.len(), 1, "the operator's script is judged too: {found:?}");
    assert!(!found[0].to_string().contains("1234"), "a fault never repeats what it refuses");
}

#[test]
fn unknown_fields_words_and_kinds_are_refused() {
    let text = SHIPPED[3].1;
    for (written, instead) in [
        ("\"procedure\"", "\"procedures\""),
        ("\"lost_reissue\",\n  \"title\"", "\"lost\",\n  \"title\""),
        ("\"kind\": \"gate\"", "\"kind\": \"door\""),
        ("\"gate\": \"fee\"", "\"gate\": \"free\""),
        ("\"card_yen\"", "\"card_jpy\""),
        ("\"easy\"", "\"simple\""),
        ("\"outcome\": \"done\"", "\"outcome\": \"fine\""),
    ] {
        let changed = text.replacen(written, instead, 1);
        assert_ne!(changed, text, "{written} does not stand in the file");
        assert!(read(&changed).is_err(), "{instead}");
    }
}
