//! Why something was not done to an entry, for the person who tried, in two languages.

use axum::http::StatusCode;
use domain::knowledge::workflow::Refusal;

use super::book::NotChanged;
use super::people::People;
use crate::problem::Problem;

/// The refusal of a change, naming people.
pub(super) fn not_changed(why: NotChanged, people: &People) -> Problem {
    match why {
        NotChanged::Unknown => Problem::not_found(),
        NotChanged::Store(why) => why.into(),
        NotChanged::Broken(why) => Problem::internal(why),
        NotChanged::NoFile(name) => lost(&name),
        NotChanged::Refused(refusal) => refused(&refusal, people),
    }
}

/// The refusal of a text that names a file of which no bytes are kept, or of that file itself.
pub(super) fn lost(name: &str) -> Problem {
    Problem::new(
        StatusCode::GONE,
        "faq_file_missing",
        format!("添付ファイル「{name}」の中身が保存されていません。もう一度添付するか、添付から外してください。"),
        format!("No bytes of the file {name} are kept. Attach it again, or take it off the entry."),
    )
}

fn refused(refusal: &Refusal, people: &People) -> Problem {
    let conflict = |code, ja: String| Problem::new(StatusCode::CONFLICT, code, ja, told(refusal, people));
    let unfit = |code, ja: String| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, code, ja, told(refusal, people));
    match refusal {
        Refusal::NotYours { .. } => {
            let ja = "この操作は、あなたの役割ではできません。担当の人に依頼してください。";
            Problem::new(StatusCode::FORBIDDEN, "faq_not_yours", ja, "Your role may not do this. Ask somebody who may.")
        }
        Refusal::ChangedSince { .. } => conflict(
            "faq_changed",
            "ほかの人が先に保存しました。画面を更新して、内容を確かめてからやり直してください。".to_owned(),
        ),
        Refusal::AlreadyApproved { by, version, .. } => {
            let name = people.agent(*by).name;
            conflict(
                "faq_approved_already",
                format!("版数{version}は{name}さんがすでに承認しています。画面を更新してください。"),
            )
        }
        Refusal::OtherVersion { next, .. } => {
            conflict("faq_other_version", format!("次に承認される版数は{next}です。画面を更新してください。"))
        }
        Refusal::NewerVersion { latest, .. } => {
            conflict("faq_newer_version", format!("最新の版数は{latest}です。画面を更新してください。"))
        }
        Refusal::NoDraft => conflict("faq_no_draft", "下書きがありません。画面を更新してください。".to_owned()),
        Refusal::NotInReview => {
            conflict("faq_not_in_review", "確認中ではありません。先に確認に出してください。".to_owned())
        }
        Refusal::InReview => conflict("faq_in_review", "すでに確認に出ています。".to_owned()),
        Refusal::OwnText => {
            conflict("faq_own_text", "自分が書いた文は確認できません。ほかの人に依頼してください。".to_owned())
        }
        Refusal::NotReviewed => {
            conflict("faq_not_reviewed", "書いた人以外の確認がまだです。確認の後に承認してください。".to_owned())
        }
        Refusal::ReviewedAlready => conflict("faq_reviewed_already", "あなたはすでに確認しました。".to_owned()),
        Refusal::UnknownVersion(version) => {
            conflict("faq_unknown_version", format!("承認された版数{version}はありません。"))
        }
        Refusal::HeldBack(_) => conflict("faq_held_back", "この文は「公開しない」とされています。".to_owned()),
        Refusal::Unconfirmed(_) => conflict(
            "faq_unconfirmed",
            "古くなりやすい内容です。事実を確かめて「事実を確認した」を記録してから公開してください。".to_owned(),
        ),
        Refusal::ConfirmedAlready(_) => conflict("faq_confirmed_already", "すでに確認が記録されています。".to_owned()),
        Refusal::LiveAlready(_) => conflict("faq_live_already", "その版はすでに公開されています。".to_owned()),
        Refusal::NotLive { .. } => {
            conflict("faq_not_live", "その版はいま公開されていません。画面を更新してください。".to_owned())
        }
        Refusal::NotScheduled(_) => conflict("faq_not_scheduled", "公開の予約がありません。".to_owned()),
        Refusal::NoComment(_) => conflict("faq_no_comment", "そのコメントは対応済みか、ありません。".to_owned()),
        Refusal::NoDemonstration => {
            conflict("faq_no_demonstration", "デモ用の承認は、デモ環境でだけ使えます。".to_owned())
        }
        Refusal::NoReason => unfit("faq_no_reason", "理由を入力してください。".to_owned()),
        Refusal::TooLong { limit, .. } => unfit("faq_too_long", format!("{limit}文字以内で入力してください。")),
        Refusal::Full(limit) => conflict("faq_full", format!("{limit}件を超えて追加できません。")),
        Refusal::BadTime => {
            unfit("faq_bad_time", "日時を確かめてください。公開は今より後、終了は公開より後です。".to_owned())
        }
        Refusal::OtherKey(_) => unfit("faq_other_key", "項目の名前（キー）は変えられません。".to_owned()),
        Refusal::Unsigned => {
            unfit("faq_unsigned", "確認ファイルに、市の担当者の氏名と日付を入れてください。".to_owned())
        }
        Refusal::SignedOutOfTime => {
            unfit("faq_signed_out_of_time", "署名の日付が、確認に出した日より前か、未来の日です。".to_owned())
        }
    }
}

/// In English, with a capital and a name.
fn told(refusal: &Refusal, people: &People) -> String {
    let plain = match refusal {
        Refusal::AlreadyApproved { by, version, .. } => {
            format!("{} approved version {version} already; load the page again", people.agent(*by).name)
        }
        other => other.to_string(),
    };
    let mut letters = plain.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}
