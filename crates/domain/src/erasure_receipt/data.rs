//! What a receipt says. Every word of it is from a list here, a number, or an id.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::ids::ContactId;
use crate::time::Timestamp;

/// Letters an installation's name may have.
pub const INSTALLATION_CHARS_MAX: usize = 64;
/// Canaries of one kind that a scan counts.
pub const CANARIES_MAX: u32 = 1_000_000;
/// Places a scan can look at; each is named once.
pub const SCAN_PLACES_MAX: usize = ScanPlace::ALL.len();

/// A SHA-256 sum; of nothing, 32 zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Digest(pub [u8; 32]);

/// The name of the installation that signs: small letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct InstallationId(String);

impl InstallationId {
    /// Reads a name; `None` when it is empty, too long or has other marks.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let is_ours = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let is_good = (1..=INSTALLATION_CHARS_MAX).contains(&name.len()) && name.bytes().all(is_ours);
        is_good.then(|| Self(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InstallationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What can exist of a visit's shared browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TraceKind {
    /// The browser's profile: cookies, storage, cache, the page itself.
    Profile,
    /// Pictures of it, raw, masked and encoded.
    Frames,
    /// The photo taken at the kiosk.
    Photo,
    /// What was said, as text on the screens.
    Captions,
    /// What was asked for the form beforehand.
    FormData,
    /// The visit's mailbox and what came.
    Mailbox,
}

impl TraceKind {
    /// All of them, in the receipt's order.
    pub const ALL: [Self; 6] =
        [Self::Profile, Self::Frames, Self::Photo, Self::Captions, Self::FormData, Self::Mailbox];

    /// The receipt's word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Frames => "frames",
            Self::Photo => "photo",
            Self::Captions => "captions",
            Self::FormData => "form-data",
            Self::Mailbox => "mailbox",
        }
    }
}

/// A kind of known value that was planted during the visit, to be searched for after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Canary {
    /// In an address.
    Url,
    /// In a cookie.
    Cookie,
    /// In the page's storage.
    Storage,
    /// In a form.
    Form,
    /// In a photo.
    Photo,
    /// In a downloaded file.
    Download,
}

impl Canary {
    /// All of them, in the receipt's order.
    pub const ALL: [Self; 6] = [Self::Url, Self::Cookie, Self::Storage, Self::Form, Self::Photo, Self::Download];

    /// The receipt's word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Url => "url",
            Self::Cookie => "cookie",
            Self::Storage => "storage",
            Self::Form => "form",
            Self::Photo => "photo",
            Self::Download => "download",
        }
    }
}

/// Where canaries are searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ScanPlace {
    /// The memory file system the profile was on, unmounted or empty.
    Profile,
    /// Folders on disks that the browser's account can write to.
    Disk,
    /// The program's logs.
    Logs,
    /// The database and the journal.
    Database,
}

impl ScanPlace {
    /// All of them, in the receipt's order.
    pub const ALL: [Self; 4] = [Self::Profile, Self::Disk, Self::Logs, Self::Database];

    /// The receipt's word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Disk => "disk",
            Self::Logs => "logs",
            Self::Database => "database",
        }
    }
}

/// One search for canaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CanaryScan {
    /// When it was over.
    pub at: Timestamp,
    /// How many of each kind that was looked for were found.
    pub found: BTreeMap<Canary, u32>,
    /// Where it looked.
    pub places: BTreeSet<ScanPlace>,
}

impl CanaryScan {
    /// Whether it proves something: it looked for something somewhere, and found nothing.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        !self.found.is_empty() && !self.places.is_empty() && self.found_in_all() == 0
    }

    /// How many canaries it found.
    #[must_use]
    pub fn found_in_all(&self) -> u32 {
        self.found.values().fold(0, |sum, found| sum.saturating_add(*found))
    }
}

/// Why a shared browser ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BrowserEnd {
    /// It was ended after the site had taken the application.
    Submitted,
    /// It was ended.
    Ended,
    /// It was cancelled.
    Cancelled,
    /// It did not start in time.
    NotStarted,
    /// The browser crashed.
    Crashed,
    /// Its host did not answer any more.
    HostLost,
    /// Somebody's connection was gone for too long.
    NetworkLost,
    /// It had been open for as long as one may be.
    LimitOver,
    /// The program was started anew and found it.
    Restarted,
}

impl BrowserEnd {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Submitted,
        Self::Ended,
        Self::Cancelled,
        Self::NotStarted,
        Self::Crashed,
        Self::HostLost,
        Self::NetworkLost,
        Self::LimitOver,
        Self::Restarted,
    ];

    /// The receipt's word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Ended => "ended",
            Self::Cancelled => "cancelled",
            Self::NotStarted => "not-started",
            Self::Crashed => "crashed",
            Self::HostLost => "host-lost",
            Self::NetworkLost => "network-lost",
            Self::LimitOver => "limit-over",
            Self::Restarted => "restarted",
        }
    }
}

impl fmt::Display for Digest {
    /// Small hexadecimal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The receipt of one erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasureReceipt {
    /// Whose it is.
    pub installation: InstallationId,
    /// Its number among the installation's receipts, from 1.
    pub sequence: u64,
    /// The sum of the receipt before it; zeros for the first.
    pub previous: Digest,
    /// The visit; none when what a restart found does not tell.
    pub visit: Option<ContactId>,
    /// Why the shared browser ended.
    pub end: BrowserEnd,
    /// When it ended.
    pub ended_at: Timestamp,
    /// What existed, and when it was erased; what is not named did not exist.
    pub erased: BTreeMap<TraceKind, Timestamp>,
    /// How often the host was rebuilt before the erasure could be verified.
    pub rebuilt: u32,
    /// Canaries found by searches that failed, before the host was rebuilt.
    pub found_before: u32,
    /// The last search, by which it was verified.
    pub scan: CanaryScan,
    /// When it was verified.
    pub verified_at: Timestamp,
}
