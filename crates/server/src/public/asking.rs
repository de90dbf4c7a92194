//! A question: bounded, cleared of secrets, looked for, written down.
//!
//! Owns the way from what was typed to what may be shown, searched and stored. Whatever leaves [`read`] holds no
//! secret; an individual number stops everything. Next: `search_page` for what is shown.
//! Source: specification 6(2)⑪; 番号法 (Act 27 of 2013).

use std::time::Duration;

use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Extension, Form, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::knowledge::entry::{FaqChannel, TextLanguage};
use domain::secret_text::{SecretKind, TextContext, redact};
use serde::Deserialize;
use storage::faq_questions::{self, AskedQuestion};
use uuid::Uuid;

use super::address::{Address, SEARCH, language_of};
use super::frame::{Frame, QUESTION_CHARS_MAX, is_shown};
use super::search_page::{self, Asked};
use super::state::PublicState;
use super::words::{Refused, Words};
use super::{refusal_page, sheet};
use crate::clock::fresh_id;
use crate::faq_shelf::{self, Answer};
use crate::security::ClientAddress;

/// How long a search may take before the page says that there is none.
const SEARCH_WAIT: Duration = Duration::from_secs(3);
/// How long writing a question down may keep its page waiting.
const LOG_WAIT: Duration = Duration::from_millis(500);
/// Entries that are asked for: three to choose from, and what stands in the log.
const HITS: usize = 5;

/// What a form or an address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Question {
    q: String,
    lang: Option<String>,
    refused: Option<String>,
}

/// What was typed.
#[derive(Debug, PartialEq, Eq)]
enum Typed {
    Nothing,
    TooLong,
    /// It holds an individual number.
    Number,
    /// It may be searched, shown and stored.
    Text {
        text: String,
        /// Whether something was taken out.
        removed: bool,
    },
}

/// Reads what was typed.
fn read(typed: &str) -> Typed {
    if typed.chars().take(QUESTION_CHARS_MAX + 1).count() > QUESTION_CHARS_MAX {
        return Typed::TooLong;
    }
    let one_line: String = typed.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let redacted = redact(one_line.trim(), TextContext::default());
    if redacted.spans.iter().any(|span| span.kind == SecretKind::IndividualNumber) {
        Typed::Number
    } else if redacted.text.is_empty() {
        Typed::Nothing
    } else {
        Typed::Text { removed: !redacted.spans.is_empty(), text: redacted.text }
    }
}

/// `GET /guide/search`.
pub(super) async fn by_address(
    State(state): State<PublicState>,
    Extension(ClientAddress(client)): Extension<ClientAddress>,
    question: Result<Query<Question>, QueryRejection>,
) -> Response {
    match question {
        Ok(Query(question)) => answered(&state, client, question).await,
        Err(_) => malformed(&state, StatusCode::BAD_REQUEST),
    }
}

/// `POST /guide/search`: the same, for a question that shall not stand in an address or is too long for one.
pub(super) async fn by_form(
    State(state): State<PublicState>,
    Extension(ClientAddress(client)): Extension<ClientAddress>,
    question: Result<Form<Question>, FormRejection>,
) -> Response {
    match question {
        Ok(Form(question)) => answered(&state, client, question).await,
        Err(why) if why.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let frame = state.frame(TextLanguage::Ja, Address::of(SEARCH));
            refused(&frame, StatusCode::PAYLOAD_TOO_LARGE, |words| &words.too_long)
        }
        Err(why) => malformed(&state, why.status()),
    }
}

fn malformed(state: &PublicState, status: StatusCode) -> Response {
    refused(&state.frame(TextLanguage::Ja, Address::of(SEARCH)), status, |words| &words.malformed)
}

fn refused(frame: &Frame<'_>, status: StatusCode, why: fn(&Words) -> &Refused) -> Response {
    sheet::of_one(status, refusal_page::page(frame, why))
}

async fn answered(state: &PublicState, client: std::net::IpAddr, question: Question) -> Response {
    let language = language_of(question.lang.as_deref());
    let frame = state.frame(language, Address::of(SEARCH));
    if question.refused.is_some() {
        return refused(&frame, StatusCode::UNPROCESSABLE_ENTITY, |words| &words.number);
    }
    match read(&question.q) {
        Typed::Nothing => refused(&frame, StatusCode::UNPROCESSABLE_ENTITY, |words| &words.empty),
        Typed::TooLong => refused(&frame, StatusCode::PAYLOAD_TOO_LARGE, |words| &words.too_long),
        // Sent on, so that the number does not stay in the address that is shown.
        Typed::Number => sheet::see_other(&Address::of(SEARCH).with("refused", "number").in_language(language)),
        Typed::Text { text, removed } => match state.take(client) {
            Err(wait_s) => sheet::of_waiting(wait_s, refusal_page::too_often(&frame, wait_s)),
            Ok(()) => found(state, language, &text, removed).await,
        },
    }
}

