//! The password: an eye, a field that changes its type under the reader's hands, a meter that tells the length.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use super::applicant::{Applicant, PASSWORD, PIN};
use crate::book::Practice;
use crate::posted::Posted;
use crate::sheet::{self, Fault, Line, Sheet, buttons, fault_of, summary};
use crate::tongue::Tongue;

const LENGTH: std::ops::RangeInclusive<usize> = 8..=32;

/// How the eye works: by default it changes the field's type, `replace` puts another field in its place.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ways {
    eye: Option<String>,
}

/// `GET /apply/password`.
pub(super) async fn page(applicant: Applicant, ways: Result<Query<Ways>, QueryRejection>) -> Response {
    let way = ways.ok().and_then(|Query(ways)| ways.eye).filter(|way| way == "replace");
    sheet::page(StatusCode::OK, shown(applicant.tongue, way.as_deref().unwrap_or("type"), &[]))
}

/// `POST /apply/password`.
pub(super) async fn taken(State(practice): State<Practice>, applicant: Applicant, posted: Posted) -> Response {
    practice.note(PASSWORD, &posted);
    let faults = faults(&posted, applicant.tongue);
    if !faults.is_empty() {
        return sheet::page(StatusCode::UNPROCESSABLE_ENTITY, shown(applicant.tongue, "type", &faults));
    }
    let Some((key, _)) = applicant.begun(&practice) else { return sheet::see_other(super::applicant::DETAILS) };
    practice.change(&key, |application| {
        application.pages.insert(PASSWORD, posted);
    });
    sheet::see_other(PIN)
}

fn faults(posted: &Posted, tongue: Tongue) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut wrong = |bad: bool, field, says| {
        if bad {
            faults.push(Fault { field, says });
        }
    };
    let length = posted.value("password").chars().count();
    let short = tongue.say("パスワードは8文字以上32文字以内で入力してください", "A password has 8 to 32 characters");
    wrong(!LENGTH.contains(&length), "password", short);
    let differs = tongue.say("確認用のパスワードが一致しません", "The two passwords differ");
    wrong(posted.value("password") != posted.value("password_again"), "password_again", differs);
    let empty = tongue.say("秘密の質問の答えを入力してください", "Enter an answer");
    wrong(posted.value("answer").is_empty(), "answer", empty);
    faults
}

fn shown(tongue: Tongue, way: &str, faults: &[Fault]) -> Markup {
    let say = |japanese, english| tongue.say(japanese, english);
    let title = say("パスワードを登録してください", "Choose a password");
    let line = |name, label, kind, autocomplete| Line {
        name,
        label,
        hint: "",
        kind,
        autocomplete,
        value: "",
        required: true,
        fault: fault_of(faults, name),
    };
    let account = line("account", say("利用者ID", "Account name"), "text", "username");
    let hint = say("8文字以上32文字以内の半角英数字と記号", "8 to 32 letters, digits and signs");
    let password = Line { hint, ..line("password", say("パスワード", "Password"), "password", "new-password") };
    let again = line("password_again", say("パスワード（確認用）", "Password, once more"), "password", "new-password");
    let question = say("母親の旧姓など、ほかの人が知らない言葉", "Something nobody else knows");
    let answer = Line {
        hint: question,
        ..line("answer", say("秘密の質問の答え", "Answer to your question"), "text", "off")
    };
    let body = html! {
        (summary(tongue, faults))
        form method="post" action=(PASSWORD) {
            (account.show(tongue))
            (password.around(tongue, &html! { (with_eye(&password, tongue, way)) (meter(tongue)) }))
            (again.around(tongue, &with_eye(&again, tongue, way)))
            (answer.around(tongue, &swapped(&answer)))
            (buttons(tongue, say("登録して次へ", "Save and go on")))
        }
    };
    Sheet { tongue, title, step: Some(3), scripts: &["form.js", "secrets.js"] }.show(body)
}

/// How strong the password is, and how long: what a cover of solid paint hides, this tells beside it.
fn meter(tongue: Tongue) -> Markup {
    html! {
        p.meter {
            label for="strength" { (tongue.say("強度", "Strength")) } " "
            meter #strength min="0" max="4" value="0" data-measures="password" data-said="said"
                data-words=(tongue.say("#文字", "# characters")) {} " "
            output #said for="password" {}
        }
    }
}

/// A field with a button that shows what was typed.
pub(crate) fn with_eye(line: &Line<'_>, tongue: Tongue, way: &str) -> Markup {
    let label = format!("{}：{}", tongue.say("表示を切り替える", "Show"), line.label);
    html! {
        div.with-eye {
            input #(line.name) name=(line.name) type="password" autocomplete=(line.autocomplete) required
                aria-invalid=[line.fault.map(|_| "true")] aria-describedby=[line.described()];
            button.second type="button" data-eye=(line.name) data-way=(way) aria-pressed="false" aria-label=(label) {
                svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" {
                    path d="M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7z" {}
                    circle cx="12" cy="12" r="3" {}
                }
            }
        }
    }
}

/// A field that is text until it has the focus, and text again once it has lost it.
fn swapped(line: &Line<'_>) -> Markup {
    html! {
        input #(line.name) name=(line.name) type="text" autocomplete="off" required data-swap
            aria-invalid=[line.fault.map(|_| "true")] aria-describedby=[line.described()];
    }
}
