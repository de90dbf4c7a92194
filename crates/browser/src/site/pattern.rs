//! Which hosts and which addresses a rule means.
//!
//! Owns reading an address as a server may read it: percent signs undone, path parameters dropped, and what can be
//! read in two ways refused, so that `/%70in` cannot pass as another page than `/pin`. An address with a name and
//! password in it, or of another scheme than http and https, is read by nobody.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// Bytes of an address that is read.
pub const ADDRESS_BYTES_MAX: usize = 8 * 1024;
/// Bytes of a host pattern or a rule's address.
pub const PATTERN_BYTES_MAX: usize = 500;
/// Pieces of a path or a query that are compared.
const PIECES_MAX: usize = 64;
/// Second-level names of Japan under which anybody may have a name.
const SHARED_JP: [&str; 9] = ["ac", "ad", "co", "ed", "go", "gr", "lg", "ne", "or"];

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternFault {
    /// No host a profile may name.
    #[error("`{host}` is no host a profile may name: {why}")]
    Host {
        /// What was given.
        host: String,
        /// Why not.
        why: &'static str,
    },
    /// No address a rule may mean.
    #[error("`{text}` is no address pattern: {why}")]
    Url {
        /// What was given.
        text: String,
        /// Why not.
        why: &'static str,
    },
}

/// One host, or every host below a name (`*.example.lg.jp`, which is not `example.lg.jp` itself).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HostPattern {
    below: bool,
    name: String,
}

impl HostPattern {
    /// The pattern of a text.
    ///
    /// # Errors
    /// When it is an address in numbers, has capitals, or covers what belongs to many.
    pub fn new(text: &str) -> Result<Self, PatternFault> {
        let fault = |why| PatternFault::Host { host: text.chars().take(80).collect(), why };
        let (below, name) = text.strip_prefix("*.").map_or((false, text), |name| (true, name));
        let labels: Vec<&str> = name.split('.').collect();
        let is_label = |label: &&str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        };
        if name.len() > 253 || !labels.iter().all(is_label) {
            return Err(fault("letters a-z, digits and hyphens between dots; a `*` only as `*.` in front"));
        }
        if labels.len() < 2 {
            return Err(fault("a name within this machine or network"));
        }
        if labels.last().is_none_or(|last| last.bytes().all(|byte| byte.is_ascii_digit())) || is_number(name) {
            return Err(fault("an address in numbers"));
        }
        let shared = labels.len() == 2 && labels[1] == "jp" && SHARED_JP.contains(&labels[0]);
        if below && shared {
            return Err(fault("it covers names of many owners"));
        }
        Ok(Self { below, name: name.to_owned() })
    }

    /// Whether `host` is meant; hosts are written as URLs write them (lower case, no dot at the end).
    #[must_use]
    pub fn matches(&self, host: &str) -> bool {
        if !self.below {
            return host == self.name;
        }
        host.strip_suffix(self.name.as_str())
            .and_then(|front| front.strip_suffix('.'))
            .is_some_and(|front| !front.is_empty())
    }

    /// Whether every host the other means is meant.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self == other || (self.below && self.matches(&other.name))
    }
}

fn is_number(name: &str) -> bool {
    !matches!(Host::parse(name), Ok(Host::Domain(_)))
}

impl TryFrom<String> for HostPattern {
    type Error = PatternFault;

    fn try_from(text: String) -> Result<Self, PatternFault> {
        Self::new(&text)
    }
}

impl From<HostPattern> for String {
    fn from(pattern: HostPattern) -> Self {
        pattern.to_string()
    }
}

impl fmt::Display for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.below { "*." } else { "" })?;
        f.write_str(&self.name)
    }
}

/// Why an address cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Longer than what is read.
    #[error("the address is too long")]
    TooLong,
    /// No address of the web at all.
    #[error("it is no web address")]
    NoWebAddress,
    /// A name or password stands in it.
    #[error("a name or password stands in the address")]
    NameInside,
    /// The host is a number, or ends with a dot.
    #[error("the host is no plain name")]
    Host,
    /// A server could read it in two ways.
    #[error("the address can be read in two ways")]
    TwoWays,
}

/// An address as a server may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Whether it is https.
    pub is_https: bool,
    /// The host.
    pub host: String,
    /// The port, the scheme's own where none stands.
    pub port: u16,
    pub(super) path: Vec<String>,
    query: Vec<(String, String)>,
    fragment: String,
}

