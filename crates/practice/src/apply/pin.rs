//! The PIN: a pad of buttons and dots, no field to type into.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;

use super::applicant::{Applicant, CONFIRM, PIN};
use crate::book::Practice;
use crate::posted::Posted;
use crate::sheet::{self, Fault, Sheet, buttons, summary};
use crate::tongue::Tongue;

/// Digits of a PIN.
const PIN_DIGITS: usize = 4;
/// The order of the keys where it is not scrambled.
const PLAIN_ORDER: [u8; 10] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0];

/// `?scramble=1` mixes the keys, `?flash=1` shows each digit for a moment.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ways {
    scramble: Option<String>,
    flash: Option<String>,
}

/// `GET /apply/pin`.
pub(super) async fn page(
    State(practice): State<Practice>,
    applicant: Applicant,
    ways: Result<Query<Ways>, QueryRejection>,
) -> Response {
    let Query(ways) = ways.unwrap_or_default();
    let mut order = PLAIN_ORDER;
    if ways.scramble.as_deref() == Some("1") {
        scramble(&mut order, || practice.draw());
    }
    let flashes = ways.flash.as_deref() == Some("1");
    sheet::page(StatusCode::OK, shown(applicant.tongue, &order, flashes, &[]))
}

/// `POST /apply/pin`.
pub(super) async fn taken(State(practice): State<Practice>, applicant: Applicant, posted: Posted) -> Response {
    practice.note(PIN, &posted);
    let pin = posted.value("pin");
    if pin.len() != PIN_DIGITS || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        let says = applicant.tongue.say("暗証番号は4桁で入力してください", "A PIN has 4 digits");
        let faults = [Fault { field: "pad", says }];
        return sheet::page(StatusCode::UNPROCESSABLE_ENTITY, shown(applicant.tongue, &PLAIN_ORDER, false, &faults));
    }
    let Some((key, _)) = applicant.begun(&practice) else { return sheet::see_other(super::applicant::DETAILS) };
    practice.change(&key, |application| {
        application.pages.insert(PIN, posted);
    });
    sheet::see_other(CONFIRM)
}

/// Mixes the keys (Fisher and Yates).
fn scramble(order: &mut [u8; 10], mut draw: impl FnMut() -> u64) {
    for last in (1..order.len()).rev() {
        let among = u64::try_from(last).unwrap_or(u64::MAX).saturating_add(1);
        let chosen = usize::try_from(draw() % among).unwrap_or(last);
        order.swap(last, chosen);
    }
}

fn shown(tongue: Tongue, order: &[u8; 10], flashes: bool, faults: &[Fault]) -> Markup {
    let say = |japanese, english| tongue.say(japanese, english);
    let title = say("暗証番号を登録してください", "Choose a PIN");
    let [keys @ .., last] = order;
    let body = html! {
        (summary(tongue, faults))
        p { (say("署名用とは別の、4桁の数字です。生年月日など推測されやすい番号は避けてください。", "Four digits. Not your birthday.")) }
        form method="post" action=(PIN) {
            input #pin type="hidden" name="pin" value="";
            output.pin-dots #dots for="pin" aria-label=(say("入力した桁", "Digits entered")) {}
            div.pin-pad #pad tabindex="-1" role="group" aria-label=(say("暗証番号のボタン", "PIN pad"))
                data-pin="pin" data-dots="dots" data-flash=(u8::from(flashes)) {
                @for key in keys { button type="button" data-key=(key) { (key) } }
                button.word type="button" data-key="clear" { (say("全消去", "Clear")) }
                button type="button" data-key=(last) { (last) }
                button.word type="button" data-key="rub" { (say("1字消す", "Delete")) }
            }
            (buttons(tongue, say("登録して次へ", "Save and go on")))
        }
    };
    Sheet { tongue, title, step: Some(4), scripts: &["form.js", "secrets.js"] }.show(body)
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scrambled_pad_has_every_digit_once() {
        let mut order = PLAIN_ORDER;
        let mut drawn = 7_u64;
        scramble(&mut order, || {
            drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            drawn >> 33
        });
        assert_ne!(order, PLAIN_ORDER);
        order.sort_unstable();
        assert_eq!(order, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
}
