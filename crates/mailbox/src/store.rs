//! Addresses of visits and what came for them: in memory, and overwritten when the visit ends.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use thiserror::Error;
use tokio::sync::watch;

use crate::address::Address;
use crate::letter::Letter;
use crate::limits::{ADDRESSES_MAX, LETTERS_MAX};

/// A visit by its number; whose it is, is the caller's to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Visit(pub u128);

/// Why a visit got no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotOpened {
    /// Too many visits have one.
    #[error("{ADDRESSES_MAX} visits have an address already")]
    Full,
    /// Another visit has the address that this chance makes.
    #[error("the address is another visit's")]
    Taken,
    /// The domain is no domain.
    #[error("not a mail domain")]
    NoDomain,
}

/// Why a letter did not get in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotDelivered {
    /// The address went with its visit.
    Gone,
    /// The visit has as many letters as it gets.
    Full,
}

/// All mailboxes of an installation.
pub struct Mailboxes {
    boxes: Mutex<BTreeMap<Address, Mailbox>>,
    arrivals: watch::Sender<u64>,
}

struct Mailbox {
    visit: Visit,
    letters: Vec<Letter>,
}

impl Default for Mailboxes {
    fn default() -> Self {
        Self { boxes: Mutex::default(), arrivals: watch::Sender::new(0) }
    }
}

impl Mailboxes {
    /// Gives a visit its address in `domain`, made of eight bytes of chance; the one it has, if it has one.
    ///
    /// # Errors
    /// When too many visits have one, another visit has this one, or the domain is none.
    pub fn open(&self, visit: Visit, domain: &str, chance: [u8; 8]) -> Result<Address, NotOpened> {
        let mut boxes = self.boxes();
        if let Some((address, _)) = boxes.iter().find(|(_, mailbox)| mailbox.visit == visit) {
            return Ok(address.clone());
        }
        let address = Address::of_chance(domain, chance).map_err(|_| NotOpened::NoDomain)?;
        if boxes.contains_key(&address) {
            return Err(NotOpened::Taken);
        }
        if boxes.len() >= ADDRESSES_MAX {
            return Err(NotOpened::Full);
        }
        boxes.insert(address.clone(), Mailbox { visit, letters: Vec::new() });
        Ok(address)
    }

    /// What came for a visit, the oldest first; nothing where it has no address.
    pub fn letters(&self, visit: Visit) -> Vec<Letter> {
        let boxes = self.boxes();
        boxes.values().find(|mailbox| mailbox.visit == visit).map_or_else(Vec::new, |mailbox| mailbox.letters.clone())
    }

    /// Ends a visit's address and overwrites what came for it. Tells how many letters there were, for the receipt;
    /// nothing where the visit had no address.
    pub fn close(&self, visit: Visit) -> Option<usize> {
        let mut boxes = self.boxes();
        let address = boxes.iter().find(|(_, mailbox)| mailbox.visit == visit).map(|(address, _)| address.clone())?;
        boxes.remove(&address).map(|mailbox| mailbox.letters.len())
    }

    /// Ends all addresses; when the city takes its agreement back, and at the end of the program.
    pub fn close_all(&self) -> usize {
        let ended = std::mem::take(&mut *self.boxes());
        ended.len()
    }

    /// A number that goes up with every letter that comes, for whoever waits for one.
    pub fn arrivals(&self) -> watch::Receiver<u64> {
        self.arrivals.subscribe()
    }

    /// Whose address this is.
    pub(crate) fn visit_at(&self, address: &Address) -> Option<Visit> {
        self.boxes().get(address).map(|mailbox| mailbox.visit)
    }

    /// Whether an address gets another letter.
    pub(crate) fn has_room(&self, address: &Address) -> bool {
        self.boxes().get(address).is_some_and(|mailbox| mailbox.letters.len() < LETTERS_MAX)
    }

    /// Puts a letter into the mailbox of the visit it was let in for; the address may be another's by now.
    pub(crate) fn deliver(&self, address: &Address, visit: Visit, letter: Letter) -> Result<(), NotDelivered> {
        let mut boxes = self.boxes();
        let mailbox = boxes.get_mut(address).filter(|mailbox| mailbox.visit == visit).ok_or(NotDelivered::Gone)?;
        if mailbox.letters.len() >= LETTERS_MAX {
            return Err(NotDelivered::Full);
        }
        mailbox.letters.push(letter);
        drop(boxes);
        self.arrivals.send_modify(|count| *count = count.wrapping_add(1));
        Ok(())
    }

    fn boxes(&self) -> MutexGuard<'_, BTreeMap<Address, Mailbox>> {
        self.boxes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOMAIN: &str = "visit.example";

    fn letter() -> Letter {
        crate::read(b"From: a@site.example\r\nSubject: s\r\n\r\nhttps://site.example/x\r\n").unwrap()
    }

    fn chance(number: u8) -> [u8; 8] {
        [0, 0, 0, 0, 0, 0, 0, number]
    }

    #[test]
    fn a_visit_has_one_address() {
        let boxes = Mailboxes::default();
        let first = boxes.open(Visit(1), DOMAIN, chance(1)).unwrap();
        assert_eq!(boxes.open(Visit(1), DOMAIN, chance(2)), Ok(first));
        assert_eq!(boxes.open(Visit(2), DOMAIN, chance(1)), Err(NotOpened::Taken));
        assert_eq!(boxes.open(Visit(2), "not a domain", chance(2)), Err(NotOpened::NoDomain));
    }

    #[test]
    fn a_letter_for_a_visit_that_ended_is_not_put_into_the_next() {
        let boxes = Mailboxes::default();
        let address = boxes.open(Visit(1), DOMAIN, chance(1)).unwrap();
        assert_eq!(boxes.deliver(&address, Visit(1), letter()), Ok(()));
        assert_eq!(boxes.close(Visit(1)), Some(1));
        assert_eq!(boxes.close(Visit(1)), None);
        assert!(boxes.letters(Visit(1)).is_empty());
        boxes.open(Visit(2), DOMAIN, chance(1)).unwrap();
        assert_eq!(boxes.deliver(&address, Visit(1), letter()), Err(NotDelivered::Gone));
        assert!(boxes.letters(Visit(2)).is_empty());
    }

    #[test]
    fn a_visit_gets_ten_letters_and_who_waits_hears_of_each() {
        let boxes = Mailboxes::default();
        let arrivals = boxes.arrivals();
        let address = boxes.open(Visit(1), DOMAIN, chance(1)).unwrap();
        for _ in 0..LETTERS_MAX {
            assert!(boxes.has_room(&address));
            boxes.deliver(&address, Visit(1), letter()).unwrap();
        }
        assert!(!boxes.has_room(&address));
        assert_eq!(boxes.deliver(&address, Visit(1), letter()), Err(NotDelivered::Full));
        assert_eq!(*arrivals.borrow(), 10);
    }

    #[test]
    fn addresses_are_as_many_as_there_is_room() {
        let boxes = Mailboxes::default();
        for number in 0..64 {
            boxes.open(Visit(number.into()), DOMAIN, chance(number)).unwrap();
        }
        assert_eq!(boxes.open(Visit(64), DOMAIN, chance(64)), Err(NotOpened::Full));
        assert_eq!(boxes.close_all(), 64);
        assert!(boxes.open(Visit(64), DOMAIN, chance(64)).is_ok());
    }
}
