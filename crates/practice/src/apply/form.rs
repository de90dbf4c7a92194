//! The form of details.

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use maud::{Markup, html};

use super::applicant::{Applicant, DETAILS, PHOTO, cookie_line};
use super::calendar::{FIRST_YEAR, LAST_YEAR, era_year};
use super::rules;
use crate::book::Practice;
use crate::posted::Posted;
use crate::sheet::{self, Fault, Line, Sheet, buttons, fault_of, mark, summary};
use crate::tongue::Tongue;

const PREFECTURES: [&str; 6] = ["神奈川県", "東京都", "埼玉県", "千葉県", "静岡県", "その他"];

/// `GET /apply`.
pub(super) async fn page(State(practice): State<Practice>, applicant: Applicant) -> Response {
    let filled = applicant.begun(&practice).and_then(|(_, mut application)| application.pages.remove(DETAILS));
    sheet::page(StatusCode::OK, shown(applicant.tongue, &filled.unwrap_or_default(), &[]))
}

/// `POST /apply`.
pub(super) async fn taken(State(practice): State<Practice>, applicant: Applicant, posted: Posted) -> Response {
    practice.note(DETAILS, &posted);
    let faults = rules::faults(&posted, applicant.tongue);
    if !faults.is_empty() {
        return sheet::page(StatusCode::UNPROCESSABLE_ENTITY, shown(applicant.tongue, &posted, &faults));
    }
    let key = applicant.begun(&practice).map_or_else(|| practice.begin(), |(key, _)| key);
    practice.change(&key, |application| {
        application.pages.insert(DETAILS, posted);
    });
    let mut response = sheet::see_other(PHOTO);
    if let Ok(line) = HeaderValue::from_str(&cookie_line(&key)) {
        response.headers_mut().insert(SET_COOKIE, line);
    }
    response
}

fn shown(tongue: Tongue, filled: &Posted, faults: &[Fault]) -> Markup {
    let title = tongue.say("申請者の情報を入力してください", "Enter your details");
    let form = Form { tongue, filled, faults };
    let body = html! {
        (summary(tongue, faults))
        form method="post" action=(DETAILS) enctype="multipart/form-data" {
            (form.names())
            (form.birthday())
            (form.gender())
            (form.home())
            (form.reach())
            (form.wishes())
            (buttons(tongue, tongue.say("次へ進む", "Next")))
        }
    };
    Sheet { tongue, title, step: Some(1), scripts: &["form.js"] }.show(body)
}

struct Form<'a> {
    tongue: Tongue,
    filled: &'a Posted,
    faults: &'a [Fault],
}

