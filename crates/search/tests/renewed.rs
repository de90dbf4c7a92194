//! An edition made of one before finds what one finds that is built whole, whatever was changed, withdrawn or brought back.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use search::{Audience, Channel, Edition, Entry, EntryId, Found, Language, Request, Search, Text};

/// Entries there may be.
const ENTRIES: usize = 60;
/// Scores are sums of the same numbers in another order.
const NEAR: f64 = 1e-3;

const SUBJECTS: [&str; 8] = [
    "マイナンバーカード",
    "住民票",
    "印鑑登録証明書",
    "電子証明書",
    "健康保険証",
    "児童手当",
    "転入届",
    "図書館カード",
];
const CASES: [&str; 8] =
    ["の再発行", "の手数料", "を紛失したとき", "の受け取り", "の有効期限", "の暗証番号", "の住所変更", "の予約"];
const ANSWERS: [&str; 5] = [
    "手数料は300円です。窓口でお支払いください。",
    "本人が窓口へ来てください。代理の人は委任状を持って来てください。",
    "電話で予約してください。受付は平日です。",
    "無料です。",
    "有効期限の三か月前から更新できます。暗証番号が必要です。",
];
const QUESTIONS: [&str; 9] = [
    "カードの再発行はいくら",
    "印鑑登録の手数料",
    "ほけんしょうをなくした",
    "住所を変えたとき何を持って行く",
    "how much is a new card",
    "予約の電話",
    "暗証番号を忘れた",
    "じどうてあて",
    "委任状",
];

/// What is done to the entries.
#[derive(Debug, Clone)]
enum Change {
    /// The text becomes another; one that was withdrawn comes back.
    Text(usize, usize),
    /// A new version of the same text, for operators or residents.
    Version(usize, bool),
    Withdraw(usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (0..ENTRIES, 0..40_usize).prop_map(|(which, text)| Change::Text(which, text)),
        1 => (0..ENTRIES, any::<bool>()).prop_map(|(which, operators)| Change::Version(which, operators)),
        2 => (0..ENTRIES).prop_map(Change::Withdraw),
    ]
}

/// The entries that stand: text, version and audience.
type Standing = BTreeMap<usize, (usize, u32, bool)>;

fn apply(standing: &mut Standing, change: &Change) {
    match change {
        Change::Text(which, text) => {
            let version = standing.get(which).map_or(1, |(_, version, _)| version + 1);
            standing.insert(*which, (*text, version, false));
        }
        Change::Version(which, operators) => {
            if let Some((_, version, audience)) = standing.get_mut(which) {
                (*version, *audience) = (*version + 1, *operators);
            }
        }
        Change::Withdraw(which) => {
            standing.remove(which);
        }
    }
}

fn entry(number: usize, (text, version, operators): (usize, u32, bool)) -> Entry {
    let (subject, case) = (SUBJECTS[(number + text) % 8], CASES[(number / 8 + text / 3) % 8]);
    let mut texts = BTreeMap::from([(
        Language::Japanese,
        Text {
            question: format!("{subject}{case}について教えてください"),
            answer: format!("{}{number}番の窓口です。", ANSWERS[(number + text) % 5]),
            reading: String::new(),
            aliases: if text.is_multiple_of(2) {
                vec![format!("{subject}{case}"), format!("{case}を知りたい")]
            } else {
                Vec::new()
            },
        },
    )]);
    if !(number + text).is_multiple_of(3) {
        let question = format!("How much is card number {number} or paper {text}?");
        texts.insert(Language::English, Text { question, answer: "It is free.".to_owned(), ..Text::default() });
    }
    if text.is_multiple_of(7) {
        let question = "{本人|ほんにん}が{行|い}きますか".to_owned();
        texts.insert(Language::EasyJapanese, Text { question, answer: "はい。".to_owned(), ..Text::default() });
    }
    let audience = if operators { Audience::Operator } else { Audience::Resident };
    Entry { id: EntryId { key: format!("entry-{number:03}"), version }, topic: "o".to_owned(), audience, texts }
}

fn entries(standing: &Standing) -> Vec<Entry> {
    standing.iter().map(|(number, how)| entry(*number, *how)).collect()
}

fn found(search: &Search, text: &str, language: Language, channel: Channel) -> Found {
    search.find(&Request { text, language, channel, topic: None, limit: 50 }).unwrap()
}

