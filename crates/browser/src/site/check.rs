//! What is wrong with a profile, in words that say what to do.
//!
//! Owns the rules between the parts of a file; each part alone is refused by its own type. A fault refuses the file,
//! advice does not. Next: `sites/README.md`.

use std::collections::BTreeSet;

use super::pattern::Address;
use super::profile::{FORMAT, Kind, PageRule, Profile};
use super::start::{SLOT_CHARS_MAX, StartPage};
use super::words::{Id, Words};

/// Entries a list of a profile may have.
pub const ENTRIES_MAX: usize = 200;
/// Characters of a dialog's words in a profile.
const SAYS_CHARS_MAX: usize = 300;

/// One thing that is wrong with a profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Another format.
    #[error("format = {0}: this program reads format 1")]
    Format(u32),
    /// No version.
    #[error("version = 0: versions count from 1")]
    Version,
    /// A list that needs an entry has none.
    #[error("no `{0}`: {1}")]
    Missing(&'static str, &'static str),
    /// A list is too long.
    #[error("`{list}` has {count} entries; at most {ENTRIES_MAX}")]
    TooMany {
        /// The list.
        list: &'static str,
        /// Its length.
        count: usize,
    },
    /// Words that cannot be shown.
    #[error("{place}: the label {why}")]
    Label {
        /// Where.
        place: String,
        /// What is wrong.
        why: &'static str,
    },
    /// Two of one name.
    #[error("two {list} entries are named `{id}`")]
    Twice {
        /// The list.
        list: &'static str,
        /// The name.
        id: Id,
    },
    /// Two rules for the same addresses.
    #[error("page `{id}` has the same `url` as `{first}`, which comes first")]
    SameUrl {
        /// The second.
        id: Id,
        /// The first.
        first: Id,
    },
    /// A rule that can never be used.
    #[error("page `{id}`: its host is not among `hosts`, so no page of it is ever opened")]
    PageHost {
        /// The rule.
        id: Id,
    },
    /// A port that is not among the profile's.
    #[error("{place}: port {port} is not among `ports`")]
    Port {
        /// Where.
        place: String,
        /// The port.
        port: u16,
    },
    /// Pages without encryption.
    #[error("{place}: http without `plain_http = true`; what is typed there can be read on the way")]
    PlainHttp {
        /// Where.
        place: String,
    },
    /// A start page whose address cannot be read.
    #[error("start `{id}`: {why}")]
    Start {
        /// The page.
        id: Id,
        /// What is wrong.
        why: String,
    },
    /// A start page the operator would not see.
    #[error("start `{id}` opens a page that no `page` covers: the operator would see nothing; add a rule")]
    StartUnknown {
        /// The page.
        id: Id,
    },
    /// A dialog without words.
    #[error("dialog {number}: `says` {why}")]
    Says {
        /// Which, from 1.
        number: usize,
        /// What is wrong.
        why: &'static str,
    },
    /// Nobody looked at the live site.
    #[error("not verified: nobody has looked at the live site beside this file; the screens say so")]
    Unverified,
    /// Every page of a host is shown.
    #[error("page `{id}` shows every page of its host, also those that nobody looked at")]
    WholeHost {
        /// The rule.
        id: Id,
    },
    /// Nothing says that an application was sent.
    #[error("nothing says when the application counts as sent: the photo stays until the visit ends")]
    NeverSubmitted,
}

impl Problem {
    /// Whether the profile cannot be used with it; the others are advice.
    #[must_use]
    pub fn is_fault(&self) -> bool {
        match self {
            Self::Format(_)
            | Self::Version
            | Self::Missing(..)
            | Self::TooMany { .. }
            | Self::Label { .. }
            | Self::Twice { .. }
            | Self::SameUrl { .. }
            | Self::PageHost { .. }
            | Self::Port { .. }
            | Self::PlainHttp { .. }
            | Self::Start { .. }
            | Self::StartUnknown { .. }
            | Self::Says { .. } => true,
            Self::Unverified | Self::WholeHost { .. } | Self::NeverSubmitted => false,
        }
    }
}

/// Everything that is wrong with a profile, faults and advice, in the order of the file.
#[must_use]
pub fn check(profile: &Profile) -> Vec<Problem> {
    let mut found = Vec::new();
    if profile.format != FORMAT {
        found.push(Problem::Format(profile.format));
    }
    if profile.version == 0 {
        found.push(Problem::Version);
    }
    lists(profile, &mut found);
    if !found.is_empty() {
        return found;
    }
    label("names", &profile.names, &mut found);
    for start in &profile.starts {
        check_start(profile, start, &mut found);
    }
    for (at, rule) in profile.pages.iter().enumerate() {
        check_page(profile, rule, &profile.pages[..at], &mut found);
    }
    twice("start", profile.starts.iter().map(|start| &start.id), &mut found);
    twice("page", profile.pages.iter().map(|rule| &rule.id), &mut found);
    dialogs(profile, &mut found);
    advice(profile, &mut found);
    found
}