impl Form<'_> {
    fn line<'l>(&'l self, name: &'l str, label: (&'l str, &'l str), kind: &'l str, autocomplete: &'l str) -> Line<'l> {
        Line {
            name,
            label: self.tongue.say(label.0, label.1),
            hint: "",
            kind,
            autocomplete,
            value: self.filled.value(name),
            required: true,
            fault: fault_of(self.faults, name),
        }
    }

    fn names(&self) -> Markup {
        let shown = |line: Line<'_>| line.show(self.tongue);
        html! {
            h2 { (self.tongue.say("お名前", "Name")) }
            (shown(self.line("family_name", ("氏（漢字）", "Family name"), "text", "family-name")))
            (shown(self.line("given_name", ("名（漢字）", "Given name"), "text", "given-name")))
            (shown(self.line("family_kana", ("氏（カナ）", "Family name in katakana"), "text", "off")))
            (shown(self.line("given_kana", ("名（カナ）", "Given name in katakana"), "text", "off")))
        }
    }

    fn birthday(&self) -> Markup {
        let say = |japanese, english| self.tongue.say(japanese, english);
        let named = |year| self.tongue.say(format!("{year}年（{}）", era_year(year)), year.to_string());
        let years = (FIRST_YEAR..=LAST_YEAR).rev().map(|year| (year, named(year)));
        let months = (1..=12).map(|month| (month, self.tongue.say(format!("{month}月"), month.to_string())));
        let days = (1..=31).map(|day| (day, self.tongue.say(format!("{day}日"), day.to_string())));
        let fault = fault_of(self.faults, "birth_year");
        html! {
            fieldset.faulty[fault.is_some()] {
                legend { (say("生年月日", "Date of birth")) (mark(self.tongue, true)) }
                @if let Some(fault) = fault { p.fault #birth_year-fault { (fault) } }
                div.inline {
                    (self.numbers("birth_year", say("年", "Year"), years, "bday-year"))
                    (self.numbers("birth_month", say("月", "Month"), months, "bday-month"))
                    (self.numbers("birth_day", say("日", "Day"), days, "bday-day"))
                }
            }
        }
    }

    fn numbers(
        &self,
        name: &str,
        label: &str,
        choices: impl Iterator<Item = (u16, String)>,
        autocomplete: &str,
    ) -> Markup {
        let chosen = self.filled.value(name).parse::<u16>().ok();
        html! {
            div.part {
                label for=(name) { (label) }
                select #(name) name=(name) required autocomplete=(autocomplete) {
                    option value="" { (self.tongue.say("選択", "Choose")) }
                    @for (value, text) in choices {
                        option value=(value) selected[chosen == Some(value)] { (text) }
                    }
                }
            }
        }
    }

    fn gender(&self) -> Markup {
        let chosen = self.filled.value("gender");
        let line = self.line("gender", ("性別", "Gender"), "", "sex");
        let select = html! {
            select #gender name="gender" required autocomplete="sex" aria-describedby=[line.described()] {
                option value="" { (self.tongue.say("選択してください", "Please choose")) }
                @for (code, japanese, english) in rules::GENDERS {
                    option value=(code) selected[chosen == code] { (self.tongue.say(japanese, english)) }
                }
            }
        };
        line.around(self.tongue, &select)
    }

    fn home(&self) -> Markup {
        let chosen = self.filled.value("prefecture");
        let hint = self.tongue.say("ハイフンは省略できます。例：2520000", "With or without a hyphen, such as 2520000");
        let prefecture = self.line("prefecture", ("都道府県", "Prefecture"), "", "address-level1");
        let select = html! {
            select #prefecture name="prefecture" required autocomplete="address-level1"
                aria-describedby=[prefecture.described()] {
                option value="" { (self.tongue.say("選択してください", "Please choose")) }
                @for name in PREFECTURES { option selected[chosen == name] { (name) } }
            }
        };
        let rest = self.line("address", ("市区町村・番地・建物名", "City, street, building"), "text", "street-address");
        html! {
            h2 { (self.tongue.say("住所", "Address")) }
            (Line { hint, ..self.line("postcode", ("郵便番号", "Postcode"), "text", "postal-code") }.show(self.tongue))
            (prefecture.around(self.tongue, &select))
            (rest.show(self.tongue))
        }
    }

    fn reach(&self) -> Markup {
        let again = ("メールアドレス（確認用）", "E-mail, once more");
        html! {
            h2 { (self.tongue.say("連絡先", "How to reach you")) }
            (self.line("telephone", ("電話番号", "Telephone"), "tel", "tel").show(self.tongue))
            (self.line("email", ("メールアドレス", "E-mail"), "email", "email").show(self.tongue))
            (self.line("email_again", again, "email", "off").show(self.tongue))
        }
    }

    fn wishes(&self) -> Markup {
        let say = |japanese, english| self.tongue.say(japanese, english);
        let day = self.line("wanted_on", ("受け取り希望日", "Day you wish to collect it"), "date", "off");
        let input = html! {
            input #wanted_on name="wanted_on" type="date" value=(day.value) required data-wareki="wanted_era"
                aria-invalid=[day.fault.map(|_| "true")] aria-describedby=[day.described()];
            " " output #wanted_era for="wanted_on" {}
        };
        let label = say("本人確認書類の画像", "Picture of an identity document");
        let hint = say("PDF、JPEG、PNG（2MBまで）", "PDF, JPEG or PNG, up to 2 MB");
        let paper = Line { label, hint, required: false, ..self.line("document", ("", ""), "", "off") };
        let file = html! {
            input #document name="document" type="file" accept=".pdf,.jpg,.jpeg,.png" aria-describedby="document-hint";
        };
        html! {
            h2 { (say("受け取りと書類", "Collection and papers")) }
            (day.around(self.tongue, &input))
            (paper.around(self.tongue, &file))
            div.check {
                @if let Some(fault) = fault_of(self.faults, "consent") { p.fault { (fault) } }
                input #consent name="consent" type="checkbox" value="yes" required
                    checked[self.filled.value("consent") == "yes"];
                label for="consent" { (say("注意事項を読み、同意します", "I have read the terms and agree")) }
            }
        }
    }
}
