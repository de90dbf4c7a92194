//! Greeting, language, place in line, announcements, call-backs.

use domain::contact::{Acceptance, Channel, DialPurpose, Language, LegCause, NotOffered, Party, SystemEnd};
use domain::floor::{DialTo, Effect, FloorEvent, RefusalReason, StageView};
use domain::ids::ServiceId;

use crate::world::{A, B, C, D, World, city, contact};

#[test]
fn caller_hears_the_greeting_and_the_menu_and_is_recorded_from_the_start() {
    let mut world = World::staffed();
    world.arrive(C);
    assert!(world.line(C).recording);
    world.end_prompts(C);
    assert_eq!(world.line(C).said, ["Greeting", "LanguageMenu", "LanguageMenu"]);
}

#[test]
fn key_two_asks_for_english() {
    let mut world = World::staffed();
    world.arrive(C);
    world.end_prompts(C);
    world.apply(FloorEvent::Digit { contact: C, digit: '2' });
    assert_eq!(world.view(C).language, Some(Language::En));
    assert!(world.rings.contains_key(&(A, C)));
}

#[test]
fn key_pressed_in_the_greeting_spares_the_menu_and_not_the_recording_notice() {
    let mut world = World::staffed();
    world.arrive(C);
    world.apply(FloorEvent::Digit { contact: C, digit: '2' });
    assert_eq!(world.view(C).stage, StageView::Ivr);
    world.end_prompt(C);
    assert!(!world.line(C).said.contains(&"LanguageMenu".to_owned()));
    assert!(world.rings.contains_key(&(A, C)));
}

#[test]
fn caller_who_presses_nothing_is_served_in_japanese_after_five_seconds() {
    let mut world = World::staffed();
    world.arrive(C);
    world.end_prompts(C);
    world.wait_ms(4_999);
    assert_eq!(world.view(C).language, None);
    world.wait_ms(1);
    assert_eq!(world.view(C).language, Some(Language::Ja));
    assert!(world.rings.contains_key(&(A, C)));
}

#[test]
fn english_caller_goes_to_an_agent_who_speaks_english() {
    let mut world = World::open(city());
    world.staff(A, &["phone", "ja"]);
    world.staff(B, &["phone", "ja", "en"]);
    world.arrive(C);
    world.apply(FloorEvent::Digit { contact: C, digit: '2' });
    world.end_prompt(C);
    assert!(world.rings.contains_key(&(B, C)));
}

#[test]
fn topic_skill_of_the_service_is_asked_for() {
    let mut config = city();
    config.services[0].skills = crate::world::skills(&["topic-renewal"]);
    let mut world = World::open(config);
    world.staff(A, &["phone", "ja"]);
    world.queue_up(C);
    assert!(world.rings.is_empty());
    world.staff(B, &["phone", "ja", "topic-renewal"]);
    assert!(world.rings.contains_key(&(B, C)));
}

#[test]
fn longest_idle_agent_is_rung_first() {
    let mut world = World::staffed();
    world.talk(C);
    world.wait_ms(1_000);
    world.caller_hangs_up(C);
    world.apply(FloorEvent::WrapUpDone { agent: A, contact: C });
    world.wait_ms(1_000);
    world.queue_up(D);
    assert!(world.rings.contains_key(&(B, D)), "B has been idle for longer than A");
}

#[test]
fn oldest_contact_is_served_first_and_priority_goes_before_age() {
    let mut config = city();
    let mut urgent = config.services[0].clone();
    urgent.id = ServiceId::from("urgent");
    urgent.priority = 5;
    config.services.push(urgent);
    let mut world = World::open(config);
    for (id, service) in [(C, "phone"), (D, "phone"), (contact(3), "urgent")] {
        world.arrive_at(id, service, Channel::Phone);
        world.apply(FloorEvent::Digit { contact: id, digit: '1' });
        world.end_prompt(id);
        world.wait_ms(1_000);
    }
    assert_eq!(world.view(contact(3)).stage, StageView::Waiting { position: 1, callback: false });
    assert_eq!(world.view(D).stage, StageView::Waiting { position: 3, callback: false });
    world.staff(A, &["phone", "ja"]);
    assert!(world.rings.contains_key(&(A, contact(3))));
    world.staff(B, &["phone", "ja"]);
    assert!(world.rings.contains_key(&(B, C)));
}

#[test]
fn place_and_estimated_wait_are_announced_at_intervals_with_music_between() {
    let mut world = World::open(city());
    world.queue_up(C);
    world.end_prompts(C);
    assert_eq!(world.line(C).said[1..], ["PleaseWait", "Position { position: 1 }", "EstimatedWait { minutes: 5 }"]);
    assert!(world.line(C).music);
    world.wait_ms(30_000);
    assert!(!world.line(C).music);
    assert_eq!(world.line(C).said.len(), 5);
}

#[test]
fn announcement_stops_at_once_when_the_agent_answers() {
    let mut world = World::open(city());
    world.queue_up(C);
    world.end_prompt(C);
    assert!(world.line(C).playing.is_some());
    world.staff(A, &["phone", "ja"]);
    world.answer(A, C);
    assert!(world.last.contains(&Effect::StopPlay { contact: C, party: Party::Caller }));
    assert_eq!(world.line(C).playing, None);
    assert!(world.hears(C, Party::Agent(A), Party::Caller));
}