fn lists(profile: &Profile, found: &mut Vec<Problem>) {
    if profile.hosts.is_empty() {
        found.push(Problem::Missing("hosts", "the proxy would let nothing through"));
    }
    if profile.ports.is_empty() {
        found.push(Problem::Missing("ports", "leave the line out for 443 and 80"));
    }
    if profile.starts.is_empty() {
        found.push(Problem::Missing("start", "a visit would have nowhere to begin"));
    }
    let mut longest: Vec<(&'static str, usize)> = vec![
        ("hosts", profile.hosts.len()),
        ("ports", profile.ports.len()),
        ("start", profile.starts.len()),
        ("secret_fields", profile.secret_fields.len()),
        ("page", profile.pages.len()),
        ("dialog", profile.dialogs.len()),
        ("mail_senders", profile.mail_senders.len()),
    ];
    for rule in &profile.pages {
        longest.push(("page.secret_fields", rule.secret_fields.len()));
        longest.push(("page.secret_pads", rule.secret_pads.len()));
        longest.push(("page.submitted_when", rule.submitted_when.len()));
    }
    let too_many = longest.into_iter().filter(|(_, count)| *count > ENTRIES_MAX);
    found.extend(too_many.map(|(list, count)| Problem::TooMany { list, count }));
}

fn check_start(profile: &Profile, start: &StartPage, found: &mut Vec<Problem>) {
    let place = format!("start `{}`", start.id);
    label(&place, &start.label, found);
    let fault = |why: String| Problem::Start { id: start.id.clone(), why };
    if let Some(slot) = &start.slot {
        label(&format!("{place}, slot `{}`", slot.name), &slot.label, found);
        if slot.chars_min == 0 || slot.chars_min > slot.chars_max || slot.chars_max > SLOT_CHARS_MAX {
            found.push(fault(format!("a slot has 1 to {SLOT_CHARS_MAX} characters, chars_min up to chars_max")));
            return;
        }
        if !start.url.contains(&slot.mark()) {
            found.push(fault(format!("`{}` does not stand in the address", slot.mark())));
        }
    }
    let sample = start.sample();
    if sample.contains(['{', '}', '*']) {
        found.push(fault("a brace or `*` stands in the address that no slot fills".to_owned()));
        return;
    }
    let address = match Address::read(&sample) {
        Ok(address) => address,
        Err(why) => {
            found.push(fault(why.to_string()));
            return;
        }
    };
    if !profile.has_host(&address.host) {
        found.push(fault(format!("its host `{}` is not among `hosts`", address.host)));
        return;
    }
    reach(profile, place, address.is_https, address.port, found);
    if matches!(profile.page(&sample), super::profile::Page::Unknown(_)) {
        found.push(Problem::StartUnknown { id: start.id.clone() });
    }
}

fn check_page(profile: &Profile, rule: &PageRule, before: &[PageRule], found: &mut Vec<Problem>) {
    let place = format!("page `{}`", rule.id);
    label(&place, &rule.label, found);
    if let Some(first) = before.iter().find(|earlier| earlier.url == rule.url) {
        found.push(Problem::SameUrl { id: rule.id.clone(), first: first.id.clone() });
    }
    if !profile.hosts.iter().any(|host| host.covers(&rule.url.host)) {
        found.push(Problem::PageHost { id: rule.id.clone() });
    }
    reach(profile, place, rule.url.is_https, rule.url.port, found);
}

fn reach(profile: &Profile, place: String, is_https: bool, port: u16, found: &mut Vec<Problem>) {
    if !profile.ports.contains(&port) {
        found.push(Problem::Port { place: place.clone(), port });
    }
    if !is_https && !profile.plain_http {
        found.push(Problem::PlainHttp { place });
    }
}

fn dialogs(profile: &Profile, found: &mut Vec<Problem>) {
    for (at, dialog) in profile.dialogs.iter().enumerate() {
        label(&format!("dialog {}", at + 1), &dialog.words, found);
        let why = if dialog.says.is_empty() {
            Some("is empty; `*` stands for any words")
        } else if dialog.says.chars().count() > SAYS_CHARS_MAX {
            Some("is longer than 300 characters; put `*` for the rest")
        } else {
            None
        };
        found.extend(why.map(|why| Problem::Says { number: at + 1, why }));
    }
}

fn advice(profile: &Profile, found: &mut Vec<Problem>) {
    if !profile.verified {
        found.push(Problem::Unverified);
    }
    let shows_all = |rule: &&PageRule| rule.kind != Kind::Secret && rule.url.is_whole_host();
    found.extend(profile.pages.iter().filter(shows_all).map(|rule| Problem::WholeHost { id: rule.id.clone() }));
    let says_sent = |rule: &PageRule| rule.kind == Kind::Submitted || !rule.submitted_when.is_empty();
    let takes_photo = profile.pages.iter().any(|rule| rule.photo_field.is_some());
    if takes_photo && !profile.pages.iter().any(says_sent) {
        found.push(Problem::NeverSubmitted);
    }
}

fn label(place: &str, words: &Words, found: &mut Vec<Problem>) {
    found.extend(words.fault().map(|why| Problem::Label { place: place.to_owned(), why }));
}

fn twice<'a>(list: &'static str, ids: impl Iterator<Item = &'a Id>, found: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    found.extend(ids.filter(|id| !seen.insert(*id)).map(|id| Problem::Twice { list, id: id.clone() }));
}
