//! What holds of an entry in every order of events, by whomever.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::tests::{content, who};
use super::*;
use crate::knowledge::entry::{EntryKey, Risk, Version};
use crate::time::Timestamp;

fn duty() -> impl Strategy<Value = Actor> {
    prop_oneof![
        (1_u128..4).prop_map(|number| who(number, Duty::Agent)),
        (4_u128..6).prop_map(|number| who(number, Duty::Manager)),
        (6_u128..8).prop_map(|number| who(number, Duty::CityOfficer)),
    ]
}

/// What somebody tries, most often on what stands: `late` is how far behind they are.
#[derive(Debug, Clone)]
enum Try {
    Edit { answer: u8, high: bool, late: u32 },
    Discard,
    Submit { late: u32 },
    Pass { late: u32 },
    Return,
    Approve { late: u32, version_late: u32 },
    File { late: u32 },
    Play,
    Confirm { version: u32 },
    Publish { version: u32, in_ms: i64, until_ms: Option<i64> },
    Unschedule { version: u32 },
    Withdraw { version: u32 },
    RollBack { to: u32, late: u32, note: bool },
    Tick,
}

fn tried() -> impl Strategy<Value = Try> {
    let late = prop_oneof![9 => Just(0_u32), 1 => Just(1_u32)];
    let version = 1_u32..5;
    prop_oneof![
        4 => (0_u8..5, any::<bool>(), late.clone()).prop_map(|(answer, high, late)| Try::Edit { answer, high, late }),
        1 => Just(Try::Discard),
        6 => late.clone().prop_map(|late| Try::Submit { late }),
        6 => late.clone().prop_map(|late| Try::Pass { late }),
        1 => Just(Try::Return),
        8 => (late.clone(), late.clone()).prop_map(|(late, version_late)| Try::Approve { late, version_late }),
        2 => late.clone().prop_map(|late| Try::File { late }),
        1 => Just(Try::Play),
        3 => version.clone().prop_map(|version| Try::Confirm { version }),
        8 => (version.clone(), 0_i64..20, prop::option::of(1_i64..40))
            .prop_map(|(version, in_ms, until_ms)| Try::Publish { version, in_ms, until_ms }),
        1 => version.clone().prop_map(|version| Try::Unschedule { version }),
        2 => version.clone().prop_map(|version| Try::Withdraw { version }),
        3 => (version, late, any::<bool>()).prop_map(|(to, late, note)| Try::RollBack { to, late, note }),
        4 => Just(Try::Tick),
    ]
}

fn event(tried: &Try, entry: &Dossier, now: Timestamp) -> Option<Event> {
    let stands = entry.draft().map_or(0, |draft| draft.revision.0);
    let seen = |late: u32| Revision(stands.saturating_sub(late));
    let note = "確認".to_owned();
    Some(match *tried {
        Try::Edit { answer, high, late } => Event::Edit {
            content: Box::new(content(&answer.to_string(), if high { Risk::High } else { Risk::Low })),
            seen: seen(late),
            still_right: BTreeSet::new(),
        },
        Try::Discard => Event::Discard { seen: seen(0) },
        Try::Submit { late } => Event::Submit { seen: seen(late) },
        Try::Pass { late } => Event::Review { seen: seen(late), verdict: Verdict::Passed, remark: String::new() },
        Try::Return => Event::Review { seen: seen(0), verdict: Verdict::Returned, remark: note },
        Try::Approve { late, version_late } => {
            let version = Version(entry.next_version().0 - version_late.min(entry.next_version().0 - 1));
            Event::Approve { seen: seen(late), version }
        }
        Try::File { late } => {
            let file = SignedFile {
                file: "a.xlsx".to_owned(),
                officer_name: "花子".to_owned(),
                signed_on: "2026-11-30".parse().expect("a day"),
            };
            Event::MarkByFile { seen: seen(late), version: entry.next_version(), file, mark: FileMark::Approved }
        }
        Try::Play => Event::ApproveAsDemonstration { seen: seen(0), version: entry.next_version() },
        Try::Confirm { version } => Event::ConfirmFact { version: Version(version), note },
        Try::Publish { version, in_ms, until_ms } => Event::Publish {
            version: Version(version),
            at: if in_ms == 0 { PublishAt::Now } else { PublishAt::At(Timestamp(now.0 + in_ms)) },
            until: until_ms.map(|until| Timestamp(now.0 + until)),
        },
        Try::Unschedule { version } => Event::Unschedule { version: Version(version) },
        Try::Withdraw { version } => Event::Withdraw { version: Version(version), reason: note },
        Try::RollBack { to, late, note: noted } => Event::RollBack {
            to: Version(to),
            latest: Version((entry.next_version().0 - 1).saturating_sub(late)),
            note: if noted { note } else { String::new() },
        },
        Try::Tick => return None,
    })
}

fn may_change_what_is_live(tried: &Try) -> bool {
    match tried {
        Try::Publish { .. } | Try::Withdraw { .. } | Try::RollBack { .. } | Try::Tick => true,
        Try::Edit { .. } | Try::Discard | Try::Submit { .. } | Try::Pass { .. } | Try::Return => false,
        Try::Approve { .. } | Try::File { .. } | Try::Play | Try::Confirm { .. } | Try::Unschedule { .. } => false,
    }
}

/// The index as the effects build it must be what the machine says is live.
fn apply(shown: &mut Option<Version>, effects: &[Effect]) {
    for effect in effects {
        match effect {
            Effect::Record(_) => {}
            Effect::Show(version) => *shown = Some(*version),
            Effect::Hide(version, _) => *shown = shown.filter(|shown| shown != version),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_unapproved_is_ever_live_and_versions_only_rise(steps in prop::collection::vec((tried(), duty()), 1..120)) {
        let mut entry = Dossier::new(EntryKey::read("reissue-fee").expect("a key"));
        let mut shown = None;
        for (step, (tried, by)) in steps.into_iter().enumerate() {
            let now = Timestamp(1_795_964_400_000 + i64::try_from(step).expect("few") * 5);
            let before = entry.clone();
            let effects = match event(&tried, &entry, now) {
                Some(event) => entry.handle(event, &Occasion { by, now, demonstration: false }),
                None => Ok(entry.tick(now)),
            };
            match effects {
                Ok(effects) => apply(&mut shown, &effects),
                Err(_) => prop_assert_eq!(&entry, &before, "a refusal changes nothing"),
            }
            let (old, new) = (before.parts(), entry.parts());
            prop_assert_eq!(shown, new.live.map(|live| live.version), "the effects tell what is live");
            if !may_change_what_is_live(&tried) {
                prop_assert_eq!(new.live, old.live);
            }
            prop_assert!(new.versions.len() == old.versions.len() || new.versions.len() == old.versions.len() + 1);
            for (was, is) in old.versions.iter().zip(&new.versions) {
                prop_assert_eq!((&was.content, &was.approval, was.version), (&is.content, &is.approval, is.version));
            }
            prop_assert!(new.revision >= old.revision);
            prop_assert_eq!(new.check(), Ok(()));
            for text in &new.versions {
                let passed = text.reviews.iter().filter(|review| review.verdict == Verdict::Passed);
                prop_assert!(passed.into_iter().any(|review| !text.authors.contains(&review.by)));
                prop_assert!(!text.is_demonstration());
            }
            prop_assert!(entry.next_deadline().is_none_or(|at| at > now) || !matches!(tried, Try::Tick));
        }
        let json = serde_json::to_string(entry.parts()).expect("plain data");
        prop_assert_eq!(Dossier::from_parts(serde_json::from_str(&json).expect("what was written")), Ok(entry));
    }
}
