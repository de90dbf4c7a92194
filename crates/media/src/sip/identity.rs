//! Who calls and what was dialled, read from header texts (RFC 3261 §20.10, RFC 3323, RFC 3325).
//!
//! Pure text work on hostile input: everything is bounded, nothing panics, nothing is normalised.
//! The dial plan that makes E.164 of a number lives in the server.

use super::event::CallerIdentity;

/// Longest number or display name kept.
const TEXT_CHARS_MAX: usize = 64;
/// Longest header value looked at.
const HEADER_BYTES_MAX: usize = 4_096;
/// Most identities of one list looked at.
const IDENTITIES_MAX: usize = 8;
/// User parts that stand for a withheld number (TTC JJ-90.24 and common use).
const WITHHELD: [&str; 4] = ["anonymous", "unavailable", "restricted", "private"];

/// A name-addr or addr-spec (RFC 3261 §25.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NameAddr {
    /// Display name without quotes.
    pub(super) display: Option<String>,
    /// The URI as written.
    pub(super) uri: String,
    /// Everything after the URI, such as `;tag=1`.
    pub(super) params: String,
}

/// Who calls: the asserted identity where the peer is trusted, else From; nothing when withheld.
/// Source: RFC 3325 §9.1, RFC 3323 §4.1.
pub(super) fn caller_identity(from: &str, asserted: &[&str], privacy: &[&str]) -> CallerIdentity {
    let from = name_addr(from);
    let from_name = from.as_ref().and_then(|from| user_part(&from.uri));
    let withheld = |user: &str| WITHHELD.iter().any(|word| user.eq_ignore_ascii_case(word));
    let asks_privacy = privacy
        .iter()
        .flat_map(|value| value.split([';', ',']))
        .any(|token| ["id", "user", "header"].iter().any(|word| token.trim().eq_ignore_ascii_case(word)));
    let from_hidden = from_name.as_deref().is_some_and(withheld)
        || from.as_ref().is_some_and(|from| from.uri.ends_with("anonymous.invalid"));
    if asks_privacy || from_hidden {
        return CallerIdentity { number: None, anonymous: true, display: None };
    }
    let asserted = asserted.iter().flat_map(|value| name_addrs(value));
    let asserted: Vec<NameAddr> = asserted.take(IDENTITIES_MAX).collect();
    let best = asserted
        .iter()
        .find(|identity| user_part(&identity.uri).is_some_and(|user| looks_dialled(&user) && !withheld(&user)));
    let chosen = best.or(from.as_ref());
    CallerIdentity {
        number: chosen.and_then(|identity| user_part(&identity.uri)),
        anonymous: false,
        display: chosen
            .and_then(|identity| identity.display.clone())
            .or_else(|| from.as_ref().and_then(|from| from.display.clone())),
    }
}

/// The number that was dialled: the Request-URI's, or To's when the Request-URI only names the
/// account we registered (RFC 3261 §8.2.2.1).
pub(super) fn dialled_number(request_uri: &str, to: &str, account: Option<&str>) -> String {
    let requested = user_part(request_uri);
    let addressed = name_addr(to).and_then(|to| user_part(&to.uri));
    let is_account = requested.is_some() && requested.as_deref() == account;
    match (requested, addressed) {
        (Some(requested), Some(addressed)) => {
            if is_account && looks_dialled(&addressed) {
                addressed
            } else {
                requested
            }
        }
        (Some(requested), None) => requested,
        (None, addressed) => addressed.unwrap_or_default(),
    }
}

/// The user part of a `sip:`, `sips:` or `tel:` URI, percent-decoded, without parameters and
/// password; absent when there is none or it is no printable ASCII of at most 64 characters.
pub(super) fn user_part(uri: &str) -> Option<String> {
    let uri = uri.get(..HEADER_BYTES_MAX.min(uri.len()))?;
    let (scheme, rest) = uri.split_once(':')?;
    let user = if scheme.eq_ignore_ascii_case("tel") {
        rest
    } else if scheme.eq_ignore_ascii_case("sip") || scheme.eq_ignore_ascii_case("sips") {
        rest.rsplit_once('@')?.0
    } else {
        return None;
    };
    let user = user.split([';', '?']).next()?;
    let user = percent_decoded(user.split(':').next()?)?;
    let printable = user.chars().all(|c| c.is_ascii_graphic());
    let fits = !user.is_empty() && user.len() <= TEXT_CHARS_MAX;
    (printable && fits).then_some(user)
}

/// Reads one name-addr or addr-spec.
pub(super) fn name_addr(text: &str) -> Option<NameAddr> {
    let text = text.get(..HEADER_BYTES_MAX.min(text.len()))?.trim();
    let (display, rest) = match text.strip_prefix('"') {
        Some(quoted) => {
            let (display, rest) = unquoted(quoted)?;
            (Some(display), rest)
        }
        None => match text.find('<') {
            Some(at) => (Some(text.get(..at)?.trim().to_owned()), text.get(at..)?),
            None => (None, text),
        },
    };
    let rest = rest.trim_start();
    let (uri, params) = match rest.strip_prefix('<') {
        Some(inner) => inner.split_once('>')?,
        None => rest.find(';').map_or((rest, ""), |at| rest.split_at(at)),
    };
    let display = display.map(|display| clean(&display)).filter(|display| !display.is_empty());
    Some(NameAddr { display, uri: uri.trim().to_owned(), params: params.to_owned() })
}

