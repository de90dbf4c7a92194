//! What one direction of a poor line does to each packet.
//!
//! Pure: the packet, the time since the start and a seeded chance give its fate. A link of a given rate sends one
//! packet after another out of a bounded queue; then comes the way, with its delay, jitter and loss. Order
//! is kept. It must never know devices.

use std::time::Duration;

use serde_json::Value;

/// How long the queue before a narrow link may get; what comes then is dropped, as by a home router.
const QUEUE_MAX: Duration = Duration::from_millis(400);
/// Places of protocol numbers in the headers (RFC 791 §3.1).
const PROTOCOL_AT: usize = 9;
const UDP: u8 = 17;

/// How good the line is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Quality {
    /// On the way, in milliseconds.
    pub(super) delay_ms: u64,
    /// Added by chance, at most, in milliseconds.
    pub(super) jitter_ms: u64,
    /// Packets lost of a thousand.
    pub(super) loss_permille: u64,
    /// What the link carries, in kbit/s; 0 is no limit.
    pub(super) rate_kbit: u64,
    /// Nothing passes.
    pub(super) is_cut: bool,
    /// UDP does not pass.
    pub(super) is_udp_blocked: bool,
}

impl Quality {
    /// Reads an order such as `{"delay_ms":50,"loss_permille":50}`; what is left out is as on a good line.
    pub(super) fn read(order: &str) -> Result<Self, String> {
        let Ok(Value::Object(fields)) = serde_json::from_str(order) else {
            return Err("an order is one JSON object".to_owned());
        };
        let mut quality = Self::default();
        for (name, value) in &fields {
            let number = |most: u64| {
                let found = value.as_u64().filter(|found| *found <= most);
                found.ok_or_else(|| format!("{name} is a whole number from 0 to {most}"))
            };
            let word = || value.as_bool().ok_or_else(|| format!("{name} is true or false"));
            match name.as_str() {
                "delay_ms" => quality.delay_ms = number(10_000)?,
                "jitter_ms" => quality.jitter_ms = number(10_000)?,
                "loss_permille" => quality.loss_permille = number(1_000)?,
                "rate_kbit" => quality.rate_kbit = number(1_000_000)?,
                "cut" => quality.is_cut = word()?,
                "udp_blocked" => quality.is_udp_blocked = word()?,
                _ => return Err(format!("a line has no {name}")),
            }
        }
        Ok(quality)
    }
}

/// What becomes of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It arrives, at this time since the start.
    Arrives(Duration),
    /// It does not.
    Lost,
}

/// What became of packets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Figures {
    pub(super) passed: u64,
    pub(super) bytes: u64,
    pub(super) lost: u64,
    pub(super) overflowed: u64,
    pub(super) blocked: u64,
}

/// One direction.
#[derive(Debug)]
pub(super) struct Line {
    quality: Quality,
    figures: Figures,
    chance: u64,
    /// When the link has sent what it was given.
    free_at: Duration,
    /// When the last packet arrives; none overtakes it.
    last_at: Duration,
}

impl Line {
    /// A good line whose later losses follow from `seed`.
    pub(super) fn new(seed: u64) -> Self {
        Self {
            quality: Quality::default(),
            figures: Figures::default(),
            chance: seed,
            free_at: Duration::ZERO,
            last_at: Duration::ZERO,
        }
    }

    /// Becomes as good or bad as this; gives the figures since the last change.
    pub(super) fn become_(&mut self, quality: Quality) -> Figures {
        self.quality = quality;
        std::mem::take(&mut self.figures)
    }

