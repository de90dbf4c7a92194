//! A site profile, and what it says of an address.
//!
//! Owns the shape of `sites/*.toml` and the order among its rules: what any rule calls secret is secret, whichever rule
//! comes first. Next: `check` for what a profile must keep, `amend` for rules that are added at the desk.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::pattern::{Address, HostPattern, Unreadable, UrlPattern, glob};
use super::selector::Selector;
use super::start::StartPage;
use super::words::{Id, Words};

/// The format of profiles that is read.
pub const FORMAT: u32 = 1;

/// What a city knows of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The format the file is written in: 1.
    pub format: u32,
    /// Its name in code.
    pub id: Id,
    /// Counts up with each change of the file, from 1.
    pub version: u32,
    /// Whether somebody looked at the live site beside this file; false is said on the screens.
    pub verified: bool,
    /// What both screens call the site.
    pub names: Words,
    /// Hosts a page may be on, and may load from.
    pub hosts: Vec<HostPattern>,
    /// Ports a page may reach.
    #[serde(default = "web_ports")]
    pub ports: Vec<u16>,
    /// Whether pages without encryption may be shown.
    #[serde(default)]
    pub plain_http: bool,
    /// Where a visit may begin.
    #[serde(default, rename = "start")]
    pub starts: Vec<StartPage>,
    /// Fields that are secret on every page, beside those that always are.
    #[serde(default)]
    pub secret_fields: Vec<Selector>,
    /// What is known of pages.
    #[serde(default, rename = "page")]
    pub pages: Vec<PageRule>,
    /// Dialogs the site is known to open.
    #[serde(default, rename = "dialog")]
    pub dialogs: Vec<DialogRule>,
    /// Whose mail a visit's mailbox takes: domains of senders.
    #[serde(default)]
    pub mail_senders: Vec<HostPattern>,
    /// Which of a page's own controls need ours.
    #[serde(default)]
    pub own_controls: OwnControls,
}

/// What is known of some pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageRule {
    /// Its name in code.
    pub id: Id,
    /// What both screens show instead of the address.
    pub label: Words,
    /// Which addresses.
    pub url: UrlPattern,
    /// What the operator may see of it.
    pub kind: Kind,
    /// Fields that are secret here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secret_fields: Vec<Selector>,
    /// Regions whose clicks are secret: pads of buttons for a PIN.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secret_pads: Vec<Selector>,
    /// What stands on the page once the application counts as sent, where the address does not change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub submitted_when: Vec<Selector>,
    /// The field the photo goes into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo_field: Option<Selector>,
}

/// What the operator may see of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The page without its secret fields.
    Open,
    /// The page without its secret fields; the application was sent.
    Submitted,
    /// Nothing.
    Secret,
}

/// A dialog (`alert`, `confirm`, ..) the site is known to open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DialogRule {
    /// Which kind.
    pub kind: DialogKind,
    /// The site's words; `*` stands for any.
    pub says: String,
    /// What both screens show instead.
    pub words: Words,
    /// Who answers.
    pub answer: Answer,
}

/// A kind of dialog, as the protocol names it (`Page.DialogType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DialogKind {
    /// Words and one button.
    Alert,
    /// Words and two buttons.
    Confirm,
    /// Words and a field.
    Prompt,
    /// Leaving the page.
    Beforeunload,
}

/// Who answers a known dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Whoever holds control.
    Holder,
    /// The resident alone: the operator neither reads nor answers it.
    Resident,
    /// Nobody is asked: it is accepted.
    Accept,
    /// Nobody is asked: it is dismissed.
    Dismiss,
}

/// Which of a page's own controls are drawn by nobody in a picture and need ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OwnControls {
    /// Lists (`<select>`).
    pub select: bool,
    /// Dates and times (`<input type=date>`, ..).
    pub date: bool,
}

impl Default for OwnControls {
    fn default() -> Self {
        Self { select: true, date: true }
    }
}

/// What a profile says of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page<'a> {
    /// A rule covers it.
    Known(PageView<'a>),
    /// Nothing is known: the operator sees nothing.
    Unknown(Unknown),
}

