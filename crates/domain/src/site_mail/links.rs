//! Links of a mail: which may be opened, in the shared browser alone.
//!
//! Read by the strictest reading there is, so that no browser can read it otherwise: plain ASCII, `https://`, a name
//! of the profile's, its own port, and nothing in front of the name. What is refused is shown as text and not opened.

use super::names::{DomainName, DomainRule};

/// Letters a link may have.
pub const LINK_CHARS_MAX: usize = 2_048;
/// Links of one message that are looked at.
pub const LINKS_MAX: usize = 50;

const SCHEME: &str = "https://";
const PORT: &str = ":443";

/// Why a link is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkRefusal {
    /// It is too long.
    #[error("longer than {LINK_CHARS_MAX} letters")]
    TooLong,
    /// It has letters or marks that readers of links do not agree on.
    #[error("marks that a link does not have")]
    OddMarks,
    /// It does not begin with `https://`.
    #[error("not a link of https")]
    OtherScheme,
    /// It has a name, a password or a port in front of or behind the host's name, or no name.
    #[error("no plain name of a host")]
    OddHost,
    /// The profile does not allow its host.
    #[error("a host that the profile does not allow")]
    OtherHost,
}

/// Whether a link may be opened, by the hosts of the site's profile.
///
/// # Errors
/// [`LinkRefusal`].
pub fn may_open(link: &str, hosts: &[DomainRule]) -> Result<(), LinkRefusal> {
    if link.len() > LINK_CHARS_MAX {
        return Err(LinkRefusal::TooLong);
    }
    if !link.chars().all(is_of_link) {
        return Err(LinkRefusal::OddMarks);
    }
    let rest = link.strip_prefix(SCHEME).ok_or(LinkRefusal::OtherScheme)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = DomainName::parse(host.strip_suffix(PORT).unwrap_or(host)).ok_or(LinkRefusal::OddHost)?;
    if hosts.iter().any(|rule| rule.means(&name)) { Ok(()) } else { Err(LinkRefusal::OtherHost) }
}

/// The links of a message's plain text that may be opened, each once, in their order.
#[must_use]
pub fn openable_links<'t>(text: &'t str, hosts: &[DomainRule]) -> Vec<&'t str> {
    let mut links = Vec::new();
    for link in text.match_indices(SCHEME).take(LINKS_MAX).map(|(at, _)| link_at(text, at)) {
        if may_open(link, hosts).is_ok() && !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

/// From `at` to the first mark that no link has, without the stop of a sentence.
fn link_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find(|mark| !is_of_link(mark)).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default().trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\''])
}

/// Marks of RFC 3986, without brackets, which hold addresses of numbers.
fn is_of_link(mark: char) -> bool {
    mark.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(mark)
}