impl Address {
    /// Reads the address of a page.
    ///
    /// # Errors
    /// When it is not one that a rule could mean.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        if text.len() > ADDRESS_BYTES_MAX {
            return Err(Unreadable::TooLong);
        }
        let url = Url::parse(text).map_err(|_| Unreadable::NoWebAddress)?;
        Self::of(&url)
    }

    fn of(url: &Url) -> Result<Self, Unreadable> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Unreadable::NoWebAddress);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Unreadable::NameInside);
        }
        let host = match url.host() {
            Some(Host::Domain(name)) if !name.ends_with('.') => name.to_owned(),
            Some(Host::Domain(_) | Host::Ipv4(_) | Host::Ipv6(_)) | None => return Err(Unreadable::Host),
        };
        let port = url.port_or_known_default().ok_or(Unreadable::NoWebAddress)?;
        let path = segments(url.path())?;
        let query: Vec<_> =
            url.query_pairs().take(PIECES_MAX + 1).map(|(key, value)| (key.into_owned(), value.into_owned())).collect();
        if query.len() > PIECES_MAX {
            return Err(Unreadable::TooLong);
        }
        let fragment = url.fragment().unwrap_or_default().to_owned();
        Ok(Self { is_https: url.scheme() == "https", host, port, path, query, fragment })
    }
}

impl Address {
    fn values(&self, is_key: impl Fn(&str) -> bool) -> impl Iterator<Item = &str> {
        self.query.iter().filter(move |(key, _)| is_key(key)).map(|(_, value)| value.as_str())
    }
}

/// A path in pieces, without the parameters that some servers drop (`;jsessionid=..`) and a slash at the end.
fn segments(path: &str) -> Result<Vec<String>, Unreadable> {
    let inner = path.strip_prefix('/').unwrap_or(path);
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    if inner.is_empty() {
        return if path.contains("//") { Err(Unreadable::TwoWays) } else { Ok(Vec::new()) };
    }
    let pieces: Vec<&str> = inner.split('/').take(PIECES_MAX + 1).collect();
    if pieces.len() > PIECES_MAX {
        return Err(Unreadable::TooLong);
    }
    pieces.into_iter().map(segment).collect()
}

fn segment(piece: &str) -> Result<String, Unreadable> {
    let piece = piece.split(';').next().unwrap_or_default();
    let text = undone(piece).ok_or(Unreadable::TwoWays)?;
    let two_ways = text.is_empty()
        || text == "."
        || text == ".."
        || text.chars().any(|letter| letter.is_control() || matches!(letter, '/' | '\\' | '%' | ';' | '?' | '#'));
    if two_ways { Err(Unreadable::TwoWays) } else { Ok(text) }
}

/// Percent signs undone once; None when what comes out is no text.
fn undone(piece: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(piece.len());
    let mut rest = piece.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The addresses a rule means: `https://host/path`, `*` within one piece of the path, `**` for all the rest, and where
/// given, values of the query (`?step=2`) and the fragment (`#/pin*`). A query that the rule does not name is free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UrlPattern {
    text: String,
    /// Whether it means https.
    pub(super) is_https: bool,
    /// Its hosts.
    pub(super) host: HostPattern,
    pub(super) port: u16,
    path: Vec<String>,
    query: Vec<(String, String)>,
    fragment: Option<String>,
}

impl UrlPattern {
    /// The pattern of a text.
    ///
    /// # Errors
    /// When it is not written like an address, or could be read in two ways.
    pub fn new(text: &str) -> Result<Self, PatternFault> {
        let fault = |why| PatternFault::Url { text: text.chars().take(120).collect(), why };
        if text.len() > PATTERN_BYTES_MAX {
            return Err(fault("longer than 500 bytes"));
        }
        let (is_https, rest) = match text.split_once("://") {
            Some(("https", rest)) => (true, rest),
            Some(("http", rest)) => (false, rest),
            Some(_) | None => return Err(fault("it begins with https:// (or http://)")),
        };
        let (rest, fragment) = rest.split_once('#').map_or((rest, None), |(rest, it)| (rest, Some(it.to_owned())));
        let (rest, query) = rest.split_once('?').map_or((rest, ""), |(rest, query)| (rest, query));
        let (authority, path) = rest.split_once('/').ok_or_else(|| fault("a path follows the host, at least `/`"))?;
        let (host, port) = match authority.split_once(':') {
            None => (authority, if is_https { 443 } else { 80 }),
            Some((host, port)) => (host, port.parse().map_err(|_| fault("the port is no number"))?),
        };
        let path = segments(&format!("/{path}")).map_err(|_| fault("the path can be read in two ways"))?;
        if path.iter().rev().skip(1).any(|piece| piece == "**") {
            return Err(fault("`**` stands only at the end"));
        }
        let query = pairs(query).ok_or_else(|| fault("the query is pairs like `step=2&mode=*`"))?;
        Ok(Self { text: text.to_owned(), is_https, host: HostPattern::new(host)?, port, path, query, fragment })
    }

