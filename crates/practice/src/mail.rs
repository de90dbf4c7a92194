//! An application that begins with the paper form's ID and goes on by a link in the applicant's mail.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use crate::apply::{Applicant, cookie_line, is_email};
use crate::book::Practice;
use crate::outbox::Letter;
use crate::posted::{Posted, body_limit};
use crate::sheet::{self, Fault, Line, Sheet, buttons, fault_of, summary};
use crate::tongue::Tongue;

const REGISTER: &str = "/mail";
/// Digits of 申請書ID.
const FORM_ID_DIGITS: usize = 23;

/// The pages that lead to the letter and back from it.
pub(crate) fn routes() -> Router<Practice> {
    Router::new()
        .route(REGISTER, get(page).post(taken))
        .route("/mail/sent", get(sent))
        .route("/mail/{token}", get(opened))
        .layer(body_limit())
}

/// `GET /mail`.
async fn page(applicant: Applicant) -> Response {
    sheet::page(StatusCode::OK, shown(applicant.tongue, &Posted::default(), &[]))
}

/// `POST /mail`.
async fn taken(State(practice): State<Practice>, applicant: Applicant, posted: Posted) -> Response {
    practice.note(REGISTER, &posted);
    let tongue = applicant.tongue;
    let mut faults = faults(&posted, tongue);
    if faults.is_empty() {
        let key = practice.begin();
        let letter = letter(&practice, tongue, posted.value("email"), posted.value("name"), &key);
        practice.change(&key, |application| {
            application.pages.insert(REGISTER, posted.clone());
        });
        if practice.outbox().send(letter).is_ok() {
            return sheet::see_other("/mail/sent");
        }
        let says = tongue
            .say("メールを送れませんでした。時間をおいてお試しください", "The mail could not be sent. Try again later");
        faults.push(Fault { field: "email", says });
    }
    sheet::page(StatusCode::UNPROCESSABLE_ENTITY, shown(tongue, &posted, &faults))
}

/// `GET /mail/sent`.
async fn sent(applicant: Applicant) -> Response {
    let tongue = applicant.tongue;
    let title = tongue.say("メールを送信しました", "The mail is on its way");
    let body = html! {
        p { (tongue.say("届いたメールのリンクを開き、顔写真の登録へ進んでください。", "Open the link in the mail and go on with your photo.")) }
        p { (tongue.say("メールが届かないときは、アドレスを確認してもう一度お試しください。", "If nothing comes, check the address and try again.")) }
        div.buttons { a.button.second href=(REGISTER) { (tongue.say("戻る", "Back")) } }
    };
    sheet::page(StatusCode::OK, Sheet { tongue, title, step: None, scripts: &[] }.show(body))
}

/// `GET /mail/{token}`: opens the application for whoever has the link.
async fn opened(State(practice): State<Practice>, applicant: Applicant, Path(token): Path<String>) -> Response {
    let tongue = applicant.tongue;
    if practice.application(&token).is_none() {
        let title = tongue.say("このリンクは使えません", "This link does not work");
        let body = html! {
            p { (tongue.say("期限が切れたか、アドレスが正しくありません。", "It has expired, or it was not copied whole.")) }
            div.buttons { a.button href=(REGISTER) { (tongue.say("もう一度申し込む", "Begin again")) } }
        };
        let gone = Sheet { tongue, title, step: None, scripts: &[] }.show(body);
        return sheet::page(StatusCode::NOT_FOUND, gone);
    }
    let mut response = sheet::see_other("/apply");
    if let Ok(line) = HeaderValue::from_str(&cookie_line(&token)) {
        response.headers_mut().insert(SET_COOKIE, line);
    }
    response
}

fn faults(posted: &Posted, tongue: Tongue) -> Vec<Fault> {
    let id = posted.value("form_id");
    let digits = id.chars().count() == FORM_ID_DIGITS && id.chars().all(|c| c.is_ascii_digit());
    let rules = [
        (digits, "form_id", ("申請書IDは23桁の数字で入力してください", "The ID has 23 digits")),
        (!posted.value("name").is_empty(), "name", ("お名前を入力してください", "Enter your name")),
        (
            is_email(posted.value("email")),
            "email",
            ("メールアドレスを正しく入力してください", "Enter an e-mail address"),
        ),
    ];
    let wrong = rules.into_iter().filter(|(good, _, _)| !good);
    wrong.map(|(_, field, (japanese, english))| Fault { field, says: tongue.say(japanese, english) }).collect()
}

fn letter(practice: &Practice, tongue: Tongue, to: &str, name: &str, key: &str) -> Letter {
    let link = format!("{}/mail/{key}", practice.origins().main());
    // A name that was typed as several lines would read as more than a name.
    let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
    let (subject, text) = tongue.say(
        (
            "【練習市】オンライン申請のご案内",
            format!(
                "{name} 様\n\n練習市 電子申請サービスです。\n次のリンクを開き、申請を続けてください。\n\n{link}\n\n\
                 このメールに心当たりがない場合は、破棄してください。\n"
            ),
        ),
        (
            "[Renshu City] Your online application",
            format!("Dear {name},\n\nopen this link to go on with your application.\n\n{link}\n\nRenshu City\n"),
        ),
    );
    Letter { to: to.to_owned(), subject: subject.to_owned(), text }
}

fn shown(tongue: Tongue, filled: &Posted, faults: &[Fault]) -> Markup {
    let say = |japanese, english| tongue.say(japanese, english);
    let line = |name, label, hint, kind, autocomplete| {
        let (value, fault) = (filled.value(name), fault_of(faults, name));
        Line { name, label, hint, kind, autocomplete, value, required: true, fault }.show(tongue)
    };
    let body = html! {
        (summary(tongue, faults))
        form method="post" action=(REGISTER) {
            (line("form_id", say("申請書ID", "ID of the form"), say("交付申請書に印刷された半角数字23桁", "23 digits printed on the form"), "text", "off"))
            (line("name", say("申請者の氏名", "Name"), "", "text", "name"))
            (line("email", say("メールアドレス", "E-mail"), say("申請用のリンクをお送りします。", "The link is sent there."), "email", "email"))
            (buttons(tongue, say("メールを受け取る", "Send me the link")))
        }
    };
    let title = say("メールアドレスを登録してください", "Register your e-mail address");
    Sheet { tongue, title, step: None, scripts: &["form.js"] }.show(body)
}
