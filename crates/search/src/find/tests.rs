use super::*;
use crate::Audience;
use crate::asker::Embedder as _;
use crate::asker::tests::Subjects;
use crate::entry::Text;
use crate::vectors::VectorShelf;

fn text(question: &str, reading: &str, answer: &str, aliases: &[&str]) -> Text {
    let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
    Text { question: question.to_owned(), answer: answer.to_owned(), reading: reading.to_owned(), aliases }
}

fn entry(key: &str, topic: &str, audience: Audience, texts: &[(Language, Text)]) -> Entry {
    let id = EntryId { key: key.to_owned(), version: 2 };
    Entry { id, topic: topic.to_owned(), audience, texts: texts.iter().cloned().collect() }
}

pub(crate) fn entries() -> Vec<Entry> {
    use Language::{English, Japanese};
    vec![
        entry(
            "lost-card",
            "ki",
            Audience::Resident,
            &[
                (
                    Japanese,
                    text(
                        "マイナンバーカードを紛失したときの手続は。",
                        "まいなんばーかーどをふんしつしたときのてつづきは",
                        "コールセンターへ電話し、一時停止をしてください。\n警察に遺失届を出してください。",
                        &["カードをなくした", "カードを落とした"],
                    ),
                ),
                (English, text("What should I do if I lost my card?", "", "Call the centre at once.", &[])),
            ],
        ),
        entry(
            "reissue-fee",
            "ki",
            Audience::Resident,
            &[(
                Japanese,
                text(
                    "カードの再発行の手数料はいくらですか。",
                    "かーどのさいはっこうのてすうりょうはいくらですか",
                    "再発行は原則として有料です。手数料は1,000円です。",
                    &[],
                ),
            )],
        ),
        entry(
            "address-change",
            "ku",
            Audience::Resident,
            &[(
                Japanese,
                text("引っ越したときの手続は。", "ひっこしたときのてつづきは", "住所を書き換えます。", &["転居"]),
            )],
        ),
        entry(
            "terminal-fault",
            "ku",
            Audience::Operator,
            &[(
                Japanese,
                text("統合端末が動かないときは。", "とうごうたんまつがうごかないときは", "担当へ連絡します。", &[]),
            )],
        ),
    ]
}

fn search() -> Search {
    Search::new(Edition::build(entries()).unwrap())
}

fn ask(text: &str) -> Request<'_> {
    Request { text, language: Language::Japanese, channel: Channel::Public, topic: None, limit: 3 }
}

fn first(search: &Search, request: &Request<'_>) -> Option<String> {
    search.find(request).unwrap().hits.first().map(|hit| hit.id.to_string())
}

#[test]
fn a_question_finds_its_entry_however_it_is_written() {
    let search = search();
    for (asked, wanted) in [
        ("カードの再発行手数料", "reissue-fee@2"),
        ("ｶｰﾄﾞの手数料", "reissue-fee@2"),
        ("さいはっこうのてすうりょうは", "reissue-fee@2"),
        ("サイハッコー ノ テスーリョー", "reissue-fee@2"),
        ("カードをなくした", "lost-card@2"),
        ("かーどをなくしてしまいました", "lost-card@2"),
        ("まいなんばかあど ふんしつ", "lost-card@2"),
        ("マイナンバカードを粉失", "lost-card@2"),
        ("ひっこし", "address-change@2"),
        ("i lost my card", "lost-card@2"),
    ] {
        assert_eq!(first(&search, &ask(asked)).as_deref(), Some(wanted), "{asked}");
    }
}

#[test]
fn an_english_question_with_a_slip_finds_its_entry() {
    let request = Request { language: Language::English, ..ask("waht if i losst my crad") };
    assert_eq!(first(&search(), &request).as_deref(), Some("lost-card@2"));
}

#[test]
fn what_is_for_operators_is_found_at_the_desk_alone() {
    let search = search();
    for (channel, is_found) in
        [(Channel::Desk, true), (Channel::Public, false), (Channel::Chat, false), (Channel::Voice, false)]
    {
        let found = search.find(&Request { channel, ..ask("統合端末") }).unwrap();
        assert_eq!(found.hits.iter().any(|hit| hit.id.key == "terminal-fault"), is_found, "{channel:?}");
        let suggested = search.suggest(&Request { channel, ..ask("とうごう") }).unwrap();
        assert_eq!(!suggested.is_empty(), is_found, "{channel:?}");
    }
}

#[test]
fn a_topic_and_a_language_restrict_what_is_found() {
    let search = search();
    assert_eq!(
        first(&search, &Request { topic: Some("ku"), ..ask("カードの手続") }).as_deref(),
        Some("address-change@2")
    );
    assert_eq!(first(&search, &Request { language: Language::English, ..ask("再発行") }), None);
    assert_eq!(first(&search, &Request { language: Language::EasyJapanese, ..ask("再発行") }), None);
}

