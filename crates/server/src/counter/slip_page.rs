//! A slip as plain server HTML, for a telephone, a receipt printer or A4, in the resident's language.
//!
//! Owns the page and its style. It holds no script, no name and no number of a person; words come from the
//! flow, escaped. Next: `slip_words` for what is around them, `slips` for who asks.

use domain::service_flow::{RubyPart, parse_ruby};

use super::slip_token::{SlipContent, SlipLanguage};
use super::slip_words::{Words, words};
use crate::live::flow_messages::{ResidentWords, SlipView};

/// The style of every slip page.
pub(super) const STYLE: &str = include_str!("slip.css");

/// What stands around the slips of a page.
pub(super) struct Frame<'a> {
    /// The city's name in Japanese.
    pub(super) city_ja: &'a str,
    /// The city's name in English.
    pub(super) city_en: &'a str,
    /// The same page in the other languages, by address.
    pub(super) others: Vec<(SlipLanguage, String)>,
}

/// The page of a slip.
pub(super) fn page(content: &SlipContent, slips: &[SlipView], frame: &Frame<'_>) -> String {
    let said = words(content.language);
    let city = match content.language {
        SlipLanguage::En => frame.city_en,
        SlipLanguage::Ja | SlipLanguage::Easy => frame.city_ja,
    };
    let sections: String = slips.iter().map(|slip| section(slip, content.language, said)).collect();
    let others: String = frame
        .others
        .iter()
        .map(|(language, address)| {
            let (code, name) = (html_language(*language), words(*language).name);
            format!("<a href=\"{}\" lang=\"{code}\" hreflang=\"{code}\">{}</a>", escape(address), escape(name))
        })
        .collect();
    let body = format!(
        "<header><p class=\"city\">{}</p><h1>{}</h1><p>{} <time datetime=\"{}\">{}</time></p>\
         <nav aria-label=\"{}\">{others}</nav></header>{sections}\
         <footer><p>{}</p><p>{} <time datetime=\"{}\">{}</time></p></footer>",
        escape(city),
        ruby(said.heading),
        ruby(said.visited_on),
        content.date,
        said.day(content.date),
        escape(said.languages),
        ruby(said.keep_secret),
        ruby(said.good_until),
        content.until,
        said.day(content.until),
    );
    whole(content.language, &format!("{} – {city}", without_braces(said.heading)), &body)
}

/// The page for an address that says nothing, or nothing any more.
pub(super) fn not_found(call_number: &str) -> String {
    let body: String = SlipLanguage::ALL
        .into_iter()
        .map(|language| {
            let said = words(language);
            format!(
                "<section lang=\"{}\"><h2>{}</h2><p>{}</p>{}</section>",
                html_language(language),
                ruby(said.gone_heading),
                ruby(said.gone),
                telephone(call_number)
            )
        })
        .collect();
    whole(SlipLanguage::Ja, words(SlipLanguage::Ja).gone_heading, &body)
}

fn section(slip: &SlipView, language: SlipLanguage, said: &Words) -> String {
    let text = |words: &ResidentWords| ruby(in_language(words, language));
    let mut html = format!(
        "<section><h2>{}</h2><h3>{}</h3><p>{}</p><h3>{}</h3><p>{}</p>",
        text(&slip.flow_title),
        ruby(said.was_done),
        text(&slip.was_done),
        ruby(said.comes_next),
        text(&slip.comes_next),
    );
    if !slip.bring.is_empty() {
        let items: String = slip.bring.iter().map(|item| format!("<li>{}</li>", text(item))).collect();
        html.push_str(&format!("<h3>{}</h3><ul>{items}</ul>", ruby(said.bring)));
    }
    let calls: String = slip
        .call
        .iter()
        .map(|call| format!("<dt>{}</dt><dd>{}</dd>", text(&call.who), telephone(&call.number)))
        .collect();
    if !calls.is_empty() {
        html.push_str(&format!("<h3>{}</h3><dl>{calls}</dl>", ruby(said.call)));
    }
    html + "</section>"
}

fn in_language(words: &ResidentWords, language: SlipLanguage) -> &str {
    match language {
        SlipLanguage::Ja => &words.ja,
        SlipLanguage::En => &words.en,
        SlipLanguage::Easy => &words.easy,
    }
}

fn telephone(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    format!("<a class=\"number\" href=\"tel:{digits}\">{}</a>", escape(number))
}

fn whole(language: SlipLanguage, title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"robots\" content=\"noindex\"><title>{}</title>\
         <link rel=\"stylesheet\" href=\"/s/slip.css\"></head><body><main>{body}</main></body></html>\n",
        html_language(language),
        escape(title)
    )
}

fn html_language(language: SlipLanguage) -> &'static str {
    match language {
        SlipLanguage::Ja | SlipLanguage::Easy => "ja",
        SlipLanguage::En => "en",
    }
}

/// Text with its furigana; one that is not well formed stands as it is.
fn ruby(text: &str) -> String {
    let Ok(parts) = parse_ruby(text) else { return escape(text) };
    let part = |part: RubyPart<'_>| match part {
        RubyPart::Plain(plain) => escape(plain),
        RubyPart::Ruby { base, reading } => format!("<ruby>{}<rt>{}</rt></ruby>", escape(base), escape(reading)),
    };
    parts.into_iter().map(part).collect()
}

fn without_braces(text: &str) -> String {
    domain::service_flow::without_ruby(text)
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::general_slip;

    fn shown(language: SlipLanguage, slips: &[SlipView]) -> String {
        let content = SlipContent::new(language, "2026-11-24".parse().unwrap(), Vec::new());
        let others = vec![(SlipLanguage::En, "/s/abc".to_owned())];
        page(&content, slips, &Frame { city_ja: "座間市", city_en: "Zama City", others })
    }

    #[test]
    fn the_page_speaks_the_residents_language_with_furigana_in_easy_japanese() {
        let slips = [general_slip("0120-101-366")];
        let ja = shown(SlipLanguage::Ja, &slips);
        assert!(ja.contains("<html lang=\"ja\">") && ja.contains("2026年11月24日") && !ja.contains("<ruby>"), "{ja}");
        let en = shown(SlipLanguage::En, &slips);
        assert!(en.contains("Zama City") && en.contains("24 November 2026"), "{en}");
        let easy = shown(SlipLanguage::Easy, &slips);
        assert!(easy.contains("<ruby>相談<rt>そうだん</rt></ruby>") && !easy.contains('{'), "{easy}");
        for html in [ja, en, easy] {
            assert!(html.contains("href=\"tel:0120101366\"") && html.contains("href=\"/s/abc\""), "{html}");
            assert!(!html.contains("<script") && !html.contains("style="), "{html}");
        }
    }

    #[test]
    fn words_of_a_flow_are_never_taken_for_markup() {
        let mut slip = general_slip("0120-101-366");
        slip.was_done.ja = "<b>\"&'".to_owned();
        let html = shown(SlipLanguage::Ja, &[slip]);
        assert!(html.contains("&lt;b&gt;&quot;&amp;&#39;") && !html.contains("<b>"), "{html}");
    }

    #[test]
    fn an_address_that_says_nothing_says_so_in_every_language_with_the_number() {
        let html = not_found("0120-101-366");
        for wanted in ["見つかりません", "could not be found", "tel:0120101366", "<ruby>"] {
            assert!(html.contains(wanted), "{wanted}: {html}");
        }
    }
}