/// Whether both find the same entries with the same scores; of equal scores any may come first.
fn check_same(one: &Found, other: &Found, asked: &str) {
    let scores = |found: &Found| -> BTreeMap<String, f64> {
        found.hits.iter().map(|hit| (hit.id.to_string(), f64::from(hit.score))).collect()
    };
    let (ones, others) = (scores(one), scores(other));
    assert_eq!(one.hits.len(), other.hits.len(), "{asked}");
    let last = other.hits.last().map_or(0.0, |hit| f64::from(hit.score));
    for (id, score) in &ones {
        // The last of fifty may be another one with the same score.
        let wanted = others.get(id).copied().unwrap_or(last);
        assert!((score - wanted).abs() < NEAR, "{asked}: {id} has {score}, not {wanted}");
    }
    for (hit, wanted) in one.hits.iter().zip(&other.hits) {
        assert!(f64::from(hit.score - wanted.score).abs() < NEAR, "{asked}: {} before {}", hit.id, wanted.id);
    }
    assert_eq!(one.features.known, other.features.known, "{asked}");
    assert!((one.features.top_above_ten - other.features.top_above_ten).abs() < NEAR, "{asked}");
    assert!((one.features.top_z - other.features.top_z).abs() < NEAR, "{asked}");
}

fn suggested(search: &Search, text: &str, language: Language) -> Vec<String> {
    let request = Request { text, language, channel: Channel::Desk, topic: None, limit: 20 };
    let mut told: Vec<String> = search.suggest(&request).unwrap().iter().map(|one| one.id.to_string()).collect();
    told.sort();
    told
}

fn check(renewed: &Search, fresh: &Search) {
    for text in QUESTIONS {
        for language in [Language::Japanese, Language::English, Language::EasyJapanese] {
            for channel in [Channel::Desk, Channel::Public] {
                let asked = format!("{text} {language:?} {channel:?}");
                check_same(&found(renewed, text, language, channel), &found(fresh, text, language, channel), &asked);
            }
            assert_eq!(suggested(renewed, text, language), suggested(fresh, text, language), "{text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn an_edition_made_of_one_before_finds_what_a_whole_one_finds(
        batches in prop::collection::vec(prop::collection::vec(change(), 1..5), 1..14)
    ) {
        let mut standing: Standing = (0..ENTRIES - 10).map(|number| (number, (number % 40, 1, false))).collect();
        let mut edition = Edition::build(entries(&standing)).unwrap();
        for batch in &batches {
            batch.iter().for_each(|change| apply(&mut standing, change));
            edition = edition.renewed(entries(&standing)).unwrap();
        }
        let fresh = Edition::build(entries(&standing)).unwrap();
        prop_assert_eq!(edition.texts_for_vectors(), fresh.texts_for_vectors());
        check(&Search::new(edition), &Search::new(fresh));
    }
}

#[test]
fn a_withdrawn_entry_is_found_no_more_and_one_that_comes_back_is() {
    let mut standing: Standing = (0..ENTRIES).map(|number| (number, (number % 40, 1, false))).collect();
    standing.insert(7, (999, 1, false));
    let mut rare = entries(&standing);
    for text in rare[7].texts.values_mut() {
        text.question = "珍獣の届け出".to_owned();
    }
    let with = Edition::build(rare.clone()).unwrap();
    let without = with.renewed(rare.iter().filter(|entry| entry.id.key != "entry-007").cloned().collect()).unwrap();
    let again = without.renewed(rare.clone()).unwrap();
    let hits = |edition: &Edition| {
        let found = found(&Search::new(edition.clone()), "珍獣の届け出", Language::Japanese, Channel::Desk);
        found.hits.iter().filter(|hit| hit.id.key == "entry-007").count()
    };
    assert_eq!([&with, &without, &again].map(hits), [1, 0, 1]);
    let typed = |edition: &Edition| suggested(&Search::new(edition.clone()), "珍獣", Language::Japanese).len();
    assert_eq!([&with, &without, &again].map(typed), [1, 0, 1]);
    assert!(!without.texts_for_vectors().contains("珍獣の届け出"));
    let none = without.renewed(Vec::new()).unwrap();
    assert_eq!((hits(&none), none.entries(Language::Japanese)), (0, 0));
    assert_eq!(hits(&none.renewed(rare).unwrap()), 1);
}
