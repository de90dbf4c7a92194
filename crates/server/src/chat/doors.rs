//! How much one address may do: connections at once, and questions in a minute.
//!
//! Owns counting alone; time is an argument. Many residents may share an address, and a single one must not hold the
//! door for them. Addresses are forgotten when they are quiet.

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::time::Timestamp;

/// Connections of one address.
const PLACES_MAX: usize = 32;
/// Connections of all addresses.
const PLACES_OF_ALL_MAX: usize = 1_000;
/// Questions of one address in a minute.
const QUESTIONS_MAX: usize = 60;
/// Addresses whose questions are counted; more are asked to wait.
const ADDRESSES_MAX: usize = 5_000;
const MINUTE_MS: u64 = 60_000;

/// The doors; cheap to clone, all clones are one.
#[derive(Debug, Clone, Default)]
pub(super) struct Doors(Arc<Mutex<Counted>>);

#[derive(Debug, Default)]
struct Counted {
    places: BTreeMap<IpAddr, usize>,
    questions: BTreeMap<IpAddr, VecDeque<Timestamp>>,
}

/// A place until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    doors: Doors,
    pub(super) address: IpAddr,
}

impl Doors {
    /// A place for this address; `None` when it has all it may have, or when all are taken.
    pub(super) fn enter(&self, address: IpAddr) -> Option<Place> {
        let mut counted = self.counted();
        let is_full = counted.places.values().sum::<usize>() >= PLACES_OF_ALL_MAX;
        let taken = counted.places.get(&address).copied().unwrap_or_default();
        if is_full || taken >= PLACES_MAX {
            return None;
        }
        counted.places.insert(address, taken + 1);
        Some(Place { doors: self.clone(), address })
    }

    /// Counts a question; false when the address has asked all it may within a minute.
    pub(super) fn ask(&self, address: IpAddr, now: Timestamp) -> bool {
        let mut counted = self.counted();
        if counted.questions.len() >= ADDRESSES_MAX {
            counted.questions.retain(|_, asked| asked.back().is_some_and(|at| now.since_ms(*at) < MINUTE_MS));
        }
        if counted.questions.len() >= ADDRESSES_MAX && !counted.questions.contains_key(&address) {
            return false;
        }
        let asked = counted.questions.entry(address).or_default();
        while asked.front().is_some_and(|at| now.since_ms(*at) >= MINUTE_MS) {
            asked.pop_front();
        }
        if asked.len() >= QUESTIONS_MAX {
            return false;
        }
        asked.push_back(now);
        true
    }

    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counted = self.doors.counted();
        match counted.places.get_mut(&self.address) {
            Some(taken) if *taken > 1 => *taken -= 1,
            Some(_) | None => {
                counted.places.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const HOME: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    const OTHER: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));

    #[test]
    fn an_address_has_so_many_places_and_gets_them_back() {
        let doors = Doors::default();
        let mut places: Vec<Place> = std::iter::from_fn(|| doors.enter(HOME)).take(1_000).collect();
        assert_eq!(places.len(), PLACES_MAX);
        assert!(doors.enter(OTHER).is_some());
        places.pop();
        assert!(doors.enter(HOME).is_some());
        drop(places);
        assert!(doors.counted().places.is_empty());
    }

    #[test]
    fn an_address_asks_so_often_in_a_minute_and_again_after_it() {
        let doors = Doors::default();
        let asked = (0..200).filter(|_| doors.ask(HOME, Timestamp(0))).count();
        assert_eq!(asked, QUESTIONS_MAX);
        assert!(doors.ask(OTHER, Timestamp(0)));
        assert!(!doors.ask(HOME, Timestamp(59_999)));
        assert!(doors.ask(HOME, Timestamp(60_000)));
    }

    #[test]
    fn addresses_that_are_counted_have_an_end_and_quiet_ones_are_forgotten() {
        let doors = Doors::default();
        let address = |n: u32| IpAddr::V4(Ipv4Addr::from_bits(n));
        assert!((0..ADDRESSES_MAX as u32).all(|n| doors.ask(address(n), Timestamp(0))));
        assert!(!doors.ask(HOME, Timestamp(1)));
        assert!(doors.ask(HOME, Timestamp(60_000)));
    }
}