#[test]
fn a_hit_shows_the_passage_and_the_wording_that_fitted() {
    let found = search().find(&ask("手数料はいくら")).unwrap();
    let hit = &found.hits[0];
    let (from, to) = hit.passage.as_ref().unwrap().span;
    let answer = &hit.entry.texts[&Language::Japanese].answer;
    assert_eq!(answer.chars().skip(from).take(to - from).collect::<String>(), "手数料は1,000円です。");
    let found = search().find(&ask("カードを落とした")).unwrap();
    assert_eq!(found.hits[0].title, Some((TitleKind::Alias, "カードを落とした".to_owned())));
}

#[test]
fn a_question_without_bounds_is_refused_and_a_long_one_is_cut() {
    let search = search();
    let large = "あ".repeat(1_000_000 / 3 + 1);
    assert!(matches!(search.find(&ask(&large)), Err(SearchError::TooLong(bytes)) if bytes >= 1_000_000));
    assert!(matches!(search.suggest(&ask(&large)), Err(SearchError::TooLong(_))));
    let long = format!("再発行の手数料{}", "。".repeat(QUESTION_CHARS_MAX));
    let found = search.find(&ask(&long)).unwrap();
    assert!(found.cut);
    assert_eq!(found.hits[0].id.key, "reissue-fee");
    assert!(!search.find(&ask("手数料")).unwrap().cut);
}

#[test]
fn a_question_of_nothing_finds_nothing() {
    let search = search();
    for nothing in ["", "   ", "？？？", "\u{0}\u{1b}[2J", "🙂", "あ"] {
        let found = search.find(&ask(nothing)).unwrap();
        assert!(found.hits.is_empty(), "{nothing:?}");
        assert_eq!((found.confidence, found.band), (0.0, Band::HandOver));
        assert!(found.features.values().iter().all(|number| number.is_finite()));
    }
    let empty = Search::new(Edition::build(Vec::new()).unwrap());
    assert!(empty.find(&ask("手数料")).unwrap().hits.is_empty());
    assert!(empty.suggest(&ask("手数料")).unwrap().is_empty());
}

#[test]
fn suggestions_begin_as_what_is_typed_and_forgive_the_input_method() {
    let search = search();
    let suggested = |typed: &str| -> Vec<String> {
        search.suggest(&ask(typed)).unwrap().into_iter().map(|suggestion| suggestion.id.key).collect()
    };
    assert_eq!(suggested("まいなn"), ["lost-card"]);
    assert_eq!(suggested("カード")[..2], ["lost-card", "reissue-fee"], "the alias is the shortest");
    assert_eq!(suggested("手数料"), ["reissue-fee"]);
    assert_eq!(suggested("ひっこし"), ["address-change"]);
    assert_eq!(suggested("what sh"), ["lost-card"]);
    assert_eq!(suggested("まいなばかど")[0], "lost-card");
    assert!(suggested("").is_empty());
}

#[test]
fn meaning_finds_what_shares_no_word() {
    let mut shelf = VectorShelf::new("subjects", 3);
    let edition = Edition::build(entries()).unwrap();
    let asker = Asker::start(Box::new(Subjects)).unwrap();
    for text in edition.texts_for_vectors() {
        shelf.put(&text, &asker.title(&text).unwrap()).unwrap();
    }
    let search = Search::new(edition.with_vectors(&shelf, 3)).with_asker(asker, Duration::from_secs(30));
    let found = search.find(&ask("お金は何円")).unwrap();
    assert_eq!(found.hits[0].id.key, "reissue-fee");
    assert!(found.features.fused && !found.without_vectors);
    assert!(found.hits[0].cosine.unwrap() > 0.9);
    search.use_meaning(false);
    let found = search.find(&ask("再発行の手数料")).unwrap();
    assert!(!found.features.fused && !found.without_vectors && found.hits[0].cosine.is_none(), "switched off");
    assert!(search.vector("お金は何円").is_none() && !search.uses_meaning());
    search.use_meaning(true);
    assert!(search.find(&ask("お金は何円")).unwrap().features.fused);
}

