//! Small readings of SIP headers that several rooms of the trunk need.
//!
//! Pure, tolerant of nonsense: a header that cannot be read is as good as absent.

use rsipstack::sip::{HasHeaders, Header};

use super::identity::split_list;
use super::session_timer::{SessionExpires, TimerRequest};

/// Every value of the header `name`, in order; `short` is its compact form (RFC 3261 §7.3.3).
pub(super) fn values<'a>(message: &'a impl HasHeaders, name: &str, short: &str) -> Vec<&'a str> {
    let matching = message.headers().iter().filter(|header| {
        let found = header.name();
        found.eq_ignore_ascii_case(name) || (!short.is_empty() && found.eq_ignore_ascii_case(short))
    });
    matching.map(Header::value).collect()
}

/// The first value of the header `name`, trimmed.
pub(super) fn value<'a>(message: &'a impl HasHeaders, name: &str, short: &str) -> Option<&'a str> {
    values(message, name, short).first().map(|value| value.trim())
}

/// Whether the comma-separated header `name` has `token`.
pub(super) fn has_token(message: &impl HasHeaders, name: &str, short: &str, token: &str) -> bool {
    let lists = values(message, name, short);
    lists.iter().flat_map(|list| split_list(list)).any(|found| found.eq_ignore_ascii_case(token))
}

/// The extensions `message` requires that we do not know (RFC 3261 §8.2.2.3).
pub(super) fn unknown_requirements(message: &impl HasHeaders, known: &str) -> Vec<String> {
    let lists = values(message, "Require", "");
    let required = lists.iter().flat_map(|list| split_list(list));
    let unknown = required
        .filter(|token| !token.is_empty() && !split_list(known).iter().any(|known| known.eq_ignore_ascii_case(token)));
    unknown.take(8).map(|token| token.chars().take(64).collect()).collect()
}

/// What a request says about session timers (RFC 4028 §4, §5).
pub(super) fn timer_request(message: &impl HasHeaders) -> TimerRequest {
    TimerRequest {
        expires: value(message, "Session-Expires", "x").and_then(SessionExpires::parse),
        min_s: min_se(message),
        supported: has_token(message, "Supported", "k", "timer") || has_token(message, "Require", "", "timer"),
    }
}

/// The Min-SE of `message`, in seconds.
pub(super) fn min_se(message: &impl HasHeaders) -> Option<u32> {
    let text = value(message, "Min-SE", "")?;
    text.split(';').next()?.trim().parse().ok()
}

/// Whether the body of `message` is SDP; absent when it has no body.
pub(super) fn body_is_sdp(message: &impl HasHeaders, body: &[u8]) -> Option<bool> {
    if body.is_empty() {
        return None;
    }
    let kind = value(message, "Content-Type", "c").unwrap_or("application/sdp");
    let kind = kind.split(';').next().unwrap_or_default().trim();
    Some(kind.eq_ignore_ascii_case("application/sdp"))
}

/// The tag parameter of a From or To value.
pub(super) fn tag(value: &str) -> Option<String> {
    let params = super::identity::name_addr(value)?.params;
    params.split(';').find_map(|param| {
        let (name, value) = param.split_once('=')?;
        let is_tag = name.trim().eq_ignore_ascii_case("tag") && !value.trim().is_empty();
        is_tag.then(|| value.trim().to_owned())
    })
}
