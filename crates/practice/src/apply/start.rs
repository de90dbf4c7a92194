//! The first page: what can be applied for, and the pages with one difficulty each.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::applicant::Applicant;
use crate::book::Practice;
use crate::sheet::{self, Sheet};
use crate::tongue::Tongue;

type Card = (&'static str, (&'static str, &'static str), (&'static str, &'static str));

const PROCEDURES: [Card; 3] = [
    (
        "/apply",
        ("マイナンバーカードの交付申請", "Apply for a My Number card"),
        ("申請者情報、顔写真、暗証番号を登録します。", "Details, photo and PIN."),
    ),
    (
        "/mail",
        ("申請書IDによるオンライン申請", "Apply with the ID of the paper form"),
        (
            "23桁の申請書IDを入力すると、申請用のリンクをメールで送ります。",
            "Enter 23 digits; the link comes by e-mail.",
        ),
    ),
    ("/reserve", ("来庁予約", "Book a visit"), ("受け取りの日時を予約します。", "Choose a day and a time.")),
];

const EXERCISES: [Card; 11] = [
    (
        "/apply/password",
        ("パスワードの登録", "Password"),
        ("表示切替、確認入力、強度表示", "Eye, confirmation, strength"),
    ),
    (
        "/apply/pin?scramble=1&flash=1",
        ("暗証番号（並べ替え）", "PIN pad, scrambled"),
        ("数字の並びが変わり、押した数字が一瞬見えます。", "Scrambled; each digit flashes."),
    ),
    (
        "/apply/frame",
        ("別サイトの本人認証", "Sign-in from another site"),
        ("枠の中は別のサイトです。", "A frame from elsewhere."),
    ),
    (
        "/apply/shadow",
        ("暗証番号（部品）", "PIN in a component"),
        ("閉じた部品の中の入力欄です。", "Inside a closed shadow root."),
    ),
    (
        "/apply/scroll",
        ("スクロールする入力欄", "Scrolling form"),
        ("枠内スクロール、固定表示、拡大", "Inner scroller, sticky, zoom"),
    ),
    (
        "/apply/mirror/autofill",
        ("自動入力", "Filled in anew"),
        ("次に開いたときに自動で入力されます。", "It is filled in on the next visit."),
    ),
    (
        "/apply/mirror/shake",
        ("動く入力欄", "A field that moves"),
        ("入力欄が横に動きます。", "It shakes, and shows what was typed."),
    ),
    (
        "/apply/popup",
        ("別ウィンドウでの確認", "Pop-up window"),
        ("別の画面で入力して戻ります。", "A form in a window of its own."),
    ),
    ("/apply/print", ("申請内容の印刷", "Print"), ("控えを印刷します。", "Prints a copy.")),
    ("/apply/download", ("控えのダウンロード", "Download"), ("控えのファイルを保存します。", "Saves a copy.")),
    (
        "/apply/dialog",
        ("確認メッセージ", "Dialogs"),
        ("お知らせ、確認、入力、離脱の警告", "Alert, confirm, prompt, leaving"),
    ),
];

/// `GET /`.
pub(super) async fn page(State(_): State<Practice>, applicant: Applicant) -> Response {
    let tongue = applicant.tongue;
    let title = tongue.say("手続き一覧", "Procedures");
    let body = html! {
        div.notice { p { (tongue.say("手続きを選んでください。入力した内容は保存されません。", "Choose a procedure. Nothing you enter is kept.")) } }
        h2 { (tongue.say("申請と予約", "Applications and bookings")) }
        (cards(tongue, &PROCEDURES))
        h2 { (tongue.say("画面ごとの練習", "One page at a time")) }
        (cards(tongue, &EXERCISES))
        h2 #help { (tongue.say("お問い合わせ", "Help")) }
        p { (tongue.say("練習市 市民課 マイナンバーカード担当（平日 8時30分から17時15分）", "Renshu City, residents' division, weekdays 8:30 to 17:15")) }
    };
    let sheet = Sheet { tongue, title, step: None, scripts: &[] };
    sheet::page(StatusCode::OK, sheet.show(body))
}

fn cards(tongue: Tongue, cards: &[Card]) -> Markup {
    html! {
        ul.cards {
            @for (address, title, about) in cards {
                li { a href=(address) { strong { (tongue.say(title.0, title.1)) } span { (tongue.say(about.0, about.1)) } } }
            }
        }
    }
}
