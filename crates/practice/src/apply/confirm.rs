//! The confirmation, which echoes everything that was entered, secrets too, and the receipt number.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use super::applicant::{Applicant, CONFIRM, DETAILS, DONE, PASSWORD, PHOTO, PIN};
use super::rules::GENDERS;
use crate::book::{Application, Practice};
use crate::posted::Posted;
use crate::sheet::{self, Sheet, buttons};
use crate::tongue::Tongue;

type Row = (&'static str, &'static str, &'static str, &'static str);

/// What is echoed: page, field, Japanese, English.
const ROWS: [Row; 14] = [
    (DETAILS, "family_name", "氏（漢字）", "Family name"),
    (DETAILS, "given_name", "名（漢字）", "Given name"),
    (DETAILS, "family_kana", "氏（カナ）", "Family name in katakana"),
    (DETAILS, "given_kana", "名（カナ）", "Given name in katakana"),
    (DETAILS, "birth", "生年月日", "Date of birth"),
    (DETAILS, "gender", "性別", "Gender"),
    (DETAILS, "postcode", "郵便番号", "Postcode"),
    (DETAILS, "prefecture", "都道府県", "Prefecture"),
    (DETAILS, "address", "住所", "Address"),
    (DETAILS, "telephone", "電話番号", "Telephone"),
    (DETAILS, "email", "メールアドレス", "E-mail"),
    (DETAILS, "wanted_on", "受け取り希望日", "Day of collection"),
    (PASSWORD, "account", "利用者ID", "Account name"),
    (PASSWORD, "answer", "秘密の質問の答え", "Answer to your question"),
];

/// `?show=1` is where 表示する leads.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ways {
    show: Option<String>,
}

/// `GET /apply/confirm`.
pub(super) async fn page(
    State(practice): State<Practice>,
    applicant: Applicant,
    ways: Result<Query<Ways>, QueryRejection>,
) -> Response {
    let Some((_, application)) = applicant.begun(&practice) else { return sheet::see_other(DETAILS) };
    let Query(ways) = ways.unwrap_or_default();
    let revealed = ways.show.as_deref() == Some("1");
    sheet::page(StatusCode::OK, shown(applicant.tongue, &application, revealed))
}

/// `POST /apply/confirm`: sends the application in.
pub(super) async fn taken(State(practice): State<Practice>, applicant: Applicant, posted: Posted) -> Response {
    practice.note(CONFIRM, &posted);
    let sent = applicant.begun(&practice).and_then(|(key, _)| practice.send_in(&key));
    sheet::see_other(if sent.is_some() { DONE } else { DETAILS })
}

/// `GET /apply/done`.
pub(super) async fn done(State(practice): State<Practice>, applicant: Applicant) -> Response {
    let receipt = applicant.begun(&practice).and_then(|(_, application)| application.receipt);
    let Some(number) = receipt else { return sheet::see_other(DETAILS) };
    let tongue = applicant.tongue;
    let title = tongue.say("申請を受け付けました", "Your application was received");
    let body = html! {
        p.receipt { (tongue.say("受付番号", "Receipt number")) " " strong #receipt { (number) } }
        p { (tongue.say("受付番号を控えてください。結果は郵送でお知らせします。", "Please note the number. The result comes by post.")) }
        div.buttons {
            a.button.second href="/apply/print" { (tongue.say("控えを印刷する", "Print a copy")) }
            a.button href="/" { (tongue.say("手続き一覧へ", "All procedures")) }
        }
    };
    let sheet = Sheet { tongue, title, step: None, scripts: &[] };
    sheet::page(StatusCode::OK, sheet.show(body))
}

fn shown(tongue: Tongue, application: &Application, revealed: bool) -> Markup {
    let say = |japanese, english| tongue.say(japanese, english);
    let title = say("入力内容を確認してください", "Check what you entered");
    let password = application.value(PASSWORD, "password");
    let body = html! {
        table {
            caption.skip { (title) }
            tbody {
                @for (path, field, japanese, english) in ROWS {
                    tr { th scope="row" { (say(japanese, english)) } td { (echo(tongue, application, path, field)) } }
                }
                tr {
                    th scope="row" { (say("パスワード", "Password")) }
                    td {
                        @if revealed { span #password-echo { (password) } }
                        @else { "●●●●●●●● " a href="?show=1" { (say("表示する", "Show")) } }
                    }
                }
                tr { th scope="row" { (say("暗証番号", "PIN")) } td #pin-echo { (application.value(PIN, "pin")) } }
                tr {
                    th scope="row" { (say("顔写真", "Photo")) }
                    td {
                        @if application.photo.is_some() {
                            img.photo-preview src="/apply/photo/file" alt=(say("提出する顔写真", "The photo you send"));
                        } @else { a href=(PHOTO) { (say("未登録", "None yet")) } }
                    }
                }
            }
        }
        form method="post" action=(CONFIRM) { (buttons(tongue, say("この内容で申請する", "Send the application"))) }
    };
    Sheet { tongue, title, step: Some(5), scripts: &["form.js"] }.show(body)
}

fn echo(tongue: Tongue, application: &Application, path: &str, field: &str) -> String {
    let gender = |code: &str| GENDERS.iter().find(|(known, _, _)| *known == code);
    match field {
        "birth" => application.pages.get(path).map(birthday).unwrap_or_default(),
        "gender" => gender(application.value(path, field))
            .map_or_else(String::new, |(_, japanese, english)| tongue.say(*japanese, *english).to_owned()),
        other => application.value(path, other).to_owned(),
    }
}

fn birthday(details: &Posted) -> String {
    let [year, month, day] = ["birth_year", "birth_month", "birth_day"].map(|field| details.value(field));
    let era = year.parse().map(super::calendar::era_year).unwrap_or_default();
    format!("{era}（{year}年）{month}月{day}日")
}
