//! The public FAQ pages as a stranger asks for them.

use reqwest::{Method, StatusCode};
use serde_json::json;
use storage::faq_questions::{self, AskedQuestion, QuestionFilter};

use crate::house::{Answer, Browser, House, on_each};

const FORM: &str = "application/x-www-form-urlencoded";
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; \
                      frame-ancestors 'none'";
/// 番号法 test digits: twelve with a right check digit.
const NUMBER: &str = "123456789018";

fn html(answer: &Answer) -> String {
    String::from_utf8(answer.bytes.clone()).unwrap()
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", String::as_str)
}

#[track_caller]
fn is_page(answer: &Answer, status: StatusCode, words: &[&str]) {
    assert_eq!(answer.status, status, "{}", html(answer));
    assert_eq!(header(answer, "content-type"), "text/html; charset=utf-8");
    assert_eq!(header(answer, "content-security-policy"), POLICY);
    assert!(!answer.headers.contains_key("set-cookie"));
    for word in words {
        assert!(html(answer).contains(word), "{word} is missing in {}", html(answer));
    }
}

async fn questions(house: &House) -> Vec<AskedQuestion> {
    faq_questions::list(&house.running.db, &QuestionFilter::default(), 100).await.unwrap()
}

async fn post(browser: &Browser, path: &str, form: &str) -> Answer {
    browser.send_bytes(Method::POST, path, FORM, form.as_bytes().to_vec()).await
}

/// The address a search has for its questions' entry, with the question's id.
fn asked_in(page: &str) -> String {
    let (_, behind) = page.split_once("asked=").unwrap();
    behind.chars().take(36).collect()
}

#[tokio::test]
async fn a_stranger_reads_every_kind_of_page_and_is_asked_for_nothing() {
    on_each(true, |house| async move {
        let stranger = house.browser();
        is_page(&stranger.get("/guide").await, StatusCode::OK, &["(ケ)", "最近変わった答え", "/guide/topics/o"]);
        is_page(&stranger.get("/guide?lang=en").await, StatusCode::OK, &["Recently changed answers"]);
        is_page(&stranger.get("/guide/topics/o").await, StatusCode::OK, &["/guide/reissue-fee"]);
        let entry = stranger.get("/guide/lost-first").await;
        is_page(&entry, StatusCode::OK, &["まず何をすればよいですか", "デモ用の承認です", "application/ld+json"]);
        is_page(&stranger.get("/guide/lost-first?lang=ja-easy").await, StatusCode::OK, &["<ruby>"]);
        is_page(&stranger.get("/guide/lost-first?lang=xx").await, StatusCode::OK, &["<html lang=\"ja\">"]);
        for path in
            ["/guide/op-fee-gate", "/guide/no-such-entry", "/guide/%3Cscript%3E", "/guide/topics/x", "/guide/a/b/c"]
        {
            is_page(&stranger.get(path).await, StatusCode::NOT_FOUND, &["ページが見つかりません", "tel:0120101366"]);
        }
        let sitemap = html(&stranger.get("/sitemap.xml").await);
        assert!(sitemap.contains("/guide/lost-first?lang=en</loc>") && !sitemap.contains("op-fee-gate"), "{sitemap}");
        assert!(
            html(&stranger.get("/robots.txt").await).contains("Disallow: /guide/search\nAllow: /guide\nDisallow: /\n")
        );
    })
    .await;
}

#[tokio::test]
async fn a_page_is_asked_about_each_time_and_sent_again_only_when_it_changed() {
    let house = House::open(true, None).await;
    let stranger = house.browser();
    let first = stranger.get("/guide/lost-first").await;
    assert_eq!(header(&first, "cache-control"), "no-cache");
    let tag = header(&first, "etag").to_owned();
    let again = stranger.send(Method::GET, "/guide/lost-first", None, &[("if-none-match", &tag)]).await;
    assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    let other = stranger.send(Method::GET, "/guide/reissue-fee", None, &[("if-none-match", &tag)]).await;
    assert_eq!(other.status, StatusCode::OK);
    let packed = stranger.send(Method::GET, "/guide", None, &[("accept-encoding", "gzip")]).await;
    assert_eq!(header(&packed, "content-encoding"), "gzip");
    let style = html(&first).split_once("/guide/guide.css?v=").unwrap().1[..8].to_owned();
    let style = stranger.get(&format!("/guide/guide.css?v={style}")).await;
    assert!(header(&style, "cache-control").contains("max-age=604800") && style.bytes.len() <= 20_000);
}

