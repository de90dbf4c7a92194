//! The way of an entry, by name.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::*;
use crate::ids::AgentId;
use crate::knowledge::entry::{Entry, EntryKey, RawEntry, RawSource, RawText, Risk, TextLanguage, Version};
use crate::time::Timestamp;

const HOUR_MS: i64 = 3_600_000;
/// 2026-11-30 00:00 in Japan.
const START: i64 = 1_795_964_400_000;

pub(super) fn who(number: u128, duty: Duty) -> Actor {
    Actor { id: AgentId(Uuid::from_u128(number)), duty }
}

pub(super) fn author() -> Actor {
    who(1, Duty::Agent)
}

fn reviewer() -> Actor {
    who(2, Duty::Agent)
}

fn manager() -> Actor {
    who(3, Duty::Manager)
}

fn officer() -> Actor {
    who(4, Duty::CityOfficer)
}

fn at(hour: i64) -> Timestamp {
    Timestamp(START + hour * HOUR_MS)
}

pub(super) fn content(answer: &str, risk: Risk) -> Entry {
    let raw = RawEntry {
        key: "reissue-fee".to_owned(),
        topic: "o".to_owned(),
        audience: "resident".to_owned(),
        risk: risk.code().to_owned(),
        publish: "yes".to_owned(),
        ja: RawText {
            question: "手数料は?".to_owned(), answer: format!("{answer}円です"), ..RawText::default()
        },
        en: RawText { question: "The fee?".to_owned(), answer: "It is a fee.".to_owned(), ..RawText::default() },
        sources: vec![RawSource { title: "条例".to_owned(), place: "条例".to_owned(), date: "2024-12".to_owned() }],
        owner: "デジタル推進課".to_owned(),
        review_by: "2026-12-01".to_owned(),
        ..RawEntry::default()
    };
    raw.read().expect("it is sound")
}

fn dossier() -> Dossier {
    Dossier::new(EntryKey::read("reissue-fee").expect("a key"))
}

fn edit(answer: &str, seen: u32) -> Event {
    edit_of(content(answer, Risk::Low), seen)
}

fn edit_of(content: Entry, seen: u32) -> Event {
    Event::Edit { content: Box::new(content), seen: Revision(seen), still_right: BTreeSet::new() }
}

fn pass(seen: u32) -> Event {
    Event::Review { seen: Revision(seen), verdict: Verdict::Passed, remark: String::new() }
}

fn approve(seen: u32, version: u32) -> Event {
    Event::Approve { seen: Revision(seen), version: Version(version) }
}

fn publish(version: u32) -> Event {
    Event::Publish { version: Version(version), at: PublishAt::Now, until: None }
}

fn tried(dossier: &mut Dossier, event: Event, by: Actor, hour: i64) -> Result<Vec<Effect>, Refusal> {
    dossier.handle(event, &Occasion { by, now: at(hour), demonstration: false })
}

fn done(dossier: &mut Dossier, events: Vec<(Event, Actor)>) {
    for (hour, (event, by)) in events.into_iter().enumerate() {
        let told = format!("{event:?}");
        tried(dossier, event, by, i64::try_from(hour).expect("few"))
            .unwrap_or_else(|refusal| panic!("{told}: {refusal}"));
    }
}

/// Writes, reviews and approves `answer` as the next version.
fn approved(dossier: &mut Dossier, content: Entry) -> Version {
    let seen = dossier.parts().revision.0 + 1;
    let version = dossier.next_version();
    done(
        dossier,
        vec![
            (edit_of(content, 0), author()),
            (Event::Submit { seen: Revision(seen) }, author()),
            (pass(seen), reviewer()),
            (approve(seen, version.0), officer()),
        ],
    );
    version
}

fn answer(dossier: &Dossier) -> Option<&str> {
    dossier.live_text().map(|text| text.content.ja.answer.as_str())
}