    /// The fate of a packet that comes now.
    pub(super) fn take(&mut self, packet: &[u8], now: Duration) -> Fate {
        let quality = self.quality;
        if quality.is_cut || (quality.is_udp_blocked && is_udp(packet)) {
            self.figures.blocked += 1;
            return Fate::Lost;
        }
        let begins = self.free_at.max(now);
        if begins - now > QUEUE_MAX {
            self.figures.overflowed += 1;
            return Fate::Lost;
        }
        let bits = packet.len() as u64 * 8;
        self.free_at = match quality.rate_kbit {
            0 => now,
            rate => begins + Duration::from_micros(bits * 1_000 / rate),
        };
        if self.next_below(1_000) < quality.loss_permille {
            self.figures.lost += 1;
            return Fate::Lost;
        }
        let way_ms = quality.delay_ms + self.next_below(quality.jitter_ms + 1);
        self.last_at = self.last_at.max(self.free_at + Duration::from_millis(way_ms));
        self.figures.passed += 1;
        self.figures.bytes += packet.len() as u64;
        Fate::Arrives(self.last_at)
    }

    /// A number below `end`, by chance (splitmix64).
    fn next_below(&mut self, end: u64) -> u64 {
        self.chance = self.chance.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.chance ^ (self.chance >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }
}

/// Whether an IPv4 packet carries UDP; the room has no IPv6.
fn is_udp(packet: &[u8]) -> bool {
    packet.get(PROTOCOL_AT) == Some(&UDP)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(order: &str) -> Line {
        let mut line = Line::new(7);
        line.become_(Quality::read(order).unwrap());
        line
    }

    fn packet(protocol: u8, bytes: usize) -> Vec<u8> {
        let mut packet = vec![0; bytes];
        packet[PROTOCOL_AT] = protocol;
        packet
    }

    #[test]
    fn losses_are_as_many_as_ordered_and_the_same_on_every_run() {
        let fates = || {
            let mut line = line(r#"{"loss_permille":50}"#);
            let lost = (0..20_000).filter(|n| line.take(&packet(UDP, 100), Duration::from_millis(*n)) == Fate::Lost);
            lost.collect::<Vec<u64>>()
        };
        assert!((900..1_100).contains(&fates().len()), "{}", fates().len());
        assert_eq!(fates(), fates());
    }

    #[test]
    fn a_narrow_link_passes_its_rate_and_drops_what_would_wait_too_long() {
        let mut line = line(r#"{"rate_kbit":300}"#);
        // One megabit a second, for ten seconds.
        for n in 0..1_000 {
            line.take(&packet(UDP, 1_250), Duration::from_millis(n * 10));
        }
        let figures = line.become_(Quality::default());
        let kbit = figures.bytes * 8 / 10_000;
        assert!((290..320).contains(&kbit), "{kbit}");
        assert_eq!(figures.passed + figures.overflowed, 1_000);
    }

    #[test]
    fn packets_arrive_late_and_in_their_order() {
        let mut line = line(r#"{"delay_ms":50,"jitter_ms":30}"#);
        let mut last = Duration::ZERO;
        for n in 0..1_000 {
            let now = Duration::from_millis(n);
            let Fate::Arrives(at) = line.take(&packet(6, 60), now) else { panic!("lost") };
            assert!(at >= last && at >= now + Duration::from_millis(50) && at <= now + Duration::from_millis(82));
            last = at;
        }
    }

    #[test]
    fn a_cut_stops_everything_and_a_block_only_udp() {
        let mut cut = line(r#"{"cut":true}"#);
        assert_eq!(cut.take(&packet(6, 60), Duration::ZERO), Fate::Lost);
        let mut blocked = line(r#"{"udp_blocked":true}"#);
        assert_eq!(blocked.take(&packet(UDP, 60), Duration::ZERO), Fate::Lost);
        assert_eq!(blocked.take(&packet(6, 60), Duration::ZERO), Fate::Arrives(Duration::ZERO));
    }

    #[test]
    fn orders_that_make_no_line_are_refused_by_name() {
        assert!(Quality::read(r#"{"loss_permille":1001}"#).unwrap_err().contains("loss_permille"));
        assert!(Quality::read(r#"{"speed":1}"#).unwrap_err().contains("speed"));
        assert!(Quality::read("[]").is_err());
    }
}
