//! Text of contacts: behind a reason, masked by role, corrected by a person, searched.

use reqwest::StatusCode;
use serde_json::{Value, json};
use storage::contacts;
use storage::recordings;
use storage::transcripts::{self, SegmentToKeep, TimedText};
use uuid::Uuid;

use crate::house::{Answer, Browser, House, on_each};

pub(crate) const CALLER: &str = "+81462551111";

/// Something said: who, when it began, and its words.
pub(crate) struct Said<'a>(pub(crate) &'a str, pub(crate) i64, pub(crate) &'a [&'a str]);

/// Writes what was said in a contact, each word 400 ms long; answers the segments.
pub(crate) async fn says(house: &House, contact: Uuid, agent: Uuid, said: &[Said<'_>]) -> Vec<Uuid> {
    let db = &house.running.db;
    let row = contacts::find(db, contact).await.unwrap().unwrap();
    let key = contacts::key(&row, &house.ring()).unwrap();
    let recording = Uuid::new_v4();
    recordings::begin(db, recording, contact, "00000000", row.arrived_at_ms).await.unwrap();
    let mut ids = Vec::new();
    for Said(party, start_ms, words) in said {
        let timed = |(index, text): (usize, &&str)| {
            let start_ms = start_ms + index as i64 * 400;
            TimedText { text: (*text).to_owned(), start_ms, end_ms: start_ms + 400, redacted: None }
        };
        let words: Vec<TimedText> = words.iter().enumerate().map(timed).collect();
        let segment = SegmentToKeep {
            id: Uuid::new_v4(),
            contact,
            recording,
            party: (*party).to_owned(),
            agent: (*party == "agent").then_some(agent),
            start_ms: *start_ms,
            end_ms: words.last().unwrap().end_ms,
            language: Some("ja".to_owned()),
            confidence: 0.9,
            engine: "test".to_owned(),
            source: "live",
            words,
        };
        transcripts::keep(db, &key, &segment).await.unwrap();
        ids.push(segment.id);
    }
    ids
}

/// A call about a renewal in which the caller says a telephone number.
async fn renewal(house: &House, login: &str, ago_ms: i64) -> (Uuid, Vec<Uuid>) {
    let agent = house.account(login).await;
    let contact = house.answered_call(agent, CALLER, ago_ms).await;
    let said = [
        Said("agent", 0, &["お電話", "ありがとうございます"]),
        Said("caller", 2_000, &["カードの", "更新を", "したいのですが"]),
        Said("caller", 5_000, &["電話は", "046-", "255-", "1111", "です"]),
    ];
    let ids = says(house, contact, agent, &said).await;
    (contact, ids)
}

async fn opened(browser: &Browser, contact: Uuid) -> Answer {
    let open = browser.post(&format!("/api/contacts/{contact}/open"), json!({"reason": "内容の確認"})).await;
    assert_eq!(open.status, StatusCode::OK, "{}", open.body);
    browser.get(&format!("/api/contacts/{contact}/transcript")).await
}

fn text_of(segment: &Value) -> String {
    segment["words"].as_array().unwrap().iter().map(|word| word["text"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn text_wants_a_reason_and_numbers_are_hidden_by_role() {
    on_each(true, |house| async move {
        let (contact, _) = renewal(&house, "denwa1", 0).await;
        let path = format!("/api/contacts/{contact}/transcript");
        let agent = house.logged_in("denwa1").await;
        assert_eq!(agent.get(&path).await.code(), "reason_wanted");
        let seen = opened(&agent, contact).await.body;
        assert_eq!((&seen["label_ja"], &seen["masked"]), (&json!("自動認識・参考"), &json!(true)));
        assert_eq!(seen["coverage"], json!({"state": "waiting", "why": null}), "the call is not closed");
        let number = text_of(&seen["segments"][2]);
        assert!(number.starts_with("電話は") && number.ends_with("です") && !number.contains("255"), "{number}");
        let word = &seen["segments"][1]["words"][1];
        assert_eq!((&word["text"], &word["start_ms"]), (&json!("更新を"), &json!(2_400)));
        let full = opened(&house.logged_in("kantoku").await, contact).await.body;
        assert_eq!(text_of(&full["segments"][2]), "電話は046-255-1111です");
        assert_eq!(house.logged_in("denwa2").await.get(&path).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_correction_stands_beside_the_original_and_in_the_audit_log() {
    on_each(true, |house| async move {
        let (contact, ids) = renewal(&house, "denwa1", 0).await;
        let path = format!("/api/contacts/{contact}/transcript/{}", ids[1]);
        let text = json!({"text": "カードの交付をしたいのですが"});
        let agent = house.logged_in("denwa1").await;
        assert_eq!(agent.put(&path, text.clone()).await.code(), "reason_wanted");
        opened(&agent, contact).await;
        for refused in [json!({"text": " "}), json!({"text": "あ".repeat(1_001)})] {
            assert_eq!(agent.put(&path, refused).await.code(), "invalid");
        }
        let secret = agent.put(&path, json!({"text": "番号は983205673214です"})).await;
        assert_eq!(secret.code(), "secret_in_note");
        assert_eq!(agent.put(&path, text).await.status, StatusCode::NO_CONTENT);
        let seen = agent.get(&format!("/api/contacts/{contact}/transcript")).await.body;
        let corrected = &seen["segments"][1];
        assert_eq!(corrected["correction"]["text"], "カードの交付をしたいのですが");
        assert!(corrected["correction"]["by"]["name"].is_string() && corrected["correction"]["at"].is_string());
        assert_eq!(text_of(corrected), "カードの更新をしたいのですが", "the original stays");
        let audit = house.logged_in("sekinin").await.get("/api/audit?action=transcript.corrected").await.body;
        assert_eq!(audit["items"][0]["subject"], format!("contact:{contact}"));
        assert!(!audit.to_string().contains("交付をしたい"), "the log holds no words");
        let nobody = format!("/api/contacts/{contact}/transcript/{}", Uuid::nil());
        assert_eq!(agent.put(&nobody, json!({"text": "はい"})).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn the_citys_officers_read_masked_and_correct_nothing() {
    on_each(true, |house| async move {
        let (contact, ids) = renewal(&house, "denwa1", 3 * 24 * 3_600_000).await;
        let officer = house.logged_in("shi1").await;
        let seen = opened(&officer, contact).await.body;
        assert_eq!((&seen["masked"], &seen["may_correct"]), (&json!(true), &json!(false)));
        let path = format!("/api/contacts/{contact}/transcript/{}", ids[1]);
        assert_eq!(officer.put(&path, json!({"text": "はい"})).await.code(), "not_your_contact");
        let supervisor = house.logged_in("kantoku").await;
        opened(&supervisor, contact).await;
        assert_eq!(supervisor.put(&path, json!({"text": "はい"})).await.status, StatusCode::NO_CONTENT);
    })
    .await;
}

async fn found(browser: &Browser, query: &str) -> Value {
    browser.get(&format!("/api/transcripts/search?{query}")).await.body
}

#[tokio::test]
async fn words_are_found_newest_first_with_the_second_they_were_said() {
    on_each(true, |house| async move {
        let (old, _) = renewal(&house, "denwa1", 3 * 24 * 3_600_000).await;
        let (young, _) = renewal(&house, "denwa2", 0).await;
        let supervisor = house.logged_in("kantoku").await;
        let hits = found(&supervisor, "q=コウシン").await;
        assert_eq!(hits["items"], json!([]), "kana do not stand for kanji");
        let hits = found(&supervisor, "q=かーど").await;
        let items = hits["items"].as_array().unwrap();
        assert_eq!([&items[0]["contact"], &items[1]["contact"]], [&json!(young), &json!(old)]);
        let hits = found(&supervisor, "q=更新　電話").await;
        let items = hits["items"].as_array().unwrap();
        assert_eq!(items.len(), 6, "each place of a contact in which all words were said: {hits}");
        assert_eq!(items[1]["at_ms"], json!(2_400));
        assert_eq!(items[1]["snippet"], json!([{"text": "カードの", "hit": false}, {"text": "更新", "hit": true}, {"text": "をしたいのですが", "hit": false}]));
        assert_eq!((&items[1]["party"], &items[1]["corrected"]), (&json!("caller"), &json!(false)));
        assert_eq!((&hits["next_cursor"], &hits["searched"]), (&json!(null), &json!(2)));
        assert_eq!(found(&supervisor, "q=更新　返納").await["items"], json!([]), "every word must be said");
        assert_eq!(found(&supervisor, "q=更新&language=en").await["items"], json!([]));
        let own = found(&house.logged_in("denwa2").await, "q=更新").await;
        assert_eq!(own["items"].as_array().unwrap().len(), 1, "agents find their own contacts of the day");
        assert_eq!(found(&house.logged_in("denwa3").await, "q=更新").await["items"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn a_correction_is_found_and_says_so_and_an_erased_contact_is_not_found() {
    on_each(true, |house| async move {
        let (contact, ids) = renewal(&house, "denwa1", 0).await;
        let supervisor = house.logged_in("kantoku").await;
        assert_eq!(found(&supervisor, "q=交付").await["items"], json!([]));
        opened(&supervisor, contact).await;
        let path = format!("/api/contacts/{contact}/transcript/{}", ids[1]);
        supervisor.put(&path, json!({"text": "カードの交付をしたいのですが"})).await;
        let hits = found(&supervisor, "q=交付").await;
        assert_eq!((&hits["items"][0]["corrected"], &hits["items"][0]["at_ms"]), (&json!(true), &json!(2_400)));
        let original = found(&supervisor, "q=更新").await;
        assert_eq!(original["items"][0]["corrected"], json!(false), "what was recognised is found too");
        house.closed(contact).await;
        let manager = house.logged_in("sekinin").await;
        let erased = manager.post(&format!("/api/contacts/{contact}/erase"), json!({"reason": "本人の請求"})).await;
        assert_eq!(erased.status, StatusCode::NO_CONTENT);
        assert_eq!(found(&supervisor, "q=交付").await["items"], json!([]));
        assert!(transcripts::of_contact(&house.running.db, contact).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_may_not_be_read_is_not_found_and_a_secret_is_not_looked_for() {
    on_each(true, |house| async move {
        renewal(&house, "denwa1", 0).await;
        let officer = house.logged_in("shi1").await;
        assert_eq!(found(&officer, "q=255").await["items"], json!([]), "a hidden number cannot be probed");
        let supervisor = house.logged_in("kantoku").await;
        let seen = found(&supervisor, "q=046-255-1111").await;
        assert_eq!(seen["items"].as_array().unwrap().len(), 1);
        let refused = officer.get("/api/transcripts/search?q=983205673214").await;
        assert_eq!((refused.status, refused.code()), (StatusCode::UNPROCESSABLE_ENTITY, "secret_in_query"));
        assert_eq!(officer.get("/api/transcripts/search?q=の").await.code(), "invalid");
        let audit = house.logged_in("sekinin").await.get("/api/audit?action=transcript.").await.body;
        let text = audit.to_string();
        assert!(text.contains("transcript.search_refused") && text.contains("individual_number"), "{text}");
        assert!(!text.contains("983205673214") && !text.contains("046-255"), "{text}");
        assert!(text.contains("transcript.searched") && text.contains("\"query\":\"255\""), "{text}");
    })
    .await;
}

#[tokio::test]
async fn a_search_goes_on_where_its_page_ended() {
    on_each(true, |house| async move {
        for n in 0..23 {
            renewal(&house, "denwa1", n * 1_000).await;
        }
        let supervisor = house.logged_in("kantoku").await;
        let (mut contacts, mut cursor, mut pages) = (std::collections::BTreeSet::new(), String::new(), 0);
        loop {
            let page = found(&supervisor, &format!("q=更新{cursor}")).await;
            contacts.extend(page["items"].as_array().unwrap().iter().map(|item| item["contact"].to_string()));
            pages += 1;
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(contacts.len(), 23);
        assert!(pages <= 23, "{pages}");
    })
    .await;
}

/// How many contacts the search of many looks through; the figures of ADR 0023 are of 10,000.
const CONTACTS_VARIABLE: &str = "MADOGUCHI_SEARCH_CONTACTS";

/// Sentences of a usual call, 32 segments of about 40 letters.
const SENTENCES: [&str; 8] = [
    "マイナンバーカードの交付通知書が届いたのですが、受け取りに行けるのはいつになりますでしょうか。",
    "交付の予約はお電話でも承っております。ご希望の日にちと時間帯を教えていただけますでしょうか。",
    "平日は仕事があるので、土曜日に行けるとありがたいのですが、やっていますか。",
    "第二と第四の土曜日でしたら、午前八時三十分から午後五時十五分まで受け付けております。",
    "持ち物は、交付通知書と本人確認書類、それから通知カードをお持ちの方は通知カードです。",
    "運転免許証でも大丈夫ですか。それと暗証番号は当日に決めればよいのでしょうか。",
    "はい、運転免許証で結構です。暗証番号は当日に窓口の端末で設定していただきます。",
    "わかりました。それでは来月の第二土曜日の午前中でお願いできますか。",
];

async fn many(house: &House, agent: Uuid, contacts: i64) {
    for n in 0..contacts {
        let contact = house.answered_call(agent, CALLER, 60_000 + n * 1_000).await;
        let row = contacts::find(&house.running.db, contact).await.unwrap().unwrap();
        let key = contacts::key(&row, &house.ring()).unwrap();
        let tx = storage::begin(&house.running.db).await.unwrap();
        for place in 0..32_i64 {
            let text = SENTENCES[(place as usize + n as usize) % SENTENCES.len()];
            let words: Vec<TimedText> = text
                .chars()
                .collect::<Vec<_>>()
                .chunks(3)
                .enumerate()
                .map(|(at, word)| {
                    let start_ms = place * 5_000 + at as i64 * 300;
                    TimedText { text: word.iter().collect(), start_ms, end_ms: start_ms + 300, redacted: None }
                })
                .collect();
            let segment = SegmentToKeep {
                id: Uuid::new_v4(),
                contact,
                recording: Uuid::nil(),
                party: "caller".to_owned(),
                agent: None,
                start_ms: place * 5_000,
                end_ms: place * 5_000 + 4_000,
                language: Some("ja".to_owned()),
                confidence: 0.9,
                engine: "test".to_owned(),
                source: "live",
                words,
            };
            transcripts::keep(&tx, &key, &segment).await.unwrap();
        }
        storage::commit(tx).await.unwrap();
    }
}

/// Looks for a word through all pages; answers pages, contacts looked at and the longest page.
async fn through(browser: &Browser, word: &str) -> (usize, u64, std::time::Duration, std::time::Duration) {
    let (mut pages, mut searched, mut longest, begun) = (0, 0, std::time::Duration::ZERO, std::time::Instant::now());
    let mut cursor = String::new();
    loop {
        let page_begun = std::time::Instant::now();
        let page = found(browser, &format!("q={word}{cursor}")).await;
        longest = longest.max(page_begun.elapsed());
        pages += 1;
        searched += page["searched"].as_u64().unwrap();
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return (pages, searched, begun.elapsed(), longest),
        }
    }
}

#[tokio::test]
async fn a_search_of_many_contacts_looks_at_each_once_and_no_page_takes_long() {
    let contacts: i64 = std::env::var(CONTACTS_VARIABLE).ok().and_then(|text| text.parse().ok()).unwrap_or(40);
    let house = House::open(true, None).await;
    many(&house, house.account("denwa1").await, contacts).await;
    let supervisor = house.logged_in("kantoku").await;
    for round in ["first, texts are made", "second, texts are kept"] {
        let (pages, searched, whole, longest) = through(&supervisor, "返納届").await;
        assert_eq!(searched, contacts.unsigned_abs(), "every contact once");
        assert!(longest < std::time::Duration::from_secs(10), "{longest:?}");
        println!("search of {contacts} contacts, {round}: {whole:?} in {pages} pages, longest {longest:?}");
    }
}