/// Reads a comma-separated list of name-addrs.
pub(super) fn name_addrs(text: &str) -> Vec<NameAddr> {
    split_list(text).into_iter().filter_map(name_addr).collect()
}

/// Splits a header value at the commas outside quotes and angle brackets.
pub(super) fn split_list(text: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let (mut quoted, mut escaped, mut bracketed) = (false, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '<' if !quoted => bracketed = true,
            '>' if !quoted => bracketed = false,
            ',' if !quoted && !bracketed => {
                parts.push(text.get(start..at).unwrap_or_default().trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or_default().trim());
    parts
}

fn looks_dialled(user: &str) -> bool {
    user.chars().all(|c| c.is_ascii_digit() || "+-.()*#".contains(c))
}

/// The text up to the closing quote, and what follows it.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut display = String::new();
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => {
                display.push(c);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return Some((display, text.get(at + 1..)?)),
            _ => display.push(c),
        }
    }
    None
}

fn clean(display: &str) -> String {
    display.trim().chars().filter(|c| !c.is_control()).take(TEXT_CHARS_MAX).collect()
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(from: &str, asserted: &[&str], privacy: &[&str]) -> Option<String> {
        caller_identity(from, asserted, privacy).number
    }

    #[test]
    fn the_asserted_identity_wins_over_from() {
        let from = "\"Front\" <sip:100@pbx.example>;tag=1";
        assert_eq!(number(from, &[], &[]).as_deref(), Some("100"));
        let both = ["\"A, B\" <sip:name@x.example>, <tel:+81462550000>"];
        assert_eq!(number(from, &both, &[]).as_deref(), Some("+81462550000"));
        let phone = ["<sip:+81462550000;npdi=yes;rn=1@carrier.example;user=phone>"];
        assert_eq!(number(from, &phone, &[]).as_deref(), Some("+81462550000"));
        let named = caller_identity("\"A \\\"b\\\"\" <sip:1@h>", &[], &[]);
        assert_eq!(named.display.as_deref(), Some("A \"b\""));
    }

    #[test]
    fn a_withheld_number_is_not_told_even_when_it_is_asserted() {
        let asserted = ["<sip:0462550000@carrier.example>"];
        for (from, privacy) in [
            ("\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=1", vec![]),
            ("<sip:0462550000@carrier.example>", vec!["id"]),
            ("<sip:0462550000@carrier.example>", vec!["header; user"]),
            ("Anonymous <sip:unavailable@carrier.example>", vec![]),
        ] {
            let caller = caller_identity(from, &asserted, &privacy);
            assert_eq!(caller, CallerIdentity { number: None, anonymous: true, display: None });
        }
        assert!(!caller_identity("<sip:1@h>", &[], &["none"]).anonymous);
    }

    #[test]
    fn a_user_part_is_read_from_every_form_and_refused_when_hostile() {
        let check = |uri: &str, user: Option<&str>| {
            assert_eq!(user_part(uri).as_deref(), user, "{uri}");
        };
        check("sip:0462550000@h;user=phone", Some("0462550000"));
        check("SIPS:alice:secret@h", Some("alice"));
        check("tel:+81-46-255-0000;phone-context=+81", Some("+81-46-255-0000"));
        check("sip:%2B81462550000@h", Some("+81462550000"));
        check("sip:h.example", None);
        check("sip:@h", None);
        check("sip:%0d%0aX@h", None);
        check("sip:%zz@h", None);
        check("http://h/", None);
        check(&format!("sip:{}@h", "9".repeat(65)), None);
        check("sip:番号@h", None);
    }

    #[test]
    fn the_dialled_number_is_the_request_uri_unless_that_is_only_our_account() {
        let check = |uri: &str, to: &str, account: Option<&str>, dialled: &str| {
            assert_eq!(dialled_number(uri, to, account), dialled);
        };
        check("sip:0120101366@us", "<sip:0120101366@carrier>", None, "0120101366");
        check("sip:acc1@us", "<sip:0120101366@carrier>", Some("acc1"), "0120101366");
        check("sip:acc1@us", "<sip:acc1@carrier>", Some("acc1"), "acc1");
        check("sip:us", "<tel:0120101366>", None, "0120101366");
        check("sip:us", "<sip:us>", None, "");
    }

    #[test]
    fn broken_headers_give_no_identity_and_no_panic() {
        for text in ["", "\"", "\"a", "<", "<sip:1@h", ";;;", "\"\\", ",,,<", "é<", "<>"] {
            let caller = caller_identity(text, &[text], &[text]);
            assert_eq!(caller.number, None, "{text}");
        }
        assert_eq!(name_addrs("<sip:a@h>,,<sip:b@h").len(), 2);
    }
}
