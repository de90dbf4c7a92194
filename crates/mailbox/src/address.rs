//! An address of ours, or one that somebody claims to write from.

use std::fmt;

use thiserror::Error;

/// Bytes of an address (RFC 5321 §4.5.3.1.3, without the angle brackets).
const ADDRESS_BYTES_MAX: usize = 254;
/// Bytes of the part before the at sign (RFC 5321 §4.5.3.1.1).
const LOCAL_BYTES_MAX: usize = 64;
/// Letters of a visit's address: none that is taken for another when it is read out.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
/// Letters of a visit's address; 60 bits, so that nobody finds one by trying.
const LETTERS_COUNT: usize = 12;

/// A mail address in lower case: ASCII, one at sign, a host.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    local: String,
    domain: String,
}

/// What is no address, or none that a letter can come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no mail address")]
pub struct NoAddress;

impl Address {
    /// Reads an address. Quoted names, comments and anything beyond ASCII are refused: a visit has no such address.
    ///
    /// # Errors
    /// When it is no address.
    pub fn parse(text: &str) -> Result<Self, NoAddress> {
        let (local, domain) = text.split_once('@').ok_or(NoAddress)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
        let whole = (1..=LOCAL_BYTES_MAX).contains(&local.len()) && text.len() <= ADDRESS_BYTES_MAX;
        if !whole || !local.chars().all(plain) || !is_host(domain) {
            return Err(NoAddress);
        }
        Ok(Self { local: local.to_ascii_lowercase(), domain: domain.to_ascii_lowercase() })
    }

    /// An address that nobody guesses, from eight bytes of chance.
    pub(crate) fn of_chance(domain: &str, chance: [u8; 8]) -> Result<Self, NoAddress> {
        let bits = u64::from_be_bytes(chance);
        let local = (0..LETTERS_COUNT).map(|place| {
            let index = usize::try_from((bits >> (place * 5)) & 31).unwrap_or_default();
            LETTERS.get(index).copied().map_or('a', char::from)
        });
        let local: String = local.collect();
        Self::parse(&format!("{local}@{domain}"))
    }

    /// The host behind the at sign.
    pub fn domain(&self) -> &str {
        &self.domain
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

/// Who writes to a visit is nobody else's business: the name is left out of logs.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address(…@{})", self.domain)
    }
}

/// Labels of letters, digits and hyphens, at least two (RFC 1035 §2.3.1, RFC 1123 §2.1).
fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        let plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (1..=63).contains(&label.len()) && plain && !label.starts_with('-') && !label.ends_with('-')
    };
    text.split('.').count() >= 2 && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_host() {
        let check = |text: &str, good: bool| assert_eq!(Address::parse(text).is_ok(), good, "{text:?}");
        check("abc@visit.example.jp", true);
        check("A.B+c@Visit.Example", true);
        check("abc@localhost", false);
        check("abc@", false);
        check("@visit.example", false);
        check("a@b@visit.example", false);
        check("\"a b\"@visit.example", false);
        check("a@[127.0.0.1]", false);
        check("a%b@visit.example", true);
        check("窓口@visit.example", false);
        check("a\r\n@visit.example", false);
        check("a@-x.example", false);
        check(&format!("{}@visit.example", "a".repeat(65)), false);
    }

    #[test]
    fn case_makes_no_other_address() {
        assert_eq!(Address::parse("ABC@Visit.Example"), Address::parse("abc@visit.example"));
    }

    #[test]
    fn chance_makes_twelve_letters_and_every_bit_of_sixty_counts() {
        let of = |bits: u64| Address::of_chance("visit.example", bits.to_be_bytes()).unwrap().to_string();
        assert_eq!(of(0), "aaaaaaaaaaaa@visit.example");
        assert_eq!(of(u64::MAX), "999999999999@visit.example");
        (0..60).for_each(|bit| assert_ne!(of(1 << bit), of(0), "bit {bit}"));
    }

    #[test]
    fn a_name_is_left_out_of_logs() {
        assert_eq!(format!("{:?}", Address::parse("abc@visit.example").unwrap()), "Address(…@visit.example)");
    }
}
