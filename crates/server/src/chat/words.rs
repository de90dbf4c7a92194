//! What a resident is told when something cannot be done.
//!
//! Owns the wording in Japanese and English. Next: `calls` for the words of a line that is not taken.

use crate::calls::Refusal;

pub(super) fn not_understood() -> Refusal {
    Refusal::new(
        "not_understood",
        "画面が古い可能性があります。ページを開き直してください。",
        "This page may be outdated. Please reload it.",
    )
}

pub(super) fn over() -> Refusal {
    Refusal::new("chat_over", "このチャットは終わっています。", "This chat is over.")
}

pub(super) fn too_often() -> Refusal {
    Refusal::new(
        "too_often",
        "質問が続いています。少し待ってから送ってください。",
        "That was many questions at once. Please wait a moment.",
    )
}

pub(super) fn closed() -> Refusal {
    Refusal::new("closed", "ただいまオペレーターの受付時間外です。", "Operators are not available at this hour.")
}

pub(super) fn not_offered() -> Refusal {
    Refusal::new("not_offered", "この質問は選べません。", "This question cannot be chosen.")
}