#[test]
fn a_text_goes_from_draft_over_review_and_approval_to_residents() {
    let mut entry = dossier();
    assert_eq!(entry.standing(), Standing::Draft);
    done(&mut entry, vec![(edit("1000", 0), author()), (Event::Submit { seen: Revision(1) }, author())]);
    assert_eq!(entry.standing(), Standing::InReview);
    done(&mut entry, vec![(pass(1), reviewer()), (approve(1, 1), officer())]);
    assert_eq!((entry.standing(), answer(&entry)), (Standing::Approved, None));
    let effects = tried(&mut entry, publish(1), manager(), 9).expect("it is approved");
    assert_eq!(effects[1..], [Effect::Show(Version(1))]);
    assert_eq!((entry.standing(), answer(&entry)), (Standing::Published, Some("1000円です")));
}

#[test]
fn an_edit_stands_beside_the_live_text_until_it_is_published() {
    let mut entry = dossier();
    approved(&mut entry, content("1000", Risk::Low));
    done(&mut entry, vec![(publish(1), manager())]);
    assert_eq!(approved(&mut entry, content("2000", Risk::Low)), Version(2));
    assert_eq!(answer(&entry), Some("1000円です"));
    let effects = tried(&mut entry, publish(2), officer(), 9).expect("it is approved");
    assert_eq!(effects[1..], [Effect::Hide(Version(1), HideReason::Replaced), Effect::Show(Version(2))]);
    assert_eq!(answer(&entry), Some("2000円です"));
    assert_eq!(entry.text(Version(2)).expect("it is there").links.stale(), [TextLanguage::En]);
}

#[test]
fn of_two_officers_who_approve_at_once_the_second_is_told_by_version_number() {
    let mut entry = dossier();
    approved(&mut entry, content("1000", Risk::Low));
    let second = who(5, Duty::CityOfficer);
    let refusal = tried(&mut entry, approve(1, 1), second, 9);
    assert_eq!(refusal, Err(Refusal::AlreadyApproved { version: Version(1), by: officer().id, at: at(3) }));
    assert!(refusal.expect_err("refused").to_string().contains("version 1"));
    done(&mut entry, vec![(edit("2000", 0), author()), (Event::Submit { seen: Revision(2) }, author())]);
    assert!(matches!(tried(&mut entry, approve(1, 1), second, 9), Err(Refusal::AlreadyApproved { .. })));
    let stale = Err(Refusal::ChangedSince { seen: Revision(1), current: Revision(2) });
    assert_eq!(tried(&mut entry, approve(1, 2), second, 9), stale);
}

#[test]
fn nobody_approves_alone_and_nobody_but_the_city_approves() {
    let mut entry = dossier();
    done(&mut entry, vec![(edit("1000", 0), officer()), (Event::Submit { seen: Revision(1) }, officer())]);
    assert_eq!(tried(&mut entry, approve(1, 1), officer(), 9), Err(Refusal::NotReviewed));
    assert_eq!(tried(&mut entry, pass(1), officer(), 9), Err(Refusal::NotYours { duty: Duty::CityOfficer }));
    assert_eq!(tried(&mut entry, approve(1, 1), manager(), 9), Err(Refusal::NotYours { duty: Duty::Manager }));
    done(&mut entry, vec![(pass(1), reviewer())]);
    assert_eq!(tried(&mut entry, pass(1), reviewer(), 9), Err(Refusal::ReviewedAlready));
    done(&mut entry, vec![(approve(1, 1), officer())]);

    let mut own = dossier();
    done(&mut own, vec![(edit("1000", 0), author()), (Event::Submit { seen: Revision(1) }, author())]);
    assert_eq!(tried(&mut own, pass(1), author(), 9), Err(Refusal::OwnText));
}

#[test]
fn an_edit_in_review_voids_the_reviews() {
    let mut entry = dossier();
    done(
        &mut entry,
        vec![
            (edit("1000", 0), author()),
            (Event::Submit { seen: Revision(1) }, author()),
            (pass(1), reviewer()),
            (edit("9000", 1), author()),
        ],
    );
    assert_eq!(tried(&mut entry, approve(2, 1), officer(), 9), Err(Refusal::NotInReview));
    done(&mut entry, vec![(Event::Submit { seen: Revision(2) }, author())]);
    assert_eq!(tried(&mut entry, approve(2, 1), officer(), 9), Err(Refusal::NotReviewed));
    let stale = Err(Refusal::ChangedSince { seen: Revision(1), current: Revision(2) });
    assert_eq!(tried(&mut entry, edit("1", 1), reviewer(), 9), stale);
}