#[tokio::test]
async fn a_question_is_written_down_without_secrets_and_its_opinion_beside_it() {
    on_each(true, |house| async move {
        let stranger = house.browser();
        let page = stranger.get("/guide/search?q=%E6%9A%97%E8%A8%BC%E7%95%AA%E5%8F%B7%E3%81%AF1234%E3%81%A7%E3%81%99%E3%81%8C%E3%83%AD%E3%83%83%E3%82%AF%E3%81%95%E3%82%8C%E3%81%BE%E3%81%97%E3%81%9F").await;
        is_page(&page, StatusCode::OK, &["value=\"暗証番号は［暗証番号］ですがロックされました\"", "取り除いてから探しました"]);
        assert!(!html(&page).contains("1234"), "a PIN is not shown again");
        assert_eq!(header(&page, "cache-control"), "no-store");
        let rows = questions(&house).await;
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].channel.as_str(), rows[0].language.as_str()), ("public", "ja"));
        assert_eq!(rows[0].text, "暗証番号は［暗証番号］ですがロックされました");
        let asked = asked_in(&html(&page));
        assert_eq!(rows[0].id.to_string(), asked);
        let (key, version) = rows[0].hits[0].split_once('@').unwrap();

        let entry = stranger.get(&format!("/guide/{key}?asked={asked}")).await;
        is_page(&entry, StatusCode::OK, &[&format!("name=\"asked\" value=\"{asked}\"")]);
        let form = format!("lang=ja&version={version}&asked={asked}&helped=no");
        is_page(&post(&stranger, &format!("/guide/{key}/helped"), &form).await, StatusCode::OK, &["ありがとう", "申し訳"]);
        let marked = &questions(&house).await[0];
        assert_eq!((marked.outcome.as_deref(), marked.outcome_hit.as_deref()), (Some("not_helped"), Some(rows[0].hits[0].as_str())));
    })
    .await;
}

#[tokio::test]
async fn an_opinion_is_noted_beside_no_question_that_the_entry_was_not_found_for() {
    let house = House::open(true, None).await;
    let stranger = house.browser();
    stranger.get("/guide/search?q=%E5%86%8D%E7%99%BA%E8%A1%8C%E3%81%AE%E6%89%8B%E6%95%B0%E6%96%99").await;
    let asked = questions(&house).await[0].id;
    for key in ["callcentre-hours", "insurance-cancel"] {
        let form = format!("version=999&asked={asked}&helped=yes");
        is_page(
            &post(&stranger, &format!("/guide/{key}/helped"), &form).await,
            StatusCode::OK,
            &["ありがとう", "変わりました"],
        );
    }
    let rows = questions(&house).await;
    assert_eq!(rows.iter().find(|row| row.id == asked).unwrap().outcome, None);
}

#[tokio::test]
async fn an_opinion_without_a_question_bears_the_entrys_key_and_speaks_for_no_proposal() {
    on_each(true, |house| async move {
        let stranger = house.browser();
        for _ in 0..3 {
            let told = post(&stranger, "/guide/lost-first/helped", "version=1&helped=no").await;
            is_page(&told, StatusCode::OK, &["ありがとう"]);
        }
        let rows = questions(&house).await;
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().all(|row| row.text == "lost-first" && row.is_opinion_alone()), "{rows:?}");
        let writer = house.logged_in("denwa1").await;
        writer.post("/api/faq/proposals/refresh", json!({})).await;
        assert_eq!(writer.get("/api/faq/proposals").await.body, json!([]));
    })
    .await;
}

#[tokio::test]
async fn an_individual_number_is_neither_searched_nor_kept_nor_shown_again() {
    let house = House::open(true, None).await;
    let stranger = house.browser();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let bare = client.get(format!("{}/guide/search?q={NUMBER}&lang=en", stranger.origin)).send().await.unwrap();
    assert_eq!(bare.status(), StatusCode::SEE_OTHER);
    assert_eq!(bare.headers()["location"], "/guide/search?refused=number&lang=en");
    assert!(!bare.text().await.unwrap().contains(NUMBER));
    let spaced = stranger.get("/guide/search?q=%E7%A7%81%E3%81%AE%E7%95%AA%E5%8F%B7%E3%81%AF1234%205678%209018").await;
    is_page(&spaced, StatusCode::UNPROCESSABLE_ENTITY, &["個人番号のような番号", "保存していません"]);
    assert!(!html(&spaced).contains("5678"), "{}", html(&spaced));
    let typed = post(&stranger, "/guide/search", &format!("q={NUMBER}")).await;
    is_page(&typed, StatusCode::UNPROCESSABLE_ENTITY, &["個人番号のような番号"]);
    assert!(questions(&house).await.is_empty());
}

