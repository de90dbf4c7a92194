//! What the browser asks the proxy for: the head of a request, read strictly, and written anew.
//!
//! Owns reading: what two servers could read differently is refused, so that nothing can be hidden behind a request
//! that looks allowed (RFC 9112 §11.2). A request is never passed on as it came. It must never know which hosts are
//! allowed. Source: RFC 9110, RFC 9112.

/// Bytes of a request's head.
pub const HEAD_BYTES_MAX: usize = 32 * 1024;
/// Lines of a request's head.
const LINES_MAX: usize = 128;
/// Methods that are passed on.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/// Headers that are the connection's and not the site's (RFC 9110 §7.6.1), or would start another protocol.
const HOP_HEADERS: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-connection",
    "proxy-authorization",
    "proxy-authenticate",
    "te",
    "trailer",
    "upgrade",
    "host",
];

/// Where a request goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// The host, in small letters.
    pub host: String,
    /// The port.
    pub port: u16,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// A tunnel (`CONNECT`), for https and for WebSocket.
    Tunnel(Target),
    /// One plain request, written anew for the site.
    Plain {
        /// Where to.
        target: Target,
        /// What the site is sent.
        head: Vec<u8>,
        /// Bytes that follow from the browser.
        body_bytes: u64,
    },
}

/// Why a request is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadRequest {
    /// Not HTTP/1.1 as this proxy reads it.
    #[error("no request line of HTTP/1.1")]
    Line,
    /// A method that is not passed on.
    #[error("a method that is not passed on")]
    Method,
    /// Not an address a proxy is asked for.
    #[error("no address of a plain name")]
    Target,
    /// A header that cannot be read, or too many.
    #[error("a header that cannot be read")]
    Header,
    /// `Host` names another host than the request.
    #[error("the Host header names another host")]
    HostDiffers,
    /// The length of the body can be read in two ways.
    #[error("the length of the body can be read in two ways")]
    Length,
}

/// Reads a head, up to and with the empty line.
///
/// # Errors
/// When anything of it is not as RFC 9112 has it, or could be read in two ways.
pub fn read(head: &[u8]) -> Result<Request, BadRequest> {
    let text = std::str::from_utf8(head).map_err(|_| BadRequest::Header)?;
    let text = text.strip_suffix("\r\n\r\n").ok_or(BadRequest::Header)?;
    let mut lines = text.split("\r\n");
    let (method, target) = request_line(lines.next().unwrap_or_default())?;
    let headers = headers(lines)?;
    if method == "CONNECT" {
        return tunnel(target, &headers);
    }
    if !METHODS.contains(&method) {
        return Err(BadRequest::Method);
    }
    plain(method, target, &headers)
}

fn request_line(line: &str) -> Result<(&str, &str), BadRequest> {
    let mut parts = line.split(' ');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(method), Some(target), Some("HTTP/1.1"), None) if target.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Ok((method, target))
        }
        (..) => Err(BadRequest::Line),
    }
}

fn headers<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Vec<(String, &'a str)>, BadRequest> {
    let mut found = Vec::new();
    for line in lines {
        let (name, value) = line.split_once(':').ok_or(BadRequest::Header)?;
        let is_name = !name.is_empty() && name.bytes().all(is_token);
        let is_value = !value.chars().any(|letter| letter.is_control() && letter != '\t');
        if !is_name || !is_value || found.len() >= LINES_MAX {
            return Err(BadRequest::Header);
        }
        found.push((name.to_ascii_lowercase(), value.trim_matches([' ', '\t'])));
    }
    Ok(found)
}

/// A character of a token (RFC 9110 §5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn tunnel(target: &str, headers: &[(String, &str)]) -> Result<Request, BadRequest> {
    let target = authority(target, None)?;
    if headers.iter().any(|(name, _)| name == "content-length" || name == "transfer-encoding") {
        return Err(BadRequest::Length);
    }
    same_host(&target, 443, headers)?;
    Ok(Request::Tunnel(target))
}

