//! Pages with one difficulty each: a foreign frame, a closed component, an inner scroller, a window, paper, dialogs.

use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;

use crate::apply::{Applicant, with_eye};
use crate::book::Practice;
use crate::posted::{Posted, body_limit};
use crate::sheet::{self, Line, Sheet, buttons};
use crate::tongue::Tongue;

const FRAME: &str = "/apply/frame";
const SHADOW: &str = "/apply/shadow";
const SCROLL: &str = "/apply/scroll";
const POPUP: &str = "/apply/popup";
const POPUP_FORM: &str = "/apply/popup/form";
const PRINT: &str = "/apply/print";
const DOWNLOAD: &str = "/apply/download";
const DOWNLOAD_FILE: &str = "/apply/download/file";
const DIALOG: &str = "/apply/dialog";
const SIGN_IN: &str = "/framed/sign-in";

/// Paragraphs that stand before the field in the inner scroller.
const TERMS: usize = 12;

/// The pages of the main origin.
pub(crate) fn routes() -> Router<Practice> {
    Router::new()
        .route(FRAME, get(frame))
        .route(SHADOW, get(shadow).post(shadow_taken))
        .route(SCROLL, get(scroll).post(scroll_taken))
        .route(POPUP, get(popup))
        .route(POPUP_FORM, get(popup_form).post(popup_taken))
        .route(PRINT, get(print))
        .route(DOWNLOAD, get(download))
        .route(DOWNLOAD_FILE, get(download_file))
        .route(DIALOG, get(dialog).post(dialog_taken))
        .layer(body_limit())
}

/// The page in the frame, which the other origin serves.
pub(crate) fn framed_routes() -> Router<Practice> {
    Router::new().route(SIGN_IN, get(sign_in).post(signed_in)).layer(body_limit())
}

/// `GET /apply/frame`.
async fn frame(State(practice): State<Practice>, applicant: Applicant) -> Response {
    let tongue = applicant.tongue;
    let address = format!("{}{SIGN_IN}?lang={}", practice.origins().other(), tongue.code());
    let body = html! {
        p { (tongue.say("認証サービス（別のサイト）のパスワードを入力してください。", "Enter the password of the sign-in service, which is another site.")) }
        iframe.framed src=(address) title=(tongue.say("認証サービス", "Sign-in service")) {}
        div.buttons { a.button.second href="/" { (tongue.say("手続き一覧へ", "All procedures")) } }
    };
    ordinary(tongue, tongue.say("別サイトの本人認証", "Sign-in from another site"), &[], body)
}

/// `GET /framed/sign-in` at the other origin.
async fn sign_in(State(practice): State<Practice>, applicant: Applicant) -> Response {
    let tongue = applicant.tongue;
    let account = bare("account", tongue.say("利用者ID", "Account name"), "text", "username");
    let password = bare("password", tongue.say("パスワード", "Password"), "password", "current-password");
    let body = html! {
        form method="post" action=(SIGN_IN) {
            (account.show(tongue))
            (eyed(&password, tongue))
            div.buttons { button type="submit" { (tongue.say("認証する", "Sign in")) } }
        }
    };
    framed(&practice, tongue, body)
}

/// `POST /framed/sign-in` at the other origin.
async fn signed_in(State(practice): State<Practice>, applicant: Applicant, posted: Posted) -> Response {
    practice.note(SIGN_IN, &posted);
    let says = applicant.tongue.say("本人認証が完了しました。", "You are signed in.");
    framed(&practice, applicant.tongue, html! { p role="status" { (says) } })
}

fn framed(practice: &Practice, tongue: Tongue, body: Markup) -> Response {
    let title = tongue.say("認証サービス", "Sign-in service");
    let page = html! {
        (DOCTYPE)
        html lang=(tongue.code()) {
            head {
                meta charset="utf-8";
                title { (title) }
                link rel="stylesheet" href="/assets/practice.css";
                script defer src="/assets/secrets.js" {}
            }
            body.inner { main { h1 { (title) } (body) } }
        }
    };
    let mut response = sheet::page(StatusCode::OK, page);
    let policy = format!("default-src 'self'; frame-ancestors {}; base-uri 'none'", practice.origins().main());
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, value);
    }
    response
}

/// `GET /apply/shadow`.
async fn shadow(applicant: Applicant) -> Response {
    let tongue = applicant.tongue;
    let body = html! {
        p { (tongue.say("署名用電子証明書の暗証番号（4桁）を入力してください。", "Enter your PIN of four digits.")) }
        form method="post" action=(SHADOW) {
            city-pin data-name="pin" data-label=(tongue.say("暗証番号", "PIN")) data-eye=(tongue.say("表示", "Show")) {}
            (buttons(tongue, tongue.say("送信する", "Send")))
        }
    };
    ordinary(tongue, tongue.say("暗証番号（部品）", "PIN in a component"), &["form.js", "shadow.js"], body)
}

