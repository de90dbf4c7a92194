//! Which entries a person is asked to look at together.

use super::*;
use crate::knowledge::entry::{Entry, RawEntry, RawSource, RawText};
use crate::knowledge::grounding::ClaimKind;

fn entry(key: &str, question: &str, answer: &str, aliases: &[&str]) -> Entry {
    let raw = RawEntry {
        key: key.to_owned(),
        topic: "o".to_owned(),
        audience: "resident".to_owned(),
        risk: "low".to_owned(),
        publish: "yes".to_owned(),
        ja: RawText {
            question: question.to_owned(),
            answer: answer.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            ..RawText::default()
        },
        sources: vec![RawSource { title: "条例".to_owned(), place: "条例".to_owned(), date: "2024-12".to_owned() }],
        owner: "市民課".to_owned(),
        review_by: "2027-03-31".to_owned(),
        ..RawEntry::default()
    };
    raw.read().expect("it is sound")
}

fn difference(kind: ClaimKind, one: &str, other: &str) -> Difference {
    Difference { kind, one: vec![one.to_owned()], other: vec![other.to_owned()] }
}

#[test]
fn two_answers_to_one_question_with_different_figures_contradict_each_other() {
    let entries = [
        entry("fee-one", "再交付の手数料はいくらですか", "**1,000円**です。", &[]),
        entry("fee-two", "再交付の手数料は、いくらなのでしょうか？", "手数料は1,500円です。", &[]),
        entry("other", "受付時間を教えてください", "8時30分からです。", &[]),
    ];
    let found = find(&entries).found;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].one.as_str(), found[0].other.as_str()), ("fee-one", "fee-two"));
    let wanted = ConflictKind::Contradiction(vec![difference(ClaimKind::Money, "1000 yen", "1500 yen")]);
    assert_eq!(found[0].kind, wanted);
}

#[test]
fn an_alias_of_one_may_be_the_question_of_another_and_saying_the_same_is_a_duplicate() {
    let entries = [
        entry("one", "手数料はいくらですか", "千円です。", &["お金はかかりますか"]),
        entry("two", "お金はかかりますか", "1,000円です。窓口で払います。", &["手数料はいくら"]),
    ];
    let found = find(&entries).found;
    assert_eq!((found.len(), &found[0].kind), (1, &ConflictKind::Duplicate));
}

#[test]
fn answers_that_deny_each_other_contradict() {
    let denies = differences("更新はオンラインでできます。", "更新はオンラインではできません。");
    assert_eq!(denies, [difference(ClaimKind::Polarity, "can", "cannot")]);
    assert_eq!(differences("予約は不要です。", "予約が必要です。")[0].kind, ClaimKind::Polarity);
    assert_eq!(differences("受付は8:30からです。", "受付は9時からです。")[0].kind, ClaimKind::Time);
    assert_eq!(differences("期限は14日以内です。", "期限は30日以内です。")[0].kind, ClaimKind::Duration);
    assert_eq!(differences("令和8年7月31日までです。", "2026年7月31日までです。"), []);
    assert_eq!(differences("1,000円です。", "1,000円です。特急は2,000円です。"), []);
}

#[test]
fn many_entries_with_one_question_give_a_chain_and_a_count() {
    let entries: Vec<Entry> =
        (0..CONFLICTS_MAX + 10).map(|at| entry(&format!("entry-{at:05}"), "同じ質問ですか", "はい。", &[])).collect();
    let conflicts = find(&entries);
    assert_eq!((conflicts.found.len(), conflicts.further), (CONFLICTS_MAX, 9));
}