fn plain(method: &str, target: &str, headers: &[(String, &str)]) -> Result<Request, BadRequest> {
    let rest = target.strip_prefix("http://").ok_or(BadRequest::Target)?;
    if rest.contains(['#', '\\']) {
        return Err(BadRequest::Target);
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let target = authority(host, Some(80))?;
    same_host(&target, 80, headers)?;
    let body_bytes = body_bytes(headers)?;
    let slash = if path.starts_with('/') { "" } else { "/" };
    let port = if target.port == 80 { String::new() } else { format!(":{}", target.port) };
    let mut head = format!("{method} {slash}{path} HTTP/1.1\r\nHost: {}{port}\r\n", target.host);
    let named: Vec<String> = named_by_connection(headers);
    for (name, value) in headers {
        if !HOP_HEADERS.contains(&name.as_str()) && !named.contains(name) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    head.push_str("Connection: close\r\n\r\n");
    Ok(Request::Plain { target, head: head.into_bytes(), body_bytes })
}

/// Headers that `Connection` names are the connection's too, but for the length, which is the message's.
fn named_by_connection(headers: &[(String, &str)]) -> Vec<String> {
    let values = headers.iter().filter(|(name, _)| name == "connection").flat_map(|(_, value)| value.split(','));
    values.map(|name| name.trim().to_ascii_lowercase()).filter(|name| name != "content-length").collect()
}

/// `host:port` of a plain name.
fn authority(text: &str, default_port: Option<u16>) -> Result<Target, BadRequest> {
    let (host, port) = match text.split_once(':') {
        Some((host, port)) => (host, port_of(port).ok_or(BadRequest::Target)?),
        None => (text, default_port.ok_or(BadRequest::Target)?),
    };
    let is_name = !host.is_empty()
        && host.len() <= 253
        && !host.starts_with('.')
        && !host.ends_with('.')
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.' || byte == b'_');
    if is_name { Ok(Target { host: host.to_ascii_lowercase(), port }) } else { Err(BadRequest::Target) }
}

fn port_of(text: &str) -> Option<u16> {
    let is_plain = !text.is_empty() && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain { text.parse().ok() } else { None }
}

fn same_host(target: &Target, default_port: u16, headers: &[(String, &str)]) -> Result<(), BadRequest> {
    let mut hosts = headers.iter().filter(|(name, _)| name == "host").map(|(_, value)| *value);
    let same = match (hosts.next(), hosts.next()) {
        (None, _) => true,
        (Some(host), None) => authority(host, Some(default_port)).is_ok_and(|named| named == *target),
        (Some(_), Some(_)) => false,
    };
    if same { Ok(()) } else { Err(BadRequest::HostDiffers) }
}

/// The length of the body. A body in pieces is refused: browsers send none to a site that speaks HTTP/1.1.
fn body_bytes(headers: &[(String, &str)]) -> Result<u64, BadRequest> {
    let mut lengths = headers.iter().filter(|(name, _)| name == "content-length").map(|(_, value)| *value);
    let in_pieces = headers.iter().any(|(name, _)| name == "transfer-encoding");
    match (in_pieces, lengths.next(), lengths.next()) {
        (false, None, None) => Ok(0),
        (false, Some(length), None) if !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit()) => {
            length.parse().map_err(|_| BadRequest::Length)
        }
        (..) => Err(BadRequest::Length),
    }
}

/// A site's answer, up to its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerHead {
    /// Its status.
    pub status: u16,
    /// The head, written anew so that the connection ends with it.
    pub head: Vec<u8>,
    /// How long the body is, where the site says so in one way.
    pub body_bytes: Option<u64>,
}

