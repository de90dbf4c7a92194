//! The sheet every page is written on: heading, steps, footer, and the parts of a form.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use maud::{DOCTYPE, Markup, html};

use crate::tongue::Tongue;

/// The steps of the application, in order: Japanese, English.
const STEPS: [(&str, &str); 5] = [
    ("申請者の情報", "Your details"),
    ("顔写真", "Photo"),
    ("パスワード", "Password"),
    ("暗証番号", "PIN"),
    ("確認・送信", "Confirm"),
];

/// What stands around the body of a page.
pub(crate) struct Sheet<'a> {
    pub(crate) tongue: Tongue,
    pub(crate) title: &'a str,
    /// Which step of the application this is, from 1.
    pub(crate) step: Option<usize>,
    /// Names of scripts under `/assets/`.
    pub(crate) scripts: &'a [&'a str],
}

impl Sheet<'_> {
    /// The whole page.
    pub(crate) fn show(&self, body: Markup) -> Markup {
        let say = |japanese, english| self.tongue.say(japanese, english);
        html! {
            (DOCTYPE)
            html lang=(self.tongue.code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) " | " (say("練習市 電子申請サービス", "Renshu City online applications")) }
                    link rel="icon" href="/assets/emblem.svg" type="image/svg+xml";
                    link rel="stylesheet" href="/assets/practice.css";
                    @for script in self.scripts { script defer src={ "/assets/" (script) } {} }
                }
                body {
                    a.skip href="#main" { (say("本文へ移動", "Skip to content")) }
                    (heading(self.tongue))
                    main #main {
                        @if let Some(step) = self.step { (steps(self.tongue, step)) }
                        h1 { (self.title) }
                        (body)
                    }
                    footer {
                        p { (say("これは練習用のサイトです。実在の市とは関係ありません。", "A site for practice. It belongs to no real city.")) }
                        p lang="en" { "© Renshu City (made up)" }
                    }
                }
            }
        }
    }
}

fn heading(tongue: Tongue) -> Markup {
    let (code, other) = tongue.say(("en", "English"), ("ja", "日本語"));
    html! {
        header {
            div.heading {
                a.city href="/" {
                    img src="/assets/emblem.svg" alt="" width="44" height="44";
                    span.name { (tongue.say("練習市 電子申請サービス", "Renshu City online applications")) }
                }
                nav aria-label=(tongue.say("言語とお問い合わせ", "Language and help")) {
                    a href={ "?lang=" (code) } lang=(code) hreflang=(code) { (other) }
                    a href="/#help" { (tongue.say("お問い合わせ", "Help")) }
                }
            }
        }
    }
}

fn steps(tongue: Tongue, current: usize) -> Markup {
    html! {
        ol.steps aria-label=(tongue.say("申請の流れ", "Steps of the application")) {
            @for (number, (japanese, english)) in (1..).zip(STEPS) {
                li.done[number < current] aria-current=[(number == current).then_some("step")] {
                    span.number { (number) } (tongue.say(japanese, english))
                }
            }
        }
    }
}

/// A page as an answer.
pub(crate) fn page(status: StatusCode, page: Markup) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.into_string()).into_response()
}

/// Sends the browser on after a form.
pub(crate) fn see_other(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}

/// Something wrong with a field, in the reader's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The field's name, which is its id too.
    pub(crate) field: &'static str,
    pub(crate) says: &'static str,
}

/// What is wrong with a field, if anything.
pub(crate) fn fault_of(faults: &[Fault], field: &str) -> Option<&'static str> {
    faults.iter().find(|fault| fault.field == field).map(|fault| fault.says)
}

/// All faults above the form, each leading to its field.
pub(crate) fn summary(tongue: Tongue, faults: &[Fault]) -> Markup {
    html! {
        @if !faults.is_empty() {
            div.summary role="alert" {
                h2 { (tongue.say("入力内容をご確認ください", "Please check what you entered")) }
                ul { @for fault in faults { li { a href={ "#" (fault.field) } { (fault.says) } } } }
            }
        }
    }
}

/// One field of a form with its label, its hint and what is wrong with it.
pub(crate) struct Line<'a> {
    pub(crate) name: &'a str,
    pub(crate) label: &'a str,
    pub(crate) hint: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) autocomplete: &'a str,
    pub(crate) value: &'a str,
    pub(crate) required: bool,
    pub(crate) fault: Option<&'static str>,
}

impl Line<'_> {
    /// The field with an `<input>` of its kind.
    pub(crate) fn show(&self, tongue: Tongue) -> Markup {
        let input = html! {
            input #(self.name) name=(self.name) type=(self.kind) value=(self.value) autocomplete=(self.autocomplete)
                required[self.required] aria-invalid=[self.fault.map(|_| "true")] aria-describedby=[self.described()];
        };
        self.around(tongue, &input)
    }

    /// The field with a control of its own, which must bear the field's name as its id.
    pub(crate) fn around(&self, tongue: Tongue, control: &Markup) -> Markup {
        html! {
            div.field.faulty[self.fault.is_some()] {
                label for=(self.name) { (self.label) (mark(tongue, self.required)) }
                @if !self.hint.is_empty() { p.hint #{ (self.name) "-hint" } { (self.hint) } }
                @if let Some(fault) = self.fault { p.fault #{ (self.name) "-fault" } { (fault) } }
                (control)
            }
        }
    }

    /// Ids of what describes the field.
    pub(crate) fn described(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let fault = self.fault.map(|_| format!("{}-fault", self.name));
        match (hint, fault) {
            (None, None) => None,
            (Some(one), None) | (None, Some(one)) => Some(one),
            (Some(hint), Some(fault)) => Some(format!("{hint} {fault}")),
        }
    }
}

/// The mark of a field that must, or need not, be filled in.
pub(crate) fn mark(tongue: Tongue, required: bool) -> Markup {
    html! {
        @if required { span.mark.must { (tongue.say("必須", "required")) } }
        @else { span.mark { (tongue.say("任意", "optional")) } }
    }
}

/// The buttons under a form: the way on, and the way back by the browser's history.
pub(crate) fn buttons(tongue: Tongue, onward: &str) -> Markup {
    html! {
        div.buttons {
            button.second type="button" data-back { (tongue.say("戻る", "Back")) }
            button type="submit" { (onward) }
        }
    }
}
