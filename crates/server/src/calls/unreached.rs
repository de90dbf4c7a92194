//! What an agent is told when somebody was not reached: who, why, and where the caller is.
//!
//! Owns the wording in Japanese and English; the floor says what for and why. Next: `refusals` for
//! what is said of commands that do not fit.

use domain::contact::{DialPurpose, LegCause};

use super::refusals::Refusal;

/// The news in words for the desk.
#[must_use]
pub(super) fn words(purpose: DialPurpose, cause: LegCause) -> Refusal {
    let (code, who_ja, who_en) = who(purpose);
    let (why_ja, why_en) = why(cause);
    let (then_ja, then_en) = then(purpose);
    Refusal { code, ja: format!("{who_ja}{why_ja}{then_ja}"), en: format!("{who_en} {why_en}{then_en}") }
}

fn who(purpose: DialPurpose) -> (&'static str, &'static str, &'static str) {
    match purpose {
        DialPurpose::Consult => ("consult_failed", "相談先", "The person you wanted to ask"),
        DialPurpose::Blind => ("transfer_failed", "転送先", "The transfer's destination"),
        DialPurpose::Callback => ("callback_failed", "折り返し先", "The caller to be called back"),
        DialPurpose::Outbound => ("call_failed", "相手", "The person you called"),
    }
}

fn why(cause: LegCause) -> (&'static str, &'static str) {
    match cause {
        LegCause::Busy => ("は話し中でした。", "is busy."),
        LegCause::NoAnswer | LegCause::Cancelled => ("が応答しませんでした。", "did not answer."),
        LegCause::Declined => ("が着信を断りました。", "declined the call."),
        LegCause::Unreachable => {
            ("にはつながりませんでした。番号か相手の状態を確かめてください。", "cannot be reached. Check the number.")
        }
        LegCause::Normal | LegCause::MediaLost | LegCause::Failed | LegCause::ContactEnded => {
            ("への回線がつながりませんでした。", "could not be reached: the line failed.")
        }
    }
}

fn then(purpose: DialPurpose) -> (&'static str, &'static str) {
    match purpose {
        DialPurpose::Consult => ("発信者との通話に戻っています。", " You are back with the caller."),
        DialPurpose::Blind => {
            ("発信者が戻ってきます。応答してください。", " The caller is coming back: please answer.")
        }
        DialPurpose::Callback | DialPurpose::Outbound => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agent_learns_who_why_and_where_the_caller_is() {
        let check = |purpose, cause, code, ja: &str, en: &str| {
            let told = words(purpose, cause);
            assert_eq!((told.code, told.ja.as_str(), told.en.as_str()), (code, ja, en));
        };
        check(
            DialPurpose::Blind,
            LegCause::Busy,
            "transfer_failed",
            "転送先は話し中でした。発信者が戻ってきます。応答してください。",
            "The transfer's destination is busy. The caller is coming back: please answer.",
        );
        check(
            DialPurpose::Callback,
            LegCause::NoAnswer,
            "callback_failed",
            "折り返し先が応答しませんでした。",
            "The caller to be called back did not answer.",
        );
    }
}
