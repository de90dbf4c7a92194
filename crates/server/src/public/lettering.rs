//! Words as HTML and as plain text: furigana, moments as days, addresses, long text cut short.
//!
//! Owns small conversions alone. Everything that becomes HTML here is escaped. Next: `frame` for whole pages.

use chrono::{DateTime, NaiveDate, Utc};
use domain::calendar::jst;
use domain::knowledge::entry::EntryText;
use domain::knowledge::markdown;
use domain::time::Timestamp;
use maud::{Markup, PreEscaped, html};

/// A line with its furigana.
pub(super) fn line(words: &str) -> Markup {
    PreEscaped(markdown::line_to_html(words))
}

/// A line without furigana, for titles and attributes.
pub(super) fn plain(words: &str) -> String {
    markdown::without_furigana(words)
}

/// An answer, word for word; what the Markdown of entries does not know is shown as text.
pub(super) fn answer(text: &EntryText) -> Markup {
    match markdown::parse(&text.answer) {
        Ok(page) => PreEscaped(markdown::to_html(&page)),
        Err(markdown::TooLong(_)) => html! { p { (text.answer) } },
    }
}

/// The words of a piece of an answer, without its signs, also those whose other half lies outside the piece.
pub(super) fn words_of(piece: &str) -> String {
    match markdown::parse(piece) {
        Ok(page) => markdown::to_plain(&page).replace("**", ""),
        Err(markdown::TooLong(_)) => piece.to_owned(),
    }
}

/// The day of a moment in Japan.
pub(super) fn day_of(at: Timestamp) -> NaiveDate {
    let at = DateTime::<Utc>::from_timestamp_millis(at.0).unwrap_or(DateTime::<Utc>::UNIX_EPOCH);
    jst(at).date_naive()
}

/// The first letters of a text, with a sign where it goes on.
pub(super) fn beginning(text: &str, chars_max: usize) -> String {
    let mut letters = text.chars();
    let mut begun: String = letters.by_ref().take(chars_max).collect();
    if letters.next().is_some() {
        begun.push('…');
    }
    begun
}

/// A text as part of a query (RFC 3986 §2.3 leaves the unreserved signs as they are).
pub(super) fn percent(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_holds_unreserved_signs_and_percents_alone() {
        assert_eq!(percent("a b&c=あ-._~"), "a%20b%26c%3D%E3%81%82-._~");
    }

    #[test]
    fn furigana_stand_above_words_and_markup_stays_text() {
        assert_eq!(line("{紙|かみ}<b>").into_string(), "<ruby>紙<rt>かみ</rt></ruby>&lt;b&gt;");
        assert_eq!(plain("{紙|かみ}<b>"), "紙<b>");
    }

    #[test]
    fn a_piece_of_an_answer_is_words_alone() {
        assert_eq!(words_of("**1,000{円|えん}**です\n- [電話](tel:0120)"), "1,000円です\n- 電話 (0120)");
        assert_eq!(words_of("**すぐに止めてください。"), "すぐに止めてください。");
    }

    #[test]
    fn a_day_is_japans_and_a_long_text_says_that_it_goes_on() {
        // 2026-11-30 00:30 in Japan is still the 29th in UTC.
        assert_eq!(day_of(Timestamp(1_795_966_200_000)).to_string(), "2026-11-30");
        assert_eq!((beginning("あいう", 2), beginning("あい", 2)), ("あい…".to_owned(), "あい".to_owned()));
    }
}