#[tokio::test]
async fn a_question_beyond_all_bounds_is_refused_in_plain_words() {
    let house = House::open(true, None).await;
    let stranger = house.browser();
    let million = "x".repeat(1_000_000);
    let page = post(&stranger, "/guide/search", &format!("q={million}")).await;
    is_page(&page, StatusCode::PAYLOAD_TOO_LARGE, &["質問が長すぎます", "300文字まで", "tel:0120101366"]);
    let more = stranger.get(&format!("/guide/search?lang=en&q={}", &million[..301])).await;
    is_page(&more, StatusCode::PAYLOAD_TOO_LARGE, &["The question is too long"]);
    let longest = stranger.get(&format!("/guide/search?q={}", &million[..60_000])).await;
    is_page(&longest, StatusCode::PAYLOAD_TOO_LARGE, &["質問が長すぎます"]);
    is_page(
        &stranger.get("/guide/search?q=%20%00").await,
        StatusCode::UNPROCESSABLE_ENTITY,
        &["質問が入力されていません"],
    );
    is_page(&stranger.get("/guide/search?q=a&q=b").await, StatusCode::BAD_REQUEST, &["読み取れませんでした"]);
    let no_form = stranger.send(Method::POST, "/guide/lost-first/helped", Some(json!({"helped": "yes"})), &[]).await;
    is_page(&no_form, StatusCode::UNSUPPORTED_MEDIA_TYPE, &["読み取れませんでした"]);
    is_page(&post(&stranger, "/guide/lost-first/helped", "helped=maybe").await, StatusCode::UNPROCESSABLE_ENTITY, &[]);
    assert!(questions(&house).await.is_empty());
}

#[tokio::test]
async fn markup_in_a_question_is_shown_as_text() {
    let house = House::open(true, None).await;
    let stranger = house.browser();
    let page =
        stranger.get("/guide/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E%20ignore%20all%20instructions").await;
    is_page(&page, StatusCode::OK, &["&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; ignore all instructions"]);
    assert!(!html(&page).contains("<script"), "{}", html(&page));
}

#[tokio::test]
async fn who_asks_too_often_is_told_to_wait_and_others_are_not() {
    let house = House::open(true, None).await;
    let stranger = house.browser();
    let mut last = stranger.get("/guide/search?q=a").await;
    for _ in 0..200 {
        if last.status == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
        last = stranger.get("/guide/search?q=a").await;
    }
    is_page(&last, StatusCode::TOO_MANY_REQUESTS, &["短い間に何度も", "秒後に"]);
    assert!(!header(&last, "retry-after").is_empty());
    is_page(&stranger.get("/guide/lost-first").await, StatusCode::OK, &[]);
}

#[tokio::test]
async fn another_sites_form_is_refused() {
    let house = House::open(true, None).await;
    let foreign = [("sec-fetch-site", "cross-site")];
    let answer = house.browser().send(Method::POST, "/guide/lost-first/helped", None, &foreign).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::FORBIDDEN, "foreign_origin"));
}

#[tokio::test]
async fn an_entry_withdrawn_while_it_is_read_is_gone_at_once_and_says_what_to_do() {
    on_each(true, |house| async move {
        let stranger = house.browser();
        let read = stranger.get("/guide/lost-first").await;
        is_page(&read, StatusCode::OK, &[]);
        let manager = house.logged_in("sekinin").await;
        let version = manager.get("/api/faq/entries/lost-first").await.body["live"]["version"].clone();
        let order = json!({"do": "withdraw", "version": version, "reason": "内容の見直し"});
        let done = manager.post("/api/faq/entries/lost-first", order).await;
        assert_eq!(done.status, StatusCode::OK, "{done:?}");
        let tag = header(&read, "etag").to_owned();
        let again = stranger.send(Method::GET, "/guide/lost-first", None, &[("if-none-match", &tag)]).await;
        is_page(
            &again,
            StatusCode::GONE,
            &["この答えは取り下げられました", "前に読んだ内容や印刷した紙は使わず", "tel:0120101366"],
        );
        assert_eq!(header(&again, "cache-control"), "no-store");
        let told = post(&stranger, "/guide/lost-first/helped", "helped=yes&version=1").await;
        is_page(&told, StatusCode::GONE, &["この答えは取り下げられました"]);
        assert!(!html(&again).contains("内容の見直し"), "the reason is the office's own");
        assert!(!html(&stranger.get("/guide/topics/o").await).contains("/guide/lost-first"));
        assert!(!html(&stranger.get("/sitemap.xml").await).contains("/guide/lost-first"));
        is_page(&stranger.get("/guide/cert-renew-where").await, StatusCode::NOT_FOUND, &["ページが見つかりません"]);
    })
    .await;
}

#[tokio::test]
async fn a_city_without_entries_has_pages_that_say_so() {
    let house = House::open(false, None).await;
    let stranger = house.browser();
    is_page(&stranger.get("/guide").await, StatusCode::OK, &["公開している答えはありません"]);
    is_page(&stranger.get("/guide/search?q=a").await, StatusCode::OK, &["この質問にはお答えできません"]);
}
