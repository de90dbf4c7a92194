//! An outbox that sends letters by SMTP to one server: in the demonstration and in tests the visit's mailbox.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::outbox::{Letter, NotSent, Outbox};

/// Letters that wait; one more is not taken.
const WAITING_MAX: usize = 16;
/// How long one letter may take.
const LETTER_TIME: Duration = Duration::from_secs(10);
/// Bytes of a reply that are read.
const REPLY_BYTES_MAX: u64 = 4_096;
/// Characters of a line of Base64 (RFC 2045 §6.8).
const BASE64_LINE: usize = 76;
/// Bytes of text in one encoded word, which has at most 75 characters (RFC 2047 §2).
const WORD_BYTES: usize = 42;

/// Sends letters one after the other; what fails is logged and forgotten.
#[derive(Debug)]
pub struct Postman {
    waiting: mpsc::Sender<Letter>,
}

impl Postman {
    /// Begins to send to `server` as `from`, an address such as `noreply@practice.example`. Ends when it is dropped.
    pub fn start(server: SocketAddr, from: &str) -> Self {
        let (waiting, mut letters) = mpsc::channel::<Letter>(WAITING_MAX);
        let from = from.to_owned();
        tokio::spawn(async move {
            while let Some(letter) = letters.recv().await {
                match timeout(LETTER_TIME, deliver(server, &from, &letter)).await {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => tracing::warn!(%error, "a letter of the practice site was not taken"),
                    Err(_) => tracing::warn!("a letter of the practice site took too long"),
                }
            }
        });
        Self { waiting }
    }
}

impl Outbox for Postman {
    fn send(&self, letter: Letter) -> Result<(), NotSent> {
        self.waiting.try_send(letter).map_err(|_| NotSent)
    }
}

async fn deliver(server: SocketAddr, from: &str, letter: &Letter) -> io::Result<()> {
    let mut stream = BufReader::new(TcpStream::connect(server).await?);
    let domain = from.split('@').next_back().unwrap_or_default();
    let steps = [
        (String::new(), '2'),
        (format!("EHLO {domain}\r\n"), '2'),
        (format!("MAIL FROM:<{from}>\r\n"), '2'),
        (format!("RCPT TO:<{}>\r\n", letter.to), '2'),
        ("DATA\r\n".to_owned(), '3'),
        (format!("{}.\r\n", message(from, letter)), '2'),
        ("QUIT\r\n".to_owned(), '2'),
    ];
    for (line, expected) in steps {
        stream.write_all(line.as_bytes()).await?;
        let reply = reply(&mut stream).await?;
        if !reply.starts_with(expected) {
            return Err(io::Error::other(reply.trim().to_owned()));
        }
    }
    Ok(())
}

/// The last line of a reply (RFC 5321 §4.2.1).
async fn reply(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut lines = stream.take(REPLY_BYTES_MAX);
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if line.as_bytes().get(3) != Some(&b'-') {
            return Ok(line);
        }
    }
}

/// The letter as a message; Base64 throughout, so that no line begins with a dot.
fn message(from: &str, letter: &Letter) -> String {
    let head = format!(
        "From: {from}\r\nTo: {}\r\nSubject: {}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n",
        letter.to,
        encoded_words(&letter.subject)
    );
    let body = STANDARD.encode(&letter.text);
    let lines = body.as_bytes().chunks(BASE64_LINE).map(String::from_utf8_lossy);
    lines.fold(head, |message, line| message + &line + "\r\n")
}

fn encoded_words(text: &str) -> String {
    let mut pieces = vec![String::new()];
    for letter in text.chars().filter(|letter| !letter.is_control()) {
        if pieces.last().is_some_and(|piece| piece.len().saturating_add(letter.len_utf8()) > WORD_BYTES) {
            pieces.push(String::new());
        }
        pieces.last_mut().into_iter().for_each(|piece| piece.push(letter));
    }
    let words = pieces.iter().map(|piece| format!("=?UTF-8?B?{}?=", STANDARD.encode(piece)));
    words.collect::<Vec<_>>().join("\r\n ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_short_lines_of_ascii_and_no_dot_before_them() {
        let subject = "申請のご案内".repeat(20);
        let text = format!("{}\r\n.\r\n", "次のリンクを開いてください。".repeat(50));
        let letter = Letter { to: "a@visit.example".to_owned(), subject, text };
        let message = message("noreply@practice.example", &letter);
        for line in message.split("\r\n") {
            assert!(line.is_ascii() && line.len() <= 78 && !line.starts_with('.'), "{line}");
        }
        assert!(message.ends_with("\r\n"));
    }
}
