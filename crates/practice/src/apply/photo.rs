//! The photo: taken as JPEG of the right size and pixels, and shown again.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::applicant::{Applicant, DETAILS, PASSWORD, PHOTO};
use super::jpeg;
use crate::book::Practice;
use crate::posted::{Posted, SentFile};
use crate::sheet::{self, Fault, Line, Sheet, buttons, fault_of, summary};
use crate::tongue::Tongue;

/// Bytes of a photo: 20 KB to 7 MB.
const BYTES: std::ops::RangeInclusive<usize> = 20 * 1024..=7 * 1024 * 1024;
/// Pixels of each side.
const PIXELS: std::ops::RangeInclusive<u16> = 480..=6_000;

/// `GET /apply/photo`.
pub(super) async fn page(State(practice): State<Practice>, applicant: Applicant) -> Response {
    let there = applicant.begun(&practice).is_some_and(|(_, application)| application.photo.is_some());
    sheet::page(StatusCode::OK, shown(applicant.tongue, there, &[]))
}

/// `POST /apply/photo`.
pub(super) async fn taken(State(practice): State<Practice>, applicant: Applicant, posted: Posted) -> Response {
    practice.note(PHOTO, &posted);
    let file = posted.files.iter().find(|file| file.field == "photo");
    if let Some(says) = refusal(file, applicant.tongue) {
        let faults = [Fault { field: "photo", says }];
        return sheet::page(StatusCode::UNPROCESSABLE_ENTITY, shown(applicant.tongue, false, &faults));
    }
    let Some((key, _)) = applicant.begun(&practice) else { return sheet::see_other(DETAILS) };
    let bytes = file.map(|file| file.bytes.clone());
    practice.change(&key, |application| application.photo = bytes);
    sheet::see_other(PHOTO)
}

/// `GET /apply/photo/file`: the photo of this application, to its own page.
pub(super) async fn file(State(practice): State<Practice>, applicant: Applicant) -> Response {
    match applicant.begun(&practice).and_then(|(_, application)| application.photo) {
        Some(bytes) => ([(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "no-store")], bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn refusal(file: Option<&SentFile>, tongue: Tongue) -> Option<&'static str> {
    let Some(file) = file else { return Some(tongue.say("写真を選択してください", "Choose a photo")) };
    if !BYTES.contains(&file.bytes.len()) {
        return Some(tongue.say("写真は20KBから7MBまでです", "A photo has 20 KB to 7 MB"));
    }
    match jpeg::size(&file.bytes) {
        None => Some(tongue.say("JPEG形式の写真を選択してください", "Choose a JPEG")),
        Some((width, height)) if PIXELS.contains(&width) && PIXELS.contains(&height) => None,
        Some(_) => Some(tongue.say("写真の縦横は480から6000ピクセルです", "Each side has 480 to 6000 pixels")),
    }
}

fn shown(tongue: Tongue, there: bool, faults: &[Fault]) -> Markup {
    let say = |japanese, english| tongue.say(japanese, english);
    let title = say("顔写真を登録してください", "Add your photo");
    let line = Line {
        name: "photo",
        label: say("顔写真ファイル", "Photo"),
        hint: say(
            "JPEG、20KB〜7MB、縦横480〜6000ピクセル、無背景",
            "JPEG, 20 KB to 7 MB, 480 to 6000 pixels a side, plain background",
        ),
        kind: "file",
        autocomplete: "off",
        value: "",
        required: true,
        fault: fault_of(faults, "photo"),
    };
    let input = html! {
        input #photo name="photo" type="file" accept="image/jpeg,.jpg,.jpeg" required data-preview="preview"
            aria-describedby=[line.described()];
        img.photo-preview #preview hidden alt=(say("選択した写真", "The photo you chose"));
    };
    let body = html! {
        (summary(tongue, faults))
        @if there {
            div.notice {
                p { (say("写真を受け付けました。内容を確かめて次へ進んでください。", "The photo was taken. Look at it and go on.")) }
                img.photo-preview #kept src="/apply/photo/file" alt=(say("登録した顔写真", "Your photo"));
                a.button href=(PASSWORD) { (say("次へ進む", "Next")) }
            }
        }
        form method="post" action=(PHOTO) enctype="multipart/form-data" {
            (line.around(tongue, &input))
            (buttons(tongue, say("写真を登録する", "Send the photo")))
        }
    };
    Sheet { tongue, title, step: Some(2), scripts: &["form.js"] }.show(body)
}