#[test]
fn a_judgement_made_with_another_model_answers_nothing_as_certain() {
    use domain::knowledge::bands::{Certainty, ModelMark, Thresholds};
    let mut shelf = VectorShelf::new("subjects", 3);
    let edition = Edition::build(entries()).unwrap();
    for text in edition.texts_for_vectors() {
        shelf.put(&text, &Subjects.embed(crate::Role::Title, &text).unwrap()).unwrap();
    }
    let always = Thresholds { answer: Some(0.0), choose: Some(0.0) };
    let check = |made_with: Option<(&str, Option<&str>)>, wanted: Band| {
        let model =
            made_with.map(|(name, sha256)| ModelMark { name: name.to_owned(), sha256: sha256.map(str::to_owned) });
        let mut certainty = Certainty { model, ..Certainty::default() };
        certainty.fused.judged = 100;
        certainty.fused.thresholds.insert(Channel::Public, always);
        certainty.words.thresholds.insert(Channel::Public, always);
        let edition = edition.with_vectors(&shelf, 3).with_certainty(certainty);
        let asker = Asker::start(Box::new(Subjects)).unwrap();
        let search = Search::new(edition).with_asker(asker, Duration::from_secs(30));
        let asked = ask("再発行の手数料はいくら");
        assert_eq!(search.find(&asked).unwrap().band, wanted, "{made_with:?}");
        search.use_meaning(false);
        assert_eq!(search.find(&asked).unwrap().band, Band::Answer, "words are judged without any model");
    };
    check(Some(("subjects", None)), Band::Answer);
    check(Some(("subjects", Some("ab"))), Band::Choose);
    check(Some(("another", None)), Band::Choose);
    check(None, Band::Choose);
}

#[test]
fn without_a_vector_in_time_words_alone_answer_and_say_so() {
    let edition = Edition::build(entries()).unwrap();
    let mut shelf = VectorShelf::new("subjects", 3);
    for text in edition.texts_for_vectors() {
        shelf.put(&text, &[1.0, 0.0, 0.0]).unwrap();
    }
    struct Never;
    impl crate::asker::Embedder for Never {
        fn model(&self) -> &str {
            "never"
        }
        fn width(&self) -> usize {
            3
        }
        fn embed(&mut self, _: crate::asker::Role, _: &str) -> Result<Vec<f32>, String> {
            Err("no".to_owned())
        }
    }
    let asker = Asker::start(Box::new(Never)).unwrap();
    let search = Search::new(edition.with_vectors(&shelf, 3)).with_asker(asker, Duration::from_secs(30));
    let found = search.find(&ask("再発行の手数料")).unwrap();
    assert_eq!(found.hits[0].id.key, "reissue-fee");
    assert!(found.without_vectors && !found.features.fused);
}

#[test]
fn the_band_is_that_of_the_channel_and_nothing_is_answered_before_it_is_judged() {
    use domain::knowledge::bands::{Certainty, Thresholds};
    let asked = ask("カードの再発行の手数料はいくらですか。");
    assert_eq!(search().find(&asked).unwrap().band, Band::Choose);
    let mut certainty = Certainty::default();
    certainty.words.thresholds.insert(Channel::Public, Thresholds { answer: Some(0.0), choose: Some(0.0) });
    certainty.words.thresholds.insert(Channel::Voice, Thresholds { answer: None, choose: None });
    let judged = Search::new(Edition::build(entries()).unwrap().with_certainty(certainty));
    let band = |channel| judged.find(&Request { channel, ..asked.clone() }).unwrap().band;
    assert_eq!(
        [Channel::Public, Channel::Chat, Channel::Voice].map(band),
        [Band::Answer, Band::Choose, Band::HandOver]
    );
}

#[test]
fn an_edition_takes_the_place_of_another_whole() {
    let search = search();
    let before = search.edition();
    let mut changed = entries();
    changed.remove(1);
    search.publish(Edition::build(changed).unwrap());
    assert_ne!(first(&search, &ask("再発行の手数料")).as_deref(), Some("reissue-fee@2"));
    assert_eq!(before.entries(Language::Japanese), 4, "who began with it keeps it");
    assert_eq!(search.edition().entries(Language::Japanese), 3);
}

#[test]
fn an_entry_whose_text_stays_is_not_indexed_again_and_is_cited_as_it_is() {
    let first = Edition::build(entries()).unwrap();
    let mut newer = entries();
    for entry in &mut newer {
        (entry.id.version, entry.audience) = (3, Audience::Operator);
    }
    let second = first.renewed(newer).unwrap();
    let words = |edition: &Edition| edition.catalogue(Language::Japanese).unwrap().words.clone();
    assert_eq!((words(&first).sizes(), words(&second).sizes()), (vec![4], vec![4]));
    assert!(words(&second).entries.iter().all(|entry| entry.id.version == 3));
    assert!(words(&first).entries.iter().all(|entry| entry.id.version == 2), "who began with it keeps it");
    let search = Search::new(second);
    assert_eq!(first_of(&search, Channel::Desk), Some("reissue-fee@3".to_owned()));
    assert_eq!(first_of(&search, Channel::Public), None, "it is the operators' now");
}

fn first_of(search: &Search, channel: Channel) -> Option<String> {
    first(search, &Request { channel, ..ask("再発行の手数料") })
}