#[test]
fn a_text_is_sent_back_with_a_reason() {
    let mut entry = dossier();
    let back =
        |remark: &str| Event::Review { seen: Revision(1), verdict: Verdict::Returned, remark: remark.to_owned() };
    done(&mut entry, vec![(edit("1000", 0), author()), (Event::Submit { seen: Revision(1) }, author())]);
    assert_eq!(tried(&mut entry, back(" "), officer(), 9), Err(Refusal::NoReason));
    done(&mut entry, vec![(pass(1), reviewer()), (back("金額を確認"), officer())]);
    assert_eq!(entry.draft().map(|draft| draft.stage), Some(Stage::Writing));
    done(&mut entry, vec![(Event::Submit { seen: Revision(1) }, author())]);
    assert_eq!(tried(&mut entry, approve(1, 1), officer(), 9), Err(Refusal::NotReviewed), "the pass was before");
    done(&mut entry, vec![(pass(1), reviewer()), (approve(1, 1), officer())]);
}

#[test]
fn a_signed_file_approves_like_an_officer_and_is_kept() {
    let mut entry = dossier();
    done(
        &mut entry,
        vec![(edit("1000", 0), author()), (Event::Submit { seen: Revision(1) }, author()), (pass(1), reviewer())],
    );
    let file = |name: &str, day: &str| SignedFile {
        file: "第1版.xlsx 9f2c".to_owned(),
        officer_name: name.to_owned(),
        signed_on: day.parse().expect("a day"),
    };
    let mark =
        |file: SignedFile, mark: FileMark| Event::MarkByFile { seen: Revision(1), version: Version(1), file, mark };
    let good = file("座間 花子", "2026-11-30");
    let refused = |entry: &mut Dossier, event: Event, by: Actor| tried(entry, event, by, 9).expect_err("refused");
    let approved = FileMark::Approved;
    assert_eq!(
        refused(&mut entry, mark(good.clone(), approved.clone()), author()),
        Refusal::NotYours { duty: Duty::Agent }
    );
    assert_eq!(refused(&mut entry, mark(file(" ", "2026-11-30"), approved.clone()), manager()), Refusal::Unsigned);
    for day in ["2026-11-29", "2026-12-01"] {
        let event = mark(file("座間 花子", day), approved.clone());
        assert_eq!(refused(&mut entry, event, manager()), Refusal::SignedOutOfTime);
    }
    done(&mut entry, vec![(mark(good.clone(), approved), manager())]);
    let by = ApprovalBy::ReviewFile { file: good, entered_by: manager().id };
    assert_eq!(entry.text(Version(1)).expect("it is there").approval.by, by);
}

#[test]
fn a_fact_that_may_be_out_of_date_is_confirmed_before_residents_read_it() {
    let mut entry = dossier();
    approved(&mut entry, content("1000", Risk::High));
    let later = Event::Publish { version: Version(1), at: PublishAt::At(at(20)), until: None };
    assert_eq!(tried(&mut entry, publish(1), manager(), 9), Err(Refusal::Unconfirmed(Version(1))));
    assert_eq!(tried(&mut entry, later, manager(), 9), Err(Refusal::Unconfirmed(Version(1))));
    let confirm = |note: &str| Event::ConfirmFact { version: Version(1), note: note.to_owned() };
    assert_eq!(tried(&mut entry, confirm(""), manager(), 9), Err(Refusal::NoReason));
    assert_eq!(tried(&mut entry, confirm("見た"), author(), 9), Err(Refusal::NotYours { duty: Duty::Agent }));
    done(&mut entry, vec![(confirm("条例を確認"), manager()), (publish(1), manager())]);
    // The next text is another fact.
    approved(&mut entry, content("2000", Risk::High));
    assert_eq!(tried(&mut entry, publish(2), manager(), 9), Err(Refusal::Unconfirmed(Version(2))));
    let back = |note: &str| Event::RollBack { to: Version(1), latest: Version(2), note: note.to_owned() };
    done(&mut entry, vec![(Event::Withdraw { version: Version(1), reason: "誤り".to_owned() }, manager())]);
    assert_eq!(tried(&mut entry, back(""), manager(), 9), Err(Refusal::Unconfirmed(Version(3))));
    done(&mut entry, vec![(back("条例を再確認"), manager())]);
    assert_eq!(answer(&entry), Some("1000円です"));
}

