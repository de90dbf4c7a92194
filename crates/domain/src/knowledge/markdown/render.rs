//! A text shown: as HTML with nothing in it but the few tags below, and as plain words without furigana.

use super::ruby::{parts, without_furigana};
use super::tree::{Block, Inline, Page};
use crate::service_flow::RubyPart;

/// The text as HTML: `h2`, `p`, `ul`, `ol`, `li`, `strong`, `br`, `ruby` with `rt`, and
/// `a` with `href` and `rel`; all else is escaped.
#[must_use]
pub fn to_html(page: &Page) -> String {
    let mut html = String::new();
    for block in &page.blocks {
        match block {
            Block::Heading(parts) => element("h2", parts, &mut html),
            Block::Paragraph(parts) => element("p", parts, &mut html),
            Block::List { ordered, items } => {
                let tag = if *ordered { "ol" } else { "ul" };
                html.push_str(&format!("<{tag}>"));
                for item in items {
                    element("li", item, &mut html);
                }
                html.push_str(&format!("</{tag}>\n"));
            }
        }
    }
    html
}

fn element(tag: &str, parts: &[Inline], html: &mut String) {
    html.push_str(&format!("<{tag}>"));
    inlines(parts, html);
    html.push_str(&format!("</{tag}>\n"));
}

fn inlines(parts: &[Inline], html: &mut String) {
    for part in parts {
        match part {
            Inline::Text(words) => shown(words, html),
            Inline::Break => html.push_str("<br>"),
            Inline::Strong(inside) => {
                html.push_str("<strong>");
                inlines(inside, html);
                html.push_str("</strong>");
            }
            Inline::Link { label, address } => {
                html.push_str("<a href=\"");
                escape(address, html);
                // A page of the site itself may know where the reader comes from.
                html.push_str(if address.starts_with("https:") { "\" rel=\"noopener noreferrer\">" } else { "\">" });
                shown(label, html);
                html.push_str("</a>");
            }
        }
    }
}

/// One line, such as a question, as HTML: escaped, with its furigana and nothing else.
#[must_use]
pub fn line_to_html(words: &str) -> String {
    let mut html = String::new();
    shown(words, &mut html);
    html
}

fn shown(words: &str, html: &mut String) {
    for part in parts(words) {
        match part {
            RubyPart::Plain(text) => escape(text, html),
            RubyPart::Ruby { base, reading } => {
                html.push_str("<ruby>");
                escape(base, html);
                html.push_str("<rt>");
                escape(reading, html);
                html.push_str("</rt></ruby>");
            }
        }
    }
}

fn escape(words: &str, html: &mut String) {
    for c in words.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}

/// The words alone, one block or list item a line: what is searched, spoken, sent as text and cited by spans.
/// An https address stands behind its label; a telephone link gives its label and, where that lacks it, the number.
#[must_use]
pub fn to_plain(page: &Page) -> String {
    let mut lines = Vec::new();
    for block in &page.blocks {
        match block {
            Block::Heading(parts) | Block::Paragraph(parts) => lines.push(words(parts)),
            Block::List { ordered, items } => {
                let mark = |at: usize| if *ordered { format!("{}. ", at + 1) } else { "- ".to_owned() };
                lines.extend(items.iter().enumerate().map(|(at, item)| format!("{}{}", mark(at), words(item))));
            }
        }
    }
    lines.join("\n")
}

fn words(parts: &[Inline]) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Inline::Text(words) => text.push_str(&without_furigana(words)),
            Inline::Break => text.push('\n'),
            Inline::Strong(inside) => text.push_str(&words(inside)),
            Inline::Link { label, address } => {
                let label = without_furigana(label);
                text.push_str(&label);
                if let Some(behind) = behind(&label, address) {
                    text.push_str(&format!(" ({behind})"));
                }
            }
        }
    }
    text
}

/// What a reader of the label alone would miss.
fn behind<'a>(label: &str, address: &'a str) -> Option<&'a str> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    match address.strip_prefix("tel:") {
        Some(number) => (!digits(label).contains(&digits(number))).then_some(number),
        None => (address.starts_with("https:") && label != address).then_some(address),
    }
}