/// `POST /apply/shadow`.
async fn shadow_taken(State(practice): State<Practice>, applicant: Applicant, posted: Posted) -> Response {
    practice.note(SHADOW, &posted);
    accepted(applicant.tongue)
}

/// `?zoom=1` enlarges the form by CSS, `?still=1` leaves out the movement.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Ways {
    zoom: Option<String>,
    still: Option<String>,
}

/// `GET /apply/scroll`.
async fn scroll(applicant: Applicant, ways: Result<Query<Ways>, QueryRejection>) -> Response {
    let tongue = applicant.tongue;
    let Query(ways) = ways.unwrap_or_default();
    let (zoomed, moves) = (ways.zoom.as_deref() == Some("1"), ways.still.as_deref() != Some("1"));
    let terms = tongue.say(
        "申請にあたっては、本人または代理人が、記載した内容に誤りがないことを確認してください。内容に誤りがあった場合は、受け付けた後でも手続きをやり直していただくことがあります。",
        "Make sure that everything is right. If it is not, you may have to apply again even after your application was received.",
    );
    let pin = bare("pin", tongue.say("暗証番号", "PIN"), "password", "off");
    let password = bare("password", tongue.say("パスワード", "Password"), "password", "current-password");
    let body = html! {
        p { a href="?zoom=1" { (tongue.say("拡大して表示", "Larger")) } " / " a href="?" { (tongue.say("標準の大きさ", "Normal size")) } }
        form.zoomed[zoomed] method="post" action=(SCROLL) {
            div.scroller tabindex="0" role="region" aria-label=(tongue.say("注意事項と入力欄", "Terms and form")) {
                div.sticky {
                    div.moving[moves] { (eyed(&pin, tongue)) }
                }
                @for number in 1..=TERMS { p { (number) ". " (terms) } }
                (eyed(&password, tongue))
                p { (terms) }
            }
            (buttons(tongue, tongue.say("送信する", "Send")))
        }
    };
    ordinary(tongue, tongue.say("スクロールする入力欄", "Scrolling form"), &["form.js", "secrets.js"], body)
}

/// `POST /apply/scroll`.
async fn scroll_taken(State(practice): State<Practice>, applicant: Applicant, posted: Posted) -> Response {
    practice.note(SCROLL, &posted);
    accepted(applicant.tongue)
}

/// `GET /apply/popup`.
async fn popup(applicant: Applicant) -> Response {
    let tongue = applicant.tongue;
    let body = html! {
        p { (tongue.say("別の画面が開きます。入力を終えると、この画面に結果が表示されます。", "Another window opens. The result appears here.")) }
        div.buttons { button type="button" data-opens=(POPUP_FORM) { (tongue.say("確認画面を開く", "Open the window")) } }
        p { output #popup-result data-words=(tongue.say("確認が済みました。照会番号：#", "Checked. Reference: #")) {} }
    };
    ordinary(tongue, tongue.say("別ウィンドウでの確認", "Pop-up window"), &["pages.js"], body)
}

/// `GET /apply/popup/form`.
async fn popup_form(applicant: Applicant) -> Response {
    let tongue = applicant.tongue;
    let body = html! {
        form method="post" action=(POPUP_FORM) {
            (bare("name", tongue.say("お名前", "Name"), "text", "name").show(tongue))
            (bare("password", tongue.say("照会用パスワード", "Password"), "password", "current-password").show(tongue))
            div.buttons { button type="submit" { (tongue.say("確認する", "Check")) } }
        }
    };
    ordinary(tongue, tongue.say("登録内容の確認", "Check your registration"), &[], body)
}

/// `POST /apply/popup/form`: tells the page that opened the window, and closes it.
async fn popup_taken(State(practice): State<Practice>, applicant: Applicant, posted: Posted) -> Response {
    practice.note(POPUP_FORM, &posted);
    let tongue = applicant.tongue;
    let reference = format!("S{:06}", practice.draw() % 1_000_000);
    let body = html! {
        p { (tongue.say("元の画面に戻ります。", "Back to the page before.")) }
        p { (tongue.say("照会番号", "Reference")) " " strong data-tells-opener { (reference) } }
    };
    ordinary(tongue, tongue.say("確認が済みました", "Checked"), &["pages.js"], body)
}

/// `GET /apply/print`; with `?auto=1` it prints by itself.
async fn print(State(practice): State<Practice>, applicant: Applicant) -> Response {
    let tongue = applicant.tongue;
    let body = html! {
        (copy(&practice, &applicant))
        div.buttons {
            button.second type="button" data-prints { (tongue.say("印刷する", "Print")) }
            a.button href="/" { (tongue.say("手続き一覧へ", "All procedures")) }
        }
    };
    ordinary(tongue, tongue.say("申請書の控え", "Copy of your application"), &["pages.js"], body)
}

fn copy(practice: &Practice, applicant: &Applicant) -> Markup {
    let tongue = applicant.tongue;
    let (name, receipt) = summary_of(practice, applicant);
    html! {
        table {
            tbody {
                tr { th scope="row" { (tongue.say("申請者", "Applicant")) } td { (name) } }
                tr { th scope="row" { (tongue.say("受付番号", "Receipt number")) } td { (receipt) } }
                tr { th scope="row" { (tongue.say("手続き", "Procedure")) } td { (tongue.say("マイナンバーカードの交付申請", "My Number card")) } }
            }
        }
    }
}

fn summary_of(practice: &Practice, applicant: &Applicant) -> (String, String) {
    let none = || applicant.tongue.say("（未入力）", "(none)").to_owned();
    let Some((_, application)) = applicant.begun(practice) else { return (none(), none()) };
    let details = crate::apply::DETAILS;
    let name = format!("{} {}", application.value(details, "family_name"), application.value(details, "given_name"));
    (name, application.receipt.unwrap_or_else(none))
}

/// `GET /apply/download`.
async fn download(applicant: Applicant) -> Response {
    let tongue = applicant.tongue;
    let body = html! {
        p { (tongue.say("申請内容の控えをファイルで保存できます。", "You can save a copy as a file.")) }
        div.buttons {
            a.button href=(DOWNLOAD_FILE) { (tongue.say("控えをダウンロード", "Download the copy")) }
            button.second type="button" data-saves=(tongue.say("申請の控え", "Copy of your application")) {
                (tongue.say("画面から保存", "Save from the page"))
            }
        }
    };
    ordinary(tongue, tongue.say("控えのダウンロード", "Download"), &["pages.js"], body)
}

/// `GET /apply/download/file`.
async fn download_file(State(practice): State<Practice>, applicant: Applicant) -> Response {
    let (name, receipt) = summary_of(&practice, &applicant);
    let text = format!("練習市 電子申請サービス\r\n申請書の控え\r\n申請者: {name}\r\n受付番号: {receipt}\r\n");
    // 控え.txt, for browsers that read RFC 8187, and a plain name for others.
    let disposition = "attachment; filename=\"copy.txt\"; filename*=UTF-8''%E6%8E%A7%E3%81%88.txt";
    ([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CONTENT_DISPOSITION, disposition)], text).into_response()
}