/// Why nothing is known of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// It cannot be told what it is.
    #[error("{0}")]
    Address(Unreadable),
    /// The host is not one of the site's.
    #[error("the host is not one of the site's")]
    Host,
    /// No rule covers it.
    #[error("no rule covers the page")]
    NoRule,
}

/// What is known of one page: all rules that cover it, together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageView<'a> {
    /// The first rule that covers it.
    pub rule: &'a Id,
    /// What both screens show.
    pub label: &'a Words,
    /// What the operator may see.
    pub kind: Kind,
    /// Fields that are secret, of the site and of every rule that may cover the page.
    pub secret_fields: Vec<&'a Selector>,
    /// Regions whose clicks are secret, of every rule that may cover the page.
    pub secret_pads: Vec<&'a Selector>,
    /// What says that the application was sent, of every rule that covers the page.
    pub submitted_when: Vec<&'a Selector>,
    /// The first photo field.
    pub photo_field: Option<&'a Selector>,
}

impl Profile {
    /// What is known of the page at an address.
    #[must_use]
    pub fn page(&self, url: &str) -> Page<'_> {
        let address = match Address::read(url) {
            Ok(address) => address,
            Err(why) => return Page::Unknown(Unknown::Address(why)),
        };
        if !self.has_host(&address.host) {
            return Page::Unknown(Unknown::Host);
        }
        let covering: Vec<&PageRule> = self.pages.iter().filter(|rule| rule.covers(&address)).collect();
        let Some(first) = covering.iter().find(|rule| rule.kind == Kind::Secret).or_else(|| covering.first()) else {
            return Page::Unknown(Unknown::NoRule);
        };
        let near: Vec<&PageRule> = self.pages.iter().filter(|rule| rule.url.may_match(&address)).collect();
        let of_page = near.iter().flat_map(|rule| &rule.secret_fields);
        Page::Known(PageView {
            rule: &first.id,
            label: &first.label,
            kind: first.kind,
            secret_fields: self.secret_fields.iter().chain(of_page).collect(),
            secret_pads: near.iter().flat_map(|rule| &rule.secret_pads).collect(),
            submitted_when: covering.iter().flat_map(|rule| &rule.submitted_when).collect(),
            photo_field: covering.iter().find_map(|rule| rule.photo_field.as_ref()),
        })
    }

    /// Every selector of a secret field, of the site and of all its pages: for a guard that stands in each document
    /// before its address is known.
    #[must_use]
    pub fn all_secret_fields(&self) -> BTreeSet<&Selector> {
        self.secret_fields.iter().chain(self.pages.iter().flat_map(|rule| &rule.secret_fields)).collect()
    }

    /// Every selector of a region whose clicks are secret, of all pages.
    #[must_use]
    pub fn all_secret_pads(&self) -> BTreeSet<&Selector> {
        self.pages.iter().flat_map(|rule| &rule.secret_pads).collect()
    }

    /// Whether the site has the host; written as URLs write it.
    #[must_use]
    pub fn has_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|pattern| pattern.matches(host))
    }

    /// The known dialog with these words.
    #[must_use]
    pub fn dialog(&self, kind: DialogKind, says: &str) -> Option<&DialogRule> {
        self.dialogs.iter().find(|rule| rule.kind == kind && glob(&rule.says, says))
    }

    /// The start page of an id.
    #[must_use]
    pub fn start(&self, id: &str) -> Option<&StartPage> {
        self.starts.iter().find(|start| start.id.as_str() == id)
    }

    /// Whether a visit's mailbox takes mail from a domain.
    #[must_use]
    pub fn takes_mail_of(&self, domain: &str) -> bool {
        self.mail_senders.iter().any(|pattern| pattern.matches(domain))
    }
}

impl PageRule {
    /// A secret rule covers whatever it may mean; another covers what it says to the letter.
    fn covers(&self, address: &Address) -> bool {
        match self.kind {
            Kind::Secret => self.url.may_match(address),
            Kind::Open | Kind::Submitted => self.url.matches(address),
        }
    }
}

fn web_ports() -> Vec<u16> {
    vec![443, 80]
}
