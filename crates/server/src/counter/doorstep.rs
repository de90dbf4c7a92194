//! Connections that have not proved yet which kiosk they are.
//!
//! Owns how many an address may have at once. A hall's kiosks share one address and prove themselves within a
//! second; somebody who only knocks shall not hold the door for them, nor fill the memory.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Places of one address. After a stop of the program all kiosks of a hall come back at once.
const PLACES_MAX: usize = 32;
/// Places of all addresses.
const PLACES_OF_ALL_MAX: usize = 2_048;

/// The places before the door; cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Doorstep(Arc<Mutex<BTreeMap<IpAddr, usize>>>);

/// A place before the door until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    doorstep: Doorstep,
    address: IpAddr,
}

impl Doorstep {
    /// A place for this address; `None` when it has all it may have, or when all are taken.
    pub(super) fn enter(&self, address: IpAddr) -> Option<Place> {
        let mut taken = self.lock();
        let is_full = taken.values().sum::<usize>() >= PLACES_OF_ALL_MAX;
        let places = taken.get(&address).copied().unwrap_or_default();
        if is_full || places >= PLACES_MAX {
            return None;
        }
        taken.insert(address, places + 1);
        Some(Place { doorstep: self.clone(), address })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<IpAddr, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.doorstep.lock();
        match taken.get_mut(&self.address) {
            Some(places) if *places > 1 => *places -= 1,
            Some(_) | None => {
                taken.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn an_address_has_so_many_places_and_gets_them_back() {
        let (hall, other) = (IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2)));
        let doorstep = Doorstep::default();
        let mut places: Vec<Place> = std::iter::from_fn(|| doorstep.enter(hall)).take(1_000).collect();
        assert_eq!(places.len(), PLACES_MAX);
        let others = doorstep.enter(other);
        assert!(others.is_some());
        places.pop();
        assert!(doorstep.enter(hall).is_some());
        drop((places, others));
        assert!(doorstep.lock().is_empty());
    }

    #[test]
    fn many_addresses_together_have_an_end_too() {
        let doorstep = Doorstep::default();
        let many =
            (0_u32..).filter_map(|n| doorstep.enter(IpAddr::V4(Ipv4Addr::from_bits(n / 8)))).take(PLACES_OF_ALL_MAX);
        let places: Vec<Place> = many.collect();
        assert_eq!(places.len(), PLACES_OF_ALL_MAX);
        assert!(doorstep.enter(IpAddr::V4(Ipv4Addr::LOCALHOST)).is_none());
    }
}
