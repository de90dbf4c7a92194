//! Digits as RFC 4733 telephone-events.
//!
//! Owns reading events (each reported once, however often its packets come) and the packets of an event
//! we send. It must never know timers or sockets: the caller asks for one packet each 20 ms.

/// Samples between two packets of an event.
const STEP_SAMPLES: u16 = 160;
/// Length of a digit we send, in samples: 100 ms.
const DIGIT_SAMPLES: u16 = 800;
/// How often the last packet of an event is sent (RFC 4733 §2.5.1.4).
const END_REPEATS: u8 = 3;
/// Level of the digit we send in -dBm0.
const VOLUME_DBM0: u8 = 10;
/// A timestamp this far back is a sender that started again and not a late repeat: ten seconds.
const REPEAT_SAMPLES_MAX: i32 = 80_000;

/// A key of a telephone: 0-9, *, #, A-D.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digit(u8);

impl Digit {
    const KEYS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#', 'A', 'B', 'C', 'D'];

    /// The key with this event code, 0..=15 (RFC 4733 §3.2).
    #[must_use]
    pub fn from_event(code: u8) -> Option<Self> {
        (code < 16).then_some(Self(code))
    }

    /// The key written as this character; letters of either case.
    #[must_use]
    pub fn from_char(key: char) -> Option<Self> {
        let key = key.to_ascii_uppercase();
        let code = Self::KEYS.iter().position(|known| *known == key)?;
        Self::from_event(u8::try_from(code).ok()?)
    }

    /// The event code.
    #[must_use]
    pub fn event(self) -> u8 {
        self.0
    }

    /// The key as a character.
    #[must_use]
    pub fn as_char(self) -> char {
        Self::KEYS[usize::from(self.0 & 0x0F)]
    }
}

/// Reads the events of one stream.
#[derive(Debug, Clone, Default)]
pub struct DigitReceiver {
    last: Option<(u8, u32)>,
}

impl DigitReceiver {
    /// Reads one packet's timestamp and payload; gives the digit at the first packet of its event.
    pub fn packet(&mut self, timestamp: u32, payload: &[u8]) -> Option<Digit> {
        let &[code, _, _, _, ..] = payload else {
            return None;
        };
        let digit = Digit::from_event(code)?;
        if let Some((last_code, last_timestamp)) = self.last {
            let ahead = timestamp.wrapping_sub(last_timestamp) as i32;
            if (-REPEAT_SAMPLES_MAX..=0).contains(&ahead) {
                return None;
            }
            // An event longer than a segment goes on under a later timestamp (RFC 4733 §2.5.1.3).
            if code == last_code && ahead == i32::from(u16::MAX) {
                self.last = Some((code, timestamp));
                return None;
            }
        }
        self.last = Some((code, timestamp));
        Some(digit)
    }
}

/// One packet of an event under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventPacket {
    /// The payload.
    pub payload: [u8; 4],
    /// Set at the event's first packet.
    pub marker: bool,
    /// Timestamp of the event's begin, the same in all its packets.
    pub timestamp: u32,
}

/// The packets of one digit we send, one each 20 ms.
#[derive(Debug, Clone)]
pub struct DigitSender {
    digit: Digit,
    timestamp: u32,
    duration: u16,
    ends_sent: u8,
}

impl DigitSender {
    /// Begins a digit at this timestamp of the outgoing stream.
    #[must_use]
    pub fn new(digit: Digit, timestamp: u32) -> Self {
        Self { digit, timestamp, duration: 0, ends_sent: 0 }
    }

    /// The packet for this 20 ms; `None` when the digit is over.
    pub fn next_packet(&mut self) -> Option<EventPacket> {
        if self.ends_sent >= END_REPEATS {
            return None;
        }
        let marker = self.duration == 0;
        self.duration = (self.duration + STEP_SAMPLES).min(DIGIT_SAMPLES);
        let ends = self.duration >= DIGIT_SAMPLES;
        self.ends_sent += u8::from(ends);
        let [high, low] = self.duration.to_be_bytes();
        let flags = if ends { 0x80 | VOLUME_DBM0 } else { VOLUME_DBM0 };
        Some(EventPacket { payload: [self.digit.event(), flags, high, low], marker, timestamp: self.timestamp })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_sent_is_received_once_though_its_end_comes_three_times() {
        let mut receiver = DigitReceiver::default();
        let mut heard = Vec::new();
        let mut ends = 0;
        for (index, key) in ['5', '5', '#'].into_iter().enumerate() {
            let mut sender = DigitSender::new(Digit::from_char(key).unwrap(), index as u32 * 2_000);
            while let Some(packet) = sender.next_packet() {
                ends += usize::from(packet.payload[1] & 0x80 != 0);
                heard.extend(receiver.packet(packet.timestamp, &packet.payload).map(Digit::as_char));
            }
        }
        assert_eq!(heard, ['5', '5', '#']);
        assert_eq!(ends, 9);
    }

    #[test]
    fn a_late_repeat_of_an_earlier_digit_is_not_a_key() {
        let mut receiver = DigitReceiver::default();
        assert!(receiver.packet(1_000, &[1, 10, 0, 160]).is_some());
        assert!(receiver.packet(3_000, &[2, 10, 0, 160]).is_some());
        assert!(receiver.packet(1_000, &[1, 0x8A, 3, 32]).is_none());
    }

    #[test]
    fn a_key_held_longer_than_a_segment_is_one_key() {
        let mut receiver = DigitReceiver::default();
        assert!(receiver.packet(0, &[1, 10, 0xFF, 0xFF]).is_some());
        assert!(receiver.packet(65_535, &[1, 10, 0, 160]).is_none());
    }

    #[test]
    fn an_event_that_is_no_key_or_too_short_says_nothing() {
        let mut receiver = DigitReceiver::default();
        assert!(receiver.packet(0, &[32, 10, 0, 160]).is_none());
        assert!(receiver.packet(0, &[1, 10, 0]).is_none());
    }
}
