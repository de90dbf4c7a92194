//! How often one address may ask: a bucket that empties with each question, or file, and fills again with time.
//!
//! Owns the rule alone; time is an argument. Many residents share one address behind a carrier's network, so the
//! bucket is deep; it stops programs and no person. It is kept in memory and bounded: at most `ADDRESSES_MAX`.

use std::collections::BTreeMap;
use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};

/// Questions at once; files, where a bucket is for files.
pub(super) const BURST: u32 = 60;
/// How long it takes until one more may be asked.
const REFILL_MS: i64 = 1_000;
/// The most addresses remembered; the fullest bucket makes room.
const ADDRESSES_MAX: usize = 20_000;

/// Who has asked how much.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// By address, when its bucket is full again.
    full_at: BTreeMap<IpAddr, DateTime<Utc>>,
}

impl Pace {
    /// Takes one question of `address`.
    ///
    /// # Errors
    /// The seconds to wait, when it has asked too much.
    pub(super) fn take(&mut self, address: IpAddr, now: DateTime<Utc>) -> Result<(), u64> {
        let key = network(address);
        let full_at = self.full_at.get(&key).copied().unwrap_or(now).max(now);
        let after = full_at + TimeDelta::milliseconds(REFILL_MS);
        let beyond_ms = (after - now).num_milliseconds() - REFILL_MS * i64::from(BURST);
        if beyond_ms > 0 {
            return Err(u64::try_from(beyond_ms).unwrap_or(0).div_ceil(1_000).max(1));
        }
        if self.full_at.len() >= ADDRESSES_MAX && !self.full_at.contains_key(&key) {
            self.make_room(now);
        }
        self.full_at.insert(key, after);
        Ok(())
    }

    fn make_room(&mut self, now: DateTime<Utc>) {
        self.full_at.retain(|_, full_at| *full_at > now);
        if self.full_at.len() >= ADDRESSES_MAX {
            let fullest = self.full_at.iter().min_by_key(|(_, full_at)| **full_at).map(|(address, _)| *address);
            if let Some(address) = fullest {
                self.full_at.remove(&address);
            }
        }
    }
}

/// A home has one IPv4 address or one IPv6 network of 64 bits.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) & (u128::MAX << 64)).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_795_964_400_000 + ms).unwrap()
    }

    fn home(last: u8) -> IpAddr {
        IpAddr::from([203, 0, 113, last])
    }

    #[test]
    fn after_a_burst_one_question_a_second_is_taken_and_others_are_not_kept_waiting() {
        let mut pace = Pace::default();
        for _ in 0..BURST {
            assert_eq!(pace.take(home(1), at(0)), Ok(()));
        }
        assert_eq!(pace.take(home(1), at(0)), Err(1));
        assert_eq!(pace.take(home(2), at(0)), Ok(()));
        assert_eq!(pace.take(home(1), at(999)), Err(1));
        assert_eq!(pace.take(home(1), at(1_000)), Ok(()));
        assert_eq!(pace.take(home(1), at(1_000)), Err(1));
        for _ in 0..BURST {
            assert_eq!(pace.take(home(1), at(100_000)), Ok(()));
        }
    }

    #[test]
    fn asking_while_refused_does_not_lengthen_the_wait() {
        let mut pace = Pace::default();
        for _ in 0..10_000 {
            let _ = pace.take(home(1), at(0));
        }
        assert_eq!(pace.take(home(1), at(1_000)), Ok(()));
    }

    #[test]
    fn one_network_of_ipv6_is_one_home() {
        let mut pace = Pace::default();
        for n in 0..u128::from(BURST) {
            let address = IpAddr::V6((0x2001_0db8_u128 << 96 | n).into());
            assert_eq!(pace.take(address, at(0)), Ok(()));
        }
        assert!(pace.take("2001:db8::ffff:1".parse().unwrap(), at(0)).is_err());
        assert_eq!(pace.take("2001:db8:0:1::1".parse().unwrap(), at(0)), Ok(()));
    }

    #[test]
    fn a_flood_of_addresses_is_bounded() {
        let mut pace = Pace::default();
        for n in 0..ADDRESSES_MAX + 50 {
            let address = IpAddr::V4(u32::try_from(n).unwrap().into());
            assert_eq!(pace.take(address, at(0)), Ok(()));
        }
        assert!(pace.full_at.len() <= ADDRESSES_MAX);
    }
}
