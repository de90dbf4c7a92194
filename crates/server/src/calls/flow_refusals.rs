//! Refusals of what is said to a guided flow, with the words an operator in a hurry understands.
//!
//! Owns codes and wording in Japanese and English. It must never repeat a note or a number.
//! Next: `domain::service_flow` for the reasons.

use domain::service_flow::FlowRefusal;

use super::refusals::Refusal;

/// Code, Japanese, English.
type Words = (&'static str, &'static str, &'static str);

const SECRET_IN_NOTE: Words = (
    "secret_in_note",
    "説明に個人番号や暗証番号のような番号があります。番号を消してください。",
    "The note holds what looks like an individual number or a PIN. Please take it out.",
);
const TOO_LATE: Words = (
    "too_late",
    "中断から2時間を過ぎたため、続きからは始められません。新しく始めてください。",
    "It was broken off more than two hours ago. Please begin anew.",
);

/// The flow's refusal in words.
pub(super) fn words(refusal: &FlowRefusal) -> Refusal {
    use FlowRefusal as R;
    let (code, ja, en) = match refusal {
        R::Ended => ("flow_ended", "この手続きは終わっています。", "This flow has ended."),
        R::NotThisStep => (
            "not_this_step",
            "いまの手順ではできません。画面の手順を確かめてください。",
            "The step shown does not take this. Check which step you are on.",
        ),
        R::NoSuchItem(_) | R::NoSuchChoice(_) => (
            "no_such_entry",
            "その項目はこの手順にありません。画面を開き直してください。",
            "This step has no such entry. Please reload the page.",
        ),
        R::ItemsOpen(_) => {
            ("items_open", "確認していない項目があります。", "Some items of the checklist are still open.")
        }
        R::NotEquipped(_) => (
            "not_equipped",
            "この端末にはカードリーダーがありません。別の方法を選んでください。",
            "This kiosk has no card reader. Choose another way.",
        ),
        R::GateClosed(_) => (
            "gate_closed",
            "手数料がまだ確認されていません。市の職員の確認を待ってください。",
            "The fee has not been confirmed. Wait for the city's staff to confirm it.",
        ),
        R::GateTime => (
            "gate_time",
            "確認の時刻が正しくありません。もう一度確認してください。",
            "The time of the confirmation cannot be right. Please confirm again.",
        ),
        R::BadReceiptNumber => (
            "bad_receipt_number",
            "領収番号は英数字とハイフンで1〜20文字です。個人番号などは入力できません。",
            "A receipt number has 1 to 20 letters, digits and hyphens, and is no individual number.",
        ),
        R::GateAlreadyConfirmed(_) => {
            ("nothing_asked", "手数料はすでに確認されています。", "The fee has been confirmed already.")
        }
        R::InDetour => (
            "in_detour",
            "来庁者は支払いに行っています。戻ってから進めてください。",
            "The visitor is at the payment counter. Go on when they are back.",
        ),
        R::NoDetour => ("no_detour", "来庁者は支払いに行っていません。", "The visitor is not at the payment counter."),
        R::EarlierTries => (
            "earlier_tries",
            "以前の間違いの回数は、入力の前に一度だけ記録できます。",
            "Earlier wrong tries are told once, ahead of the first one here.",
        ),
        R::MailNotAllowed(_) => (
            "mail_not_allowed",
            "このメールの受け取り方は市の設定で使えません。",
            "The city's settings do not allow this way to read mail.",
        ),
        R::NotAsked(_) => ("not_asked", "この画面では確認しない項目です。", "This page does not ask for that."),
        R::PageOpen(_) => {
            ("page_open", "来庁者の確認が終わっていません。", "The visitor has not confirmed everything on the page.")
        }
        R::NoWayBack => ("no_way_back", "ここからは戻れません。", "There is no way back from here."),
        R::NoteMissing => ("note_missing", "この理由には説明が必要です。", "This reason needs a note."),
        R::NoteTooLong(_) => ("note_too_long", "説明は200文字までです。", "A note has at most 200 characters."),
        R::Note(_) => SECRET_IN_NOTE,
        R::TooLate => TOO_LATE,
    };
    Refusal::new(code, ja, en)
}

/// The visit is in no flow.
pub(super) fn no_flow() -> Refusal {
    Refusal::new("no_flow", "手続きの案内を始めていません。", "No guided flow has been started for this visit.")
}

/// Another flow goes on.
pub(super) fn another_open() -> Refusal {
    Refusal::new(
        "flow_open",
        "進行中の手続きがあります。先に終えるか、中断してください。",
        "Another flow is going on. Finish it or break it off first.",
    )
}

/// The visit has had as many as one visit may.
pub(super) fn too_many() -> Refusal {
    Refusal::new(
        "too_many_flows",
        "この来庁ではこれ以上手続きを始められません。",
        "No more flows can be started in this visit.",
    )
}

/// There is no such flow today.
pub(super) fn unknown_flow() -> Refusal {
    Refusal::new(
        "unknown_flow",
        "この手続きは本日ご案内できません。一覧を開き直してください。",
        "There is no such flow today. Please open the list again.",
    )
}

/// No fee waits to be confirmed.
pub(super) fn nothing_asked() -> Refusal {
    Refusal::new(
        "nothing_asked",
        "この来庁で確認を待っている手数料はありません。",
        "No fee of this visit waits to be confirmed.",
    )
}

/// Who serves the visit does not confirm its fee.
pub(super) fn own_visit() -> Refusal {
    Refusal::new(
        "own_visit",
        "対応している本人は手数料を確認できません。市の職員か管理者に依頼してください。",
        "Whoever serves the visit cannot confirm its fee. Ask the city's staff or a supervisor.",
    )
}
