//! Who may be called and how often.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::{DialGuard, DialPlan, DialPlanFault, DialRefusal, DialTarget};
use crate::ids::AgentId;

fn agent(number: u128) -> AgentId {
    AgentId(Uuid::from_u128(number))
}

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 4, 6, 3, 0, 0).unwrap()
}

fn guard() -> DialGuard {
    DialGuard::new(DialPlan::default()).unwrap()
}

fn refusal(text: &str) -> DialRefusal {
    DialPlan::default().allows(text).unwrap_err()
}

#[test]
fn numbers_that_cost_or_leave_the_country_are_refused() {
    for (text, expected) in [
        ("+881612345678", DialRefusal::Satellite),
        ("010-881-612345678", DialRefusal::Satellite),
        ("+870773123456", DialRefusal::Satellite),
        ("+88216123456", DialRefusal::Satellite),
        ("0990-512-345", DialRefusal::Premium),
        ("＋８１９９０５１２３４５", DialRefusal::Premium),
        ("010819905123", DialRefusal::Premium),
        ("0180-993-993", DialRefusal::Premium),
        ("+979123456789", DialRefusal::Premium),
        ("0570-783-578", DialRefusal::NaviDial),
        ("+1 202 555 0123", DialRefusal::International),
        ("010 1 202 555 0123", DialRefusal::International),
        ("+886 2 2345 6789", DialRefusal::International),
        ("020-1234-5678", DialRefusal::NotAllowed),
        ("110", DialRefusal::Emergency),
        ("１１９", DialRefusal::Emergency),
        ("118", DialRefusal::Emergency),
        ("117", DialRefusal::ServiceNumber),
    ] {
        assert_eq!(refusal(text), expected, "{text}");
    }
    for text in ["", "184 090 1234 5678", "0033-010-1-202-555-0123", "anonymous", "046", "sip:a@b", "0\u{0}46"] {
        assert!(matches!(refusal(text), DialRefusal::NotANumber(_)), "{text}");
    }
}

#[test]
fn ordinary_numbers_and_what_the_plan_names_may_be_called() {
    let dialled = |plan: &DialPlan, text: &str| plan.allows(text).map(|target| target.dial_string().to_owned());
    let plan = DialPlan::default();
    assert_eq!(dialled(&plan, "046-252-1111").unwrap(), "+81462521111");
    assert_eq!(dialled(&plan, "０９０（１２３４）５６７８").unwrap(), "+819012345678");
    assert_eq!(dialled(&plan, "0120-95-0178").unwrap(), "+81120950178");
    let wider = DialPlan {
        allowed_prefixes: vec!["046".to_owned(), "0570".to_owned()],
        allowed_service_numbers: ["117".to_owned()].into(),
        navi_dial_allowed: true,
        ..plan
    };
    assert_eq!(dialled(&wider, "117").unwrap(), "117");
    assert_eq!(dialled(&wider, "0570-783-578").unwrap(), "+81570783578");
    assert_eq!(dialled(&wider, "03-1234-5678"), Err(DialRefusal::NotAllowed));
}

#[test]
fn the_31st_call_in_a_minute_is_refused_and_the_next_minute_is_free() {
    let mut guard = guard();
    for second in 0..30 {
        let now = noon() + TimeDelta::seconds(second);
        assert!(matches!(guard.check(agent(1), "046-252-1111", now), Ok(DialTarget::Public(_))));
    }
    let now = noon() + TimeDelta::seconds(30);
    let refused = guard.check(agent(1), "046-252-1111", now).unwrap_err();
    assert_eq!(refused, DialRefusal::TooManyThisMinute { limit: 30, wait_s: 30 });
    assert!(guard.check(agent(2), "046-252-1111", now).is_ok(), "another agent is not hindered");
    assert!(guard.check(agent(1), "046-252-1111", noon() + TimeDelta::seconds(60)).is_ok());
}

#[test]
fn the_daily_limit_ends_at_midnight_in_japan() {
    let plan = DialPlan { calls_per_day_max: 2, ..DialPlan::default() };
    let mut guard = DialGuard::new(plan).unwrap();
    guard.restore(agent(1), 1, noon());
    assert!(guard.check(agent(1), "046-252-1111", noon()).is_ok());
    let refused = guard.check(agent(1), "046-252-1111", noon()).unwrap_err();
    assert_eq!(refused, DialRefusal::TooManyToday { limit: 2 });
    let midnight = Utc.with_ymd_and_hms(2026, 4, 6, 15, 0, 0).unwrap();
    assert!(guard.check(agent(1), "046-252-1111", midnight - TimeDelta::seconds(1)).is_err());
    assert!(guard.check(agent(1), "046-252-1111", midnight).is_ok());
    assert!(guard.check(agent(1), "046-252-1111", noon()).is_ok(), "the clock went back");
    assert!(guard.check(agent(1), "046-252-1111", noon()).is_err(), "and gave nobody a third call");
}

#[test]
fn a_refused_number_does_not_count() {
    let mut guard = DialGuard::new(DialPlan { calls_per_day_max: 1, ..DialPlan::default() }).unwrap();
    for _ in 0..100 {
        assert!(guard.check(agent(1), "+881612345678", noon()).is_err());
    }
    assert!(guard.check(agent(1), "046-252-1111", noon()).is_ok());
}

#[test]
fn a_plan_that_would_open_the_world_is_refused() {
    let fault = |plan: DialPlan| DialGuard::new(plan).unwrap_err();
    for prefix in ["", "+", "010", "00", "+81", "46", "0a"] {
        let plan = DialPlan { allowed_prefixes: vec![prefix.to_owned()], ..DialPlan::default() };
        assert_eq!(fault(plan), DialPlanFault::BadPrefix(prefix.to_owned()));
    }
    for number in ["110", "1", "1１7", "046"] {
        let plan = DialPlan { allowed_service_numbers: [number.to_owned()].into(), ..DialPlan::default() };
        assert_eq!(fault(plan), DialPlanFault::BadServiceNumber(number.to_owned()));
    }
    let plan = DialPlan { calls_per_minute_max: 0, ..DialPlan::default() };
    assert_eq!(fault(plan), DialPlanFault::BadLimit);
}

proptest! {
    #[test]
    fn whatever_is_dialled_stays_in_japan_and_off_the_premium_ranges(text in "[+＋0-9０-９ ()-]{0,20}") {
        if let Ok(DialTarget::Public(number)) = DialPlan::default().allows(&text) {
            let dialled = number.as_str();
            prop_assert!(dialled.starts_with("+81"));
            prop_assert!(!["+81990", "+81570", "+81180", "+8110", "+810"].iter().any(|bad| dialled.starts_with(bad)));
        }
    }

    #[test]
    fn no_minute_ever_holds_more_than_the_limit(steps_ms in prop::collection::vec(0i64..5_000, 1..200)) {
        let mut guard = DialGuard::new(DialPlan { calls_per_minute_max: 5, ..DialPlan::default() }).unwrap();
        let (mut now, mut granted) = (noon(), Vec::new());
        for step in steps_ms {
            now += TimeDelta::milliseconds(step);
            if guard.check(agent(1), "046-252-1111", now).is_ok() {
                granted.push(now);
            }
        }
        prop_assert!(granted.windows(6).all(|six| six[5] - six[0] >= TimeDelta::seconds(60)));
    }
}