async fn found(state: &PublicState, language: TextLanguage, text: &str, removed: bool) -> Response {
    let frame = state.frame(language, Address::search(text));
    let asked =
        faq_shelf::Asked { text: text.to_owned(), language, channel: FaqChannel::Public, topic: None, limit: HITS };
    let answer = match tokio::time::timeout(SEARCH_WAIT, state.shelf.find(asked)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(why)) => {
            tracing::error!(%why, "a public question could not be searched");
            return refused(&frame, StatusCode::SERVICE_UNAVAILABLE, |words| &words.unavailable);
        }
        Err(_) => {
            tracing::error!(waited_ms = SEARCH_WAIT.as_millis(), "a public question was not searched in time");
            return refused(&frame, StatusCode::SERVICE_UNAVAILABLE, |words| &words.unavailable);
        }
    };
    let id = written_down(state, language, text, &answer).await;
    let asked = Asked { text, removed, id, today: state.today() };
    sheet::of_one(StatusCode::OK, search_page::page(&frame, &asked, &answer))
}

/// Writes the question down; a page is shown also where that fails.
async fn written_down(state: &PublicState, language: TextLanguage, text: &str, answer: &Answer) -> Option<Uuid> {
    let row = row(fresh_id(), state.clock.now().timestamp_millis(), language, text, answer, newest_edition(state));
    let id = row.id;
    match tokio::time::timeout(LOG_WAIT, faq_questions::log(&state.db, &row)).await {
        Ok(Ok(())) => Some(id),
        Ok(Err(why)) => {
            tracing::warn!(%why, "a public question was not written down");
            None
        }
        Err(_) => {
            tracing::warn!("a public question was not written down in time");
            None
        }
    }
}

fn newest_edition(state: &PublicState) -> Option<i32> {
    state.shelf.live().edition.as_ref().map(|mark| mark.number)
}

fn row(
    id: Uuid,
    at_ms: i64,
    language: TextLanguage,
    text: &str,
    answer: &Answer,
    edition: Option<i32>,
) -> AskedQuestion {
    let hits: Vec<String> =
        answer.hits.iter().filter(|hit| is_shown(&hit.text)).map(|hit| hit.text.citation()).collect();
    AskedQuestion {
        id,
        at_ms,
        channel: FaqChannel::Public.code().to_owned(),
        language: language.code().to_owned(),
        text: text.to_owned(),
        edition,
        band: answer.band_word().to_owned(),
        confidence: answer.confidence,
        hits,
        contact: None,
        outcome: None,
        outcome_hit: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str, removed: bool) -> Typed {
        Typed::Text { text: text.to_owned(), removed }
    }

    #[test]
    fn a_question_is_taken_as_typed_but_for_control_signs() {
        assert_eq!(read("  カードを\0なくした\n "), text("カードを なくした", false));
        assert_eq!(read(" \n\t"), Typed::Nothing);
        assert_eq!(read("<script>alert(1)</script>"), text("<script>alert(1)</script>", false));
    }

    #[test]
    fn a_question_has_three_hundred_letters_at_most() {
        assert_eq!(read(&"あ".repeat(QUESTION_CHARS_MAX)), text(&"あ".repeat(QUESTION_CHARS_MAX), false));
        assert_eq!(read(&"あ".repeat(QUESTION_CHARS_MAX + 1)), Typed::TooLong);
        assert_eq!(read(&"x".repeat(1_000_000)), Typed::TooLong);
    }

    #[test]
    fn an_individual_number_stops_everything() {
        for typed in [
            "123456789018",
            "私の番号は1234 5678 9018です",
            "１２３４５６７８９０１８ カード",
            "マイナンバー 1234-5678-9018",
        ] {
            assert_eq!(read(typed), Typed::Number, "{typed}");
        }
    }

    #[test]
    fn other_secrets_are_taken_out_and_what_is_harmless_stays() {
        assert_eq!(
            read("暗証番号は1234ですがロックされました"),
            text("暗証番号は［暗証番号］ですがロックされました", true)
        );
        assert_eq!(read("0120-101-366は何時までですか"), text("0120-101-366は何時までですか", false));
        assert_eq!(read("再発行は1,000円ですか"), text("再発行は1,000円ですか", false));
    }
}
