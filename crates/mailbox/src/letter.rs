//! A letter as it is shown: sender, subject, text, links. What it looked like, and what was attached, is left behind.

use std::fmt;

use mail_parser::{MessageParser, PartType};
use thiserror::Error;
use zeroize::{Zeroize as _, Zeroizing};

use crate::address::Address;
use crate::limits::{MESSAGE_BYTES_MAX, PARTS_MAX, SUBJECT_CHARS_MAX, TEXT_CHARS_MAX};
use crate::links;

/// A letter; overwritten in memory when it is dropped.
#[derive(Clone)]
pub struct Letter {
    from: Address,
    subject: Zeroizing<String>,
    text: Zeroizing<String>,
    links: Zeroizing<Vec<String>>,
}

/// Why a message is no letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unread {
    /// It is larger than a letter may be.
    #[error("over {MESSAGE_BYTES_MAX} bytes")]
    TooLarge,
    /// It cannot be read at all.
    #[error("no message")]
    NoMessage,
    /// It is made of more parts than a letter has.
    #[error("over {PARTS_MAX} parts")]
    TooManyParts,
    /// It does not name one sender.
    #[error("no single sender")]
    NoSender,
}

impl Letter {
    /// Who says to have written it.
    pub fn from(&self) -> &Address {
        &self.from
    }

    /// Its subject on one line.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Its text, without control and direction signs.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it leads, as plain addresses.
    pub fn links(&self) -> &[String] {
        &self.links
    }
}

/// A letter is the applicant's: logs get its measure and nothing of it.
impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bytes, links) = (self.text.len(), self.links.len());
        f.debug_struct("Letter").field("text_bytes", &bytes).field("links", &links).finish_non_exhaustive()
    }
}

/// Reads a message (RFC 5322, MIME). HTML becomes text and is never shown as a page.
///
/// # Errors
/// When it is too large, no message, of too many parts, or names no single sender.
pub fn read(bytes: &[u8]) -> Result<Letter, Unread> {
    if bytes.len() > MESSAGE_BYTES_MAX {
        return Err(Unread::TooLarge);
    }
    let message = MessageParser::default().parse(bytes).ok_or(Unread::NoMessage)?;
    if message.parts.len() > PARTS_MAX {
        return Err(Unread::TooManyParts);
    }
    let mut senders = message.from().into_iter().flat_map(|from| from.iter());
    let from = match (senders.next(), senders.next()) {
        (Some(one), None) => Address::parse(one.address().unwrap_or_default()).map_err(|_| Unread::NoSender)?,
        (Some(_), Some(_)) | (None, _) => return Err(Unread::NoSender),
    };
    let subject = shown(message.subject().unwrap_or_default(), SUBJECT_CHARS_MAX, false);
    let whole = Zeroizing::new(message.body_text(0).unwrap_or_default().into_owned());
    let text = shown(&whole, TEXT_CHARS_MAX, true);
    let mut links = Zeroizing::new(Vec::new());
    links::in_text(&text, &mut links);
    for part in message.html_bodies() {
        if let PartType::Html(html) = &part.body {
            links::in_html(html, &mut links);
        }
    }
    Ok(Letter { from, subject, text, links })
}

/// What of a text is shown: no control signs but the ends of lines, none that turn the direction of reading or hide.
fn shown(text: &str, chars_max: usize, in_lines: bool) -> Zeroizing<String> {
    let kept = text.chars().filter(|c| !is_hidden(*c, in_lines)).take(chars_max);
    // All of it in one allocation, so that nothing is left behind where it grew.
    let mut out = Zeroizing::new(String::with_capacity(text.len()));
    out.extend(kept);
    let trimmed = Zeroizing::new(out.trim().to_owned());
    out.zeroize();
    trimmed
}

fn is_hidden(c: char, in_lines: bool) -> bool {
    let end_of_line = in_lines && matches!(c, '\n' | '\t');
    let turns = matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    turns || (c.is_control() && !end_of_line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(text: &str) -> Letter {
        read(text.replace('\n', "\r\n").as_bytes()).unwrap()
    }

    #[test]
    fn a_japanese_letter_is_read_in_any_of_its_encodings() {
        let check = |name: &str, bytes: &[u8]| {
            let letter = read(bytes).unwrap();
            assert_eq!((letter.subject(), letter.text()), ("申請のご案内", "申請を続けてください。"), "{name}");
        };
        let head = "From: city@site.example\r\nSubject: =?UTF-8?B?55Sz6KuL44Gu44GU5qGI5YaF?=\r\n";
        let plain = format!("{head}Content-Type: text/plain; charset=utf-8\r\n\r\n申請を続けてください。\r\n");
        check("8 bit", plain.as_bytes());
        let base64 = "55Sz6KuL44KS57aa44GR44Gm44GP44Gg44GV44GE44CC";
        let kind = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64";
        check("base64", format!("{head}{kind}\r\n\r\n{base64}\r\n").as_bytes());
        let mut jis = format!("{head}Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n").into_bytes();
        jis.extend(b"\x1b$B?=@A$rB3$1$F$/$@$5$$!#\x1b(B\r\n");
        check("iso-2022-jp", &jis);
    }

    #[test]
    fn a_page_becomes_text_and_shows_where_its_links_lead() {
        let letter = letter(
            "From: a@site.example\nContent-Type: text/html; charset=utf-8\n\n<html><head><title>t</title><script>x()</script>\
             </head><body><p>Go <a href=\"https://evil.example/x\">https://site.example/</a></p><img src=\"http://track.example/\">\
             </body></html>\n",
        );
        assert!(!letter.text().contains('<') && !letter.text().contains("x()"), "{}", letter.text());
        assert_eq!(letter.links(), ["https://site.example/", "https://evil.example/x"]);
    }

    #[test]
    fn of_text_and_page_the_text_is_shown_and_attachments_are_left_behind() {
        let letter = letter(
            "From: a@site.example\nContent-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/alternative; \
             boundary=b\n\n--b\nContent-Type: text/plain\n\nthe text\n--b\nContent-Type: text/html\n\n<p>the page</p>\n--b--\n\
             --m\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=x.exe\n\nMZ\n--m--\n",
        );
        assert_eq!(letter.text(), "the text");
    }

    #[test]
    fn signs_that_hide_or_turn_are_taken_out() {
        let letter = letter("From: a@site.example\nSubject: a\u{202e}b\x07c\n\nd\u{200b}e\u{1b}[31m\n");
        assert_eq!((letter.subject(), letter.text()), ("abc", "de[31m"));
    }

    #[test]
    fn what_has_no_single_sender_is_no_letter() {
        let check = |text: &str| assert_eq!(read(text.as_bytes()).unwrap_err(), Unread::NoSender, "{text:?}");
        check("Subject: s\r\n\r\ntext");
        check("From: a@site.example, b@evil.example\r\n\r\ntext");
        check("From: nobody\r\n\r\ntext");
        check("From: \"a@site.example\" <>\r\n\r\ntext");
    }

    #[test]
    fn a_log_has_nothing_of_a_letter() {
        let logged =
            format!("{:?}", letter("From: a@site.example\nSubject: secret\n\nsecret https://a.example/secret\n"));
        assert!(!logged.contains("secret"), "{logged}");
    }
}