#[test]
fn prompt_whose_end_is_never_reported_does_not_keep_the_caller() {
    let mut world = World::staffed();
    world.arrive(C);
    world.wait_ms(3 * world.config.prompt_limit_ms + 5_000);
    assert!(world.view(C).queued_at.is_some());
}

#[test]
fn caller_who_accepts_a_call_back_keeps_the_place_and_is_called_when_it_is_the_turn() {
    let mut world = World::open(city());
    world.queue_up(C);
    world.queue_up(D);
    world.apply(FloorEvent::Digit { contact: C, digit: '9' });
    world.end_prompts(C);
    assert!(!world.line(C).caller_up && !world.line(C).recording);
    assert_eq!(world.view(C).stage, StageView::Waiting { position: 1, callback: true });
    world.wait_ms(60_000);
    world.staff(A, &["phone", "ja"]);
    world.answer(A, C);
    let dials = world.last.iter().any(|effect| {
        matches!(effect, Effect::Dial { to: DialTo::Caller, purpose: DialPurpose::Callback, party: Party::Caller, .. })
    });
    assert!(dials, "{:?}", world.last);
    world.wait_ms(5_000);
    world.third_answers(C);
    assert!(world.hears(C, Party::Caller, Party::Agent(A)));
    world.everybody_leaves();
    assert_eq!(world.closed(C).acceptance, Some(Acceptance::Answered { wait_ms: 65_000 }));
    assert_eq!(world.closed(C).callback_attempts, 1);
}

#[test]
fn late_report_of_the_first_leg_s_end_does_not_end_the_call_back() {
    let mut world = World::open(city());
    world.queue_up(C);
    world.apply(FloorEvent::Digit { contact: C, digit: '9' });
    world.end_prompts(C);
    world.caller_hangs_up(C);
    world.staff(A, &["phone", "ja"]);
    world.answer(A, C);
    world.caller_hangs_up(C);
    assert_eq!(world.view(C).stage, StageView::Reaching);
    world.third_answers(C);
    assert!(world.hears(C, Party::Caller, Party::Agent(A)));
}

#[test]
fn call_back_that_never_reaches_the_resident_is_its_own_class() {
    let mut world = World::open(city());
    world.queue_up(C);
    world.apply(FloorEvent::Digit { contact: C, digit: '9' });
    world.end_prompts(C);
    world.staff(A, &["phone", "ja"]);
    for attempt in 1..=3 {
        world.answer(A, C);
        assert_eq!(world.line(C).last_attempt, attempt);
        world.third_fails(C);
        assert_eq!(world.works(A), vec![]);
        if attempt < 3 {
            assert!(world.rings.is_empty(), "the gap between attempts is kept");
            world.wait_ms(world.config.callback.attempt_gap_ms);
        }
    }
    assert_eq!(world.closed(C).acceptance, Some(Acceptance::CallbackUnreached));
    assert_eq!(world.closed(C).callback_attempts, 3);
}

#[test]
fn caller_who_hangs_up_after_accepting_a_call_back_is_no_abandon() {
    let mut world = World::open(city());
    world.queue_up(C);
    world.apply(FloorEvent::Digit { contact: C, digit: '9' });
    world.caller_hangs_up(C);
    assert_eq!(world.view(C).stage, StageView::Waiting { position: 1, callback: true });
    world.wait_ms(world.config.callback.expires_after_ms);
    let reason = SystemEnd::CallbackExpired;
    assert_eq!(world.closed(C).acceptance, Some(Acceptance::EndedBySystem { reason }));
}

#[test]
fn anonymous_caller_cannot_be_called_back() {
    let mut world = World::open(city());
    world.apply(FloorEvent::Arrived {
        contact: C,
        channel: Channel::Phone,
        service: ServiceId::from("phone"),
        caller_known: false,
        language: Some(Language::Ja),
        open: domain::floor::OpenState::Open,
    });
    world.end_prompts(C);
    world.apply(FloorEvent::Digit { contact: C, digit: '9' });
    assert!(world.line(C).caller_up);
    assert_eq!(world.view(C).stage, StageView::Waiting { position: 1, callback: false });
}

#[test]
fn call_an_agent_makes_is_not_offered_and_is_wrapped_up_like_any_other() {
    let mut world = World::staffed();
    let (service, to) = (ServiceId::from("phone"), "+819012345678".to_owned());
    world.apply(FloorEvent::CallOut { agent: A, contact: C, service: service.clone(), to: to.clone() });
    assert_eq!(world.view(C).stage, StageView::Reaching);
    world.apply(FloorEvent::CallOut { agent: A, contact: D, service, to });
    assert_eq!(world.refusal(), Some(RefusalReason::Busy));
    world.third_answers(C);
    assert!(world.hears(C, Party::Caller, Party::Agent(A)));
    world.apply(FloorEvent::CallerHungUp { contact: C, cause: LegCause::Normal });
    world.everybody_leaves();
    let reason = NotOffered::Outbound;
    assert_eq!(world.closed(C).acceptance, Some(Acceptance::NotOffered { reason }));
    assert!(world.closed(C).after_call_ms > 0);
}
