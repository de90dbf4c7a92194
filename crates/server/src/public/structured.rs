//! What search engines read of an entry: schema.org `FAQPage` as JSON-LD.
//!
//! Owns its form and that nothing in it can end the element it stands in. Source: schema.org/FAQPage.

use domain::knowledge::entry::TextLanguage;
use maud::{Markup, PreEscaped};
use serde_json::json;

use super::frame::Reading;
use super::lettering::{answer, day_of, plain};
use crate::faq_shelf::LiveText;

/// The element, which a browser does not run.
pub(super) fn question(url: &str, live: &LiveText, reading: Reading<'_>) -> Markup {
    let language = match reading.language {
        TextLanguage::En => "en",
        TextLanguage::Ja | TextLanguage::JaEasy => "ja",
    };
    let data = json!({
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": language,
        "mainEntity": [{
            "@type": "Question",
            "name": plain(&reading.text.question),
            "url": url,
            "dateModified": day_of(live.since).to_string(),
            "acceptedAnswer": { "@type": "Answer", "text": answer(reading.text).into_string() },
        }],
    });
    PreEscaped(format!("<script type=\"application/ld+json\">{}</script>", harmless(&data.to_string())))
}

/// JSON in which no sign can be taken for markup: they stand in strings alone, where an escape means the same.
fn harmless(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => text.push_str(&format!("\\u{:04x}", u32::from(letter))),
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_element_and_its_meaning_stays() {
        let hostile = "</script><script>alert(1)</script><!-- & \u{2028}\"\\";
        let json = harmless(&json!({ "text": hostile }).to_string());
        assert!(!json.contains(['<', '>', '&', '\u{2028}']), "{json}");
        let back: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(back["text"], hostile);
    }
}
