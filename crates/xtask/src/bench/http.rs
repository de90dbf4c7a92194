//! The little HTTP that a measurement needs: one request a connection, over loopback.

use anyhow::{Context, bail};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

const ANSWER_LIMIT: Duration = Duration::from_secs(20);
/// The one password of the demonstration.
const DEMO_PASSWORD: &str = "madoguchi-demo";

/// An answer: status and the text of the whole, headers first.
pub(super) struct Answer {
    /// The status.
    pub(super) status: u16,
    text: String,
}

impl Answer {
    /// The body.
    pub(super) fn body(&self) -> &str {
        self.text.split_once("\r\n\r\n").map_or("", |(_, body)| body)
    }

    /// The values of a header, in their order.
    fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let head = self.text.split("\r\n\r\n").next().unwrap_or_default();
        head.lines()
            .filter_map(|line| line.split_once(':'))
            .filter_map(move |(key, value)| key.eq_ignore_ascii_case(name).then_some(value.trim()))
    }
}

/// Asks `method path` of the server on a port of loopback; `headers` are whole lines.
///
/// # Errors
/// When nobody listens or the answer is no HTTP.
pub(super) fn ask(port: u16, method: &str, path: &str, headers: &str, body: &str) -> anyhow::Result<Answer> {
    ask_for(ANSWER_LIMIT, port, method, path, headers, body)
}

/// The same for what may take `limit`.
///
/// # Errors
/// As [`ask`].
pub(super) fn ask_for(
    limit: Duration,
    port: u16,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> anyhow::Result<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(limit))?;
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n\
         Connection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.split(' ').nth(1).and_then(|word| word.parse().ok()).context("the answer is no HTTP")?;
    Ok(Answer { status, text })
}

/// Logs a person of the demonstration in and gives the `Cookie` header.
///
/// # Errors
/// When the login is refused.
pub(super) fn log_in(port: u16, login: &str) -> anyhow::Result<String> {
    let body = format!(r#"{{"login":"{login}","password":"{DEMO_PASSWORD}"}}"#);
    let answer = ask(port, "POST", "/api/login", "Content-Type: application/json\r\n", &body)?;
    if answer.status != 200 {
        bail!("{login} cannot log in: {}", answer.text);
    }
    let cookies: Vec<&str> = answer.headers("set-cookie").filter_map(|cookie| cookie.split(';').next()).collect();
    Ok(format!("Cookie: {}\r\n", cookies.join("; ")))
}