/// `GET /apply/dialog`.
async fn dialog(applicant: Applicant) -> Response {
    let tongue = applicant.tongue;
    let say = |japanese, english| tongue.say(japanese, english);
    let body = html! {
        div.inline {
            button.second type="button" data-dialog="alert"
                data-words=(say("受付時間は平日の8時30分から17時15分までです。", "Open on weekdays from 8:30 to 17:15.")) { (say("お知らせ", "Notice")) }
            button.second type="button" data-dialog="confirm"
                data-words=(say("入力した内容を消去しますか？", "Clear what you entered?")) { (say("消去する", "Clear")) }
            button.second type="button" data-dialog="prompt"
                data-words=(say("照会番号を入力してください", "Enter your reference")) { (say("照会番号を入力", "Enter a reference")) }
        }
        p { (say("結果", "Result")) "：" output #dialog-result {} }
        form method="post" action=(DIALOG) data-guards-leaving {
            (bare("note", say("連絡事項", "Note"), "text", "off").show(tongue))
            div.buttons { button type="submit" { (say("送信する", "Send")) } }
        }
        p { a href="/" { (say("送信せずに戻る", "Leave without sending")) } }
    };
    ordinary(tongue, say("確認メッセージ", "Dialogs"), &["pages.js"], body)
}

/// `POST /apply/dialog`.
async fn dialog_taken(State(practice): State<Practice>, applicant: Applicant, posted: Posted) -> Response {
    practice.note(DIALOG, &posted);
    accepted(applicant.tongue)
}

fn accepted(tongue: Tongue) -> Response {
    let body = html! {
        p role="status" { (tongue.say("入力内容を受け付けました。", "What you entered was received.")) }
        div.buttons { a.button href="/" { (tongue.say("手続き一覧へ", "All procedures")) } }
    };
    ordinary(tongue, tongue.say("受け付けました", "Received"), &[], body)
}

fn ordinary(tongue: Tongue, title: &str, scripts: &[&str], body: Markup) -> Response {
    sheet::page(StatusCode::OK, Sheet { tongue, title, step: None, scripts }.show(body))
}

fn eyed(line: &Line<'_>, tongue: Tongue) -> Markup {
    line.around(tongue, &with_eye(line, tongue, "type"))
}

fn bare<'a>(name: &'a str, label: &'a str, kind: &'a str, autocomplete: &'a str) -> Line<'a> {
    Line { name, label, hint: "", kind, autocomplete, value: "", required: true, fault: None }
}