    /// Whether the rule means the address, to the letter.
    #[must_use]
    pub fn matches(&self, address: &Address) -> bool {
        let values_fit = |key: &str, wanted: &str| {
            let mut values = address.values(|named| named == key).peekable();
            values.peek().is_some() && values.all(|value| glob(wanted, value))
        };
        self.compare(address, glob) && self.query.iter().all(|(key, wanted)| values_fit(key, wanted))
    }

    /// Whether the rule may mean the address, where a server does not mind capitals and takes one of several values of
    /// a query: for what is secret.
    #[must_use]
    pub fn may_match(&self, address: &Address) -> bool {
        let value_fits = |key: &str, wanted: &str| {
            address.values(|named| named.eq_ignore_ascii_case(key)).any(|value| loose(wanted, value))
        };
        self.compare(address, loose) && self.query.iter().all(|(key, wanted)| value_fits(key, wanted))
    }

    /// Whether every page of the host is meant.
    #[must_use]
    pub fn is_whole_host(&self) -> bool {
        self.path == ["**"] && self.query.is_empty() && self.fragment.is_none()
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The address as it stands, where the pattern means pages of one shape: one host, no `**`, `*` only for a whole
    /// piece, neither query nor fragment.
    pub(super) fn one_page(&self) -> Option<Address> {
        let whole = |piece: &String| piece == "*" || !piece.contains('*');
        let is_one =
            !self.host.below && self.query.is_empty() && self.fragment.is_none() && self.path.iter().all(whole);
        is_one.then(|| Address {
            is_https: self.is_https,
            host: self.host.name.clone(),
            port: self.port,
            path: self.path.clone(),
            query: Vec::new(),
            fragment: String::new(),
        })
    }

    fn compare(&self, address: &Address, same: impl Fn(&str, &str) -> bool) -> bool {
        let (fixed, rest_is_free) = match self.path.split_last() {
            Some((last, front)) if last == "**" => (front, true),
            Some(_) | None => (self.path.as_slice(), false),
        };
        let length_fits =
            if rest_is_free { address.path.len() >= fixed.len() } else { address.path.len() == fixed.len() };
        self.is_https == address.is_https
            && self.port == address.port
            && self.host.matches(&address.host)
            && length_fits
            && fixed.iter().zip(&address.path).all(|(pattern, text)| same(pattern, text))
            && self.fragment.as_ref().is_none_or(|wanted| same(wanted, &address.fragment))
    }
}

fn pairs(query: &str) -> Option<Vec<(String, String)>> {
    if query.is_empty() {
        return Some(Vec::new());
    }
    let found: Vec<_> = query.split('&').take(PIECES_MAX).map(|pair| pair.split_once('=')).collect::<Option<_>>()?;
    found
        .into_iter()
        .map(|(key, value)| (!key.is_empty() && !key.contains('*')).then(|| (key.to_owned(), value.to_owned())))
        .collect()
}

fn loose(pattern: &str, text: &str) -> bool {
    glob(&pattern.to_lowercase(), &text.to_lowercase())
}

/// Whether the text is the pattern, whose `*` stands for any run of characters.
pub(super) fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(first) = parts.next() else { return text.is_empty() };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

impl TryFrom<String> for UrlPattern {
    type Error = PatternFault;

    fn try_from(text: String) -> Result<Self, PatternFault> {
        Self::new(&text)
    }
}

impl From<UrlPattern> for String {
    fn from(pattern: UrlPattern) -> Self {
        pattern.text
    }
}

impl fmt::Display for UrlPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