/// Reads a site's answer; None when it is none.
#[must_use]
pub fn answer(head: &[u8]) -> Option<AnswerHead> {
    let text = String::from_utf8_lossy(head);
    let mut lines = text.trim_end_matches(['\r', '\n']).split('\n').map(|line| line.trim_end_matches('\r'));
    let mut parts = lines.next()?.splitn(3, ' ');
    let version = parts.next()?;
    let status: u16 = parts.next()?.parse().ok()?;
    if !matches!(version, "HTTP/1.1" | "HTTP/1.0") || !(100..600).contains(&status) {
        return None;
    }
    let mut written = format!("HTTP/1.1 {status} {}\r\n", parts.next().unwrap_or_default());
    let mut headers = Vec::new();
    for line in lines {
        let (name, value) = line.split_once(':')?;
        if name.is_empty() || !name.bytes().all(is_token) || value.contains('\r') {
            return None;
        }
        headers.push((name.to_ascii_lowercase(), value.trim_matches([' ', '\t'])));
    }
    for (name, value) in headers.iter().filter(|(name, _)| !HOP_HEADERS.contains(&name.as_str()) && name != "alt-svc") {
        written.push_str(&format!("{name}: {value}\r\n"));
    }
    if status >= 200 {
        written.push_str("Connection: close\r\n");
    }
    written.push_str("\r\n");
    let says_length = headers.iter().any(|(name, _)| name == "content-length");
    let body_bytes = if says_length { body_bytes(&headers).ok() } else { None };
    Some(AnswerHead { status, head: written.into_bytes(), body_bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(head: &str) -> String {
        match read(head.as_bytes()) {
            Ok(Request::Tunnel(target)) => format!("tunnel {}:{}", target.host, target.port),
            Ok(Request::Plain { target, head, body_bytes }) => {
                let head = String::from_utf8(head).unwrap().replace("\r\n", "|");
                format!("{}:{} {body_bytes} {head}", target.host, target.port)
            }
            Err(why) => format!("{why:?}"),
        }
    }

    #[test]
    fn a_tunnel_is_asked_for_by_a_plain_name_and_a_port() {
        let check = |target: &str, expected: &str| {
            assert_eq!(told(&format!("CONNECT {target} HTTP/1.1\r\n\r\n")), expected, "{target}");
        };
        check("a.example.jp:443", "tunnel a.example.jp:443");
        check("A.Example.JP:80", "tunnel a.example.jp:80");
        check("a.example.jp:65535", "tunnel a.example.jp:65535");
        for wrong in [
            "a.example.jp",
            "a.example.jp:",
            "a.example.jp:0",
            "a.example.jp:0443",
            "a.example.jp:65536",
            "a.example.jp:+443",
            "a.example.jp:443:443",
            ":443",
            "a.example.jp.:443",
            ".a.example.jp:443",
            "x@a.example.jp:443",
            "[::1]:443",
            "https://a.example.jp:443",
            "a.example.jp:443/",
            "a%2eexample.jp:443",
            "日本.jp:443",
            "*",
        ] {
            let said = told(&format!("CONNECT {wrong} HTTP/1.1\r\n\r\n"));
            assert!(said == "Target" || said == "Line", "{wrong}: {said}");
        }
        assert_eq!(told("CONNECT a.jp:443 HTTP/1.1\r\nHost: a.jp:443\r\n\r\n"), "tunnel a.jp:443");
        assert_eq!(told("CONNECT a.jp:443 HTTP/1.1\r\nHost: a.jp\r\n\r\n"), "tunnel a.jp:443");
        assert_eq!(told("CONNECT a.jp:443 HTTP/1.1\r\nHost: b.jp:443\r\n\r\n"), "HostDiffers");
        assert_eq!(told("CONNECT a.jp:443 HTTP/1.1\r\nContent-Length: 4\r\n\r\n"), "Length");
        assert_eq!(told("CONNECT a.jp:443 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"), "Length");
    }

    #[test]
    fn a_plain_request_is_written_anew_for_the_site() {
        let check = |head: &str, expected: &str| assert_eq!(told(head), expected, "{head}");
        let end = "Connection: close||";
        check("GET http://a.jp/x?y HTTP/1.1\r\n\r\n", &format!("a.jp:80 0 GET /x?y HTTP/1.1|Host: a.jp|{end}"));
        check("GET http://A.jp HTTP/1.1\r\nHost: a.JP\r\n\r\n", &format!("a.jp:80 0 GET / HTTP/1.1|Host: a.jp|{end}"));
        check("GET http://a.jp?y HTTP/1.1\r\n\r\n", &format!("a.jp:80 0 GET /?y HTTP/1.1|Host: a.jp|{end}"));
        check(
            "POST http://a.jp:8080/ HTTP/1.1\r\nContent-Length: 7\r\n\r\n",
            &format!("a.jp:8080 7 POST / HTTP/1.1|Host: a.jp:8080|content-length: 7|{end}"),
        );
        check(
            "GET http://a.jp/ HTTP/1.1\r\nProxy-Connection: keep-alive\r\nConnection: x-a, keep-alive\r\nX-A: 1\r\n\
             Upgrade: websocket\r\nProxy-Authorization: Basic eA==\r\nCookie: c=1\r\n\r\n",
            &format!("a.jp:80 0 GET / HTTP/1.1|Host: a.jp|cookie: c=1|{end}"),
        );
        check(
            "POST http://a.jp/ HTTP/1.1\r\nConnection: content-length\r\nContent-Length: 3\r\n\r\n",
            &format!("a.jp:80 3 POST / HTTP/1.1|Host: a.jp|content-length: 3|{end}"),
        );
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        let check = |head: &str, expected: &str| assert_eq!(told(head), expected, "{head:?}");
        check("GET /x HTTP/1.1\r\nHost: a.jp\r\n\r\n", "Target");
        check("GET https://a.jp/ HTTP/1.1\r\n\r\n", "Target");
        check("GET ftp://a.jp/ HTTP/1.1\r\n\r\n", "Target");
        check("GET http://u:p@a.jp/ HTTP/1.1\r\n\r\n", "Target");
        check("GET http://a.jp@b.jp/ HTTP/1.1\r\n\r\n", "Target");
        check("GET http://a.jp\\@b.jp/ HTTP/1.1\r\n\r\n", "Target");
        check("GET http://a.jp#b HTTP/1.1\r\n\r\n", "Target");
        check("GET http://127.0.0.1:80x/ HTTP/1.1\r\n\r\n", "Target");
        check("GET http://[::1]/ HTTP/1.1\r\n\r\n", "Target");
        check("GET http:///x HTTP/1.1\r\n\r\n", "Target");
        check("TRACE http://a.jp/ HTTP/1.1\r\n\r\n", "Method");
        check("get http://a.jp/ HTTP/1.1\r\n\r\n", "Method");
        check("GET http://a.jp/ HTTP/1.0\r\n\r\n", "Line");
        check("GET http://a.jp/ HTTP/2\r\n\r\n", "Line");
        check("GET  http://a.jp/ HTTP/1.1\r\n\r\n", "Line");
        check("GET http://a.jp/ x HTTP/1.1\r\n\r\n", "Line");
        check("GET http://a.jp/\tx HTTP/1.1\r\n\r\n", "Line");
        check("GET http://a.jp/\nx HTTP/1.1\r\n\r\n", "Line");
        check("GET http://a.jp/ HTTP/1.1\r\nHost: b.jp\r\n\r\n", "HostDiffers");
        check("GET http://a.jp/ HTTP/1.1\r\nHost: a.jp\r\nHost: a.jp\r\n\r\n", "HostDiffers");
        check("GET http://a.jp/ HTTP/1.1\r\nHost : a.jp\r\n\r\n", "Header");
        check("GET http://a.jp/ HTTP/1.1\r\nX: a\r\n b\r\n\r\n", "Header");
        check("GET http://a.jp/ HTTP/1.1\r\nX: a\nY: b\r\n\r\n", "Header");
        check("GET http://a.jp/ HTTP/1.1\r\nX: a\0\r\n\r\n", "Header");
        check("GET http://a.jp/ HTTP/1.1\nX: a\n\n", "Header");
        check("GET http://a.jp/ HTTP/1.1\r\n: a\r\n\r\n", "Header");
        check("POST http://a.jp/ HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", "Length");
        check("POST http://a.jp/ HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "Length");
        check("POST http://a.jp/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "Length");
        for length in ["+1", "-1", "1, 1", "0x1", "", "99999999999999999999"] {
            check(&format!("POST http://a.jp/ HTTP/1.1\r\nContent-Length: {length}\r\n\r\n"), "Length");
        }
        check(&format!("GET http://a.jp/ HTTP/1.1\r\n{}\r\n", "X: y\r\n".repeat(129)), "Header");
    }

    #[test]
    fn an_answer_ends_its_connection_and_names_no_other_way() {
        let check = |head: &str, expected: Option<(u16, &str, Option<u64>)>| {
            let said = answer(head.as_bytes())
                .map(|answer| (answer.status, String::from_utf8(answer.head).unwrap(), answer.body_bytes));
            let said = said.as_ref().map(|(status, head, bytes)| (*status, head.as_str(), *bytes));
            assert_eq!(said, expected, "{head:?}");
        };
        check(
            "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nAlt-Svc: h3=\":443\"\r\nX: y\r\n\r\n",
            Some((200, "HTTP/1.1 200 OK\r\nx: y\r\nConnection: close\r\n\r\n", None)),
        );
        check("HTTP/1.1 100 Continue\r\n\r\n", Some((100, "HTTP/1.1 100 Continue\r\n\r\n", None)));
        check("HTTP/1.0 404\n\n", Some((404, "HTTP/1.1 404 \r\nConnection: close\r\n\r\n", None)));
        let length = |more: &str| answer(format!("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n{more}\r\n").as_bytes());
        assert_eq!(length("").unwrap().body_bytes, Some(5));
        assert_eq!(length("Transfer-Encoding: chunked\r\n").unwrap().body_bytes, None);
        assert_eq!(length("Content-Length: 6\r\n").unwrap().body_bytes, None);
        check("SSH-2.0-x\r\n\r\n", None);
        check("HTTP/1.1 OK\r\n\r\n", None);
        check("HTTP/1.1 200 OK\r\nno header\r\n\r\n", None);
    }
}
