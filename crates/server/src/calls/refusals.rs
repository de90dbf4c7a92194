//! Refusals of desk commands, with the words an operator in a hurry understands.
//!
//! Owns codes and wording in Japanese and English; the reasons themselves are the floor's, the
//! dial plan's and the switchboard's. Next: [`super::switchboard`] for when they are said.

use domain::floor::RefusalReason;

/// Why a command was not carried out: a stable code, and what it means in two languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// For programs.
    pub code: &'static str,
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Refusal {
    /// A refusal in fixed words.
    #[must_use]
    pub fn new(code: &'static str, ja: &str, en: &str) -> Self {
        Self { code, ja: ja.to_owned(), en: en.to_owned() }
    }

    /// The program is stopping, or the switchboard is not there.
    #[must_use]
    pub fn stopping() -> Self {
        Self::new(
            "stopping",
            "システムを停止しています。しばらくしてからもう一度お試しください。",
            "The system is stopping. Please try again shortly.",
        )
    }
}

/// The floor's refusal in words.
#[must_use]
pub fn from_floor(reason: RefusalReason) -> Refusal {
    let code = code(reason);
    let words = WORDS.iter().find(|(of, _, _)| *of == code);
    words.map_or_else(|| Refusal::new(code, code, code), |(code, ja, en)| Refusal::new(code, ja, en))
}

fn code(reason: RefusalReason) -> &'static str {
    match reason {
        RefusalReason::UnknownContact => "contact_gone",
        RefusalReason::NotYours => "not_yours",
        RefusalReason::StaleAssignment => "stale_assignment",
        RefusalReason::NotTalking => "not_talking",
        RefusalReason::AlreadyHeld => "already_held",
        RefusalReason::NotHeld => "not_held",
        RefusalReason::ThirdPresent => "third_present",
        RefusalReason::NoThird => "no_third",
        RefusalReason::ThirdNotAnswered => "third_not_answered",
        RefusalReason::WrongConference => "wrong_conference",
        RefusalReason::TargetNotAllowed => "target_not_allowed",
        RefusalReason::TargetUnavailable => "target_unavailable",
        RefusalReason::QueueFull => "queue_full",
        RefusalReason::UnknownTarget => "unknown_target",
        RefusalReason::WrongChannel(_) => "wrong_channel",
        RefusalReason::Draining => "draining",
        RefusalReason::Busy => "busy",
        RefusalReason::NotSignedIn => "not_signed_in",
        RefusalReason::DeskDown => "desk_down",
        RefusalReason::InContact => "in_contact",
        RefusalReason::NotInWrapUp => "not_in_wrap_up",
        RefusalReason::ExtendedEnough => "extended_enough",
        RefusalReason::IdInUse => "id_in_use",
        RefusalReason::GuestsFull => "guests_full",
        RefusalReason::TransferUnderWay => "transfer_under_way",
        RefusalReason::TakenOverAlready => "taken_over_already",
        RefusalReason::FloorFull => "floor_full",
    }
}

/// Code, Japanese, English.
const WORDS: &[(&str, &str, &str)] = &[
    ("contact_gone", "この通話はすでに終わっています。", "This call has already ended."),
    ("not_yours", "この通話は別の担当者が対応しています。", "Somebody else has this call."),
    (
        "stale_assignment",
        "呼び出しはすでに終わりました。別の担当者におつなぎしたか、相手が切っています。",
        "It has stopped ringing: somebody else took it, or the caller hung up.",
    ),
    (
        "not_talking",
        "相手とつながっていないため、この操作はできません。",
        "You are not connected with the caller, so this cannot be done.",
    ),
    ("already_held", "すでに保留中です。", "The caller is on hold already."),
    ("not_held", "保留中ではありません。", "The caller is not on hold."),
    (
        "third_present",
        "すでに第三者を呼び出しています。先にそちらを終えてください。",
        "A third party is on the line already. End that first.",
    ),
    ("no_third", "転送先を呼び出していません。", "No third party has been called."),
    ("third_not_answered", "転送先がまだ応答していません。", "The third party has not answered yet."),
    ("wrong_conference", "いまの三者通話の状態ではできません。", "The conference is not in the state for this."),
    ("target_not_allowed", "この相手には転送できません。", "This target cannot be used here."),
    ("target_unavailable", "転送先の担当者は対応できません。", "That colleague cannot take the call."),
    ("queue_full", "待ち行列がいっぱいです。", "The queue is full."),
    ("unknown_target", "転送先が見つかりません。", "There is no such target."),
    ("wrong_channel", "この種類の応対ではできない操作です。", "This cannot be done on this kind of contact."),
    (
        "draining",
        "更新のため、新しい通話は始められません。",
        "The system is draining for an upgrade; no new calls can begin.",
    ),
    ("busy", "対応中の通話があります。", "You have another call in hand."),
    (
        "not_signed_in",
        "席に着いていません。ページを開き直してください。",
        "You are not signed in at a desk. Please reload the page.",
    ),
    (
        "desk_down",
        "音声がつながっていません。音声の接続を確かめてください。",
        "Your audio is not connected. Please check it.",
    ),
    ("in_contact", "対応中のため、席を離れられません。", "You have a call in hand and cannot sign out."),
    ("not_in_wrap_up", "この通話の後処理は終わっています。", "The after-call work of this call is over."),
    (
        "extended_enough",
        "後処理の時間はこれ以上延ばせません。",
        "The time for after-call work cannot be extended further.",
    ),
    (
        "id_in_use",
        "通話を始められませんでした。もう一度お試しください。",
        "The call could not begin. Please try again.",
    ),
    ("guests_full", "この応対にはすでに2名が参加しています。", "Two guests have joined this visit already."),
    (
        "transfer_under_way",
        "転送または相談の途中のため、引き継げません。終わってからもう一度お試しください。",
        "The call is being passed on or somebody is consulted. Please try again when that is over.",
    ),
    (
        "taken_over_already",
        "別のスーパーバイザーがすでに引き継いでいます。",
        "Another supervisor has taken the call over already.",
    ),
    (
        "floor_full",
        "回線がいっぱいです。しばらくしてからお試しください。",
        "All lines are in use. Please try again shortly.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_the_same_in_both_languages() {
        let refusal = from_floor(RefusalReason::StaleAssignment);
        assert_eq!(refusal.code, "stale_assignment");
        assert!(refusal.ja.contains("呼び出し") && refusal.en.contains("ringing"));
    }

    #[test]
    fn every_reason_of_the_floor_has_words() {
        for (code, ja, en) in WORDS {
            assert!(!ja.is_empty() && !en.is_empty() && ja != code, "{code}");
        }
        assert_eq!(from_floor(RefusalReason::WrongChannel(domain::contact::Channel::Chat)).code, "wrong_channel");
        assert_ne!(from_floor(RefusalReason::FloorFull).en, "floor_full");
    }
}
