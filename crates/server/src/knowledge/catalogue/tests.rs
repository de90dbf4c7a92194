//! What is kept of entries answers as all their texts would.

use domain::ids::AgentId;
use domain::knowledge::conflicts::Conflict;
use domain::knowledge::entry::{EntryKey, RawEntry, RawSource, RawText};
use domain::knowledge::workflow::{Actor, Dossier, Duty, Event, Occasion, Revision};
use storage::db::{self, DbConfig};
use uuid::Uuid;

use super::*;

const NOW: Timestamp = Timestamp(1_790_000_000_000);

fn content(key: &str, question: &str, english: &str, aliases: &[&str]) -> Entry {
    let text = |question: &str, answer: &str| RawText {
        question: question.to_owned(),
        answer: if question.is_empty() { String::new() } else { answer.to_owned() },
        ..RawText::default()
    };
    let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
    let raw = RawEntry {
        key: key.to_owned(),
        topic: "o".to_owned(),
        audience: "resident".to_owned(),
        risk: "low".to_owned(),
        publish: "yes".to_owned(),
        ja: RawText { aliases, ..text(question, &format!("{}円です。", 100 * key.len())) },
        en: text(english, "At the counter."),
        sources: vec![RawSource { title: "条例".to_owned(), place: "条例".to_owned(), date: "2024-12".to_owned() }],
        owner: "市民課".to_owned(),
        review_by: "2027-03-31".to_owned(),
        ..RawEntry::default()
    };
    raw.read().unwrap()
}

fn stored(content: Entry) -> StoredEntry {
    let mut dossier = Dossier::new(content.key.clone());
    let by = Actor { id: AgentId(Uuid::from_u128(1)), duty: Duty::Agent };
    let occasion = Occasion { by, now: NOW, demonstration: false };
    let edit = Event::Edit { content: Box::new(content), seen: Revision(0), still_right: BTreeSet::new() };
    dossier.handle(edit, &occasion).unwrap();
    StoredEntry { dossier, turn: 1, changed_at: NOW }
}

fn digests(entries: &[Entry]) -> Digests {
    let of = |entry: &Entry| (entry.key.to_string(), Arc::new(Digest::of(&stored(entry.clone()))));
    entries.iter().map(of).collect()
}

#[test]
fn a_term_is_found_in_key_and_questions_whatever_its_width_and_kana() {
    let digests = digests(&[content("card-fee", "カードの手数料はいくらですか", "What is the ID fee?", &["お金"])]);
    let newest = digests["card-fee"].newest.as_ref().unwrap();
    let check = |term: &str, wanted: bool| {
        assert_eq!(newest.holds("card-fee", &Term::of(term).unwrap()), wanted, "{term}");
    };
    check("ｶｰﾄﾞ", true);
    check("かーど の", true);
    check("CARD-fee", true);
    check("id fee", true);
    check("D fee", false);
    check("お金", false);
    check("・", false);
    assert!(Term::of(" ").is_none());
}

#[test]
fn an_entry_is_compared_with_those_beside_it_and_finds_what_all_would() {
    let questions = ["手数料はいくらですか", "受付時間は", "予約は要りますか", "カードをなくした", "住所が変わった"];
    let entry = |number: usize| {
        let at = |place: usize| questions[place % questions.len()];
        let aliases = BTreeSet::from([at(number / 2 + 1), at(number * 5 / 4 + 2)]);
        let aliases: Vec<&str> = aliases.into_iter().filter(|alias| *alias != at(number * 7 / 3)).collect();
        content(&format!("entry-{number:02}"), at(number * 7 / 3), "", &aliases)
    };
    let entries: Vec<Entry> = (0..40).map(entry).collect();
    let digests = digests(&entries);
    let about = |found: Vec<Conflict>, key: &EntryKey| -> Vec<Conflict> {
        found.into_iter().filter(|conflict| conflict.one == *key || conflict.other == *key).collect()
    };
    let all = conflicts::find(&entries).found;
    for entry in &entries {
        let keys = neighbours(&digests, entry.key.as_str(), &conflicts::forms(entry));
        assert!(keys.len() <= 6, "two beside it for each way to ask");
        let beside = entries.iter().filter(|other| keys.iter().any(|key| key == other.key.as_str()));
        let found = conflicts::find(beside.chain([entry])).found;
        assert_eq!(about(found, &entry.key), about(all.clone(), &entry.key), "{}", entry.key);
    }
}

#[tokio::test]
async fn only_what_changed_is_read_again_and_a_change_from_elsewhere_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("db").display());
    let db = db::open(&DbConfig::new(url)).await.unwrap();
    let one = stored(content("card-fee", "手数料はいくらですか", "", &[]));
    let other = stored(content("opening", "受付時間は", "", &[]));
    let catalogue = Catalogue::default();
    assert!(catalogue.digests(&db).await.unwrap().is_empty());
    faq_entries::keep(&db, &one.dossier, 0, &[], NOW).await.unwrap();
    faq_entries::keep(&db, &other.dossier, 0, &[], NOW).await.unwrap();
    let before = catalogue.digests(&db).await.unwrap();
    assert_eq!(before.keys().collect::<Vec<_>>(), ["card-fee", "opening"]);
    // As another process does it: the catalogue is told nothing.
    faq_entries::keep(&db, &other.dossier, 1, &[], Timestamp(NOW.0 + 1)).await.unwrap();
    let after = catalogue.digests(&db).await.unwrap();
    assert!(Arc::ptr_eq(&before["card-fee"], &after["card-fee"]), "it was not read again");
    assert_eq!(after["opening"].changed_at, Timestamp(NOW.0 + 1));
    assert!(Arc::ptr_eq(&after, &catalogue.digests(&db).await.unwrap()));
}
