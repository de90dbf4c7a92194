//! Pages that do something with a secret beside its field: fill it in anew, copy it, read it along, move it.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use maud::html;

use crate::apply::{Applicant, with_eye};
use crate::book::Practice;
use crate::posted::{Posted, body_limit};
use crate::sheet::{self, Line, Sheet};

/// Name in the address, what it does.
const WAYS: [(&str, &str, &str); 4] = [
    ("autofill", "自動入力", "Filled in anew"),
    ("paste", "コピーと貼り付け", "Copied and pasted"),
    ("ime", "よみがなの自動入力", "Read along"),
    ("shake", "動く入力欄", "A field that moves"),
];

/// The pages of the main origin.
pub(crate) fn routes() -> Router<Practice> {
    Router::new().route("/apply/mirror/{way}", get(page).post(taken)).layer(body_limit())
}

/// `GET /apply/mirror/{way}`.
async fn page(applicant: Applicant, Path(way): Path<String>) -> Response {
    let Some((way, japanese, english)) = WAYS.iter().find(|(known, _, _)| *known == way) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tongue = applicant.tongue;
    let say = |japanese, english| tongue.say(japanese, english);
    let line = |name, label, kind| Line {
        name,
        label,
        hint: "",
        kind,
        autocomplete: "off",
        value: "",
        required: false,
        fault: None,
    };
    let password = line("password", say("パスワード", "Password"), "password");
    let body = html! {
        form #mirror method="post" action={ "/apply/mirror/" (way) } data-way=(way) {
            (password.around(tongue, &with_eye(&password, tongue, "type")))
            (line("kept", say("控え", "Note"), "text").show(tongue))
            p { output #said data-words=(say("コピーしました：#", "Copied: #")) {} }
            div.buttons {
                button.second #does type="button" { (say("実行", "Do it")) }
                button type="submit" { (say("送信する", "Send")) }
            }
        }
    };
    let sheet =
        Sheet { tongue, title: tongue.say(*japanese, *english), step: None, scripts: &["secrets.js", "mirror.js"] };
    sheet::page(StatusCode::OK, sheet.show(body))
}

/// `POST /apply/mirror/{way}`.
async fn taken(State(practice): State<Practice>, Path(way): Path<String>, posted: Posted) -> Response {
    practice.note("/apply/mirror/{way}", &posted);
    match WAYS.iter().find(|(known, _, _)| *known == way) {
        Some((way, _, _)) => sheet::see_other(&format!("/apply/mirror/{way}")),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