#[test]
fn a_text_held_back_is_not_published() {
    let mut entry = dossier();
    approved(&mut entry, Entry { publish: false, ..content("1000", Risk::Low) });
    assert_eq!(tried(&mut entry, publish(1), manager(), 9), Err(Refusal::HeldBack(Version(1))));
}

#[test]
fn a_publication_comes_and_goes_by_the_clock() {
    let mut entry = dossier();
    approved(&mut entry, content("1000", Risk::Low));
    let set = |from, until| Event::Publish { version: Version(1), at: PublishAt::At(at(from)), until: Some(at(until)) };
    assert_eq!(tried(&mut entry, set(9, 20), manager(), 9), Err(Refusal::BadTime));
    assert_eq!(tried(&mut entry, set(12, 12), manager(), 9), Err(Refusal::BadTime));
    tried(&mut entry, set(12, 14), manager(), 9).expect("in order");
    assert_eq!((entry.standing(), entry.next_deadline()), (Standing::Scheduled, Some(at(12))));
    assert_eq!(entry.tick(at(11)), []);
    let came = entry.tick(at(12));
    assert_eq!(came[1..], [Effect::Show(Version(1))]);
    assert_eq!((entry.standing(), entry.next_deadline()), (Standing::Published, Some(at(14))));
    let went = entry.tick(at(15));
    assert_eq!(went[1..], [Effect::Hide(Version(1), HideReason::Expired)]);
    assert_eq!((entry.standing(), entry.next_deadline()), (Standing::Expired, None));
    tried(&mut entry, set(20, 30), manager(), 16).expect("in order");
    tried(&mut entry, Event::Unschedule { version: Version(1) }, manager(), 17).expect("it is to come");
    assert_eq!(entry.tick(at(25)), []);
}

#[test]
fn a_roll_back_is_a_new_version_with_the_old_text() {
    let mut entry = dossier();
    for answer in ["1000", "2000"] {
        let version = approved(&mut entry, content(answer, Risk::Low));
        done(&mut entry, vec![(publish(version.0), manager())]);
    }
    let back = |to, latest| Event::RollBack { to: Version(to), latest: Version(latest), note: String::new() };
    let refusal = Refusal::NewerVersion { seen: Version(1), latest: Version(2) };
    assert_eq!(tried(&mut entry, back(1, 1), manager(), 9), Err(refusal));
    assert_eq!(tried(&mut entry, back(2, 2), manager(), 9), Err(Refusal::LiveAlready(Version(2))));
    assert_eq!(tried(&mut entry, back(7, 2), manager(), 9), Err(Refusal::UnknownVersion(Version(7))));
    done(&mut entry, vec![(back(1, 2), manager())]);
    let live = entry.live_text().expect("it is back");
    assert_eq!((live.version, live.content.ja.answer.as_str()), (Version(3), "1000円です"));
    assert_eq!(live.approval.by, ApprovalBy::RollBack { of: Version(1), by: manager().id });
    assert_eq!(entry.text(Version(2)).expect("it stays").content.ja.answer, "2000円です");
}

