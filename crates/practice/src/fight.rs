//! Pages that mean harm: each does on opening what a hostile or broken site may do to the browser that shows it.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use maud::{Markup, html};

use crate::apply::Applicant;
use crate::book::Practice;
use crate::posted::{Posted, body_limit};
use crate::sheet::{self, Line, Sheet};
use crate::tongue::Tongue;

/// Name in the address, what it does.
const FIGHTS: [(&str, &str, &str); 12] = [
    ("dialogs", "終わらないダイアログ", "Dialogs without end"),
    ("fullscreen", "全画面表示", "Full screen"),
    ("windows", "500個のウィンドウ", "500 windows"),
    ("dom", "巨大な文書", "A huge document"),
    ("memory", "メモリーの浪費", "Memory without end"),
    ("hang", "応答しない画面", "A page that hangs"),
    ("worker", "常駐する処理", "A service worker"),
    ("links", "特殊なアドレス", "chrome:, file: and data: links"),
    ("connect", "内部への接続", "Connections to private addresses"),
    ("swap", "入れ替わる入力欄", "Fields that change places under focus"),
    ("focus", "逃げるフォーカス", "A focus that runs away"),
    ("cover", "重なる入力欄", "A field laid over another"),
];

/// Where redirects lead: addresses no page of a site has business with.
const TARGETS: [(&str, &str); 8] = [
    ("metadata", "http://169.254.169.254/latest/meta-data/"),
    ("private", "http://10.0.0.1/"),
    ("loopback", "http://127.0.0.1:22/"),
    ("loopback6", "http://[::1]:9/"),
    ("mapped", "http://[::ffff:127.0.0.1]:9/"),
    ("decimal", "http://2130706433:9/"),
    ("file", "file:///etc/passwd"),
    ("chrome", "chrome://version/"),
];

const WORKER: &str = include_str!("assets/worker.js");

/// The pages of the main origin.
pub(crate) fn routes() -> Router<Practice> {
    Router::new()
        .route("/fight", get(list))
        .route("/fight/{name}", get(page).post(taken))
        .route("/fight/redirect/{target}", get(redirect))
        .route("/fight/worker.js", get(worker))
        .layer(body_limit())
}

/// What the other origin does: it sends a frame to where it must not go.
pub(crate) fn framed_routes() -> Router<Practice> {
    Router::new().route("/fight/redirect/{target}", get(redirect))
}

/// `GET /fight`.
async fn list(applicant: Applicant) -> Response {
    let tongue = applicant.tongue;
    let body = html! {
        div.notice { p { (tongue.say("開くとブラウザーの動作が重くなることがあります。", "These may slow your browser down or stop it.")) } }
        ul {
            @for (name, japanese, english) in FIGHTS {
                li { a href={ "/fight/" (name) } { (tongue.say(japanese, english)) } }
            }
            @for (name, address) in TARGETS {
                li { a href={ "/fight/redirect/" (name) } { (tongue.say("転送", "Redirect to")) " " (address) } }
            }
        }
    };
    let title = tongue.say("行儀の悪い画面", "Pages that mean harm");
    sheet::page(StatusCode::OK, Sheet { tongue, title, step: None, scripts: &[] }.show(body))
}

/// `GET /fight/{name}`.
async fn page(State(practice): State<Practice>, applicant: Applicant, Path(name): Path<String>) -> Response {
    let Some((name, japanese, english)) = FIGHTS.iter().find(|(known, _, _)| *known == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tongue = applicant.tongue;
    let body = html! {
        div #fight data-fight=(name) { (parts(&practice, tongue, name)) }
        p { a href="/fight" { (tongue.say("一覧へ", "All of them")) } }
    };
    let scripts = &["fight.js"];
    sheet::page(
        StatusCode::OK,
        Sheet { tongue, title: tongue.say(*japanese, *english), step: None, scripts }.show(body),
    )
}

/// What a page has besides its script.
fn parts(practice: &Practice, tongue: Tongue, name: &str) -> Markup {
    match name {
        "links" => links(practice),
        "swap" | "focus" | "cover" => fields(tongue, name),
        "fullscreen" => html! { button type="button" { (tongue.say("続ける", "Go on")) } },
        _ => html! { p { (tongue.say("処理を始めました。", "It has begun.")) } },
    }
}

fn links(practice: &Practice) -> Markup {
    let addresses = [
        "chrome://settings/",
        "chrome://downloads/",
        "file:///etc/passwd",
        "file:///proc/self/environ",
        "data:text/html,<h1>data</h1><input type=password>",
        "javascript:document.write('<input type=password>')",
        "view-source:file:///etc/passwd",
        "devtools://devtools/bundled/inspector.html",
        "filesystem:http://127.0.0.1/temporary/a",
        "intent://example#Intent;end",
        "mailto:somebody@example.jp",
    ];
    html! {
        ul { @for address in addresses { li { a href=(address) { (address) } } } }
        @for (name, _) in TARGETS {
            iframe title=(name) width="120" height="60" src={ (practice.origins().other()) "/fight/redirect/" (name) } {}
        }
    }
}

fn fields(tongue: Tongue, name: &str) -> Markup {
    let line = |name, label, kind| {
        Line { name, label, hint: "", kind, autocomplete: "off", value: "", required: false, fault: None }.show(tongue)
    };
    html! {
        form method="post" action={ "/fight/" (name) } {
            (line("plain", tongue.say("備考", "Note"), "text"))
            (line("secret", tongue.say("パスワード", "Password"), "password"))
            button type="submit" { (tongue.say("送信する", "Send")) }
        }
    }
}

/// `POST /fight/{name}`.
async fn taken(State(practice): State<Practice>, Path(_): Path<String>, posted: Posted) -> Response {
    practice.note("/fight/{name}", &posted);
    sheet::see_other("/fight")
}

/// `GET /fight/redirect/{target}`.
async fn redirect(Path(target): Path<String>) -> Response {
    match TARGETS.iter().find(|(name, _)| *name == target) {
        Some((_, address)) => (StatusCode::FOUND, [(LOCATION, *address)]).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `GET /fight/worker.js`: under `/fight/`, so that it may rule all pages there.
async fn worker() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], WORKER).into_response()
}
