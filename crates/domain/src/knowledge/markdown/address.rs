//! Which addresses a link may lead to: https, tel, and pages of this site.

/// Longest address, in characters.
pub(super) const ADDRESS_CHARS_MAX: usize = 500;

/// Longest telephone number behind `tel:`, in characters.
const TELEPHONE_CHARS_MAX: usize = 24;

/// Whether a link may lead there.
pub(super) fn may_lead_to(address: &str) -> bool {
    if let Some(number) = address.strip_prefix("tel:") {
        let digit = number.bytes().any(|c| c.is_ascii_digit());
        let plain = number.bytes().enumerate().all(|(at, c)| c.is_ascii_digit() || c == b'-' || (at == 0 && c == b'+'));
        return digit && plain && number.len() <= TELEPHONE_CHARS_MAX;
    }
    // Two slashes name another host, and browsers read a backslash as a slash.
    let own = address.starts_with('/') && !address.starts_with("//");
    (own && is_plain(address)) || is_web_address(address)
}

/// Whether it is a plain https address: a host with a dot, no name or password, no sign that needs escaping.
#[must_use]
pub fn is_web_address(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    let port = &host[name.len()..];
    let labels = name.contains('.') && name.split('.').all(|label| !label.is_empty());
    let letters = name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'.');
    let numbered = port.is_empty() || (port.len() > 1 && port[1..].bytes().all(|c| c.is_ascii_digit()));
    labels && letters && numbered && is_plain(address)
}

/// Signs of RFC 3986 alone, without quotes.
fn is_plain(address: &str) -> bool {
    let allowed = |c: u8| c.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&()*+,;=%".contains(&c);
    address.len() <= ADDRESS_CHARS_MAX && address.bytes().all(allowed)
}