#[test]
fn a_text_is_withdrawn_by_its_version_and_with_a_reason() {
    let mut entry = dossier();
    approved(&mut entry, content("1000", Risk::Low));
    let take = |version, reason: &str| Event::Withdraw { version: Version(version), reason: reason.to_owned() };
    let none = Refusal::NotLive { asked: Version(1), live: None };
    assert_eq!(tried(&mut entry, take(1, "誤り"), manager(), 9), Err(none));
    done(&mut entry, vec![(publish(1), manager())]);
    assert_eq!(tried(&mut entry, take(1, ""), manager(), 9), Err(Refusal::NoReason));
    assert_eq!(tried(&mut entry, take(1, "誤り"), author(), 9), Err(Refusal::NotYours { duty: Duty::Agent }));
    let effects = tried(&mut entry, take(1, "誤り"), officer(), 9).expect("it is live");
    assert_eq!(effects[1..], [Effect::Hide(Version(1), HideReason::Withdrawn)]);
    assert_eq!((entry.standing(), answer(&entry)), (Standing::Withdrawn, None));
}

#[test]
fn a_made_up_approval_counts_in_demonstrations_alone_and_says_so() {
    let mut entry = dossier();
    done(
        &mut entry,
        vec![(edit("1000", 0), author()), (Event::Submit { seen: Revision(1) }, author()), (pass(1), reviewer())],
    );
    let play = Event::ApproveAsDemonstration { seen: Revision(1), version: Version(1) };
    assert_eq!(tried(&mut entry, play.clone(), manager(), 9), Err(Refusal::NoDemonstration));
    let occasion = Occasion { by: manager(), now: at(9), demonstration: true };
    entry.handle(play, &occasion).expect("a demonstration");
    assert!(entry.text(Version(1)).expect("it is there").is_demonstration());
    assert_eq!(tried(&mut entry, publish(1), manager(), 9), Err(Refusal::NoDemonstration));
    entry.handle(publish(1), &occasion).expect("a demonstration");
}

#[test]
fn comments_are_counted_bounded_and_dealt_with_once() {
    let mut entry = dossier();
    let say = |text: &str| Event::Comment { text: text.to_owned(), contact: None };
    assert_eq!(tried(&mut entry, say("  "), author(), 0), Err(Refusal::NoReason));
    let long = "あ".repeat(REMARK_CHARS_MAX + 1);
    let refusal = Refusal::TooLong { chars: REMARK_CHARS_MAX + 1, limit: REMARK_CHARS_MAX };
    assert_eq!(tried(&mut entry, say(&long), author(), 0), Err(refusal));
    for _ in 0..COMMENTS_MAX {
        tried(&mut entry, say("古い"), author(), 0).expect("there is room");
    }
    assert_eq!(tried(&mut entry, say("古い"), author(), 0), Err(Refusal::Full(COMMENTS_MAX)));
    let resolve = Event::ResolveComment { number: 2 };
    tried(&mut entry, resolve.clone(), manager(), 1).expect("it is open");
    assert_eq!(tried(&mut entry, resolve, manager(), 1), Err(Refusal::NoComment(2)));
}

#[test]
fn a_live_text_is_overdue_the_day_after_its_review_by_date() {
    let mut entry = dossier();
    approved(&mut entry, content("1000", Risk::Low));
    let late = "2026-12-02".parse().expect("a day");
    assert!(!entry.is_overdue(late), "nobody reads it");
    done(&mut entry, vec![(publish(1), manager())]);
    assert!(entry.is_overdue(late) && !entry.is_overdue("2026-12-01".parse().expect("a day")));
}

#[test]
fn parts_that_break_a_law_are_not_taken_back() {
    let mut entry = dossier();
    approved(&mut entry, content("1000", Risk::High));
    let sound = entry.parts().clone();
    assert_eq!(Dossier::from_parts(sound.clone()), Ok(entry));
    let check = |change: &dyn Fn(&mut DossierParts), fault: PartsFault| {
        let mut parts = sound.clone();
        change(&mut parts);
        assert_eq!(Dossier::from_parts(parts), Err(fault));
    };
    check(&|parts| parts.versions[0].version = Version(2), PartsFault::Versions);
    check(&|parts| parts.key = EntryKey::read("other").expect("a key"), PartsFault::Key);
    let live = Some(Live { version: Version(1), since: at(0), until: None });
    check(&|parts| parts.live = live, PartsFault::Live);
}
