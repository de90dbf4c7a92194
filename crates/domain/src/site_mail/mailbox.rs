//! The mailbox: one address, the site's senders, few and small messages, and an end.

use super::names::{DomainName, DomainRule};
use crate::time::Timestamp;

/// Bytes one message may have, attachments and all.
pub const MESSAGE_BYTES_MAX: u64 = 1_048_576;
/// Messages one visit may get.
pub const MESSAGES_MAX: u32 = 20;
/// Bytes all messages of a visit may have together; they lie in memory.
pub const ALL_BYTES_MAX: u64 = 4 * 1_048_576;
/// Letters of an address that are looked at (RFC 5321 §4.5.3.1.3).
pub const ADDRESS_CHARS_MAX: usize = 254;

/// Letters of an address made from chance: none that is read as another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// Sixteen letters of five bits: 80 bits that nobody guesses.
const CHANCE_LETTERS: u32 = 16;
const BITS_A_LETTER: u32 = 5;
/// Some forms want a letter first.
const FIRST_LETTER: char = 'v';

/// The address of one visit, such as `v7k2...@mail.city.example`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitAddress {
    local: String,
    domain: DomainName,
}

impl VisitAddress {
    /// An address from chance; its lowest 80 bits are used.
    #[must_use]
    pub fn from_chance(chance: u128, domain: DomainName) -> Self {
        let letter = |at: u32| {
            let bits = usize::try_from((chance >> (at * BITS_A_LETTER)) & 0b1_1111).unwrap_or(0);
            LETTERS.get(bits).copied().map_or(FIRST_LETTER, char::from)
        };
        let local = std::iter::once(FIRST_LETTER).chain((0..CHANCE_LETTERS).map(letter)).collect();
        Self { local, domain }
    }

    /// The address as it is typed into a form.
    #[must_use]
    pub fn written(&self) -> String {
        format!("{}@{}", self.local, self.domain.as_str())
    }

    /// Whether an envelope's recipient is this address; sites may write it in capitals.
    fn is(&self, recipient: &str) -> bool {
        recipient.eq_ignore_ascii_case(&self.written())
    }
}

/// Why mail is turned away. The sender's server is told no more than that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MailRefusal {
    /// Nobody has this address: never, or not any more.
    #[error("no such mailbox")]
    NoSuchMailbox,
    /// The visit is over.
    #[error("the visit is over")]
    VisitOver,
    /// It has no sender, or none that can be read.
    #[error("no sender that can be read")]
    NoSender,
    /// It is not from one of the site's domains.
    #[error("not a sender of the site's")]
    OtherSender,
    /// Nothing proves that it is from whom it says.
    #[error("the sender is not proved")]
    SenderNotProved,
    /// It is too long.
    #[error("longer than {MESSAGE_BYTES_MAX} bytes")]
    TooLong,
    /// The visit has had enough messages.
    #[error("the mailbox is full")]
    Full,
}

/// The mailbox of one visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteMailbox {
    address: VisitAddress,
    senders: Vec<DomainRule>,
    until: Timestamp,
    is_closed: bool,
    messages: u32,
    bytes: u64,
}

impl SiteMailbox {
    /// An empty mailbox, for the senders of one site's profile, closed at the latest at `until`.
    #[must_use]
    pub fn new(address: VisitAddress, senders: Vec<DomainRule>, until: Timestamp) -> Self {
        Self { address, senders, until, is_closed: false, messages: 0, bytes: 0 }
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> &VisitAddress {
        &self.address
    }

    /// The visit is over, or erases its mail: nothing is taken in any more.
    pub fn close(&mut self) {
        self.is_closed = true;
    }

    /// Whether it has this recipient; asked at `RCPT TO`.
    ///
    /// # Errors
    /// [`MailRefusal`].
    pub fn judge_recipient(&self, recipient: &str, now: Timestamp) -> Result<(), MailRefusal> {
        if recipient.len() > ADDRESS_CHARS_MAX || !self.address.is(recipient) {
            return Err(MailRefusal::NoSuchMailbox);
        }
        if self.is_closed || now >= self.until { Err(MailRefusal::VisitOver) } else { Ok(()) }
    }

    /// Whether mail of this sender is wanted; asked for the envelope's sender and for the message's `From`.
    ///
    /// # Errors
    /// [`MailRefusal`].
    pub fn judge_sender(&self, sender: &str, is_proved: bool) -> Result<(), MailRefusal> {
        let domain = domain_of(sender).ok_or(MailRefusal::NoSender)?;
        if !self.senders.iter().any(|rule| rule.means(&domain)) {
            return Err(MailRefusal::OtherSender);
        }
        if is_proved { Ok(()) } else { Err(MailRefusal::SenderNotProved) }
    }

    /// Whether a message of this size still fits; asked with the size that is announced, and again when it is there.
    ///
    /// # Errors
    /// [`MailRefusal`].
    pub fn judge_size(&self, bytes: u64) -> Result<(), MailRefusal> {
        if bytes > MESSAGE_BYTES_MAX {
            return Err(MailRefusal::TooLong);
        }
        let is_full = self.messages >= MESSAGES_MAX || self.bytes.saturating_add(bytes) > ALL_BYTES_MAX;
        if is_full { Err(MailRefusal::Full) } else { Ok(()) }
    }

    /// Takes a message in that is there whole: all of the above once more, since time has passed.
    ///
    /// # Errors
    /// [`MailRefusal`]; nothing is counted then.
    pub fn take(&mut self, mail: &ArrivedMail<'_>, now: Timestamp) -> Result<(), MailRefusal> {
        self.judge_recipient(mail.recipient, now)?;
        self.judge_sender(mail.envelope_sender, mail.is_sender_proved)?;
        self.judge_sender(mail.from, mail.is_sender_proved)?;
        self.judge_size(mail.bytes)?;
        self.messages += 1;
        self.bytes = self.bytes.saturating_add(mail.bytes);
        Ok(())
    }
}

/// A message that has arrived, as far as it is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArrivedMail<'m> {
    /// The envelope's recipient.
    pub recipient: &'m str,
    /// The envelope's sender.
    pub envelope_sender: &'m str,
    /// The address in the message's `From`.
    pub from: &'m str,
    /// Whether the sender's domain was proved (SPF or DKIM, in line with `From`), or the city does without.
    pub is_sender_proved: bool,
    /// Its size.
    pub bytes: u64,
}

/// The domain of a plain address: no display name, no quotes, no route, no address of numbers.
fn domain_of(address: &str) -> Option<DomainName> {
    if address.len() > ADDRESS_CHARS_MAX || !address.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    let (local, domain) = address.split_once('@')?;
    let is_plain = !local.is_empty() && !local.contains(['"', '<', '>', ',', ':', ';', '\\', '(', ')', '%', '!']);
    if is_plain { DomainName::parse(domain) } else { None }
}
